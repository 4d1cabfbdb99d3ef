"""A reviewer's desk: a folder of reports in one go, told so that a person can act on it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.books import data, filled, loaded, saved
from tests.command import TODAY, Done, Gouji
from tests.shipped import base_filing
from validator.exchange.filing_data import FilingData
from validator.files.ordered import natural_order


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve files as a county office has them, three of them no reports."""
    monkeypatch.chdir(tmp_path)
    for name, kind in (("县1", "clean"), ("县2", "must"), ("县10", "explain"), ("县3", "many"), ("县7", "junk")):
        saved(Path(f"in/{name}.xlsx"), kind)
    base = base_filing()
    Path("in/县8.xlsx").write_bytes(filled(replace(base, organ="示例县教育局", values={})))
    Path("in/县9.xlsx").write_bytes(filled(FilingData(organ="示例县卫生健康局", year=2025)))
    Path("in/县11.xlsx").write_bytes(filled(replace(base, organ="示例县水利局", year=2024)))
    for name in ("说明.docx", "公文.pdf", "备注.txt", ".DS_Store", "Thumbs.db", "~$说明.docx"):
        Path("in", name).write_bytes(b"x")
    return tmp_path


def checked(gouji: Gouji, *words: str | Path) -> Done:
    return gouji("check", *words, *TODAY)


def test_files_come_in_the_order_in_which_people_count(place: Path, gouji: Gouji) -> None:
    names = [Path(one["path"]).stem for one in gouji.check("in").data["files"]]
    assert names == ["县1", "县2", "县3", "县7", "县8", "县9", "县10", "县11"]


@pytest.mark.parametrize(
    "names", [["县2", "县10"], ["2", "10"], ["a1b2", "a1b10"], ["县2", "县2a", "县10"], ["第1批2", "第1批11", "第2批1"]]
)
def test_numbers_in_names_go_by_their_value(names: list[str]) -> None:
    assert sorted(set(names), key=natural_order) == names


def test_files_that_are_no_workbooks_are_told(place: Path, gouji: Gouji) -> None:
    done = checked(gouji, "in")
    assert "另有 3 个其他文件没有检查：in/公文.pdf、in/备注.txt、in/说明.docx\n" in done.out.replace("\\", "/")
    found = gouji.check("in").data["summary"]["other_files"]
    assert [Path(one).name for one in found] == ["公文.pdf", "备注.txt", "说明.docx"]
    assert "1 other file was not checked" in checked(gouji, lone(place), "--lang", "en").out


def lone(place: Path) -> Path:
    saved(place / "one" / "a.xlsx", "clean")
    (place / "one" / "b.txt").write_bytes(b"x")
    return place / "one"


def test_what_the_run_itself_reads_and_writes_is_no_other_file(place: Path, gouji: Gouji) -> None:
    for name in ("w.toml", "gouji.toml"):
        Path(name).write_text("", "utf-8")
    saved(Path("a.xlsx"), "clean")
    words = (".", "--waivers", "w.toml", "--only", "T4", "-o", "out.json", "--format", "json")
    for _ in range(2):
        assert checked(gouji, *words).err == "gouji：已写入 out.json（9 份）\n"
    assert "out.json" not in Path("out.json").read_text("utf-8")


def test_a_file_that_was_named_is_checked_whatever_it_is_called(place: Path, gouji: Gouji) -> None:
    done = gouji.check("in/说明.docx")
    assert (done.status, done.data["summary"]["other_files"]) == (2, [])


def test_reports_of_another_year_fail_with_one_finding(place: Path, gouji: Gouji) -> None:
    done = gouji.check("in", "--year", "2025", "--only", "ST-15,T4")
    found = {Path(one["path"]).stem: [each["code"] for each in one["findings"]] for one in done.data["files"]}
    assert found == {
        **{name: [] for name in ("县1", "县3", "县7", "县8", "县9", "县10")},
        "县2": ["T4-01"],
        "县11": ["ST-15"],
    }
    (finding,) = next(one for one in done.data["files"] if one["year"] == 2024)["findings"]
    assert (finding["severity"], finding["message"]) == ("must", "这是 2024 年的报告，所收的是 2025 年的")
    assert [cell["indicator"] for cell in finding["cells"]] == ["封面.报告年度"]


