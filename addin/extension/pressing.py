"""A button of the extension: the command of the add-in, in the office's own process."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from threading import Timer
from typing import TYPE_CHECKING, Any

import xlwings

from addin import commands
from addin.buttons.starting import usual_year
from addin.calc import NAME
from addin.calc.application import SPREADSHEET, Book
from addin.calc.registering import register
from addin.calc.window import Dialogs, Window
from addin.host.caller import encoded
from addin.wording import ASK_ORGAN, ASK_YEAR, FAILED, NO_BOOK, TITLE
from validator.files.opening import own_folder

if TYPE_CHECKING:
    from addin.calc.application import App

LOG = "gouji.log"
SHOWN_SECONDS = 60


def press(action: str, context: Any, document: Any, dialogs: Dialogs | None = None) -> None:
    """Carry out one button; whatever happens, the user gets words and no traceback."""
    window = dialogs or Window(context)
    if document is None or not document.supportsService(SPREADSHEET):
        window.say(NO_BOOK, TITLE)
        return
    if NAME not in [one.name for one in xlwings.engines]:
        register(context, dialogs)
    app: App = xlwings.engines[NAME].impl.apps[1]
    typed = _asked(window) if action == "new" else []
    if typed is None:
        return
    try:
        commands.run(action, *typed, book=xlwings.Book(impl=Book(app, document)))
    except SystemExit as failed:
        window.say(_logged(str(failed)), TITLE)
    give_back(app)


def give_back(app: App) -> None:
    """Give the status bar back in a minute, should it then still say what it says now."""
    shown = app.status_bar
    if shown:
        timer = Timer(SHOWN_SECONDS, _give_back, [app, shown])
        timer.daemon = True  # the office may end before
        timer.start()


def _give_back(app: App, shown: str | bool) -> None:  # noqa: FBT001  xlwings has it so
    with suppress(Exception):  # in a thread of its own, and the window may be gone
        if app.status_bar == shown:
            app.status_bar = False


def _asked(window: Dialogs) -> list[str] | None:
    """Year and unit for a new template, as the command takes them; None when the user does not want to."""
    today = datetime.now(UTC).astimezone().date()
    typed = []
    for prompt, usual in ((ASK_YEAR, str(usual_year(today))), (ASK_ORGAN, "")):
        answer = window.enter(prompt, TITLE, usual)
        if answer is None:
            return None
        typed.append(encoded(answer))
    return typed


def _logged(details: str) -> str:
    """The last line, for the user, and where the rest is kept."""
    folder = own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / LOG).write_text(details, "utf-8")
    last = details.splitlines()[-1] if details else FAILED
    return f"{last}\n详细情况已经记在：{folder / LOG}"
