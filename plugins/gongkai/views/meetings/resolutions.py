"""Resolutions: one page each – the verdict, how it follows from the votes, what was done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from gongkai.derive.congresses import executions
from gongkai.derive.exact import half_up
from gongkai.derive.resolutions import Standing
from gongkai.derive.tallies import tallies
from gongkai.derive.votes import Outcome, Tally, needed_present
from gongkai.records import Audience
from gongkai.records.meeting import (
    BallotForm,
    Execution,
    ExecutionState,
    Majority,
    Meeting,
    Power,
    Resolution,
    Verdict,
    Vote,
)
from gongkai.records.policy import share_text
from gongkai.register import Act, Record
from gongkai.render.escaping import escaped
from gongkai.render.icons import Chip, chip
from gongkai.render.pages import Entry, Output, root_of
from gongkai.render.prose import plain, to_html
from gongkai.render.tables import files_of, shelved
from gongkai.render.templates import day
from gongkai.views import decided, figures
from gongkai.views.acts import Step
from gongkai.views.board import Board
from gongkai.views.record_pages import AUDIENCES, Fact, Outline, joined, record_page, reference, signed, whole

WORDS = {
    "total": "代表总数",
    "due": "应到",
    "present": "实到",
    "issued": "发出票",
    "returned": "收回票",
    "valid": "有效票",
    "invalid": "无效票",
    "yes": "赞成",
    "no": "反对",
    "abstained": "弃权",
}

_SHARES = {
    Majority.MORE_THAN_HALF: (Fraction(1, 2), "一半", "过半数（恰好一半不算）"),
    Majority.HALF_OR_MORE: (Fraction(1, 2), "一半", "半数以上（恰好一半也算）"),
    Majority.TWO_THIRDS: (Fraction(2, 3), "三分之二", "三分之二以上（恰好三分之二也算）"),
    Majority.ALL: (Fraction(1), "全部", "一致通过"),
}

_HEARD = {Power.HEAR: "已听取", Power.DISCUSS: "已讨论", Power.REVIEW: "已审议", Power.APPRAISE: "已评议"}

_STATES = {ExecutionState.STARTED: "solving", ExecutionState.DONE: "kept", ExecutionState.STOPPED: "due-soon"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, in a chip and a sentence, and the votes behind it."""

    chip: Chip
    sentence: str
    tally: Tally | None


def pages(board: Board, meeting: Record[Meeting]) -> Iterator[Output]:
    """One page for each resolution of a meeting."""
    for act in meeting.all(Resolution):
        yield from page(board, meeting, act)


def page(board: Board, meeting: Record[Meeting], act: Act[Resolution]) -> Iterator[Output]:
    """The page of one resolution."""
    address = f"{act.identity}/"
    content = act.content
    made = decision(board, act)
    link = board.links(address)
    done = executions(meeting, act)
    paid = decided.paid(board, act.identity, address)
    spent = shelved((decided.table(paid, "依据这项决议的支出"),), f"resolution-{act.n}") if paid else ()
    values = {
        "number": f"决议第 {act.n} 项",
        "content": content,
        "chips": tuple(each for each in (progress_chip(board, meeting, act),) if each),
        "lead": tuple(whole(words) for words in _lead(meeting, content)),
        "verdict": made.chip,
        "sentence": whole(made.sentence),
        "chain": tuple(chain(made.tally)) if made.tally else (),
        "reasons": tuple(whole(words) for words in reasons(board, meeting, act, made.tally)),
        "steps": tuple(course(board, content, done)),
        "text": to_html(content.text, link),
        "sheets": _sheets(act),
        "taken": decided.taken(board, act.identity, address),
        "paid": paid,
        "spent": spent[0] if spent else None,
        "facts": tuple(_facts(board, meeting, act, address)),
        "others": tuple(_others(meeting, act, address)),
    }
    outline = Outline(
        address=address,
        title=f"{content.subject}（{meeting.content.heading}决议）",
        description=f"{content.subject}：{made.chip.word}。{made.sentence}",
        source=act.identity,
        sections=(
            ("verdict", "结论", True),
            ("reasons", "结论怎样得出", values["reasons"]),
            ("not-adopted", "未采纳意见与说明", content.not_adopted),
            ("course", "执行情况", True),
            ("text", "决议全文", content.text),
            ("decisions", "按这项决议作出的决策", values["taken"]),
            ("spending", "依据这项决议的支出", values["paid"]),
            ("figures", "数字", values["sheets"]),
            ("basis", "本页依据", True),
        ),
        entry=Entry(
            number=f"{meeting.number} {act.n}",
            kind=content.label,
            date=(content.on or meeting.content.held_on).isoformat(),
            status=made.chip.word,
            department=content.responsible or "",
        ),
        within=((f"{meeting.identity}/", meeting.content.heading),),
    )
    yield record_page(board, outline, "resolution.html.jinja", values)
    yield from files_of(address, spent)


