"""What the clerk is shown beside the book: pages of help. Knows no open book."""
