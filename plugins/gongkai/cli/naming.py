"""The command that tells where people are named."""

from __future__ import annotations

import click

from gongkai.cli.chinese import FOUND, OK, Command
from gongkai.cli.program import config_option, settings_of, today_option
from gongkai.derive.named import Named, named
from gongkai.load import load
from gongkai.personal import mask
from gongkai.records import Audience
from gongkai.today import today_of

_SEEN_BY = {Audience.PUBLIC: "社会版、教职工版", Audience.STAFF: "教职工版"}


@click.command(cls=Command, options_metavar="[选项]", help="列出哪些记录写着人的姓名，依据是什么，哪天到期。")
@click.argument("name", metavar="[姓名]", required=False)
@today_option
@config_option
def names(name: str | None, today: str | None, config: str | None) -> None:
    found = settings_of(config)
    day = today_of(found, today).day
    register = load(found.records, found.base).register
    rows = [each for each in named(register) if name is None or name in each.names]
    for each in rows:
        shown = f"{_SEEN_BY[each.audience]}显示" if each.is_shown(day) else "已从所有页面撤下"
        parts = (mask(each.record.identity), each.role.value, name or "、".join(each.names), shown, _ground(each))
        click.echo(f"{'  '.join(parts)}\n    {mask(each.record.path)}")
    records = {each.record.identity for each in rows}
    broken = len(register.broken)
    click.echo(f"{'共' if rows else '没有找到。共'} {len(rows)} 处，{len(records)} 条记录。")
    if broken:
        click.echo(f"另有 {broken} 条记录读不出来，没有找；先用 gongkai check 改好。")
    click.get_current_context().exit(FOUND if broken else OK)


def _ground(each: Named) -> str:
    until = f"{each.until} 到期" if each.until else "不自动到期"
    return f"依据：{each.basis or '没有写'}；{until}"
