"""MkDocs' list of files, which also answers for what is written past it, so that links to it are no mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from gongkai.render.pages import Output, Page


class BoardFiles(Files):
    """The files of a site; record pages and assets are thousands, so MkDocs is spared all but those asked for."""

    def __init__(self, files: Iterable[File], outputs: Iterable[Output], config: MkDocsConfig) -> None:
        super().__init__(files)
        self._config = config
        self._written = {f"{each.address}index.md" if isinstance(each, Page) else each.address for each in outputs}

    def get_file_from_path(self, path: str) -> File | None:
        if found := super().get_file_from_path(path):
            return found
        name = PurePath(path).as_posix()
        return File.generated(self._config, name, content="") if name in self._written else None
