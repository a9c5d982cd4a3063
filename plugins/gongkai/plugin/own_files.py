"""What the school wrote for its site beside the records: its pages, its documents, mkdocs.yml.

All of it is looked at before MkDocs empties the site, so that a refusal leaves the old one standing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files
from mkdocs.utils.meta import get_data

from gongkai.attachments import is_document
from gongkai.attachments.reading import Unreadable
from gongkai.attachments.texts import decoded
from gongkai.findings import Finding, Location
from gongkai.frame.active import active_parts
from gongkai.publish import Edition
from gongkai.render.pages import Output, Page
from gongkai.report import Shown, present
from gongkai.rules.outputs import ACTIVE

_TEXTS = (".md", ".markdown", ".html", ".txt", ".csv", ".json", ".xml")


def objections(edition: Edition, config: MkDocsConfig, *, public: bool) -> tuple[Shown, ...]:
    """What the school's own pages and files must not do on any site, and must not say on a public one."""
    files = get_files(config)
    said = edition.leaks(_pages(files, config), _documents(files, config)) if public else ()
    return (*said, *present(tuple(_running(files, config)), {}))


def collision(outputs: tuple[Output, ...], config: MkDocsConfig) -> str:
    """A sentence about the first of our outputs whose address a file of the school's already has, else nothing."""
    taken = {file.dest_uri: file for file in get_files(config)}
    taken.pop("index.html", None)  # the school's introduction goes into the home page
    for output in outputs:
        is_page = isinstance(output, Page)
        if existing := taken.get(f"{output.address}index.html" if is_page else output.address):
            what = "页面" if is_page else "文件"
            clash = f"content/{existing.src_uri} 和生成的{what} {output.address} 用了同一个地址。"
            return f"{clash}给 content/ 里的文件换个名字。"
    return ""


def _pages(files: Files, config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """As (path, text)."""
    settings_file = Path(config.config_file_path or "mkdocs.yml")
    for file in files:
        yield _path(file, config), "" if _is_document(file) else _text(file)
    if settings_file.is_file():
        yield settings_file.name, settings_file.read_text("utf-8", "replace")


def _documents(files: Files, config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    """The documents and pictures, as (path, bytes)."""
    for file in files:
        if _is_document(file):
            yield _path(file, config), file.content_bytes


def _running(files: Files, config: MkDocsConfig) -> Iterator[Finding]:
    """Objections to what would run on a page; the page's policy would stop it, unexplained."""
    writer = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    cure = "删去，用 Markdown 的写法代替；图片下载到 content/ 里再用。"
    for file in files.documentation_pages():
        text, _ = get_data(_text(file))
        if found := active_parts(writer.reset().convert(text)):
            what = f"自己写的网页里有会运行、会改样式或从别的网站取来的内容：{'、'.join(found)}。"
            yield Finding(ACTIVE, Location(_path(file, config)), what, cure)


def _path(file: File, config: MkDocsConfig) -> str:
    return f"{Path(config.docs_dir).name}/{file.src_uri}"


def _is_document(file: File) -> bool:
    """Whether a file is read like an attachment; tables of text are read as text, line by line."""
    return is_document(file.src_uri) and not file.src_uri.endswith(_TEXTS)


def _text(file: File) -> str:
    """The text of a page or of anything else that is text, in whatever encoding; nothing of other files."""
    try:
        return decoded(file.content_bytes)
    except Unreadable:
        return ""
