"""The lists, the catalogue, the four 第一 and the rules: totals counted by hand, filters, weight of a row."""

from __future__ import annotations

import html as entities
import re
from datetime import date

import pytest
from gongkai.records import Audience
from gongkai.records.policy import Thresholds
from gongkai.views import accountability, assets, catalogue, lists
from gongkai.views.board import Board
from gongkai.views.policy import pages as policy
from gongkai.views.silence import pages as silence
from playwright.sync_api import Page as Tab

from tests.board_tree import FILES, board
from tests.conftest import ServeFolder, WriteTree
from tests.only_pages import only_pages


def _list(shown: Board, address: str) -> str:
    return next(str(page.html) for page in only_pages(lists.pages(shown)) if page.address == address)


def _rows(html: str) -> list[str]:
    return re.findall(r"<li data-.*?</li>", html, re.DOTALL)


def _text(html: str) -> str:
    return entities.unescape(re.sub(r"<[^>]*>", "", html))


def test_proposals_tell_their_totals(write_tree: WriteTree) -> None:
    """Public proposals of all congresses, withdrawn ones not in the rate, unreviewed ones only counted."""
    html = _list(board(write_tree), "proposals/")
    assert "教代会代表提出的提案，向社会公开 6 件，其中应答复 5 件，已答复 4 件（80.0%）。" in html
    assert "五届三次已收 1 件待审查，审查后列出。" in html
    assert "其中 2 件还没有到公开全文的时候" in html
    words = re.sub(r"<[^>]+>", "", html)
    assert "五届三次公开的提案 5 件：立案 2 件，并案 1 件，不立案 1 件，撤回 1 件。" in words
    assert "增设图书角" not in html


def test_each_session_has_its_line(write_tree: WriteTree) -> None:
    """公开, the five routes, and answered of those to be answered."""
    html = _list(board(write_tree), "proposals/")
    table = html[html.index('id="sessions-table"') : html.index("</table>", html.index('id="sessions-table"'))]
    lines = [
        _text(line).split() for line in re.findall(r'<tr><th scope="row">.*?</tr>', table.replace("</td>", " </td>"))
    ]
    assert lines == [
        ["五届三次5", "2", "1", "0", "1", "1", "3", "/", "4"],
        ["四届一次1", "1", "0", "0", "0", "0", "1", "/", "1"],
    ]


def test_rows_are_newest_first_and_carry_their_filters(write_tree: WriteTree) -> None:
    """A row can be found by session, by congress, department, state and year."""
    rows = _rows(_list(board(write_tree), "proposals/"))
    assert [re.search(r'href="(.*?)/"', row)[1] for row in rows] == [  # type: ignore[index]
        "05-03-002",
        "05-03-006",
        "05-03-001",
        "05-03-003",
        "05-03-004",
        "04-01-001",
    ]
    assert rows[0].startswith('<li data-届次="五届三次|五届" data-部门="总务处" data-状态="逾期" data-年份="2026">')
    assert _text(rows[0]) == "2026-09-20后勤与基建类提案（答复后公开全文）05-03-002 · 立案 · 总务处逾期 8 天"


def test_a_list_of_several_years_has_their_headings(write_tree: WriteTree) -> None:
    """Each year once, before its newest row; a list of one year has none."""
    shown = board(write_tree)
    found = re.findall(
        r'gk-rows__group--year"><h3>(.*?)</h3>|<a href="(.*?)/"', _list(shown, "proposals/").split("<ul")[-1]
    )
    assert [year or href for year, href in found][:2] == ["2026年", "05-03-002"]
    assert [year or href for year, href in found][-3:-1] == ["2025年", "04-01-001"]
    assert "gk-rows__group" not in _list(shown, "meetings/")


@pytest.mark.parametrize("address", ["proposals/", "opinions/", "meetings/", "finances/", "notices/", "promises/"])
def test_rows_are_light(write_tree: WriteTree, address: str) -> None:
    """Beyond its text a row takes at most 300 bytes, so that thousands of them still load."""
    rows = _rows(_list(board(write_tree), address))
    assert rows
    for row in rows:
        assert len(row.encode()) - len(_text(row).encode()) <= 300


def test_opinions_tell_how_many_have_an_answer(write_tree: WriteTree) -> None:
    """One of two is answered; of so few no rate in per cent is told."""
    html = _list(board(write_tree), "opinions/")
    assert "向社会公开 2 件，已有回音 1 件（1 / 2）。" in html


def test_meetings_stand_beside_their_resolutions(write_tree: WriteTree) -> None:
    """A resolution is a row of its own with its verdict."""
    rows = [_text(row) for row in _rows(_list(board(write_tree), "meetings/"))]
    assert rows == [
        "2026-10-16第五届教职工代表大会第三次会议应到 98 人，实到 92 人，决议 1 项教代会",
        "2026-10-16绩效工资分配办法第五届教职工代表大会第三次会议 · 决议 1 · 讨论通过通过",
    ]


