"""The commands that judge records: check, explain, rules and fix."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from gongkai.cli import terminal
from gongkai.cli.chinese import FOUND, OK, Command, one_of
from gongkai.cli.program import config_option, print_data, scheduled_option, settings_of, today_option
from gongkai.cli.showing import print_findings, whose_day, working
from gongkai.cli.since import Judgement, judgement
from gongkai.codes import all_codes, find_code, near_codes
from gongkai.derive.renewal import next_renewal
from gongkai.examination import examine
from gongkai.findings import Finding, Severity
from gongkai.fixing import fixed, write_atomically
from gongkai.personal import mask
from gongkai.register import Register
from gongkai.report import Shown, as_github, as_gitlab, as_json, as_junit, as_rdjson, as_sarif
from gongkai.rules import manual
from gongkai.settings import BadSettings, Settings
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
@click.option(
    "--format",
    "form",
    default="text",
    metavar="格式",
    callback=one_of("text", *FORMS),
    help="text（给人看）、json、github、sarif、junit、gitlab、rdjson。",
)
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


@click.command(cls=Command, options_metavar="[选项]", help="说明一个检查项：意思、依据、怎么改、样例。")
@click.argument("code", metavar="编码")
def explain(code: str) -> None:
    found = find_code(code)
    if found is None:
        near = "、".join(f"{each.code}（{each.title}）" for each in near_codes(code))
        raise click.UsageError(
            f"没有“{code}”这个检查项。{f'是不是：{near}？' if near else ''}全部检查项见 gongkai rules。"
        )
    page = manual.page(found.code)
    heading = f"{found.code} {found.title}（{found.severity.label}，{found.slug}）"
    text = page.text if page else "这一项没有单独的说明页：按检查结果里的“改法”改就可以。"
    why = f"为什么：{page.why}\n\n" if page else ""
    console = Console()
    if console.is_terminal:
        console.print(Markdown(f"# {heading}\n\n{why}{text}"))
    else:
        click.echo(f"{heading}\n\n{why}{text}")


@click.command(cls=Command, options_metavar="[选项]", help="列出全部检查项。")
def rules() -> None:
    for code in all_codes():
        click.echo(f"{code.code}  {code.severity.label}  {code.title}（{code.slug}）")
    click.echo("\n用 gongkai explain 编码 看每一项的说明。")


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
