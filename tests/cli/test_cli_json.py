"""``gouji check --format json`` and ``jsonl``, key by key as the contract has them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.books import book, data, saved
from tests.command import TODAY, Done, Gouji
from tests.shipped import base_filing
from validator.api import fill
from validator.model.report import FileReport, Status, Summary
from validator.version import VERSION
from validator.writers.jsons import report_json, report_jsonl
from validator.writers.texts import report_text

NUMBER, TEXT = (int, float), (str,)
SCALAR = (int, float, str, bool, type(None))

CELL = {"file": (str, type(None)), "sheet": TEXT, "cell": TEXT, "indicator": (str, type(None)), "value": SCALAR}
SHAPES: dict[str, dict[str, tuple[type, ...]]] = {
    "report": {"schema": (int,), "gouji": TEXT, "files": (list,), "summary": (dict,)},
    "file": {
        "path": TEXT,
        "organ": TEXT,
        "year": (int, type(None)),
        "edition": (str, dict),
        "status": TEXT,
        "error": (str, type(None)),
        "findings": (list,),
        "coverage": (dict,),
    },
    "finding": {
        "code": TEXT,
        "severity": TEXT,
        "outcome": TEXT,
        "title": TEXT,
        "message": TEXT,
        "cells": (list,),
        "left": (*NUMBER, type(None)),
        "right": (*NUMBER, type(None)),
        "difference": (*NUMBER, type(None)),
        "suspects": (list,),
        "waiver": (dict, type(None)),
    },
    "cell": {**CELL, "side": (str, type(None))},
    "suspect": {**CELL, "suggested": (int, float, str, type(None)), "certain": (bool,), "reason": TEXT},
    "waiver": dict.fromkeys(("code", "cell", "reason", "by", "date"), TEXT),
    "coverage": {
        "rules_run": (list,),
        "not_run": (list,),
        "undecided": (list,),
        "cells_read": (int,),
    },
    "not_run": {"code": TEXT, "reason": TEXT},
    "undecided": {"code": TEXT, "indicator": TEXT},
    "summary": {
        **dict.fromkeys(("files", "clean", "explain", "fails", "unreadable", "skipped"), (int,)),
        "by_code": (dict,),
        "seconds": (float,),
    },
}
"""Every key of the contract with its types, in order."""


def assert_shape(found: Mapping[str, Any], name: str) -> None:
    """The contract's keys come first; later work may add others after them."""
    assert list(found)[: len(SHAPES[name])] == list(SHAPES[name]), name
    for key, kinds in SHAPES[name].items():
        assert type(found[key]) in kinds, (name, key, found[key])


def assert_report(report: Mapping[str, Any]) -> None:
    assert_shape(report, "report")
    assert_shape(report["summary"], "summary")
    for one in report["files"]:
        assert_shape(one, "file")
        assert one["status"] in {"clean", "explain", "fails", "unreadable"}
        assert_shape(one["coverage"], "coverage")
        for key in ("not_run", "undecided"):
            for entry in one["coverage"][key]:
                assert_shape(entry, key)
        for finding in one["findings"]:
            assert_finding(finding)


def assert_finding(finding: Mapping[str, Any]) -> None:
    assert_shape(finding, "finding")
    assert finding["severity"] in {"must", "explain", "notice"}
    assert finding["outcome"] in {"fails", "broken"}
    for key, name in (("cells", "cell"), ("suspects", "suspect")):
        for entry in finding[key]:
            assert_shape(entry, name)
    assert {cell["side"] for cell in finding["cells"]} <= {"left", "right", None}
    if finding["waiver"] is not None:
        assert_shape(finding["waiver"], "waiver")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path) -> Path:
    """Files with everything that can be found, by this name."""
    monkeypatch.chdir(tmp_path)
    for kind in ("clean", "must", "waived", "refused", "junk", "previous"):
        saved(Path(f"{kind}.xlsx"), kind)
    for path in sorted((root / "examples").glob("*.xlsx")):
        Path(path.name).write_bytes(path.read_bytes())
    mixed = replace(
        base_filing(), edition={"表三": "2019"}, values={"表三.其他处理.总计": 1, "表二.行政强制.处理决定": True}
    )
    Path("mixed.xlsx").write_bytes(fill(mixed))
    Path("~$lock.xlsx").write_bytes(b"")
    return tmp_path


