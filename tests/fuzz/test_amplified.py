"""Crafted files and a few made-up ones of `fuzz_amplified`; what is told of very many findings; masked numbers."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest

from tests.books import data, saved
from tests.command import TODAY, Gouji
from tests.conftest import DAY
from tests.fuzz.fuzz_amplified import CRAFTED, FORMATS, explained, fuzz, in_sections, wrong
from tests.shipped import CATALOGUE
from validator.api import fill
from validator.language.personal import masked
from validator.model.rule import Severity
from validator.readers import Limits
from validator.run.bounding import MOST
from validator.run.driver import Job, examine_file

posix = pytest.mark.skipif(os.name != "posix", reason="what a process has used, as Unix tells it")


@posix
@pytest.mark.parametrize(("kind", "form"), [*zip(CRAFTED, cycle(FORMATS), strict=False)])
def test_what_comes_of_a_small_file_is_small_and_soon_there(tmp_path: Path, kind: str, form: str) -> None:
    """Each in one format; `fuzz_amplified` goes through both."""
    assert wrong(tmp_path / "多.xlsx", CRAFTED[kind](), [form]) == []


@posix
def test_phrases_over_and_over() -> None:
    assert fuzz(2, seed=3) == []


def test_a_repeated_mention_is_told_once_a_section_with_its_quotation(tmp_path: Path, gouji: Gouji) -> None:
    (tmp_path / "a.xlsx").write_bytes(in_sections("国办公开办函〔2019〕60号，我局受理99件。2024年我局共受理7件，"))
    (one,) = gouji.check(tmp_path / "a.xlsx").data["files"]
    cited = [found for found in one["findings"] if found["code"] == "ST-12"]
    assert [[(cell["cell"], cell["value"]) for cell in found["cells"]] for found in cited] == [
        [("A3", "国办公开办函〔2019〕60号")]
    ] * 3
    for code in ("N-01", "ST-10", "P-07"):
        found = [(found["cells"][0]["sheet"], found["message"]) for found in one["findings"] if found["code"] == code]
        assert len(found) == len(set(found)) <= 6, code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_more_findings_of_a_rule_are_counted(tmp_path: Path, gouji: Gouji, lang: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(explained(1_000))
    report = gouji.check(path).data
    (one,) = report["files"]
    listed = [found["cells"][0]["cell"] for found in one["findings"] if found["code"] == "W-02"]
    assert (len(listed), len(set(listed))) == (MOST, MOST)
    assert one["coverage"]["omitted"] == [{"code": "W-02", "count": 800}]
    assert report["summary"]["by_code"]["W-02"] == 1_000
    text = gouji("--lang", lang, "check", path, *TODAY).out
    assert ("另有 800 条没有列出：W-02 800" if lang == "zh" else "800 more not listed: W-02 800") in text
    assert ("提示 1000" if lang == "zh" else "notice 1000") in text.splitlines()[0]


def test_a_must_behind_very_many_milder_findings_is_listed_and_fails(tmp_path: Path) -> None:
    """统计期限 said rightly by halves 300 times, then wrongly once."""
    milder = "".join(f"本报告统计数据截至2025年12月31日（第{at}版）。" for at in range(300))
    path = tmp_path / "a.xlsx"
    base = data("clean")
    path.write_bytes(fill(replace(base, text={**base.text, "六": f"{milder}数据的统计期限为2022年1月1日至12月31日。"})))
    report = examine_file(path, Job(catalogue=CATALOGUE, today=DAY))
    musts = [one.cells[0].value for one in report.findings if one.severity is Severity.MUST]
    assert musts == ["数据的统计期限为2022年1月1日至12月31日"]
    assert report.status.value == "fails"


def test_the_limit_on_time_covers_reading_and_checking(tmp_path: Path, gouji: Gouji) -> None:
    path, config = saved(tmp_path / "a.xlsx", "clean"), tmp_path / "c.toml"
    for seconds, status in (("0.001", 2), ("1000", 0)):
        config.write_text(f"[limits]\nseconds = {seconds}\n", "utf-8")
        done = gouji.check(path, "--config", config)
        assert done.status == status
        told = "a.xlsx：超出读取限额 seconds：读取和校验的时间（秒）的上限是 0.001"
        assert (done.data["files"][0]["error"] or "").startswith(told if status else "")


def test_a_check_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> object:
        while True:
            yield None

    monkeypatch.setattr("validator.run.engine.check_function", lambda _: endless)
    job = Job(catalogue=CATALOGUE, today=DAY, limits=Limits(seconds=0.5))
    report = examine_file(saved(tmp_path / "a.xlsx", "clean"), job)
    assert report.status.value == "unreadable"
    assert (report.error or "").startswith("a.xlsx：超出读取限额 seconds：")


IDENTITY = "110101199003071233"
NUMBERS = {
    "card": IDENTITY,
    "card with X": "11010519491231002X",
    "wrong check sign": "110101199003071234",
    "blanks": "110101 19900307 1233",
    "dashes": "110101-19900307-1233",
    "one by one": " ".join(IDENTITY),
    "full width": "１１０１０１１９９００３０７１２３３",
    "unseen": "110101\u200b19900307\u200b1233",
    "15 digits": "110101900307123",
    "15 digits in groups": "110101 900307 123",
    "mobile": "13812345678",
    "mobile in groups": "138-1234-5678",
    "mobile 3-3-5": "138 123 45678",
    "mobile of China": "+86 13812345678",
    "mobile in full width": "１３８１２３４５６７８",
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_no_output_repeats_the_number_of_a_person(tmp_path: Path, gouji: Gouji, kind: str) -> None:
    """In every place of a report that a finding can repeat."""
    number = NUMBERS[kind]
    base = data("clean")
    said = f"国办公开办函〔2019〕60号{number}，我局{number}受理99件，2024年，我局{number}共受理7件，占{number}的12%。"
    waiver = {"code": f"N-01，{number}", "cell": number, "reason": number, "by": number, "date": "2026-01-10"}
    share = {"code": "N-01", "cell": "A3", "reason": number, "by": number, "date": "2026-01-10"}
    filing = replace(
        base,
        organ=f"示例市{number}局",
        values={**base.values, "表三.本年新收.自然人": number, "表二.行政事业性收费.金额": f"计{number}"},
        text={**base.text, "标题": f"甲{number}，2024年报告", "五": said, "六": f"{said}统计期限为{number}，2024年。"},
        published=number,
        partial_year=number,
        waivers=(waiver, share),
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(fill(filing))
    outputs = [
        gouji("check", path, *TODAY, "--format", form, "--lang", lang).out
        for form in ("json", "jsonl", "text")
        for lang in ("zh", "en")
    ]
    for out in outputs:
        assert number not in out
        assert digits(number) not in digits(out)
    assert len(json.loads(outputs[0])["files"][0]["findings"]) > 8
    assert json.loads(gouji("extract", path).out)["values"]["表三.本年新收.自然人"] == number


def digits(text: str) -> str:
    """The digits alone, however they are written; words and marks that are no separators end a number."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"(?<=\d)[ \-\u200b]+(?=\d)", "", plain)


@pytest.mark.parametrize(
    "text", ["收费13812345678元", "受理13812345678件", "3.1381234567", "123456789012345678", "2025年1月1日"]
)
def test_what_is_no_number_of_a_person_stays(text: str) -> None:
    assert masked(text) == text


def test_a_number_is_masked_before_a_text_is_cut(tmp_path: Path, gouji: Gouji) -> None:
    """Half of it would be no number of a person any more."""
    path = saved(tmp_path / "a.xlsx", "clean")
    book = openpyxl.load_workbook(path)
    for at, before in enumerate(range(190, 200)):
        book["封面"].cell(60 + at, 9, f"{'甲' * before}{IDENTITY}")
        book["封面"].cell(80 + at, 9, f"{'甲' * (before - 165)}{IDENTITY}")
    book.create_sheet(IDENTITY)["A1"] = IDENTITY
    book.save(path)
    for form in ("json", "text"):
        out = gouji("check", path, *TODAY, "--format", form).out
        assert "D-" in out
        assert IDENTITY[:7] not in out
