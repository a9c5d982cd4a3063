"""The home page: its figures, what is overdue, what is new, what is missing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from gongkai.derive.rates import Rate
from gongkai.records import Audience
from gongkai.render.pages import INTRODUCTION
from gongkai.select import Selected
from gongkai.views import home
from gongkai.views.board import Board
from gongkai.views.latest import latest

from tests.board_tree import FILES, board
from tests.conftest import WriteTree


def _home(shown: Board) -> str:
    (page,) = home.pages(shown)
    assert page.address == ""
    return str(page.html)


def _in_one_piece(html: str) -> str:
    """The words of the page where some are kept from being parted at a line's end."""
    return re.sub(r'<span class="gk-nowrap">([^<]*)</span>', r"\1", html)


def _figures(html: str) -> list[tuple[str, ...]]:
    pattern = (
        r'gk-figure__label">(.*?)</p>.*?gk-figure__number">(.*?)</span>\s*'
        r'<span class="gk-figure__unit">(.*?)</span>.*?<a href="(.*?)">(.*?)</a>'
    )
    return re.findall(pattern, html, re.DOTALL)


def test_the_four_figures_are_counted_from_public_records(write_tree: WriteTree) -> None:
    """Answered of this congress, the longest wait, notices today, promises kept: each with its list."""
    assert _figures(_home(board(write_tree))) == [
        ("本届提案已答复", "3", "/ 4 件", "./proposals/?届次=五届", "看 5 件清单（含撤回）"),
        ("等待最久", "53", "天", "./proposals/05-03-002/", "05-03-002 后勤与基建类提案（答复后公开全文）"),
        ("正在公示", "1", "项", "./notices/?状态=公示中", "最近 11月24日到期"),
        ("承诺按期兑现", "1", "/ 2 项", "./promises/", "看承诺清单"),
    ]


def test_every_figure_says_how_it_is_counted(write_tree: WriteTree) -> None:
    """The definition names what is in the denominator, what is not, and what is left out."""
    html = _home(board(write_tree))
    assert "分母：五届教代会向社会公开、已经审查的提案 4 件。" in html
    assert "没有立案但已说明理由的，共 3 件。" in html
    assert "提案人撤回的 1 件不计。另有 1 件已收到、等待审查，尚未计入。答复率 75.0%。" in html
    assert "迟兑现 1 项，到期未完成 0 项。" in html
    assert html.count("怎么算") == 4


def test_what_is_overdue_heads_the_page(write_tree: WriteTree) -> None:
    """Before the figures, in the tone of lateness, with the signed statement and its new day."""
    html = _home(board(write_tree))
    banner = html.index("逾期未答复 1 件")
    assert "gk-banner--late" in html[:banner]
    assert banner < html.index("gk-figures")
    assert "期限 2026年11月12日，<strong>逾期 8 天</strong>。校长说明：灯具到货推迟；新期限 2026年11月30日。" in html


def test_speaking_up_and_the_week_follow_the_figures(write_tree: WriteTree) -> None:
    """Before what is new: where to write, how much is new since the 14th, and what is owed."""
    html = _home(board(write_tree))
    now = html[html.index("gk-now") : html.index('id="new"')]
    assert html.index("gk-figures") < html.index("gk-now")
    assert 'href="./intake/opinion/">我要反映</a>' in now
    assert 'href="./intake/proposal/">我要提案</a>' in now
    assert '最近七天<a href="#new">新公开 1 项</a>；公开目录里<a href="./silence/#waiting">待补 1 期</a>。' in now


def test_the_introduction_comes_below_what_is_new(write_tree: WriteTree) -> None:
    """The school's own words have their place, once, after the figures and what is new."""
    html = _home(board(write_tree))
    assert html.count(INTRODUCTION) == 1
    assert html.index('id="new"') < html.index('id="progress"') < html.index(INTRODUCTION) < html.index('id="frame"')


