"""txt and csv, in the encodings that Notepad and Excel write."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from gongkai.attachments.grids import Grid
from gongkai.attachments.reading import Found, Passage, Unreadable

_CURE = "用记事本打开，“另存为”时编码选 UTF-8。"


def decoded(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else GB18030; raises Unreadable."""
    encoding = "utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8"
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "utf-16"
    for each in (encoding, "gb18030"):
        try:
            text = data.decode(each)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("不是文本文件，或编码读不懂。", _CURE)


def plain(data: bytes) -> Found:
    """Blocks of lines: a number may run over the end of a line, not over an empty one."""
    first, block = 1, []
    for number, line in enumerate([*decoded(data).splitlines(), ""], 1):
        if line.strip():
            block.append(line)
            continue
        if block:
            yield Passage(f"第 {first} 行起" if len(block) > 1 else f"第 {first} 行", "\n".join(block))
        first, block = number + 1, []


def table(data: bytes) -> Found:
    """Every cell of a csv or tsv file."""
    text = decoded(data)
    head = text.split("\n", 1)[0]
    separator = max(",\t;", key=head.count)
    grid = Grid()
    try:
        for row, cells in enumerate(csv.reader(text.splitlines(), delimiter=separator), 1):
            for column, cell in enumerate(cells, 1):
                if cell.strip():
                    yield Passage(f"第 {row} 行第 {column} 列", cell, grid.lead(row, column, cell.strip()))
    except csv.Error:
        raise Unreadable("表格的引号不成对，读不完整。", "用 WPS 或 Excel 打开，另存为 CSV（UTF-8）。") from None
