"""Reports as they are published, read as workbooks: what a document says in order, its tables as grids."""
