"""One slip in the clean demo school, one finding: the expected code at the expected place, and nothing else.

Each mutation changes one file of a copy of the demo as a clerk might by mistake. Where the finding must
stand is shown by the mark ‸ in the changed text and found there by plain searching. The findings are then
compared with those of the untouched demo by code, path and message, so that shifted lines do not matter.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gongkai import load as loading
from gongkai import source
from gongkai.findings import Finding
from gongkai.load import load
from gongkai.records import decode as decoding
from gongkai.rules import RULES, check

from tests.site import ROOT

TODAY = date(2026, 11, 20)
MARK = "‸"

D, S = "disclosures", "disclosures-staff"
P = f"{D}/proposals/2026"
P25 = f"{D}/proposals/2025"
SP = f"{S}/proposals/2026"
O = f"{D}/opinions/2026"  # noqa: E741  # one letter per kind, as the folders have one word
O25 = f"{D}/opinions/2025"
M = f"{D}/meetings"
F = f"{D}/finances/2026"
F25 = f"{D}/finances/2025"
U = f"{S}/finances/2026"
N = f"{D}/notices/2026"

ADDED = ""
"""As `old`: the file does not exist yet, `new` is its text."""


@dataclass(frozen=True)
class Mutation:
    """One edit of one file, and the one finding that must follow.

    `old` stands once in the file and becomes `new`; without `new` the file is deleted. The finding stands
    at the mark in `new`, else at the mark in `at`, a text that stands once in `where` (the file itself
    unless another is named); with neither it stands at the beginning of `where`.
    """

    code: str
    path: str
    old: str = ADDED
    new: str | None = None
    at: str = ""
    where: str = ""
    encoding: str = "utf-8"
    also: tuple[str, str, str] | None = None
    """A second edit (path, old, new), where the demo is too careful for one to be enough."""

    def text(self, before: str) -> str:
        """The text of the changed file, with the mark if it has one."""
        assert self.new is not None
        return _replaced(before, self.old, self.new) if self.old is not ADDED else self.new

    def place(self, base: Path, changed: str) -> tuple[str, int, int]:
        """Where the finding must stand, by searching the changed files for the mark."""
        path = self.where or self.path
        if self.at:
            text = _replaced((base / path).read_text("utf-8"), self.at.replace(MARK, ""), self.at)
        else:
            text = changed if MARK in changed else MARK
        before = text[: text.index(MARK)]
        return path, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def _line(path: str, start: str) -> str:
    """The whole line of a file that begins so, whatever else it says."""
    [line] = [line for line in (ROOT / path).read_text("utf-8").split("\n") if line.strip().startswith(start)]
    return line + "\n"


def _from(path: str, start: str, end: str) -> str:
    """The text of a file from one text up to, without it, the next other; without `end` to the last."""
    text = (ROOT / path).read_text("utf-8")
    at = text.index(start)
    return text[at : text.index(end, at)] if end else text[at:]


def _prose(path: str) -> str:
    """What stands below the front matter."""
    return (ROOT / path).read_text("utf-8").split("\n---\n")[1].strip()


REPLY = """---
日期: 2026-11-18
部门: 安全办公室
签批: 分管总务副校长
---
"""
PROGRESS = """---
日期: 2026-06-02
关于: reply-1 建议2
完成日期: 2026-06-01
佐证: 签到表
---
"""
NOTICE = """---
公开范围: 社会
标题: 图书馆暑期闭馆安排公示
起: 2026-07-01
止: 2026-07-07
异议: {受理: 图书馆, 电话: 见学校渠道}
结果: 无异议
---
闭馆期间整理书架。
"""

CATALOGUE, POLICY = f"{D}/catalogue.yml", f"{D}/policy.yml"
SECOND = f"{M}/2026/05-02/meeting.yml"
BUS_STOP = f"{O}/mail-2026-003/reply-1.md"
TOOLS, NIGHTS, STORM, EXAMPLES = f"{P}/05-02-001", f"{P}/05-02-014", f"{P}/05-02-016", f"{P}/05-03-013"
PROCURE = f"{N}/procure-2026-2.md"
TITLE = f"{N}/title-2026-1.md"
TEXT_FILES = (
    Mutation("S01", f"{N}/odd-2026-9.md/note.md", ADDED, NOTICE, where=f"{N}/odd-2026-9.md"),
    Mutation("S02", PROCURE, "公开范围: 社会", f"{MARK}公开范围: 社会", encoding="gb18030"),
    Mutation("S03", PROCURE, "二期更换教室护眼灯", f"二期更换{MARK}\udcff教室护眼灯"),
    Mutation("S04", PROCURE, "二期更换教室护眼灯", "灯" * 20_000 + f"{MARK}灯"),
    Mutation("S05", PROCURE, "事由: 采购\n起", f"事由: 采购\n  起{MARK}"),
    Mutation("S06", PROCURE, "止: 2026-11-23\n", f"止: 2026-11-23\n{MARK}止: 2026-11-23\n"),
    Mutation("S07", PROCURE, "异议: {", f"异议: {MARK}&who {{"),
    Mutation("S08", PROCURE, "---\n公开范围", "公开范围"),
    Mutation("S10", PROCURE, "事由: 采购", f"事由{MARK}：采购"),
    Mutation("S11", PROCURE, "受理: 总务处, 电话", f"受理: 总务处{MARK}，电话"),
    Mutation(
        "S12",
        PROCURE,
        "标题: 护眼灯具更换二期采购成交结果公示",
        f"标题: {MARK}“护眼灯具更换二期采购成交结果公示”",
    ),
    Mutation("S13", PROCURE, "\n起: 2026-11-18", f"\n起: 2026-11-{MARK}１８"),
    Mutation("S14", PROCURE, "事由: 采购", f"事由:{MARK}　采购"),
    Mutation("S15", PROCURE, "事由: 采购", f"事由:{MARK}\t采购"),
    Mutation("S15", f"{U}/union-2026-03.yml", "    金额: 1176.00", f"  {MARK}\t金额: 1176.00"),
    Mutation("S16", PROCURE, "标题: 护眼灯具", f'标题: {MARK}"护眼灯具'),
    Mutation("S17", PROCURE, "标题: 护眼灯具更换", f"标题: 护眼灯具 {MARK}#更换"),
    Mutation("S18", PROCURE, "标题: 护眼灯具", f"标题: {MARK}*护眼灯具"),
    Mutation("S19", f"{F}/budget-2026.yml", "公务用车: 25000.00, 公务", f"公务用车: 25{MARK},000.00, 公务"),
    Mutation("S20", PROCURE, "事由: 采购", f"事由:{MARK}采购"),
    Mutation("S21", PROCURE, "标题: 护眼灯具更换", f"标题: 护眼灯具{MARK}: 更换"),
    Mutation("S22", f"{U}/union-2026-03.yml", "  - 科目: 会费", f"  {MARK}-科目: 会费"),
    Mutation("S22", TITLE, "  - {姓名: 欧阳知禾", f"  {MARK}-{{姓名: 欧阳知禾"),
    Mutation(
        "S23",
        PROCURE,
        "异议: {受理: 总务处, 电话: 0599-5550118, 方式: 实名书面}",
        f"异议: {MARK}{{受理: 总务处, 电话: 0599-5550118",
    ),
    Mutation("S24", PROCURE, "采购成交结果公示", f"采购成交结果公示 {MARK}# 第二次"),
    Mutation("S25", PROCURE, "护眼灯具", f"护{MARK}\u200b眼灯具"),
)

VALUES = (
    Mutation("M01", PROCURE, "事由: 采购", f"{MARK}事项: 采购"),
    Mutation("M01", f"{TOOLS}/reply-1.md", "    承诺: 小学", f"    {MARK}许诺: 小学"),
    Mutation("M02", PROCURE, "起: 2026-11-18\n", "", at=f"{MARK}公开范围"),
    Mutation("M02", f"{U}/union-2026-03.yml", "  - 科目: 会费\n    金额", f"  - {MARK}金额"),
    Mutation("M03", PROCURE, "\n起: 2026-11-18", f"\n起: {MARK}2026-11-31"),
    Mutation("M03", f"{U}/union-2026-03.yml", "期初: 14362.43", f"期初: {MARK}14362.4.3"),
    Mutation("M04", PROCURE, "事由: 采购", f"{MARK}事由:"),
    Mutation("M05", PROCURE, "事由: 采购", f"事由: {MARK}采办"),
    Mutation("M06", PROCURE, "异议: {受理: 总务处, 电话: 0599-5550118, 方式: 实名书面}", f"异议: {MARK}总务处"),
    Mutation("M07", f"{O}/box-2026-002.md", "## 摘要", f"{MARK}## 摘录"),
    Mutation("M08", f"{O}/box-2026-002.md", "## 摘要", f"{MARK}来信很长。\n## 摘要"),
)

FILES = (
    Mutation("R01", f"{N}/说明.txt", ADDED, "公示存放在这里。\n"),
    Mutation("R01", f"{TOOLS}/repply-1.md", ADDED, REPLY),
    Mutation("R02", f"{O}/mail-2026-003/opinion.md", where=f"{O}/mail-2026-003"),
    Mutation("R03", f"{N}/again/procure-2026-2.md", ADDED, NOTICE, where=PROCURE),
    Mutation("R04", f"{N}/闭馆-2026-1.md", ADDED, NOTICE),
    Mutation("R05", f"{TOOLS}/progress-3.md", ADDED, PROGRESS),
    Mutation("R06", f"{P25}/05-01-009/attachments/more.txt", ADDED, "另一份\n"),
    Mutation(
        "R07",
        f"{P25}/05-01-009/attachments/experiments.txt",
        where=f"{P25}/05-01-009/proposal.md",
        at=f"文件: {MARK}experiments.txt",
    ),
    Mutation("R07", f"{P25}/05-01-009/proposal.md", "文件: experiments.txt", f"文件: {MARK}experiment.txt"),
    Mutation("R08", CATALOGUE),
    Mutation("R09", POLICY, "小学隐私", f"{MARK}小学隐秘"),
)

REFERENCES = (
    Mutation("R10", f"{P}/05-02-012/review.md", "proposals/05-02-011", f"{MARK}proposals/05-02-111"),
    Mutation("R10", PROCURE, "二期更换教室", f"见[[{MARK}notices/procure-2026-19]]，二期更换教室"),
    Mutation("R10", f"{M}/2026/05-03/meeting.yml", "meetings/05-02", f"{MARK}meetings/05-20"),
    Mutation("R11", PROCURE, "二期更换教室", f"见[[{MARK}proposals/05-02-n001]]，二期更换教室"),
    Mutation("R12", f"{S}/notices/2026/office-2026-1.md", "公开范围: 教职工", f"公开范围: {MARK}社会"),
    Mutation("R12", f"{U}/union-2026-03.yml", "公开范围: 教职工", f"公开范围: {MARK}社会"),
    Mutation("R12", f"{SP}/05-02-n001/reply-1.md", "---\n日期", f"---\n公开范围: {MARK}社会\n日期"),
    Mutation("R12", f"{S}/opinions/2026/mail-2026-n001.md", "公开范围: 不公开", f"公开范围: {MARK}教职工"),
    Mutation("R13", PROCURE, "目录项: 后勤/采购与维修", f"目录项: {MARK}后勤/采购和维修"),
    Mutation("R13", f"{F}/canteen-2026-09.yml", "目录项: 财务/食堂收支", f"目录项: {MARK}财务/食堂月报"),
    Mutation("R14", TITLE, "八名教师提交申请", f"{MARK}慕砚川等八名教师提交申请"),
    Mutation("R14", TITLE, "标题: 2026年高级教师岗位推荐人选公示", f"标题: {MARK}欧阳知禾等推荐人选公示"),
    Mutation("R16", f"{TOOLS}/progress-1.md", "reply-1 建议2", f"{MARK}reply-2 建议2"),
    Mutation("R16", f"{O25}/mail-2025-001/reply-2.md", where=f"{O25}/mail-2025-001/feedback-2.md", at=f"{MARK}日期"),
    Mutation("R16", f"{M}/2026/05-02/execution-1.md", "resolution-4", f"{MARK}resolution-5"),
)

ANSWERS = (
    Mutation("C01", f"{TOOLS}/review.md", where=f"{TOOLS}/reply-1.md", at=f"{MARK}日期"),
    Mutation("C01", f"{EXAMPLES}/reply-1.md", "---\n日期", f"---\n公开范围: {MARK}教职工\n日期"),
    Mutation("C01", f"{P}/05-03-006/review.md", "并入: proposals/05-03-005\n", "", at=f"去向: {MARK}并案"),
    Mutation("C01", f"{O}/board-2026-004.md", "  并入: opinions/box-2026-003\n", "", at=f"去向: {MARK}合并答复"),
    Mutation("C01", f"{O}/mail-2026-004.md", "  接收: 教学处\n", "", at=f"去向: {MARK}交办"),
    Mutation(
        "C02",
        f"{O}/mail-2026-003/reply-1.md",
        where=f"{O}/mail-2026-003/opinion.md",
        at=f"  日期: {MARK}2026-09-08",
    ),
    Mutation(
        "C02",
        f"{P25}/05-01-011/withdrawal-1.md",
        where=f"{P25}/05-01-011/proposal.md",
        at=f"提交日期: {MARK}2025",
    ),
    Mutation("C03", f"{NIGHTS}/feedback-1.md", "日期: 2026-11-03", f"日期: {MARK}2026-10-26"),
    Mutation("C04", BUS_STOP, _prose(BUS_STOP), "来信已收悉，将认真研究。", at=f"{MARK}日期"),
    Mutation("C04", BUS_STOP, _prose(BUS_STOP), "好。", at=f"{MARK}日期"),
    Mutation("C05", f"{O}/mail-2026-003/reply-1.md", "日期: 2026-09-16", f"日期: {MARK}2026-09-06"),
    Mutation("C05", f"{TOOLS}/reply-1.md", "日期: 2026-04-20", f"日期: {MARK}2027-04-20"),
    Mutation("C05", f"{TOOLS}/progress-1.md", "完成日期: 2026-05-27", f"完成日期: {MARK}2026-06-27"),
    Mutation("C05", f"{P}/05-03-002/review.md", "交办日期: 2026-11-04", f"交办日期: {MARK}2026-01-04"),
    Mutation("C05", f"{TOOLS}/review.md", "交办日期: 2026-03-24", f"交办日期: {MARK}2026-05-04"),
    Mutation("C06", f"{EXAMPLES}/reply-1.md", "    期限: 2027-03-05\n", "", at=f"结果: {MARK}列入计划"),
    Mutation("C06", f"{STORM}/reply-1.md", _line(f"{STORM}/reply-1.md", "理由"), "", at=f"结果: {MARK}留作参考"),
    Mutation("C07", f"{TOOLS}/progress-1.md", where=f"{TOOLS}/reply-1.md", at=f"期限: {MARK}2026-05-31"),
    Mutation(
        "C08",
        f"{STORM}/delay-1.md",
        "新期限: 2026-12-04",
        "新期限: 2026-11-19",
        where=f"{STORM}/feedback-1.md",
        at=f"日期: {MARK}2026-09-28",
    ),
    Mutation("C08", f"{STORM}/delay-1.md", where=f"{STORM}/feedback-1.md", at=f"日期: {MARK}2026-09-28"),
    Mutation("C70", BUS_STOP, _prose(BUS_STOP), "已发函请公交公司移站。", at=f"{MARK}日期"),
    Mutation(
        "C71",
        f"{NIGHTS}/feedback-1.md",
        _from(f"{NIGHTS}/feedback-1.md", "意见: ", "---"),
        "",
        at=f"评价: {MARK}不满意",
    ),
    Mutation(
        "C71",
        f"{NIGHTS}/feedback-1.md",
        _line(f"{NIGHTS}/feedback-1.md", "意见: "),
        "",
        at=f"评价: {MARK}不满意",
    ),
    Mutation(
        "C72",
        f"{EXAMPLES}/reply-1.md",
        _from(f"{EXAMPLES}/reply-1.md", "  - 建议: 2", "---"),
        "",
        at=f"{MARK}逐条:",
    ),
    Mutation("C73", f"{EXAMPLES}/reply-1.md", "建议: 2", f"建议: {MARK}3"),
    Mutation("C73", f"{EXAMPLES}/reply-1.md", "建议: 2", f"建议: {MARK}1"),
)

PROPOSALS = (
    Mutation(
        "C09",
        f"{P25}/05-01-009/feedback-1.md",
        "评价: 基本满意",
        "评价: 满意",
        where=SECOND,
        at=f"非常满意率, 值: {MARK}80.0%",
    ),
    Mutation(
        "C10",
        f"{TOOLS}/proposal.md",
        "  - {代表团: 初中理科, 姓名: 车砚秋, 公开姓名: 否}\n",
        "",
        at=f"{MARK}附议人",
    ),
    Mutation(
        "C10",
        f"{TOOLS}/proposal.md",
        "姓名: 阮棠梨",
        "姓名: 瞿文钊",
        at=f"- {MARK}{{代表团: 初中文科, 姓名: 瞿文钊, 公开姓名: 否",
    ),
    Mutation(
        "C11",
        f"{TOOLS}/proposal.md",
        "案由: 由学校统一提供人工智能备课工具账号",
        f"案由: {MARK}一是统一备课工具，二是延长图书馆开放时间",
    ),
    Mutation("C12", f"{P}/05-03-014/proposal.md", _from(f"{P}/05-03-014/proposal.md", "## 建议", ""), ""),
    Mutation("C13", f"{EXAMPLES}/proposal.md", "提交日期: 2026-10-14", f"提交日期: {MARK}2026-10-16"),
    Mutation("C14", f"{EXAMPLES}/review.md", "立案号: 8", f"立案号: {MARK}9"),
    Mutation("C14", f"{EXAMPLES}/review.md", "立案号: 8", f"立案号: {MARK}7"),
    Mutation("C15", f"{P}/05-03-006/review.md", "proposals/05-03-005", f"{MARK}proposals/05-03-009"),
    Mutation("C15", f"{P}/05-03-006/review.md", "proposals/05-03-005", f"{MARK}proposals/05-03-006"),
    Mutation(
        "C16",
        f"{P25}/05-01-015/review.md",
        "去向: 转意见",
        "去向: 不立案",
        where=SECOND,
        at=f"转意见, 值: {MARK}2",
    ),
    # A printed number that the records contradict is told once, not again where it enters a sum or a rate.
    Mutation("C16", SECOND, "收到, 值: 18", f"收到, 值: {MARK}19"),
    Mutation("C16", SECOND, "名称: 立案, 值: 11", f"名称: 立案, 值: {MARK}10"),
    Mutation("C16", SECOND, "撤回, 值: 1,", f"撤回, 值: {MARK}2,"),
    Mutation("C09", SECOND, "值: 80.0%", f"值: {MARK}79.9%"),
    Mutation("C37", SECOND, "值: 61.1%", f"值: {MARK}61.2%"),
    Mutation("C100", SECOND, "：收到提案 18 件", f"：{MARK}收到提案 19 件"),
    Mutation("C100", SECOND, "答复率 100%", f"{MARK}答复率 98%"),
    Mutation("C17", f"{TOOLS}/review.md", "主办: 教学处", f"主办: {MARK}教学科"),
    Mutation("C17", f"{TOOLS}/review.md", "主办: 教学处", f"主办: {MARK}教导处"),
    Mutation("C17", f"{TOOLS}/reply-1.md", "部门: 教学处", f"部门: {MARK}教务处"),
    Mutation("C17", f"{TOOLS}/proposal.md", "类别: 教学科研", f"类别: {MARK}教学科"),
    Mutation("C17", f"{TOOLS}/proposal.md", "提案人: {代表团: 初中文科", f"提案人: {{代表团: {MARK}初中组"),
    Mutation("C17", f"{O}/mail-2026-004.md", "接收: 教学处", f"接收: {MARK}教务处"),
)

MEETING = f"{M}/2026/05-03/meeting.yml"
BALLOT = f"{M}/2026/05-03/resolution-3.md"
HANDS = f"{M}/2026/05-03/resolution-1.md"
MEETINGS = (
    Mutation(
        "C19",
        f"{M}/2025/05-01/meeting.yml",
        "类型: 教代会",
        "类型: 会员代表大会",
        where=POLICY,
        at=f"{MARK}{{会议: 教代会",
    ),
    Mutation(
        "C20",
        POLICY,
        "法定人数: 2/3",
        "法定人数: 94%",
        where=f"{M}/2024/04-03/meeting.yml",
        at=f"实到: {MARK}54",
    ),
    Mutation("C21", BALLOT, "赞成: 47", f"赞成: {MARK}48"),
    Mutation("C21", BALLOT, "赞成: 47", f"赞成: {MARK}46"),
    Mutation("C21", BALLOT, "反对: 8", "反对: 9", at=f"赞成: {MARK}47"),
    Mutation("C21", BALLOT, "有效: 59", f"有效: {MARK}60"),
    Mutation("C21", BALLOT, "无效: 1", "无效: 0", at=f"收回: {MARK}60"),
    Mutation("C21", BALLOT, "收回: 60", f"收回: {MARK}59"),
    Mutation("C21", BALLOT, "发出: 60", f"发出: {MARK}61"),
    Mutation("C21", BALLOT, "宣布结论: 通过", f"宣布结论: {MARK}未通过"),
    Mutation("C21", BALLOT, "宣布结论: 通过\n", "", at=f"{MARK}事项"),
    Mutation("C21", HANDS, "赞成: 58", f"赞成: {MARK}59"),
    Mutation("C21", HANDS, "弃权: 2", "弃权: 2\n  发出: 60", at=f"{MARK}发出"),
    Mutation("C21", MEETING, "收回: 60, 满意: 53", "收回: 60, 满意: 54", at=f"收回: {MARK}60"),
    Mutation("C21", SECOND, "{发出: 58, 收回: 57", "{发出: 56, 收回: 57", at=f"收回: {MARK}57"),
    Mutation("C22", MEETING, "教师: 46", f"教师: {MARK}37"),
    Mutation("C22", MEETING, "管理: 10", f"管理: {MARK}13"),
    Mutation("C23", MEETING, "{名称: 综合学科, 人数: 9}", "{名称: 综合学科, 人数: 10}", at=f"{MARK}代表团:"),
    Mutation("C23", MEETING, "实到: 60", f"实到: {MARK}59"),
    Mutation("C23", MEETING, "代表总数: 62", f"代表总数: {MARK}63"),
    Mutation("C23", BALLOT, "应到: 62", f"应到: {MARK}61"),
    Mutation("C23", f"{M}/2025/05-01/meeting.yml", "人数: 7", f"人数: {MARK}8"),
    Mutation("C60", BALLOT, "  发出: 60\n", "", at=f"方式: {MARK}无记名"),
)

RESOLUTION = f"{M}/2026/05-03/resolution-1.md"
CONGRESSES = (
    Mutation("C18", MEETING, "meetings/05-02", f"{MARK}meetings/04-03"),
    Mutation("C18", MEETING, "上次会议: meetings/05-02\n", "", at=f"{MARK}公开范围"),
    Mutation("C24", MEETING, "教职工数: 148", "教职工数: 78", at=f"类型: {MARK}教代会"),
    Mutation("C25", MEETING, "会后备案: {日期: 2026-11-06", f"会后备案: {{日期: {MARK}2026-11-19"),
    Mutation("C25", MEETING, "会前报告: {日期: 2026-10-14", f"会前报告: {{日期: {MARK}2026-10-17"),
    Mutation("C25", MEETING, _line(MEETING, "会后备案"), "", at=f"{MARK}公开范围"),
    Mutation("C26", MEETING, "材料送达日期: 2026-10-20", f"材料送达日期: {MARK}2026-10-26"),
    Mutation("C26", MEETING, "材料送达日期: 2026-10-20\n", "", at=f"{MARK}公开范围"),
    Mutation("C27", RESOLUTION, "公布日期: 2026-11-02", f"公布日期: {MARK}2026-11-09"),
    Mutation("C27", RESOLUTION, "公布日期: 2026-11-02\n", "", at=f"{MARK}事项: "),
    Mutation("C27", SECOND, "止: 2026-04-10", f"止: {MARK}2026-04-01"),
    Mutation(
        "C93",
        f"{M}/2026/05-02/execution-1.md",
        where=f"{M}/2026/05-02/resolution-4.md",
        at=f"报告日期: {MARK}2026",
    ),
    Mutation("C96", MEETING, "材料送达日期: 2026-10-20", f"材料送达日期: {MARK}2026-11-20"),
    Mutation("C96", MEETING, "\n日期: 2026-10-30", f"\n日期: {MARK}2025-10-30"),
    Mutation("C96", MEETING, "会后备案: {日期: 2026-11-06", f"会后备案: {{日期: {MARK}2026-10-06"),
    Mutation("C96", RESOLUTION, "公布日期: 2026-11-02", f"公布日期: {MARK}2026-10-02"),
    Mutation("C96", SECOND, "止: 2026-04-10", f"止: {MARK}2026-03-10"),
)

ORGANISED = f"{D}/organisations/2025/union-5.yml"
PLANNED = f"{D}/plans/2026/plan-2026.yml"
ORGANISATIONS = (
    Mutation(
        "C29",
        ORGANISED,
        "上一届: organisations/union-4\n",
        "",
        where=f"{D}/organisations/2020/union-4.yml",
        at=f"至: {MARK}2025-04-09",
    ),
    Mutation(
        "C29",
        POLICY,
        "届期年数: 5",
        "届期年数: 1",
        where=f"{M}/2025/05-01/meeting.yml",
        at=f"\n日期: {MARK}2025-03-21",
    ),
    Mutation("C94", ORGANISED, "人数: 8", f"人数: {MARK}9"),
    Mutation("C95", PLANNED, ", 佐证: meetings/05-02}", "}", at=f"工作: {MARK}召开五届二次教代会"),
    Mutation("M03", PLANNED, "月份: 12, 工作: 整理", f"月份: {MARK}13, 工作: 整理"),
    Mutation("R10", PLANNED, "佐证: meetings/05-02/resolution-4", f"佐证: {MARK}meetings/05-02/resolution-9"),
)

UNION = f"{U}/union-2026-03.yml"
OCTOBER = f"{U}/union-2026-10.yml"
SUMMER = f"{U}/union-2026-07-08.yml"
CANTEEN = f"{F}/canteen-2026-03.yml"
JUNE = f"{F}/canteen-2026-06.yml"
BUDGET = f"{F}/budget-2026.yml"
UNION_FINAL = f"{F25}/union-final-2025.yml"
JANUARY = f"{F25}/canteen-2025-01.yml"
FEES = f"{F}/fees-2026-2027-1.yml"
ASKED = f"{M}/2024/briefing-2024-1.yml"
FINANCES = (
    # A leaf, a subtotal, a total, a balance, an opening, a closing.
    Mutation("C34", CANTEEN, "80570.12", "80570.13", at=f"金额: {MARK}405302.20"),
    Mutation("C34", CANTEEN, "金额: 405302.20", f"金额: {MARK}405302.21"),
    Mutation("C34", CANTEEN, "支出合计: 544815.42", f"支出合计: {MARK}544815.43"),
    Mutation("C34", CANTEEN, "收入合计: 546139.00", f"收入合计: {MARK}546139.01"),
    Mutation("C34", CANTEEN, "结余: 1323.58", f"结余: {MARK}1323.57"),
    Mutation("C34", CANTEEN, "金额: 27627.81", f"金额: {MARK}154536.77"),
    Mutation(
        "C34",
        UNION,
        "拨缴经费\n    金额: 23418.50",
        "拨缴经费\n    金额: 23418.51",
        at=f"收入合计: {MARK}24594.50",
    ),
    Mutation("C35", UNION, "期初: 14362.43", f"期初: {MARK}14362.44"),
    Mutation("C35", UNION, "期末: 26093.53", f"期末: {MARK}26093.54"),
    Mutation("C35", CANTEEN, "期末: 75125.00", f"期末: {MARK}75125.01"),
    # A table with columns, a further table, a row that is only a part.
    Mutation(
        "C34",
        BUDGET,
        "{上年决算: 7806127.40, 本年预算: 8058000.00}",
        "{上年决算: 7806127.41, 本年预算: 8058000.00}",
        at=f"{{上年决算: {MARK}24249909.77",
    ),
    Mutation(
        "C34",
        BUDGET,
        "{上年决算: 7806127.40, 本年预算: 8058000.00}",
        "{上年决算: 7806127.40, 本年预算: 8058000.01}",
        at=f"上年决算: 24249909.77, 本年预算: {MARK}25022000.00",
    ),
    Mutation(
        "C34",
        BUDGET,
        "支出合计: {上年决算: 31527466.66, 本年预算: 32132000.00}",
        f"支出合计: {{上年决算: 31527466.66, 本年预算: {MARK}32132000.01}}",
    ),
    Mutation("C34", BUDGET, "结余: {上年决算: 21374.16", f"结余: {{上年决算: {MARK}21374.15"),
    Mutation("C34", BUDGET, "合计: 1514000.00", f"合计: {MARK}1514000.01"),
    Mutation(
        "C34",
        BUDGET,
        "合计: {上年决算: 851473.66, 本年预算: 480000.00}",
        f"合计: {{上年决算: {MARK}851473.65, 本年预算: 480000.00}}",
    ),
    Mutation(
        "C34",
        BUDGET,
        "{上年决算: 74965.00, 本年预算: 80800.00}",
        f"{{上年决算: {MARK}193708.01, 本年预算: 80800.00}}",
    ),
    Mutation("C35", UNION_FINAL, "结转余额: 35327.63", f"结转余额: {MARK}35327.64"),
    Mutation("C36", BUDGET, "表名: 表三 政府采购预算", f"表名: {MARK}表三 政府采购预算（万元）"),
    Mutation("C36", CANTEEN, "科目: 教职工伙食费", f"科目: {MARK}教职工伙食费（单位：万元）"),
    # Canteen: meals, the two kitchens, margins; dues.
    Mutation("C34", CANTEEN, "天数: 22, 金额: 282480.00", f"天数: 22, 金额: {MARK}282480.01"),
    Mutation("C34", CANTEEN, "人数: 751", "人数: 752", at=f"天数: 22, 金额: {MARK}223047.00"),
    Mutation("C34", CANTEEN, "盈余: 1108.20", f"盈余: {MARK}1108.21"),
    Mutation("C37", CANTEEN, "盈余率: 0.22%", f"盈余率: {MARK}0.23%"),
    Mutation("C37", CANTEEN, "盈亏率: 0.24%", f"盈亏率: {MARK}0.25%"),
    Mutation("C37", JUNE, "  盈亏率: 0.45%", f"  盈亏率: {MARK}0.46%"),
    Mutation(
        "C38",
        JANUARY,
        _line(JANUARY, "增减说明"),
        "",
        at=f"  盈亏率: {MARK}0.67%",
        also=(POLICY, "上限: 2%", "上限: 0.5%"),
    ),
    Mutation("C40", UNION, "实缴人数: 147", "实缴人数: 148", at=f"会费\n    金额: {MARK}1176.00"),
    Mutation("C40", UNION, "会费\n    金额: 1176.00", f"会费\n    金额: {MARK}1176.01"),
    Mutation("C40", UNION, "留存: 8.00", "留存: 8.01", at=f"每人: {MARK}10.00"),
    Mutation("C40", UNION, "每人: 10.00", f"每人: {MARK}11.00"),
    Mutation("C40", SUMMER, "月数: 2}", "月数: 3}", at=f"会费\n    金额: {MARK}2336.00"),
    Mutation(
        "C39",
        UNION_FINAL,
        _from(UNION_FINAL, "动用以前年度结余: 1", "增减说明"),
        "",
        at=f"结余: {{本年预算: -23100.00, 本年决算: {MARK}-18084.25",
    ),
    Mutation("C42", UNION, "审核: 工会会计\n", "", at=f"{MARK}公开范围"),
    Mutation("C42", UNION_FINAL, "报告:\n  对象: 会员代表大会\n  日期: 2026-01-09\n", "", at=f"{MARK}公开范围"),
    Mutation("C50", JUNE, _from(JUNE, "帐目审核:", "数字:"), "", at=f"期间: {MARK}2026-06"),
    Mutation("C42", FEES, "监督电话: 0599-5550123\n", "", at=f"{MARK}公开范围"),
    Mutation(
        "C47",
        f"{M}/2026/briefing-2026-1.yml",
        "由: {合计: [满意, 基本满意, 不满意]}",
        f"由: {{合计: [满意, 基本满意, {MARK}不满]}}",
    ),
    Mutation(
        "C48",
        BUDGET,
        "{上年决算: 361547.33, 本年预算: 352000.00}",
        "{上年决算: 361547.33}",
        at=f"{MARK}金额: {{上年决算: 361547.33}}",
    ),
    Mutation(
        "C48",
        BUDGET,
        "{上年决算: 361547.33, 本年预算: 352000.00}",
        f"{{上年决算: 361547.33, {MARK}今年预算: 352000.00}}",
    ),
    Mutation(
        "C49",
        FEES,
        "性质: 代收费\n    对象: 一、七年级新生自愿选购",
        f"性质: {MARK}行政事业性收费\n    对象: 一、七年级新生自愿选购",
    ),
    Mutation("C49", CANTEEN, _from(CANTEEN, "  学生伙食:", "  教职工伙食:"), "", at=f"{MARK}食堂:\n"),
    # 数字: each relation by one unit in the last place.
    Mutation("C34", f"{M}/2026/briefing-2026-1.yml", "收回, 值: 412", f"收回, 值: {MARK}413"),
    Mutation("C34", ASKED, "当场答复, 值: 11", f"当场答复, 值: {MARK}15"),
    Mutation("C34", UNION_FINAL, "值: 26640.00", f"值: {MARK}26640.01"),
    Mutation("C34", BUDGET, "值: 604533.34", f"值: {MARK}604533.33"),
    Mutation("C37", f"{M}/2026/briefing-2026-1.yml", "值: 94.4%", f"值: {MARK}94.5%"),
    Mutation("C37", JUNE, "本学期盈亏率, 值: 0.45%", f"本学期盈亏率, 值: {MARK}0.46%"),
    Mutation("C34", JUNE, "4月盈余, 值: -4177.86", "4月盈余, 值: -4177.87", at=f"本学期盈余, 值: {MARK}9239.49"),
    Mutation("C34", CANTEEN, "值: 544815.42", f"值: {MARK}544815.43"),
)

NOTICES = (
    Mutation("C43", TITLE, "起: 2026-11-16", "起: 2026-11-19", at=f"止: {MARK}2026-11-24"),
    Mutation("C43", TITLE, "止: 2026-11-24", f"止: {MARK}2026-10-24"),
    Mutation("C61", PROCURE, _line(PROCURE, "异议"), "", at=f"{MARK}公开范围"),
    Mutation("C62", f"{N}/proposals-2026-2.md", "结果: 无异议\n", "", at=f"{MARK}公开范围"),
    Mutation("C63", TITLE, _line(TITLE, "公开个人信息依据"), "", at=f"{MARK}名单"),
)

SCHOOL = (
    Mutation("C31", f"{F}/canteen-2026-09.yml", where=CATALOGUE, at=f"名称: {MARK}食堂收支"),
    Mutation("C31", f"{U}/union-2026-10.yml", where=CATALOGUE, at=f"名称: {MARK}经费月报"),
    Mutation("C46", CATALOGUE, _line(CATALOGUE, "责任部门: 食堂管理办公室"), "", at=f"      - {MARK}名称: 食堂收支"),
    Mutation("C46", CATALOGUE, "责任部门: 食堂管理办公室", f"责任部门: {MARK}食堂管理处"),
    Mutation(
        "C46",
        CATALOGUE,
        _line(CATALOGUE, "依据: 青禾学校采购管理办法"),
        "",
        at=f"      - {MARK}名称: 采购与维修",
    ),
)

PRIVACY = (
    Mutation("C45", PROCURE, "六家报名", f"联系人{MARK}13800001234，六家报名"),
    Mutation(
        "C45",
        f"{TOOLS}/feedback-1.md",
        "凭据: 面复记录（提案人签字）",
        f"凭据: 面复记录（{MARK}138 0000 1234）",
    ),
    Mutation("C74", PROCURE, "六家报名", f"联系人证号{MARK}350799200001010011，六家报名"),
    Mutation("C74", PROCURE, "六家报名", f"{MARK}林同老师因病住院，六家报名"),
    *(
        Mutation(
            code,
            f"{P25}/05-01-009/attachments/experiments.txt",
            "缺线圈",
            f"缺线圈{added}",
            at=f"文件: {MARK}experiments.txt",
            where=f"{P25}/05-01-009/proposal.md",
        )
        for code, added in (("C45", "，请打 13800001234"), ("C104", "\0"))
    ),
    Mutation("C105", f"{D}/roster.txt", ADDED, "慕砚舟\n"),
)

HELPED = f"{D}/welfare/2026/2025-2026-1.yml"
COVERED = f"{D}/welfare/2026/2025-2026-2.yml"
SPORTS = f"{D}/activities/2025/activity-2025-3.md"
OWNED = f"{D}/assets/2025/register-2025.yml"
PARENTS = f"{D}/appraisals/2025/parents-2025.yml"
LEADERS = f"{S}/appraisals/2025/leaders-2025.yml"
UNION_LIFE = (
    Mutation("C41", HELPED, "    超标准依据: meetings/04-03/resolution-4\n", "", at=f"金额合计: {MARK}13400.00"),
    Mutation("C41", HELPED, "说明: 春节慰问分两次付款", f"说明: 春节慰问发{MARK}购物卡，分两次付款"),
    Mutation("C41", HELPED, "人次: 31\n", "人次: 31\n    适用标准: {最高: 240}\n", at=f"适用标准: {MARK}{{最高"),
    Mutation("C87", SPORTS, "会员数: 148", "会员数: 210", at=f"参加人数: {MARK}139"),
    Mutation("C87", SPORTS, "奖品总额: 2960.00", f"奖品总额: {MARK}3960.00"),
    Mutation("C87", SPORTS, "计划日期: 2025-10-13", f"计划日期: {MARK}2025-11-15"),
    Mutation("C88", PARENTS, where=POLICY, at=f"        - {MARK}{{种类: 家长评学校"),
    Mutation("C88", LEADERS, where=POLICY, at=f"        - {MARK}{{种类: 民主评议校级"),
    Mutation("C89", HELPED, "人次: 31", "人次: 13", at=f"合计: {{人次: {MARK}486"),
    Mutation("C89", HELPED, "金额合计: 7750.00", "金额合计: 7570.00", at=f", 金额: {MARK}114060.00"),
    Mutation("C89", HELPED, "金额: 114060.00", f"金额: {MARK}114600.00"),
    Mutation("C89", COVERED, "参加人数: 98", f"参加人数: {MARK}198"),
    Mutation("C89", COVERED, "第一家医院, 人数: 83", f"第一家医院, 人数: {MARK}383"),
    Mutation("C89", SPORTS, "参加人数: 139", f"参加人数: {MARK}193"),
    Mutation("C89", OWNED, "单价: 2980.00", "单价: 2890.00", at=f"金额: {MARK}5960.00"),
    Mutation("C89", OWNED, "金额合计: 53470.00", f"金额合计: {MARK}54370.00"),
    Mutation("C89", OWNED, "    差异说明: 两把借给图书馆未还，已补借条，寒假前收回\n", "", at=f"实盘: {MARK}78"),
    Mutation("C90", LEADERS, "代表: 62", "代表: 58", at=f"参测: {MARK}59"),
    Mutation("C90", LEADERS, "有效: 58", f"有效: {MARK}59"),
    Mutation("C90", PARENTS, "不满意: 33", "不满意: 32", at=f"有效: {MARK}1239"),
    Mutation("C90", LEADERS, "组织: 工会", f"{MARK}汇总: {{满意: 50, 基本满意: 8, 不满意: 0}}\n组织: 工会"),
    Mutation("C91", COVERED, "参加人数: 98\n", f"参加人数: 98\n    人次: {MARK}2\n"),
    Mutation("C92", HELPED, "走访七户按加档办理", f"走访七户，其中{MARK}单亲的两户按加档办理"),
    Mutation("C92", COVERED, "由工会小组看望", f"由工会小组看望{MARK}陈老师"),
)

DECIDED = f"{D}/decisions"
LABORATORY, PLAYGROUND, LAMPS = (
    f"{DECIDED}/2026/project-2026-1.md",
    f"{DECIDED}/2025/project-2025-1.md",
    f"{DECIDED}/2026/procure-2026-1.md",
)
FINAL_2025 = f"{D}/finances/2025/final-2025.yml"
WOMEN = f"{D}/agreements/2026/female-2026/agreement.md"
SUBMITTED = "报送日期: 2026-11-06\n报送机关: 区人力资源和社会保障局\n生效日期: 2026-11-21"
RULEBOOK = f"{D}/regulations"
NURSERY, PHONES = f"{RULEBOOK}/2026/nursery-2026.md", f"{RULEBOOK}/2026/phones-2026.md"
DECISIONS = (
    Mutation("C80", LABORATORY, "会议: meetings/council-2026-1\n", "", at=f"---\n{MARK}公开范围"),
    Mutation("C80", LAMPS, "金额: 225000.00\n", "", at=f"---\n{MARK}公开范围"),
    Mutation("C81", LABORATORY, "日期: 2026-03-12", f"日期: {MARK}2026-03-11"),
    Mutation("C81", LABORATORY, "meetings/council-2026-1", f"{MARK}meetings/briefing-2026-1"),
    Mutation("C81", PLAYGROUND, "会议: meetings/council-2025-1", "会议: meetings/council-2025-2", at=f"决议: {MARK}m"),
    Mutation("C82", FINAL_2025, "        依据: decisions/project-2025-4\n", "", at=f"{MARK}科目: 信息化与网络"),
    Mutation("C83", PLAYGROUND, "金额: 820000.00", f"金额: {MARK}810000.00"),
    Mutation(
        "C83",
        f"{DECIDED}/2025/project-2025-5.md",
        "金额: 40000.00",
        "金额: 4000.00",
        f"金额: {MARK}820000.00",
        PLAYGROUND,
    ),
    Mutation("R10", FINAL_2025, "依据: decisions/project-2025-4", f"依据: {MARK}decisions/project-2025-9"),
)
PAPERS = (
    Mutation("C28", NURSERY, "通过决议: meetings/05-02/resolution-4\n", "", at=f"---\n{MARK}公开范围"),
    Mutation("C28", NURSERY, "resolution-4", "resolution-3", at=f"通过决议: {MARK}meetings"),
    Mutation("C84", WOMEN, "通过决议: meetings/05-03/resolution-5\n", "", at=f"---\n{MARK}公开范围"),
    Mutation("C84", WOMEN, "生效日期: 2026-11-21", f"生效日期: {MARK}2026-11-20"),
    Mutation("C85", PHONES, "试行至: 2027-07-31", f"试行至: {MARK}2026-11-10"),
    Mutation(
        "C85",
        WOMEN,
        SUBMITTED,
        SUBMITTED.replace("11-06", "11-13").replace("11-21", "11-28").replace("2026", f"{MARK}2026", 1),
    ),
    Mutation(
        "C86",
        f"{RULEBOOK}/2025/procurement-2025.md",
        "替代: regulations/procurement-2023\n",
        "",
        at=f"---\n{MARK}公开范围",
    ),
    Mutation("M03", WOMEN, "通过决议: meetings", f"通过决议: {MARK}notices"),
)

AUTUMN, SPRING = f"{F}/canteen-2026-10.yml", f"{F}/canteen-2026-05"
CLOCKS = (
    Mutation("C30", AUTUMN, "发布日期: 2026-11-12", f"形成日期: 2026-10-09\n发布日期: {MARK}2026-11-12"),
    Mutation(
        "C05",
        AUTUMN,
        "发布日期: 2026-11-12\n" + _line(AUTUMN, "张贴"),
        f"形成日期: 2026-11-13\n发布日期: {MARK}2026-11-12\n",
    ),
    Mutation("C32", f"{U}/union-2026-10.yml", "期间: 2026-10", f"期间: {MARK}2026-09"),
    Mutation("C33", AUTUMN, "发布日期: 2026-11-12", f"发布日期: {MARK}2026-11-17"),
    Mutation(
        "C44",
        f"{D}/notices/2023/award-2023-1.md",
        "公开个人信息依据:",
        f"{MARK}名单: [{{姓名: 祁砚秋}}]\n公开个人信息依据:",
    ),
    Mutation("C97", f"{P}/05-02-010/extension-1.md", "日期: 2026-04-28", f"日期: {MARK}2026-05-14"),
    Mutation("C98", f"{SPRING}/correction-1.md", "原值: 2850.69", f"原值: {MARK}2850.96"),
    Mutation("C98", f"{P}/05-02-007/correction-1.md", "新值: 共1440册", f"新值: {MARK}共1404册"),
    Mutation(
        "C109",
        f"{P}/05-02-003/support-1.md",
        new=f"---\n日期: {MARK}2026-04-30\n部门: 教学处\n签批: 教学主任\n---\n分批下楼的时段已和年级组核对。\n",
    ),
    Mutation("C110", f"{P}/05-02-008/handover-1.md", "日期: 2026-03-31", f"日期: {MARK}2026-04-08"),
    Mutation(
        "C106",
        f"{M}/2026/05-02/meeting.yml",
        "工会主席作上一学年校务公开工作报告",
        "工会主席作上一学年工会工作报告",
        at=f"{MARK}议程:",
    ),
    Mutation("C99", f"{SPRING}/correction-1.md", "对应科目: 补记五月设备维修", f"对应科目: {MARK}补记五月维修"),
    Mutation(
        "C99",
        AUTUMN.replace("10", "06"),
        "补记五月设备维修",
        "补记五月水费",
        where=f"{SPRING}/correction-1.md",
        at=f"对应科目: {MARK}补记",
    ),
)

FILINGS = (
    Mutation(
        "C101",
        f"{N}/award-2026-4.md",
        "目录项: 人事/评优评先",
        f"目录项: {MARK}工会/资产清册",
        also=(POLICY, "三阶段事项: [人事", "三阶段事项: [工会/资产清册, 人事"),
    ),
    Mutation("C102", PROCURE, "备案号: 公备-2026-08\n", "", at=f"备案日期: {MARK}2026-11-17"),
    Mutation("C103", PROCURE, "备案号: 公备-2026-08", f"备案号: {MARK}公备-2026-07"),
    Mutation("C103", PROCURE, "备案号: 公备-2026-08", f"备案号: {MARK}公示备案第八号"),
    Mutation("C103", PROCURE, "备案日期: 2026-11-17", f"备案日期: {MARK}2026-11-27"),
    Mutation("C103", f"{U}/union-2026-03.yml", "备案日期: 2026-04-", f"备案日期: {MARK}2026-03-"),
    Mutation("C103", POLICY, "备案种类: [财务, 公示]", f"备案种类: [财务, {MARK}公告]"),
    Mutation("C108", f"{U}/union-2026-03.yml", "科目: 职工活动支出", f"科目: {MARK}财政拨款"),
    Mutation("R13", POLICY, "人事/评优评先, 人事/招聘聘任", f"{MARK}人事/评优评选, 人事/招聘聘任"),
)

PLAYLIST = f"{D}/playlist.yml"
WALLS = (
    Mutation("C113", PLAYLIST, "    批准: 校纪检委员\n", "", at=f"标题: {MARK}校务公开评议周"),
    Mutation("C114", PLAYLIST, "止: 2026-11-27 10:30", f"止: {MARK}2026-12-01 10:30"),
    Mutation("C115", PLAYLIST, "记录: [meetings/05-03]", f"记录: [{MARK}meetings/05-09]"),
    Mutation("C116", PLAYLIST, "固定: [四个数, 公示]", f"固定: [四个数, 公示, {MARK}notices/aid-2026-2]"),
    Mutation("C117", PLAYLIST, "标题: 消防疏散演练，", f"标题: {MARK}{'消防疏散演练，' * 6}"),
    Mutation("C118", PROCURE, "标题: 护眼灯具", f"标题: {MARK}{'教室和走廊的' * 5}护眼灯具"),
    Mutation("C119", PLAYLIST, "{对象: 新答复, 次数: 2}", f"{{对象: 公示, 次数: {MARK}0}}"),
    Mutation(
        "C120",
        f"{N}/aid-2026-2.md",
        "张贴: [{栏: 对外公开栏, 起: 2026-10-19, 止: 2026-10-23",
        f"{MARK}张贴: [{{栏: 对外公开栏, 起: 2026-10-19, 止: 2026-10-22",
    ),
    Mutation(
        "C121",
        f"{N}/procure-2026-1.md",
        "{栏: 对外公开栏, 起: 2026-01-12, 止: 2026-01-14}",
        f"{MARK}{{栏: 对外公开栏, 起: 2026-01-12}}",
    ),
    Mutation("C122", PROCURE, "{栏: 对外公开栏, 起: 2026-11-18}", f"{{栏: 对外公开栏, 起: {MARK}2026-11-17}}"),
)

GONE = f"{D}/tombstones.yml"
TOMBSTONES = (
    Mutation("C123", GONE, "撤下: 2026-11-06", f"撤下: {MARK}2026-10-06"),
    Mutation("C123", GONE, "撤下: 2026-11-06", f"撤下: {MARK}2026-12-06"),
    Mutation("C123", GONE, "编号: notices/", f"编号: {MARK}notes/"),
    Mutation("C124", GONE, "notices/procure-2026-9", f"{MARK}notices/procure-2026-2"),
    Mutation("C125", GONE, "标题: 食堂蒸饭柜", f"标题: {MARK}岑映川食堂蒸饭柜"),
)

APPROVERS = f"{S}/approvers.yml"
APPROVALS = (
    Mutation("C126", POLICY, "至: 2026-12-31", f"至: {MARK}2026-11-10"),
    Mutation("C127", POLICY, "    种类: [财务, 公示]", f"    种类: [财务, {MARK}公告]"),
    Mutation("C128", POLICY, "由: 工会主席}", f"由: {MARK}工会主任}}"),
    Mutation(
        "C129",
        APPROVERS,
        "用户名: qinghe-principal}",
        "用户名: qinghe-principal}\n    至: 2026-08-31",
        at=f"{{步: 批准, 由: {MARK}校长}}",
        where=POLICY,
    ),
    Mutation("C130", POLICY, "{步: 批准, 由: 校长}", f"{{步: 批准, 由: {MARK}工会}}"),
)

MUTATIONS = (
    *TEXT_FILES,
    *VALUES,
    *FILES,
    *REFERENCES,
    *ANSWERS,
    *PROPOSALS,
    *MEETINGS,
    *CONGRESSES,
    *ORGANISATIONS,
    *FINANCES,
    *DECISIONS,
    *PAPERS,
    *UNION_LIFE,
    *NOTICES,
    *FILINGS,
    *SCHOOL,
    *PRIVACY,
    *CLOCKS,
    *WALLS,
    *TOMBSTONES,
    *APPROVALS,
)

ELSEWHERE = {
    "C75": "two whole replies must be the same; test_likeness.py",
    "C107": "a picture or a scanned page; test_attached_rules.py",
    "C111": "a comment, revision or hidden part within a document; test_attached_rules.py",
    "C112": "the name of an attachment; test_attached_rules.py",
    "R15": "one word in school.yml makes every hidden file of the demo a finding: test_answers has it",
}
"""Codes that no single edit of the demo yields alone, with the reason."""


@dataclass(frozen=True)
class Demo:
    """A copy of the demo's records that is broken and restored, and what is said of it untouched."""

    base: Path
    findings: Counter[tuple[str, str, str]]


