"""Letters that are set smaller or higher than those beside them: a note at a figure, unless all of it is set so."""

from __future__ import annotations

from validator.startup.expressions import expression

BEGUN, ENDED = "\ufdd0", "\ufdd1"
"""Two signs that are no characters (Unicode 16, 23.7), so that no document has them."""
SIGNS = "[\U000f0000-\U000ffffd]*"
"""Who marks a copy puts such before a piece of text."""
TWICE = expression(f"([{BEGUN}{ENDED}])({SIGNS})(?=\\1)")
ONE_AFTER_THE_OTHER = expression(f"{ENDED}({SIGNS}){BEGUN}")
WORDS = f"[^{BEGUN}{ENDED}]*"
AT_A_FIGURE = expression(f"(?<=\\d){BEGUN}({SIGNS}\\d{WORDS}){ENDED}|{BEGUN}({WORDS}\\d){ENDED}(?={SIGNS}\\d)")
"""Digits beside digits, which would else be one number."""


def set_apart(text: str) -> str:
    """A text in which such letters stand between the two signs: in brackets where they would become digits of it."""
    if BEGUN not in text:
        return text
    text = ONE_AFTER_THE_OTHER.sub(r"\1", TWICE.sub(r"\2", text))
    text = AT_A_FIGURE.sub(lambda found: f"({found[1] or found[2] or ''})", text)
    return text.replace(BEGUN, "").replace(ENDED, "")
