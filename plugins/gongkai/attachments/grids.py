"""Tables, whatever program made them: which label announces the text of a cell."""

from __future__ import annotations

import re

_LABELS = (
    ("姓名", re.compile("姓名|名字")),
    ("班级", re.compile("班级")),
    ("出生日期", re.compile("出生|生日")),
    ("微信号", re.compile("微信")),
    ("QQ号", re.compile("QQ", re.IGNORECASE)),
    ("护照", re.compile("护照|通行证|台胞证|回乡证")),
    ("住址", re.compile("住址|家庭地址|通[讯信]地址|居住地|户籍|住所")),
    ("账号", re.compile("卡号|[账帐][号户]|开户")),
    ("身份证", re.compile("身份|证件")),
)
_DIGIT = re.compile("[0-9０-９]")
_LONGEST = 20


def _announced(text: str) -> str:
    """The plain word for what a label announces; empty for a cell that is no label."""
    if len(text) > _LONGEST or _DIGIT.search(text):
        return ""
    return next((word for word, pattern in _LABELS if pattern.search(text)), "")


class Grid:
    """Remembers the labels of a table that is read row by row; asked about each cell in order."""

    def __init__(self) -> None:
        self._columns: dict[int, str] = {}
        self._left = (0, 0, "")

    def lead(self, row: int, column: int, text: str) -> str:
        """The label of this cell: to its left, or the last one above it in its column."""
        word = _announced(text)
        at_row, at_column, left = self._left
        self._left = (row, column, word)
        if word:
            self._columns[column] = word
            return ""
        return left if left and (at_row, at_column + 1) == (row, column) else self._columns.get(column, "")
