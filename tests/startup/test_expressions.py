from __future__ import annotations

import re
from importlib import import_module

import pytest

from tests.test_layers import MODULES
from validator.startup import kept_code
from validator.startup.expressions import expression


def test_it_finds_what_re_finds() -> None:
    late, now = expression(r"(?P<year>\d{4})年|x", re.IGNORECASE), re.compile(r"(?P<year>\d{4})年|x", re.IGNORECASE)
    text = "2023年，X，2024年"
    assert late.findall(text) == now.findall(text) == ["2023", "", "2024"]
    assert late.sub("", text) == now.sub("", text)
    assert [one["year"] for one in late.finditer(text)] == ["2023", None, "2024"]
    assert (late.match("y"), late.fullmatch("2023年")[0], late.flags, late.groupindex) == (  # type: ignore[index]
        None,
        "2023年",
        now.flags,
        now.groupindex,
    )
    assert expression(rb"\d+").search(b"a12")[0] == b"12"  # type: ignore[index]


def test_it_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, real = [], kept_code.compiled

    def told(pattern: str, flags: int) -> re.Pattern[str]:
        compiled.append(pattern)
        return real(pattern, flags)

    monkeypatch.setattr("validator.startup.expressions.compiled", told)
    one = expression("a+")
    assert (one.pattern, compiled) == ("a+", [])
    assert one.search("baa")
    assert one.search("ba")
    assert compiled == ["a+"]


def test_nothing_else_is_asked_of_it() -> None:
    with pytest.raises(AttributeError):
        expression("a").serach("a")  # type: ignore[attr-defined]


def test_every_expression_of_the_package_is_one() -> None:
    """What is compiled late would else fail late."""
    every = [one for name in MODULES["validator"] for one in vars(import_module(name)).values()]
    late = {one.pattern: one for one in every if type(one).__name__ == "_Expression"}
    assert len(late) > 150
    assert {type(one.flags) for one in late.values()} == {int}
