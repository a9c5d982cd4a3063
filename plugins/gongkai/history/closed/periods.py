"""What was published is closed: between two published moments it changes only with a 更正 that says so.

Every value is closed unless `freedom` names it; which corrections account for a change `accounts` decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from gongkai.derive.corrections import GONE
from gongkai.findings import Code, Finding, Severity
from gongkai.history.closed import backdated, readers, rejudged, vanished
from gongkai.history.closed.accounts import Account, Corrections
from gongkai.history.closed.computed import follows
from gongkai.history.closed.facts import Fact, changed_facts, comparable
from gongkai.history.closed.freedom import CONSENT, FROZEN, is_ahead, is_free
from gongkai.history.closed.published import Step, file_name, is_shown
from gongkai.history.closed.wording import (
    NOTHING,
    both,
    correction_to_type,
    first_difference,
    is_secret,
    place_of,
    quoted,
    removal_to_type,
    restored,
    told,
)
from gongkai.records import ActFile, Audience
from gongkai.records.proposal import Correction, Proposal, Review, Withdrawal
from gongkai.register import Act, Record, Register
from gongkai.rules.past import (
    ACT_REMOVED,
    ACT_REPLACED,
    CHANGED,
    CORRECTION_CHANGED,
    NAMED,
    REWRITTEN,
)


def objections(
    old: Register, new: Register, on: date, *, since: date | None = None, later: Register | None = None
) -> Iterator[Finding]:
    """Everything that `new` says otherwise than `old`, which stood published until `on`, without saying so.

    `since` is the day on which `old` was published; without it, `on`. `later` is the register of today where
    more came after `new`: what was put right there is told as a notice, or not at all.
    """
    yield from of_step(Step(old, new, on, since or on, later or new))


def of_step(step: Step) -> Iterator[Finding]:
    """The same of two moments that are already side by side."""
    replaced = set()
    for finding in vanished.objections(step):
        replaced.add(finding.record)
        yield finding
    for identity in step.changed:
        was, now = step.old.records.get(identity), step.new.records.get(identity)
        if was and now and identity not in replaced:
            yield from _Closed(step, was, now).objections()
    yield from backdated.objections(step)
    yield from rejudged.objections(step)


@dataclass(frozen=True, eq=False)
class _Closed:
    """One record at both moments."""

    step: Step
    was: Record[Any]
    now: Record[Any]

    def objections(self) -> Iterator[Finding]:
        shown = self.step.shown(self.was.identity)
        if shown:
            yield from readers.objections(self.step, self.was, self.now)
        yield from self.values("", self.was, self.now, shown)
        for act in self.was.acts:
            name = file_name(self.was, act)
            seen = shown.act(name) if shown else None
            now = self.now.act(name)
            if now is None:
                if seen is not None:
                    yield from self.removed(act, name)
                continue
            if seen is not None:
                yield from readers.objections(self.step, self.was, self.now, name)
                if is_replaced(act.content, now.content):
                    yield self.replaced(name, act)
                    continue
            yield from self.values(name, act, now, seen)
        if shown is not None:
            yield from self.attachments(shown)

    def corrections(self, file: str) -> Corrections:
        """The corrections of today that everybody can read who read this file before."""
        later = self.step.later.records.get(self.was.identity, self.now)
        act = self.was.act(file) if file else None
        return Corrections.of(later, self.was.audience(act))

    def values(
        self, name: str, was: Record[Any] | Act[Any], now: Record[Any] | Act[Any], seen: Record[Any] | Act[Any] | None
    ) -> Iterator[Finding]:
        """Each value of one file that is not what it was."""
        file = type(was.content)
        found = list(changed_facts(was.content, now.content))
        if not found or is_ahead(was.content, self.step.on):
            return
        today = self._file(self.step.later.records.get(self.was.identity), name, file)
        later = {fact.labels: fact for fact in changed_facts(was.content, today)} if today is not None else {}
        corrections = self.corrections(name)
        origin = self._file(self.step.origins.get(self.was.identity), name, file)
        first = {fact.labels: fact for fact in changed_facts(origin, now.content)} if origin else None
        for fact in found:
            if first is not None and fact.labels not in first:
                continue  # it says again what it said before a slip
            frozen = file is Proposal and fact.top in FROZEN
            if not frozen and not is_shown(was, seen, fact.top):
                continue
            since = later.get(fact.labels)
            account = corrections.account(name, fact, since.new if since else None)
            if account is not Account.ACCOUNTED and first:
                account = corrections.account(name, first[fact.labels])
            if account is Account.ACCOUNTED:
                continue
            if (fact.owner, fact.name) in CONSENT:
                if fact.new is True and self.now.audience() is not Audience.WITHHELD:
                    yield self._consent(name, fact)
                continue
            if is_free(fact, file):
                continue
            if account is Account.NONE and follows(self.step, corrections, self.now, name, fact):
                continue
            finding = self._changed(name, fact, account, frozen, file)
            yield self.step.settled(finding, today is not None and since is None, "后来已经改回。")

    @staticmethod
    def _file(record: Record[Any] | None, name: str, file: type[BaseModel]) -> BaseModel | None:
        """What a file of the record says at another moment, if it is the same kind of file."""
        what: Record[Any] | Act[Any] | None = record.act(name) if record and name else record
        return what.content if what and type(what.content) is file else None

    def _finding(
        self, code: Code, name: str, keys: tuple[str | int, ...], message: str, cure: str, near: str = ""
    ) -> Finding:
        return self.step.finding(code, self.was.identity, name, keys, message, cure, near)

    def _changed(self, name: str, fact: Fact, account: Account, frozen: bool, file: type[BaseModel]) -> Finding:
        old, new = both(fact)
        where = place_of(fact, name)
        identity = self.was.identity
        if account is Account.BOOKS:
            message = f"“{where}”原来公布的是{quoted(old)}，现在是{quoted(new)}；账务调整不改已经公布的数。"
            cure = f"恢复为{quoted(old)}，差额记在以后的月份；当时只是抄错的，把更正的类型改为“公布笔误”。"
            return self._finding(CHANGED, name, fact.keys, message, cure)
        if file is Correction:
            message = f"更正公布以后，“{where}”从{quoted(old)}变成了{quoted(new)}。"
            cure = f"恢复为{quoted(old)}；更正又有错的，另写一份更正（gongkai new correction {identity}）。"
            return self._finding(CORRECTION_CHANGED, name, fact.keys, message, cure)
        if is_secret(fact):
            said = "少了一项" if fact.is_row and fact.removed else "多了一项" if fact.is_row else "与原来不同"
            back, cure = "恢复原来的内容", removal_to_type(identity, where)
        else:
            said = f"从{quoted(old)}变成了{quoted(new)}"
            said = said if old and new else f"多了{quoted(new)}" if new else f"没有了{quoted(old)}"
            back = restored(old) if old else f"删去{quoted(new)}"
            typed = told(fact.new) if fact.is_row else new
            cure = correction_to_type(identity, where, old or NOTHING, typed or GONE)
        cure = f"{back}；{'抄录时抄错的' if frozen else '确实要改的'}，运行 {cure}。"
        if frozen:
            message = f"提案原文收到以后不改，“{where}”{said}，没有更正。"
            finding = self._finding(REWRITTEN, name, fact.keys, message, cure, first_difference(fact))
            is_reviewed = any(isinstance(act.content, Review | Withdrawal) for act in self.was.acts)
            return finding if is_reviewed else finding.lowered(Severity.WARNING)
        message = f"“{where}”公布以后{said}，没有更正。"
        return self._finding(CHANGED, name, fact.keys, message, cure, first_difference(fact))

    def _consent(self, name: str, fact: Fact) -> Finding:
        where = place_of(fact, name)
        message = f"{where}从“否”改成了“是”，原来不公开的内容会显示给读者。"
        correction = correction_to_type(self.was.identity, where, "否", "是")
        cure = f"核对本人的书面同意；属实的写一份更正说明：{correction}。"
        return self._finding(NAMED, name, fact.keys, message, cure)

    def removed(self, act: Act[ActFile], name: str) -> Iterator[Finding]:
        """An act that readers saw and that is not there any more."""
        today = self.step.later.records.get(self.was.identity)
        if self.step.later.tombstones.of(act.identity):
            return
        back = today.act(name) if today else None
        same = next(
            (each for each in self.now.acts if type(each.content) is type(act.content) and each.content == act.content),
            None,
        )
        if same:
            message = f"{name} 改成了 {file_name(self.now, same)}，内容没有变；别处写的“{name}”就指错了。"
            cure = f"文件名改回 {name}.md。"
        else:
            message = f"{act.content.label} {name} 公布过，现在不见了。"
            cure = (
                f"恢复 {name}.md；内容有错的，运行 gongkai new correction {self.was.identity}；"
                f"必须撤下的，在 tombstones.yml 登记 {act.identity}。"
            )
        code = CORRECTION_CHANGED if isinstance(act.content, Correction) else ACT_REMOVED
        finding = self._finding(code, name, (), message, cure)
        yield self.step.settled(finding, back is not None and back.content == act.content, "后来已经恢复。")

    def replaced(self, name: str, act: Act[ActFile]) -> Finding:
        message = f"{name} 公布过的那一份（日期 {act.content.day}）不见了，同一个序号下现在是另一份。"
        cure = f"恢复原来的 {name}.md，新的一份用下一个序号（gongkai new {act.name} {self.was.identity}）。"
        return self._finding(ACT_REPLACED, name, (), message, cure)

    def attachments(self, shown: Record[Any]) -> Iterator[Finding]:
        """Listed files whose bytes are others now, or that cannot be had any more."""
        files = {each.name: each for each in self.now.attachments}
        corrections = self.corrections("")
        for each in shown.attachments:
            now = files.get(each.name)
            if now is None or _same_bytes(each.file, now.file) or corrections.name(each.name, each.title):
                continue
            message = f"附件“{each.title}”公布以后换成了另一份，没有更正。"
            cure = (
                f"恢复原来的文件，新的一份另取文件名；确实要换的，运行 gongkai new correction {self.was.identity}，"
                f"写 类型: 公布笔误 / 位置: 附件 {each.name} / 原值、新值: 各是哪一份 / 理由: … / 批准: …。"
            )
            place = next(n for n, item in enumerate(self.now.content.attachments) if item.file == each.name)
            yield self._finding(CHANGED, "", ("附件", place, "文件"), message, cure)


def _same_bytes(one: Any, other: Any) -> bool:
    keys = getattr(one, "key", None), getattr(other, "key", None)
    if None not in keys:
        return bool(keys[0] == keys[1])
    return bool(one.read_bytes() == other.read_bytes())


_PAPERWORK = frozenset(
    {"on", "audience", "figures", "department", "signed_by", "form", "evidence", "approved_by", "about"}
)
"""What two different acts of one number may well have in common."""


def is_replaced(old: ActFile, new: ActFile) -> bool:
    """Whether nothing that an act said is left under its number, not even its day."""
    if type(old) is Correction or old.day == new.day:
        return False
    said = [
        (getattr(old, name), getattr(new, name))
        for name, info in type(old).model_fields.items()
        if name not in _PAPERWORK
        and getattr(old, name) not in (None, "", (), info.get_default(call_default_factory=True))
    ]
    return bool(said) and all(comparable(was) != comparable(now) for was, now in said)
