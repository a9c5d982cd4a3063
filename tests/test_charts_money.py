"""Money as charts: every number one of the statements, months without one shown as gaps, 超支 said in words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

from gongkai.derive.balances import book_up_to, books, sums
from gongkai.derive.execution import Executed, execution
from gongkai.derive.series import by_identity
from gongkai.records import Audience
from gongkai.records.finance import Category
from gongkai.render.charts.shapes import number
from gongkai.render.pages import Page
from gongkai.views.board import Board
from gongkai.views.finances.charts import executed, overview, through_time, told_so_far
from gongkai.views.finances.statement import chart
from gongkai.views.lists import pages as lists
from markupsafe import Markup

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.test_charts_shapes import table, texts

TODAY = date(2026, 11, 20)


def _canteen(period: str, income: str, expense: str, *, paused: bool = False) -> str:
    return f"""类别: 食堂
公开范围: 社会
目录项: 财务/经费月报
期间: {period}
收入: [{{科目: 伙食费, 金额: {income}}}]
支出: [{{科目: 原料, 金额: {expense}}}]
食堂: {{经营方式: 自营{", 停供: 是" if paused else ""}}}
"""


def _account(year: int, rows: str, unit: str = "元") -> str:
    return f"""类别: 决算
公开范围: 社会
目录项: 财务/经费月报
期间: {year}
单位: {unit}
列: [本年预算, 本年决算]
收入: [{{科目: 拨款, 金额: {{本年预算: 1000, 本年决算: 1000}}}}]
支出:
{rows}
"""


def _rows(*amounts: tuple[str, str, str]) -> str:
    return "\n".join(
        f"  - {{科目: {name}, 金额: {{本年预算: {planned}, 本年决算: {actual}}}}}" for name, planned, actual in amounts
    )


MONTHS = {
    "finances/2026/canteen-2025-12.yml": _canteen("2025-12", "100", "90"),
    "finances/2026/canteen-2026-01-02.yml": _canteen("2026-01至2026-02", "200", "200"),
    "finances/2026/canteen-2026-05.yml": _canteen("2026-05", "300", "310.50"),
    "finances/2026/canteen-2026-06.yml": _canteen("2026-06", "0", "0", paused=True),
}
ACCOUNTS = {
    "finances/2026/final-2024.yml": _account(2024, _rows(("人员", "600", "600"), ("公用", "300", "280"))),
    "finances/2026/final-2025.yml": _account(
        2025, _rows(("人员", "600", "590"), ("公用", "300", "330"), ("维修", "100", "120"), ("接待", "0", "5"))
    ),
}


def _words(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", markup))


def _sentence(markup: Markup) -> str:
    found = re.search(r"<figcaption>(.*?)</figcaption>", str(markup))
    assert found
    return _words(found[1])


def _canteen_chart(found: Board) -> Markup:
    book = next(book for book in books(found.register) if book.category is Category.CANTEEN)
    return through_time(book, "c", TODAY, "")


def test_a_series_adds_up_and_names_the_months_it_lacks(write_tree: WriteTree) -> None:
    """600 came in and 600.50 went out: 0.50 too much, in one of four statements; March and April are missing."""
    markup = _canteen_chart(board(write_tree, extra=MONTHS))
    assert _sentence(markup) == (
        "食堂收支：2025年12月到2026年6月共收入 600.00 元，支出 600.50 元，超支 0.50 元；"
        "4 期里 1 期支出大于收入（2026年5月）；停供 1 期；2026年3月、2026年4月没有报表。"
    )


def test_the_table_of_a_series_has_every_month(write_tree: WriteTree) -> None:
    """A statement of two months is one row, a month without statement says so, a closed canteen too."""
    assert table(_canteen_chart(board(write_tree, extra=MONTHS))) == [
        ["期间", "收入", "支出", "结余"],
        ["2025年12月", "100.00", "90.00", "10.00"],
        ["2026年1月至2月", "200.00", "200.00", "0.00"],
        ["2026年3月", "没有报表", "没有报表", "没有报表"],
        ["2026年4月", "没有报表", "没有报表", "没有报表"],
        ["2026年5月", "300.00", "310.50", "−10.50"],
        ["2026年6月", "停供", "停供", "停供"],
    ]


def test_a_period_that_still_runs_is_said(write_tree: WriteTree) -> None:
    """On 20 November the statement of November is not the whole month's."""
    extra = {**MONTHS, "finances/2026/canteen-2026-11.yml": _canteen("2026-11", "50", "40")}
    assert _sentence(_canteen_chart(board(write_tree, extra=extra))).endswith("2026年11月还没有结束。")


