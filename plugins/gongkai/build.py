"""The fourth verb: everything that is published, as pages and files, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.past import Past
from gongkai.render.pages import Output, Page, put_away
from gongkai.render.repository import IssueForm
from gongkai.render.shelf import Shelf
from gongkai.select import Selected
from gongkai.source.releases import Release
from gongkai.views import SUMMARIES, VIEWS, Board


class SameAddress(ValueError):
    """Two outputs claim one address."""


def build(
    selected: Selected,
    site_url: str = "",
    issues: IssueForm | None = None,
    previous: Release | None = None,
    past: Past | None = None,
) -> Iterator[Output]:
    """Every page, data file and asset of one audience on one day, for a site that stands at `site_url`.

    `issues` is where the school's repository takes a new issue; `previous` is the release before; `past` what
    git knows of all this.

    Raises SameAddress if two outputs have the same address.
    """
    seen: set[str] = set()
    for output in _outputs(Board(selected, site_url, issues, previous, past)):
        if output.address in seen:
            raise SameAddress(output.address)
        seen.add(output.address)
        yield output


def _outputs(board: Board) -> Iterator[Output]:
    shelf = Shelf()
    found: list[Page] = []
    for view in VIEWS:
        for each in view(board):
            output = put_away(each, shelf)
            if isinstance(output, Page):
                found.append(output)
            yield output
    pages = tuple(found)
    for summary in SUMMARIES:
        yield from (put_away(each, shelf) for each in summary(board, pages))
