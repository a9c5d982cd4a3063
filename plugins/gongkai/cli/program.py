"""The program itself, and what its commands share: options, settings, how data is written out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import click

from gongkai.cli.chinese import Program, one_of
from gongkai.settings import AUDIENCES, BadSettings, Settings, find, settings

_F = TypeVar("_F", bound=Callable[..., Any])


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        try:
            click.echo(f"gongkai {version('gongkai')}")
        except PackageNotFoundError:
            click.echo("gongkai（未安装，直接从源码运行）")
        ctx.exit()


_COMMANDS = {
    "check": "checking:check",
    "build": "building:build",
    "publish": "publishing:publish",
    "review": "reviewing:review",
    "approvals": "approving:approvals",
    "explain": "explaining:explain",
    "rules": "explaining:rules",
    "figures": "counting:figures",
    "fix": "mending:fix",
    "names": "naming:names",
    "new": "making:new",
    "schema": "making:schema",
    "init": "making:init",
    "template": "workbooks:template",
    "import": "workbooks:import_",
    "print": "printing:print_",
    "kiosk": "kiosk:kiosk",
    "verify": "verifying:verify",
    "doctor": "doctor:doctor",
    "host": "hosting:host",
}
"""Every command in the order of the help, and where in this room it is written."""


@click.group(
    cls=Program,
    places=_COMMANDS,
    invoke_without_command=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    help="校务公开：检查公开记录，生成人人看得懂、算得清的公开网站。",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="显示版本。")
@click.pass_context
def main(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


config_option = click.option("--config", metavar="文件", help="站点设置，默认 mkdocs.yml。")
today_option = click.option("--today", metavar="日期", help="把这一天当作今天，如 2026-11-20。")
scheduled_option = click.option("--scheduled", is_flag=True, help="每日定时任务用：到期未办只标红，不停止。")


def audience_option(public: str = "社会", staff: str = "教职工") -> Callable[[_F], _F]:
    """For whom something is made, in the words of the command."""
    words = f"public（{public}）或 staff（{staff}）；默认按 mkdocs.yml。"
    return click.option("--audience", metavar="范围", callback=one_of(*AUDIENCES), help=words)


def format_option(*forms: str, **notes: str) -> Callable[[_F], _F]:
    """How what a command says is written: for people, unless another form is asked for; `notes` explain a form."""
    told = (f"{form}（{notes[form]}）" if form in notes else form for form in forms)
    words = "、".join(("text（给人看）", *told))
    return click.option(
        "--format", "form", default="text", metavar="格式", callback=one_of("text", *forms), help=f"{words}。"
    )


def settings_of(config: str | None, folders: Sequence[str] = (), audience: str | None = None) -> Settings:
    """What mkdocs.yml says, with the folders and the audience typed in its place; without the file, its defaults."""
    found = _found(Path(config or "mkdocs.yml"), folders, is_named=bool(config))
    return replace(found, audience=AUDIENCES[audience]) if audience else found


def _found(file: Path, folders: Sequence[str], *, is_named: bool) -> Settings:
    if not folders:
        return find(file)
    for folder in folders:
        if not Path(folder).is_dir():
            raise BadSettings(f"没有文件夹“{folder}”。检查名字，或不写文件夹，按 mkdocs.yml 里的 records 检查。")
    found = find(file) if is_named or file.exists() else settings(Path(), {})
    return replace(found, records=tuple(Path(folder) for folder in folders))


def print_data(text: str) -> None:
    """For programs: UTF-8 whatever the console's own encoding."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    click.echo(text)
