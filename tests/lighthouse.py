"""Lighthouse's marks for five pages, on the phone it imagines: `make lighthouse`."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.site import ROOT

PAGES = ("", "proposals/", "proposals/05-03-008/", "finances/canteen-2026-06/", "search/?q=食堂")
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
_PROGRAM = ROOT / "tests/web/lighthouse/node_modules/lighthouse/cli/index.js"
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


class _Compressing(SimpleHTTPRequestHandler):
    """Serves a folder as a school's server does: texts compressed, assets kept by the browser."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file that stands at the address."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        kind = self.guess_type(path)
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if not kind.startswith("image/") or kind.endswith("+xml"):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=31536000" if "/assets/" in self.path else "no-cache")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name for it
        """Say nothing."""


def marks(address: str) -> tuple[dict[str, int], list[str]]:
    """The marks of a page by category, and what cost any."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    done = subprocess.run(
        ["node", str(_PROGRAM), address, "--quiet", "--output=json", f"--chrome-flags={_FLAGS}"],
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    report = json.loads(done.stdout)
    scores = {name: round(100 * category["score"]) for name, category in report["categories"].items()}
    wanting = [
        f"{audit['id']} {audit.get('displayValue', '')}"
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    return scores, wanting


def main(site: Path) -> int:
    """Print the marks; 1 if any is too low."""
    failed = False
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressing, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for page in PAGES:
            scores, wanting = marks(f"http://127.0.0.1:{server.server_port}/{page}")
            print(page or "/", *(f"{name} {score}" for name, score in scores.items()))  # noqa: T201  # its output
            if any(scores[name] < least for name, least in LEAST.items()):
                failed = True
                print(*(f"    {each}" for each in wanting), sep="\n")  # noqa: T201  # the same
        server.shutdown()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"))
