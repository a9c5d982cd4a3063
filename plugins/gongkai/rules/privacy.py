"""个人信息: what must never be published, wherever it stands; places and kinds are told, never the datum."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.attachments import Passage
from gongkai.findings import Code, Finding, Location, Severity
from gongkai.once import once
from gongkai.personal import PersonalKind, Trace, find, looks_like_name
from gongkai.records.policy import AllowedPersonal
from gongkai.records.welfare import Welfare
from gongkai.register import Register
from gongkai.rules.attached import NAME, TRACES, UNSAFE, Attached, attached
from gongkai.rules.base import Objector, Rule

PERSONAL = Code("C45", "personal-data", "出现了个人信息")
SUSPECTED = Code("C74", "suspected-personal-data", "疑似个人信息", Severity.WARNING)

ALWAYS = (PERSONAL, SUSPECTED, UNSAFE, TRACES, NAME)
"""Codes that no age of a record excuses."""

STRICTER = frozenset({"幼儿园", "小学", "小学隐私"})
"""Presets of schools whose pupils are under fourteen: their class and name together are an error."""

_CURE = "删去或按规定遮盖；确需公开的公务号码登记到 school.yml 的“渠道”，或 policy.yml 的“个人信息例外”。"
_CURE_NAME = "改文件名，名称里只写事项和编号；附件改名后，“附件”里登记的文件名一起改。"
_CURE_ATTACHED = "在原文件里删去或遮盖，隐藏的工作表、行、列、批注和修订里的也要删，另存后替换附件。"
_CURES = {
    PersonalKind.health: "改成“一名教职工”，不写姓名；确实不是的，登记到 policy.yml 的“个人信息例外”。",
    PersonalKind.pupil_name: "只写班级或只写人数；确需公示的名单写进公示的“名单”，期满自动撤下。",
    PersonalKind.name: "姓名只写在公示的“名单”里，期满自动撤下；附件里去掉姓名，或用代号。",
    PersonalKind.author: "打开文件，在“文件—属性”（“检查文档”）里删去作者、单位，再另存替换。",
    PersonalKind.location: "在图片的“属性—详细信息”里选“删除属性和个人信息”，或截一张图替换。",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """What the school has declared as public: numbers (digits only) and mail addresses, and excused texts."""

    contacts: frozenset[str]
    texts: frozenset[str]

    def undeclared(self, text: str) -> tuple[Trace, ...]:
        """The personal data in a text that nobody has declared."""
        traces = find(text, allowed=self.contacts)
        return traces and tuple(trace for trace in traces if not self.excuses(text[trace.start : trace.end]))

    def excuses(self, text: str) -> bool:
        """Whether an exception names exactly this text."""
        return _narrow(text) in self.texts


NOTHING_DECLARED = Declared(frozenset(), frozenset())


def declared(register: Register, today: date) -> Declared:
    """The school's channels, and the exceptions of its policy that still hold."""
    contacts: set[str] = set()
    for channel in register.school.channels:
        contacts |= {value for value in (channel.phone, channel.email) if value}
    excused = {entry.text for entry in register.policy.policy.allowed if entry.until >= today}
    plain = frozenset(_plain(contact) for contact in contacts | excused) - {""}
    return Declared(plain, frozenset(_narrow(text) for text in excused))


def _plain(contact: str) -> str:
    narrow = unicodedata.normalize("NFKC", contact).strip()
    if "@" in narrow:
        return narrow.lower()
    digits = re.sub(r"\D", "", narrow)
    return digits.removeprefix("86") if len(digits) == 13 else digits


def personal_data(register: Register, today: date) -> Iterator[Finding]:
    """No record, key, file name, attachment or settings file contains personal data that is not declared."""
    yield from _findings(register, today, PERSONAL, certain=True)
    yield from _expired(register, today)


def suspected(register: Register, today: date) -> Iterator[Finding]:
    """What may be personal data: a slip of one digit still leaks."""
    yield from _findings(register, today, SUSPECTED, certain=False)


def _findings(register: Register, today: date, code: Code, *, certain: bool) -> Iterator[Finding]:
    objector = Objector(register, code)
    owners: dict[str, str] = {}
    traces = [trace for trace in _traces(register, today) if trace[1].certain is certain]
    if traces:
        owners = {what.path: what.identity for record in register.records.values() for what in record.files}
    for path, trace, in_name in traces:
        owner = owners.get(path, "")
        if in_name:
            message = f"文件名或文件夹名里有{trace.kind.label}。"
            yield objector.at(Location(path), message, _CURE_NAME, record=owner)
        else:
            cure = _CURES.get(trace.kind, _CURE)
            yield objector.at(register.documents[path].at(trace.start), _message(trace), cure, record=owner)
    for each, found in in_attachments(register, today):
        if found.certain is certain:
            message = f"附件“{each.file.name}”里{'有' if certain else '像是有'}{found.kind.label}：{found.where}。"
            cure = _CURES.get(found.kind, _CURE_ATTACHED)
            yield objector.about(each.record, each.keys, message, cure)


