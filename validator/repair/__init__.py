"""What is wrong and what it should be: safe normalisations, and the fixes that causes suggest."""
