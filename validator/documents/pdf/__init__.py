"""A PDF as blocks: what a page shows, the grid that its lines draw, and what goes on over line and page breaks."""
