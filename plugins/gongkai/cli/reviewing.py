"""The command that says what publishing would do: review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from rich.console import Console

from gongkai.cli import terminal
from gongkai.cli.chinese import FOUND, OK, Command
from gongkai.cli.program import (
    audience_option,
    config_option,
    format_option,
    print_data,
    scheduled_option,
    settings_of,
    today_option,
)
from gongkai.cli.showing import whose_day, working
from gongkai.examination import Examined, judged
from gongkai.findings import ordered
from gongkai.fixing import write_atomically
from gongkai.git.commits import commit
from gongkai.git.revisions import Revision, revision
from gongkai.git.running import Git
from gongkai.history.approvals.assessing import Assessed, assess, changed, required
from gongkai.history.approvals.recorded import of_change
from gongkai.history.approvals.reviews import Review as Approved
from gongkai.history.approvals.reviews import read_reviews
from gongkai.history.closed.periods import objections
from gongkai.history.folders import named_at
from gongkai.history.registers import Registers, registers_of
from gongkai.load import Loaded
from gongkai.review import hosts
from gongkai.review.asking import approvals
from gongkai.review.data import as_json
from gongkai.review.html import as_html
from gongkai.review.limits import SCREEN
from gongkai.review.making import review as compared
from gongkai.review.markdown import as_markdown
from gongkai.review.model import Review
from gongkai.review.own_texts import own_texts
from gongkai.review.plain import as_text
from gongkai.review.sections import Report, shortened
from gongkai.review.sides import Board, side
from gongkai.review.words import told
from gongkai.settings import BadSettings, Settings
from gongkai.today import today_of

_SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json", ".txt": "text"}
_PUBLISHED = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""What is called the published branch, the one that others see first."""


@click.command(
    cls=Command, options_metavar="[选项]", help="看发布以后会变什么：网页、数字、时限、姓名、审批、新的问题。"
)
@click.argument("base", required=False, metavar="[原来的版本]")
@click.argument("head", required=False, metavar="[改后的版本]")
@audience_option()
@format_option("markdown", "html", "json", "github", "gitlab", github="合并请求里的评论", gitlab="合并请求里的评论")
@click.option("--to", metavar="文件", help="另写一份完整报告：.html、.md、.json 或 .txt。")
@click.option("--approvals", "given", metavar="文件", help="平台上的审批，由 CI 给出的 JSON。")
@click.option("--summary", metavar="文件", help="GitHub：把小结接着写进这个文件（$GITHUB_STEP_SUMMARY）。")
@click.option("--annotations", is_flag=True, help="GitHub：在改动处标出新的问题，最多 10 条。")
@scheduled_option
@today_option
@config_option
@click.pass_context
def review(  # noqa: PLR0913, PLR0917 - click calls it with every option
    ctx: click.Context,
    base: str | None,
    head: str | None,
    audience: str | None,
    form: str,
    to: str | None,
    given: str | None,
    summary: str | None,
    annotations: bool,
    scheduled: bool,
    today: str | None,
    config: str | None,
) -> None:
    found = settings_of(config, audience=audience)
    day = today_of(found, today)
    kind = _kind(to, form, ctx) if to else ""
    with working("正在比较两个版本"), registers_of(found.records, found.base) as registers:
        sides = _moments(registers.git, base, head)
        made = _review(found, registers, sides, day.day, given, scheduled=scheduled)
    report = told(made)
    if to:
        write_atomically(Path(to), _whole(made, report, kind).encode())
        report = replace(report, full=Path(to).name)
    if summary:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(hosts.github_summary(report))
    if annotations and (commands := hosts.github_annotations(made, report.full)):
        click.echo(commands, err=True)
    _show(made, report, form if form in _COMMENTS or not to else "text")
    if form == "text" and (words := whose_day(day)):
        click.echo(words)
    ctx.exit(FOUND if made.is_blocked else OK)


_NOT_COMPARED = "没有比较的：由提交历史写出的内容（本页变更、趋势、审批、当时公布的样子），发布时重新生成。"

_COMMENTS = {"github": hosts.github_comment, "gitlab": hosts.gitlab_note}


