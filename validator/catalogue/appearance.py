"""How the template shows a form: the keys ``layout``, ``hint``, ``hints``, ``notes``; each may be left out."""

from __future__ import annotations

from collections.abc import Mapping

from validator.files.entry import BadEntry, Entry
from validator.model.appearance import NO_HINT, USUAL_LAYOUT, Guidance, Hint, Layout
from validator.model.form import NumberKind
from validator.startup.expressions import expression

_LONGEST = {"title": 32, "told": 255, "refused": 255}
"""What Excel shows beside a cell."""
_PLACE = expression(r"\{(\w*)\}")
_PLACES = ("period", "place")


def layout_of(entry: Entry) -> Layout:
    """``layout = { widths = [36, 82], row_height = 23, freeze = true }``."""
    if not entry.has("layout"):
        return USUAL_LAYOUT
    one, usual = entry.sub("layout"), USUAL_LAYOUT
    found = Layout(
        _widths(one) or usual.widths,
        one.option("row_height", int, int(usual.row_height)),
        one.option("head_height", int, int(usual.head_height)),
        one.option("landscape", bool, default=False),
        one.option("freeze", bool, default=False),
    )
    one.done()
    return found


def _widths(entry: Entry) -> tuple[int, ...]:
    found = tuple(entry.option("widths", list, []))
    if not all(type(one) is int and one > 0 for one in found):
        raise BadEntry(f"{entry.where}: key 'widths' must be a list of pixels")
    return found


def hint_of(entry: Entry, title: str = "") -> Hint:
    """``hint = { title = "…", told = "…" }``; `title` is the usual one."""
    return _hint(entry.sub("hint"), title) if entry.has("hint") else NO_HINT


def _hint(entry: Entry, title: str) -> Hint:
    found = Hint(entry.option("title", str, title), entry.take("told", str), entry.option("refused", str, ""))
    entry.done()
    for key, most in _LONGEST.items():
        if len(getattr(found, key)) > most:
            raise BadEntry(f"{entry.where}: key '{key}' is longer than the {most} characters that Excel shows")
    return found


def guidance_of(entry: Entry) -> Guidance:
    """``notes``, and ``hints`` by kind of number, for ``period`` and ``place``."""
    notes = entry.texts("notes")
    if unknown := [word for note in notes for word in _PLACE.findall(note) if word != "totals"]:
        raise BadEntry(f"{entry.where}: key 'notes' has '{{{unknown[0]}}}', known is '{{totals}}'")
    hints = dict(_hints(entry))
    period, place = (hints.pop(name, NO_HINT) for name in _PLACES)
    return Guidance(notes, hints, period, place)


def _hints(entry: Entry) -> Mapping[str, Hint]:
    found = {}
    for kind, data in entry.mapping("hints").items():
        if kind not in {*NumberKind, *_PLACES} or not isinstance(data, dict):
            raise BadEntry(f"{entry.where}: key 'hints.{kind}' is no table, or of no kind of number")
        found[kind] = _hint(Entry(data, f"{entry.where}: hints.{kind}"), "")
    return found
