"""Feeds as files: one list of entries, written as Atom 1.0 (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from gongkai.render.harmless import harmless

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"

_HOUR = "T08:00:00+08:00"
"""Records know days, feeds want moments: eight in the morning in China is the same day everywhere to its west."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: what happened, on which day, where it can be read; `ident` never changes."""

    ident: str
    on: date
    title: str
    summary: str
    link: str
    term: str
    label: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of entries, the newest first, with what it is about.

    `site` is the root of the site, `page` what the feed tells of, `place` where it stands without its
    ending; both lie below the root. Without a known site the links are relative to the feed's own
    address, which Atom allows; JSON Feed has no such rule, so there they are left out.
    """

    ident: str
    site: str
    place: str
    page: str
    title: str
    subtitle: str
    author: str
    updated: date
    items: tuple[Item, ...]


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    root = escape(feed.site or "../" * feed.place.count("/"))
    author = f"<uri>{root}</uri>" if feed.site else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<title>{_xml(feed.title)}</title>\n"
        f"<subtitle>{_xml(feed.subtitle)}</subtitle>\n"
        f"<id>{_xml(feed.ident)}</id>\n"
        f"<updated>{feed.updated}{_HOUR}</updated>\n"
        f"<author><name>{_xml(feed.author)}</name>{author}</author>\n"
        f'<link rel="self" type="{ATOM}" href="{root}{_xml(feed.place)}.xml"/>\n'
        f'<link rel="alternate" type="text/html" href="{root}{_xml(feed.page)}"/>\n'
        "<generator>gongkai</generator>\n" + "".join([_entry(item, root) for item in feed.items]) + "</feed>\n"
    ).encode()


def _entry(item: Item, root: str) -> str:
    return (
        "<entry>\n"
        f"<title>{_xml(item.title)}</title>\n"
        f"<id>{_xml(item.ident)}</id>\n"
        f"<updated>{item.on}{_HOUR}</updated>\n"
        f'<link rel="alternate" type="text/html" href="{root}{_xml(item.link)}"/>\n'
        f'<category term="{item.term}" label="{item.label}"/>\n'
        f"<summary>{_xml(item.summary)}</summary>\n"
        "</entry>\n"
    )


def _xml(text: str) -> str:
    return escape(harmless(text))


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON."""
    made: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": harmless(feed.title),
        "description": harmless(feed.subtitle),
        "language": "zh-CN",
        "authors": [{"name": harmless(feed.author)}],
    }
    if feed.site:
        made["home_page_url"] = f"{feed.site}{feed.page}"
        made["feed_url"] = f"{feed.site}{feed.place}.json"
        made["authors"][0]["url"] = feed.site
    made["items"] = [_json_item(item, feed.site) for item in feed.items]
    return _ENCODER.encode(made).encode() + b"\n"


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json_item(item: Item, site: str) -> dict[str, Any]:
    made: dict[str, Any] = {"id": item.ident}
    if site:
        made["url"] = f"{site}{item.link}"
    return made | {
        "title": harmless(item.title),
        "content_text": harmless(item.summary),
        "date_published": f"{item.on}{_HOUR}",
        "tags": [item.label],
    }
