"""Which cell is wrong and what it should be: error localisation, its evidence, and safe corrections."""

from validator.repair.localisation import BadRule, Localisation, localise

__all__ = ["BadRule", "Localisation", "localise"]
