"""Text from a submitted file as outputs may show it: nothing in it moves the cursor, colours, hides or turns around."""

from __future__ import annotations

import json

from validator.startup.expressions import expression

_BREAKS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
"""Control characters, among them the escape sequences of terminals, and line ends."""

_UNSEEN = (
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f"
)
"""Characters without a shape of their own (Unicode category Cf): direction overrides, joiners, tags."""

_CONTROL = expression(f"[{_BREAKS}]+")
_FORMAT = expression(f"[{_UNSEEN}]")
_RAW = expression(f"[\x7f-\x9f\u2028\u2029{_UNSEEN}]")
_LOGIN = expression(r"([A-Za-z][\w+.-]+:/{1,3})[^\s，；、（）“”]*@")
_PASSWORD = expression(r"(?i)(\w*(?:password|passwd|pwd|secret|token)\s*=\s*)[^\s&，；、（）“”]+")
_NO_XML = expression("[\ud800-\udfff\ufffe\uffff]")
_MARKUP = expression("[<>&]")
REPLACEMENT = "\ufffd"
LONGEST_WORD = 60
"""So much of what was given is repeated in a message about it."""
_LONGEST_STRETCH, _ENDS = 300, 60
"""Of a longer word in a line, a path among them, both ends are told."""
_STRETCH = expression(rf"[^\s：，；、（）“”]{{{_LONGEST_STRETCH + 1},}}")


def one_line(text: object) -> str:
    """`text` on one line of a terminal or log: control characters as one blank, unseen ones as U+FFFD.

    Bytes of a file name that are no UTF-8 (lone surrogates) are left to the stream, which escapes them.
    """
    return _FORMAT.sub(REPLACEMENT, _CONTROL.sub(" ", str(text)))


def xml_text(text: str) -> str:
    """A text without what XML 1.0 has no place for, also as a reference: halves of pairs, U+FFFE, U+FFFF."""
    return _NO_XML.sub(REPLACEMENT, text)


def printed(text: str) -> str:
    """A line as it is printed: a blank for control characters, nothing for what nobody sees, and XML takes it."""
    return xml_text(_FORMAT.sub("", _CONTROL.sub(" ", text))).strip()


def many_lines(text: str) -> str:
    """A text with the lines that it has, each as `one_line` gives it."""
    return "\n".join(map(one_line, text.splitlines()))


def cut(given: object, most: int = LONGEST_WORD) -> str:
    """What was given, as far as a message repeats it."""
    text = str(given)
    return text if len(text) <= most else f"{text[:most]}……"


def without_login(line: str) -> str:
    """A line in which no address says who may come in, nor by which password: it may repeat what was given."""
    return _PASSWORD.sub(r"\1***", _LOGIN.sub(r"\1***@", line))


def shortened(line: str) -> str:
    """A line in which no word is longer than a path that people write."""
    return _STRETCH.sub(lambda found: f"{found[0][:_ENDS]}……{found[0][-_ENDS:]}", line)


def script_json(text: str) -> str:
    """JSON that may stand inside a ``<script>`` of a page: nothing in it ends the script or begins a comment."""
    return _MARKUP.sub(lambda match: f"\\u{ord(match[0]):04x}", escaped_json(text))


def escaped_json(text: str) -> str:
    """The same JSON with characters that a terminal obeys, or that nobody sees, as escapes of JSON.

    ``json.dumps`` escapes them up to U+001F only.
    """
    return _RAW.sub(lambda match: json.dumps(match[0])[1:-1], text)
