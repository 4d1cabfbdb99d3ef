"""The dialect in which rules are written: Excel's own, over the form's names.

A formula rule is one comparison between two expressions:

    表三.本年新收 + 表三.上年结转 = 表三.办理结果总计 + 表三.结转下年

``each`` repeats it over the members of an axis. This module reads the text, expands axes and groups into the full
names of one instance (`instances`), and writes the instance as text again (`written`). What the text *means* is settled
by the `formulas` library alone: see `validator.relations.compiling`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from validator.model.filing import LAST_YEAR
from validator.model.form import Form, Table
from validator.model.rule import Rule
from validator.startup.expressions import expression
from validator.startup.records import dataclass

FUNCTIONS = frozenset({"IF", "ABS", "ROUND", "INT", "NOT", "SUM"})
COMPARISONS = ("<>", ">=", "<=", "=", ">", "<")
PARAMETERS = "阈值."
"""Names that start so are thresholds of the configuration, not cells."""

_TOKEN = expression(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d][\w.]*)|(?P<operator><>|>=|<=|[-+*/()=<>,]))")


class BadFormula(ValueError):  # noqa: N818  names what is wrong, as BadEntry does
    """A rule's text is not in the dialect, or names what the form does not have. The message says which and where."""


class NotInForm(BadFormula):
    """The rule names a row, column or table that this edition of the form does not have."""


@dataclass(frozen=True, slots=True)
class Group:
    """``SUM(name)``: the full names the sum runs over, in the form's order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One cell, or a threshold, by its full name."""

    name: str


Token = str | Name | Group
Expression = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """One rule on one member of its axis, in full names. `guard` is empty when the rule always applies."""

    code: str
    member: str
    left: Expression
    operator: str
    right: Expression
    guard: Expression = ()

    @property
    def condition(self) -> tuple[Expression, str, Expression]:
        """The guard, taken apart at its one comparison outside brackets."""
        at = next(_comparisons(self.guard), None)
        if at is None:
            raise BadFormula(f"{self.code}: 'when' is no comparison")
        return self.guard[:at], str(self.guard[at]), self.guard[at + 1 :]

    @property
    def names(self) -> tuple[str, ...]:
        """Every cell the relation and its guard read, once, in the order of the formula."""
        return tuple(dict.fromkeys((*names_in(self.left), *names_in(self.right), *names_in(self.guard))))


def names_in(expression: Expression) -> Iterator[str]:
    """The cells an expression reads, in order; thresholds are no cells."""
    for token in expression:
        if isinstance(token, Group):
            yield from token.names
        elif isinstance(token, Name) and not token.name.startswith(PARAMETERS):
            yield token.name


def tokens(text: str) -> tuple[str, ...]:
    """The words of a rule's text. Raises BadFormula for anything that is not in the dialect, ``:`` above all.

    The `formulas` library would take ``甲:乙`` for two inputs, silently; so ranges are refused and groups take
    their place.
    """
    found: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if not match:
            raise BadFormula(f"'{text[at:].strip()[:1]}' is not in the dialect: {text}")
        word = match[0].strip()
        if match["name"] and text[match.end() : match.end() + 1] == "(" and word not in FUNCTIONS:
            raise BadFormula(f"function '{word}' is not in the dialect: {text}")
        found.append(word)
        at = match.end()
    return tuple(found)


