"""A Word document as PDF, by LibreOffice where it is installed: a run of its own, which leaves nothing behind."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120
_INSTEAD = "可以先输出 .docx，再在 Word 或 WPS 里另存为 PDF。"
MISSING = f"转成 PDF 要用 LibreOffice（带 Writer），这里没有找到 soffice。{_INSTEAD}"


class NoPdf(Exception):  # noqa: N818  a verdict on the machine
    """There is no PDF, and why."""


def pdf(content: bytes) -> bytes:
    """The PDF of a document. Raises NoPdf."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoPdf(MISSING)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "report.docx")
        source.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        words = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
        try:
            done = subprocess.run([*words, str(source)], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(type(error).__name__) from None
        made = source.with_suffix(".pdf")
        if done.returncode or not made.is_file():
            raise _failed("没有 Writer 组件？")
        return made.read_bytes()


def _failed(why: str) -> NoPdf:
    return NoPdf(f"LibreOffice 没能转成 PDF（{why}）。{_INSTEAD}")
