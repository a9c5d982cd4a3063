"""The few pages of a built site in which everything occurs that any of its pages shows."""

from __future__ import annotations

import re
from pathlib import Path

_BODY = re.compile(r"<(main|body)\b.*</\1>", re.DOTALL)
_SIGNS = re.compile(r'(?:class|role|data-gk-script|type)="([^"]*)"')
_TAGS = re.compile(r"<(\w+)")

WITH_SCRIPT = ("search/?q=食堂", "search/?q=没有这几个字", "proposals/?q=食堂")
"""Pages that look otherwise once their script has had something to do."""


def page_types(site: Path) -> tuple[str, ...]:
    """Addresses that together hold every element and every class that each family of pages has.

    A class stands for a template, a kind of record or a state, so a page of each is among them; a new
    template needs no entry here.
    """
    pages = {page.relative_to(site).as_posix(): _signs(site, page) for page in sorted(site.rglob("*.html"))}
    missing = set[tuple[str, str]]().union(*pages.values())
    chosen = []
    while missing:
        best = max(sorted(pages), key=lambda page: len(pages[page] & missing))
        chosen.append(best.removesuffix("index.html"))
        missing -= pages[best]
    queries = (query for query in WITH_SCRIPT if (site / query.partition("?")[0]).is_dir())
    return (*sorted(chosen), *queries)


def _signs(site: Path, page: Path) -> set[tuple[str, str]]:
    family = _family(page.relative_to(site).as_posix())
    body = _BODY.search(page.read_text("utf-8"))
    html = body.group() if body else ""
    words = {word for value in _SIGNS.findall(html) for word in value.split()}
    return {(family, sign) for sign in (words | {f"<{tag}" for tag in _TAGS.findall(html)} | {""})}


def _family(path: str) -> str:
    """The kind of page: each page of the first two levels is one, the records of a folder are one together."""
    address = path.removesuffix("index.html")
    return f"{address.partition('/')[0]}/*" if address.count("/") > 1 else address
