"""What came of collecting, as text and as JSON."""
