"""The theme's files: only those that a page can ask for, and none that could ask another host."""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

_SEARCH = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?: ?\*/)?\n?")
_ELSEWHERE = re.compile(rb'(?<=["`])https://(?:unpkg\.com/[^"`]*|api\.github\.com/)')
"""Loaded by the theme for diagrams, for browsers of ten years ago, and for the stars of a repository."""
_LANGUAGES = (b'"link[rel=alternate]"', b'"link[rel=alternate][hreflang]"')
"""The theme takes every other form of a page for its translation, and asks at its address for a sitemap."""


def lighten(files: Files, config: MkDocsConfig) -> None:
    """Leave out maps of sources and a search that is switched off; mend what would reach for another host."""
    searches = any(name.rpartition("/")[2] == "search" for name in config.plugins)
    for file in tuple(files):
        if file.src_uri == "sitemap.xml" and file.src_dir != config.docs_dir:
            files.remove(file)  # the theme's template for it, which would be served as it is
        if file.src_dir == config.docs_dir or not file.src_uri.startswith("assets/"):
            continue
        if file.src_uri.endswith(".map") or (file.src_uri.startswith(_SEARCH) and not searches):
            files.remove(file)
        elif file.src_uri.endswith((".js", ".css")):
            files.remove(file)
            content = _ELSEWHERE.sub(b"", _MAP.sub(b"", file.content_bytes)).replace(*_LANGUAGES)
            files.append(File.generated(config, file.src_uri, content=content))
