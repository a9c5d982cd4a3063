"""Charts as inline SVG: lengths across in per cent, all others in em, so that a drawing fits a phone and a wall.

Colours and type come from the stylesheet by class, and so follow dark mode and print; parts are told apart
by pattern. Each chart stands in a figure under the sentence that says what it shows, and over the very
numbers it was drawn from as a table.
"""

from gongkai.render.charts.amounts import Scale, scale_of
from gongkai.render.charts.bars import bars
from gongkai.render.charts.columns import Panel, Place, columns
from gongkai.render.charts.frame import Bar, Frame, Series, shorten
from gongkai.render.charts.grouped import Note, grouped
from gongkai.render.charts.heat import HeatCell, HeatRow, heat
from gongkai.render.charts.histogram import Mark, histogram
from gongkai.render.charts.shapes import Fill
from gongkai.render.charts.stacked import Part, Stack, stacked
from gongkai.render.charts.strip import strip
from gongkai.render.charts.trend import Line, trend

__all__ = [
    "Bar",
    "Fill",
    "Frame",
    "HeatCell",
    "HeatRow",
    "Line",
    "Mark",
    "Note",
    "Panel",
    "Part",
    "Place",
    "Scale",
    "Series",
    "Stack",
    "bars",
    "columns",
    "grouped",
    "heat",
    "histogram",
    "scale_of",
    "shorten",
    "stacked",
    "strip",
    "trend",
]
