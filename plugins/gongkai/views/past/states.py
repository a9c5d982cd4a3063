"""当时公布的样子: the page of each record that is another one today, as a release showed it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from html import unescape
from posixpath import normpath

from markupsafe import Markup

from gongkai.past import PastRelease, Since
from gongkai.render.pages import Output, Page, root_of
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.fingerprints import fingerprint, signs
from gongkai.views.past.names import ADDRESS, TITLE, at, called

_LINK = re.compile(r'<a (?P<before>[^>]*?)href="(?P<target>[^"]*)"(?P<after>[^>]*)>(?P<words>.*?)</a>', re.DOTALL)

Records = Callable[[Board], Iterable[Output]]
"""The pages of all records of a board."""


def states(board: Board, release: PastRelease, there: Collection[str], records: Records) -> Iterator[Page]:
    """The records that stand at this release as they were; `there` are the addresses of today's pages."""
    own = {
        each.identity: signs(each.digest) if each.digest else ""
        for each in release.records
        if each.since is Since.CHANGED and each.place == release.name
    }
    if not own or release.selected is None:
        return
    then = Board(release.selected, board.site_url, board.issues, asked=frozenset(own))
    kept = frozenset(there) | {f"{at(release.name)}{identity}/" for identity in own}
    for output in records(then):
        if isinstance(output, Page) and output.is_record:
            marks = (own[_owner(output.source)], fingerprint(then, output.source))
            yield _state(output, release, marks, kept)


def _owner(identity: str) -> str:
    return "/".join(identity.split("/")[:2])


def _state(page: Page, release: PastRelease, marks: tuple[str, str], there: Collection[str]) -> Page:
    """The page as it was, at an address of its own, under a word that says so.

    `marks` are the fingerprints of the list, if one was kept, and of what stands in git: they differ where the day's
    records are not what was released.
    """
    address = f"{at(release.name)}{page.address}"
    html = _moved(str(page.html), page.address, address, there)
    now = f"{root_of(address)}{page.address}"
    there_now = page.address in there
    when = called(release)
    top = render("past_state.html.jinja", address, when=when, now=now, there=there_now, marks=marks)
    return replace(
        page,
        address=address,
        title=f"{page.title}（{day(release.day)}公布的样子）",
        body=Markup(f"{top}{html}"),
        description=f"{day(release.day)}公布的样子，不是现在的内容。{page.description}",
        source="",
        entry=None,
        alternates=(),
        thing=None,
        mark=f"{page.source.partition('/')[2]}　当时的指纹 {marks[0] or marks[1]}",
        is_gone=True,
        within=((ADDRESS, TITLE), (at(release.name), f"{when}发布")),
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
