"""``gouji history``: reports that are accepted are kept, listed, shown along their years, exported, taken out again."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from validator.catalogue.shipped import shipped
from validator.commands import CommandError, tell
from validator.commands.progress import FEW, progress
from validator.commands.runs import job_of, reports_before, reports_in, today
from validator.commands.stored import opened_store, refuse_no_store
from validator.files.harmless import cut, one_line
from validator.files.likely import did_you_mean
from validator.files.writing import write_atomically
from validator.history.accepting import Desk, Seen, lost, seen
from validator.history.chains import Step, steps
from validator.history.choosing import Turn, in_turn
from validator.history.entries import Accepted, Added, Version
from validator.history.export import KINDS, MISSING
from validator.history.places import NAME, is_server, login, store_found
from validator.history.records import Kept
from validator.history.refusals import BadStore
from validator.history.telling import (
    added_line,
    break_lines,
    history_text,
    removed_line,
    undone_line,
    version_line,
)
from validator.model.filing import Filing
from validator.model.labels import organ_key
from validator.policy.context import Context
from validator.readers import UnreadableWorkbook
from validator.run.batch import in_processes
from validator.run.walking import Found
from validator.run.workers import ProcessEnded
from validator.startup.records import dataclass

if TYPE_CHECKING:
    from validator.history.store import Store

_AT_ONCE = 8
"""So many reports are kept in one transaction, and told when it is on the disk."""


def run_add(args: argparse.Namespace) -> int:
    """Keep every report without an open must finding; 1 where one was refused, 2 where there is no verdict on one.

    A line that says that a report is kept is written when it is on the disk. Raises CommandError.
    """
    found, before = reports_in(args.paths, published=args.published), reports_before(args)
    desk = Desk(job_of(args, before), args.by or login())
    refuse_no_store(args, _to_add_to(args))
    with _told(), ExitStack() as stack:
        counter = _Counter(args, stack)
        every = _all_seen(args, found, desk)  # before the first is kept: the last file may be the one that counts
        for several in _together(in_turn(every, desk.job.catalogue)):
            for line in counter.lines(several):
                sys.stdout.write(f"{line}\n")
            sys.stdout.flush()  # at once: who reads it may rely on it
    if counter.kept + counter.refused + counter.failed > 1:
        tell(f"存入 {counter.kept} 份，早已存入 {counter.same} 份，没有存入 {counter.undone} 份", args.lang)
    return 2 if counter.failed else 1 if counter.refused else 0


def _all_seen(args: argparse.Namespace, found: Found, desk: Desk) -> list[Seen]:
    count, every = len(found.files), list[Seen]()
    jobs = args.jobs or max(1, min(os.cpu_count() or 1, count // FEW))
    with progress(count, args.lang) as bar:
        for one in in_processes(jobs, count, desk.job)(seen, desk, map(str, found.files), lost):
            every.append(one)
            if bar:
                bar.update(1)
    return [*every, *(Seen(str(folder), error=why) for folder, why in found.closed.items())]


def _together(turns: Iterable[Turn]) -> Iterator[list[Turn]]:
    """Some at a time: a disk takes as long for one as for several. What comes in one turn is not parted."""
    several: list[Turn] = []
    for turn in turns:
        several.append(turn)
        if sum(len(one.files) for one in several) >= _AT_ONCE:
            yield several
            several = []
    if several:
        yield several


@dataclass(slots=True)
class _Counter:
    """What comes of the files of one run; the store is made when there is a first report to keep."""

    args: argparse.Namespace
    stack: ExitStack
    kept: int = 0
    same: int = 0
    refused: int = 0
    failed: int = 0
    add: Callable[[Iterable[Accepted]], list[Added]] | None = None

    @property
    def undone(self) -> int:
        return self.refused + self.failed

    def lines(self, several: Sequence[Turn]) -> Iterator[str]:
        """Keep those that are accepted; then what to say of each."""
        every = [one for turn in several for one in turn.files]
        kept = iter(self._kept([one.accepted for one in every if one.accepted]))
        why = {id(turn.files[-1]): turn.why for turn in several}
        for one in every:
            if one.accepted is None:
                self.failed += bool(one.error)
                self.refused += not one.error
                yield undone_line(one, self.args.lang)
                continue
            done = next(kept)
            self.kept += done.is_new
            self.same += not done.is_new
            yield added_line(one.accepted, done, self.args.lang, why.get(id(one)))

    def _kept(self, several: Sequence[Accepted]) -> Sequence[Added]:
        if not several:
            return ()
        if self.add is None:
            store = opened_store(self.args, _to_add_to(self.args), may_be_made=True)
            self.add = self.stack.enter_context(store.adding())
        return self.add(several)


def run_list(args: argparse.Namespace) -> int:
    """A line for each report that counts, or for each place where a year does not follow from the one before."""
    store = _store(args)
    with _told():
        if args.breaks:
            lines = (line for organ, chain in _chains(store) for line in break_lines(chain, organ, args.lang))
        else:
            every = store.versions()
            shown = every if args.all else _counting(every)
            lines = (version_line(one, args.lang, is_marked=args.all) for one in shown)
        count = 0
        for count, line in enumerate(lines, 1):  # noqa: B007  said below
            sys.stdout.write(f"{line}\n")
    if not count:  # else nobody knows whether anything was done
        tell(f"{store.name}：没有查出不衔接的地方" if args.breaks else f"{store.name}：库里没有报告", args.lang)
    return 0


def run_show(args: argparse.Namespace) -> int:
    """One body: its versions, its years against each other, its key figures. Raises CommandError for an unknown one."""
    if not organ_key(args.organ):
        raise CommandError("show 后面要写机关名称；gouji history list 列出全部")
    store = _store(args)
    with _told():
        versions = [one for one in store.versions(args.organ) if _is_asked(one.year, args)]
        if not versions:
            raise CommandError(_nobody(store, args))
        filings = [one for one in _filings(store, args.organ) if args.year is None or _near(one, args.year)]
    chain = tuple(steps(filings, _context()))
    for line in history_text(versions, filings, chain, shipped(), args.lang):
        sys.stdout.write(f"{line}\n")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """The reports that count as one table."""
    target = Path(args.output)
    make = KINDS.get(target.suffix.lower())
    if make is None:
        raise CommandError(f"{args.output or '-o'}：只能输出 {'、'.join(KINDS)}")
    store = _store(args)
    own, count = () if is_server(store.name) else (Path(store.name),), 0

    def counted() -> Iterator[tuple[Version, Kept]]:
        nonlocal count
        for one in store.records():
            count += 1
            yield one

    with _told():
        try:
            write_atomically(target, make(counted(), shipped()), own)
        except ImportError:
            raise CommandError(MISSING) from None
    tell(f"已写入 {target}（{count} 份）", args.lang)
    return 0


def run_remove(args: argparse.Namespace) -> int:
    """Take one version out."""
    store = _store(args)
    with _told():
        done = store.remove(args.id, args.by or login())
    sys.stdout.write(f"{removed_line(done, args.lang)}\n")
    return 0


def _to_add_to(args: argparse.Namespace) -> str:
    return store_found(args.store) or NAME


def _store(args: argparse.Namespace) -> Store:
    store = store_found(args.store)
    if store is None:
        raise CommandError(f"从这个文件夹向上没有找到 {NAME}；gouji history add 会新建，或者用 --store 给出")
    return opened_store(args, store)


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with the store, or with what it holds, ends the command with a line."""
    try:
        yield
    except ProcessEnded as error:
        raise CommandError("系统一再结束校验进程（可能是内存不足），校验没有做完；可以加 --jobs 1 再试") from error
    except (BadStore, UnreadableWorkbook) as error:
        raise CommandError(str(error)) from error


