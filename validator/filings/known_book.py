"""A workbook with what is known of it so far: reading passes one value on, each step adds what it found out."""

from __future__ import annotations

from collections.abc import Mapping

from validator.catalogue.forms import Forms
from validator.filings.tables.located import Located
from validator.filings.tables.names import place_of
from validator.filings.tables.views import View
from validator.filings.typed_mark import typed_tables
from validator.model.bilingual import Bilingual
from validator.model.cells import BLANK, Cell, Place
from validator.model.filing import FoundBy
from validator.model.form import Form
from validator.readers.workbook import Sheet, Workbook
from validator.startup.records import dataclass, field

VERSION, EDITION, TYPED = "gouji_version", "gouji_edition", "gouji_typed_totals"
"""Custom document properties that the template writes."""


@dataclass(frozen=True, slots=True)
class KnownBook:
    """In the order in which it is filled in; a step may read what stands above its own.

    `located` are the tables found, `form` is of their editions (the default one until then), `sheets` says the name
    that each of the template's sheets has now. `template`: it is laid out as the template at least. `places` and
    `cells` are those of every name that was found, formulas computed; `uncomputed` says which could not be, and why.
    """

    workbook: Workbook
    forms: Forms
    form: Form
    located: Mapping[str, Located] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    template: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)
    cells: Mapping[str, Cell] = field(default_factory=dict)
    uncomputed: Mapping[str, Bilingual] = field(default_factory=dict)
    _views: dict[str, View] = field(default_factory=dict, repr=False, compare=False)

    def view(self, sheet: str) -> View:
        """The short texts of the sheet of that name, taken apart when first asked for."""
        if sheet not in self._views:
            self._views[sheet] = View(self.workbook.sheets[sheet])
        return self._views[sheet]

    def sheet(self, name: str) -> Sheet | None:
        """The template's sheet of that name, whatever it is called now."""
        return self.workbook.sheets.get(self.sheets.get(name, ""))

    def named(self, name: str) -> Place | None:
        """Where the defined name leads; None for one that is lost or leads to no cell."""
        return place_of(self.workbook.names.get(name, ""))

    def cell(self, name: str) -> Cell:
        """The cell of that name, a blank one where there is none."""
        return self.cells.get(name, BLANK)

    @property
    def marked(self) -> bool:
        """Whether it bears the template's own marks: names, properties."""
        return self.made_by is not None or any(one.way is FoundBy.NAMES for one in self.located.values())

    @property
    def made_by(self) -> str | None:
        """The version of gouji that made the template."""
        return self.workbook.properties.get(VERSION)

    @property
    def typed(self) -> frozenset[str] | None:
        """The tables that were made with typed totals; None where that is not stated."""
        stated = self.workbook.properties.get(TYPED) if self.made_by is not None else None
        return None if stated is None else typed_tables(stated, tuple(self.form.tables))
