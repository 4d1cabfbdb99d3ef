"""A button of the extension: the command of the add-in, in the office's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xlwings

from addin import commands
from addin.calc import NAME
from addin.calc.application import SPREADSHEET, Book
from addin.calc.registering import register
from addin.calc.window import Dialogs, Window
from addin.wording import FAILED, NO_BOOK, TITLE
from validator.files.opening import own_folder

if TYPE_CHECKING:
    from addin.calc.application import App

LOG = "gouji.log"


def press(action: str, context: Any, document: Any, dialogs: Dialogs | None = None) -> None:
    """Carry out one button; whatever happens, the user gets words and no traceback."""
    window = dialogs or Window(context)
    if document is None or not document.supportsService(SPREADSHEET):
        window.say(NO_BOOK, TITLE)
        return
    if NAME not in [one.name for one in xlwings.engines]:
        register(context, dialogs)
    app: App = xlwings.engines[NAME].impl.apps[1]
    try:
        commands.run(action, xlwings.Book(impl=Book(app, document)))
    except SystemExit as failed:
        window.say(_logged(str(failed)), TITLE)


def _logged(details: str) -> str:
    """The last line, for the user, and where the rest is kept."""
    folder = own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / LOG).write_text(details, "utf-8")
    last = details.splitlines()[-1] if details else FAILED
    return f"{last}\n详细情况已经记在：{folder / LOG}"
