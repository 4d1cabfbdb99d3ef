"""Documents drawn by number, in manners that go together, and what of them was read wrong."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from tests.documents.made import GONE, Doc, report
from tests.documents.manners import MANNERS
from tests.documents.written import FORMATS
from validator.model.filing import Filing
from validator.model.form import Form

HIDING = tuple(
    frozenset(pair)
    for pair in (
        ("figure gone", "debris"),
        ("figure gone", "figures merged"),
        ("figure gone", "heads squeezed"),
        ("figures merged", "heads squeezed"),
        ("columns swapped", "debris"),
        ("groups lost", "last year's total"),
        ("figure gone", "labels lost"),
        ("labels lost", "labels wrapped"),
        ("group sums", "cut"),
        ("group sums", "cut with heads"),
        ("columns swapped", "cut"),
        ("columns swapped", "cut with heads"),
        ("columns swapped", "figures merged"),
        ("rows more", "last year's total"),
    )
)
"""Faults of which one makes the other look as if nothing were wrong: a figure too many where another is gone; or which
tell lies together: heads changed places and the figures of a lower part did not, a head stands in a line above.
"""
BLANKS_LOST = frozenset({"wide text", "narrow text", "lines", "pre", "broken"})
"""The formats in which nobody sees a blank cell."""
SPANS_LOST = frozenset({"squeezed", "padded", "groups lost", "cut", "cut with heads"})
"""The manners after which nobody sees what a cell covers."""


def unknowable(doc: Doc, manners: Iterable[str], written: str) -> set[str]:
    """The numbers that the document does not show: of cells that are not there, or not where they belong."""
    gone = {one.removeprefix(GONE) for one in doc.notes if one.startswith(GONE)}
    # What is left in a row of 表二 may be wide enough, taken apart, to look like all of it.
    wide = {name.rpartition(".")[0] for name in gone if name.startswith("表二")}
    gone |= {name for name in doc.wanted if name.rpartition(".")[0] in wide}
    return set() if written in {"html", "docx"} and SPANS_LOST.isdisjoint(manners) else gone


def wrong(doc: Doc, found: Filing, manners: Iterable[str], written: str) -> dict[str, tuple[object, object]]:
    """The numbers that are read, but not as they are: what was read, what it is."""
    excused = unknowable(doc, manners, written)
    gone = {one.removeprefix(GONE) for one in doc.notes if one.startswith(GONE)} - excused
    read = {name: found.cell(name).value for name in found.form.indicators if name in found.cells}
    return {
        name: (value, doc.wanted.get(name, "of another edition"))
        for name, value in read.items()
        if name not in excused and (name in gone or not _same(value, doc.wanted.get(name, "of another edition")))
    }


def _same(read: object, wanted: object) -> bool:
    return read == wanted or str("" if read is None else read) == str("" if wanted is None else wanted)


def drawn(seed: int, form: Form) -> tuple[Doc, list[str], str, bytes] | None:
    """A document in one to three manners: what it is, which, in which format; None where they do not go together."""
    luck = Random(seed)  # noqa: S311  no secret
    values = figures_of(form, luck, small=bool(seed % 2))
    manners, written = luck.sample(sorted(MANNERS), luck.choice([1, 2, 2, 3])), luck.choice(sorted(FORMATS))
    blanks = bool(seed % 2) or "totals blank" in manners
    lossy = blanks and written in BLANKS_LOST and not {"figure gone", "labels lost"}.isdisjoint(manners)
    if lossy or any(pair <= {*manners} for pair in HIDING):
        return None
    doc = report(form, values, year=2023 if form.edition == "2021" else 2020)
    try:
        for name in manners:
            MANNERS[name](doc, luck)
        return doc, manners, written, FORMATS[written](doc, luck)
    except (StopIteration, IndexError, ValueError):
        return None


def figures_of(form: Form, luck: Random, *, small: bool) -> dict[str, object]:
    """Figures for a report: small ones as most reports have, some blank, or each another."""
    if small:
        return {name: luck.choice([0, 0, 0, 1, 2, 5, 12, 52, None]) for name in form.indicators}
    return {name: 1_001 + 7 * number for number, name in enumerate(form.indicators)}
