"""``gouji collect``: the reports of an office's units -> who is in, the sums as its draft, what does not add up."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

from validator.collecting.collected import Collected
from validator.collecting.draft import drafted, has_own_traces, traces_of
from validator.collecting.editions import Merging, merging
from validator.collecting.gathering import Gathering
from validator.collecting.naming import can_compare
from validator.collecting.outcome import Level, Outcome, examined_alone, judged
from validator.collecting.pile import Pile
from validator.collecting.records import recorded, shelf_of_reports, whole_report
from validator.collecting.roster import Roster, read_roster
from validator.collecting.superiors import Superiors
from validator.collecting.taking import Wanted
from validator.commands import CommandError, tell
from validator.commands.collect_files import outputs_of, refuse_wrong, replaced, traces_beside
from validator.commands.gathered import Reports, bodies_of, files_in
from validator.commands.runs import here, job_of, reports_before, settings_of
from validator.commands.schedulers import refuse_two_schedulers
from validator.files.given import BadFile
from validator.files.likely import likely
from validator.files.writing import refuse_input, write_atomically
from validator.model.filing import Filing
from validator.model.form import Edition
from validator.model.labels import organ_key
from validator.readers import UnreadableWorkbook
from validator.run.driver import Job, filing_in, read_filing, whole_filing
from validator.run.walking import Found
from validator.startup.records import dataclass, replace
from validator.template import BadContent

_NEAR = 0.75
"""So much of a name must be as it is in another for that one to be meant."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the run goes by."""

    args: argparse.Namespace
    job: Job
    roster: Roster
    found: Found
    products: tuple[Path, ...]
    before: Found | None

    def inputs(self) -> Iterator[Path]:
        """Every file that is read, which none that is written may replace."""
        read = filter(None, (self.args.roster, self.args.against))
        return chain(here(self.found), here(self.before), settings_of(self.args), map(Path, read))


def run(args: argparse.Namespace) -> int:
    """Write the draft and the outcome; the exit status is that of a check. Raises CommandError and BadOutput."""
    setting = _setting(args)
    with ExitStack() as stack:
        pile = stack.enter_context(Pile())
        reports = stack.enter_context(Reports(setting.job)) if _keeps_reports(args) else None
        gathering = _gathered(setting, pile, reports)
        outcome = _outcome(setting, gathering)
        _write(outcome, args)
        if reports is None:
            return outcome.exit_status
        return max(outcome.exit_status, _further(setting, outcome, reports))


def _keeps_reports(args: argparse.Namespace) -> bool:
    """Whether something is made of each report later."""
    return bool(args.report or args.annotate or args.letters)


def _setting(args: argparse.Namespace) -> _Setting:
    refuse_two_schedulers(args)
    if not organ_key(args.organ):
        raise CommandError("--organ 后面要写汇总的机关")
    before = reports_before(args)
    read = [Path(one) for one in (args.roster, args.against) if one]
    refuse_wrong(args, chain(read, settings_of(args), here(before)))
    found, products = files_in(args.paths, [*read, *replaced(args)])
    for output in outputs_of(args):
        refuse_input(output, here(found))
    job = job_of(args, before)
    roster = _roster(args, job)
    job = replace(job, contents=True, whole=roster.office_keys(args.organ))
    return _Setting(args, job, roster, found, products, before)


def _roster(args: argparse.Namespace, job: Job) -> Roster:
    """Who must report. Raises CommandError for a roster by which somebody would be lost."""
    try:
        roster = read_roster(Path(args.roster), job.limits)
        Superiors(roster, args.organ).refuse_slips()
    except (BadFile, UnreadableWorkbook) as error:
        raise CommandError(str(error)) from error
    if not roster.below(args.organ):
        raise CommandError(f"{args.roster}：名单里除了 {args.organ} 没有别的单位")
    if not roster.knows_above(args.organ):
        meant = likely(args.organ, {one.superior for one in roster.units if one.superior}, _NEAR)
        maybe = f"（是不是 {meant}？）" if meant else ""
        tell(f"{args.roster}：上级一列里没有 {args.organ}{maybe}，名单上的单位都算它的下级", args.lang)
    return roster


def _gathered(setting: _Setting, pile: Pile, reports: Reports | None) -> Gathering:
    args, catalogue = setting.args, setting.job.catalogue
    edition = catalogue.forms.edition_for(args.year)

    def merge(given: Edition) -> Merging:
        return merging(catalogue.form(given), catalogue.form(edition))

    wanted = Wanted(args.year, edition, args.include_faulty, merge)
    named = frozenset((*map(str, setting.found.given), *map(str, setting.found.closed)))
    gathering = Gathering(args.organ, setting.roster, catalogue, wanted, pile, named)
    resume = Path(args.output) if args.resume else None
    for body in bodies_of(args, setting.found, setting.job, with_reports=reports is not None, resume=resume):
        gathering.add(recorded(body))
        if reports is not None:
            reports.add(body.partition(b"\n")[2])
    if not can_compare():
        tell("没有安装 rapidfuzz，名称只差一两个字的不会提示（pip install 'gouji[collect]'）", args.lang)
    return gathering