def test_a_report_of_another_year_has_nothing_else_told(place: Path, gouji: Gouji) -> None:
    """Whatever else is wrong with it: the year of its sender decides whether it is looked at at all."""
    done = gouji.check("in", "--year", "2024")
    found = {Path(one["path"]).stem: one for one in done.data["files"]}
    others = {name: one for name, one in found.items() if one["year"] not in (None, 2024)}
    assert {"县1", "县2"} <= set(others)
    for name, one in others.items():
        wanted = ["ST-16"] if name == "县9" else ["ST-15"]
        assert [each["code"] for each in one["findings"]] == wanted, name
        assert one["coverage"]["rules_run"] == wanted
    assert [each["code"] for each in found["县11"]["findings"] if each["code"] == "ST-15"] == []
    assert "T4-01" in found["县11"]["coverage"]["rules_run"]
    text = checked(gouji, "in/县2.xlsx", "--year", "2024", "--lang", "en").out
    assert "T4-01" not in text
    assert "another year than" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_with_year_it_is_no_advice(place: Path, gouji: Gouji, lang: str) -> None:
    told = checked(gouji, "in", "--year", "2025", "--lang", lang).out.replace("\\", "/")
    differ = {
        "zh": "报告年度不一：2024 年 1 份（in/县11.xlsx）、2025 年 6 份\n",
        "en": "the report years differ: 1 of 2024",
    }
    assert differ[lang] in told
    assert "--year" not in told


def test_without_year_a_run_that_mixes_years_says_so(place: Path, gouji: Gouji) -> None:
    told = "报告年度不一：2024 年 1 份（in/县11.xlsx）、2025 年 6 份（只收一个年度时用 --year 指定）"
    assert told in checked(gouji, "in").out.replace("\\", "/")
    assert gouji.check("in").data["summary"]["years"] == {"2024": 1, "2025": 6}
    assert "报告年度不一" not in checked(gouji, "in/县1.xlsx", "in/县2.xlsx").out


def test_two_files_of_one_unit_and_year_are_told(place: Path, gouji: Gouji) -> None:
    Path("in/示例县教育局.xlsx").write_bytes(filled(replace(base_filing(), organ="示例县 教育局")))
    found = gouji.check("in").data["summary"]["same_unit"]
    assert [(one["organ"], one["year"], len(one["files"])) for one in found] == [
        ("示例市人民政府", 2025, 4),
        ("示例县教育局", 2025, 2),
    ]
    assert "同一机关同一年度有 2 份：示例县教育局 2025年（" in checked(gouji, "in").out


def test_a_template_nobody_filled_in_is_one_line(place: Path, gouji: Gouji) -> None:
    done = checked(gouji, "in/县9.xlsx")
    assert done.status == 0
    assert done.out.splitlines()[:2] == ["in/县9.xlsx  示例县卫生健康局 2025年  没有填写", ""]
    assert "1 份：通过 0，有待核实 1（其中没有填写 1），不通过 0，读不了 0；" in done.out
    (one,) = gouji.check("in/县9.xlsx").data["files"]
    assert [(each["code"], each["cells"]) for each in one["findings"]] == [("ST-16", [])]
    assert one["coverage"]["rules_run"] == ["ST-16"]


TYPED = [
    ("三、依申请公开", "D8", 0),
    ("二、主动公开", "B7", "/"),
    ("一、总体情况", "A3", "一句话"),
    ("封面", "F20", "草稿"),
    ("情况说明", "A5", "T3-04"),
]


