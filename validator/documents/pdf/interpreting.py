"""What the operators of a page say: the library's interpreter, with what it leaves out and within limits.

The library follows places and fonts. Colours, opacity, clipping and layers, which say what of all that is seen, are
followed here (ISO 32000-1, 8.4 to 8.6, 8.11).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword, keyword_name, literal_name
from pdfminer.utils import MATRIX_IDENTITY, mult_matrix

from validator.documents.pdf.colours import UNKNOWN_SPACE, Colour, Space, known, properties, space_of
from validator.documents.pdf.layers import Layers
from validator.documents.pdf.opening import BOMB, BROKEN, Timed
from validator.documents.pdf.painting import State
from validator.documents.pdf.shapes import shape_of
from validator.readers.limits import Budget, Refused

PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"})
MOST_SAVED, MOST_SHAPES, MOST_GIVEN = 10_000, 16, 10_000
DEVICE_SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}


class Canvas(Protocol):
    """What is painted upon."""

    budget: Budget
    is_off: bool
    """Whether what is painted belongs to a layer that is off."""

    def set_ctm(self, ctm: Any) -> None:
        """Where what follows is painted."""

    def shade(self, state: State) -> None:
        """Paint all that is not clipped away in several colours."""


class _Parser(PDFContentParser):
    """Reads in time, and looks for the end of a picture in the page once."""

    def __init__(self, streams: Sequence[Any], budget: Budget) -> None:
        self._budget = budget
        super().__init__(streams)

    def fillfp(self) -> bool:
        """Go on with the next stream."""
        is_new = super().fillfp()
        if is_new:
            self.fp = Timed(self.fp.read(), self._budget)
        return is_new

    def get_inline_data(self, pos: int, target: bytes = b"EI") -> tuple[int, bytes]:
        """What stands before the target and a space (8.9.7)."""
        self.seek(pos)
        data = bytearray()
        while True:
            self.fillbuf()
            start = max(len(data) - len(target), 0)
            data += self.buf[self.charpos :]
            self.charpos = len(self.buf)
            at = data.find(target, start)
            while 0 <= at < len(data) - len(target):
                end = at + len(target) + 1
                if data[end - 1 : end].isspace():
                    self.charpos -= len(data) - end
                    return pos, bytes(data[:at])
                at = data.find(target, at + 1)


class Interpreter(PDFPageInterpreter):
    """Follows a page, or a form within one."""

    device: Any
    graphicstate: State

    def __init__(
        self, fonts: Any, device: Canvas, layers: Layers, begun: tuple[State, PDFTextState] | None = None
    ) -> None:
        super().__init__(fonts, device)  # type: ignore[arg-type]
        self._layers, self._begun = layers, begun
        self._marked: list[bool] = []
        self._clips = ""
        self._spaces: dict[str, Space] = {}
        self._masking = False

    def init_resources(self, resources: Any) -> None:
        """The fonts and forms of a page, and its spaces as they are asked for."""
        super().init_resources(resources)
        self._named = properties(resources, "ColorSpace")
        self._states = properties(resources, "ExtGState")
        self._properties = properties(resources, "Properties")

    def init_state(self, ctm: Any) -> None:
        """As a page begins, or a form in the state in which it is painted."""
        super().init_state(ctm)
        self.graphicstate, self.textstate = self._begun or (State(), self.textstate)

    def execute(self, streams: Sequence[Any]) -> None:
        """What the streams paint, but none within itself. One that is not there would leave a page half empty."""
        every = [resolve1(one) for one in streams]
        if not all(isinstance(one, PDFStream) for one in every):
            raise Refused(BROKEN)
        found = [one for one in every if one.objid not in {None, *self.parent_stream_ids}]
        self.stream_ids = {one.objid for one in found}
        parser = _Parser(found, self.device.budget) if found else None
        while parser:
            try:
                _, one = parser.nextobject()
            except PSEOF:
                return
            if isinstance(one, PSKeyword):
                self._obey(str(keyword_name(one)))
            else:
                self.push(one)
                if len(self.argstack) > MOST_GIVEN:
                    raise Refused(BOMB)

    def _obey(self, name: str) -> None:
        told = name.replace("*", "_a").replace('"', "_w").replace("'", "_q")
        path = self.curpath if self._clips and name in PAINTING else None
        if do := getattr(self, f"do_{told}", None):
            count = do.__code__.co_argcount - 1
            given = self.pop(count)
            if len(given) == count:
                do(*given)
        if path is not None:
            self._clip(path)

    # Clipping (8.5.4)

    def do_W(self) -> None:  # noqa: N802  called like the operator, here and below
        """Clip to the path that is painted next."""
        self._clips = "W"

    def do_W_a(self) -> None:  # noqa: N802
        """The same by the other rule."""
        self._clips = "W*"

    def _clip(self, path: Sequence[Any]) -> None:
        shape = shape_of(path, self.ctm, by_parity=self._clips == "W*")
        self._clips = ""
        if shape:
            self.graphicstate.clip = self.graphicstate.clip.within(shape)
            if len(self.graphicstate.clip.shapes) > MOST_SHAPES:
                raise Refused(BOMB)

    def do_F(self) -> None:  # noqa: N802
        """Fill, as in old files."""
        self.do_f()

    def do_sh(self, name: Any) -> None:  # noqa: ARG002
        """Paint all that is not clipped away."""
        self.device.shade(self.graphicstate)

    def do_q(self) -> None:
        """Save the state."""
        super().do_q()
        if len(self.gstack) > MOST_SAVED:
            raise Refused(BOMB)

    def do_gs(self, name: Any) -> None:
        """Opacity and how colours mix."""
        said = resolve1(self._states.get(literal_name(name)))
        if isinstance(said, dict):
            self.graphicstate.told(said)

    # Colours (8.6.8)

    def do_cs(self, name: Any) -> None:
        """The space of what is filled."""
        space = self._space(name)
        self.graphicstate.fill_space, self.graphicstate.fill = space, space.initial

    def do_CS(self, name: Any) -> None:  # noqa: N802
        """The space of what is stroked."""
        space = self._space(name)
        self.graphicstate.line_space, self.graphicstate.line = space, space.initial

    def do_scn(self) -> None:
        """The colour of what is filled."""
        self.graphicstate.fill = self._colour(self.graphicstate.fill_space)

    def do_SCN(self) -> None:  # noqa: N802
        """The colour of what is stroked."""
        self.graphicstate.line = self._colour(self.graphicstate.line_space)

    def do_g(self, gray: Any) -> None:
        """Grey to fill with."""
        self._fill_with(gray)

    def do_G(self, gray: Any) -> None:  # noqa: N802
        """Grey to stroke with."""
        self._line_with(gray)

    def do_rg(self, r: Any, g: Any, b: Any) -> None:
        """Red, green and blue to fill with."""
        self._fill_with(r, g, b)

    def do_RG(self, r: Any, g: Any, b: Any) -> None:  # noqa: N802
        """Red, green and blue to stroke with."""
        self._line_with(r, g, b)

    def do_k(self, c: Any, m: Any, y: Any, k: Any) -> None:
        """Inks to fill with."""
        self._fill_with(c, m, y, k)

    def do_K(self, c: Any, m: Any, y: Any, k: Any) -> None:  # noqa: N802
        """Inks to stroke with."""
        self._line_with(c, m, y, k)

    def _fill_with(self, *parts: Any) -> None:
        state = self.graphicstate
        state.fill_space = self._space(DEVICE_SPACES[len(parts)])
        state.fill = _colour_of(state.fill_space, parts)

    def _line_with(self, *parts: Any) -> None:
        state = self.graphicstate
        state.line_space = self._space(DEVICE_SPACES[len(parts)])
        state.line = _colour_of(state.line_space, parts)

    def _colour(self, space: Space) -> Colour | None:
        return _colour_of(space, self.pop(len(self.argstack)))

    def _space(self, name: Any) -> Space:
        key = str(literal_name(name))
        if key not in self._spaces:
            self.device.budget.tick()
            self._spaces[key] = space_of(name, {} if key in DEVICE_SPACES.values() else self._named)
        return self._spaces[key]

    # Text (9.3, 9.4)

    def do_TJ(self, seq: Any) -> None:  # noqa: N802
        """Text with gaps."""
        if self.textstate.font is not None:
            self._masking = self._masking or 4 <= self.textstate.render < 8
            self.device.render_string(self.textstate, seq, None, self.graphicstate)

    def do_ET(self) -> None:  # noqa: N802
        """The end of text, to which what follows may be clipped."""
        if self._masking:
            self._masking = False
            self.graphicstate.is_masked = True

    # Layers (8.11.3) and forms (8.10)

    def do_BMC(self, tag: Any) -> None:  # noqa: ARG002, N802
        """Content with a mark."""
        self._mark(is_off=False)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
        """Content with a mark that may be one of a layer."""
        is_layer = literal_name(tag) == "OC"
        self._mark(is_off=is_layer and self._layers.are_off(self._properties.get(literal_name(props))))

    def do_EMC(self) -> None:  # noqa: N802
        """The end of content with a mark."""
        if self._marked:
            self.device.is_off = self._marked.pop()

    def _mark(self, *, is_off: bool) -> None:
        self._marked.append(self.device.is_off)
        self.device.is_off = self.device.is_off or is_off
        if len(self._marked) > MOST_SAVED:
            raise Refused(BOMB)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        """A form is painted in its own place, and the page goes on in that of the page."""
        self.device.budget.spend("links", 1)
        self.device.budget.tick()
        found = resolve1(self.xobjmap.get(literal_name(xobjid_arg)))
        if not isinstance(found, PDFStream):
            return
        was_off = self.device.is_off
        self.device.is_off = was_off or ("OC" in found and self._layers.are_off(found["OC"]))
        kind = literal_name(found.get("Subtype"))
        if kind == "Image":
            self.device.paint_image(found, self.graphicstate)
        elif kind == "Form" and "BBox" in found:
            self._form(found)
            self.device.set_ctm(self.ctm)
        self.device.is_off = was_off

    def do_EI(self, obj: Any) -> None:  # noqa: N802
        """A picture within the page."""
        if isinstance(obj, PDFStream):
            self.device.paint_image(obj, self.graphicstate)

    def _form(self, form: PDFStream) -> None:
        inner = mult_matrix(_matrix(form), self.ctm)
        left, low, right, high = (float(resolve1(one)) for one in list_value(form["BBox"])[:4])
        edge = [("m", left, low), ("l", right, low), ("l", right, high), ("l", left, high), ("h",)]
        is_group = "Group" in form and literal_name(resolve1(dict_value(form["Group"]).get("S"))) == "Transparency"
        state = self.graphicstate.as_group() if is_group else self.graphicstate.copy()
        if shape := shape_of(edge, inner, by_parity=False):
            state.clip = state.clip.within(shape)
        within = Interpreter(self.rsrcmgr, self.device, self._layers, (state, self.textstate.copy()))
        within.parent_stream_ids = {*self.parent_stream_ids, *self.stream_ids}
        own = resolve1(form.get("Resources"))
        within.render_contents(own if isinstance(own, dict) and own else self.resources, [form], ctm=inner)


def _matrix(form: PDFStream) -> Any:
    found = [float(resolve1(one)) for one in list_value(form.get("Matrix", []))]
    return tuple(found) if len(found) == 6 else MATRIX_IDENTITY


def _colour_of(space: Space, parts: Sequence[Any]) -> Colour | None:
    """What the operands are in a space; of a pattern, or of nonsense, nobody can say."""
    if space is UNKNOWN_SPACE or not parts or not all(isinstance(one, int | float) for one in parts):
        return None
    return known(space, [float(one) for one in parts])
