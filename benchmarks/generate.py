"""A school of N records in our layout, from a seed, and the same text as Markdown pages for stock Material.

60 % proposals with review, reply and feedback, 30 % monthly statements in chained series, 10 % meetings
with a resolution; about 700 characters each, as real ones have. The records are clean: what is measured
is ordinary work, not error handling.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

TODAY = "2026-06-30"

_WORDS = (
    "食堂 供餐 窗口 教师 学生 晚自习 课表 办公室 打印 空调 饮水 操场 器材 图书 借阅 班主任 津贴 培训 教研 备课 听课 评价 "
    "考核 安全 消防 演练 校门 停车 车棚 绿化 维修 照明 噪声 值班 体检 慰问 活动 社团 比赛 家长 会议 通知 公开 预算 "
    "采购 验收 结算 时间 地点 次数 标准 办法 建议 调整 增加 减少 延长 公布 说明 落实 检查 反馈 记录 统计 分段 排队 "
    "人数 经费 负责 完成 解决 改进"
).split()
_DEPARTMENTS = ("教学处", "德育处", "总务处", "财务处", "工会")
_CATEGORIES = ("教学科研", "后勤与基建", "生活福利", "民主管理")


@dataclass(frozen=True, slots=True)
class Made:
    """One record: its files in our layout, and the same text as one Markdown page."""

    files: tuple[tuple[str, str], ...]
    page: tuple[str, str]


def _sentence(dice: random.Random, words: int) -> str:
    return "".join(dice.choice(_WORDS) for _ in range(words)) + "。"


def _prose(dice: random.Random, characters: int) -> str:
    text = ""
    while len(text) < characters:
        text += _sentence(dice, dice.randint(6, 14))
    return text


def _proposal(dice: random.Random, n: int) -> Made:
    session, serial = divmod(n, 900)
    number = f"{session // 9 + 1:02d}-{session % 9 + 1:02d}-{serial + 1:03d}"
    submitted = date(2025, 9, 10) + timedelta(days=dice.randint(0, 90))
    assigned, replied = submitted + timedelta(days=12), submitted + timedelta(days=30)
    subject, grounds, reply = "".join(dice.choices(_WORDS, k=5)), _prose(dice, 280), _prose(dice, 340)
    asks = [_sentence(dice, 8) for _ in range(2)]
    department = dice.choice(_DEPARTMENTS)
    folder = f"proposals/{session:03d}/{number}"
    proposal = f"""---
公开范围: 社会
目录项: 教代会/提案
案由: {subject}
类别: {dice.choice(_CATEGORIES)}
提交日期: {submitted}
提案人: {{代表团: 文科组, 姓名: 甲{n}, 公开姓名: 否}}
附议人:
  - {{代表团: 文科组, 姓名: 乙{n}}}
  - {{代表团: 理科组, 姓名: 丙{n}}}
---
## 案据
{grounds}
## 建议
1. {asks[0]}
2. {asks[1]}
"""
    review = f"""---
去向: 立案
日期: {submitted + timedelta(days=8)}
立案号: {serial + 1}
主办: {department}
交办日期: {assigned}
签批: 提案工作委员会主任
---
"""
    answer = f"""---
日期: {replied}
部门: {department}
签批: 分管副校长
方式: 书面
逐条:
  - {{建议: 1, 结果: 已解决, 说明: {_sentence(dice, 6)}}}
  - {{建议: 2, 结果: 留作参考, 理由: {_sentence(dice, 6)}}}
