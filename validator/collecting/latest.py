"""Which of several files is the later one: by when each says that it was saved, else by when it was changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from validator.collecting.records import Record

When = Callable[[Record], str]


def when_of(files: Sequence[Record]) -> When:
    """By what these files are told apart: the times that they state themselves, where all do and not the same."""
    told = {one.saved for one in files}
    return _saved if len(told) > 1 and "" not in told else _changed


def latest_first(files: Sequence[Record]) -> list[Record]:
    """The files, the latest first; of those that nothing tells apart the one whose path comes first."""
    found = sorted(files, key=lambda one: one.path)
    return sorted(found, key=when_of(found), reverse=True)


def _saved(one: Record) -> str:
    return one.saved


def _changed(one: Record) -> str:
    return one.changed
