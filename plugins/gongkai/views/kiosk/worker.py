"""The service worker of one set of slides: which files are in it, and by which sums they are known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files as package_files

from gongkai.views.kiosk import squeezing


def script(files: Mapping[str, bytes]) -> bytes:
    """The worker that keeps these files (by their names in the kiosk folder), one of which is the page."""
    sums = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    kept = {"page": sums["index.html"], "files": sums}
    source = (package_files("gongkai") / "assets" / "kiosk" / "sw.js").read_text("utf-8")
    return f"const set = {json.dumps(kept, separators=(',', ':'))};\n{squeezing.script(source)}".encode()
