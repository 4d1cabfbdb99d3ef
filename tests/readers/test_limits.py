"""Past a limit a file is refused with the limit's name, at no great cost; up to it, it is read."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.readers.memory import measured
from tests.readers.parts import MAIN, PACKAGE, Parts, archive, cells, parts, relations, saved, sheet, strings
from validator.readers import DEFAULT_LIMITS, Limits, UnreadableWorkbook, read_workbook
from validator.readers.limits import ADVICE, MIB, WORDS
from validator.readers.xlsx.caches import Recent

ONE = cells('<c r="A1"><v>1</v></c>')
SHEET = "xl/worksheets/sheet1.xml"
NAMES = "".join(f'<definedName name="名{at}">甲!$A$1</definedName>' for at in range(3))
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
PROPERTY = '<property name="a"><vt:lpwstr>b</vt:lpwstr></property>'
PROPERTIES = {
    "_rels/.rels": relations(("officeDocument", "xl/workbook.xml"), ("custom-properties", "c.xml")),
    "c.xml": f'<Properties xmlns="{CUSTOM}" xmlns:vt="{TYPES}">{PROPERTY * 3}</Properties>',
}
COMMENT = '<comment ref="A1"><text/></comment>'
COMMENTS = {
    "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../c.xml")),
    "xl/c.xml": f'<comments xmlns="{MAIN}"><commentList>{COMMENT * 2}</commentList></comments>',
}
STRINGS = {"xl/sharedStrings.xml": strings("<t>一二</t>", "<t>三四</t>", "<t>五六</t>")}
MERGED = '<mergeCell ref="A1:B1"/>'
RUN = f"<r><t>{'x' * 60}</t></r>"
RUNS = f'<c r="A1" t="inlineStr"><is>{RUN * 2}</is></c>'
SHARED = cells('<c r="A1"><f t="shared" si="0">B1+C1</f></c><c r="B1"><f t="shared" si="0"/></c>')
DIGITS = "".join(f"{at:08d}" for at in range(1_300_000))

PAST: dict[str, tuple[Limits, Parts]] = {
    "file": (Limits(file_bytes=500), parts(ONE)),
    "parts": (Limits(parts=6), parts(ONE)),
    "inflated": (Limits(inflated_bytes=1000), parts(ONE)),
    "ratio": (Limits(ratio=2), parts(sheet("", before=f"<!--{DIGITS[: 2 * MIB]}-->"))),
    "depth": (Limits(depth=4), parts(ONE.replace('"A1"', "'A1'"))),
    "depth of what is skipped": (Limits(depth=7), parts(sheet("<a><b><c><d><e><f/></e></d></c></b></a>"))),
    "sheets": (Limits(sheets=1), parts(ONE, ONE)),
    "names": (Limits(names=2), parts(ONE, workbook=f"<definedNames>{NAMES}</definedNames>")),
    "names of properties": (Limits(names=2), parts(ONE, more=PROPERTIES)),
    "links": (Limits(links=3), parts(ONE)),
    "formats": (Limits(formats=6), parts(ONE)),
    "merged": (Limits(merged=1), parts(sheet("", after=f"<mergeCells>{MERGED * 2}</mergeCells>"))),
    "cells": (Limits(cells=1), parts(cells('<c r="A1"><v>1</v></c><c r="B1"><v>1</v></c>'))),
    "cells, strict": (Limits(cells=1), parts(cells("<c r='A1'><v>1</v></c><c r='B1'><v>1</v></c>"))),
    "cells of all sheets": (Limits(cells=1), parts(ONE, ONE)),
    "cells with comments": (Limits(cells=2), parts(ONE, more=COMMENTS)),
    "shared_strings": (Limits(shared_strings=2), parts(ONE, more=STRINGS)),
    "shared_strings, strict": (
        Limits(shared_strings=2),
        parts(ONE, more={"xl/sharedStrings.xml": strings(*["<t >a</t>"] * 3)}),
    ),
    "cell_characters": (Limits(cell_characters=99), parts(cells(f'<c r="A1" t="str"><v>{"x" * 100}</v></c>'))),
    "cell_characters in runs": (Limits(cell_characters=99), parts(cells(RUNS))),
    "cell_characters of a shared text": (
        Limits(cell_characters=99),
        parts(ONE, more={"xl/sharedStrings.xml": strings(f"<t>{'x' * 100}</t>")}),
    ),
    "cell_characters of a shared text in runs": (
        Limits(cell_characters=99),
        parts(ONE, more={"xl/sharedStrings.xml": strings(RUN * 2)}),
    ),
    "text_characters": (Limits(text_characters=5), parts(ONE, more=STRINGS)),
    "text_characters of formulas": (Limits(text_characters=4), parts(SHARED)),
    "seconds": (Limits(seconds=0), parts(ONE)),
}


@pytest.mark.parametrize("name", PAST)
def test_past_a_limit(tmp_path: Path, name: str) -> None:
    limits, made = PAST[name]
    limit = name.replace(",", " ").split()[0]
    limit = {"file": "file_bytes", "inflated": "inflated_bytes"}.get(limit, limit)
    path = saved(tmp_path, made)
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(path, limits)
    assert str(caught.value) == (
        f"报告.xlsx：超出读取限额 {limit}：{WORDS[limit]}的上限是 {getattr(limits, limit):,}，正常的年度报告远小于此。"
        f"{ADVICE.get(limit, '请检查文件来源。')}确实需要时，可在 gouji.toml 的 [limits] 中调高 {limit}。"
    )
    read_workbook(path)
    with pytest.raises(UnreadableWorkbook, match=limit):
        read_workbook(path, limits)  # also when its parts are remembered


def test_every_limit_is_tried() -> None:
    tried = {
        name for name in WORDS if any(getattr(one, name) != getattr(DEFAULT_LIMITS, name) for one, _ in PAST.values())
    }
    of_workbooks = set(WORDS) - {"pages"}  # tests/documents/test_pdf_hostile.py tries those of a PDF
    assert {field.name for field in fields(Limits)} - {"may_be_raised"} == set(WORDS)
    assert tried == of_workbooks > set(ADVICE)


def test_the_document_states_every_limit() -> None:
    text = (ROOT / "docs" / "reading.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| ([\d_.]+) \|$", text, re.MULTILINE)
    assert rows == [(name, words, f"{getattr(DEFAULT_LIMITS, name):_}") for name, words in WORDS.items()]


def test_what_the_fast_reader_gave_up_is_not_charged(tmp_path: Path) -> None:
    odd = sheet("<row r='1'/>", after=f"<mergeCells>{MERGED}</mergeCells>")
    assert read_workbook(saved(tmp_path, parts(odd)), Limits(merged=1)).sheets["甲"].merged == ("A1:B1",)


def test_what_is_kept_between_files_is_bounded() -> None:
    asked: list[str] = []

    def make(text: str) -> int:
        asked.append(text)
        return len(text)

    known = Recent(make, 100)
    for at in range(200):
        assert known[f"{at:05d}"] == known["often"] == 5
    assert len(asked) == 200 + 1
    assert len(known) <= 20
    assert known["past a tenth of it"] == known["past a tenth of it"] == 18
    assert asked[-2:] == ["past a tenth of it"] * 2


@pytest.mark.parametrize("name", ["names", "cells", "shared_strings", "links", "formats"])
def test_up_to_a_limit(tmp_path: Path, name: str) -> None:
    limits, made = PAST[name]
    found = read_workbook(saved(tmp_path, made), replace(limits, **{name: getattr(limits, name) + 1}))
    assert list(found.sheets) == ["甲"]


def assert_refused(path: Path, limit: str, most: int) -> None:
    """The file is refused past the limit of that name, at a cost of at most so many MiB."""
    said, mebibytes = measured(path)
    assert said == [f"超出读取限额 {limit}"]
    assert mebibytes < most


def test_zip_bomb_of_one_part(tmp_path: Path) -> None:
    path = saved(tmp_path, parts(sheet(" " * (11 * MIB))))
    assert path.stat().st_size < MIB
    assert_refused(path, "ratio", 2)
    assert_refused(saved(tmp_path, parts(sheet(" " * (60 * MIB)))), "ratio", 2)
    assert_refused(saved(tmp_path, parts(sheet(" " * (100 * MIB)))), "inflated_bytes", 2)


def test_zip_bomb_of_many_parts(tmp_path: Path) -> None:
    many = {f"xl/worksheets/sheet{at}.xml": f"<!--{DIGITS[: 8 * MIB]}-->{ONE}" for at in range(1, 11)}
    listed = "".join(f'<sheet name="{at}" sheetId="{at}" r:id="rId{at}"/>' for at in range(1, 11))
    made = parts(more=many)
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("<sheets>", f"<sheets>{listed}")
    made["xl/_rels/workbook.xml.rels"] = relations(*(("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, 11)))
    assert_refused(saved(tmp_path, archive(made, level=1)), "inflated_bytes", 80)


@pytest.mark.parametrize("stated", [0, 5000])
def test_part_that_lies_about_its_size(tmp_path: Path, stated: int) -> None:
    content = bytearray(archive(parts(sheet(" " * (60 * MIB)))))
    size = content.rindex(SHEET.encode()) - 46 + 24
    content[size : size + 4] = stated.to_bytes(4, "little")
    said, mebibytes = measured(saved(tmp_path, bytes(content)))
    assert said == ["文件已损坏"]
    assert mebibytes < 2


def test_deep_nesting(tmp_path: Path) -> None:
    opened = "".join(f"<a{DIGITS[at : at + 9]}>" for at in range(0, 900_000, 9))
    assert_refused(saved(tmp_path, parts(sheet(opened))), "depth", 20)


def test_ten_megabytes_in_one_cell(tmp_path: Path) -> None:
    inline = cells(f'<c r="A1" t="inlineStr"><is><t>{DIGITS}</t></is></c>')
    assert_refused(saved(tmp_path, parts(inline)), "cell_characters", 60)
    assert_refused(saved(tmp_path, parts(cells(f'<c r="A1"><v>{DIGITS}</v></c>'))), "cell_characters", 60)
    table = {"xl/sharedStrings.xml": strings(f"<t>{DIGITS}</t>")}
    assert_refused(saved(tmp_path, parts(ONE, more=table)), "cell_characters", 60)


@pytest.mark.parametrize("tag", ["t", "t "], ids=["fast", "strict"])
def test_400_000_shared_strings(tmp_path: Path, tag: str) -> None:
    table = {"xl/sharedStrings.xml": strings(*(f"<{tag}>{at:020d}</t>" for at in range(400_000)))}
    path = saved(tmp_path, parts(ONE, more=table))
    assert_refused(path, "inflated_bytes", 30)
    raised = Limits(inflated_bytes=64 * MIB, text_characters=9_000_000, seconds=600)
    with pytest.raises(UnreadableWorkbook, match="shared_strings"):
        read_workbook(path, raised)
    assert read_workbook(path, replace(raised, shared_strings=400_000)).sheets["甲"].cells["A1"].value == 1


@pytest.mark.parametrize("tag", ["t", "t "], ids=["fast", "strict"])
def test_as_many_shared_strings_as_the_limit_allows(tmp_path: Path, tag: str) -> None:
    table = {"xl/sharedStrings.xml": strings(*(f"<{tag}>第{at}</t>" for at in range(150_000)))}
    said, mebibytes = measured(saved(tmp_path, parts(cells('<c r="A1" t="s"><v>149999</v></c>'), more=table)))
    assert said == ["1"]
    assert mebibytes < 100


def test_shared_formula_that_multiplies(tmp_path: Path) -> None:
    """One long formula shared by many cells would grow a small file a thousandfold."""
    long = "+".join(["B1"] * 2700)
    rest = "".join(f'<row r="{at}"><c r="A{at}"><f t="shared" si="0"/></c></row>' for at in range(2, 40_000))
    first = f'<row r="1"><c r="A1"><f t="shared" ref="A1:A40000" si="0">{long}</f></c></row>'
    path = saved(tmp_path, parts(sheet(first + rest)))
    with pytest.raises(UnreadableWorkbook, match="text_characters"):
        read_workbook(path, Limits(text_characters=1_000_000))


def test_names_cost_what_they_are(tmp_path: Path) -> None:
    names = "".join(f'<definedName name="n{at}">甲!$A${at}</definedName>' for at in range(100_001))
    assert_refused(saved(tmp_path, parts(ONE, workbook=f"<definedNames>{names}</definedNames>")), "names", 100)


def test_names_of_a_sheet_cost_what_they_are_together_with_its_name(tmp_path: Path) -> None:
    """A sheet's name stands before each name of its own: a short file would grow a hundredfold."""
    names = "".join(f'<definedName name="n{at}" localSheetId="0">甲!$A$1</definedName>' for at in range(50_000))
    made = parts(ONE, workbook=f"<definedNames>{names}</definedNames>")
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace('name="甲"', f'name="{"甲" * 255}"')
    assert_refused(saved(tmp_path, made), "text_characters", 100)
    made["xl/workbook.xml"] = str(made["xl/workbook.xml"]).replace("甲" * 255, "甲" * 256)
    said, mebibytes = measured(saved(tmp_path, made))
    assert (said, mebibytes < 100) == (["文件已损坏"], True)


