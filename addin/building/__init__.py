"""The add-in and the extension, built from text sources on any machine: no Excel is needed."""
