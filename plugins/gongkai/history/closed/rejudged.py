"""Rules that were changed for days that are over: what was judged by them would be judged anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.findings import Finding, Severity
from gongkai.history.closed.backdated import GRACE
from gongkai.history.closed.facts import changed_facts, shown
from gongkai.history.closed.published import Step
from gongkai.records.policy import AdoptedSet, Policy
from gongkai.rules.past import REJUDGED

FILE = "policy.yml"

_CURE = "恢复原来的一组；学校采用了新的规则，另加一组，“自”写采用的那一天。"


def objections(step: Step) -> Iterator[Finding]:
    """Adopted thresholds that went, changed, or were put in for days long past; and what is not judged any more."""
    old, new = step.old.policy.policy, step.new.policy.policy
    if old is new or old == new or FILE in step.new.unread:
        return  # rules that cannot be read are an error by themselves
    yield from _adopted(step, old, new)
    if _begins(new) > _begins(old):
        said = f"“启用日期”从{_told(old.since)}改成了{_told(new.since)}，这以前的记录就只提示、不评判了。"
        yield _finding(step, ("启用日期",), said, f"恢复为{_told(old.since)}。", undone=_later(step).since == old.since)
    if set(old.presets) != set(new.presets):
        was, now = ("、".join(each.presets) or "空的" for each in (old, new))
        said = f"“预设”从{was}改成了{now}：没有自己采用的规则，以前的也换了。"
        cure = "要换的规则写进“采用”，“自”写采用的那一天。"
        undone = _later(step).presets == old.presets
        yield _finding(step, ("预设",), said, cure, Severity.WARNING, undone=undone)


def _adopted(step: Step, old: Policy, new: Policy) -> Iterator[Finding]:
    gone = [each for each in old.adopted if each not in new.adopted and each.since <= step.on]
    come = [(n, each) for n, each in enumerate(new.adopted) if each not in old.adopted]
    for was in gone:
        same = next(((n, each) for n, each in come if (each.since, each.basis) == (was.since, was.basis)), None)
        same = same or next(((n, each) for n, each in come if each.since == was.since or each.basis == was.basis), None)
        undone = was in _later(step).adopted
        if same is None:
            said = f"{was.since} 起采用的一组规则删去了，按它评判过的记录会重新评判。"
            yield _finding(step, ("采用",), said, _CURE, undone=undone)
            continue
        come.remove(same)
        yield from _altered(step, was, *same, undone)
    for n, now in come:
        if now.since < step.since - GRACE:
            said = f"{step.on} 才加上的一组规则，“自”写的是 {now.since}：那以后公布的评判会跟着变。"
            cure = "“自”写学校采用的那一天，从那一天起才按它评判；早已采用、只是补登的，在“依据”里写明文件和日期。"
            yield _finding(
                step, ("采用", n, "自"), said, cure, Severity.WARNING, undone=now not in _later(step).adopted
            )


def _altered(step: Step, was: AdoptedSet, n: int, now: AdoptedSet, undone: bool) -> Iterator[Finding]:
    """A group of thresholds that is not what was adopted."""
    added = []
    for fact in changed_facts(was, now):
        if fact.added:
            added.append((fact.labels[1] if fact.labels[0] == "阈值" else fact.labels[0], fact.keys))
            continue
        value = "删去了" if fact.removed else f"从“{shown(fact.old)}”改成了“{shown(fact.new)}”"
        said = f"{was.since} 起采用的规则里，{' '.join(fact.labels)} {value}，那以后的记录会重新评判。"
        level = Severity.WARNING if fact.name == "basis" else Severity.ERROR
        yield _finding(step, ("采用", n, *fact.keys), said, _CURE, level, undone=undone)
    if added:
        labels = "、".join(dict.fromkeys(label for label, _ in added))
        said = f"{was.since} 起采用的规则里添上了{labels}，那以后的记录会照着评判。"
        yield _finding(step, ("采用", n, *added[0][1]), said, _CURE, Severity.WARNING, undone=undone)


def _finding(
    step: Step,
    keys: tuple[str | int, ...],
    message: str,
    cure: str,
    level: Severity = Severity.ERROR,
    *,
    undone: bool = False,
) -> Finding:
    path = step.later.settings.get(FILE, FILE)
    label = next((str(key) for key in reversed(keys) if isinstance(key, str)), "")
    finding = Finding(REJUDGED, step.later.place(path, *keys, value=True), message, cure, "", label).lowered(level)
    return step.settled(finding, undone, "后来已经改回。")


def _later(step: Step) -> Policy:
    return step.later.policy.policy


def _begins(policy: Policy) -> date:
    return policy.since or date.min


def _told(day: date | None) -> str:
    return f"“{day}”" if day else "没有写"
