"""Filing -> FilingData: what ``gouji extract`` writes, the reverse of ``fill``. No I/O here."""

from __future__ import annotations

from datetime import date, datetime

from validator.exchange.filing_data import SECTIONS_WITH_TEXT, WAIVER_KEYS, FilingData, Value, as_shown
from validator.model.cells import Cell, CellKind
from validator.model.filing import Filing


def extract(filing: Filing) -> FilingData:
    """Every field and every value of the filing, totals included, blank as None, dates as ISO text."""
    return FilingData(
        organ=_text(filing.cell("封面.机关名称")),
        organ_type=_text(filing.cell("封面.机关类型")),
        year=_value(filing.cell("封面.报告年度")),
        edition=filing.form.edition,
        period={
            "start": _text(filing.cell("封面.统计期限起")),
            "end": _text(filing.cell("封面.统计期限止")),
        },
        values={name: _value(filing.cell(name)) for name in filing.form.indicators},
        text={key: _text(filing.cell(f"正文.{key}")) for key in SECTIONS_WITH_TEXT},
        table_periods={table: _text(filing.cell(f"{table}.统计期限")) for table in filing.form.tables},
        published=_text(filing.cell("封面.公布日期")),
        partial_year=_text(filing.cell("封面.组建撤销说明")),
        waivers=tuple({key: str(getattr(waiver, key)) for key in WAIVER_KEYS} for waiver in filing.waivers),
    )


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
