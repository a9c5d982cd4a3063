"""政策、过程、结果: which stage a record tells of, and that no result stands alone where the school forbids it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from gongkai.derive.stages import stages_of, thread
from gongkai.findings import Finding
from gongkai.load import load
from gongkai.records.base import MatterStage
from gongkai.register import Register
from gongkai.rules import references
from gongkai.rules.stages import RULES
from gongkai.views import matters

from tests.board_tree import board
from tests.conftest import WriteTree

POLICY, PROCESS, RESULT = MatterStage
TODAY = date(2026, 11, 20)

SCHOOL = "格式: 1\n校名: 样例学校\n部门: [{名称: 工会}]\n"
RULED = """采用:
  - 自: 2025-09-01
    依据: 样例学校校务公开实施办法
    阈值: {三阶段事项: 人事/评优}
"""
CATALOGUE = """目录:
  - 名称: 人事
    事项:
      - {名称: 评优, 频次: 即时, 依据: 样例学校评优评先办法, 责任部门: 工会, 阶段: [政策, 过程, 结果], 公开范围: 社会}
      - {名称: 其他, 频次: 即时, 依据: 办法, 责任部门: 工会, 公开范围: 社会}
"""


def notice(first: str, *, stage: str = "", outcome: str = "", item: str = "人事/评优") -> str:
    stated = f"阶段: {stage}\n" if stage else ""
    result = f"结果: {outcome}\n" if outcome else ""
    return (
        f"---\n公开范围: 社会\n目录项: {item}\n{stated}标题: 公示\n起: {first}\n止: {first}\n{result}---\n评出两名。\n"
    )


def regulation(title: str, state: str = "正式", issued: str = "2020-01-01") -> str:
    return (
        f"---\n公开范围: 社会\n名称: {title}\n版本: 第一版\n状态: {state}\n印发日期: {issued}\n"
        "批准机关: 校务会议\n标签: 奖惩\n---\n第一条 公开评选。\n"
    )


Build = Callable[[Mapping[str, str]], Register]


@pytest.fixture
def build(write_tree: WriteTree) -> Build:
    def make(records: Mapping[str, str]) -> Register:
        folder: Path = write_tree({"school.yml": SCHOOL, "policy.yml": RULED, "catalogue.yml": CATALOGUE, **records})
        return load([folder], folder).register

    return make


def judged(register: Register) -> list[Finding]:
    return [finding for rule in RULES for finding in rule.check(register, TODAY)]


def stages(register: Register) -> dict[str, tuple[MatterStage, ...]]:
    return {identity: stages_of(record) for identity, record in register.records.items()}


def test_a_stated_stage_is_believed_else_kind_and_content_tell(build: Build) -> None:
    """Regulation, budget and prices are policy, drafts and running notices process, a final account is a result."""
    finance = "公开范围: 社会\n类别: {}\n期间: 2025\n"
    found = stages(
        build(
            {
                "notices/running-2026-1.md": notice("2026-10-09"),
                "notices/waiting-2026-1.md": notice("2026-10-09", outcome="待批复"),
                "notices/over-2026-1.md": notice("2026-10-09", outcome="无异议"),
                "notices/stated-2026-1.md": notice("2026-10-09", stage="[政策, 过程]", outcome="无异议"),
                "regulations/award-1.md": regulation("评优评先办法"),
                "regulations/award-2.md": regulation("评优评先办法", "征求意见"),
                "finances/budget-2025.yml": finance.format("预算"),
                "finances/final-2025.yml": finance.format("决算"),
                "finances/ledger-2025.yml": finance.format("收支月报"),
            }
        )
    )
    assert found == {
        "finances/budget-2025": (POLICY,),
        "finances/final-2025": (RESULT,),
        "finances/ledger-2025": (PROCESS, RESULT),
        "notices/over-2026-1": (PROCESS, RESULT),
        "notices/running-2026-1": (PROCESS,),
        "notices/stated-2026-1": (POLICY, PROCESS),
        "notices/waiting-2026-1": (PROCESS,),
        "regulations/award-1": (POLICY,),
        "regulations/award-2": (PROCESS,),
    }


def test_submissions_and_meetings_end_with_an_answer_or_a_resolution(write_tree: WriteTree) -> None:
    """Answered, refused with its reason told, or withdrawn is a result; waiting is process."""
    register = board(write_tree).register
    found = {identity: stages_of(record) for identity, record in register.records.items()}
    assert found["proposals/05-03-001"] == (PROCESS, RESULT)  # answered
    assert found["proposals/05-03-002"] == (PROCESS,)  # overdue
    assert found["proposals/05-03-003"] == (PROCESS, RESULT)  # not filed, told
    assert found["proposals/05-03-004"] == (PROCESS, RESULT)  # withdrawn
    assert found["opinions/box-2026-001"] == (PROCESS, RESULT)
    assert found["opinions/mail-2026-001"] == (PROCESS,)
    assert found["meetings/05-03"] == (PROCESS, RESULT)  # it resolved


RESULT_ALONE = {"notices/award-2026-1.md": notice("2026-05-06", stage="结果")}


def test_a_result_alone_is_told_at_its_item(build: Build) -> None:
    """One warning, at the catalogue item of the result, saying what is missing."""
    (finding,) = judged(build(RESULT_ALONE))
    assert (finding.code.code, str(finding.location)) == ("C101", "notices/award-2026-1.md:3:6")
    assert finding.message == "“人事/评优”要求有结果就有政策或过程；这份结果以前没有政策，一年内也没有过程的记录。"
    assert not finding.advisory


@pytest.mark.parametrize(
    "before",
    [
        {"notices/award-2026-2.md": notice("2026-05-06", stage="过程")},
        {"notices/award-2026-2.md": notice("2025-05-05", stage="过程")},
        {"notices/award-2026-2.md": notice("2023-01-05", stage="政策")},
        {"regulations/award.md": regulation("评优评先办法")},
        {"notices/award-2026-1.md": notice("2026-05-06", stage="[过程, 结果]")},
        {"notices/award-2026-1.md": notice("2026-05-06", stage="结果", item="人事/其他")},
        {"notices/award-2026-1.md": notice("2025-05-06", stage="结果")},
    ],
    ids=["process-same-day", "process-a-year-ago", "policy", "named-in-basis", "tells-both", "not-named", "old-policy"],
)
def test_what_explains_a_result(build: Build, before: Mapping[str, str]) -> None:
    """A process within 366 days, a policy of any age, a regulation in the item's 依据; or the rule does not hold."""
    assert judged(build({**RESULT_ALONE, **before})) == []


