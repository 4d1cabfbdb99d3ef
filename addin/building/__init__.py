"""The files of the add-in, from text sources: gouji.xlam for Excel, gouji.oxt for LibreOffice."""
