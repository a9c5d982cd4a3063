"""Pages of decisions, agreements and regulations: the chain is linked both ways, and what is in force stands first."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain

from gongkai.load import load
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.views import agreements, decisions, notices, regulations
from gongkai.views.board import Board
from gongkai.views.finances import pages as finances
from gongkai.views.meetings import pages as meetings

from tests.conftest import WriteTree
from tests.decision_tree import AGREEMENT, DECISION, LEDGER, REGULATION, RESOLUTION, TODAY, TREE
from tests.only_pages import only_pages

CHAIN = (decisions, agreements, regulations, meetings, notices, finances)
NOTICE = """---
公开范围: 社会
标题: 课桌椅采购成交公示
事由: 采购
起: 2026-03-16
止: 2026-03-18
异议: {受理: 总务处, 电话: 0599-5550123}
结果: 无异议
---
成交单价三百七十五元。
"""
LINKED = {
    "meetings/council-2026-1/resolution-1.md": RESOLUTION.replace("办法（草案）", "更新课桌椅"),
    "notices/procure-2026-1.md": NOTICE,
    "decisions/desks-2026-1.md": DECISION.replace(
        "责任部门",
        "决议: meetings/council-2026-1/resolution-1\n公示: notices/procure-2026-1\n"
        "依据制度: regulations/appraisal-2026\n结果: 验收合格\n完成日期: 2026-03-30\n责任部门",
    ),
}


def pages(
    write_tree: WriteTree, files: dict[str, str], audience: Audience = Audience.PUBLIC, today: date = TODAY
) -> dict[str, Page]:
    folder = write_tree({**TREE, **files})
    board = Board(select(load([folder], folder).register, audience, today))
    found = only_pages(chain.from_iterable(view.pages(board) for view in CHAIN))
    return {page.address: page for page in found}


def links(page: Page) -> set[str]:
    """The records to which a page links."""
    return {link.removeprefix("../../").removeprefix("../") for link in re.findall(r'href="([^"]*)"', str(page.html))}


def words(page: Page) -> str:
    """A page as it is read, without its marks and white space."""
    return re.sub(r"<[^>]*>|\s", "", str(page.html))


def test_every_link_of_the_chain_leads_both_ways(write_tree: WriteTree) -> None:
    """From the decision to its meeting, resolution, notice, regulation and statement, and back from each."""
    found = pages(write_tree, LINKED)
    decision = found["decisions/desks-2026-1/"]
    others = (
        "meetings/council-2026-1/",
        "meetings/council-2026-1/resolution-1/",
        "notices/procure-2026-1/",
        "regulations/appraisal-2026/",
        "finances/ledger-2026-03/",
    )
    assert set(others) <= links(decision)
    for address in others:
        back = {link.removeprefix("../") for link in links(found[address])}
        assert "decisions/desks-2026-1/" in back, address


def test_the_steps_stand_in_their_order(write_tree: WriteTree) -> None:
    """议题, 会议, 决议, 公示, 结果, 支出, with their days and what was spent."""
    text = words(pages(write_tree, LINKED)["decisions/desks-2026-1/"])
    steps = ["议题2026年3月2日", "会议2026年3月12日", "决议2026年3月12日", "公示2026年3月16日至2026年3月18日"]
    steps += ["结果2026年3月30日验收合格", "支出报表里共90,000.00元"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    assert "决定的金额90,000.00元，报表里已经支出90,000.00元（100.0%）。" in text


def test_a_decision_leads_with_how_far_it_has_come(write_tree: WriteTree) -> None:
    """Done with its result and both amounts, on notice with its last day, or still under way."""
    page = "decisions/desks-2026-1/"
    done = words(pages(write_tree, LINKED)[page])
    assert "已办结2026年3月12日决定，总务处负责；2026年3月30日办结：验收合格。" in done
    assert "90,000.00决定的金额（元）90,000.00报表里已经支出（元）" in done
    shown = LINKED["decisions/desks-2026-1.md"].replace("结果: 验收合格\n完成日期: 2026-03-30\n", "")
    up = words(pages(write_tree, {**LINKED, "decisions/desks-2026-1.md": shown}, today=date(2026, 3, 17))[page])
    assert "公示中2026年3月12日决定，总务处负责；结果正在公示，到2026年3月18日为止。" in up
    assert "办理中2026年3月12日决定，总务处负责；还在办理。" in words(pages(write_tree, {})[page])


def test_a_regulation_leads_with_whether_to_act_by_it(write_tree: WriteTree) -> None:
    """A version in force says from when."""
    shown = words(pages(write_tree, {})["regulations/appraisal-2026/"])
    assert "现行有效2026年4月1日起执行，现在按这一版办。" in shown


def test_what_is_still_to_come_is_said(write_tree: WriteTree) -> None:
    """A decision just taken has no result and no spending yet."""
    bare = LEDGER.replace(", 依据: decisions/desks-2026-1", "")
    text = words(pages(write_tree, {"finances/ledger-2026-03.yml": bare})["decisions/desks-2026-1/"])
    assert "办结以后在这里公布" in text
    assert "还没有公布的报表引用这项决策" in text
    assert "引用这项决策的支出" not in text


def test_a_day_to_come_is_not_called_a_result(write_tree: WriteTree) -> None:
    """A 完成日期 after today leaves the result awaited, as the chip says 办理中."""
    planned = DECISION.replace("责任部门:", "完成日期: 2026-12-31\n责任部门:")
    text = words(pages(write_tree, {"decisions/desks-2026-1.md": planned})["decisions/desks-2026-1/"])
    assert "办理中" in text
    assert "办结以后在这里公布" in text
    assert "已办结" not in text


def test_the_public_sees_no_staff_decision_and_no_staff_statement(write_tree: WriteTree) -> None:
    """What only the staff may see is not on the meeting's page, nor added to what was spent."""
    secret = DECISION.replace("公开范围: 社会", "公开范围: 教职工").replace("课桌椅采购", "内部采购")
    hidden = LEDGER.replace("公开范围: 社会", "公开范围: 教职工").replace("2026-03", "2026-04")
    files = {"decisions/desks-2026-2.md": secret, "finances/ledger-2026-04.yml": hidden}
    public, staff = pages(write_tree, files), pages(write_tree, files, Audience.STAFF)
    assert "内部采购" not in words(public["meetings/council-2026-1/"])
    assert "内部采购" in words(staff["meetings/council-2026-1/"])
    assert "报表里共90,000.00元" in words(public["decisions/desks-2026-1/"])
    assert "报表里共180,000.00元" in words(staff["decisions/desks-2026-1/"])
    assert "decisions/desks-2026-2/" not in public


