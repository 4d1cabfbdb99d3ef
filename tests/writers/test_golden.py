"""What each format writes, word for word, over a few reports.

``GOUJI_UPDATE_GOLDEN=1`` writes the files anew; read the difference before it is committed. A page is held without its
style and script, a workbook as the rows that it has.
"""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import openpyxl
import pytest

from tests.writers.reports import examined, unreadable, with_cause, written
from validator.model.report import FileReport
from validator.writers.formats import names

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"text": "txt", "junit": "xml", "sarif": "sarif.json", "xlsx": "xlsx.txt"}


def reports() -> list[FileReport]:
    """Clean, to explain, failing with a cause and last year's report, explained, unreadable."""
    caused = with_cause(examined("must", previous=True))
    return [examined("clean"), examined("explain"), caused, examined("waived"), unreadable()]


def plain(name: str, content: bytes) -> str:
    """The output as text, each piece of data on a line of its own."""
    if name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        rows = [f"{sheet.title}\n" + "".join(f"{row}\n" for row in sheet.iter_rows(values_only=True)) for sheet in book]
        return "\n".join(rows)
    text = content.decode()
    if name == "html":
        text = re.sub(r"<colgroup>.*</colgroup>\n", "", text)  # how wide the form's columns are is the form's affair
        text = re.sub(r"(?s)(<style>).*?(</style>)|(<script>).*?(</script>)", r"\1\3…\2\4", text)
        return re.sub(r'(<script type="application/json" id="page">)(.*)(</script>)', _indented, text)
    return text


def _indented(found: re.Match[str]) -> str:
    """Not the words and rules, which stand elsewhere."""
    data = {key: value for key, value in json.loads(found[2]).items() if key not in {"words", "rules"}}
    for form in data["forms"]:
        form["names"], form["cells"] = len(form["names"]), len(form["cells"])
        form["relations"] = [one[:2] for one in form["relations"]]
    return f"{found[1]}\n{json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n{found[3]}"


@pytest.mark.parametrize("name", [*names(), "one"])
def test_the_output_is_the_golden_one(name: str) -> None:
    files = reports()[2:3] if name == "one" else reports()
    shape = "html" if name == "one" else name
    text = plain(shape, written(shape, files, version="0.0.0"))
    text = re.sub(r'"gouji": "[^"]+"', '"gouji": "0.0.0"', text)
    path = GOLDEN / f"{name}.{ENDINGS.get(name, 'html' if name == 'one' else name)}"
    if os.environ.get("GOUJI_UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    assert text == path.read_text("utf-8")
