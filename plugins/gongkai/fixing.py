"""What `gongkai fix` writes: the same file in UTF-8, with those slips mended that mean only one thing."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from gongkai.records.declarations import labels
from gongkai.source import decode, find_slips
from gongkai.source.document import MAX_BYTES, yaml_part
from gongkai.source.edits import disjoint, mend

_LINE_END = re.compile(r"\r\n|\r|\n")
_NAMES = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GBK/GB18030"}
UNFINISHED = ".gongkai-"
"""How the name of a file begins that is still being written beside the one it will replace."""
MAX_PASSES = 5
"""Mending one slip can bring the next to light, as where a key becomes one by its colon."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file before and after; `mended` says in Chinese what was done, `data` is what to write."""

    old: str
    new: str
    mended: tuple[str, ...]

    @property
    def data(self) -> bytes:
        return self.new.encode("utf-8")


def fixed(data: bytes, path: str) -> Fixed | None:
    """What should be written in place of this file, or None where nothing is safe or needed.

    Line ends stay as they are, and so does every character that is not part of a slip.
    """
    decoded = decode(data, path, labels())
    if decoded.text is None or len(data) > MAX_BYTES:
        return None
    typed = data.decode(decoded.encoding)
    old = typed.lstrip("\ufeff")
    text, mended = _mended(decoded.text, path)
    notes = []
    if decoded.encoding in _NAMES:
        notes.append(f"从 {_NAMES[decoded.encoding]} 编码转成 UTF-8")
    elif typed != old:
        notes.append("去掉了文件开头看不见的 BOM 标记")
    if not notes and not mended:
        return None
    return Fixed(old, _with_line_ends(text, _LINE_END.findall(old)), (*notes, *mended))


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file at once: whoever reads it, or pulls the plug, finds the old one or the new one whole."""
    mode = path.stat().st_mode if path.exists() else _usual_mode()
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, suffix=".tmp", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode & 0o7777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    """What a new file may be read and written by: the file that is written beside is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _mended(text: str, path: str) -> tuple[str, tuple[str, ...]]:
    """The text with its safe slips mended, and a note on each."""
    notes: list[str] = []
    for _ in range(MAX_PASSES):
        part = yaml_part(text, path)
        if part is None:
            break
        start, end, _ = part
        source = text[start:end]
        safe = [slip for slip in find_slips(source, labels()) if slip.certain and slip.safe]
        if not safe:
            break
        edits = disjoint(edit for slip in safe for edit in slip.edits)
        notes += [f"第 {text.count(chr(10), 0, start + slip.at) + 1} 行：{slip.message}" for slip in safe]
        text = text[:start] + mend(source, edits) + text[end:]
    return text, tuple(notes)


def _with_line_ends(text: str, ends: list[str]) -> str:
    """The text with the line ends it had; mending never adds or removes a line."""
    return "".join(chain.from_iterable(zip_longest(text.split("\n"), ends, fillvalue="")))
