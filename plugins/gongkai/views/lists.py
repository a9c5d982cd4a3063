"""One list for each kind, newest first, with filters that work from the address: totals above, rows below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from gongkai.derive.cases import Case, Promise, PromiseState
from gongkai.derive.events import act_day, disclosed_on
from gongkai.derive.rates import answering, keeping, session
from gongkai.records.fields import Session, to_chinese
from gongkai.records.finance import Category, Finance
from gongkai.records.meeting import Meeting, MeetingType, Resolution
from gongkai.records.notice import Matter, Notice
from gongkai.records.opinion import Opinion, Source
from gongkai.records.proposal import Proposal
from gongkai.register import Record
from gongkai.render.icons import chip
from gongkai.render.pages import Output
from gongkai.render.tables import files_of
from gongkai.render.templates import day
from gongkai.views import promise_charts
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_words
from gongkai.views.finances import charts as money_charts
from gongkai.views.latest import resolution_chip
from gongkai.views.listing import STATE, Listing, Row, Total, departments, ordered, page_of, tables_of, years
from gongkai.views.proposals.charts import routes
from gongkai.views.states import ENDED, ON_NOTICE, case_chip, case_state, notice_chip, notice_state
from gongkai.views.told import finance_words, meeting_words

ROUTES = ("立案", "并案", "转意见", "不立案", "撤回")
_STATES = (
    "逾期",
    "办理中",
    "重新办理",
    "已答复",
    "办结",
    "不立案",
    "转专门渠道",
    "留存参考",
    "撤回",
    "已审查",
    "已收",
)


def pages(board: Board) -> Iterator[Output]:
    """The list pages, and the tables on them as files."""
    for made in (_proposals, _opinions, _meetings, _finances, _notices, _promises):
        listing = made(board)
        yield page_of(listing)
        yield from files_of(listing.address, tables_of(listing))


def _proposals(board: Board) -> Listing:
    cases = [case for case in board.cases.values() if isinstance(case.record.content, Proposal)]
    rows = tuple(_case_row(board, case, _sessions(case.record.number)) for case in cases)
    sessions = sorted({each for case in cases if (each := session(case.record.number))}, reverse=True)
    terms = dict.fromkeys(each.term for each in sessions)
    options = tuple(name for term in terms for name in (f"{to_chinese(term)}届", *_of_term(sessions, term)))
    received = [f"{_session_name(number)}已收 {n} 件待审查，审查后列出。" for number, n in board.selected.received]
    cards = sum(board.is_card(case.record) for case in cases)
    partly = f"其中 {cards} 件还没有到公开全文的时候，先公布编号、类别、主办部门和进度，一样计入各项数字。"
    rate = answering(cases).rate
    newest = sessions[0] if sessions else None
    return Listing(
        "proposals/",
        "提案",
        f"教代会代表提出的提案，{counted(board)} {len(cases)} 件，其中应答复 {rate.whole} 件，"
        f"已答复 {rate.part} 件（{rate_words(board, rate)}）。",
        (("届次", options), departments(board, rows, 1), ordered(STATE, _STATES, rows, 2), years(rows, 3)),
        rows,
        how="已答复：主办部门已经答复，或随主案一并答复，或没有立案但已说明理由并告知提案人；"
        "评价不满意、正在重新办理的，再次答复前不算。撤回的不计入分母。",
        notes=(*received, partly) if cards else tuple(received),
        charts=(_routes_chart(board, newest, cases),) if newest else (),
        columns=ROUTES,
        totals=tuple(_totals(sessions, cases)),
        speak=("intake/proposal/", "我要提案"),
    )


def _opinions(board: Board) -> Listing:
    cases = [case for case in board.cases.values() if isinstance(case.record.content, Opinion)]
    rows = tuple(_case_row(board, case, case.record.content.source.value) for case in cases)
    rate = answering(cases).rate
    withheld = board.selected.withheld_opinions
    return Listing(
        "opinions/",
        "意见与回音",
        f"从意见箱、校长信箱、接待日等渠道收到的意见，{counted(board)} {len(cases)} 件，"
        f"已有回音 {rate.part} 件（{rate_words(board, rate)}）。",
        (
            ordered("来源", tuple(Source), rows, 0),
            departments(board, rows, 1),
            ordered(STATE, _STATES, rows, 2),
            years(rows, 3),
        ),
        rows,
        how="有回音：承办部门已经答复，或随合并的一件答复，或已转专门渠道、说明理由留存参考。"
        "涉及个人的来信不公开，也不计入本版数字。",
        notes=tuple(f"{term}另有涉及个人、不公开的来信 {count} 件，已转专门渠道。" for term, count in withheld),
        speak=("intake/opinion/", "我要反映"),
    )


def _meetings(board: Board) -> Listing:
    meetings = board.register.of(Meeting)
    rows = tuple(row for record in meetings for row in _meeting_rows(board, record))
    resolutions = len(rows) - len(meetings)
    return Listing(
        "meetings/",
        "会议与决议",
        f"{counted(board)}的会议 {len(meetings)} 次，决议 {resolutions} 项。"
        "每项决议都列出应到、实到、票数和结论是怎样得出的。",
        (
            ordered("类型", tuple(MeetingType), rows, 0),
            ordered("内容", ("会议", "决议"), rows, 1),
            years(rows, 2),
        ),
        rows,
        noun="项",
    )


def _meeting_rows(board: Board, record: Record[Meeting]) -> Iterator[Row]:
    content = record.content
    kind = content.type.value
    mark = chip("not-due", "将召开") if content.held_on > board.today else chip("meeting", kind)
    keys = (kind, "会议", str(content.held_on.year))
    yield Row(content.held_on, f"{record.number}/", content.heading, meeting_words(record), mark, keys)
    for act in record.all(Resolution):
        on = act_day(record, act) or content.held_on
        verdict = resolution_chip(act, board) or chip("meeting", "决议")
        words = f"{content.heading} · 决议 {act.n} · {act.content.power.value}"
        keys = (kind, "决议", str(on.year))
        yield Row(on, f"{record.number}/resolution-{act.n}/", act.content.subject, words, verdict, keys)


def _finances(board: Board) -> Listing:
    rows = tuple(_finance_row(board, record) for record in board.register.of(Finance))
    return Listing(
        "finances/",
        "财务",
        f"预算、决算、收支月报、食堂、工会经费和收费，{counted(board)} {len(rows)} 份。"
        "表中的合计、结转和比率都由程序按明细重算核对。",
        (ordered("类别", tuple(Category), rows, 0), years(rows, 1)),
        rows,
        charts=tuple(chart for chart in money_charts.overview(board) if chart),
        noun="份",
    )


def _finance_row(board: Board, record: Record[Finance]) -> Row:
    content = record.content
    on = disclosed_on(record, board.today) or content.period.first
    touched = "|".join(str(year) for year in range(content.period.first.year, content.period.last.year + 1))
    category = content.category.value
    words = finance_words(board, record)
    return Row(on, f"{record.number}/", content.heading, words, chip("finance", category), (category, touched))


def _notices(board: Board) -> Listing:
    rows = tuple(_notice_row(board, record) for record in board.register.of(Notice))
    current = sum(row.keys[1] == ON_NOTICE for row in rows)
    return Listing(
        "notices/",
        "公示",
        f"{counted(board)}的公示 {len(rows)} 项，今天正在公示 {current} 项。"
        "公示期第一天和最后一天都算；期满以后名单撤下，只留事项和结果。",
        (
            ordered("事由", tuple(Matter), rows, 0),
            ordered(STATE, (ON_NOTICE, ENDED), rows, 1),
            years(rows, 2),
        ),
        rows,
        noun="项",
    )


def _notice_row(board: Board, record: Record[Notice]) -> Row:
    content = record.content
    words = f"公示 {day(content.first)}至{day(content.last)}"
    keys = (content.matter.value, notice_state(content, board.today), str(content.first.year))
    mark = notice_chip(content, board.today)
    return Row(content.first, f"{record.number}/", content.title, words, mark, keys)


def _promises(board: Board) -> Listing:
    found = keeping(board.cases.values())
    groups = (found.unmet, found.pending, found.late, found.kept)
    rows = tuple(promise_row(case, promise) for group in groups for case, promise in group)
    return Listing(
        "promises/",
        "承诺与兑现",
        f"答复里写明期限的承诺 {len(rows)} 项：到期的和已经兑现的 {found.rate.whole} 项，"
        f"其中按期兑现 {found.rate.part} 项（{rate_words(board, found.rate)}），迟兑现 {len(found.late)} 项，"
        f"到期未完成 {len(found.unmet)} 项；未到期 {len(found.pending)} 项。"
        "日期是承诺的期限，改过期的按改后的。",
        (departments(board, rows, 0), ordered(STATE, tuple(PromiseState), rows, 1), years(rows, 2)),
        rows,
        charts=(promise_charts.kept(board, found),) if rows else (),
        how="按期兑现：完成日期不晚于期限。分母是已经到期或已经兑现的承诺；还没到期也没完成的不计。",
        noun="项",
    )


def promise_row(case: Case, promise: Promise) -> Row:
    record = case.record
    kinds = {
        PromiseState.KEPT: chip("kept"),
        PromiseState.KEPT_LATE: chip("kept-late", f"已兑现，迟 {promise.days_late} 天"),
        PromiseState.UNMET: chip("missed"),
        PromiseState.PENDING: chip("not-due"),
    }
    words = f"{record.content.label} {record.number} {record.content.heading}"
    keys = (promise.reply.content.department, promise.state.value, str(promise.due.year))
    title = promise.text or words
    return Row(promise.due, f"../{record.identity}/", title, words, kinds[promise.state], keys)


def _case_row(board: Board, case: Case, first: str) -> Row:
    record = case.record
    on = record.content.day or date.min
    words = " · ".join(part for part in (record.number, case.route, case.department) if part)
    keys = (first, case.department, case_state(case), str(on.year))
    return Row(on, f"{record.number}/", record.content.heading, words, case_chip(case, board.today), keys)


def _sessions(number: str) -> str:
    """The values by which a proposal is found under 届次: its session, and its whole congress."""
    found = session(number)
    return f"{found}|{to_chinese(found.term)}届" if found else ""


def _session_name(number: str) -> str:
    found = session(f"{number}-0")
    return str(found) if found else number


def _of_term(sessions: list[Session], term: int) -> tuple[str, ...]:
    return tuple(str(each) for each in sessions if each.term == term)


def _routes_chart(board: Board, newest: Session, cases: list[Case]) -> Markup:
    own = [case.route for case in cases if session(case.record.number) == newest]
    return routes(str(newest), ((route, own.count(route)) for route in ROUTES), f"{counted(board)}的提案。")


def _totals(sessions: list[Session], cases: list[Case]) -> Iterator[Total]:
    for each in sessions:
        own = [case for case in cases if session(case.record.number) == each]
        found = answering(own)
        routes = (sum(case.route == route for case in own) for route in ROUTES)
        yield Total(str(each), (len(own), *routes, f"{found.rate.part} / {found.rate.whole}"))
