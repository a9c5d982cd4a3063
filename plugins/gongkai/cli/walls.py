"""What `gongkai print` says of sheets that hang already: which come down, and which record one is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain

import click

from gongkai.cli.chinese import FOUND, OK
from gongkai.cli.program import print_data
from gongkai.load import RELEASES, load
from gongkai.personal import mask
from gongkai.records import Audience
from gongkai.records.notice import Notice
from gongkai.register import Register
from gongkai.render.templates import day
from gongkai.select import select
from gongkai.settings import Settings
from gongkai.sheets.matching import LEAST, Match, matches, near, typed_signs, whole_matches
from gongkai.sheets.takedown import takedown
from gongkai.sheets.takedown_words import told
from gongkai.source.releases import Release, UnreadableReleaseError, release
from gongkai.views.board import Board
from gongkai.views.fingerprints import fingerprint


def take_down(settings: Settings, today: date) -> int:
    """List what comes off the walls; records that cannot be read are no reason to leave the others hanging."""
    register = load(settings.records, settings.base).register
    board = cache(lambda audience: _board(settings, register, audience, today))

    def printed(identity: str) -> str:
        own = register.records[identity].content.audience
        return fingerprint(board(Audience.STAFF if own is Audience.STAFF else Audience.PUBLIC), identity)

    print_data(told(takedown(register, today, printed)))
    if register.broken:
        click.echo(f"\n另有 {len(register.broken)} 条记录读不出来，没有算；先用 gongkai check 改好。")
    return OK


def match(settings: Settings, today: date, words: str) -> int:
    """Name the record that a fingerprint was read off, and say whether it is still as it was printed."""
    typed = typed_signs(words)
    if len(typed) < LEAST:
        raise click.UsageError(
            f"选项 --match 写的是“{words}”。指纹是八位数字和字母 A 到 F，如 7F3A-91C2；"
            f"看不清的，至少写连着的 {LEAST} 位。"
        )
    register = load(settings.records, settings.base).register
    releases, unread = _releases(settings)
    for notice in unread:
        click.echo(notice, err=True)
    audiences = sorted((Audience.PUBLIC, Audience.STAFF), key=lambda each: each is not settings.audience)
    for audience in audiences:
        board = _board(settings, register, audience, today)
        own = tuple(each for each in releases if each.audience == audience.value)
        told_of = chain.from_iterable(_told(board, each) for each in matches(board, words, own))
        whole = (_told_whole(signs, since) for signs, since in whole_matches(board, words, own))
        if lines := (*told_of, *whole):
            print_data("\n".join(lines))
            return OK
    print_data("\n".join(_unknown(_board(settings, register, settings.audience, today), words)))
    return FOUND


def _board(settings: Settings, register: Register, audience: Audience, today: date) -> Board:
    return Board(select(register, audience, today), settings.site_url)


def _releases(settings: Settings) -> tuple[tuple[Release, ...], tuple[str, ...]]:
    """Every earlier release that is kept beside the records, and a sentence for each that cannot be read."""
    paths = [settings.previous] if settings.previous else []
    paths += sorted(path for folder in settings.records for path in (folder / RELEASES).glob("*.json"))
    found, unread = [], []
    for path in dict.fromkeys(paths):
        try:
            found.append(release(path, settings.base))
        except UnreadableReleaseError as error:
            unread.append(str(error))
    return tuple(found), tuple(unread)


def _told(board: Board, found: Match) -> Iterator[str]:
    edition = "" if board.selected.is_public else "（教职工版）"
    record = board.register.records.get(found.identity)
    number = found.identity.partition("/")[2]
    name = f"{record.content.label} {number}  {mask(record.content.heading)}" if record else found.identity
    yield f"{found.asked}  {name}{edition}"
    if address := board.absolute(f"{found.identity}/"):
        yield f"    {address}"
    if record and isinstance(record.content, Notice) and record.content.last < board.today:
        yield f"    公示期到 {day(record.content.last)}，已经满了。还贴着的请撤下：gongkai print --takedown"
        return
    if found.is_current:
        yield "    和现在公布的是同一稿。"
        return
    since = f"是 {day(found.since)}发布时的那一稿" if found.since else ""
    if found.now:
        yield f"    {since}，以后改过：现在的指纹是 {found.now}。请换上新印的一张：gongkai print {found.identity}"
    else:
        yield f"    {since}，现在不再公布。请撤下：gongkai print --takedown"


def _told_whole(signs: str, since: date | None) -> str:
    """What is said of the fingerprint of a paper that counts many records."""
    if since is None:
        return f"{signs}  报告等生成的文书，数的是全部公开的记录\n    和现在公布的是同一稿。"
    what = f"{signs}  报告等生成的文书，按 {day(since)}发布时的全部记录"
    return f"{what}\n    以后有记录改过，数字可能不同了。请换上新印的：gongkai print 报告"


def _unknown(board: Board, words: str) -> Iterator[str]:
    yield f"{words}：没有记录是这个指纹，留存的发布清单里也没有。"
    for identity, own in near(board, words):
        yield f"    差一位的有：{own}  {identity}  {mask(board.titles[identity])}"
    yield "    常认错的：8 和 B、0 和 D、5 和 6。都对的，是张贴以后改过：按纸上的编号看网页，或重印一张。"
