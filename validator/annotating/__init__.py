"""The unit's own file with what was found marked in it: bytes and a report in, the bytes of a copy out."""
