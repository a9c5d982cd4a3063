"""The stylesheet, the script and the files attached to records."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from gongkai.render.pages import Asset
from gongkai.views.board import Board

FOLDER = "assets/gongkai"


def files_of(board: Board) -> Iterator[Asset]:
    """Everything that is served as it is."""
    for name in ("gongkai.css", "gongkai.js", "search.js"):
        yield Asset(f"{FOLDER}/{name}", (files("gongkai") / "assets" / name).read_bytes())
    for record in board.register.records.values():
        for file in record.attachments:
            yield Asset(f"{record.identity}/{file.name}", file.file.read_bytes(), is_attached=True)
