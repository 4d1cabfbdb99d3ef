"""How fast `read_workbook` is beside openpyxl and calamine: same run, same files, interleaved.

    python benchmarks/bench_read.py [--files 50] [--rounds 5] [--folder DIR]

Without --folder the workbooks are made here: 7 sheets, 200 names, a table of 25 rows and 7 columns, 58 formulas,
labels, validations, conditional formats, protection, comments; each file with its own figures. What a file costs
depends on whether a file with the same labels and layout was read before, so `gouji, first` clears every cache.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from validator.readers import read_workbook

SHEETS = ("封面", "一、总体情况", "二、主动公开", "三、依申请公开", "四、复议诉讼", "五、问题改进", "六、其他事项")
ROWS, COLUMNS = 25, 7
LABEL = "本年度办理结果其他处理情形说明"
PARAGRAPH = "本机关认真贯彻落实政府信息公开条例，全年主动公开政府信息{}条，受理申请{}件，均在法定期限内答复。"


def make(path: Path, seed: int) -> None:
    """One filled workbook, the size and shape of an annual report."""
    figures = random.Random(seed)  # noqa: S311  figures for a benchmark
    book = xlsxwriter.Workbook(str(path))
    sheets = {name: book.add_worksheet(name) for name in SHEETS}
    entry = book.add_format({"num_format": "0", "border": 1, "locked": False, "bg_color": "#FFFFE0"})
    total = book.add_format({"num_format": "0", "border": 1, "bold": True})
    label = book.add_format({"text_wrap": True, "border": 1, "align": "center"})
    red = book.add_format({"bg_color": "#FFC7CE"})
    cover(book, sheets[SHEETS[0]], label, seed)
    for name in (SHEETS[1], SHEETS[5], SHEETS[6]):
        text = PARAGRAPH.format(figures.randint(100, 9999), figures.randint(1, 99))
        sheets[name].merge_range("A1:H1", name, label)
        sheets[name].write("A3", text * 12, label)
    disclosure(book, sheets[SHEETS[2]], figures, (entry, total, label))
    requests(book, sheets[SHEETS[3]], figures, (entry, total, label))
    reviews(book, sheets[SHEETS[4]], figures, (entry, total, label))
    for name, sheet in sheets.items():
        sheet.protect("gouji")
        sheet.set_paper(9)
        sheet.set_column("A:C", 14)
        if name == SHEETS[3]:
            sheet.conditional_format("D7:J31", {"type": "cell", "criteria": "<", "value": 0, "format": red})
    book.set_properties({"title": f"报告{seed}", "author": "某某"})
    book.close()


def cover(book, sheet, label, seed) -> None:  # type: ignore[no-untyped-def]
    sheet.merge_range("A1:D1", "政府信息公开工作年度报告", label)
    for row, text in enumerate(("机关名称", "报告年度", "填报人", "联系电话"), 3):
        sheet.write(f"A{row}", text, label)
        sheet.write(f"B{row}", 2023 if row == 4 else f"{text}{seed}", label)
        book.define_name(f"封面.{text}", f"='{SHEETS[0]}'!$B${row}")
    for row in range(10, 20):
        sheet.write_formula(f"B{row}", f"='{SHEETS[3]}'!J{row}", label, row)


def disclosure(book, sheet, figures, formats) -> None:  # type: ignore[no-untyped-def]
    entry, total, label = formats
    sheet.merge_range("A1:D1", SHEETS[2], label)
    for row in range(3, 9):
        sheet.write(f"A{row}", f"第二十条第（{row}）项", label)
        sheet.write(f"B{row}", figures.randint(0, 900), entry)
        book.define_name(f"表二.R{row}", f"='{SHEETS[2]}'!$B${row}")
    for row in range(9, 14):
        sheet.write_formula(f"B{row}", "=SUM(B3:B8)", total, 5)
    sheet.data_validation("B3:B8", {"validate": "integer", "criteria": ">=", "value": 0})


def requests(book, sheet, figures, formats) -> None:  # type: ignore[no-untyped-def]
    entry, total, label = formats
    sheet.merge_range("A1:J1", SHEETS[3], label)
    sheet.merge_range("A3:C6", "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和", label)
    for row in range(ROWS):
        sheet.merge_range(row + 6, 0, row + 6, 2, f"{row}.{LABEL}", label)
        for column in range(COLUMNS):
            last = column == COLUMNS - 1
            name = f"表三.R{row + 1:02d}C{column + 1}"
            book.define_name(name, f"='{SHEETS[3]}'!${'DEFGHIJ'[column]}${row + 7}")
            if last or row == ROWS - 2:
                area = f"D{row + 7}:I{row + 7}" if last else f"{'DEFGHIJ'[column]}9:{'DEFGHIJ'[column]}29"
                sheet.write_formula(row + 6, column + 3, f"=SUM({area})", total, figures.randint(0, 500))
            else:
                sheet.write_number(row + 6, column + 3, figures.choice((0, 0, 0, figures.randint(1, 200))), entry)
    for letter in "DEFGHIJ":
        sheet.write_formula(f"{letter}33", f"={letter}7+{letter}8-{letter}30-{letter}31", total, 0)
    sheet.write_comment("D7", "以收到日期为准")
    sheet.data_validation("D7:J31", {"validate": "integer", "criteria": ">=", "value": 0})


def reviews(book, sheet, figures, formats) -> None:  # type: ignore[no-untyped-def]
    entry, total, label = formats
    sheet.merge_range("A1:P1", SHEETS[4], label)
    for column in range(15):
        letter = "BCDEFGHIJKLMNOP"[column]
        sheet.write(f"{letter}5", f"结果{column}", label)
        book.define_name(f"表四.C{column + 1}", f"='{SHEETS[4]}'!${letter}$6")
        if column % 5 == 4:
            first, last = "BCDEFGHIJKLMNOP"[column - 4], "BCDEFGHIJKLMNOP"[column - 1]
            sheet.write_formula(f"{letter}6", f"=SUM({first}6:{last}6)", total, 9)
        else:
            sheet.write_number(f"{letter}6", figures.randint(0, 12), entry)
    for row in (8, 9):
        sheet.write_formula(f"B{row}", "=F6+K6+P6", total, 27)


def ours(path: str) -> object:
    return read_workbook(path)


def forget() -> None:
    """Empty every cache of the readers, as in a new process."""
    for name, module in list(sys.modules.items()):
        if name.startswith("validator.readers."):
            for one in vars(module).values():
                getattr(one, "cache_clear", lambda: None)()


def calamine(path: str) -> object:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def openpyxl_values(path: str) -> object:
    return openpyxl.load_workbook(path, data_only=True)


def openpyxl_both(path: str) -> object:
    return openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)


READERS: dict[str, Callable[[str], object]] = {
    "gouji": ours,
    "calamine (values only)": calamine,
    "openpyxl values": openpyxl_values,
    "openpyxl values + formulas": openpyxl_both,
}
FIRST: dict[str, Callable[[str], object]] = {"gouji, first file": ours, "calamine (values only)": calamine}
BASE = "calamine (values only)"


def timings(readers: dict[str, Callable[[str], object]], paths: list[str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every reader on every file, readers taking turns in changing order."""
    order = random.Random(0)  # noqa: S311  no secret
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(rounds):
        for path in paths:
            for name in order.sample(sorted(readers), len(readers)):
                if name.startswith("openpyxl") and turn:
                    continue  # one turn is enough where a file takes a tenth of a second
                if name.startswith("gouji, first"):
                    forget()
                start = time.perf_counter()
                readers[name](path)
                spent[name].append((time.perf_counter() - start) * 1e3)
    return spent


def table(spent: dict[str, list[float]], last: str) -> None:
    """One line a reader: median, best, and how often it goes into the two it is compared with."""
    middle = {name: statistics.median(times) for name, times in spent.items()}
    print(f"{'reader':28}{'median ms':>10}{'min':>9}{'x calamine':>12}{'x faster than ' + last:>45}")
    for name, times in spent.items():
        faster = middle[last] / middle[name]
        print(f"{name:28}{middle[name]:10.3f}{min(times):9.3f}{middle[name] / middle[BASE]:12.2f}{faster:45.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.folder is None:
            for number in range(options.files):
                make(Path(folder, f"{number}.xlsx"), number)
        paths = sorted(map(str, (options.folder or Path(folder)).rglob("*.xlsx")))[: options.files]
        print(f"{len(paths)} files ({options.folder or 'generated'}), {options.rounds} rounds")
        table(timings(READERS, paths, options.rounds), "openpyxl values + formulas")
        print("each file as if it were the first of its kind:")
        table(timings(FIRST, paths, options.rounds), BASE)


if __name__ == "__main__":
    main()
