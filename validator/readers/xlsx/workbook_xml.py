"""The workbook part: sheets, defined names, date system, protection of the structure."""

from __future__ import annotations

from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.caches import remembered
from validator.readers.xlsx.passing import without_passing
from validator.readers.xlsx.safe_xml import MAIN, TRUE, Attributes, Step, root, walk, whole_number
from validator.startup.records import dataclass, field

LONGEST_SHEET_NAME = 255  # Excel ends at 31; a longer name would stand before every name that is the sheet's own
OFFICE_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook lists it; `relation` leads to its part."""

    name: str
    relation: str
    hidden: bool
    very_hidden: bool


@dataclass(slots=True)
class Outline:
    """What the workbook part says."""

    sheets: list[SheetEntry] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    repeated_names: list[str] = field(default_factory=list)
    date1904: bool = False
    structure_locked: bool = False
    strict: bool = False


def read_outline(data: bytes, part: str, budget: Budget) -> Outline:
    """Read the workbook part; the same object again for one that differs in passing things alone."""
    return remembered(_read_outline, (without_passing(data), part), len(data), budget)


def _read_outline(data: bytes, part: str, budget: Budget) -> Outline:
    outline = Outline()
    current: Attributes = {}

    def properties(attributes: Attributes) -> None:
        outline.date1904 = attributes.get("date1904") in TRUE

    def protection(attributes: Attributes) -> None:
        outline.structure_locked = attributes.get("lockStructure") in TRUE

    def sheet(attributes: Attributes) -> None:
        relation = next((attributes[key] for key in OFFICE_RELATIONS if key in attributes), "")
        name = attributes.get("name", "")
        if len(name) > LONGEST_SHEET_NAME:
            raise damaged(f"工作表“{name[:LONGEST_SHEET_NAME]}”的名称过长")
        state = attributes.get("state", "visible")
        outline.sheets.append(SheetEntry(name, relation, state != "visible", state == "veryHidden"))
        budget.check("sheets", len(outline.sheets))

    def name_start(attributes: Attributes) -> None:
        nonlocal current
        current = attributes

    def name_end(text: str) -> None:
        name, scope = current.get("name", ""), current.get("localSheetId")
        budget.spend("names", 1)
        key = name if scope is None else f"{_sheet_of(outline, scope, name)}!{name}"
        budget.spend("text_characters", len(text) + len(key))
        if key in outline.names:
            outline.repeated_names.append(key)
        else:
            outline.names[key] = text.strip().removeprefix("=")

    def strict(_: Attributes) -> None:
        outline.strict = True

    top = root("workbook", Step())
    top.child("workbook/workbookPr", Step(properties))
    top.child("workbook/workbookProtection", Step(protection))
    top.child("workbook/sheets/sheet", Step(sheet))
    top.child("workbook/definedNames/definedName", Step(name_start, name_end))
    # The two namespaces of the document element tell the kinds of file apart; otherwise they mean the same.
    transitional, other = (f"{space} workbook" for space in MAIN)
    top.children[other] = Step(strict, None, top.children[transitional].children)
    walk(data, part, top, budget)
    return outline


def _sheet_of(outline: Outline, scope: str, name: str) -> str:
    at = whole_number(scope)
    if at is None or at >= len(outline.sheets):
        raise damaged(f"定义名称 {name[:64]} 属于不存在的工作表")
    return outline.sheets[at].name