def _outcome(setting: _Setting, gathering: Gathering) -> Outcome:
    args, job = setting.args, setting.job
    try:
        before = dict(_before(setting, gathering))
    except UnreadableWorkbook as error:
        raise CommandError(str(error)) from error
    collected = gathering.collected(before, is_pure=args.pure)
    target = Path(args.output)
    office = setting.roster.unit(args.organ)
    try:
        content = drafted(collected, office.kind if office else "", job.catalogue)
    except BadContent as error:
        raise CommandError(f"{target}：{error}") from error
    try:
        draft = filing_in(content, target.name, job)
    except UnreadableWorkbook as error:
        raise CommandError(str(error)) from error
    own = _against(setting, collected) if args.against else None
    report, checked = judged(collected, own or draft, job, is_own=own is not None)
    of_draft = examined_alone(draft, job) if own else checked
    traces = traces_beside(target) if has_own_traces(collected) else None
    if traces:
        write_atomically(traces, traces_of(collected), setting.inputs())
    write_atomically(target, content, setting.inputs())
    return Outcome(
        collected,
        report,
        checked,
        of_draft,
        args.output,
        str(traces) if traces else None,
        args.against,
        tuple(gathering.own),
        gathering.elsewhere,
        tuple(gathering.no_reports),
        tuple(_levels(setting, gathering, before)),
        [one.name for one in Superiors(setting.roster, args.organ).beyond(gathering.every)],
        tuple(map(str, setting.products)),
    )


def _levels(setting: _Setting, gathering: Gathering, before: Mapping[str, int]) -> Iterator[Level]:
    """Each office below against its units."""
    for office, collected in gathering.levels(before):
        reports = shelf_of_reports(gathering.pile, setting.job.catalogue)
        collected.is_pure = setting.args.pure
        compared = office.record if office.record and office.record.is_of(setting.args.year) else None
        if compared:
            filing = whole_report(compared, setting.job)
            report, _ = judged(collected, filing, setting.job, is_own=True)
            reports.add(report)
        yield Level(collected.organ, compared.path if compared else None, collected.entries, reports)


def _before(setting: _Setting, gathering: Gathering) -> Iterator[tuple[str, int]]:
    """Last year's reports that were given, as rows by the key of their body; only where they can explain something."""
    if not (setting.args.against or gathering.has_levels):
        return
    from validator.collecting.amounts import row_of

    catalogue, earlier = setting.job.catalogue, setting.job.earlier
    into = catalogue.form(gathering.wanted.edition)
    for name in (name for one in gathering.every for name in (one.name, *one.former)):
        key = organ_key(name), setting.args.year - 1
        held = None if key in earlier.repeated else earlier.reports.get(key)
        if held is not None:
            filing = whole_filing(held, catalogue)
            row = row_of(filing.numbers, tuple(filing.form.indicators))
            yield key[0], gathering.rows.add(merging(filing.form, into).merged(row))


def _filing_at(path: str, job: Job) -> Filing:
    try:
        return read_filing(path, job)
    except UnreadableWorkbook as error:
        raise CommandError(str(error)) from error


def _against(setting: _Setting, collected: Collected) -> Filing:
    """The office's own report. Raises CommandError for one of another year."""
    path = setting.args.against
    filing = _filing_at(path, setting.job)
    if filing.year not in (None, setting.args.year):
        raise CommandError(f"{path}：是 {filing.year} 年度的报告，汇总的是 {setting.args.year} 年度")
    if organ_key(filing.organ) not in ("", organ_key(collected.organ)):
        tell(f"{path} 的机关名称是 {filing.organ}，不是 {collected.organ}，照样对照", setting.args.lang)
    return filing


def _write(outcome: Outcome, args: argparse.Namespace) -> None:
    if args.format == "json":
        from validator.writers.outcomes.data import outcome_json

        pieces = outcome_json(outcome, args.lang)
    else:
        from validator.writers.outcomes.text import outcome_text

        pieces = outcome_text(outcome, args.lang)
    for piece in pieces:
        sys.stdout.write(piece)


def _further(setting: _Setting, outcome: Outcome, reports: Reports) -> int:
    """The page and what goes back to the units; 2 where something could not be written."""
    status = 0
    if setting.args.annotate or setting.args.letters:
        from validator.commands.sent_back import send_back

        inputs = chain(setting.inputs(), outputs_of(setting.args))
        status = send_back(setting.args, outcome, reports, inputs, setting.job)
    if setting.args.report:
        from validator.commands.collect_page import write_page

        count = len(setting.found.files)
        write_page(Path(setting.args.report), outcome, reports, setting.job, setting.args.lang, count)
        tell(f"已写入 {setting.args.report}（{count} 份）", setting.args.lang)
    return status
