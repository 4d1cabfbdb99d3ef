"""A streaming XML reader that cannot be harmed: expat without document types, entities or deep nesting.

A part is read through a tree of `Step`s that names the elements wanted; all else is skipped without being kept.
Any prefix and both namespaces of the standard (transitional and strict) are accepted. Of markup-compatibility
alternatives (ISO/IEC 29500-3, 7.6) the fallback is taken, because no extension namespace is understood here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from validator.readers.limits import Budget, Refused, damaged
from validator.startup.expressions import expression
from validator.startup.records import dataclass, field

Attributes = Mapping[str, str]
MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
TRANSPARENT = frozenset({f"{MARKUP} AlternateContent", f"{MARKUP} Fallback"})
CHUNK = 1 << 16
MOST_NAMES = 1 << 12
TRUE = frozenset({"1", "true"})
ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "utf-16be", "utf-16le", "us-ascii"})
CALLED_UTF8 = expression(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]{1,99}encoding\s*=\s*["']utf8["']""", re.IGNORECASE)
"""UTF-8 by a name that programs give it and expat does not know."""


def whole_number(text: str) -> int | None:
    """A whole number of seven digits at most, as an attribute states it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


@dataclass(slots=True)
class Step:
    """What to do at one element: `start` gets its attributes, `end` its own text; `children` are those wanted."""

    start: Callable[[Attributes], None] | None = None
    end: Callable[[str], None] | None = None
    children: dict[str, Step] = field(default_factory=dict)
    other: Callable[[str], None] | None = None
    """What to do at the tag of an element that is not wanted; without it that is skipped."""

    def child(self, path: str, step: Step, namespaces: tuple[str, ...] = MAIN) -> Step:
        """Put `step` at ``a/b/c`` below this one and return this one; steps between are made as needed."""
        name, _, rest = path.partition("/")
        tags = [f"{space} {name}" for space in namespaces]
        if rest:
            below = self.children.get(tags[0]) or Step()
            below.child(rest, step, namespaces)
        else:
            below = step
        self.children.update(dict.fromkeys(tags, below))
        return self


def root(path: str, step: Step, namespaces: tuple[str, ...] = MAIN) -> Step:
    """The place before the document element, with `step` at `path` below it."""
    return Step().child(path, step, namespaces)


def walk(data: bytes, part: str, top: Step, budget: Budget) -> None:
    """Read one part from `top`, which is what `root` gives; refuse what is no well-formed, harmless XML."""
    reader = _Reader(top, part, budget, "utf-8" if CALLED_UTF8.match(data) else None)
    parser = reader.parser
    try:
        for at in range(0, len(data), CHUNK):
            budget.tick()
            parser.Parse(data[at : at + CHUNK], False)  # noqa: FBT003  expat takes no keywords
            if len(parser.intern) > MOST_NAMES:
                parser.intern.clear()  # a file may have a new tag at every place
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError:
        raise damaged(f"部件 {part} 第 {parser.ErrorLineNumber} 行不是合规的 XML") from None


class _Reader:
    """Follows the steps while expat reports elements."""

    __slots__ = ("_budget", "_characters", "_deepest", "_parts", "_skipped", "_stack", "_step", "parser", "part")

    def __init__(self, top: Step, part: str, budget: Budget, encoding: str | None) -> None:
        self.part = part
        self._budget = budget
        self._deepest = budget.limits.depth
        self._step = top
        self._stack: list[Step] = []
        self._skipped = 0
        self._parts: list[str] = []
        self._characters = 0
        self.parser = expat.ParserCreate(encoding, namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.XmlDeclHandler = self._declaration

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skipped:
            self._skipped += 1
            if len(self._stack) + self._skipped > self._deepest:
                self._budget.check("depth", len(self._stack) + self._skipped)
            return
        step = self._step.children.get(tag)
        if step is None and self._step.other is not None:
            self._step.other(tag)
        if step is None and tag not in TRANSPARENT:
            if not self._stack:
                raise damaged(f"部件 {self.part} 的根元素不对")
            self._skipped = 1
            return
        self._stack.append(self._step)
        if len(self._stack) > self._deepest:
            self._budget.check("depth", len(self._stack))
        if step is None:
            return
        self._step = step
        if step.start is not None:
            step.start(attributes)
        if step.end is not None:
            self._parts.clear()
            self._characters = 0
            self.parser.CharacterDataHandler = self._text

    def _end(self, _tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        step, self._step = self._step, self._stack.pop()
        if step.end is not None and step is not self._step:
            self.parser.CharacterDataHandler = None
            text = "".join(self._parts)
            self._parts.clear()
            step.end(text)

    def _text(self, characters: str) -> None:
        self._characters += len(characters)
        self._budget.check("cell_characters", self._characters)
        self._parts.append(characters)

    def _doctype(self, *_: object) -> None:
        raise Refused(
            f"部件 {self.part} 含有文档类型声明（DTD），可能是恶意文件。请不要打开它，向提交单位核实后重新取得文件。"
        )

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ENCODINGS:
            raise damaged(f"部件 {self.part} 的编码 {encoding} 不受支持")
