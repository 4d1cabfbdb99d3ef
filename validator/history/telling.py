"""What ``gouji history`` says: a line for each report, and one body along its years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from validator.catalogue import Catalogue
from validator.files.harmless import one_line
from validator.history.accepting import Seen
from validator.history.chains import Step, contradicted
from validator.history.entries import Accepted, Added, Removed, Version
from validator.language.personal import masked
from validator.model.bilingual import Bilingual, filled, spoken
from validator.model.english import in_language
from validator.model.filing import Filing
from validator.model.finding import Finding
from validator.model.shown import shown
from validator.writers.columns import padded, right, width
from validator.writers.figures import figure, key_figures
from validator.writers.states import word

_WORDS = {
    "added": Bilingual(
        "已存入 第 {id} 号  {organ} {year}年{version}  {path}", "kept no. {id}  {organ} {year}{version}  {path}"
    ),
    "same": Bilingual("早已存入 第 {id} 号  {organ} {year}年  {path}", "kept before: no. {id}  {organ} {year}  {path}"),
    "version": Bilingual("（第 {number} 版）", " (version {number})"),
    "replaces": Bilingual("（第 {number} 版，代替第 {old} 号）", " (version {number}, in place of no. {old})"),
    "chosen": Bilingual("（几份里取这一份：{why}）", " (of several this one: {why})"),
    "refused": Bilingual("没有存入  {path}：{why}", "not kept  {path}: {why}"),
    "undone": Bilingual("没有存入  {error}", "not kept  {error}"),
    "removed": Bilingual("已去掉 第 {id} 号  {organ} {year}年{now}", "removed no. {id}  {organ} {year}{now}"),
    "gone": Bilingual("早已去掉 第 {id} 号  {organ} {year}年{now}", "removed before: no. {id}  {organ} {year}{now}"),
    "now": Bilingual("，现在以第 {id} 号为准", "; no. {id} counts now"),
    "none_now": Bilingual("，这一年没有报告了", "; there is no report of that year now"),
    "year": Bilingual("{year}年", "{year}"),
    "number": Bilingual("第 {number} 版", "version {number}"),
    "is_removed": Bilingual("{by} {at} 去掉", "removed by {by} {at}"),
    "is_replaced": Bilingual("已被代替", "replaced"),
    "versions": Bilingual("各年的报告", "Reports"),
    "chain": Bilingual("逐年衔接", "Year by year"),
    "holds": Bilingual("{steps}  衔接", "{steps}  follows"),
    "open": Bilingual("{steps}  没有结论  {codes}", "{steps}  no verdict  {codes}"),
    "gap": Bilingual("{steps}  中间缺 {missing} 年的报告，不能核对", "{steps}  no report of {missing} to compare with"),
    "breaks": Bilingual("{steps}  不衔接  {code} {message}", "{steps}  does not follow  {code} {message}"),
    "explained": Bilingual(
        "{steps}  已说明  {code} {message}（{reason}）", "{steps}  explained  {code} {message} ({reason})"
    ),
    "wrong": Bilingual(
        "{year} 年的报告多半有误：{code} {member}，和上一年相差 {off}，下一年正好差回来",
        "the report of {year} is most likely wrong: {code} {member} is off by {off} from the year before, and made good"
        " the year after",
    ),
    "figures": Bilingual("关键数字", "Key figures"),
}


_NONE = "—"


def _say(key: str, lang: str, **args: object) -> str:
    return filled(spoken(_WORDS[key], lang), args, lang)


def _plain(text: str) -> str:
    """Text of a submitted file on a line of the terminal."""
    return one_line(masked(text))


def added_line(one: Accepted, done: Added, lang: str, why: Bilingual | None = None) -> str:
    """That a report is kept, under which number, and which version it is; `why` it counts and not others with it."""
    version = ""
    if done.replaces is not None:
        version = _say("replaces", lang, number=done.number, old=done.replaces)
    elif done.number > 1:
        version = _say("version", lang, number=done.number)
    said = {"id": done.id, "organ": _plain(one.organ), "year": one.year, "path": one_line(one.path)}
    line = _say("added" if done.is_new else "same", lang, **said, version=version)
    return line + _say("chosen", lang, why=why) if why else line


def undone_line(one: Seen, lang: str) -> str:
    """That a file is not kept, and why."""
    if one.why is not None:
        return _say("refused", lang, path=one_line(one.path), why=one.why)
    return _say("undone", lang, error=one_line(in_language(one.error, lang)))


def removed_line(done: Removed, lang: str) -> str:
    """That a version is taken out, and which one counts now."""
    one = done.version
    now = _say("none_now", lang) if done.counts_now is None else _say("now", lang, id=done.counts_now)
    said = {"id": one.id, "organ": _plain(one.organ), "year": one.year}
    return _say("gone" if done.already else "removed", lang, **said, now=now)


def version_line(one: Version, lang: str, *, is_marked: bool = False, is_replaced: bool = False) -> str:
    """A line of the list: number, year, body, verdict, version, by whom and when, file."""
    parts = [
        right(one.id, 6),
        _say("year", lang, year=one.year),
        padded(_plain(one.organ), 28),
        padded(word(one.status, lang), 10),
        padded(_say("number", lang, number=one.number), 8),
        f"{_plain(one.added_by)} {_local(one.added_at)}",
        one_line(one.path),
    ]
    if is_marked and one.removed_at:
        parts.append(_say("is_removed", lang, by=_plain(one.removed_by or ""), at=_local(one.removed_at)))
    elif is_replaced:
        parts.append(_say("is_replaced", lang))
    return "  ".join(parts)


def break_lines(chain: Iterable[Step], organ: str, lang: str) -> Iterator[str]:
    """A line for each place where a year of a body does not follow from the one before and nobody has said why."""
    for step in chain:
        for one in step.breaks:
            if one.counts:
                yield f"{_plain(organ)}  {_break(step, one, lang)}"


def history_text(
    versions: Sequence[Version], filings: Sequence[Filing], chain: Sequence[Step], catalogue: Catalogue, lang: str
) -> Iterator[str]:
    """One body along its years: every version of its reports, how the years follow, its key figures."""
    yield _plain(versions[-1].organ)
    yield f"  {_say('versions', lang)}"
    for _, same in groupby(versions, lambda one: one.year):
        of_year = list(same)
        counts = max((one.id for one in of_year if not one.removed_at), default=None)
        for one in of_year:
            line = version_line(one, lang, is_marked=True, is_replaced=one.id != counts)
            yield f"  {line}  {one.sha256[:12]}"
    if chain:
        yield f"  {_say('chain', lang)}"
        yield from (f"    {line}" for step in chain for line in _step(step, lang))
        for year, code, member, off in contradicted(chain):
            yield f"    {_say('wrong', lang, year=year, code=code, member=_plain(member), off=off)}"
    yield from _figures(filings, catalogue, lang)


def _step(step: Step, lang: str) -> Iterator[str]:
    if step.is_gap:
        missing = tuple(map(str, range(step.before + 1, step.year)))
        yield _say("gap", lang, steps=_years(step), missing=missing)
        return
    if not step.breaks and not step.open:
        yield _say("holds", lang, steps=_years(step))
    yield from (_break(step, one, lang) for one in step.breaks)
    if step.open:
        yield _say("open", lang, steps=_years(step), codes=step.open)


def _years(step: Step) -> str:
    return f"{step.before} → {step.year}"


def _break(step: Step, one: Finding, lang: str) -> str:
    said = {"steps": _years(step), "code": one.rule.code, "message": _plain(one.message(lang))}
    if one.waiver:
        return _say("explained", lang, **said, reason=_plain(one.waiver.reason))
    return _say("breaks", lang, **said)


def _figures(filings: Sequence[Filing], catalogue: Catalogue, lang: str) -> Iterator[str]:
    """A table: a row a key figure, a column a year."""
    values = [{name: cell.value for name, cell in one.cells.items()} for one in filings]
    rows = [("", [str(one.year) for one in filings])]
    for part in key_figures(catalogue):
        numbers = [figure(part, one) for one in values]
        if any(number is not None for number in numbers):
            rows.append((part.label, [_NONE if one is None else shown(one) for one in numbers]))
    if not filings or len(rows) == 1:
        return
    wide = max(width(label) for label, _ in rows)
    each = [max(width(row[at]) for _, row in rows) for at in range(len(filings))]
    yield f"  {_say('figures', lang)}"
    for label, row in rows:
        cells = (right(cell, columns) for cell, columns in zip(row, each, strict=True))
        yield f"    {padded(label, wide)}  {'  '.join(cells)}".rstrip()


def _local(day: str) -> str:
    """A moment as the clock on the wall had it."""
    return f"{datetime.fromisoformat(day).astimezone():%Y-%m-%d %H:%M}"
