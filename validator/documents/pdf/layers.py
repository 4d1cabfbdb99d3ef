"""Which layers of a document are shown as it is opened (ISO 32000-1, 8.11: optional content)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import literal_name

_DEEPEST, _MOST = 8, 10_000


class Layers:
    """The layers of a document."""

    def __init__(self, catalogue: Mapping[str, Any]) -> None:
        said = _dictionary(catalogue.get("OCProperties"))
        told = _dictionary(said.get("D"))
        self._off = _numbers(said.get("OCGs")) if _name(told.get("BaseState")) == "OFF" else set[int]()
        self._off = self._off - _numbers(told.get("ON")) | _numbers(told.get("OFF"))
        for event in map(_dictionary, _list(told.get("AS"))):
            if _name(event.get("Event")) == "View":
                self._turn(_list(event.get("OCGs")))

    def _turn(self, groups: Iterable[Any]) -> None:
        """8.11.4.5: what a group says of its own use on a screen."""
        for one in groups:
            use = _dictionary(_dictionary(_dictionary(one).get("Usage")).get("View"))
            if isinstance(one, PDFObjRef) and (state := _name(use.get("ViewState"))):
                (self._off.add if state == "OFF" else self._off.discard)(one.objid)

    def are_off(self, said: Any) -> bool:
        """Whether nothing is shown of what belongs to that group, or membership of groups."""
        held = _dictionary(said)
        if _name(held.get("Type")) != "OCMD":
            return isinstance(said, PDFObjRef) and said.objid in self._off
        if rule := _list(held.get("VE")):
            return not self._holds(rule, 0)
        groups = resolve1(held.get("OCGs"))
        every = groups if isinstance(groups, list) else [held.get("OCGs")]
        off = [self.are_off(one) for one in every if isinstance(one, PDFObjRef)]
        how = _name(held.get("P")) or "AnyOn"
        return bool(off) and {"AllOn": any(off), "AnyOff": not any(off), "AllOff": not all(off)}.get(how, all(off))

    def _holds(self, rule: Any, deep: int) -> bool:
        """A visibility expression; what is none, or too deep, is shown."""
        parts = _list(rule)
        if not parts or deep > _DEEPEST:
            return not self.are_off(rule)
        found = [self._holds(one, deep + 1) for one in parts[1:_MOST]]
        return {"And": all(found), "Or": any(found), "Not": not any(found)}.get(_name(parts[0]), True)


def _dictionary(said: Any) -> Mapping[str, Any]:
    found = resolve1(said)
    return found if isinstance(found, dict) else {}


def _list(said: Any) -> list[Any]:
    found = resolve1(said)
    return found[:_MOST] if isinstance(found, list) else []


def _numbers(said: Any) -> set[int]:
    return {one.objid for one in _list(said) if isinstance(one, PDFObjRef)}


def _name(said: Any) -> str:
    found = resolve1(said)
    return str(literal_name(found)) if found is not None else ""
