"""更正: what was published is closed, and changes only by a correction that agrees with what stands there now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.corrections import Adjusted, Missing, Slip, slip, unadjusted
from gongkai.findings import Code, Finding
from gongkai.records.proposal import Correction, CorrectionType
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.figures import amount

DISAGREES = Code("C98", "correction-disagrees", "更正与记录对不上")
NO_ROW = Code("C99", "adjustment-not-booked", "账务调整没有落到以后的报表里")

_SLIPS = {
    Slip.NO_OLD: ("类型", "更正没有写原值。", "补上“原值: …”，写原来公布的值；更正不能只留新值。"),
    Slip.NO_NEW: ("类型", "更正没有写新值。", "补上“新值: …”，写更正以后的值。"),
    Slip.REPEATED: (
        "原值",
        "撤回个人信息，不能把撤下的内容再写成原值。",
        "删去“原值”；“新值”写现在的说法，也可以不写。",
    ),
    Slip.SAME: ("新值", "新值与原值相同。", "核对这两个值；没有更正的，删去这个文件。"),
    Slip.NO_FILE: ("位置", "位置里写的文件不在这条记录里。", "写这条记录里的文件名和那一项，如 reply-1 建议2 的期限。"),
    Slip.NOT_MADE: ("新值", "位置所指的那一项，现在写的还是原值。", "把那一项改成新值；写错的是更正的，改这里。"),
    Slip.ABSENT: (
        "新值",
        "位置所指的文件里，找不到这个新值。",
        "核对那个文件里现在的写法，新值照抄；位置写明哪个文件的哪一项。",
    ),
    Slip.REWRITTEN: (
        "原值",
        "账务调整不改已经公布的数，这份报表里却找不到原值。",
        "把报表恢复为公布时的数，差额记在以后的月份；当时只是抄错的，类型改为“公布笔误”。",
    ),
    Slip.CHAIN: (
        "新值",
        "同一处后来又更正过，下一次的原值不是这个新值。",
        "核对两次更正：后一次的原值就是前一次的新值。",
    ),
}
_MISSING = {
    Missing.TARGET: (
        "类型",
        "账务调整没有写对应记录。",
        "补上“对应记录: finances/编号”和“对应科目: …”，写差额记在哪里。",
    ),
    Missing.STATEMENT: (
        "对应记录",
        "账务调整只能从一份财务报表指向另一份。",
        "对应记录写以后月份的报表；不是账务的，改“类型”。",
    ),
    Missing.LATER: ("对应记录", "对应记录的期间不在这份报表之后。", "差额记在发现差错的月份，对应记录写那一份报表。"),
    Missing.ROW: ("对应记录", "账务调整没有写对应科目。", "补上“对应科目: …”，写对应记录里记这笔调整的一行。"),
    Missing.NO_SUCH_ROW: ("对应科目", "对应记录里没有这个科目。", "在对应记录的收入或支出里记一行调整，科目写成一样。"),
}


def disagrees(register: Register, today: date) -> Iterator[Finding]:
    """C98: a correction says what was, what is, and is what the file says now."""
    objector = Objector(register, DISAGREES)
    for record in register.records.values():
        for act in record.all(Correction):
            if found := slip(record, act, register):
                key, message, cure = _SLIPS[found]
                yield objector.about(act, (key,), message, cure)


def not_booked(register: Register, today: date) -> Iterator[Finding]:
    """C99: where the books were wrong, the difference is a row of a later statement."""
    objector = Objector(register, NO_ROW)
    for record in register.records.values():
        for act in record.all(Correction):
            content = act.content
            if content.type is not CorrectionType.BOOKS or slip(record, act, register):
                continue
            if content.other and register.is_broken(content.other):
                continue
            if found := unadjusted(record, content, register):
                yield objector.about(act, *_unbooked(found, content))


def _unbooked(found: Adjusted, content: Correction) -> tuple[tuple[str], str, str]:
    if found.expected is not None and found.found is not None:
        message = (
            f"“{content.row}”记的是 {amount(found.found)}，新值减原值是 {amount(found.expected)}，"
            f"相差 {amount(abs(abs(found.expected) - abs(found.found)))}。"
        )
        return ("对应科目",), message, "核对原值、新值和对应科目的金额。"
    key, message, cure = _MISSING[found.missing]
    return (key,), message, cure


SUBJECT = "更正"

RULES = (Rule(DISAGREES, disagrees), Rule(NO_ROW, not_booked))
