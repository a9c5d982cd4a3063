"""延期: an extension counts only if it was given before the deadline passed, and within the school's limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.cases import Round, cases
from gongkai.derive.extensions import Refusal, Refused
from gongkai.findings import Code, Finding, Severity
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.dates import date_slips

REFUSED_EXTENSION = Code("C97", "extension-refused", "延期不能顺延期限", Severity.WARNING)


def refusal_words(register: Register, last: Round, refused: Refused) -> str:
    """Why an extension does not count, as a sentence."""
    values = register.rulings(last.began).values
    reasons = {
        Refusal.TOO_LATE: "是期限过后才批的，不能顺延",
        Refusal.TOO_MANY: f"超出了最多延期 {values.extension_limit or 0} 次，不能顺延",
        Refusal.NOT_LATER: "的“延至”没有晚于原来的期限",
        Refusal.TOO_LONG: f"的“延至”超过了最长答复期限（{values.longest_reply}），不能顺延",
    }
    return f"extension-{refused.extension.n} {reasons[refused.why]}。"


def extension_refused(register: Register, today: date) -> Iterator[Finding]:
    """An extension that moves nothing; where the answer is overdue for it, that is told there."""
    objector = Objector(register, REFUSED_EXTENSION)
    for case in cases(register, today):
        last = case.last
        if last is None or not any(each.refused for each in case.rounds) or date_slips(case.record, today):
            continue
        for each in case.rounds:
            told = each is last and not last.reply and today > last.limit
            for refused in () if told else each.refused:
                key, threshold, cure = _REFUSED[refused.why]
                message = f"{refusal_words(register, each, refused)}原来的期限是 {refused.due}。"
                yield objector.about(refused.extension, (key,), message, cure, threshold=threshold, on=each.began)


_LATER = "核对日期；确需更晚的，由学校另作逾期说明 delay-1.md，写明签批、原因和新期限。"
_REFUSED = {
    Refusal.TOO_LATE: ("日期", "", "日期抄错的改正；确是期限过后才批的，改写成 delay-1.md（逾期说明）。"),
    Refusal.TOO_MANY: ("日期", "extension_limit", "删去多出的一次；来不及答复的，改写成 delay-1.md（逾期说明）。"),
    Refusal.NOT_LATER: ("延至", "", "“延至”写新的期限，要比原来的期限晚。"),
    Refusal.TOO_LONG: ("延至", "longest_reply", _LATER),
}
"""At which key a refused extension stands, the threshold that refuses it, and what to do."""


SUBJECT = "条条有答复"

RULES = (Rule(REFUSED_EXTENSION, extension_refused),)
