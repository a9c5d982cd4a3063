"""The stylesheet, the script and the files attached to records."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from gongkai.attachments.cleaning import cleaned
from gongkai.render.pages import Asset
from gongkai.views.board import Board

FOLDER = "assets/gongkai"

SERVED = (
    "gongkai.css",
    "gongkai.js",
    "header.js",
    "search.js",
    "search-index.js",
    "intake.js",
    "missed.js",
    "tables.js",
)
"""Our own styles and scripts, by their names in the package."""


def files_of(board: Board) -> Iterator[Asset]:
    """Everything that is served as it is."""
    for name in SERVED:
        yield Asset(f"{FOLDER}/{name}", (files("gongkai") / "assets" / name).read_bytes())
    for record in board.register.records.values():
        for file in record.attachments:
            content = cleaned(file.name, file.file.read_bytes())
            yield Asset(f"{record.identity}/{file.name}", content, is_attached=True)
