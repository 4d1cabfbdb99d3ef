"""What the buttons do on the open book, one module a button; `addin.commands` says which is which."""
