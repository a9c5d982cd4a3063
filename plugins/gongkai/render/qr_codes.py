"""QR codes as drawings: the way from a wall or a sheet of paper to the page of the same record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby

import segno
from markupsafe import Markup

QUIET = 4
"""So many light modules must stand around the code (ISO/IEC 18004); they belong to the drawing."""

_DRAWING = Markup(
    '<svg class="gk-qr" viewBox="0 0 {0} {0}" role="img" shape-rendering="crispEdges"><title>{1}</title>'
    '<path stroke="#000" d="{2}"/></svg>'
)


@lru_cache(maxsize=1024)
def svg_of(text: str, title: str) -> Markup:
    """The code of a text; `title` says to those who cannot see it where it leads.

    Level M mends fifteen in a hundred damaged modules: enough for glass with fingerprints, and the modules stay
    large enough to be read from two metres. The code is black in the dark too: its ground must be made white.
    """
    rows = tuple(segno.make_qr(text, error="m", boost_error=False).matrix)
    return _DRAWING.format(len(rows) + 2 * QUIET, title, "".join(_lines(rows)))


def _lines(rows: Iterable[bytearray]) -> Iterator[str]:
    """Every run of dark modules as one stroke along the middle of its row."""
    for y, row in enumerate(rows, QUIET):
        x = QUIET
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield f"M{x} {y}.5h{length}"
            x += length
