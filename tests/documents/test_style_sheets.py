"""What the style sheets of a page say is seen of it, on the screen of a desk."""

from __future__ import annotations

from random import Random

import pytest
import tinycss2

from tests.documents.made import report
from tests.documents.mixed import figures_of
from tests.documents.written import as_html
from tests.shipped import FORMS
from validator.documents.colours import hex_colour, is_lost_on
from validator.documents.pages.media import applies
from validator.documents.pages.style_sheets import colour
from validator.documents.reading import filing_of_content
from validator.documents.tables.found import HIDDEN
from validator.model.filing import Filing

FORM = FORMS.form("2021")
LUCK = Random(0)  # noqa: S311  no secret
VALUES = figures_of(FORM, LUCK, small=False)
NAME = "表三.本年新收.自然人"
SHOWN = str(VALUES[NAME])
PAGE = as_html(report(FORM, VALUES), LUCK).decode()


def page(style: str, put: str, head: str = "") -> Filing:
    """A page with that sheet in which the figure is written so."""
    text = PAGE.replace("<head>", f"<head><style>{style}</style>{head}").replace(f"<p>{SHOWN}</p>", put)
    return filing_of_content(text.encode(), "a.html", FORMS)


HIDES = {
    "comments of HTML around rules": "<!-- .x{display:none} -->",
    "rules after comments of HTML": "<!-- p{margin:0} --> .x{display:none}",
    "a charset": '@charset "utf-8"; .x{display:none}',
    "an import": "@import url(a.css); .x{display:none}",
    "a name space": "@namespace a url(b); .x{display:none}",
    "a rule for telephones": ".x{display:none} @media (max-width:767px){.x{display:inline}}",
    "a rule for desks": "@media (min-width:768px){.x{display:none}}",
    "a rule for screens of that width": "@media screen and (width >= 60em){.x{display:none}}",
    "a rule for print": ".x{display:none} @media print{.x{display:inline}}",
    "emphasis": ".x{display:none !important} .x{display:inline}",
    "emphasis in a layer": "@layer a{.x{display:none!important}} .x{display:inline!important}",
    "a layer": "@layer a{.x{display:inline}} .x{display:none}",
    "the later layer": "@layer b, a; @layer a{.x{display:none}} @layer b{.x{display:inline}}",
    "what is supported": "@supports (display:grid){.x{display:none}}",
    "an attribute": "[data-x]{display:none}",
    "the beginning of an attribute": '[class^="x"]{display:none}',
    "what stands before": "b + .x{display:none}",
    "what stands before somewhere": "b ~ .x{display:none}",
    "the last": "p > span:last-child{display:none}",
    "the last but none": "p > :nth-last-child(1){display:none}",
    "the first of its kind": "p > span:first-of-type{display:none}",
    "what is not another": "p > :not(b){display:none}",
    "any of some": ":is(.x, .y){display:none}",
    "what has": "p:has(b) .x{display:none}",
    "an escape": r".\78 {display:none}",
    "capital letters": ".x{DISPLAY:NONE}",
    "remarks": ".x/**/{/*a*/display/**/:/**/none}",
    "a variable": ":root{--n:none} .x{display:var(--n)}",
    "a variable that is not set": ".x{display:var(--m, none)}",
    "a rule within a rule": "p{color:red; .x{display:none}}",
    "a rule within a rule by its name": ".x{&.x{display:none}}",
    "a group within a rule": ".x{@media screen{display:none}}",
    "the colour of its ground": ".x{color:#c00;background:#c00 none}",
    "the colour of the ground it stands on": "td{background:#036} .x{color:#04376b}",
    "a colour that lets all through": ".x{color:rgb(0 0 0 / 0)}",
    "nearly white": ".x{color:snow}",
    "white by its hue": ".x{color:hsl(0 0% 100%)}",
    "filled with white": ".x{-webkit-text-fill-color:#fff}",
    "no font": ".x{font:0px/0 a}",
    "part of no size": ".x{font-size:0.01em}",
    "scale": ".x{transform:scale(0)}",
    "its own scale": ".x{scale:0}",
    "moved away": ".x{transform:translate(-9999px, 0)}",
    "moved away by a margin": ".x{margin:0 0 0 -9999px}",
    "no opacity": ".x{opacity:0%}",
    "clipped": ".x{clip-path:inset(50%)}",
}
SHOWS = {
    "a rule for telephones": "@media (max-width:767px){.x{display:none}}",
    "one of two media": "@media print, (max-width:30em){.x{display:none}}",
    "no screen": "@media not screen{.x{display:none}}",
    "an unknown feature": "@media (foldable){.x{display:none}}",
    "a rule for desks": ".x{display:none} @media only screen and (min-width:768px){.x{display:inline}}",
    "what is not supported": "@supports not (display:grid){.x{display:none}}",
    "a selector that nobody knows beside it": ".x, :unknown(x){display:none}",
    "a hand above it": ".x:hover{display:none}",
    "what stands before it": ".x::before{display:none}",
    "the attribute of another": "[data-y]{display:none}",
    "emphasis": ".x{display:inline!important} .x{display:none}",
    "an id": "#i{display:inline} .x{display:none}",
    "visible in what is not": "b{visibility:hidden} .x{visibility:visible}",
    "a size in what has none": "b{font-size:0} .x{font-size:14px}",
    "white on what is dark": "td{background:#036} .x{color:#fff}",
    "a colour on what is as dark": "td{background:#036} .x{color:#fc6}",
    "white on a picture": "td{background:url(a.png)} .x{color:#fff}",
    "black on white within what is dark": "b{background:#000} .x{background:#fff;color:#000}",
    "height": ".x{display:block;height:100%;overflow:hidden}",
    "a font": ".x{font:bold 14px/0 a}",
    "its own scale": ".x{scale:0.9;transform:translate(-5px, 0)}",
}


