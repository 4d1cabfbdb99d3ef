"""A report as the clerk is to see it: in which order, with which advice, in which colours. Knows no open book."""
