"""Proposals, promises and the silence board as charts: what is drawn, said and told is one count."""

from __future__ import annotations

import re
from html import unescape

import pytest
from gongkai.derive.lookback import years
from gongkai.derive.rates import keeping
from gongkai.derive.statistics import Statistics, statistics
from gongkai.load import load
from gongkai.records import Audience
from gongkai.select import select
from gongkai.views import promise_charts
from gongkai.views.board import Board
from gongkai.views.proposals import charts as proposal_charts
from gongkai.views.silence import charts as silence_charts
from markupsafe import Markup

from tests.board_tree import FILES, TODAY, board
from tests.conftest import WriteTree
from tests.test_charts_shapes import attributes, table, texts


@pytest.fixture
def school(write_tree: WriteTree) -> Board:
    return board(write_tree)


def _found(school: Board) -> Statistics:
    return statistics(school.register, school.today)


def _sentence(markup: Markup) -> str:
    found = re.search(r"<figcaption>(.*?)</figcaption>", str(markup))
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


def test_the_routes_of_all_proposals(school: Board) -> None:
    """Three were filed, one merged, one refused, one withdrawn; none became an opinion, so none is drawn."""
    markup = proposal_charts.all_routes(school, _found(school))
    assert _sentence(markup) == "全部公开的提案 6 件：立案 3 件，并案 1 件，不立案 1 件，撤回 1 件。"
    assert table(markup)[1:] == [["立案", "3"], ["并案", "1"], ["不立案", "1"], ["撤回", "1"], ["合计", "6"]]


def test_the_outcomes_of_the_answered(school: Board) -> None:
    """Two answers were carried out; the merged one and the refused one have no outcome of their own."""
    markup = proposal_charts.all_outcomes(school, _found(school))
    assert _sentence(markup) == (
        "已答复的提案里 2 件写明结果：已解决 2 件；另有随主案答复 1 件，没有立案、已说明理由 1 件。"
    )
    assert table(markup)[1:] == [["已解决", "2"], ["合计", "2"]]


def test_how_long_answers_took(school: Board) -> None:
    """19 and 26 days in time; 53 days are waited for the third: the middle is 26, the deadline stands at 45."""
    markup = proposal_charts.days(school, _found(school))
    assert _sentence(markup) == (
        "3 件计入办理天数，中位数 26 天，最长 53 天（05-03-002）；按期答复 2 件，到期未答复 1 件。"
        "现行答复期限 45 个自然日。"
    )
    assert table(markup)[0] == ["天数", "按期答复", "到期未答复", "合计"]
    assert table(markup)[2] == ["16至30天", "2", "0", "2"]
    assert table(markup)[4] == ["46至60天", "0", "1", "1"]
    assert table(markup)[-1] == ["合计", "2", "1", "3"]
    assert texts(markup, "gk-chart__note") == ["期限 45 天"]
    assert ("gk-chart__limit", "50%") in attributes(markup, "line", "class", "x1")


@pytest.mark.parametrize(
    ("deadline", "drawn", "said"),
    [
        ("{数: 60, 按: 自然日}", "66.67%", "现行答复期限 60 个自然日。"),
        ("{数: 20, 按: 自然日}", "22.22%", "现行答复期限 20 个自然日。"),
        ("{数: 120, 按: 自然日}", None, "现行答复期限 120 个自然日。"),
        ("{数: 30, 按: 工作日}", None, "现行答复期限 30 个工作日，不按自然日数，图上不画。"),
    ],
)
def test_the_deadline_stands_where_it_lies(write_tree: WriteTree, deadline: str, drawn: str | None, said: str) -> None:
    """20 days lie a third into the second of six spans; what is not counted in days is not drawn among them."""
    policy = FILES["policy.yml"].replace("答复期限: {数: 45, 按: 自然日}", f"答复期限: {deadline}")
    found = board(write_tree, extra={"policy.yml": policy})
    markup = proposal_charts.days(found, _found(found))
    limits = [x for kind, x in attributes(markup, "line", "class", "x1") if kind == "gk-chart__limit"]
    assert limits == ([drawn] if drawn else [])
    assert _sentence(markup).endswith(said)


def test_the_trend_says_what_changed_and_what_is_still_open(school: Board) -> None:
    """Five after one; of two counted times the middle is 36; rates of too few are told as counts and not drawn."""
    markup = proposal_charts.trend(school, _found(school))
    assert _sentence(markup) == (
        "五届三次收到提案 5 件，比四届一次多 4 件；中位天数 36 天，比四届一次多 10 天；"
        "五届三次还有 1 件在办，数字还会变。"
    )
    assert table(markup) == [
        ["届次", "收到提案（件）", "答复率", "中位天数（天）", "按期率", "最终满意率"],
        ["四届一次", "1", "1 / 1", "26", "1 / 1", "—"],
        ["五届三次", "5", "75.0%", "36", "1 / 2", "1 / 1"],
    ]
    assert texts(markup, "gk-chart__value") == ["5", "1", "75.0%", "36", "26"]


