"""The workbook's name on the command line."""

from __future__ import annotations

import pytest

from addin.host.caller import book_name, decoded


@pytest.mark.parametrize(
    ("encoded", "name"),
    [
        ("2023.xlsx", "2023.xlsx"),
        ("_5E74_62A5_0028v_003D2_0029.xlsx", "年报(v=2).xlsx"),
        ("a_005F5E74.xlsx", "a_5E74.xlsx"),
        ("_D842_DFB7.xlsx", "𠮷.xlsx"),
        ("", ""),
    ],
)
def test_names_come_back(encoded: str, name: str) -> None:
    assert decoded(encoded) == name


@pytest.mark.parametrize("name", ["年报_2023.xlsx", "a b_0041.xlsx", "a_b.xlsx", "_5e74.xlsx"])
def test_a_name_that_was_not_encoded_is_taken_as_it_is(name: str) -> None:
    assert decoded(name) == name


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["-c", "--wb=_5E74.xlsx", "--from_xl=1", "--hwnd=1"], "年.xlsx"),
        (["-c", "--wb=年报(v=2).xlsx"], "年报(v=2).xlsx"),
        (["-c", "--wb=", "--from_xl=1"], None),
        (["-c"], None),
    ],
)
def test_the_name_is_found_among_the_arguments(arguments: list[str], name: str | None) -> None:
    assert book_name(arguments) == name
