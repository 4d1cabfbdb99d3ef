"""Every format on a document: places are told in words, and nowhere by an address that nobody can look up."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.annotating.documents import SEED, document_of, page_of
from tests.command import TODAY, Gouji
from validator.writers import formats

TOTAL = "表三“（七）总计”行“自然人”列"
TOTAL_EN = "表三, row “（七）总计”, column “自然人”"
LAST, FIRST = "正文“六、其他需要报告的事项”", "正文“一、总体情况”"
ADDRESS = re.compile(r"(?<![A-Z0-9a-z.-])[A-Z]{1,2}[0-9]{1,2}(?![0-9A-Za-z-])")
"""``D27``; not the code of a rule."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / f"{SEED}.html"
    path.write_bytes(page_of(SEED))
    return path


def test_text(source: Path, gouji: Gouji) -> None:
    told = gouji("check", source, *TODAY).out
    assert f"    强制  {TOTAL} 应为 52（现为空白，分项之和为 52），改后 3 条关系都成立\n" in told
    assert re.search(rf"强制 P-03 .*\n         {LAST}\n", told)
    assert f"         {FIRST}\n         表三.本年新收.总计=52 表三.上年结转.总计=0" in told
    assert ADDRESS.findall(told.replace(str(source), "")) == []
    assert f"    must  {TOTAL_EN} should be 52" in gouji("check", source, *TODAY, "--lang", "en").out


def test_text_of_very_many(source: Path, gouji: Gouji) -> None:
    for number in range(31):
        source.with_name(f"{number:02}.html").write_bytes(page_of(SEED))
    told = gouji("check", source.parent, "--published", *TODAY, "--jobs", "1").out
    assert told.count(f"  {LAST}  第六部分写") == 32
    assert ADDRESS.findall(told) == []


def test_sarif(source: Path, gouji: Gouji) -> None:
    (run,) = gouji("check", source, *TODAY, "--format", "sarif").data["runs"]
    found = {one["ruleId"]: one for one in run["results"]}
    assert {code: one["locations"][0]["message"]["text"] for code, one in found.items()} == {
        "VA-03": TOTAL,
        "P-03": LAST,
        "N-01": FIRST,
    }
    assert [one for one in found.values() if "region" in one["locations"][0]["physicalLocation"]] == []
    assert found["N-01"]["relatedLocations"][2]["message"]["text"] == "表三“（七）总计”行“总计”列"


def test_junit(source: Path, gouji: Gouji) -> None:
    told = gouji("check", source, *TODAY, "--format", "junit").out
    assert f"强制 VA-03 {TOTAL} 表三.办理结果总计.自然人 是空白" in told
    assert f"强制 P-03 {LAST} 第六部分写" in told


def test_xlsx(source: Path, gouji: Gouji, tmp_path: Path) -> None:
    assert gouji("check", source, *TODAY, "--format", "xlsx", "-o", tmp_path / "o.xlsx").status == 1
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[1].rows]
    at = {name: rows[0].index(name) for name in ("规则", "单元格", "建议")}
    assert [[row[at[name]] for name in at] for row in rows[1:]] == [
        ["VA-03", TOTAL, f"{TOTAL} → 52"],
        ["P-03", LAST, None],
        ["N-01", FIRST, None],
    ]


def test_csv_and_json(source: Path, gouji: Gouji) -> None:
    _, line = gouji("check", source, *TODAY, "--format", "csv").out.splitlines()
    assert line.split(",")[1:8] == ["渑池县人民政府", "2023", "2021", "fails", "2", "1", "0"]
    (file,) = gouji("check", source, *TODAY, "--format", "json").data["files"]
    (cause,) = file["causes"]
    assert cause["message"].startswith(f"{TOTAL} 应为 52")
    assert cause["cells"][0]["where"] == TOTAL
    assert all("where" in cell for one in file["findings"] for cell in one["cells"])


def test_page(source: Path, gouji: Gouji, tmp_path: Path) -> None:
    assert gouji("check", source, *TODAY, "--format", "html", "-o", tmp_path / "o.html").status == 1
    text = (tmp_path / "o.html").read_text("utf-8")
    data = json.loads(text[text.index('{"forms"') :].partition("</script>")[0]) if '{"forms"' in text else {}
    assert TOTAL in text
    assert "表三!D27" not in text
    assert "moved" not in json.dumps(data)


def test_letter(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / f"{SEED}.docx").write_bytes(document_of(SEED))
    assert gouji("check", tmp_path / f"{SEED}.docx", "--letters", tmp_path / "L", *TODAY, "--quiet").status == 1
    letter = Document(io.BytesIO((tmp_path / "L" / f"{SEED}.docx").read_bytes()))
    told = [one.text for one in letter.paragraphs]
    assert f"　　（一）{TOTAL}　空白、“/”“—”“无”不是0" in told
    assert f"　　（二）{LAST}　正文写的统计期限等于报告年度" in told
    cells = [[cell.text for cell in row.cells] for row in letter.tables[0].rows]
    assert cells == [["位置", "指标", "现值", "应为"], [TOTAL, "表三.办理结果总计.自然人", "空白", "52"]]
    assert ADDRESS.findall("\n".join(told)) == []


def test_every_format_is_here() -> None:
    assert set(formats.names()) == {"text", "sarif", "junit", "xlsx", "csv", "json", "jsonl", "html"}


def test_one_copy_of_each_document_that_does_not_pass(gouji: Gouji, tmp_path: Path) -> None:
    from tests.annotating.documents import FAULTY

    units = tmp_path / "收到的"
    for name, content in {
        "甲县/公报.html": page_of(SEED),
        "甲县/公报.docx": document_of(FAULTY),
        "乙县/年报.htm": page_of("宿迁市2024"),
    }.items():
        (units / name).parent.mkdir(parents=True, exist_ok=True)
        (units / name).write_bytes(content)
    copies = tmp_path / "副本"
    done = gouji("check", units, "--published", "--annotate", copies, "--letters", copies, *TODAY, "--format", "json")
    written = sorted(one.relative_to(copies).as_posix() for one in copies.rglob("*") if one.is_file())
    statuses = {Path(one["path"]).name: one["status"] for one in done.data["files"]}
    assert statuses == {"公报.html": "fails", "公报.docx": "fails", "年报.htm": "clean"}
    assert written == ["甲县/公报.docx", "甲县/公报.docx.docx", "甲县/公报.html", "甲县/公报.html.docx"]
    assert done.err.splitlines() == [f"gouji：标注副本 2 份，写在 {copies}", f"gouji：退回说明 2 份，写在 {copies}"]
    assert {one.name: one.read_bytes() for one in (units / "甲县").iterdir()} == {
        "公报.html": page_of(SEED),
        "公报.docx": document_of(FAULTY),
    }
