"""What the formulas of a submitted workbook give, whatever results are stored in it."""