def one(done: Done) -> dict[str, Any]:
    (found,) = done.data["files"]
    assert isinstance(found, dict)
    return found


def finding(done: Done, code: str) -> dict[str, Any]:
    (found,) = [each for each in one(done)["findings"] if each["code"] == code]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_key_and_type(place: Path, gouji: Gouji, lang: str) -> None:
    done = gouji.check(".", "--previous", "previous.xlsx", "--lang", lang)
    assert done.status == 2
    assert (done.data["schema"], done.data["gouji"]) == (1, VERSION)
    assert_report(done.data)
    assert len(done.data["files"]) == 10
    assert len({each["code"] for file in done.data["files"] for each in file["findings"]}) > 15


def test_jsonl_is_one_element_of_files_a_line(place: Path, gouji: Gouji) -> None:
    whole = gouji.check(".")
    lines = gouji("check", ".", *TODAY, "--format", "jsonl")
    assert (lines.status, lines.err) == (whole.status, "")
    assert [json.loads(line) for line in lines.out.splitlines()] == whole.data["files"]
    assert lines.out.endswith("}\n")


def test_json_has_a_line_a_file(place: Path, gouji: Gouji) -> None:
    done = gouji.check(".")
    first, *files, last = done.out.splitlines()
    assert first == f'{{"schema": 1, "gouji": "{VERSION}", "files": ['
    assert [json.loads(line.removesuffix(",")) for line in files] == done.data["files"]
    assert json.loads("{" + last.removeprefix("], ")) == {"summary": done.data["summary"]}


def test_a_file_is_written_before_the_next_one_is_read() -> None:
    """A folder of 100,000 needs no more memory than one file."""
    read: list[str] = []

    def files() -> Iterator[FileReport]:
        for name in ("a", "b"):
            read.append(name)
            yield FileReport(name, Status.UNREADABLE, error=name)

    for pieces in (report_json(files(), Summary()), report_jsonl(files()), report_text(files(), Summary())):
        read.clear()
        first = next(one for one in pieces if "a" in read)
        assert first
        assert read == ["a"]


def test_chinese_stands_as_it_is(place: Path, gouji: Gouji) -> None:
    for shape in ("json", "jsonl"):
        assert "示例市人民政府" in gouji("check", "must.xlsx", "--format", shape, *TODAY).out


def test_a_relation_lists_its_cells_in_the_order_of_the_formula(place: Path, gouji: Gouji) -> None:
    base = base_filing()
    values = {**base.values, "表三.办理结果总计.自然人": 0, "表三.结转下年.自然人": 1}
    Path("a.xlsx").write_bytes(fill(replace(base, values=values)))
    (first, *_) = one(gouji.check("a.xlsx", "--only", "T3-01"))["findings"]
    sheet = "三、依申请公开"
    assert first == {
        "code": "T3-01",
        "severity": "must",
        "outcome": "fails",
        "title": "收办平衡：第一项加第二项之和，等于第三项加第四项之和",
        "message": "自然人：本年新收与上年结转之和 38，办理结果总计与结转下年之和 1，相差 37",
        "cells": [
            {
                "file": None,
                "sheet": sheet,
                "cell": cell,
                "indicator": f"表三.{row}.自然人",
                "value": value,
                "side": side,
            }
            for cell, row, value, side in (
                ("D8", "本年新收", 36, "left"),
                ("D9", "上年结转", 2, "left"),
                ("D31", "办理结果总计", 0, "right"),
                ("D32", "结转下年", 1, "right"),
            )
        ],
        "left": 38,
        "right": 1,
        "difference": 37,
        "suspects": [
            {
                "file": None,
                "sheet": sheet,
                "cell": cell,
                "indicator": f"表三.{row}.自然人",
                "value": value,
                "suggested": suggested,
                "certain": False,
                "reason": reason,
            }
            for cell, row, value, suggested, reason in (
                ("D31", "办理结果总计", 0, 37, "可能该填的没有填"),
                ("D32", "结转下年", 1, 38, "按其余各格推算"),
            )
        ],
        "waiver": None,
    }


