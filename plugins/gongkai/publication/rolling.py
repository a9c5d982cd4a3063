"""Earlier releases: which are kept, which may be returned to, which have to go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gongkai.publication import ledger
from gongkai.publication.disk import remove
from gongkai.publication.ledger import Line
from gongkai.publication.swapping import current
from gongkai.publication.target import Target, number_of
from gongkai.publication.withdrawn import Showing, sums_of, withdrawn


@dataclass(frozen=True, slots=True)
class Kept:
    """A release that is kept, with what the ledger says of its making; `objection` is why nobody may return to it."""

    n: int
    folder: Path
    line: Line | None
    is_current: bool
    objection: str = ""


def kept(target: Target, allowed: Showing) -> tuple[Kept, ...]:
    """Every release, the newest first; the present one is judged too, for it may hold what has run out since."""
    now = current(target)
    made = {each.folder: each for each in ledger.lines(target.store) if each.action is not ledger.Action.ROLLBACK}
    places = {each.name: each for each in target.folders()}
    lines = ledger.lines(target.store)
    if now is not None and now == target.link and lines:
        places[lines[-1].folder] = now
    found = (
        Kept(number_of(name), folder, made.get(name), folder == now, withdrawn(folder, allowed).reason)
        for name, folder in places.items()
    )
    return tuple(sorted(found, key=lambda each: -each.n))


def chosen(releases: tuple[Kept, ...], n: int | None) -> Kept | str:
    """The release to return to, or a sentence why there is none: the one with this number, or the one before."""
    now = next((each for each in releases if each.is_current), None)
    if now is None:
        return "这里还没有发布过，没有可以退回的。"
    if n is None:
        found = next((each for each in releases if each.n < now.n), None)
        if found is None:
            return f"现在公布的是第 {now.n} 次，再往前的没有留存，不能退回。"
    else:
        found = next((each for each in releases if each.n == n), None)
        if found is None:
            have = "、".join(str(each.n) for each in releases)
            return f"第 {n} 次发布没有留存。留着的有：{have}。用 --list 看。"
    if found.is_current:
        return f"现在公布的就是第 {found.n} 次，不用退回。"
    if found.objection:
        cure = "改好记录重新发布，不要退回到它。"
        return f"不能退回第 {found.n} 次发布：{found.objection}。{cure}"
    return found


def purge(target: Target, allowed: Showing) -> tuple[int, ...]:
    """Destroy every earlier release that says what may not be said today; the numbers of those that are gone."""
    now = current(target)
    clean = sums_of(now) if now else frozenset()
    gone = []
    for folder in target.folders():
        if folder != now and withdrawn(folder, allowed, clean):
            remove(folder)
            gone.append(number_of(folder.name))
    return tuple(gone)


def prune(target: Target, keep: int) -> tuple[int, ...]:
    """Keep so many releases, the present one among them; the numbers of those that are gone."""
    now = current(target)
    others = [folder for folder in reversed(target.folders()) if folder != now]
    gone = others[max(0, keep - 1) :]
    for folder in gone:
        remove(folder)
    return tuple(number_of(folder.name) for folder in reversed(gone))
