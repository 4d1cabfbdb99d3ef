"""Document properties as text: core, application and custom ones (ISO/IEC 29500-2, 11; 29500-1, 22.2 and 22.3)."""

from __future__ import annotations

from functools import partial

from validator.readers.limits import Budget
from validator.readers.safe_xml import Attributes, Step, root, walk

CORE_SPACES = (
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
)
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
CORE = (
    "title", "subject", "creator", "keywords", "description", "lastModifiedBy", "revision", "created", "modified",
    "category", "contentStatus", "version", "language", "identifier",
)  # fmt: skip
APPLICATION = ("Application", "AppVersion", "Company", "Manager", "Template")
CUSTOM = ("lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "i8", "int", "r4", "r8", "decimal", "bool", "filetime", "date")


def read_core(data: bytes, part: str, budget: Budget) -> dict[str, str]:
    """Title, creator, modified and so on, by the standard's own names."""
    return _named(data, part, "coreProperties", CORE, CORE_SPACES, budget)


def read_application(data: bytes, part: str, budget: Budget) -> dict[str, str]:
    """The program that wrote the file: ``Application``, ``AppVersion``, ``Company``."""
    return _named(data, part, "Properties", APPLICATION, APPLICATION_SPACES, budget)


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
    data: bytes, part: str, document: str, names: tuple[str, ...], spaces: tuple[str, ...], budget: Budget
) -> dict[str, str]:
    found: dict[str, str] = {}
    top = root(document, Step(), spaces)

    def keep(name: str, text: str) -> None:
        budget.spend("text_characters", len(text))
        if text:
            found[name] = text

    for name in names:
        top.child(f"{document}/{name}", Step(None, partial(keep, name)), spaces)
    walk(data, part, top, budget)
    return found
