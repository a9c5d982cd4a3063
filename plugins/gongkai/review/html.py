"""A review as one HTML file that needs nothing beside it: for a screen, for paper, in the light and in the dark."""

from __future__ import annotations

from gongkai.render.templates import environment
from gongkai.review.plain import is_pair, only_sign
from gongkai.review.sections import Entry, Report

_NEW = frozenset({"新页", "新内容", "新增", "启动", "放宽", "增", "已批", "已消除"})
_GONE = frozenset({"撤下", "去掉", "停止", "收窄", "删", "尚缺", "改动已公布的内容"})


def as_html(report: Report) -> str:
    """The whole report; what is long is folded, and nothing is left out."""
    template = environment().get_template("review.html.jinja")
    return template.render(report=report, tone=_tone, only_sign=only_sign, pair=is_pair)


def _tone(entry: Entry) -> str:
    return "new" if entry.sign in _NEW else "gone" if entry.sign in _GONE else "quiet"
