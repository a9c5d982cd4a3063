"""Pictures made small enough for a screen, drawn anew so that nothing but the picture is left."""

from __future__ import annotations

import logging
import warnings
from io import BytesIO

from gongkai.attachments.pictures import DAMAGED, FORMATS, MAX_PIXELS

LONGEST_SIDE = 1920
_QUALITY = 82


def scaled(data: bytes) -> tuple[bytes, str]:
    """The picture upright, its longer side at most 1,920 px, without metadata, and how its file ends.

    Photographs become JPEG; what has few colours or holes stays PNG. Of what is no picture nothing is left.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  # costs 40 ms

    logging.getLogger("PIL").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                return b"", ""
            upright = ImageOps.exif_transpose(image)
            is_drawing = image.mode in ("P", "1", "RGBA", "LA")
            drawn = upright.convert("RGBA" if is_drawing else "RGB")
    except (Image.DecompressionBombError, *DAMAGED):
        return b"", ""
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    made = BytesIO()
    if is_drawing:
        bare.save(made, "PNG", optimize=True)
        return made.getvalue(), "png"
    bare.save(made, "JPEG", quality=_QUALITY, progressive=False)
    return made.getvalue(), "jpg"
