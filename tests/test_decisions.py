"""What the checker says about decisions and the money that follows them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from gongkai.derive.spending import account, decisions_by_origin, spending_by_basis
from gongkai.findings import Severity
from gongkai.load import load
from gongkai.records.decision import Decision

from tests.conftest import WriteTree
from tests.decision_tree import COUNCIL, DECISION, LEDGER, POLICY, RESOLUTION, TREE, findings, told

DESKS = "decisions/desks-2026-1.md"
LEDGER_FILE = "finances/ledger-2026-03.yml"


def changed(old: str, new: str, text: str = DECISION) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_the_tree_is_clean(write_tree: WriteTree) -> None:
    """A purchase decided at a meeting and paid for is nothing to object to; nor are wages or exempt books."""
    assert findings(write_tree, {}) == []


def test_a_large_purchase_names_its_meeting(write_tree: WriteTree) -> None:
    """90,000 is above the school's 50,000; with 49,999.99 no meeting is asked for."""
    without = changed("会议: meetings/council-2026-1\n", "")
    (found,) = findings(write_tree, {DESKS: without})
    assert told([found]) == [("C80", f"{DESKS}:2:1")]
    assert found.message == "金额 90,000.00 元，按本校规则满 50,000 元须经集体决策，没有写在哪次会上决定。"
    small = without.replace("90000.00", "49999.99")
    paid = changed("金额: 90000.00, ", "金额: 49999.99, ", LEDGER).replace("150000.00", "109999.99")
    assert findings(write_tree, {DESKS: small, LEDGER_FILE: paid}) == []


@pytest.mark.parametrize("kind", ["重大决策", "重要干部任免", "重要项目安排", "大额资金"])
def test_the_four_matters_always_name_their_meeting(write_tree: WriteTree, kind: str) -> None:
    """三重一大 is decided together whatever it costs, and whatever the school has adopted."""
    text = changed("会议: meetings/council-2026-1\n", "").replace("类型: 采购", f"类型: {kind}")
    no_policy = "启用日期: 2025-09-01\n"
    (found,) = findings(write_tree, {DESKS: text, "policy.yml": no_policy})
    assert (found.code.code, found.level) == ("C80", Severity.ERROR)
    assert found.message == f"类型是“{kind}”，没有写在哪次会上决定。"


def test_a_purchase_without_amount(write_tree: WriteTree) -> None:
    """What a purchase costs is the first thing that it tells."""
    assert told(findings(write_tree, {DESKS: changed("金额: 90000.00\n", "")})) == [("C80", f"{DESKS}:2:1")]


def test_a_resolution_alone_names_its_meeting(write_tree: WriteTree) -> None:
    """The meeting follows from the number of the resolution."""
    text = changed("会议: meetings/council-2026-1", "决议: meetings/council-2026-1/resolution-1")
    assert findings(write_tree, {DESKS: text, "meetings/council-2026-1/resolution-1.md": RESOLUTION}) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("日期: 2026-03-12\n会议", "日期: 2026-03-11\n会议", "7:5", "决定日期 2026-03-11，会议 2026-03-12 才开。"),
        ("2026-03-02", "2026-03-13", "6:7", "提出日期 2026-03-13 在决定日期 2026-03-12 之后。"),
        ("责任部门", "完成日期: 2026-03-11\n责任部门", "9:7", "完成日期 2026-03-11 在决定日期 2026-03-12 之前。"),
        (
            "会议: meetings/council-2026-1",
            "决策方式: 传阅会签",
            "8:7",
            "金额 90,000.00 元，按本校规则满 50,000 元须经集体决策，决策方式是“传阅会签”，没有集体讨论。",
        ),
        (
            "责任部门",
            "决议: meetings/05-03/resolution-1\n责任部门",
            "9:5",
            "“会议”是 meetings/council-2026-1，“决议”却是另一次会的 meetings/05-03/resolution-1。",
        ),
    ],
)
def test_a_basis_that_does_not_hold(write_tree: WriteTree, old: str, new: str, place: str, message: str) -> None:
    """One objection at the key that is wrong."""
    (found,) = findings(write_tree, {DESKS: changed(old, new)})
    assert (told([found]), found.message) == ([("C81", f"{DESKS}:{place}")], message)


