"""What differs between two registers: fields, rows and cells, words, files, computed figures, audiences, settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gongkai.history.differences.audiences import audience_moves
from gongkai.history.differences.records import (
    AudienceMove,
    Change,
    ClockMove,
    Effect,
    FieldDifference,
    FileDifference,
    RecordDifference,
    differences,
    everything,
    following,
)
from gongkai.history.differences.settings import settings_differences
from gongkai.load import load
from gongkai.records import Audience
from gongkai.register import Register, frozen
from gongkai.select import select
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.record_tree import TREE

TODAY = date(2026, 11, 20)
PROPOSAL = "proposals/05-03-012"
UNION = "finances/union-2026-03"

Written = Callable[..., Register]
"""A register of the small school with some words of one file exchanged."""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Register:
    return _register(tmp_path_factory.mktemp("old"), TREE)


@pytest.fixture
def new(tmp_path: Path) -> Written:
    def written(path: str, *swaps: tuple[str, str]) -> Register:
        text = TREE[path]
        for before, after in swaps:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        return _register(tmp_path, {**TREE, path: text})

    return written


def _register(folder: Path, tree: Mapping[str, str | bytes]) -> Register:
    for name, content in tree.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return load([folder / "r"], folder).register


def _only(old: Register, new: Register, today: date | None = None) -> RecordDifference:
    (found,) = differences(old, new, today)
    return found


def _told(found: RecordDifference) -> list[tuple[str, str, str, str]]:
    return [(each.file, " ".join(each.labels), each.old, each.new) for each in found.fields]


def _effects(found: RecordDifference) -> list[tuple[str, str, str]]:
    return [(each.name, each.old, each.new) for each in found.effects]


def _words(field: FieldDifference) -> str:
    marks = {"=": "{}", "-": "[-{}-]", "+": "[+{}+]"}
    return "".join(marks[piece.sign.value].format(piece.text) for piece in field.pieces)


# Nothing differs


def test_the_same_records_differ_in_nothing(old: Register, new: Written) -> None:
    """A register differs neither from itself nor from one read from the same files elsewhere."""
    assert differences(old, old, TODAY) == ()
    assert differences(old, new("r/policy.yml"), TODAY) == ()


def test_how_a_value_is_typed_is_no_change(old: Register, new: Written) -> None:
    """A date in Chinese, thousands commas, further zeros and full-width digits say the same."""
    dated = new(
        f"r/{PROPOSAL}/reply-1.md", ("日期: 2026-04-10", "日期: 2026年4月10日"), ("期限: 2026-06-30", "期限: 2026/6/30")
    )
    assert differences(old, dated) == ()


def test_how_an_amount_is_typed_is_no_change(old: Register, new: Written) -> None:
    """1,480.00 and 1480 are one amount, and a single amount needs no brackets."""
    typed = new(
        f"r/{UNION}.yml", ("期初: 3200.00", "期初: 3,200"), ("{科目: 会费, 金额: 1480.00}", "{科目: 会费, 金额: 1480}")
    )
    assert differences(old, typed) == ()


def test_rows_that_only_moved_are_no_change(old: Register, new: Written) -> None:
    """The place of a row, of a seconder and of an answer says nothing."""
    rows = "  - {科目: 会费, 金额: 1480.00}\n  - {科目: 拨缴经费, 金额: 6000.00}\n"
    turned = "".join(reversed(rows.splitlines(keepends=True)))
    assert differences(old, new(f"r/{UNION}.yml", (rows, turned))) == ()


def test_where_a_line_is_broken_is_no_change(old: Register, new: Written) -> None:
    """Prose that was wrapped elsewhere reads the same."""
    wrapped = new(f"r/{PROPOSAL}/proposal.md", ("下课后食堂已停止供餐。", "下课后\n食堂已停止供餐。 "))
    assert differences(old, wrapped) == ()


# Fields, rows, cells


def test_a_changed_date_is_told_with_what_follows(old: Register, new: Written) -> None:
    """The promise was kept ten days late; with the day that is written now it was kept in time."""
    found = _only(old, new(f"r/{PROPOSAL}/reply-1.md", ("期限: 2026-06-30", "期限: 2026-07-15")), TODAY)
    assert (found.identity, found.kind, found.title, found.change) == (
        PROPOSAL,
        "提案",
        "延长晚餐供餐时间",
        Change.CHANGED,
    )
    assert found.fields == (
        FieldDifference("reply-1", ("逐条", "建议 2", "期限"), "2026-06-30", "2026-07-15", (), is_figure=True),
    )
    assert found.files == (FileDifference("reply-1", "答复 1", Change.CHANGED),)
    assert found.effects == (
        Effect("建议 2 的承诺", "已兑现，迟 10 天", "已兑现"),
        Effect(
            "建议 2 的承诺期限", "2026年6月30日，2026年7月10日完成，迟 10 天", "2026年7月15日，2026年7月10日完成，按时"
        ),
    )


def test_a_changed_cell_is_told_by_its_row_and_column(old: Register, new: Written) -> None:
    """A row of a row in a table of two columns; its total and the balance follow, the other column does not."""
    found = _only(old, new("r/finances/budget-2026.yml", ("本年预算: 70}", "本年预算: 72.5}")))
    assert _told(found) == [("", "支出 基本支出 明细 工资 金额 本年预算", "70", "72.5")]
    assert found.fields[0].is_figure
    assert _effects(found) == [
        ("支出合计（本年预算）", "100.00 万元", "102.50 万元"),
        ("结余（本年预算）", "0.00 万元", "−2.50 万元"),
    ]


def test_a_cell_that_cannot_have_a_figure_is_a_dash(old: Register, new: Written) -> None:
    """What was not applicable and is an amount now is told as it was typed."""
    found = _only(old, new("r/finances/budget-2026.yml", ("上年决算: —", "上年决算: 5")))
    assert _told(found) == [("", "支出 项目支出 金额 上年决算", "—", "5")]


def test_a_row_that_came_is_told_by_its_name(old: Register, new: Written) -> None:
    """A new row says its amount under its name; totals and figures follow from it."""
    row = "  - {科目: 职工服务, 金额: 8900.00}\n"
    found = _only(old, new(f"r/{UNION}.yml", (row, row + "  - {科目: 慰问, 金额: 50.00}\n")))
    assert _told(found) == [("", "支出 慰问 金额", "", "50.00")]
    assert _effects(found) == [
        ("支出合计", "10,940.00 元", "10,990.00 元"),
        ("结余", "−3,460.00 元", "−3,510.00 元"),
        ("“本月超支”重算", "3,460.00 元", "3,510.00 元"),
    ]


def test_a_renamed_row_is_the_same_row(old: Register, new: Written) -> None:
    """A row whose name was mended keeps its amount, and is told under its new name."""
    found = _only(old, new(f"r/{UNION}.yml", ("科目: 职工服务", "科目: 职工服务费")))
    assert _told(found) == [("", "支出 职工服务费 科目", "职工服务", "职工服务费")]
    assert found.effects == ()


def test_rows_of_one_name_are_told_apart(old: Register, tmp_path: Path) -> None:
    """Two rows of the same name are known by their code, or by which of them it is."""
    text = TREE[f"r/{UNION}.yml"]
    line = "  - {科目: 职工服务, 金额: 8900.00}\n"
    twice = text.replace(line, line + "  - {科目: 职工服务, 编码: 302, 金额: 1.00}\n")
    before = _register(tmp_path / "before", {**TREE, f"r/{UNION}.yml": twice})
    after = _register(tmp_path / "after", {**TREE, f"r/{UNION}.yml": twice.replace("金额: 1.00", "金额: 2.00")})
    assert _told(_only(before, after)) == [("", "支出 职工服务（302） 金额", "1.00", "2.00")]


def test_figures_of_sentences_are_told_by_their_name(old: Register, new: Written) -> None:
    """数字: the printed value, and what it comes to when reckoned again."""
    found = _only(old, new(f"r/{PROPOSAL}/proposal.md", ("名称: 吃不上饭, 值: 15", "名称: 吃不上饭, 值: 20")))
    assert _told(found) == [("", "数字 吃不上饭 值", "15", "20")]
    assert found.fields[0].is_figure
    assert _effects(found) == [("“占比”重算", "37.5%", "50.0%")]


def test_votes_turn_a_verdict(old: Register, new: Written) -> None:
    """Of 100 delegates 51 must say yes; the announced verdict and the recomputed one are two things."""
    found = _only(old, new("r/meetings/05-03/resolution-1.md", ("赞成: 52", "赞成: 50"), ("反对: 30", "反对: 32")))
    assert _told(found) == [("resolution-1", "表决 赞成", "52", "50"), ("resolution-1", "表决 反对", "30", "32")]
    assert all(each.is_figure for each in found.fields)
    assert _effects(found) == [
        ("“奖励性绩效工资分配办法”的表决结论", "通过（须 51 票，得 52 票）", "未通过（须 51 票，得 50 票）")
    ]


def test_verdicts_in_words_are_figures(old: Register, new: Written) -> None:
    """What a reply says of an ask is reckoned with, and so is it told."""
    found = _only(old, new(f"r/{PROPOSAL}/reply-1.md", ("建议: 1, 结果: 已解决", "建议: 1, 结果: 正在解决")))
    assert _told(found) == [("reply-1", "逐条 建议 1 结果", "已解决", "正在解决")]
    assert found.fields[0].is_figure
    assert _effects(found) == [("办理结果", "已解决", "正在解决")]


def test_departments_of_a_list_are_told_together(old: Register, new: Written) -> None:
    """A list of short words is one value."""
    found = _only(old, new(f"r/{PROPOSAL}/review.md", ("协办: [工会]", "协办: [工会, 教学处]")))
    assert _told(found) == [("review", "协办", "工会", "工会、教学处")]


def test_persons_are_known_by_their_delegation(old: Register, new: Written) -> None:
    """Another seconder of the same delegation is another person, whose name is not told."""
    found = _only(old, new(f"r/{PROPOSAL}/proposal.md", ("姓名: 周禾", "姓名: 何平")))
    assert _told(found) == [("", "附议人 高一年级 姓名", "（原姓名）", "（姓名）")]


def test_answers_references_and_promises_are_told_as_they_are_typed(old: Register, new: Written) -> None:
    """A pair of numbers in the model is 建议 2, reply-1 or 2/3 in the file."""
    found = _only(old, new(f"r/{PROPOSAL}/progress-1.md", ("关于: reply-1 建议2", "关于: reply-1 建议05-03-021/1")))
    assert _told(found) == [("progress-1", "关于", "reply-1 建议2", "reply-1 建议05-03-021/1")]
    (rules,) = settings_differences(old, new("r/policy.yml", ("法定人数: 2/3", "法定人数: 3/4")))
    assert _told(rules) == [("", "采用 2024-09-01 阈值 法定人数", "2/3", "75%")]


def test_long_texts_of_a_list_are_told_one_by_one(tmp_path: Path) -> None:
    """A duty that was mended is shown word by word at its place; one that only moved is not told."""
    head = "公开范围: 社会\n名称: 膳委会\n类别: 膳食监督委员会\n负责: 校长\n人数: 1\n届期: {自: 2026-01-01}\n职责: "
    path, staying = "r/organisations/meals-1.yml", "每月查看一次食堂的进货台账、索证材料和留样记录"
    mended = "每学期向教职工代表大会书面报告{}膳食情况和账目"
    one = _register(tmp_path / "one", {**TREE, path: f"{head}[{staying}, {mended.format('一次')}]\n"})
    other = _register(tmp_path / "other", {**TREE, path: f"{head}[{mended.format('两次')}, {staying}]\n"})
    (field,) = _only(one, other).fields
    assert field.labels == ("职责", "第 1 项")
    assert _words(field) == mended.format("[-一次-][+两次+]")


# Prose


def test_one_changed_word_is_shown_as_one_word(old: Register, new: Written) -> None:
    """Chinese is cut into words, numbers stay whole, and what stayed is in one piece."""
    found = _only(
        old, new(f"r/{PROPOSAL}/proposal.md", ("已停止供餐", "已经停止供水"), ("晚自习教师 18:40", "晚自习教师 18:50"))
    )
    (field,) = found.fields
    assert (field.labels, field.is_figure) == (("案据",), False)
    assert _words(field) == "晚自习教师 [-18:40-][+18:50+] 下课后食堂[-已-][+已经+]停止[-供餐-][+供水+]。"


def test_short_words_are_values(old: Register, new: Written) -> None:
    """A title of few characters is told before and after, not word by word."""
    found = _only(old, new(f"r/{PROPOSAL}/proposal.md", ("案由: 延长晚餐供餐时间", "案由: 延长晚餐时间")))
    assert [(each.labels, each.old, each.new, each.pieces) for each in found.fields] == [
        (("案由",), "延长晚餐供餐时间", "延长晚餐时间", ())
    ]


# Files


def test_acts_and_attachments_come_and_go(tmp_path: Path) -> None:
    """A new act, a lost act and an attached file with other bytes are files; the same bytes are the same file."""
    listed = "公开范围: 社会\n附件: [{文件: menu.txt, 标题: 菜单}, {文件: plan.txt, 标题: 计划}]\n案由: 延长晚餐"
    path = f"r/{PROPOSAL}/proposal.md"
    tree: dict[str, str | bytes] = {
        **TREE,
        path: TREE[path].replace("公开范围: 社会\n目录项: 教代会/提案\n案由: 延长晚餐", listed),
    }
    tree |= {f"r/{PROPOSAL}/attachments/menu.txt": "白菜", f"r/{PROPOSAL}/attachments/plan.txt": "计划"}
    before = _register(tmp_path / "before", tree)
    tree[f"r/{PROPOSAL}/attachments/menu.txt"] = "豆腐"
    del tree[f"r/{PROPOSAL}/feedback-1.md"]
    tree[f"r/{PROPOSAL}/delay-1.md"] = "---\n日期: 2026-05-08\n签批: 校长\n原因: 停电\n新期限: 2026-05-12\n---\n"
    found = _only(before, _register(tmp_path / "after", tree), TODAY)
    assert found.files == (
        FileDifference("feedback-1", "反馈 1", Change.REMOVED),
        FileDifference("delay-1", "逾期说明 1", Change.ADDED),
        FileDifference("menu.txt", "菜单", Change.CHANGED, is_attachment=True),
    )
    assert found.fields == ()
    assert _effects(found) == [("办理状态", "办结", "已答复")]


def test_an_answer_stops_a_clock(tmp_path: Path) -> None:
    """Before the answer a clock ran to 21 December; the answer ends it, and taking it back lets it run again."""
    reply = (
        "---\n日期: 2026-11-18\n部门: 总务处\n签批: 分管副校长\n逐条: [{建议: 1, 结果: 已解决}]\n---\n四盏灯已装好。\n"
    )
    waiting = _register(tmp_path / "waiting", TREE)
    answered = _register(tmp_path / "answered", {**TREE, "r/proposals/05-03-030/reply-1.md": reply})
    found = _only(waiting, answered, TODAY)
    assert found.effects == (
        Effect("办理状态", "办理中", "已答复"),
        Effect("办理结果", "", "已解决"),
        Effect("答复期限", "2026年12月21日", "2026年12月21日，2026年11月18日完成，按时", ClockMove.STOPPED),
    )
    assert [each.clock for each in _only(answered, waiting, TODAY).effects] == [None, ClockMove.RESUMED, None]


def test_added_and_removed_records_list_no_fields(old: Register) -> None:
    """A record that came says what it comes to; all its values are to be had from `everything`."""
    without = replace(old, records=frozen({key: each for key, each in old.records.items() if key != UNION}))
    came, went = _only(without, old, TODAY), _only(old, without, TODAY)
    assert (came.change, came.fields, came.files, came.title) == (Change.ADDED, (), (), "2026年3月工会经费收支")
    assert _effects(came)[:2] == [("收入合计", "", "7,480.00 元"), ("支出合计", "", "10,940.00 元")]
    assert (went.change, _effects(went)[0]) == (Change.REMOVED, ("收入合计", "7,480.00 元", ""))
    values = {" ".join(each.labels): each.new for each in everything(old.records[UNION])}
    assert values["支出 职工活动 明细 灯光 其中"] == "是"
    assert values["收入 会费 科目"] == "会费"
    assert "单位" not in values  # 元 is what stands when nothing is written
    assert not any(each.old for each in everything(old.records[UNION]))


def test_a_clock_starts_with_its_record(old: Register) -> None:
    """A filed proposal brings the deadline of its answer: 45 days after 4 November, moved past a weekend."""
    without = replace(old, records=frozen({key: each for key, each in old.records.items() if "030" not in key}))
    found = _only(without, old, TODAY)
    assert found.effects[-1] == Effect("答复期限", "", "2026年12月21日", ClockMove.STARTED)
    assert _only(old, without, TODAY).effects[-1].clock is ClockMove.DROPPED


# What follows in other records


def test_a_merged_proposal_follows_its_lead(old: Register, new: Written) -> None:
    """The merged proposal is the same itself; its ask is answered with the lead's, and stands otherwise."""
    path = f"r/{PROPOSAL}/reply-1.md"
    other = new(path, ("结果: 留作参考, 理由: 二楼没有空地", "结果: 已解决"))
    assert [each.identity for each in differences(old, other, TODAY)] == [PROPOSAL]
    assert following(old, other, TODAY) == (
        RecordDifference(
            "proposals/05-03-021",
            "提案",
            "晚餐时增加座位",
            Change.CHANGED,
            effects=(Effect("办理结果", "留作参考", "已解决"),),
        ),
    )


