"""Rules about what records say of one another, and who may see what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.derive.cases import asks_of
from gongkai.findings import Code, Finding, Location
from gongkai.once import once
from gongkai.records import Audience
from gongkai.records.base import Model
from gongkai.records.meeting import Execution, Resolution
from gongkai.records.notice import Notice
from gongkai.records.opinion import Nature, Opinion
from gongkai.records.playlist import is_for_staff, sections
from gongkai.records.proposal import Feedback, Proposal
from gongkai.records.references import references_in
from gongkai.register import Act, Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.rules.proofs import ask_slips, is_merged, orphans, own_asks, route_gap, stray_progress

NO_TARGET = Code("R10", "reference-to-nothing", "引用的记录不存在")
HIDDEN_TARGET = Code("R11", "public-refers-to-hidden", "公开的记录引用了不公开的记录")
TOO_WIDE = Code("R12", "audience-too-wide", "公开范围比允许的更宽")
UNKNOWN_ITEM = Code("R13", "unknown-catalogue-item", "目录里没有这一项")
OPEN_REPOSITORY = Code("R15", "hidden-in-open-repository", "公开的仓库里有不公开的内容")
ABOUT_NOTHING = Code("R16", "act-about-nothing", "反馈、进展或执行情况没有对应的答复或决议")

_LINK = re.compile(r"\[\[\s*([a-z]+/[a-z0-9][a-z0-9._/-]*)\s*\]\]")
_IDENTITY = re.compile(r"[a-z]+/[a-z0-9][a-z0-9._-]*(?:/[a-z]+(?:-\d+)?)?")

File = Record[Any] | Act[Any]


@dataclass(frozen=True, slots=True)
class _Reference:
    """What a file refers to: in a key, or (without keys) in its text at an offset."""

    record: Record[Any]
    what: File
    target: str
    keys: tuple[str | int, ...]
    offset: int = 0

    def place(self, register: Register) -> Location:
        if self.keys:
            return register.place(self.what.path, *self.keys, value=True)
        return register.documents[self.what.path].at(self.offset)


@once
def _references(register: Register) -> tuple[_Reference, ...]:
    """Every reference, in a key or in prose; its place is sought only where there is an objection."""
    found: list[_Reference] = []
    for record in register.records.values():
        found += [
            _Reference(record, what, to, keys) for what in record.files for keys, to in references_in(what.content)
        ]
        content = record.content
        if isinstance(content, Notice) and content.outcome and _IDENTITY.fullmatch(content.outcome):
            found.append(_Reference(record, record, content.outcome, ("结果",)))
        for what in record.files:
            document = register.documents.get(what.path)
            if document and "[[" in document.text:
                links = _LINK.finditer(document.text)
                found += [_Reference(record, what, link[1], (), link.start(1)) for link in links]
    return tuple(found)


def references(register: Register, today: date) -> Iterator[Finding]:
    """Every reference, in a key or in prose, leads to something that exists, or to what tells that it is gone."""
    objector = Objector(register, NO_TARGET)
    for each in _references(register):
        target = each.target
        gone = register.tombstones.of(target)
        if gone and gone.audience.width >= each.record.content.audience.width:
            continue
        if register.find(target) is None and not register.is_broken(target):
            message, cure = f"没有“{target}”这条记录。", _near(target, register)
            yield objector.at(each.place(register), message, cure, record=each.what.identity)


def _near(target: str, register: Register) -> str:
    parts = target.split("/")
    owner = register.records.get("/".join(parts[:2])) if len(parts) > 2 else None
    known = [act.identity for act in owner.acts] if owner else list(register.records)
    near = difflib.get_close_matches(target, known, 1, 0.8)
    hint = f"是不是“{near[0]}”？" if near else ""
    return f"{hint}编号就是文件夹和文件名，如 proposals/05-03-012。"


def hidden_targets(register: Register, today: date) -> Iterator[Finding]:
    """What more people may read must not point to what fewer may read; told once for each hidden target."""
    objector = Objector(register, HIDDEN_TARGET)
    found: dict[str, list[tuple[Location, str, Audience, Audience]]] = {}
    for each in _references(register):
        aim = register.find(each.target)
        if aim is None:
            continue
        own = each.record.audience(each.what if isinstance(each.what, Act) else None)
        hidden = aim[0].audience(aim[1])
        if own.width > hidden.width:
            told = (each.place(register), each.what.identity, own, hidden)
            found.setdefault(each.target, []).append(told)
    for target, hits in sorted(found.items()):
        place, identity, own, hidden = hits[0]
        others = sorted({str(hit[0]) for hit in hits[1:]})
        more = f"同样的引用还有：{'、'.join(others[:5])}{'等' if len(others) > 5 else ''}。" if others else ""
        message = f"这里向“{own.value}”公开，引用的 {target} 只到“{hidden.value}”。{more}"
        yield objector.at(place, message, "删去引用，或把对方的公开范围放宽。", record=identity)


def too_wide(register: Register, today: date) -> Iterator[Finding]:
    """A record is no wider than its catalogue item and its nature allow; an act no wider than its record."""
    objector = Objector(register, TOO_WIDE)
    items = dict(register.catalogue.items())
    for record in register.records.values():
        name = record.content.catalogue_item or ""
        item = items.get(name)
        own = record.content.audience
        if isinstance(record.content, Opinion) and record.content.nature is Nature.PERSONAL and own.width:
            message = f"内容性质是“涉及个人”，公开范围却是“{own.value}”。"
            cure = "改成“公开范围: 不公开”（只按学期汇总件数）；其实不涉及个人的，内容性质改为“普通”。"
            yield objector.about(record, ("公开范围",), message, cure)
        elif item and own is not item.audience and own.width > item.audience.width:
            message = f"公开范围是“{own.value}”，目录项“{name}”最宽到“{item.audience.value}”。"
            cure = f"改成“公开范围: {item.audience.value}”，或由学校修改目录。"
            yield objector.about(record, ("公开范围",), message, cure)
        for act in record.acts:
            if act.content.audience and act.content.audience.width > own.width:
                message = f"主文件只到“{own.value}”，这里却写“{act.content.audience.value}”。"
                cure = "删去这一行（和主文件相同），或改成更窄的范围。"
                yield objector.about(act, ("公开范围",), message, cure)


def unknown_item(register: Register, today: date) -> Iterator[Finding]:
    """目录项 names an item of the school's catalogue."""
    names = [name for name, _ in register.catalogue.items()]
    if not names:
        return
    objector = Objector(register, UNKNOWN_ITEM)
    known = frozenset(names)
    for record in register.records.values():
        item = record.content.catalogue_item
        if item and item not in known:
            yield objector.about(record, ("目录项",), f"公开目录里没有“{item}”。", _near_item(item, names))
    path = register.settings.get("policy.yml", "")
    for n, entry in enumerate(register.policy.policy.adopted):
        for m, item in enumerate(entry.thresholds.three_stages or ()):
            if item not in names:
                place = register.place(path, "采用", n, "阈值", "三阶段事项", m, value=True)
                yield objector.at(place, f"公开目录里没有“{item}”。", _near_item(item, names))