def _counting(every: Iterable[Version]) -> Iterator[Version]:
    """Of each body and year the last version that was not taken out."""
    left = (one for one in every if one.removed_at is None)
    for _, versions in groupby(left, lambda one: (organ_key(one.organ), one.year)):
        *_, last = versions
        yield last


def _is_asked(year: int, args: argparse.Namespace) -> bool:
    return args.year is None or year == args.year


def _near(filing: Filing, year: int) -> bool:
    return filing.year in (year - 1, year)


def _filings(store: Store, organ: str) -> Iterator[Filing]:
    return (kept.filing(shipped()) for _, kept in store.records(organ))


def _chains(store: Store) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Every body with what its years say of each other."""
    context = _context()
    for _, records in groupby(store.records(), lambda one: organ_key(one[0].organ)):
        filings = [kept.filing(context.catalogue) for _, kept in records]
        yield filings[-1].organ, tuple(steps(filings, context))


def _context() -> Context:
    return Context(today(), shipped())


def _nobody(store: Store, args: argparse.Namespace) -> str:
    """That the store has no report of a body, or none of a year, and whose it has."""
    every = store.versions()
    if own := sorted({one.year for one in every if organ_key(one.organ) == organ_key(args.organ)}):
        return (
            f"{store.name}：没有 {cut(one_line(args.organ))} {args.year} 年的报告，有 {'、'.join(map(str, own))} 年的"
        )
    names = {one.organ for one in every}
    near = next((one for one in sorted(names, key=len) if organ_key(args.organ) in organ_key(one)), "")
    meant = f"，是不是 {near}？" if near else did_you_mean(args.organ, names)
    return f"{store.name}：没有 {cut(one_line(args.organ))} 的报告{meant}"