@pytest.mark.parametrize(("sheet", "cell", "value"), TYPED)
def test_one_thing_typed_is_something(place: Path, gouji: Gouji, sheet: str, cell: str, value: int | str) -> None:
    book = loaded(Path("in/县9.xlsx").read_bytes())
    book[sheet][cell] = value
    book.save("a.xlsx")
    (one,) = gouji.check("a.xlsx").data["files"]
    assert "ST-16" not in [each["code"] for each in one["findings"]]


@pytest.mark.parametrize("words", [(), ("--totals", "typed"), ("--organ", "某镇", "--edition", "2019")])
def test_every_blank_template_is_untouched(place: Path, gouji: Gouji, words: tuple[str, ...]) -> None:
    assert gouji("template", "--year", "2025", *words, "-o", "t.xlsx").status == 0
    (one,) = gouji.check("t.xlsx").data["files"]
    assert ([each["code"] for each in one["findings"]], one["status"]) == (["ST-16"], "explain")


def test_what_files_have_in_common_stands_once(place: Path, gouji: Gouji) -> None:
    out = checked(gouji, "in").out
    assert out.count("没有上年报告") == 1
    assert "没有运行：X-01、X-02、X-03、Y-01、Y-02、Y-03、Y-04、Y-05、Y-06（没有上年报告）——全部 6 份\n" in out
    alone = checked(gouji, "in/县1.xlsx").out
    assert "  没有运行：X-01、X-02、X-03、Y-01、Y-02、Y-03、Y-04、Y-05、Y-06（没有上年报告）\n" in alone


def test_what_only_some_files_have_names_them(place: Path, gouji: Gouji) -> None:
    Path("in/县12.xlsx").write_bytes(filled(replace(base_filing(), published="")))
    out = checked(gouji, "in", "--only", "ST-08,T4").out.replace("\\", "/")
    assert "没有运行：ST-08（封面没有填公布日期）——2 份：in/县9.xlsx、in/县12.xlsx\n" in out


def test_the_worst_come_first_and_codes_have_titles(place: Path, gouji: Gouji) -> None:
    lines = checked(gouji, "in").out.replace("\\", "/").splitlines()
    at = lines.index("需要处理的报告（问题多的在前）：")
    listed = [line.split("/")[-1] for line in lines[at + 2 : at + 8]]
    assert listed == ["县11.xlsx", "县8.xlsx", "县2.xlsx", "县3.xlsx", "县9.xlsx（没有填写）", "县10.xlsx"]
    assert "读不了的文件：" in lines
    assert "  强制  T4-01  1 份 1 处  行政复议总计等于四种结果之和" in lines
    assert "为什么、怎么改：gouji explain 规则代码" in lines


def test_cells_without_a_verdict_are_folded(place: Path, gouji: Gouji) -> None:
    """25 rows whose total is a text: not 25 lines."""
    values = {**base_filing().values}
    values |= {name: "无数" for name in values if name.startswith("表三.") and name.endswith(".总计")}
    Path("a.xlsx").write_bytes(filled(replace(base_filing(), values=values)))
    lines = [line.strip() for line in checked(gouji, "a.xlsx", "--only", "T3").out.splitlines() if "没有结论" in line]
    assert lines == ["没有结论：T3-01、T3-02、T3-03（25 行）、T3-04、T3-05（要用的 25 个格空白或不是数字）"]
    (english,) = [
        line
        for line in checked(gouji, "a.xlsx", "--only", "T3", "--lang", "en").out.splitlines()
        if "no verdict" in line
    ]
    assert "T3-03 (25 rows)" in english


def test_blank_cells_are_told_as_areas(place: Path, gouji: Gouji) -> None:
    lines = checked(gouji, "in/县8.xlsx", "--only", "VA-03").out.splitlines()
    assert "         D8:I30 D32:I32" in lines


