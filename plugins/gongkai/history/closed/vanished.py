"""Records that went, numbers that changed, and numbers that came back with other content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.findings import Finding, Severity
from gongkai.history.closed.accounts import Corrections
from gongkai.history.closed.facts import comparable
from gongkai.history.closed.published import Step
from gongkai.personal import mask
from gongkai.records.base import MainFile
from gongkai.records.opinion import Opinion
from gongkai.records.proposal import Proposal, Review
from gongkai.register import Record
from gongkai.rules.past import REMOVED, RENUMBERED, REUSED, TOMBSTONE_CHANGED


def objections(step: Step) -> Iterator[Finding]:
    """What went without being registered, and numbers that mean something else now."""
    old, new = step.old.records, step.new.records
    gone = [identity for identity in step.changed if identity in old and identity not in new]
    come = [identity for identity in step.changed if identity not in old]
    moved = _moved(step, gone, come)
    for identity in gone:
        if identity in moved:
            yield _renumbered(step, identity, moved[identity])
        elif step.shown(identity) is not None or isinstance(old[identity].content, Proposal | Opinion):
            yield from _removed(step, old[identity])
    for identity in step.changed:
        if identity in old and identity in new:
            if is_other(old[identity].content, new[identity].content) and not _is_corrected(step, new[identity]):
                yield reused(step, identity, f"公布过另一份内容（{told(old[identity])}），")
            elif _is_hidden(step, new[identity]):
                yield _postponed(step, new[identity])
    for identity in come:
        entry = step.old.tombstones.of(identity)
        if entry and identity not in moved.values():
            yield reused(step, identity, f"在 {entry.withdrawn_on} 已经登记撤下，不再使用；")
    yield from _file_numbers(step)
    yield from _tombstones(step)


def _moved(step: Step, gone: list[str], come: list[str]) -> dict[str, str]:
    """Records of which only the number is another now."""
    moved: dict[str, str] = {}
    for identity in gone:
        was = step.old.records[identity]
        for other in come:
            now = step.new.records[other]
            if other not in moved.values() and type(now.content) is type(was.content) and now.content == was.content:
                moved[identity] = other
                break
    return moved


def _renumbered(step: Step, old: str, new: str) -> Finding:
    message = f"编号从 {old} 改成了 {new}，内容没有变；已经公布的地址和引用都指向原来的编号。"
    number = old.rpartition("/")[2]
    cure = f"文件夹（或文件名）改回 {number}；编号给错的，在 tombstones.yml 登记撤下 {old}，理由写明新编号。"
    finding = Finding(RENUMBERED, step.place(new), message, cure, new)
    if step.later.tombstones.of(old):
        return finding.lowered(Severity.NOTICE)
    return step.settled(finding, old in step.later.records and new not in step.later.records, "后来已经改回。")


def _removed(step: Step, was: Record[Any]) -> Iterator[Finding]:
    identity = was.identity
    if step.later.tombstones.of(identity):
        return
    if step.shown(identity) is None:
        message = f"收到的{was.content.label} {identity} 不见了；收到的每一件都要有去向。"
        cure = "恢复这份记录；提案人撤回的，另写 withdrawal-1.md；不受理的，按去向写明理由。"
    else:
        message = f"{was.content.label} {identity} 公布过，现在不见了，也没有登记撤下。"
        today = f"{step.on:%Y-%m-%d}"
        entry = f"{{编号: {identity}, 标题: …, 首次公开: …, 撤下: {today}, 理由: …, 批准: …}}"
        cure = f"恢复这份记录；确需撤下的，在 tombstones.yml 的“撤下登记”里写：- {entry}。"
    finding = Finding(REMOVED, step.place(identity), message, cure, identity)
    back = step.later.records.get(identity)
    yield step.settled(finding, back is not None and back.content == was.content, "后来已经恢复。")


def _is_corrected(step: Step, now: Record[Any]) -> bool:
    """Whether a correction says that the main file is still about the same, but was copied wrongly."""
    return Corrections.of(step.later.records.get(now.identity, now), now.audience()).any_misprint("")


def _postponed(step: Step, now: Record[Any]) -> Finding:
    """A published record that would appear again later."""
    day = now.content.published_on
    message = f"{now.content.label} {now.identity} 公布过，发布日期现在写成 {day}，到那天以前就看不到了。"
    cure = "恢复原来的发布日期；确需撤下的，在 tombstones.yml 登记撤下。"
    finding = step.finding(REMOVED, now.identity, "", ("发布日期",), message, cure)
    today = step.later.records.get(now.identity)
    return step.settled(finding, today is not None and today.content.published_on != day, "后来已经改回。")


def _is_hidden(step: Step, now: Record[Any]) -> bool:
    """Whether a published record was given a day of publication that is still to come."""
    published = now.content.published_on
    return bool(published and published > step.on and step.shown(now.identity))


def is_other(old: MainFile, new: MainFile) -> bool:
    """Whether two main files of one number are about different things: the title, and the day or most of the rest.

    A title that is not typed but follows from the day proves nothing; there nearly all must be other.
    """
    if type(old) is not type(new):
        return True
    if comparable(old.heading) == comparable(new.heading):
        return False
    own = [name for name in type(new).model_fields if name not in MainFile.model_fields]
    said = [(getattr(old, name), getattr(new, name)) for name in own if getattr(old, name) not in (None, "", (), False)]
    kept = sum(1 for was, now in said if comparable(was) == comparable(now))
    if any(getattr(new, name, None) for name in ("title", "subject", "name")):
        return old.day != new.day or 2 * kept < len(said)
    return old.day != new.day and 3 * kept < len(said)


def reused(step: Step, identity: str, said: str) -> Finding:
    """A number that means something else now."""
    cure = "恢复原来的内容；新的一份换一个没有用过的编号（gongkai new 会给出下一个）。"
    return Finding(REUSED, step.place(identity), f"{identity} 这个编号{said}现在是另一份。", cure, identity)


def told(record: Record[Any]) -> str:
    """What a record was about, as far as everybody may know: its kind and its day."""
    return mask(f"{record.content.label}，{record.content.day}")


def file_number(record: Record[Any] | None) -> tuple[str, int] | None:
    """The 立案号 of a proposal, with the session in which it counts."""
    review = record.one(Review) if record and isinstance(record.content, Proposal) else None
    if record is None or review is None or review.content.file_number is None:
        return None
    return "-".join(record.number.split("-")[:2]), review.content.file_number


def _file_numbers(step: Step) -> Iterator[Finding]:
    """立案号 that one proposal lost and another has."""
    lost: dict[tuple[str, int], str] = {}
    for identity in step.changed:
        number = file_number(step.old.records.get(identity))
        if number and file_number(step.new.records.get(identity)) != number:
            lost[number] = identity
    for identity in step.changed:
        number = file_number(step.new.records.get(identity))
        if number in lost and lost[number] != identity and file_number(step.old.records.get(identity)) != number:
            yield file_number_reused(step, identity, number[1], lost[number])


def file_number_reused(step: Step, identity: str, number: int, owner: str) -> Finding:
    """A 立案号 that was another proposal's."""
    message = f"立案号 {number} 公布时属于 {owner}，现在给了 {identity}。"
    cure = f"{owner} 的立案号恢复为 {number}；这一件用下一个没有用过的立案号。"
    return Finding(REUSED, step.place(identity, "review", ("立案号",)), message, cure, f"{identity}/review", "立案号")


def _tombstones(step: Step) -> Iterator[Finding]:
    """Entries of the register of withdrawals that went or changed."""
    if "tombstones.yml" in step.new.unread:
        return  # said by itself
    for was in step.old.tombstones.entries:
        now, today = (register.tombstones.of(was.identity) for register in (step.new, step.later))
        if was in (now, today) or (now is None and was.identity in step.new.records):
            continue
        happened = "改了" if now else "删去了"
        message = f"{was.identity} 的撤下登记公布过，现在{happened}。"
        cure = "恢复原来的一项；撤下登记只增加，不改动。"
        path = step.later.settings.get("tombstones.yml", "tombstones.yml")
        places = [n for n, each in enumerate(step.later.tombstones.entries) if each.identity == was.identity]
        place = step.later.place(path, "撤下登记", *places[:1], value=True)
        yield Finding(TOMBSTONE_CHANGED, place, message, cure, was.identity)
