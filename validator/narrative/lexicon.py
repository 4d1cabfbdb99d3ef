"""The words of the grammar: each belongs to one sort and means one thing. Data; the longest word wins.

Words that only look like another (申请人, 规章制度, 无正当理由) are listed as PLAIN so that the shorter one inside them
is not read.
"""

from __future__ import annotations

from enum import StrEnum

from validator.narrative.statement import Result, Subject


class Sort(StrEnum):
    """What a token does in a sentence."""

    VERB = "verb"
    NOUN = "noun"
    CLASS = "class"  # one of the results of 表三, or a carry: verb and subject in one
    RESULT = "result"  # outcome of 复议诉讼
    VAGUE = "vague"  # near the form's subjects, but no cell of it
    OTHER = "other"  # somebody else's figures
    FILL = "fill"  # may stand between subject and number
    JOIN = "join"  # 和、及、与
    NOT = "not"
    ALL = "all"
    AMONG = "among"  # 其中
    HOLDS = "holds"  # 含、包括
    EACH = "each"  # 分别
    BASE = "base"  # 同比、较上年
    MOVE = "move"  # 增长、下降
    LEVEL = "level"  # 持平
    SHARE = "share"
    RATE = "rate"
    SCOPE = "scope"
    SELF = "self"  # 我局、全县
    TIME = "time"
    FIGURE = "figure"  # a number, with unit or without
    MARK = "mark"  # punctuation
    PLAIN = "plain"  # anything else


class Verb(StrEnum):
    """What a verb says is done."""

    NEW = "新收"
    RECEIVE = "收到"
    HANDLE = "办理"
    COMPLETE = "办结"
    MAKE = "制发"
    REPEAL = "废止"
    VALID = "有效"
    FILE = "备案"
    CHARGE = "收取"
    NOTIFY = "发出"
    START = "启动"


class Noun(StrEnum):
    """What a noun names."""

    APPLICATION = "申请"
    NATURAL = "自然人"
    ORGANISATION = "法人或其他组织"
    BUSINESS = "商业企业"
    RESEARCH = "科研机构"
    WELFARE = "社会公益组织"
    LEGAL_SERVICE = "法律服务机构"
    REGULATION = "规章"
    NORM = "行政规范性文件"
    PERMIT = "行政许可处理决定"
    PENALTY = "行政处罚处理决定"
    COERCION = "行政强制处理决定"
    RECONSIDERATION = "行政复议"
    LITIGATION = "行政诉讼"
    DIRECT = "未经复议直接起诉"
    AFTER = "复议后起诉"
    FEE = "信息处理费"
    MONEY = "费用"
    NOTICE = "收费通知"


class Carry(StrEnum):
    """结转 without saying whether from last year or to next."""

    EITHER = "结转"


class Scoped(StrEnum):
    """What narrows a figure to a part of what the table counts."""

    OWN = "本级"
    NARROWER = "部分"
    LAST_YEAR = "上年"


Meaning = Verb | Noun | Subject | Result | Carry | Scoped | int | str
"""MOVE means +1 or -1; words of sorts without further meaning mean their sort."""

