"""Folders and files as they lie on a disk, where any of them may be a link, be locked or just have gone."""

from __future__ import annotations

import os
import re
from pathlib import Path

from gongkai.findings import Finding, Location
from gongkai.source.codes import UNREADABLE
from gongkai.source.document import MAX_BYTES

_LITTER = re.compile(r"(\.|~\$).*|Thumbs\.db|desktop\.ini|README\.md", re.IGNORECASE)

Entry = os.DirEntry[str]

Listed = tuple[tuple[Entry, ...], tuple[Finding, ...]]
"""What is in a folder, and what was wrong with it."""


def entries(folder: str | Path, shown: str) -> Listed:
    """What is in a folder, by name, without editors' litter and links; `shown` names it in findings."""
    try:
        with os.scandir(folder) as found:
            listed = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        return (), (_unreadable(shown, f"文件夹读不到：{_reason(error)}。", "检查文件夹权限。"),)
    kept, findings = [], []
    for entry in listed:
        if _LITTER.fullmatch(entry.name):
            continue
        if entry.is_symlink():
            message = "这是一个链接，不是文件；链接不读。"
            findings.append(_unreadable(f"{shown}/{entry.name}".lstrip("/"), message, "把真正的文件放在这里。"))
        else:
            kept.append(entry)
    return tuple(kept), tuple(findings)


def contents(entry: Entry, shown: str) -> bytes | Finding:
    """The bytes of a file, of a huge one just enough to see that it is; or why it cannot be read."""
    try:
        if not entry.is_file(follow_symlinks=False):
            return _unreadable(shown, "这不是普通文件。", "换成普通的文本文件。")
        with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123  # a path object costs more than the read
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        cure = "检查文件是否被删除、改名，或正被别的程序占用。"
        return _unreadable(shown, f"文件读不到：{_reason(error)}。", cure)


def _unreadable(path: str, message: str, cure: str) -> Finding:
    return Finding(UNREADABLE, Location(path), message, cure)


def _reason(error: OSError) -> str:
    reasons = {FileNotFoundError: "文件已不在", PermissionError: "没有权限", IsADirectoryError: "这是文件夹"}
    return reasons.get(type(error), "系统报错")
