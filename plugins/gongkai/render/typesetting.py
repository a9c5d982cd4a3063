"""Typst, the one program that sets sheets: it is given a template of ours and data, and gives a PDF.

What a record says reaches it as JSON alone, so no text is ever read as its markup. The compiler itself holds
every PDF against PDF/UA-1: a title, a language, words for every picture, heads for every table.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.unable import Unable

try:
    import typst

    IS_INSTALLED = True
except ImportError:  # no wheel for this machine: everything but printing works without
    IS_INSTALLED = False

if TYPE_CHECKING:
    from typst import Fonts

STANDARD = "ua-1"


class TypesettingError(Unable):
    """Typst cannot set a sheet; the message is a Chinese sentence with its own words at the end."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font family as the engine sees it: where its file lies, and which one in it."""

    family: str
    path: str
    index: int
    weight: int


@dataclass(frozen=True)
class Typesetter:
    """The engine with the fonts of this machine and those of a project's own folders."""

    fonts: Fonts

    @property
    def faces(self) -> tuple[Face, ...]:
        found = (Face(each.family, str(each.path), each.index, each.weight) for each in self.fonts.fonts() if each.path)
        return tuple(sorted(found, key=lambda face: (face.family, face.weight, face.path, face.index)))

    def pdf(self, template: str, data: bytes, families: Mapping[str, Sequence[str]]) -> bytes:
        """A sheet as PDF; the same template, data, fonts and engine give the same bytes. Raises TypesettingError."""
        sources = {
            **templates(),
            "main.typ": templates()[f"{template}.typ"],
            "data.json": data,
            "fonts.json": json.dumps(families, ensure_ascii=False).encode(),
        }
        try:
            # The file carries the day of its data, never the hour at which it was made.
            made = typst.compile(  # type: ignore[call-overload]  # its stubs do not know of files given by name
                sources, font_paths=self.fonts, pdf_standards=STANDARD, timestamp=0
            )
        except typst.TypstError as error:
            raise TypesettingError(f"排版没有成功：{error.message}") from None
        if not isinstance(made, bytes):
            raise TypesettingError("排版没有成功：结果不是一个文件。")
        return made


@cache
def engine() -> str:
    """The engine with its version, since another may set the same sheet otherwise; empty where there is none."""
    try:
        return f"typst {version('typst')}" if IS_INSTALLED else ""
    except PackageNotFoundError:
        return ""


def typesetter(folders: Sequence[Path] = ()) -> Typesetter:
    """The engine, with the system's fonts and those in the given folders; its own fonts hold no Chinese.

    Raises TypesettingError where the engine is not installed.
    """
    if not IS_INSTALLED:
        raise TypesettingError("没有装排版程序 Typst，印不了。运行 pip install typst；装不上的，换一台机器印。")
    paths = [str(folder) for folder in folders if folder.is_dir()]
    return Typesetter(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths))


@cache
def templates() -> dict[str, bytes]:
    """Every template by its file name."""
    folder = files("gongkai") / "typst"
    found = ((each.name, each.read_bytes()) for each in folder.iterdir() if each.name.endswith(".typ"))
    return dict(sorted(found))
