"""The unit's own workbook with what was found marked in it: bytes and a report in, the bytes of a copy out."""
