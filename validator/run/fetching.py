"""The bytes of a report, wherever it lies: a file of this machine, or of a store that fsspec reaches."""

from __future__ import annotations

from pathlib import Path

from validator.files.given import BadFile, why
from validator.files.harmless import one_line
from validator.files.stores import Address, Store, is_address
from validator.readers import Limits, UnreadableWorkbook
from validator.readers.files import LONGEST_MESSAGE, LONGEST_NAME, read_bytes
from validator.readers.limits import Budget, Refused


def content_at(path: str | Path, limits: Limits) -> bytes:
    """The bytes at a path or address, not more than allowed. Raises UnreadableWorkbook naming file and cause."""
    if isinstance(path, Path) or not is_address(path):
        return read_bytes(Path(path), limits)
    try:
        content = Store.of(path).read(path, limits.file_bytes)
        Budget(limits).check("file_bytes", len(content))
    except OSError as error:
        raise _unreadable(path, f"读不了（{why(error)}）") from error
    except (BadFile, Refused) as error:
        raise _unreadable(path, str(error)) from error
    return content


def _unreadable(path: str, cause: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(one_line(f"{Address(path).name[:LONGEST_NAME]}：{cause}"[:LONGEST_MESSAGE]))