def _kind(to: str, form: str, ctx: click.Context) -> str:
    """In which format the file is written: as its name says, else as was typed."""
    kind = _SUFFIXES.get(Path(to).suffix.lower()) or (form if form in ("markdown", "html", "json") else "")
    if not kind:
        raise click.UsageError("--to 的文件名要以 .html、.md、.json 或 .txt 结尾。", ctx)
    if Path(to).is_dir():
        raise click.UsageError(f"“{to}”是文件夹。--to 后面写文件名，如 {to.rstrip('/')}/报告.html。", ctx)
    return kind


def _moments(git: Git, base: str | None, head: str | None) -> tuple[Revision, Revision]:
    """What was published, where the change parted from it, and the change."""
    after = revision(git, head or "")
    at = after.oid or "HEAD"
    if base is None:
        base = _published(git)
    before = revision(git, base if "..." in base else f"{base}...{at}")
    name = base if before.oid == revision(git, base).oid else f"{base} 的分岔点"
    return replace(before, name=name), after


def _published(git: Git) -> str:
    """The branch that is published, by its usual names; raises BadSettings."""
    for name in _PUBLISHED:
        if git.text("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False):
            return name
    raise BadSettings("不知道和哪个版本比：没有叫 main 的分支。写上原来的版本，如 gongkai review HEAD~1。")


def _review(
    found: Settings,
    registers: Registers,
    sides: tuple[Revision, Revision],
    today: date,
    given: str | None,
    *,
    scheduled: bool,
) -> Review:
    reviews = read_reviews(Path(given)) if given else ()
    board = Board(found.audience, today, found.site_url, found.issues)
    loaded = [_loaded(found, registers, each) for each in sides]
    before, after = (judged(each, today, scheduled=scheduled) for each in loaded)
    gaps = [gap.message for each in loaded for gap in each.gaps]
    if found.history:
        gaps.append(_NOT_COMPARED)
    texts = (own_texts(registers.git, found.base, each) for each in sides)
    old = side(sides[0].name, before, board, own=next(texts))
    new = side(sides[1].name, after, board, own=next(texts), is_gated=True)
    asked = _asked(registers, sides, before, after, today, reviews)
    since = commit(registers.git, sides[0].oid).on if sides[0].oid else today
    closed = ordered(tuple(objections(before.register, after.register, today, since=since)))
    visible = old.selected.register.records.keys() | new.selected.register.records.keys()
    return compared(old, new, approvals=approvals(asked, visible), closed=closed, gaps=gaps)


def _loaded(found: Settings, registers: Registers, moment: Revision) -> Loaded:
    """A moment with the folders of records that mkdocs.yml named then."""
    named = named_at(registers.git, found.base, moment, found.records)
    if named == found.records:
        return registers.at(moment)
    with registers_of(named, found.base) as others:
        return others.at(moment)


def _asked(
    registers: Registers,
    sides: tuple[Revision, Revision],
    before: Examined,
    after: Examined,
    today: date,
    reviews: Sequence[Approved],
) -> Sequence[Assessed]:
    """What has been approved of a commit; of what is not committed yet nothing can have been."""
    base, head = sides
    at = head if head.oid else revision(registers.git, "HEAD")
    committed = after.register if head.oid else registers.at(at).register
    if base.oid and at.oid and not changed(committed, after.register):
        return of_change(registers, base.oid, at.oid, reviews, today).records
    policy = before.register.policy.policy
    identities = changed(before.register, after.register)
    needed = required(policy, before.register, after.register, identities, today)
    return tuple(assess(each, (), lambda _commit, _identity: False, policy.waivers, today) for each in needed)


def _whole(made: Review, report: Report, kind: str) -> str:
    if kind == "json":
        return as_json(made)
    return {"html": as_html, "markdown": as_markdown, "text": as_text}[kind](report)


def _show(made: Review, report: Report, form: str) -> None:
    if form in _COMMENTS:
        print_data(_COMMENTS[form](report).rstrip("\n"))
    elif form != "text":
        print_data(_whole(made, report, form).rstrip("\n"))
    elif (console := Console(highlight=False, soft_wrap=True)).is_terminal:
        console.print(terminal.reviewed(as_text(shortened(report, SCREEN))))
    else:
        click.echo(as_text(shortened(report, SCREEN)))
