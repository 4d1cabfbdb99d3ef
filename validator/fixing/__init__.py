"""Fixes made in a workbook: what each change brings about in other cells, and the bytes of the changed workbook."""
