"""From a workbook to a filing: the form's tables found, damage noted, formulas computed, texts read."""
