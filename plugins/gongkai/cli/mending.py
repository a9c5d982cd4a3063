"""The command that mends what can be mended without a doubt: fix."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console

from gongkai.cli import terminal
from gongkai.cli.chinese import FOUND, Command
from gongkai.cli.program import config_option, settings_of
from gongkai.fixing import fixed, write_atomically
from gongkai.personal import mask
from gongkai.settings import BadSettings


@click.command(cls=Command, options_metavar="[选项]", help="修正编码、BOM 和全角标点；先显示改动，不写文件。")
@click.argument("paths", nargs=-1, metavar="[文件或文件夹]…")
@click.option("--write", is_flag=True, help="直接写入，不再询问。")
@config_option
@click.pass_context
def fix(ctx: click.Context, paths: tuple[str, ...], write: bool, config: str | None) -> None:
    changes = []
    for path in _record_files([Path(path) for path in paths] or settings_of(config).records):
        if change := fixed(path.read_bytes(), path.as_posix()):
            changes.append((path, change))
            _print_change(path, change.mended, terminal.difference(path.as_posix(), change.old, change.new))
    if not changes:
        click.echo("没有需要修正的地方。")
        return
    if not write and not _agreed(len(changes)):
        click.echo(f"{len(changes)} 个文件可以修正，还没有写入；写入请运行 gongkai fix --write。")
        ctx.exit(FOUND)
    for path, change in changes:
        write_atomically(path, change.data)
    click.echo(f"已修正 {len(changes)} 个文件。再运行 gongkai check 看看。")


def _record_files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise BadSettings(f"没有“{path}”这个文件或文件夹。")
        found = [path] if path.is_file() else [Path(top, name) for top, _, names in os.walk(path) for name in names]
        yield from sorted(
            each for each in found if each.suffix in (".md", ".yml") and each.is_file() and not each.is_symlink()
        )


def _print_change(path: Path, notes: Sequence[str], difference: str) -> None:
    """What would change; personal data in the lines around is masked, for this may end in a public log."""
    click.echo("\n".join((f"{path.as_posix()}：", *(f"  {mask(note)}" for note in notes))))
    console = Console(highlight=False, soft_wrap=True)
    if difference and console.is_terminal:
        console.print(terminal.coloured_difference(mask(difference)))
    elif difference:
        click.echo(mask(difference))
    click.echo()


def _agreed(count: int) -> bool:
    """Ask, where somebody is there to be asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        return input(f"写入这 {count} 个文件吗？[y/N] ").strip().lower() in ("y", "yes", "是")
    except EOFError:
        return False
