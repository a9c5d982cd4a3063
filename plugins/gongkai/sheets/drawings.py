"""A drawing of a page as a drawing by itself: with its own size, its own ink, and a place for the sheet's font."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.sheets.tree import Element

ACROSS = 40
"""How wide a drawing is set, in em; the charts say more from this width on."""
SIZE = 16
FONT = "gongkai-hei"
"""Stands where the template writes the families of 黑体 that the machine has."""

_NAMES = {
    name.lower(): name
    for name in (
        *("viewBox", "preserveAspectRatio", "patternUnits", "patternTransform", "patternContentUnits"),
        *("clipPath", "clipPathUnits", "gradientUnits", "gradientTransform", "linearGradient", "radialGradient"),
        *("textLength", "lengthAdjust", "textPath", "markerWidth", "markerHeight", "refX", "refY"),
    )
}
"""Names that HTML reads in any case and SVG in one only."""

_EM = re.compile(r"([\d.]+)em")

_INK, _MUTED, _LINE, _BRAND, _WAIT, _LATE = "#1d2329", "#545e68", "#8a9096", "#17495a", "#7a4e00", "#a3241b"
_STYLE = f"""
text{{font-family:{FONT};font-size:{SIZE}px;fill:{_INK}}}
.gk-chart__period,.gk-chart__note{{fill:{_MUTED}}}
.gk-chart__head{{font-weight:bold}}
.gk-chart__note--over{{font-weight:bold;fill:{_LATE}}}
.gk-chart__bar,.gk-chart__column--1,.gk-chart__part--full,.gk-chart__ink{{fill:{_BRAND}}}
.gk-chart__bar--below{{fill:#fff;stroke:{_LATE};stroke-width:1.5}}
.gk-chart__column--2{{fill:#fbf0da;stroke:{_WAIT};stroke-width:1.5}}
.gk-chart__zero{{stroke:{_INK};stroke-width:1}}
.gk-chart__base{{stroke:{_LINE};stroke-width:1}}
.gk-chart__limit{{stroke:{_WAIT};stroke-width:1.5;stroke-dasharray:5 4}}
.gk-chart__line{{fill:none;stroke:{_BRAND};stroke-width:2}}
.gk-chart__point{{fill:{_BRAND};stroke:#fff;stroke-width:1.5}}
.gk-chart__part{{stroke:{_BRAND};stroke-width:1.5}}
.gk-chart__part--hollow{{fill:#fff;stroke:{_LINE}}}
.gk-chart__part--wait{{stroke:{_WAIT}}}
.gk-chart__part--late{{stroke:{_LATE};stroke-width:2}}
.gk-chart__hollow{{fill:none;stroke:{_LINE}}}
.gk-chart__ground{{fill:#fff}}
.gk-chart__stroke{{fill:none;stroke:{_BRAND};stroke-width:2}}
.gk-chart__stroke--wait{{stroke:{_WAIT}}}
.gk-chart__stroke--late{{stroke:{_LATE};stroke-width:1.5}}
"""


def drawing(svg: Element) -> str:
    """The SVG as a file of its own; what it calls itself and describes is told beside it, not in it."""
    attributes = {_NAMES.get(name, name): value for name, value in svg.attributes.items()}
    kept = {name: value for name, value in attributes.items() if name in ("viewBox", "shape-rendering")}
    if "viewBox" not in kept:
        height = _EM.fullmatch(attributes.get("height", ""))
        pixels = float(height[1]) * SIZE if height else ACROSS * SIZE / 2
        kept |= {"width": str(ACROSS * SIZE), "height": f"{pixels:.1f}", "font-size": str(SIZE)}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **kept}, [Element("style", {}, [_STYLE])])
    root.children += _drawn(svg)
    return root.markup()


def words_of(svg: Element) -> str:
    """What a drawing is called and what it shows, for those who cannot see it."""
    parts = (part.text().strip() for part in svg.elements if part.tag in ("title", "desc"))
    return "：".join(part for part in parts if part)


def _named(element: Element) -> Element:
    attributes = {_NAMES.get(name, name): value for name, value in element.attributes.items()}
    return Element(_NAMES.get(element.tag, element.tag), attributes, list(_drawn(element)))


def _drawn(element: Element) -> Iterator[Element | str]:
    return (_named(child) if isinstance(child, Element) else child for child in element.children if _is_drawn(child))


def _is_drawn(child: Element | str) -> bool:
    return isinstance(child, str) or child.tag not in ("title", "desc", "script", "foreignobject")
