"""What the commands need of the spreadsheet program, where xlwings has no words: Excel on two systems, and Calc."""
