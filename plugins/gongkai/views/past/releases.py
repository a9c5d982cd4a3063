"""历次发布: each past release with what it showed, what other than the one before it, and what is another one today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from markupsafe import Markup

from gongkai.past import PastRelease, Since, Then, Turn
from gongkai.render.pages import Entry, Output, Page, root_of
from gongkai.render.tables import Cell, Column, Content, Kind, Table, files_of, shelved, ungrouped
from gongkai.render.templates import day, render
from gongkai.views.board import Board
from gongkai.views.fingerprints import signs
from gongkai.views.past.names import ADDRESS, TITLE, at, called
from gongkai.views.past.states import Records, states

_ORDER = (Since.CHANGED, Since.WITHHELD, Since.GONE, Since.CARD, Since.SAME)

_LISTED = 100
"""Of so many records at most a release names all that are others today: ten years of daily releases, each with a
list of all that were amended since, would be larger than everything else. Every record's own page leads to them."""

Titles = Mapping[str, str]
"""What the page of a record is called today, by identity."""


def outputs(board: Board, pages: tuple[Page, ...], records: Records) -> Iterator[Output]:
    """The lists of releases, what each showed, and the earlier states of records."""
    releases = board.past.releases if board.past else ()
    if not releases:
        return
    there = frozenset(page.address for page in pages)
    titles = {page.source: page.title for page in pages if page.is_record and page.address == f"{page.source}/"}
    runs = _runs(releases)
    shown = [run for run in runs if run[0].has_page]
    for place, run in enumerate(shown):
        around = (shown[place - 1] if place else (), shown[place + 1] if place + 1 < len(shown) else ())
        yield from _release(run, around, titles)
        yield from states(board, run[0], there, records)
    yield from _lists(runs, board.past.gap if board.past else "")


Run = Sequence[PastRelease]
"""A release, and those after it that showed the very same."""


def _runs(releases: Iterable[PastRelease]) -> list[Run]:
    runs: list[list[PastRelease]] = []
    for each in releases:
        first = runs[-1][0] if runs else None
        if first and not each.remark and each.same_as == first.name and each.fingerprint == first.fingerprint:
            runs[-1].append(each)
        else:
            runs.append([each])
    return [tuple(run) for run in runs]


def _numbers(run: Run) -> str:
    """Which releases these are: 12, or 12–18; empty where the ledger tells of none."""
    first, last = run[0].n, run[-1].n
    return f"{first}–{last}" if first != last else f"{first or ''}"


def _signs(digest: str) -> str:
    """A fingerprint, where it may be told."""
    return signs(digest) if digest else "—"


# One release ------------------------------------------------------------------------------------------------


def _release(run: Run, around: tuple[Run, Run], titles: Titles) -> Iterator[Output]:
    release = run[0]
    address = at(release.name)
    root = root_of(address)
    name = f"release-{release.name}"
    turned = (_turned(release.against.turns, root, titles),) if release.against and release.against.turns else ()
    # What the school kept the list of is told in full, and to take along.
    others = (_listed(release, root, titles),) if release.is_listed else _others(release, root)
    tables = shelved((*others, *turned), name) if release.is_listed else (*others, *turned)
    html = render(
        "past_release.html.jinja",
        address,
        when=day(release.day),
        release=release,
        run=run,
        numbers=_numbers(run).replace("–", " 至 "),
        until=day(run[-1].day),
        mark=_signs(release.fingerprint),
        others=tables[0] if others else None,
        turned=tables[-1] if turned else None,
        counts={since.value: release.since.get(since, 0) for since in _ORDER},
        changed=release.since.get(Since.CHANGED, 0),
        before=day(release.against.day) if release.against else "",
        around=[
            (word, at(each[0].name), called(each[0]))
            for word, each in zip(("上一次", "下一次"), around, strict=True)
            if each
        ],
    )
    yield Page(
        address=address,
        title=f"{called(release)}发布的内容",
        body=Markup(html),
        description=f"{day(release.day)}公布的 {release.count} 份记录，与现在相同的、不同的和不再公开的。",
        is_record=not release.is_listed,
        within=((ADDRESS, TITLE),),
    )
    if release.is_listed:
        yield from files_of(address, tables)


def _listed(release: PastRelease, root: str, titles: Titles) -> Table:
    """Everything on the list that the school kept."""
    columns = (
        Column("标题"),
        Column("与现在比", Kind.SENTENCE),
        Column("编号", Kind.SHORT),
        Column("指纹", Kind.SHORT),
    )
    # What is another today is what a reader came for.
    in_order = sorted(release.records, key=lambda each: (_ORDER.index(each.since), each.identity))
    rows = ungrouped(
        ((_title(each, root, titles), each.since.value, _number(each), _signs(each.digest)) for each in in_order),
        in_order=True,
    )
    return Table("records", "当时公布的记录", columns, rows, counted=f"{len(release.records)} 份")


