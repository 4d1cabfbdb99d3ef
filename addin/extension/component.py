"""What the extension's buttons reach: a protocol handler for ``org.gouji.addin:ACTION``. LibreOffice loads it.

It starts under whatever Python the office has, so that it can say when that is too old.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import uno
from com.sun.star.frame import FeatureStateEvent, XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

unohelper: Any = import_module("unohelper")  # it has no stubs, and no module of that name to check against

OLDEST = (3, 11)
PROTOCOL = "org.gouji.addin:"
NAME, SERVICES = "org.gouji.addin.Handler", ("com.sun.star.frame.ProtocolHandler",)
TITLE = "年报校验"
INCOMPLETE = "本扩展装得不全，用不了（{}：{}）。请重新安装，再重新打开 LibreOffice。"
TOO_OLD = "本扩展需要 Python {}.{} 或更新版本，而 LibreOffice 用的是 {}.{}。请改用命令行“gouji check 文件名.xlsx”。"


class Handler(unohelper.Base, XInitialization, XServiceInfo, XDispatchProvider, XDispatch):  # type: ignore[misc]
    """One for each window. The names of the methods and their parameters are UNO's."""

    def __init__(self, context) -> None:  # type: ignore[no-untyped-def]
        self._context = context
        self._frame: Any = None

    def initialize(self, given: Any) -> None:
        """Take the window's frame."""
        self._frame = given[0] if given else None

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:  # noqa: N802
        """This object, for addresses of its protocol."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests: Any) -> Any:  # noqa: N802
        """The same, for several."""
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url: Any, _arguments: Any) -> None:
        """Carry out the button of that id on the window's document."""
        document = self._frame.getController().getModel() if self._frame else None
        if sys.version_info < OLDEST:
            self._say(TOO_OLD.format(*OLDEST, *sys.version_info[:2]))
            return
        try:
            from addin.extension.pressing import press
        except Exception as error:  # an office says nothing of what it could not load
            self._say(INCOMPLETE.format(type(error).__name__, error))
            return
        press(url.Complete[len(PROTOCOL) :], self._context, document)

    def addStatusListener(self, listener: Any, url: Any) -> None:  # noqa: N802
        """Every button can always be pressed."""
        listener.statusChanged(FeatureStateEvent(self, url, "", True, False, None))  # noqa: FBT003

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:  # noqa: N802
        """Nothing ever changes."""

    def getImplementationName(self) -> str:  # noqa: N802
        """Who it is."""
        return NAME

    def supportsService(self, name: str) -> bool:  # noqa: N802
        """What it is for."""
        return name in SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:  # noqa: N802
        """All that it is for."""
        return SERVICES

    def _say(self, text: str) -> None:
        """A message box, with nothing but what every Python has."""
        toolkit = self._context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", self._context)
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
        toolkit.createMessageBox(self._frame.getContainerWindow(), kind, 1, TITLE, text).execute()


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  the office's name for it
g_ImplementationHelper.addImplementation(Handler, NAME, SERVICES)
