"""Web pages as blocks, as a reader at a desk sees them."""