def test_the_difference_is_left_less_right(place: Path, gouji: Gouji) -> None:
    found = finding(gouji.check("must.xlsx"), "T4-01")
    assert (found["left"], found["right"], found["difference"]) == (0, 4, -4)


def test_a_blank_total_is_suspected_with_the_value_that_fits(place: Path, gouji: Gouji) -> None:
    found = finding(gouji.check("渑池县2023.xlsx", "--only", "VA-03"), "VA-03")
    place_of = {"file": None, "sheet": "三、依申请公开", "cell": "D31", "indicator": "表三.办理结果总计.自然人"}
    assert found["cells"] == [{**place_of, "value": None, "side": None}]
    assert found["suspects"] == [
        {**place_of, "value": None, "suggested": 52, "certain": True, "reason": "分项之和为 52"}
    ]
    assert (found["left"], found["right"], found["difference"]) == (None, None, None)


def test_places_outside_the_tables_have_names(place: Path, gouji: Gouji) -> None:
    findings = one(gouji.check("处处有错2025.xlsx"))["findings"]
    names = {each["code"]: [cell["indicator"] for cell in each["cells"]] for each in findings}
    assert names["P-01"] == ["封面.统计期限起", "封面.统计期限止"]
    assert names["P-02"] == ["表三.统计期限"]
    assert names["P-03"] == ["正文.六"]
    assert names["P-05"] == ["正文.标题"]


def test_dates_are_iso_text(place: Path, gouji: Gouji) -> None:
    found = finding(gouji.check("处处有错2025.xlsx"), "P-01")
    assert [cell["value"] for cell in found["cells"]] == ["2025-12-31", "2025-01-01"]
    assert [suspect["suggested"] for suspect in found["suspects"]] == ["2025-01-01", "2025-12-31"]


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [(12505000, "VA-02", 12505000), (0.5, "VA-02", 0.5), (344.09820001, "VA-02", 344.09820001), (-3.0, "VA-02", -3)],
)
def test_amounts_are_numbers_and_whole_ones_integers(
    place: Path, gouji: Gouji, value: float, code: str, shown: float
) -> None:
    base = base_filing()
    Path("a.xlsx").write_bytes(fill(replace(base, values={**base.values, "表二.行政事业性收费.金额": value})))
    found = finding(gouji.check("a.xlsx", "--previous", "previous.xlsx", "--only", code), code)
    assert found["cells"][0]["value"] == shown
    assert type(found["cells"][0]["value"]) is type(shown)


def test_a_finding_without_a_place_has_no_cells(place: Path, gouji: Gouji) -> None:
    Path("clean.xlsx").rename("示例市2024.xlsx")
    found = finding(gouji.check("示例市2024.xlsx"), "P-05")
    assert (found["severity"], found["cells"]) == ("notice", [])


def test_last_year_s_cells_say_so(place: Path, gouji: Gouji) -> None:
    base = base_filing()
    Path("a.xlsx").write_bytes(fill(replace(base, values={**base.values, "表三.上年结转.自然人": 3})))
    found = finding(gouji.check("a.xlsx", "--previous", "previous.xlsx", "--only", "Y-01"), "Y-01")
    assert [(cell["file"], cell["cell"], cell["indicator"], cell["value"]) for cell in found["cells"]] == [
        (None, "D9", "表三.上年结转.自然人", 3),
        ("previous", "D32", "上.表三.结转下年.自然人", 2),
    ]


