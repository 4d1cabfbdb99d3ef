"""Opening a file with the program that the user has for it, and where files that are only looked at are kept."""

from __future__ import annotations

import os
import subprocess
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

_PAGES = frozenset({".html", ".htm"})


def open_file(path: Path) -> bool:
    """Show a file to the user: a page in the browser, any other with its own program. False where nothing does."""
    if path.suffix.lower() in _PAGES:
        return webbrowser.open(path.absolute().as_uri())
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  the file that the user has just had written
        return True
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        done = subprocess.run([opener, str(path.absolute())], check=False, capture_output=True)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


def own_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where programs keep a user's files: not the book's folder, which others may read."""
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "gouji"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "gouji"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "gouji"
