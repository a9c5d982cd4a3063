"""`gongkai init`: a school's first folder and its host's jobs, copied from the package; and its home page's words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from gongkai.cli.own_wheel import own_wheel
from gongkai.unable import Unable

_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)


class StartError(Unable):
    """There is something in the folder already; the message is a Chinese sentence."""


def start(folder: Path) -> int:
    """Fill an empty or new folder, and say how many files were written; raises StartError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StartError(f"{folder} 里已经有东西，没有动它。换一个空的或还没有的文件夹。")
    sources = dict(_shipped("skeleton"))
    for name, content in sources.items():
        _write(folder / name, content)
    return len(sources)


@dataclass(frozen=True, slots=True)
class Added:
    """The files of a host's jobs: those that were written, and those that were there and stay as they are."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def add_jobs(folder: Path, host: str) -> Added:
    """Give a school's folder what its host needs to check and publish by itself; nothing that is there is touched."""
    if not (folder / "mkdocs.yml").is_file():
        raise StartError(f"{folder} 里没有 mkdocs.yml，不是学校的文件夹。先用 gongkai init 生成，或进入那个文件夹。")
    wanted = {**dict(_shipped("skeleton_ci/common")), **dict(_shipped(f"skeleton_ci/{host}"))}
    if not (folder / "ci/requirements.txt").exists():
        name, wheel = own_wheel()
        there = folder / "ci" / name
        digest = hashlib.sha256(there.read_bytes() if there.is_file() else wheel).hexdigest()
        wanted[f"ci/{name}"] = wheel
        wanted["ci/requirements.txt"] = f"./ci/{name} --hash=sha256:{digest}\n".encode() + wanted["ci/requirements.txt"]
    kept = tuple(sorted(name for name in wanted if (folder / name).exists()))
    written = tuple(sorted(wanted.keys() - set(kept)))
    for name in written:
        _write(folder / name, wanted[name])
    return Added(written, kept)


def _shipped(part: str) -> Iterator[tuple[str, bytes]]:
    """The files of a part of the package, each with its place in a school's folder."""
    with as_file(files("gongkai").joinpath(*part.split("/"))) as folder:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(folder).as_posix(), path.read_bytes()


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def introduction(base: Path) -> str:
    """The Markdown of the school's own home page, `content/index.md`; empty where there is none."""
    file = base / "content" / "index.md"
    return _FRONT_MATTER.sub("", file.read_text("utf-8-sig")) if file.is_file() else ""
