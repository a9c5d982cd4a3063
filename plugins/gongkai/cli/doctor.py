"""`gongkai doctor`: what is there on this machine, what is missing, and how to get it."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from importlib import metadata
from pathlib import Path

import click

from gongkai.cli.chinese import FOUND, OK, Command
from gongkai.cli.printing import FONTS
from gongkai.render.typefaces import ROLES, NoTypefacesError, Role, Typefaces
from gongkai.render.typesetting import Face, TypesettingError, typesetter
from gongkai.settings import BadSettings, find

PYTHON = (3, 11)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Level(Enum):
    """How a finding counts: only what is missing makes the command fail."""

    GOOD = "好"
    OPTIONAL = "可选"
    MISSING = "缺"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at: how it stands, and what to do."""

    level: Level
    words: str
    cure: str = ""

    @property
    def text(self) -> str:
        cure = f"\n      办法：{self.cure}" if self.cure else ""
        return f"[{self.level.value}] {self.words}{cure}"


@dataclass(frozen=True)
class Surroundings:
    """Everything that is asked of the machine, so that a test can answer in its place."""

    system: str
    python: tuple[int, ...]
    required: Callable[[], Iterable[str]]
    version: Callable[[str], str | None]
    faces: Callable[[], tuple[Face, ...]]
    program: Callable[[str], str | None]
    is_writable: Callable[[], bool]
    encoding: str
    records: Callable[[], str]
    """What mkdocs.yml says of the records, in words; raises BadSettings."""


def examine(around: Surroundings) -> Iterator[Sign]:
    """Every sign, in the order in which one would mend things."""
    yield _python(around)
    yield from _packages(around)
    yield from _fonts(around)
    yield _git(around)
    yield _folder(around)
    yield _console(around)
    yield _settings(around)
    yield from _screens(around)


def _python(around: Surroundings) -> Sign:
    found = ".".join(map(str, around.python[:3]))
    if around.python >= PYTHON:
        return Sign(Level.GOOD, f"Python {found}，{around.system}")
    return Sign(Level.MISSING, f"Python {found} 太旧", f"安装 Python {PYTHON[0]}.{PYTHON[1]} 或更新的版本。")


def _packages(around: Surroundings) -> Iterator[Sign]:
    names = sorted({found[0] for line in around.required() if (found := _NAME.match(line))}, key=str.lower)
    if not names:
        yield Sign(Level.OPTIONAL, "gongkai 没有安装，直接从源码运行；所需的程序包没有核对")
    missing = [name for name in names if around.version(name) is None]
    if missing:
        yield Sign(Level.MISSING, f"少了程序包：{'、'.join(missing)}", f"运行 pip install {' '.join(missing)}。")
    elif names:
        yield Sign(Level.GOOD, f"所需的 {len(names)} 个程序包都在")
    typst = around.version("typst")
    if typst:
        yield Sign(Level.GOOD, f"排版程序 Typst {typst}（印张贴件用；不需要浏览器）")
    elif "typst" not in missing:
        yield Sign(Level.MISSING, "没有排版程序 Typst，印不了张贴件", "运行 pip install typst。")


def _fonts(around: Surroundings) -> Iterator[Sign]:
    try:
        typefaces = Typefaces(around.faces())
        typefaces.chains  # noqa: B018 - raises where there is nothing to set Chinese in
    except TypesettingError:
        yield Sign(Level.MISSING, "字体没有查成：要先装好 Typst")
        return
    except NoTypefacesError:
        yield Sign(Level.MISSING, "没有中文字体，印出来全是空框", _how_to_get(around.system))
        return
    for role in ROLES:
        yield _font(role, typefaces, around.system)


def _font(role: Role, typefaces: Typefaces, system: str) -> Sign:
    face = typefaces.face(role)
    if face.family in role.expected:
        return Sign(Level.GOOD, f"{role.label}：{face.family}（{face.path}）")
    stands_in = f"{role.label}：没有，用 {face.family} 代替（{face.path}）"
    return Sign(Level.OPTIONAL, stands_in, _expected(role, system))


_FILES = {"fang": "simfang.ttf", "kai": "simkai.ttf", "hei": "simhei.ttf", "song": "simsun.ttc"}


def _expected(role: Role, system: str) -> str:
    """How a machine gets what offices expect; the usual files belong to their makers, so we ship none."""
    if role.name == "title":
        return f"单位买有方正小标宋的，把字体文件放进 {FONTS} 文件夹；没有也可以照样印。"
    if system == "Windows":
        return f"在“设置 › 应用 › 可选功能”里添加“简体中文补充字体”，装好后有 {_FILES[role.name]}。"
    if system == "macOS":
        return "在“字体册”里下载这个字体；不下载也可以照样印。"
    return f"从有使用权的 Windows 电脑把 {_FILES[role.name]} 放进 {FONTS} 文件夹；没有也可以照样印。"


