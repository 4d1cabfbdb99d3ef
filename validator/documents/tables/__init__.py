"""The tables of the form in the grids of a document: where each number stands, and of which nobody can be sure."""
