"""A small whole school for the tests: every kind once, clean on 2026-05-20."""

from __future__ import annotations

from importlib.resources import files

TODAY = "2026-05-20"

_CONFIG = """site_name: 样例学校校务公开
site_url: https://school.example/
docs_dir: content
theme:
  name: material
  language: zh
  font: false
plugins:
  - gongkai: {records: [disclosures], today: 2026-05-20}
"""

PROPOSAL = """---
公开范围: 社会
目录项: 教代会/提案
案由: 延长晚餐供餐时间
类别: 后勤与基建
提交日期: 2026-03-06
提案人: {代表团: 文科组, 姓名: 林同, 公开姓名: 否}
附议人:
  - {代表团: 文科组, 姓名: 周禾}
  - {代表团: 理科组, 姓名: 沈可}
---
## 案据
晚自习教师 18:40 下课后食堂已停止供餐。
## 建议
1. 供餐延长到 19:10。
2. 公布延时窗口的菜单与价格。
"""

REVIEW = """---
去向: 立案
日期: 2026-03-12
立案号: 1
主办: 总务处
协办: [工会]
交办日期: 2026-03-16       # 期限由规则推算
签批: 提案工作委员会主任
---
"""

REPLY = """---
日期: 2026-04-10
部门: 总务处
签批: 分管副校长
方式: 书面
逐条:
  - {建议: 1, 结果: 已解决, 说明: 自 4 月 13 日起二楼窗口供餐至 19:10。}
  - {建议: 2, 结果: 列入计划, 承诺: 公布菜单与价格, 期限: 2026-06-30}
---
二楼窗口延长供餐，值班师傅两名，周一至周四执行；菜单与价格核算后在公示栏公布。
"""

FEEDBACK = """---
日期: 2026-04-17
评价: 满意
凭据: 签字表（纸质）
---
"""

OPINION = """---
公开范围: 社会
来源: 校长信箱
收到日期: 2026-05-18
署名: 实名
内容性质: 普通
同意公开: 是
标题: 请在校门口设遮雨棚
处理: {去向: 交办, 接收: 总务处, 日期: 2026-05-19}
---
## 摘要
雨天接送时家长和学生没有避雨的地方，请在校门东侧设遮雨棚。
"""

MEETING = """类型: 教代会
公开范围: 社会
目录项: 教代会/会议与决议
日期: 2026-03-13
提案截止日期: 2026-03-10
应到: 98
实到: 92
列席: 3
教职工数: 320
代表总数: 100
议程:
  - {事项: 听取学校工作报告, 职权: 听取报告}
  - {事项: 审议上次提案办理情况报告, 职权: 审议提案办理}
  - {事项: 考勤办法, 职权: 讨论通过}
会前报告: {日期: 2026-02-27, 报送: 上级教育工会}
会后备案: {日期: 2026-03-20, 报送: 上级教育工会}
材料送达日期: 2026-03-06
"""

RESOLUTION = """---
事项: 考勤办法
职权: 讨论通过
表决:
  方式: 无记名
  代表总数: 100
  应到: 98
  实到: 92
  发出: 92
  收回: 91
  有效: 90
  无效: 1
  赞成: 52
  反对: 30
  弃权: 8
口径: {分母: 代表总数, 要求: 过半数, 依据: 本校教代会实施细则}
宣布结论: 通过
公布日期: 2026-03-16
---
会议通过《考勤办法》，自 2026 年 4 月 1 日起施行。
"""

FINANCE = """类别: 收支月报
公开范围: 社会
目录项: 财务/收支
期间: 2026-03
单位: 元
期初: 3200.00
收入:
  - 科目: 财政拨款
    金额: 6000.00
支出:
  - 科目: 办公费
    金额: 1,040.50
  - 科目: 维修费
    金额: 2000.00
期末: 6159.50
编制: 出纳
审核: 会计
批准: 校长
"""

NOTICE = """---
公开范围: 社会
目录项: 人事/公示
标题: 高级教师岗位推荐人选公示
事由: 职称
起: 2026-05-18
止: 2026-05-22
名单:
  - {姓名: 段一苇, 部门: 语文组}
公开个人信息依据: 职称推荐办法
异议: {受理: 校纪检, 电话: 见学校渠道}
---
按职称推荐办法，经评议推荐一名高级教师岗位人选，现予公示。
"""


def small_school(**changed: str) -> dict[str, str]:
    """The files of the small school, with some changed or added (path → text)."""
    sample = files("gongkai.rules") / "sample"
    settings = {
        f"disclosures/{name}.yml": (sample / f"{name}.yml").read_text("utf-8")
        for name in ("school", "policy", "catalogue")
    }
    folder = "disclosures/proposals/2026/05-03-012"
    tree = {
        "mkdocs.yml": _CONFIG,
        "content/index.md": "# 欢迎\n\n这里是学校自己的介绍。\n",
        **settings,
        f"{folder}/proposal.md": PROPOSAL,
        f"{folder}/review.md": REVIEW,
        f"{folder}/reply-1.md": REPLY,
        f"{folder}/feedback-1.md": FEEDBACK,
        "disclosures/opinions/2026/mail-2026-001.md": OPINION,
        "disclosures/meetings/2026/05-03/meeting.yml": MEETING,
        "disclosures/meetings/2026/05-03/resolution-1.md": RESOLUTION,
        "disclosures/finances/2026/office-2026-03.yml": FINANCE,
        "disclosures/notices/2026/title-2026-1.md": NOTICE,
    }
    return {**tree, **changed}
