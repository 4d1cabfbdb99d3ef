"""Whatever makes a figure look otherwise than it is stored is one finding at its cell; what leaves it alone is none."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import DAY
from tests.filings.saved import checked
from tests.found import found
from tests.fuzz import disguises as made
from tests.fuzz import parts as within
from tests.fuzz.disguises import HONEST, Target
from tests.fuzz.fuzz_seen import EDITIONS, base
from tests.fuzz.harmless import zoomed
from tests.fuzz.parts import OUTLINE, Parts, box, edges, sheet_part
from tests.shipped import base_filing, build, filing_of
from validator import check, read
from validator.exchange.filing_data import FilingData
from validator.filings.damage.likeness import is_harmless
from validator.model.filing import Waiver
from validator.model.report import FileReport, Status
from validator.readers import read_workbook
from validator.readers.from_openpyxl import from_openpyxl

T2, T3, T4, COVER = "二、主动公开", "三、依申请公开", "四、复议诉讼", "封面"
Edit = Callable[[Parts], None]
AMOUNT = "表二.行政事业性收费.金额"


@cache
def sound(amount: float = 12.5) -> bytes:
    data = base_filing()
    return build(replace(data, values={**data.values, AMOUNT: amount}), typed_totals=True)


def report(folder: Path, edit: Edit, data: FilingData | bytes | None = None) -> FileReport:
    content = data if isinstance(data, bytes) else build(data, typed_totals=True) if data else sound()
    parts = within.unpacked(content)
    edit(parts)
    path = folder / "示例市.xlsx"
    path.write_bytes(within.packed(parts))
    return check([read(path)], today=DAY).files[0]


def styled(at: str, sheet: str = T3, **look: str) -> Edit:
    return lambda parts: within.restyled(parts, sheet_part(parts, sheet), at, **look)


def ruled(rule: str, dxf: str = "<dxf/>", at: str = "D8") -> Edit:
    return lambda parts: within.changed_by(parts, sheet_part(parts, T3), at, dxf, rule)


def drawing(inside: str, at: str = "D8", **size: int) -> Edit:
    """A box with that content, from a cell on, over so many of them."""
    start, end = edges(at, **size)
    anchor = f"<xdr:twoCellAnchor>{start}{end}{inside}</xdr:twoCellAnchor>"
    return lambda parts: within.drawn(parts, sheet_part(parts, T3), anchor)


def like(change: made.Change, at: str = "D8") -> Edit:
    """One of the generator's changes."""
    return lambda parts: change(Target(parts, T3, sheet_part(parts, T3), at, 36), random.Random(0))  # noqa: S311


def ink(colour: str, fill: str = made.NO_FILL, at: str = "D8") -> Edit:
    return styled(at, font=made.NUMERIC_FONT.format(colour), fill=fill)


def solid(colour: str) -> str:
    return made.SOLID.format(f"<fgColor {colour}/>")


NINES = '<dxf><numFmt numFmtId="778" formatCode="&quot;9999&quot;"/></dxf>'
WHITE_DXF = (
    '<dxf><font><color rgb="FFFFFFFF"/></font><fill><patternFill><bgColor rgb="FFFFFFFF"/></patternFill></fill></dxf>'
)
ALWAYS = '<cfRule type="expression" dxfId="{dxf}" priority="1"><formula>TRUE</formula></cfRule>'
NEVER = ALWAYS.replace("TRUE", "FALSE")
ABOVE = '<cfRule type="cellIs" dxfId="{dxf}" priority="1" operator="greaterThan"><formula>35</formula></cfRule>'
BELOW = ABOVE.replace("greaterThan", "lessThan")
ITSELF = ALWAYS.replace("TRUE", "D8=36")
ICONS = (
    '<cfRule type="iconSet" priority="9"><iconSet iconSet="3Arrows" showValue="{}"><cfvo type="percent" val="0"/>'
    '<cfvo type="percent" val="33"/><cfvo type="percent" val="67"/></iconSet></cfRule>'
)
SCALE = (
    '<cfRule type="colorScale" priority="9"><colorScale><cfvo type="min"/><cfvo type="max"/>'
    '<color rgb="FF{}"/><color rgb="FF00FF00"/></colorScale></cfRule>'
)
D8 = [f"D-17 {T3}!D8"]


def hidden_row(given: str) -> Edit:
    return lambda parts: within.low_row(parts, sheet_part(parts, T3), 10, given)


