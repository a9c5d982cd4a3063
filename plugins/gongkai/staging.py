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

from gongkai.publish import Edition
from gongkai.records import Audience
from gongkai.render.pages import INTRODUCTION, Asset, Page
from gongkai.render.prose import to_html
from gongkai.render.templates import render

MARK = ".gongkai-build"
"""The file by which a folder is known as made here; it says for which audience."""


class ReplacementError(ValueError):
    """The folder is not ours to replace; the message is a Chinese sentence."""


def tree(edition: Edition, audience: Audience, introduction: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file of the site as (path, content); `introduction` is the Markdown of the school's home page."""
    chapters = tuple(
        (output.address, output.title)
        for output in edition.outputs
        if isinstance(output, Page) and not output.is_record and output.address.count("/") == 1
    )
    name = edition.footer["name"]
    for output in edition.outputs:
        if isinstance(output, Asset):
            yield output.address, output.content
            continue
        html = Markup(str(output.html).replace(INTRODUCTION, to_html(introduction)))
        values = {"page": output, "html": html, "name": name, "chapters": chapters, "footer": edition.footer}
        text = render("shell.html.jinja", output.address, staff=audience is Audience.STAFF, **values)
        yield f"{output.address}index.html", str(text).encode()
    yield "assets/gongkai/shell.css", (files("gongkai") / "assets" / "shell.css").read_bytes()
    yield MARK, f"{audience.value}\n".encode()


def check_target(target: Path, audience: Audience) -> None:
    """Raise ReplacementError unless the folder is missing, empty, or a build for the same audience."""
    if not target.exists():
        return
    if not target.is_dir():
        raise ReplacementError(f"{target} 是一个文件，不是文件夹。换一个名字。")
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