def test_a_waiver_stays_with_its_finding(place: Path, gouji: Gouji) -> None:
    found = finding(gouji.check("waived.xlsx"), "T3-04")
    assert found["waiver"] == data("waived").waivers[0]
    refused = finding(gouji.check("refused.xlsx"), "T4-01")
    assert refused["waiver"] is None


def test_an_edition_is_a_text_or_a_map(place: Path, gouji: Gouji) -> None:
    assert one(gouji.check("clean.xlsx"))["edition"] == "2021"
    assert one(gouji.check("mixed.xlsx"))["edition"] == {"表二": "2021", "表三": "2019", "表四": "2021"}


def test_an_unreadable_file_says_why(place: Path, gouji: Gouji) -> None:
    found = one(gouji.check("junk.xlsx"))
    coverage = found.pop("coverage")
    assert [coverage[key] for key in SHAPES["coverage"]] == [[], [], [], 0]
    assert found == {
        "path": "junk.xlsx",
        "organ": "",
        "year": None,
        "edition": "",
        "status": "unreadable",
        "error": "junk.xlsx：是文本或 CSV 文件，不是工作簿。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验。",
        "findings": [],
        "made_by": None,
        "source": "workbook",
        "causes": [],
        "sha256": sha256(Path("junk.xlsx").read_bytes()).hexdigest(),
        "checked_with": found["checked_with"],
    }


def test_coverage_names_what_was_and_what_was_not_looked_at(place: Path, gouji: Gouji) -> None:
    coverage = one(gouji.check("渑池县2023.xlsx", "--only", "T3,Y-01,VA-04"))["coverage"]
    assert coverage["rules_run"] == ["VA-04", "T3-01", "T3-02", "T3-03", "T3-04", "T3-05"]
    assert coverage["not_run"] == [{"code": "Y-01", "reason": "没有上年报告"}]
    assert coverage["undecided"] == [
        {"code": code, "indicator": "表三.办理结果总计.自然人"} for code in ("T3-01", "T3-02", "T3-03")
    ]
    # 200 numbers, 8 fields of the cover with the title, 3 periods of tables, 3 texts, 6 headings of sections
    assert coverage["cells_read"] == 200 + 8 + 3 + 3 + 6


def test_the_summary_counts_files_and_findings(place: Path, gouji: Gouji) -> None:
    summary = gouji.check("clean.xlsx", "must.xlsx", "waived.xlsx", "junk.xlsx", "refused.xlsx").data["summary"]
    assert summary.pop("seconds") >= 0
    assert summary == {
        "files": 5,
        "clean": 2,
        "explain": 0,
        "fails": 2,
        "unreadable": 1,
        "skipped": 0,
        "by_code": {"T3-04": 1, "T4-01": 2, "W-01": 1},
        "other_files": [],
        "same_unit": [
            {
                "organ": "示例市人民政府",
                "year": 2025,
                "files": ["clean.xlsx", "must.xlsx", "waived.xlsx", "refused.xlsx"],
            }
        ],
        "years": {"2025": 4},
    }


def made_by(version: str) -> bytes:
    """The clean workbook as another version of gouji would have made it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book("clean"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/custom.xml":
                assert part.count(f">{VERSION}<".encode()) == 1
                part = part.replace(f">{VERSION}<".encode(), f">{version}<".encode())
            new.writestr(name, part)
    return out.getvalue()


def test_a_template_of_another_version_is_checked_and_named(place: Path, gouji: Gouji) -> None:
    Path("old.xlsx").write_bytes(made_by("0.0.1"))
    done = gouji.check("old.xlsx")
    assert (done.status, one(done)["made_by"]) == (0, "0.0.1")
    assert "这份工作簿由 gouji 0.0.1 的模板做成" in gouji("check", "old.xlsx", *TODAY).out
    assert "模板做成" not in gouji("check", "clean.xlsx", *TODAY).out