def decision(board: Board, act: Act[Resolution]) -> Decision:
    """The verdict of a resolution as announced, beside the one recomputed from its votes."""
    content = act.content
    counted = tallies(board.register).get(act.identity)
    outcome = counted.outcome if counted else None
    if content.verdict is None and outcome is None:
        return Decision(chip("noted", _HEARD.get(content.power, content.power.value)), _plain_votes(content), counted)
    passed = content.verdict is Verdict.PASSED if content.verdict else bool(outcome and outcome.passed)
    shown = chip("passed" if passed else "not-passed")
    if outcome is None:
        return Decision(shown, _plain_votes(content) or "会上宣布的结论，没有表决数字。", counted)
    if passed is not outcome.passed:
        recount = f"会上宣布{shown.word}；按{outcome.base.value}重算，{_got(outcome)}，与本校采用的规则不一致。"
        return Decision(chip("published-late", f"宣布{shown.word}，与重算不一致"), recount, counted)
    return Decision(shown, f"{_got(outcome)}。", counted)


def _got(outcome: Outcome) -> str:
    """赞成 52 票，超过代表总数 100 人的一半（至少 51 票）."""
    _, word, _ = _SHARES[outcome.majority]
    unit = "人" if outcome.base_name in ("total", "due", "present") else "张"
    base = f"{WORDS[outcome.base_name]} {outcome.base_count} {unit}"
    if outcome.majority is Majority.ALL:
        relation = f"{base}全部赞成" if outcome.passed else f"没有达到{base}一致"
    elif outcome.majority is Majority.MORE_THAN_HALF:
        relation = f"{'超过' if outcome.passed else '没有超过'}{base}的{word}"
    else:
        relation = f"{'达到' if outcome.passed else '没有达到'}{base}的{word}"
    return f"赞成 {outcome.got} 票，{relation}（至少 {outcome.needed} 票）"


def _plain_votes(content: Resolution) -> str:
    vote = content.vote
    return f"赞成 {vote.yes} 票，反对 {vote.no} 票，弃权 {vote.abstained} 票。" if vote else ""


def chain(counted: Tally) -> Iterator[tuple[str, str]]:
    """The numbers of a vote from the delegates to those needed, each by its name."""
    for name, count in counted.counts:
        if count is not None:
            yield WORDS[name], f"{count}"
    if counted.outcome:
        yield "至少需要", f"{counted.outcome.needed}"


def reasons(board: Board, meeting: Record[Meeting], act: Act[Resolution], counted: Tally | None) -> Iterator[str]:
    """How the verdict follows, one sentence for each link."""
    vote, content = act.content.vote, meeting.content
    if counted is None or vote is None:
        return
    rulings = board.register.rulings(content.held_on)
    due, present = counted.count("due"), counted.count("present")
    if due and present is not None and rulings.values.quorum:
        least = needed_present(due, rulings.values.quorum)
        enough = "不少于" if present >= least else "少于"
        share = share_text(rulings.values.quorum)
        yield f"到会：应到 {due} 人，实到 {present} 人，{enough}应到人数的 {share}（{least} 人）。"
    if words := _adds_up(vote, counted):
        yield words
    outcome = counted.outcome
    if outcome is None:
        if counted.missing_base:
            yield f"没有写明{WORDS[counted.missing_base]}，结论不能重算。"
        return
    part, word, rule = _SHARES[outcome.majority]
    standard = act.content.standard
    if counted.own_standard and standard:
        basis = f"，依据：{standard.grounds}" if standard.grounds else ""
    else:
        adoption = rulings.adoptions.get("vote")
        basis = f"，依据：{adoption.basis}" if adoption and adoption.adopted else "，这是通常做法，学校可以改"
    yield f"口径：按{outcome.base.value}计算，要求{rule}{basis}。"
    if outcome.base_name == "present" and vote.form is BallotForm.HANDS and outcome.base.value != "出席":
        yield "举手表决没有发票，到会的人都参加表决，所以按实到人数算。"
    exact = part * outcome.base_count
    shown = f"{exact}" if exact.denominator == 1 else f"{half_up(exact, 1 if exact.denominator == 2 else 2)}"
    name = WORDS[outcome.base_name]
    yield f"算法：{name} {outcome.base_count} 的{word}是 {shown}，至少要 {outcome.needed} 票。"
    more = f"多 {outcome.margin} 票" if outcome.margin else "正好够"
    end = f"{more}，通过" if outcome.passed else f"少 {-outcome.margin} 票，未通过"
    announced = act.content.verdict
    same = "" if announced is None else f"；会上宣布{announced.value}"
    agree = "，与重算一致" if announced and (announced is Verdict.PASSED) is outcome.passed else ""
    yield f"结论：赞成 {outcome.got} 票，{end}{same}{agree}。"


