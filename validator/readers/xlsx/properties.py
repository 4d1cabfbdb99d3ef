"""Document properties as text: core, application and custom ones (ISO/IEC 29500-2, 11; 29500-1, 22.2 and 22.3)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from validator.readers.limits import Budget
from validator.readers.xlsx.safe_xml import Attributes, Step, root, walk

PACKAGE_SPACE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN_CORE, DUBLIN_TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
CORE = {
    PACKAGE_SPACE: ("keywords", "lastModifiedBy", "revision", "category", "contentStatus", "version"),
    DUBLIN_CORE: ("title", "subject", "creator", "description", "language", "identifier"),
    DUBLIN_TERMS: ("created", "modified"),
}
APPLICATION_SPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
)
CUSTOM_SPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
)
APPLICATION = ("Application", "AppVersion", "Company", "Manager", "Template")
CUSTOM = ("lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "i8", "int", "r4", "r8", "decimal", "bool", "filetime", "date")


def read_core(data: bytes, part: str, budget: Budget) -> dict[str, str]:
    """Title, creator, modified and so on, by the standard's own names."""
    return _named(data, part, (f"{PACKAGE_SPACE} coreProperties",), CORE, budget)


def read_application(data: bytes, part: str, budget: Budget) -> dict[str, str]:
    """The program that wrote the file: ``Application``, ``AppVersion``, ``Company``."""
    documents = tuple(f"{space} Properties" for space in APPLICATION_SPACES)
    return _named(data, part, documents, dict.fromkeys(APPLICATION_SPACES, APPLICATION), budget)


def read_custom(data: bytes, part: str, budget: Budget) -> dict[str, str]:
    """Custom properties by their own names, whatever their type, as text."""
    found: dict[str, str] = {}
    current: list[str] = [""]

    def start(attributes: Attributes) -> None:
        current[0] = attributes.get("name", "")

    def end(text: str) -> None:
        budget.spend("names", 1)
        budget.spend("text_characters", len(text))
        found.setdefault(current[0], text)

    step = Step(start)
    for kind in CUSTOM:
        step.child(kind, Step(None, end), CUSTOM_SPACES)
    walk(data, part, root("Properties/property", step, CUSTOM_SPACES), budget)
    return found


def _named(
    data: bytes, part: str, documents: tuple[str, ...], names: Mapping[str, tuple[str, ...]], budget: Budget
) -> dict[str, str]:
    """The texts of the elements so named, by namespace, below one of the `documents`."""
    found: dict[str, str] = {}

    def keep(name: str, text: str) -> None:
        budget.spend("text_characters", len(text))
        if text:
            found[name] = text

    wanted = {f"{space} {name}": Step(None, partial(keep, name)) for space, those in names.items() for name in those}
    walk(data, part, Step(children=dict.fromkeys(documents, Step(children=wanted))), budget)
    return found