def test_a_margin_follows_from_the_months_before(tmp_path: Path) -> None:
    """September and October together: 100 + 84 of 20,000 yuan; a hundred more in September is 1.42 per cent."""
    terms = "学期: [{名称: 2026-2027学年第一学期, 起: 2026-09-01, 止: 2027-01-31}]\n"
    september = (
        "类别: 食堂\n公开范围: 社会\n期间: 2026-09\n收入: [{科目: 学生伙食费, 金额: 10000}]\n"
        "支出: [{科目: 原料, 金额: 9900}]\n食堂: {经营方式: 自营}\n"
    )
    tree = {**TREE, "r/school.yml": TREE["r/school.yml"] + terms, "r/finances/canteen-2026-09.yml": september}
    before = _register(tmp_path / "before", tree)
    tree["r/finances/canteen-2026-09.yml"] = september.replace("9900", "9800")
    after = _register(tmp_path / "after", tree)
    assert [each.identity for each in differences(before, after)] == ["finances/canteen-2026-09"]
    (october,) = following(before, after)
    assert (october.identity, _effects(october)) == (
        "finances/canteen-2026-10",
        [("学期累计盈亏率", "0.92%", "1.42%")],
    )


def test_another_rule_moves_deadlines(old: Register, new: Written) -> None:
    """Thirty days instead of forty-five: what still waits is due earlier, no record having changed."""
    other = new("r/policy.yml", ("答复期限: {数: 45, 按: 自然日}", "答复期限: {数: 30, 按: 自然日}"))
    assert differences(old, other, TODAY) == ()
    moved = {each.identity: each.effects for each in following(old, other, TODAY)}
    assert moved["proposals/05-03-030"] == (
        Effect("答复期限", "2026年12月21日", "2026年12月4日，将到期", ClockMove.MOVED),
    )
    (rules,) = settings_differences(old, other)
    assert (rules.identity, rules.kind, rules.title) == ("policy.yml", "设置", "规则")
    assert rules.fields == (
        FieldDifference(
            "", ("采用", "2024-09-01", "阈值", "答复期限"), "45 个自然日", "30 个自然日", (), is_figure=True
        ),
    )
    assert rules.effects == (Effect("答复期限（自 2024-09-01）", "45 个自然日", "30 个自然日"),)