def _how_to_get(system: str) -> str:
    ways = {
        "Linux": "Debian、Ubuntu 运行 sudo apt install fonts-noto-cjk；其他系统装 Noto Serif、Noto Sans CJK SC",
        "Windows": "Windows 自带宋体和黑体；没有的，在“设置 › 应用 › 可选功能”里添加“简体中文补充字体”",
        "macOS": "macOS 自带中文字体；没有的，在“字体册”里下载宋体和黑体",
    }
    return f"{ways.get(system, ways['Linux'])}；装不了的，把字体文件放进 {FONTS} 文件夹。"


def _git(around: Surroundings) -> Sign:
    if around.program("git"):
        return Sign(Level.GOOD, "git 在")
    return Sign(
        Level.OPTIONAL,
        "没有 git：能检查和生成，但没有修改的历史",
        "从 https://git-scm.com/ 下载，或用系统的软件源安装。",
    )


def _folder(around: Surroundings) -> Sign:
    if around.is_writable():
        return Sign(Level.GOOD, "这个文件夹可以写")
    return Sign(
        Level.MISSING, "这个文件夹不能写，生成的网站和张贴件放不下", "换到自己的文件夹里，或请管理员给写的权限。"
    )


def _console(around: Surroundings) -> Sign:
    encoding = around.encoding.lower().replace("_", "-")
    if encoding in ("utf-8", "utf8", "cp65001"):
        return Sign(Level.GOOD, "终端用 UTF-8 编码")
    if encoding in ("gbk", "cp936", "gb18030", "gb2312"):
        return Sign(Level.GOOD, f"终端用 {around.encoding} 编码，中文显示得出；少见的字显示成问号，不影响文件")
    where = "先运行 chcp 65001，或" if around.system == "Windows" else ""
    return Sign(Level.OPTIONAL, f"终端用 {around.encoding} 编码，中文显示不全", f"{where}设置环境变量 PYTHONUTF8=1。")


def _settings(around: Surroundings) -> Sign:
    try:
        return Sign(Level.GOOD, around.records())
    except BadSettings as error:
        return Sign(Level.MISSING, f"设置读不成：{error}")


def _screens(around: Surroundings) -> Iterator[Sign]:
    """What shows the site and the screen in the hallway; the board itself needs none of it."""
    browser = next((name for name in _BROWSERS if around.program(name)), None)
    if browser:
        yield Sign(Level.GOOD, f"浏览器 {browser}（看网站、放走廊屏用）")
    elif around.system == "Linux":
        cure = "在这台机器上放走廊屏才需要：sudo apt install chromium。"
        yield Sign(Level.OPTIONAL, "没有找到浏览器", cure)
    else:
        yield Sign(Level.GOOD, "看网站、放走廊屏用系统自带的浏览器就可以")
    if around.system == "Linux" and not around.program("cage"):
        yield Sign(Level.OPTIONAL, "没有 cage", "只有开机就全屏放走廊屏的小主机才需要：sudo apt install cage。")


# This machine ------------------------------------------------------------------------------------------------


def here(config: Path) -> Surroundings:
    """This machine, seen from the folder of the settings."""
    return Surroundings(
        system={"Darwin": "macOS"}.get(platform.system(), platform.system()),
        python=tuple(sys.version_info[:3]),
        required=_required,
        version=_version,
        faces=lambda: typesetter((config.parent / FONTS,)).faces,
        program=shutil.which,
        is_writable=partial(_is_writable, Path()),
        encoding=getattr(sys.stdout, "encoding", None) or "未知",
        records=partial(_records, config),
    )


def _required() -> Iterator[str]:
    try:
        lines = metadata.requires("gongkai") or []
    except metadata.PackageNotFoundError:
        lines = []
    return (line for line in lines if "extra ==" not in line)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _is_writable(folder: Path) -> bool:
    """Tried out: what the rights say is not what a network drive does."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _records(config: Path) -> str:
    found = find(config)
    missing = [os.path.relpath(folder, found.base) for folder in found.records if not folder.is_dir()]
    if missing:
        raise BadSettings(f"{config.name} 里写的记录文件夹不在：{'、'.join(missing)}。")
    folders = "、".join(os.path.relpath(folder, found.base) for folder in found.records)
    return f"{config.name} 读得出，记录在 {folders}"


@click.command(cls=Command, options_metavar="[选项]", help="看这台机器缺什么、怎样补上；缺必需的东西时退出码为 1。")
@click.option("--config", metavar="文件", help="站点设置，默认 mkdocs.yml。")
@click.pass_context
def doctor(ctx: click.Context, config: str | None) -> None:
    signs = tuple(examine(here(Path(config or "mkdocs.yml"))))
    for sign in signs:
        click.echo(sign.text)
    missing = sum(sign.level is Level.MISSING for sign in signs)
    click.echo(f"\n缺 {missing} 样，照上面的办法补上。" if missing else "\n必需的都在。")
    ctx.exit(FOUND if missing else OK)
