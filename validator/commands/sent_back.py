"""What an office sends back: one folder a unit with the annotated copy and the 退回说明, and 催报名单.xlsx."""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from validator.collecting.outcome import Outcome
from validator.commands import CommandError
from validator.commands.gathered import Reports
from validator.commands.outputs import refuse_inputs
from validator.commands.returns import Returns, named_letters, template_of
from validator.files.harmless import one_line, xml_text
from validator.files.writing import make_folders, write_atomically
from validator.model.collected import STATE_WORDS
from validator.run.driver import Job
from validator.startup.expressions import expression

CHASED: Final = "催报名单.xlsx"
_NO_NAME = expression(r'[\x00-\x1f<>:"/\\|?*]+|^[. ]+|[. ]+$')
"""What Windows does not take in the name of a folder."""
_LONGEST = 80
_HEADINGS: Final = (("序号", 6), ("机关名称", 34), ("机关类型", 24), ("状态", 12), ("情况", 70))


def send_back(args: argparse.Namespace, outcome: Outcome, reports: Reports, inputs: Iterable[Path], job: Job) -> int:
    """Write it; 2 where something could not be written. Raises CommandError for folders that will not do."""
    folders = _folders(outcome)
    copies = _targets(args.annotate, folders)
    letters = named_letters(_targets(args.letters, folders))
    refuse_inputs([*copies.values(), *letters.values()], inputs)
    returns = Returns(job.limits, job.catalogue.forms, copies, letters, template_of(None) if args.letters else None)
    for report in reports:
        returns.give(report)
    _chase(Path(args.letters or args.annotate), outcome)
    returns.tell(args)
    return 2 if returns.failed else 0


def _folders(outcome: Outcome) -> Mapping[Path, str]:
    """Each file and the folder of the unit whose it is; bodies whose names differ in odd signs alone keep apart."""
    found: dict[Path, str] = {}
    taken: dict[str, str] = {}
    for one in outcome.entries:
        name = _NO_NAME.sub("_", one_line(one.organ))[:_LONGEST] or "_"
        while taken.setdefault(name.casefold(), one.organ) != one.organ:
            name += "_"
        found |= {Path(file): name for file in one.files}
    return found


def _targets(folder: str | None, folders: Mapping[Path, str]) -> dict[Path, Path]:
    """Where what is made of each file goes; files of one name of a unit keep apart."""
    if not folder:
        return {}
    out = Path(folder)
    if out.exists() and not out.is_dir():
        raise CommandError(f"{out}：应为文件夹，这是文件")
    found: dict[Path, Path] = {}
    for source, name in folders.items():
        target, number = out / name / source.name, 1
        while target in found.values():
            number += 1
            target = out / name / f"{source.stem}（{number}）{source.suffix}"
        found[source] = target
    return found


def _chase(folder: Path, outcome: Outcome) -> None:
    """The list of units of which there is nothing to add up; none where all is in."""
    if not outcome.to_chase:
        return
    make_folders(folder)
    write_atomically(folder / CHASED, _list(outcome))


def _list(outcome: Outcome) -> bytes:
    from xlsxwriter import Workbook  # only who wants a workbook has to load it

    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, plain) as book:
        sheet = book.add_worksheet("催报名单")
        title = book.add_format({"bold": True, "font_size": 14, "font_name": "宋体"})
        head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "border": 1})
        cell = book.add_format({"border": 1, "font_name": "宋体", "text_wrap": True, "valign": "top"})
        collected = outcome.collected
        sheet.write_string(0, 0, xml_text(f"{collected.organ}{collected.year}年度报告催报名单"), title)
        for column, (heading, width) in enumerate(_HEADINGS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, heading, head)
        for number, one in enumerate(outcome.to_chase, 1):
            unit = collected.names.unit(one.organ)
            sheet.write_number(number + 1, 0, number, cell)
            texts = (one.organ, unit.kind if unit else "", STATE_WORDS[one.state].zh, one.why.zh)
            for column, text in enumerate(texts, 1):
                sheet.write_string(number + 1, column, xml_text(one_line(text)), cell)
        sheet.freeze_panes(2, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
    return content.getvalue()
