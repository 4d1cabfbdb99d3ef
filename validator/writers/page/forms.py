"""What the script of a page knows of a form: every place by number, and the relations between its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from validator.catalogue import Catalogue
from validator.model.contents import homes_of
from validator.model.form import Edition, Form
from validator.relations.formula import NotInForm
from validator.relations.linear import Comparison, Relation, Side
from validator.startup.records import dataclass

Numbers = Mapping[str, int | float]


@dataclass(frozen=True, slots=True)
class PageForm:
    """A form as pages number its places.

    `at` is the number of each name; those of last year's report (``上.…``) follow the form's own. `named` is the name
    that the template has at a sheet's cell, `relations` what the script shows of a cell: rule, member, both sides as
    terms, condition.
    """

    form: Form
    at: Mapping[str, int]
    named: Mapping[tuple[str, str], str]
    relations: tuple[list[Any], ...]

    def data(self) -> dict[str, Any]:
        """As the script reads it."""
        cells = {name: cell for (_, cell), name in self.named.items()}
        return {"names": list(self.at), "cells": [cells.get(name, "") for name in self.at], "relations": self.relations}


def page_form(catalogue: Catalogue, edition: Edition, before: Edition | None, thresholds: Numbers) -> PageForm:
    """The form of an edition; `before` is that of last year's report, None where there is none."""
    form = catalogue.form(edition)
    previous = catalogue.form(before) if before is not None else None
    found = list(_relations(catalogue, form, previous))
    homes = homes_of(form)
    others = (name for _, one in found for name in one.names)
    at = {name: number for number, name in enumerate(dict.fromkeys((*homes, *others)))}
    named = {(place.sheet, place.cell): name for name, place in homes.items()}
    return PageForm(form, at, named, tuple(_relation(code, one, at, thresholds) for code, one in found))


def _relations(catalogue: Catalogue, form: Form, previous: Form | None) -> Iterator[tuple[str, Relation]]:
    """The instances of every rule that is a sum over this form, and over last year's where that is known."""
    for rule in catalogue.rules:
        try:
            found = catalogue.relations(rule, form, previous) if rule.formula else ()
        except NotInForm:
            continue
        yield from ((rule.code, one) for one in found if previous or not one.across_years)


def _relation(code: str, one: Relation, at: Mapping[str, int], thresholds: Numbers) -> list[Any]:
    guards = [one.guard] if one.guard else []
    return [code, one.member, *(_comparison(each, at, thresholds) for each in (one.comparison, *guards))]


def _comparison(one: Comparison, at: Mapping[str, int], thresholds: Numbers) -> list[Any]:
    return [_terms(one.left, at, thresholds), one.operator, _terms(one.right, at, thresholds)]


def _terms(side: Side, at: Mapping[str, int], thresholds: Numbers) -> list[Any]:
    """``[coefficient, number of the name]`` each; a constant has no name, thresholds are multiplied in.

    A side that is no sum has no terms: the script shows the rule without the arithmetic.
    """
    found: list[Any] = []
    for term in side if isinstance(side, tuple) else ():
        coefficient = term.coefficient * (thresholds[term.parameter] if term.parameter else 1)
        found.append([coefficient, at[term.name]] if term.name else [coefficient])
    return found
