"""The workbook part: sheets, defined names, date system, protection of the structure."""

from __future__ import annotations

from dataclasses import dataclass, field

from validator.readers.limits import Budget, damaged
from validator.readers.xlsx.safe_xml import MAIN, TRUE, Attributes, Step, root, walk

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
    state: str


@dataclass(slots=True)
class Outline:
    """What the workbook part says."""

    sheets: list[SheetEntry] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    repeated_names: list[str] = field(default_factory=list)
    date1904: bool = False
    structure_locked: bool = False
    strict: bool = False


class _Names:
    """Defined names in order; those of one sheet are called ``sheet!name``."""

    def __init__(self, outline: Outline, budget: Budget) -> None:
        self._outline = outline
        self._budget = budget
        self._current: Attributes = {}

    def start(self, attributes: Attributes) -> None:
        self._current = attributes

    def end(self, text: str) -> None:
        name, scope = self._current.get("name", ""), self._current.get("localSheetId")
        self._budget.spend("names", 1)
        key = name if scope is None else f"{self._sheet(scope)}!{name}"
        self._budget.spend("text_characters", len(text) + len(key))
        if key in self._outline.names:
            self._outline.repeated_names.append(key)
        else:
            self._outline.names[key] = text.strip().removeprefix("=")

    def _sheet(self, scope: str) -> str:
        sheets = self._outline.sheets
        if not (scope.isascii() and scope.isdigit() and len(scope) < 6 and int(scope) < len(sheets)):
            raise damaged(f"定义名称 {self._current.get('name', '')[:64]} 属于不存在的工作表")
        return sheets[int(scope)].name


def read_outline(data: bytes, part: str, budget: Budget) -> Outline:
    """Read the workbook part."""
    outline = Outline()
    names = _Names(outline, budget)

    def properties(attributes: Attributes) -> None:
        outline.date1904 = attributes.get("date1904") in TRUE

    def protection(attributes: Attributes) -> None:
        outline.structure_locked = attributes.get("lockStructure") in TRUE

    def sheet(attributes: Attributes) -> None:
        relation = next((attributes[key] for key in OFFICE_RELATIONS if key in attributes), "")
        name = attributes.get("name", "")
        if len(name) > LONGEST_SHEET_NAME:
            raise damaged(f"工作表“{name[:LONGEST_SHEET_NAME]}”的名称过长")
        outline.sheets.append(SheetEntry(name, relation, attributes.get("state", "visible")))
        budget.check("sheets", len(outline.sheets))

    top = root("workbook", Step())
    top.child("workbook/workbookPr", Step(properties))
    top.child("workbook/workbookProtection", Step(protection))
    top.child("workbook/sheets/sheet", Step(sheet))
    top.child("workbook/definedNames/definedName", Step(names.start, names.end))
    _note_strict(top, outline)
    walk(data, part, top, budget)
    return outline


def _note_strict(top: Step, outline: Outline) -> None:
    """Tell the two namespaces of the document element apart, which otherwise mean the same."""

    def strict(_: Attributes) -> None:
        outline.strict = True

    transitional, other = (f"{space} workbook" for space in MAIN)
    top.children[other] = Step(strict, None, top.children[transitional].children)
