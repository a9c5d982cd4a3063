"""`gongkai verify`: whether a copy of a site, or the repository behind it, still says what was released."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

from gongkai import release
from gongkai.cli.chinese import FOUND, OK, Command
from gongkai.cli.program import format_option, print_data
from gongkai.cli.showing import working
from gongkai.history.registers import registers_of
from gongkai.release.evidence import evidence, recorded
from gongkai.release.repository import History, kept_releases
from gongkai.release.sources import Folder, Source
from gongkai.release.verdicts import Look
from gongkai.settings import find
from gongkai.sheets.matching import typed_signs


@click.command(
    cls=Command,
    options_metavar="[选项]",
    help="核对一份网站副本是不是发布时的样子：文件夹、zip 存档，或本机的网址。不联网；不符时退出码为 1。",
)
@click.argument("source", metavar="[副本]", required=False)
@click.option("--against", "older", metavar="旧副本", help="和以前留的副本或它的 data/release.json 比，查退回和重做。")
@click.option("--fingerprint", metavar="指纹", help="纸上、屏上或会议记录里整次发布的指纹，如 7F3A-91C2。")
@click.option("--repository", metavar="文件夹", help="再从记录的仓库重算各次发布，查被改写的历史。")
@click.option("--ledger", metavar="文件", help="发布台账 ledger.jsonl，写明每次发布用的提交；和 --repository 一起用。")
@format_option("json")
@click.pass_context
def verify(
    ctx: click.Context,
    source: str | None,
    older: str | None,
    fingerprint: str | None,
    repository: str | None,
    ledger: str | None,
    form: str,
) -> None:
    if ledger and not repository:
        raise click.UsageError("选项 --ledger 要和 --repository 一起写，如 --repository . 。", ctx)
    if not (source or repository):
        raise click.UsageError("还要写上副本：网站的文件夹、zip 存档，或本机的网址；或者用选项 --repository。", ctx)
    if not source and (older or fingerprint):
        raise click.UsageError("选项 --against 和 --fingerprint 要和副本一起写。", ctx)
    signs = _signs(fingerprint, ctx)
    with working("正在核对"):
        copy = release.opened(source) if source else None
        found = release.Verdict(repository or "")
        if copy:
            found = release.verify(copy, release.copy_of(older) if older else None, signs)
        if repository:
            found = found.and_also(_repository(Path(repository), Path(ledger) if ledger else None, copy))
    print_data(release.as_json(found) if form == "json" else release.as_text(found))
    ctx.exit(OK if found.is_whole else FOUND)


def _signs(typed: str | None, ctx: click.Context) -> str:
    """The eight signs of a fingerprint as somebody read them; empty where none was typed."""
    if typed is None:
        return ""
    signs = typed_signs(typed)
    if len(signs) != 8:
        raise click.UsageError(f"选项 --fingerprint 写的是“{typed}”。指纹是八位数字和字母 A 到 F，如 7F3A-91C2。", ctx)
    return signs


def _repository(folder: Path, ledger: Path | None, copy: Source | None) -> release.Verdict:
    """What the repository no longer says as it was released."""
    settings = find(folder / "mkdocs.yml")
    lines = recorded(ledger) if ledger else ()
    known = evidence(_copies(ledger, copy), release.key_of(settings.base, os.environ))
    with registers_of(settings.records, settings.base) as registers:
        return History(registers, known, Look(str(folder))).check(lines, settings.records, settings.base)


def _copies(ledger: Path | None, copy: Source | None) -> Iterator[Source]:
    if ledger:
        yield from map(Folder, kept_releases(ledger))
    if copy:
        yield copy
