"""The plugin itself: what happens at each of MkDocs' events."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import escape
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from jinja2 import Environment
from markupsafe import Markup
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
from mkdocs.utils.templates import TemplateContext

from gongkai.frame import Site, pictures_of
from gongkai.frame.head import head, missing
from gongkai.frame.markup import mended
from gongkai.frame.missed import missed
from gongkai.frame.security import SLOT, secured
from gongkai.frame.sitemap import for_crawlers
from gongkai.plugin import asked, own_files
from gongkai.plugin.board_files import BoardFiles
from gongkai.plugin.shells import TOP, Shells
from gongkai.plugin.theme_files import lighten
from gongkai.publish import FOOTER_LINKS, Edition, Refused, edition
from gongkai.render.pages import INTRODUCTION, Asset, Output, Page
from gongkai.render.repository import issue_form
from gongkai.render.templates import environment, render
from gongkai.report import Shown, as_text
from gongkai.settings import BadSettings, Settings, settings
from gongkai.today import today_of

log = get_plugin_logger(__name__)

LEADING_HEADING = re.compile(r"\A\s*(?:#(?!#)[^\n]*|[^\n]+\n=+[ \t]*)(?:\n|\Z)")


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its class hook untyped
    """What mkdocs.yml may say of `gongkai`; `settings.py` documents and checks each."""

    records = config_options.Optional(config_options.Type((str, list)))
    audience = config_options.Optional(config_options.Type(str))
    today = config_options.Optional(config_options.Type((str, date)))
    previous = config_options.Optional(config_options.Type(str))
    history = config_options.Optional(config_options.Type((bool, str)))


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
        self.own: dict[str, str] = {}
        self.nav: Navigation | None = None
        self.settings: Settings
        self.site: Site

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        try:
            given = {key: value for key, value in dict(self.config).items() if value is not None}
            base = Path(config.config_file_path or "mkdocs.yml").resolve().parent
            given |= asked.options()
            self.settings = settings(base, given, config.site_url, issue_form(config.repo_url, config.repo_name))
        except BadSettings as error:
            raise PluginError(str(error)) from None
        if foreign := [each for each in _fetched(config) if "//" in each]:
            raise PluginError(
                f"mkdocs.yml 里要从别的网站取文件：{'、'.join(foreign)}。下载下来，放进 theme 的 custom_dir。"
            )
        if config.extra.get("analytics"):
            raise PluginError(
                "mkdocs.yml 里的 extra.analytics 会把读者的访问报给别的网站。本站不统计读者，请删去这一项。"
            )
        config.theme["font"] = False  # else every page would fetch its letters from another host
        config.theme.dirs.insert(0, str(package_files("gongkai") / "theme"))
        config.theme.static_templates.discard("sitemap.xml")  # it would give every page the day of the build
        if config.theme["language"] == "zh":
            config.theme["language"] = "zh-CN"  # ours: it says which Chinese this is
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
            today = today_of(self.settings).day
            self.edition = edition(self.settings, today, scheduled=asked.is_scheduled(), published=asked.published())
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
        self._refuse_own_files(config)
        footer = self.edition.footer if self.edition else {}
        self.site = Site(
            config.site_name,
            footer.get("name", config.site_name),
            self.settings.site_url,
            self.settings.is_staff,
            pictures_of(self._outputs()),
        )
        config.extra["gongkai"] = {
            "banner": _banner(found) if self.serving and found else "",
            "site": footer,
            "links": FOOTER_LINKS,
            "staff": self.settings.is_staff,
            "policy": SLOT,
        }

    def _refuse_own_files(self, config: MkDocsConfig) -> None:
        if self.edition is None:
            return
        if clash := own_files.collision(self._outputs(), config):
            raise PluginError(clash)
        objections = own_files.objections(self.edition, config, public=not self.settings.is_staff)
        if not objections:
            return
        text = "\n\n".join(as_text(each) for each in objections)
        if not self.serving:
            raise PluginError(f"自己写的网页和文件没有通过检查，没有发布。\n\n{text}")
        log.error("自己写的网页和文件没有通过检查，发布前要改好。\n\n%s", text)

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        lighten(files, config)
        taken = {file.dest_uri: file for file in files}
        home = taken.pop("index.html", None)
        self.pages = {}
        outputs = self._outputs()
        for output in outputs:
            if isinstance(output, Asset) or output.is_record:
                continue  # written by on_post_build, past MkDocs
            if not output.address and home:
                self.pages[home.src_uri] = output
                continue
            file = File.generated(config, f"{output.address}index.md", content="")
            self.pages[file.src_uri] = output
            files.append(file)
        self.own = {file.dest_uri: file.url for file in taken.values() if file.src_dir == config.docs_dir}
        return BoardFiles(files, outputs, config)

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
        records = self._records()
        shells = None if self.nav is None else Shells(env, self.nav, files, config)
        self.shells = shells.by_depth(records, serving=self.serving) if shells else {}
        return env

    def on_page_context(
        self, context: TemplateContext, /, *, page: SitePage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        shown = self.pages.get(page.file.src_uri) or _written(page)
        context["gongkai_head"] = head(shown, self.site)  # type: ignore[typeddict-unknown-key]
        context["gongkai_mark"] = shown.mark  # type: ignore[typeddict-unknown-key]
        return context

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        context["gongkai_head"] = missing(self.site)  # type: ignore[typeddict-unknown-key]
        context["gongkai_missed"] = missed(self.site)  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_page(self, output: str, /, *, page: SitePage, config: MkDocsConfig) -> str:
        return secured(mended(output), any_script=self.serving, content=page.content or "")

    def on_post_template(self, output_content: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        return secured(mended(output_content), any_script=self.serving)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        for page in self._records():
            html = self.shells[page.address.count("/")].page(page, self.site)
            _write(config.site_dir, f"{page.address}index.html", html.encode())
        for asset in (*self._assets(), *for_crawlers(self.site, self._for_crawlers())):
            if asset.address not in self.own:
                _write(config.site_dir, asset.address, asset.content)

    def _for_crawlers(self) -> Iterator[tuple[str, date | None]]:
        for output in self._outputs():
            if isinstance(output, Page) and not output.is_gone:
                yield output.address, output.modified
        for place, url in self.own.items():
            if place.endswith("/index.html"):
                yield unquote(url), None

    def _outputs(self) -> tuple[Output, ...]:
        return self.edition.outputs if self.edition else (_nothing_yet(),)

    def _records(self) -> tuple[Page, ...]:
        return tuple(output for output in self._outputs() if isinstance(output, Page) and output.is_record)

    def _assets(self) -> tuple[Asset, ...]:
        return tuple(output for output in self._outputs() if isinstance(output, Asset))


def _write(site: str, address: str, content: bytes) -> None:
    """Write one file; path objects would cost as much as the writing itself."""
    path = f"{site}/{address}"
    try:
        file = open(path, "wb", buffering=0)  # noqa: PTH123, SIM115
    except FileNotFoundError:
        os.makedirs(path.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
        file = open(path, "wb", buffering=0)  # noqa: PTH123, SIM115
    with file:
        file.write(content)


def _fetched(config: MkDocsConfig) -> Iterator[str]:
    """Everything that mkdocs.yml has every page fetch, as it is written there."""
    yield from (str(each) for each in (*config.extra_javascript, *config.extra_css))
    yield from (str(config.theme[name]) for name in ("logo", "favicon") if name in config.theme)


def _meta(page: Page) -> dict[str, Any]:
    """Front matter as Material prints it: raw, so escaped here."""
    meta: dict[str, Any] = {"hide": ["navigation", "toc"]}
    if page.address:  # the home page is called as the site is, and the theme would say it twice
        meta["title"] = escape(page.title)
    return meta


def _written(page: SitePage) -> Page:
    """A page that the school wrote by hand, as its head needs it."""
    said = str(page.meta.get("description") or "")
    title = str(page.meta.get("title") or page.title or "")
    return Page(unquote(page.url) if page.url != "./" else "", title, Markup(page.content or ""), said)


def _contents(page: Page) -> TableOfContents:
    """The page itself, to which the link at its top leads past the navigation, and its sections."""
    top = AnchorLink(page.title, TOP, 1)
    top.children = [AnchorLink(heading.title, heading.ident, 2) for heading in page.sections]
    return TableOfContents([top])


def _nothing_yet() -> Page:
    html = Markup("<h1>还没有可以显示的内容</h1><p>记录没有通过检查。请按上方的提示修改，保存后本页会自动刷新。</p>")
    return Page("", "还没有可以显示的内容", html)


def _banner(shown: tuple[Shown, ...]) -> Markup:
    return render("findings.html.jinja", "", findings=shown)
