"""Opened and saved by the programs of the web (exceljs, SheetJS), a report has the same findings but for what they lost.

openpyxl, pandas, XlsxWriter and LibreOffice: test_saved.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.filings.saved import checked, read, template
from tests.found import found
from tests.programs import Programs
from tests.shipped import base_filing
from validator.model.filing import Filing
from validator.model.form import Role

EXAMPLES = ("处处有错2025", "宿迁市2024", "渑池县2023")
FORMULAS = "示例市2025"
"""The template with formula totals."""
SHEETS = (
    "封面",
    "一、总体情况",
    "二、主动公开",
    "三、依申请公开",
    "四、复议诉讼",
    "五、问题及改进",
    "六、其他事项",
    "情况说明",
    "校验",
)
UNPROTECTED = f"D-11 {' '.join(f'{sheet}!A1' for sheet in SHEETS)}"
NO_DATE_FORMAT = "P-01 封面!C10:C11"

LOST: dict[str, dict[str, list[str]]] = {
    "exceljs": {},  # custom properties, which the names make up for
    "sheetjs": {
        "处处有错2025": [UNPROTECTED],  # its P-01 is there before: the period is wrong, with and without a format
        "宿迁市2024": [UNPROTECTED, NO_DATE_FORMAT],
        "渑池县2023": [UNPROTECTED, NO_DATE_FORMAT],
        FORMULAS: [UNPROTECTED, NO_DATE_FORMAT],
    },
    "sheetjs_dates": {key: [UNPROTECTED] for key in (*EXAMPLES, FORMULAS)},
    "sheetjs_values": {key: [NO_DATE_FORMAT] for key in ("宿迁市2024", "渑池县2023", FORMULAS)},
}
"""What each program truly loses, as the findings that it adds."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = template(tmp_path_factory.mktemp("made") / f"{FORMULAS}.xlsx", base_filing(), typed_totals=False)
    return {name: ROOT / "examples" / f"{name}.xlsx" for name in EXAMPLES} | {FORMULAS: made}


@pytest.fixture(scope="module")
def saved(
    sources: dict[str, Path], programs: Programs, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], dict[str, Filing]]:
    """The reports as a program saves them; each program is started once."""
    done: dict[str, dict[str, Filing]] = {}

    def by(program: str) -> dict[str, Filing]:
        if program not in done:
            made = programs.saved(program, list(sources.values()), tmp_path_factory.mktemp(program))
            done[program] = dict(zip(sources, map(read, made), strict=True))
        return done[program]

    return by


@pytest.mark.parametrize("name", [*EXAMPLES, FORMULAS])
@pytest.mark.parametrize("program", LOST)
def test_the_same_findings_but_for_what_was_lost(
    program: str, name: str, sources: dict[str, Path], saved: Callable[[str], dict[str, Filing]]
) -> None:
    before, after = read(sources[name]), saved(program)[name]
    findings = Counter(_at_home(one) for one in found(checked(after).findings))
    assert findings == Counter([*found(checked(before).findings), *LOST[program].get(name, [])])
    figures = before.form.indicators
    assert {one: after.cell(one).value for one in figures} == {one: before.cell(one).value for one in figures}
    for role in (Role.START, Role.END, Role.PUBLISHED):
        assert after.day(role) == before.day(role) is not None
    assert (after.organ, after.year) == (before.organ, before.year)


def _at_home(finding: str) -> str:
    """`sheetjs_values` drops the empty first column of the cover."""
    return {"P-01 封面!B10:B11": NO_DATE_FORMAT, "P-05 封面!A4": "P-05 封面!B4"}.get(finding, finding)


@pytest.mark.parametrize("program", ["sheetjs", "sheetjs_dates"])
def test_the_template_s_mark_survives(
    program: str, sources: dict[str, Path], saved: Callable[[str], dict[str, Filing]]
) -> None:
    for name, after in saved(program).items():
        before = read(sources[name])
        assert (after.made_by, after.typed_totals) == (before.made_by, before.typed_totals)
