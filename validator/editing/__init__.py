"""Changing single cells of a workbook: bytes in, bytes out, all that is not changed stays byte for byte."""
