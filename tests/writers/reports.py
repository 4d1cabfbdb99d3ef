"""Reports to write: a few that were examined, and as many as one likes that are like them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from tests.books import data
from tests.conftest import DAY
from tests.shipped import CATALOGUE, base_previous, preview
from validator.exchange.filing_data import FilingData
from validator.model.bilingual import Bilingual
from validator.model.cause import Cause
from validator.model.finding import CellRef, Suspect
from validator.model.report import FileReport, Status, Summary
from validator.policy.previous import index
from validator.run.driver import Job, examine_filing
from validator.writers.registry import Asked, format_of

KINDS = ("clean", "explain", "must", "notice", "many", "waived", "refused")
NAMES = tuple("东西南北上下左右前后春夏秋冬山河湖海")


def setting(**given: object) -> Asked:
    """What a writer is told, on the tests' day."""
    return replace(Asked(catalogue=CATALOGUE, today=DAY), **given)  # type: ignore[arg-type]


def written(name: str, files: list[FileReport], **given: object) -> bytes:
    """The output of a format over reports."""
    summary, told = Summary(), setting(count=len(files), **given)

    def counted() -> Iterator[FileReport]:
        for one in files:
            summary.add(one)
            yield one

    pieces = format_of(name).write(counted(), summary, told)
    return b"".join(one if isinstance(one, bytes) else one.encode("utf-8", "backslashreplace") for one in pieces)


def page(files: list[FileReport], **given: object) -> str:
    return written("html", files, **given).decode()


@cache
def examined(kind: str, *, previous: bool = False) -> FileReport:
    """The small report of that kind under every rule, with what it holds."""
    return of(data(kind), f"in/{kind}.xlsx", previous=previous)


def of(one: FilingData, path: str, *, previous: bool = False) -> FileReport:
    """A filing under every rule."""
    before = [preview(base_previous())] if previous else []
    job = Job(catalogue=CATALOGUE, today=DAY, contents=True, earlier=index((each, each) for each in before))
    return without_causes(examine_filing(preview(one, path), job))


def without_causes(report: FileReport) -> FileReport:
    """The report as if nobody had looked for causes: these are made by hand here, so that writers are tested alone."""
    explained = {at for cause in report.causes for at in cause.explains}
    findings = tuple(
        replace(one, suspects=()) if at in explained and one.difference else one
        for at, one in enumerate(report.findings)
    )
    return replace(report, findings=findings, causes=())


def unreadable(path: str = "in/junk.xlsx") -> FileReport:
    return FileReport(path, Status.UNREADABLE, error=f"{path}：是文本或 CSV 文件，不是工作簿。")


def with_cause(report: FileReport) -> FileReport:
    """A report with a cause for its first relation that does not hold, made by hand, and an alternative."""
    at, finding = next((at, one) for at, one in enumerate(report.findings) if one.difference)
    assert finding.right is not None
    head = next(cell for cell in finding.cells if cell.side == "left")
    other = next(cell for cell in finding.cells if cell.side == "right")
    cause = Cause(
        (_suspect(head, int(finding.right)),),
        certain=False,
        alternatives=((_suspect(other, 0),),),
        explains=(at,),
        holds_after=1,
    )
    return replace(report, causes=(cause,))


def _suspect(cell: CellRef, suggested: int) -> Suspect:
    reason = Bilingual("漏填合计", "total forgotten")
    return Suspect(cell.place, cell.indicator, cell.value, suggested, certain=False, reason=reason)


def many(count: int, *, previous: bool = True) -> Iterator[FileReport]:
    """Reports of different units, all like a few: a tenth cannot be read, names and figures differ."""
    chance = random.Random(7)  # noqa: S311  no secret
    kinds = [examined(kind, previous=previous) for kind in KINDS]
    for number in range(count):
        path = f"in/{number % 17:02}/单位{number:04}.xlsx"
        if number % 40 == 39:
            yield unreadable(path)
            continue
        kind = kinds[number % len(kinds)]
        assert kind.contents is not None
        new = chance.randrange(5, 900)
        values = {**kind.contents.values, "表三.本年新收.总计": new}
        organ = f"{chance.choice(NAMES)}{chance.choice(NAMES)}县{chance.choice(NAMES)}乡人民政府{number}"
        yield replace(kind, path=path, organ=organ, contents=replace(kind.contents, values=values))