def test_departments_stand_in_the_order_of_the_school(school: Board) -> None:
    """总务处 has the overdue one; the chart keeps the school's own order and says so."""
    markup = proposal_charts.departments(school, _found(school))
    assert _sentence(markup) == "2 个部门承办过提案，承办最多的是总务处，3 件；总务处有逾期未答复的。"
    assert table(markup)[1:] == [["总务处", "2", "0", "1", "3", "1 / 2"], ["教学处", "1", "0", "0", "1", "1 / 1"]]
    assert "按学校名册的次序，不排名" in markup


def test_what_became_of_promises(school: Board) -> None:
    """One was kept in time and one late; lookback tells the same by school year."""
    found = keeping(school.cases.values())
    markup = promise_charts.kept(school, found)
    assert (
        _sentence(markup) == "2 项承诺里，到期或已兑现的 2 项：按期兑现 1 项（1 / 2），迟兑现 1 项，没有到期未完成的。"
    )
    assert table(markup)[1:] == [
        ["按期兑现", "1"],
        ["迟兑现", "1"],
        ["到期未完成", "0"],
        ["未到期", "0"],
        ["合计", "2"],
    ]
    by_year = promise_charts.by_year(school, years(school.cases.values()))
    assert _sentence(by_year) == ("2026-2027学年的承诺 1 项：迟兑现 1 项；按期兑现率 0 / 1，2024-2025学年 1 / 1。")
    assert table(by_year)[1:] == [
        ["2026-2027学年", "0", "1", "0", "0", "1", "0 / 1"],
        ["2024-2025学年", "1", "0", "0", "0", "1", "1 / 1"],
    ]


def test_a_school_year_at_a_glance(school: Board) -> None:
    """September is missing, October in time, November not yet due; the staff's own matter is not there."""
    markup = silence_charts.at_a_glance(school, school.school_years[0], "glance", current=True)
    assert _sentence(markup) == "2026-2027学年到今天应公开 2 期：按时 1 期，待补 1 期；还有 1 期没有到期。"
    assert table(markup) == [
        ["事项", "应公开", "按时", "迟", "待补", "未到期"],
        ["提案", "—", "—", "—", "—", "—"],
        ["经费月报", "2", "1", "0", "1", "1"],
        ["合计", "2", "1", "0", "1", "1"],
    ]
    fills = [kind for kind, x in attributes(markup, "rect", "class", "x") if str(x).endswith("%")]
    assert [str(kind).split("--")[1] for kind in fills][-3:] == ["late", "full", "hollow"]
    assert "内部账册" not in markup


def test_the_school_years_side_by_side(school: Board) -> None:
    """One period is missing in the only year; an unfinished year is said to be one."""
    markup = silence_charts.by_year(school, school.school_years)
    assert _sentence(markup) == "待补 1 期：2026-2027学年 1 期。"
    assert table(markup)[1] == ["2026-2027学年", "1", "0", "1", "1", "3"]
    assert "2026-2027学年还没有过完" in markup


def test_a_school_without_proposals_says_so(write_tree: WriteTree) -> None:
    """Nothing is drawn of nothing, and every sentence is still true."""
    kept = ("school.yml", "policy.yml", "catalogue.yml")
    root = write_tree({f"empty/{name}": FILES[name] for name in kept})
    loaded = load([root / "empty"], root)
    found = Board(select(loaded.register, Audience.PUBLIC, TODAY))
    every = statistics(found.register, found.today)
    assert [
        _sentence(chart(found, every))
        for chart in (
            proposal_charts.all_routes,
            proposal_charts.all_outcomes,
            proposal_charts.days,
            proposal_charts.trend,
            proposal_charts.departments,
        )
    ] == [
        "还没有公开的提案。",
        "还没有写明结果的答复。",
        "还没有可以计算办理天数的提案。现行答复期限 45 个自然日。",
        "还没有可以比较的届次。",
        "还没有交给部门承办的提案。",
    ]
    assert _sentence(promise_charts.kept(found, keeping(found.cases.values()))) == "还没有写明期限的承诺。"
    assert _sentence(promise_charts.by_year(found, ())) == "还没有写明期限的承诺。"
