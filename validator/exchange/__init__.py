"""A filing as JSON, in and out."""
