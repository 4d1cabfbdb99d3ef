"""JUnit XML: a suite a file, a case for each rule; what has to be fixed fails, so it ends as the exit status does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from validator.files.harmless import one_line, xml_text
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.english import in_language
from validator.model.entries import entries
from validator.model.finding import Finding
from validator.model.report import FileReport, Summary
from validator.model.rule import SEVERITY_NAMES, Outcome, Severity
from validator.startup.records import dataclass
from validator.writers.places import in_full
from validator.writers.registry import Asked, Format

_WORDS: Final = {
    "reading": Bilingual("读取文件", "reading the file"),
    "open": Bilingual("没有结论", "no verdict"),
    "waived": Bilingual("已有情况说明：{reason}", "explained: {reason}"),
    "cause": Bilingual("多半是：{what}", "most likely: {what}"),
}


@dataclass(frozen=True, slots=True)
class _Case:
    """One rule on one file. `body` is its element, ``""`` where it holds."""

    name: str
    body: str
    kind: str = ""


def _write(files: Iterable[FileReport], _: Summary, setting: Asked) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for number, one in enumerate(files):
        yield "".join(f"{line}\n" for line in _suite(one, number, setting))
    yield "</testsuites>\n"


def _suite(one: FileReport, number: int, setting: Asked) -> Iterator[str]:
    cases = list(_cases(one, setting))
    count = {kind: sum(case.kind == kind for case in cases) for kind in ("failure", "error", "skipped")}
    day = f"{setting.today:%Y-%m-%d}" if setting.today else "1970-01-01"
    yield (
        f'  <testsuite id="{number}" package={_attribute(one.organ)} name={_attribute(one.path)}'
        f' timestamp="{day}T00:00:00"'
        f' hostname="localhost" tests="{len(cases)}" failures="{count["failure"]}" errors="{count["error"]}"'
        f' skipped="{count["skipped"]}" time="0">'
    )
    yield "    <properties>"
    for name, value in (("year", one.year), ("status", one.status.value)):
        yield f'      <property name="{name}" value={_attribute("" if value is None else value)}/>'
    yield "    </properties>"
    for case in cases:
        head = f'    <testcase classname={_attribute(one.path)} name={_attribute(case.name)} time="0"'
        yield f"{head}>{case.body}</testcase>" if case.body else f"{head}/>"
    told = "\n".join(_lines(_milder(one, setting), one, setting))
    yield f"    <system-out>{_text(told)}</system-out>"
    yield "    <system-err></system-err>"
    yield "  </testsuite>"


def _milder(one: FileReport, setting: Asked) -> list[Finding]:
    """What is found and fails nothing."""
    told = (finding for entry in entries(one, setting.least) for finding in entry.findings)
    return [finding for finding in told if not _fails(finding)]


def _fails(finding: Finding) -> bool:
    return finding.outcome is Outcome.BROKEN or (finding.severity is Severity.MUST and finding.counts)


def _cases(one: FileReport, setting: Asked) -> Iterator[_Case]:
    if one.error is not None:
        body = _element("error", one_line(in_language(one.error, setting.lang)), "unreadable", ())
        yield _Case(spoken(_WORDS["reading"], setting.lang), body, "error")
        return
    by_code: dict[str, list[Finding]] = {}
    for entry in entries(one):
        for finding in entry.findings:
            if _fails(finding):
                by_code.setdefault(finding.rule.code, []).append(finding)
    codes = [*by_code, *(code for code in one.coverage.rules_run if code not in by_code)]
    undecided = {each.code for each in one.coverage.undecided}
    for code in codes:
        yield _case(code, by_code.get(code, []), one, setting, is_open=code in undecided)
    for left in one.coverage.not_run:
        yield _skipped(_name(left.code, setting), spoken(left.reason, setting.lang))


def _case(code: str, found: list[Finding], one: FileReport, setting: Asked, *, is_open: bool) -> _Case:
    name = _name(code, setting)
    if found:
        kind = "error" if found[0].outcome is Outcome.BROKEN else "failure"
        body = _element(kind, one_line(found[0].message(setting.lang)), code, _lines(found, one, setting))
        return _Case(name, body, kind)
    return _skipped(name, spoken(_WORDS["open"], setting.lang)) if is_open else _Case(name, "")


def _skipped(name: str, why: str) -> _Case:
    return _Case(name, f"<skipped>{_text(one_line(why))}</skipped>", "skipped")


def _name(code: str, setting: Asked) -> str:
    return f"{code} {setting.catalogue.rule(code).title[setting.lang]}"


def _lines(found: Iterable[Finding], one: FileReport, setting: Asked) -> Iterator[str]:
    """A line a finding: level, rule, place, message, its cause, its explanation."""
    causes = {id(each): entry.cause for entry in entries(one) if entry.cause for each in entry.findings}
    for each in found:
        where = f"{in_full(each.here, setting.lang)} " if each.here and each.here.place.cell else ""
        level = SEVERITY_NAMES[setting.lang][each.severity]
        line = f"{level} {each.rule.code} {where}{each.message(setting.lang)}"
        if cause := causes.get(id(each)):
            line += f" {_say('cause', setting, what=cause.message(setting.lang))}"
        if each.waiver:
            line += f" {_say('waived', setting, reason=each.waiver.reason)}"
        yield one_line(line)


def _say(key: str, setting: Asked, **args: object) -> str:
    return filled(spoken(_WORDS[key], setting.lang), args, setting.lang)


def _element(name: str, message: str, kind: str, lines: Iterable[str]) -> str:
    told = _text("\n".join(lines))
    return f"<{name} type={_attribute(kind)} message={_attribute(message)}>{told}</{name}>"


def _attribute(value: object) -> str:
    return quoteattr(xml_text(one_line(value)))


def _text(text: str) -> str:
    return escape(xml_text(text))


FORMAT = Format(name="junit", write=_write, summarises=False)
