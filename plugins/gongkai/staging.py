"""`gongkai build --to`: the board as a tree of files with a plain page around each, without MkDocs.

The tree is built beside its folder and swapped in, so that a build that fails or is killed leaves
what was published as it was. Only a folder that was made here is ever replaced.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from gongkai.frame import Site, pictures_of
from gongkai.frame.head import head, missing
from gongkai.frame.missed import ADDRESS, TITLE, missed, root_on
from gongkai.frame.security import policy
from gongkai.frame.sitemap import for_crawlers
from gongkai.publish import FOOTER_LINKS, Edition
from gongkai.records import Audience
from gongkai.render.pages import INTRODUCTION, Asset, Page, root_of
from gongkai.render.prose import to_html
from gongkai.render.templates import environment
from gongkai.unable import Unable

MARK = ".gongkai-build"
"""The file by which a folder is known as made here; it says for which audience."""


RELEASES_MARK = ".gongkai-releases"
"""The file by which a folder of releases is known as made by `gongkai publish`; it says for which audience."""


class ReplacementError(Unable):
    """The folder is not ours to replace; the message is a Chinese sentence."""


def tree(
    edition: Edition, audience: Audience, introduction: str = "", site_url: str = "", archived: str = ""
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site as (path, content); `introduction` is the Markdown of the school's home page.

    `archived` stands over every page of a copy that has its plain index beside it (archive.py).
    """
    chapters = tuple(
        (output.address, output.title)
        for output in edition.outputs
        if isinstance(output, Page) and not output.is_record and output.address.count("/") == 1
    )
    name = edition.footer["name"]
    site = Site(name, name, site_url, audience is Audience.STAFF, pictures_of(edition.outputs))
    around = {
        "name": name,
        "chapters": chapters,
        "footer": edition.footer,
        "links": FOOTER_LINKS,
        "staff": site.is_staff,
        "site_url": site_url,
        "archived": archived,
        "policy": policy(""),  # this shell has no inline script
    }
    shell = environment().get_template("shell.html.jinja")
    for output in edition.outputs:
        if isinstance(output, Asset):
            yield output.address, output.content
            continue
        html = Markup(str(output.html).replace(INTRODUCTION, to_html(introduction)))
        values = {"page": output, "html": html, "head": head(output, site), "root": root_of(output.address)}
        yield f"{output.address}index.html", shell.render(around | values).encode()
    lost = Page(ADDRESS, TITLE, missed(site))
    values = {"page": lost, "html": lost.html, "head": missing(site), "root": root_on(site)}
    yield ADDRESS, shell.render(around | values).encode()
    listed = (output for output in edition.outputs if isinstance(output, Page) and not output.is_gone)
    crawled = for_crawlers(site, ((page.address, page.modified) for page in listed))
    yield from ((asset.address, asset.content) for asset in crawled)
    yield "assets/gongkai/shell.css", (files("gongkai") / "assets" / "shell.css").read_bytes()
    yield MARK, f"{audience.value}\n".encode()


def check_target(target: Path, audience: Audience) -> None:
    """Raise ReplacementError unless the folder is missing, empty, or a build for the same audience."""
    if not target.exists():
        return
    if not target.is_dir():
        raise ReplacementError(f"{target} 是一个文件，不是文件夹。换一个名字。")
    if (target.resolve().parent / RELEASES_MARK).is_file():
        cure = "用 gongkai publish 更新它，或换一个文件夹。"
        raise ReplacementError(f"{target} 是 gongkai publish 发布的网站，不能直接改写。{cure}")
    mark = target / MARK
    if not mark.is_file():
        if any(target.iterdir()):
            raise ReplacementError(f"{target} 里已经有别的内容，没有动它。换一个空的或还没有的文件夹。")
        return
    made_for = mark.read_text("utf-8").strip()
    if made_for != audience.value:
        cure = "两种版本放在不同的文件夹。"
        raise ReplacementError(f"{target} 里是给“{made_for}”看的，这次要生成给“{audience.value}”看的。{cure}")


def publish(content: Iterable[tuple[str, bytes]], target: Path, audience: Audience) -> int:
    """Put the files where `target` is, all at once, and say how many; raises ReplacementError."""
    target = target.resolve()
    check_target(target, audience)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as name:
        built, old = Path(name, "new"), Path(name, "old")
        count = 0
        for address, data in content:
            file = built / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            count += 1
        if target.exists():
            target.rename(old)
        try:
            built.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    return count
