"""A workbook and the form -> Filing: tables found, damage noted, formulas computed, texts read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from validator.catalogue.forms import Forms
from validator.filings.calculation.recomputed import computed_cells
from validator.filings.damage.survey import AsRead, damage_of
from validator.filings.fields import field_places
from validator.filings.prose import Prose, prose_of
from validator.filings.sheets import COVER, WAIVERS, identify
from validator.filings.tables.locate import Located, edition_of, locate
from validator.filings.tables.totals import left_behind, short_totals
from validator.filings.tables.views import Views
from validator.filings.waivers import written_waivers
from validator.model.cells import Place
from validator.model.filing import Filing, FoundBy
from validator.model.form import Form
from validator.readers.workbook import UnreadableWorkbook, Workbook

VERSION, EDITION, TYPED = "gouji_version", "gouji_edition", "gouji_typed_totals"
"""Custom document properties that the template writes."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """Whether a workbook is the template: by its own marks (names, properties), or at least by its layout."""

    marked: bool
    template: bool


def filing_of(workbook: Workbook, forms: Forms) -> Filing:
    """The filing that a workbook holds. Raises UnreadableWorkbook when no table of the form is in it."""
    views = Views(workbook, forms.shared.title_words)
    located = locate(views, forms)
    if not located:
        raise UnreadableWorkbook(
            f"{PurePath(workbook.path).name}：没有认出年度报告的任何一张表（表二、表三、表四），"
            "请提交用模板填写的工作簿，或者行列标签与官方格式一致的表格"
        )
    form = forms.form(edition_of(located))
    sheets = identify(views, form, located)
    origin = _origin(workbook, located, sheets)
    prose = Prose() if origin.template else prose_of(workbook, form, located)
    places = _places(views, form, sheets, located, prose, origin)
    cells, uncomputed = computed_cells(workbook, form, places, left_behind(workbook, located.values()))
    cells |= {name: cell for name, cell in prose.cells.items() if places[name] == prose.places[name]}
    typed = workbook.properties.get(TYPED) if VERSION in workbook.properties else None
    stated = None if typed is None else frozenset(filter(None, typed.split(",")))
    read = AsRead(workbook, forms, form, sheets, located, places, cells, origin.marked, stated)
    return Filing(
        workbook.path,
        form,
        cells,
        places,
        from_template=origin.template,
        made_by=workbook.properties.get(VERSION),
        typed_totals=stated or frozenset(),
        waivers=tuple(written_waivers(workbook, sheets.get(WAIVERS, WAIVERS))),
        sheet_names=tuple(workbook.sheets),
        labels=tuple(label for one in located.values() for label in one.labels),
        marked=origin.marked,
        found_by={name: one.way for name, one in located.items()},
        damage=damage_of(read),
        uncomputed=uncomputed,
        date1904="1904 dates" in workbook.notes,
    )


def _origin(workbook: Workbook, located: Mapping[str, Located], sheets: Mapping[str, str]) -> _Origin:
    ways = {one.way for one in located.values()}
    marked = VERSION in workbook.properties or FoundBy.NAMES in ways
    return _Origin(marked, marked or (ways == {FoundBy.ADDRESSES} and COVER in sheets))


def _places(
    views: Views,
    form: Form,
    sheets: Mapping[str, str],
    located: Mapping[str, Located],
    prose: Prose,
    origin: _Origin,
) -> dict[str, Place]:
    """The place of every name that was found: cover and texts first, as the form has them, then the figures."""
    known = sheets if origin.template else {COVER: sheets[COVER]} if COVER in sheets else {}
    places = dict(field_places(views, form, known, located)) if known else {}
    places = prose.places | places
    for name, one in located.items():
        of_table = form.tables[name].indicators
        places |= {key: Place(one.sheet, one.cells[key]) for key in of_table if key in one.cells}
    for name in short_totals(views.workbook, located.values()):
        del places[name]
    return places
