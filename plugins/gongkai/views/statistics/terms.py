"""What every figure of the statistics means, in plain words: what is counted, and of a rate both its parts."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.derive.measures import SPANS

MEDIAN = "median_days"


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure: its name in code, its name on the page, and what it says."""

    key: str
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the figure, its heading, and the figure whose definition covers it."""

    key: str
    term: str
    defined: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Figures about one thing, in one table."""

    ident: str
    title: str
    unit: str
    columns: tuple[Column, ...]


def _columns(definitions: tuple[Definition, ...]) -> tuple[Column, ...]:
    return tuple(Column(each.key, each.term, each.key) for each in definitions)


_ROUTES = (
    Definition("received", "收到", "已经审查或已经撤回的提案。收到＝立案＋并案＋转意见＋不立案＋撤回。"),
    Definition("filed", "立案", "已受理，交部门办理，单独答复。"),
    Definition("merged", "并案", "已受理，与内容相同的一件合在一起办，一并答复。"),
    Definition("opinion", "转意见", "没有立案，作为意见转给部门，一样要答复。"),
    Definition("rejected", "不立案", "没有受理，已把理由告知提案人。"),
    Definition("withdrawn", "撤回", "提案人书面撤回。"),
)
_ANSWERS = (
    Definition("answerable", "应答复", "收到的件数减去撤回的件数。"),
    Definition(
        "answered",
        "已答复",
        "主办部门已经答复，或随主案一并答复，或没有立案但已说明理由。评价不满意、正在重新办理的，再次答复前不算。",
    ),
    Definition("open", "在办", "应答复而还没有答复的，包括还没到期限的、重新办理的和逾期的。在办＝应答复－已答复。"),
    Definition("overdue", "逾期未答复", "在办的当中，答复期限已过的；第一次答复和再次答复的期限都算。"),
    Definition("answered_rate", "答复率", "分子是已答复的件数，分母是应答复的件数。"),
)
_TIMING = (
    Definition(
        "in_time",
        "按期答复",
        "立案和转意见的提案，第一次答复不晚于答复期限；批准过延期的按延期后的。并案随主案、不立案不另计时限。",
    ),
    Definition("late", "迟答复", "第一次答复晚于答复期限的。"),
    Definition("unanswered", "到期未答复", "答复期限已过，第一次答复还没有作出的。"),
    Definition("not_due", "未到期", "还没有答复，也还没到答复期限的，不计入按期率。"),
    Definition("in_time_rate", "按期率", "分子是按期答复的件数，分母是按期答复、迟答复、到期未答复三项之和。"),
)
_DAYS = (
    Definition(
        MEDIAN,
        "中位天数",
        "从交办次日数到第一次答复那天的天数，由少到多排列，取正中间的一个；件数是双数时取中间两个的平均数。"
        "到期未答复的不剔除，数到今天。未到期的不计。",
    ),
    Definition("days", "各段件数", "办理天数落在这一段的件数，各段之和等于按期率的分母。"),
)
_JUDGEMENTS = (
    Definition("first_satisfied", "首轮满意", "提案人对第一次答复评价满意的件数。"),
    Definition("first_basic", "首轮基本满意", "对第一次答复评价基本满意的件数。"),
    Definition("first_unsatisfied", "首轮不满意", "对第一次答复评价不满意的件数，这些提案要重新办理、再次答复。"),
    Definition(
        "first_satisfaction",
        "首轮满意率",
        "分子是首轮满意与基本满意的件数，分母是首轮作出评价的件数；没有反馈的不进分母。",
    ),
    Definition("final_satisfied", "最终满意", "最后一次评价满意的件数；没有重新办理的，首轮就是最后一次。"),
    Definition("final_basic", "最终基本满意", "最后一次评价基本满意的件数。"),
    Definition("final_unsatisfied", "最终不满意", "最后一次评价不满意的件数。"),
    Definition(
        "final_satisfaction",
        "最终满意率",
        "分子是最终满意与基本满意的件数，分母是最后一次作出评价的件数；没有反馈的不进分母。",
    ),
    Definition("unrated", "未评价", "主办部门已经答复，提案人没有反馈、或还没有登记评价的件数。不进两个满意率的分母。"),
)
_PROMISES = (
    Definition("kept", "按期兑现", "答复里写明期限的承诺，完成日期不晚于期限的；改过期的按改后的期限。"),
    Definition("kept_late", "迟兑现", "已经完成，完成日期晚于期限的。"),
    Definition("unmet", "到期未完成", "期限已过，还没有完成记录的。"),
    Definition("pending", "未到期", "期限还没到、也还没完成的，不计入按期兑现率。"),
    Definition("kept_rate", "按期兑现率", "分子是按期兑现的项数，分母是按期兑现、迟兑现、到期未完成三项之和。"),
)

DEFINITIONS = (
    ("收到与去向", _ROUTES),
    ("答复", _ANSWERS),
    ("按期", _TIMING),
    ("办理天数", _DAYS),
    ("评价", _JUDGEMENTS),
    ("承诺", _PROMISES),
)
"""Every definition, by subject."""

MEANINGS = {each.key: each.meaning for _, definitions in DEFINITIONS for each in definitions}
_TERMS = {each.key: each.term for _, definitions in DEFINITIONS for each in definitions}
_OVERVIEW = (
    "received",
    "answerable",
    "answered_rate",
    "overdue",
    "in_time_rate",
    MEDIAN,
    "final_satisfaction",
    "kept_rate",
)

OVERVIEW = Subject("overview", "概览", "件", tuple(Column(key, _TERMS[key], key) for key in _OVERVIEW))
"""The table that stands first: of each subject what matters most."""

SUBJECTS = (
    Subject("routes", "收到与去向", "件", _columns(_ROUTES)),
    Subject("answers", "答复", "件", _columns(_ANSWERS)),
    Subject("timing", "按期", "件", _columns(_TIMING)),
    Subject(
        "handling",
        "办理天数",
        "件",
        (*_columns(_DAYS[:1]), *(Column(key, name, "days") for key, name in SPANS.items())),
    ),
    Subject("judgements", "评价", "件", _columns(_JUDGEMENTS)),
    Subject("promises", "承诺", "项", _columns(_PROMISES)),
)
"""The tables that tell everything, in order."""
