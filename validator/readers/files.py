"""`read_workbook`: the file opened, recognised and read, every failure turned into one line."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from validator.files.harmless import one_line
from validator.readers.kinds import (
    DENIED,
    FOLDER,
    LOCK,
    LOCK_PREFIX,
    MISSING,
    NO_ACCESS,
    SPECIAL,
    is_zip,
    what_no_zip_is,
)
from validator.readers.limits import DEFAULT_LIMITS, Budget, Limits, Refused
from validator.readers.workbook import UnreadableWorkbook, Workbook
from validator.readers.xlsx.book import read_book
from validator.readers.xlsx.package import Package

LONGEST_NAME, LONGEST_MESSAGE = 120, 400


def read_workbook(path: str | os.PathLike[str], limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Read an .xlsx or .xlsm file.

    Args:
        path: the file.
        limits: what it may ask for in time and memory; ``Limits(cells=1_000_000)`` raises one of them.

    Returns:
        Sheets as sparse cells, names, properties; see `Workbook`. Nothing is run, followed or written.

    Raises:
        UnreadableWorkbook: for every failure, also of a missing file or permission. One Chinese line: file, cause,
            what to do; past a limit it holds the limit's name.

    Example:
        >>> from validator import read_workbook
        >>> workbook = read_workbook("examples/渑池县2023.xlsx")
        >>> cell = workbook.sheets["三、依申请公开"].cells["J8"]
        >>> cell.value, cell.kind.value, cell.formula
        (52, 'number', None)
    """
    name = os.fspath(path)
    with told(name):
        budget = Budget(limits)
        return _book(name, _bytes(Path(name), budget), budget)


def read_bytes(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a file that is not larger than allowed. Raises UnreadableWorkbook as `read_workbook` does."""
    with told(os.fspath(path)):
        return _bytes(path, Budget(limits))


def workbook_in(content: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """The workbook that a file at `path` with this content is. Raises UnreadableWorkbook as `read_workbook` does."""
    with told(path):
        return _book(path, content, Budget(limits))


@contextmanager
def told(name: str) -> Iterator[None]:
    """What is refused is told in one line that names the file."""
    try:
        yield
    except Refused as refusal:
        line = f"{os.path.basename(name)[:LONGEST_NAME] or name}：{refusal}"  # noqa: PTH119  Path("") has another name
        message = one_line(line[:LONGEST_MESSAGE]).encode("utf-8", "backslashreplace").decode()
        raise UnreadableWorkbook(message) from None


def _book(path: str, data: bytes, budget: Budget) -> Workbook:
    if not is_zip(data):
        raise Refused(what_no_zip_is(data))
    return read_book(path, Package(data, budget), budget)


def _bytes(path: Path, budget: Budget) -> bytes:
    """The whole file, which is a plain one and not larger than allowed."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise Refused(FOLDER)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(SPECIAL)
        budget.check("file_bytes", status.st_size)
        with path.open("rb", buffering=0) as file:
            data = file.read(status.st_size + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(MISSING) from None
    except PermissionError:
        raise Refused(LOCK if path.name.startswith(LOCK_PREFIX) else DENIED) from None
    except (OSError, ValueError):  # a name too long, a device gone, a zero byte in the name
        raise Refused(NO_ACCESS) from None
    budget.check("file_bytes", len(data))
    if path.name.startswith(LOCK_PREFIX) and not is_zip(data):
        raise Refused(LOCK)
    return data
