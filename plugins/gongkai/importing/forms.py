"""The five forms (模板) that a clerk fills in: which label leads to which key of a record.

A form is a sheet of parts, one below the other, each under its heading: labelled values, or a table.
What a value means and whether it is right is said by the record's model and the rules, not here.
"""

from __future__ import annotations

import difflib

from gongkai.importing.shapes import MAX_SECONDERS, MAX_SUGGESTIONS, Field, Form, Shape, Table, Values
from gongkai.records.finance import Category, Finance
from gongkai.records.proposal import Proposal
from gongkai.unable import Unable


def _heading(period: str, number: str) -> tuple[Field, ...]:
    return (
        Field("编号", (), help=f"可以不填，由程序按期间给出；要自己编就照这样写：{number}"),
        Field("公开范围", ("公开范围",), Shape.CHOICE, True, "公开范围", "谁可以看：社会、教职工、不公开"),
        Field("限制公开理由", ("限制公开理由",), help="公开范围不是“社会”时填：为什么"),
        Field("目录项", ("目录项",), Shape.CHOICE, False, "目录项", "公开目录里的事项"),
        Field("备案号", ("备案号",), help="公开材料备案号；没有就不填"),
        Field("备案日期", ("备案日期",), Shape.DAY, help="如 2026-10-12"),
        Field("经办", ("经办",), help="岗位，不写姓名"),
        Field("期间", ("期间",), Shape.PERIOD, True, help=period),
        Field("单位", ("单位",), Shape.CHOICE, True, "单位", "整张表只用一个单位"),
    )


_BALANCES = (
    Field("期初结余", ("期初",), Shape.MONEY, help="等于上期期末结余"),
    Field("收入合计", ("收入合计",), Shape.MONEY, help="照纸面填，用来核对；不填就由程序算"),
    Field("支出合计", ("支出合计",), Shape.MONEY, help="照纸面填，用来核对；不填就由程序算"),
    Field("本期结余", ("结余",), Shape.MONEY, help="收入减支出；不填就由程序算"),
    Field("期末结余", ("期末",), Shape.MONEY, help="期初＋收入－支出"),
)

_NOTES = (
    Field("赤字说明", ("赤字说明",), help="结余是负数时必填"),
    Field("增减说明", ("增减说明",), help="和上期相比变化大时说明原因"),
)

_SIGNATURES = (
    Field("编制", ("编制",), help="岗位，不写姓名"),
    Field("审核", ("审核",), help="岗位"),
    Field("批准", ("批准",), help="岗位"),
    Field("盖章", ("盖章",), Shape.CHOICE, False, "是否", "纸质原件已盖章填“是”"),
)

_ROWS = Table(
    "收支明细",
    (),
    (
        Field("收支", (), Shape.CHOICE, True, "收支", "收入或支出", 8),
        Field("层级", (), Shape.CHOICE, True, "层级", "一级是大项；二级、三级写在它下面", 8),
        Field("科目", ("科目",), Shape.TEXT, True, "科目", "科目名称", 24),
        Field("金额", ("金额",), Shape.CELL, False, "", "没有发生填 0，不适用填 —", 18),
        Field("其中", ("其中",), Shape.CHOICE, False, "是否", "只是上一级的一部分、不参加相加时填“是”", 8),
        Field("编码", ("编码",), Shape.TEXT, False, "", "科目编码，可不填", 10),
        Field("说明", ("说明",), Shape.TEXT, False, "", "不写人名、账号", 30),
    ),
    30,
)

_MONTH = "如 2026-10；合并两个月写 2026-01至2026-02"


def _canteen(label: str, shape: Shape = Shape.TEXT, options: str = "", note: str = "", required: bool = False) -> Field:
    return Field(label, ("食堂", label), shape, required, options, note)


def _side(group: str) -> tuple[Field, ...]:
    return (
        Field(f"{group}收入", ("食堂", group, "收入"), Shape.MONEY, help=f"没有{group}，这四格都不填", together=True),
        Field(f"{group}支出", ("食堂", group, "支出"), Shape.MONEY, help="单独算，不和另一边混在一起", together=True),
        Field(f"{group}盈余", ("食堂", group, "盈余"), Shape.MONEY, help="收入减支出", together=True),
        Field(f"{group}盈余率", ("食堂", group, "盈余率"), Shape.PERCENT, help="如 0.84%"),
    )


