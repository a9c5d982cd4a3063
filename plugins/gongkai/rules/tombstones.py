"""撤下登记: what was withdrawn is told truly, never comes back under its number, and names nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.derive.named import named
from gongkai.findings import Code, Finding
from gongkai.records import KINDS, Audience
from gongkai.records.tombstones import Tombstone
from gongkai.register import Register
from gongkai.rules.base import Objector, Rule

UNCLEAR = Code("C123", "unclear-tombstone", "撤下登记的一项没有写对")
RETURNED = Code("C124", "withdrawn-number-used", "撤下的编号又有了记录")
NAMED = Code("C125", "name-in-tombstone", "撤下登记里有姓名", is_quoted=False)

FILE = "tombstones.yml"
KEY = "撤下登记"


def _entries(register: Register) -> Iterator[tuple[int, Tombstone]]:
    yield from enumerate(register.tombstones.entries)


def _at(objector: Objector, index: int, label: str, message: str, cure: str) -> Finding:
    register = objector.register
    path = register.settings[FILE]
    keys = (KEY, index, label)
    document = register.documents.get(path)
    item = document.item(keys) if document else ""
    place = register.place(path, *keys, value=True)
    return Finding(objector.code, place, message, cure, field=label, item=item)


def unclear(register: Register, today: date) -> Iterator[Finding]:
    """Each entry names a kind of record once, and its days stand in their order and not ahead."""
    objector = Objector(register, UNCLEAR)
    folders = {kind.folder for kind in KINDS}
    seen: set[str] = set()
    for index, entry in _entries(register):
        folder = entry.identity.partition("/")[0]
        if folder not in folders:
            message = f"没有“{folder}”这一种记录，旧网址不会是 {entry.identity}/。"
            yield _at(objector, index, "编号", message, f"写原来的编号；可以用的文件夹：{'、'.join(sorted(folders))}。")
        if entry.identity in seen:
            message = f"{entry.identity} 登记了两次。"
            yield _at(objector, index, "编号", message, "一个编号只撤下一次，合成一项。")
        seen.add(entry.identity)
        if entry.withdrawn_on < entry.first_published:
            message = f"撤下 {entry.withdrawn_on} 早于首次公开 {entry.first_published}。"
            yield _at(objector, index, "撤下", message, "核对两个日期。")
        elif entry.withdrawn_on > today:
            message = f"撤下写的是 {entry.withdrawn_on}，还没有到。"
            yield _at(objector, index, "撤下", message, "到那一天再登记，同时删去记录；写错了的，改成真正撤下的日期。")
        if entry.audience is Audience.WITHHELD:
            message = "从来没有公开过的，没有旧网址，不用登记。"
            yield _at(objector, index, "公开范围", message, "删去这一项；公开过的，写“社会”或“教职工”。")


def returned(register: Register, today: date) -> Iterator[Finding]:
    """A number that was withdrawn is never used again.

    A record that goes on for a narrower audience is no return: whoever may not see it any more finds the entry.
    """
    objector = Objector(register, RETURNED)
    for index, entry in _entries(register):
        found = register.find(entry.identity)
        if found and found[0].audience(found[1]).width >= entry.audience.width:
            message = f"{entry.identity} 登记为已撤下，却还有这条记录。"
            cure = "新的记录换一个没有用过的编号；没有撤下的，删去这一项登记。"
            yield _at(objector, index, "编号", message, cure)


def name_in_tombstone(register: Register, today: date) -> Iterator[Finding]:
    """No name that stands in a field for names is told again of what was withdrawn; the finding does not repeat it."""
    objector = Objector(register, NAMED)
    if not register.tombstones.entries:
        return
    names = sorted({name for each in named(register) for name in each.names if len(name) >= 2}, key=len, reverse=True)
    if not names:
        return
    pattern = re.compile("|".join(map(re.escape, names)))
    for index, entry in _entries(register):
        for label, words in (("标题", entry.title), ("理由", entry.reason), ("批准", entry.approved_by)):
            if pattern.search(words):
                message = f"“{label}”里有名单或署名里的姓名。"
                yield _at(objector, index, label, message, "写事项或岗位，不写姓名，如“岗位推荐人选公示”。")


SUBJECT = "撤下登记"

RULES = (Rule(UNCLEAR, unclear), Rule(RETURNED, returned), Rule(NAMED, name_in_tombstone))