def test_a_preset_that_goes_changes_what_holds_without_adoption(old: Register, new: Written) -> None:
    """Where nothing was adopted the preset's advice held; the effects say which thresholds are others now."""
    (rules,) = settings_differences(old, new("r/policy.yml", ("预设: [初中, 小学隐私]", "预设: [初中]")))
    assert _told(rules) == [("", "预设", "初中、小学隐私", "初中")]
    assert _effects(rules) == [("汇总最少件数", "5（建议）", "3（建议）")]


def test_what_may_stay_as_an_exception_is_not_told(old: Register, new: Written) -> None:
    """A text that was allowed although it looks like personal data: its reason is told, the text is not."""
    allowed = "个人信息例外: [{文字: 何平老师, 理由: 公务联系人, 批准: 校长, 至: 2026-12-31}]\n启用日期"
    (rules,) = settings_differences(old, new("r/policy.yml", ("启用日期", allowed)))
    assert _told(rules)[:2] == [
        ("", "个人信息例外 第 1 项 文字", "", "（文字）"),
        ("", "个人信息例外 第 1 项 理由", "", "公务联系人"),
    ]
    assert "何平" not in repr(rules)


def test_who_may_sign_is_never_told(old: Register, tmp_path: Path) -> None:
    """Posts, fingerprints and accounts of approvers are no part of a difference of settings."""
    approvers = "审批人:\n  - {岗位: 工会主席, 属于: 工会, 账号: [{平台: GitHub, 用户名: linx}]}\n"
    assert settings_differences(old, _register(tmp_path, {**TREE, "r/approvers.yml": approvers})) == ()


