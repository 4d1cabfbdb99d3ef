"""What a verdict depends on besides the file: the version, the catalogue and the options, as one short word.

Under the same word the same bytes of the same name give the same report; so results are taken over by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from validator.files.shipped import FOLDER
from validator.run.driver import Job
from validator.version import VERSION

_DATA = ("forms/*.toml", "rules/*.toml", "rules/*.json", "thresholds.toml")
_WORDS = "narrative/*.toml"
_LENGTH = 16


def fingerprint(job: Job, *more: str) -> str:
    """The word for a job and for what else the result depends on (the language of its words)."""
    whole = sha256()
    for part in (*_parts(job), *more):
        whole.update(f"{len(part)}:{part}".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()[:_LENGTH]


def _parts(job: Job) -> Iterator[str]:
    yield VERSION
    yield from (sha256(path.read_bytes()).hexdigest() for path in _files(job.catalogue.folder))
    yield from (rule.code for rule in (job.catalogue.rules if job.rules is None else job.rules))
    yield repr(sorted(job.thresholds.items()))
    yield repr(job.limits)
    yield repr(job.waivers)
    yield repr((job.year, job.contents))
    yield from sorted(job.whole)
    yield str(job.today.year)  # P-06 alone asks for the day, and of it for the year
    yield job.earlier.digest


def _files(catalogue: Path) -> Iterator[Path]:
    for folder, pattern in (*((catalogue, one) for one in _DATA), (FOLDER, _WORDS)):
        yield from sorted(folder.glob(pattern))
