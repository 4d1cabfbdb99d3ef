"""The HTML page of one report, or of many: self-contained, asks for nothing, shows the official form itself."""