_VERBS: dict[Meaning, str] = {
    Verb.NEW: "新收 新收到 新接收 新受理 本年新收 本年度新收 当年新收 新增 共新收",
    Verb.RECEIVE: "收到 接收 受理 收办 接到 接收到 接收受理 共收到 收件 登记受理 接办",
    Verb.HANDLE: "办理 处理 处置",
    Verb.COMPLETE: "办结 答复 办复 回复 办理完毕 办理完成 办理答复 答复办结 审结",
    Verb.MAKE: "制发 新制发 制定 新制定 制定出台 新出台 出台 印发 制定印发 制定发布",
    Verb.REPEAL: "废止",
    Verb.VALID: "现行有效 继续有效 有效",
    Verb.FILE: "备案",
    Verb.CHARGE: "收取 收缴 征收 实收 实际收取 实际收到 实际收缴 收到费用 收费",
    Verb.NOTIFY: "发出 发出过 下达 送达 开具 应收 通知缴纳 通知缴费",
    Verb.START: "启动 启动过",
}
_NOUNS: dict[Meaning, str] = {
    Noun.APPLICATION: "政府信息公开申请件 政府信息公开申请 信息公开申请件 信息公开申请"
    " 政府信息依申请公开件 政府信息依申请公开申请 政府信息依申请公开 政府信息申请 依申请公开政府信息申请"
    " 依申请公开申请件 依申请公开申请 依申请公开件 依申请公开事项 依申请公开 依申请公开政府信息 公开申请件"
    " 公开申请 申请公开政府信息 申请公开 申请件 申请事项 依申请件 依申请 申请案件 申请",
    Noun.NATURAL: "自然人 公民 公民个人",
    Noun.ORGANISATION: "法人或其他组织 法人或者其他组织 法人和其他组织 法人及其他组织 法人、其他组织"
    " 法人与其他组织 法人或其它组织 法人和其它组织 法人组织或其他组织",
    Noun.BUSINESS: "商业企业",
    Noun.RESEARCH: "科研机构",
    Noun.WELFARE: "社会公益组织",
    Noun.LEGAL_SERVICE: "法律服务机构",
    Noun.REGULATION: "规章 政府规章 地方政府规章 部门规章",
    Noun.NORM: "行政规范性文件 规范性文件",
    Noun.PERMIT: "行政许可处理决定 行政许可决定 作出行政许可 作出行政许可决定 作出行政许可处理决定",
    Noun.PENALTY: "行政处罚处理决定 行政处罚决定 作出行政处罚 作出行政处罚决定 作出行政处罚处理决定",
    Noun.COERCION: "行政强制处理决定 行政强制决定 作出行政强制 作出行政强制决定 作出行政强制处理决定",
    Noun.RECONSIDERATION: "行政复议案件 行政复议申请 行政复议案 行政复议 复议案件 复议申请 复议",
    Noun.LITIGATION: "行政诉讼案件 行政诉讼案 行政诉讼 诉讼案件 诉讼",
    Noun.DIRECT: "未经复议直接起诉 未经行政复议直接起诉 直接起诉 直接提起行政诉讼 直接提起诉讼",
    Noun.AFTER: "复议后起诉 经复议后起诉 行政复议后起诉 复议后提起行政诉讼 复议后提起诉讼 复议后诉讼",
    Noun.FEE: "信息处理费 信息处理费用 政府信息处理费 政府信息公开信息处理费 依申请公开信息处理费"
    " 信息公开处理费 提供信息收取费用 提供政府信息收取费用 提供信息收费 政府信息公开收费",
    Noun.MONEY: "费用 任何费用",
    Noun.NOTICE: "收费通知书 收费通知 缴费通知书 缴费通知 收费通知单 缴费通知单 信息处理费收费通知"
    " 信息处理费缴费通知 信息处理费收费通知书 政府信息公开信息处理费收费通知书 收费程序 收费机制 收费工作",
}
_CLASSES: dict[Meaning, str] = {
    Subject.GRANTED: "予以公开 同意公开 给予公开 全部公开 予以全部公开",
    Subject.PARTIAL: "部分公开 予以部分公开 同意部分公开 区分处理",
    Subject.GRANTED_AND_PARTIAL: "公开及部分公开 公开和部分公开 公开或部分公开 公开与部分公开 公开或者部分公开",
    Subject.DENIED: "不予公开 不同意公开",
    Subject.UNABLE: "无法提供 无法提供信息 无法提供政府信息 不能提供",
    Subject.NOT_PROCESSED: "不予处理",
    Subject.OTHERWISE: "其他处理 其它处理 作其他处理 其他方式处理 作其它处理 以其他方式处理",
    Carry.EITHER: "结转",
}
_RESULTS: dict[Meaning, str] = {
    Result.UPHELD: "结果维持 维持 予以维持 被维持 维持原行政行为",
    Result.CORRECTED: "结果纠正 纠正 被纠正 予以纠正",
    Result.OTHER: "其他结果 其它结果",
    Result.PENDING: "尚未审结 未审结 尚未审理完毕",
}
_BODIES = (
    "市直部门 市直单位 县直单位 县直部门 区直单位 区直部门 省直单位 市级部门 县级部门 区级部门 市级机关 乡镇 镇街 街镇"
    " 镇乡 乡镇街道 各乡镇 县区 各县区 下属单位 直属单位 基层 上半年 下半年"
    " 其他机关 其他部门 其他单位 其他行政机关 其它机关 其它部门 其它单位"
)
_SCOPES: dict[Meaning, str] = {
    Scoped.OWN: "本级 机关本级 局本级 局机关 县本级 市本级 区本级 省本级 政府办本级 办公室本级 政府办公室本级 政府本级",
    Scoped.NARROWER: f"{_BODIES} 季度 涉及 关于 网络 网上 在线 信函 邮寄 邮政 当面 现场 传真 邮箱 电子邮件 线上 线下"
    " 窗口 属于 因申请人 按件 按量",
    Scoped.LAST_YEAR: "去年 上年 上年度 上一年 上一年度 上年同期 去年同期 往年",
}
_BASES = (
    "同比 比上年 较上年 比去年 较去年 比上年度 较上年度 比上一年 较上一年 比上一年度 较上一年度 比上年同期"
    " 较上年同期 比去年同期 较去年同期 与上年相比 与去年相比 与上年度相比 与上一年相比 与上一年度相比"
    " 与上年同期相比 与去年同期相比 相比上年 相比去年 相较上年 相较去年 与上年 与去年 和上年 和去年 同上年"
    " 与上年度"
)
_MOVES: dict[Meaning, str] = {
    1: "增长 增加 上升 提高 提升 上涨 增长率 增幅 增 多",
    -1: "下降 减少 降低 下滑 回落 缩减 降幅 减 少",
}
_PLAIN_SORTS = {
    Sort.FILL: "共 共计 合计 总计 累计 总共 一共 共有 各类 各种 今年 本年 本年度 年度 年内 当年 期间"
    " 政府 信息 政府信息 政府信息公开 信息公开 政务公开 领域 案件 案 事项 数量 数 总数 总量 件数 量 情况"
    " 方面 工作 的 了 为 是 有 达 达到 到 已 被 因 由 于 引发 引起 引起的 发生 产生 出现 提出 提交 递交"
    " 被申请 被提起 提起 被诉 相关 有关 金额 涉及金额 总额 实际 按时 按期 及时 依法 依规 依法依规 在法定期限内"
    " 在法定时限内 在规定时间内 在规定期限内 规定期限内 法定期限内 在法定期限 法定期限 得到 获 获得 予以"
    " 涉及政府信息公开 涉及信息公开 涉及政务公开 关于政府信息公开 关于信息公开"
    " 进行 妥善 规范 如期 限时 作出 作 做出 继续 人 起诉 转 规定 办理件 时限内 期限内 都能 能 过 等 群众"
    " 公众 社会公众 任何 类 书 答复书 现象 情形 现有 其余 剩余 对 须 需 应 地",
    Sort.TIME: "全年",
    Sort.JOIN: "和 及 与 以及 或 或者 并 暨 并且",
    Sort.NOT: "未 没有 无 从未 暂无 暂未 未曾 并未 未有 没 不存在 均未 均无 皆无 尚无 尚未 零",
    Sort.ALL: "全部 均为 均是 均 都 全数 皆 已全部 全都 悉数",
    Sort.AMONG: "其中",
    Sort.HOLDS: "含 包括 包含 其中含 其中包括",
    Sort.EACH: "分别 分别为 分别是",
    Sort.LEVEL: "持平 相同",
    Sort.SHARE: "占 占比 占总数 占到 占全部 占总量 比例 比重",
    Sort.RATE: "办结率 按时办结率 按期办结率 答复率 按时答复率 按期答复率 办理率 及时答复率 依法答复率 回复率",
    Sort.VAGUE: "正在办理 尚在办理 在办 未办结 尚未办结 正在处理 法人 其他组织 企业法人 行政许可 行政处罚"
    " 行政强制 行政应诉 应诉 撤销 撤回 撤诉 驳回 胜诉 败诉 确认违法 责令 补正 修订 修改 失效 宣布失效 清理"
    " 公开 公布 发布 退回 逾期 不予受理 终止 调解 和解 重复申请 征求意见 转办 移交 主动撤回 申请撤回"
    " 撤销申请 延期答复 延期办理 延期办结 延期 逾期答复 超期答复 逾期办理 口头答复 电话答复 补正答复 重新答复 变更答复"
    " 协助办理 协同办理 联合办理 转送 转交 移送 交办 为由",
    Sort.OTHER: "建议提案 提案 建议 人大代表建议 政协提案 代表建议 议案 信访件 信访事项 信访 工单 热线"
    " 留言 信件 来信 来电 咨询 投诉 举报 诉求 线索 督查 督办 行政许可申请 许可申请 许可事项 行政许可事项 会议"
    " 政策解读 解读 解读材料 公告 公示 通知"
    " 文件 政策文件 公开文件 政策类文件 政务信息 动态信息 发布信息 公开信息 主动公开 主动公开政府信息"
    " 主动公开信息 公开政府信息 更新信息 民事诉讼 刑事 仲裁 行政裁决 行政调解 行政执法 案卷 合同 目录 清单"
    " 指南 栏目 专栏 网站 新媒体 公众号 视频 图解 培训 检查 稿件 微博 微信 抖音 政务服务 办件 实事"
    " 党内规范性文件 规范性文件清理 规范性文件备案审查 规范性文件备案 规范性文件解读 规范性文件合法性审查"
    " 规范性文件合法性审核 合法性审查 合法性审核 规章制度 制度 证照 泄密 失泄密 泄密事件 舆情 事故 听证"
    " 决策 预算 决算 采购 招标 项目 新闻 报道 专题 访谈 意见 问卷 发布会 活动 公文 政策 文章 简报"
    " 行政事业性收费 行政收费 罚款 罚没",
    Sort.PLAIN: "申请人 申请书 申请表 申请渠道 申请方式 申请受理点 申请流程 申请平台 申请系统 申请执行"
    " 申请内容 申请公开指南 依申请公开指南 依申请公开渠道 依申请公开平台 依申请公开流程 依申请公开制度"
    " 依申请公开办理 依申请公开工作机制 受理点 受理机构 受理窗口 受理渠道 受理平台 办理流程 办理制度"
    " 办理机制 办理时限 办理期限 办理质量 办理工作 办理程序 答复质量 答复水平 答复文书 答复书模板 答复期限"
    " 答复时限 答复流程 答复内容 答复格式 处理决定书 行政复议机关 行政复议机构 行政复议决定 行政复议决定书"
    " 行政复议法 行政复议局 行政复议办公室 复议机关 复议机构 行政复议体制 行政诉讼法 复议纠错率 败诉率"
    " 政府规章库 规章库 规范性文件库 文件库 个人信息 个人隐私 无正当理由 无障碍 无偿 无关 无效 无人 无误"
    " 无缝 无线 未来 未成年 未成年人 未公开 未按 未能 未经 有效期 有效性 有效提升 有效推进 有效保障"
    " 有效提高 有效解决 有效落实 有效防范 有效避免 有效开展 有效利用 有效方式 处理方式 处理流程 处理情况"
    " 收到良好 收到了良好 收到较好 信息处理 备案审查 公民参与 公民知情权 自然人信息 维持秩序 纠正偏差"
    " 及时纠正 建议书 零距离 零跑动 不服答复 答复不服 对答复不服 不服政府信息公开答复 不服信息公开答复"
    " 对信息公开答复不服 对政府信息公开答复不服 没有现成信息 应公开尽公开 现场办理 当面办理 一并办理"
    " 妥善处理好 及时处理 有关部门 相关部门 有关单位 相关单位 有关规定 相关规定 有关要求 相关要求 法人治理"
    " 工作人员 工作要点 工作机制 工作制度 工作方案 工作任务 工作水平",
}


