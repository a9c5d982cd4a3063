"""The command that makes the whole board: build."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from gongkai import archive
from gongkai.archive import Archive
from gongkai.cli.chinese import FOUND, Command
from gongkai.cli.program import audience_option, config_option, scheduled_option, settings_of, today_option
from gongkai.cli.showing import print_findings, whose_day, working
from gongkai.cli.starting import introduction
from gongkai.publish import Edition, Refused, edition
from gongkai.release import NO_KEY, Key, chain_at, key_of, sealed
from gongkai.settings import Settings
from gongkai.staging import check_target, publish, tree
from gongkai.today import today_of


@click.command(cls=Command, options_metavar="[选项]", help="不用 MkDocs，生成网站的文件夹或 U 盘存档；不通过就不动它。")
@click.option("--to", metavar="文件夹", help="网站写到哪里；只替换自己生成过的文件夹。")
@click.option("--archive", "archived", metavar="文件", help="打成一个不用联网就能看的 zip 存档；写文件夹就自动取名。")
@audience_option()
@click.option(
    "--previous",
    metavar="文件",
    help="上一次发布的 data/manifest.json 或那个网站的文件夹，用来列出变化；默认按 mkdocs.yml。",
)
@today_option
@scheduled_option
@config_option
@click.pass_context
def build(  # noqa: PLR0913, PLR0917 - click calls it with every option
    ctx: click.Context,
    to: str | None,
    archived: str | None,
    audience: str | None,
    previous: str | None,
    today: str | None,
    scheduled: bool,
    config: str | None,
) -> None:
    if not (to or archived):
        raise click.UsageError("还要写上选项 --to 或 --archive。", ctx)
    found = settings_of(config, audience=audience)
    if previous:
        found = replace(found, previous=Path(previous))
    day = today_of(found, today)
    if to:
        check_target(Path(to), found.audience)
    key = key_of(found.base, os.environ)
    try:
        with working("正在检查和生成"):
            made = edition(found, day.day, scheduled=scheduled)
            kept = Archive(made, found.audience, day.day, introduction(found.base), found.site_url)
            target = archive.target_of(Path(archived), kept.name) if archived else None
            if target:
                archive.check_target(target, found.audience)
            lines = [_site(made, found, to, key)] if to else []
            if target:
                lines.append(f"已把 {archive.write(kept, target)} 个文件打成存档，给{found.audience.value}看：{target}")
    except Refused as refused:
        print_findings(refused.shown)
        click.echo(f"{refused.summary}\n没有发布，{to or archived} 没有改动。")
        ctx.exit(FOUND)
    if kept.is_staff and target and "内部" not in target.name:
        lines.append(f"这份存档含只向教职工公开的内容，文件名里最好写明，如 {kept.name}。")
    lines += (
        whose_day(day),
        NO_KEY if to and key.is_public else "",
        f"另有 {len(made.shown)} 处警告或提示，用 gongkai check 查看。" if made.shown else "",
        f"怎样看：运行 python -m http.server --directory {to}，再用浏览器打开 http://127.0.0.1:8000/" if to else "",
        "怎样看：解压以后打开 index.html。" if target else "",
    )
    click.echo("\n".join(line for line in lines if line))


def _site(made: Edition, found: Settings, to: str, key: Key) -> str:
    """Build the site, sealed as what follows on the release that it replaces."""
    content = sealed(tree(made, found.audience, introduction(found.base), found.site_url), chain_at(Path(to)), key)
    return f"已生成 {publish(content, Path(to), found.audience)} 个文件，给{found.audience.value}看：{to}"
