"""The commands that make files: new, schema and init."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gongkai import new as creation
from gongkai.cli.chinese import Command, one_of
from gongkai.cli.program import config_option, print_data
from gongkai.cli.starting import add_jobs, start
from gongkai.records.filetypes import FileType, file_type, file_types
from gongkai.schema import schema_of
from gongkai.settings import find, settings
from gongkai.today import today_of

HOSTS = ("github", "gitlab", "gitea", "gitee")
"""Whose jobs `init --ci` knows."""


@click.command("new", cls=Command, options_metavar="[选项]", help="新建一份记录或附加文件，里面逐项写着怎样填。")
@click.argument("kind", metavar="种类")
@click.argument("target", metavar="[记录编号]", required=False)
@click.option("--number", metavar="编号", help="新记录的编号；不写则用下一个。")
@click.option("--folder", metavar="文件夹", help="放在哪个记录文件夹；默认是 mkdocs.yml 里的第一个。")
@click.option("--print", "only_print", is_flag=True, help="只显示内容，不写文件。")
@config_option
def new(
    kind: str,
    target: str | None,
    number: str | None,
    folder: str | None,
    only_print: bool,
    config: str | None,
) -> None:
    wanted = file_type(kind)
    if only_print:
        click.echo(creation.skeleton(wanted), nl=False)
        return
    planned = _planned(wanted, target, number, folder, config)
    creation.create(planned)
    if planned.moved:
        old, new_place = (path.as_posix() for path in planned.moved)
        click.echo(f"已把 {old} 移到 {new_place}，附加文件要和主文件放在一起；网址不变。")
    click.echo(f"已生成 {planned.path.as_posix()}（{wanted.label} {planned.number}）。")
    click.echo("打开它，照里面的说明填写；填好后运行 gongkai check。")


def _planned(
    wanted: FileType, target: str | None, number: str | None, folder: str | None, config: str | None
) -> creation.Planned:
    file = Path(config or "mkdocs.yml")
    found = find(file) if config or file.exists() or not folder else settings(Path(), {})
    place = Path(folder) if folder else found.records[0]
    if wanted.owners:
        if not target:
            example = f"gongkai new {wanted.name} {wanted.owners[0].folder}/编号"
            raise click.UsageError(f"{wanted.label}要写明是哪一件，如：{example}")
        return creation.plan_act(wanted, target, (place, *found.records))
    if target:
        raise click.UsageError(f"多写了：{target}。{wanted.label}的编号用 --number 写。")
    if wanted.kind:
        return creation.plan_record(wanted, place, found.records, today_of(found).day, number)
    return creation.plan_settings(wanted, place)


@click.command(cls=Command, options_metavar="[选项]", help="输出 JSON Schema，编辑器据此提示和检查键和值。")
@click.argument("kind", metavar="[种类]", required=False)
@click.option("--to", metavar="文件夹", help="写成文件：每个种类一份 种类.schema.json。")
def schema(kind: str | None, to: str | None) -> None:
    wanted = (file_type(kind),) if kind else file_types()
    if to:
        Path(to).mkdir(parents=True, exist_ok=True)
        for each in wanted:
            (Path(to) / f"{each.name}.schema.json").write_text(_schema_text(each), "utf-8", newline="\n")
        click.echo(f"已写 {len(wanted)} 份到 {to}。")
    elif kind:
        print_data(_schema_text(wanted[0]).rstrip("\n"))
    else:
        for each in wanted:
            click.echo(f"{each.name}  {each.label}  {each.file}")
        click.echo("\n用 gongkai schema 种类 看一种，用 gongkai schema --to 文件夹 全部写成文件。")


def _schema_text(kind: FileType) -> str:
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n"


@click.command(cls=Command, options_metavar="[选项]", help="为一所学校生成起步文件夹：设置、三条示例记录和说明。")
@click.argument("folder", metavar="文件夹")
@click.option(
    "--ci",
    "host",
    metavar="平台",
    callback=one_of(*HOSTS),
    help=f"另加自动检查和发布的文件，平台写 {'、'.join(HOSTS)}；已有的学校文件夹只加这些。",
)
def init(folder: str, host: str | None) -> None:
    place = Path(folder)
    if not (host and (place / "mkdocs.yml").is_file()):
        count = start(place)
        click.echo(f"已在 {folder} 生成 {count} 个文件。接下来：")
        click.echo("  1. 进入这个文件夹，按 README.md 填写 disclosures/ 里的三份设置。")
        click.echo("  2. 运行 gongkai check 检查，运行 mkdocs serve 边改边看。")
        click.echo("  3. 示例记录看懂以后删去，用 gongkai new 提案 写第一份自己的记录。")
    if host:
        _jobs(place, host)


def _jobs(place: Path, host: str) -> None:
    added = add_jobs(place, host)
    if added.written:
        click.echo(f"已加上自动检查和发布的文件 {len(added.written)} 个：{'、'.join(added.written)}。")
    if added.kept:
        click.echo(f"已经有的没有动：{'、'.join(added.kept)}。要换成新的，先删去它们，再运行一次。")
    click.echo("怎样打开，一步一步写在 ci/README.md 里；网站放在哪里，填在 ci/target.sh 里。")
