"""What a published report consists of, from title to last section: the same for every format. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validator.files.harmless import printed
from validator.model.filing import Filing
from validator.model.form import Role, Section
from validator.model.shown import shown
from validator.startup.records import dataclass
from validator.template.grid import Grid, grid_of


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the six sections: its heading, then its paragraphs or its table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """The report as people read it. `figures` are what the cells of the tables show, by the names of the form."""

    title: str
    introduction: str
    parts: tuple[Chapter, ...]
    figures: Mapping[str, str]


def publication_of(filing: Filing) -> Publication:
    """The report of a filing; headings as the form has them where the filing has none."""
    return Publication(
        printed(filing.text(filing.form.name_of(Role.TITLE))),
        _introduction(filing),
        tuple(_part(filing, section) for section in filing.form.sections),
        {name: printed(shown(filing.cell(name).value)) for name in filing.form.indicators},
    )


def _introduction(filing: Filing) -> str:
    """The form's sentence with the days that the cover states, ``""`` where they are none."""
    first, last = filing.day(Role.START), filing.day(Role.END)
    if first is None or last is None:
        return ""
    days = {"start": f"{first.year}年{first.month}月{first.day}日", "end": f"{last.year}年{last.month}月{last.day}日"}
    return filing.form.introduction.format_map(days)


def _part(filing: Filing, section: Section) -> Chapter:
    heading = printed(filing.text(section.heading.name)) or section.title
    if section.text:
        return Chapter(heading, tuple(_paragraphs(filing.text(section.text.name))))
    table = next(one for one in filing.form.tables.values() if one.sheet == section.sheet)
    return Chapter(heading, (), grid_of(table))


def _paragraphs(text: str) -> Iterator[str]:
    """The lines that say anything; each format indents them its own way."""
    yield from filter(None, map(printed, text.splitlines()))
