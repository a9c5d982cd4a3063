"""Links that lead nowhere: every address of the site's own that a page names must be a file of the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from gongkai.findings import Finding, Location
from gongkai.rules.outputs import DEAD_LINK

_ALL = re.compile(r"""\s(?:href|src|poster|action)=(?:"([^"]*)"|'([^']*)')""")
_SETS = re.compile(r"""\ssrcset=(?:"([^"]*)"|'([^']*)')""")
_STYLED = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*))\s*\)""")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def dead_links(files: Iterable[tuple[str, bytes]], addresses: Collection[str], site_url: str) -> Iterator[Finding]:
    """Each address that does not exist with the first page that names it, and how many others do."""
    missing: dict[str, list[str]] = {}
    for address, data in files:
        for link in dict.fromkeys(_links(address, data)):
            place = _meant(link, address, site_url)
            if place is not None and not _exists(place, addresses):
                missing.setdefault(place, []).append(address)
    for place, pages in sorted(missing.items()):
        more = f"（共 {len(pages)} 处）" if len(pages) > 1 else ""
        message = f"这里的链接通不到：网站里没有“{place or '首页'}”{more}。"
        yield Finding(DEAD_LINK, Location(pages[0]), message, "改成正确的地址；指的内容不再公开的，删去这个链接。")


def _links(address: str, data: bytes) -> Iterator[str]:
    if address.endswith(".css"):
        pattern, text = _STYLED, data.decode("utf-8", "replace")
    elif address.endswith(".html"):
        pattern, text = _ALL, data.decode("utf-8", "replace")
        for found in _SETS.findall(text):
            for each in "".join(found).split(","):
                yield from each.split()[:1]
    else:
        return
    yield from (unescape("".join(found)) for found in pattern.findall(text))


def _meant(link: str, page: str, site_url: str) -> str | None:
    """The address within the site that a link leads to; None where it leads elsewhere or to its own page."""
    link = link.strip()
    own = urlsplit(site_url)
    root = own.path or "/"
    if site_url and link.startswith(site_url):
        link = root + link[len(site_url) :]
    if not link or _OUTSIDE.match(link):
        return None
    path = unquote(link.split("#")[0].split("?")[0])
    if not path:
        return None
    if path.startswith("/"):
        inside = path.startswith(root) or f"{path}/" == root
        return posixpath.normpath(path[len(root) :]).removeprefix(".").strip("/") if inside else path
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return "" if place == "." else place


def _exists(place: str, addresses: Collection[str]) -> bool:
    return place in addresses or posixpath.join(place, "index.html") in addresses
