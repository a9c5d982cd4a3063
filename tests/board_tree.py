"""A small school whose every figure can be counted by hand; the counts stand in the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from gongkai.load import load
from gongkai.records import Audience
from gongkai.select import select
from gongkai.views.board import Board

TODAY = date(2026, 11, 20)


def _proposal(subject: str, submitted: str, asks: str = "1. 请办理。") -> str:
    return f"""---
公开范围: 社会
目录项: 教代会/提案
案由: {subject}
类别: 后勤与基建
提交日期: {submitted}
提案人: {{代表团: 高一年级, 姓名: 林同}}
附议人: [{{代表团: 高一年级}}, {{代表团: 教辅}}]
---
## 案据
教师反映多次。
## 建议
{asks}
"""


FILES: Mapping[str, str] = {
    "school.yml": """格式: 1
校名: 青禾学校
部门: [{名称: 总务处}, {名称: 教学处}, {名称: 工会}]
代表团: [高一年级, 教辅]
四个第一:
  第一责任人: 党支部书记
  第一执行人: 校长
  第一监督人: 工会主席
  第一评价人: 全体教职工
  评价渠道: 教代会闭会时填满意度测评表
渠道:
  - {名称: 意见箱, 地点: 教学楼一层, 时间: 每周五开箱}
  - {名称: 监督电话, 电话: 0599-5550118}
四会: [教代会, 家长联系会]
学期: [{名称: 2026-2027学年第一学期, 起: 2026-09-01, 止: 2027-01-29}]
""",
    "policy.yml": """预设: [初中]
启用日期: 2026-09-01
采用:
  - 自: 2020-09-01
    依据: 旧提案工作办法
    阈值: {答复期限: {数: 60, 按: 自然日}}
  - 自: 2026-09-01
    依据: 五届一次教代会决议
    阈值:
      答复期限: {数: 45, 按: 自然日}
      法定人数: 2/3
      比率最少件数: 3
      公开时点: {教职工: 审查后, 社会: 答复后}
""",
    "catalogue.yml": """目录:
  - 名称: 教代会
    事项:
      - {名称: 提案, 频次: 即时, 依据: 本校提案工作办法, 责任部门: 工会, 公开范围: 社会}
  - 名称: 财务
    事项:
      - {名称: 经费月报, 频次: 每月, 责任部门: 工会, 公开形式: [网站, 公开栏], 公开范围: 社会}
      - {名称: 内部账册, 频次: 每月, 责任部门: 工会, 公开范围: 教职工}
""",
    "proposals/05-03-001/proposal.md": _proposal("延长晚餐供餐时间", "2026-08-28", "1. 供餐延长。\n2. 公布菜单。"),
    "proposals/05-03-001/review.md": """---
去向: 立案
日期: 2026-08-31
立案号: 1
主办: 总务处
交办日期: 2026-09-01
---
""",
    "proposals/05-03-001/reply-1.md": """---
日期: 2026-09-20
部门: 总务处
签批: 分管副校长
方式: 书面
逐条:
  - {建议: 1, 结果: 已解决, 说明: 供餐到七点十分。}
  - {建议: 2, 结果: 列入计划, 承诺: 公布菜单与价格, 期限: 2026-10-31}
---
经与食堂商定，先延长供餐时间。
""",
    "proposals/05-03-001/feedback-1.md": "---\n日期: 2026-09-25\n评价: 满意\n方式: 面复\n凭据: 签字表\n---\n",
    "proposals/05-03-001/progress-1.md": """---
关于: reply-1 建议2
完成日期: 2026-11-10
佐证: 公示栏照片
---
""",
    "proposals/05-03-002/proposal.md": _proposal("修缮操场照明", "2026-09-20"),
    "proposals/05-03-002/review.md": """---
去向: 立案
日期: 2026-09-25
立案号: 2
主办: 总务处
交办日期: 2026-09-28
---
""",
    "proposals/05-03-002/delay-1.md": """---