def test_a_series_shows_its_last_twelve_months(write_tree: WriteTree) -> None:
    """Of eighteen months the first six are left out, of the drawing, the sentence and the table alike."""
    extra = {
        f"finances/2026/canteen-{year}-{month:02}.yml": _canteen(f"{year}-{month:02}", "10", "10")
        for year, month in [(2025, month) for month in range(1, 13)] + [(2026, month) for month in range(1, 7)]
    }
    markup = _canteen_chart(board(write_tree, extra=extra))
    assert [row[0] for row in table(markup)[1:]] == [
        *(f"2025年{month}月" for month in range(7, 13)),
        *(f"2026年{month}月" for month in range(1, 7)),
    ]
    assert "共收入 120.00 元，支出 120.00 元，收支相抵；每一期收入都不少于支出。" in _sentence(markup)


def test_two_statements_of_one_month_count_once(write_tree: WriteTree) -> None:
    """Of a month and a term that holds it, the month stays."""
    extra = {**MONTHS, "finances/2026/canteen-2026-05-06.yml": _canteen("2026-05至2026-06", "900", "900")}
    found = books(board(write_tree, extra=extra).register)
    book = next(book for book in found if book.category is Category.CANTEEN)
    assert sums(book.balances).income == Decimal(600)


def test_units_are_brought_to_yuan(write_tree: WriteTree) -> None:
    """A statement in 万元 and one in 元 stand on one scale."""
    extra = {
        "finances/2026/final-2024.yml": _account(2024, _rows(("人员", "600", "600"), ("公用", "3", "3")), "万元"),
        "finances/2026/final-2025.yml": _account(2025, _rows(("人员", "600", "600"), ("公用", "3", "3"))),
    }
    found = board(write_tree, extra=extra)
    book = next(book for book in books(found.register) if book.category is Category.FINAL)
    assert [each.expense for each in book.balances] == [Decimal(6_030_000), Decimal(603)]


def test_budgets_and_charges_are_no_series(write_tree: WriteTree) -> None:
    """A plan is not money that came or went."""
    budget = _account(2026, _rows(("人员", "1", "1"))).replace("类别: 决算", "类别: 预算")
    found = board(write_tree, extra={"finances/2026/budget-2026.yml": budget})
    assert {book.category for book in books(found.register)} == {Category.UNION}


def test_a_final_account_stands_beside_its_budget(write_tree: WriteTree) -> None:
    """1,045 of 1,000 were spent; three rows came to more than planned, the greatest excess first."""
    found = board(write_tree, extra=ACCOUNTS)
    markup = executed(by_identity(found.register)["finances/final-2025"].statement, "c", "")
    assert _sentence(markup) == (
        "2025年决算：支出合计 1,045.00 元，比预算多 45.00 元，执行 104.5%；"
        "4 类支出中 3 类超支：公用超支 30.00 元、维修超支 20.00 元、接待超支 5.00 元。图中单位：元。"
    )
    assert table(markup) == [
        ["支出", "本年决算", "本年预算", "超支", "执行"],
        ["人员", "590.00", "600.00", "没有", "98.3%"],
        ["公用", "330.00", "300.00", "30.00", "110.0%"],
        ["维修", "120.00", "100.00", "20.00", "120.0%"],
        ["接待", "5.00", "0.00", "5.00", "—"],
        ["合计", "1,045.00", "1,000.00", "45.00", "104.5%"],
    ]
    assert texts(markup, "gk-chart__note") == ["执行 98.3%", "▲ 超支 10.0%", "▲ 超支 20.0%", "▲ 超支"]
    assert texts(markup, "gk-chart__note--over") == ["▲ 超支 10.0%", "▲ 超支 20.0%", "▲ 超支"]


def test_within_the_budget_is_said_too(write_tree: WriteTree) -> None:
    """880 of 900: nothing is over."""
    found = board(write_tree, extra=ACCOUNTS)
    markup = executed(by_identity(found.register)["finances/final-2024"].statement, "c", "")
    assert "比预算少 20.00 元，执行 97.8%；2 类支出都没有超支。" in _sentence(markup)
    assert "gk-chart__note--over" not in markup


