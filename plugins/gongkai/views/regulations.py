"""Regulations: one page each version – whether it is in force, what it replaced or what replaced it, its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from gongkai.derive.versions import Standing, Version, chain, versions
from gongkai.records.notice import Notice
from gongkai.records.regulation import Regulation
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Page, root_of
from gongkai.render.prose import plain, to_html
from gongkai.render.templates import day
from gongkai.views import decided, figures
from gongkai.views.board import Board
from gongkai.views.counts import counted
from gongkai.views.listing import STATE, Listing, Row, ordered, page_of
from gongkai.views.record_pages import Fact, Outline, corrections, facts, joined, record_page, reference, whole

_SIGNS = {
    Standing.IN_FORCE: "passed",
    Standing.TRIAL: "solving",
    Standing.TRIAL_OVER: "due-soon",
    Standing.COMING: "not-due",
    Standing.CONSULT: "on-notice",
    Standing.DRAFT: "planned",
    Standing.REPLACED: "ended",
    Standing.REPEALED: "ended",
}

TAG = "标签"


@dataclass(frozen=True, slots=True)
class Link:
    """One version in the chain of its regulation, as the page of another shows it."""

    address: str
    version: str
    chip: Chip
    when: str
    here: bool


def pages(board: Board) -> Iterator[Page]:
    """The list of regulations, those in force first, and one page for each version."""
    found = versions(board.register, board.today)
    yield page_of(_listing(board, tuple(found.values())))
    for version in found.values():
        if board.has_page(version.record):
            yield page(board, version)


def page(board: Board, version: Version) -> Page:
    """The page of one version."""
    record = version.record
    content = record.content
    address = f"{record.identity}/"
    linked = tuple(_chain(board, version, address))
    values = {
        "record": record,
        "verdict": standing_chip(version, board.today),
        "lead": tuple(whole(each) for each in _lead(content)),
        "sentence": _standing(board, version, address),
        "text": to_html(content.text, board.links(address)),
        "chain": linked,
        "points": tuple(_points(board, version, address)),
        "taken": decided.taken(board, record.identity, address),
        "facts": tuple(facts(board, record, address)),
        "changes": corrections(board, record, address),
        "sheets": figures.sheets(record),
    }
    outline = Outline(
        address=address,
        title=f"{content.heading}（{content.label} {record.number}）",
        description=f"{content.heading}：{version.standing.value}，{day(content.holds_from)}起",
        source=record.identity,
        sections=(
            ("changes", "更正", values["changes"]),
            ("state", "效力", True),
            ("text", "全文", True),
            ("decisions", "按这份制度作出的决策", values["taken"]),
            ("chain", "历次版本", len(linked) > 1),
            ("figures", "数字", values["sheets"]),
            ("points", "要点", True),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=record.number,
            kind=content.label,
            words=" ".join((content.heading, *content.tags, plain(content.text))),
            date=content.issued_on.isoformat(),
            status=version.standing.value,
            department=content.interpreted_by or "",
        ),
    )
    return record_page(board, outline, "regulation.html.jinja", values)


def standing_chip(version: Version, today: date) -> Chip:
    """How a version stands; of a trial, how long it still runs."""
    until = version.record.content.trial_until
    if version.standing is Standing.TRIAL and until:
        return chip("solving", f"试行中，还有 {(until - today).days} 天")
    return chip(_SIGNS[version.standing], version.standing.value)


def _lead(content: Regulation) -> Iterator[str]:
    yield content.version
    if content.document_number:
        yield content.document_number
    yield f"{day(content.issued_on)}印发" if content.approved_by else f"{day(content.issued_on)}成稿"
    if content.effective_on and content.effective_on != content.issued_on:
        yield f"{day(content.effective_on)}起执行"


def _standing(board: Board, version: Version, address: str) -> Markup:
    """What a reader must know before he acts by this version."""
    content = version.record.content
    match version.standing:
        case Standing.REPLACED:
            link = reference(board, version.after[-1].identity, address)
            return Markup("这一版不再执行，已被{}替代。").format(link)
        case Standing.REPEALED:
            on = f"{day(content.repealed_on)}起" if content.repealed_on else ""
            return Markup("{}").format(f"这份制度{on}已经废止，不再执行。")
        case Standing.COMING:
            return Markup("{}").format(whole(f"这一版 {day(content.holds_from)}起执行，现在还没有生效。"))
        case Standing.TRIAL_OVER:
            return Markup("{}").format(whole(f"试行到{day(content.trial_until)}为止；是否转为正式，等学校公布。"))
        case Standing.DRAFT:
            return Markup("这是草案，还没有执行。")
        case Standing.CONSULT:
            return _consulting(board, content, address)
    trial = f"试行，到{day(content.trial_until)}为止" if version.standing is Standing.TRIAL else "执行"
    return whole(f"{day(content.holds_from)}起{trial}，现在按这一版办。")


def _consulting(board: Board, content: Regulation, address: str) -> Markup:
    notice = board.register.get(content.consultation, Notice) if content.consultation else None
    if notice is None:
        return Markup("这是征求意见稿，还没有执行。")
    link = reference(board, notice.identity, address)
    over = notice.content.last < board.today
    words = "已经结束" if over else f"到{day(notice.content.last)}为止"
    return Markup("这是征求意见稿，还没有执行。公示“{}”{}。").format(link, words)


def _chain(board: Board, version: Version, address: str) -> Iterator[Link]:
    root = root_of(address)
    for each in chain(versions(board.register, board.today), version.record.identity):
        content = each.record.content
        here = each.record.identity == version.record.identity
        mark = standing_chip(each, board.today)
        yield Link(f"{root}{each.record.identity}/", content.version, mark, f"{day(content.holds_from)}起", here)


def _points(board: Board, version: Version, address: str) -> Iterator[Fact]:
    content = version.record.content
    yield "状态", version.standing.value
    if content.trial_until:
        yield "试行至", day(content.trial_until)
    if content.resolution:
        yield "讨论通过", reference(board, content.resolution, address)
    if content.approved_by:
        yield "批准", content.approved_by
    if content.consultation:
        yield "征求意见", reference(board, content.consultation, address)
    if content.interpreted_by:
        yield "解释", content.interpreted_by
    yield TAG, "、".join(content.tags)


def _listing(board: Board, found: tuple[Version, ...]) -> Listing:
    rows = tuple(_row(version, board.today) for version in found)
    followed = sum(version.standing.is_followed for version in found)
    tags = {tag for version in found for tag in version.record.content.tags}
    return Listing(
        "regulations/",
        "制度汇编",
        f"{counted(board)}的制度 {len(rows)} 个版本，其中今天正在执行的 {followed} 个。"
        "现行有效的排在前面；已被替代的留着备查，并指向替代它的新版。",
        ((TAG, tuple(sorted(tags))), ordered(STATE, tuple(Standing), rows, 1)),
        rows,
        how="哪一版有效由程序推算：已经生效、没有过期、没有废止，也没有被生效的新版替代。",
        noun="个版本",
        groups=tuple(Standing),
    )


def _row(version: Version, today: date) -> Row:
    content = version.record.content
    standing = version.standing.value
    keys = ("|".join(content.tags), standing)
    approved = f"{content.approved_by}批准" if content.approved_by else ""
    words = joined(content.version, approved, f"{day(content.holds_from)}起")
    mark = standing_chip(version, today)
    return Row(content.holds_from, f"{version.record.number}/", content.title, words, mark, keys, standing)
