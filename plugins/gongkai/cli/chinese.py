"""Click in Chinese: help, objections and the ways to end; its own words are English."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from rich.cells import cell_len

from gongkai.collector import collector_paused
from gongkai.unable import Unable

OK, FOUND, WRONG = 0, 1, 2
"""The three exit codes: nothing wrong, findings that are errors, wrong use or unreadable setup."""


class Command(click.Command):
    """A command whose help and objections are Chinese; click's own are English."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group):
            raise click.UsageError(f"多写了：{' '.join(rest)}。", ctx)
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        _write_table(formatter, "选项", [record for option in options if (record := option.get_help_record(ctx))])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "显示这段说明。"
        return option


def _write_table(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]]) -> None:
    """Two columns; click's own table takes a Chinese character for one column wide."""
    widths = [cell_len(left) for left, _ in rows]
    formatter.write(f"\n{heading}：\n")
    for (left, right), width in zip(rows, widths, strict=True):
        told = right.replace("  [required]", "（必填）")
        formatter.write(f"  {left}{' ' * (max(widths) - width)}  {told}\n")


class Program(Command, click.Group):
    """The program: every way in which it can end has a Chinese sentence and one of three exit codes.

    `places` says for each command in which module of this room it is written, and as what. A module is imported
    when its command is asked for: all of them would take longer than the short ones run.
    """

    command_class = Command

    def __init__(self, *args: Any, places: Mapping[str, str], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.places = places

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        found = ((name, self.get_command(ctx, name)) for name in self.places)
        shown = [(name, command.help or "") for name, command in found if command and not command.hidden]
        _write_table(formatter, "命令", shown)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.places:
            return None
        module, _, name = self.places[cmd_name].partition(":")
        with collector_paused():
            command: click.Command = getattr(import_module(f"gongkai.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.places:
            hint = _nearest(args[0], self.places)
            shown = (name for name in self.places if not getattr(self.get_command(ctx, name), "hidden", False))
            raise click.UsageError(f"没有“{args[0]}”这个命令。{hint}可以用：{'、'.join(shown)}。", ctx)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a Windows console may lack a character
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "gongkai"
            code = _wrong(f"{_sentence(error)}\n用 {command} --help 看用法。")
        except Unable as error:
            code = _wrong(str(error))
        except (click.Abort, KeyboardInterrupt):
            code = _wrong("已停下。")
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else Python objects once more at the end
            code = OK
        except OSError as error:
            code = _wrong(_unwritable(error))
        except Exception as error:  # noqa: BLE001 - the last resort: what a clerk sees is never a stack trace
            place = traceback.extract_tb(error.__traceback__)[-1]
            name = f"{type(error).__name__}，{Path(place.filename).name} 第 {place.lineno} 行"
            code = _wrong(f"程序内部出错（{name}）。这不是您的错，请把这句话报告给维护者。")
        sys.exit(code if isinstance(code, int) else OK)


_CAUSES = {
    errno.ENOSPC: ("磁盘满了", "删去不用的文件，再运行一次。"),
    errno.EDQUOT: ("分给您的磁盘空间用完了", "删去不用的文件，再运行一次。"),
    errno.EACCES: ("没有读写的权限", "换到自己的文件夹里；文件正在别的程序里打开的，先关掉。"),
    errno.EPERM: ("没有读写的权限", "换到自己的文件夹里，或请管理员给权限。"),
    errno.EROFS: ("这里只能读，不能写", "换一个文件夹。"),
    errno.ENAMETOOLONG: ("文件名太长", "把编号或文件夹名改短。"),
}
"""What the usual failures of reading and writing are called, and what to do."""


def _unwritable(error: OSError) -> str:
    cause, cure = _CAUSES.get(error.errno or 0, (error.strerror or "", "检查权限和磁盘空间。"))
    file = f"{error.filename} " if error.filename else ""
    return f"读写文件时出错：{file}{cause}。{cure}"


def _wrong(message: str) -> int:
    click.echo(message, err=True)
    return WRONG


def _nearest(typed: str, known: Iterable[str]) -> str:
    near = get_close_matches(typed, list(known), 1, 0.5)
    return f"是不是“{near[0]}”？" if near else ""


def _sentence(error: click.UsageError) -> str:
    """What click objects to, in Chinese."""
    options = [param for param in error.ctx.command.params if isinstance(param, click.Option)] if error.ctx else []
    if isinstance(error, click.NoSuchOption):
        names = [name for option in options for name in option.opts]
        return f"没有“{error.option_name}”这个选项。{_nearest(error.option_name, names)}"
    if isinstance(error, click.MissingParameter) and error.param:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.metavar
        return f"还要写上{'选项 ' if isinstance(error.param, click.Option) else ''}{name}。"
    if isinstance(error, click.BadOptionUsage):
        flags = [name for option in options if option.is_flag for name in option.opts]
        return f"选项 {error.option_name} 后面{'不写值' if error.option_name in flags else '要写上值'}。"
    if isinstance(error, click.BadParameter) and error.param:
        return f"选项 {error.param.opts[0]} {error.message}"
    return error.message


def one_of(*choices: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """For an option that takes one of a few words."""

    def accept(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise click.BadParameter(f"写的是“{value}”。可以写：{'、'.join(choices)}。", ctx, param)
        return value

    return accept