@pytest.mark.parametrize("kind", HIDES)
def test_what_a_sheet_hides_is_not_read(kind: str) -> None:
    found = page(HIDES[kind], f"<p><b>{SHOWN}</b><span class='x' data-x>7</span></p>")
    assert (found.unplaced, found.number(NAME)) == ((), VALUES[NAME])


@pytest.mark.parametrize("kind", SHOWS)
def test_what_a_sheet_shows_is_read(kind: str) -> None:
    found = page(SHOWS[kind], f"<p><b><span class='x' id='i' data-x>{SHOWN}</span></b></p>")
    assert (found.unplaced, found.number(NAME)) == ((), VALUES[NAME])


@pytest.mark.parametrize(
    ("style", "put", "number"),
    [
        (".x{display:none!important}", "class='x' style='display:inline'", VALUES[NAME]),
        (".x{display:none}", "class='x' style='display:inline'", int(f"{SHOWN}7")),
        (".x{display:none!important}", "class='x' style='display:inline!important'", int(f"{SHOWN}7")),
        ("[hidden]{display:inline}", "hidden", int(f"{SHOWN}7")),
        ("", "style='color:red;; display:none'", VALUES[NAME]),
    ],
)
def test_an_attribute_beats_a_sheet_but_for_emphasis(style: str, put: str, number: int) -> None:
    assert page(style, f"<p>{SHOWN}<span {put}>7</span></p>").number(NAME) == number


def test_sheets_for_other_media_are_not_looked_at() -> None:
    for media, number in (("print", int(f"{SHOWN}7")), ("(min-width: 1000px)", VALUES[NAME])):
        sheet = f"<style media='{media}'>.x{{display:none}}</style>"
        assert page("", f"<p>{SHOWN}<span class='x'>7</span></p>", sheet).number(NAME) == number


def test_tables_that_telephones_do_not_show_are_read() -> None:
    text = PAGE.replace("<head>", "<head><style>@media (max-width:640px){.pc{display:none}}</style>")
    text = text.replace("<table", "<div class='pc'><table").replace("</table>", "</table></div>")
    found = filing_of_content(text.encode(), "a.html", FORMS)
    assert {name: found.cell(name).value for name in VALUES} == VALUES


@pytest.mark.parametrize(
    "hidden", ["style='visibility:hidden'", "style='opacity:0'", "style='color:#fff'", "class='sr-only'"]
)
def test_a_cell_that_nobody_sees_keeps_its_place(hidden: str) -> None:
    text = PAGE.replace(f"<td><p>{SHOWN}</p></td>", f"<td {hidden}><p>{SHOWN}</p></td>")
    assert text != PAGE
    found = filing_of_content(text.encode(), "a.html", FORMS)
    (one,) = found.unplaced
    assert (one.indicator, one.seen, one.reason) == (NAME, SHOWN, HIDDEN)


