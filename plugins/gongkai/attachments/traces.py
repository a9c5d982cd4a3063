"""What an office file still holds of how it was made: remarks, revisions, hidden and enclosed parts."""

from __future__ import annotations

import re

from gongkai.attachments.reading import Reading

_TRACES = (
    (re.compile("批注"), "批注"),
    (re.compile("修订"), "修订"),
    (re.compile("已隐藏"), "隐藏的工作表"),
    (re.compile("已删的单元格"), "已删的单元格留下的文字"),
    (re.compile("页备注"), "幻灯片的备注"),
    (re.compile("外部链接的缓存"), "别的工作簿的内容"),
    (re.compile("数据透视表的缓存"), "数据透视表的原始数据"),
    (re.compile(r"里面的“[^”]*\.(?:xlsx?|docx?|pptx?|bin)”", re.IGNORECASE), "嵌在里面的文件"),
)
"""By the words with which the readers name places."""


def traces(reading: Reading) -> tuple[str, ...]:
    """The names of what a reader of the finished file does not see, and a stranger would find; each once."""
    places = "\n".join(dict.fromkeys(passage.place for passage in reading.passages if passage.text.strip()))
    return tuple(name for pattern, name in _TRACES if pattern.search(places))
