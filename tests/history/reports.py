"""One body's reports of four years that follow from each other, and how the chain is broken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.books import filled
from tests.shipped import base_filing, base_previous
from validator.exchange.filing_data import FilingData

BODY = "示例市人民政府"
_LEFT, _NEW, _STOCK = "表三.结转下年", "表三.本年新收", "表二.行政规范性文件.有效"


def report_of(year: int, *, left: int = 1, stock: int | None = None, organ: str = BODY) -> FilingData:
    """The report of 2022 to 2025. Of earlier ones, `left` is what natural persons leave to the next year.

    2025 follows from 2024, and with `left` 1 2024 follows from 2023 and 2023 from 2022; `stock` is the number of
    normative documents in force, what follows by default.
    """
    if year >= 2024:
        found = base_filing() if year == 2025 else base_previous()
        values = {} if stock is None else {_STOCK: stock}
        return replace(found, organ=organ, values={**found.values, **values}, text=_text(found, year))
    return _earlier(year, left, stock, organ)


def _earlier(year: int, left: int, stock: int | None, organ: str) -> FilingData:
    base = base_previous()
    less = base.values[f"{_LEFT}.自然人"] - left  # type: ignore[operator]
    values = {
        f"{_LEFT}.自然人": left,
        f"{_LEFT}.商业企业": 0,
        f"{_LEFT}.总计": left,
        f"{_NEW}.自然人": base.values[f"{_NEW}.自然人"] - less,  # type: ignore[operator]
        f"{_NEW}.商业企业": base.values[f"{_NEW}.商业企业"] - 1,  # type: ignore[operator]
        f"{_NEW}.总计": base.values[f"{_NEW}.总计"] - less - 1,  # type: ignore[operator]
        _STOCK: 70 - 6 * (2023 - year) if stock is None else stock,
    }
    plain = replace(base, organ=organ, year=year, values={**base.values, **values}, period=None, table_periods={})
    return replace(plain, published=f"{year + 1}-01-20", text=_text(plain, year))


def _text(data: FilingData, year: int) -> dict[str, str]:
    """Years differ in their words, and say no figures that could be wrong."""
    text = {name: words.replace("2024", str(year)) for name, words in data.text.items()}
    if year < 2024:
        text["一"] = (
            f"{year}年，本机关按照《政府信息公开条例》做好主动公开、依申请公开、政府信息管理、平台建设和监督保障工作。"
        )
    text.pop("标题", None)  # the template makes it
    return text


def written(folder: Path, year: int, name: str = "", **how: object) -> Path:
    """Its workbook."""
    path = folder / (name or f"{year}.xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(filled(report_of(year, **how)))  # type: ignore[arg-type]
    return path
