"""The silence board: every matter against every period of a school year, and what is awaited."""

from __future__ import annotations

import re
from datetime import date

import pytest
from gongkai.derive.coverage import State
from gongkai.derive.silence import SchoolYear, Tally, by_department, school_years
from gongkai.records import Audience
from gongkai.views.board import Board
from gongkai.views.silence import pages as silence

from tests.board_tree import FILES, board
from tests.conftest import WriteTree
from tests.only_pages import only_pages

CATALOGUE = """目录:
  - 名称: 教代会
    事项:
      - {名称: 提案, 频次: 即时, 依据: 本校提案工作办法, 责任部门: 工会, 公开范围: 社会}
  - 名称: 财务
    事项:
      - {名称: 经费月报, 频次: 每月, 时限: 15, 豁免月份: [2], 责任部门: 工会, 公开范围: 社会}
      - {名称: 收费, 频次: 每学期, 时限: 10, 责任部门: 总务处, 公开范围: 社会}
      - {名称: 预算, 频次: 每年, 时限: 10, 责任部门: 总务处, 公开范围: 社会}
      - {名称: 内部账册, 频次: 每月, 时限: 15, 责任部门: 工会, 公开范围: 教职工}
"""
LONG_AGO = FILES["policy.yml"].replace("启用日期: 2026-09-01", "启用日期: 2025-09-01")
SCHOOL = FILES["school.yml"].replace(
    "学期: [", "学期: [{名称: 上学期, 起: 2025-09-01, 止: 2026-01-30}, {名称: 下学期, 起: 2026-03-02, 止: 2026-07-10}, "
)


def statement(period: str, item: str = "财务/经费月报", published: str = "") -> str:
    day = f"发布日期: {published}\n" if published else ""
    return f"类别: 收支月报\n公开范围: 社会\n目录项: {item}\n期间: {period}\n{day}"


EXTRA = {
    "catalogue.yml": CATALOGUE,
    "policy.yml": LONG_AGO,
    "school.yml": SCHOOL,
    "finances/a-2025-09.yml": statement("2025-09"),
    "finances/a-2025-10.yml": statement("2025-10", published="2025-11-20"),
    "finances/fees-1.yml": statement("2025-2026学年第一学期", "财务/收费"),
    "finances/fees-2.yml": statement("2025-2026学年第一学期", "财务/收费").replace("收支月报", "收费"),
    "finances/budget-2026.yml": statement("2026", "财务/预算").replace("收支月报", "预算"),
}


@pytest.fixture
def shown(write_tree: WriteTree) -> Board:
    return board(write_tree, extra=EXTRA)


def year(shown: Board, name: str) -> SchoolYear:
    return next(each for each in shown.school_years if each.name == name)


def cells(shown: Board, name: str, matter: str) -> list[tuple[int, int, State]]:
    (row,) = [row for row in year(shown, name).rows if row.matter.item.name == matter]
    return [(cell.column, cell.width, cell.slot.state) for cell in row.cells]


def page(shown: Board, address: str) -> str:
    return next(str(each.html) for each in only_pages(silence.pages(shown)) if each.address == address)


def test_each_period_stands_under_its_months(shown: Board) -> None:
    """A month is one column wide from September, a term five, a calendar year the eight from January."""
    months = cells(shown, "2025-2026", "经费月报")
    assert [column for column, _, _ in months] == list(range(12))
    assert {width for _, width, _ in months} == {1}
    assert [state for _, _, state in months[:3]] == [State.IN_TIME, State.LATE, State.MISSING]
    assert months[5][2] is State.EXEMPT
    # 1 September to 30 January: columns 0 to 4; 2 March to 10 July: columns 6 to 10.
    assert cells(shown, "2025-2026", "收费") == [(0, 5, State.IN_TIME), (6, 5, State.MISSING)]
    assert cells(shown, "2025-2026", "预算") == [(4, 8, State.IN_TIME)]


def test_a_year_that_has_begun_shows_what_has_begun(shown: Board) -> None:
    """In November there are three months; October is due on the 16th, for the 15th is a Sunday."""
    assert cells(shown, "2026-2027", "经费月报") == [
        (0, 1, State.MISSING),
        (1, 1, State.IN_TIME),
        (2, 1, State.NOT_YET_DUE),
    ]


def test_the_sums_of_a_year(shown: Board) -> None:
    """Twelve months, two terms and a year: 3 in time, 1 late, 10 missing; the exempt February is in no sum."""
    assert year(shown, "2025-2026").tally == Tally(in_time=3, late=1, missing=10, not_yet_due=0)
    assert year(shown, "2025-2026").tally.owed == 14


def test_departments_stand_in_the_schools_own_order(shown: Board) -> None:
    """总务处 before 工会, as school.yml has them, however much either owes."""
    groups = by_department(shown.register, year(shown, "2025-2026").rows)
    assert [(name, [row.matter.item.name for row in rows]) for name, rows in groups] == [
        ("总务处", ["收费", "预算"]),
        ("工会", ["提案", "经费月报"]),
    ]


