"""The files of the kiosk folder: one page with all slides, one script, one style; the folder alone plays anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files as package_files

from markupsafe import Markup

from gongkai.render.harmless import harmless
from gongkai.render.pages import Asset
from gongkai.render.qr_codes import svg_of
from gongkai.render.templates import render
from gongkai.views.board import Board
from gongkai.views.kiosk import pictures, squeezing, worker
from gongkai.views.kiosk.arranging import arranged
from gongkai.views.kiosk.attributes import attributes
from gongkai.views.kiosk.choosing import slides
from gongkai.views.kiosk.model import Slide
from gongkai.views.kiosk.school_days import calendar

ADDRESS = "kiosk/"

STALE_DAYS = 3
"""After so many days without an update the wall says so loudly, unless the school has decided otherwise."""

SCRIPTS = (
    "memory",
    "elements",
    "clock",
    "choose",
    "stage",
    "frame",
    "dialog",
    "reading",
    "log",
    "health",
    "supply",
    "main",
)
"""The player, in the order in which its parts are joined."""

STYLES = ("frame", "slides")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page itself says to the player: of when it is, and the school's days and nights.

    `calendar` has one letter for each day from `day` on, and `doubts` says what of it is a guess; `dark` are the
    hours in which the screen is black, as "21:00-06:00", empty where it never is.
    """

    audience: str
    day: str
    calendar: str
    doubts: str
    stale_days: int
    dark: str


def files(board: Board) -> Iterator[Asset]:
    """The kiosk of this audience: the public's is 对外栏, the staff's is 对内栏."""
    return files_of(board, arranged(board, slides(board)))


def files_of(board: Board, chosen: tuple[Slide, ...]) -> Iterator[Asset]:
    """The kiosk that plays these slides."""
    code, look = _named(script(), "js"), _named(style(), "css")
    page = page_of(board, chosen, code, look)
    shown = {picture.address: picture for picture in pictures.files(board, chosen)}
    digest = sha256(page).hexdigest()
    manifest = {
        "format": "gongkai-kiosk",
        "version": 1,
        "audience": board.selected.audience,
        "day": board.today.isoformat(),
        "page": digest,
        "bytes": len(page),
        "script": code,
        "style": look,
        "pictures": sorted({name for slide in chosen for name in slide.pictures}),
    }
    offline = {"index.html": page, code: script(), look: style()}
    offline |= {address.removeprefix(ADDRESS): picture.content for address, picture in sorted(shown.items())}
    made = {
        **offline,
        "manifest.json": json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode(),
        "current.js": f'kiosk.newest("{digest}");\n'.encode(),
        "sw.js": worker.script(offline),
    }
    for name, content in made.items():
        yield shown.get(f"{ADDRESS}{name}", Asset(f"{ADDRESS}{name}", content))


def page_of(board: Board, chosen: tuple[Slide, ...], code: str, look: str) -> bytes:
    """The page with these slides."""
    html = render(
        "kiosk.html.jinja",
        ADDRESS,
        school=board.register.school.name,
        staff=not board.selected.is_public,
        today=board.today,
        frame=_frame(board),
        slides=[(slide, attributes(slide), _code(board, slide)) for slide in chosen],
        script=code,
        style=look,
    )
    return f"{harmless(html)}\n".encode()


def _frame(board: Board) -> Frame:
    screen = board.register.playlist.screen
    dark = screen.dark.times if screen and screen.dark else ()
    school_days = calendar(board.today, board.register.terms)
    return Frame(
        audience=board.selected.audience,
        day=board.today.isoformat(),
        calendar=school_days.letters,
        doubts="".join(school_days.doubts),
        stale_days=(screen and screen.stale_days) or STALE_DAYS,
        dark="-".join(f"{moment:%H:%M}" for moment in dark),
    )


def _code(board: Board, slide: Slide) -> Markup:
    """The code that leads to the same matter on the site; staff walls have none, nor a school without a site."""
    if not (slide.address and board.site_url and board.selected.is_public):
        return Markup()
    return svg_of(board.absolute(slide.address), f"{slide.title}在网站上的地址")


@cache
def script() -> bytes:
    """The whole player."""
    return "".join(squeezing.script(_source(f"{name}.js")) for name in SCRIPTS).encode()


@cache
def style() -> bytes:
    """Its whole look."""
    return "".join(squeezing.style(_source(f"{name}.css")) for name in STYLES).encode()


def _source(name: str) -> str:
    return (package_files("gongkai") / "assets" / "kiosk" / name).read_text("utf-8")


def _named(content: bytes, suffix: str) -> str:
    return f"kiosk-{sha256(content).hexdigest()[:8]}.{suffix}"
