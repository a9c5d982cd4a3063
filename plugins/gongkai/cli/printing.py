"""`gongkai print`: sheets of paper from records, for the wall and for the file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from gongkai import press
from gongkai.cli import walls
from gongkai.cli.chinese import FOUND, OK, Command, one_of
from gongkai.cli.program import audience_option, config_option, settings_of, today_option
from gongkai.cli.showing import print_findings, whose_day, working
from gongkai.publish import Refused
from gongkai.render.typefaces import Typefaces
from gongkai.render.typesetting import typesetter
from gongkai.settings import Settings
from gongkai.sheets.composing import FORMS, PAPERS, REPORTS, STYLES, Wish, reports_of, sheets_of
from gongkai.sheets.document import Sheet, Style
from gongkai.sheets.printing import LIST, Done, Press, UnprintableError, write
from gongkai.sheets.selection import MONTH, ON_NOTICE, Refusal, selection
from gongkai.today import Today, today_of

FOLDER = "sheets"
"""Where sheets go unless told; git leaves it out, since every sheet can be made again."""
FONTS = "fonts"
"""Beside mkdocs.yml, for fonts that are not installed."""

_WHOLE = (MONTH, ON_NOTICE)
"""Words that ask for a whole: what no longer belongs to it is taken away."""


@dataclass
class _Asked:
    """What was typed, and what came of it while the board was at hand."""

    typed: tuple[str, ...]
    wish: Wish
    refused: tuple[Refusal, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The word that asks for a whole, if nothing else was typed and no form leaves a part of it out."""
        return self.typed[0] if len(self.typed) == 1 and self.typed[0] in _WHOLE and not self.wish.form else ""


@click.command(
    "print",
    cls=Command,
    options_metavar="[选项]",
    help="把记录排成 PDF，贴公开栏或存档；只重排有变化的。编号可写多个，也可写 本月、公示、报告；不写就是 本月。",
)
@click.argument("numbers", nargs=-1, metavar="[编号]…")
@click.option("--form", metavar="式样", callback=one_of(*FORMS), help=f"{'、'.join(FORMS)}；不写就按记录的种类。")
@click.option("--style", metavar="格式", callback=one_of(*STYLES), help="公示式（默认）或公文式（GB/T 9704 的尺寸）。")
@click.option("--paper", metavar="纸张", callback=one_of(*PAPERS), help="海报的纸张：A4、A4横、A3（默认）、A3横。")
@click.option("--to", metavar="文件夹", default=FOLDER, help=f"写到哪个文件夹，默认 {FOLDER}。")
@audience_option(staff="教职工，纸上标明内部公开")
@click.option("--takedown", is_flag=True, help="不印：列出今天要从墙上撤下的，和撤下后怎样登记。")
@click.option("--match", metavar="指纹", help="不印：查张贴件上的指纹（如 7F3A-91C2）是哪份记录、改过没有。")
@today_option
@config_option
@click.pass_context
def print_(  # noqa: PLR0913, PLR0917 - click calls it with every option
    ctx: click.Context,
    numbers: tuple[str, ...],
    form: str | None,
    style: str | None,
    paper: str | None,
    to: str,
    audience: str | None,
    takedown: bool,
    match: str | None,
    today: str | None,
    config: str | None,
) -> None:
    found = settings_of(config, audience=audience)
    day = today_of(found, today)
    if takedown or match is not None:
        ctx.exit(walls.match(found, day.day, match) if match is not None else walls.take_down(found, day.day))
    wish = Wish(form or "", STYLES[style] if style else Style.NOTICE, PAPERS[paper] if paper else None)
    ctx.exit(_printed(found, day, _Asked(numbers or (MONTH,), wish), to))


def _printed(found: Settings, day: Today, asked: _Asked, to: str) -> int:
    """Print what was asked for and say what came of it."""
    try:
        with working("正在检查和挑选"):
            made = press.printing(found, day.day, lambda desk: _chosen(desk, asked))
    except Refused as refused:
        print_findings(refused.shown)
        click.echo(f"{refused.summary}\n没有排印，{to} 没有改动。")
        return FOUND
    for refusal in asked.refused:
        click.echo(refusal.sentence)
    for identity in asked.empty:
        click.echo(f"{identity}：没有适合的式样，没有印。去掉 --form，或换一个式样。")
    if made or (asked.whole and (Path(to) / LIST).exists()):
        try:
            with _counting(len(made)) as count:
                done = write(Path(to), made, _press(found), _named(asked, found), day.day, count)
        except UnprintableError as error:
            click.echo(f"{error}\n没有排印，{to} 没有改动。")
            return FOUND
        click.echo("\n".join(line for line in (*_told(done, to), whose_day(day)) if line))
    elif not asked.refused and not asked.empty:
        click.echo("按现在的记录，没有要印的。")
    return FOUND if asked.refused or asked.empty else OK


def _chosen(desk: press.Desk, asked: _Asked) -> Iterator[Sheet]:
    """The sheets of everything that was typed; what cannot be printed is noted."""
    records: list[str] = []
    for typed in asked.typed:
        reports = reports_of(desk.board, typed, asked.wish)
        yield from reports
        if not reports and typed != REPORTS:
            records.append(typed)
    found = selection(desk.board, desk.whole, records) if records else None
    if found is None:
        return
    asked.refused = found.refused
    empty: list[str] = []
    for each in found.chosen:
        sheets = tuple(sheets_of(desk.board, (each.identity,), asked.wish))
        if not sheets and not any(typed in _WHOLE for typed in asked.typed):
            empty.append(each.identity)
        yield from sheets
    asked.empty = tuple(empty)


def _named(asked: _Asked, found: Settings) -> str:
    """The name of a whole in the list of what was made; one for staff is another than that for the public."""
    return "-".join((asked.whole, found.audience.value, asked.wish.style.value)) if asked.whole else ""


def _press(found: Settings) -> Press:
    engine = typesetter((found.base / FONTS,))
    return Press(engine, Typefaces(engine.faces))


def _told(done: Done, to: str) -> Iterable[str]:
    parts = (
        f"新排 {len(done.made)} 份" if done.made else "",
        f"没有变化、不用重排 {len(done.unchanged)} 份" if done.unchanged else "",
        f"撤去过期或不再需要的 {len(done.removed)} 份" if done.removed else "",
    )
    if any(parts):
        yield f"{to}：{'，'.join(part for part in parts if part)}。"
    yield from (f"  {to}/{name}" for name in done.made)
    yield from (f"{to}/{name} 后来改动过，没有删；不需要了请自己删去。" for name in done.foreign)


@contextmanager
def _counting(total: int) -> Iterator[Callable[[str], None]]:
    """A bar that grows with every sheet; nothing at all where nobody looks on."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("正在排版", total=total)
        yield lambda name: progress.advance(task)
