"""Papers on the walls: a notice hangs as long as it runs, comes down when it is over, and not before it exists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.derive.congresses import closing
from gongkai.findings import Cause, Code, Finding, Severity
from gongkai.records import MainFile
from gongkai.records.base import Posting
from gongkai.records.meeting import Meeting
from gongkai.records.notice import Notice
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule

HUNG_TOO_BRIEFLY = Code("C120", "hung-too-briefly", "公示没有在公开栏贴满公示期", Severity.WARNING)
STILL_HANGING = Code("C121", "still-hanging", "公示期满，还登记为贴着", Severity.WARNING, Cause.TIME)
HUNG_TOO_EARLY = Code("C122", "hung-too-early", "贴出的日期早于可以贴出的日子", Severity.WARNING)

LONGEST = 3660
"""A period beyond ten years is a slip of its own, and its days are not counted one by one."""


def hung_too_briefly(register: Register, today: date) -> Iterator[Finding]:
    """On one wall at least, a notice hangs on every day of its period; what still hangs is not judged yet."""
    objector = Objector(register, HUNG_TOO_BRIEFLY)
    for record in register.of(Notice):
        content = record.content
        ended = content.last < today and all(each.last and each.last >= each.first for each in content.posted)
        if not ended or not content.posted or not 0 <= (content.last - content.first).days <= LONGEST:
            continue
        lacking = {wall: _lacking(content, wall) for wall in dict.fromkeys(each.board for each in content.posted)}
        wall = min(lacking, key=lambda name: len(lacking[name]))
        if days := lacking[wall]:
            message = (
                f"公示期 {content.first} 至 {content.last}，贴得最全的“{wall}”也缺 {len(days)} 天，"
                f"{'从' if len(days) > 1 else '是'} {days[0]}{' 起' if len(days) > 1 else ''}。"
            )
            cure = "核对“张贴”的起止；确实没有贴满的，照实保留，网上公示的天数照算。"
            yield objector.about(record, ("张贴",), message, cure, value=False)


def _lacking(content: Notice, wall: str) -> tuple[date, ...]:
    """The days of the period on which a notice did not hang on a wall."""
    hung = [each for each in content.posted if each.board == wall]
    days = (content.first + timedelta(days=n) for n in range((content.last - content.first).days + 1))
    return tuple(day for day in days if not any(_covers(each, day) for each in hung))


def _covers(posting: Posting, day: date) -> bool:
    return posting.first <= day and (posting.last is None or day <= posting.last)


def still_hanging(register: Register, today: date) -> Iterator[Finding]:
    """A notice that is over comes off the wall within the grace, and the day is written down."""
    objector = Objector(register, STILL_HANGING)
    grace = register.rulings(today).values.takedown_grace
    if grace is None:
        return
    for record in register.of(Notice):
        content = record.content
        days = (today - content.last).days
        for position, posting in enumerate(content.posted):
            if posting.last is None and content.first <= content.last and days > grace:
                message = f"公示期满已 {days} 天，“{posting.board}”的张贴还没有写“止”。"
                cure = "还贴着的撤下；撤下以后写“止”，是真正撤下的那天。gongkai print --takedown 列出全部该撤的。"
                keys = ("张贴", position)
                yield objector.about(record, keys, message, cure, threshold="takedown_grace", on=today)


def hung_too_early(register: Register, today: date) -> Iterator[Finding]:
    """Nothing is recorded as hanging before it was there to hang, or before the day has come."""
    objector = Objector(register, HUNG_TOO_EARLY)
    for record in register.records.values():
        begins = _begins(record) if record.content.posted else None
        for position, posting in enumerate(record.content.posted):
            keys = ("张贴", position, "起")
            if posting.first > today:
                message = f"贴出的日期 {posting.first} 在今天（{today}）以后。"
                yield objector.about(record, keys, message, "贴出以后再写；已经贴出的，检查年份和月份。")
            elif begins and posting.first < begins[0]:
                message = f"贴出的日期 {posting.first} 早于{begins[1]} {begins[0]}。"
                yield objector.about(record, keys, message, "对照实物核对两个日期，改正写错的一个。")


def _begins(record: Record[MainFile]) -> tuple[date, str] | None:
    """From when there was something to hang, and what that day is called."""
    content = record.content
    if isinstance(content, Notice):
        return content.first, "公示期的第一天"
    if isinstance(content, Meeting):
        # The summons hangs before a meeting; what it decided can only hang once it is over.
        return (closing(content), "闭会") if record.acts else None
    return (content.made_on, "形成日期") if content.made_on else None


SUBJECT = "公示"

RULES = (
    Rule(HUNG_TOO_BRIEFLY, hung_too_briefly),
    Rule(STILL_HANGING, still_hanging),
    Rule(HUNG_TOO_EARLY, hung_too_early),
)
