"""``python -m tests.narrative.corpus``: how many of each rule are caught."""

from __future__ import annotations

import sys

from tests.narrative.corpus import summary

sys.stdout.write(f"{summary()}\n")