日期: 2026-11-13
签批: 校长
原因: 灯具到货推迟
新期限: 2026-11-30
---
""",
    "proposals/05-03-003/proposal.md": _proposal("更换校徽", "2026-08-28"),
    "proposals/05-03-003/review.md": (
        "---\n去向: 不立案\n日期: 2026-08-31\n理由: 校徽由章程规定\n告知提案人: 2026-09-02\n---\n"
    ),
    "proposals/05-03-004/proposal.md": _proposal("调整停车位", "2026-08-28"),
    "proposals/05-03-004/withdrawal-1.md": "---\n日期: 2026-09-01\n凭据: 撤回申请（纸质）\n---\n",
    "proposals/05-03-005/proposal.md": _proposal("增设图书角", "2026-11-18"),
    "proposals/05-03-006/proposal.md": _proposal("晚餐时增加座位", "2026-08-29"),
    "proposals/05-03-006/review.md": (
        "---\n去向: 并案\n日期: 2026-08-31\n并入: proposals/05-03-001\n告知提案人: 2026-09-02\n---\n"
    ),
    "proposals/04-01-001/proposal.md": _proposal("公布校车路线", "2025-03-01"),
    "proposals/04-01-001/review.md": """---
去向: 立案
日期: 2025-03-05
立案号: 1
主办: 教学处
交办日期: 2025-03-06
---
""",
    "proposals/04-01-001/reply-1.md": """---
日期: 2025-04-01
部门: 教学处
签批: 教学主任
方式: 书面
逐条: [{建议: 1, 结果: 列入计划, 承诺: 公布校车路线图, 期限: 2025-06-30}]
---
""",
    "proposals/04-01-001/progress-1.md": """---
关于: reply-1 建议1
完成日期: 2025-06-01
佐证: 路线图
---
""",
    "opinions/box-2026-001/opinion.md": """---
公开范围: 社会
标题: 饮水机出水不热
来源: 意见箱
开箱日期: 2026-09-04
署名: 匿名
内容性质: 普通
处理: {去向: 交办, 接收: 总务处, 日期: 2026-09-07}
---
## 摘要
二楼饮水机不热。
""",
    "opinions/box-2026-001/reply-1.md": (
        "---\n日期: 2026-09-10\n部门: 总务处\n签批: 总务主任\n方式: 网上\n---\n已更换加热管，水温恢复正常。\n"
    ),
    "opinions/mail-2026-001.md": """---
公开范围: 社会
标题: 中午开放静读室
来源: 校长信箱
收到日期: 2026-11-11
署名: 实名
内容性质: 普通
同意公开: 是
处理: {去向: 交办, 接收: 教学处, 日期: 2026-11-12}
---
## 摘要
希望中午能读书。
""",
    "meetings/05-03/meeting.yml": """公开范围: 社会
类型: 教代会
名称: 第五届教职工代表大会第三次会议
日期: 2026-10-16
应到: 98
实到: 92
代表总数: 100
""",
    "meetings/05-03/resolution-1.md": """---
事项: 绩效工资分配办法
职权: 讨论通过
表决:
  {方式: 无记名, 代表总数: 100, 应到: 98, 实到: 92, 发出: 92, 收回: 91, 有效: 90, 无效: 1,
   赞成: 52, 反对: 30, 弃权: 8}
口径: {分母: 代表总数, 要求: 过半数}
宣布结论: 通过
---
""",
    "finances/2026/union-2026-10.yml": """类别: 工会经费
公开范围: 社会
目录项: 财务/经费月报
期间: 2026-10
期初: 10.00
收入: [{科目: 会费, 金额: 1480.00}, {科目: 拨缴经费, 金额: 20.00}]
支出: [{科目: 职工活动, 金额: 1200.50}]
期末: 309.50
""",
    "finances/2026/books-2026-10.yml": """类别: 工会经费
公开范围: 教职工
目录项: 财务/内部账册
名称: 十月内部账册
期间: 2026-10
""",
    "notices/title-2026-1.md": """---
公开范围: 社会
标题: 高级教师岗位推荐人选公示
事由: 职称
起: 2026-11-16
止: 2026-11-24
异议: {受理: 校纪检, 电话: 见学校渠道}
---
""",
    "notices/award-2026-1.md": """---
公开范围: 社会
标题: 优秀教师人选公示
事由: 评优评先
起: 2026-10-09
止: 2026-10-16
结果: 无异议
---
""",
}


def board(
    write_tree: Callable[[Mapping[str, str | bytes]], Path],
    audience: Audience = Audience.PUBLIC,
    extra: Mapping[str, str] | None = None,
) -> Board:
    """The small school's board for an audience, on 2026-11-20."""
    root = write_tree({f"r/{name}": text for name, text in {**FILES, **(extra or {})}.items()})
    loaded = load([root / "r"], root)
    assert not loaded.findings
    return Board(select(loaded.register, audience, TODAY))
