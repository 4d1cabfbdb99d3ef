"""Results kept from run to run: by the bytes and name of a file and by what it was checked with.

A file for each, written beside its place and moved there in one step: any number of runs may use a folder at once, and
it may be deleted at any time. What is damaged is as if it were not there.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePath

from validator.catalogue import Catalogue
from validator.files.writing import BadOutput, make_folders
from validator.model.report import FileReport, Status
from validator.run.packing import packed, unpacked
from validator.run.walking import CACHE_TAG
from validator.startup.records import dataclass, replace

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# gouji check --cache\n"
"""What a folder that programs keep for themselves says by convention (bford.info/cachedir)."""
_DIGEST = 32
_QUICKLY = 1


def opened(folder: Path, checked_with: str) -> Cache:
    """The cache in a folder, which is made where it is missing. Raises BadOutput for one that cannot be written."""
    make_folders(folder)
    try:
        (folder / CACHE_TAG).write_text(_TAG, encoding="utf-8")
    except OSError as error:
        raise BadOutput(f"{folder}：不能写到这里（{error.strerror}）") from error
    return Cache(folder, checked_with)


@dataclass(frozen=True, slots=True)
class Cache:
    """The results of one kind of run in a folder."""

    folder: Path
    checked_with: str

    def get(self, digest: str, path: str, catalogue: Catalogue) -> FileReport | None:
        """The report on a file of that content (`digest`, SHA-256) at a path; None where none is kept."""
        try:
            data = self._place(digest, path).read_bytes()
            if sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
                return None
            report: FileReport = unpacked(zlib.decompress(data[_DIGEST:]), catalogue)
            return replace(report, path=path)
        except Exception:
            return None

    def put(self, digest: str, report: FileReport, catalogue: Catalogue) -> None:
        """Keep a report. One on a file that could not be read is not kept: it may be readable the next time."""
        if report.status is Status.UNREADABLE:
            return
        place = self._place(digest, report.path)
        data = zlib.compress(packed(report, catalogue), _QUICKLY)
        part = place.with_name(f"{place.name}.{os.getpid()}.part")
        with suppress(OSError):  # a full disk takes nothing from the run
            place.parent.mkdir(exist_ok=True)
            try:
                part.write_bytes(sha256(data).digest() + data)
                part.replace(place)
            finally:
                part.unlink(missing_ok=True)

    def _place(self, digest: str, path: str) -> Path:
        """Rules read the name of the file too."""
        name = PurePath(path).name.encode("utf-8", "surrogatepass")
        key = sha256(f"{digest} {self.checked_with} ".encode() + name).hexdigest()
        return self.folder / key[:2] / key[2:]
