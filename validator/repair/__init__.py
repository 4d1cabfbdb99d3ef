"""Which cell is wrong and what it should be: error localisation, its evidence, and the plan of corrections."""

from validator.repair.localisation import BadRule, Localisation, localise

__all__ = ["BadRule", "Localisation", "localise"]
