"""What a page tells machines in its head: description, addresses, other forms, sharing cards, linked data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from gongkai.frame import PICTURES, Site
from gongkai.frame.linked_data import script
from gongkai.records.fields import BIDI
from gongkai.render.escaping import escaped
from gongkai.render.pages import Page

_TAG = re.compile(r"<[^>]*>")
_LENGTH = 110
"""How many characters of a page stand for it where it has no description of its own."""


def head(page: Page, site: Site) -> Markup:
    """The lines of a page's head, without marks that make them read differently from what they hold."""
    return Markup(BIDI.sub("", "\n".join(_lines(page, site, description(page)))))


def missing(site: Site) -> Markup:
    """The head of the page that stands where no page is: it has no address, and nobody should list it."""
    return Markup(
        "\n".join((_meta("description", f"{site.name}没有这一页，可以从这里搜索。"), _meta("robots", "noindex")))
    )


def description(page: Page) -> str:
    """One sentence that tells this page from every other: a record's ends with its number."""
    said = page.description or " ".join(_TAG.sub(" ", str(page.html)).split())[:_LENGTH]
    number = page.entry.number if page.is_record and page.entry else ""
    return said if not number or number in said else f"{said}（{number}）"


def _lines(page: Page, site: Site, said: str) -> Iterator[str]:
    yield _meta("description", said)
    if site.is_staff or page.is_gone:
        yield _meta("robots", "noindex")
    if site.url:
        yield f'<link rel="canonical" href="{escaped(site.link(page.address, page.address))}">'
    for form in page.alternates:
        where = escaped(site.link(form.address, page.address))
        yield f'<link rel="alternate" type="{escaped(form.type)}" href="{where}" title="{escaped(form.title)}">'
    yield from _sharing(page, site, said)
    yield script(page, site)


def _sharing(page: Page, site: Site, said: str) -> Iterator[str]:
    """Open Graph, which chats and other sites read; it knows whole addresses only."""
    yield _property("og:type", "article" if page.is_record else "website")
    yield _property("og:site_name", site.name)
    yield _property("og:locale", "zh_CN")
    yield _property("og:title", page.title)
    yield _property("og:description", said)
    if page.is_record and page.published:
        yield _property("article:published_time", page.published.isoformat())
    if page.is_record and page.modified:
        yield _property("article:modified_time", page.modified.isoformat())
    if not site.url:
        yield _meta("twitter:card", "summary")
        return
    yield _property("og:url", site.link(page.address, page.address))
    picture = _picture(page, site)
    if picture:
        yield _property("og:image", site.link(picture, page.address))
        yield _property("og:image:width", "1200")
        yield _property("og:image:height", "630")
        yield _property("og:image:alt", f"{site.name}：{page.title}")
    yield _meta("twitter:card", "summary_large_image" if picture else "summary")


def _picture(page: Page, site: Site) -> str:
    """The picture of the page's kind, else that of the site, if the build made any."""
    folder = page.address.partition("/")[0]
    candidates = (f"{PICTURES}/{folder}.png", f"{PICTURES}/site.png")
    return next((picture for picture in candidates if picture in site.pictures), "")


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escaped(content)}">'


def _property(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{escaped(content)}">'
