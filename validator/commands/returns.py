"""What goes back to the units: an annotated copy and a 退回说明 for each report that does not simply pass."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from validator.annotating.copies import Copy, annotated
from validator.catalogue.forms import Forms
from validator.commands import CommandError, tell
from validator.commands.outputs import in_folder, refuse_inputs
from validator.commands.runs import refuse_among_reports, refuse_stores
from validator.editing.refusal import NotEditable
from validator.files.writing import BadOutput, make_folders, write_atomically
from validator.model.filing import WORKBOOK
from validator.model.report import FileReport, Status
from validator.readers import UnreadableWorkbook
from validator.readers.files import read_bytes
from validator.readers.limits import Limits
from validator.run.driver import Job
from validator.run.walking import Found
from validator.startup.records import dataclass, field

if TYPE_CHECKING:
    from validator.letters.documents import Template

RETURNED = frozenset({Status.FAILS, Status.EXPLAIN})
_MOST_LINES = 20
"""So many lines tell what could not be written or put into copies, the others are counted."""


@dataclass(slots=True)
class Returns:
    """Where the copies and letters of a run go, and what came of them."""

    limits: Limits
    forms: Forms
    copies: Mapping[Path, Path] = field(default_factory=dict)
    letters: Mapping[Path, Path] = field(default_factory=dict)
    template: Template | None = None
    when: datetime = field(default_factory=lambda: datetime.now().astimezone())
    failed: bool = False
    written: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def lacks(self, path: str, status: object) -> bool:
        """Whether something should go back with a report of that status and is not there."""
        source = Path(path)
        targets = [one[source] for one in (self.copies, self.letters) if source in one]
        return status in RETURNED and not all(target.exists() for target in targets)

    def give(self, report: FileReport) -> None:
        """Write what goes back with a report; what cannot be written is kept to be told, and stops nothing."""
        source = Path(report.path)
        if report.status not in RETURNED:
            return
        if source in self.copies:
            self._copy(source, self.copies[source], report)
        if self.template and source in self.letters:
            self._letter(self.template, self.letters[source], report)

    def _copy(self, source: Path, target: Path, report: FileReport) -> None:
        try:
            copy = self._annotated(read_bytes(source, self.limits), report)
        except NotEditable as refusal:
            self.lines.append(f"{source}：没有做标注副本，{refusal}")
            return
        except UnreadableWorkbook as error:
            self._fail(f"{source}：没有做标注副本，{error}")
            return
        self.lines += [f"{source}：{line}" for line in copy.lacking]
        self._write(target, copy.content, "copies")

    def _annotated(self, content: bytes, report: FileReport) -> Copy:
        if report.source == WORKBOOK:
            return annotated(content, report, self.when, self.limits)
        from validator.annotating.documents import annotated_document  # nearly every file is a workbook

        return annotated_document(content, report, self.when, self.forms, self.limits)

    def _letter(self, template: Template, target: Path, report: FileReport) -> None:
        from validator.letters.content import fields_of
        from validator.letters.documents import BadTemplate

        try:
            letter = template.letter(fields_of(report))
        except BadTemplate as error:  # of these fields alone: the template was tried before
            self._fail(f"{report.path}：没有写退回说明，{error}")
            return
        self._write(target, letter, "letters")

    def _write(self, target: Path, content: bytes, what: str) -> None:
        try:
            make_folders(target.parent)
            write_atomically(target, content)
            self.written[what] += 1
        except BadOutput as error:
            self._fail(str(error))

    def _fail(self, line: str) -> None:
        self.failed = True
        self.lines.append(line)

    def tell(self, args: argparse.Namespace) -> None:
        """Say what could not be done, and how much was written."""
        for line in self.lines[:_MOST_LINES]:
            tell(line, args.lang)
        if len(self.lines) > _MOST_LINES:
            tell(f"另有 {len(self.lines) - _MOST_LINES} 行没有列出", args.lang)
        if args.annotate and not args.quiet:
            tell(f"标注副本 {self.written['copies']} 份，写在 {args.annotate}", args.lang)
        if args.letters and not args.quiet:
            tell(f"退回说明 {self.written['letters']} 份，写在 {args.letters}", args.lang)


def returns_of(args: argparse.Namespace, found: Found, inputs: Iterable[Path], job: Job) -> Returns:
    """What the options ask for. Raises CommandError for a place or a template that will not do."""
    if args.letter_template and not args.letters:
        raise CommandError("--letter-template 是退回说明的模板，请用 --letters 给出写到哪个文件夹")
    refuse_stores(args.paths, "--annotate、--letters")
    copies = in_folder(args.paths, found, args.annotate) if args.annotate else {}
    letters = named_letters(in_folder(args.paths, found, args.letters), copies.values()) if args.letters else {}
    template = Path(args.letter_template) if args.letter_template else None
    targets = [*copies.values(), *letters.values()]
    refuse_inputs(targets, (*inputs, *([template] if template else [])))
    if args.output and Path(args.output).absolute() in {one.absolute() for one in targets}:
        raise CommandError(f"{args.output}：输出和标注副本、退回说明要写成同一个文件，请换一个")
    for target in copies.values():
        refuse_among_reports(args, target, ())
    return Returns(job.limits, job.catalogue.forms, copies, letters, template_of(template) if args.letters else None)


def named_letters(targets: Mapping[Path, Path], copies: Iterable[Path]) -> Mapping[Path, Path]:
    """Each letter called like its report: by the whole name where the endings alone differ, or a copy is called so."""
    stems = Counter(_as_file(target.with_suffix("")) for target in targets.values())
    taken = {_as_file(one) for one in copies}
    return {
        source: target.with_name(f"{target.name}.docx")
        if stems[_as_file(target.with_suffix(""))] > 1 or _as_file(target.with_suffix(".docx")) in taken
        else target.with_suffix(".docx")
        for source, target in targets.items()
    }


def _as_file(path: Path) -> str:
    """What two paths to one file share: some systems do not tell capital letters apart."""
    return str(path.absolute()).casefold()


def template_of(path: Path | None) -> Template:
    """The template of the letters, the shipped one by default. Raises CommandError."""
    from validator.letters.documents import BadTemplate, Template

    try:
        return Template(path)
    except BadTemplate as error:
        raise CommandError(str(error)) from error
