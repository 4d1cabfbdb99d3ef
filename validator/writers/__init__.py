"""Report -> text, JSON, pages. One module a format, each a function over one result."""
