"""Which sentences can say anything, so that the others need not be cut into tokens: most of a report says nothing.

`may_say` is asked of a stretch up to a full stop or the end of a line. Where it says no, reading the stretch would
state nothing, leave no figure apart and change no topic, so `tokens` keeps it in one piece. This is why:

1.  What is stated, and what is left apart, begins at a token that `statements` reads: a figure, a denial, 全部, 持平,
    or 其中, which takes apart a figure that its sentence stated. What is noted on the way (times, brackets, the latest
    figure) is forgotten where the sentence ends, but for the topic.
2.  A topic is set by a noun or class of ``subjects.toml``, by what is handled like applications, by 清理 before a
    noun (`passage`), by a carry in the bracket behind a figure (`lending`), or by what is stated.
3.  A figure counts with a unit of cases or money; with a loose one where it is 0, where a head follows or a noun or
    class stands before it; without unit behind 为, 是 or a colon and before a mark (`statements`); as a percentage
    behind a rate or share, as any change behind a base (`rates`), as what something rose to (`lending`), or where
    分别 deals it out.
4.  A denial denies a noun, class, outcome or 收取; verbs alone deny nothing, what is vague has no subject (`claims`).
5.  全部 and the like claim before 维持, or before a verb for handling or completing (`claims`).
6.  What is quoted says nothing, unless it is a word of the lexicon.

The few questions that look beyond a full stop go through `Passage.around`. The patterns admit more than the grammar
does, never less: ``tests/narrative/test_relevance.py`` holds the lexicon against them, and reads texts both ways.
"""

from __future__ import annotations

from validator.language.numbers import CHINESE
from validator.narrative.lexicon import HEADS, Sort, lexicon, word_at
from validator.startup.expressions import expression


def _each(signs: str, behind: str) -> str:
    """A pattern for any of some signs and what follows.

    Where each of its choices begins with a sign of its own, a pattern is sought many times as fast as one of classes.
    """
    return "|".join(f"{sign}{behind}" for sign in signs)


SETS_TOPIC = (
    "申请|复议|诉|性文件|章(?<=规章)|费(?<=[理收缴]费)|费用|建议|案(?<=[提议]案)|访(?<=信访)|单(?<=工单)|热线|留言|件(?<=[信办]件)|来[信电]|咨询|举报|线索"
    "|督[查办]|服务(?<=政务服务)|许可(?<=行政许可)|许可事项|处罚(?<=行政处罚)|强制(?<=行政强制)|自然人|公民|法人|公开(?<=[意予部分]公开)"
    "|公开(?<=予以公开)|处理(?<=[分予他它式]处理)|提供(?<=[法能]提供)|转(?=[结入至到下次明来])|转(?<=结转)|顺延|延续"
    "|清理“?(?=[自公法企商科社])"
)
OF_THE_FORM = (
    "企业|机构|组织|秘密|禁止|一稳定|权益|内部事务|过程性|案卷|行政查询|掌握|另行制作|现成|不明确|出版物|重新出具|补正|缴"
    "|维持|纠[正错]|其[他它]结果|审结|审理完毕|收取|征收|实收|实际收到"
)
"""With `SETS_TOPIC`, something of every noun, class, outcome and word for 收取."""
ENDS_A_CLAIM = "维持|办[结理复]|答复|回复|处[理置]|审结|应办"
_NUMBER_ENDS = rf"[\d{CHINESE}万亿余多几上下内右]"
_HEDGE = "(?:以[上下内]|左右|上下)?"
_LOOSE = _each("条项个封次部", rf"(?:(?<={_NUMBER_ENDS}.)|(?<={_NUMBER_ENDS}人.)){_HEDGE}")
_SAYS = expression(
    "|".join(
        (
            SETS_TOPIC,
            _each("件起宗例份案桩笔元", rf"(?<={_NUMBER_ENDS}.)"),
            r"0(?<![\d,.]0)[0,.万亿千百十余多几]*(?:人次|[条项个封次部])",
            _each("零〇", "[零〇万亿千百十余多几]*(?:人次|[条项个封次部])"),
            _each(
                ":为是",
                rf"[^\d{CHINESE}。!?;,、:()\n]{{0,3}}[\d{CHINESE}][\d,.{CHINESE}万亿余多几]*{_HEDGE}[万亿]*(?:[。!?;,、:()\n]|$)",
            ),
            _each("较比与和同", "(?=上|去|19|20|二)"),
            _each("至到为", "(?<=[增升降减加长涨高少低落].)"),
            "同比|分别|持平|相同",
        )
    )
)
_PERHAPS = expression(rf"{_each('%未没无零均都皆', '')}|百分之|不存在|全部|全都|全数|悉数|{_LOOSE}")
"""Where none of these stands either, nothing is said."""
_LOOSE_FIGURE = expression(_LOOSE)
_LOOSE_FIGURE_BEHIND = expression(rf"[^。!?;:()\n]{{0,30}}?(?:{_LOOSE})")
_DENIES, _OF_THE_FORM = expression("未|没|无|零|不存在"), expression(OF_THE_FORM)
_ALL, _ENDS_A_CLAIM = expression("全部|全都|全数|均|都|皆|悉数"), expression(ENDS_A_CLAIM)
_QUOTED = expression(r"《(?:[^《》。!?;\n]++|《[^《》。!?;\n]*+》)*+》|“[^“”。!?;\n]*+”")
_PERCENT, _SHARED = expression("%|百分之"), expression("率|占|比")


def without_titles(text: str) -> str:
    """`text`, signs that say nothing in place of what is quoted: 《依申请公开工作规范》 is no word on 申请."""
    if "《" not in text and "“" not in text:
        return text
    return _QUOTED.sub(lambda found: found[0] if found[0][1:-1] in lexicon().words else "■" * len(found[0]), text)


def may_say(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, plain and up to a full stop or the end of a line, may say something of the form."""
    where = text, start, end
    if _SAYS.search(*where):
        return True
    if not _PERHAPS.search(*where):
        return False
    return bool(
        any(_head_follows(text, one.end()) for one in _LOOSE_FIGURE.finditer(*where))
        or _beside_a_loose_figure(*where)
        or (_DENIES.search(*where) and _OF_THE_FORM.search(*where))
        or (_ALL.search(*where) and _ENDS_A_CLAIM.search(*where))
        or (_PERCENT.search(*where) and _SHARED.search(*where))
    )


def _beside_a_loose_figure(text: str, start: int, end: int) -> bool:
    """Whether a word of the form stands before a figure with a loose unit; of words that overlap each is tried."""
    while found := _OF_THE_FORM.search(text, start, end):
        if _LOOSE_FIGURE_BEHIND.match(text, found.end(), end):
            return True
        start = found.start() + 1
    return False


def _head_follows(text: str, at: int) -> bool:
    """Whether a head of the figure before may begin there, or behind words that only fill."""
    while not text.startswith("“", at):
        word = word_at(text, at)
        sort = lexicon().words[word][0] if word else Sort.PLAIN
        if sort not in (Sort.FILL, Sort.ALL):
            return sort in HEADS
        at += len(word)
    return True
