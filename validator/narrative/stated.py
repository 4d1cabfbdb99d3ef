"""What a sentence can say in figures: subjects, statements, breakdowns. Data only; `statements` does the reading."""

from __future__ import annotations

from enum import StrEnum

from validator.language.numbers import Exact
from validator.startup.records import dataclass


class Subject(StrEnum):
    """What a figure counts. The comments name the cells of the form; N-rules map onto them."""

    NEW = "新收"  # R1
    RECEIVED = "收到"  # 收到、接收、受理、收办: R1, R1+R2, R24 or R24+R25, writers differ
    HANDLED = "办理"  # as RECEIVED
    CARRIED_IN = "上年结转"  # R2
    COMPLETED = "办结"  # 办结、答复: R24
    GRANTED = "予以公开"  # R3
    PARTIAL = "部分公开"  # R4
    GRANTED_AND_PARTIAL = "予以公开及部分公开"  # R3+R4
    DENIED = "不予公开"  # R5..R12
    UNABLE = "无法提供"  # R13..R15
    NOT_PROCESSED = "不予处理"  # R16..R20
    OTHERWISE = "其他处理"  # R21..R23
    SECRET = "不予公开_国家秘密"  # noqa: S105
    FORBIDDEN = "不予公开_法律法规禁止"
    SAFETY = "不予公开_三安全一稳定"
    THIRD_PARTY = "不予公开_第三方权益"
    INTERNAL = "不予公开_内部事务"
    IN_PROCESS = "不予公开_过程性信息"
    CASE_FILE = "不予公开_执法案卷"
    ENQUIRY = "不予公开_行政查询"
    NOT_HELD = "无法提供_不掌握"
    TO_BE_MADE = "无法提供_需另行制作"
    NOT_CLEAR = "无法提供_补正不明确"
    COMPLAINT = "不予处理_信访举报投诉"
    REPEATED = "不予处理_重复申请"
    PUBLICATION = "不予处理_公开出版物"
    EXCESSIVE = "不予处理_大量反复"
    CONFIRMATION = "不予处理_确认或重新出具"
    NOT_COMPLETED = "其他处理_逾期不补正"
    UNPAID = "其他处理_逾期不缴费"  # R22
    CARRIED_OVER = "结转下年"  # R25
    NATURAL = "自然人"  # column A
    ORGANISATION = "法人或其他组织"  # columns B to F together, not column 其他
    BUSINESS = "商业企业"  # column B
    RESEARCH = "科研机构"  # column C
    WELFARE = "社会公益组织"  # column D
    LEGAL_SERVICE = "法律服务机构"  # column E
    REGULATION_MADE = "规章制发"
    REGULATION_REPEALED = "规章废止"
    REGULATION_VALID = "规章有效"
    NORM_MADE = "行政规范性文件制发"
    NORM_REPEALED = "行政规范性文件废止"
    NORM_VALID = "行政规范性文件有效"
    PERMIT = "行政许可处理决定"
    PENALTY = "行政处罚处理决定"
    COERCION = "行政强制处理决定"
    RECONSIDERATION = "行政复议"  # V
    LITIGATION = "行政诉讼"  # D+P
    LITIGATION_DIRECT = "未经复议直接起诉"  # D
    LITIGATION_AFTER = "复议后起诉"  # P
    DISPUTES = "行政复议和行政诉讼"  # V+D+P
    FEE = "信息处理费"  # received: in 件 or in 元
    FEE_NOTICE = "收费通知"  # notified: in 件 or in 元; 0 also for 从未启动收费


REQUESTS = frozenset({Subject.NEW, Subject.RECEIVED, Subject.HANDLED})
"""The requests that there were to answer, however they are told."""

SUITS = frozenset({Subject.LITIGATION_DIRECT, Subject.LITIGATION_AFTER})
DISPUTES = SUITS | {Subject.RECONSIDERATION, Subject.LITIGATION, Subject.DISPUTES}
"""What 表四 counts."""

ORGANISATIONS = frozenset({Subject.BUSINESS, Subject.RESEARCH, Subject.WELFARE, Subject.LEGAL_SERVICE})
APPLICANTS = ORGANISATIONS | {Subject.NATURAL, Subject.ORGANISATION}
"""The columns of 表三, each called as the form calls it."""

RESULTS = frozenset(
    [Subject.GRANTED, Subject.PARTIAL, Subject.DENIED, Subject.UNABLE, Subject.NOT_PROCESSED, Subject.OTHERWISE]
)
"""The groups of 表三's results, 三（一）to（六）, each called as the form calls it."""

