"""A report as it was copied from a page, with what scanning made of its heads: the findings of the workbook."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from tests.documents.made import HEADINGS
from tests.shipped import FORMS
from validator import read
from validator.documents.reading import filing_of_content

SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
EXAMPLES = ROOT / "examples" / "公布"
SHARED = ROOT.parent / "shared" / "data"
SEED = SHARED / "seed" / "渑池县2023年度报告.txt"
WORKBOOK = ROOT / "examples" / "渑池县2023.xlsx"


def figures(path: Path) -> dict[str, object]:
    found = read(path)
    return {name: found.cell(name).value for name in found.form.indicators}


def holds_the_workbooks_findings(gouji: Gouji, path: Path, source: str) -> None:
    done = gouji("check", path, "--format", "json", *TODAY)
    jsonschema.validate(done.data, SCHEMA)
    file = done.data["files"][0]
    assert (file["source"], file["status"], file["coverage"]["unplaced"]) == (source, "fails", [])
    musts = [one for one in file["findings"] if one["severity"] == "must"]
    assert [one["code"] for one in musts] == ["P-03", "VA-03"]
    assert "2022" in musts[0]["message"]
    assert [(one["indicator"], one["suggested"]) for one in musts[1]["suspects"]] == [("表三.办理结果总计.自然人", 52)]
    (said,) = [one for one in file["findings"] if one["code"] == "N-01"]
    assert (said["left"], said["right"]) == (13, 52)
    assert all(one["where"] for finding in file["findings"] for one in finding["cells"])


@pytest.mark.parametrize(("name", "source"), [("云溪区2023.txt", "text"), ("云溪区2023.html", "html")])
def test_the_examples_as_published(gouji: Gouji, name: str, source: str) -> None:
    holds_the_workbooks_findings(gouji, EXAMPLES / name, source)
    assert figures(EXAMPLES / name) == figures(WORKBOOK)


@pytest.mark.skipif(not SEED.is_file(), reason="the report that this project started from is not here")
def test_the_report_that_this_project_started_from(gouji: Gouji) -> None:
    holds_the_workbooks_findings(gouji, SEED, "text")
    assert figures(SEED) == figures(WORKBOOK)


def test_furniture_is_no_part_of_the_report() -> None:
    found = read(EXAMPLES / "云溪区2023.html")
    assert (found.organ, found.year) == ("云溪区人民政府", 2023)
    assert found.text("正文.标题") == "云溪区人民政府2023年政府信息公开工作年度报告"
    assert found.text("正文.六").splitlines()[-1] == "2024年1月20日"
    everything = "".join(found.text(name) for name in found.cells)
    assert not [word for word in ("索引号", "上一篇", "主办", "上年新收 18") if word in everything]


def test_a_table_of_contents_is_no_report() -> None:
    """The sections are those under which something stands."""
    text = (EXAMPLES / "云溪区2023.txt").read_text("utf-8")
    title, _, rest = text.partition("\n")
    other = "\n".join(["某站 > 年报", title, "目录", *HEADINGS, rest, *HEADINGS[:2], "版权所有"])
    plain, found = (filing_of_content(one.encode(), "a", FORMS) for one in (text, other))
    for name in ("正文.标题", "正文.一", "正文.五", "正文.六"):
        assert found.text(name) == plain.text(name)
