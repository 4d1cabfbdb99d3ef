"""``gouji fix``: what is changed and told, what is never written over, and the verdict on the copy."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import openpyxl
import pytest

from tests.books import saved
from tests.command import TODAY, Gouji, process
from tests.conftest import ROOT
from tests.editing.raw import changed
from tests.fixing.books import template
from validator import read

MIANCHI, SUQIAN = ROOT / "examples" / "渑池县2023.xlsx", ROOT / "examples" / "宿迁市2024.xlsx"
THIRD = "三、依申请公开"
D8 = "表三.本年新收.自然人"
LOST = f"{THIRD}!D31"


def misspelt(path: Path) -> Path:
    """A sound report in which openpyxl wrote some figures as texts."""
    saved(path, "clean")
    book = openpyxl.load_workbook(path)
    sheet = book[THIRD]
    for at, text in {"D8": "３６", "D10": " 10 ", "D16": "3件"}.items():
        assert isinstance(sheet[at].value, int)
        sheet[at].value = text
    sheet["D20"].value = "八"
    book.save(path)
    return path


def fix(gouji: Gouji, *words: str | Path) -> tuple[int, list[str]]:
    done = gouji("fix", *words, *TODAY)
    assert done.err == ""
    return done.status, done.out.splitlines()


def test_spellings_are_put_right_and_the_copy_is_checked(gouji: Gouji, tmp_path: Path) -> None:
    source, target = misspelt(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    before = source.read_bytes()
    status, lines = fix(gouji, source, "-o", target)
    assert status == 1  # 八 is left to the clerk
    assert lines[:6] == [
        f"{source} → {target}：改了 3 格",
        f"  {THIRD}",
        "    D8   表三.本年新收.自然人：“３６” → 36（全角字符）",
        "    D10  表三.予以公开.自然人：“ 10 ” → 10（多余的空格）",
        "    D16  表三.不予公开_内部事务.自然人：“3件” → 3（带了单位）",
        "",
    ]
    assert lines[6].startswith(f"{target}  示例市人民政府 2025年  不通过")
    assert any("VA-01" in line for line in lines)
    assert any("D20" in line and "八" in line for line in lines)
    assert source.read_bytes() == before
    assert changed(before, target.read_bytes()) <= {f"xl/worksheets/sheet{n}.xml" for n in range(1, 10)}
    assert read(target).number(D8) == 36


def test_nothing_to_change_is_a_plain_copy(gouji: Gouji, tmp_path: Path) -> None:
    target = tmp_path / "b.xlsx"
    status, lines = fix(gouji, SUQIAN, "-o", target)
    assert (status, lines[0]) == (0, f"{SUQIAN} → {target}：没有改动，照原样写出")
    assert target.read_bytes() == SUQIAN.read_bytes()


@pytest.mark.parametrize("cell", [LOST, f"'{THIRD}'!$D$31", f"{THIRD}！d31", "表三.办理结果总计.自然人"])
def test_a_value_is_accepted_by_address_and_by_name(gouji: Gouji, tmp_path: Path, cell: str) -> None:
    target = tmp_path / "b.xlsx"
    status, lines = fix(gouji, MIANCHI, "-o", target, "--accept", f"{cell}=52")
    assert status == 1  # P-03 stays
    assert "    D31  表三.办理结果总计.自然人：空白 → 52（按指定的值改）" in lines
    assert read(target).number("表三.办理结果总计.自然人") == 52
    assert not any("VA-03" in line or "VA-06" in line for line in lines)


def test_a_value_that_is_accepted_goes_before_a_spelling(gouji: Gouji, tmp_path: Path) -> None:
    source, target = misspelt(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    _, lines = fix(gouji, source, "-o", target, "--accept", f"{D8}=37", "--accept", "封面.公布日期=2026.1.20")
    assert "    D8   表三.本年新收.自然人：“３６” → 37（按指定的值改）" in lines
    assert any(line.endswith("→ 2026-01-20（按指定的值改）") for line in lines)
    assert read(target).number(D8) == 37


REFUSALS = [
    ("D8=1", "没有 D8 这一格，格写成 工作表!地址 或项目的名称"),
    ("表三.本年新收.自然=1", "没有 表三.本年新收.自然 这一格，格写成 工作表!地址 或项目的名称，是不是 表三.本年新收.自然人？"),
    ("三、依申请公!D8=1", "没有工作表“三、依申请公”，是不是 三、依申请公开？"),
    (f"{THIRD}!D99=1", f"{THIRD}!D99 不是报告里要填的格"),
    (f"{THIRD}!B5=1", f"{THIRD}!B5：这一格在合并区域 A5:C7 里，请改 A5"),
    ("D8", "应写成 格=值，如 三、依申请公开!D8=36，实为 D8"),
    ("=3", "应写成 格=值，如 三、依申请公开!D8=36，实为 =3"),
    (f"{D8}=", f"{D8} 没有写值"),
    (f"{D8}=many", f"{D8} 应为非负整数，实为 many"),
    (f"{D8}=-1", f"{D8} 应为非负整数，实为 -1"),
    (f"{D8}=1.5", f"{D8} 应为非负整数，实为 1.5"),
    ("表二.行政事业性收费.金额=1.2345678", "表二.行政事业性收费.金额 应为非负数（单位万元，最多六位小数），实为 1.2345678"),
    ("封面.报告年度=二", "封面.报告年度 应为四位年份，实为 二"),
    ("封面.公布日期=2024-02-30", "封面.公布日期 应为 YYYY-MM-DD，实为 2024-02-30"),
    ("封面.机关类型=县", "机关类型“县”不认识，可用："),
    ("表三.本年新收.总计=1", f"{THIRD} J8：这一格是公式，值由它算出，请改它所用的格"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "why"), REFUSALS)
def test_what_is_not_accepted_is_told_and_nothing_is_written(gouji: Gouji, tmp_path: Path, word: str, why: str) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(template())
    done = gouji("fix", source, "-o", target, "--accept", word)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"gouji：{source}：{why}")
    assert not target.exists()


def test_two_values_for_one_cell(gouji: Gouji, tmp_path: Path) -> None:
    done = gouji(
        "fix", MIANCHI, "-o", tmp_path / "b.xlsx", "--accept", f"{LOST}=1", "--accept", "表三.办理结果总计.自然人=2"
    )
    assert (done.status, done.err) == (2, f"gouji：{MIANCHI}：表三.办理结果总计.自然人 写了两个不同的值\n")
    assert fix(gouji, MIANCHI, "-o", tmp_path / "b.xlsx", "--accept", f"{LOST}=52", "--accept", f"{LOST}=52")[0] == 1


def test_a_dry_run_writes_nothing_and_judges_what_would_be(gouji: Gouji, tmp_path: Path) -> None:
    source = misspelt(tmp_path / "a.xlsx")
    for words in ((), ("-o", tmp_path / "new" / "b.xlsx")):
        status, lines = fix(gouji, source, "--dry-run", "--accept", f"{THIRD}!D20=8", *words)
        assert (status, lines[0]) == (0, f"{source}：将改 4 格，没有写出")
        assert any(line.startswith(f"{source}  示例市人民政府 2025年  ") for line in lines)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    assert fix(gouji, SUQIAN, "--dry-run")[1][0] == f"{SUQIAN}：没有要改的"


def test_several_go_into_a_folder_with_their_own_folders(gouji: Gouji, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out" / "deep"
    misspelt(folder_of(folder / "一区") / "a.xlsx")
    copy(SUQIAN, folder / "b.xlsx")
    saved(folder / "junk.xlsx", "junk")
    done = gouji("fix", folder, MIANCHI, "-o", out, *TODAY)
    assert done.status == 2
    assert sorted(one.relative_to(out).as_posix() for one in out.rglob("*.xlsx")) == [
        "b.xlsx", "一区/a.xlsx", "渑池县2023.xlsx",
    ]  # fmt: skip
    assert f"{folder / 'junk.xlsx'}  读不了" in done.out
    assert "4 份：通过 1，有待核实 0，不通过 2，读不了 1" in done.out
    assert (out / "b.xlsx").read_bytes() == SUQIAN.read_bytes()


def folder_of(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def test_where_one_workbook_goes(gouji: Gouji, tmp_path: Path) -> None:
    """A file, unless what is named is a folder; from a folder into a folder, however many are in it."""
    folder = folder_of(tmp_path / "in")
    copy(SUQIAN, folder / "a.xlsx")
    there = folder_of(tmp_path / "there")
    for source, output, made in (
        (folder / "a.xlsx", tmp_path / "x.xlsx", tmp_path / "x.xlsx"),
        (folder / "a.xlsx", there, there / "a.xlsx"),
        (folder / "a.xlsx", f"{tmp_path}/new/", tmp_path / "new" / "a.xlsx"),
        (folder, tmp_path / "out", tmp_path / "out" / "a.xlsx"),
        (folder, tmp_path / "y.xlsx", tmp_path / "y.xlsx"),
    ):
        assert fix(gouji, source, "-o", output)[0] == 0
        assert made.read_bytes() == SUQIAN.read_bytes()


def test_an_output_is_replaced_and_an_input_never(gouji: Gouji, tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    copy(SUQIAN, source)
    target.write_bytes(b"of an earlier run")
    assert fix(gouji, source, "-o", target)[0] == 0
    assert target.read_bytes() == SUQIAN.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(source)
    for output in (source, tmp_path / "link.xlsx", tmp_path):
        done = gouji("fix", source, "-o", output)
        assert done.status == 2
        assert "不能覆盖输入文件" in done.err
    before = gouji("fix", source, "-o", target, "--previous", target)
    assert (before.status, target.read_bytes()) == (2, SUQIAN.read_bytes())


def test_usage_that_makes_no_sense(gouji: Gouji, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    copy(SUQIAN, folder / "a.xlsx")
    copy(SUQIAN, folder / "b.xlsx")
    (folder_of(tmp_path / "other") / "a.xlsx").write_bytes(SUQIAN.read_bytes())
    file = tmp_path / "file"
    file.write_text("x")
    for words, why in (
        ((folder,), "缺少 --output"),
        ((folder, "-o", tmp_path / "o", "--accept", f"{D8}=1"), "--accept 一次只改一份报告，这里有 2 份"),
        ((folder, "-o", tmp_path / "o", "--interactive"), "--interactive 一次只改一份报告，这里有 2 份"),
        ((folder, "-o", file), f"{file}：有多份报告，输出应为文件夹，这是文件"),
        ((folder, "-o", folder / "fixed"), "输出在所查的文件夹里"),
        ((folder / "a.xlsx", tmp_path / "other", "-o", tmp_path / "o"), "都要写成"),
        ((tmp_path / "other" / "none",), "缺少 --output"),
    ):
        done = gouji("fix", *words)
        assert (done.status, done.out, why in done.err) == (2, "", True), done.err
    assert not (tmp_path / "o").exists()


def test_a_copy_keeps_its_ending(gouji: Gouji, tmp_path: Path) -> None:
    source = tmp_path / "a.xlsm"
    copy(SUQIAN, source)
    done = gouji("fix", source, "-o", tmp_path / "b.xlsx")
    assert (done.status, done.err) == (
        2,
        f"gouji：{tmp_path / 'b.xlsx'}：输出文件的扩展名应与原文件的相同（.xlsm）\n",
    )
    assert fix(gouji, source, "-o", tmp_path / "b.XLSM")[0] == 0


def with_entry(content: bytes, name: str, entry: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that is there already
        archive.writestr(name, entry)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ODD: dict[str, Callable[[bytes], bytes]] = {
    "junk": lambda _: b"junk",
    "old": lambda _: OLE + "Workbook".encode("utf-16-le"),
    "password": lambda _: OLE + "EncryptedPackage".encode("utf-16-le"),
    "ods": lambda _: with_entry(b"", "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    "cut": lambda content: content[:9000],
    "one part twice": lambda content: with_entry(content, "docProps/app.xml", b"<other/>"),
    "bomb": lambda content: with_entry(content, "xl/worksheets/_rels/sheet1.xml.rels", b" " * (1 << 28)),
    "signed": lambda content: with_entry(content, "_xmlsignatures/sig1.xml", b"<Signature/>"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_cannot_be_fixed_is_told_in_a_line(tmp_path: Path, kind: str) -> None:
    """As its users run it: no traceback, and nothing left behind."""
    source, target = misspelt(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    source.write_bytes(ODD[kind](source.read_bytes()))
    done = process("fix", source, "-o", target, *TODAY)
    assert done.status == 2
    assert "Traceback" not in done.out + done.err
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    assert str(source) in done.out + done.err


def test_one_that_cannot_be_changed_stops_no_other(gouji: Gouji, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    signed = misspelt(folder / "a.xlsx")
    signed.write_bytes(ODD["signed"](signed.read_bytes()))
    copy(SUQIAN, folder / "b.xlsx")
    done = gouji("fix", folder, "-o", tmp_path / "out", *TODAY)
    assert (done.status, [one.name for one in (tmp_path / "out").iterdir()]) == (2, ["b.xlsx"])
    assert done.err == f"gouji：{signed}：改不了，工作簿有数字签名，改动后签名就失效了，请在 Excel 里修改并重新签名\n"
    assert "1 份：通过 1" in done.out


def test_in_english(gouji: Gouji, tmp_path: Path) -> None:
    source = misspelt(tmp_path / "a.xlsx")
    done = gouji("fix", source, "-o", tmp_path / "b.xlsx", *TODAY, "--lang", "en")
    assert f"{source} → {tmp_path / 'b.xlsx'}: 3 cells changed" in done.out
    assert "D10  表三.予以公开.自然人: “ 10 ” → 10 (blanks)" in done.out
    done = gouji("fix", source, "-o", tmp_path / "b.xlsx", "--accept", "D8=1", "--lang", "en")
    assert done.err == f"gouji: {source}: there is no D8; a cell is written SHEET!ADDRESS, or by its name\n"


def test_a_formula_that_stands_in_the_way_is_told(gouji: Gouji, tmp_path: Path) -> None:
    """J8 would be left without a result, so D8 stays as it is; the others are changed."""
    source = misspelt(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(source)
    book[THIRD]["J8"].value = '=IF(D8<>"",40,0)'
    book.save(source)
    content = with_result(source.read_bytes(), "IF(D8&lt;&gt;", "40")
    source.write_bytes(content)
    status, lines = fix(gouji, source, "-o", tmp_path / "b.xlsx")
    assert (status, lines[0]) == (1, f"{source} → {tmp_path / 'b.xlsx'}：改了 2 格")
    at = lines.index("  没有改：")
    assert lines[at + 1].startswith(
        f'    {THIRD} D8  {D8}：{THIRD} J8 的公式（=IF(D8<>"",40,0)）用到它，这里算不出新的结果'
    )


def with_result(content: bytes, formula: str, result: str) -> bytes:
    """The workbook with the result of one formula, which openpyxl does not store."""
    source, target = io.BytesIO(content), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info).decode("utf-8", "surrogateescape")
            at = text.find(f"<f>{formula}")
            if at >= 0:
                end = text.index("<v", at)
                text = f"{text[:end]}<v>{result}</v>{text[text.index('</c>', at) :]}"
            new.writestr(info, text.encode("utf-8", "surrogateescape"))
    return target.getvalue()
