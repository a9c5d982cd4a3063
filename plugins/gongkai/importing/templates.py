"""The blank form for one school: its own departments, items, categories and accounts to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from gongkai.importing.drafts import Options
from gongkai.importing.shapes import (
    EXPENSE,
    GUIDE_SHEET,
    INCOME,
    LEVELS,
    MARK,
    OPTIONS_SHEET,
    VERSION,
    YES,
    Field,
    Form,
    Shape,
    Table,
    Values,
)
from gongkai.importing.sheets import heading
from gongkai.records import Audience
from gongkai.records.fields import parse_session
from gongkai.records.finance import CanteenMode, Category, ChargeNature, Finance, MarginBasis, MoneyUnit, Row
from gongkai.records.meeting import Meeting
from gongkai.records.proposal import Proposal
from gongkai.register import Record, Register
from gongkai.workbooks.writing import Block, Grid, Input, Plan, written

MAX_SESSIONS = 12
LONGEST = 7
"""Months: a term and no longer; the budget of a year has the category of its months, and other accounts."""

_ACCOUNTS = {
    Category.LEDGER: ("财政拨款", "事业收入", "其他收入", "办公费", "水电费", "维修费", "培训费", "其他支出"),
    Category.CANTEEN: (
        "学生伙食费",
        "教职工伙食费",
        "其他收入",
        "原料支出",
        "人工支出",
        "水电燃气",
        "其他支出",
    ),
    Category.UNION: (
        "会费",
        "拨缴经费",
        "上级补助",
        "行政补助",
        "其他收入",
        "职工活动支出",
        "职工服务支出",
        "维权支出",
        "业务支出",
        "其他支出",
    ),
}
"""Accounts offered where no earlier statement shows the school's own."""

_FORMATS = {
    Shape.MONEY: "#,##0.00",
    Shape.CELL: "#,##0.00",
    Shape.COUNT: "0",
    Shape.DAY: "yyyy-mm-dd",
    Shape.PERCENT: "0.00%",
}


def choices(register: Register, form: Form, today: date) -> Options:
    """Every list of choices by name; a list that the school has not filled is empty and checks nothing."""
    return {
        "是否": YES,
        "收支": (INCOME, EXPENSE),
        "层级": LEVELS,
        "公开范围": tuple(each.value for each in Audience),
        "单位": tuple(each.value for each in MoneyUnit),
        "经营方式": tuple(each.value for each in CanteenMode),
        "盈亏率口径": tuple(each.value for each in MarginBasis),
        "收费性质": tuple(each.value for each in ChargeNature),
        "目录项": tuple(name for name, _ in register.catalogue.items()),
        "代表团": register.school.delegations,
        "类别": register.rulings(today).values.categories or (),
        "届次": _sessions(register),
    }


def template(register: Register, form: Form, today: date) -> bytes:
    """The form as a workbook, with what repeats from the latest record of its kind filled in."""
    latest = _latest(register, form)
    lists = {**choices(register, form, today), "科目": _accounts(latest, form)}
    used = {field.options for part in form.parts for field in part.fields if field.options}
    parts = tuple(
        Block(heading(part), tuple(_input(field, _repeated(field, latest)) for field in part.fields))
        if isinstance(part, Values)
        else Grid(heading(part), tuple(_input(field) for field in part.fields), _rows(part, latest), part.blank)
        for part in form.parts
    )
    plan = Plan(
        title=form.title,
        sheet=form.label,
        hint=form.hint,
        parts=parts,
        guide_sheet=GUIDE_SHEET,
        guide=_guide(form),
        options_sheet=OPTIONS_SHEET,
        mark=(MARK, form.name, str(VERSION)),
        options=tuple((name, tuple(lists[name])) for name in sorted(used)),
    )
    return written(plan)


def _input(field: Field, value: str = "") -> Input:
    return Input(
        field.label,
        field.help,
        field.required,
        field.options,
        field.shape is Shape.CHOICE,
        _FORMATS.get(field.shape, "@"),
        field.width,
        value,
    )


