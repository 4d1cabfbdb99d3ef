"""A filing as JSON: what ``gouji fill`` takes and ``gouji extract`` gives. Parsing is strict; no I/O here."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from validator.catalogue.forms import Forms
from validator.files.entry import BadEntry
from validator.files.harmless import cut
from validator.files.likely import did_you_mean
from validator.model.filing import WAIVER_KEYS
from validator.model.form import Edition, Form
from validator.startup.records import dataclass, field

Value = int | float | str | bool | None

_FEW = 5
"""So many unknown keys are named; of more, how many they are."""

_FEW_KEYS = 12
"""So many keys are named where none is like the one that was written."""

_PERIOD_KEYS = {"start", "end"}
TITLE_KEY = "标题"
"""The title's key in ``text``, beside the numbers of the sections."""


class BadFilingData(ValueError):  # noqa: N818  named like BadEntry: a verdict on the input
    """The JSON is no filing. The message names the key and says what was expected; `hint` asks what was meant."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingData:
    """One unit's report as data, before it is a workbook.

    `values` by indicator name: None is a blank cell, a missing name a blank input (or a formula total), text is
    written as text; amounts in 万元. `edition` blank is the default one. `period` and `table_periods` None or missing:
    what the template derives from the year. `partial_year` is the cover's 年内组建/撤销说明.
    """

    organ: str
    year: Value
    organ_type: str = ""
    edition: Edition = ""
    period: Mapping[str, str] | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)
    table_periods: Mapping[str, str] = field(default_factory=dict)
    published: str = ""
    partial_year: str = ""
    waivers: tuple[Mapping[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name in ("organ_type", "published", "partial_year"):
            if getattr(self, name) is None:  # as JSON says that nothing is stated
                object.__setattr__(self, name, "")


def parse(data: object, forms: Forms) -> FilingData:
    """A filing from decoded JSON, in the form that it states. Raises BadFilingData naming the first wrong key."""
    if not isinstance(data, dict):
        raise BadFilingData("应为一个 JSON 对象")
    known = set(FilingData.__annotations__)
    _refuse_unknown(data, known, "")
    for key in ("organ", "year", "values"):
        if key not in data:
            raise BadFilingData(f"缺少 {key}")
    if isinstance(data["year"], dict | list):
        raise BadFilingData("year 应为年份")
    edition = _edition(data.get("edition", forms.default))
    try:
        form = forms.form(edition)
    except BadEntry as error:
        raise BadFilingData(f"edition 不认识：{cut(repr(edition))}") from error
    return FilingData(
        organ=_text(data, "organ"),
        year=data["year"],
        organ_type=_text(data, "organ_type"),
        edition=edition,
        period=_texts(data, "period", _PERIOD_KEYS) or None,
        values=_values(data["values"], form),
        text=_texts(data, "text", {TITLE_KEY, *(one.number for one in form.sections if one.text)}),
        table_periods=_texts(data, "table_periods", set(form.tables)),
        published=_text(data, "published"),
        partial_year=_text(data, "partial_year"),
        waivers=_waivers([] if data.get("waivers") is None else data["waivers"]),
    )


def refuse_unknown_names(data: FilingData, form: Form) -> None:
    """Refuse values, texts and periods that the form has no cell for: nothing is left out in silence."""
    _refuse_unknown(data.values, set(form.indicators), "values 中")
    sections = {one.number for one in form.sections if one.text}
    _refuse_unknown({name: text for name, text in data.text.items() if text}, {TITLE_KEY, *sections}, "text 中")
    _refuse_unknown(data.period or {}, _PERIOD_KEYS, "period 中")
    _refuse_unknown(data.table_periods or {}, set(form.tables), "table_periods 中")


def as_json(filing: FilingData) -> dict[str, Any]:
    """The filing as JSON data with every field of the contract; `partial_year` only where it is filled in."""
    data: dict[str, Any] = {
        "organ": filing.organ,
        "organ_type": filing.organ_type,
        "year": filing.year,
        "edition": filing.edition if isinstance(filing.edition, str) else dict(filing.edition),
        "period": dict(filing.period or {}),
        "values": dict(filing.values),
        "text": dict(filing.text),
        "table_periods": dict(filing.table_periods),
        "published": filing.published,
        "waivers": [dict(one) for one in filing.waivers],
    }
    return data | ({"partial_year": filing.partial_year} if filing.partial_year else {})


def iso_date(text: str) -> date | None:
    """The date that an ISO text (``2023-01-01``) states, None for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _refuse_unknown(data: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(data) - known):
        hints = [*filter(None, (did_you_mean(one, sorted(known)) for one in unknown[:_FEW]))]
        there = "" if hints or len(known) > _FEW_KEYS else f"，可用：{'、'.join(sorted(known))}"
        more = f"，共 {len(unknown)} 个" if len(unknown) > _FEW else ""
        names = "、".join(map(cut, unknown[:_FEW]))
        raise BadFilingData(f"{where}不认识的键：{names}{more}", (hints or [there])[0])


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFilingData(f"{key} 应为文字，实为 {cut(repr(value))}")
    return value


def _texts(data: Mapping[str, Any], key: str, known: set[str]) -> dict[str, str]:
    found = {} if data.get(key) is None else data[key]
    if not isinstance(found, dict):
        raise BadFilingData(f"{key} 应为一个 JSON 对象")
    _refuse_unknown(found, known, f"{key} 中")
    return {name: _text(found, name) for name in found}


def _edition(edition: object) -> Edition:
    if isinstance(edition, str):
        return edition
    if isinstance(edition, dict) and all(isinstance(one, str) for one in edition.values()):
        return edition
    raise BadFilingData(f"edition 应为版本或“表: 版本”，实为 {cut(repr(edition))}")


def _values(values: object, form: Form) -> dict[str, Value]:
    if not isinstance(values, dict):
        raise BadFilingData("values 应为一个 JSON 对象")
    _refuse_unknown(values, set(form.indicators), "values 中")
    for name, value in values.items():
        if isinstance(value, dict | list):
            raise BadFilingData(f"values 中 {name} 应为数字、文字或 null")
        if isinstance(value, float) and not math.isfinite(value):
            raise BadFilingData(f"values 中 {name} 不是数")
    return dict(values)


def _waivers(waivers: object) -> tuple[Mapping[str, str], ...]:
    if not isinstance(waivers, list) or not all(isinstance(one, dict) for one in waivers):
        raise BadFilingData("waivers 应为情况说明的列表")
    for one in waivers:
        _refuse_unknown(one, set(WAIVER_KEYS), "waivers 中")
    return tuple({key: _text(one, key) for key in WAIVER_KEYS} for one in waivers)
