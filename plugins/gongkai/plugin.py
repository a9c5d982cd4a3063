"""The MkDocs door: load, check and gate before anything is cleaned; then hand the pages over."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from gongkai.attachments import is_document
from gongkai.attachments.reading import Unreadable
from gongkai.attachments.texts import decoded
from gongkai.publish import Edition, Refused, edition
from gongkai.render.pages import INTRODUCTION, Asset, Page
from gongkai.render.templates import environment, render
from gongkai.report import Shown, as_text
from gongkai.settings import BadSettings, Settings, settings
from gongkai.today import today_of

log = get_plugin_logger(__name__)

SLOT = "gongkai-slot"

_OWN_TEXT = (".md", ".markdown", ".html", ".txt", ".csv", ".json", ".xml")

LEADING_HEADING = re.compile(r"\A\s*(?:#(?!#)[^\n]*|[^\n]+\n=+[ \t]*)(?:\n|\Z)")


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its class hook untyped
    """What mkdocs.yml may say of `gongkai`; `settings.py` documents and checks each."""

    records = config_options.Optional(config_options.Type((str, list)))
    audience = config_options.Optional(config_options.Type(str))
    today = config_options.Optional(config_options.Type((str, date)))


class GongkaiPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # the same
    """Puts the board into the site. It lives on between the rebuilds of `mkdocs serve`.

    MkDocs calls the events in this order: on_startup, on_config, on_pre_build, on_files, on_nav,
    on_page_*, on_env, on_post_build. It empties the site folder after on_pre_build, so everything
    that can be refused is refused there and the old site stands. While serving nothing is refused:
    the last good edition is shown under a banner of findings.
    """

    def __init__(self) -> None:
        self.serving = False
        self.edition: Edition | None = None
        self.pages: dict[str, Page] = {}
        self.nav: Navigation | None = None
        self.settings: Settings

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        try:
            given = {key: value for key, value in dict(self.config).items() if value is not None}
            self.settings = settings(Path(config.config_file_path or "mkdocs.yml").resolve().parent, given)
        except BadSettings as error:
            raise PluginError(str(error)) from None
        config.theme.dirs.insert(0, str(package_files("gongkai") / "theme"))
        config.extra_javascript.append("assets/gongkai/gongkai.js")
        config.extra_css.append("assets/gongkai/gongkai.css")
        return config

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        for folder in self.settings.records:
            if folder.is_dir():
                server.watch(str(folder))
        return server

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        found: tuple[Shown, ...]
        try:
            self.edition = edition(self.settings, today_of(self.settings).day)
            found = self.edition.shown
            for each in found:
                log.info(as_text(each))
        except BadSettings as error:
            raise PluginError(str(error)) from None
        except Refused as refused:
            text = "\n\n".join(as_text(each) for each in refused.shown)
            if not self.serving:
                raise PluginError(f"记录没有通过检查，没有发布。\n\n{text}\n\n{refused.summary}") from None
            log.error("记录没有通过检查，先显示上一次通过的内容。\n\n%s", text)
            found = refused.shown
        config.extra["gongkai"] = {
            "banner": _banner(found) if self.serving and found else "",
            "site": self.edition.footer if self.edition else {},
            "staff": self.settings.is_staff,
        }

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        self._search_own_pages(files, config)
        outputs = self.edition.outputs if self.edition else (_nothing_yet(),)
        taken = {file.dest_uri: file for file in files}
        home = taken.pop("index.html", None)
        self.pages = {}
        for output in outputs:
            if isinstance(output, Page) and output.is_record:
                continue  # written by on_post_build, around the theme's pages
            if isinstance(output, Asset):
                file = File.generated(config, output.address, content=output.content)
            elif not output.address and home:
                self.pages[home.src_uri] = output
                continue
            else:
                file = File.generated(config, f"{output.address}index.md", content="")
                self.pages[file.src_uri] = output
            if file.dest_uri in taken:
                raise PluginError(_collision(taken[file.dest_uri], file))
            files.append(file)
        return files

    def _search_own_pages(self, files: Files, config: MkDocsConfig) -> None:
        if self.edition is None or self.settings.is_staff:
            return
        leaks = self.edition.leaks(_own_pages(files, config), _own_files(files, config))
        if not leaks:
            return
        text = "\n\n".join(as_text(each) for each in leaks)
        if not self.serving:
            raise PluginError(f"自己写的网页里有个人信息，没有发布。\n\n{text}")
        log.error("自己写的网页里有个人信息，发布前要删去。\n\n%s", text)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.nav = nav
        return nav

    def on_page_markdown(self, markdown: str, /, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
        if ours := self.pages.get(page.file.src_uri):
            page.meta = {**page.meta, **_meta(ours)}
            return LEADING_HEADING.sub("", markdown)  # the board's own heading is the page's only first one
        return markdown

    def on_page_content(self, html: str, /, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
        ours = self.pages.get(page.file.src_uri)
        if ours is None:
            return html
        page.toc = _contents(ours)
        return str(ours.html).replace(INTRODUCTION, html)

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        env.bytecode_cache = environment().bytecode_cache  # compiling the theme would cost as much as 100 pages
        self.shells = {} if self.nav is None else _Shells(env, self.nav, files, config).by_depth(self._records())
        return env

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        for page in self._records():
            _write(f"{config.site_dir}/{page.address}", self.shells[page.address.count("/")].page(page))

    def _records(self) -> tuple[Page, ...]:
        outputs = self.edition.outputs if self.edition else ()
        return tuple(output for output in outputs if isinstance(output, Page) and output.is_record)


def _own_pages(files: Files, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """What the school itself wrote for the site, as (path, text): its pages and mkdocs.yml."""
    docs, settings_file = Path(config.docs_dir), Path(config.config_file_path or "mkdocs.yml")
    for file in files:
        if file.src_dir == config.docs_dir:
            yield f"{docs.name}/{file.src_uri}", "" if _is_document(file) else _text(file)
    if settings_file.is_file():
        yield settings_file.name, settings_file.read_text("utf-8", "replace")


def _own_files(files: Files, config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    """The documents and pictures among the school's own files, as (path, bytes)."""
    for file in files:
        if file.src_dir == config.docs_dir and _is_document(file):
            yield f"{Path(config.docs_dir).name}/{file.src_uri}", file.content_bytes


