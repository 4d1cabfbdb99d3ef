"""The check cells of the template, worked out by a real LibreOffice, say what the headless validator says.

200 generated filings of both editions, right and wrong: edits, blanks, text, placeholders, totals typed and by
formula. Every instance of every relation that a workbook can decide is compared. Truth values are left out: to
LibreOffice TRUE is the number 1, to Excel and to the engine it is none.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import DAY
from tests.office import Office
from tests.shipped import base_filing, build, context_of, examine, form_of, live_instances, load_rules, preview
from tests.strategies import APPLICANTS, PARTS, ROWS, balance, with_values
from validator.exchange.filing_data import FilingData, Value
from validator.model.form import Form
from validator.readers import Workbook, read_workbook
from validator.template.live import FAILS, HOLDS, UNDECIDED, Live

SEED, FILINGS, OF_2019, BATCH = 20260201, 200, 40, 70
ODD: list[Value] = ["/", "—", "无", "22件", "３", " ", "1,234", "x", -3, 2.5, 0.1, None, None, None, None]
MUST_INSTANCES = {"2021": 7 + 7 + 25 + 3, "2019": 7 + 7 + 23 + 3}


def right(chance: random.Random) -> FilingData:
    """A filing of 2021 in which every relation holds, mostly of zeros as real ones are."""
    small = {name: chance.choice([0, 0, 0, chance.randint(1, 9), chance.randint(1, 400)]) for name in PARTS}
    base = base_filing()
    return replace(base, values={**base.values, **balance(small)})


def as_2019(data: FilingData) -> FilingData:
    """The same figures in the older edition, whose three rows of 其他处理 are one."""
    form = form_of(replace(data, edition="2019"))
    values: dict[str, Value] = {name: value for name, value in data.values.items() if name in form.indicators}
    for column in (*APPLICANTS, "总计"):
        rows = [data.values[f"表三.{row}.{column}"] for row in ROWS if row.startswith("其他处理_")]
        values[f"表三.其他处理.{column}"] = sum(row for row in rows if isinstance(row, int))
    return replace(data, edition="2019", values=values)


def inputs_alone(data: FilingData) -> FilingData:
    """Totals left to the workbook's formulas."""
    known = form_of(data).indicators
    return replace(data, values={name: value for name, value in data.values.items() if not known[name].is_total})


def edited(chance: random.Random, data: FilingData) -> FilingData:
    """Some cells changed: a figure off by a little, a blank, a text; sometimes a whole row or column of blanks."""
    names = [name for name in data.values if name.startswith("表三.")]
    cases = [name for name in data.values if name.startswith("表四.")]
    known = form_of(data).indicators
    totals = [name for name in (*names, *cases) if known[name].is_total]
    change: dict[str, Value] = {}
    for name in (*chance.sample(names, chance.randint(1, 6)), *chance.sample(cases, chance.randint(0, 4))):
        change[name] = chance.choice(ODD) if chance.random() < 0.6 else chance.randint(0, 50)
    for name in chance.sample(totals, chance.randint(0, min(2, len(totals)))):
        change[name] = chance.choice([None, None, "/", 0])
    if chance.random() < 0.3:
        row = known[chance.choice(names)]
        change |= {name: None for name in names if known[name].row == row.row and known[name].table == row.table}
    return with_values(data, change)


def generated() -> Iterator[FilingData]:
    chance = random.Random(SEED)  # noqa: S311  the same filings on every machine
    for number in range(FILINGS):
        data = as_2019(right(chance)) if number < OF_2019 else right(chance)
        if chance.random() < 0.25:
            data = inputs_alone(data)
        yield edited(chance, data) if number % 6 else data


def headless(data: FilingData, lives: tuple[Live, ...]) -> dict[str, str]:
    """Each instance's outcome as the engine reports it, in the words of the check cells."""
    report = examine(preview(data), load_rules(), context_of(DAY))
    broken = {(finding.rule.code, finding.member) for finding in report.findings}
    left = {(one.code, one.indicator) for one in report.coverage.undecided}
    words = {}
    for live in lives:
        code, member = live.rule.code, live.instance.member
        open_ones = {(code, name) for name in live.instance.names} & left
        assert not (open_ones and (code, member) in broken), live.name
        words[live.name] = UNDECIDED if open_ones else FAILS if (code, member) in broken else HOLDS
    return words


def check_cells(workbook: Workbook, lives: tuple[Live, ...]) -> dict[str, str]:
    """What the check cells show, found by their defined names."""
    return {live.name: str(_value(workbook, workbook.names[live.name])) for live in lives}


def _value(workbook: Workbook, reference: str) -> object:
    sheet, _, cell = reference.rpartition("!")
    return workbook.sheets[sheet.strip("'")].cells[cell.replace("$", "")].value


def recalculated(office: Office, folder: Path, filings: list[FilingData]) -> Iterator[Path]:
    """Each filing's workbook with every formula worked out anew; while one batch is converted the next is built."""
    with ThreadPoolExecutor(1) as converter:
        pending: list[Future[list[Path]]] = []
        for start in range(0, len(filings), BATCH):
            paths = [folder / f"{number}.xlsx" for number in range(start, min(start + BATCH, len(filings)))]
            for path, data in zip(paths, filings[start:], strict=False):
                path.write_bytes(build(data))
            pending.append(converter.submit(office.convert, paths, "xlsx", folder / "done"))
        for batch in pending:
            yield from batch.result()


def test_libreoffice_and_the_engine_agree_on_every_relation(office: Office, tmp_path: Path) -> None:
    filings = list(generated())
    lives = {edition: live_instances(_form(edition)) for edition in MUST_INSTANCES}
    seen: dict[str, Counter[str]] = {}
    for data, path in zip(filings, recalculated(office, tmp_path, filings), strict=True):
        own = lives[str(data.edition)]
        wanted, shown = headless(data, own), check_cells(read_workbook(path), own)
        differ = {name: (shown[name], wanted[name]) for name in wanted if shown[name] != wanted[name]}
        assert differ == {}, (path.name, _unusual(data))
        for live in own:
            seen.setdefault(live.rule.code, Counter())[wanted[live.name]] += 1
    assert len(filings) >= 200
    _assert_worth_comparing(seen)


def _form(edition: str) -> Form:
    return form_of(replace(base_filing(), edition=edition, values={}))


def _unusual(data: FilingData) -> Mapping[str, Value]:
    """What a message needs to show the filing again: everything that is no count."""
    return {name: value for name, value in data.values.items() if type(value) is not int}


def _assert_worth_comparing(seen: Mapping[str, Counter[str]]) -> None:
    """All three words occur for the relations that must hold; each often enough to mean something."""
    for code in ("T3-01", "T3-02", "T3-03", "T4-01", "T4-02", "T4-03"):
        assert set(seen[code]) == {HOLDS, FAILS, UNDECIDED}, (code, seen[code])
        assert min(seen[code].values()) >= 10, (code, seen[code])


@pytest.mark.parametrize(("edition", "count"), MUST_INSTANCES.items())
def test_all_instances_of_the_relations_that_must_hold_are_compared(edition: str, count: int) -> None:
    lives = live_instances(_form(edition))
    assert sum(live.rule.severity == "must" for live in lives) == count
    assert len({live.name for live in lives}) == len(lives)


def test_the_filings_are_the_same_on_every_run() -> None:
    first, second = list(generated()), list(generated())
    assert first == second
    assert Counter(str(data.edition) for data in first) == {"2021": FILINGS - OF_2019, "2019": OF_2019}
    assert sum(any(form_of(data).indicators[name].is_total for name in data.values) for data in first) > 100