def test_the_other_settings_differ_by_what_things_are_called(old: Register, new: Written) -> None:
    """A department that came is told under 部门."""
    found = settings_differences(old, new("r/school.yml", ("  - 名称: 工会\n", "  - 名称: 工会\n  - 名称: 德育处\n")))
    assert [(each.identity, _told(each)) for each in found] == [
        ("school.yml", [("", "部门 德育处 名称", "", "德育处")])
    ]


# Who may see


def test_audiences_that_moved_are_told(old: Register, new: Written) -> None:
    """A record and the acts that follow it move once; consents are values of persons and acts."""
    narrowed = new(f"r/{UNION}.yml", ("公开范围: 社会", "公开范围: 教职工"))
    assert audience_moves(old, narrowed) == (AudienceMove(UNION, "", ("公开范围",), "社会", "教职工", wider=False),)
    opened = new(f"r/{PROPOSAL}/feedback-1.md", ("意见公开: 否", "意见公开: 是"))
    assert audience_moves(old, opened) == (AudienceMove(PROPOSAL, "feedback-1", ("意见公开",), "否", "是", wider=True),)


def test_an_act_alone_can_move(old: Register, new: Written) -> None:
    """An act that inherited its record's audience and is narrower now has moved, its record has not."""
    narrowed = new(f"r/{PROPOSAL}/reply-1.md", ("日期: 2026-04-10", "公开范围: 教职工\n日期: 2026-04-10"))
    assert audience_moves(old, narrowed) == (
        AudienceMove(PROPOSAL, "reply-1", ("公开范围",), "社会", "教职工", wider=False),
    )


