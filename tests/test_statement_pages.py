"""The pages of meetings, resolutions and statements: every number and the sentence that it leads to."""

from __future__ import annotations

import re

import pytest
from gongkai.records import Audience
from gongkai.render.pages import Page

from tests.conftest import WriteTree
from tests.record_pages import between, everything, record_pages, shown_to, text
from tests.record_tree import TREE, UNION


@pytest.fixture
def public() -> dict[str, Page]:
    return shown_to(Audience.PUBLIC)


@pytest.fixture
def staff() -> dict[str, Page]:
    return shown_to(Audience.STAFF)


# Meetings and resolutions


def test_a_meeting_says_who_came_and_whether_they_were_enough(public: dict[str, Page]) -> None:
    """92 of 98 is 93.9 %, and two thirds of 98 are 66 people."""
    words = text(public["meetings/05-03/"])
    assert "应到 98 人，实到 92 人，占 93.9%；须有应到人数的 2/3 以上到会，即 66 人，达到法定人数。" in words
    assert "列席 6 人，没有表决权。正式代表共 100 人，全校教职工 260 人。" in words
    assert "教师7070.0%不低于 60%管理人员（中层以上）1515.0%不高于 20%" in words
    assert "代表团代表人数高一年级60教辅40合计100" in words
    assert "会前报告2026年3月2日，报区教育工会，呈报表，批复：同意召开（会前 18 天）" in words
    assert "会后备案2026年3月30日，报区教育工会决议公布1 项在 2026年3月23日公布" in words
    assert "满意8190.0%基本满意910.0%不满意00.0%" in words
    assert "讨论分配办法讨论通过；材料：办法草案" in words


def test_a_meeting_lists_its_resolutions_with_their_verdicts(public: dict[str, Page]) -> None:
    """The resolutions come first, each with verdict, votes and how far it was carried out."""
    page = public["meetings/05-03/"]
    assert (
        "决议奖励性绩效工资分配办法 讨论通过通过执行：执行中赞成 52 票，超过代表总数 100 人的一半（至少 51 票）。"
    ) in text(page)
    assert 'href="../../meetings/05-03/resolution-1/"' in page.html


def test_a_resolution_shows_its_verdict_and_how_it_follows(public: dict[str, Page]) -> None:
    """Verdict first, then the chain of numbers, then each link of the reasoning in words."""
    words = text(public["meetings/05-03/resolution-1/"])
    assert (
        "结论通过赞成 52 票，超过代表总数 100 人的一半（至少 51 票）。100代表总数98应到92实到92发出票91收回票" in words
    )
    assert between(words, "结论怎样得出", "未采纳意见与说明") == (
        "到会：应到 98 人，实到 92 人，不少于应到人数的 2/3（66 人）。"
        "票数对得上：收回 91 ＝ 有效 90 ＋ 无效 1；有效 90 ＝ 赞成 52 ＋ 反对 30 ＋ 弃权 8。"
        "口径：按代表总数计算，要求过半数（恰好一半不算），依据：本校教代会实施细则。"
        "算法：代表总数 100 的一半是 50，至少要 51 票。"
        "结论：赞成 52 票，多 1 票，通过；会上宣布通过，与重算一致。"
    )
    assert "提高班主任系数总量受核定限制" in words
    assert "执行中2026年9月10日总务处。佐证：九月工资表。已按新办法发放一次。" in words
    assert words.index("结论怎样得出") < words.index("执行情况公布") < words.index("决议全文同意这一办法。")


def test_an_announced_verdict_that_does_not_follow_is_said_without_blame(write_tree: WriteTree) -> None:
    """With 50 of 100 votes 过半数 is not reached, whatever was announced."""
    changed = TREE["r/meetings/05-03/resolution-1.md"].replace("赞成: 52, 反对: 30", "赞成: 50, 反对: 32")
    pages = record_pages(write_tree, {**TREE, "r/meetings/05-03/resolution-1.md": changed})
    assert (
        "会上宣布通过；按代表总数重算，赞成 50 票，没有超过代表总数 100 人的一半（至少 51 票），"
        "与本校采用的规则不一致。"
    ) in text(pages["meetings/05-03/resolution-1/"])


def test_a_resolution_for_staff_has_no_public_page(public: dict[str, Page], staff: dict[str, Page]) -> None:
    """A narrower act is neither listed nor built for the public."""
    assert "meetings/05-03/resolution-2/" not in public
    assert not any("轮岗" in everything(page) for page in public.values())
    assert "赞成 92 票，超过代表总数 100 人的一半（至少 51 票）。" in text(staff["meetings/05-03/resolution-2/"])


# Finance


def test_a_statement_begins_with_its_total_sentence(public: dict[str, Page]) -> None:
    """1480 + 6000 in, 2040 + 8900 out, 3460 more out than in, 260 below zero at the end."""
    page = public["finances/union-2026-03/"]
    total = "收入 7,480.00 元，支出 10,940.00 元，超支 3,460.00 元；期末结余 −260.00 元。"
    words = text(page)
    assert words.startswith(f"财务›union-2026-03工会经费赤字，有说明2026年3月工会经费收支{total}")
    assert page.description == f"2026年3月工会经费收支：{total}"


def test_the_table_has_every_row_and_the_recomputed_totals(public: dict[str, Page]) -> None:
    """Sections, levels, 其中 rows and notes; totals that nobody wrote are computed."""
    words = between(text(public["finances/union-2026-03/"]), "2026年3月工会经费收支表", "签字")
    assert words == (
        "单位：元科目金额一、收入会费1,480.00拨缴经费6,000.00收入合计7,480.00"
        "二、支出职工活动三八节活动2,040.00场地2,040.00其中：灯光300.00职工服务8,900.00支出合计10,940.00"
        "结余（收入减支出）−3,460.00期初结余3,200.00期末结余−260.00"
        "下载这张表：CSV：2026年3月工会经费收支表 · XLSX：2026年3月工会经费收支表"
        "程序已逐行重新相加：期末结余与公布的一致。期初等于上期期末。"
    )


