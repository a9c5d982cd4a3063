"""Finance: one page each – the total sentence, the chart, the tables, what they rest on, who signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gongkai.derive.balances import book_up_to
from gongkai.derive.exact import EXACT
from gongkai.derive.margins import reckoned
from gongkai.derive.names import numbers
from gongkai.derive.series import Entry as Link
from gongkai.derive.series import broken_link, statements
from gongkai.derive.statements import Statement
from gongkai.derive.tables import Fault, Mismatch
from gongkai.once import once
from gongkai.records.finance import ChargeNature, Finance
from gongkai.register import Record, Register
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Output, Page, root_of
from gongkai.render.tables import Table, files_of
from gongkai.render.templates import day, money
from gongkai.views import figures
from gongkai.views.board import Board
from gongkai.views.finances import blocks
from gongkai.views.finances import statement as shown
from gongkai.views.finances import tables as statement_tables
from gongkai.views.finances.charts import told_so_far
from gongkai.views.record_pages import Fact, Outline, corrections, facts, record_page, reference, whole


@dataclass(frozen=True, slots=True)
class Place:
    """A statement recomputed, with its neighbours in time."""

    link: Link
    after: Link | None
    margins: tuple[Fraction, ...]
    """Every span over which the printed 盈亏率 may have been reckoned, recomputed."""


@once
def _places(register: Register) -> Mapping[str, Place]:
    """Every statement of the register, recomputed once, by identity."""
    links = statements(register)
    following: dict[str, Link] = {}
    for link in links:
        if link.before:
            following.setdefault(link.before.record.identity, link)
    return {
        link.record.identity: Place(link, following.get(link.record.identity), reckoned(link, register.terms))
        for link in links
    }


def place_of(board: Board, record: Record[Finance]) -> Place:
    """A statement recomputed, with its neighbours."""
    return _places(board.register)[record.identity]


def pages(board: Board) -> Iterator[Output]:
    """One page for each statement that may be shown, with its tables as files beside it."""
    for record in board.paged(Finance):
        address = f"{record.identity}/"
        statement = place_of(board, record).link.statement
        tables = statement_tables.tables_of(record, statement, board.links(address))
        yield page(board, record, tables)
        if board.asked is None:  # an old state is shown without files, and workbooks cost more than its page
            yield from files_of(address, tables.values())


def page(board: Board, record: Record[Finance], tables: Mapping[str, Table]) -> Page:
    """The page of one statement with its tables, each by its ident."""
    address = f"{record.identity}/"
    content = record.content
    place = place_of(board, record)
    statement = place.link.statement
    total = total_sentence(statement)
    doubted = frozenset(mismatch.about for mismatch in statement.mismatches)
    values = {
        "record": record,
        "chips": tuple(_chips(content, statement)),
        "total": whole(total) if total else "",
        "chart": shown.chart(statement),
        "so_far": told_so_far(book_up_to(board.register, place.link), board.today),
        "tables": tables,
        "further": tuple(table for ident, table in tables.items() if ident.startswith("table-")),
        "checked": checked(place.link),
        "doubts": tuple(doubt(mismatch) for mismatch in statement.mismatches),
        "hotline": content.hotline or "",
        "dues": tuple(whole(words) for words in blocks.dues_sentences(content.dues)) if content.dues else (),
        "canteen": tuple(blocks.canteen_facts(content.canteen, place.margins)) if content.canteen else (),
        "notes": tuple(notes(content)),
        "signatures": tuple(signatures(content)),
        "audits": tuple(blocks.audits(content)),
        "series": tuple(_series(place, address)),
        "facts": tuple(_facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record, numbers(statement) if content.figures else None, doubted),
    }
    outline = Outline(
        address=address,
        title=f"{content.heading}（财务 {record.number}）",
        description=f"{content.heading}：{total}" if total else content.heading,
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("table", "收支表", "statement" in tables),
            ("charges", "收费项目", content.charges),
            ("dues", "会费", values["dues"]),
            ("canteen", "食堂", values["canteen"]),
            ("official", "三公经费", content.official_expenses),
            ("tables", "分表", values["further"]),
            ("notes", "说明", values["notes"]),
            ("figures", "数字", values["sheets"]),
            ("signatures", "签字", values["signatures"]),
            ("audits", "审核", values["audits"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            date=content.period.last.isoformat(),
            status=content.category.value,
            department=content.handler or content.prepared_by or "",
        ),
    )
    return record_page(board, outline, "finance.html.jinja", values)


def total_sentence(statement: Statement) -> str:
    """The one sentence that a statement comes to; for charges, how many of which nature."""
    charges = statement.finance.charges
    if sentence := shown.total_sentence(statement):
        return sentence
    if not charges:
        canteen = statement.finance.canteen
        return "本期停供，没有收支。" if canteen and canteen.paused else ""
    parts = [
        f"{nature.value} {count} 项" for nature in ChargeNature if (count := sum(c.nature is nature for c in charges))
    ]
    voluntary = sum(charge.voluntary for charge in charges)
    return f"共 {len(charges)} 项收费：{'，'.join(parts)}；其中自愿选择的 {voluntary} 项。"


def _chips(content: Finance, statement: Statement) -> Iterator[Chip]:
    yield chip("finance", content.category.value)
    balance = statement.at(statement.balance)
    closing = statement.closing
    if (closing and closing.number < 0) or (closing is None and balance and balance.number < 0):
        yield chip("published-late", "赤字，有说明" if content.deficit_note else "赤字")
    if content.canteen and content.canteen.paused:
        yield chip("not-due", "本期停供")


def checked(link: Link) -> str:
    """That the printed totals and the recomputed ones are the same, and what was compared."""
    statement = link.statement
    if statement.doubted:
        return ""
    finance = statement.finance
    written = [
        name
        for name, amounts in (
            ("收入合计", statement.income.total),
            ("支出合计", statement.expense.total),
            ("结余", statement.balance),
        )
        if any(amount.written for amount in amounts)
    ]
    if finance.closing is not None and finance.opening is not None:
        written.append("期末结余")
    if not written:
        return "合计由程序逐行相加得出。" if not statement.income.empty or not statement.expense.empty else ""
    same = "期初等于上期期末。" if finance.opening is not None and link.before and _follows(link) else ""
    return f"程序已逐行重新相加：{'、'.join(written)}与公布的一致。{same}"


def _follows(link: Link) -> bool:
    before = link.before
    if before is None or before.statement.closing is None or link.statement.opening is None:
        return False
    theirs, mine = before.record.content.unit.yuan, link.record.content.unit.yuan
    closing = EXACT.multiply(before.statement.closing.number, Decimal(theirs))
    opening = EXACT.multiply(link.statement.opening.number, Decimal(mine))
    return closing == opening and broken_link(link) is None


def doubt(mismatch: Mismatch) -> str:
    """A printed number that the others do not bear out, without blame."""
    about, printed, computed = mismatch.about, money(mismatch.printed), money(mismatch.computed)
    if mismatch.fault is Fault.COUNTED:
        return "动用的以前年度结余，计法与本校采用的规则不一致。"
    if mismatch.fault is Fault.PART:
        return f"“其中：{about}”公布为 {printed}，大于它所在的{mismatch.whole} {computed}。"
    if mismatch.fault is Fault.MARGIN:
        return f"{about}公布为 {printed}{mismatch.whole}，按本校口径重算为 {computed}{mismatch.whole}。"
    difference = money(mismatch.difference)
    return f"{about}公布为 {printed}，按本校口径重算为 {computed}，相差 {difference}。"


def notes(content: Finance) -> Iterator[tuple[str, str]]:
    """What the school says of its figures."""
    if content.deficit_note:
        yield "赤字说明", content.deficit_note
    if content.change_note:
        yield "增减说明", content.change_note
    if content.plan:
        yield "下月计划", content.plan


def signatures(content: Finance) -> Iterator[tuple[str, str]]:
    """The posts that answer for a statement."""
    for name, who in (
        ("编制", content.prepared_by),
        ("审核", content.checked_by),
        ("批准", content.approved_by),
    ):
        if who:
            yield name, who
    if content.sealed:
        yield "盖章", "纸质原件已盖章"


def _series(place: Place, address: str) -> Iterator[tuple[str, str, str]]:
    root = root_of(address)
    for word, link in (("上一期", place.link.before), ("下一期", place.after)):
        if link:
            yield word, f"{root}{link.record.identity}/", link.record.content.heading


def _facts(board: Board, record: Record[Finance], address: str) -> Iterator[Fact]:
    content = record.content
    yield "期间", content.period.label
    if content.approved_budget_on:
        yield "批复日期", day(content.approved_budget_on)
    if content.decided_by:
        yield "依据决议", reference(board, content.decided_by, address)
    if content.reported_to:
        yield "报告", f"{content.reported_to.body}，{day(content.reported_to.on)}"
    yield from facts(board, record, address)
