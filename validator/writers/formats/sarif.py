"""SARIF 2.1.0, which code hosts and viewers of findings read: a workbook is the artifact, a cell a logical location.

A cell has no line of text; its row and column stand where viewers look for line and column.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from validator.files.harmless import escaped_json, one_line
from validator.model.address import position
from validator.model.cause import Cause
from validator.model.english import in_language
from validator.model.entries import entries
from validator.model.finding import CellRef, Finding
from validator.model.report import FileReport, Summary
from validator.model.rule import Outcome, Rule, Severity
from validator.writers.places import in_full, named
from validator.writers.registry import Asked, Format

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.MUST: "error", Severity.EXPLAIN: "warning", Severity.NOTICE: "note"}
Data = dict[str, Any]


def _write(files: Iterable[FileReport], summary: Summary, setting: Asked) -> Iterator[str]:
    rules = {rule.code: number for number, rule in enumerate(setting.catalogue.rules)}
    driver = {
        "name": "gouji",
        "version": setting.version,
        "language": "zh-CN" if setting.lang == "zh" else "en-US",
        "rules": [_rule(rule, setting.lang) for rule in setting.catalogue.rules],
    }
    yield f'{{"$schema": {_dumped(_SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {_dumped({"driver": driver})},\n'
    yield '"columnKind": "unicodeCodePoints", "results": ['
    sign, failed = "\n", list[Data]()
    for one in files:
        failed += _notifications(one, setting)
        for data in _results(one, rules, setting):
            yield f"{sign}{_dumped(data)}"
            sign = ",\n"
    done = {"executionSuccessful": not failed, "exitCode": summary.exit_status, "toolExecutionNotifications": failed}
    yield f'\n], "invocations": [{_dumped(done)}]}}]}}\n'


def _dumped(data: object) -> str:
    return escaped_json(json.dumps(data, ensure_ascii=False))


def _rule(rule: Rule, lang: str) -> Data:
    data: Data = {
        "id": rule.code,
        "shortDescription": {"text": rule.title[lang]},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    texts = {"fullDescription": rule.words("why", lang), "help": rule.words("fix", lang)}
    return data | {key: {"text": text} for key, text in texts.items() if text} | {"properties": {"basis": rule.basis}}


def _results(one: FileReport, rules: dict[str, int], setting: Asked) -> Iterator[Data]:
    for entry in entries(one, setting.least):
        for finding in entry.findings:
            if finding.outcome is not Outcome.BROKEN:
                yield _result(finding, entry.cause, one, rules, setting)


def _result(finding: Finding, cause: Cause | None, one: FileReport, rules: dict[str, int], setting: Asked) -> Data:
    code, lang = finding.rule.code, setting.lang
    data: Data = {"ruleId": code, "level": _LEVELS[finding.severity]}
    if code in rules:
        data["ruleIndex"] = rules[code]
    data["message"] = {"text": one_line(finding.message(lang))}
    data["locations"] = [_location(finding.cells[0] if finding.cells else None, one.path, lang)]
    if len(finding.cells) > 1:
        data["relatedLocations"] = [_location(cell, one.path, lang) for cell in finding.cells[1:]]
    data["partialFingerprints"] = {"gouji/v1": _fingerprint(finding, one)}
    if finding.waiver:
        data["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": one_line(finding.waiver.reason)}
        ]
    return data | {"properties": _properties(finding, cause, one, lang)}


def _properties(finding: Finding, cause: Cause | None, one: FileReport, lang: str) -> Data:
    sides = {"left": finding.left, "right": finding.right, "difference": finding.difference}
    data: Data = {"organ": one_line(one.organ), "year": one.year}
    data |= {key: value for key, value in sides.items() if value is not None}
    if cause:
        data["cause"] = one_line(cause.message(lang))
    suspects = cause.cells if cause else finding.suspects
    known = [suspect for suspect in suspects if suspect.suggested is not None]
    return data | ({"suggested": {named(one.place): one.suggested for one in known}} if known else {})


def _location(cell: CellRef | None, path: str, lang: str) -> Data:
    """Where a cell is: the file, its row and column, and by name; a finding without a place is of the file.

    In a document words say it: its rows are no lines of the file.
    """
    place = cell.place if cell else None
    own = place is None or place.file is None
    data: Data = {"artifactLocation": {"uri": _uri(path if own or place is None else str(place.file))}}
    if cell is None or place is None or not place.cell:
        return {"physicalLocation": data}
    logical = {"name": place.cell, "fullyQualifiedName": named(place), "kind": "cell"}
    if cell.indicator:
        logical["decoratedName"] = cell.indicator
    found = {"physicalLocation": data, "logicalLocations": [logical]}
    if cell.where:
        return found | {"message": {"text": in_full(cell, lang)}}
    row, column = position(place.cell)
    data["region"] = {"startLine": row, "startColumn": column}
    return found


def _uri(path: str) -> str:
    """A path as a reference: relative ones stay so."""
    one = PurePath(path)
    return one.as_uri() if one.is_absolute() else quote(one.as_posix().encode("utf-8", "surrogateescape"), safe="/")


def _fingerprint(finding: Finding, one: FileReport) -> str:
    """The same for the same finding in a later run, wherever the file lies then."""
    names = [cell.indicator or named(cell.place) for cell in finding.cells]
    parts = [one.organ, one.year, finding.rule.code, finding.variant, finding.member, *names]
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _notifications(one: FileReport, setting: Asked) -> Iterator[Data]:
    """What nobody could judge: files that cannot be read, rules that failed themselves."""
    location = [{"physicalLocation": {"artifactLocation": {"uri": _uri(one.path)}}}]
    if one.error is not None:
        text = one_line(in_language(one.error, setting.lang))
        yield {"level": "error", "message": {"text": text}, "locations": location}
    for finding in one.findings:
        if finding.outcome is Outcome.BROKEN:
            about = {"associatedRule": {"id": finding.rule.code}}
            text = one_line(finding.message(setting.lang))
            yield {"level": "error", "message": {"text": text}, "locations": location, **about}


FORMAT = Format(name="sarif", write=_write, summarises=False)
