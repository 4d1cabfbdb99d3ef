"""The Excel add-in: a ribbon tab that runs the validator on the open workbook, and what installs it."""