def _near_item(item: str, names: list[str]) -> str:
    near = difflib.get_close_matches(item, names, 1, 0.5)
    known = f"是不是“{near[0]}”？" if near else f"可以写：{'、'.join(names[:30])}。"
    return f"{known}新的事项先登记到 catalogue.yml。"


def open_repository(register: Register, today: date) -> Iterator[Finding]:
    """Where the repository itself is public, nothing hidden may lie in it."""
    if not register.school.repository_is_public:
        return
    objector = Objector(register, OPEN_REPOSITORY)
    cure = "移到教职工专用的私有仓库；它的文件夹写进 mkdocs.yml 的 records。"
    for record in register.records.values():
        if record.content.audience is not Audience.PUBLIC:
            yield objector.about(record, ("公开范围",), "仓库是公开的，这条记录不向社会公开。", cure)
            continue
        for what in record.files:
            if isinstance(what, Act) and record.audience(what) is not Audience.PUBLIC:
                yield objector.about(what, ("公开范围",), "仓库是公开的，这份文件不向社会公开。", cure)
            elif keys := _hidden_value(what.content):
                message = "仓库是公开的，这里有只给教职工看的内容（如未同意公开的姓名）。"
                yield objector.about(what, keys, message, cure, value=False)
    yield from _hidden_on_walls(objector)
    for index, entry in enumerate(register.tombstones.entries):
        if entry.audience is not Audience.PUBLIC:
            place = register.place(register.settings["tombstones.yml"], "撤下登记", index, "公开范围", value=True)
            message = "仓库是公开的，这一项撤下登记只给教职工看。"
            yield objector.at(place, message, "把 tombstones.yml 移到教职工专用的私有仓库。")
    if path := register.settings.get("approvers.yml"):
        message = "仓库是公开的，这份文件里有审批人的签名和账号。"
        yield objector.at(Location(path), message, "移到教职工专用的私有仓库；它的文件夹写进 mkdocs.yml 的 records。")


