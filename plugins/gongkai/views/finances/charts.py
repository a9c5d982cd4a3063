"""Money as charts: a series of statements through its periods, and a final account beside its budget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from gongkai.derive.balances import Balance, Book, books, sums
from gongkai.derive.execution import Executed, Execution, execution
from gongkai.derive.series import statements
from gongkai.derive.statements import Statement
from gongkai.records.finance import Category
from gongkai.render import charts
from gongkai.render.templates import money
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.record_pages import whole

MOST = 16
"""How many rows a chart shows; of more, the greatest."""
_ABSENT = "没有报表"
_LEAST_SCALED = Decimal(1_000_000)
"""From how many yuan on a drawing says 万元 instead of what the statement says."""
_BALANCE_TALL = 3.5


def overview(board: Board) -> Iterator[Markup]:
    """The charts over the list of statements: every series through time, and the newest final account."""
    scope = f"{counted(board)}的各期报表，逐期相加。"
    drawn = [
        (book.category, through_time(book, f"overview-{place}", board.today, scope))
        for place, book in enumerate(books(board.register), 1)
        if len(book.balances) > 1
    ]
    yield from (chart for category, chart in drawn if category is not Category.UNION)
    yield _newest_account(board)
    yield from (chart for category, chart in drawn if category is Category.UNION)


def _newest_account(board: Board) -> Markup:
    accounts = [entry for entry in statements(board.register) if entry.record.content.category is Category.FINAL]
    if not accounts:
        return Markup()
    newest = max(accounts, key=lambda entry: (entry.period.last, entry.record.identity))
    return executed(newest.statement, "overview-budget", f"{counted(board)}的{newest.record.content.heading}。")


def told_so_far(book: Book | None, today: date) -> Markup:
    """The chart of a monthly series on the page of its last statement."""
    if book is None or not book.is_monthly or len(book.balances) < 2:
        return Markup()
    return through_time(book, "chart-2", today, "各期报表，到本期为止。")


def through_time(book: Book, ident: str, today: date, scope: str) -> Markup:
    """Income beside expense, and below them what was left, period by period."""
    shown = book.newest
    slots = tuple(_months(shown)) if book.is_monthly else tuple((each, _place(each)) for each in shown)
    flows = charts.scale_of(amount for each in shown for amount in (each.income, each.expense))
    left = charts.scale_of(each.balance for each in shown)
    own = tuple(each for each, _ in slots)
    panels = (
        charts.Panel(
            (
                _series("收入", own, tuple(each.income if each else None for each in own), flows),
                _series("支出", own, tuple(each.expense if each else None for each in own), flows),
            ),
            flows.name,
        ),
        charts.Panel(
            (_series("结余", own, tuple(each.balance if each else None for each in own), left),),
            left.name,
            _BALANCE_TALL,
        ),
    )
    frame = charts.Frame(
        ident,
        f"{name_of(book)}：收入、支出和结余",
        whole(_told(book, shown, today)),
        unit="元",
        scope=f"{scope}结余＝收入－支出，负数是支出大于收入。",
        rows="期间",
    )
    return charts.columns(tuple(place for _, place in slots), panels, frame)


def name_of(book: Book) -> str:
    """What a series is called: by its newest statement's kind."""
    if book.category is Category.UNION:
        return "工会经费" if book.is_monthly else "工会经费决算"
    return {Category.CANTEEN: "食堂收支", Category.LEDGER: "收支月报"}.get(book.category, "学校决算")


def _months(shown: tuple[Balance, ...]) -> Iterator[tuple[Balance | None, charts.Place]]:
    """Every month from the first to the last, those without a statement too."""
    month, year = shown[0].first_month, None
    for each in shown:
        while month < each.first_month:
            yield None, _month_place(month, 1, f"{month // 12}年{month % 12 + 1}月", year)
            month, year = month + 1, month // 12
        yield each, _month_place(month, each.months, each.period.label, year)
        year = month // 12
        month += each.months


def _month_place(month: int, width: int, name: str, year: int | None) -> charts.Place:
    first, last = month % 12 + 1, (month + width - 1) % 12 + 1
    group = f"{month // 12}年" if month // 12 != year else ""
    return charts.Place(str(first) if width == 1 else f"{first}–{last}", name, width, group)


def _place(each: Balance) -> charts.Place:
    label = str(each.period.first.year) if each.months == 12 else each.period.label
    return charts.Place(label, each.period.label)


def _series(
    name: str, own: tuple[Balance | None, ...], values: tuple[Decimal | None, ...], scale: charts.Scale
) -> charts.Series:
    exact = tuple(
        _ABSENT if each is None else "停供" if each.paused and not value else money(value)
        for each, value in zip(own, values, strict=True)
    )
    return charts.Series(name, values, tuple(scale.show(value) for value in values), exact)


def _told(book: Book, shown: tuple[Balance, ...], today: date) -> str:
    total = sums(shown)
    first, last = shown[0].period, shown[-1].period
    when = f"{first.label}到{last.label}" if len(shown) > 1 else first.label
    flows = f"收入 {money(total.income)} 元，支出 {money(total.expense)} 元"
    parts = [f"{name_of(book)}：{when}{'共' * (len(shown) > 1)}{flows}，{_left(total.balance)}"]
    paused = sum(each.paused and not each.income for each in shown)
    if total.short:
        parts.append(f"{len(shown)} 期里 {len(total.short)} 期支出大于收入（{_names(total.short)}）")
    elif len(shown) > 1:
        parts.append("每一期收入都不少于支出")
    if paused:
        parts.append(f"停供 {paused} 期")
    if absent := tuple(_absent(shown)) if book.is_monthly else ():
        parts.append(f"{'、'.join(absent)}没有报表")
    if not book.is_monthly and len(shown) > 1:
        parts.append(_changed(shown))
    if last.last > today:
        parts.append(f"{last.label}还没有结束")
    return "；".join(parts) + "。"


