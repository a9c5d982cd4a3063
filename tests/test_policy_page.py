"""The page of the rules: what each value has judged, since when, on what basis; and the past stays judged."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.policy import Thresholds
from gongkai.rules import check
from gongkai.select import select
from gongkai.views import Board
from gongkai.views.policy import pages as policy
from gongkai.views.policy.scope import SCOPES

from tests.conftest import WriteTree
from tests.site import ROOT
from tests.submissions import FOLDER, answered, opened, opinion, review, setting

TODAY = date(2026, 5, 20)
CHANGE = "  - 自: 2026-04-01\n    依据: 修订的办法\n    阈值: {意见答复期限: {数: 7, 按: 工作日}}\n"


def _page(tree: dict[str, str]) -> str:
    [page] = policy.pages(Board(select(opened(tree).register, Audience.PUBLIC, TODAY)))
    return str(page.html)


def _row(html: str, label: str) -> list[str]:
    """The cells of one threshold's row, in plain words."""
    row = next(row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if f'"row">{label}<' in row)
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    return [unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", cell))).strip() for cell in cells]


def test_each_value_tells_what_it_judged() -> None:
    """An opinion of March by ten working days, two of April by seven; the earlier value keeps its own."""
    tree = {
        "opinions/mail-2026-001.md": opinion("{去向: 交办, 接收: 总务处, 日期: 2026-03-20}", "2026-03-19"),
        "opinions/mail-2026-002.md": opinion("{去向: 交办, 接收: 总务处, 日期: 2026-04-01}", "2026-03-31"),
        "opinions/mail-2026-003.md": opinion(),
        "policy.yml": setting("policy") + CHANGE,
    }
    assert _row(_page(tree), "意见答复期限") == [
        "意见答复期限 意见转交后多久答复",
        "7 个工作日",
        "修订的办法 2026年4月1日起",
        "意见 2 件 2026-04-01 至 2026-04-20 2025年9月1日至2026年3月31日：10 个工作日 意见 1 件 2026-03-20",
        "已采用",
    ]


def test_only_those_that_a_threshold_can_judge_are_counted() -> None:
    """The second deadline judges who was dissatisfied, the quorum judges the congress: none here."""
    html = _page(answered())
    assert _row(html, "答复期限")[3] == "提案 1 件 2026-03-12"
    assert _row(html, "重办期限")[3] == "—"
    assert _row(html, "法定人数")[3] == "—"
    assert _row(html, "答复最少字数")[3] == "有答复的提案 1 件 2026-03-12"


def test_the_presets_are_listed_with_what_still_rests_on_them() -> None:
    """The school has adopted most; what it has not is the last preset's that names it."""
    html = _page(answered())
    common, junior = ([_row(html, name)[0], _row(html, name)[2]] for name in ("通用", "初中"))
    assert common[0].startswith("通用 给出 ")
    assert {"汇总最少件数", "比率最少件数"} <= set(common[1].split("、"))
    assert "答复期限" not in common[1].split("、")
    assert junior == ["初中 给出 2 项", "没有：都已由后面的预设或学校自己的规则代替"]


def test_every_scope_is_a_thresholds() -> None:
    """No scope is left behind by a threshold that was renamed."""
    assert set(SCOPES) <= set(Thresholds.model_fields)


def test_every_list_it_leads_to_exists(demo_staff_outputs: dict[str, bytes]) -> None:
    """The records counted are listed where the link leads."""
    html = demo_staff_outputs["policy/"].decode()
    links = set(re.findall(r'class="gk-judged"><a href="\.\./([^"]*)"', html))
    assert {"proposals/", "opinions/", "meetings/", "notices/", "finances/"} <= links
    assert links <= demo_staff_outputs.keys()


STRICT = """  - 自: 2026-11-20
    依据: 改严了的办法
    状态: 已采用
    阈值:
      答复期限: {数: 1, 按: 自然日}
      重办期限: {数: 1, 按: 自然日}
      意见答复期限: {数: 1, 按: 自然日}
      延期次数: 0
      附议人数: 30
      征集截止: 90
      答复最少字数: 400
      承诺宽限: 0
      法定人数: 1/1
      教师代表比例: 99%
      女代表比例: 99%
      公示天数:
        - {事由: 其他, 数: 60, 按: 工作日}
      食堂盈亏率: {上限: 0.01%, 口径: 学期累计}
      会费标准: {每人: 100, 上缴: 50, 留存: 50}
"""


def test_a_stricter_policy_leaves_every_record_of_the_past_as_it_was(write_tree: WriteTree) -> None:
    """With every term and share tightened from today on, the whole demo yields the very same findings;
    only a notice that is to begin after today is judged by the new days."""
    today = date(2026, 11, 20)
    folders = [ROOT / "disclosures", ROOT / "disclosures-staff"]
    files = {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    files["disclosures/policy.yml"] = _with_strict(files["disclosures/policy.yml"].decode()).encode()
    copy = write_tree(files)
    before = _objections(folders, ROOT, today)
    after = _objections([copy / folder.name for folder in folders], copy, today)
    assert [each for each in before if each not in after] == []
    assert [each[:2] for each in after if each not in before] == [("C43", "disclosures/notices/2026/award-2026-3.md")]


def _with_strict(text: str) -> str:
    """The policy with one more adoption at the end of its list."""
    listed = text.index("采用:\n") + len("采用:\n")
    return text[:listed] + STRICT + text[listed:]


def _objections(folders: list[Path], base: Path, today: date) -> list[tuple[str, str, str]]:
    found = check(load(folders, base).register, today)
    return sorted((each.code.code, each.location.path, each.message) for each in found)


def test_a_proposal_assigned_before_the_change_keeps_its_deadline() -> None:
    """The row of the older value counts it, and its own page counts by that value."""
    change = "  - 自: 2026-04-01\n    依据: 修订的办法\n    阈值: {答复期限: {数: 15, 按: 自然日}}\n"
    tree = {**answered(), "policy.yml": setting("policy") + change}
    assert _row(_page(tree), "答复期限")[3] == "2025年9月1日至2026年3月31日：45 个自然日 提案 1 件 2026-03-12"
    later = {**tree, f"{FOLDER}/review.md": review(交办日期="2026-04-01")}
    assert _row(_page(later), "答复期限")[3] == "提案 1 件 2026-04-01"
