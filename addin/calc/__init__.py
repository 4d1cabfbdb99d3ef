"""An engine of xlwings over LibreOffice Calc: the commands of the add-in run in Calc as they run in Excel.

Only what the commands use is there. `uno` has to be importable: LibreOffice's own Python has it, others need the
system's package of that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from addin.calc.window import Dialogs

__all__ = ["NAME", "register"]

NAME = "calc"


def register(context: Any, dialogs: Dialogs | None = None) -> Any:
    """Make Calc the active engine of xlwings.

    Args:
        context: the office's component context.
        dialogs: what asks and tells the user instead of Calc's own windows.

    Returns:
        The engine, an `xlwings.Engine`.
    """
    import xlwings

    from addin.calc.engine import Engine

    made = xlwings.Engine(impl=Engine(context, dialogs))
    xlwings.engines.add(made)
    made.activate()
    return made