@once
def _traces(register: Register, today: date) -> tuple[tuple[str, Trace, bool], ...]:
    """Every undeclared trace as (path, trace, whether it is in the path's name): all texts are read once."""
    known = declared(register, today)
    strict = not STRICTER.isdisjoint(register.policy.policy.presets)
    # Welfare records have a rule of their own about persons, and an expired exception is told as that.
    told = {record.path for record in register.of(Welfare)}
    expired = {_narrow(entry.text) for _, entry in _expired_entries(register, today)}
    settings = register.settings.get("policy.yml")
    found: list[tuple[str, Trace, bool]] = []
    named: set[str] = set()
    clean: set[str] = set()
    for path, document in register.documents.items():
        for trace in known.undeclared(document.text):
            if trace.kind is PersonalKind.health and path in told:
                continue
            if path == settings and _narrow(document.text[trace.start : trace.end]) in expired:
                continue
            found.append((path, _judged(trace, strict=strict), False))
        # A folder is named once, however many files it holds; and most files are called like others.
        whole = path
        while whole and whole not in named:
            named.add(whole)
            whole, _, name = whole.rpartition("/")
            if name not in clean:
                in_name = known.undeclared(name)
                found += [(path, trace, True) for trace in in_name]
                if not in_name:
                    clean.add(name)
    return tuple(found)


def _judged(trace: Trace, *, strict: bool) -> Trace:
    return replace(trace, certain=True) if strict and trace.kind is PersonalKind.pupil_name else trace


def _expired_entries(register: Register, today: date) -> list[tuple[int, AllowedPersonal]]:
    return [(index, each) for index, each in enumerate(register.policy.policy.allowed) if each.until < today]


def _expired(register: Register, today: date) -> Iterator[Finding]:
    """An exception that has run out still carries the datum."""
    objector = Objector(register, PERSONAL)
    path = register.settings.get("policy.yml", "policy.yml")
    for index, entry in _expired_entries(register, today):
        message = f"这一项个人信息例外到 {entry.until} 为止，已经过期。"
        cure = "不再公开的，把这一项和记录里的文字一起删去；仍要公开的，重新批准后改“至”。"
        yield objector.at(register.place(path, "个人信息例外", index, "至", value=True), message, cure)


@dataclass(frozen=True, slots=True)
class Places:
    """One kind of personal data in one attachment, and where in it."""

    kind: PersonalKind
    certain: bool
    places: tuple[str, ...]

    @property
    def where(self) -> str:
        more = f"等 {len(self.places)} 处" if len(self.places) > 3 else ""
        return "、".join(self.places[:3]) + more


@once
def in_attachments(register: Register, today: date) -> tuple[tuple[Attached, Places], ...]:
    """The personal data of every attachment, by kind."""
    known = declared(register, today)
    strict = not STRICTER.isdisjoint(register.policy.policy.presets)
    found: list[tuple[Attached, Places]] = []
    for each in attached(register):
        grouped: dict[tuple[PersonalKind, bool], dict[str, None]] = {}
        pupils = strict and any(passage.lead == "班级" for passage in each.reading.passages)
        for passage in each.reading.passages:
            for kind, certain in _kinds(passage, known):
                is_pupil = kind is PersonalKind.name and pupils
                sure = certain or (strict and kind is PersonalKind.pupil_name) or is_pupil
                named = PersonalKind.pupil_name if is_pupil else kind
                grouped.setdefault((named, sure), {})[passage.place] = None
        found += [(each, Places(kind, certain, tuple(places))) for (kind, certain), places in grouped.items()]
    return tuple(found)


def _kinds(passage: Passage, known: Declared) -> Iterator[tuple[PersonalKind, bool]]:
    """What a passage gives away, by itself and by the label that announces it."""
    if passage.kind:
        yield passage.kind, True
    alone = passage.author or passage.lead == "姓名"
    if alone and looks_like_name(passage.text) and not known.excuses(passage.text):
        yield (PersonalKind.author if passage.author else PersonalKind.name), False
    lead = f"{passage.lead}：" if passage.lead else ""
    for trace in known.undeclared(lead + passage.text):
        if trace.start >= len(lead):
            yield trace.kind, trace.certain


def _narrow(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _message(trace: Trace) -> str:
    return f"这里有{trace.kind.label}。" if trace.certain else f"这里像是{trace.kind.label}。"


SUBJECT = "个人信息"

RULES = (Rule(PERSONAL, personal_data), Rule(SUSPECTED, suspected))
