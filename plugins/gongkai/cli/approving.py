"""The command that asks who has approved: approvals, for what is published and for a change that is proposed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from gongkai.cli.chinese import FOUND, OK, Command
from gongkai.cli.program import config_option, format_option, print_data, settings_of, today_option
from gongkai.cli.showing import working
from gongkai.git.commits import first_parent
from gongkai.git.revisions import Kind, Revision, is_shallow, revision
from gongkai.history.approvals.assessing import Assessed
from gongkai.history.approvals.recorded import Verdict, of_change, unsettled
from gongkai.history.approvals.reviews import read_reviews
from gongkai.history.registers import Registers, registers_of
from gongkai.past import Pending
from gongkai.personal import mask
from gongkai.records.approvals import Waiver
from gongkai.register import Register
from gongkai.settings import BadSettings
from gongkai.today import today_of


@click.command(
    cls=Command,
    options_metavar="[选项]",
    help="查审批：不写版本，列出已公布、还缺审批的记录；写版本，列出这次改动要谁批、批了没有。缺的退出码为 1。",
)
@click.argument("base", metavar="[原来的版本", required=False)
@click.argument("head", metavar="[改后的版本]]", required=False)
@click.option("--approvals", "file", metavar="文件", help="CI 从代码托管平台取来的批准（JSON）。")
@format_option("json")
@today_option
@config_option
def approvals(
    base: str | None, head: str | None, file: str | None, form: str, today: str | None, config: str | None
) -> None:
    found = settings_of(config)
    day = today_of(found, today).day
    if file and not base:
        raise click.UsageError("--approvals 要和版本一起写，如：gongkai approvals main HEAD --approvals approvals.json")
    reviews = read_reviews(Path(file)) if file else ()
    with registers_of(found.records, found.base) as registers, working("正在核对审批"):
        until = _commit(registers, head or "HEAD")
        if base:
            since = _commit(registers, base)
            verdict = of_change(registers, since.oid or "", until.oid or "", reviews, day)
            judging = registers.at(since).register
        else:
            verdict = Verdict(unsettled(registers, first_parent(registers.git, until.oid or "HEAD"), day))
            judging = registers.at(until).register
        shallow = is_shallow(registers.git)
    waivers = _in_force(judging, day)
    if form == "json":
        print_data(_as_json(verdict, waivers, is_change=bool(base)))
    else:
        lines = _of_change(verdict, judging) if base else _published(verdict, judging)
        click.echo("\n".join((*lines, *_waivers(waivers), *_shallow(is_shallow_clone=shallow, is_change=bool(base)))))
    click.get_current_context().exit(OK if verdict.is_complete else FOUND)


def _commit(registers: Registers, typed: str) -> Revision:
    """The commit that is meant; what is not committed, nobody can have approved."""
    found = revision(registers.git, typed)
    if found.kind is not Kind.COMMIT:
        raise BadSettings(f"审批只看提交，看不到“{typed}”。先提交，再写分支名、标签或提交号。")
    return found


def _in_force(register: Register, today: date) -> tuple[Waiver, ...]:
    return tuple(each for each in register.policy.policy.waivers if each.holds(today))


def _published(verdict: Verdict, register: Register) -> Iterator[str]:
    if not register.policy.policy.approvals:
        yield _NO_RULES
        return
    lacking = [each for each in verdict.records if each.missing]
    yield f"已公布、还缺审批的记录：{len(lacking)} 条。" if lacking else "已公布的记录，要审批的都审批过了。"
    for each in verdict.records:
        yield from _record(each)
        if each.told:
            yield from ("  不算的：", *(f"    {mask(words)}" for words in each.told))
    if lacking:
        yield from _how(lacking)


_NO_RULES = "学校还没有定审批规则。写法见 policy.yml 的“审批”，或 gongkai new policy --print。"


def _of_change(verdict: Verdict, register: Register) -> Iterator[str]:
    if not register.policy.policy.approvals:
        yield _NO_RULES
        return
    if not verdict.records:
        yield "这次改动没有要审批的记录。"
        return
    lacking = [each for each in verdict.records if each.missing]
    words = f"还缺审批的 {len(lacking)} 条" if lacking else "审批齐了"
    yield f"这次改动要审批的记录 {len(verdict.records)} 条，{words}。"
    for each in verdict.records:
        yield from _record(each)
    if verdict.told:
        yield from ("\n不算的：", *(f"  {mask(words)}" for words in verdict.told))
    if lacking:
        yield from _how(lacking, whole=len(lacking) == len(verdict.records))


def _record(each: Assessed) -> Iterator[str]:
    needed = each.required
    yield f"\n{needed.identity}  {mask(needed.title)}（{needed.kind}）"
    if each.missing:
        yield f"  尚缺：{_steps(each.missing)}"
    if given := "；".join(f"{each.step.value}：{each.post}（{each.proof.value}）" for each in each.granted):
        yield f"  已有：{given}"
    for pending in each.pending:
        if pending.waived_until:
            yield f"  暂免：{_steps((pending,))}，到 {pending.waived_until} 为止"


def _steps(pending: Sequence[Pending]) -> str:
    return "、".join(f"{each.step}（{each.post}）" for each in pending)


def _how(lacking: Sequence[Assessed], *, whole: bool = False) -> Iterator[str]:
    """The lines that would cure it; a line without numbers is meant for all that the commit brings."""
    wanted: dict[tuple[str, str], list[str]] = {}
    for each in lacking:
        for pending in each.missing:
            wanted.setdefault((pending.step, pending.post), []).append(each.required.identity)
    yield "\n补上：由这个岗位的人提交（登记了签名的要签名），提交说明的最后一段写："
    for (step, post), identities in sorted(wanted.items()):
        yield f"  {step}: {post}" + ("" if whole else f" {' '.join(identities)}")
    if whole:
        yield "在代码托管平台上审查的，由这个岗位的账号点批准也可以（CI 用 --approvals 传入）。"


def _waivers(waivers: Sequence[Waiver]) -> Iterator[str]:
    if waivers:
        yield f"\n现在有效的暂免 {len(waivers)} 项："
    for each in waivers:
        about = f"{each.record or each.kind} 的{each.step.value}"
        yield f"  {about}：{each.since} 至 {each.until}，{mask(each.owner)}负责。理由：{mask(each.reason)}"


def _shallow(*, is_shallow_clone: bool, is_change: bool) -> Iterator[str]:
    if is_shallow_clone and not is_change:
        yield "\n这是浅克隆，较早的历史不在这里，那时公布的没有核对。取全：git fetch --unshallow。"


def _as_json(verdict: Verdict, waivers: Sequence[Waiver], *, is_change: bool) -> str:
    """For programs; what names accounts and commits is left out, for this may end in a comment on a host."""
    about: dict[str, Any] = {
        "scope": "change" if is_change else "published",
        "complete": verdict.is_complete,
        "records": [_entry(each) for each in verdict.records],
        "waivers": [
            {
                "record": each.record,
                "kind": each.kind,
                "step": each.step.value,
                "owner": mask(each.owner),
                "reason": mask(each.reason),
                "since": each.since.isoformat(),
                "until": each.until.isoformat(),
            }
            for each in waivers
        ],
    }
    return json.dumps(about, ensure_ascii=False, indent=2)


def _entry(each: Assessed) -> dict[str, Any]:
    return {
        "record": each.required.identity,
        "kind": each.required.kind,
        "title": mask(each.required.title),
        "basis": mask(each.required.basis),
        "granted": [
            {"step": given.step.value, "whose": given.by, "post": given.post, "proof": given.proof.name.lower()}
            for given in each.granted
        ],
        "pending": [
            {
                "step": step.step,
                "whose": step.post,
                "waived_until": step.waived_until.isoformat() if step.waived_until else None,
            }
            for step in each.pending
        ],
    }
