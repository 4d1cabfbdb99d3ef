"""Rules that are no formula, one module a subject. A check takes a filing and gives findings; it never prints."""
