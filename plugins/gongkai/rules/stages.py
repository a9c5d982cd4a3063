"""三个阶段: what has a result can be traced to a policy or a process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.stages import unexplained
from gongkai.findings import Code, Finding, Severity
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.judging import judged_on

ONLY_RESULT = Code("C101", "only-a-result", "有结果而没有政策或过程", Severity.WARNING)


def only_a_result(register: Register, today: date) -> Iterator[Finding]:
    """Of the matters that the school names (三阶段事项), no result stands alone."""
    if register.broken:
        return
    objector = Objector(register, ONLY_RESULT)
    policy = register.policy
    layers = [thresholds for _, thresholds, _ in policy.presets]
    layers += [entry.thresholds for entry in policy.policy.adopted]
    names = frozenset(name for thresholds in layers for name in thresholds.three_stages or ())
    for record in unexplained(register, names):
        name = record.content.catalogue_item or ""
        on = judged_on(record)
        if name not in (register.rulings(on).values.three_stages or ()):
            continue
        message = f"“{name}”要求有结果就有政策或过程；这份结果以前没有政策，一年内也没有过程的记录。"
        cure = (
            f"补上政策（办法、通知）或过程（会议、公示）的记录，同样写“目录项: {name}”；"
            "这份材料本身写明了过程的，加上“阶段: [过程, 结果]”。"
        )
        yield objector.about(record, ("目录项",), message, cure, threshold="three_stages", on=on)


SUBJECT = "公开目录与责任"

RULES = (Rule(ONLY_RESULT, only_a_result),)
