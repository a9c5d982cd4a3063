"""当时公布的样子: each past release with what it listed, and the page of each record that is another one today."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from posixpath import normpath

from markupsafe import Markup

from gongkai.past import PastRelease, Since, Then
from gongkai.render.pages import Entry, Output, Page, root_of
from gongkai.render.tables import Cell, Column, Kind, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.fingerprints import fingerprint, signs

ADDRESS = "releases/"
TITLE = "历次发布"

_ORDER = (Since.CHANGED, Since.WITHHELD, Since.GONE, Since.CARD, Since.SAME)
_LINK = re.compile(r'<a (?P<before>[^>]*?)href="(?P<target>[^"]*)"(?P<after>[^>]*)>(?P<words>.*?)</a>', re.DOTALL)

Records = Callable[[Board], Iterable[Output]]
"""The pages of all records of a board."""

Versions = Mapping[tuple[str, str], str]
"""Where a record stands as it was, by identity and digest."""


def outputs(board: Board, pages: tuple[Page, ...], records: Records) -> Iterator[Output]:
    """The list of releases, the list of what each showed, and the earlier states of records."""
    releases = board.past.releases if board.past else ()
    if not releases:
        return
    versions = _versions(releases)
    there = frozenset(page.address for page in pages)
    titles = {page.source: page.title for page in pages if page.is_record and page.address == f"{page.source}/"}
    for release in releases:
        yield from _release(release, versions, titles)
        yield from _states(board, release, versions, there, records)
    yield from _list(releases)


def _at(release: PastRelease) -> str:
    return f"{ADDRESS}{release.day.isoformat()}/"


def _versions(releases: tuple[PastRelease, ...]) -> Versions:
    """Each state once, with the first release that showed it, so that its address never moves."""
    found: dict[tuple[str, str], str] = {}
    for release in releases:
        for each in release.records:
            if each.since is Since.CHANGED:
                found.setdefault((each.identity, each.digest), f"{_at(release)}{each.identity}/")
    return found


def _states(
    board: Board, release: PastRelease, versions: Versions, there: Collection[str], records: Records
) -> Iterator[Page]:
    own = {
        each.identity: signs(each.digest)
        for each in release.records
        if versions.get((each.identity, each.digest)) == f"{_at(release)}{each.identity}/"
    }
    if not own:
        return
    then = Board(release.selected, board.site_url, board.issues)
    kept = frozenset(there) | {f"{_at(release)}{identity}/" for identity in own}
    for output in records(then):
        if isinstance(output, Page) and output.is_record and (mark := own.get(_owner(output.source))):
            yield _state(output, release, (mark, fingerprint(then, output.source)), kept)


def _owner(identity: str) -> str:
    return "/".join(identity.split("/")[:2])


def _state(page: Page, release: PastRelease, marks: tuple[str, str], there: Collection[str]) -> Page:
    """The page as it was, at an address of its own, under a word that says so.

    `marks` are the fingerprints of the list and of what stands in git: they differ where the day's records
    are not what was released.
    """
    address = f"{_at(release)}{page.address}"
    html = _moved(str(page.html), page.address, address, there)
    now = f"{root_of(address)}{page.address}"
    there_now = page.address in there
    top = render("past_state.html.jinja", address, when=day(release.day), now=now, there=there_now, marks=marks)
    return replace(
        page,
        address=address,
        title=f"{page.title}（{day(release.day)}公布的样子）",
        html=Markup(f"{top}{html}"),
        description=f"{day(release.day)}公布的样子，不是现在的内容。{page.description}",
        source="",
        entry=None,
        alternates=(),
        thing=None,
        mark=f"{page.source.partition('/')[2]}　当时的指纹 {marks[0]}",
        is_gone=True,
        within=((ADDRESS, TITLE), (_at(release), f"{day(release.day)}发布")),
    )


def _moved(html: str, old: str, new: str, there: Collection[str]) -> str:
    """The links of a page as they lead from its new place; what they led to and is no more is left as words."""

    def link(match: re.Match[str]) -> str:
        target = unescape(match["target"])
        if target.startswith("#") or ":" in target.partition("/")[0]:
            return match[0]
        path, mark, rest = _parted(target)
        meant = normpath(f"{old}{path}").removeprefix("./")
        address = "" if meant == "." else f"{meant}/"
        if path.endswith("/") and address in there:
            href = Markup.escape(f"{root_of(new)}{address}{mark}{rest}")
            return f'<a {match["before"]}href="{href}"{match["after"]}>{match["words"]}</a>'
        return match["words"]

    return _LINK.sub(link, html)


def _parted(target: str) -> tuple[str, str, str]:
    """The path of a link, and what follows it."""
    found = re.search(r"[?#]", target)
    return (target, "", "") if found is None else (target[: found.start()], found[0], target[found.end() :])


def _release(release: PastRelease, versions: Versions, titles: Mapping[str, str]) -> Iterator[Output]:
    address = _at(release)
    columns = (
        Column("标题"),
        Column("与现在比", Kind.SENTENCE),
        Column("编号", Kind.SHORT),
        Column("指纹", Kind.SHORT),
    )
    # What is another today is what a reader came for.
    in_order = sorted(release.records, key=lambda each: (_ORDER.index(each.since), each.identity))
    rows = ungrouped((_row(each, root_of(address), versions, titles) for each in in_order), in_order=True)
    name = f"release-{release.day.isoformat()}"
    table = Table("records", "当时公布的记录", columns, rows, counted=f"{len(release.records)} 份")
    tables = shelved((table,), name)
    counts = {since.value: sum(each.since is since for each in release.records) for since in _ORDER}
    html = render("past_release.html.jinja", address, when=day(release.day), table=tables[0], counts=counts)
    yield Page(
        address=address,
        title=f"{day(release.day)}发布的内容",
        html=Markup(html),
        description=f"{day(release.day)}公布的 {len(release.records)} 份记录，与现在相同的、不同的和不再公开的。",
        within=((ADDRESS, TITLE),),
    )
    yield from files_of(address, tables)


def _row(each: Then, root: str, versions: Versions, titles: Mapping[str, str]) -> tuple[Cell | str, ...]:
    number = each.identity.partition("/")[2]
    address = versions.get((each.identity, each.digest)) or (f"{each.identity}/" if each.identity in titles else "")
    title = each.title or "（不显示）"
    shown = Cell(title, href=f"{root}{address}") if address else title
    return (shown, each.since.value, number, _signs(each))


def _signs(each: Then) -> str:
    """The fingerprint of the list, where it may be told."""
    return signs(each.digest) if each.digest else "—"


def _list(releases: tuple[PastRelease, ...]) -> Iterator[Output]:
    columns = (
        Column("发布日"),
        Column("记录", Kind.NUMBER, "份"),
        Column("与现在不同", Kind.NUMBER, "份"),
        Column("不再公开", Kind.NUMBER, "份"),
    )
    rows = ungrouped((_told(release) for release in reversed(releases)), in_order=True)
    tables = shelved((Table("all", TITLE, columns, rows, unit="份"),), "releases")
    html = render("past_releases.html.jinja", ADDRESS, table=tables[0])
    yield Page(
        address=ADDRESS,
        title=TITLE,
        html=Markup(html),
        description="学校保存了清单的历次发布：当时公布了哪些记录，哪些与现在不同，当时是什么样子。",
        entry=Entry("", TITLE, "历次发布 当时公布的样子 清单 版本 存档"),
    )
    yield from files_of(ADDRESS, tables)


def _told(release: PastRelease) -> tuple[Cell | int, ...]:
    changed = sum(each.since is Since.CHANGED for each in release.records)
    gone = sum(each.since in (Since.GONE, Since.WITHHELD) for each in release.records)
    return (Cell(release.day.isoformat(), href=f"./{release.day.isoformat()}/"), len(release.records), changed, gone)
