"""The commands of ``gouji``, one module each: ``run(args) -> exit status``. Each imports what it needs when it runs."""

from __future__ import annotations


class CommandError(Exception):
    """A command cannot do what it was asked. The message is one line for the user; the exit status is 2."""
