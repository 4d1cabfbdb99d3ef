"""Fields put into a template of Word by docxtpl: the one module that imports it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from validator.files.given import why
from validator.files.harmless import cut, one_line
from validator.files.shipped import FOLDER
from validator.filings.traces import PRODUCT
from validator.letters.content import sample

TEMPLATE: Final = FOLDER / "letters" / "letter.docx"
MISSING: Final = "退回说明要用 docxtpl，这里没有安装；请安装 gouji 的 letters 附加组件：pip install 'gouji[letters]'"


class BadTemplate(Exception):  # noqa: N818  a verdict on the template
    """The template cannot be used. The message names it and the cause."""


class Template:
    """A template that takes the fields of a letter; what is wrong with it is found before the first letter.

    Raises BadTemplate, also where docxtpl is not installed.
    """

    def __init__(self, path: Path | None = None) -> None:
        try:
            import docxtpl  # noqa: F401  the extra `letters`
        except ImportError:
            raise BadTemplate(MISSING) from None
        self._path = path or TEMPLATE
        try:
            self._content = self._path.read_bytes()
        except OSError as error:
            raise BadTemplate(f"{self._path}：读不了（{why(error)}）") from error
        self.letter(sample())

    def letter(self, fields: Mapping[str, Any]) -> bytes:
        """The document with the fields in it. Raises BadTemplate."""
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import SandboxedEnvironment
        from lxml.etree import LxmlError

        document, stream = self._opened(), io.BytesIO()
        try:
            environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
            document.render(dict(fields), environment, autoescape=True)
            document.docx.core_properties.subject = PRODUCT
            document.save(stream)
        except (TemplateError, LxmlError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise BadTemplate(f"{self._path}：模板里的标记有误（{cut(one_line(error), 200)}）") from None
        return stream.getvalue()

    def _opened(self) -> Any:
        from docx.opc.exceptions import OpcError
        from docxtpl import DocxTemplate
        from lxml.etree import LxmlError

        try:
            document = DocxTemplate(io.BytesIO(self._content))
            document.init_docx()
        except (OpcError, zipfile.BadZipFile, KeyError, ValueError, LxmlError):
            raise BadTemplate(f"{self._path}：不是 Word 文档（.docx），或者文件已损坏") from None
        return document
