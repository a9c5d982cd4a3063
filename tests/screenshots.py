"""Pictures of every type of page, to look at: `python -m tests.screenshots FOLDER [SITE]`.

At the widths of a phone, a desk and a wide screen, light and dark, with one page that shows them all.
"""

from __future__ import annotations

import sys
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import launch
from tests.page_types import page_types
from tests.site import ROOT

WIDTHS = (390, 1280, 1920)
SCHEMES = ("light", "dark")


def picture(address: str, width: int, scheme: str) -> str:
    """The name of the file with the picture of a page."""
    name = address.strip("/").translate(str.maketrans("/?=", "---")) or "home"
    return f"{name}-{width}-{scheme}.png"


def sheet(addresses: tuple[str, ...]) -> str:
    """One page with all pictures, a row for each type of page."""
    rows = []
    for address in addresses:
        pictures = [picture(address, width, scheme) for width in WIDTHS for scheme in SCHEMES]
        cells = "".join(
            f'<a href="{escape(name)}"><img src="{escape(name)}" alt="{escape(name)}"></a>' for name in pictures
        )
        rows.append(f"<h2>{escape(address or '/')}</h2><p>{cells}</p>")
    style = "img { width: 220px; height: 300px; object-fit: cover; object-position: top; margin: 4px; }"
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>每一种页面</title>'
        f"<style>{style}</style><h1>每一种页面</h1>{''.join(rows)}\n"
    )


def take(browser: Browser, site: str, addresses: tuple[str, ...], folder: Path) -> None:
    """Write the pictures of these pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": 1000},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="zh-CN",
            )
            page = context.new_page()
            for address in addresses:
                page.goto(f"{site}{address}", wait_until="networkidle")
                page.screenshot(path=folder / picture(address, width, scheme), full_page=True)
            context.close()
    (folder / "index.html").write_text(sheet(addresses), encoding="utf-8")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name for it
        """Say nothing."""


def main(folder: Path, site: Path) -> None:
    """Serve the built site on the loopback and take the pictures."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = launch(playwright)
            if browser is None:
                sys.exit("没有找到 Chromium、Chrome 或 Edge：先运行 make browser。")
            take(browser, f"http://127.0.0.1:{server.server_port}/", page_types(site), folder)
        server.shutdown()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("用法：python -m tests.screenshots 放图片的文件夹 [网站文件夹，不写就是 site]")
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else ROOT / "site")
