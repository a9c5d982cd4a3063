"""`check --since` and `check --history`: what was found before, and what history objects to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from gongkai.examination import Examined, judged
from gongkai.findings import Finding, ordered
from gongkai.history.debt import Between, findings_between
from gongkai.report import Shown, present, summary
from gongkai.settings import Settings

if TYPE_CHECKING:
    from gongkai.history.registers import Registers


@dataclass(frozen=True)
class Judgement:
    """Everything that is found now, and which of it is new; `base` is what was typed, empty where nothing is compared.

    `slips` are what the whole history holds against itself. `remarks` say what could not be seen.
    """

    examined: Examined
    base: str = ""
    between: Between | None = None
    slips: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    _new: frozenset[int] = field(default=frozenset(), init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_new", frozenset(map(id, self.between.new)) if self.between else frozenset())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All of it, by place."""
        if self.between:
            return ordered((*self.between.new, *self.between.old))
        return ordered((*self.examined.findings, *self.slips))

    def is_new(self, finding: Finding) -> bool | None:
        """Whether it was not there before; None where nothing is compared."""
        return id(finding) in self._new if self.between else None

    def shown(self, findings: tuple[Finding, ...]) -> tuple[Shown, ...]:
        return present(findings, self.examined.register.documents)

    def words(self) -> Iterator[str]:
        """How many there are; where something is compared what is new, what was there before and what is solved."""
        yield from self.remarks
        if self.between is None:
            yield summary(self.findings)
            return
        new = summary(self.between.new).removeprefix("共 ")
        yield f"和“{self.base}”相比，" + (f"新增 {new}" if self.between.new else "没有新增的问题。")
        if self.between.old:
            yield f"旧账 {len(self.between.old)} 条，不算不通过，只减不增（不写 --since 就逐条列出）："
            for code, level, count in self.between.debts:
                yield f"  {level.label} {code.code} {code.title}：{count} 条"
        if self.between.solved:
            yield f"已消除 {len(self.between.solved)} 条。"


def judgement(
    settings: Settings, examined: Examined, today: date, base: str | None, *, history: bool, scheduled: bool
) -> Judgement:
    """Judge by what was found at `base`, if that is given, and by the whole `history`, if that is asked for."""
    if base is None and not history:
        return Judgement(examined)
    # Only who asks for history waits for its modules, and needs git.
    from gongkai.git.commits import commit  # noqa: PLC0415
    from gongkai.git.revisions import revision  # noqa: PLC0415
    from gongkai.history.closed.periods import objections  # noqa: PLC0415
    from gongkai.history.folders import ever_named, named_at  # noqa: PLC0415
    from gongkai.history.registers import registers_of  # noqa: PLC0415

    with registers_of(settings.records, settings.base) as present:
        git = present.git
    slips: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    if history:
        with registers_of(ever_named(git, settings.base, settings.records), settings.base) as registers:
            slips, remarks = _slips(registers, examined, today)
    if base is None:
        return Judgement(examined, slips=slips, remarks=remarks)
    moment = revision(git, base if "..." in base else f"{base}...HEAD")
    with registers_of(named_at(git, settings.base, moment, settings.records), settings.base) as registers:
        loaded = registers.at(moment)
        before = judged(loaded, today, scheduled=scheduled)
        since = commit(registers.git, moment.oid).on if moment.oid else today
        closed = tuple(objections(before.register, examined.register, today, since=since))
        texts = before.register.documents, examined.register.documents
        between = findings_between(before.findings, examined.findings, *texts)
    known = {each.fingerprint for each in closed}
    older = (each for each in slips if each.fingerprint not in known)
    between = Between(ordered((*between.new, *closed)), ordered((*between.old, *older)), between.solved)
    gaps = tuple(dict.fromkeys(f"注意：{gap.message}" for gap in loaded.gaps))
    return Judgement(examined, base.strip(), between, slips, (*remarks, *gaps))


def _slips(registers: Registers, examined: Examined, today: date) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """What the published commits, and the files as they are now, hold against what was published before."""
    from gongkai.git.revisions import is_shallow  # noqa: PLC0415
    from gongkai.history.closed.audit import PublishedMoment, audit, moments  # noqa: PLC0415

    history = chain(moments(registers, today=today), (PublishedMoment(today, examined.register),))
    found = audit(history, examined.register, complete=not is_shallow(registers.git))
    return found.findings, (f"注意：{found.gap}",) if found.gap else ()
