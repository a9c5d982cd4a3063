"""By what a file that lies about somewhere is known as part of a wall, and for whom that wall was made."""

from __future__ import annotations

import json
import re

FORMAT = "gongkai-kiosk"

_BODY = re.compile(r'<body class="k" data-audience="([^"]+)"')


def made_for(text: str) -> str:
    """The audience of the wall of which this is the page or the manifest; nothing for any other text."""
    if body := _BODY.search(text):
        return body[1]
    if FORMAT not in text:
        return ""
    try:
        manifest = json.loads(text)
    except ValueError:
        return ""
    is_ours = isinstance(manifest, dict) and manifest.get("format") == FORMAT
    return str(manifest.get("audience", "")) if is_ours else ""
