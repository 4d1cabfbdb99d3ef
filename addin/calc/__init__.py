"""An engine of xlwings over LibreOffice Calc: the commands of the add-in run in Calc as they run in Excel.

Only what the commands use is there. `uno` has to be importable: LibreOffice's own Python has it, others need the
system's package of that name. This module alone does without.
"""

from __future__ import annotations

from typing import Final

NAME: Final = "calc"
"""What xlwings calls the engine."""
