"""The outcome as JSON holds to docs/outcome.schema.json, whose findings and reports are those of a check."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from rulework.county import OWN
from tests.collecting.county import collect
from tests.collecting.test_levels import PROVINCE, place, run
from tests.command import Gouji
from tests.conftest import ROOT

OUTCOME, REPORT = (
    json.loads((ROOT / "docs" / f"{name}.schema.json").read_text("utf-8")) for name in ("outcome", "report")
)
VALIDATOR = Draft202012Validator(
    OUTCOME, registry=Registry().with_resource(REPORT["$id"], Resource.from_contents(REPORT))
)


def wrong(data: object) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def test_the_schema_is_one() -> None:
    assert list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(OUTCOME)) == []


@pytest.mark.parametrize(
    "words", [(), ("--against", OWN), ("--against", OWN, "--pure", "--lang", "en"), ("--include-faulty",)]
)
def test_the_outcome_of_a_county_holds_to_it(gouji: Gouji, county_folder: Path, words: tuple[str, ...]) -> None:
    given = [str(county_folder / word) if word == OWN else word for word in words]
    data = collect(gouji, county_folder, "--format", "json", *given).data
    assert wrong(data) == []
    assert {one["status"] for one in data["units"]} == set(OUTCOME["$defs"]["unit"]["properties"]["status"]["enum"])
    assert list(undescribed(data, OUTCOME)) == []


def test_an_outcome_of_several_levels_holds_to_it(gouji: Gouji, tmp_path: Path) -> None:
    place(tmp_path)
    (tmp_path / "收来的报告" / "甲市东县人民政府.xlsx").unlink()
    data = run(gouji, tmp_path, PROVINCE, "--format", "json").data
    assert wrong(data) == []
    without, *_ = (one for one in data["levels"] if one["organ"] == "甲市东县人民政府")
    assert without["against"] is None
    assert {bool(one["findings"]) for one in data["levels"]} == {True, False}
    assert [list(undescribed(one, OUTCOME["$defs"]["level"])) for one in data["levels"]] == [[]] * len(data["levels"])


def undescribed(data: Any, schema: dict[str, Any], whole: dict[str, Any] = OUTCOME) -> Iterator[str]:
    """Keys that the schema, a part of a whole one, says nothing of."""
    own = schema.get("properties", {})
    if ref := schema.get("$ref"):
        other, _, name = ref.rpartition("#/$defs/")
        home = REPORT if other else whole
        told = home["$defs"][name]
        yield from undescribed(_without(data, own), told, home)
        data = _only(data, own) if own else None
    if isinstance(data, list):
        for one in data:
            yield from undescribed(one, schema.get("items", {}), whole)
    elif isinstance(data, dict) and own:
        yield from data.keys() - own.keys()
        for key in data.keys() & own.keys():
            yield from undescribed(data[key], own[key], whole)


def _without(data: Any, known: dict[str, Any]) -> Any:
    return {key: one for key, one in data.items() if key not in known} if known else data


def _only(data: Any, known: dict[str, Any]) -> Any:
    return {key: one for key, one in data.items() if key in known}


SPOILT: tuple[Callable[[Any], object], ...] = (
    lambda data: data.pop("levels"),
    lambda data: data["units"][0].update(status="late"),
    lambda data: next(one for one in data["units"] if one["status"] == "missing").update(taken="a.xlsx"),
    lambda data: next(one for one in data["units"] if one["status"] == "in").update(taken=None),
    lambda data: data["findings"][0].update(code="T3-01"),
    lambda data: data["findings"][0].pop("explanations"),
    lambda data: data["findings"][0].pop("cells"),
    lambda data: data["findings"][0]["explanations"].append({"kind": "guess", "organ": "", "message": "", "set": 1}),
    lambda data: data["checked"].pop("coverage"),
    lambda data: data["traces"].update(x=[{"organ": "甲"}]),
    lambda data: data["sums"].update(x="1"),
)


def test_the_schema_would_refuse_another(gouji: Gouji, county_folder: Path) -> None:
    outcome = collect(gouji, county_folder, "--format", "json", "--against", str(county_folder / OWN)).data
    for at, spoil in enumerate(SPOILT):
        data = copy.deepcopy(outcome)
        spoil(data)
        assert wrong(data), at
    assert list(undescribed({**outcome, "more": 1}, OUTCOME)) == ["more"]
    outcome["findings"][0]["more"] = outcome["checked"]["coverage"]["more"] = 1
    assert list(undescribed(outcome, OUTCOME)) == ["more", "more"]
