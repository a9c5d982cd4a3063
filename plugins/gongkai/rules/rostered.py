"""名册: names from the school's own roster that stand in prose; the finding never repeats the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ahocorasick_rs import AhoCorasick, MatchKind

from gongkai.findings import Code, Finding, Location, Severity
from gongkai.personal import PersonalKind
from gongkai.records.notice import Notice
from gongkai.register import Register
from gongkai.rules.attached import attached
from gongkai.rules.base import Objector, Rule
from gongkai.rules.privacy import in_attachments

ROSTER_NAME = Code("C105", "roster-name-in-prose", "正文里有名册上的姓名", Severity.WARNING, is_quoted=False)

_CURE = "写岗位或部门，如“一名教师”“总务主任”；确需写姓名的，写在“提案人”“名单”这样的姓名栏里。"
_OWN_FIELD = re.compile("姓名[\"']?[:：][ ]*[\"'“]?$")
_BEFORE = re.compile(
    "(?:^|[^\u4e00-\u9fff0-9A-Za-z]|[经由请对给为向与和及的是让找被替]"
    "|老师|教师|职工|同志|同学|学生|代表|会员|主任|校长|书记|组长|家长|慰问|看望|祝贺|感谢)$"
)
_AFTER = re.compile(
    "$|[^\u4e00-\u9fff0-9A-Za-z]|[等的在说因于已和与将被为兼获]"
    "|老师|教师|同志|同学|主任|校长|书记|先生|女士|师傅|负责|担任|提出|反映|经办|主持|参加|发言|表示|同意|患病|住院"
)


def roster_name(register: Register, today: date) -> Iterator[Finding]:
    """No name of the roster stands in prose, in a title or in an attachment; the fields for names are its place."""
    found = register.roster
    if found is None:
        return
    objector = Objector(register, ROSTER_NAME)
    if not found.is_ignored:
        message = f"名册 {found.path} 没有写进 .gitignore，会随仓库流出去。"
        cure = f"在 .gitignore 里加一行 {found.path.rpartition('/')[2]}；已经提交过的，照泄露处理。"
        yield objector.at(Location(found.path), message, cure)
    if not found.names:
        return
    automaton = AhoCorasick(found.names, matchkind=MatchKind.LeftmostLongest)
    owners = {what.path: record for record in register.records.values() for what in record.files}
    for path, document in register.documents.items():
        owner = owners.get(path)
        # A name on a notice's own list that stands elsewhere in it has a rule of its own.
        told = {each.name for each in owner.content.names} if owner and isinstance(owner.content, Notice) else set()
        for index, start, end in automaton.find_matches_as_indexes(document.text):
            name = found.names[index]
            if name not in told and _is_name(document.text, start, end):
                told.add(name)
                identity = owner.identity if owner else ""
                yield objector.at(
                    document.at(start), f"这里有名册上的姓名（{_masked(name)}）。", _CURE, record=identity
                )
    yield from _in_attachments(register, today, automaton, objector)


def _in_attachments(register: Register, today: date, automaton: AhoCorasick, objector: Objector) -> Iterator[Finding]:
    """The same in attachments, unless a column of names has been found there already."""
    known = {PersonalKind.name, PersonalKind.pupil_name}
    named = {
        (each.record.identity, each.index) for each, found in in_attachments(register, today) if found.kind in known
    }
    for each in attached(register):
        if (each.record.identity, each.index) in named:
            continue
        places = [
            passage.place
            for passage in each.reading.passages
            if not passage.author and _has_name(passage.text, automaton)
        ]
        if places:
            # A sheet may be called by the name.
            where = "" if _has_name(places[0], automaton) else f"：{places[0]}"
            more = f"等 {len(places)} 处" if len(places) > 1 else ""
            message = f"附件“{each.file.name}”里有名册上的姓名{where}{more}。"
            yield objector.about(each.record, each.keys, message, _CURE)


def _has_name(text: str, automaton: AhoCorasick) -> bool:
    return any(_is_name(text, start, end) for _, start, end in automaton.find_matches_as_indexes(text))


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether the characters are a word of their own: two of them are often parts of others (树林同学)."""
    before = text[max(0, start - 8) : start]
    if _OWN_FIELD.search(before):
        return False
    if end - start > 2:
        return True
    return _BEFORE.search(before) is not None and _AFTER.match(text[end : end + 2]) is not None


def _masked(name: str) -> str:
    return name[0] + "*" * (len(name) - 1)


SUBJECT = "个人信息"

RULES = (Rule(ROSTER_NAME, roster_name),)