def test_a_table_names_its_unit_and_scopes_its_headings(public: dict[str, Page]) -> None:
    """A caption with the unit, headings for columns and rows, figures right, the balance in the foot."""
    html = public["finances/union-2026-03/"].html
    title, unit = "<span>2026年3月工会经费收支表</span>", '<span class="gk-unit">单位：元</span>'
    caption = f'<caption id="statement-caption">{title}{unit}</caption>'
    assert caption in html
    assert '<th scope="col">科目</th><th scope="col" class="gk-num">金额</th>' in html
    amount = '<td class="gk-num"><data value="6000.00">6,000.00</data></td>'
    assert f'<tr><th scope="row">拨缴经费</th>{amount}</tr>' in html
    assert '<tfoot>\n<tr><th scope="row">结余（收入减支出）</th>' in html


def test_the_chart_has_the_numbers_of_the_table(public: dict[str, Page]) -> None:
    """Every value drawn is a value of the table, and the sentence names the largest."""
    page = public["finances/union-2026-03/"]
    assert "支出最多的是职工服务，8,900.00 元，占支出合计的 81.4%。" in text(page)
    first = page.html[: page.html.index("</figure>")]
    drawn = re.findall(r'class="gk-chart__value"[^>]*>([^<]*)<', first)
    assert drawn == ["2,040.00 元", "8,900.00 元"]


def test_a_union_statement_explains_dues_deficit_plan_and_signatures(public: dict[str, Page]) -> None:
    """185 people times 8 yuan are the 1480 that stand in the table."""
    words = text(public["finances/union-2026-03/"])
    assert (
        "每人每月缴 10.00 元，其中上缴 2.00 元，留存 8.00 元。本期实缴 185 人 × 留存 8.00 元 ＝ 1,480.00 元。" in words
    )
    assert "赤字说明四月拨缴到账后补足下月计划文体活动 2000 元以内" in words
    assert "编制工会出纳审核工会会计批准工会主席" in words
    assert "工会经费审查审核经费审查委员会，2026年4月20日意见手续齐全" in words
    assert "本月超支3,460.00 元支出合计 10,940.00 − 收入合计 7,480.00 ＝ 3,460.00 重算一致" in words


def test_statements_of_a_series_lead_to_each_other(public: dict[str, Page]) -> None:
    """February and March are neighbours; the budget has none."""
    assert (
        'href="../../finances/union-2026-02/">上一期：2026年2月工会经费收支' in public["finances/union-2026-03/"].html
    )
    assert (
        'href="../../finances/union-2026-03/">下一期：2026年3月工会经费收支' in public["finances/union-2026-02/"].html
    )
    assert "gk-neighbours" not in public["finances/budget-2026/"].html


def test_a_budget_compares_its_two_columns(public: dict[str, Page]) -> None:
    """Both columns are added up, `—` stays a dash, and the chart shows them side by side."""
    page = public["finances/budget-2026/"]
    words = text(page)
    assert "本年预算：收入 100.00 万元，支出 100.00 万元，收支相抵。" in words
    assert "301基本支出80.2590.00工资60.2570.00办公20.0020.00项目支出—10.00支出合计80.25100.00" in words
    assert "单位：万元项目金额因公出国（境）费0.00公务用车购置及运行费2.50公务接待费0.20合计2.70" in words
    assert "表二 政府采购单位：万元科目金额货物3.00服务4.50合计7.50" in words
    assert re.findall(r'class="gk-chart__value"[^>]*>([^<]*)<', page.html) == [
        "70.00",
        "60.25",
        "20.00",
        "20.00",
        "10.00",
        "—",
    ]


def test_a_canteen_statement_says_how_its_margin_is_reckoned(public: dict[str, Page]) -> None:
    """84 of 10,000 is 0.84 %; the sides, the meals and the larder are told apart."""
    words = text(public["finances/canteen-2026-10/"])
    assert "经营方式自营库存期初 500.00，期末 420.00，减少 80.00" in words
    assert "盈亏率0.84% （收入 − 支出）÷ 收入，只算本期；按各期报表重算一致" in words
    assert "学生伙食10,000.009,916.0084.000.84%" in words
    assert "学生1,00010.00110,000.00" in words


def test_charges_are_a_table_with_the_number_to_call(public: dict[str, Page]) -> None:
    """Each charge with its payers, rate, nature, whether it is voluntary and its basis."""
    words = text(public["finances/fees-2026/"])
    assert "共 2 项收费：服务性收费 1 项，代收费 1 项；其中自愿选择的 1 项。" in words
    assert (
        "午餐费小学12.00元/生·餐服务性收费自愿食堂办法按实退作业本费初中据实结算元/生·学期代收费统一收取代收费办法"
        in words
    )
    assert "监督电话：0599-5550123" in words


def test_a_total_that_does_not_add_up_is_said_without_blame(write_tree: WriteTree) -> None:
    """A printed 期末 ten yuan off is shown beside the recomputed one."""
    changed = UNION.replace("期末: -260.00", "期末: -250.00")
    words = text(record_pages(write_tree, {**TREE, "r/finances/union-2026-03.yml": changed})["finances/union-2026-03/"])
    assert "期末公布为 −250.00，按本校口径重算为 −260.00，相差 10.00。" in words
    assert "与公布的一致" not in words
