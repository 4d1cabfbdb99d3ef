"""Numbers, dates, periods and titles as Chinese writes them; nothing here knows what a sentence is about."""
