"""Which program the commands are dealing with."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from addin.calc import NAME
from addin.host.mac import MacHost
from addin.host.windows import WindowsHost

if TYPE_CHECKING:
    import xlwings

    from addin.host.protocol import Host


def host_of(app: xlwings.App) -> Host:
    """The adapter of the program that `app` is."""
    if app.engine.name == NAME:
        from addin.host.calc import CalcHost  # needs UNO, which no machine with Excel has

        return CalcHost()
    return MacHost() if sys.platform == "darwin" else WindowsHost()