def test_a_matter_without_rhythm_shows_how_much_came_in_which_month(shown: Board) -> None:
    """August 2026 has four proposals that may be shown, September one, and nothing is owed."""
    (row,) = [row for row in year(shown, "2025-2026").rows if row.matter.item.name == "提案"]
    assert row.cells == ()
    assert [(each.column, len(each.records)) for each in row.occasions] == [(11, 4)]
    (row,) = [row for row in year(shown, "2026-2027").rows if row.matter.item.name == "提案"]
    assert [(each.column, each.records) for each in row.occasions] == [(0, ("proposals/05-03-002",))]


def test_every_cell_leads_to_its_record_or_to_what_is_awaited(shown: Board) -> None:
    """One record: its page. Several, or none: the line of the period, which tells them or until when."""
    html = page(shown, "silence/2025-2026/")
    links = dict(re.findall(r'gk-heat__cell--[a-z-]+" href="([^"]*)" title="([^"]*)"', html))
    told = {words: address for address, words in links.items()}
    assert told["2025年9月：按时"] == "../../finances/a-2025-09/"
    assert told["2025年10月：迟 3 天"] == "../../finances/a-2025-10/"
    missing = "2025年11月：待补，应在 2025年12月15日前公开，已过 340 天"
    assert told[missing] == "../../silence/2025-2026/#item-2-1-2025-11"
    assert told["上学期：按时"] == "../../silence/2025-2026/#item-2-2-2025-09"
    for address in links:
        if "#item-" in address:
            assert f'id="{address.partition("#")[2]}"' in html
    line = re.search(r'<tr id="item-2-2-2025-09">.*?</tr>', html, re.DOTALL)
    assert line
    assert "finances/fees-1/" in line[0]
    assert "finances/fees-2/" in line[0]


def test_the_map_is_a_table_of_twelve_months_that_says_everything_in_words(shown: Board) -> None:
    """Each row is twelve columns wide, each cell has a sign, a word, and the full sentence for who cannot see it."""
    html = page(shown, "silence/2025-2026/")
    rows = re.findall(r'<tr><th scope="row"><a[^\n]*</tr>', html.partition("gk-heat--year")[2].partition("</table>")[0])
    assert len(rows) == 4
    for row in rows:
        spans = re.findall(r"<td(?: colspan=\"(\d+)\")?>", row)
        assert sum(int(span or 1) for span in spans) == 12
        for cell in re.findall(r"<a class=\"gk-heat__cell.*?</a>", row):
            assert "<svg" in cell
            assert re.search(r'<span class="gk-hidden">[^<]+：[^<]+</span>', cell)
    assert html.count('<th scope="col">9月</th>') == 1


def test_the_overview_tells_what_is_awaited_longest_first(shown: Board) -> None:
    """Eleven periods are awaited; the first is November 2025, with its day and its department."""
    found = silence.waiting(shown)
    assert len(found) == 11
    first = found[0]
    assert (first.matter, first.period, first.due, first.department, first.days) == (
        "经费月报",
        "2025年11月",
        date(2025, 12, 15),
        "工会",
        340,
    )
    html = page(shown, "silence/")
    assert "公开进度（待补）" in html
    assert "按学校登记的部门次序排列，不作排名" in html
    assert html.index("2026-2027学年") < html.index("2025-2026学年逐期明细")


def test_every_school_year_has_its_page(shown: Board) -> None:
    """The current year, and each before it in which anything was owed or disclosed."""
    addresses = [each.address for each in only_pages(silence.pages(shown))]
    assert addresses == ["silence/", "silence/2026-2027/", "silence/2025-2026/"]


def test_staff_matters_stay_off_the_public_board(write_tree: WriteTree) -> None:
    """内部账册 is a row of the staff board alone."""
    assert "内部账册" not in page(board(write_tree, extra=EXTRA), "silence/2025-2026/")
    assert "内部账册" in page(board(write_tree, Audience.STAFF, EXTRA), "silence/2025-2026/")


def test_a_school_without_catalogue_or_first_day_has_an_empty_board(write_tree: WriteTree) -> None:
    """Nothing is owed, nothing awaited, and the page says so."""
    bare = board(write_tree, extra={"catalogue.yml": "目录: []\n", "policy.yml": "预设: [初中]\n"})
    assert [each.name for each in school_years(bare.register, bare.coverage, date(2026, 11, 20))] == ["2026-2027"]
    assert "到期的都已公开，没有在等的。" in page(bare, "silence/")


def test_terms_that_share_a_month_stand_side_by_side(write_tree: WriteTree) -> None:
    """Two terms of which one ends in the month in which the other begins do not cover each other."""
    school = SCHOOL.replace("止: 2026-01-30", "止: 2026-01-15").replace("起: 2026-03-02", "起: 2026-01-20")
    shown = board(write_tree, extra={**EXTRA, "school.yml": school})
    assert [(column, width) for column, width, _ in cells(shown, "2025-2026", "收费")] == [(0, 5), (5, 6)]