@pytest.mark.parametrize(
    ("put", "read"),
    [
        ("<p><a href='#n'>{}</a></p>", VALUES[NAME]),
        ("<p>{}<a href='#n'>1</a></p>", f"{SHOWN}(1)"),
        ("<p><img width=1 height=1 src='a.gif'>{}</p>", VALUES[NAME]),
        ("<p><img width=20 height=20 src='a.gif'>{}</p>", f"〔图〕{SHOWN}"),
        ("<p>{}<span style='float:right'>7</span></p>", f"{SHOWN}(7)"),
        ("<p>{}<span style='position:absolute'>7</span></p>", f"{SHOWN}(7)"),
        ("<p><span style='unicode-bidi:bidi-override;direction:rtl'>{}</span></p>", f"\u202e{SHOWN}"),
        ("<p>{}<datalist><option>7</datalist></p>", VALUES[NAME]),
    ],
)
def test_a_figure_is_what_stands_in_line(put: str, read: object) -> None:
    found = page("", put.format(SHOWN))
    assert (found.unplaced, found.cell(NAME).value) == ((), read)


@pytest.mark.parametrize(
    ("style", "read"),
    [
        (".x::before{content:'9'}", int(f"9{SHOWN}")),
        (".x:after{content:'万'}", f"{SHOWN}万"),
        ("td > .x::before{content:'-'}", int(f"-{SHOWN}")),
        (".x::before{content:'9'} .x::before{content:none}", VALUES[NAME]),
        (".x::before{content:'9';display:none}", VALUES[NAME]),
        (".x::before{content:'\\e900'} .x::after{content:''}", VALUES[NAME]),
        ("@media print{.x::before{content:'9'}}", VALUES[NAME]),
        (".x::first-line{content:'9'}", VALUES[NAME]),
    ],
)
def test_what_a_sheet_adds_to_a_figure_is_seen(style: str, read: object) -> None:
    found = page(style, f"<p class='x'>{SHOWN}</p>")
    assert (found.unplaced, found.cell(NAME).value) == ((), read)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("", True),
        ("all", True),
        ("screen and (min-width: 1280px)", True),
        ("screen and (min-width: 1281px)", False),
        ("(min-width: 60em) and (max-width: 100em)", True),
        ("(400px <= width <= 1000px)", False),
        ("(1000px < width)", True),
        ("(width > 1280px)", False),
        ("print, screen", True),
        ("only screen", True),
        ("not print", True),
        ("not all and (max-width: 700px)", True),
        ("not (max-width: 700px)", True),
        ("(max-width: 700px) or (orientation: landscape)", True),
        ("((min-width: 700px) and (hover))", True),
        ("(prefers-color-scheme: dark)", False),
        ("not (foldable)", False),
        ("screen and", False),
        ("screen and (min-width: 1px) or (color)", False),
        ("speech", False),
        ("(" * 40, False),
    ],
)
def test_media_are_those_of_a_desk(query: str, fits: bool) -> None:
    assert applies(tinycss2.parse_component_value_list(query)) is fits


@pytest.mark.parametrize(
    ("letters", "ground", "is_lost"),
    [
        ("white", "#ffffff", True),
        ("#f0f0f0", "#fff", True),
        ("#ddd", "#fff", False),
        ("rgba(0,0,0,.03)", "white", True),
        ("rgb(0 0 0 / 50%)", "white", False),
        ("hsl(210, 100%, 20%)", "#003366", True),
        ("#ff0", "white", False),
        ("black", "#0a0a0a", True),
    ],
)
def test_letters_nearly_of_the_colour_of_their_ground_are_lost(letters: str, ground: str, is_lost: bool) -> None:
    one, other = colour(letters), colour(ground)
    assert one and other and is_lost_on(one, other) is is_lost


@pytest.mark.parametrize("text", ["inherit", "currentcolor", "url(a)", "#12", "lab(50% 0 0)", ""])
def test_what_is_no_colour_is_none(text: str) -> None:
    assert colour(text) is None
    assert hex_colour(text) is None
