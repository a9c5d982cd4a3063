"""What several commands show alike: findings, the day that counts as today, that something takes its time."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from gongkai.report import Shown, as_text
from gongkai.today import Origin, Today


@contextmanager
def working(label: str) -> Iterator[None]:
    """A moving bar while something takes its time; nothing at all where nobody looks on."""
    if not sys.stderr.isatty():
        yield
        return
    # Imported where they are needed: rich takes as long as checking a hundred records.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(label, total=None)
        yield


def print_findings(shown: Sequence[Shown]) -> None:
    """Every finding in its own words, with colour where there is a terminal."""
    if not shown:
        return
    from rich.console import Console  # noqa: PLC0415  # as above

    from gongkai.cli import terminal  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True)
    for each in shown:
        if console.is_terminal:
            console.print(terminal.finding(each), end="\n\n")
        else:
            click.echo(as_text(each) + "\n")


def whose_day(day: Today) -> str:
    """Why another day than that of the clock counts as today; nothing where it does not."""
    reasons = {
        Origin.TYPED: "--today 指定",
        Origin.ENVIRONMENT: "环境变量 GONGKAI_TODAY 指定",
        Origin.PINNED: "mkdocs.yml 里的 today 固定了日期，不会往前走；正式使用时删去那一行",
    }
    reason = reasons.get(day.origin)
    return f"今天按 {day.day} 算（{reason}）。" if reason else ""
