"""A review as plain text, for a terminal and for hosts that show nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.history.differences.records import Piece, Sign
from gongkai.review.sections import Entry, Line, Report, Section


def as_text(report: Report) -> str:
    """The report for people, without colour; what came and what went is said in words."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield report.headline
    if report.following:
        yield report.following
    yield f"\n结论：{report.verdict.value}。"
    yield from (f"  · {reason}" for reason in report.reasons)
    yield ""
    yield from report.about
    for section in report.sections:
        yield from _section(section, report.full)
    if report.is_cut:
        yield f"\n{whole(report)}"


def _section(section: Section, full: str) -> Iterator[str]:
    count = f"{section.total or len(section.entries)} {section.unit}"
    yield f"\n【{section.title}】{count}{'：' if section.lead else ''}{section.lead}"
    for entry in section.entries:
        yield from _entry(entry, full)
    if section.cut:
        yield f"  {left(section.cut, section.unit, full)}"


def _entry(entry: Entry, full: str) -> Iterator[str]:
    place = f"（{entry.place}）" if entry.place else ""
    inline = f"，{left(entry.cut, '行', full)}" if entry.cut and not entry.lines else ""
    yield f"  {entry.sign}  {entry.title}{place}{inline}"
    for line in (*entry.lines, *entry.folded):
        yield f"      {words(line)}"
    if entry.cut and entry.lines:
        yield f"      {left(entry.cut, '行', full)}"


def whole(report: Report) -> str:
    """Where the whole stands of a report that was cut."""
    return f"完整报告：{report.full}" if report.full else "这里没有列全；写出完整报告用 --to 报告.html。"


def left(count: int, unit: str, full: str) -> str:
    """What stands where something was left out."""
    return f"还有 {count} {unit}{f'，见完整报告 {full}' if full else ''}"


def words(line: Line) -> str:
    """A line with what went and what came between signs of their own."""
    cut = f"…（还有 {line.cut} 字）" if line.cut else ""
    signs = tuple(piece.sign for piece in line.pieces)
    if not line.label and len(signs) == 1 and signs[0] is not Sign.SAME:
        return f"{'+' if signs[0] is Sign.NEW else '-'} {line.pieces[0].text}{cut}"
    label = f"{line.label}：" if line.label else ""
    if is_pair(line):
        old, new = (piece.text for piece in line.pieces)
        return f"{label}{old} → {new}{cut}"
    if len(signs) == 1 and signs[0] is not Sign.SAME:
        return f"{label}{'新增' if signs[0] is Sign.NEW else '删去'} {line.pieces[0].text}{cut}"
    return f"{label}{''.join(map(_piece, line.pieces))}{cut}"


def only_sign(lines: Sequence[Line]) -> Sign | None:
    """The one sign that several lines without labels bear, so that it need be said only once."""
    signs = {Sign.SAME if line.label else piece.sign for line in lines for piece in line.pieces}
    return signs.pop() if len(signs) == 1 and len(lines) > 1 and Sign.SAME not in signs else None


def is_pair(line: Line) -> bool:
    """Whether a value stands beside what it was before, with nothing between them."""
    return tuple(piece.sign for piece in line.pieces) == (Sign.OLD, Sign.NEW)


def _piece(piece: Piece) -> str:
    return {Sign.SAME: "{}", Sign.OLD: "〔删：{}〕", Sign.NEW: "〔增：{}〕"}[piece.sign].format(piece.text)
