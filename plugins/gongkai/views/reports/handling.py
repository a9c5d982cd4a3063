"""提案办理情况报告: for each session, what became of its proposals, to be put before the next congress."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from markupsafe import Markup

from gongkai.derive.cases import Case
from gongkai.derive.congresses import congresses, is_session
from gongkai.derive.statistics import Dimension, Group, statistics
from gongkai.records.proposal import Feedback, Proposal
from gongkai.render.tables import Column, Content, Kind, Table, ungrouped
from gongkai.views.board import Board
from gongkai.views.counts import counted, days_words, rate_words
from gongkai.views.reports.papers import Paper, Part, link, on, told
from gongkai.views.states import case_chip

KIND = "提案办理情况报告"


def papers(board: Board) -> Iterator[Paper]:
    """One report for each session whose proposals may be shown, the newest first."""
    for group in statistics(board.register, board.today).of(Dimension.SESSION):
        cases = tuple(board.cases[identity] for identity in group.counted["received"])
        numbers = {"-".join(case.record.number.split("-")[:2]) for case in cases}
        if len(numbers) == 1:
            yield _paper(board, group, numbers.pop(), cases)


def _paper(board: Board, group: Group, session: str, cases: tuple[Case, ...]) -> Paper:
    return Paper(
        name=f"proposals-{session}",
        kind=KIND,
        about=f"{group.name}教代会",
        title=f"{group.name}教代会提案办理情况报告",
        purpose=_purpose(board, session),
        parts=(
            Part("routes", "一、收到与去向", (_routes(board, group),)),
            Part("answers", "二、答复", tuple(_answers(board, group))),
            Part("ratings", "三、评价", tuple(_ratings(board, group))),
            Part("promises", "四、承诺落实", (_promises(board, group),)),
            Part("list", "五、逐件清单", (), _list(board, cases)),
        ),
        signatures=("提案工作委员会", "工会主席", "日期"),
    )


def _purpose(board: Board, session: str) -> Markup | str:
    """Which regular congress is to examine the report: the one after the session, if it has been called."""
    here = f"meetings/{session}"
    for before, after in pairwise(filter(is_session, congresses(board.register))):
        if here in (before.identity, after.content.previous):
            return Markup("提请{}审议。").format(link(f"{after.identity}/", after.content.heading))
    return "提请下一次教代会审议。"


_ROUTES = {
    "filed": "立案",
    "merged": "并案",
    "opinion": "转为意见",
    "rejected": "不立案并说明理由",
    "withdrawn": "提案人撤回",
}
_RATINGS = {"satisfied": "满意", "basic": "基本满意", "unsatisfied": "不满意"}
_PROMISES = {"kept": "按期兑现", "kept_late": "迟兑现", "unmet": "到期未完成", "pending": "还没到期"}


def _routes(board: Board, group: Group) -> str:
    routes = told((label, group.count(name)) for name, label in _ROUTES.items() if group.count(name))
    return f"收到并经审查的提案（{counted(board)}的）{group.count('received')} 件，其中{routes}。"


def _answers(board: Board, group: Group) -> Iterator[str]:
    yield (
        f"应答复 {group.count('answerable')} 件，已答复 {group.count('answered')} 件，"
        f"答复率 {rate_words(board, group.share('answered_rate'))}；"
        f"在办 {group.count('open')} 件，其中逾期未答复 {group.count('overdue')} 件。"
    )
    if group.count("timed"):
        timing = (("按期答复", "in_time"), ("迟答复", "late"), ("到期未答复", "unanswered"))
        yield (
            f"立案和转意见、期限已到或已经答复的 {group.count('timed')} 件："
            f"{told((label, group.count(name)) for label, name in timing)}；"
            f"从交办到首次答复（未答复的算到今天）用时的中位数是 {days_words(group.median)} 天。"
        )


def _ratings(board: Board, group: Group) -> Iterator[str]:
    for which, words in (("first", "首轮评价"), ("final", "最终评价（不满意重新办理以后）")):
        if rated := group.count(f"{which}_rated"):
            ratings = told((label, group.count(f"{which}_{name}")) for name, label in _RATINGS.items())
            share = rate_words(board, group.share(f"{which}_satisfaction"))
            yield f"{words} {rated} 件：{ratings}；满意和基本满意占 {share}。"
    yield f"已经答复、没有评价的 {group.count('unrated')} 件，不计入满意率。"


def _promises(board: Board, group: Group) -> str:
    count = group.count(*_PROMISES)
    if not count:
        return "答复里没有写明期限的承诺。"
    states = told(((label, group.count(name)) for name, label in _PROMISES.items()), "项")
    rate = f"按期兑现率 {rate_words(board, group.share('kept_rate'))}。" if group.count("due") else ""
    return f"答复里写明期限的承诺 {count} 项：{states}。{rate}"


def _list(board: Board, cases: tuple[Case, ...]) -> Table:
    columns = (
        Column("编号", Kind.SHORT),
        Column("案由"),
        Column("去向", Kind.SHORT),
        Column("主办"),
        Column("首次答复", Kind.DATE),
        Column("进展"),
        Column("评价", Kind.SHORT),
    )
    return Table("cases", "逐件清单", columns, ungrouped(_row(board, case) for case in cases))


def _row(board: Board, case: Case) -> tuple[Content, ...]:
    record = case.record
    content: Proposal = record.content
    first = case.replies[0].content.on if case.replies else None
    ratings = record.all(Feedback)
    return (
        link(f"{record.identity}/", record.number),
        content.heading,
        case.route,
        case.department or "—",
        on(first),
        case_chip(case, board.today).word,
        ratings[-1].content.rating.value if ratings else "—",
    )
