"""A wall of four slides made by hand, written as the build writes it, and played faster than time passes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.records import Audience
from gongkai.render.icons import chip
from gongkai.views.board import Board
from gongkai.views.kiosk import bundle
from gongkai.views.kiosk.model import Level, Slide, When
from markupsafe import Markup
from playwright.sync_api import Browser, Error, Page

from tests.board_tree import board
from tests.kiosk_tabs import tab

NOON = "2026-11-20T12:00:00+08:00"
"""A moment of the day on which the wall was built, in China."""

ANSWER = Slide(
    ident="answer-05-03-001",
    group="answer",
    title="延长晚餐供餐时间",
    kicker="新答复　提案",
    body=Markup('<p>供餐延长到 19:10。<a href="../proposals/">全部提案</a></p>'),
    sign="总务处答复 · 分管副校长签批 · 2026年9月20日 · 指纹 7F3A-91C2",
    address="proposals/05-03-001/",
    seconds=12,
    identity="proposals/05-03-001",
    number="05-03-001",
    chip=chip("answered"),
    more=Markup("<h3>答复全文</h3><p>经与食堂商定，先延长供餐时间，再公布菜单。</p>"),
)
NOTICE = Slide(
    ident="notice-title-2026-1",
    group="notice",
    title="高级教师岗位推荐人选公示",
    kicker="公示",
    body=Markup("<p>公示到 2026年11月24日 为止。</p>"),
    sign="校纪检委员受理异议",
    address="notices/title-2026-1/",
    seconds=10,
    identity="notices/title-2026-1",
    number="title-2026-1",
    when=When(first=date(2026, 11, 16), last=date(2026, 11, 24), always=True),
)
LONG, LONGER = (
    Slide(
        ident=f"money-{part}",
        group="money",
        title="十月工会经费",
        kicker="账目",
        body=Markup(f"<p>第 {part} 部分</p>"),
        sign="财务处",
        address="",
        seconds=8,
        part=(part, 2),
    )
    for part in (1, 2)
)
SPEAKING = Slide(
    ident="speaking",
    group="channels",
    title="怎样说话",
    kicker="怎样说话",
    body=Markup("<p>意见箱在教学楼一层，监督电话 0599-5550118。</p>"),
    sign="",
    address="intake/",
    seconds=9,
)
SLIDES = (ANSWER, NOTICE, LONG, LONGER, SPEAKING)


def with_picture(name: str, ident: str = "picture") -> Slide:
    """A slide that shows this file."""
    body = Markup('<img src="{}" alt="新窗口">').format(name)
    return replace(SPEAKING, ident=ident, title="窗口的照片", group="picture", body=body, seconds=8)


def override(first: date | None = None) -> Slide:
    """A slide before which all others give way."""
    return replace(SPEAKING, ident="override", title="今天停水", group="own", when=When(Level.OVERRIDE, first))


@cache
def small_board(audience: Audience = Audience.PUBLIC) -> Board:
    """The small school's board, with an address on the web."""
    with tempfile.TemporaryDirectory() as folder:

        def write(files: Mapping[str, str | bytes]) -> Path:
            for name, content in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode() if isinstance(content, str) else content)
            return Path(folder)

        return replace(board(write, audience), site_url="https://school.example/")


def written(folder: Path, slides: tuple[Slide, ...] = SLIDES, **screen: str) -> Path:
    """The kiosk folder with these slides; `screen` are other values of the page's own attributes."""
    for asset in bundle.files_of(small_board(), slides):
        path = folder / asset.address
        path.parent.mkdir(parents=True, exist_ok=True)
        content = asset.content
        if path.name == "index.html":
            for name, value in screen.items():
                content = content.replace(f' data-{name}=""'.encode(), f' data-{name}="{value}"'.encode())
        path.write_bytes(content)
    return folder / "kiosk"


@contextmanager
def wall(
    chromium: Browser, folder: Path | str, at: str = NOON, width: int = 1280, height: int = 720, **options: Any
) -> Iterator[Page]:
    """The wall's page at a moment, its first slide shown; any error of its script fails the test."""
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    with tab(chromium, at, **options) as page:
        page.on("pageerror", note)
        page.set_viewport_size({"width": width, "height": height})
        page.goto((folder / "index.html").as_uri() if isinstance(folder, Path) else folder)
        play(page, 1)
        yield page
        page.remove_listener("pageerror", note)
        assert errors == []


def play(page: Page, seconds: int) -> None:
    """Let so many seconds pass, as fast as the browser can."""
    page.clock.run_for(seconds * 1000)


def play_slowly(page: Page, seconds: int) -> None:
    """The same where slides have pictures, which load in real time: each second waits for them."""
    for _ in range(seconds):
        play(page, 1)
        page.evaluate(_PICTURES)


_PICTURES = (
    """() => Promise.all(Array.from(document.querySelectorAll(".layer img"), each => each.decode().catch(() => 0)))"""
)
_TITLE = """() => {
    const seen = document.querySelectorAll(".layer.on h2");
    return seen.length === 1 ? seen[0].textContent : seen.length + " slides are seen";
}"""
_RECORD = f"""() => {{
    const title = {_TITLE};
    window.titles = [title()];
    if (window.turned) return;
    window.turned = kiosk.frame.turned;
    kiosk.frame.turned = () => {{
        window.turned();
        if (title() !== window.titles[window.titles.length - 1]) window.titles.push(title());
    }};
}}"""


def title(page: Page) -> str:
    """What is written large on the one slide that is seen."""
    found: str = page.evaluate(_TITLE)
    return found


def titles(page: Page, seconds: int, *, slowly: bool = False) -> list[str]:
    """The titles that are seen one after another in so many seconds."""
    page.evaluate(_RECORD)
    (play_slowly if slowly else play)(page, seconds)
    found: list[str] = page.evaluate("window.titles")
    return found
