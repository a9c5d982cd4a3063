"""The theme's page around a record, rendered once for each depth and spliced for each page."""

from __future__ import annotations

import re
from html import escape

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from gongkai.frame import Site
from gongkai.frame.head import head
from gongkai.frame.markup import mended
from gongkai.frame.security import secured
from gongkai.render.pages import Page

SLOT = "gongkai-slot"
TOP = "gk-top"
"""Where the text of every page begins, for whoever skips the navigation."""


class Shells:
    """What stands around the record pages.

    They share everything but five texts, and the theme's template costs more than all of our own work
    on a page; so it runs once with marked slots in place of the texts.
    """

    def __init__(self, env: Environment, nav: Navigation, files: Files, config: MkDocsConfig) -> None:
        self.env, self.nav, self.files, self.config = env, nav, files, config

    def by_depth(self, pages: tuple[Page, ...], *, serving: bool) -> dict[int, Shell]:
        depths = sorted({page.address.count("/") for page in pages})
        return {depth: Shell(secured(mended(self._html(depth)), any_script=serving)) for depth in depths}

    def _html(self, depth: int) -> str:
        address = "/".join(f"{SLOT}-address{n}" for n in range(depth)) + "/"
        page = SitePage(None, File.generated(self.config, f"{address}index.md", content=""), self.config)
        page.meta = {"title": f"{SLOT}-title", "hide": ["navigation", "toc"]}
        page.content = f"<h1>{SLOT}</h1>{SLOT}-html"
        page.toc = TableOfContents([AnchorLink("", TOP, 1)])
        context = get_context(self.nav, self.files, self.config, page) | {
            "gongkai_head": f"{SLOT}-head",
            "gongkai_mark": f"{SLOT}-mark",
        }
        html = self.env.get_template("main.html").render(context)
        return html.replace(f"<h1>{SLOT}</h1>", "").replace(address, f"{SLOT}-address")


class Shell:
    """The page around records of one depth, cut at its slots."""

    def __init__(self, html: str) -> None:
        self._parts = re.split(rf"{SLOT}-(title|head|address|html|mark)", html)

    def page(self, page: Page, site: Site) -> str:
        values = {
            "title": escape(page.title),
            "head": head(page, site),
            "address": page.address,
            "html": str(page.html),
            "mark": escape(page.mark),
        }
        return "".join(values[part] if index % 2 else part for index, part in enumerate(self._parts))
