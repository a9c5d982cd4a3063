"""Who may see what, and who is named: audiences that change, personal data that comes or goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gongkai.derive.named import Role, named
from gongkai.history.differences.audiences import audience_moves
from gongkai.records import Audience
from gongkai.register import Register
from gongkai.review.covering import Cover
from gongkai.review.model import AudienceChange, PersonalTouch
from gongkai.review.sides import Side
from gongkai.rules.privacy import Declared, declared

_Names = dict[tuple[str, Role], Counter[str]]
_AUDIENCE = "公开范围"
_WIDTHS = {each.value: each.width for each in Audience}


def audiences(old: Register, new: Register, audience: Audience, cover: Cover) -> Iterator[AudienceChange]:
    """Each record, act or value that other people may see, where this audience could or can see it."""
    for move in audience_moves(old, new):
        records = tuple(record for each in (old, new) if (record := each.records.get(move.identity)))
        widths = [record.content.audience.width for record in records] or [Audience.PUBLIC.width]
        if move.labels[-1] == _AUDIENCE:
            widths = [min(max(widths), max(_WIDTHS.get(move.old, 0), _WIDTHS.get(move.new, 0)))]
        if max(widths) < audience.width:
            continue
        # The title as those read it who may see the record.
        widest = max(records, key=lambda each: each.content.audience.width, default=None)
        title = cover(widest.content.heading if widest else move.identity, move.identity)
        acts = {act.identity.rpartition("/")[2]: act for record in records for act in record.acts}
        act = acts.get(move.file)
        file = f"{act.content.label}{act.n or ''}" if act else move.file
        labels = () if move.labels == (_AUDIENCE,) else move.labels
        what = " › ".join(cover(each, move.identity) for each in (file, *labels) if each)
        yield AudienceChange(move.identity, title, what, move.old, move.new, move.wider)


def _names(register: Register) -> _Names:
    """Who is named on which record as what."""
    found: _Names = {}
    for each in named(register):
        found.setdefault((each.record.identity, each.role), Counter()).update(each.names)
    return found


def touched(old: Side, new: Side) -> Iterator[PersonalTouch]:
    """Personal data that comes or goes in what this audience may see: kind, place and number, never the datum."""
    yield from _names_touched(old, new)
    yield from _traces_touched(old, new)


def _names_touched(old: Side, new: Side) -> Iterator[PersonalTouch]:
    before, now = _names(old.selected.register), _names(new.selected.register)
    for key in sorted(before.keys() | now.keys()):
        was, is_now = before.get(key, Counter()), now.get(key, Counter())
        identity, role = key
        kind = "公示名单里的姓名" if role is Role.LISTED else f"{role.value}的姓名"
        for count, added in (((is_now - was).total(), True), ((was - is_now).total(), False)):
            if count:
                yield PersonalTouch(kind, identity, count, added)


def _traces_touched(old: Side, new: Side) -> Iterator[PersonalTouch]:
    known = declared(new.register, new.selected.today)
    before, now = old.register.documents, new.register.documents
    for path in sorted(_read_by(old) | _read_by(new)):
        texts = tuple(each[path].text if path in each else "" for each in (before, now))
        if texts[0] == texts[1]:
            continue
        was, is_now = (_traces(text, known) for text in texts)
        for found, added in ((is_now - was, True), (was - is_now, False)):
            kinds: Counter[str] = Counter()
            for (kind, _), count in found.items():
                kinds[kind] += count
            for kind, count in sorted(kinds.items()):
                yield PersonalTouch(kind, path, count, added)


def _traces(text: str, known: Declared) -> Counter[tuple[str, str]]:
    return Counter((trace.kind.label, text[trace.start : trace.end]) for trace in known.undeclared(text))


def _read_by(side: Side) -> set[str]:
    """The files from which this audience reads anything, and the school's settings."""
    paths = {file.path for record in side.selected.register.records.values() for file in record.files}
    return paths | {path for name, path in side.register.settings.items() if name not in PRIVATE}


PRIVATE = frozenset({"playlist-staff.yml", "approvers.yml"})
"""Settings that the public board never shows anything of."""
