"""Where the tables of the form are in a workbook: by defined names, by the template's addresses, by labels alone."""
