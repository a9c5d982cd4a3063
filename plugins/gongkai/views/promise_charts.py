"""Promises as charts: what became of them, in all and from school year to school year."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from gongkai.derive.lookback import Year
from gongkai.derive.rates import Keeping
from gongkai.render import charts
from gongkai.render.charts import Fill
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_words
from gongkai.views.record_pages import whole

_PARTS = (
    charts.Part("按期兑现", Fill.FULL),
    charts.Part("迟兑现", Fill.WAIT),
    charts.Part("到期未完成", Fill.LATE),
    charts.Part("未到期", Fill.HOLLOW),
)
_SHOWN = 10
_SCOPE = "的答复里写明期限的承诺；改过期的按改后的期限。"


def kept(board: Board, found: Keeping) -> Markup:
    """What became of every promise."""
    counts = _counts(found)
    frame = charts.Frame(
        "promises", "承诺兑现了多少", whole(_sentence(board, found)), "项", f"{counted(board)}{_SCOPE}", "承诺", "项数"
    )
    items = tuple(
        charts.Bar(part.name, Decimal(count), f"{count} 项", str(count))
        for part, count in zip(_PARTS, counts, strict=True)
    )
    return charts.strip(items if any(counts) else (), frame, tuple(part.fill for part in _PARTS))


def _sentence(board: Board, found: Keeping) -> str:
    total, rate = sum(_counts(found)), found.rate
    if not total:
        return "还没有写明期限的承诺。"
    if not rate.whole:
        return f"{total} 项承诺都还没有到期。"
    how = "都按期兑现" if rate.part == rate.whole else f"按期兑现 {rate.part} 项（{rate_words(board, rate)}）"
    late = f"，迟兑现 {len(found.late)} 项" if found.late else ""
    unmet = f"，到期未完成 {len(found.unmet)} 项" if found.unmet else "，没有到期未完成的"
    return f"{total} 项承诺里，到期或已兑现的 {rate.whole} 项：{how}{late}{unmet}。"


def by_year(board: Board, years: tuple[Year, ...]) -> Markup:
    """The promises of each school year, the newest first."""
    shown = tuple(year for year in years if year.count)[:_SHOWN]
    rows = tuple(
        charts.Stack(
            f"{year.name}学年",
            _counts(year.promises),
            f"按期 {year.promises.rate.part} / {year.promises.rate.whole} 项" if year.promises.rate.whole else "未到期",
            (rate_words(board, year.promises.rate) if year.promises.rate.whole else "—",),
        )
        for year in shown
    )
    frame = charts.Frame(
        "promises",
        "各学年的承诺",
        whole(_years_sentence(board, shown)),
        "项",
        f"{counted(board)}{_SCOPE}按最初承诺的日期归入学年。",
        "学年",
    )
    return charts.stacked(rows, _PARTS, frame, ("按期兑现率",))


def _years_sentence(board: Board, years: tuple[Year, ...]) -> str:
    if not years:
        return "还没有写明期限的承诺。"
    newest = years[0]
    words = f"{newest.name}学年的承诺 {newest.count} 项：" + "，".join(
        f"{part.name} {count} 项" for part, count in zip(_PARTS, _counts(newest.promises), strict=True) if count
    )
    if len(years) == 1:
        return f"{words}。"
    now, before = newest.promises.rate, years[1].promises.rate
    if not now.whole or not before.whole:
        return f"{words}；到期的太少，还不能与{years[1].name}学年比较。"
    return f"{words}；按期兑现率 {rate_words(board, now)}，{years[1].name}学年 {rate_words(board, before)}。"


def _counts(found: Keeping) -> tuple[int, int, int, int]:
    return len(found.kept), len(found.late), len(found.unmet), len(found.pending)