def split(text: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """A relation's words left and right of its one comparison outside brackets."""
    words = tokens(text)
    places = list(_comparisons(words))
    if len(places) != 1 or words.count("(") != words.count(")"):
        raise BadFormula(f"a rule is exactly one comparison between two expressions: {text}")
    return words[: places[0]], words[places[0]], words[places[0] + 1 :]


def _comparisons(words: Expression) -> Iterator[int]:
    """Where comparisons stand outside brackets."""
    depth = 0
    for at, word in enumerate(words):
        depth += {"(": 1, ")": -1}.get(str(word), 0)
        if word in COMPARISONS and depth == 0:
            yield at


def instances(rule: Rule, form: Form, previous: Form | None = None) -> tuple[Instance, ...]:
    """The rule on every member of its axis or group, in the form's order; one instance where it has none.

    `previous` is the form of last year's report, on which ``上.`` names are looked up (`form` if not given). Raises
    NotInForm where an edition lacks what the rule names, BadFormula where the text is wrong.
    """
    forms = _Forms(form, previous or form)
    left, operator, right = split(rule.formula)
    guard = tokens(rule.when) if rule.when else ()
    return tuple(
        Instance(
            rule.code,
            member,
            _expand(left, forms, member),
            operator,
            _expand(right, forms, member),
            _expand(guard, forms, member),
        )
        for member in _members(rule.each, form)
    )


def _members(each: str, form: Form) -> tuple[str, ...]:
    if not each:
        return ("",)
    table, axis = _table_of(each, form)
    if axis == table.row_axis:
        return tuple(member.name for member in table.rows)
    if axis == table.column_axis:
        return tuple(member.name for member in table.columns)
    if axis in table.groups:
        return table.groups[axis]
    raise NotInForm(f"'{each}' is no axis and no group: {table.name} has {table.row_axis} and {table.column_axis}")


def _table_of(name: str, form: Form) -> tuple[Table, str]:
    table, _, rest = name.partition(".")
    if table not in form.tables:
        raise BadFormula(f"'{name}' names no table of the form")
    return form.tables[table], rest


@dataclass(frozen=True, slots=True)
class _Forms:
    """This year's form and last year's."""

    current: Form
    previous: Form

    def resolve(self, word: str, member: str) -> tuple[str, ...]:
        """The full names a word stands for; ``上.`` names keep their prefix."""
        if word.startswith(LAST_YEAR):
            names = _resolve(word.removeprefix(LAST_YEAR), self.previous, member)
            return tuple(f"{LAST_YEAR}{name}" for name in names)
        return _resolve(word, self.current, member)


def _expand(words: tuple[str, ...], forms: _Forms, member: str) -> Expression:
    expanded: list[Token] = []
    index = 0
    while index < len(words):
        word = words[index]
        if word == "SUM":
            if len(words) < index + 4 or words[index + 1] != "(" or words[index + 3] != ")":
                raise BadFormula("SUM takes exactly one group: SUM(表三.办理结果分项)")
            expanded.append(Group(forms.resolve(words[index + 2], member)))
            index += 4
            continue
        expanded.append(_one(word, forms, member))
        index += 1
    return tuple(expanded)


def _one(word: str, forms: _Forms, member: str) -> Token:
    if word in FUNCTIONS or not re.match(r"[^\W\d]", word):
        return word
    if word.startswith(PARAMETERS):
        return Name(word)
    names = forms.resolve(word, member)
    if len(names) != 1:
        raise BadFormula(f"'{word}' is a group of {len(names)} cells: write SUM({word})")
    return Name(names[0])


def _resolve(word: str, form: Form, member: str) -> tuple[str, ...]:
    """The full names a word stands for: a cell, or a row or column at `member`, or a group of either."""
    if word in form.indicators:
        return (word,)
    table, rest = _table_of(word, form)
    first, _, second = rest.partition(".")
    rows = _along(first, table, {one.name for one in table.rows})
    columns: tuple[str, ...] = (second or member,)
    if not rows or (second and second in table.groups):
        rows, columns = (first,), _along(second or first, table, {one.name for one in table.columns})
        rows = rows if second else (member,)
    names = tuple(f"{table.name}.{row}.{column}" for row in rows for column in columns)
    if not names or any(name not in form.indicators for name in names):
        raise NotInForm(f"'{word}' is not in {table.name} of edition {table.edition}")
    return names


def _along(word: str, table: Table, axis: set[str]) -> tuple[str, ...]:
    if word in axis:
        return (word,)
    return tuple(name for name in table.groups.get(word, ()) if name in axis)


def written(expression: Expression, group: Callable[[Sequence[str]], str], number: Callable[[str], str]) -> str:
    """The expression as text; `group` writes the sum of some names, `number` the value of one."""
    words = []
    for token in expression:
        if isinstance(token, Group):
            words.append(group(token.names))
        else:
            words.append(number(token.name) if isinstance(token, Name) else token)
    return "".join(words)


def spelled(expression: Expression) -> str:
    """The expression in full names, every group written out as a sum: what the `formulas` library compiles."""
    return written(expression, lambda names: f"({'+'.join(names)})", str)
