"""Small workbooks with a known verdict, built once and written wherever a test wants them."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from tests.shipped import base_filing, base_previous
from validator.api import fill
from validator.exchange.filing_data import FilingData

BLANK_PART = "表三.予以公开.科研机构"
SHARE = {"code": "T3-04", "cell": "表三.其他处理_其他.总计", "reason": "集中撤回", "by": "甲", "date": "2026-01-10"}
"""Explains what `many` finds."""


def _with(values: dict[str, int | str | None], **rest: object) -> FilingData:
    base = base_filing()
    return replace(base, values={**base.values, **values}, **rest)  # type: ignore[arg-type]


@cache
def data(kind: str) -> FilingData:
    """The filing of that kind, all of them reports of 示例市人民政府."""
    base = base_filing()
    fee = "1.本年度没有发出收费通知，收取信息处理费0元。"
    # 22 of 61 answers are "other": every sum holds, T3-04 asks for an explanation.
    many = {
        "表三.其他处理_其他.自然人": 21,
        "表三.其他处理_其他.总计": 22,
        "表三.办理结果总计.自然人": 57,
        "表三.办理结果总计.总计": 61,
        "表三.本年新收.自然人": 56,
        "表三.本年新收.总计": 60,
    }
    plain = {"一": (base.text["一"]).replace("新收政府信息公开申请40件", "新收政府信息公开申请60件")}
    plain["一"] = plain["一"].replace("办结41件", "办结61件").replace("其他处理3件", "其他处理23件")
    kinds = {
        "clean": base,
        "previous": base_previous(),
        "explain": _with({BLANK_PART: None}),
        "notice": replace(base, text={**base.text, "六": f"{fee}\n2.数据统计截至2025年12月31日。"}),
        "must": _with({"表四.行政复议.总计": 0}),
        "many": _with(many, text={**base.text, **plain}),  # type: ignore[arg-type]
        "waived": _with(many, text={**base.text, **plain}, waivers=(SHARE,)),  # type: ignore[arg-type]
        "refused": _with(
            {"表四.行政复议.总计": 0}, waivers=({**SHARE, "code": "T4-01", "cell": "表四.行政复议.总计"},)
        ),
    }
    return kinds[kind]


@cache
def book(kind: str) -> bytes:
    """The filled template of that kind; ``junk`` is no workbook."""
    return b"no workbook at all" if kind == "junk" else fill(data(kind))


def filled(data: FilingData) -> bytes:
    """The workbook of some data, made once: the same data gives the same bytes."""
    key = repr(data)
    if key not in _FILLED:
        _FILLED[key] = fill(data)
    return _FILLED[key]


_FILLED: dict[str, bytes] = {}


def loaded(content: bytes, *, data_only: bool = False) -> Any:
    """A workbook as openpyxl loads it, to be changed: each content is loaded once, which takes ten times as long."""
    book = pickle.loads(_pickled(content, data_only))  # noqa: S301  our own
    for sheet in book.worksheets:  # a pickle forgets whose rows and columns they are, and how one more is made
        sheet.row_dimensions.worksheet, sheet.row_dimensions.default_factory = sheet, sheet._add_row
        sheet.column_dimensions.worksheet, sheet.column_dimensions.default_factory = sheet, sheet._add_column
    return book


@lru_cache(maxsize=64)
def _pickled(content: bytes, data_only: bool) -> bytes:
    return pickle.dumps(openpyxl.load_workbook(BytesIO(content), data_only=data_only), pickle.HIGHEST_PROTOCOL)


def saved(path: Path, kind: str) -> Path:
    """The workbook written to a path, whose folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(book(kind))
    return path
