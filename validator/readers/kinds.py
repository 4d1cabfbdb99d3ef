"""What a file is that is no .xlsx: one line a kind, that says what it is and what to do."""

from __future__ import annotations

import re
from collections.abc import Collection

from validator.startup.expressions import expression

SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验"
SAVE_PAGE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再校验；公布的报告请另存为网页（.html）"
SUBMIT = "请提交填好的 .xlsx 模板；公布的报告请用网页、Word 文档（.docx）或有文字的 PDF"
EMPTY = "是空文件（0 字节）。请重新导出或重新取得原文件后再校验。"
FOLDER = "是文件夹，不是工作簿。请指定其中的 .xlsx 文件。"
SPECIAL = "不是普通文件。请指定一个 .xlsx 文件。"
MISSING = "找不到这个文件。请检查路径和文件名。"
DENIED = "没有读取权限，或文件正被其他程序占用。请关闭占用它的程序，或向管理员取得权限。"
NO_ACCESS = "读不了这个文件。请检查路径、文件名和磁盘。"
LOCK = "是 Excel 打开文件时的临时锁文件，不含报告。请关闭 Excel，并选择不带 ~$ 的原文件。"
ZEROS = "内容全为零，多半是下载或同步没有完成。请重新取得原文件后再校验。"
ENCRYPTED = "设有打开密码（已加密）。请用 Excel 或 WPS 打开，去掉打开密码后另存，再校验。"
OLD_EXCEL = f"是旧版 Excel 或 WPS 表格文件（.xls、.et）。{SAVE_AS}。"
OLD_WORD = "是旧版 Word 文档（.doc），不是工作簿。请提交填好的 .xlsx 模板。"
OLD_POWERPOINT = "是旧版演示文稿（.ppt），不是工作簿。请提交填好的 .xlsx 模板。"
OLD_OTHER = "是旧式复合文档，但不是 Excel 工作簿。请提交填好的 .xlsx 模板。"
PDF = "是 PDF 文件，不是工作簿。请提交填好的 .xlsx 模板。"
PICTURE = f"是图片，不是工作簿。{SUBMIT}。"
RTF = "是 RTF 文档，不是工作簿。请提交填好的 .xlsx 模板。"
HTML = f"是网页（.html），不是工作簿。{SAVE_AS}。"
MHTML = f"是单个文件网页（.mht），不是工作簿。{SAVE_PAGE_AS}。"
XML_TABLE = f"是“XML 表格 2003”文件（.xml）。{SAVE_AS}。"
XML_OTHER = "是 XML 文件，不是工作簿。请提交填好的 .xlsx 模板。"
TEXT = f"是文本或 CSV 文件，不是工作簿。{SAVE_AS}。"
ARCHIVE = "是压缩包，不是工作簿。请先解压，再校验其中的 .xlsx 文件。"
EMPTY_ARCHIVE = "是空的压缩包。请重新取得原文件后再校验。"
ODS = f"是 OpenDocument 表格（.ods）。{SAVE_AS}。"
FODS = f"是 OpenDocument 表格（.fods）。{SAVE_AS}。"
ODF_OTHER = "是 OpenDocument 文档，不是表格。请提交填好的 .xlsx 模板。"
XLSB = f"是二进制工作簿（.xlsb）。{SAVE_AS}。"
DOCX = "是 Word 文档（.docx），不是工作簿。请提交填好的 .xlsx 模板。"
PPTX = "是演示文稿（.pptx），不是工作簿。请提交填好的 .xlsx 模板。"
NUMBERS = "是 Numbers 表格（.numbers）。请在 Numbers 中导出为 Excel（.xlsx）后再校验。"
OFD = f"是 OFD 版式文件，不是工作簿。{SUBMIT}。"
UNKNOWN = "不是 Excel 工作簿，也认不出是什么文件。请提交填好的 .xlsx 模板。"

