"""What keeps the start of the program short: methods and expressions made when first used, TOML parsed beforehand."""
