"""A regular expression that is compiled when it is first used, not when its module is imported.

Compiling takes up to two milliseconds where a class of Chinese characters is in it, and a command uses a small part of
the 250 expressions of the modules that it imports; what they were compiled to is kept (`kept_code`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, AnyStr, cast

from validator.startup.kept_code import compiled

if TYPE_CHECKING:
    import re


class _Expression:
    """Stands for the compiled expression: what is asked of it is that one's, and kept, so that a call costs no more."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        value = getattr(compiled(self.pattern, self._flags), name)
        setattr(self, name, value)
        return value


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile`, put off until something is sought."""
    return cast("re.Pattern[AnyStr]", _Expression(pattern, flags))
