"""What happened to a template after it was made; `validator.checks.damage` makes findings of it."""
