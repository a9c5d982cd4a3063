"""The command that puts the site where the public finds it: publish; also what is kept, and the way back."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from gongkai.cli.chinese import FOUND, OK, Command
from gongkai.cli.program import audience_option, config_option, scheduled_option, settings_of, today_option
from gongkai.cli.showing import print_findings, whose_day, working
from gongkai.cli.starting import introduction
from gongkai.load import load
from gongkai.publication.ledger import Action
from gongkai.publication.lock import Owner
from gongkai.publication.making import Workshop, themed
from gongkai.publication.publishing import KEPT, Job, Outcome, overdue, roll_back
from gongkai.publication.publishing import publish as publish_now
from gongkai.publication.rolling import Kept, kept
from gongkai.publication.target import Target, target_of
from gongkai.publication.withdrawn import showing
from gongkai.publish import Refused
from gongkai.release import NO_KEY, key_of
from gongkai.settings import BadSettings, Settings, settings
from gongkai.source import configuration
from gongkai.today import CHINA, Today, today_of

_LATEST = "latest"
_SHOWN = 12


@click.command(cls=Command, options_metavar="[选项]", help="检查、生成、封存，再把公开的网站整个换上；不通过就不动它。")
@click.argument("place", metavar="位置")
@scheduled_option
@audience_option()
@click.option("--list", "listing", is_flag=True, help="列出留着的各次发布，不发布。")
@click.option("--rollback", metavar="[次数]", is_flag=False, flag_value=_LATEST, help="退回上一次发布，或第几次。")
@click.option("--keep", metavar="个数", help=f"留几次发布，默认 {KEPT}。")
@today_option
@config_option
@click.pass_context
def publish(  # noqa: PLR0913, PLR0917 - click calls it with every option
    ctx: click.Context,
    place: str,
    scheduled: bool,
    audience: str | None,
    listing: bool,
    rollback: str | None,
    keep: str | None,
    today: str | None,
    config: str | None,
) -> None:
    if sum(map(bool, (scheduled, listing, rollback))) > 1:
        raise click.UsageError("--scheduled、--list、--rollback 只写一个。", ctx)
    typed = Path(config or "mkdocs.yml")
    try:
        found, objection = settings_of(config, audience=audience), ""
    except BadSettings as error:
        if not (scheduled and typed.is_file()):
            raise
        # What has run out comes down all the same, from what was published before.
        found, objection = settings(typed.parent, {"audience": audience}), str(error)
    day = today_of(found, today)
    said = configuration(typed.read_text("utf-8-sig", "replace"), "gongkai") if typed.is_file() else None
    target = target_of(Path(place), found, said.content if said else "content")
    if listing:
        ctx.exit(_list(target, found, day))
    if rollback:
        ctx.exit(_roll_back(ctx, target, found, day, rollback))
    workshop = Workshop(found, day.day, scheduled, introduction, themed(typed))
    key = key_of(found.base, os.environ)
    if key.is_public:
        click.echo(NO_KEY, err=True)
    job = Job(workshop, target, _owner(), key, _number(ctx, "--keep", keep, KEPT), objection)
    try:
        with working("正在检查、生成和发布"):
            outcome = publish_now(job)
    except Refused as refused:
        print_findings(refused.shown)
        click.echo(f"{refused.summary}\n没有发布，{place} 没有改动。")
        if late := overdue(target, found, day.day):
            click.echo(f"公开的网站上还有：{late}。不等改好就要撤：gongkai publish {place} --scheduled")
        ctx.exit(FOUND)
    if outcome.objection:
        print_findings(outcome.shown)
    click.echo("\n".join(_told(outcome, job, place, day)))
    ctx.exit(FOUND if outcome.objection else OK)


def _told(outcome: Outcome, job: Job, place: str, day: Today) -> Iterator[str]:
    yield from outcome.notes
    if outcome.objection:
        yield f"注意：{outcome.objection}"
        yield "现在的记录没有公布。改好上面的问题，再发布一次。"
    line = outcome.line
    if line is None:
        return
    done = {
        Action.FALLBACK: "已按上次公布的记录、今天的日期重做网站，到期的名单已经撤下",
        Action.SCRUB: "没法按上次的记录重做，已直接从公开的网站里撤下到期的内容",
    }
    yield f"{done.get(line.action, '已发布')}：第 {line.n} 次，{line.files} 个文件，给{line.audience}看。"
    if outcome.scrubbed:
        shown = [each.removesuffix("index.html") or "首页" for each in outcome.scrubbed]
        more = "……" if len(shown) > _SHOWN else ""
        yield f"换成“已撤下”或去掉了内容的有 {len(shown)} 个：{'、'.join(shown[:_SHOWN])}{more}"
    yield f"指纹：{line.fingerprint}（印在公示栏、走廊屏和会议记录上的，就是这一个）"
    yield f"这次发布的摘要：{line.digest}"
    yield f"位置：{place}"
    if job.settings.site_url:
        yield f"网址：{job.settings.site_url}"
    if told := whose_day(day):
        yield told
    renewal = outcome.renewal
    about = f"{renewal.record}：" if renewal and renewal.record else ""
    when = f"{renewal.day}（{about}{renewal.reason}）" if renewal else "没有（现有记录不会自己到期）"
    yield f"下次必须重建的日期：{when}。"
    if outcome.copies:
        yield ""
        yield from outcome.copies.told()


def _list(target: Target, found: Settings, day: Today) -> int:
    register = load(found.records, found.base).register
    releases = kept(target, showing(register, found.audience, day.day))
    if not releases:
        click.echo(f"{target.link} 还没有发布过。")
        return OK
    click.echo("\n".join(map(_row, releases)))
    return OK


def _row(each: Kept) -> str:
    line = each.line
    about = (
        f"{line.date}  {line.action.value}  {line.records} 份记录  指纹 {line.fingerprint}" if line else "台账里没有"
    )
    if each.is_current:
        state = "现在公布的" + (f"；{each.objection}，请尽快重新发布" if each.objection else "")
    else:
        state = f"不能退回：{each.objection}" if each.objection else "可以退回"
    return f"第 {each.n} 次  {about}  {state}"


def _roll_back(ctx: click.Context, target: Target, found: Settings, day: Today, typed: str) -> int:
    n = None if typed == _LATEST else _number(ctx, "--rollback", typed, 0)
    register = load(found.records, found.base).register
    line = roll_back(target, showing(register, found.audience, day.day), _owner(), day.day, n)
    click.echo(f"已退回第 {line.n} 次发布：{line.files} 个文件，指纹 {line.fingerprint}，给{line.audience}看。")
    click.echo("它停在那一天的样子，到期的内容不会自己撤下；改好记录以后，请尽快重新发布。")
    return OK


def _number(ctx: click.Context, option: str, typed: str | None, default: int) -> int:
    if typed is None:
        return default
    if typed.isascii() and typed.isdecimal() and 0 < int(typed) < 10000:
        return int(typed)
    raise click.UsageError(f"选项 {option} 写的是“{typed}”。写一个大于 0 的整数，如 {KEPT}。", ctx)


def _owner() -> Owner:
    try:
        who = getpass.getuser()
    except (OSError, KeyError, ImportError):
        who = "有人"
    since = datetime.now(CHINA).strftime("%Y-%m-%d %H:%M")
    return Owner(who, socket.gethostname(), os.getpid(), since)
