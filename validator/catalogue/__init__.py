"""The catalogue: forms, rules, thresholds and derived relations, loaded once and passed along; nothing is global."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from validator.catalogue.forms import Forms, load_forms
from validator.catalogue.rules import load_rules
from validator.catalogue.thresholds import Threshold, load_thresholds
from validator.model.form import Edition, Form
from validator.model.rule import Rule
from validator.relations import linear
from validator.relations.linear import FILE, LinearForms, NotDerived, Relation, Text, load_linear_forms
from validator.startup.records import dataclass, field

__all__ = ["Catalogue", "load_catalogue"]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Everything that a kind of report is by its data: its forms, the rules over them, thresholds by default."""

    folder: Path
    forms: Forms
    rules: tuple[Rule, ...]
    thresholds: tuple[Threshold, ...]
    linear: LinearForms
    _by_code: Mapping[str, Rule] = field(init=False, repr=False)
    _made: dict[tuple[str, Text, Form, Form], tuple[Relation, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {rule.code: rule for rule in self.rules})

    def form(self, edition: Edition | None = None) -> Form:
        """The form of an edition or mixture, the default edition without one. Raises BadEntry."""
        return self.forms.form(edition)

    def rule(self, code: str) -> Rule:
        """The rule with that code. Raises KeyError."""
        return self._by_code[code]

    def relations(self, rule: Rule, form: Form, previous: Form | None = None) -> tuple[Relation, ...]:
        """The instances of a rule that is a formula; one whose text is not the committed one is compiled.

        `previous` is the form of last year's report, for rules across years (`form` if not given). Raises NotInForm
        where the form lacks what the rule names, BadFormula for a text that is wrong, NotDerived where the text needs
        the `formulas` library and that is not installed.
        """
        key = rule.code, linear.text_of(rule), form, previous or form
        if key not in self._made:
            self._made[key] = self._relations(rule, form, previous)
        return self._made[key]

    def _relations(self, rule: Rule, form: Form, previous: Form | None) -> tuple[Relation, ...]:
        try:
            return self.linear.relations(rule, form, previous)
        except NotDerived as lacking:
            try:
                from validator.relations.compiling import compiled_relations
            except ImportError:
                raise lacking from None
            return compiled_relations(rule, form, previous)

    @property
    def defaults(self) -> dict[str, int | float]:
        """The thresholds by name (``阈值.…``), as they are unless the configuration says otherwise."""
        return {one.name: one.value for one in self.thresholds}


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in a folder: ``forms/``, ``rules/``, ``thresholds.toml``. Raises BadEntry naming file and key.

    Example:
        >>> from pathlib import Path
        >>> import validator
        >>> own = validator.load_catalogue(Path(validator.__file__).parent)
        >>> own.rule("T3-01").title["en"]
        'Received plus carried in equals handled plus carried over'
        >>> filing = validator.read("examples/宿迁市2024.xlsx", catalogue=own)
        >>> validator.check([filing], catalogue=own).files[0].status.value
        'clean'
    """
    return Catalogue(
        folder,
        load_forms(folder / "forms"),
        load_rules(folder / "rules"),
        load_thresholds(folder / "thresholds.toml"),
        load_linear_forms(folder / "rules" / FILE),
    )