def test_an_urgent_matter_may_be_ratified_later(write_tree: WriteTree) -> None:
    """With the reason written, the meeting may come after the deed."""
    text = changed("日期: 2026-03-12\n会议", "日期: 2026-03-10\n补议说明: 台风后抢修\n会议")
    assert findings(write_tree, {DESKS: text}) == []


def test_a_briefing_decides_nothing(write_tree: WriteTree) -> None:
    """The meeting must be of a type that the school lets decide; before it adopted any, it is only advice."""
    briefing = {"meetings/council-2026-1/meeting.yml": COUNCIL.replace("校务会议", "校情发布会")}
    (found,) = findings(write_tree, briefing)
    assert told([found]) == [("C81", f"{DESKS}:8:5")]
    assert found.message == "meetings/council-2026-1 是校情发布会；本校规则由校务会议、教代会作出这类决策。"
    advised = POLICY.replace("      决策会议: [校务会议, 教代会]\n", "")
    (found,) = findings(write_tree, {**briefing, "policy.yml": advised})
    assert (found.code.code, found.level) == ("C81", Severity.NOTICE)


def test_a_rejected_resolution_decides_nothing(write_tree: WriteTree) -> None:
    """What was voted down is no basis."""
    text = changed("责任部门", "决议: meetings/council-2026-1/resolution-1\n责任部门")
    rejected = RESOLUTION.replace("通过\n---", "未通过\n---")
    found = findings(write_tree, {DESKS: text, "meetings/council-2026-1/resolution-1.md": rejected})
    assert told(found) == [("C81", f"{DESKS}:9:5")]


def test_large_spending_cites_its_basis(write_tree: WriteTree) -> None:
    """The innermost row above the limit without a basis is named; its parent may cite for it."""
    bare = changed(", 依据: decisions/desks-2026-1", "", LEDGER)
    (found,) = findings(write_tree, {LEDGER_FILE: bare})
    assert told([found]) == [("C82", f"{LEDGER_FILE}:10:10")]
    assert (found.level, found.message) == (
        Severity.WARNING,
        "“课桌椅”支出 90,000.00 元；按本校规则满 50,000 元须经集体决策，这里没有写依据。",
    )
    above = changed("    金额: 150000.00\n", "    金额: 150000.00\n    依据: meetings/council-2026-1\n", bare)
    assert findings(write_tree, {LEDGER_FILE: above}) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("类别: 收支月报\n期间: 2026-03", "类别: 预算\n期间: 2026"),
        ("科目: 设备购置", "科目: 日常运转"),
        ("{科目: 课桌椅, 金额: 90000.00}", "{科目: 课桌椅, 金额: 49999.99}"),
    ],
)
def test_what_no_basis_is_asked_for(write_tree: WriteTree, old: str, new: str) -> None:
    """Plans, accounts of another nature and what is below the limit are left alone."""
    bare = changed(", 依据: decisions/desks-2026-1", "", LEDGER)
    text = changed(old, new, bare).replace("150000.00", "109999.99" if "49999.99" in new else "150000.00")
    assert findings(write_tree, {LEDGER_FILE: text}) == []


def test_ten_thousands_are_yuan(write_tree: WriteTree) -> None:
    """5 万元 is the limit of 50,000 yuan."""
    text = """公开范围: 社会
类别: 决算
期间: 2025
单位: 万元
支出:
  - {科目: 操场工程, 金额: 5}
  - {科目: 看台工程, 金额: 4.99}
"""
    assert told(findings(write_tree, {"finances/final-2025.yml": text})) == [("C82", "finances/final-2025.yml:6:6")]


def test_spending_stays_within_the_decision(write_tree: WriteTree) -> None:
    """90,000 paid on a decision of 86,000 is 4,000 too much; an addition of 4,000 covers it."""
    less = changed("金额: 90000.00", "金额: 86000.00")
    (found,) = findings(write_tree, {DESKS: less})
    assert told([found]) == [("C83", f"{DESKS}:5:5")]
    assert found.message == (
        "决定的金额 86,000.00 元，引用它的支出共 90,000.00 元（finances/ledger-2026-03），多 4,000.00 元。"
    )
    more = DECISION.replace("90000.00", "4000.00").replace("责任部门", "追加: decisions/desks-2026-1\n责任部门")
    assert findings(write_tree, {DESKS: less, "decisions/desks-2026-2.md": more}) == []