@pytest.mark.parametrize(
    "other",
    [
        {"notices/award-2026-2.md": notice("2026-05-07", stage="过程")},
        {"notices/award-2026-2.md": notice("2025-05-04", stage="过程")},
        {"notices/award-2026-2.md": notice("2026-05-01", stage="过程", item="人事/其他")},
        {"regulations/award.md": regulation("评优评先办法", issued="2026-05-07")},
    ],
    ids=["process-after", "process-too-old", "another-matter", "policy-after"],
)
def test_what_does_not_explain_a_result(build: Build, other: Mapping[str, str]) -> None:
    """What comes later, lies more than a year back, or is about another matter leaves the result alone."""
    assert [finding.code.code for finding in judged(build({**RESULT_ALONE, **other}))] == ["C101"]


def test_a_matter_that_is_in_no_catalogue_is_told(build: Build) -> None:
    """A mistyped name in 三阶段事项 would silently judge nothing."""
    register = build({"policy.yml": RULED.replace("人事/评优", "[人事/评优, 人事/平优]")})
    found = [finding for rule in references.RULES for finding in rule.check(register, TODAY)]
    assert [(each.code.code, str(each.location).rpartition("/")[2]) for each in found] == [("R13", "policy.yml:4:25")]
    assert found[0].cure == "是不是“人事/评优”？新的事项先登记到 catalogue.yml。"


def test_a_record_that_could_not_be_read_may_be_the_process(build: Build) -> None:
    """With anything broken the rule is silent."""
    broken = notice("2026-05-06").replace("起: 2026-05-06", "起: 2026-05-46")
    assert judged(build({**RESULT_ALONE, "notices/award-2026-2.md": broken})) == []


def test_the_page_of_a_matter_shows_its_stages_side_by_side(write_tree: WriteTree) -> None:
    """A governing regulation is its policy, what waits its process, what is answered its result."""
    shown = board(write_tree, extra={"regulations/proposals.md": regulation("提案工作办法")})
    (item,) = [each for each in shown.coverage if each.name == "教代会/提案"]
    found = thread(shown.register, item)
    assert found.policy == ("regulations/proposals",)
    assert found.process == ("proposals/05-03-002",)
    assert "proposals/05-03-001" in found.result
    assert "proposals/05-03-001" not in found.process
    pages = {page.address: str(page.html) for page in matters.pages(shown)}
    assert list(pages) == [matters.matter_address("教代会/提案"), matters.matter_address("财务/经费月报")]
    html, monthly = pages.values()
    assert html.index("政策") < html.index("过程") < html.index("结果")
    assert "../../regulations/proposals/" in html
    assert 'id="year-2025-2026"' in html
    assert "还没有归在这里的办法、通知或标准。" in monthly