def _is_document(file: File) -> bool:
    """Whether a file is read like an attachment; tables of text are read as text, line by line."""
    return is_document(file.src_uri) and not file.src_uri.endswith(_OWN_TEXT)


def _text(file: File) -> str:
    """The text of a page or of anything else that is text, in whatever encoding; nothing of other files."""
    try:
        return decoded(file.content_bytes)
    except Unreadable:
        return ""


def _write(folder: str, html: str) -> None:
    """Write a page's index.html; path objects would cost as much as the writing itself."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        os.makedirs(folder)  # noqa: PTH103
    except FileExistsError:
        pass
    with open(f"{folder}index.html", "wb", buffering=0) as file:  # noqa: PTH123
        file.write(html.encode())


def _collision(existing: File, file: File) -> str:
    return f"content/{existing.src_uri} 和生成的页面 {file.url} 用了同一个地址。给 content/ 里的文件换个名字。"


def _meta(page: Page) -> dict[str, Any]:
    """Front matter as Material prints it: raw, so escaped here."""
    meta: dict[str, Any] = {"hide": ["navigation", "toc"]}
    if page.address:  # the home page is called as the site is, and the theme would say it twice
        meta["title"] = escape(page.title)
    if page.description:
        meta["description"] = escape(page.description)
    return meta


def _contents(page: Page) -> TableOfContents:
    return TableOfContents([AnchorLink(heading.title, heading.ident, 2) for heading in page.sections])


def _nothing_yet() -> Page:
    html = Markup("<h1>还没有可以显示的内容</h1><p>记录没有通过检查。请按上方的提示修改，保存后本页会自动刷新。</p>")
    return Page("", "还没有可以显示的内容", html)


def _banner(shown: tuple[Shown, ...]) -> Markup:
    return render("findings.html.jinja", "", findings=shown)


class _Shells:
    """The theme's page around a record, rendered once for each depth and spliced for each page.

    Record pages share everything but four texts, and the theme's template costs more than all of
    our own work on a page; so it runs once with marked slots in place of the texts.
    """

    def __init__(self, env: Environment, nav: Navigation, files: Files, config: MkDocsConfig) -> None:
        self.env, self.nav, self.files, self.config = env, nav, files, config

    def by_depth(self, pages: tuple[Page, ...]) -> dict[int, _Shell]:
        return {depth: self.shell(depth) for depth in sorted({page.address.count("/") for page in pages})}

    def shell(self, depth: int) -> _Shell:
        address = "/".join(f"{SLOT}-address{n}" for n in range(depth)) + "/"
        page = SitePage(None, File.generated(self.config, f"{address}index.md", content=""), self.config)
        page.meta = {"title": f"{SLOT}-title", "description": f"{SLOT}-description", "hide": ["navigation", "toc"]}
        page.content = f"<h1>{SLOT}</h1>{SLOT}-html"
        page.toc = TableOfContents([])
        context = get_context(self.nav, self.files, self.config, page)
        html = self.env.get_template("main.html").render(context)
        return _Shell(html.replace(f"<h1>{SLOT}</h1>", "").replace(address, f"{SLOT}-address"))


class _Shell:
    def __init__(self, html: str) -> None:
        self.parts = re.split(rf"{SLOT}-(title|description|address|html)", html)

    def page(self, page: Page) -> str:
        values = {
            "title": escape(page.title),
            "description": escape(page.description),
            "address": page.address,
            "html": str(page.html),
        }
        return "".join(values[part] if index % 2 else part for index, part in enumerate(self.parts))