def hidden_column(given: str) -> Edit:
    return lambda parts: within.narrow_column(parts, sheet_part(parts, T3), 5, given)


def merge(area: str, sheet: str = T4) -> Edit:
    return lambda parts: within.merged(parts, sheet_part(parts, sheet), area)


def without_zeros(parts: Parts) -> None:
    within.put(parts, sheet_part(parts, T2), "<sheetView ", '<sheetView showZeros="0" ')


def low_by_default(parts: Parts) -> None:
    """A sheet whose rows have no height unless they state one, and a row that states none."""
    part = sheet_part(parts, T3)
    within.put(parts, part, 'defaultRowHeight="13.5"', 'customHeight="1" defaultRowHeight="0"')
    within.low_row(parts, part, 10, 'spans="1:9"')


ROW_10, COLUMN_E = [f"D-04 {T3}!D10:J10"], [f"D-04 {T3}!E8:E32"]
HIDDEN: dict[str, tuple[Edit, list[str]]] = {
    "another digit": (styled("D8", code='0"0"'), D8),
    "nothing": (styled("D8", code=";;;"), D8),
    "another number": (styled("D8", code='"99"'), D8),
    "thousands": (styled("D8", code="0,"), D8),
    "per cent": (styled("D8", code="0%"), D8),
    "on a condition": (styled("D8", code='[>5]"5";0'), D8),
    "in the colour of paper": (styled("D8", code="[White]0"), D8),
    "rounded": (styled("B18", T2, code="0"), [f"D-17 {T2}!B18"]),
    "another year": (styled("C9", COVER, code='"2024"'), [f"D-17 {COVER}!C9"]),
    "another day": (styled("C13", COVER, code='yyyy"年12月31日"'), [f"D-17 {COVER}!C13"]),
    "another label": (styled("C12", code='@"2."'), [f"D-17 {T3}!C12"]),
    "repeated": (styled("D8", alignment="fill"), D8),
    "white on white": (ink('<color rgb="FFFFFFFF"/>'), D8),
    "nearly white": (ink('<color rgb="FFFAFAFA"/>'), D8),
    "the theme's white": (ink('<color theme="0"/>'), D8),
    "the palette's white": (ink('<color indexed="9"/>'), D8),
    "the window's white": (ink('<color indexed="65"/>'), D8),
    "a tint on itself": (ink('<color theme="4" tint="0.6"/>', solid('theme="4" tint="0.6"')), D8),
    "black on black": (ink("", solid('rgb="FF000000"')), D8),
    "dots": (styled("D8", font='<font><sz val="1"/><name val="宋体"/></font>'), D8),
    "condition, always": (ruled(ALWAYS, NINES), D8),
    "condition, of this cell": (ruled(ITSELF, NINES), D8),
    "condition, above": (ruled(ABOVE, WHITE_DXF), D8),
    "condition, not to be told": (ruled(ALWAYS.replace("TRUE", "LEN(A1)&gt;3"), NINES), D8),
    "condition of a new kind": (like(made.by_new_condition), D8),
    "icons alone": (ruled(ICONS.format(0)), D8),
    "black scale": (ruled(SCALE.format("000000")), D8),
    "merged": (merge("A8:C8"), [f"D-17 {T4}!B8:C8"]),
    "merged with its label": (merge("C10:D10", T3), [f"D-17 {T3}!D10"]),
    "merged with all": (merge("D8:J32", T3), []),
    "box with text": (drawing(box("9999")), D8),
    "box without": (drawing(box("")), D8),
    "box over four": (drawing(box("9999"), wide=2, high=2), [f"D-17 {T3}!D8:E8,D9:E9"]),
    "clear box with text": (drawing(box("9", filled="<a:noFill/>")), D8),
    "control": (like(made.by_control), D8),
    "row hidden": (hidden_row('hidden="1"'), ROW_10),
    "row of no height": (hidden_row('ht="0" customHeight="1"'), ROW_10),
    "row of a pixel": (hidden_row('ht="0.75" customHeight="1"'), ROW_10),
    "rows of no height by default": (low_by_default, ROW_10),
    "column hidden": (hidden_column('width="9" hidden="1"'), COLUMN_E),
    "column of no width": (hidden_column('width="0" customWidth="1"'), COLUMN_E),
}


