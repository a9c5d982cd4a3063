"""Names that stay: by them readers and calendars know again what they have already shown."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from gongkai.views.board import Board

MINTED = "2026"
"""The year in every tag: a part of the name (RFC 4151), not of the matter; it is never raised."""


def name_of(board: Board, identity: str) -> str:
    """A URI that stands for this and nothing else, whatever its title, its order or the site's protocol.

    It is a tag of the site's host; a school that has not said where its site will stand is known by its name.
    """
    authority = _authority(board.site_url)
    if authority:
        return f"{authority}{identity}"
    return uuid5(NAMESPACE_URL, f"{board.register.school.name}/{identity}").urn


@lru_cache(maxsize=4)
def _authority(site_url: str) -> str:
    parts = urlsplit(site_url)
    host = parts.hostname or ""
    return f"tag:{host},{MINTED}:{quote(parts.path)}" if host and host.isascii() else ""


def uid_of(board: Board, identity: str) -> str:
    """The same for calendars, as RFC 7986 asks for it: it tells nothing."""
    return str(uuid5(NAMESPACE_URL, name_of(board, identity)))
