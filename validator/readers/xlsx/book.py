"""An OOXML workbook (.xlsx, .xlsm, .xltx, .xltm; transitional or strict) as a `Workbook`.

Only the parts that hold values are unpacked. What is not needed for a value (properties, comments) may be damaged
without making the file unreadable: the workbook's `notes` say so. Macros are never run, links never followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from validator.model.bilingual import Bilingual
from validator.readers.kinds import what_archive_is
from validator.readers.limits import Budget, Damaged, Refused, damaged
from validator.readers.looks import Drawing, Looks, Palette
from validator.readers.workbook import Sheet, Workbook
from validator.readers.xlsx.appearance import Styles, palette_of, read_styles
from validator.readers.xlsx.cells import Cells, Tables
from validator.readers.xlsx.cells_scan import Known, known_to
from validator.readers.xlsx.colours import OFFICE, read_theme
from validator.readers.xlsx.comments import read_comments
from validator.readers.xlsx.drawings import Sizes, placed, read_controls, read_drawings, sizes_in
from validator.readers.xlsx.package import Package
from validator.readers.xlsx.properties import read_application, read_core, read_custom
from validator.readers.xlsx.relations import Relation, relations, relations_part
from validator.readers.xlsx.shared_strings import shared_strings
from validator.readers.xlsx.sheet_looks import conditions_of
from validator.readers.xlsx.sheet_scan import scan_sheet
from validator.readers.xlsx.sheet_xml import Frame, read_sheet
from validator.readers.xlsx.workbook_xml import Outline, SheetEntry, read_outline
from validator.startup.records import dataclass, field

Reader = Callable[[bytes, str, Budget], dict[str, str]]
USUAL_WORKBOOK = "xl/workbook.xml"
OTHER_DOCUMENTS = ("word/", "ppt/")
OTHER_SHEETS = {
    "chartsheet": "chart sheets",
    "dialogsheet": "dialog sheets",
    "xlMacrosheet": "macros",
    "xlIntlMacrosheet": "macros",
}
NOTES = {"vbaProject": "macros", "externalLink": "external links", "connections": "data connections"}
LOST = {
    "styles": ("单元格格式不详", "the formats of the cells are not known"),
    "sharedStrings": ("没有单元格用到它", "no cell needs it"),
}
DRAWN = frozenset({"drawing", "vmlDrawing"})
EMBEDDED = frozenset({"oleObject", "package", "control", "ctrlProp"})
PROPERTIES = {
    "core-properties": read_core,
    "extended-properties": read_application,
    "extendedProperties": read_application,
    "custom-properties": read_custom,
    "customProperties": read_custom,
}


NO_STYLES = Styles()


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the formats of a workbook look like: as its parts state it, and with colours."""

    styles: Styles
    theme: tuple[str, ...]
    palette: Palette


@dataclass(frozen=True, slots=True)
class Source:
    """One package being read: its document part, what the package and that part are related to, facts found."""

    package: Package
    main: str
    top: tuple[Relation, ...]
    links: tuple[Relation, ...]
    budget: Budget
    notes: dict[str, None] = field(default_factory=dict)
    repairs: list[Bilingual] = field(default_factory=list)

    def first(self, kind: str) -> str | None:
        """The part that the document is related to in that way, None when there is none; refused when it is not one."""
        return _only(self.links, kind)

    def note(self, fact: str) -> None:
        """Keep one fact about the container, once."""
        self.notes[fact] = None

    def mended(self, zh: str, en: str) -> None:
        """Tell, once, what was mended while reading."""
        if (told := Bilingual(zh, en)) not in self.repairs:
            self.repairs.append(told)

    def passed_over(self, part: str) -> None:
        """Note a part without values that cannot be read."""
        self.note(f"unreadable part: {part}")
        self.mended(f"部件 {part} 读不了，略过", f"part {part} cannot be read and was passed over")


def _only(links: Iterable[Relation], kind: str) -> str | None:
    """The part that relationships of that kind lead to. Of two parts, programs read one or the other."""
    found = {link.target.lower(): link.target for link in links if link.kind == kind and not link.external}
    if len(found) > 1:
        raise damaged(f"有两个 {kind} 部件（{'、'.join(found.values())}）")
    return next(iter(found.values()), None)


