"""Running rules: the engine, one driver for a file, a batch, the library."""