_LEDGER = Form(
    "ledger",
    "收支月报",
    "收支月报填报表",
    Finance,
    (Values("基本情况", (*_heading(_MONTH, "ledger-2026-10"), *_BALANCES, *_NOTES, *_SIGNATURES)), _ROWS),
    "一张表填一个月。只填浅黄色的格，带 * 的必填。",
    Category.LEDGER,
    "ledger",
)

_CANTEEN = Form(
    "canteen",
    "食堂",
    "食堂收支月报填报表",
    Finance,
    (
        Values("基本情况", (*_heading(_MONTH, "canteen-2026-10"), *_BALANCES)),
        Values(
            "食堂情况",
            (
                _canteen("经营方式", Shape.CHOICE, "经营方式", "自营、承包、委托、校外供餐", required=True),
                _canteen("停供", Shape.CHOICE, "是否", "寒暑假整月停供填“是”"),
                *_side("学生伙食"),
                *_side("教职工伙食"),
                Field("库存期初", ("食堂", "库存", "期初"), Shape.MONEY, help="两头都填，或都不填", together=True),
                Field("库存期末", ("食堂", "库存", "期末"), Shape.MONEY, help="两头都填，或都不填", together=True),
                _canteen("盈亏率", Shape.PERCENT, "", "照公布的样子填，如 0.84%"),
                _canteen("盈亏率口径", Shape.CHOICE, "盈亏率口径", "本月或累计"),
                _canteen("供餐单位", Shape.TEXT, "", "承包、委托、校外供餐时必填"),
                _canteen("餐费标准", Shape.MONEY, "", "承包、委托、校外供餐时必填：每份多少元"),
            ),
        ),
        Values("说明和签字", (*_NOTES, *_SIGNATURES)),
        Table(
            "用餐人数",
            ("食堂", "用餐"),
            (
                Field("对象", ("对象",), Shape.TEXT, True, help="如 小学学生、教职工"),
                Field("人数", ("人数",), Shape.COUNT, True),
                Field("标准", ("标准",), Shape.MONEY, True, help="每人每天"),
                Field("天数", ("天数",), Shape.COUNT, True),
                Field("金额", ("金额",), Shape.MONEY, True, help="人数×标准×天数"),
            ),
            4,
        ),
        _ROWS,
    ),
    "一张表填一个月。只填浅黄色的格，带 * 的必填；学生、教职工伙食分开填。",
    Category.CANTEEN,
    "canteen",
)

_UNION = Form(
    "union",
    "工会经费",
    "工会经费月报填报表",
    Finance,
    (
        Values("基本情况", (*_heading(_MONTH, "union-2026-10"), *_BALANCES)),
        Values(
            "会费",
            (
                Field(
                    "实缴人数", ("会费", "实缴人数"), Shape.COUNT, help="本月没有收会费，这一组都不填", together=True
                ),
                Field("每人", ("会费", "每人"), Shape.MONEY, help="每人每月缴多少", together=True),
                Field("上缴", ("会费", "上缴"), Shape.MONEY, help="每人每月上缴多少", together=True),
                Field("留存", ("会费", "留存"), Shape.MONEY, help="每人每月留存多少", together=True),
                Field("月数", ("会费", "月数"), Shape.COUNT, help="只一个月就不填"),
                Field("留存入账", ("会费", "留存入账"), Shape.MONEY, help="不填就和收入里的“会费”比"),
                Field("差额说明", ("会费", "差额说明"), help="人数×留存×月数与入账不等时必填"),
            ),
        ),
        Values(
            "说明和签字",
            (*_NOTES, Field("下月计划", ("下月计划",), help="下个月打算怎样用"), *_SIGNATURES),
        ),
        _ROWS,
    ),
    "一张表填一个月。只填浅黄色的格，带 * 的必填。不写会员姓名、账号。",
    Category.UNION,
    "union",
)