def test_a_consent_to_a_name_is_a_move(old: Register, new: Written) -> None:
    """The name itself is told as it stands now; a withdrawn one is not told again."""
    path = f"r/{PROPOSAL}/proposal.md"
    given_now = new(path, ("姓名: 林同, 公开姓名: 否", "姓名: 林同, 公开姓名: 是"))
    assert audience_moves(old, given_now) == (
        AudienceMove(PROPOSAL, "", ("提案人", "公开姓名"), "否", "是", wider=True),
    )
    closed, opened = (select(each, Audience.PUBLIC, TODAY).register for each in (old, given_now))
    assert _told(_only(closed, opened)) == [("", "提案人 姓名", "", "林同"), ("", "提案人 公开姓名", "否", "是")]
    assert _told(_only(opened, closed)) == [("", "提案人 姓名", "（原姓名）", ""), ("", "提案人 公开姓名", "是", "否")]


# Names and personal data


def test_names_of_lists_are_counted_and_never_told(old: Register, new: Written) -> None:
    """Who came and who went is nowhere in a difference."""
    path = "r/notices/title-2026-1.md"
    one = "{姓名: 欧知禾, 部门: 语文组, 项目: 高级教师}"
    more = new(path, (one, f"{one}, {{姓名: 慕砚川, 部门: 数学组}}"))
    assert _told(_only(old, more)) == [("", "名单", "1 人", "2 人")]
    other = new(path, ("姓名: 欧知禾", "姓名: 慕砚川"))
    assert _told(_only(old, other)) == [("", "名单", "1 人", "1 人（有改动）")]
    assert "慕砚川" not in repr(differences(old, other)) + repr(everything(other.records["notices/title-2026-1"]))


