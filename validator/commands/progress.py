"""How far a run has come, on a terminal: a bar with rate and remaining time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FEW = 32
"""So many files are done before anybody asks; starting a process costs as much as reading some tens of them."""
_BARS = {
    "zh": "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}，{rate_fmt}，已用 {elapsed}，还要 {remaining}",
    "en": "{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}, {rate_fmt}, {elapsed} gone, {remaining} to go",
}


@contextmanager
def progress(total: int, lang: str) -> Iterator[Any]:
    """A bar of tqdm with rate and remaining time on a terminal; None in a pipe or for a handful of files."""
    if total < FEW or not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its thread must not be there when the processes are forked
    word, unit = ("checking", " files") if lang == "en" else ("校验", " 份")
    with tqdm(total=total, file=sys.stderr, leave=False, bar_format=_BARS[lang], desc=word, unit=unit) as bar:
        yield bar