def test_the_same_money_told_twice_counts_once(write_tree: WriteTree) -> None:
    """Months add up; the year's account that repeats them does not, nor do its further tables."""
    april = LEDGER.replace("2026-03", "2026-04").replace("90000.00", "10000.00").replace("150000.00", "70000.00")
    final = """公开范围: 社会
类别: 决算
期间: 2026
支出:
  - {科目: 设备购置, 金额: 100000.00, 依据: decisions/desks-2026-1}
分表:
  - 表名: 政府采购
    行:
      - {科目: 货物, 金额: 100000.00, 依据: decisions/desks-2026-1}
"""
    files = {
        DESKS: changed("金额: 90000.00", "金额: 100000.00"),
        "finances/ledger-2026-04.yml": april,
        "finances/final-2026.yml": final,
    }
    assert findings(write_tree, files) == []
    folder = write_tree({**TREE, **files})
    register = load([folder], folder).register
    record = register.get("decisions/desks-2026-1", Decision)
    assert record
    found = account(register, record)
    assert (found.allowed, found.spent) == (Decimal("100000.00"), Decimal("100000.00"))
    assert len(found.rows) == 4
    assert sum(row.record.identity == "finances/final-2026" for row in found.rows) == 2


def test_details_rest_on_what_the_row_above_cites(write_tree: WriteTree) -> None:
    """150,000 less 60,000 with a basis of its own leaves 90,000, told once although both rows cite it."""
    text = changed("    金额: 150000.00\n", "    金额: 150000.00\n    依据: decisions/desks-2026-1\n", LEDGER)
    text = text.replace("{科目: 图书, 金额: 60000.00}", "{科目: 图书, 金额: 60000.00, 依据: meetings/05-03}")
    assert findings(write_tree, {LEDGER_FILE: text}) == []
    folder = write_tree({**TREE, LEDGER_FILE: text})
    found = spending_by_basis(load([folder], folder).register)
    assert {basis: [row.yuan for row in rows] for basis, rows in found.items()} == {
        "decisions/desks-2026-1": [Decimal("90000.00")],
        "meetings/05-03": [Decimal("60000.00")],
    }


def test_the_chain_is_walked_both_ways(write_tree: WriteTree) -> None:
    """From the row to the decision to the meeting, and from the meeting back to the decision and its rows."""
    folder = write_tree(TREE)
    register = load([folder], folder).register
    (decision,) = decisions_by_origin(register)["meetings/council-2026-1"]
    (row,) = spending_by_basis(register)[decision.identity]
    assert (row.record.identity, row.above, row.account, row.yuan) == (
        "finances/ledger-2026-03",
        ("设备购置",),
        "课桌椅",
        Decimal("90000.00"),
    )


def test_a_reference_of_another_kind_is_not_read(write_tree: WriteTree) -> None:
    """A proposal pays for nothing, and a notice is no meeting: the sentence says what to write instead."""
    for path, text, place in (
        (LEDGER_FILE, changed("decisions/desks-2026-1", "proposals/05-03-001", LEDGER), "10:37"),
        (DESKS, changed("meetings/council-2026-1", "notices/procure-2026-1"), "8:5"),
    ):
        folder = write_tree({**TREE, path: text})
        (found,) = load([folder], folder).findings
        assert told([found]) == [("M03", f"{path}:{place}")]
        assert "不是这里要引用的那一种。写 " in found.message
        write_tree(TREE)


def test_a_basis_that_does_not_exist_is_told_once(write_tree: WriteTree) -> None:
    """A mistyped reference is a reference to nothing, and not a missing basis besides."""
    text = changed("decisions/desks-2026-1", "decisions/desks-2026-9", LEDGER)
    assert told(findings(write_tree, {LEDGER_FILE: text})) == [("R10", f"{LEDGER_FILE}:10:37")]
