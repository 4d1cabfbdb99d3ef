"""The rules: ``rules/*.toml`` -> Rule. A bad entry is refused naming file, entry and key."""

from __future__ import annotations

from pathlib import Path

from validator.files.entry import BadEntry, Entry, load_entry
from validator.model.bilingual import LANGUAGES
from validator.model.rule import TRANSLATED, Example, Rule, Severity
from validator.relations.formula import BadFormula, split, tokens
from validator.startup.expressions import expression

_CODE = expression(r"[A-Z]{1,2}\d?-\d\d\Z")


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Every rule in a folder's files, in order of file and entry: so findings are listed. Raises BadEntry."""
    found: list[Rule] = []
    for path in sorted(folder.glob("*.toml")):
        entry = load_entry(path)
        found.extend(_rule(one) for one in entry.entries("rule", "code"))
        entry.done()
    codes = [rule.code for rule in found]
    if twice := [code for code in codes if codes.count(code) > 1]:
        raise BadEntry(f"rules: code '{twice[0]}' is given twice")
    return tuple(found)


def _rule(entry: Entry) -> Rule:
    code = entry.take("code", str)
    if not _CODE.match(code):
        raise BadEntry(f"{entry.where}: key 'code' must read like T3-01, found '{code}'")
    fix = _both(entry, "fix") if entry.has("fix") else dict.fromkeys(LANGUAGES, "")
    english = {key: entry.option(f"{key}_en", str, "") for key in TRANSLATED if key != "fix"} | {"fix": fix["en"]}
    rule = Rule(
        code,
        _both(entry, "title"),
        entry.choice("severity", Severity),
        entry.take("basis", str),
        entry.take("why", str),
        _messages(entry),
        entry.option("formula", str, ""),
        entry.option("each", str, ""),
        entry.option("when", str, ""),
        entry.option("check", str, ""),
        entry.option("limits", str, ""),
        tuple(_example(one) for one in entry.entries("example", "title")),
        fix["zh"],
        english,
    )
    entry.done()
    _check_meaning(rule, entry.where)
    return rule


def _both(entry: Entry, key: str) -> dict[str, str]:
    return {"zh": entry.take(key, str), "en": entry.take(f"{key}_en", str)}


def _messages(entry: Entry) -> dict[str, dict[str, str]]:
    variants = entry.mapping("variants")
    messages = {} if variants and not entry.has("message") else {"": _both(entry, "message")}
    for variant, texts in variants.items():
        one = Entry(texts, f"{entry.where}: variant '{variant}'")
        messages[variant] = {lang: one.take(lang, str) for lang in LANGUAGES}
        one.done()
    return messages


def _example(entry: Entry) -> Example:
    title, english = entry.take("title", str), entry.option("title_en", str, "")
    found = Example(title, entry.mapping("change"), entry.texts("finds"), english)
    entry.done()
    return found


def _check_meaning(rule: Rule, where: str) -> None:
    if bool(rule.formula) == bool(rule.check):
        raise BadEntry(f"{where}: give exactly one of the keys 'formula' and 'check'")
    if rule.check and (rule.each or rule.when):
        raise BadEntry(f"{where}: keys 'each' and 'when' go with 'formula'")
    for key, text in (("formula", rule.formula), ("when", rule.when)):
        try:
            if text:
                split(text)
                tokens(text)
        except BadFormula as error:
            raise BadEntry(f"{where}: key '{key}': {error}") from error
