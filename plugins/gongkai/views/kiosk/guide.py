"""走廊屏怎样用: how to hang the slides in a hallway, keep them running, and prove what was shown."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files as package_files

from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import render
from gongkai.views.board import Board

ADDRESS = "kiosk-guide/"

_SECTIONS = (
    ("ways", "三种放法，选哪一种"),
    ("linux", "Linux 小主机"),
    ("windows", "Windows 电脑"),
    ("android", "安卓盒子、平板、电视棒"),
    ("stick", "装进 U 盘"),
    ("playlist", "放什么，什么时候放"),
    ("clock", "时间和夜里关屏"),
    ("health", "看运行状况"),
    ("proof", "播放记录：证明公示满了天数"),
    ("staff", "对内栏"),
    ("trouble", "出了问题"),
)


def pages(board: Board) -> Iterator[Page]:
    """The one page; it says the same in every school."""
    unit = (package_files("gongkai") / "skeleton" / "deploy" / "kiosk" / "kiosk.service").read_text("utf-8")
    yield Page(
        address=ADDRESS,
        title="走廊屏怎样用",
        body=render("kiosk_guide.html.jinja", ADDRESS, titles=dict(_SECTIONS), unit=unit.strip()),
        description="把公开内容放到走廊的屏幕上：三种放法，Linux、Windows、安卓怎样开机自动播放，断网怎么办，怎样导出播放记录。",
        sections=tuple(Heading(ident, title) for ident, title in _SECTIONS),
        of_program=True,
        entry=Entry("", "说明", "走廊屏 电子屏 公开栏 U盘 离线 播放记录 大屏"),
    )