@pytest.mark.parametrize("name", [name for name in HIDDEN if name != "merged with all"])
def test_what_is_seen_otherwise_is_one_finding(name: str, tmp_path: Path) -> None:
    edit, wanted = HIDDEN[name]
    one = report(tmp_path, edit)
    assert found(one.findings) == wanted
    assert one.status is Status.EXPLAIN


def test_a_merge_over_the_whole_table_hides_all_but_one(tmp_path: Path) -> None:
    (finding,) = report(tmp_path, HIDDEN["merged with all"][0]).findings
    assert (finding.rule.code, finding.args["count"], finding.args["at"]) == ("D-17", 174, "E8")


HARMLESS: dict[str, Edit] = {
    **{f"format {code}": styled("D8", code=code) for code in HONEST},
    "two decimals of an amount": styled("B18", T2, code="#,##0.00"),
    "the amount in its unit": styled("B18", T2, code='0.0"万元"'),
    "accounting format over a zero": styled("E9", code='_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ '),
    "a date in another format": styled("C13", COVER, code="yyyy-mm-dd"),
    "a Chinese date": styled("C13", COVER, code="[DBNum1][$-804]yyyy年m月d日;@"),
    "red": ink('<color rgb="FFFF0000"/>'),
    "light grey": ink('<color rgb="FFD0D0D0"/>'),
    "white on dark": ink('<color theme="0"/>', solid('rgb="FF1F4E79"')),
    "condition, never": ruled(NEVER, NINES),
    "condition, below": ruled(BELOW, NINES),
    "condition, of another value": ruled(ITSELF.replace("36", "0"), NINES),
    "condition with a fill": ruled(ALWAYS, WHITE_DXF.replace('<font><color rgb="FFFFFFFF"/></font>', "")),
    "condition with thousands": ruled(ALWAYS, NINES.replace("&quot;9999&quot;", "#,##0")),
    "icons beside the number": ruled(ICONS.format(1)),
    "scale of colours": ruled(SCALE.format("F8696B")),
    "picture beside the table": drawing(box("公章"), "M3", wide=2, high=2),
    "box that touches": drawing(box("注"), "K8"),
    "ring around a figure": drawing(box("", filled="<a:noFill/>")),
    "wide column": hidden_column('width="30" customWidth="1"'),
    "high row": hidden_row('ht="60" customHeight="1"'),
    "merge of blank cells": merge("M3:N4", T3),
    "zoom": like(zoomed),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_leaves_figures_alone_is_none(name: str, tmp_path: Path) -> None:
    assert found(report(tmp_path, HARMLESS[name]).findings) == []


def test_a_sheet_that_shows_no_zeros(tmp_path: Path) -> None:
    (finding,) = report(tmp_path, without_zeros).findings
    assert finding.rule.code == "D-17"
    assert {cell.value for cell in finding.cells} == {0}


def test_the_message_says_what_is_shown_and_what_is_stored(tmp_path: Path) -> None:
    (finding,) = report(tmp_path, styled("D8", code='0"0"')).findings
    assert finding.message() == (f'工作表“{T3}”有 1 格看到的不是存下的：D8 显示 360，存的是 36（数字格式 0"0"）')
    (finding,) = report(tmp_path, drawing(box("见附件"))).findings
    assert finding.message("en") == (
        f"Sheet “{T3}” has 1 cell that shows something other than is stored: D8 shows “见附件”, 36 is stored "
        "(a box with text lies on it)"
    )


def test_one_finding_a_sheet_and_way_however_many_cells(tmp_path: Path) -> None:
    def many(parts: Parts) -> None:
        for at in ("D8", "E8", "F8", "D10"):
            within.restyled(parts, sheet_part(parts, T3), at, code='0"0"' if at != "F8" else ";;;")
        within.restyled(parts, sheet_part(parts, T4), "A8", code=";;;")

    assert found(report(tmp_path, many).findings) == [f"D-17 {T3}!D8:F8,D10", f"D-17 {T4}!A8"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_table_gives_way_to_the_one_that_is_seen(state: str, tmp_path: Path) -> None:
    edit = partial(within.decoy, sheet=T3, at="D8", state=state, shown=37)
    one = report(tmp_path, edit)
    assert found(one.findings) == [
        f"D-16 {T3}!D8",
        f"T3-01 {T3}!D8:D9,D31:D32",
        f"T3-03 {T3}!J8,D8:I8",
    ]
    assert one.status is Status.FAILS


def test_a_hidden_copy_with_the_same_figures_is_an_added_sheet(tmp_path: Path) -> None:
    edit = partial(within.decoy, sheet=T3, at="D8", state="hidden", shown=36)
    assert found(report(tmp_path, edit).findings) == [
        f"D-01 {T3}（定稿）!A1",
        f"D-03 {T3}!A1",
        f"D-04 {T3}（定稿）!A1",
        "ST-01 四、复议诉讼!A1",
    ]


def test_hidden_rows_give_way_to_a_visible_copy_too(tmp_path: Path) -> None:
    def edit(parts: Parts) -> None:
        within.decoy(parts, T3, "D8", "visible", 37)
        copy = "xl/worksheets/sheet77.xml"
        for row in range(5, 33):
            within.low_row(parts, copy, row, 'ht="0" customHeight="1"')

    codes = [one.split()[0] for one in found(report(tmp_path, edit).findings)]
    assert codes == ["D-16", "T3-01", "T3-03"]


def unmarked(parts: Parts) -> None:
    """Names and properties taken out, so that nothing says that this is the template."""
    parts[OUTLINE] = re.sub(rb"<definedNames>.*</definedNames>", b"", parts[OUTLINE], flags=re.DOTALL)
    name = next(name for name in parts if name.endswith("custom.xml"))
    parts[name] = re.sub(rb"<property .*</property>", b"", parts[name], flags=re.DOTALL)


@pytest.mark.parametrize("name", ["row of no height", "column hidden", "another digit", "box with text", "merged"])
def test_without_the_template_s_marks_nothing_is_let_off(name: str, tmp_path: Path) -> None:
    edit, wanted = HIDDEN[name]

    def both(parts: Parts) -> None:
        unmarked(parts)
        edit(parts)

    assert found(report(tmp_path, both).findings) == wanted
    assert found(report(tmp_path, unmarked).findings) == []


def test_damage_takes_no_explanation_from_the_workbook_itself(tmp_path: Path) -> None:
    own = {"code": "D-17", "cell": "D8", "reason": "格式如此", "by": "甲", "date": "2026-01-10"}
    data = replace(base_filing(), waivers=(own,))
    one = report(tmp_path, styled("D8", code=";;;"), data)
    assert found(one.findings) == [f"D-17 {T3}!D8", "W-02 情况说明!A5"]
    assert (one.status, one.findings[0].waiver) == (Status.EXPLAIN, None)
    given = Waiver("D-17", f"{T3}!D8", "已看过", "收报机关", "2026-02-01")
    accepted = check([read(tmp_path / "示例市.xlsx")], today=DAY, waivers=[given]).files[0]
    assert [finding.waiver for finding in accepted.findings if finding.rule.code == "D-17"] == [given]
    assert accepted.status is Status.CLEAN


def test_a_property_never_beats_the_labels(tmp_path: Path) -> None:
    def edit(parts: Parts) -> None:
        name = next(name for name in parts if name.endswith("custom.xml"))
        parts[name] = parts[name].replace(b">2021<", b">2019<")

    one = report(tmp_path, edit)
    assert (one.edition, found(one.findings)) == ("2021", ["D-18"])
    assert "gouji_edition" in one.findings[0].message()


def test_openpyxl_gives_what_it_can(tmp_path: Path) -> None:
    for edit, wanted in (
        HIDDEN[name] for name in ("another digit", "white on white", "condition, always", "row of no height")
    ):
        report(tmp_path, edit)
        path = tmp_path / "示例市.xlsx"
        book = from_openpyxl(openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True), path=str(path))
        assert found(checked(filing_of(book)).findings) == wanted


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("typed", [True, False])
def test_no_format_of_the_template_needs_to_be_let_off(edition: str, typed: bool, tmp_path: Path) -> None:
    """As it is, and with conditional formats turned red: what it shows is what it stores, so none is known by a mark."""
    path = tmp_path / "示例市.xlsx"
    path.write_bytes(base(edition, typed=typed))
    book = read_workbook(path)
    assert all(
        sheet.looks and not sheet.looks.conditions and not sheet.looks.drawings for sheet in book.sheets.values()
    )
    assert all(map(is_harmless, next(iter(book.sheets.values())).looks.palette.looks))  # type: ignore[union-attr]
