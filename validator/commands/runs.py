"""What the commands that check reports have in common: what they read, under which job, and where they may write."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from validator.catalogue.shipped import shipped
from validator.commands import CommandError, no_rule
from validator.commands.stored import earlier_in_store, store_of
from validator.files.given import BadFile
from validator.files.stores import is_address
from validator.files.writing import same_file
from validator.filings.waivers import load_waivers
from validator.history.places import is_server
from validator.model.rule import Rule
from validator.readers import UnreadableWorkbook
from validator.run.batch import earlier_reports
from validator.run.config import config_path, load_config
from validator.run.driver import Job
from validator.run.walking import Found, find, place_of
from validator.startup.records import replace

_FEW = 3


def reports_in(paths: list[str], *, published: bool = False) -> Found:
    """The reports under the paths; in folders workbooks, and what is `published`. Raises CommandError for none."""
    found = _found(paths, published=published)
    if not found.files and not found.closed:
        raise CommandError(f"没有找到工作簿（.xlsx、.xlsm）：{'、'.join(paths)}{_beside(found)}")
    return found


def _beside(found: Found) -> str:
    """What there is in folders without a workbook."""
    names = "、".join(str(one) for one in islice(found.other, _FEW))
    return f"（有 {len(found.other)} 个其他文件：{names}）" if found.other else ""


def reports_before(args: argparse.Namespace) -> Found | None:
    """Last year's reports, None where none are given."""
    return _found([args.previous]) if args.previous else None


def refuse_stores(paths: list[str], what: str) -> None:
    """Raises CommandError for addresses where files of this machine are meant."""
    for one in paths:
        if is_address(one):
            raise CommandError(f"{what} 只用于本机的文件，这是一个地址：{one}")


def _found(paths: list[str], *, published: bool = False) -> Found:
    try:
        return find(map(place_of, paths), published=published)
    except (BadFile, OSError) as error:  # of a store
        raise CommandError(str(error)) from error


def here(found: Found | None) -> Iterator[Path]:
    """Of the files found those of this machine, which an output might replace."""
    return (one for one in (found.files if found else ()) if isinstance(one, Path))


def settings_of(args: argparse.Namespace) -> list[Path]:
    """The explanations, the configuration and the store that the run reads, also those it found by itself."""
    store = store_of(args)
    own = Path(store) if store and not is_server(store) else None
    return list(filter(None, (args.waivers and Path(args.waivers), config_path(args.config), own)))


def refuse_among_reports(args: argparse.Namespace, output: Path, read: Iterable[Path]) -> None:
    """Raises CommandError for an output that the next run would take for a report.

    One that is read already is never overwritten anyhow.
    """
    if any(same_file(output, one) for one in read):
        return
    folders = [Path(one).resolve() for one in (*args.paths, args.previous) if one and Path(one).is_dir()]
    if any(folder in output.absolute().resolve().parents for folder in folders):
        raise CommandError(f"{output}：输出在所查的文件夹里，又叫作工作簿，下次会当作报告来读；请换一个文件夹或文件名")


def job_of(args: argparse.Namespace, before: Found | None) -> Job:
    """What is run on each report, as the options say. Raises CommandError."""
    catalogue = shipped()
    try:
        config = load_config(config_path(args.config), catalogue)
        job = Job(
            catalogue=catalogue,
            today=args.today or today(),
            rules=_rules(catalogue.rules, args.only, args.ignore),
            thresholds=config.thresholds,
            waivers=load_waivers(Path(args.waivers)) if args.waivers else (),
            limits=config.limits,
            year=args.year,
        )
        return replace(job, earlier=earlier_reports(before, job) if before else earlier_in_store(args))
    except (BadFile, UnreadableWorkbook) as error:
        raise CommandError(str(error)) from error


def today() -> date:
    """The day that the clock says."""
    return datetime.now(UTC).astimezone().date()


def _rules(rules: tuple[Rule, ...], only: str, ignore: str) -> tuple[Rule, ...]:
    """The rules to run. A code may be a family: ``T3`` stands for every T3-…."""
    known = tuple(rule.code for rule in rules)
    chosen = (_named(only, known) if only else set(known)) - _named(ignore, known)
    if not chosen:
        raise CommandError("--only 和 --ignore 没有留下可以运行的规则")
    if all(rule.on_units for rule in rules if rule.code in chosen):
        raise CommandError("A-01 至 A-06 是汇总的规则，用 gouji collect 运行")
    return tuple(rule for rule in rules if rule.code in chosen)


def _named(words: str, known: tuple[str, ...]) -> set[str]:
    chosen: set[str] = set()
    for word in filter(None, (one.strip() for one in words.replace("，", ",").split(","))):
        codes = {code for code in known if word.upper() in {code, code.partition("-")[0]}}
        if not codes:
            raise CommandError(no_rule(word, known))
        chosen |= codes
    return chosen