def test_the_newest_comes_first_and_each_page_once(write_tree: WriteTree) -> None:
    """One line for each record, by its last act; what is still unreviewed or to come is not told."""
    found = latest(board(write_tree), 6)
    assert [(each.on.isoformat(), each.address, each.words) for each in found] == [
        ("2026-11-16", "notices/title-2026-1/", "公示至 2026年11月24日"),
        ("2026-11-13", "proposals/05-03-002/", "校长说明逾期原因，新期限 2026年11月30日"),
        ("2026-11-11", "opinions/mail-2026-001/", "交办教学处"),
        ("2026-11-10", "proposals/05-03-001/", "承诺已兑现"),
        ("2026-10-31", "finances/union-2026-10/", "收入 1,500.00 元，支出 1,200.50 元，期末 309.50 元"),
        ("2026-10-16", "meetings/05-03/", "应到 98 人，实到 92 人，决议 1 项"),
    ]
    assert found[1].chip.word == "逾期 8 天"


def test_a_resolution_is_news_of_its_own(write_tree: WriteTree) -> None:
    """It leads to its own page, with the vote and the verdict that follows from it."""
    (found,) = [each for each in latest(board(write_tree), 20) if "resolution" in each.address]
    assert (found.address, found.title) == ("meetings/05-03/resolution-1/", "绩效工资分配办法")
    assert found.words == "第五届教职工代表大会第三次会议，赞成 52 / 代表总数 100"
    assert found.chip.word == "通过"


def test_the_frame_tells_the_last_of_each_assembly(write_tree: WriteTree) -> None:
    """The box, the two boards, and each kind of meeting the school holds, also one not yet held."""
    html = _in_one_piece(_home(board(write_tree)))
    assert "本学期公开的来信 2 件，已有回音 1 件，办理中 1 件。" in html
    assert "最近一次 2026年10月16日。" in html
    assert "家长联系会</h3><p>本版还没有记录；只向教职工公开的见对内公开栏。" in html


def test_the_frame_tells_how_often_the_school_meets(write_tree: WriteTree) -> None:
    """How often an assembly takes place stands there where the school has adopted it."""
    often = "      会议频次: [{会议: 家长联系会, 每: 学期, 次: 2}]\n"
    shown = board(write_tree, extra={"policy.yml": FILES["policy.yml"] + often})
    assert "家长联系会</h3><p>每学期至少 2 次。本版还没有记录；" in _in_one_piece(_home(shown))


def test_progress_shows_what_is_missing(write_tree: WriteTree) -> None:
    """September's statement is missing, October's is there, November's is not yet due."""
    html = _home(board(write_tree))
    assert "待补 1 期" in html
    assert re.findall(r'title="(2026年[^"]*)"', html) == [
        "2026年9月：待补",
        "2026年10月：按时",
        "2026年11月：未到期",
    ]


def test_staff_matters_stay_out_of_the_public_home(write_tree: WriteTree) -> None:
    """A staff-only matter and its record are on the staff board and nowhere on the public one."""
    assert "内部账册" not in _home(board(write_tree))
    assert "内部账册" in _home(board(write_tree, Audience.STAFF))


def test_nothing_published_is_said_plainly(write_tree: WriteTree) -> None:
    """A school without a record yet has a home page all the same."""
    bare = board(write_tree)
    nothing = _home(Board(_without_records(bare)))
    assert "还没有公开的记录。" in nothing
    assert "没有等待答复的事项" in nothing


def _without_records(shown: Board) -> Selected:

    return replace(shown.selected, register=replace(shown.register, records={}), received=())


@pytest.mark.parametrize(("part", "whole", "percent"), [(2, 3, "66.7"), (1, 16, "6.3"), (0, 0, "0.0"), (5, 5, "100.0")])
def test_rates_round_half_up(part: int, whole: int, percent: str) -> None:
    """2/3 is 66.7, 1/16 = 6.25 is 6.3, nothing of nothing is 0."""
    assert str(Rate(part, whole).percent) == percent