@pytest.fixture(scope="module")
def reading_once() -> Iterator[None]:
    """Read each text once: of six hundred files, a mutation changes one; reading is a pure function."""
    read, decode = source.read, decoding.decode
    documents: dict[tuple[bytes, str], Any] = {}
    decoded: dict[tuple[int, type], Any] = {}

    def read_once(data: bytes, path: str, labels: Any) -> Any:
        if (data, path) not in documents:
            documents[data, path] = read(data, path, labels)
        return documents[data, path]

    def decode_once(document: Any, model: Any) -> Any:
        key = (id(document), model)
        if key not in decoded:
            decoded[key] = decode(document, model)
        return decoded[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gongkai.load.read", read_once)
        patch.setattr("gongkai.load.decode", decode_once)
        yield


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, reading_once: None) -> Demo:
    base = tmp_path_factory.mktemp("mutations")
    for name in (D, S):
        shutil.copytree(ROOT / name, base / name)
    return Demo(base, Counter(_key(finding) for finding in _findings(base)))


def _findings(base: Path) -> tuple[Finding, ...]:
    loaded = load([base / D, base / S], base)
    return (*loaded.findings, *check(loaded.register, TODAY))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.code.code, finding.location.path, finding.message


def _new(demo: Demo) -> list[tuple[str, str, int, int, str]]:
    """What is said of the broken demo and not of the untouched one."""
    known = demo.findings.copy()
    new = []
    for finding in _findings(demo.base):
        if known[_key(finding)]:
            known[_key(finding)] -= 1
        else:
            place = finding.location
            new.append((finding.code.code, place.path, place.line, place.column, finding.message))
    return new


