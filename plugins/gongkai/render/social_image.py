"""The picture that a shared link is shown with: a few words on the board's own colour, drawn at build time.

The words are set in a Chinese font of the machine that builds. Where it has none, or where a sign is missing
from it, the picture has no words: empty boxes would say less. The same words give the same bytes on the same
machine, and other bytes where the fonts differ.
"""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
GROUND, INK = (23, 73, 90), (255, 255, 255)

_FONTS = (
    "msyh.ttc",  # Windows
    "PingFang.ttc",  # macOS, in this or the next name
    "Hiragino Sans GB.ttc",
    "STHeiti Medium.ttc",
    "NotoSansCJK-Regular.ttc",  # Linux
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
)
_SIMPLIFIED = {"NotoSansCJK-Regular.ttc": 2}
"""Which face of a collection is the simplified Chinese one, where it is not the first."""

_LEFT, _WIDTH, _SMALLEST = 90, 1020, 34
_SHADES = 16
_TONES = {"ground": 0, "tint": 28, "muted": 190, "ink": 255}


@lru_cache(maxsize=64)
def social_image(name: str, title: str, figure: str, note: str) -> bytes:
    """A PNG with the site's name above, the title, and under it one figure and what it means."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  # no other build step needs it

    image = Image.new("L", SIZE, _TONES["ground"])
    draw = ImageDraw.Draw(image)
    _sign(draw)
    if _can_say(name + title + figure + note):
        _line(draw, name, 78, 44, "muted")
        _line(draw, title, 168, 104, "ink")
        _line(draw, figure, 360, 84, "ink")
        _line(draw, note, 490, 38, "muted")
    return _png(image)


def _sign(draw: ImageDraw) -> None:
    """A sheet with three lines, as on the site's logo."""
    draw.rounded_rectangle((860, 330, 1320, 800), 36, fill=_TONES["tint"])
    for top in (430, 500, 570):
        draw.rounded_rectangle((930, top, 1320, top + 18), 9, fill=_TONES["ground"])
    draw.rectangle((0, 0, 1200, 14), fill=_TONES["muted"])


def _line(draw: ImageDraw, words: str, top: int, size: int, tone: str) -> None:
    """One line, smaller where it would not fit, and cut where even that is too long."""
    font = _font(size)
    while font and font.getlength(words) > _WIDTH and size > _SMALLEST:
        size -= 6
        font = _font(size)
    if font is None:
        return
    shown = words
    while font.getlength(shown) > _WIDTH and len(shown) > 1:
        shown = f"{shown.rstrip('…')[:-1]}…"
    draw.text((_LEFT, top), shown, font=font, fill=_TONES[tone])


def _can_say(words: str) -> bool:
    """Whether the font has a sign for every character."""
    font = _font(_SMALLEST)
    if font is None:
        return False
    missing = bytes(font.getmask("\uffff"))
    return all(bytes(font.getmask(char)) != missing for char in set(words) if not char.isspace())


@cache
def _font(size: int) -> FreeTypeFont | None:
    from PIL import ImageFont  # noqa: PLC0415

    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size, index=_SIMPLIFIED.get(name, 0))
        except OSError:
            continue
    return None


def _png(image: Image) -> bytes:
    """Few shades between the two colours: smaller, and no worse to read."""
    step = 255 // (_SHADES - 1)
    shades = image.point([round(value / step) for value in range(256)])
    shades = shades.convert("P")
    shades.putpalette(
        [
            round(low + (high - low) * shade / (_SHADES - 1))
            for shade in range(_SHADES)
            for low, high in zip(GROUND, INK, strict=True)
        ]
    )
    data = BytesIO()
    shades.save(data, "PNG", compress_level=6)
    return data.getvalue()