def read_book(path: str, package: Package, budget: Budget) -> Workbook:
    """The workbook in the package; refused, whatever else it is, when its document is no workbook part in XML."""
    source = _opened(package, budget)
    outline = package.parsed(source.main, read_outline)
    _note_container(source, outline)
    styles = _styles(source)
    known = known_to(_tables(source, outline, styles))
    sheets = {sheet.name: sheet for sheet in _sheets(source, outline, known, _appearance(source, styles))}
    if not sheets:
        raise damaged("工作簿里没有工作表")
    return Workbook(
        path=path,
        sheets=sheets,
        names=dict(outline.names),
        properties=_properties(source),
        notes=tuple(source.notes),
        repairs=tuple(source.repairs),
        repeated_names=tuple(outline.repeated_names),
        structure_locked=outline.structure_locked,
    )


def _opened(package: Package, budget: Budget) -> Source:
    lost = ""
    try:
        top = relations(package, "")
    except Damaged:
        lost = relations_part("")
        if lost in package.repeated:  # which of them says where the workbook is?
            raise
        top = ()
    main = _only(top, "officeDocument") or (USUAL_WORKBOOK if USUAL_WORKBOOK in package else "")
    if not main.lower().endswith(".xml") or main.lower().startswith(OTHER_DOCUMENTS):
        mimetype = package.read("mimetype") if "mimetype" in package else b""
        raise Refused(what_archive_is(package.entries, mimetype))
    if main not in package:
        raise damaged(f"缺少部件 {main}")
    source = Source(package, main, top, relations(package, main), budget)
    if lost:
        source.passed_over(lost)
    return source


@dataclass(frozen=True, slots=True)
class SheetParts:
    """Where a workbook keeps itself, its cell formats, each sheet that is a table of cells, the order of calculation.

    None for what there is not.
    """

    workbook: str
    styles: str | None
    sheets: Mapping[str, str]
    date1904: bool
    calc_chain: str | None


def sheet_parts(package: Package, budget: Budget) -> SheetParts:
    """The parts of a workbook that `read_book` can read, by the names of its sheets."""
    source = _opened(package, budget)
    parts = {link.id: link.target for link in source.links if link.kind not in OTHER_SHEETS and not link.external}
    outline = package.parsed(source.main, read_outline)
    sheets = {one.name: parts[one.relation] for one in outline.sheets if one.relation in parts}
    chain = source.first("calcChain")
    chain = chain if chain and chain in package else None
    return SheetParts(source.main, _there(source, "styles"), sheets, outline.date1904, chain)


def _note_container(source: Source, outline: Outline) -> None:
    for link in source.links:
        if link.kind in NOTES:
            source.note(NOTES[link.kind])
    if outline.date1904:
        source.note("1904 dates")
    if outline.strict:
        source.note("strict")
    for part in source.package.repeated:
        source.mended(
            f"压缩包里有两个 {part}，内容相同或者没有用到",
            f"the archive holds {part} twice; both are the same or were not needed",
        )


def _styles(source: Source) -> Styles:
    part = _there(source, "styles")
    return source.package.parsed(part, read_styles) if part else NO_STYLES


def _appearance(source: Source, styles: Styles) -> Appearance:
    part = source.first("theme")
    theme: tuple[str, ...] = OFFICE
    if part is not None and part in source.package:
        try:
            theme = source.package.parsed(part, read_theme)
        except Damaged:
            source.passed_over(part)
    return Appearance(styles, theme, palette_of(styles, theme))


def _tables(source: Source, outline: Outline, styles: Styles) -> Tables:
    package, budget = source.package, source.budget
    table = _there(source, "sharedStrings")
    shared = shared_strings(package.read(table), table, budget) if table else []
    return Tables(shared, styles.formats, outline.date1904)


def _there(source: Source, kind: str) -> str | None:
    """The part of that kind; one that is named and not there is told and passed over: a cell may not need it."""
    part = source.first(kind)
    if part is None or part in source.package:
        return part
    zh, en = LOST[kind]
    source.mended(f"部件 {part} 缺失，{zh}", f"part {part} is missing: {en}")
    return None


