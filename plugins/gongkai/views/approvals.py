"""审批一览: who must approve what, which records still lack an approval, what is waived, by whom, until when."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gongkai.past import Pending
from gongkai.records import KINDS
from gongkai.records.approvals import OTHERS, SETTINGS_KIND, ApprovalRule, Waiver, rule_of
from gongkai.render.icons import chip
from gongkai.render.pages import Entry, Heading, Output, Page, root_of
from gongkai.render.tables import Cell, Column, Content, Kind, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.counts import counted

ADDRESS = "approvals/"

_LABELS = (*(kind.label for kind in KINDS), SETTINGS_KIND)


_COLUMNS = (
    Column("种类"),
    Column("公布以前", Kind.SENTENCE),
    Column("从哪天起", Kind.DATE),
    Column("依据", Kind.SENTENCE),
)


def pages(board: Board) -> Iterator[Output]:
    """The page of the approvals with the files of its tables."""
    policy = board.register.policy.policy
    tables = shelved((_rules(board), _earlier(board), _lacking(board), _waivers(board)), "approvals")
    shown = {each.ident: each for each in tables}
    pending = pending_of(board)
    lacking = sum(any(each.waived_until is None for each in steps) for steps in pending.values())
    html = render(
        "approvals.html.jinja",
        ADDRESS,
        today=board.today,
        counted=counted(board),
        tables=shown,
        has_rules=bool(policy.approvals),
        has_settings=any(SETTINGS_KIND in rule.kinds for rule in policy.approvals),
        is_read=board.past is not None,
        gap=board.past.gap if board.past else "",
        lacking=lacking,
        waived=len(in_force(board)),
        expired=sum(each.until < board.today for each in policy.waivers),
    )
    yield Page(
        address=ADDRESS,
        title="审批一览",
        body=html,
        description="哪些记录公布以前要谁审核、批准，依据什么；还缺哪一步的记录，暂免了哪些、由谁负责、到哪天。",
        sections=(Heading("rules", "谁批准什么"), Heading("lacking", "还缺审批的记录"), Heading("waivers", "暂免")),
        entry=Entry("", "说明", "审批 审核 批准 经办 暂免"),
    )
    yield from files_of(ADDRESS, tables)


def pending_of(board: Board) -> dict[str, tuple[Pending, ...]]:
    """What the records that may be shown still lack, by identity."""
    pending = board.past.pending if board.past else {}
    return {identity: steps for identity, steps in sorted(pending.items()) if identity in board.register.records}


def in_force(board: Board) -> tuple[Waiver, ...]:
    """The waivers that hold today."""
    return tuple(each for each in board.register.policy.policy.waivers if each.holds(board.today))


def _steps(rule: ApprovalRule) -> str:
    return " → ".join(str(step) for step in rule.steps)


def _rules(board: Board) -> Table:
    """What holds today, kind by kind; kinds under one rule share a row."""
    rules = board.register.policy.policy.approvals
    held = [(label, rule_of(rules, label, board.today)) for label in _LABELS]
    found = [(label, rule) for label, rule in held if rule]
    found.sort(key=lambda each: rules.index(each[1]))
    rows = (
        ("、".join(label for label, _ in group), _steps(rule), rule.since, rule.basis)
        for rule, group in ((rule, list(same)) for rule, same in groupby(found, key=lambda each: each[1]))
    )
    return Table("rules", "现在的审批规则", _COLUMNS, ungrouped(rows, in_order=True), under_heading=True)


def _earlier(board: Board) -> Table:
    """Rules that newer ones have replaced, and rules to come."""
    rules = board.register.policy.policy.approvals
    held = [rule_of(rules, label, board.today) for label in _LABELS]
    rest = [rule for rule in rules if not any(rule is each for each in held)]
    rows = (
        (_named(rule), _steps(rule), rule.since, rule.basis)
        for rule in sorted(rest, key=lambda each: each.since, reverse=True)
    )
    return Table("earlier", "以前的和将来的审批规则", _COLUMNS, ungrouped(rows, in_order=True))


def _named(rule: ApprovalRule) -> str:
    return "、".join("没有另写的各种" if kind == OTHERS else kind for kind in rule.kinds)


def _lacking(board: Board) -> Table:
    root = root_of(ADDRESS)
    rows = []
    for identity, steps in pending_of(board).items():
        record = board.register.records[identity]
        told = [f"{each.step}（{each.post}）" for each in steps if each.waived_until is None]
        waived = [f"{each.step}（{each.post}），至{day(each.waived_until)}" for each in steps if each.waived_until]
        title = Cell(record.content.heading, href=f"{root}{identity}/")
        rows.append((title, record.content.label, "、".join(told) or "—", "；".join(waived) or "—"))
    columns = (Column("记录"), Column("种类", Kind.SHORT), Column("尚缺"), Column("暂免"))
    unit = f"{counted(board)}的 {len(rows)} 条"
    return Table("lacking", "还缺审批的记录", columns, ungrouped(rows), counted=unit, under_heading=True)


def _waivers(board: Board) -> Table:
    """The waivers that hold or have not begun, and those that are over and not yet settled."""
    root = root_of(ADDRESS)
    rows: list[tuple[Content, ...]] = []
    for each in sorted(board.register.policy.policy.waivers, key=lambda each: (each.until, each.step.value)):
        record = board.register.records.get(each.record or "")
        about = Cell(record.content.heading, href=f"{root}{record.identity}/") if record else each.kind
        state = chip("overdue", "已到期") if each.until < board.today else chip("waived", "暂免")
        if each.since > board.today:
            state = chip("not-due", "没有开始")
        rows.append((about, each.step.value, each.owner, each.reason, each.since, each.until, state))
    columns = (
        Column("免什么"),
        Column("哪一步", Kind.SHORT),
        Column("负责"),
        Column("理由", Kind.SENTENCE),
        Column("自", Kind.DATE),
        Column("至", Kind.DATE),
        Column("状态", Kind.SHORT),
    )
    return Table("waivers", "暂免的审批", columns, ungrouped(rows, in_order=True), under_heading=True)
