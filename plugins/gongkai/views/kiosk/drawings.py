"""Drawings on slides: the charts of the pages, without the table under them, and how high they stand."""

from __future__ import annotations

import re

from markupsafe import Markup

from gongkai.views.kiosk.splitting import LEADING, WIDTHS, Block, Form, lines

TYPE = 0.82
"""The size of type in a drawing, in em; `assets/kiosk/slides.css` says the same."""
_TABLE = re.compile(r"<details\b.*?</details>", re.DOTALL)
_HEIGHT = re.compile(r'<svg class="gk-chart__drawing"[^>]* height="([\d.]+)em"')
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)


def drawn(figure: Markup) -> Block:
    """A figure of a page as one block: its sentence and its drawing."""
    plain = _TABLE.sub("", figure)
    caption = _CAPTION.search(plain)
    sentence = Markup(caption[1]).striptags() if caption else ""
    found = _HEIGHT.search(plain)
    tall = float(found[1]) * TYPE if found else 2.4
    lying, standing = (lines(sentence, width) * LEADING + 0.5 + tall + 0.6 for width in WIDTHS)
    return Block(Form.DRAWN, drawn=Markup(plain), heights=(lying, standing))
