"""A wall made by hand, after the contract of `views/kiosk/bundle.py`, and a server that can misbehave in every way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from gongkai.views.kiosk import bundle, worker
from playwright.sync_api import Browser, Page

from tests.kiosk_tabs import own_tab, tab

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'"
)
NOW = "2026-11-20T10:00:00+08:00"
STYLE = b".layer { display: none } .layer.on { display: block }\n"


_script = cache(bundle.script)


def wall(
    day: str,
    titles: Iterable[str],
    audience: str = "社会",
    *,
    pictures: Iterable[bytes] = (),
    more_script: bytes = b"",
    attributes: str = "",
) -> dict[str, bytes]:
    """Every file of a kiosk folder with one slide for each title, and one for each picture."""
    player = _script() + more_script
    names = (f"kiosk-{sha256(player).hexdigest()[:8]}.js", f"kiosk-{sha256(STYLE).hexdigest()[:8]}.css")
    shown = {f"pictures/{sha256(data).hexdigest()[:16]}.png": data for data in pictures}
    bodies = [*titles, *(f'<img src="{name}" alt="">' for name in shown)]
    slides = "".join(
        f'<section class="slide k-notice" id="s{at}" data-ident="s{at}" data-number="2026-{at:03}" data-group="notice"'
        f' data-title="{body if "<" not in body else "图"}" data-seconds="10" data-level="default" {attributes}>'
        f'<h2>{body}</h2><div class="body"></div><p class="sign"></p></section>'
        for at, body in enumerate(bodies)
    )
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>公开栏</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<link rel="stylesheet" href="{names[1]}"><script src="{names[0]}"></script></head>'
        f'<body class="k" data-audience="{audience}" data-day="{day}" data-calendar-from="{day}"'
        f' data-calendar="{"T" * 400}" data-stale-days="3" data-dark="">'
        f'<header id="bar"><h1>公开栏</h1><time id="clock"></time></header><main id="slides">{slides}</main>'
        '<footer id="foot"><p id="age"></p></footer></body></html>\n'
    ).encode()
    digest = sha256(page).hexdigest()
    manifest = {
        "format": "gongkai-kiosk",
        "version": 1,
        "audience": audience,
        "day": day,
        "page": digest,
        "bytes": len(page),
        "script": names[0],
        "style": names[1],
        "pictures": sorted(name.partition("/")[2] for name in shown),
    }
    made = {"index.html": page, names[0]: player, names[1]: STYLE, **shown}
    return {
        **made,
        "manifest.json": json.dumps(manifest, ensure_ascii=False).encode(),
        "current.js": f'kiosk.newest("{digest}");\n'.encode(),
        "sw.js": worker.script(made),
    }


TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css", "png": "image/png"}

Answer = Callable[["Handler", bytes], None]


@dataclass
class Site:
    """What the server has, and how it answers: `answers` are ways to misbehave, by the name of a file or "*"."""

    port: int
    files: Mapping[str, bytes]
    answers: dict[str, Answer] = field(default_factory=dict)
    date: str = "Fri, 20 Nov 2026 02:00:00 GMT"
    released: Event = field(default_factory=Event)

    @property
    def local(self) -> str:
        """The address that browsers trust as they trust https."""
        return f"http://127.0.0.1:{self.port}/kiosk/"


class Handler(BaseHTTPRequestHandler):
    """Serves the site's files below /kiosk/, also as a proxy, so that a page can have any host's name."""

    site: Site

    def do_GET(self) -> None:
        name = urlsplit(self.path).path.removeprefix("/kiosk/") or "index.html"
        data = self.site.files.get(name)
        if data is None:
            self.whole(b"<h1>404</h1>", 404)
        elif answer := self.site.answers.get(name) or self.site.answers.get("*"):
            answer(self, data)
        else:
            self.whole(data)

    def whole(self, data: bytes, status: int = 200, length: int | None = None) -> None:
        name = urlsplit(self.path).path.removeprefix("/kiosk/") or "index.html"
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(name.rpartition(".")[2], "text/html; charset=utf-8"))
        self.send_header("Cache-Control", "no-cache")
        if length != -1:
            self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)
        self.close_connection = True

    def date_time_string(self, timestamp: float | None = None) -> str:
        return self.site.date

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the parent's name for it
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server whose visitors may hang up in the middle."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@contextmanager
def served(files: Mapping[str, bytes]) -> Iterator[Site]:
    """A server with these files, until the end of the block."""

    class SiteHandler(Handler):
        """The handler of this one site."""

    with Server(("127.0.0.1", 0), SiteHandler) as server:
        site = Site(server.server_port, files)
        SiteHandler.site = site
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.released.set()
            server.shutdown()
            thread.join()


@contextmanager
def with_files(site: Site, files: Mapping[str, bytes]) -> Iterator[Site]:
    """The same server for one more test: it has these files and does all as it should."""
    site.files, site.answers, site.date, site.released = files, {}, Site.date, Event()
    yield site
    site.released.set()


def status(code: int) -> Answer:
    """Answers with an error."""
    return lambda handler, _: handler.whole(b"<h1>error</h1>", code)


def instead(data: bytes) -> Answer:
    """Answers with something else, as if all were well."""
    return lambda handler, _: handler.whole(data)


def cut(handler: Handler, data: bytes) -> None:
    """Breaks off in the middle, and says so by its length."""
    handler.whole(data[: len(data) // 2], length=len(data))


def truncated(handler: Handler, data: bytes) -> None:
    """Sends only half, as if that were all."""
    handler.whole(data[: len(data) // 2], length=-1)


def flipped(handler: Handler, data: bytes) -> None:
    """One bit is wrong."""
    at = len(data) // 2
    handler.whole(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def endless(handler: Handler, _: bytes) -> None:
    """Sends without end."""
    handler.send_response(200)
    handler.end_headers()
    try:
        while not handler.site.released.wait(0.001):
            handler.wfile.write(b"<p>x" * 20_000)
    except OSError:
        return


def gone(handler: Handler, _: bytes) -> None:
    """Hangs up, as a server does that is being killed."""
    handler.close_connection = True


def silent(handler: Handler, _: bytes) -> None:
    """Never answers."""
    handler.site.released.wait()


@contextmanager
def playing(browser: Browser, site: Site, *, trusted: bool = False, time: str = NOW) -> Iterator[Page]:
    """A page that plays the site's slides, in China, at a time that passes only when the test lets it.

    Unless `trusted`, the page is what it is in a school's own network: plain http, for which browsers have neither
    service workers nor `crypto.subtle`.
    """
    proxy = {"server": f"http://127.0.0.1:{site.port}"}
    with own_tab(browser, time) if trusted else tab(browser, time, proxy=proxy) as page:
        page.goto(site.local if trusted else "http://kiosk.test/kiosk/")
        yield page


def shown(page: Page) -> str:
    """The heading of the slide that is on the wall."""
    return page.inner_text(".layer.on h2")


def fetched(page: Page) -> str:
    """What comes of asking the server now."""
    while (words := str(page.evaluate("kiosk.supply.poll()"))) == "正在取":
        page.wait_for_timeout(20)
    return words


def passing(page: Page, seconds: int) -> None:
    """So much time goes by, second after second."""
    page.clock.run_for(seconds * 1000)
