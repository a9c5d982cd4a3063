"""相似答复: replies to different proposals that nearly repeat one another, for the reviewer to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.derive.likeness import alike
from gongkai.findings import Code, Finding, Severity
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

ALIKE = Code("C75", "near-identical-replies", "不同提案的答复几乎相同", Severity.NOTICE)


def near_identical(register: Register, today: date) -> Iterator[Finding]:
    """A reply repeats, nearly word for word, an earlier one to another proposal."""
    objector = Objector(register, ALIKE)
    cure = "确是同一件事的，可以把提案并案，只答复一次；不是的，按这件的建议写明怎么办。内容就该一样的可以不改。"
    for each in alike(register):
        message = f"与 {each.earlier.identity} 几乎相同，约 {each.per_cent}% 的文字一样。"
        yield objector.about(each.reply, ("日期",), message, cure, value=False)


SUBJECT = "条条有答复"

RULES = (Rule(ALIKE, near_identical),)