def test_promises_are_counted_by_what_became_of_them(write_tree: WriteTree) -> None:
    """One kept in time, one ten days late, none open."""
    html = _list(board(write_tree), "promises/")
    assert "到期的和已经兑现的 2 项，其中按期兑现 1 项（1 / 2），迟兑现 1 项，到期未完成 0 项；未到期 0 项。" in html
    assert [_text(row) for row in _rows(html)] == [
        "2026-10-31公布菜单与价格提案 05-03-001 延长晚餐供餐时间已兑现，迟 10 天",
        "2025-06-30公布校车路线图提案 04-01-001 公布校车路线已兑现",
    ]


def test_staff_records_are_listed_for_staff_only(write_tree: WriteTree) -> None:
    """The totals of either audience count what that audience may see."""
    assert "向社会公开 1 份。" in _list(board(write_tree), "finances/")
    assert "教职工可见 2 份。" in _list(board(write_tree, Audience.STAFF), "finances/")


def test_a_list_without_records_says_so(write_tree: WriteTree) -> None:
    """No filters, no empty table: one sentence."""
    late = FILES["notices/title-2026-1.md"].replace("公开范围: 社会", "公开范围: 不公开")
    other = FILES["notices/award-2026-1.md"].replace("公开范围: 社会", "公开范围: 不公开")
    hidden = {"notices/title-2026-1.md": late, "notices/award-2026-1.md": other}
    html = _list(board(write_tree, extra=hidden), "notices/")
    assert "还没有公开的记录。" in html
    assert "<form" not in html


def test_the_catalogue_tells_what_is_missing(write_tree: WriteTree) -> None:
    """Two periods owed, October made, September missing since the 15th of October: 36 days."""
    (page,) = catalogue.pages(board(write_tree))
    html = str(page.html)
    assert "学校应当公开的内容向社会公开的有 2 项。" in html
    assert "应公开 2 期，已公开 1 期（1 / 2）" in html
    assert '<a href="../silence/#waiting"><strong class="gk-late">待补 1 期</strong></a>' in html
    (waiting,) = silence.waiting(board(write_tree))
    assert (waiting.matter, waiting.period, waiting.due) == ("经费月报", "2026年9月", date(2026, 10, 15))
    assert (waiting.department, waiting.days) == ("工会", 36)
    assert 'href="../finances/union-2026-10/" title="2026年10月：按时"' in html
    assert "每月公开 · 工会负责 · 网站、公开栏" in html
    assert "内部账册" not in html


def test_the_four_first_stand_in_their_order(write_tree: WriteTree) -> None:
    """Party, administration, union, staff; then how to judge; then every channel with its number."""
    (page,) = accountability.pages(board(write_tree))
    text = _text(str(page.html))
    places = [
        text.index(word) for word in ("党支部书记", "校长", "工会主席", "全体教职工", "满意度测评表", "0599-5550118")
    ]
    assert places == sorted(places)


def test_the_rules_tell_value_basis_and_standing(write_tree: WriteTree) -> None:
    """What holds today, what is only advice, and what held before."""
    (page,) = policy.pages(board(write_tree))
    html = str(page.html)
    reply = next(line for line in re.findall(r"<tr>.*?</tr>", html) if "提案交办后多久答复" in line)
    assert " ".join(_text(reply).split()) == (
        "答复期限提案交办后多久答复45 个自然日五届一次教代会决议2026年9月1日起"
        "提案 2 件 2026-09-01 至 2026-09-28"
        "2020年9月1日至2026年8月31日：60 个自然日 提案 4 件 2025-03-06 至 2026-08-29已采用"
    )
    advice = next(line for line in re.findall(r"<tr>.*?</tr>", html) if "最多延期几次" in line)
    assert _text(advice).endswith("1 次常见做法，学校可以改—建议")
    assert "不低于 2/3" in html
    assert html.index("2026年9月1日起 · 已采用") < html.index("2020年9月1日起 · 已采用 · 旧提案工作办法")
    assert "<dd>60 个自然日</dd>" in html


def test_every_threshold_has_a_group() -> None:
    """No threshold is forgotten on the page of the rules, and none stands twice."""
    named = [name for _, _, names in policy.GROUPS for name in names]
    assert sorted(named) == sorted(Thresholds.model_fields)


def test_filters_work_from_the_address(write_tree: WriteTree, serve_folder: ServeFolder, page: Tab) -> None:
    """Chinese keys in the address choose the rows; what is chosen goes back into the address."""
    shown = board(write_tree)
    files = {f"site/{asset.address}": asset.content for asset in assets.files_of(shown)}
    frame = '<!doctype html><meta charset="utf-8">{}<script src="../assets/gongkai/gongkai.js"></script>'
    site = write_tree({**files, "site/proposals/index.html": frame.format(_list(shown, "proposals/"))}) / "site"
    address = serve_folder(site)
    page.goto(f"{address}proposals/?届次=五届&状态=逾期")
    assert page.locator("#list > li:visible a").all_inner_texts() == ["后勤与基建类提案（答复后公开全文）"]
    assert page.locator("#list h3:visible").all_inner_texts() == ["2026年"]
    assert page.locator("[data-gk-count]").inner_text() == "1"
    page.select_option("select[name=状态]", "")
    assert page.locator("#list > li[data-届次]:visible").count() == 5
    page.select_option("select[name=届次]", "四届")
    assert page.locator("#list h3:visible").all_inner_texts() == ["2025年"]
    page.select_option("select[name=届次]", "五届")
    assert page.evaluate("decodeURIComponent(location.search)") == "?届次=五届"
