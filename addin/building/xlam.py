"""Build the Excel add-in ``gouji.xlam`` from the text sources in this folder, on any machine, without Excel.

Sources: ``customUI/customUI14.xml`` (the ribbon), ``vba/*.bas`` (ASCII), ``conf.csv`` (settings and wording
for the VBA) and the BSD VBA of the installed xlwings (`addin.building.xlwings_source`). The same sources and the same
version of xlwings give the same bytes everywhere.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from addin.building import ovba, ribbon, workbook_parts, xlwings_source
from addin.building.ovba import Module, ModuleKind
from validator.files.writing import write_atomically
from validator.version import VERSION

FILE_NAME: Final = "gouji.xlam"
TITLE: Final = "年报校验（勾稽）"
PROJECT: Final = "Gouji"
CONF_SHEET: Final = f"{xlwings_source.PROJECT}.conf"
HERE: Final = Path(__file__).parents[1]


class BuildError(Exception):
    """A source of the add-in is not as it has to be."""


def build(target: Path) -> None:
    """Write the add-in to `target`; ``.xlsm`` instead of ``.xlam`` is for programs that open no add-ins.

    Raises:
        BuildError: Wrong suffix, a VBA source that is not ASCII, or a key of ``conf.csv`` that occurs twice.
        ribbon.RibbonError: The ribbon's XML is wrong or calls a procedure that does not exist.
        xlwings_source.ChangedSource: xlwings is missing or is not what the patches expect.
        BadOutput: `target` cannot be written.
    """
    if target.suffix not in workbook_parts.WORKBOOK_TYPES:
        raise BuildError(f"加载项文件名应以 .xlam 结尾：{target}")
    write_atomically(target, made(target.suffix))


def made(suffix: str = ".xlam") -> bytes:
    """The add-in's file."""
    return workbook_parts.archived(parts(suffix))


def parts(suffix: str = ".xlam") -> dict[str, bytes]:
    """Every part of the add-in's package by name."""
    tab = tab_source()
    project = modules()
    ribbon.check(tab, project)
    return workbook_parts.parts(
        suffix,
        sheet=CONF_SHEET,
        rows=configuration(),
        properties=versions(),
        title=TITLE,
        ribbon=tab,
        ribbon_2006=ribbon.for_2006(tab),
        vba=ovba.project(PROJECT, project),
    )


def tab_source() -> bytes:
    """The ribbon's XML, with the same line ends whatever the checkout has."""
    return (HERE / "customUI" / "customUI14.xml").read_text("utf-8").encode()


def versions() -> dict[str, str]:
    """What the add-in is made of and made for: versions of gouji and xlwings."""
    return {"gouji": VERSION, "xlwings": xlwings_source.xlwings_version()}


def modules() -> tuple[Module, ...]:
    """The VBA project's modules: documents, what comes from xlwings, our own."""
    return (
        Module("ThisWorkbook", ModuleKind.WORKBOOK),
        Module("Sheet1", ModuleKind.SHEET),
        Module("Sheet2", ModuleKind.SHEET),
        Module("xlwings", ModuleKind.STANDARD, xlwings_source.launcher()),
        *(Module(path.stem, ModuleKind.STANDARD, _ascii(path)) for path in sorted(HERE.glob("vba/*.bas"))),
    )


def configuration() -> list[tuple[str, str]]:
    """Rows of the add-in's own sheet: settings that no file overrides, wording for the VBA (``text.*``)."""
    with (HERE / "conf.csv").open(encoding="utf-8", newline="") as source:
        rows = [(key, value) for key, value in csv.reader(source)]
    keys = [key.upper() for key, _ in rows]
    if len(set(keys)) != len(keys) or not all(keys):
        raise BuildError("conf.csv：键重复或为空")
    return rows


def _ascii(path: Path) -> str:
    text = path.read_text("utf-8")
    if not text.isascii():
        raise BuildError(f"{path.name}：VBA 源文件只能用 ASCII 字符，中文请写入 conf.csv")
    return text
