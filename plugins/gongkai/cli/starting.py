"""`gongkai init`: a school's first folder, copied from the shipped skeleton; and its home page's words."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from pathlib import Path

from gongkai.unable import Unable

_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)


class StartError(Unable):
    """There is something in the folder already; the message is a Chinese sentence."""


def start(folder: Path) -> int:
    """Fill an empty or new folder, and say how many files were written; raises StartError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StartError(f"{folder} 里已经有东西，没有动它。换一个空的或还没有的文件夹。")
    with as_file(files("gongkai") / "skeleton") as shipped:
        sources = sorted(path for path in shipped.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        for source in sources:
            target = folder / source.relative_to(shipped)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    return len(sources)


def introduction(base: Path) -> str:
    """The Markdown of the school's own home page, `content/index.md`; empty where there is none."""
    file = base / "content" / "index.md"
    return _FRONT_MATTER.sub("", file.read_text("utf-8-sig")) if file.is_file() else ""
