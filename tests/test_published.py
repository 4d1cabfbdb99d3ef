"""What programs rely on: the published JSON Schema holds for real outputs of every kind, the API page is true."""

from __future__ import annotations

import copy
import doctest
import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import validator
from rulework import api_page
from tests.books import filled, saved
from tests.command import TODAY, Gouji
from tests.conftest import ROOT
from tests.shipped import base_filing
from validator.api import check, read
from validator.exchange.filing_data import FilingData
from validator.run import engine

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))


def closed(schema: Any) -> Any:
    """The schema that takes no key that it does not describe: so that it describes all there are."""
    found = copy.deepcopy(schema)
    defs = found["$defs"]
    for name in ("cell", "suspect"):
        one = defs[name]
        del one["$ref"]
        one["type"] = "object"
        one["properties"] = {**defs["place"]["properties"], **one["properties"]}
        one["required"] = [*defs["place"]["required"], *one["required"]]
    _close(found)
    return found


def _close(node: Any) -> None:
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object":
            node.setdefault("additionalProperties", False)
        for one in node.values():
            _close(one)
    elif isinstance(node, list):
        for one in node:
            _close(one)


@cache
def validators(part: str) -> tuple[jsonschema.Draft202012Validator, ...]:
    """The schema, or a part of it by name, as it is and closed."""
    found = []
    for schema in (SCHEMA, closed(SCHEMA)):
        only = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{part}"}
        found.append(jsonschema.Draft202012Validator(only if part else schema))
    return tuple(found)


def errors(data: object, part: str = "") -> list[jsonschema.ValidationError]:
    """What the schema, open and closed, has against some data."""
    return [error for one in validators(part) for error in one.iter_errors(data)]


def faults(data: object, part: str = "") -> list[str]:
    """The same in words: where, and what."""
    return [f"{error.json_path}: {error.message}" for error in errors(data, part)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files with everything that can be found."""
    monkeypatch.chdir(tmp_path)
    for kind in ("clean", "must", "many", "notice", "waived", "refused", "junk", "previous"):
        saved(Path(f"in/{kind}.xlsx"), kind)
    for path in sorted((ROOT / "examples").glob("*.xlsx")):
        shutil.copy(path, Path("in", path.name))
    mixed = replace(
        base_filing(), edition={"表三": "2019"}, values={"表三.其他处理.总计": 1, "表二.行政强制.处理决定": True}
    )
    Path("in/mixed.xlsx").write_bytes(filled(mixed))
    Path("in/blank.xlsx").write_bytes(filled(FilingData(organ="", year=2025)))
    Path("in/no year.xlsx").write_bytes(filled(replace(base_filing(), year="", values={"表二.规章.制发": "/"})))
    Path("in/~$a.xlsx").write_bytes(b"")
    Path("in/b.docx").write_bytes(b"")
    return tmp_path


def test_the_schema_is_one() -> None:
    of_schemas = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert [error.message for error in of_schemas.iter_errors(SCHEMA)] == []
    assert [*of_schemas.iter_errors({**SCHEMA, "type": "objekt"})] != []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("more", [(), ("--previous", "in/previous.xlsx"), ("--year", "2025"), ("--only", "T3")])
def test_the_schema_holds_for_what_check_writes(place: Path, gouji: Gouji, lang: str, more: tuple[str, ...]) -> None:
    done = gouji.check("in", "--lang", lang, *more)
    assert faults(done.data) == []
    assert {one["status"] for one in done.data["files"]} >= {"clean", "fails", "unreadable"}


def test_the_schema_holds_for_each_line_of_jsonl(place: Path, gouji: Gouji) -> None:
    lines = gouji("check", "in", *TODAY, "--format", "jsonl").out.splitlines()
    assert len(lines) == 14
    assert [faults(json.loads(line), "file") for line in lines] == [[]] * len(lines)


def test_the_schema_holds_for_a_broken_rule_and_for_nothing(
    place: Path, gouji: Gouji, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(*_arguments: object) -> None:
        raise ZeroDivisionError

    original = engine.check_function
    monkeypatch.setattr(engine, "check_function", lambda name: raises if name == "values.blanks" else original(name))
    broken, nothing = gouji.check("in").data, check([]).to_dict()
    assert {one["outcome"] for file in broken["files"] for one in file["findings"]} == {"fails", "broken"}
    assert nothing["files"] == []
    assert [*faults(broken), *faults(nothing)] == []


def test_the_library_gives_what_the_command_writes(place: Path, gouji: Gouji) -> None:
    from datetime import date

    done = gouji.check("in/must.xlsx", "in/渑池县2023.xlsx")
    report = check([read("in/must.xlsx"), read("in/渑池县2023.xlsx")], today=date(2026, 2, 1))
    found = json.loads(json.dumps(report.to_dict()))
    assert found["files"] == [{**one, "sha256": None, "checked_with": None} for one in done.data["files"]]
    assert {**found["summary"], "seconds": 0} == {**done.data["summary"], "seconds": 0}
    assert report.to_dict("en")["files"][0]["findings"][0]["message"].startswith("Reconsideration: total 0")


WRONG = [
    ({"status": "fine"}, "status"),
    ({"status": "unreadable"}, "error"),
    ({"findings": [{"code": "T3-01"}]}, "findings"),
    ({"year": "2025"}, "year"),
]


@pytest.mark.parametrize(("change", "at"), WRONG, ids=lambda one: str(one)[:30])
def test_the_schema_refuses_what_is_none(place: Path, gouji: Gouji, change: dict[str, Any], at: str) -> None:
    (one,) = gouji.check("in/clean.xlsx").data["files"]
    assert faults(one, "file") == []
    worst = jsonschema.exceptions.best_match(errors({**one, **change}, "file"))
    assert worst is not None
    assert worst.absolute_path[0] == at


def test_the_page_s_example_is_a_file_of_the_schema() -> None:
    page = (ROOT / "docs" / "json.md").read_text("utf-8")
    assert faults(json.loads(page.split("```json\n")[1].split("```")[0]), "file") == []


def test_the_page_of_the_library_is_up_to_date() -> None:
    assert (ROOT / "docs" / "api.md").read_text("utf-8") == api_page.page(), "run: python -m rulework.api_page"


def test_every_public_name_is_on_it() -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert [name for name in validator.__all__ if not name.startswith("_") and f"## {name}\n" not in page] == []


def test_its_examples_run(place: Path) -> None:
    shutil.copytree(ROOT / "examples", "examples")
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    blocks = [block.split("```")[0] for block in page.split("```python\n")[1:] if block.startswith(">>>")]
    assert len(blocks) >= 8
    for number, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, {}, f"example {number}", "docs/api.md", 0)
        result = doctest.DocTestRunner(verbose=False).run(test)
        assert (result.failed, result.attempted > 0) == (0, True), block