def test_personal_data_is_masked_before_it_is_compared(tmp_path: Path) -> None:
    """Neither the number nor the digits in which two numbers differ are told, only that it is another."""
    path = f"r/{PROPOSAL}/reply-1.md"
    before, after = (TREE[path] + f"联系电话 {number}，随时可打。\n" for number in ("13800000001", "13800000029"))
    one = _register(tmp_path / "one", {**TREE, path: before})
    found = _only(one, _register(tmp_path / "other", {**TREE, path: after}))
    assert "1380000" not in repr(found)
    assert _words(found.fields[0]).endswith("［手机号］，随时可打。[+（个人信息有改动）+]")


def test_staff_only_values_make_no_difference_to_the_public(old: Register, new: Written) -> None:
    """Of two registers selected for the public, what only staff may read differs in nothing."""
    changed = new(f"r/{PROPOSAL}/proposal.md", ("档号 2026-GH-03", "档号 2026-GH-99"), ("姓名: 周禾", "姓名: 何平"))
    changed = replace(changed, records=frozen({**changed.records, UNION: old.records[UNION]}))
    assert differences(old, changed) != ()
    before, after = (select(each, Audience.PUBLIC, TODAY).register for each in (old, changed))
    assert differences(before, after, TODAY) == ()


STAFF_TEXT = st.text(st.sampled_from("档号甲乙丙丁0123 "), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(staff=st.lists(STAFF_TEXT, min_size=2, max_size=2), public=STAFF_TEXT)
def test_the_public_difference_is_the_same_without_staff_fields(
    old: Register, staff: tuple[str, str], public: str
) -> None:
    """Whatever stands in fields for staff, the difference of what the public may see is the same."""
    record = old.records[UNION]

    def one(register: Register, original: str | None, note: str | None) -> Register:
        content = record.content.model_copy(update={"original": original, "deficit_note": note})
        records = frozen({**register.records, UNION: replace(record, content=content)})
        return select(replace(register, records=records), Audience.PUBLIC, TODAY).register

    with_staff = differences(one(old, staff[0], None), one(old, staff[1], public), TODAY)
    assert with_staff == differences(one(old, None, None), one(old, None, public), TODAY)
    assert len(with_staff) == bool(public.strip())


def test_records_that_are_shared_are_not_looked_into(old: Register) -> None:
    """What two registers hold in common is not even compared: reading a history costs what changed."""

    class Untouchable:
        def __getattribute__(self, name: str) -> object:
            raise AssertionError(name)

    shared = frozen({**old.records, "proposals/05-03-999": Untouchable()})
    assert differences(replace(old, records=shared), replace(old, records=shared)) == ()
