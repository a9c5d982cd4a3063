"""Proposals as charts: their routes and outcomes, how long answers took, what each department carried, the trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from gongkai.derive.measures import EDGES, SHARES, SPANS
from gongkai.derive.outcomes import outcomes
from gongkai.derive.rates import Rate
from gongkai.derive.statistics import OTHER, UNASSIGNED, Dimension, Group, Standing, Statistics
from gongkai.render import charts
from gongkai.render.charts import Fill
from gongkai.views.board import Board
from gongkai.views.counts import counted, days_words, may_be_told, rate_words
from gongkai.views.record_pages import whole as unbroken
from gongkai.workdays import Unit

ROUTES = (("立案", "filed"), ("并案", "merged"), ("转意见", "opinion"), ("不立案", "rejected"), ("撤回", "withdrawn"))
_TIMINGS = (("按期答复", "in_time"), ("迟答复", "late"), ("到期未答复", "unanswered"))
_TIMING_PARTS = tuple(
    charts.Part(name, fill) for (name, _), fill in zip(_TIMINGS, (Fill.FULL, Fill.WAIT, Fill.LATE), strict=True)
)
_LOAD_PARTS = (charts.Part("已答复", Fill.FULL), charts.Part("在办", Fill.WAIT), charts.Part("逾期未答复", Fill.LATE))
_SHOWN = 10
"""How many sessions a trend goes back."""


def routes(name: str, counts: Iterable[tuple[str, int]], scope: str) -> Markup:
    """The five ways (去向) that proposals went, those that none went left out."""
    found = tuple((route, count) for route, count in counts if count)
    whole = sum(count for _, count in found)
    words = "，".join(f"{route} {count} 件" for route, count in found)
    sentence = f"{name}公开的提案 {whole} 件：{words}。" if whole else "还没有公开的提案。"
    frame = charts.Frame("routes", f"{name}提案的去向", unbroken(sentence), "件", scope, "去向", "件数")
    return charts.strip(_bars(found), frame)


def all_routes(board: Board, found: Statistics) -> Markup:
    """The routes of every proposal that was counted."""
    counts = ((name, found.whole.count(measure)) for name, measure in ROUTES)
    return routes("全部", counts, f"{counted(board)}的提案，已审查或已撤回的。")


def all_outcomes(board: Board, found: Statistics) -> Markup:
    """What the answers came to (结果), over every answered proposal."""
    told = outcomes(found)
    counts = tuple((outcome.value, count) for outcome, count in told.counts.items() if count)
    words = "，".join(f"{name} {count} 件" for name, count in counts)
    others = (("随主案答复", told.merged), ("没有立案、已说明理由", told.rejected), ("没有写明结果", told.silent))
    rest = "，".join(f"{name} {count} 件" for name, count in others if count)
    sentence = f"已答复的提案里 {sum(told.counts.values())} 件写明结果：{words}" if counts else "还没有写明结果的答复"
    sentence += f"；另有{rest}。" if rest else "。"
    scope = f"{counted(board)}的提案。一件有几条建议的，取办得最少的一条；承诺兑现以后算已解决。"
    frame = charts.Frame("outcomes", "答复的结果", unbroken(sentence), "件", scope, "结果", "件数")
    return charts.strip(_bars(counts), frame)


def _bars(counts: Iterable[tuple[str, int]]) -> tuple[charts.Bar, ...]:
    return tuple(charts.Bar(name, Decimal(count), f"{count} 件", str(count)) for name, count in counts)


def days(board: Board, found: Statistics) -> Markup:
    """How long answers took, and how long the overdue ones have been waited for, beside the deadline."""
    timed = tuple(standing for standing in found.proposals if standing.days is not None)
    tallies = Counter((_timing(standing), span) for standing in timed for span in SPANS if span in standing.measures)
    kept = tuple(
        (part, measure)
        for part, (_, measure) in zip(_TIMING_PARTS, _TIMINGS, strict=True)
        if measure == "in_time" or any(tallies[measure, span] for span in SPANS)
    )
    counts = tuple(tuple(tallies[measure, span] for _, measure in kept) for span in SPANS)
    limit = board.register.rulings(board.today).values.reply_deadline
    comparable = limit is not None and limit.unit is Unit.natural
    mark = _mark(limit.count) if limit and comparable else None
    sentence = _days_sentence(found.whole, timed)
    if limit:
        sentence += f"现行答复期限 {limit}{'' if comparable else '，不按自然日数，图上不画'}。"
    frame = charts.Frame(
        "days-chart",
        "提案办理天数的分布",
        unbroken(sentence),
        "件",
        f"{counted(board)}的提案，从交办次日数到第一次答复；到期未答复的数到今天，未到期的不计。",
        "天数",
    )
    return charts.histogram(tuple(zip(_span_words(), SPANS.values(), strict=True)), counts, _parts(kept), frame, mark)


def _parts(kept: tuple[tuple[charts.Part, str], ...]) -> tuple[charts.Part, ...]:
    return tuple(part for part, _ in kept)


def _timing(standing: Standing) -> str:
    return next(measure for _, measure in _TIMINGS if measure in standing.measures)


def _span_words() -> tuple[str, ...]:
    """The spans as short as they stand under their columns."""
    inner = (f"{low + 1}–{high}" for low, high in pairwise(EDGES))
    return (f"≤{EDGES[0]}天", *inner, f">{EDGES[-1]}天")


def _mark(limit: int) -> charts.Mark | None:
    """Where a number of days stands among the spans; None where it lies in the last, which has no end."""
    low = 0
    for place, high in enumerate(EDGES):
        if limit <= high:
            return charts.Mark(place + (limit - low) / (high - low), f"期限 {limit} 天")
        low = high
    return None


def _days_sentence(whole: Group, timed: tuple[Standing, ...]) -> str:
    if not timed:
        return "还没有可以计算办理天数的提案。"
    longest = max(standing.days or 0 for standing in timed)
    those = [standing.case.record.number for standing in timed if standing.days == longest]
    named = "、".join(those[:2]) + ("等" if len(those) > 2 else "")
    late, missing = whole.count("late"), whole.count("unanswered")
    rest = "".join(f"，{word} {count} 件" for word, count in (("迟答复", late), ("到期未答复", missing)) if count)
    return (
        f"{len(timed)} 件计入办理天数，中位数 {days_words(whole.median)} 天，最长 {longest} 天（{named}）；"
        f"按期答复 {whole.count('in_time')} 件{rest}。"
    )


def trend(board: Board, found: Statistics) -> Markup:
    """From session to session: received, answered, how fast, and how it was judged."""
    groups = tuple(group for group in found.of(Dimension.SESSION) if group.name != OTHER)[:_SHOWN][::-1]
    lines = (
        charts.Line(
            charts.Series(
                "收到提案（件）",
                tuple(Decimal(group.count("received")) for group in groups),
                tuple(str(group.count("received")) for group in groups),
            )
        ),
        _rate_line(board, groups, "answered_rate"),
        charts.Line(
            charts.Series(
                "中位天数（天）",
                tuple(group.median for group in groups),
                tuple(days_words(group.median) for group in groups),
            )
        ),
        _rate_line(board, groups, "in_time_rate"),
        _rate_line(board, groups, "final_satisfaction"),
    )
    frame = charts.Frame(
        "trend",
        "各次教代会的提案",
        unbroken(_trend_sentence(board, groups)),
        scope=f"{counted(board)}的提案。横线是零；三个比率的顶是 100%，件数太少的只写件数，不画点。",
        rows="届次",
    )
    return charts.trend(tuple((group.name, group.name) for group in groups), lines, frame)


def _rate_line(board: Board, groups: tuple[Group, ...], name: str) -> charts.Line:
    rates = tuple(group.share(name) for group in groups)
    words = tuple(rate_words(board, rate) if rate.whole else "" for rate in rates)
    values = tuple(rate.percent if _told(board, rate) else None for rate in rates)
    return charts.Line(charts.Series(SHARES[name][0], values, words), Decimal(100))


def _told(board: Board, rate: Rate) -> bool:
    return bool(rate.whole) and may_be_told(board.register, board.today, rate)


def _trend_sentence(board: Board, groups: tuple[Group, ...]) -> str:
    if not groups:
        return "还没有可以比较的届次。"
    last = groups[-1]
    parts = [f"{last.name}收到提案 {last.count('received')} 件"]
    if len(groups) == 1:
        parts.append("只有一次，还不能比较")
    else:
        before = groups[-2]
        change = last.count("received") - before.count("received")
        parts[0] += f"，{_change(Decimal(change), '件', before.name)}"
        for name in ("answered_rate", "final_satisfaction"):
            now, then = last.share(name), before.share(name)
            if _told(board, now) and _told(board, then):
                changed = _change(now.percent - then.percent, "个百分点", before.name, "高低")
                parts.append(f"{SHARES[name][0]} {now.percent}%，{changed}")
        if last.median is not None and before.median is not None:
            changed = _change(last.median - before.median, "天", before.name)
            parts.append(f"中位天数 {days_words(last.median)} 天，{changed}")
    if waiting := last.count("open"):
        parts.append(f"{last.name}还有 {waiting} 件在办，数字还会变")
    return "；".join(parts) + "。"


def _change(change: Decimal, unit: str, before: str, words: str = "多少") -> str:
    """How one figure differs from the one before; `words` are that for more and that for less."""
    if not change:
        return f"与{before}持平"
    return f"比{before}{words[0] if change > 0 else words[1]} {abs(change).normalize():f} {unit}"


def departments(board: Board, found: Statistics) -> Markup:
    """What each department carried, in the order of the school's own list."""
    groups = tuple(
        group for group in found.of(Dimension.DEPARTMENT) if group.name != UNASSIGNED and group.count("answerable")
    )
    rows = tuple(
        charts.Stack(
            group.name,
            (group.count("answered"), group.count("open") - group.count("overdue"), group.count("overdue")),
            _load_words(board, group),
            (_in_time_words(board, group),),
        )
        for group in groups
    )
    frame = charts.Frame(
        "departments",
        "各部门承办的提案",
        unbroken(_departments_sentence(groups)),
        "件",
        f"{counted(board)}的提案，撤回和没有交办的不计；按学校名册的次序，不排名。按期率只数单独答复的。",
        "部门",
    )
    return charts.stacked(rows, _LOAD_PARTS, frame, ("按期率",))


def _load_words(board: Board, group: Group) -> str:
    rate = group.share("in_time_rate")
    told = f"{group.count('answerable')} 件"
    return f"{told}，按期 {rate_words(board, rate)}" if rate.whole else told


def _in_time_words(board: Board, group: Group) -> str:
    rate = group.share("in_time_rate")
    return rate_words(board, rate) if rate.whole else "—"


def _departments_sentence(groups: tuple[Group, ...]) -> str:
    if not groups:
        return "还没有交给部门承办的提案。"
    most = max(group.count("answerable") for group in groups)
    those = [group.name for group in groups if group.count("answerable") == most]
    if len(groups) == 1:
        words = f"{those[0]}承办 {most} 件"
    elif len(those) == len(groups):
        words = f"{len(groups)} 个部门各承办 {most} 件"
    else:
        each = "各 " if len(those) > 1 else ""
        words = f"{len(groups)} 个部门承办过提案，承办最多的是{'、'.join(those)}，{each}{most} 件"
    overdue = [group.name for group in groups if group.count("overdue")]
    return f"{words}；{'、'.join(overdue) + '有逾期未答复的' if overdue else '没有逾期未答复的'}。"
