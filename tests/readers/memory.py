"""Memory of a process of its own: what its peak was before and after some code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# ``ru_maxrss`` would carry over from the process that started this one; ``VmHWM`` starts anew.
PROGRAM = """
import sys
from pathlib import Path
from validator.readers import UnreadableWorkbook, read_workbook
def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = peak()
for path in sys.argv[1:]:
    try:
        print(sum(len(sheet.cells) for sheet in read_workbook(path).sheets.values()))
    except UnreadableWorkbook as refusal:
        print(str(refusal).split("：")[1])
print(peak() - before)
"""


def measured(*paths: Path) -> tuple[list[str], float]:
    """What a new process says of each file (number of cells, or the cause), and the MiB reading took there."""
    if sys.platform != "linux":
        pytest.skip("memory is measured on Linux")
    done = subprocess.run([sys.executable, "-c", PROGRAM, *paths], capture_output=True, text=True, check=True)
    *said, kilobytes = done.stdout.splitlines()
    return said, int(kilobytes) / 1024
