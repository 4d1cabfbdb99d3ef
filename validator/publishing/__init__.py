"""A sound workbook as the report that goes on the website: the official layout as page, Word document or PDF."""
