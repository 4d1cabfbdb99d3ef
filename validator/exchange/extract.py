"""Filing -> FilingData: what ``gouji extract`` writes, the reverse of ``fill``. No I/O here."""

from __future__ import annotations

from datetime import date, datetime

from validator.exchange.filing_data import TITLE_KEY, FilingData, Value
from validator.model.blanks import as_shown
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing
from validator.model.form import Role


def extract(filing: Filing) -> FilingData:
    """Every field and every value of the filing, totals included, blank as None, dates as ISO text.

    A published report has no cover and no table heads: its periods are left out, so `fill` puts there what the year
    says. What its sentences say of a period stands in `text`.
    """
    form = filing.form
    headed = {} if filing.is_published else form.tables
    texts = {section.number: _text(filing.cell(section.text.name)) for section in form.sections if section.text}
    return FilingData(
        organ=_text(filing.stated(Role.ORGAN)),
        organ_type=_text(filing.stated(Role.ORGAN_TYPE)),
        year=_value(filing.stated(Role.YEAR)),
        edition=form.edition,
        period={"start": _day(filing, Role.START), "end": _day(filing, Role.END)} if headed else None,
        values={name: _value(filing.cell(name)) for name in form.indicators},
        text={TITLE_KEY: _text(filing.stated(Role.TITLE))} | texts,
        table_periods={name: _text(filing.cell(table.period.name)) for name, table in headed.items()},
        published=_day(filing, Role.PUBLISHED),
        partial_year=_text(filing.stated(Role.PARTIAL_YEAR)),
        waivers=tuple(waiver.to_dict() for waiver in filing.waivers),
    )


def _day(filing: Filing, role: Role) -> str:
    """A day as ISO text, also one that lost its format; anything else as it stands."""
    cell, day = filing.stated(role), filing.day(role)
    return day.isoformat() if day and cell.kind is CellKind.NUMBER else _text(cell)


def _value(cell: Cell) -> Value:
    """A number, a text or a truth value as JSON has them; dates and errors as their text."""
    if cell.kind in {CellKind.DATE, CellKind.ERROR}:
        return _text(cell)
    value = cell.value
    if isinstance(value, float):
        shown = as_shown(value)  # 0.1 + 0.2 that a program stored is 0.3, as its user saw it
        return int(shown) if shown == int(shown) else shown
    return value if isinstance(value, int | str | bool) else None


def _text(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value)
