"""``--suggested`` and ``--interactive``: what is done about the causes that a check finds."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from tests.command import TODAY, Gouji
from tests.fixing.books import fixed, template
from validator import read
from validator.commands import fix as command
from validator.model.cause import Cause
from validator.model.filing import Filing
from validator.model.finding import Suspect
from validator.model.report import FileReport
from validator.run.driver import Job, examine_filing

D8, E8 = "表三.本年新收.自然人", "表三.本年新收.商业企业"


@pytest.fixture(autouse=True)
def causes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check finds two causes as long as the figures are wrong: D8 for certain, E8 perhaps."""

    def examined(filing: Filing, job: Job) -> FileReport:
        found = (_cause(filing, D8, 36, certain=True), _cause(filing, E8, 3, certain=False))
        return replace(
            examine_filing(filing, job),
            causes=tuple(one for one in found if one.cells[0].value != one.cells[0].suggested),
        )

    monkeypatch.setattr(command, "examine_filing", examined)


def _cause(filing: Filing, name: str, value: int, *, certain: bool) -> Cause:
    cell = Suspect(filing.places[name], name, filing.cell(name).value, value, certain, "")
    return Cause((cell,), certain=certain)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(fixed(template(), {D8: 63, E8: 30}).content)
    return path


def figures(path: Path) -> tuple[object, object]:
    filing = read(path)
    return filing.number(D8), filing.number(E8)


def test_what_is_certain_is_followed_and_judged(gouji: Gouji, source: Path) -> None:
    target = source.with_name("b.xlsx")
    done = gouji("fix", source, "-o", target, "--suggested", *TODAY)
    assert (done.status, figures(target)) == (1, (36, 30))
    assert "    D8   表三.本年新收.自然人：63 → 36（按建议改）\n" in done.out


def test_without_being_asked_for_nothing_is_followed(gouji: Gouji, source: Path) -> None:
    target = source.with_name("b.xlsx")
    assert gouji("fix", source, "-o", target, *TODAY).status == 1
    assert target.read_bytes() == source.read_bytes()


@pytest.mark.parametrize(
    ("words", "answers", "after"),
    [
        ((), "1\n1\n", (36, 3)),
        ((), "\n1\n", (63, 3)),
        ((), "q\n", (63, 30)),
        ((), "", (63, 30)),
        ((), "v\n40\n", (40, 30)),
        (("--suggested",), "1\n", (36, 3)),
        (("--suggested",), "", (36, 30)),
        (("--accept", f"{D8}=36"), "1\n", (36, 3)),
    ],
)
def test_each_is_asked_about(
    gouji: Gouji,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    answers: str,
    after: tuple[int, int],
) -> None:
    """From a pipe, which may end before the questions do; what was accepted or is certain is not asked about again."""
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    target = source.with_name("b.xlsx")
    done = gouji("fix", source, "-o", target, "--interactive", *words, *TODAY)
    assert (done.status, figures(target)) == (0 if after == (36, 3) else 1, after)
    assert done.out.count("照此改") >= 1
    assert done.out.startswith("[1/1] " if words else "[1/2] ")
