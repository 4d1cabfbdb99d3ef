"""The plain form of a text, and the way back to the original words."""

from __future__ import annotations

import pytest

from validator.language.normal import normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("２０２５年１月１日", "2025年1月1日"),
        ("1，234件；约3％", "1,234件;约3%"),
        ("2025 年 1 月 1 日", "2025年1月1日"),
        ("2\u00a0025\u3000年", "2025年"),
        ("2 0 2 5 年", "2025年"),
        ("52\t0", "52 0"),
        ("12  34", "12 34"),
        ("1月—12月", "1月-12月"),
        ("1月～12月", "1月-12月"),
        ("⼀⽉⼗⽇", "一月十日"),
        ("二○二五年", "二〇二五年"),
        ("2. 2025年", "2. 2025年"),
        ("共受理\u200b13件", "共受理13件"),
        ("第一段。\n第二段", "第一段。\n第二段"),
        ("第一段。\r\n\r\n　　第二段", "第一段。\n第二段"),
        ("2025年1月1日至\n2025年12月31日", "2025年1月1日至2025年12月31日"),
        ("2025年1月1日至2025\n年12月31日", "2025年1月1日至2025年12月31日"),
        ("（一）主动公开\n2025年共公开", "(一)主动公开\n2025年共公开"),
        ("共计5\n6.其他", "共计5\n6.其他"),
        (
            "本年度我局按照规定受理了来自社会各界的政府信息公开申\n请13件",
            "本年度我局按照规定受理了来自社会各界的政府信息公开申请13件",
        ),
        (
            "本年度我局按照规定受理了来自社会各界的政府信息公开申请\n2.其他",
            "本年度我局按照规定受理了来自社会各界的政府信息公开申请\n2.其他",
        ),
        ("  两头有空 ", "两头有空"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_plain_form(text: str, plain: str) -> None:
    assert normalise(text).text == plain


def test_each_character_knows_where_it_stood() -> None:
    text = "共 受理 １３ 件。"
    normal = normalise(text)
    assert normal.text == "共受理13件。"
    assert [text[at] for at in normal.offsets] == ["共", "受", "理", "１", "３", "件", "。"]


def test_quote_gives_the_original_words_with_their_blanks() -> None:
    normal = normalise("共 受理 １３ 件。")
    assert normal.cite(1, 6)[2] == "受理 １３ 件"
    assert normal.span(1, 6) == (2, 9)


def test_an_empty_span_is_a_place() -> None:
    normal = normalise(" 甲乙")
    assert normal.span(0, 0) == (1, 1)
    assert normal.span(2, 2) == (3, 3)
