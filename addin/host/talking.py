"""What the user sees besides the sheets: status bar, message boxes, a screen that keeps still."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from addin.host.choice import host_of
from addin.wording import TITLE

if TYPE_CHECKING:
    import xlwings

MOST_LINES = 12
"""That many fixes or findings are listed in a message box: its buttons have to stay on the screen."""


@contextmanager
def quiet(app: xlwings.App) -> Iterator[None]:
    """Nothing is drawn until the end."""
    before = app.screen_updating
    app.screen_updating = False
    try:
        yield
    finally:
        app.screen_updating = before


@contextmanager
def nothing_to_save(book: xlwings.Book) -> Iterator[None]:
    """What happens within the block is none of the user's work: whether there is any to save stays as it is."""
    program = host_of(book.app)
    before = program.has_unsaved(book)
    try:
        yield
    finally:
        if not before:
            with suppress(*program.errors):
                program.set_unsaved(book, unsaved=False)


def say(app: xlwings.App, text: str) -> None:
    """In the status bar."""
    app.status_bar = text


def tell(app: xlwings.App, text: str) -> None:
    """In a message box."""
    app.alert(text, title=TITLE)


def ask(app: xlwings.App, text: str) -> bool:
    """In a message box, with yes and no."""
    return bool(app.alert(text, title=TITLE, buttons="yes_no") == "yes")


def enumerated(head: str, lines: Sequence[str], foot: str) -> str:
    """The text of a message box: a list between two sentences, cut where it gets long."""
    more = [f"……共 {len(lines)} 处"] if len(lines) > MOST_LINES else []
    return "\n".join([head, *lines[:MOST_LINES], *more, "", foot])
