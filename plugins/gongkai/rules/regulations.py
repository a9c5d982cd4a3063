"""Regulations: those that touch everybody's interests were passed, and it is clear which version holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from gongkai.derive.citations import cited
from gongkai.derive.versions import Version, versions
from gongkai.findings import Code, Finding
from gongkai.records.regulation import Regulation, RegulationState
from gongkai.register import Record, Register
from gongkai.rules.base import Objector, Rule

WITHOUT_RESOLUTION = Code("C28", "interest-without-resolution", "涉及切身利益的制度没有讨论通过的决议")
UNCLEAR_STANDING = Code("C86", "version-unclear", "制度的哪一版有效说不清")


def without_resolution(register: Register, today: date) -> Iterator[Finding]:
    """A regulation on pay, welfare, posts, appraisal or discipline that is in force was passed by the congress."""
    objector = Objector(register, WITHOUT_RESOLUTION)
    # Where two versions are in force the older one should not be, and that is told by itself.
    for *_, version in _followed(tuple(versions(register, today).values())).values():
        content = version.record.content
        tags = register.rulings(content.issued_on).values.interest_tags or ()
        touched = [tag for tag in content.tags if tag in tags]
        if touched and (fault := _unproved(register, content)):
            message, cure = fault
            words = f"标签有“{'、'.join(touched)}”，{message}"
            yield objector.about(
                version.record, ("通过决议",), words, cure, threshold="interest_tags", on=content.issued_on
            )


def _unproved(register: Register, content: Regulation) -> tuple[str, str] | None:
    """Why nothing shows that the congress passed it before it took effect, and the cure."""
    if content.resolution is None:
        cure = "写“通过决议: meetings/编号/resolution-n”；还没有讨论通过的，状态写“草案”或“征求意见”。"
        return "没有写教代会讨论通过的决议。", cure
    found = cited(register, content.resolution)
    if found is None:
        return None
    if not found.discussed_and_passed:
        subject = found.act.content.subject
        return f"引用的决议“{subject}”不是讨论通过的决议。", "引用讨论通过这份制度的那一项决议。"
    held_on = found.meeting.content.held_on
    if content.holds_from < held_on:
        message = f"{content.holds_from} 就开始执行，{held_on} 才讨论通过。"
        return message, "核对“生效日期”；先讨论通过，再执行。"
    return None


def unclear_standing(register: Register, today: date) -> Iterator[Finding]:
    """A version replaces what is older; of one regulation only one version is in force."""
    objector = Objector(register, UNCLEAR_STANDING)
    found = versions(register, today)
    turned = set()
    for version in found.values():
        for finding in _turned(objector, version):
            turned.add(version.record.content.title)
            yield finding
        yield from _hidden_successor(objector, version)
        yield from _without_authority(objector, version.record)
    if register.whole(Regulation):
        yield from _two_in_force(objector, tuple(found.values()), turned)


def _turned(objector: Objector, version: Version) -> Iterator[Finding]:
    """A version that replaces one which begins on the same day or later, or itself."""
    content = version.record.content
    olds = {old.identity: old for old in version.before}
    for place, identity in enumerate(content.replaces):
        old = olds.get(identity)
        if old is not None and old.content.holds_from >= content.holds_from:
            message = f"这一版从 {content.holds_from} 起，被替代的 {identity} 却从 {old.content.holds_from} 起。"
            cure = "“替代”写更早的版本；核对两版的“印发日期”和“生效日期”。"
            keys: tuple[str | int, ...] = ("替代", place) if len(content.replaces) > 1 else ("替代",)
            yield objector.about(version.record, keys, message, cure)


def _hidden_successor(objector: Objector, version: Version) -> Iterator[Finding]:
    """The public would take a version for valid that only the staff can see replaced."""
    content = version.record.content
    if content.repealed_on is not None:
        return
    hidden = [new for new in version.after if new.content.audience.width < content.audience.width]
    if hidden:
        message = f"{hidden[0].identity} 替代了它，但公开范围更窄，看不到新版的人会以为这一版仍有效。"
        yield objector.about(version.record, ("废止日期",), message, "写“废止日期: 新版生效的日期”。")


def _without_authority(objector: Objector, record: Record[Regulation]) -> Iterator[Finding]:
    in_use = (RegulationState.TRIAL, RegulationState.FORMAL)
    if record.content.state in in_use and record.content.approved_by is None:
        message = f"状态是“{record.content.state.value}”，没有写批准机关。"
        yield objector.about(record, ("批准机关",), message, "写“批准机关: 批准印发的会议或机构”。")


def _two_in_force(objector: Objector, found: tuple[Version, ...], turned: set[str]) -> Iterator[Finding]:
    for title, held in _followed(found).items():
        if len(held) < 2 or title in turned:
            continue
        old, new = held[-2].record, held[-1].record
        message = f"“{title}”有 {len(held)} 个版本都在有效期内：{'、'.join(each.record.identity for each in held)}。"
        cure = f"在新版里写“替代: {old.identity}”，或给旧版写“废止日期”。"
        yield objector.about(new, ("替代",), message, cure)


def _followed(found: tuple[Version, ...]) -> Mapping[str, list[Version]]:
    """The versions that people are to act by, the newest last, by the name of their regulation."""
    by_title: dict[str, list[Version]] = {}
    for version in sorted(found, key=lambda each: (each.record.content.holds_from, each.record.identity)):
        if version.standing.is_followed:
            by_title.setdefault(version.record.content.title, []).append(version)
    return by_title


SUBJECT = "制度与集体合同"

RULES = (
    Rule(WITHOUT_RESOLUTION, without_resolution),
    Rule(UNCLEAR_STANDING, unclear_standing),
)
