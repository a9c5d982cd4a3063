"""The fourth verb: everything that is published, as pages and files, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.render.pages import Output, Page
from gongkai.select import Selected
from gongkai.views import VIEWS, Board, search


class SameAddress(ValueError):
    """Two outputs claim one address."""


def build(selected: Selected) -> Iterator[Output]:
    """Every page, data file and asset of one audience on one day.

    Raises SameAddress if two outputs have the same address.
    """
    seen: set[str] = set()
    for output in _outputs(Board(selected)):
        if output.address in seen:
            raise SameAddress(output.address)
        seen.add(output.address)
        yield output


def _outputs(board: Board) -> Iterator[Output]:
    found: list[Page] = []
    for view in VIEWS:
        for output in view(board):
            if isinstance(output, Page) and output.entry:
                found.append(output)
            yield output
    # The index is made of the pages themselves, so it can hold nothing that no page shows.
    yield from search.outputs(found)
