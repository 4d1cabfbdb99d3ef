"""The protection of our own template's sheets, lifted while they are marked. Any other protection is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from addin.host.protocol import Host, Restore

if TYPE_CHECKING:
    import xlwings


@contextmanager
def lifted(sheets: Sequence[xlwings.Sheet], program: Host) -> Iterator[None]:
    """Within the block none of `sheets` is protected without password; after it each is, exactly as before."""
    restores: list[Restore] = []
    try:
        for sheet in sheets:
            restores += _lift(sheet, program)
        yield
    finally:
        for restore in reversed(restores):
            restore()


def _lift(sheet: xlwings.Sheet, program: Host) -> list[Restore]:
    """What puts the protection back, if there was one and it could be lifted."""
    try:
        restore = program.lift(sheet) if program.is_protected(sheet) else None
    except program.errors:  # there is a password, and it is not known
        return []
    return [restore] if restore else []