def _carries() -> dict[str, Subject]:
    """Every way to say 结转 with its year: 上年度结转, 结转至下一年度, 转下年度."""
    last = ["上年", "上年度", "上一年", "上一年度", "去年", "往年", "往年度"]
    following = ["下年", "下年度", "下一年", "下一年度", "次年", "次年度", "明年", "来年"]
    came_in = [
        *(f"{year}结转" for year in last),
        *(f"结转{year}" for year in last),
        *(f"结转自{year}" for year in last),
    ]
    came_in += ["结转自", "由上年结转", "从上年结转"]
    went_on = ["结转至", "结转到", "结转入"]
    went_on += [
        f"{turn}{to}{year}"
        for turn in ("结转", "转", "转结", "顺延")
        for to in ("", "至", "到", "入")
        for year in following
    ]
    return dict.fromkeys(came_in, Subject.CARRIED_IN) | dict.fromkeys(went_on, Subject.CARRIED_OVER)


def _lexicon() -> dict[str, tuple[Sort, Meaning]]:
    words: dict[str, tuple[Sort, Meaning]] = {}
    for sort, listed in _PLAIN_SORTS.items():
        words |= dict.fromkeys(listed.split(), (sort, sort.value))
    words |= dict.fromkeys(_BASES.split(), (Sort.BASE, Sort.BASE.value))
    tables: tuple[tuple[Sort, dict[Meaning, str]], ...] = (
        (Sort.SCOPE, _SCOPES),
        (Sort.MOVE, _MOVES),
        (Sort.VERB, _VERBS),
        (Sort.NOUN, _NOUNS),
        (Sort.CLASS, _CLASSES),
        (Sort.RESULT, _RESULTS),
    )
    for sort, table in tables:
        for meaning, listed in table.items():
            words |= dict.fromkeys(listed.split(), (sort, meaning))
    return words | {word: (Sort.CLASS, subject) for word, subject in _carries().items()}


LEXICON = _lexicon()
"""Every word with its sort and meaning."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SPOKEN_FOR = _set(
    "建议提案 提案 建议 人大代表建议 政协提案 代表建议 议案 信访件 信访事项 信访 工单 热线 留言 信件 来信 来电"
    " 咨询 投诉 举报 诉求 线索 督查 督办 办件 政务服务 行政许可申请 许可申请 许可事项 行政许可事项"
    " 行政许可 行政处罚 行政强制"
)
"""Things that are received, handled and answered like applications: after one of them a bare 受理 may mean it."""

LASTING = _set(" ".join((_BODIES, _SCOPES[Scoped.OWN], _SCOPES[Scoped.LAST_YEAR])))
"""Scopes that hold for the figures behind the first as well; a channel (网络申请30件) holds for its own alone."""

CASE_UNITS = _set("件 起 宗 例 份 案 桩 件次 笔")
"""Units in which the form's subjects are counted beyond doubt."""

LOOSE_UNITS = _set("条 项 个 封 次 人次 部")
"""Units that count applications and documents only where the noun stands right before the number."""