_FEES = Form(
    "fees",
    "收费",
    "收费公示填报表",
    Finance,
    (
        Values(
            "基本情况",
            (
                *_heading("如 2026-2027学年第一学期", "fees-2026-2027-1"),
                Field("监督电话", ("监督电话",), help="写学校渠道里登记的号码"),
                _NOTES[1],
                *_SIGNATURES,
            ),
        ),
        Table(
            "收费项目",
            ("收费项目",),
            (
                Field("项目", ("项目",), Shape.TEXT, True, width=24),
                Field("性质", ("性质",), Shape.CHOICE, True, "收费性质", width=18),
                Field("对象", ("对象",), Shape.TEXT, True, help="哪些年级或人"),
                Field("标准", ("标准",), Shape.CELL, True, help="按实结算填 —"),
                Field("计费单位", ("计费单位",), Shape.TEXT, True, help="如 元/生·学期"),
                Field("自愿", ("自愿",), Shape.CHOICE, True, "是否", width=8),
                Field("依据", ("依据",), Shape.TEXT, True, help="文件名称和文号", width=34),
                Field("批准机关", ("批准机关",), Shape.TEXT, help="行政事业性收费必填"),
                Field("结算退费", ("结算退费",), Shape.TEXT, help="怎样结算和退费", width=30),
            ),
            20,
        ),
    ),
    "一张表填一个学期。只填浅黄色的格，带 * 的必填。",
    Category.FEES,
    "fees",
)


def _person(label: str, required: bool) -> tuple[Field, ...]:
    where = Field(
        f"{label}代表团", (label, "代表团"), Shape.CHOICE, required, "代表团", "所在代表团（组）", together=True
    )
    return (
        where,
        Field(f"{label}姓名", (label, "姓名"), Shape.TEXT, help="公众看不到，除非公开姓名填“是”", width=12),
        Field(f"{label}公开姓名", (label, "公开姓名"), Shape.CHOICE, False, "是否", "本人同意才填“是”", 12),
    )


_PROPOSALS = Form(
    "proposal",
    "提案",
    "提案填报表",
    Proposal,
    (
        Table(
            "提案",
            (),
            (
                Field("编号", (), help="可以不填，由程序按届次给出下一个", width=14),
                Field("届次", (), Shape.CHOICE, True, "届次", "如 五届三次", 12),
                Field("公开范围", ("公开范围",), Shape.CHOICE, True, "公开范围", width=12),
                Field("限制公开理由", ("限制公开理由",), help="公开范围不是“社会”时填"),
                Field("目录项", ("目录项",), Shape.CHOICE, False, "目录项", width=18),
                Field("案由", ("案由",), Shape.TEXT, True, help="一句话，不写姓名", width=30),
                Field("类别", ("类别",), Shape.CHOICE, True, "类别", width=14),
                Field("提交日期", ("提交日期",), Shape.DAY, True, help="交到工会的日期", width=14),
                *_person("提案人", True),
                *(field for n in range(1, MAX_SECONDERS + 1) for field in _person(f"附议人{n}", False)),
                Field("集体提案", ("集体提案",), Shape.CHOICE, False, "是否", "代表团集体提出填“是”", 10),
                Field("案据", ("案据",), Shape.TEXT, True, help="为什么提出；可以分段（Alt+Enter）", width=50),
                *(
                    Field(f"建议{n}", (f"建议{n}",), Shape.TEXT, n == 1, help="一格一条，不用写序号", width=34)
                    for n in range(1, MAX_SUGGESTIONS + 1)
                ),
            ),
            30,
        ),
    ),
    "一行一件提案。只填浅黄色的格，带 * 的必填；建议一格一条。",
    many=True,
)

FORMS = (_LEDGER, _CANTEEN, _UNION, _FEES, _PROPOSALS)


class UnknownFormError(Unable):
    """No form is called so; the message is a Chinese sentence."""


def find_form(typed: str) -> Form:
    """The form with this name or label; raises UnknownFormError."""
    known = {name: form for form in FORMS for name in (form.name, form.label, f"{form.name}s")}
    name = typed.strip().lower()
    if name in ("finance", "finances", "财务", "月报"):
        raise UnknownFormError(f"“{typed}”有几种模板，写明是哪一种：收支月报、食堂、工会经费、收费。")
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f"是不是“{near[0]}”？" if near else ""
    names = "、".join(f"{form.label}（{form.name}）" for form in FORMS)
    raise UnknownFormError(f"没有“{typed}”这种模板。{hint}可以写：{names}。")
