"""A review in Chinese: the one line, the verdict, and what each reviewer asks, the shortest answer first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongkai.history.differences.records import Change, FieldDifference, Piece, RecordDifference, Sign
from gongkai.records import KINDS, Audience
from gongkai.render.templates import day
from gongkai.report import Shown
from gongkai.review import listing
from gongkai.review.model import ELSEWHERE, Approval, AudienceChange, ClockChange, Review, Turn
from gongkai.review.sections import Entry, Line, Report, Section, Verdict

_KINDS = {kind.folder: kind for kind in KINDS}


def told(review: Review) -> Report:
    """The whole review in words, nothing left out."""
    found = tuple(_sections(review))
    verdict, reasons = _verdict(review)
    silent = "、".join(section.title for section in found if not section.entries and section.ident in _ASKED)
    about = (*_about(review), f"没有变化的：{silent}。" if silent else "")
    return Report(
        headline(review),
        _following(review),
        verdict,
        reasons,
        tuple(filter(None, about)),
        tuple(section for section in found if section.entries),
    )


_ASKED = frozenset({"clocks", "audiences", "personal", "settings", "written", "approvals"})
"""What a reviewer asks of every change, so that a no is said as well."""


def headline(review: Review) -> str:
    """The one line that says how much a change does."""
    if review.unbuilt:
        changes = Counter(each.change for each in review.records)
    else:
        changes = Counter({change: len(review.told(change)) for change in Change})
    turned = sum(each.turn is not Turn.MOVED for each in review.clocks)
    return (
        f"本次将新增 {changes[Change.ADDED]}、修改 {changes[Change.CHANGED]}、撤下 {changes[Change.REMOVED]} 页；"
        f"改动的数字 {review.changed_figures} 个；启动/停止时钟 {turned} 个；"
        f"涉及个人信息 {sum(each.count for each in review.personal)} 处；"
        f"新增发现 {len(review.findings.new) + len(review.findings.closed)}、已消除 {len(review.findings.solved)}"
    )


def _following(review: Review) -> str:
    records = sum(bool(page.record) for page in review.following)
    parts = (
        (records, "个", "记录页"),
        (len(review.following) - records, "个", "列表页"),
        (len(review.files), "份", "附件、数据和订阅文件"),
        (len(review.figures), "个", "统计数字"),
        (sum(each.turn is Turn.MOVED for each in review.clocks), "个", "时钟改期"),
    )
    words = "、".join(f"{name} {count} {unit}" for count, unit, name in parts if count)
    return f"随之变化：{words}。" if words else ""


def _verdict(review: Review) -> tuple[Verdict, tuple[str, ...]]:
    reasons = list(review.unbuilt[-1:]) if review.is_unbuildable else []
    reasons += _reasons(review.blocking)
    if reasons:
        return Verdict.STOPS, tuple(reasons)
    if review.debts:
        first = f"这次改动没有带来新的错误，但原来就有 {len(review.debts)} 处错误；全部改好以前，网站不会更新。"
        return Verdict.OWES, (first, *_reasons(review.debts))
    if review.missing:
        return Verdict.WAITS, tuple(f"{each.title}：{each.step}（{each.post}）" for each in review.missing)
    return Verdict.GOES, ()


def _reasons(found: Iterable[Shown]) -> Iterator[str]:
    for each, count in _alike(found):
        yield f"{each.message}（{_place(each)}{each.code}{_times(count)}）"


def _alike(found: Iterable[Shown]) -> list[tuple[Shown, int]]:
    """Findings that are shown with the same words, once with their number: those that may not say where they are."""
    counts: dict[tuple[str, ...], tuple[Shown, int]] = {}
    for each in found:
        key = (each.level.value, each.code, each.message, each.place)
        counts[key] = counts.get(key, (each, 0))[0], counts.get(key, (each, 0))[1] + 1
    return list(counts.values())


def _place(each: Shown) -> str:
    return "" if each.path == ELSEWHERE else f"{each.place}，"


def _times(count: int) -> str:
    return f"，共 {count} 处" if count > 1 else ""


def _about(review: Review) -> Iterator[str]:
    yield f"从“{review.old}”到“{review.new}”，两边都按 {day(review.today)} 算；{readers(review)}看的网站。"
    yield from review.gaps
    if review.unseen:
        who = "公众看不到；内容用 --audience staff 看" if review.audience is Audience.PUBLIC else "教职工也看不到"
        yield f"另有 {review.unseen} 份记录有改动，{who}。"
    if review.unbuilt:
        yield f"{''.join(review.unbuilt)}没有网页可比，页数按记录数说；改好错误以后再看一次。"


def readers(review: Review) -> str:
    """For whom this review looks: 公众 or 教职工."""
    return "公众" if review.audience is Audience.PUBLIC else "教职工"


def _sections(review: Review) -> Iterator[Section]:
    who = readers(review)
    yield Section("new", f"{who}将新读到", "这些字现在网站上没有。", tuple(listing.newly(review)))
    yield Section("gone", f"{who}将不再看到", "", tuple(listing.gone(review)))
    figures = review.changed_figures
    lead = f"其中改动的数字 {figures} 个。" if figures else ""
    changed = (each for each in review.records if each.change is Change.CHANGED)
    yield Section("records", "逐份记录的改动", lead, tuple(map(_record, changed)), "份")
    yield Section("settings", "学校设置的改动", "", tuple(map(_record, review.settings)), "份")
    yield Section(
        "figures", "随之变化的数字", "自己没有改动，由程序从改动的记录重新算出。", tuple(_figures(review)), "页"
    )
    yield Section("clocks", "时钟", "", tuple(map(_clock, review.clocks)), "个")
    yield Section("audiences", "公开范围", "", tuple(map(_audience, review.audiences)))
    yield Section("personal", "个人信息", "只说种类和位置，不重复内容。", tuple(_personal(review)))
    yield Section("approvals", "审批", _asked(review.approvals), tuple(map(_approval, review.approvals)))
    yield Section("findings", "检查发现", "", tuple(_findings(review)), "处")
    yield from listing.inventories(review)
    lead = "原来就有、这次没有变的问题，不算在这次头上。"
    yield Section("debts", "旧账", lead, tuple(_objections("旧账", review.findings.old)), "处")


_EFFECTS = "随之变为 · "
"""Before what follows from what was typed."""


def _record(each: RecordDifference) -> Entry:
    called = {file.name: file.label for file in each.files}
    lines = [Line(file.change.value, (Piece(Sign.SAME, file.label),)) for file in each.files]
    lines += (_field(each, field, called) for field in each.fields)
    lines += (Line(f"{_EFFECTS}{effect.name}", before_after(effect.old, effect.new)) for effect in each.effects)
    return Entry(each.change.value, f"{each.kind}：{each.title}", each.identity, tuple(lines))


def _field(each: RecordDifference, field: FieldDifference, called: dict[str, str]) -> Line:
    file = called.get(field.file) or _act_label(each.identity, field.file)
    label = " › ".join((*((file,) if file else ()), *field.labels))
    mark = "（数字）" if field.is_figure else ""
    return Line(f"{label}{mark}", field.pieces or before_after(field.old, field.new))


def _act_label(identity: str, file: str) -> str:
    """What readers call an act that is named by its file: 答复1."""
    if not file:
        return ""
    acts = _KINDS[identity.partition("/")[0]].acts if identity.partition("/")[0] in _KINDS else {}
    name, _, n = file.rpartition("-")
    act = acts.get(file) or acts.get(name)
    return file if act is None else act.label if file in acts else f"{act.label}{n}"


def before_after(old: str, new: str) -> tuple[Piece, ...]:
    """A value that is not what it was; both stand whole."""
    pieces = (Piece(Sign.OLD, old), Piece(Sign.NEW, new))
    return tuple(piece for piece in pieces if piece.text)


def _figures(review: Review) -> Iterator[Entry]:
    for each in review.followers:
        yield replace(_record(each), sign="数字")
    for page in dict.fromkeys(each.page for each in review.figures):
        own = (each for each in review.figures if each.page == page)
        yield Entry("数字", page, "", tuple(Line(each.name, before_after(each.old, each.new)) for each in own))


def _clock(each: ClockChange) -> Entry:
    if each.turn is Turn.STARTED:
        words: tuple[Piece, ...] = (Piece(Sign.SAME, f"从现在起计时，{day(each.new_due)}到期"),)
    elif each.turn is Turn.MOVED:
        words = (Piece(Sign.SAME, "期限 "), *before_after(day(each.old_due), day(each.new_due)))
    elif each.met_on:
        words = (Piece(Sign.SAME, f"{day(each.met_on)}办成（期限 {day(each.new_due)}）"),)
    else:
        words = (Piece(Sign.SAME, f"不再计时（原期限 {day(each.old_due)}）"),)
    who = f"，{each.department}" if each.department else ""
    return Entry(each.turn.value, f"{each.title}：{each.kind}{who}", each.record, (Line("", words),))


def _audience(each: AudienceChange) -> Entry:
    what = f"（{each.what}）" if each.what else ""
    line = Line("谁可以看", before_after(each.old, each.new))
    return Entry("放宽" if each.wider else "收窄", f"{each.title}{what}", each.record, (line,))


def _personal(review: Review) -> Iterator[Entry]:
    for each in review.personal:
        yield Entry("增" if each.added else "删", f"{each.kind} {each.count} 处", each.place)


def _asked(approvals: tuple[Approval, ...]) -> str:
    missing = sum(not each.given for each in approvals)
    return f"共要 {len(approvals)} 项，还缺 {missing} 项。" if approvals else ""


def _approval(each: Approval) -> Entry:
    line = Line(f"{each.step}（{each.post}）", (Piece(Sign.SAME, each.state),))
    return Entry("已批" if each.given else "尚缺", each.title, each.record, (line,))


def _findings(review: Review) -> Iterator[Entry]:
    found = review.findings
    yield from _objections("改动已公布的内容", found.closed)
    yield from _objections("新增", found.new)
    yield from _objections("已消除", found.solved, with_cure=False)


def _objections(sign: str, found: Iterable[Shown], *, with_cure: bool = True) -> Iterator[Entry]:
    for each, count in _alike(found):
        lines = (Line("改法", (Piece(Sign.SAME, each.cure),)),) if with_cure else ()
        title = f"{each.level.label} {each.code}：{each.message}{_times(count)}"
        yield Entry(sign, title, _place(each).removesuffix("，"), lines)
