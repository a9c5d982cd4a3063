"""Welfare: within the standard, told as totals that name nobody, and adding up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.derive.standards import Judged, Misfit, judged
from gongkai.derive.sums import welfare_breaks
from gongkai.findings import Code, Finding, Severity
from gongkai.personal.health import told_of_health, told_of_persons
from gongkai.records.policy import Thresholds
from gongkai.records.welfare import Protection, ReliefStandard, Scheme, Welfare, yuan
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule

OFF_STANDARD = Code("C41", "welfare-off-standard", "慰问与标准不一致", Severity.WARNING)
TOO_FEW_CASES = Code("C91", "too-few-cases-to-tell", "人次太少，看得出是谁")
TELLS_WHO = Code("C92", "welfare-tells-who", "慰问记录里写了姓名、病情或家庭情况")

ALWAYS = (TELLS_WHO,)
"""Codes that no age of a record excuses: what tells of a person does so for good."""

_CASH = re.compile("现金|购物卡|代金券")
_DENIED = re.compile("[不未无禁没非][^，。；\n]*$")
_REASONED = "超过标准的，写“超标准依据: 集体研究的会议或决议”，如 meetings/05-02/resolution-1。"


def off_standard(register: Register, _today: date) -> Iterator[Finding]:
    """Every line lies within the standard for its reason, or rests on a decision; none is in cash or cards."""
    objector = Objector(register, OFF_STANDARD)
    for record in register.of(Welfare):
        yield from _cash(objector, record)
        if _is_doubted(record.content):
            continue
        for each in judged(record.content, register.rulings(record.content.day).values):
            if each.misfit:
                yield _misfit(objector, record, each)


def _is_doubted(content: Welfare) -> bool:
    """Whether the lines are not what the total says: a mistyped number is told there, and only there."""
    return any(found.keys[0] == "合计" for found in welfare_breaks(content))


def _misfit(objector: Objector, record: Record[Welfare], each: Judged) -> Finding:
    line, on = each.line, record.content.day
    whose = objector.whose("welfare_standards", on)
    keys: tuple[str | int, ...] = ("慰问", each.index, "金额合计")
    if each.misfit is Misfit.OTHER_STANDARD:
        keys = ("慰问", each.index, "适用标准")
        message = f"“{line.name}”的适用标准写{line.standard}，{whose}“慰问标准”是{_plain(each.standard)}。"
        cure = "改成一致，或不写“适用标准”；标准改了的，在 policy.yml 里加一次采用。"
    else:
        over = each.misfit is Misfit.OVER
        bound = each.bound or Decimal(0)
        edge = "最多" if over else "至少"
        gap = abs(line.amount - bound)
        message = (
            f"“{line.name}”{line.cases} 人次共 {yuan(line.amount)} 元；"
            f"按标准（{_plain(each.standard)}）{edge} {yuan(bound)} 元，{'多' if over else '少'} {yuan(gap)} 元。"
        )
        cure = _REASONED if over else "核对人次和金额；标准改了的，改 policy.yml 的“慰问标准”。"
        if over and line.over_basis:
            keys = ("慰问", each.index, "超标准依据")
    # A standard that only the record itself states is the school's own word, whatever the policy says.
    own = each.standard is line.standard
    return objector.about(record, keys, message, cure, threshold="" if own else "welfare_standards", on=on)


def _plain(standard: ReliefStandard | None) -> str:
    """The standard without its reason, which the sentence has already."""
    return ReliefStandard.__str__(standard) if standard else ""


def _cash(objector: Objector, record: Record[Welfare]) -> Iterator[Finding]:
    document = objector.register.documents.get(record.path)
    text = document.text if document else ""
    for match in _CASH.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if document and not _DENIED.search(line):
            message = f"写了“{match[0]}”：福利慰问不发现金、购物卡和代金券。"
            cure = "核对发放形式；慰问金按标准发放的，写“慰问金”。"
            yield objector.at(document.at(match.start()), message, cure, record=record.identity)


def too_few_cases(register: Register, _today: date) -> Iterator[Finding]:
    """A line with so few cases that one could tell whose they were stands together with another."""
    objector = Objector(register, TOO_FEW_CASES)
    for record in register.of(Welfare):
        content, on = record.content, record.content.day
        minimum = _minimum(register.rulings(on).values)
        for index, line in enumerate(() if _is_doubted(content) else content.reliefs):
            if 0 < line.cases < minimum:
                message = f"“{line.name}”只有 {line.cases} 人次，不满 {minimum} 人次不单列，免得看出是谁。"
                cure = "和别的事由合成一行，如“事由: [丧, 病]”；合起来仍不满的，并入下一期，或按学年汇总。"
                at: tuple[str | int, ...] = ("慰问", index, "人次")
                yield objector.about(record, at, message, cure, threshold="welfare_minimum", on=on)
        for index, scheme in enumerate(content.protections):
            for keys, told, count in _few(scheme, minimum):
                message = f"{told}只有 {count}，不满 {minimum} 不单列，免得看出是谁。"
                cure = "这一期不写这个数和它的金额，并入下一期或按学年汇总。"
                at = ("保障", index, *keys)
                yield objector.about(record, at, message, cure, threshold="welfare_minimum", on=on)


def _minimum(values: Thresholds) -> int:
    return values.welfare_minimum or 0


def _few(scheme: Protection, minimum: int) -> Iterator[tuple[tuple[str | int, ...], str, int]]:
    """Cases of a scheme that are too few to tell; who was examined in a check-up tells nothing of them."""
    name = scheme.scheme.value
    if scheme.cases and scheme.cases < minimum:
        yield ("人次",), f"{name}的人次", scheme.cases
    if scheme.scheme is Scheme.CHECK_UP:
        return
    for index, part in enumerate(scheme.parts):
        if part.people and part.people < minimum:
            yield ("分项", index, "人数"), f"{name}“{part.name}”的人数", part.people


def tells_who(register: Register, _today: date) -> Iterator[Finding]:
    """No welfare record names a person or tells of an illness or of a family."""
    objector = Objector(register, TELLS_WHO)
    for record in register.of(Welfare):
        for what in record.files:
            yield from _told(objector, what)
        if record.content.attachments:
            message = "慰问记录带了附件；签领单、名单常在附件里泄露姓名。"
            cure = "删去“附件”，原件存档；慰问办法登记为制度。"
            yield objector.about(record, ("附件",), message, cure, value=False)


def _told(objector: Objector, what: Record[Any] | Act[Any]) -> Iterator[Finding]:
    document = objector.register.documents.get(what.path)
    if document is None:
        return
    places = dict.fromkeys(told_of_health(document.text), "病情或家庭情况")
    places |= dict.fromkeys(told_of_persons(document.text), "姓名")
    for at, kind in sorted(places.items()):
        cure = "删去。慰问记录只写事由、人次、金额；签领单和申请表存原件，不进网站。"
        yield objector.at(document.at(at), f"这里像是{kind}。", cure, record=what.identity)


SUBJECT = "慰问、活动、资产与评议"

RULES = (
    Rule(OFF_STANDARD, off_standard),
    Rule(TOO_FEW_CASES, too_few_cases),
    Rule(TELLS_WHO, tells_who),
)
