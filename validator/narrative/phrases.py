"""The grammar of one quantity phrase: which words around a figure say what it counts.

A phrase is read from its figure outwards. Between subject and figure only words of the lexicon may stand, so an
unknown word never hides behind a known one: 受理市长信箱来件13件 is nobody's 受理13件.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from validator.narrative.agents import agent_of, names_agent
from validator.narrative.lexicon import HEADS, Flag, Narrowing, Noun, Sort, Verb
from validator.narrative.stated import REASONS, Scope
from validator.startup.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.narrative.tokens import Token

_REACH = 40  # tokens: no phrase is longer, and a scan stays linear

_SKIPPED = (Sort.FILL, Sort.TIME, Sort.SELF, Sort.ALL)
_CAUSES = frozenset(["引起", "引起的", "引发", "产生", "不服"])
_DISPUTED = (Noun.RECONSIDERATION, Noun.LITIGATION, Noun.DIRECT, Noun.AFTER)
_OF_A_PLACE = frozenset("省市州县区镇乡")
_ABOUT = ("涉及", "关于")
_UNKNOWN = expression(r"[一-鿿A-Za-z]")


class Phrase(NamedTuple):
    """The words that belong to the figure at token `figure`.

    `heads` say what is counted, in order; `first` and `last` are the outermost tokens of the phrase; `stopper` is
    the token that ended it on the left, None at the beginning of the text. `joined` holds the indices in `heads` after
    which 和 or 、 stood; `each` tells that 分别 deals the figures out, `all_alike` that 均 gives one to all.
    """

    figure: int
    heads: tuple[Token, ...]
    first: int
    last: int
    stopper: Token | None
    joined: frozenset[int] = frozenset()
    each: bool = False
    all_alike: bool = False
    right: bool = False

    @property
    def stopped_by(self) -> Sort | None:
        """The sort of the stopper."""
        return self.stopper.sort if self.stopper else None


def left_phrase(tokens: Sequence[Token], figure: int) -> Phrase:
    """The phrase to the left of a figure, back to a mark, another figure or a word that cannot belong to it."""
    heads: list[Token] = []
    joints: list[int] = []
    first, at = figure, figure - 1
    each = alike = False
    while at >= max(0, figure - _REACH):
        token = tokens[at]
        if token.sort in HEADS:
            heads.append(token)
            first = at
        elif token.sort is Sort.EACH and not each:
            each = True
        elif token.text in _CAUSES and any(head.meaning in _DISPUTED for head in heads):
            break  # 因答复引起的行政复议: what led to it is not what was done
        elif _joins(tokens, at, heads):
            joints.append(len(heads))
        elif not (token.sort in _SKIPPED or _passes(tokens, at, heads)):
            break
        alike = alike or token.sort is Sort.ALL
        at -= 1
    heads.reverse()
    joined = frozenset(len(heads) - 1 - joint for joint in joints)
    stopper = tokens[at] if at >= 0 else None
    return Phrase(figure, tuple(heads), first, figure, stopper, joined, each, alike)


def _joins(tokens: Sequence[Token], at: int, heads: list[Token]) -> bool:
    """Whether 和 or 、 joins two subjects of one figure: 予以公开及部分公开17件, 行政复议、行政诉讼共7件."""
    if not heads or not tokens[at].joins:
        return False
    before = at - 1
    while before > at - 5 and before >= 0 and tokens[before].sort is Sort.FILL:
        before -= 1
    return before >= 0 and tokens[before].sort in HEADS


def _passes(tokens: Sequence[Token], at: int, heads: list[Token]) -> bool:
    """申请数量：40件: a colon between the noun and its figure; 本级 and the like qualify, they do not end."""
    token = tokens[at]
    if token.has(":"):
        return not heads and at > 0 and tokens[at - 1].sort in (*HEADS, Sort.FILL)
    return token.sort is Sort.SCOPE and token.meaning is Narrowing.OWN


def right_phrase(tokens: Sequence[Token], phrase: Phrase) -> Phrase:
    """The phrase with what follows its figure: 13件政府信息公开申请, 41件全部按时办结. A left subject keeps its place.

    A noun that has a figure of its own behind it belongs to that one.
    """
    found: list[Token] = []
    last, at = phrase.figure, phrase.figure + 1
    while at < min(len(tokens), phrase.figure + _REACH):
        token = tokens[at]
        if token.sort in HEADS:
            found.append(token)
            last = at
        elif token.sort not in (Sort.FILL, Sort.ALL):
            break
        at += 1
    behind = follower(tokens, at - 1)
    if behind is not None and behind.sort is Sort.FIGURE and not _fee(found, behind):
        return phrase
    if behind is not None and found and found[-1].sort is not Sort.NOUN and _goes_on(tokens, at):
        return phrase
    added = _additional(phrase.heads, found)
    return phrase._replace(heads=(*phrase.heads, *added), last=last, right=True) if added else phrase


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """120件答复表示满意, 128件答复或结转: the verb behind the figure is not the end of what is said of it."""
    if is_unknown_word(tokens[at]):
        return True
    return tokens[at].sort is Sort.JOIN and at + 1 < len(tokens) and tokens[at + 1].sort in HEADS


def _fee(heads: list[Token], behind: Token) -> bool:
    """对25件申请收取信息处理费2950元: the noun between two figures belongs to both."""
    return behind.unit == "元" and any(head.meaning is Noun.FEE for head in heads)


def _additional(left: tuple[Token, ...], right: list[Token]) -> list[Token]:
    """What the right side adds: everything where the left is bare, a noun where the left has only verbs."""
    if not left:
        return right
    if right and all(head.sort is Sort.VERB for head in left) and right[0].sort in (Sort.NOUN, Sort.VAGUE):
        return [head for head in right if head.sort in (Sort.NOUN, Sort.VAGUE)]
    return []


def follower(tokens: Sequence[Token], at: int) -> Token | None:
    """The token right behind index `at`."""
    return tokens[at + 1] if at + 1 < len(tokens) else None


def strange_follower(tokens: Sequence[Token], phrase: Phrase) -> Sort | None:
    """受理13件市长信箱…: an unknown or foreign noun hangs on the figure, and no noun before it says otherwise.

    Returns its sort, PLAIN or OTHER, or None where nothing strange follows.
    """
    behind = follower(tokens, phrase.figure)
    if behind is not None and behind.sort is Sort.FILL:
        behind = follower(tokens, phrase.figure + 1)
    if behind is None or any(head.sort in (Sort.NOUN, Sort.CLASS) for head in phrase.heads):
        return None
    return behind.sort if behind.sort is Sort.OTHER or is_unknown_word(behind) else None


def strange_leader(phrase: Phrase) -> Sort | None:
    """行政执法案件48件全部公开: what stands right before the figure is none of ours, so what was done is not either."""
    bare = phrase.right and phrase.first == phrase.figure and all(head.sort is not Sort.NOUN for head in phrase.heads)
    return Sort.OTHER if bare and phrase.stopped_by is Sort.OTHER else None


def is_unknown_word(token: Token) -> bool:
    """Whether a token is text that no row has, and begins with a word, not with a mark."""
    return token.sort is Sort.PLAIN and bool(_UNKNOWN.match(token.text))


class Setting(NamedTuple):
    """Whose figure it is: scope, the body named, the year named.

    `lasting` tells that what follows in the sentence is of the same: 县公安局受理12件，办结11件.
    """

    scope: Scope = Scope.WHOLE
    agent: str = ""
    year: int | None = None
    lasting: bool = False


def setting(tokens: Sequence[Token], phrase: Phrase, sentence: int, time: Token | None) -> Setting:
    """The setting of a phrase from the words before it, back to token `sentence` where its sentence begins.

    `time` is the latest time that the sentence has named.
    """
    begin = _segment(tokens, phrase.first, max(sentence, phrase.first - _REACH))
    near = tokens[begin : phrase.figure]
    agent = agent_of(near)
    lasting = bool(agent) or any(token.sort is Sort.SCOPE and token.has_flag(Flag.LASTING) for token in near)
    return Setting(_scope(near, time, agent), agent, time.year if time else None, lasting)


def _segment(tokens: Sequence[Token], first: int, sentence: int) -> int:
    """Where the clause of a phrase begins; a short one before it without figures (市公安局2025年，) is part of it."""
    begin = _clause(tokens, first, sentence)
    earlier = _clause(tokens, begin - 1, sentence) if begin - 1 > sentence else begin
    short = begin - earlier <= 4 and all(token.sort is not Sort.FIGURE for token in tokens[earlier:begin])
    return earlier if short else begin


def _clause(tokens: Sequence[Token], at: int, sentence: int) -> int:
    while at > sentence and tokens[at - 1].sort is not Sort.FIGURE:
        if tokens[at - 1].has(")") and (opened := _opening(tokens, at - 1, sentence)) is not None:
            at = opened  # 乡镇（街道）受理22件
        elif tokens[at - 1].sort is Sort.MARK:
            break
        else:
            at -= 1
    return at


def _opening(tokens: Sequence[Token], closing: int, sentence: int) -> int | None:
    """The bracket that opens a short remark without figures, None where there is none."""
    for at in range(closing - 1, max(sentence, closing - 7) - 1, -1):
        if tokens[at].has("("):
            return at
        if tokens[at].sort is Sort.FIGURE or (tokens[at].sort is Sort.MARK and not tokens[at].has("、")):
            return None
    return None


def _scope(near: Sequence[Token], time: Token | None, agent: str) -> Scope:
    marks = {
        token.meaning
        for at, token in enumerate(near)
        if token.sort is Sort.SCOPE and not _is_of_us(near, at) and not _is_of_all(near, at)
    }
    if Narrowing.LAST_YEAR in marks:
        return Scope.LAST_YEAR
    if Narrowing.NARROWER in marks or (time is not None and not time.whole_year):
        return Scope.NARROWER
    if Narrowing.OWN in marks:
        return Scope.OWN
    return Scope.NAMED if agent else Scope.WHOLE


def _is_of_us(near: Sequence[Token], at: int) -> bool:
    """涉及行政复议4件 and 涉及我局的行政复议4件 are all of them; 涉及征地的行政复议 are not."""
    behind = follower(near, at)
    return near[at].text in _ABOUT and behind is not None and (behind.sort is Sort.SELF or behind.meaning in _DISPUTED)


def _is_of_all(near: Sequence[Token], at: int) -> bool:
    """当面、信函、网络等形式提交的申请 are all there are."""
    while at < len(near) and (near[at].meaning is Narrowing.NARROWER or near[at].joins):
        at += 1
    return at < len(near) and near[at].text.startswith("等") and len(near[at].text) > 1


def modified(phrase: Phrase) -> bool:
    """医疗纠纷申请5件: an unknown word before the noun narrows it; before a verb it would not."""
    if not phrase.heads or phrase.stopper is None or phrase.stopper.sort not in (Sort.PLAIN, Sort.OTHER):
        return False
    head = phrase.heads[0]
    if not (head.sort is Sort.NOUN or head.meaning in REASONS) or not _UNKNOWN.search(phrase.stopper.text):
        return False
    if phrase.stopper.text in _OF_A_PLACE:
        return False  # 市政府信息公开申请 are the town's
    return phrase.stopper.sort is Sort.OTHER or not names_agent(phrase.stopper.text)


def verbs(heads: Sequence[Token]) -> frozenset[Verb]:
    """The verbs among the heads."""
    return frozenset(head.meaning for head in heads if isinstance(head.meaning, Verb))


def nouns(heads: Sequence[Token]) -> frozenset[Noun]:
    """The nouns among the heads."""
    return frozenset(head.meaning for head in heads if isinstance(head.meaning, Noun))


def parted(phrase: Phrase) -> list[tuple[Token, ...]]:
    """The heads between the joints, each with what the others share: 制发、废止规范性文件 is 制发… and 废止…."""
    parted: list[list[Token]] = [[]]
    for index, head in enumerate(phrase.heads):
        parted[-1].append(head)
        if index in phrase.joined and index < len(phrase.heads) - 1:
            parted.append([])
    return [(*group, *_of_other_sorts(group, (*parted[0], *parted[-1]))) for group in parted]


def _of_other_sorts(group: list[Token], shared: Sequence[Token]) -> list[Token]:
    sorts = {head.sort for head in group}
    return [head for head in shared if head.sort not in sorts]
