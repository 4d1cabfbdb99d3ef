"""Files of the package and of the user: shipped data, given and written files, text that is harmless to print."""