def _sheets(source: Source, outline: Outline, known: Known, appearance: Appearance) -> Iterator[Sheet]:
    links = {link.id: link for link in source.links}
    if len(links) != len(source.links):
        raise damaged("两个部件关系的编号相同")
    seen: set[str] = set()
    for entry in outline.sheets:
        link = links.get(entry.relation) if entry.relation else None
        if entry.relation and (link is None or link.external):
            raise damaged(f"工作表“{entry.name}”没有内容")
        if link and link.kind in OTHER_SHEETS:
            source.note(OTHER_SHEETS[link.kind])
            continue
        # Two sheets with one part or one name would let one table be counted, or judged, twice.
        for key in (f"name {entry.name.lower()}", *([f"part {link.target.lower()}"] if link else ())):
            if key in seen:
                raise damaged(f"工作表“{entry.name}”出现两次")
            seen.add(key)
        yield _sheet(source, entry, link.target, known, appearance) if link else _without_part(source, entry)


def _without_part(source: Source, entry: SheetEntry) -> Sheet:
    """A sheet that names no part of its own, as a module of an old macro sheet: Excel shows none, or a blank one."""
    source.mended(
        f"工作表“{entry.name}”没有内容，按空白表读", f"sheet “{entry.name}” has no part and was read as blank"
    )
    return Sheet(entry.name, {}, hidden=entry.hidden, very_hidden=entry.very_hidden)


def _sheet(source: Source, entry: SheetEntry, part: str, known: Known, appearance: Appearance) -> Sheet:
    cells, frame = _cells(source, entry.name, part, known)
    comments, drawings = _beside(source, part)
    looks = (appearance.styles, appearance.palette, appearance.theme)
    stated = (one for one in (frame.looks, frame.conditions) if one and one.conditions)
    conditions = tuple(each for one in stated for each in conditions_of(one, *looks))
    return Sheet(
        name=entry.name,
        cells=cells.finish(),
        merged=tuple(frame.merged),
        hidden=entry.hidden,
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=frozenset(frame.hidden_columns),
        protected=frame.protected,
        very_hidden=entry.very_hidden,
        other_rows_hidden=frame.other_rows_hidden,
        arrays=tuple(cells.arrays),
        comments=comments,
        looks=Looks(
            appearance.palette,
            cells.placed(),
            conditions=conditions,
            drawings=drawings,
            hides_zeros=frame.looks.hides_zeros,
        ),
    )


def _cells(source: Source, sheet: str, part: str, known: Known) -> tuple[Cells, Frame]:
    data, budget = source.package.read_sheet(part), source.budget

    def fast() -> tuple[Cells, Frame]:
        cells = Cells(sheet, known.tables, budget)
        return cells, scan_sheet(data, part, cells, known, budget)

    def strict() -> tuple[Cells, Frame]:
        cells = Cells(sheet, known.tables, budget)
        return cells, read_sheet(data, part, cells, budget)

    return budget.either(fast, strict)


def _beside(source: Source, part: str) -> tuple[dict[str, str], tuple[Drawing, ...]]:
    """The comments of a sheet, and what lies on it."""
    found: dict[str, str] = {}
    drawings: list[Drawing] = []
    try:
        links = relations(source.package, part)
    except Damaged:
        links = ()
        source.passed_over(relations_part(part))
    for link in links:
        if link.kind in EMBEDDED:
            source.note("embedded objects")
        if link.external:
            continue
        if link.kind == "comments":
            found.update(_optional(source, link.target, read_comments))
        elif link.kind in DRAWN and link.target in source.package:
            drawings += _drawings(source, part, link)
    return found, tuple(drawings)


def _drawings(source: Source, sheet: str, link: Relation) -> Iterator[Drawing]:
    @cache
    def sizes() -> Sizes:
        return sizes_in(source.package.read(sheet).decode("utf-8", "replace"))

    try:
        if link.kind == "vmlDrawing":
            yield from source.package.parsed(link.target, read_controls)
        else:
            yield from (placed(one, sizes) for one in source.package.parsed(link.target, read_drawings))
    except Damaged:
        source.passed_over(link.target)


def _properties(source: Source) -> dict[str, str]:
    """Core properties first, then the application's, then custom ones, which never replace the others."""
    found: dict[str, str] = {}
    for kind, read in PROPERTIES.items():
        for link in source.top:
            if link.kind == kind and not link.external:
                found = found | _optional(source, link.target, read) | found
    return found


def _optional(source: Source, part: str, read: Reader) -> dict[str, str]:
    """What `read` finds in a part that holds no value; a note when it cannot be read."""
    try:
        return source.package.parsed(part, read)
    except Damaged:
        source.passed_over(part)
        return {}