ZIP = b"PK\3\4"
EMPTY_ZIP = b"PK\5\6"
STRAY = b"\xef\xbb\xbf\r\n\t "
LOCK_PREFIX = "~$"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DIRECTORY_ENTRY = 128  # [MS-CFB] 2.6.1: a directory entry has 128 bytes and starts with its name in UTF-16
OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("Workbook", OLD_EXCEL),
    ("Book", OLD_EXCEL),
    ("WordDocument", OLD_WORD),
    ("PowerPoint Document", OLD_POWERPOINT),
)
MAGIC = (
    (b"%PDF", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BM", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"{\\rtf", RTF),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    # BIFF 2 to 4: one stream of records without a container
    (b"\x09\x00\x04\x00", OLD_EXCEL),
    (b"\x09\x02\x06\x00", OLD_EXCEL),
    (b"\x09\x04\x06\x00", OLD_EXCEL),
)
HEAD = 4096
MARKUP = (
    (expression(r'office:mimetype="application/vnd\.oasis\.opendocument\.spreadsheet'), FODS),
    (expression(r"urn:schemas-microsoft-com:office:spreadsheet|progid=\"Excel\.Sheet\"", re.IGNORECASE), XML_TABLE),
    (expression(r"\A\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|meta|table|body)\b", re.IGNORECASE), HTML),
    (expression(r"\A\s*<\?xml"), XML_OTHER),
    (expression(r"\AMIME-Version:", re.IGNORECASE), MHTML),
)  # fmt: skip
ENCODINGS = ("utf-8", "gb18030", "utf-16")
CONTROLS = expression(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
WORD_PART = "word/document.xml"
ZIP_ENTRIES = (
    ("xl/workbook.bin", XLSB),
    (WORD_PART, DOCX),
    ("ppt/presentation.xml", PPTX),
    ("index/document.iwa", NUMBERS),
    ("index.zip", NUMBERS),
    ("ofd.xml", OFD),
)
OPEN_DOCUMENT_TABLE = b"application/vnd.oasis.opendocument.spreadsheet"
OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
MIMETYPE = "mimetype"


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip archive, perhaps with a line break that a web page put in front."""
    return data[:HEAD].lstrip(STRAY).startswith((ZIP, EMPTY_ZIP))


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF: programs look for its sign in the first kilobyte (ISO 32000-1, H.3, note 13)."""
    return b"%PDF-" in data[:1024]


def what_no_zip_is(data: bytes) -> str:
    """The line for a file that is no zip archive."""
    if not data:
        return EMPTY
    if data.startswith(OLE):
        return _ole(data)
    for magic, line in MAGIC:
        if data.startswith(magic):
            return line
    if not data.strip(b"\0"):
        return ZEROS
    return _text(data[:HEAD])


def _ole(data: bytes) -> str:
    for name, line in OLE_STREAMS:
        entry = name.encode("utf-16-le") + b"\0\0"
        if any(data.startswith(entry, at) for at in range(0, len(data), DIRECTORY_ENTRY)):
            return line
    return OLD_OTHER


def _text(head: bytes) -> str:
    text = next((text for text in (_decoded(head, code) for code in ENCODINGS) if text is not None), None)
    if text is None:
        return UNKNOWN
    text = text.removeprefix("\ufeff")
    return next((line for pattern, line in MARKUP if pattern.search(text)), TEXT)


def _decoded(head: bytes, encoding: str) -> str | None:
    # The head may end inside a character: up to three bytes are let go.
    for cut in range(4):
        try:
            text = head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROLS.search(text) else text
    return None


def what_archive_is(names: Collection[str], mimetype: bytes) -> str:
    """The line for a zip archive that holds no workbook: its entries in lower case, its entry ``mimetype``."""
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        return ODS if mimetype.startswith(OPEN_DOCUMENT_TABLE) else ODF_OTHER
    return next((line for name, line in ZIP_ENTRIES if name in names), ARCHIVE if names else EMPTY_ARCHIVE)
