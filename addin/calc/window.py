"""What the user sees outside the sheets: questions, messages and the status bar."""

from __future__ import annotations

from typing import Any, Protocol

from addin.calc.office import constant, enum

WIDTH, MARGIN, LINE, BUTTON = 260, 8, 12, 50
"""Of the dialog that asks for a text, in units of the dialog's font."""


class Dialogs(Protocol):
    """Asks and tells the user."""

    def say(self, text: str, title: str) -> None:
        """Show a message."""

    def ask(self, text: str, title: str) -> bool:
        """Ask a question; whether the answer is yes."""

    def enter(self, prompt: str, title: str, default: str) -> str | None:
        """Ask for a text; None when the user does not want to."""


class Window:
    """Calc's own dialogs, over the window in front."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._desktop = self._service("frame.Desktop")

    def say(self, text: str, title: str) -> None:
        """Show a message."""
        self._box("INFOBOX", constant("awt.MessageBoxButtons.BUTTONS_OK"), text, title)

    def ask(self, text: str, title: str) -> bool:
        """Ask a question; whether the answer is yes."""
        buttons = constant("awt.MessageBoxButtons.BUTTONS_YES_NO")
        return self._box("QUERYBOX", buttons, text, title) == constant("awt.MessageBoxResults.YES")

    def enter(self, prompt: str, title: str, default: str) -> str | None:
        """Ask for a text; None when the user does not want to."""
        model = self._service("awt.UnoControlDialogModel")
        lines = prompt.count("\n") + 1
        model.Title, model.Width, model.Height = title, WIDTH, LINE * lines + 50
        _add(model, "FixedText", "prompt", (MARGIN, MARGIN, WIDTH - 2 * MARGIN, LINE * lines), Label=prompt)
        below = MARGIN + LINE * lines
        _add(model, "Edit", "text", (MARGIN, below, WIDTH - 2 * MARGIN, 14), Text=default)
        row, right = below + 20, WIDTH - MARGIN
        button = enum("awt.PushButtonType", "OK")
        _add(model, "Button", "ok", (right - 2 * BUTTON - 4, row, BUTTON, 14), Label="确定", PushButtonType=button)
        button = enum("awt.PushButtonType", "CANCEL")
        _add(model, "Button", "cancel", (right - BUTTON, row, BUTTON, 14), Label="取消", PushButtonType=button)
        dialog = self._service("awt.UnoControlDialog")
        dialog.setModel(model)
        dialog.createPeer(self._service("awt.Toolkit"), self._peer())
        self._centre(dialog)
        accepted = dialog.execute()
        text = str(dialog.getControl("text").Text)
        dialog.dispose()
        return text if accepted else None

    def _centre(self, dialog: Any) -> None:
        """In the middle of the window; it would open over its menu."""
        area, own = self._peer().getPosSize(), dialog.getPosSize()
        place = (area.Width - own.Width) // 2, (area.Height - own.Height) // 3
        dialog.setPosSize(*place, own.Width, own.Height, constant("awt.PosSize.POS"))

    def _box(self, kind: str, buttons: int, text: str, title: str) -> int:
        toolkit = self._service("awt.Toolkit")
        box = toolkit.createMessageBox(self._peer(), enum("awt.MessageBoxType", kind), buttons, title, text)
        answer = int(box.execute())
        box.dispose()
        return answer

    def _peer(self) -> Any:
        return self._desktop.getCurrentFrame().getContainerWindow()

    def _service(self, name: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", self._context)


def _add(model: Any, kind: str, name: str, place: tuple[int, int, int, int], **settings: Any) -> None:
    made = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    made.PositionX, made.PositionY, made.Width, made.Height = place
    made.Name = name
    for key, value in settings.items():
        setattr(made, key, value)
    if kind == "FixedText":
        made.MultiLine = made.NoLabel = True  # no letter added to press
    model.insertByName(name, made)
