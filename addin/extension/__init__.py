"""What LibreOffice loads when a button of the extension is pressed."""