def test_regulations_in_force_stand_first(write_tree: WriteTree) -> None:
    """Then trials, what is to come and drafts; what was replaced stands last and leads to the new version."""
    old = REGULATION.replace("2026年修订", "2019年制定").replace("2026-04-01", "2019-09-01").replace("通过决议", "文号")
    files = {
        "regulations/appraisal-2019.md": old,
        "regulations/appraisal-2026.md": REGULATION.replace("标签", "替代: regulations/appraisal-2019\n标签"),
        "regulations/phones-2026.md": REGULATION.replace("考核办法", "手机规定").replace("状态: 正式", "状态: 试行"),
        "regulations/books-2026.md": REGULATION.replace("考核办法", "借书规则").replace("状态: 正式", "状态: 草案"),
    }
    found = pages(write_tree, files)
    listed = str(found["regulations/"].html)
    headings = re.findall(r'<li class="gk-rows__group"><h2>(.*?)</h2>', listed)
    assert headings == ["现行有效", "试行中", "草案", "已被替代"]
    order = [listed.index(f'href="{number}-20') for number in ("appraisal", "phones", "books")]
    assert order == sorted(order)
    assert "这一版不再执行，已被考核办法（2026年修订）替代。" in words(found["regulations/appraisal-2019/"])
    assert "历次版本2026年修订（本页）现行有效2026年4月1日起2019年制定已被替代2019年9月1日起" in words(
        found["regulations/appraisal-2026/"]
    )


def test_an_agreement_says_how_long_it_runs(write_tree: WriteTree) -> None:
    """691 days from 2026-05-20 to 2028-04-10; before its day it has not begun, after its last it is over."""
    running = words(pages(write_tree, {})["agreements/female-2026/"])
    assert "2026年4月11日起，到2028年4月10日止，还有691天。" in running
    before = words(pages(write_tree, {}, today=date(2026, 4, 10))["agreements/female-2026/"])
    assert "还没有生效，2026年4月11日生效；约定的期限到2028年4月10日止。" in before
    after = words(pages(write_tree, {}, today=date(2028, 4, 12))["agreements/female-2026/"])
    assert "已到期2天" in after


def test_how_an_agreement_was_kept(write_tree: WriteTree) -> None:
    """Each report stands on the page, with the meeting that heard it."""
    report = (
        "---\n日期: 2026-05-10\n期间: 2026年上半年\n报告对象: 教代会\n会议: meetings/05-03\n---\n检查已全部安排。\n"
    )
    files = {"agreements/general-2026/agreement.md": AGREEMENT, "agreements/general-2026/performance-1.md": report}
    page = pages(write_tree, files)["agreements/general-2026/"]
    assert "2026年上半年履行报告2026年5月10日，向教代会报告" in words(page)
    assert "检查已全部安排。" in words(page)
    assert "meetings/05-03/" in links(page)