def test_what_cannot_be_compared_is_not_said_to_be_within_the_budget(write_tree: WriteTree) -> None:
    """Of three rows one has no budget: two are within theirs, and the sentence speaks of two."""
    rows = _rows(("人员", "600", "600"), ("公用", "300", "280"), ("接待", "—", "5"))
    found = board(write_tree, extra={"finances/2026/final-2025.yml": _account(2025, rows)})
    markup = executed(by_identity(found.register)["finances/final-2025"].statement, "c", "")
    assert "；有预算数和决算数的 2 类支出都没有超支。" in _sentence(markup)


def test_what_was_not_planned_has_no_rate() -> None:
    """Of no plan, or none told, there is no percentage and no division by nothing."""
    assert Executed("甲", Decimal(0), Decimal(5)).percent is None
    assert Executed("甲", None, Decimal(5)).over == 0
    assert Executed("甲", Decimal(3), Decimal(1)).percent == Decimal("33.3")


def test_a_statement_without_a_budget_has_no_execution(write_tree: WriteTree) -> None:
    """A monthly statement has nothing to be compared with."""
    statement = by_identity(board(write_tree).register)["finances/union-2026-10"].statement
    assert execution(statement, statement.expense) is None
    assert executed(statement, "c", "") == ""


def test_of_many_rows_the_greatest_are_drawn_and_it_is_said(write_tree: WriteTree) -> None:
    """Of twenty kinds of expense sixteen are drawn, in their order; the sentence counts all."""
    rows = _rows(*((f"第{n}类", "10", str(n)) for n in range(1, 21)))
    found = board(write_tree, extra={"finances/2026/final-2025.yml": _account(2025, rows)})
    markup = executed(by_identity(found.register)["finances/final-2025"].statement, "c", "")
    assert [row[0] for row in table(markup)[1:]] == [*(f"第{n}类" for n in range(5, 21)), "合计"]
    assert "20 类支出中 10 类超支" in _sentence(markup)
    assert "图中只画金额最大的 16 类。" in _sentence(markup)


def test_equal_largest_rows_are_all_named(write_tree: WriteTree) -> None:
    """Neither of two equal rows is said to be the largest; if all are equal, that is said."""
    statement = _canteen("2026-10", "30", "0").replace("{科目: 原料, 金额: 0}", "{}")
    tie = statement.replace("[{}]", "[{科目: 原料, 金额: 12}, {科目: 人工, 金额: 12}, {科目: 水电, 金额: 6}]")
    same = statement.replace("[{}]", "[{科目: 原料, 金额: 12}, {科目: 人工, 金额: 12}]")
    found = board(
        write_tree, extra={"finances/2026/canteen-2026-10.yml": tie, "finances/2026/office-2026-10.yml": same}
    )
    entries = by_identity(found.register)
    assert _sentence(chart(entries["finances/canteen-2026-10"].statement)) == "支出最多的是原料和人工，都是 12.00 元。"
    assert _sentence(chart(entries["finances/office-2026-10"].statement)) == "2 类支出都是 12.00 元。"


def test_the_overview_shows_what_this_audience_may_see(write_tree: WriteTree) -> None:
    """The canteen, the accounts and the newest account beside its budget; each chart has a name of its own."""
    hidden = _canteen("2026-10", "7777", "7777").replace("公开范围: 社会", "公开范围: 教职工")
    found = board(write_tree, Audience.PUBLIC, {**MONTHS, **ACCOUNTS, "finances/2026/canteen-2026-10.yml": hidden})
    charts = [chart for chart in overview(found) if chart]
    assert [_sentence(chart)[:6] for chart in charts] == ["食堂收支：2", "学校决算：2", "2025年决"]
    page = next(page for page in lists(found) if isinstance(page, Page) and page.address == "finances/")
    assert "7,777" not in page.html
    idents = re.findall(r' id="([^"]+)"', page.html)
    assert len(set(idents)) == len(idents)


def test_a_page_of_a_series_tells_it_up_to_itself(write_tree: WriteTree) -> None:
    """The page of May tells nothing of June, so that an old page never changes; a first statement tells nothing."""
    register = board(write_tree, extra=MONTHS).register
    entries = by_identity(register)
    markup = told_so_far(book_up_to(register, entries["finances/canteen-2026-05"]), TODAY)
    assert [row[0] for row in table(markup)[-2:]] == ["2026年4月", "2026年5月"]
    assert told_so_far(book_up_to(register, entries["finances/canteen-2025-12"]), TODAY) == ""


def test_numbers_are_written_short_and_never_as_minus_nothing() -> None:
    """Two decimals at most, no trailing zeros, no sign before zero."""
    assert [number(value) for value in (1.0, 1.256, -0.001, 12.5)] == ["1", "1.26", "0", "12.5"]
