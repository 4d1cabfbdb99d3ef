"""One zip for a Windows desk without internet, Python or administrator's rights: ``gouji-win64.zip``."""

from __future__ import annotations

from typing import Final

PYTHON: Final = "python"
"""The folder of the embeddable Python, beside what is double-clicked."""
PACKAGES: Final = "Lib/site-packages"
STARTERS: Final = {"install": "安装.cmd", "remove": "卸载.cmd", "check": "校验.cmd"}
GUIDE: Final = "说明.html"


class BundleError(Exception):
    """What the bundle is made from cannot be used; the message names the file."""