def _latest(register: Register, form: Form) -> Record[Finance] | None:
    """The record of the last month or term, of which much will be the same again."""
    found = [
        each
        for each in register.of(Finance)
        if form.category and each.content.category is form.category and len(each.content.period.months()) <= LONGEST
    ]
    return max(found, key=lambda each: (each.content.day, each.identity), default=None)


def _repeated(field: Field, latest: Record[Finance] | None) -> str:
    """What is the same month after month: audience, item, unit, posts."""
    if latest is None:
        return ""
    content = latest.content
    repeated = {
        "公开范围": content.audience.value,
        "限制公开理由": content.audience_reason,
        "目录项": content.catalogue_item,
        "经办": content.handler,
        "单位": content.unit.value,
        "编制": content.prepared_by,
        "审核": content.checked_by,
        "批准": content.approved_by,
        "监督电话": content.hotline,
        "经营方式": content.canteen.mode.value if content.canteen else None,
        "盈亏率口径": content.canteen.margin_basis.value if content.canteen and content.canteen.margin_basis else None,
    }
    return repeated.get(field.label) or ""


def _rows(part: Table, latest: Record[Finance] | None) -> tuple[tuple[str, ...], ...]:
    """The accounts of the latest statement, without amounts; notes are of their month and stay behind."""
    if latest is None or not any(field.label == "层级" for field in part.fields):
        return ()
    sides = ((INCOME, latest.content.income), (EXPENSE, latest.content.expense))
    return tuple(line for side, rows in sides for line in _lines(side, rows, 0))


def _lines(side: str, rows: Iterable[Row], depth: int) -> Iterator[tuple[str, ...]]:
    for row in rows:
        if depth < len(LEVELS):
            yield side, LEVELS[depth], row.account, "", "是" if row.part_only else "", row.code or "", ""
            yield from _lines(side, row.details, depth + 1)


def _accounts(latest: Record[Finance] | None, form: Form) -> Sequence[str]:
    names: dict[str, None] = {}
    if latest:
        names = {line[2]: None for line in _rows(_statement(form), latest)} if form.category in _ACCOUNTS else {}
    return tuple(names) or _ACCOUNTS.get(form.category or Category.BUDGET, ())


def _statement(form: Form) -> Table:
    return next(part for part in form.parts if isinstance(part, Table) and not part.keys)


def _sessions(register: Register) -> tuple[str, ...]:
    """The meetings of the congress that proposals may be for, the latest first."""
    numbers = {record.number for record in register.of(Meeting)}
    numbers |= {"-".join(record.number.split("-")[:2]) for record in register.of(Proposal)}
    sessions = set()
    for number in numbers:
        parts = number.split("-")
        if len(parts) == 2 and all(part.isdigit() and len(part) <= 2 for part in parts):
            sessions.add(parse_session(number))
    return tuple(str(session) for session in sorted(sessions, reverse=True)[:MAX_SESSIONS])


def _guide(form: Form) -> tuple[str, ...]:
    several = f"一张“{form.label}”表填一份；要报几份，就在工作表标签上点右键“复制”。"
    one = "一行填一件提案；不够再往下写。" if form.many else several
    return (
        f"1. {one}",
        "2. 只填浅黄色的格，带 * 的必填；有箭头的格点箭头选，不要自己写别的词。",
        "3. 不改栏名、不加栏、不合并单元格；要说的话写进“说明”一类的格。行可以加，也可以删。",
        "4. 金额只填数，如 1480.00；负数写 -260.00，不用括号；不带“元”“万元”“%”。没有发生填 0，不适用填 —。",
        "5. 日期写 2026-10-12；期间写 2026-10、2026-01至2026-02、2026-2027学年第一学期。",
        "6. 可以用公式，但要用 WPS 或 Excel 保存过；除法、比率外面套上 ROUND(…,2)。",
        "7. 不写身份证号、手机号、银行账号；除了提案人、附议人，不写姓名。这个文件本身不会被公布。",
        "8. 填好后保存为 .xlsx，运行：gongkai import 文件名.xlsx。",
        "9. 有错时会得到一份“文件名-批注.xlsx”，错的格是红的，改法写在批注里。",
        "10. 导入前程序会照网站的全部规则检查；有一处错误就一份也不写，改好再导入一次即可。",
    )
