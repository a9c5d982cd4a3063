"""For whom a record, or an act of it, was and is: nothing shown is withdrawn in silence, nothing hidden shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.findings import Finding
from gongkai.history.closed.accounts import Corrections
from gongkai.history.closed.published import Step
from gongkai.history.closed.wording import correction_to_type
from gongkai.records import Audience
from gongkai.register import Record
from gongkai.rules.past import NARROWED, WIDENED


def objections(step: Step, was: Record[Any], now: Record[Any], name: str = "") -> Iterator[Finding]:
    """Whether the record, or its act of this name, is shown to fewer or to more than before."""
    old, new = audience(was, name), audience(now, name)
    if old is new or old is None or new is None:
        return
    if name and was.audience() is not now.audience():
        return  # said once, of the record
    origin, today = (each.get(was.identity) for each in (step.origins, step.later.records))
    if (origin and audience(origin, name) is new) or _has_reason(step, was, name, old, new):
        return
    narrower = new.width < old.width
    what = f"{name} " if name else ""
    effect = "原来看得到的人看不到了" if narrower else "更多的人能看到了"
    message = f"{what}公开范围从“{old.value}”改成了“{new.value}”，{effect}，没有更正。"
    correction = correction_to_type(was.identity, f"{what}公开范围", old.value, new.value)
    registered = "，或在 tombstones.yml 登记撤下" if narrower and not name else ""
    cure = f"恢复为“{old.value}”；经批准改动的，运行 {correction}{registered}。"
    finding = step.finding(NARROWED if narrower else WIDENED, was.identity, name, ("公开范围",), message, cure)
    yield step.settled(finding, today is not None and audience(today, name) is old, "后来已经改回。")


def audience(record: Record[Any], name: str = "") -> Audience | None:
    """Who may see the record, or its act of this name; None where it has no such act."""
    act = record.act(name) if name else None
    return None if name and act is None else record.audience(act)


def _has_reason(step: Step, was: Record[Any], name: str, old: Audience, new: Audience) -> bool:
    tombstones = step.later.tombstones
    identity = f"{was.identity}/{name}" if name else was.identity
    if new.width < old.width and (tombstones.of(identity) or tombstones.of(was.identity)):
        return True
    today = step.later.records.get(was.identity)
    return today is not None and Corrections.of(today, was.audience()).moved(name, old, new)
