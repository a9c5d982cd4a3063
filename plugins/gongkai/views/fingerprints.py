"""The fingerprint (指纹): eight signs by which a sheet on a wall, a slide, a page and the data are known as one."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.once import once
from gongkai.views.board import Board
from gongkai.views.data.documents import digest
from gongkai.views.data.gathered import gathered


def fingerprint(board: Board, identity: str) -> str:
    """The signs of a record, or of the record an act belongs to, such as 7F3A-91C2; empty where there is none."""
    return fingerprints(board).get("/".join(identity.split("/")[:2]), "")


@once
def fingerprints(board: Board) -> Mapping[str, str]:
    """The signs of every record of this board, by identity; of a few pages none but theirs are reckoned."""
    if board.asked is not None:
        return {each: signs(digest(board.register.records[each])) for each in board.asked}
    return {each.identity: signs(each.digest) for each in gathered(board).all}


@once
def whole_fingerprint(board: Board) -> str:
    """The signs of everything this board shows, for papers that count many records."""
    return signs(gathered(board).digest)


def signs(digest: str) -> str:
    """The first eight digits of a digest of data/manifest.json, written to be read aloud and typed."""
    return f"{digest[:4]}-{digest[4:8]}".upper()
