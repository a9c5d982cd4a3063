"""A small school that decides things: its meetings, a decision, the statement that pays for it, its papers."""

from __future__ import annotations

from datetime import date

from gongkai.findings import Finding
from gongkai.load import load
from gongkai.rules import check

from tests.conftest import WriteTree

TODAY = date(2026, 5, 20)

POLICY = """启用日期: 2025-09-01
采用:
  - 自: 2025-09-01
    依据: 样例学校校务公开实施办法
    阈值:
      大额资金门槛: 50000
      大额资金科目: [采购, 购置, 工程]
      大额资金豁免科目: [图书]
      决策会议: [校务会议, 教代会]
      切身利益标签: [考核, 福利]
      合同报送期限: {数: 10, 按: 自然日}
      合同到期提醒: 60
"""
COUNCIL = """公开范围: 社会
类型: 校务会议
日期: 2026-03-12
召集: 校长
应到: 9
实到: 9
"""
CONGRESS = """公开范围: 社会
类型: 教代会
日期: 2026-03-20
"""
RESOLUTION = """---
事项: 办法（草案）
职权: 讨论通过
宣布结论: 通过
---
"""
DECISION = """---
公开范围: 社会
标题: 课桌椅采购
类型: 采购
金额: 90000.00
提出日期: 2026-03-02
日期: 2026-03-12
会议: meetings/council-2026-1
责任部门: 总务处
---
更新课桌椅。
"""
LEDGER = """公开范围: 社会
类别: 收支月报
期间: 2026-03
支出:
  - 科目: 工资福利支出
    金额: 1000000.00
  - 科目: 设备购置
    金额: 150000.00
    明细:
      - {科目: 课桌椅, 金额: 90000.00, 依据: decisions/desks-2026-1}
      - {科目: 图书, 金额: 60000.00}
"""
AGREEMENT = """---
公开范围: 社会
标题: 女职工专项集体合同
类别: 女职工专项
协商事项: [孕期保护, 定期检查]
通过决议: meetings/05-03/resolution-1
签订日期: 2026-03-24
报送日期: 2026-03-27
生效日期: 2026-04-11
到期日期: 2028-04-10
---
约定的条款。
"""
REGULATION = """---
公开范围: 社会
名称: 考核办法
版本: 2026年修订
状态: 正式
印发日期: 2026-04-01
批准机关: 校务会议
通过决议: meetings/05-03/resolution-1
标签: [考核]
---
第一条 适用于全体教职工。
"""
TREE = {
    "school.yml": "格式: 1\n校名: 样例学校\n部门: [{名称: 总务处}, {名称: 工会}]\n",
    "policy.yml": POLICY,
    "catalogue.yml": "目录: []\n",
    "meetings/council-2026-1/meeting.yml": COUNCIL,
    "meetings/05-03/meeting.yml": CONGRESS,
    "meetings/05-03/resolution-1.md": RESOLUTION,
    "decisions/desks-2026-1.md": DECISION,
    "finances/ledger-2026-03.yml": LEDGER,
    "agreements/female-2026.md": AGREEMENT,
    "regulations/appraisal-2026.md": REGULATION,
}
OWN_CODES = ("C28", "C80", "C81", "C82", "C83", "C84", "C85", "C86", "R10")


def findings(write_tree: WriteTree, files: dict[str, str], today: date = TODAY) -> list[Finding]:
    """What these rules and the one about references say of the tree with some files changed."""
    folder = write_tree({**TREE, **files})
    loaded = load([folder], folder)
    assert not [finding for finding in loaded.findings if finding.code.code[0] in "SM"]
    return [finding for finding in check(loaded.register, today) if finding.code.code in OWN_CODES]


def told(found: list[Finding]) -> list[tuple[str, str]]:
    """The code and the place of each."""
    return [(finding.code.code, str(finding.location)) for finding in found]
