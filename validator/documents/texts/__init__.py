"""Text as it is copied, and Markdown, as blocks."""
