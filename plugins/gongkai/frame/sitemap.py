"""sitemap.xml and robots.txt: every page with the day of its latest act; pages of no day of their own have none."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote
from xml.sax.saxutils import escape

from gongkai.frame import Site
from gongkai.render.pages import Asset

MOST = 50_000
"""What one sitemap may hold."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def for_crawlers(site: Site, pages: Iterable[tuple[str, date | None]], most: int = MOST) -> Iterator[Asset]:
    """The files that crawlers ask for; a staff site asks them to stay away, a site of no address has no sitemap."""
    if site.is_staff:
        yield Asset("robots.txt", b"User-agent: *\nDisallow: /\n")
        return
    if not site.url:
        yield Asset("robots.txt", b"User-agent: *\nAllow: /\n")
        return
    yield Asset("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {site.url}sitemap.xml\n".encode())
    urls = sorted(pages)
    batches = [urls[start : start + most] for start in range(0, len(urls), most)]
    if len(batches) == 1:
        yield from _both("sitemap", _urls(site, batches[0]))
        return
    names = [f"sitemap-{n}" for n in range(1, len(batches) + 1)]
    for name, batch in zip(names, batches, strict=True):
        yield from _both(name, _urls(site, batch))
    lines = "".join(f"<sitemap><loc>{escape(site.url)}{name}.xml</loc></sitemap>\n" for name in names)
    yield from _both("sitemap", f"{_HEAD}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n")


def _urls(site: Site, pages: Iterable[tuple[str, date | None]]) -> str:
    lines = "".join(
        f"<url><loc>{escape(site.url)}{escape(quote(address))}</loc>"
        f"{f'<lastmod>{modified.isoformat()}</lastmod>' if modified else ''}</url>\n"
        for address, modified in pages
    )
    return f"{_HEAD}<urlset {_NAMESPACE}>\n{lines}</urlset>\n"


def _both(name: str, text: str) -> Iterator[Asset]:
    """As it is and compressed; without a time stamp, so that the same text gives the same bytes."""
    yield Asset(f"{name}.xml", text.encode())
    yield Asset(f"{name}.xml.gz", gzip.compress(text.encode(), mtime=0))
