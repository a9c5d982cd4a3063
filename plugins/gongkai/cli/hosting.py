"""The commands that only a host's jobs use: what a request is, who approved it, and the comment under it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gongkai.cli.chinese import Command, Program, one_of
from gongkai.cli.program import print_data
from gongkai.fixing import write_atomically
from gongkai.hosts import HOSTS, GitHub, Host, HostError, host_of, remark

_F = TypeVar("_F", bound=Callable[..., Any])

_PLACES = {
    "request": "hosting:request",
    "approvals": "hosting:approvals",
    "comment": "hosting:comment",
}


@click.group(
    cls=Program,
    places=_PLACES,
    hidden=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    help="给代码托管平台上的自动任务用：查合并请求、取审批、写审阅评论。令牌放在环境变量 GONGKAI_TOKEN 里。",
)
def host() -> None:
    pass


def _place(command: _F) -> _F:
    """Where a request lies; each host's own jobs say it in variables of their own."""
    for option in (
        click.option("--repository", metavar="仓库", help="所有者/仓库名；GitLab 也可以写项目编号。"),
        click.option("--api", metavar="网址", help="接口的网址，自己架设的平台才要写。"),
        click.option(
            "--host", "name", metavar="平台", required=True, callback=one_of(*HOSTS), help=f"{'、'.join(HOSTS)}。"
        ),
    ):
        command = option(command)
    return command


_VARIABLES = {
    "github": ("GITHUB_API_URL", "GITHUB_REPOSITORY"),
    "gitea": ("GITHUB_API_URL", "GITHUB_REPOSITORY"),
    "gitlab": ("CI_API_V4_URL", "CI_PROJECT_ID"),
    "gitee": ("GONGKAI_API", "GONGKAI_REPOSITORY"),
}


def _host(name: str, api: str | None, repository: str | None) -> Host | GitHub:
    for_api, for_repository = _VARIABLES[name]
    api = api or os.environ.get(for_api) or HOSTS[name].api
    repository = repository or os.environ.get(for_repository)
    if not api:
        raise click.UsageError("还要写上选项 --api，如 https://git.school.example/api/v1。")
    if not repository:
        raise click.UsageError("还要写上选项 --repository，如 school/gongkai。")
    return host_of(name, api, repository, os.environ.get("GONGKAI_TOKEN", ""))


def _number(ctx: click.Context, param: click.Parameter, value: str) -> int:
    if re.fullmatch(r"[1-9][0-9]{0,8}", value, re.ASCII):
        return int(value)
    raise click.BadParameter(f"写的是“{value[:40]}”。写合并请求的编号，如 7。", ctx, param)


def _commit(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", value):
        return value
    raise click.BadParameter(f"写的是“{value[:40]}”。写完整的提交号（40 位）。", ctx, param)


_NUMBER = click.option("--number", metavar="编号", required=True, callback=_number, help="合并请求的编号。")


@click.command(
    cls=Command, options_metavar="[选项]", help="GitHub：打印一个分支的合并请求的编号；有更新的提交就不打印。"
)
@_place
@click.option("--branch", metavar="所有者:分支", required=True, help="合并请求从哪个分支来。")
@click.option("--commit", metavar="提交号", required=True, callback=_commit, help="检查的是哪个提交。")
def request(name: str, api: str | None, repository: str | None, branch: str, commit: str) -> None:
    at = _host(name, api, repository)
    if name != "github" or not isinstance(at, GitHub):
        raise click.UsageError("这个命令只用于 GitHub；别的平台直接说合并请求的编号。")
    number = at.number_of(branch, commit)
    if number is None:
        click.echo("合并请求已经关闭，或有了更新的提交，这一次不用再做。", err=True)
    else:
        print_data(f"number={number}\nhead={commit}")


@click.command(cls=Command, options_metavar="[选项]", help="取合并请求上的批准，写成 --approvals 用的 JSON。")
@_place
@_NUMBER
@click.option("--to", metavar="文件", required=True, help="写到哪个文件。")
def approvals(name: str, api: str | None, repository: str | None, number: int, to: str) -> None:
    found = [
        {
            "account": each.account,
            "host": name,
            "state": each.state.value,
            "commit": each.commit,
            "submitted": each.submitted,
        }
        for each in _host(name, api, repository).opinions(number)
    ]
    write_atomically(Path(to), (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode())
    click.echo(f"取到 {len(found)} 条批准或要求修改。")
    if name == "gitee":
        click.echo("Gitee 的接口没有说批准的是哪个提交，审批请写进合并的提交说明（审核: 岗位）。")


@click.command(cls=Command, options_metavar="[选项]", help="把审阅报告写成一条评论；已有自己写的就在原处更新。")
@click.argument("report", metavar="报告")
@_place
@_NUMBER
@click.option("--link", metavar="网址", default="", help="完整报告的网址。")
def comment(name: str, api: str | None, repository: str | None, report: str, number: int, link: str) -> None:
    file = Path(report)
    if not file.is_file():
        raise HostError(f"没有文件“{report}”。先运行 gongkai review，把它写的存成这个文件。")
    if file.stat().st_size > remark.LARGEST:
        raise HostError(f"{report} 太大，不像是一条评论，没有写。")
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise HostError(f"{report} 不是 UTF-8 编码，不像是 gongkai review 写的，没有写。") from None
    click.echo(remark.keep(_host(name, api, repository), number, text, link).value)
