"""Letters that are set smaller or higher than those beside them: a note at a figure, unless all of it is set so."""

from __future__ import annotations

from validator.startup.expressions import expression

BEGUN, ENDED = "\ufdd0", "\ufdd1"
"""Two signs that are no characters (Unicode 16, 23.7), so that no document has them."""
SIGNS = "[\U000f0000-\U000ffffd]*"
"""Who marks a copy puts such before a piece of text."""
ONE_AFTER_THE_OTHER = expression(f"{ENDED}({SIGNS}){BEGUN}")
PIECE = f"{BEGUN}([^{BEGUN}{ENDED}]*){ENDED}"
AT_A_FIGURE = expression(f"(?<=[0-9]){PIECE}|{PIECE}(?={SIGNS}[0-9])")


def set_apart(text: str) -> str:
    """A text in which such letters stand between the two signs: in brackets where they stand at a figure."""
    if BEGUN not in text:
        return text
    text = ONE_AFTER_THE_OTHER.sub(r"\1", text)
    text = AT_A_FIGURE.sub(lambda found: f"({found[1] or found[2] or ''})", text)
    return text.replace(BEGUN, "").replace(ENDED, "")
