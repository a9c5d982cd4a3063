"""Meetings: one page each – what was decided, who came, what was on the agenda, what was reported where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from gongkai.derive.congresses import due_after, is_congress
from gongkai.derive.exact import half_up
from gongkai.derive.rates import Rate
from gongkai.derive.votes import needed_present
from gongkai.records.meeting import Composition, Filing, Meeting, Resolution, Survey
from gongkai.records.policy import Days, Rulings, Thresholds, share_text
from gongkai.register import Record
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Output, root_of
from gongkai.render.prose import to_html
from gongkai.render.spreadsheets import Percent
from gongkai.render.tables import Column, Kind, Row, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day
from gongkai.views import decided as decided_here
from gongkai.views import figures
from gongkai.views.board import Board
from gongkai.views.meetings import resolutions
from gongkai.views.record_pages import Fact, Outline, corrections, facts, joined, record_page, reference, whole

_NOTHING_ASKED = Thresholds.model_construct()


def pages(board: Board) -> Iterator[Output]:
    """One page for each meeting that may be shown, and one for each of its resolutions."""
    for record in board.paged(Meeting):
        yield from page(board, record)
        yield from resolutions.pages(board, record)


def page(board: Board, record: Record[Meeting]) -> Iterator[Output]:
    """The page of one meeting, and its tables as files."""
    address = f"{record.identity}/"
    content = record.content
    decided = tuple(_decided(board, record, address))
    paid = decided_here.paid(board, record.identity, address)
    found = (
        _composition(board, content, content.composition) if content.composition else None,
        _delegations(content) if content.delegations else None,
        _survey(content.survey) if content.survey else None,
        decided_here.table(paid, "依据这次会议的支出") if paid else None,
    )
    names = (file.name for file in record.attachments)
    tables = {each.ident: each for each in shelved(filter(None, found), record.number, names)}
    values = {
        "record": record,
        "tables": tables,
        "chips": tuple(_chips(board, content)),
        "lead": tuple(whole(words) for words in _lead(content)),
        "decided": decided,
        "attendance": tuple(whole(words) for words in _attendance(board, content)),
        "agenda": content.agenda,
        "committees": content.committees,
        "filings": tuple(_filings(board, record)),
        "minutes": to_html(content.minutes or "", board.links(address)),
        "taken": decided_here.taken(board, record.identity, address),
        "paid": paid,
        "facts": tuple(_facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    here = (
        ("attendance", "出席", values["attendance"] or {"composition", "delegations"} & tables.keys()),
        ("agenda", "议程", content.agenda),
    )
    came = (
        ("decisions", "在这次会上作出的决策", values["taken"]),
        ("spending", "依据这次会议的支出", values["paid"]),
        ("minutes", "纪要", values["minutes"]),
    )
    outline = Outline(
        address=address,
        title=f"{content.heading}（会议 {record.number}）",
        description=joined(f"{content.heading}，{day(content.held_on)}", f"决议 {len(decided)} 项" if decided else ""),
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("resolutions", "决议", decided),
            *((*here, *came) if decided else (*came, *here)),
            ("committees", "委员会", content.committees),
            ("survey", "满意度测评", "survey" in tables),
            ("filings", "会前会后", values["filings"]),
            ("figures", "数字", values["sheets"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            date=content.held_on.isoformat(),
            status=content.type.value,
            department=content.convener or "",
        ),
    )
    yield record_page(board, outline, "meeting.html.jinja", values)
    yield from files_of(address, tables.values())


def _decided(board: Board, record: Record[Meeting], address: str) -> Iterator[dict[str, object]]:
    root = root_of(address)
    for act in record.all(Resolution):
        decision = resolutions.decision(board, act)
        yield {
            "address": f"{root}{act.identity}/",
            "subject": act.content.subject,
            "power": act.content.power.value,
            "chip": decision.chip,
            "sentence": whole(decision.sentence),
            "execution": resolutions.progress_chip(board, record, act),
        }


def _chips(board: Board, content: Meeting) -> Iterator[Chip]:
    quorum = board.register.rulings(content.held_on).values.quorum
    if content.due and content.present is not None and quorum:
        if content.present >= needed_present(content.due, quorum):
            yield chip("passed", "达到法定人数")
        else:
            yield chip("published-late", "未达到法定人数")


def _lead(content: Meeting) -> Iterator[str]:
    yield content.type.value
    until = f"至 {day(content.closed_on)}" if content.closed_on and content.closed_on > content.held_on else ""
    yield day(content.held_on) + until
    if content.makes_up:
        yield f"补开{content.makes_up}的会"
    if content.place:
        yield content.place
    if content.convener:
        yield f"{content.convener}召集"


def _percent(part: int, all_: int) -> str:
    return f"{half_up(Fraction(part * 100, all_), 1)}%"


def _attendance(board: Board, content: Meeting) -> Iterator[str]:
    """Who came, and whether they were enough to decide."""
    due, present = content.due, content.present
    if due and present is not None:
        sentence = f"应到 {due} 人，实到 {present} 人，占 {_percent(present, due)}"
        rulings = board.register.rulings(content.held_on)
        if quorum := rulings.values.quorum:
            least = needed_present(due, quorum)
            enough = "达到法定人数" if present >= least else "没有达到法定人数"
            who = "" if rulings.adopted("quorum") else "通常要求"
            sentence += f"；{who}须有应到人数的 {share_text(quorum)} 以上到会，即 {least} 人，{enough}"
        yield sentence + "。"
    elif present is not None:
        yield f"实到 {present} 人。"
    if content.due_note:
        yield f"应到说明：{content.due_note}。"
    if content.observers is not None:
        yield f"列席 {content.observers} 人，没有表决权。"
    if content.delegates_total is not None:
        staff = f"，全校教职工 {content.staff_total} 人" if content.staff_total else ""
        yield f"正式代表共 {content.delegates_total} 人{staff}。"


def _composition(board: Board, content: Meeting, parts: Composition) -> Table:
    """Each part of the delegates: how many, what share of all, and what the rules ask."""
    values = board.register.rulings(content.held_on).values
    total = content.delegates_total or sum(delegation.count for delegation in content.delegations)
    columns = (Column("类别"), Column("人数", Kind.NUMBER, "人"), Column("占代表", Kind.PERCENT), Column("规定"))
    rows = (
        (name, count, _share(count, total), f"{word} {share_text(share)}" if share else "")
        for name, count, share, word in (
            ("教师", parts.teachers, values.teacher_share, "不低于"),
            ("女代表", parts.women, values.women_share, "不低于"),
            ("青年", parts.young, values.young_share, "不低于"),
            ("管理人员（中层以上）", parts.managers, values.manager_share, "不高于"),
        )
        if count is not None
    )
    return Table("composition", "代表构成", columns, ungrouped(rows), unit="人")


def _delegations(content: Meeting) -> Table:
    columns = (Column("代表团"), Column("代表人数", Kind.NUMBER, "人"))
    rows = ungrouped((each.name, each.count) for each in content.delegations)
    foot = (Row(("合计", sum(each.count for each in content.delegations))),)
    return Table("delegations", "代表团", columns, rows, foot, "人")


def _survey(survey: Survey) -> Table:
    """The satisfaction vote; shares are of the papers returned."""
    columns = (Column("评价"), Column("张数", Kind.NUMBER, "张"), Column("占收回", Kind.PERCENT))
    counts = (("满意", survey.satisfied), ("基本满意", survey.basic), ("不满意", survey.unsatisfied))
    rows = [(name, count, _share(count, survey.returned)) for name, count in counts]
    groups = ungrouped((("发出", survey.issued, None), ("收回", survey.returned, None), *rows), in_order=True)
    return Table("survey", "满意度测评", columns, groups, unit="张", under_heading=True)


def _share(count: int, of: int) -> Percent | None:
    return Percent(Rate(count, of).percent) if of else None


def _filings(board: Board, record: Record[Meeting]) -> Iterator[Fact]:
    """What came before and after, each with its distance in days, and what the school itself asks for."""
    content = record.content
    rulings = board.register.rulings(content.held_on)
    asked = rulings.values if is_congress(content) else _NOTHING_ASKED
    if content.submission_closed_on:
        yield "提案截止", day(content.submission_closed_on)
    if content.materials_sent_on:
        rule = _ahead(rulings, "materials_before", asked.materials_before)
        yield "材料送达", whole(f"{day(content.materials_sent_on)}{_before(content, content.materials_sent_on, rule)}")
    if content.reported:
        rule = _ahead(rulings, "report_before", asked.report_before)
        yield "会前报告", whole(f"{filing_words(content.reported)}{_before(content, content.reported.on, rule)}")
    if content.filed:
        due = _due(board, content, rulings, "filing_after", asked.filing_after)
        yield "会后备案", whole(f"{filing_words(content.filed)}{due}")
    if announced := tuple(_announced(record)):
        due = _due(board, content, rulings, "announce_after", asked.announce_after)
        yield "决议公布", whole(f"{'；'.join(announced)}{due}")


def _announced(record: Record[Meeting]) -> Iterator[str]:
    """On which days how many resolutions were made known."""
    counts = Counter(act.content.announced_on for act in record.all(Resolution))
    for on, count in sorted((on, count) for on, count in counts.items() if on):
        yield f"{count} 项在 {day(on)}公布"
    if counts[None]:
        yield f"{counts[None]} 项还没有公布日期"


def _before(content: Meeting, on: date, rule: str) -> str:
    days = (content.held_on - on).days
    words = [f"会前 {days} 天"] if days > 0 else []
    return f"（{'，'.join((*words, rule) if rule else words)}）" if words or rule else ""


def _ahead(rulings: Rulings, threshold: str, limit: Days | None) -> str:
    return f"本校规则至少提前 {limit}" if limit and rulings.adopted(threshold) else ""


def _due(board: Board, content: Meeting, rulings: Rulings, threshold: str, limit: Days | None) -> str:
    """By when, as the school counts it from the close."""
    if limit is None or not rulings.adopted(threshold):
        return ""
    due = due_after(content, limit, board.register.terms).due
    return f"（本校规则闭会后 {limit}，到 {day(due)}为止）"


def filing_words(filing: Filing) -> str:
    """When a meeting was reported to the body above, to whom, in what form, and what came back."""
    approval = f"批复：{filing.approval}" if filing.approval else ""
    return joined(day(filing.on), f"报{filing.to}", filing.form, approval)


def _facts(board: Board, record: Record[Meeting], address: str) -> Iterator[Fact]:
    if record.content.previous:
        yield "上次会议", reference(board, record.content.previous, address)
    if record.content.term_until:
        yield "本届任期至", day(record.content.term_until)
    yield from facts(board, record, address)
