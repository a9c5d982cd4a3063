"""Where a site is published: a link that leads to one of the releases kept beside it.

`TARGET` is what the web server serves. `TARGET.releases/` holds every release in a folder of its own, the lock, and
the private ledger. Only what was made here is ever replaced.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from gongkai.records import Audience
from gongkai.settings import Settings
from gongkai.staging import MARK as BUILD_MARK
from gongkai.staging import RELEASES_MARK as STORE_MARK
from gongkai.stick import MARK as KIOSK_MARK
from gongkai.unable import Unable

RELEASE = re.compile(r"(\d+)-[0-9a-f]{8}")
"""What the folder of a release is called: its number and the beginning of its sum."""


class NotPublished(Unable):
    """The published site is as it was; the message is a Chinese sentence for the user."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place of publication and everything that lies beside it."""

    link: Path
    audience: Audience

    @property
    def store(self) -> Path:
        """The folder of releases."""
        return self.link.parent / f"{self.link.name}.releases"

    @property
    def next(self) -> Path:
        """What is about to take the target's place: a new link, or for a moment the folder that it replaced."""
        return self.link.parent / f".{self.link.name}.gongkai-next"

    @property
    def is_link(self) -> bool:
        return self.link.is_symlink()

    def led_to(self) -> str:
        """The name of the release to which the link leads; empty where there is no link."""
        return self.link.readlink().name if self.is_link else ""

    def folders(self) -> tuple[Path, ...]:
        """Every release that is kept, the oldest first."""
        if not self.store.is_dir():
            return ()
        found = (each for each in self.store.iterdir() if RELEASE.fullmatch(each.name) and each.is_dir())
        return tuple(sorted(found, key=lambda each: number_of(each.name)))


def number_of(name: str) -> int:
    """The number of a release, from what its folder is called."""
    return int(name.partition("-")[0])


def target_of(typed: Path, settings: Settings, content: str = "content") -> Target:
    """The place that was typed, if a site may be published there; raises NotPublished.

    `content` is the folder of the school's own pages, as mkdocs.yml names it.
    """
    whole = Path(os.path.normpath(typed.absolute()))
    link = whole.parent.resolve() / whole.name
    _guard(link, settings, content)
    target = Target(link, settings.audience)
    _check_store(target)
    _check_place(target)
    return target


def _guard(link: Path, settings: Settings, content: str) -> None:
    cure = "换一个专门放网站的位置，如 /srv/www/gongkai。"
    if link.parent == link or link == Path.home():
        raise NotPublished(f"{link} 不能用来放网站：这是磁盘的根或者您的主文件夹。{cure}")
    if ".git" in link.parts:
        raise NotPublished(f"{link} 在 .git 里面，那是版本库自己的地方。{cure}")
    base = settings.base.resolve()
    own = tuple(each.resolve() for each in (*settings.records, settings.base / content))
    for each in (base, *own):
        if each.is_relative_to(link):
            what = "就是" if each == link else "里面有"
            raise NotPublished(f"{link} {what}学校自己的文件夹 {each}，网站会把它换掉。{cure}")
    for each in own:
        if link.is_relative_to(each):
            raise NotPublished(f"{link} 在 {each} 里面，那里放的是记录或自己写的网页。{cure}")


def _check_store(target: Target) -> None:
    """Nothing but what was made here for the same audience may lie where releases are kept."""
    store = target.store
    if store.is_symlink() or (store.exists() and not store.is_dir()):
        raise NotPublished(f"{store} 要用来放各次发布，但那里已有别的东西。给它换个名字，或换一个发布的位置。")
    if not store.is_dir():
        return
    mark = store / STORE_MARK
    if not mark.is_file():
        if any(store.iterdir()):
            raise NotPublished(f"{store} 里已经有别的内容，没有动它。给它换个名字，或换一个发布的位置。")
        return
    _check_audience(target, mark, "发布的")


def _check_place(target: Target) -> None:
    link = target.link
    if target.is_link:
        leads = link.parent / link.readlink()
        if leads.parent != target.store or not RELEASE.fullmatch(leads.name):
            raise NotPublished(
                f"{link} 是一个通到别处的链接，不是 gongkai publish 建的，没有动它。换一个位置，或者删去这个链接。"
            )
        if not (target.store / STORE_MARK).is_file():
            raise NotPublished(f"{target.store} 不是 gongkai publish 建的，没有动它。换一个位置。")
        return
    if not link.exists():
        return
    if not link.is_dir():
        raise NotPublished(f"{link} 是一个文件，不是文件夹。换一个名字。")
    if (link / KIOSK_MARK).is_file():
        raise NotPublished(f"{link} 是走廊屏的文件夹，不是网站。换一个位置。")
    if (link / BUILD_MARK).is_file():
        _check_audience(target, link / BUILD_MARK, "")
    elif any(link.iterdir()):
        cure = "换一个空的或还没有的位置；以前用别的办法放上去的网站，先移走。"
        raise NotPublished(f"{link} 里的内容不是 gongkai 生成的，没有动它。{cure}")


def _check_audience(target: Target, mark: Path, what: str) -> None:
    made_for = mark.read_text("utf-8", "replace").strip()
    if made_for != target.audience.value:
        cure = "给社会看的和给教职工看的，放在不同的位置。"
        raise NotPublished(
            f"{target.link} {what}是给“{made_for}”看的网站，这次是给“{target.audience.value}”看的。{cure}"
        )
