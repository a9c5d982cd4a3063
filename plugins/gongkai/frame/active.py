"""Content that could run in a reader's browser, or send it to another host: a school's own pages hold none."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_FILES = re.compile(
    r"\.(?:svgz?|x?html?|xht|mhtml?|xml|xslt?|m?js|wasm|swf|jar|hta|exe|msi|com|bat|cmd|vbs|ps1|sh|lnk|apk|dmg)$",
    re.IGNORECASE,
)
_TAGS = frozenset({
    *("script", "style", "iframe", "frame", "object", "embed", "applet", "base", "meta", "link", "form"),
    *("svg", "math", "template", "portal"),
})  # fmt: skip
_LOADED = frozenset({"src", "srcset", "poster", "background", "data"})
_ELSEWHERE = re.compile(
    r"[\s\x00-\x1f]*(?:(?:https?|wss?|ftp):|(?:[a-z][a-z0-9+.-]*:)?[/\\]{2})|.*,\s*(?:https?:|[/\\]{2})",
    re.IGNORECASE | re.DOTALL,
)
"""As browsers read addresses: they skip signs that nobody sees, and take a backslash for a slash."""
_SCRIPTED = re.compile(r"[\s\x00-\x1f]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data)\s*:", re.IGNORECASE)
_ENDED_AT_ONCE = re.compile("<!---?>")
"""A comment that is over for a browser, while the reader below would wait for its end."""


def is_active(path: str) -> bool:
    """Whether files of this name run, or can hold what runs, when they are opened."""
    return bool(_FILES.search(path))


def active_parts(html: str) -> tuple[str, ...]:
    """What in a page's HTML runs, looks otherwise than its stylesheet says, or is loaded from another host."""
    reader = _Reader()
    reader.feed(_ENDED_AT_ONCE.sub("<!---->", html).replace("<![", "<!x["))  # outside of SVG no block of CDATA
    reader.close()
    return tuple(dict.fromkeys(reader.found))


class _Reader(HTMLParser):
    """Knows tags and attributes from words that only look like them, as in a listing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.found.append(f"{name}=")
            elif name in _LOADED and _ELSEWHERE.match(value or ""):
                self.found.append("别的网站的图片或文件")
            elif name in ("href", "xlink:href", "action", *_LOADED) and _SCRIPTED.match(value or ""):
                self.found.append("javascript: 或 data: 链接")