def _others(release: PastRelease, root: str) -> tuple[Table, ...]:
    """What is another one today, with the way to what it was."""
    if not 0 < len(release.records) <= _LISTED:
        return ()
    columns = (Column("标题"), Column("编号", Kind.SHORT))
    rows = ungrouped(((_title(each, root, {}), _number(each)) for each in release.records), in_order=True)
    return (Table("records", "与现在不同的记录", columns, rows, counted=f"{len(release.records)} 份"),)


def _turned(turns: tuple[Turn, ...], root: str, titles: Titles) -> Table:
    """What the release showed other than the one before."""
    columns = (
        Column("标题"),
        Column("这一次", Kind.SHORT),
        Column("与现在比", Kind.SENTENCE),
        Column("编号", Kind.SHORT),
    )
    rows = ungrouped(
        (
            (_title(turn.then, root, titles), turn.step.value, turn.then.since.value, _number(turn.then))
            for turn in turns
        ),
        in_order=True,
    )
    return Table("turns", "和前一次不同的记录", columns, rows, counted=f"{len(turns)} 份")


def _number(each: Then) -> str:
    return each.identity.partition("/")[2]


def _title(each: Then, root: str, titles: Titles) -> Content:
    """What a record was called, and the way to what it was, or to what it is."""
    title = each.title or "（不显示）"
    if each.place:
        return Cell(title, href=f"{root}{at(each.place)}{each.identity}/")
    return Cell(title, href=f"{root}{each.identity}/") if each.identity in titles else title


# All releases -----------------------------------------------------------------------------------------------


def _lists(runs: Sequence[Run], gap: str) -> Iterator[Output]:
    """A page for each year; that of the newest is the one which everything leads to."""
    by_year = {year: tuple(found) for year, found in groupby(reversed(runs), key=lambda run: run[-1].day.year)}
    newest = max(by_year)
    counts = [(year, sum(map(len, found))) for year, found in by_year.items()]
    for year, found in by_year.items():
        address = ADDRESS if year == newest else f"{ADDRESS}{year}/"
        several = f"（{year}年）" if len(by_year) > 1 else ""
        tables = shelved((_table(found, root_of(address), f"{TITLE}{several}"),), "releases")
        html = render(
            "past_releases.html.jinja", address, table=tables[0], counts=counts, year=year, newest=newest, gap=gap
        )
        entry = Entry("", f"{TITLE}{several}", "历次发布 当时公布的样子 清单 版本 存档")
        yield Page(
            address=address,
            title=f"{TITLE}{several}",
            body=Markup(html),
            description=f"网站{several}每一次发布：公布了哪些记录，哪些与现在不同，当时是什么样子。",
            entry=entry if year == newest else None,
            within=() if year == newest else ((ADDRESS, TITLE),),
        )
        yield from files_of(address, tables)


def _table(runs: Sequence[Run], root: str, caption: str) -> Table:
    columns = (
        Column("发布日"),
        Column("次数", Kind.SHORT),
        Column("这一次", Kind.SENTENCE),
        Column("记录", Kind.NUMBER, "份"),
        Column("与现在不同", Kind.NUMBER, "份"),
        Column("不再公开", Kind.NUMBER, "份"),
        Column("指纹", Kind.SHORT),
    )
    rows = ungrouped((_row(run, root) for run in runs), in_order=True)
    return Table("all", caption, columns, rows, unit="份")


def _row(run: Run, root: str) -> tuple[Content, ...]:
    release = run[0]
    days = f"{release.day} 至 {run[-1].day}" if release.day != run[-1].day else f"{release.day}"
    page = release.name if release.has_page else release.same_as
    gone = sum(release.since.get(each, 0) for each in (Since.GONE, Since.WITHHELD))
    return (
        Cell(days, href=f"{root}{at(page)}") if page else days,
        _numbers(run),
        _said(run),
        release.count,
        release.since.get(Since.CHANGED, 0) if release.has_page else None,
        gone if release.has_page else None,
        _signs(release.fingerprint),
    )


def _said(run: Run) -> str:
    """What a release did, in a few words."""
    release = run[0]
    parts = [release.remark.rstrip("。")] if release.remark else []
    if release.same_as and not release.remark:
        parts.append("和前一次相同")
    if release.against:
        steps = [turn.step.value for turn in release.against.turns]
        parts.append("、".join(f"{step} {steps.count(step)} 份" for step in dict.fromkeys(steps)))
    if len(run) > 1:
        parts.append("以后各次相同")
    if release.is_listed:
        parts.append("学校存有清单")
    return "；".join(part for part in parts if part)
