"""Documents of Word and OpenDocument as blocks, as they read with all changes accepted."""
