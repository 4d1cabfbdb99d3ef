"""The rules' examples as filings and as damaged workbooks."""
