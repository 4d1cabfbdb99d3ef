"""What an office sends back: one folder a unit with the annotated copy and the 退回说明, and 催报名单.xlsx."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from validator.collecting.collected import Collected
from validator.collecting.lists import listed
from validator.collecting.outcome import Outcome
from validator.commands import CommandError
from validator.commands.gathered import Reports
from validator.commands.outputs import refuse_inputs
from validator.commands.returns import Returns, named_letters, template_of
from validator.files.harmless import one_line
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
    letters = named_letters(_targets(args.letters, folders), copies.values())
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
    taken: set[Path] = set()
    for source, name in folders.items():
        target, number = out / name / source.name, 1
        while target in taken:
            number += 1
            target = out / name / f"{source.stem}（{number}）{source.suffix}"
        taken.add(target)
        found[source] = target
    return found


def _chase(folder: Path, outcome: Outcome) -> None:
    """The list of units of which there is nothing to add up; none where all is in."""
    if any(outcome.to_chase):
        make_folders(folder)
        write_atomically(folder / CHASED, _list(outcome))


def _list(outcome: Outcome) -> bytes:
    collected = outcome.collected
    rows = (
        (str(number), one.organ, _kind(one.organ, collected), STATE_WORDS[one.state].zh, one.why.zh)
        for number, one in enumerate(outcome.to_chase, 1)
    )
    return listed("催报名单", _HEADINGS, rows, title=f"{collected.organ}{collected.year}年度报告催报名单")


def _kind(organ: str, collected: Collected) -> str:
    """What the roster says of an office's own units; of others there is no word."""
    unit = collected.names.unit(organ)
    return unit.kind if unit else ""
