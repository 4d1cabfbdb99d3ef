"""One file a format; `validator.writers.registry` finds them."""
