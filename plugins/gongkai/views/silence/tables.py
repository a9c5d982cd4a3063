"""The tables of 公开进度: what is still awaited, how each department and school year stands, period by period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from gongkai.derive.silence import Tally
from gongkai.render.icons import Chip
from gongkai.render.tables import Cell, Column, Content, Kind, Row, Table, ungrouped
from gongkai.render.templates import day

_SUMS = tuple(Column(name, Kind.NUMBER, "期") for name in ("应公开", "按时", "迟", "待补", "未到期"))


@dataclass(frozen=True, slots=True)
class Told:
    """One period in words: until when, how it stands, and every record that disclosed it."""

    ident: str
    matter: str
    address: str
    period: str
    due: date | None
    chip: Chip
    records: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A period that has fallen due and is still awaited."""

    matter: str
    address: str
    period: str
    due: date | None
    department: str
    days: int


def waiting(found: Iterable[Waiting]) -> Table:
    """Every awaited period, with the days that have passed."""
    columns = (
        Column("事项"),
        Column("哪一期", Kind.SHORT),
        Column("应在哪天前公开", Kind.DATE),
        Column("已过天数", Kind.NUMBER, "天"),
        Column("责任部门"),
    )
    rows = (
        (_link(each.matter, each.address), each.period, _date(each.due), each.days, each.department) for each in found
    )
    return Table("waiting", "公开进度（待补）", columns, ungrouped(rows))


def departments(found: Iterable[tuple[str, str, int, Tally]]) -> Table:
    """How each department stands, in the school's own order and in no other."""
    rows: Iterable[tuple[Content, ...]] = (
        (_link(name, address), Cell(count, f"{count} 项"), *_sums(counts)) for name, address, count, counts in found
    )
    columns = (Column("责任部门"), Column("事项", Kind.NUMBER, "项"), *_SUMS)
    return Table("departments", "各部门负责的事项", columns, ungrouped(rows, in_order=True), unit="期")


def years(found: Iterable[tuple[str, str, Tally]]) -> Table:
    """How each school year stands."""
    rows: Iterable[tuple[Content, ...]] = ((_link(name, address), *_sums(counts)) for name, address, counts in found)
    return Table("years", "各学年的公开进度", (Column("学年"), *_SUMS), ungrouped(rows), unit="期")


def periods(ident: str, department: str, found: Iterable[Told]) -> Table:
    """Every period that one department owes in a school year, and the records that disclosed it."""
    columns = (
        Column("事项"),
        Column("哪一期", Kind.SHORT),
        Column("应在哪天前公开", Kind.DATE),
        Column("情况"),
        Column("记录"),
    )
    rows = (
        Row(
            (_link(each.matter, each.address, "../../"), each.period, _date(each.due), each.chip, _records(each)),
            ident=each.ident,
        )
        for each in found
    )
    return Table(ident, f"{department}逐期明细", columns, ungrouped(rows), under_heading=True)


def _link(words: str, address: str, root: str = "../") -> Cell:
    return Cell(words, href=f"{root}{address}" if address else "")


def _date(due: date | None) -> Content:
    return Cell(due, day(due)) if due else "—"


def _sums(counts: Tally) -> tuple[int, ...]:
    return counts.owed, counts.in_time, counts.late, counts.missing, counts.not_yet_due


def _records(each: Told) -> Cell:
    """The records of a period; where there is none, why."""
    if not each.records:
        words = "不要求" if each.chip.kind == "exempt" else "还没有记录"
        return Cell(words, Markup('<span class="gk-muted">{}</span>').format(words))
    links = (Markup('<a href="../../{}">{}</a>').format(address, title) for address, title in each.records)
    return Cell("；".join(title for _, title in each.records), Markup("<br>").join(links))