REASONS = frozenset(one for one in Subject if "_" in one)
"""What one row of 表三 counts: a single reason of its results."""

CARRIES = frozenset({Subject.CARRIED_IN, Subject.CARRIED_OVER})
"""What one year hands to the next."""


DOCUMENTS = frozenset(one for one in Subject if one.startswith(("规章", "行政规范性文件")))
"""What 表二 counts of documents, by what is done."""


class Kind(StrEnum):
    """What a figure is."""

    COUNT = "数量"
    AMOUNT = "金额"  # in 元, whatever the sentence writes
    CHANGE = "同比"  # against last year: percent, or a difference in 件; negative for a fall
    SHARE = "占比"  # percent of the total that the sentence names
    RATE = "办结率"  # percent of what was due
    ALL_DONE = "全部办结"  # low and high: what "all" refers to, None when the sentence gives no figure
    ALL_UPHELD = "均获维持"


class Result(StrEnum):
    """Outcome of reconsideration or litigation, the columns of 表四."""

    UPHELD = "结果维持"
    CORRECTED = "结果纠正"
    OTHER = "其他结果"
    PENDING = "尚未审结"


class Scope(StrEnum):
    """Which part of the table's figures a statement is about. Only WHOLE may be compared without more ado."""

    WHOLE = "全部"
    OWN = "本级"  # 机关本级、政府办本级: narrower than an area's report
    NAMED = "所称机关"  # `agent` names a body: the reporting one, or one of several
    NARROWER = "部分"  # a part of the year, a channel, 市直部门, 涉及…的
    FILED = "备案"
    CLOSED = "审结"  # 办结/审结 of 复议诉讼: without the pending ones
    CASEWORK = "办案"  # 受理/办理/审理 of 复议诉讼: may be the reviewing body's own work
    LAST_YEAR = "上年"


class UnclearReason(StrEnum):
    """Why a figure in reach of the form's subjects was left alone."""

    NO_SUBJECT = "没有说明是什么的数量"
    UNKNOWN_WORDS = "数量前后有不认识的词"
    SEVERAL_SUBJECTS = "数量同时属于几个事项"
    WHICH_CARRY = "结转没有说明是上年还是下年"
    NOT_IN_TABLE = "表内没有对应的口径"
    LIST_MISMATCH = "“分别”前后的个数不一致"
    NO_BASE = "增减没有说明与什么比较"


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a breakdown: its label as written, and its number."""

    label: str
    low: Exact
    high: Exact | None
    unit: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class FigureStatement:
    """One thing a sentence says in figures. ``text[start:end] == quote``, the original words.

    `low` and `high` are inclusive; `high` is None for a figure without upper end, both are None where nothing is
    counted (ALL_DONE without a figure). `written` is the number as written (``1.2万余``, ``未``), `decimals` its
    written decimal places, for rounding what it is compared with. `unit` is as written, 元 for amounts, ``%``.
    `result` is set for outcomes of 复议诉讼. `agent` is the body named as doing it, "" for 我局, 全县 or none.
    `year` is the year named with it, `against` the year a CHANGE compares with (None: last year).
    `parts` are the breakdown in the sentence; `exhaustive` tells whether they claim to be the whole, `exclusive` that
    none is part of another. `besides` are the indices of counts before it in the sentence that they may divide as well.
    `also` are other subjects that the words may mean: 企业 is a column, and short for all but natural persons.
    `refers` is the index in `TextReading.statements` of what a CHANGE, SHARE, ALL_DONE or a part belongs to.
    """

    subject: Subject
    kind: Kind
    low: Exact | None
    high: Exact | None
    written: str
    unit: str
    start: int
    end: int
    quote: str
    decimals: int = 0
    scope: Scope = Scope.WHOLE
    result: Result | None = None
    agent: str = ""
    year: int | None = None
    against: int | None = None
    parts: tuple[Part, ...] = ()
    exhaustive: bool = False
    exclusive: bool = False
    besides: tuple[int, ...] = ()
    also: tuple[Subject, ...] = ()
    refers: int | None = None

    def admits(self, value: Exact | float) -> bool:
        """Whether `value` lies in the interval the words allow."""
        return self.low is not None and self.low <= value and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A figure near the form's subjects that was left alone, for coverage. ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str
    reason: UnclearReason


@dataclass(frozen=True, slots=True)
class TextReading:
    """All that a text says in figures about the form, in order, and what was left alone."""

    statements: tuple[FigureStatement, ...]
    unclear: tuple[Unclear, ...]
