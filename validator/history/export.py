"""The reports that count as a table for other programs: CSV, or Parquet by pyarrow, which this module alone imports.

A row a report, a column a number of the form, called as the form calls it: 15,000 reports of five years open in Excel,
which a row a number (3 millions) would not. Numbers of both editions have columns; one that an edition does not have is
empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from validator.catalogue import Catalogue
from validator.files.harmless import one_line, xml_text
from validator.history.entries import Version
from validator.history.records import Kept, data_of
from validator.model.form import NumberKind
from validator.startup.records import dataclass
from validator.writers.rows import plain_text

Value = int | float | str | None
MISSING = "输出 .parquet 要用 pyarrow，这里没有安装；请安装 gouji 的 parquet 附加组件：pip install 'gouji[parquet]'"
_ABOUT = ("编号", "机关名称", "机关类型", "年度", "格式版本", "结果", "文件", "SHA-256", "存入时间", "存入人", "gouji")
_NUMBERS = frozenset({"编号", "年度"})
_MARK = "\ufeff"
"""Without it Excel takes a file for the system's own code, and Chinese for anything but Chinese."""
_AT_ONCE = 2_000
"""So many rows of Parquet are written together."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the numbers, and which of them are amounts."""

    names: tuple[str, ...]
    amounts: frozenset[str]


def columns_of(catalogue: Catalogue) -> Columns:
    """The numbers of every edition, those of the newest first."""
    forms = [catalogue.form(name) for name in reversed(catalogue.forms.names)]
    every = {name: one for form in reversed(forms) for name, one in form.indicators.items()}
    names = tuple(dict.fromkeys(name for form in forms for name in form.indicators))
    return Columns(names, frozenset(name for name in names if every[name].kind is NumberKind.AMOUNT))


def table_csv(records: Iterable[tuple[Version, Kept]], catalogue: Catalogue) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark: no text in it begins a formula."""
    columns = columns_of(catalogue)
    yield (_MARK + _line((*_ABOUT, *columns.names))).encode()
    for row in _rows(records, columns):
        yield _line([plain_text(one) if isinstance(one, str) else one for one in row]).encode("utf-8", "replace")


def table_parquet(records: Iterable[tuple[Version, Kept]], catalogue: Catalogue) -> Iterator[bytes]:
    """Parquet: counts are 64-bit integers, amounts doubles, and what is no number is null. Raises ImportError."""
    import pyarrow as arrow
    from pyarrow import parquet

    columns = columns_of(catalogue)
    about = [arrow.field(name, arrow.int64() if name in _NUMBERS else arrow.string()) for name in _ABOUT]
    kinds = (arrow.float64() if name in columns.amounts else arrow.int64() for name in columns.names)
    schema = arrow.schema([*about, *map(arrow.field, columns.names, kinds)])
    stream = io.BytesIO()
    rows = _rows(records, columns)
    with parquet.ParquetWriter(stream, schema) as writer:
        while several := list(islice(rows, _AT_ONCE)):
            writer.write_table(arrow.table(_by_column(several, columns), schema=schema))
    yield stream.getvalue()


def _by_column(rows: list[tuple[Value, ...]], columns: Columns) -> list[list[Any]]:
    about, numbers = len(_ABOUT), [list(one) for one in zip(*rows, strict=True)]
    return [
        *numbers[:about],
        *(
            [_typed(one, is_amount=name in columns.amounts) for one in column]
            for name, column in zip(columns.names, numbers[about:], strict=True)
        ),
    ]


def _typed(value: Value, *, is_amount: bool) -> int | float | None:
    """The number as its column takes it: a count with a fraction, a text or a number that no report has is none."""
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return None
    if is_amount:
        return float(value)
    return int(value) if value == int(value) and abs(value) < 1 << 63 else None


def _rows(records: Iterable[tuple[Version, Kept]], columns: Columns) -> Iterator[tuple[Value, ...]]:
    for version, kept in records:
        data = data_of(kept.record)
        values = data["values"]
        yield (*_about(version, data), *(values.get(name) for name in columns.names))


def _about(version: Version, data: dict[str, Any]) -> Iterator[Value]:
    edition = data["edition"]
    told = edition if isinstance(edition, str) else "、".join(f"{table} {one}" for table, one in edition.items())
    texts = chain(
        (version.id, version.organ, data["organ_type"], version.year, told, version.status, version.path),
        (version.sha256, version.added_at, version.added_by, version.gouji),
    )
    yield from (xml_text(one_line(one)) if isinstance(one, str) else one for one in texts)


def _line(values: Iterable[Value]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


KINDS = {".csv": table_csv, ".parquet": table_parquet}
"""What can be written, by the ending of the file's name."""


def kind_of(path: Path) -> str:
    """The ending that says what is written, in small letters."""
    return path.suffix.lower()
