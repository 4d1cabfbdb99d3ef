"""What everyone speaks of: form, filing, rule, finding, texts in two languages, addresses, labels. No I/O here."""
