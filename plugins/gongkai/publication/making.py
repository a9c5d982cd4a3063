"""One attempt at a site: records examined, the site built in a folder of its own, the gate over every file of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongkai.findings import Finding
from gongkai.publication.disk import files_in
from gongkai.publication.leading import dead_links
from gongkai.publication.scanning import Sought, leaks
from gongkai.publication.strays import strays
from gongkai.publication.target import NotPublished
from gongkai.publish import Edition, Refused
from gongkai.render.pages import Asset
from gongkai.report import present
from gongkai.settings import ASKED, AUDIENCES, LEDGER, SCHEDULED, Settings
from gongkai.source import configuration
from gongkai.source.releases import MANIFEST
from gongkai.staging import MARK, tree

_SHOWN = 12
"""So many lines of what MkDocs says are shown; the reason stands in its last ones."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """How a site is made: of which settings, for which day, and with MkDocs where `config` names its file.

    `store` holds the ledger of the releases before this one, where the site tells of them.
    """

    settings: Settings
    today: date
    scheduled: bool = False
    introduction: Callable[[Path], str] = lambda base: ""
    config: Path | None = None
    store: Path | None = None


def themed(config: Path) -> Path | None:
    """The file of the site's settings, if it names a theme with which MkDocs can make the site."""
    said = configuration(config.read_text("utf-8-sig", "replace"), "gongkai") if config.is_file() else None
    return config if said and said.has_theme else None


def make(workshop: Workshop, edition: Edition, folder: Path) -> None:
    """Build the site in a folder; raises NotPublished where MkDocs cannot."""
    folder.mkdir()
    if workshop.config:
        _with_mkdocs(workshop, folder)
    else:
        settings = workshop.settings
        for address, data in tree(edition, settings.audience, workshop.introduction(settings.base), settings.site_url):
            file = folder / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    (folder / MARK).write_bytes(f"{workshop.settings.audience.value}\n".encode())
    manifest = next(
        (each.content for each in edition.outputs if isinstance(each, Asset) and each.address == MANIFEST), b""
    )
    if not (folder / MANIFEST).is_file() or (folder / MANIFEST).read_bytes() != manifest:
        cure = "看看是不是发布的时候有人在改记录；再发布一次。"
        raise NotPublished(f"生成的网站和检查过的记录对不上（{MANIFEST}）。{cure}")


def _with_mkdocs(workshop: Workshop, folder: Path) -> None:
    settings = workshop.settings
    asked = {
        ASKED["audience"]: next(word for word, audience in AUDIENCES.items() if audience is settings.audience),
        ASKED["previous"]: str(settings.previous.resolve()) if settings.previous else "",
        LEDGER: str(workshop.store.resolve()) if workshop.store else "",
        SCHEDULED: "1" if workshop.scheduled else "",
        "GONGKAI_TODAY": workshop.today.isoformat(),
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(workshop.config), "-d", str(folder)],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-_SHOWN:])
        raise NotPublished(f"MkDocs 没有生成网站，公开的网站没有动。它说：\n{said}")


def gated(folder: Path, edition: Edition, workshop: Workshop, more_hidden: frozenset[str] = frozenset()) -> None:
    """Raise Refused if anything in the folder must not be published."""
    found = tuple(_objections(folder, edition, workshop, more_hidden))
    if found:
        raise Refused(found, present(found, {}))


def _objections(folder: Path, edition: Edition, workshop: Workshop, more_hidden: frozenset[str]) -> Iterator[Finding]:
    yield from strays(folder)
    files = [(address, path.read_bytes()) for address, path in files_in(folder) if path.is_file()]
    sought = Sought.of(edition, workshop.settings.audience, more_hidden)
    yield from leaks(files, sought)
    yield from dead_links(files, {address for address, _ in files}, workshop.settings.site_url)
