"""回头看 and 时限一览: promises by school year, both rates of satisfaction, and clocks with their receipts."""

from __future__ import annotations

from datetime import date

from gongkai.derive.cases import Promise
from gongkai.derive.lookback import Verdicts, Year, years
from gongkai.render.pages import Page
from gongkai.views import clocks, lookback
from markupsafe import Markup

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.only_pages import only_pages

AGAIN = {
    "proposals/05-03-001/feedback-1.md": (
        "---\n日期: 2026-09-25\n评价: 不满意\n方式: 面复\n凭据: 签字表\n意见: 只延长了一个窗口\n---\n"
    ),
    "proposals/05-03-001/reply-2.md": """---
日期: 2026-10-12
部门: 总务处
签批: 分管副校长
逐条:
  - {建议: 1, 结果: 已解决, 说明: 两个窗口都延长到七点十分。}
---
两个窗口轮流值守，十月十二日起执行。
""",
    "proposals/05-03-001/feedback-2.md": "---\n日期: 2026-10-19\n评价: 满意\n方式: 面复\n凭据: 签字表\n---\n",
}
MOVED = {
    "proposals/05-03-001/progress-1.md": (
        "---\n日期: 2026-10-20\n关于: reply-1 建议2\n新期限: 2027-01-15\n理由: 价目表等新学期核定\n---\n"
    )
}


def _years(write_tree: WriteTree, extra: dict[str, str] | None = None) -> dict[str, Year]:
    return {year.name: year for year in years(board(write_tree, extra=extra).cases.values())}


def _words(page: Page) -> str:
    return Markup(page.html).striptags()


def _asks(pairs: tuple[tuple[object, Promise], ...]) -> list[str]:
    return [promise.text for _, promise in pairs]


def test_promises_belong_to_the_year_of_the_day_first_promised(write_tree: WriteTree) -> None:
    """31 October 2026 and 30 June 2025 lie in different school years; the later one was kept ten days late."""
    found = _years(write_tree)
    assert list(found) == ["2026-2027", "2024-2025"]
    assert _asks(found["2026-2027"].promises.late) == ["公布菜单与价格"]
    assert _asks(found["2024-2025"].promises.kept) == ["公布校车路线图"]
    assert [year.count for year in found.values()] == [1, 1]


def test_a_moved_promise_is_shown_with_its_reason(write_tree: WriteTree) -> None:
    """Put off to 15 January 2027 it is not yet due, and stays in the year of its first day."""
    year = _years(write_tree, MOVED)["2026-2027"]
    assert _asks(year.moved) == _asks(year.promises.pending) == ["公布菜单与价格"]
    pages = {page.address: _words(page) for page in only_pages(lookback.pages(board(write_tree, extra=MOVED)))}
    assert "2026年10月20日改期至 2027年1月15日，理由：价目表等新学期核定" in pages["lookback/2026-2027/"]


def test_first_and_final_satisfaction_stand_side_by_side(write_tree: WriteTree) -> None:
    """Unsatisfied first, satisfied after the second answer: 0 of 1, then 1 of 1, and one matter reopened."""
    year = _years(write_tree, AGAIN)["2026-2027"]
    assert (year.first, year.final) == (Verdicts(0, 0, 1), Verdicts(1, 0, 0))
    ((case, again),) = year.reopened
    assert (case.record.number, again.n, again.began, again.due) == (
        "05-03-001",
        2,
        date(2026, 9, 25),
        date(2026, 10, 26),
    )
    pages = {page.address: _words(page) for page in only_pages(lookback.pages(board(write_tree, extra=AGAIN)))}
    assert "满意率0 / 11 / 1" in pages["lookback/2026-2027/"]
    assert "2026年9月25日评价不满意，第 2 次答复期限 2026年10月26日" in pages["lookback/2026-2027/"]


def test_the_most_pressing_clock_stands_first_with_its_receipt(write_tree: WriteTree) -> None:
    """September's statement is owed since 15 October, a proposal since 12 November; each shows its days."""
    (page,) = only_pages(clocks.pages(board(write_tree)))
    words = _words(page)
    assert words.index("逾期 36 天财务/经费月报 2026年9月") < words.index("逾期 8 天后勤与基建类提案")
    assert "9月29日（二）至11月12日（四）计入 45 天，期满45" in words
    assert "逾期 2 项" in words
    assert 'data-步骤="逾期" data-时限="月报" data-部门="工会"' in page.html
