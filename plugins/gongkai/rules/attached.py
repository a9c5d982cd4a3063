"""附件: attached files are published only if they can be read, because what cannot be read cannot be checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.attachments import MAX_BYTES, Reading, is_readable, read
from gongkai.attachments.names import fault, visible
from gongkai.attachments.traces import traces
from gongkai.findings import Code, Finding, Severity
from gongkai.once import once
from gongkai.register import AttachedFile, Record, Register
from gongkai.rules.base import Objector, Rule
from gongkai.source.files import pointed_to

UNSAFE = Code("C104", "unsafe-attachment", "附件读不了，不能公布")
TRACES = Code("C111", "attachment-traces", "附件里有编辑的痕迹")
NAME = Code("C112", "attachment-name", "附件的文件名不能用")
UNSEEN = Code("C107", "unseen-attachment", "附件里有程序看不到的内容", Severity.NOTICE)


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment of a record with what it says; `index` is its entry in 附件."""

    record: Record[Any]
    index: int
    file: AttachedFile
    reading: Reading

    @property
    def keys(self) -> tuple[str | int, ...]:
        """Where its entry is typed."""
        return ("附件", self.index, "文件")


@once
def attached(register: Register) -> tuple[Attached, ...]:
    """Every attachment of every record, each read once."""
    return tuple(_all(register))


def _all(register: Register) -> Iterator[Attached]:
    for record in register.records.values():
        if record.attachments:
            entries = {entry.file: index for index, entry in enumerate(record.content.attachments)}
            for file in record.attachments:
                yield Attached(record, entries[file.name], file, _reading(file))


def _reading(file: AttachedFile) -> Reading:
    try:
        if not is_readable(file.name):
            return read(file.name, b"")
        data = file.file.beginning(MAX_BYTES + 1)
        if pointed_to(data):
            problem = "这是 Git LFS 的占位文件，真正的内容还没有取来。"
            return Reading(problem=problem, cure="运行 git lfs pull 以后再试。")
        return read(file.name, data)
    except OSError:
        return Reading(problem="文件读不到。", cure="检查文件是否被删除、改名，或正被别的程序占用。")


def unsafe(register: Register, _today: date) -> Iterator[Finding]:
    """Every attachment is of a format that can be read whole; encrypted, damaged and macro files are not."""
    objector = Objector(register, UNSAFE)
    for each in attached(register):
        if each.reading.problem:
            message = f"附件“{each.file.name}”：{each.reading.problem}"
            yield objector.about(each.record, each.keys, message, each.reading.cure)


def unseen(register: Register, _today: date) -> Iterator[Finding]:
    """What only a person can look at, as a scan or a photograph, somebody has looked at (核对日期)."""
    objector = Objector(register, UNSEEN)
    for each in attached(register):
        if each.reading.unseen and each.record.content.attachments[each.index].checked_on is None:
            message = f"附件“{each.file.name}”里有程序看不到的内容：{each.reading.unseen}。"
            cure = "请人看一遍有没有姓名、号码、面孔；看过以后，在这一项里加“核对日期: 2026-05-20”的样子。"
            yield objector.about(each.record, each.keys, message, cure)


def traced(register: Register, _today: date) -> Iterator[Finding]:
    """What is published holds what its reader sees: no remarks, revisions, hidden or enclosed parts."""
    objector = Objector(register, TRACES)
    for each in attached(register):
        if found := traces(each.reading):
            message = f"附件“{each.file.name}”里有编辑的痕迹：{'、'.join(found)}。"
            cure = "在 WPS 或 Office 里接受或拒绝全部修订，删去批注、备注和隐藏、嵌入的内容，另存后替换；或导出为 PDF。"
            yield objector.about(each.record, each.keys, message, cure)


def named(register: Register, _today: date) -> Iterator[Finding]:
    """An attachment's name says what it is, and can be an address on every system."""
    objector = Objector(register, NAME)
    for each in attached(register):
        if wrong := fault(each.file.name):
            message = f"附件“{visible(each.file.name)}”的文件名{wrong}。"
            cure = "改成普通的名字，如 报价表.csv；“附件”里登记的一起改。"
            yield objector.about(each.record, each.keys, message, cure)


SUBJECT = "个人信息"

RULES = (Rule(UNSAFE, unsafe), Rule(TRACES, traced), Rule(NAME, named), Rule(UNSEEN, unseen))