def test_many_scattered_cells_are_counted(place: Path, gouji: Gouji) -> None:
    values = {name: None if number % 3 else value for number, (name, value) in enumerate(base_filing().values.items())}
    Path("a.xlsx").write_bytes(filled(replace(base_filing(), values=values)))
    lines = checked(gouji, "a.xlsx", "--only", "VA-03").out.splitlines()
    assert all(len(line) < 120 for line in lines)
    assert any(line.endswith(" 格") and " 等 " in line for line in lines)


def test_quiet_is_one_line_a_failing_file_and_one_for_all(place: Path, gouji: Gouji) -> None:
    done = checked(gouji, "in", "--quiet")
    lines = done.out.replace("\\", "/").splitlines()
    assert [line.split("  ")[0] for line in lines[:-1]] == [f"in/县{number}.xlsx" for number in (2, 7, 8, 11)]
    assert lines[-1].startswith("8 份：通过 1，有待核实 3（其中没有填写 1），不通过 3，读不了 1，其他文件 3，")
    assert "年度不一：2024、2025" in lines[-1]
    clean = checked(gouji, "in/县1.xlsx", "--quiet")
    assert clean.out.splitlines()[0].startswith("1 份：通过 1，")
    assert len(clean.out.splitlines()) == 1


def test_quiet_writes_quietly(place: Path, gouji: Gouji) -> None:
    done = checked(gouji, "in/县2.xlsx", "--quiet", "-o", "out.txt")
    assert (done.status, done.out, done.err) == (1, "", "")
    assert len(Path("out.txt").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("least", "shown"), [("must", {"强制"}), ("explain", {"强制", "核实"}), ("notice", {"强制", "核实", "提示"})]
)
def test_the_least_severity_shown(place: Path, gouji: Gouji, least: str, shown: set[str]) -> None:
    text = {**base_filing().text, "六": data("notice").text["六"]}
    values = {**base_filing().values, "表四.行政复议.总计": 0, "表三.予以公开.科研机构": None}
    Path("a.xlsx").write_bytes(filled(replace(base_filing(), values=values, text=text)))
    done = checked(gouji, "a.xlsx", "--severity", least)
    lines = [line.split() for line in done.out.splitlines() if line.startswith("    ")]
    assert {word for line in lines for word in line[:2] if word in {"强制", "核实", "提示"}} == shown
    assert done.out.startswith("a.xlsx  示例市人民政府 2025年  不通过（强制 1，核实 1，提示 1）")
    assert done.status == 1


def test_severity_and_quiet_change_no_verdict_and_no_json(place: Path, gouji: Gouji) -> None:
    plain = gouji.check("in").data["files"]
    assert gouji.check("in", "--severity", "must", "--quiet").data["files"] == plain


def test_what_is_undecided_does_not_pass(place: Path, root: Path, gouji: Gouji) -> None:
    done = checked(gouji, root / "examples" / "渑池县2023.xlsx", "--only", "T3")
    assert "渑池县人民政府 2023年  有未定\n" in done.out
    assert "通过 0，有待核实 0，不通过 0，读不了 0，有未定 1；" in done.out
    assert done.status == 0


def test_o_says_what_it_wrote(place: Path, gouji: Gouji) -> None:
    done = checked(gouji, "in", "-o", "out.txt", "--lang", "en")
    assert (done.out, done.err) == ("", "gouji: wrote out.txt (8 files)\n")


def test_a_folder_without_a_workbook_says_what_is_there(place: Path, gouji: Gouji) -> None:
    Path("docs").mkdir()
    Path("docs/a.docx").write_bytes(b"x")
    done = checked(gouji, "docs")
    assert (
        done.err.replace("\\", "/") == "gouji：没有找到工作簿（.xlsx、.xlsm）：docs（有 1 个其他文件：docs/a.docx）\n"
    )
    assert done.status == 2