def _absent(shown: tuple[Balance, ...]) -> Iterator[str]:
    """The months between two statements of which no statement tells."""
    for before, after in pairwise(shown):
        for month in range(before.first_month + before.months, after.first_month):
            yield f"{month // 12}年{month % 12 + 1}月"


def _left(balance: Decimal) -> str:
    if not balance:
        return "收支相抵"
    return f"{'结余' if balance > 0 else '超支'} {money(abs(balance))} 元"


def _names(short: tuple[Balance, ...]) -> str:
    names = [each.period.label for each in short]
    return "、".join(names) if len(names) <= 3 else f"{'、'.join(names[:3])}等"


def _changed(shown: tuple[Balance, ...]) -> str:
    """The expense of the last period beside that of the one before."""
    before, last = shown[-2], shown[-1]
    if before.expense is None or last.expense is None:
        return f"{last.period.label}没有支出合计"
    change = last.expense - before.expense
    if not change:
        return f"{last.period.label}的支出与上一期持平"
    return f"{last.period.label}的支出比上一期{'增加' if change > 0 else '减少'} {money(abs(change))} 元"


def executed(statement: Statement, ident: str, scope: str) -> Markup:
    """The expense of a final account beside its budget; nothing where there is no budget to compare with."""
    found = execution(statement, statement.expense)
    if found is None or len(found.rows) < 2:
        return Markup()
    rows = greatest(found.rows)
    unit = statement.finance.unit
    amounts = [amount for row in rows for amount in (row.planned, row.actual)]
    scale = drawn_in(amounts, unit.yuan)
    # The total is said and stands in the table; as a bar it would dwarf what it adds up.
    series = tuple(
        charts.Series(
            name,
            values,
            tuple(shown_as(value, scale, unit.yuan) for value in values),
            tuple(money(value) for value in values),
        )
        for name, values in (
            (found.planned_name, tuple(row.planned for row in rows)),
            (found.actual_name, tuple(row.actual for row in rows)),
        )
    )[::-1]
    named = scale.name if scale else unit.value
    frame = charts.Frame(
        ident,
        f"{statement.finance.heading}：支出与预算",
        whole(f"{statement.finance.heading}：{_carried_out(found, len(rows), unit.value)}图中单位：{named}。"),
        unit=unit.value,
        scope=f"{scope}执行＝{found.actual_name}÷{found.planned_name}。",
        rows="支出",
    )
    labels = tuple(row.name for row in rows)
    foot = ("合计", money(found.total.actual), money(found.total.planned), *_cells(found.total))
    return charts.grouped(labels, series, frame, tuple(_note(row) for row in rows), ("超支", "执行"), (foot,))


def greatest(rows: tuple[Executed, ...]) -> tuple[Executed, ...]:
    """At most as many rows as a chart shows, in their order."""
    if len(rows) <= MOST:
        return rows
    kept = sorted(rows, key=lambda row: -abs(row.actual or Decimal(0)))[:MOST]
    return tuple(row for row in rows if row in kept)


def drawn_in(amounts: list[Decimal | None], yuan: int) -> charts.Scale | None:
    """The unit of a drawing where the statement's own would be too long to read."""
    in_yuan = [amount * yuan for amount in amounts if amount is not None]
    return charts.scale_of(in_yuan) if max(map(abs, in_yuan), default=Decimal(0)) >= _LEAST_SCALED else None


def shown_as(value: Decimal | None, scale: charts.Scale | None, yuan: int) -> str:
    """An amount of a statement as it stands in a drawing."""
    if scale is None or value is None:
        return money(value)
    return scale.show(value * yuan)


def _note(row: Executed) -> charts.Note:
    percent, cells = row.percent, _cells(row)
    if row.over > 0:
        words = f"▲ 超支 {percent - 100}%" if percent is not None and percent > 100 else "▲ 超支"
        return charts.Note(words, is_over=True, cells=cells)
    return charts.Note(f"执行 {percent}%" if percent is not None else "", cells=cells)


def _cells(row: Executed) -> tuple[str, str]:
    compared = row.planned is not None and row.actual is not None
    over = money(row.over) if row.over > 0 else "没有" if compared else "—"
    percent = row.percent
    return over, f"{percent}%" if percent is not None else "—"


def _carried_out(found: Execution, shown: int, unit: str) -> str:
    over = found.over
    parts = []
    total = found.total
    if total.planned is not None and total.actual is not None:
        left = abs(total.over)
        words = "与预算相等" if not left else f"比预算{'多' if total.over > 0 else '少'} {money(left)} {unit}"
        rate = f"，执行 {total.percent}%" if total.percent is not None else ""
        parts.append(f"支出合计 {money(total.actual)} {unit}，{words}{rate}")
    if over:
        names = "、".join(f"{row.name}超支 {money(row.over)} {unit}" for row in over[:3])
        parts.append(f"{len(found.rows)} 类支出中 {len(over)} 类超支：{names}{'等' if len(over) > 3 else ''}")
    else:
        compared = sum(row.planned is not None and row.actual is not None for row in found.rows)
        some = "" if compared == len(found.rows) else "有预算数和决算数的 "
        parts.append(f"{some}{compared} 类支出都没有超支" if compared else "没有预算数，不能比较")
    if shown < len(found.rows):
        parts.append(f"图中只画金额最大的 {shown} 类")
    return "；".join(parts) + "。"
