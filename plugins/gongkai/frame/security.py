"""The content security policy of a page: its own files, and the inline scripts that really stand on it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from markupsafe import escape

SLOT = "gongkai-slot-policy"
"""Stands in a page where its policy goes, because the policy depends on the rest of the page."""

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_DATA = re.compile(r'type="(?:application|text)/(?!javascript")[a-z+]+"')


def policy(html: str, *, any_script: bool = False) -> str:
    """What the page may load and run; `any_script` is for a preview only, whose server adds a script of its own."""
    sources = ["'self'", "'unsafe-inline'"] if any_script else ["'self'", *_hashes(html)]
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(sources)}",
            "style-src 'self'",
            "img-src 'self' data:",  # the theme's signs are data in its stylesheet
            "font-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
        )
    )


def secured(html: str, *, any_script: bool = False, content: str = "") -> str:
    """The page with its policy in place of the slot; no script within `content`, its own text, is allowed to run."""
    around = html.replace(content, "") if content else html
    return html.replace(SLOT, str(escape(policy(around, any_script=any_script))), 1)


def _hashes(html: str) -> list[str]:
    """Of each inline script once, in the order of the page; blocks of data are not run and need none."""
    scripts = (code for attributes, code in _INLINE.findall(html) if not _DATA.search(attributes))
    return list(dict.fromkeys(f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" for code in scripts))
