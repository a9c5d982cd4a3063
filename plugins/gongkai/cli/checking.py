"""The command that judges records: check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import click

from gongkai.cli.chinese import FOUND, OK, Command
from gongkai.cli.program import config_option, format_option, print_data, scheduled_option, settings_of, today_option
from gongkai.cli.showing import print_findings, whose_day, working
from gongkai.cli.since import Judgement, judgement
from gongkai.derive.renewal import next_renewal
from gongkai.examination import examine
from gongkai.findings import Finding, Severity
from gongkai.register import Register
from gongkai.report import Shown, as_github, as_gitlab, as_json, as_junit, as_rdjson, as_sarif
from gongkai.settings import Settings
from gongkai.today import Today, today_of

FORMS: Mapping[str, Callable[[Sequence[Shown]], str]] = {
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
    "gitlab": as_gitlab,
    "rdjson": as_rdjson,
}
"""What programs read; `text` is for people."""


@click.command(cls=Command, options_metavar="[选项]", help="检查记录；有错误时退出码为 1。")
@click.argument("folders", nargs=-1, metavar="[文件夹]…")
@today_option
@click.option("--strict", is_flag=True, help="有警告也算不通过。")
@click.option("--since", "base", metavar="版本", help="只有比这个版本多出来的问题才算不通过，如 main；原有的记作旧账。")
@click.option("--history", is_flag=True, help="连同全部提交历史一起检查：已公布的有没有悄悄改过。")
@scheduled_option
@format_option(*FORMS)
@config_option
@click.option("-q", "--quiet", is_flag=True, help="只列不通过的各项，不写小结。")
def check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    folders: tuple[str, ...],
    today: str | None,
    strict: bool,
    base: str | None,
    history: bool,
    scheduled: bool,
    form: str,
    config: str | None,
    quiet: bool,
) -> None:
    if base is not None and not base.strip():  # a variable that a workflow left empty would make every error an old one
        raise click.UsageError("--since 后面没有写版本。写分支名、标签或提交号，如 main。")
    found = settings_of(config, folders)
    day = today_of(found, today)
    with working("正在读取和检查记录"):
        examined = examine(found, day.day, scheduled=scheduled)
        judged = judgement(found, examined, day.day, base, history=history, scheduled=scheduled)
    levels = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    failing = tuple(each for each in judged.findings if each.level in levels and judged.is_new(each) is not False)
    shown = _marked(judged, failing if quiet else judged.findings, failing)
    if form == "text":
        print_findings([each for each in shown if not each.is_debt])
    elif shown or form != "github":
        print_data(FORMS[form](shown))
    if form == "text" and not quiet:
        click.echo("\n".join((*judged.words(), *_closing(examined.register, found, day))))
    click.get_current_context().exit(FOUND if failing else OK)


def _marked(judged: Judgement, findings: tuple[Finding, ...], failing: Iterable[Finding]) -> tuple[Shown, ...]:
    """The findings as shown, with whether each is new and whether it stops."""
    stopping = set(map(id, failing))
    return tuple(
        replace(each, stops=id(finding) in stopping, is_new=judged.is_new(finding))
        for each, finding in zip(judged.shown(findings), findings, strict=True)
    )


def _closing(register: Register, found: Settings, day: Today) -> Iterator[str]:
    """What is said at the end: which day counts as today, and when the site must be built again."""
    if told := whose_day(day):
        yield told
    renewal = next_renewal(register, day.day, found.audience)
    about = f"{renewal.record}：" if renewal and renewal.record else ""
    when = f"{renewal.day}（{about}{renewal.reason}）" if renewal else "没有（现有记录不会自己到期）"
    yield f"下次必须重建的日期：{when}。"
