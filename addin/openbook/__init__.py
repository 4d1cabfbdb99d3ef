"""The open book as the validator takes it, and what the validator says of it."""
