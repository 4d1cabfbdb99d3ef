"""``gouji history`` from the command line: what is taken, what is said, what comes out, and what it refuses."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.books import filled, saved
from tests.command import TODAY, Done, Gouji, environment
from tests.history.reports import BODY, report_of, written
from tests.shipped import CATALOGUE
from validator.history.places import NAME, store_found

STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "张三")
    return tmp_path


@pytest.fixture
def history(gouji: Gouji) -> Gouji:
    def run(*words: str | Path) -> Done:
        done = gouji("history", *words)
        return Done(done.status, STAMP.sub("日时", done.out), done.err)

    return run  # type: ignore[return-value]


def test_what_passes_is_kept_and_what_does_not_is_told(history: Gouji) -> None:
    written(Path("in"), 2024)
    written(Path("in"), 2025)
    saved(Path("in/坏.xlsx"), "must")
    saved(Path("in/说明.xlsx"), "explain")
    Path("in/notes.txt").write_text("")
    done = history("add", "in", *TODAY)
    assert done.out.splitlines() == [
        f"已存入 第 1 号  {BODY} 2024年  in/2024.xlsx",
        f"已存入 第 2 号  {BODY} 2025年  in/2025.xlsx",
        f"已存入 第 3 号  {BODY} 2025年（第 2 版，代替第 2 号）  in/说明.xlsx（几份里取这一份：这一份保存得晚）",
        "没有存入  in/坏.xlsx：不通过（强制 1：T4-01）",
    ]
    assert done.err.splitlines() == [
        f"gouji：新建了历年报告库 {NAME}",
        "gouji：存入 3 份，早已存入 0 份，没有存入 1 份",
    ]
    assert done.status == 1


def test_what_cannot_be_read_is_told_and_stops_nothing(history: Gouji) -> None:
    saved(Path("in/1.xlsx"), "junk")
    written(Path("in"), 2025, "2.xlsx")
    done = history("add", "in", *TODAY)
    assert done.status == 2
    assert done.out.splitlines()[0].startswith("没有存入  1.xlsx：是文本或 CSV 文件，不是工作簿")
    assert done.out.splitlines()[1] == f"已存入 第 1 号  {BODY} 2025年  in/2.xlsx"


def test_no_store_is_made_for_nothing(history: Gouji) -> None:
    saved(Path("坏.xlsx"), "must")
    assert history("add", "坏.xlsx", *TODAY).status == 1
    assert history("add", "none").status == 2
    assert not Path(NAME).exists()


def test_again_is_told_and_is_no_fault(history: Gouji) -> None:
    written(Path(), 2025)
    assert history("add", "2025.xlsx", *TODAY).status == 0
    done = history("add", "2025.xlsx", *TODAY, "--by", "李四")
    assert (done.status, done.out, done.err) == (0, f"早已存入 第 1 号  {BODY} 2025年  2025.xlsx\n", "")
    assert (
        history("list").out
        == "     1  2025年  示例市人民政府                通过        第 1 版   张三 日时  2025.xlsx\n"
    )


def test_explanations_given_from_outside_go_with_the_report(history: Gouji) -> None:
    Path("w.toml").write_text(
        '[[waiver]]\ncode = "T3-04"\ncell = "表三.其他处理_其他.总计"\nreason = "集中撤回"\nby = "甲"\ndate = 2026-01-10\n',
        "utf-8",
    )
    saved(Path("多.xlsx"), "many")
    assert "有待核实" in _listed(history, "add", "多.xlsx", *TODAY)
    assert "第 2 版，代替第 1 号" in history("add", "多.xlsx", *TODAY, "--waivers", "w.toml").out
    assert "通过        第 2 版" in history("list").out


def _listed(history: Gouji, *words: str) -> str:
    assert history(*words).status == 0
    return history("list").out


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_processes_keep_what_one_keeps(history: Gouji, jobs: str) -> None:
    for at in range(7):
        written(Path("in"), 2025, f"{at}.xlsx", organ=f"示例市{at}局")
    saved(Path("in/3.xlsx"), "must")
    done = history("add", "in", *TODAY, "--jobs", jobs)
    assert [line.split("  ")[0] for line in done.out.splitlines()] == [
        *(f"已存入 第 {at} 号" for at in (1, 2, 3)),
        "没有存入",
        *(f"已存入 第 {at} 号" for at in (4, 5, 6)),
    ]
    assert done.status == 1


def _chain(history: Gouji) -> None:
    for year in (2022, 2024, 2025):
        written(Path("in"), year)
    written(Path("in"), 2023, left=3, stock=71)
    assert history("add", "in", *TODAY).status == 0


def test_list_has_a_line_for_each_report_that_counts(history: Gouji) -> None:
    _chain(history)
    written(Path(), 2023, "更正.xlsx")
    history("add", "更正.xlsx", *TODAY, "--by", "李四")
    history("remove", "1", "--by", "王五")
    lines = history("list").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["5", "2023年"], ["3", "2024年"], ["4", "2025年"]]
    every = history("list", "--all").out.splitlines()
    assert [line.split()[:2] for line in every] == [
        ["1", "2022年"],
        ["2", "2023年"],
        ["5", "2023年"],
        ["3", "2024年"],
        ["4", "2025年"],
    ]
    assert every[0].endswith("in/2022.xlsx  王五 日时 去掉")


def test_breaks_are_listed_a_line_each(history: Gouji) -> None:
    _chain(history)
    assert history("list", "--breaks").out.splitlines() == [
        f"{BODY}  2022 → 2023  不衔接  Y-02 行政规范性文件：现行有效 71 件，去年有效加制发减废止为 70 件，相差 1",
        f"{BODY}  2023 → 2024  不衔接  Y-01 自然人：今年的上年结转 1，去年的结转下年 3，相差 2",
        f"{BODY}  2023 → 2024  不衔接  Y-01 总计：今年的上年结转 1，去年的结转下年 3，相差 2",
        f"{BODY}  2023 → 2024  不衔接  Y-02 行政规范性文件：现行有效 76 件，去年有效加制发减废止为 77 件，相差 1",
    ]


def test_one_body_along_its_years(history: Gouji) -> None:
    _chain(history)
    written(Path(), 2023, "更正.xlsx")
    history("add", "更正.xlsx", *TODAY)
    history("remove", "5")
    lines = history("show", BODY).out.splitlines()
    assert lines[0] == BODY
    versions = lines[2 : lines.index("  逐年衔接")]
    assert [line.split()[0] for line in versions] == ["1", "2", "5", "3", "4"]
    assert "张三 日时 去掉" in versions[2]
    at = lines.index("  逐年衔接")
    assert [line.split("  ")[:4] for line in lines[at + 1 : at + 6]] == [
        ["", "", "2022 → 2023", "不衔接"],
        ["", "", "2023 → 2024", "不衔接"],
        ["", "", "2023 → 2024", "不衔接"],
        ["", "", "2023 → 2024", "不衔接"],
        ["", "", "2024 → 2025", "衔接"],
    ]
    assert lines[at + 6] == "    2023 年的报告多半有误：Y-02 行政规范性文件，和上一年相差 1，下一年正好差回来"
    assert lines[at + 8 : at + 11] == [
        "                  2022  2023  2024  2025",
        "    本年新收        32    34    34    40",
        "    上年结转         1     1     1     3",
    ]


def test_one_year_of_a_body(history: Gouji) -> None:
    _chain(history)
    out = history("show", BODY, "--year", "2024").out
    assert [line.split()[0] for line in out.splitlines()[2:3]] == ["3"]
    assert "2023 → 2024  不衔接" in out
    assert "2022" not in out
    done = history("show", BODY, "--year", "2021")
    assert done.status == 2
    assert done.err.endswith(f"没有 {BODY} 2021 年的报告，有 2022、2023、2024、2025 年的\n")


def test_a_missing_year_is_a_gap(history: Gouji) -> None:
    for year in (2022, 2025):
        written(Path("in"), year)
    history("add", "in", *TODAY)
    assert "    2022 → 2025  中间缺 2023、2024 年的报告，不能核对" in history("show", BODY).out.splitlines()


def test_what_cannot_be_held_against_the_year_before_is_said(history: Gouji) -> None:
    """The edition of 2019 counts other documents than that of 2021: nobody may say that the stock follows."""
    zeros = dict.fromkeys(CATALOGUE.form("2019").indicators, 0)
    for year, how in ((2020, {"edition": "2019", "values": zeros}), (2021, {})):
        plain = report_of(2023)
        text = {name: words.replace("2023", str(year)) for name, words in plain.text.items()}
        data = replace(plain, year=year, text=text, published=f"{year + 1}-01-20", **how)  # type: ignore[arg-type]
        Path(f"{year}.xlsx").write_bytes(filled(data))
    assert history("add", "2020.xlsx", "2021.xlsx", *TODAY).status == 0
    lines = history("show", BODY).out.splitlines()
    assert "    2020 → 2021  没有结论  Y-02" in lines
    assert "    2020 → 2021  衔接" not in lines


def test_what_a_report_explains_itself_is_said_so(history: Gouji) -> None:
    why = {"code": "Y-01", "cell": "表三.上年结转.自然人", "reason": "机构划入", "by": "甲", "date": "2025-01-10"}
    written(Path("in"), 2023, left=3, stock=70)
    data = replace(report_of(2024), waivers=(why, {**why, "cell": "表三.上年结转.总计"}))
    Path("in/2024.xlsx").write_bytes(filled(data))
    assert history("add", "in", *TODAY).status == 0
    assert history("list", "--breaks").out == ""
    assert (
        "    2023 → 2024  已说明  Y-01 自然人：今年的上年结转 1，去年的结转下年 3，相差 2（机构划入）"
        in history("show", BODY).out.splitlines()
    )


def test_an_unknown_body_may_be_a_known_one(history: Gouji) -> None:
    _chain(history)
    for given, meant in {"人民政府": BODY, "示例市人民政俯": BODY}.items():
        done = history("show", given)
        assert (done.status, done.out) == (2, "")
        assert done.err.endswith(f"没有 {given} 的报告，是不是 {meant}？\n")


def test_what_is_taken_out_counts_no_more(history: Gouji) -> None:
    _chain(history)
    assert history("remove", "2").out == f"已去掉 第 2 号  {BODY} 2023年，这一年没有报告了\n"
    assert history("remove", "2").out == f"早已去掉 第 2 号  {BODY} 2023年，这一年没有报告了\n"
    done = history("remove", "9")
    assert (done.status, done.out) == (2, "")
    assert "没有第 9 号报告" in done.err


def _table(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_table_has_a_row_a_report_and_a_column_a_number(history: Gouji) -> None:
    _chain(history)
    saved(Path("-坏 名.xlsx"), "clean")
    Path("-坏 名.xlsx").write_bytes(filled(report_of(2025, organ="=HYPERLINK(1)局")))
    assert history("add", "--by", "@甲", "--", "-坏 名.xlsx").status == 0
    assert history("export", "-o", "历年.csv").status == 0
    rows = _table(Path("历年.csv"))
    assert [(row["编号"], row["机关名称"], row["年度"]) for row in rows] == [
        ("5", "'=HYPERLINK(1)局", "2025"),
        *((number, BODY, year) for number, year in zip("1234", ("2022", "2023", "2024", "2025"), strict=True)),
    ]
    assert (rows[0]["文件"], rows[0]["存入人"]) == ("'-坏 名.xlsx", "'@甲")
    assert [row["表三.结转下年.自然人"] for row in rows[1:]] == ["1", "3", "2", "1"]
    assert [row["表三.结转下年.自然人"] for row in rows[:1]] == ["1"]
    assert rows[2]["格式版本"] == "2021"
    assert set(CATALOGUE.form("2019").indicators) | set(CATALOGUE.form("2021").indicators) <= set(rows[0])
    assert not any(cell.startswith(tuple("=+-@\t")) for row in rows for cell in row.values() if not _is_number(cell))


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text))


def test_parquet_holds_the_same_with_types(history: Gouji) -> None:
    from pyarrow import parquet

    _chain(history)
    assert history("export", "-o", "历年.PARQUET").status == 0
    assert history("export", "-o", "历年.csv").status == 0
    table = parquet.read_table("历年.PARQUET")
    types = {one.name: str(one.type) for one in table.schema}
    assert (types["年度"], types["表三.本年新收.总计"], types["机关名称"]) == ("int64", "int64", "string")
    assert types["表二.行政事业性收费.金额"] == "double"
    for row, other in zip(table.to_pylist(), _table(Path("历年.csv")), strict=True):
        assert {
            name: "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
            for name, value in row.items()
        } == other


def test_an_export_goes_nowhere_else(history: Gouji) -> None:
    _chain(history)
    before = Path(NAME).read_bytes()
    assert history("export", "-o", "a.xls").err.endswith("a.xls：只能输出 .csv、.parquet\n")
    Path("x.csv").symlink_to(NAME)
    assert "不能覆盖输入文件" in history("export", "-o", "x.csv").err
    assert Path(NAME).read_bytes() == before


def test_the_store_is_found_upward_like_the_configuration(
    history: Gouji, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _chain(history)
    below = folder / "甲" / "乙"
    below.mkdir(parents=True)
    assert store_found(None, below) == str(folder / NAME)
    assert store_found("其他.sqlite", below) == "其他.sqlite"
    monkeypatch.chdir(below)
    assert len(history("list").out.splitlines()) == 4
    written(Path(), 2025, "新.xlsx", organ="示例市乙局")
    assert history("add", "新.xlsx", *TODAY).out.startswith("已存入 第 5 号")
    assert [one.name for one in below.iterdir()] == ["新.xlsx"]


def test_without_a_store(history: Gouji) -> None:
    for words in (["list"], ["show", "甲"], ["export", "-o", "a.csv"], ["remove", "1"]):
        done = history(*words)
        assert (done.status, done.out) == (2, "")
        assert f"没有找到 {NAME}" in done.err
        assert "没有这个历年报告库" in history(*words, "--store", "x.sqlite").err
    assert not Path("x.sqlite").exists()


@pytest.mark.parametrize(
    "words", [["list"], ["show", "甲"], ["export", "-o", "a.csv"], ["remove", "1"], ["add", "a.xlsx"]]
)
@pytest.mark.parametrize("kind", ["junk", "other", "folder", "newer"])
def test_what_is_no_store_is_told(history: Gouji, words: list[str], kind: str) -> None:
    written(Path(), 2025, "a.xlsx")
    told = _spoil(kind, Path("s.sqlite"))
    done = history(*words, "--store", "s.sqlite")
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert re.search(told, done.err)
    assert not Path("a.csv").exists()


def _spoil(kind: str, path: Path) -> str:
    """Make something that is no store; what is said of it."""
    if kind == "junk":
        path.write_bytes(b"junk" * 1000)
        return "不是 SQLite 文件"
    if kind == "folder":
        path.mkdir()
        return "这是文件夹"
    with sqlite3.connect(path) as own:
        if kind == "newer":
            own.executescript(
                "CREATE TABLE gouji_schema (program, version); INSERT INTO gouji_schema VALUES ('gouji', 99)"
            )
        else:
            own.execute("CREATE TABLE invoices (id)")
    own.close()
    return "请升级 gouji" if kind == "newer" else "是别的程序的数据库"


WITHOUT = "import sys; sys.modules.update(dict.fromkeys({without!r})); from validator.cli import main; sys.exit(main(sys.argv[1:]))"


def without(packages: tuple[str, ...], *words: str) -> Done:
    """The command where these packages are not installed."""
    code = WITHOUT.format(without=packages)
    ran = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, env=environment(), check=False)
    return Done(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_what_has_to_be_installed_is_said(history: Gouji) -> None:
    _chain(history)
    done = without(("sqlalchemy",), "history", "list")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("pip install 'gouji[history]'\n")
    done = without(("pyarrow",), "history", "export", "-o", "a.parquet")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("pip install 'gouji[parquet]'\n")
    assert [one.name for one in Path().iterdir() if "parquet" in one.name] == []
    done = without(("pg8000",), "history", "list", "--store", "postgresql://u@127.0.0.1/d")
    assert done.err.endswith("pip install 'gouji[postgres]'\n")