def test_columns_hidden_again_and_again(tmp_path: Path) -> None:
    column = '<col min="1" max="16384" hidden="1"/>'
    found = read_workbook(saved(tmp_path, parts(sheet("", before=f"<cols>{column}</cols>")))).sheets["甲"]
    assert len(found.hidden_columns) == 16_384
    made = parts(sheet("", before=f"<cols>{column * 100_000}</cols>"))
    with pytest.raises(UnreadableWorkbook, match="列设置有误"):
        read_workbook(saved(tmp_path, archive(made, level=1)), Limits(ratio=9999))


def test_number_format_without_end(tmp_path: Path) -> None:
    made = parts(cells('<c r="A1" s="2"><v>45000</v></c>'))
    styles = str(made["xl/styles.xml"])
    made["xl/styles.xml"] = styles.replace('formatCode="yyyy', f'formatCode="{"[" * 3_000_000}yyyy')
    book = read_workbook(saved(tmp_path, archive(made, level=1)), Limits(ratio=9999))
    assert book.sheets["甲"].cells["A1"].value == date(2023, 3, 15)


def test_a_new_tag_at_every_place(tmp_path: Path) -> None:
    odd = "".join(f"<a{DIGITS[at : at + 8]}/>" for at in range(0, 6_400_000, 8))
    said, mebibytes = measured(saved(tmp_path, parts(sheet("", after=odd))))
    assert said == ["0"]
    assert mebibytes < 160


def test_relationships_without_end(tmp_path: Path) -> None:
    many = "".join(f'<Relationship Id="{at}"/>' for at in range(100_001))
    made = parts(ONE)
    made["xl/_rels/workbook.xml.rels"] = str(made["xl/_rels/workbook.xml.rels"]).replace("</Rel", f"{many}</Rel")
    assert_refused(saved(tmp_path, made), "links", 100)


def test_default_limits_hold_a_workbook_far_beyond_any_report(tmp_path: Path) -> None:
    rows = (
        f'<row r="{row}">' + "".join(f'<c r="{at}{row}"><v>{row}.5</v></c>' for at in "ABCDEFGHIJ") + "</row>"
        for row in range(1, 15_001)
    )
    said, mebibytes = measured(saved(tmp_path, parts(sheet("".join(rows)))))
    assert said == ["150000"]
    assert mebibytes < 150


def test_types_part_is_not_needed(tmp_path: Path) -> None:
    made = parts(ONE)
    made["[Content_Types].xml"] = f'<Types xmlns="{PACKAGE}/content-types"><broken'
    assert read_workbook(saved(tmp_path, made)).sheets["甲"].cells["A1"].value == 1
