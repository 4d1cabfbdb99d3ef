"""Build the LibreOffice extension ``gouji.oxt``: the same buttons on the same commands, run by the office's own Python.

It carries everything that the commands need: `addin`, `validator`, XlsxWriter, Jinja2 with the pure half of MarkupSafe,
and of xlwings the BSD part that is pure Python; nothing is compiled, so one file is for every system. The same sources
give the same bytes.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from addin.building import ribbon, workbook_parts, xlam
from addin.building.installed import SUFFIXES, licence, package_files
from validator.files.writing import write_atomically
from validator.version import VERSION

FILE_NAME: Final = "gouji.oxt"
IDENTIFIER: Final = "org.gouji.addin"
COMPONENT: Final = "gouji_calc.py"
MODULES: Final = "pythonpath"  # beside the component, where the office's Python looks for modules
PROTOCOL: Final = f"{IDENTIFIER}:"
SPREADSHEET: Final = "com.sun.star.sheet.SpreadsheetDocument"
REGISTRY: Final = "http://openoffice.org/2001/registry"
MANIFEST: Final = "http://openoffice.org/2001/manifest"
DESCRIPTION: Final = "http://openoffice.org/extensions/description/2006"
KEYS: Final = {"E": "next", "W": "previous"}
DEPENDENCIES: Final = "http://libreoffice.org/extensions/description/2011"
OLDEST_OFFICE: Final = "7.4"
ABOUT: Final = "description.txt"
LEFT_OUT: Final = {
    "addin": {"building", "bundling", "desk", "installing", "cli", "extension/component"},
    "validator": {"cli", "commands", "__main__"},
    "xlwings": {"pro", "rest", "ext", "html", "js", "addin", "_xlwindows", "_xlmac", "_win32patch", "mac_dict", "cli"}
    | {"com_server", "udfs", "server", "reports"},
    "xlsxwriter": {"test"},
    "jinja2": set[str](),
    "markupsafe": set[str](),
}
"""Modules and folders that the commands do not use, by their way from the top of the package: installing, other
systems, xlwings PRO, the component itself. A module of the same name further down stays in."""
LICENCES: Final = {
    "gouji": "",
    "xlwings": "xlwings",
    "XlsxWriter": "xlsxwriter",
    "Jinja2": "jinja2",
    "MarkupSafe": "markupsafe",
}
"""Distribution -> the folder that its licence goes into; ours stands at the top."""


def write(target: Path) -> None:
    """Write the extension to `target`.

    Raises:
        xlam.BuildError: A package that goes into it is not installed, or the file name has another suffix.
        BadOutput: `target` cannot be written.
    """
    if target.suffix != ".oxt":
        raise xlam.BuildError(f"扩展的文件名应以 .oxt 结尾：{target}")
    write_atomically(target, workbook_parts.archived(parts()))


def parts() -> dict[str, bytes]:
    """Every file of the extension by name."""
    found = {
        "META-INF/manifest.xml": _manifest().encode(),
        "description.xml": _description().encode(),
        ABOUT: _about().encode(),
        "Addons.xcu": addons(xlam.tab_source()).encode(),
        "ProtocolHandler.xcu": _protocol().encode(),
        "CalcWindowState.xcu": _window_state().encode(),
        "Accelerators.xcu": _keys().encode(),
        COMPONENT: (xlam.HERE / "extension" / "component.py").read_bytes(),
    }
    for name, left_out in LEFT_OUT.items():
        found |= {f"{MODULES}/{path}": data for path, data in package_files(name, left_out, SUFFIXES)}
    for name, folder in LICENCES.items():
        found["/".join(filter(None, (MODULES if folder else "", folder, "LICENSE.txt")))] = licence(name)
    return found


def addons(tab: bytes) -> str:
    """Toolbar and menu with the buttons of the ribbon, under the same labels."""
    buttons = ElementTree.fromstring(tab).iter(f"{{{ribbon.NAMESPACE_2009}}}button")  # noqa: S314  our own file
    nodes = "".join(_button(number, one.attrib["id"], one.attrib["label"]) for number, one in enumerate(buttons))
    menu = f'{_property("Title", "年报校验")}{_context()}<node oor:name="Submenu">{nodes}</node>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="{REGISTRY}"'
        ' oor:name="Addons" oor:package="org.openoffice.Office"><node oor:name="AddonUI">\n'
        f'<node oor:name="OfficeToolBar"><node oor:name="{IDENTIFIER}.bar" oor:op="replace">{nodes}</node></node>\n'
        f'<node oor:name="OfficeMenuBar"><node oor:name="{IDENTIFIER}.menu" oor:op="replace">{menu}</node></node>\n'
        "</node></oor:component-data>\n"
    )


def _button(number: int, action: str, label: str) -> str:
    body = _property("URL", f"{PROTOCOL}{action}") + _property("Title", label) + _context()
    return f'<node oor:name="N{number:02}" oor:op="replace">{body}</node>'


def _property(name: str, value: str) -> str:
    return f'<prop oor:name="{name}"><value>{escape(value)}</value></prop>'


def _context() -> str:
    return _property("Context", SPREADSHEET)


def _manifest() -> str:
    data = "configuration-data"
    own = ("Addons.xcu", "ProtocolHandler.xcu", "CalcWindowState.xcu", "Accelerators.xcu")
    entries = dict.fromkeys(own, data) | {COMPONENT: "uno-component;type=Python"}
    body = "".join(
        f'<manifest:file-entry manifest:media-type="application/vnd.sun.star.{kind}" manifest:full-path="{path}"/>'
        for path, kind in entries.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="{MANIFEST}">'
        f"{body}</manifest:manifest>\n"
    )


def _protocol() -> str:
    """Which component carries out the buttons."""
    body = f'<prop oor:name="Protocols"><value>{PROTOCOL}*</value></prop>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="{REGISTRY}"'
        ' oor:name="ProtocolHandler" oor:package="org.openoffice.Office"><node oor:name="HandlerSet">'
        f'<node oor:name="{IDENTIFIER}.Handler" oor:op="replace">{body}</node></node></oor:component-data>\n'
    )


def _keys() -> str:
    """The keys of the Excel add-in (``vba/GoujiWindow.bas``), in Calc alone, where both are free."""
    nodes = "".join(
        f'<node oor:name="{key}_SHIFT_MOD1" oor:op="replace"><prop oor:name="Command">'
        f'<value xml:lang="en-US">{PROTOCOL}{action}</value></prop></node>'
        for key, action in KEYS.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="{REGISTRY}"'
        ' oor:name="Accelerators" oor:package="org.openoffice.Office"><node oor:name="PrimaryKeys">'
        f'<node oor:name="Modules"><node oor:name="{SPREADSHEET}" oor:op="fuse">{nodes}</node></node></node>'
        "</oor:component-data>\n"
    )


def _window_state() -> str:
    """The toolbar's name, and that it stands in a row of its own below the others."""
    settings = {"UIName": "年报校验", "Docked": "true", "DockingArea": "0", "DockPos": "0,3", "Visible": "true"}
    body = "".join(_property(name, value) for name, value in settings.items())
    bar = f"private:resource/toolbar/addon_{IDENTIFIER}.bar"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="{REGISTRY}"'
        ' oor:name="CalcWindowState" oor:package="org.openoffice.Office.UI"><node oor:name="UIElements">'
        f'<node oor:name="States"><node oor:name="{bar}" oor:op="replace">{body}</node></node></node>'
        "</oor:component-data>\n"
    )


def _description() -> str:
    """What the extension manager shows and goes by: a file of a higher version replaces an older one."""
    oldest = f'value="{OLDEST_OFFICE}" d:name="LibreOffice {OLDEST_OFFICE}"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<description xmlns="{DESCRIPTION}" xmlns:d="{DESCRIPTION}"'
        f' xmlns:l="{DEPENDENCIES}" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<identifier value={quoteattr(IDENTIFIER)}/><version value={quoteattr(VERSION)}/><platform value="all"/>'
        f"<dependencies><l:LibreOffice-minimal-version {oldest}/></dependencies>"
        f'<display-name><name lang="zh-CN">{escape(xlam.TITLE)}</name></display-name>'
        f'<extension-description><src xlink:href="{ABOUT}" lang="zh-CN"/></extension-description></description>\n'
    )


def _about() -> str:
    """The text below the name in the extension manager."""
    held = "、".join(f"{name} {VERSION if name == 'gouji' else version(name)}" for name in LICENCES)
    return f"校验政府信息公开工作年度报告：标出有问题的单元格，逐处说明。\n本扩展包含 {held}，各种系统通用，不联网。\n"