def _ids() -> Iterator[str]:
    """The code, the changed file, and which one of that code: C34-canteen-2026-03-2."""
    count: Counter[str] = Counter()
    for mutation in MUTATIONS:
        count[mutation.code] += 1
        name = Path(mutation.path).stem
        yield f"{mutation.code}-{name if name.isascii() else 'chinese'}-{count[mutation.code]}"


@contextmanager
def _broken(base: Path, mutation: Mutation) -> Iterator[str]:
    """The demo with its edit made, and the changed text with the mark; all files come back afterwards."""
    paths = [mutation.path, *((mutation.also[0],) if mutation.also else ())]
    files = {base / path: (base / path).read_bytes() if (base / path).exists() else None for path in paths}
    folder = (base / mutation.path).parent
    is_new = not folder.exists()
    changed = ""
    try:
        for file, before in files.items():
            text = before.decode() if before is not None else ""
            if mutation.also and file == base / mutation.also[0]:
                file.write_bytes(_replaced(text, *mutation.also[1:]).encode())
            elif mutation.new is None:
                file.unlink()
            else:
                folder.mkdir(exist_ok=True)
                changed = mutation.text(text)
                file.write_bytes(changed.replace(MARK, "").encode(mutation.encoding, "surrogateescape"))
        yield changed
    finally:
        for file, before in files.items():
            if before is None:
                file.unlink()
            else:
                file.write_bytes(before)
        if is_new:
            folder.rmdir()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=list(_ids()))
def test_one_slip_one_finding(demo: Demo, mutation: Mutation) -> None:
    """One slip in a clean school yields exactly one new finding: this code, at this place."""
    with _broken(demo.base, mutation) as changed:
        new = _new(demo)
        expected = (mutation.code, *mutation.place(demo.base, changed))
    assert [found[:4] for found in new] == [expected], "\n".join(str(found) for found in new)


def test_every_code_is_provoked() -> None:
    """Every code that a finding may carry is yielded by some mutation, except those with a reason."""
    provoked = {mutation.code for mutation in MUTATIONS}
    codes = (*source.CODES, *decoding.CODES, *loading.CODES, *(rule.code for rule in RULES))
    assert sorted({code.code for code in codes} - provoked - ELSEWHERE.keys()) == []
    assert sorted(provoked & ELSEWHERE.keys()) == []


def test_the_demo_is_restored(demo: Demo) -> None:
    """After all mutations the demo says what it said before: no case has leaked into another."""
    assert Counter(_key(finding) for finding in _findings(demo.base)) == demo.findings