def _adds_up(vote: Vote, counted: Tally) -> str:
    """The sums of the chain in words, or that they do not close."""
    if counted.breaks:
        return "票数：公布的几个票数加起来对不上，结论不能重算。"
    parts = []
    if vote.returned is not None and vote.valid is not None and vote.invalid is not None:
        parts.append(f"收回 {vote.returned} ＝ 有效 {vote.valid} ＋ 无效 {vote.invalid}")
    cast = vote.yes + vote.no + vote.abstained
    whole_ = (
        vote.valid if vote.valid is not None else counted.count("present") if vote.form is BallotForm.HANDS else None
    )
    name = "有效" if vote.valid is not None else "实到"
    if whole_ == cast:
        parts.append(f"{name} {cast} ＝ 赞成 {vote.yes} ＋ 反对 {vote.no} ＋ 弃权 {vote.abstained}")
    return f"票数对得上：{'；'.join(parts)}。" if parts else ""


def progress_chip(board: Board, meeting: Record[Meeting], act: Act[Resolution]) -> Chip | None:
    """How far the carrying-out has come; a report that is due and not there is 待补."""
    done = executions(meeting, act)
    if done:
        latest = max(done, key=lambda each: (each.content.on, each.n)).content
        return chip(_STATES[latest.state], f"执行：{latest.state.value}")
    report_by = act.content.report_by
    return chip("missing", "执行情况待补") if report_by and report_by < board.today else None


def course(board: Board, content: Resolution, done: tuple[Act[Execution], ...]) -> Iterator[Step]:
    """How a resolution was announced and carried out, and what is still to be reported."""
    if content.announced_on:
        yield Step("公布", content.announced_on, "向教职工公布", when=day(content.announced_on))
    for each in sorted(done, key=lambda each: (each.content.on, each.n)):
        told = each.content
        evidence = f"佐证：{told.evidence}。" if told.evidence else ""
        ident = each.identity.rpartition("/")[2]
        note = f"{told.department}。{evidence}{plain(told.text)}"
        yield Step(told.state.value, told.on, note, ident=ident, when=day(told.on))
    report_by = content.report_by
    if report_by and not any(
        each.content.on >= report_by or each.content.state is ExecutionState.DONE for each in done
    ):
        state = "late" if report_by < board.today and not done else "ahead"
        name = "报告执行情况（待补）" if state == "late" else "报告执行情况"
        yield Step(name, report_by, content.responsible or "", state=state, when=f"{day(report_by)}前")


def _sheets(act: Act[Resolution]) -> tuple[figures.Sheet, ...]:
    return (figures.Sheet("", figures.rows(act.content.figures)),) if act.content.figures else ()


def _lead(meeting: Record[Meeting], content: Resolution) -> Iterator[str]:
    yield day(content.on or meeting.content.held_on)
    yield content.power.value
    if content.vote:
        yield f"{content.vote.form.value}表决"
    if content.responsible:
        yield f"{content.responsible}负责"


def _facts(board: Board, meeting: Record[Meeting], act: Act[Resolution], address: str) -> Iterator[Fact]:
    meeting_page = f"{root_of(address)}{escaped(meeting.identity)}/"
    yield "会议", Markup(f'<a href="{meeting_page}">{escaped(meeting.content.heading)}</a>')
    yield "公开范围", AUDIENCES.get(meeting.audience(act), Audience.WITHHELD.value)
    yield "职权", act.content.power.value
    held = board.resolutions.get(act.identity)
    if held and held.replaced_by:
        yield "现行情况", Markup("被{}替代").format(reference(board, held.replaced_by, address))
    elif held and held.standing is Standing.IN_FORCE:
        yield "现行情况", held.standing.value
    if act.content.replaces:
        olds = Markup("　").join(reference(board, identity, address) for identity in act.content.replaces)
        yield "替代", olds
    if act.content.announced_on:
        yield "公布日期", day(act.content.announced_on)
    if act.content.responsible or act.content.report_by:
        due = f"{day(act.content.report_by)}前报告执行情况" if act.content.report_by else ""
        yield "执行", joined(act.content.responsible, due)
    yield signed(board, act.identity, address)


def _others(meeting: Record[Meeting], act: Act[Resolution], address: str) -> Iterator[tuple[str, str]]:
    for other in meeting.all(Resolution):
        if other.n != act.n:
            yield f"{root_of(address)}{other.identity}/", other.content.subject
