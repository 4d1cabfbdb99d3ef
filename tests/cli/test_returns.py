"""``gouji check --annotate`` and ``--letters``: which files go where, what is refused, and the exit status."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import copy

import openpyxl
import pytest
from docx import Document

from tests.annotating.documents import document_of
from tests.books import saved
from tests.command import TODAY, Gouji, process
from tests.conftest import ROOT
from tests.editing.raw import order
from tests.found import found
from validator import check, read

FAULTY, MIANCHI, SUQIAN = (
    ROOT / "examples" / name for name in ("处处有错2025.xlsx", "渑池县2023.xlsx", "宿迁市2024.xlsx")
)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """Reports of a city in two counties, one of them clean, one unreadable."""
    folder = tmp_path / "收到的"
    for county, source, name in (
        ("甲县", FAULTY, "一局.xlsx"),
        ("甲县", SUQIAN, "二局.xlsx"),
        ("乙县", MIANCHI, "一局.xlsx"),
    ):
        (folder / county).mkdir(parents=True, exist_ok=True)
        copy(source, folder / county / name)
    saved(folder / "说明.xlsx", "explain")
    saved(folder / "坏的.xlsx", "junk")
    return folder


def test_one_copy_and_one_letter_of_each_that_does_not_pass(gouji: Gouji, units: Path, tmp_path: Path) -> None:
    copies, letters = tmp_path / "副本", tmp_path / "说明"
    before = {path: path.read_bytes() for path in units.rglob("*.xlsx")}
    done = gouji("check", units, "--annotate", copies, "--letters", letters, *TODAY, "--format", "json")
    assert done.status == 2
    assert files(copies) == ["乙县/一局.xlsx", "甲县/一局.xlsx", "说明.xlsx"]
    assert files(letters) == ["乙县/一局.docx", "甲县/一局.docx", "说明.docx"]
    assert done.err.splitlines() == [f"gouji：标注副本 3 份，写在 {copies}", f"gouji：退回说明 3 份，写在 {letters}"]
    assert len(done.data["files"]) == 5
    assert {path: path.read_bytes() for path in units.rglob("*.xlsx")} == before


def test_the_copies_have_the_verdict_of_the_reports(gouji: Gouji, units: Path, tmp_path: Path) -> None:
    """And a notice besides, should one be handed in with its marks."""
    copies = tmp_path / "副本"
    first = gouji.check(units, "--annotate", copies).data
    again = gouji.check(copies).data
    wanted = {
        Path(one["path"]).relative_to(units): one for one in first["files"] if one["status"] in {"fails", "explain"}
    }
    held = {Path(one["path"]).relative_to(copies): one for one in again["files"]}
    assert held.keys() == wanted.keys()
    for path, one in held.items():
        assert one["findings"].pop(0)["code"] == "D-19"
        for cause in one["causes"]:
            cause["explains"] = [at - 1 for at in cause["explains"]]
        assert {**one, "path": "", "sha256": ""} == {**wanted[path], "path": "", "sha256": ""}


def test_they_go_with_any_format_and_quietly(gouji: Gouji, units: Path, tmp_path: Path) -> None:
    for format_name in ("text", "jsonl", "csv"):
        copies = tmp_path / format_name
        done = gouji(
            "check", units, "--annotate", copies, *TODAY, "--format", format_name, "--quiet", "-o", tmp_path / "out"
        )
        assert (done.status, done.err, len(files(copies))) == (2, "", 3)


def test_a_file_that_is_named_goes_by_its_name(gouji: Gouji, tmp_path: Path) -> None:
    done = gouji("check", MIANCHI, "--annotate", tmp_path / "a", "--letters", tmp_path / "a", *TODAY)
    assert done.status == 1
    assert files(tmp_path) == ["a/渑池县2023.docx", "a/渑池县2023.xlsx"]
    assert "渑池县人民政府：" in [one.text for one in Document(str(tmp_path / "a/渑池县2023.docx")).paragraphs]
    report = check([read(tmp_path / "a/渑池县2023.xlsx")]).files[0]
    assert "VA-03 三、依申请公开!D31" in found(report.findings)


def test_a_clean_report_gets_nothing(gouji: Gouji, tmp_path: Path) -> None:
    done = gouji("check", SUQIAN, "--annotate", tmp_path / "a", "--letters", tmp_path / "b", *TODAY)
    assert done.status == 0
    assert files(tmp_path) == []
    assert "标注副本 0 份" in done.err


def test_letters_of_reports_that_differ_in_their_ending_have_whole_names(gouji: Gouji, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.xlsx", "a.xlsm", "b.xlsx"):
        copy(MIANCHI, folder / name)
    gouji("check", folder, "--letters", tmp_path / "out", *TODAY)
    assert files(tmp_path / "out") == ["a.xlsm.docx", "a.xlsx.docx", "b.docx"]


def test_a_letter_in_the_folder_of_the_copies_has_a_name_of_its_own(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(document_of("渑池县2023"))
    gouji("check", tmp_path / "a.docx", "--annotate", tmp_path / "out", "--letters", tmp_path / "out", *TODAY)
    assert files(tmp_path / "out") == ["a.docx", "a.docx.docx"]
    gouji("check", tmp_path / "a.docx", "--annotate", tmp_path / "copies", "--letters", tmp_path / "letters", *TODAY)
    assert (tmp_path / "copies" / "a.docx").read_bytes()[:2] == b"PK"
    assert files(tmp_path / "letters") == ["a.docx"]


def test_what_cannot_be_changed_is_told_and_keeps_its_status(gouji: Gouji, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "in" / "a.xlsx"
    path.parent.mkdir()
    copy(MIANCHI, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    done = gouji("check", path, "--annotate", tmp_path / "out", "--letters", tmp_path / "out", *TODAY)
    assert done.status == 1
    assert files(tmp_path / "out") == ["a.docx"]
    assert f"gouji：{path}：没有做标注副本，工作簿有数字签名" in done.err
    assert "标注副本 0 份" in done.err


def test_an_older_copy_is_replaced_in_one_step(gouji: Gouji, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for _ in range(2):
        gouji("check", MIANCHI, "--annotate", out, *TODAY)
    assert files(out) == ["渑池县2023.xlsx"]
    assert [one for one in order((out / "渑池县2023.xlsx").read_bytes()) if "sheet10" in one] == [
        "xl/worksheets/sheet10.xml"
    ]


def test_a_folder_that_cannot_be_written_to_is_told(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "渑池县2023.xlsx").mkdir()
    done = gouji("check", MIANCHI, "--annotate", tmp_path / "out", *TODAY)
    assert done.status == 2
    assert "写入失败（这是文件夹）" in done.err
    assert "渑池县人民政府" in done.out


def test_wrong_places_are_refused_before_anything_is_written(gouji: Gouji, units: Path, tmp_path: Path) -> None:
    beside = tmp_path / "a.txt"
    beside.write_text("")
    cases = {
        ("--annotate", str(units)): "不能覆盖输入文件",
        ("--annotate", str(units / "副本")): "输出在所查的文件夹里",
        ("--annotate", str(beside)): "应为文件夹，这是文件",
        ("--letter-template", str(beside)): "请用 --letters 给出写到哪个文件夹",
        ("--letters", str(tmp_path / "b"), "--letter-template", str(beside)): "不是 Word 文档",
        ("--letters", str(tmp_path / "b"), "--letter-template", str(tmp_path / "none.docx")): "没有这个文件",
        ("--annotate", str(tmp_path / "b"), "--format", "xlsx", "-o", str(tmp_path / "b" / "说明.xlsx")): "同一个文件",
    }
    before = files(tmp_path)
    for words, told in cases.items():
        done = gouji("check", units, *words, *TODAY)
        assert (done.status, done.out) == (2, "")
        assert told in done.err
    assert files(tmp_path) == before


def test_two_inputs_are_never_written_to_one_file(gouji: Gouji, units: Path, tmp_path: Path) -> None:
    done = gouji("check", units / "甲县", units / "乙县", "--annotate", tmp_path / "out", *TODAY)
    assert done.status == 2
    assert "都要写成" in done.err
    assert not (tmp_path / "out").exists()


def test_a_letter_never_replaces_its_template(gouji: Gouji, tmp_path: Path) -> None:
    template = tmp_path / "渑池县2023.docx"
    document = Document()
    document.add_paragraph("{{ 机关 }}")
    document.save(str(template))
    done = gouji("check", MIANCHI, "--letters", tmp_path, "--letter-template", template, *TODAY)
    assert done.status == 2
    assert "不能覆盖输入文件" in done.err


def test_a_template_that_fails_on_one_report_stops_nothing(gouji: Gouji, units: Path, tmp_path: Path) -> None:
    template = tmp_path / "错.docx"
    document = Document()
    document.add_paragraph("{{ 强制[0].单元格 }}")
    document.save(str(template))
    done = gouji("check", units, "--letters", tmp_path / "out", "--letter-template", template, *TODAY)
    assert done.status == 2
    assert files(tmp_path / "out") == ["乙县/一局.docx", "甲县/一局.docx"]
    assert f"{units / '说明.xlsx'}：没有写退回说明，{template}：模板里的标记有误" in done.err


def test_english_on_the_screen_and_chinese_for_the_unit(gouji: Gouji, tmp_path: Path) -> None:
    done = gouji("check", MIANCHI, "--annotate", tmp_path, "--letters", tmp_path, *TODAY, "--lang", "en")
    assert done.err.splitlines() == [
        f"gouji: annotated copies: 1, in {tmp_path}",
        f"gouji: letters: 1, in {tmp_path}",
    ]
    assert "校验结果" in openpyxl.load_workbook(tmp_path / "渑池县2023.xlsx").sheetnames


def test_without_the_extra_only_letters_are_refused(
    gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    done = gouji("check", MIANCHI, "--letters", tmp_path, *TODAY)
    assert (done.status, done.out) == (2, "")
    assert "pip install 'gouji[letters]'" in done.err
    assert gouji("check", MIANCHI, "--annotate", tmp_path, *TODAY).status == 1


def test_in_processes_as_in_one(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(8):
        copy(MIANCHI, folder / f"{number}.xlsx")
    done = process("check", folder, "--annotate", tmp_path / "out", "--jobs", "2", *TODAY, "--quiet")
    assert (done.status, done.err) == (1, "")
    assert files(tmp_path / "out") == [f"{number}.xlsx" for number in range(8)]
