"""Any number of documents in manners of all kinds, each read: ``python -m tests.documents.many FIRST LAST``.

Prints those of which a figure was read wrong, and how many were read; the suite has a slice of it.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.documents.mixed import drawn, wrong
from tests.shipped import FORMS
from validator import UnreadableWorkbook
from validator.documents.reading import filing_of_content


def tried(seed: int) -> Counter[str]:
    """One document: how many figures were read, not read, read wrong; what was wrong is printed."""
    made = drawn(seed, FORMS.form("2019" if seed % 3 == 0 else "2021"))
    if made is None:
        return Counter()
    doc, manners, written, content = made
    try:
        found = filing_of_content(content, "a", FORMS)
    except UnreadableWorkbook:
        return Counter(documents=1, unreadable=1)
    faults = wrong(doc, found, manners, written)
    if faults:
        sys.stdout.write(f"{seed} {manners} {written}: {dict(list(faults.items())[:4])}\n")
    read = sum(name in found.cells for name in found.form.indicators)
    return Counter(documents=1, read=read, undecided=len(found.unplaced), wrong=len(faults))


def main() -> int:
    total: Counter[str] = Counter()
    for seed in range(int(sys.argv[1]), int(sys.argv[2])):
        total += tried(seed)
    sys.stdout.write(f"{dict(total)}\n")
    return int(bool(total["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