def _hidden_on_walls(objector: Objector) -> Iterator[Finding]:
    """What the playlists show to staff only."""
    register = objector.register
    cure = "写到 playlist-staff.yml，放进教职工专用的私有仓库。"
    for label, entries in sections(register.playlist):
        for index, entry in enumerate(entries):
            if is_for_staff(entry):
                place = register.place(register.settings["playlist.yml"], label, index, "栏", value=True)
                yield objector.at(place, "仓库是公开的，这一项只给教职工看。", cure)
    if path := register.settings.get("playlist-staff.yml"):
        message = "仓库是公开的，这份播单只给教职工看。"
        yield objector.at(Location(path), message, "移到教职工专用的私有仓库；它的文件夹写进 mkdocs.yml 的 records。")


def _hidden_value(content: Model) -> tuple[str | int, ...]:
    """The key path of the first value that the public may not see, or nothing."""
    shown = content.public()
    if shown is content:
        return ()
    for name, info in type(content).model_fields.items():
        old, new = getattr(content, name), getattr(shown, name)
        if old is new:
            continue
        key = info.alias or name
        if isinstance(old, Model):
            return (key, *_hidden_value(old))
        if isinstance(old, tuple):
            index, item = next((i, item) for i, item in enumerate(old) if item is not new[i])
            return (key, index, *(_hidden_value(item) if isinstance(item, Model) else ()))
        return (key,)
    return ()


def about_nothing(register: Register, today: date) -> Iterator[Finding]:
    """Feedback, progress and execution are about a reply or resolution that exists."""
    objector = Objector(register, ABOUT_NOTHING)
    for record in register.records.values():
        yield from _executions(objector, record)
        if not route_gap(record):
            for act in orphans(record):
                yield _orphan(objector, record, act)
            yield from _strays(objector, record)


def _executions(objector: Objector, record: Record[Any]) -> Iterator[Finding]:
    if not record.all(Execution):
        return
    resolutions = [act.identity.rpartition("/")[2] for act in record.all(Resolution)]
    for act in record.all(Execution):
        if act.content.about not in resolutions:
            known = f"可以写：{'、'.join(resolutions)}。" if resolutions else "先补决议 resolution-1.md。"
            yield objector.about(act, ("关于",), f"这次会议没有 {act.content.about}。", known)


def _orphan(objector: Objector, record: Record[Any], act: Act[Any]) -> Finding:
    if isinstance(act.content, Feedback):
        message = f"有 feedback-{act.n}.md，却没有它所反馈的 reply-{act.n}.md。"
        cure = f"补上 reply-{act.n}.md；反馈的是另一次答复的，两个文件的序号要相同。"
        return objector.about(act, (), message, cure)
    number = act.content.about[0]
    cure = "写已有的答复，如 reply-1 建议2。"
    if is_merged(record):
        cure = "已经并案的，落实进展写在主案的文件夹里。"
    return objector.about(act, ("关于",), f"没有 reply-{number}.md。", cure)


def _strays(objector: Objector, record: Record[Any]) -> Iterator[Finding]:
    register = objector.register
    strays = stray_progress(record)
    if not strays or ask_slips(record, register):
        return
    for progress in strays:
        reply, number, ask = progress.content.about
        own = own_asks(record, register, number) if isinstance(record.content, Proposal) else None
        if own and ask <= len(own) and (number or len(asks_of(record)) > 1):
            answers = (answer.ask for act in record.acts for answer in getattr(act.content, "answers", ()))
            if (number, ask) not in set(answers):
                continue  # the ask itself is without an answer, and that is told there
        message = f"reply-{reply} 的“逐条”里没有这条建议。"
        yield objector.about(progress, ("关于",), message, "检查答复和建议的序号，如 reply-1 建议2。")


SUBJECT = "引用与公开范围"

RULES = (
    Rule(NO_TARGET, references),
    Rule(HIDDEN_TARGET, hidden_targets),
    Rule(TOO_WIDE, too_wide),
    Rule(UNKNOWN_ITEM, unknown_item),
    Rule(OPEN_REPOSITORY, open_repository),
    Rule(ABOUT_NOTHING, about_nothing),
)
