"""Calc as the active engine of xlwings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlwings

from addin.calc.application import Engine

if TYPE_CHECKING:
    from addin.calc.window import Dialogs


def register(context: Any, dialogs: Dialogs | None = None) -> Any:
    """Make Calc the active engine of xlwings.

    Args:
        context: the office's component context.
        dialogs: what asks and tells the user instead of Calc's own windows.

    Returns:
        The engine, an `xlwings.Engine`.
    """
    made = xlwings.Engine(impl=Engine(context, dialogs))
    xlwings.engines.add(made)
    made.activate()
    return made