SLIPS = [
    ("chek in", "没有 chek，是不是 check？"),
    ("check in --prevoius a", "没有 --prevoius 这个选项，是不是 --previous？"),
    ("check in --jsob=2", "没有 --jsob 这个选项，是不是 --jobs？"),
    ("check in --format jsno", "没有 jsno，是不是 json？"),
    ("template --yaer 2025 -o a.xlsx", "缺少 --year；没有 --yaer 这个选项，是不是 --year？"),
    ("check in --only T3-1", "没有规则 T3-1；gouji rules 列出全部规则，是不是 T3-01？"),
    ("check in --ignore N-1", "没有规则 N-1；gouji rules 列出全部规则，是不是 N-01？"),
    ("check in --only st9", "没有规则 st9；gouji rules 列出全部规则，是不是 ST-09？"),
    ("check in --only T3-99", "没有规则 T3-99；gouji rules 列出全部规则，T3 有 T3-01 至 T3-05"),
    ("explain P03", "没有规则 P03；gouji rules 列出全部规则，是不是 P-03？"),
    ("fill a.json -o a.xlsx", "values 中不认识的键：表三.本年新收.自燃人，是不是 表三.本年新收.自然人？"),
    ("check in --config c.toml", "thresholds 中不认识的键 other_shar，可用：other_share、"),
    ("check in --config c.toml", "，是不是 other_share？"),
    ("check in --waivers w.toml", "第 1 条说明有不认识的键 reasn，是不是 reason？"),
]


@pytest.mark.parametrize(("words", "said"), SLIPS)
def test_what_was_probably_meant_is_said(place: Path, gouji: Gouji, words: str, said: str) -> None:
    Path("a.json").write_text('{"organ": "甲", "year": 2025, "values": {"表三.本年新收.自燃人": 1}}', "utf-8")
    Path("c.toml").write_text("[thresholds]\nother_shar = 1\n", "utf-8")
    Path("w.toml").write_text("[[waiver]]\nreasn = ''\n", "utf-8")
    done = gouji(*words.split())
    assert (done.status, done.out) == (2, "")
    assert said in done.err.splitlines()[-1]


def test_a_wrong_option_of_a_command_shows_its_own_usage(place: Path, gouji: Gouji) -> None:
    assert gouji("check", "in", "--unknown").err.startswith("用法：gouji check [-h] [--format")
    assert gouji("explain", "T3-01", "T3-02").err.endswith("gouji explain：参数有误：多余的参数 T3-02\n")


TEMPLATES = [
    ("--year 2018 -o a.xlsx", 2, "本格式自 2019 年度起使用，没有 2018 年的模板"),
    ("--year 2025 -o a.xls", 2, "a.xls：输出文件应为 .xlsx，请改用 a.xlsx"),
    ("--year 2025 --edition 2030 -o a.xlsx", 2, "没有 2030 版的格式，可用：2019、2021"),
    ("--year 2025 --edition 2019 -o a.xlsx", 0, "2025 年的报告应当用 2021 版的格式；已按要求做成 2019 版"),
    ("--year 2020 --edition 2021 -o a.xlsx", 0, "2020 年的报告应当用 2019 版的格式；已按要求做成 2021 版"),
    ("--year 2025 -o in/县1.xlsx", 2, "in/县1.xlsx：已有填好的报告，没有覆盖；确实要覆盖，请加 --force"),
]


@pytest.mark.parametrize(("words", "status", "said"), TEMPLATES)
def test_a_template_fits_its_year_or_says_so(place: Path, gouji: Gouji, words: str, status: int, said: str) -> None:
    done = gouji("template", *words.split())
    assert (done.status, done.out, done.err.replace("\\", "/")) == (status, "", f"gouji：{said}\n")


@pytest.mark.parametrize(("year", "edition"), [("2019", "2019"), ("2020", "2019"), ("2021", "2021"), ("2030", "2021")])
def test_the_edition_follows_the_year(place: Path, gouji: Gouji, year: str, edition: str) -> None:
    done = gouji("template", "--year", year, "-o", "a.xlsx")
    assert (done.status, done.err) == (0, "")
    assert gouji("extract", "a.xlsx").data["edition"] == edition


