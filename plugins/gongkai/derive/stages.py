"""The three stages of a matter (政策、过程、结果): what holds, how it went, what came of it.

A file that states its 阶段 is believed. Of the rest kind and content tell: what shall be is policy;
what is under way is process; what has come to its end is process and result, for its page tells both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.derive.coverage import ItemCoverage
from gongkai.records.agreement import Agreement, Performance
from gongkai.records.appraisal import Appraisal
from gongkai.records.asset import Asset
from gongkai.records.base import MatterStage
from gongkai.records.catalogue import Item
from gongkai.records.decision import Decision
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Meeting, Resolution
from gongkai.records.notice import Notice
from gongkai.records.opinion import Opinion
from gongkai.records.organisation import Organisation
from gongkai.records.plan import Plan
from gongkai.records.proposal import Proposal, Reply, Review, Withdrawal
from gongkai.records.regulation import Regulation, RegulationState
from gongkai.records.welfare import Welfare
from gongkai.register import Record, Register

Stages = tuple[MatterStage, ...]

POLICY: Stages = (MatterStage.POLICY,)
UNDER_WAY: Stages = (MatterStage.PROCESS,)
ENDED: Stages = (MatterStage.PROCESS, MatterStage.RESULT)
RESULT: Stages = (MatterStage.RESULT,)

PROCESS_COUNTS = timedelta(days=366)
"""For how long a process explains a result; what is older belongs to another round of the same matter."""


def stages_of(record: Record[Any]) -> Stages:
    """The stages of its matter that a record tells of."""
    return record.content.stages or _usual(record)


def _usual(record: Record[Any]) -> Stages:
    content = record.content
    match content:
        case Regulation():
            return UNDER_WAY if content.state in (RegulationState.DRAFT, RegulationState.CONSULT) else POLICY
        case Plan() | Organisation():
            return POLICY
        case Agreement():
            return (*POLICY, *ENDED) if record.one(Performance) else POLICY
        case Finance():
            return _of_finance(content)
        case Notice():
            return ENDED if content.outcome and not content.outcome.startswith("待") else UNDER_WAY
        case Welfare() | Appraisal() | Asset():
            return RESULT
        case _:
            return ENDED if _has_ended(record) else UNDER_WAY


def _of_finance(content: Finance) -> Stages:
    if content.category in (Category.BUDGET, Category.FEES):
        return POLICY
    return RESULT if content.category is Category.FINAL else ENDED


def _has_ended(record: Record[Any]) -> bool:
    match record.content:
        case Proposal():
            review = record.one(Review)
            refused = review and review.content.told_proposer_on
            return bool(record.one(Reply) or record.one(Withdrawal) or refused)
        case Opinion():
            return record.one(Reply) is not None
        case Meeting():
            return record.one(Resolution) is not None
        case Decision() as decision:
            return decision.outcome is not None
        case _:
            return False


def governing(register: Register, item: Item) -> tuple[Record[Regulation], ...]:
    """The regulations on which a matter rests, wherever they are filed: its 依据 names them."""
    basis = item.basis or ""
    return tuple(record for record in register.of(Regulation) if record.content.title in basis)


@dataclass(frozen=True, slots=True)
class Thread:
    """One matter with its records in order, each under the stage that it has reached.

    What has a result stands with the results; its own page tells how it went, so `told` may hold a
    stage under which nothing stands any more. A policy that is part of a process stands in both.
    """

    policy: tuple[str, ...]
    process: tuple[str, ...]
    result: tuple[str, ...]
    told: frozenset[MatterStage]

    def of(self, stage: MatterStage) -> tuple[str, ...]:
        """The records that stand under a stage, the oldest first."""
        match stage:
            case MatterStage.POLICY:
                return self.policy
            case MatterStage.PROCESS:
                return self.process
            case MatterStage.RESULT:
                return self.result


def thread(register: Register, item: ItemCoverage) -> Thread:
    """The records of a matter by stage; the regulations that govern it stand with its policy."""
    records = {identity: register.records[identity] for identity in item.records}
    governed = {record.identity: record for record in governing(register, item.item)}
    told = {identity: stages_of(record) for identity, record in records.items()}
    told |= dict.fromkeys(governed, POLICY)
    found: dict[MatterStage, list[tuple[date, str]]] = {stage: [] for stage in MatterStage}
    for identity, stages in told.items():
        day = (governed.get(identity) or records[identity]).content.day or date.min
        for stage in stages:
            if stage is not MatterStage.PROCESS or MatterStage.RESULT not in stages:
                found[stage].append((day, identity))
    policy, process, result = (tuple(identity for _, identity in sorted(found[stage])) for stage in MatterStage)
    return Thread(policy, process, result, frozenset(stage for stages in told.values() for stage in stages))


def unexplained(register: Register, names: frozenset[str]) -> Iterator[Record[Any]]:
    """Results of these matters before which there was neither policy nor, within a year, process."""
    for name in sorted(names):
        item = register.catalogue.item(name)
        if item is None:
            continue
        records = [record for record in register.records.values() if record.content.catalogue_item == name]
        told = [(record, stages_of(record), record.content.day) for record in records]
        policy = [day for _, stages, day in told if MatterStage.POLICY in stages and day]
        policy += [record.content.day for record in governing(register, item)]
        process = sorted(day for _, stages, day in told if MatterStage.PROCESS in stages and day)
        first_policy = min(policy, default=date.max)
        for record, stages, day in told:
            if stages == RESULT and day and first_policy > day and not _recent(process, day):
                yield record


def _recent(days: list[date], day: date) -> bool:
    """Whether one of the days, in order, lies in the year up to this one."""
    since = day - PROCESS_COUNTS if day.year > 1 else date.min
    place = bisect_left(days, since)
    return place < len(days) and days[place] <= day