---
{reply}
"""
    feedback = f"---\n日期: {replied + timedelta(days=7)}\n评价: 满意\n凭据: 签字表（纸质）\n---\n"
    written = (
        (f"{folder}/proposal.md", proposal),
        (f"{folder}/review.md", review),
        (f"{folder}/reply-1.md", answer),
        (f"{folder}/feedback-1.md", feedback),
    )
    page = f"# {subject}\n\n主办：{department}\n\n## 案据\n\n{grounds}\n\n## 建议\n\n1. {asks[0]}\n2. {asks[1]}\n\n## 答复\n\n{reply}\n"
    return Made(written, (f"proposals/{number}.md", page))


def _finance(dice: random.Random, series: int, month: int, opening: Decimal) -> tuple[Made, Decimal]:
    year, number = 2016 + month // 12, month % 12 + 1
    rows = [("".join(dice.choices(_WORDS, k=2)) + str(k), Decimal(dice.randint(100, 999_999)) / 100) for k in range(12)]
    income, expense = rows[:4], rows[4:]
    closing = opening + sum(amount for _, amount in income) - sum(amount for _, amount in expense)
    note, outlook = _prose(dice, 200), _prose(dice, 200)

    def block(items: list[tuple[str, Decimal]]) -> str:
        return "".join(f"  - 科目: {name}\n    金额: {amount}\n" for name, amount in items)

    identity = f"fund{series:03d}-{year}-{number:02d}"
    record = (
        f"类别: 收支月报\n公开范围: 社会\n目录项: 财务/收支\n期间: {year}-{number:02d}\n单位: 元\n期初: {opening}\n"
        f"收入:\n{block(income)}支出:\n{block(expense)}期末: {closing}\n赤字说明: {note}\n增减说明: {outlook}\n"
        "编制: 出纳\n审核: 会计\n批准: 校长\n"
    )
    table = "".join(f"| {name} | {amount} |\n" for name, amount in rows)
    page = f"# {year}年{number}月收支\n\n期初 {opening}，期末 {closing}。\n\n| 科目 | 金额 |\n| --- | ---: |\n{table}\n{note}\n\n{outlook}\n"
    made = Made(((f"finances/{year}/{identity}.yml", record),), (f"finances/{identity}.md", page))
    return made, closing


def _meeting(dice: random.Random, n: int) -> Made:
    held = date(2025, 9, 1) + timedelta(days=dice.randint(0, 200))
    yes = dice.randint(52, 80)
    subject, text = "".join(dice.choices(_WORDS, k=4)), _prose(dice, 600)
    number = f"briefing-{n:05d}"
    meeting = (
        f"类型: 校情发布会\n公开范围: 社会\n目录项: 教代会/会议与决议\n日期: {held}\n应到: 96\n实到: 92\n代表总数: 100\n"
        f"议程:\n  - {{事项: {subject}, 职权: 讨论通过}}\n"
    )
    resolution = f"""---
事项: {subject}
职权: 讨论通过
表决: {{方式: 无记名, 代表总数: 100, 应到: 96, 实到: 92, 发出: 92, 收回: 91, 有效: 90, 无效: 1, 赞成: {yes}, 反对: {90 - yes}, 弃权: 0}}
口径: {{分母: 代表总数, 要求: 过半数, 依据: 本校实施细则}}
宣布结论: 通过
公布日期: {held + timedelta(days=2)}
---
{text}
"""
    files_ = ((f"meetings/{number}/meeting.yml", meeting), (f"meetings/{number}/resolution-1.md", resolution))
    page = f"# {subject}\n\n应到 96，实到 92，赞成 {yes}，反对 {90 - yes}。\n\n{text}\n"
    return Made(files_, (f"meetings/{number}.md", page))


def records(count: int, seed: int = 1) -> Iterator[Made]:
    """`count` records, always the same for the same seed."""
    dice = random.Random(seed)
    proposals, statements = count * 6 // 10, count * 3 // 10
    for n in range(proposals):
        yield _proposal(dice, n)
    opening = Decimal("1000.00")
    for n in range(statements):
        if n % 120 == 0:
            opening = Decimal("1000.00")
        made, opening = _finance(dice, n // 120, n % 120, opening)
        yield made
    for n in range(count - proposals - statements):
        yield _meeting(dice, n)


_SITE = """site_name: 基准学校
site_url: https://bench.example/
docs_dir: content
theme:
  name: material
  language: zh
  font: false
markdown_extensions: [tables]
nav: [{{首页: index.md}}]
not_in_nav: |
  /proposals/
  /finances/
  /meetings/
plugins:
{plugins}
"""


def write_school(folder: Path, count: int) -> None:
    """The records with `mkdocs.yml` and the sample school's settings, ready for `check` and `build`."""
    for made in records(count):
        _write(folder / "disclosures", made.files)
    sample = files("gongkai.rules") / "sample"
    for name in ("school.yml", "policy.yml", "catalogue.yml"):
        text = (sample / name).read_text("utf-8").replace("启用日期: 2025-09-01", "启用日期: 2015-01-01")
        _write(folder / "disclosures", ((name, text.replace("自: 2025-09-01\n    依据", "自: 2015-01-01\n    依据")),))
    plugins = f"  - gongkai: {{records: [disclosures], today: {TODAY}}}"
    _write(folder, (("mkdocs.yml", _SITE.format(plugins=plugins)), ("content/index.md", "# 基准学校\n")))


def write_stock(folder: Path, count: int) -> None:
    """The same text as Markdown pages out of the navigation, with Material's own search."""
    pages = tuple(made.page for made in records(count))
    _write(folder / "content", (*pages, ("index.md", "# 基准学校\n")))
    _write(folder, (("mkdocs.yml", _SITE.format(plugins="  - search: {lang: zh}")),))


def _write(folder: Path, written: tuple[tuple[str, str], ...]) -> None:
    for name, text in written:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