def test_a_filled_workbook_is_replaced_by_force_only(place: Path, gouji: Gouji) -> None:
    before = Path("in/县1.xlsx").read_bytes()
    assert gouji("template", "--year", "2025", "-o", "in/县1.xlsx").status == 2
    assert Path("in/县1.xlsx").read_bytes() == before
    assert gouji("template", "--year", "2025", "-o", "in/县1.xlsx", "--force").status == 0
    assert gouji("template", "--year", "2024", "-o", "in/县1.xlsx").status == 0  # nobody has filled it in since
    openpyxl.Workbook().save("other.xlsx")
    done = gouji("template", "--year", "2025", "-o", "other.xlsx")
    assert (done.status, "读不出里面有没有填好的报告" in done.err) == (2, True)


TYPED = [
    *(("封面", at, value) for at, value in (("C7", "示例县教育局"), ("C8", "县级政府部门"), ("C13", "2026-01-20"))),
    *(("封面", "C9", value) for value in ("2025年", "今年")),
    *(("情况说明", at, value) for at, value in (("A5", "ST-11"), ("C5", "没有这类情形"), ("E9", "2026-01-20"))),
    *((name, at, "x") for name, at in (("封面", "H30"), ("三、依申请公开", "L40"), ("校验", "Z3"), ("封面", "B4"))),
    ("三、依申请公开", "L40", "=1+1"),
    ("三、依申请公开", "D8", 0),
    ("六、其他事项", "A3", "没有。"),
    ("新的工作表", "A1", "x"),
]


NEW = ("template", "--year", "2025", "--totals")


@pytest.fixture(scope="module")
def blanks() -> dict[str, bytes]:
    """The template of each kind of totals, filled in by nobody, once a test has made it."""
    return {}


@pytest.mark.parametrize(("sheet", "at", "value"), TYPED)
def test_one_word_that_was_typed_is_not_replaced(
    tmp_path: Path, gouji: Gouji, blanks: dict[str, bytes], sheet: str, at: str, value: Any
) -> None:
    path, totals = tmp_path / "a.xlsx", "typed" if at == "C7" else "formula"
    if totals not in blanks:
        assert gouji(*NEW, totals, "-o", path).status == 0
        blanks[totals] = path.read_bytes()
    before = typed_in(blanks[totals], sheet, at, value)
    path.write_bytes(before)
    for lang, told in (("zh", "没有覆盖；确实要覆盖，请加 --force"), ("en", "add --force to replace it")):
        done = gouji(*NEW, totals, "-o", path, "--lang", lang)
        assert (done.status, done.out, path.read_bytes() == before) == (2, "", True)
        assert done.err.rstrip("\n").endswith(told)


def typed_in(content: bytes, sheet: str, at: str, value: Any) -> bytes:
    book, memory = loaded(content), BytesIO()
    (book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet))[at] = value
    book.save(memory)
    return memory.getvalue()


@pytest.mark.parametrize("totals", ["formula", "typed"])
def test_what_was_typed_goes_by_force_and_a_blank_template_at_any_time(
    tmp_path: Path, gouji: Gouji, totals: str
) -> None:
    path = tmp_path / "a.xlsx"
    words = (*NEW, totals, "-o", path)
    assert [gouji(*words).status for _ in range(2)] == [0, 0]
    path.write_bytes(typed_in(path.read_bytes(), "封面", "C7", "示例县教育局"))
    assert [gouji(*words).status, gouji(*words, "--force").status, gouji(*words).status] == [2, 0, 0]


@pytest.mark.parametrize(("content", "status"), [(b"", 0), (b"x", 2), (b"a,b\r\n1,2\r\n", 2), (b"PK\x03\x04", 2)])
def test_a_file_that_holds_anything_is_not_replaced(tmp_path: Path, gouji: Gouji, content: bytes, status: int) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert gouji("template", "--year", "2025", "-o", path).status == status
    assert (path.read_bytes() == content) is (status == 2)
