"""Gouji (勾稽): checks annual reports on open government information (政府信息公开工作年度报告).

    from validator import read, check

    report = check([read("渑池县2023.xlsx")])
    for finding in report.files[0].findings:
        print(finding.rule.code, finding.message())

The names below are the whole public interface; each is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from validator.version import VERSION

if TYPE_CHECKING:
    from validator.api import check, fill, load_form, load_rules, read
    from validator.catalogue import Catalogue, load_catalogue
    from validator.exchange.filing_data import FilingData
    from validator.model.filing import Filing, Waiver
    from validator.model.finding import Finding
    from validator.model.form import Form
    from validator.model.report import Report
    from validator.model.rule import Rule
    from validator.readers import Limits, UnreadableWorkbook, read_workbook

__version__ = VERSION

_HOMES = {
    "api": ("check", "fill", "load_form", "load_rules", "read"),
    "catalogue": ("Catalogue", "load_catalogue"),
    "exchange.filing_data": ("FilingData",),
    "model.filing": ("Filing", "Waiver"),
    "model.finding": ("Finding",),
    "model.report": ("Report",),
    "model.form": ("Form",),
    "model.rule": ("Rule",),
    "readers": ("Limits", "UnreadableWorkbook", "read_workbook"),
}

__all__ = [
    "Catalogue",
    "Filing",
    "FilingData",
    "Finding",
    "Form",
    "Limits",
    "Report",
    "Rule",
    "UnreadableWorkbook",
    "Waiver",
    "__version__",
    "check",
    "fill",
    "load_catalogue",
    "load_form",
    "load_rules",
    "read",
    "read_workbook",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"validator.{home}"), name)
    raise AttributeError(f"module 'validator' has no attribute {name!r}")
