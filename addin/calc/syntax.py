"""Formulas as Excel writes them and as Calc's programming interface does. Pure.

Calc separates arguments with ``;`` and writes ``$'三、依申请公开'.$D$8`` where Excel has ``'三、依申请公开'!$D$8``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PART = re.compile(r"(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*')")
_PLAIN_SHEET = re.compile(r"\$?([A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff]*)\.(?=\$?[A-Z]{1,3}\$?\d)")
_PLAIN_SHEET_EXCEL = re.compile(r"(?<![\w$])([A-Za-z_\u0080-\U0010ffff][\w\u0080-\U0010ffff]*)!")


def to_excel(formula: str) -> str:
    """Calc's formula, with or without ``=``, as Excel writes it; ``{=…}`` loses its braces."""
    inner = formula[1:-1] if formula.startswith("{=") and formula.endswith("}") else formula
    return _joined(inner, _excel_code, lambda sheet, after: f"{sheet}!" if after.startswith(".") else sheet)


def to_calc(formula: str) -> str:
    """Excel's formula as Calc's programming interface takes it."""
    return _joined(formula, _calc_code, lambda sheet, after: f"${sheet}." if after.startswith("!") else sheet)


def _joined(formula: str, code: Callable[[str], str], sheet: Callable[[str, str], str]) -> str:
    """Texts stay, quoted sheets become `sheet`, all else `code`."""
    parts = _PART.split(formula)
    made = []
    for index, part in enumerate(parts):
        if index % 2 == 0:
            made.append(code(part[1:] if _follows_sheet(parts, index) else part))
        elif part.startswith('"'):
            made.append(part)
        else:
            made[-1] = made[-1].removesuffix("$")
            made.append(sheet(part, parts[index + 1]))
    return "".join(made)


def _follows_sheet(parts: list[str], index: int) -> bool:
    return index > 0 and parts[index - 1].startswith("'") and parts[index][:1] in {".", "!"}


def _excel_code(text: str) -> str:
    return _PLAIN_SHEET.sub(r"\1!", text).replace(";", ",")


def _calc_code(text: str) -> str:
    return _PLAIN_SHEET_EXCEL.sub(r"$\1.", text).replace(",", ";")
