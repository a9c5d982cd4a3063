"""Where else what was taken down still lies: every copy that somebody has to destroy, by its place.

The name itself is never told: the list goes to a terminal, and into the log of whatever started the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from gongkai.personal import mask
from gongkai.publication.disk import files_in
from gongkai.publication.scanning import places
from gongkai.publication.withdrawn import Withdrawn
from gongkai.register import Register
from gongkai.sheets.takedown import still_hangs

_SLIDE = re.compile(r'<section class="slide\b[^>]*\bdata-ident="([^"]*)"[^>]*>')
_TITLE = re.compile(r'\bdata-title="([^"]*)"')
_SHOWN = 20

KIOSK = "kiosk/"


@dataclass(frozen=True, slots=True)
class Copies:
    """What was taken down of which records, and where it stood or still stands."""

    records: tuple[str, ...]
    addresses: tuple[str, ...]
    slides: tuple[str, ...]
    walls: tuple[str, ...]
    releases: tuple[str, ...] = ()
    site_url: str = ""

    def told(self) -> Iterator[str]:
        """The list for whoever has to see to it, one line each."""
        yield f"这次撤下了 {len(self.records)} 份记录里的内容：{'、'.join(self.records)}。"
        yield "下面是还要处理的副本："
        pages = [each for each in self.addresses if not each.startswith(KIOSK)]
        yield f"  网站：{len(pages)} 个地址已经换掉。别处（搜索引擎、缓存、转载）收录过的，按这些地址申请删除："
        yield from (f"    {self.site_url}{each}" for each in pages[:_SHOWN])
        if len(pages) > _SHOWN:
            yield f"    ……另有 {len(pages) - _SHOWN} 个"
        if self.releases:
            yield f"  以前的发布：{'、'.join(self.releases)}里还有，已经销毁，不能再退回。"
        if self.slides:
            yield f"  走廊屏：网上的已经换掉（{self.site_url}{KIOSK}），开着的屏幕会自己更新。"
            yield "    U 盘和本机里的要重装：gongkai kiosk --to 文件夹。有关的画面："
            yield from (f"    {each}" for each in self.slides)
        if self.walls:
            yield "  墙上贴的：撤下单用 gongkai print --takedown 看，登记贴着的有："
            yield from (f"    {each}" for each in self.walls)
        else:
            yield "  墙上贴的：没有登记贴着的。实际贴了的也要撤下，并补登记“张贴”。"
        yield "  排印出来还没贴的纸和 PDF、打过的 zip 存档（gongkai build --archive）、拷走的副本："
        yield "    找出来销毁，或用今天的重做。"
        yield "  仓库：记录文件和 git 历史里还有姓名，仓库只给经办的人看；需要从历史里清除的，请管理员处理。"


def copies(folder: Path, found: Withdrawn, register: Register, today: date, site_url: str = "") -> Copies:
    """Where the release that was published until now says what has been taken down."""
    files = [(address, path.read_bytes()) for address, path in files_in(folder) if path.is_file()]
    texts = found.texts
    whole = {f"{identity}/" for identity in (*found.records, *found.corrected)}
    addresses = {*found.places, *(places(files, texts) if texts else ())}
    addresses |= {address for address, _ in files if any(address.startswith(each) for each in whole)}
    served = tuple(sorted(address.removesuffix("index.html") for address in addresses))
    return Copies(
        found.identities,
        served,
        tuple(dict.fromkeys(_slides(folder, found))),
        tuple(_walls(register, found, today)),
        site_url=site_url,
    )


def _slides(folder: Path, found: Withdrawn) -> Iterator[str]:
    """The slides about the records concerned."""
    file = folder / KIOSK / "index.html"
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    for slide in _SLIDE.finditer(text):
        if slide[1] in found.identities:
            title = _TITLE.search(slide[0])
            yield f"{slide[1]}  {mask(unescape(title[1])) if title else ''}".rstrip()


def _walls(register: Register, found: Withdrawn, today: date) -> Iterator[str]:
    for identity in found.identities:
        record = register.records.get(identity)
        for posting in record.content.posted if record else ():
            if still_hangs(posting, today):
                yield f"{mask(posting.board)}：{identity}（{posting.first} 贴出）"
