"""The store of earlier reports in a command: which one, opened, what it gives a check. Without one little is loaded."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from validator.commands import CommandError, tell
from validator.history.places import is_server, store_found
from validator.model.bilingual import Bilingual
from validator.policy.previous import Earlier

if TYPE_CHECKING:
    from validator.history.store import Store

_NOT_OPENED = Bilingual(
    "历年报告库没有打开：没有安装 gouji 的 history 附加组件",
    "the store was not opened: gouji's extra history is not installed",
)


def store_of(args: argparse.Namespace) -> str | None:
    """The store that gives the reports of years before; None where --previous does, or where there is none.

    Commands without the option --store have no use for last year's report.
    """
    return None if args.previous or "store" not in args else store_found(args.store)


def opened_store(args: argparse.Namespace, store: str, *, may_be_made: bool = False) -> Store:
    """The store, brought up to this version's tables, which is told. Raises CommandError."""
    from validator.history.refusals import MISSING, BadStore

    try:
        from validator.history.schema import NEW, VERSION
        from validator.history.store import opened
    except ImportError:
        raise CommandError(MISSING) from None
    try:
        found = opened(store, may_be_made=may_be_made)
    except BadStore as error:
        raise CommandError(str(error)) from error
    if found.was == NEW and may_be_made:
        tell(f"新建了历年报告库 {found.name}", args.lang)
    elif found.was not in {NEW, VERSION}:
        tell(f"{found.name}：库的结构从第 {found.was} 版升到了第 {VERSION} 版", args.lang)
    return found


def refuse_no_store(args: argparse.Namespace, store: str) -> None:
    """Raises CommandError for a store to which nothing could be added, before anything is examined for it."""
    if not _is_yet_to_be_made(args, store):
        opened_store(args, store)
        return
    from validator.history.refusals import MISSING, BadStore

    try:
        from validator.history.opening import database

        database(store, may_be_made=True)  # which is made when it is connected to
    except ImportError:
        raise CommandError(MISSING) from None
    except BadStore as error:
        raise CommandError(str(error)) from error


def earlier_in_store(args: argparse.Namespace) -> Earlier[Any]:
    """The reports of years before, none where there is no store.

    A store that nobody asked for stops no check: where what opens it is not installed, that is told, and why nothing
    could be held against the year before. Raises CommandError for one that is there and cannot be used.
    """
    store = store_of(args)
    if store is None or _is_yet_to_be_made(args, store):
        return Earlier()
    if not args.store and not _can_open():
        tell(f"{store}：{_NOT_OPENED.zh}", args.lang)
        return Earlier(digest="not opened", none=_NOT_OPENED)
    from validator.history.refusals import BadStore

    try:
        return opened_store(args, store).earlier(args.year)
    except BadStore as error:
        raise CommandError(str(error)) from error


def _is_yet_to_be_made(args: argparse.Namespace, store: str) -> bool:
    return getattr(args, "makes_store", False) and not is_server(store) and not os.path.exists(store)  # noqa: PTH110  a name may be no name of a file


def _can_open() -> bool:
    from importlib.util import find_spec

    return find_spec("sqlalchemy") is not None
