"""The two figures by which a school is known – proposals answered, promises kept – each with its definition."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.derive.rates import Answering, answering, keeping, newest_term, session
from gongkai.records.fields import to_chinese
from gongkai.records.proposal import Proposal
from gongkai.views.board import Board
from gongkai.views.counts import counted, rate_words


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its definition and the way to its list."""

    label: str
    value: str
    unit: str
    how: str
    address: str
    link: str


def this_congress(board: Board) -> tuple[int | None, Answering]:
    """The congress now in office, and how far the proposals to it that have been reviewed are answered."""
    proposals = tuple(case for case in board.cases.values() if isinstance(case.record.content, Proposal))
    term = newest_term(proposals)
    return term, answering(case for case in proposals if term is None or _is_of(case.record.number, term))


def _is_of(number: str, term: int) -> bool:
    found = session(number)
    return found is not None and found.term == term


def answered(board: Board) -> Figure:
    """How many proposals to this congress have their answer."""
    who = counted(board)
    term, found = this_congress(board)
    name = f"{to_chinese(term)}届" if term else ""
    received = sum(count for number, count in board.selected.received if term and _is_of(number, term))
    how = [
        f"分母：{name or '本届'}教代会{who}、已经审查的提案 {len(found.counted)} 件。",
        f"分子：主办部门已答复、随主案一并答复、没有立案但已说明理由的，共 {len(found.answered)} 件。",
        "评价为不满意、正在重新办理的，再次答复前不算已答复。",
    ]
    if found.withdrawn:
        how.append(f"提案人撤回的 {len(found.withdrawn)} 件不计。")
    if received:
        how.append(f"另有 {received} 件已收到、等待审查，尚未计入。")
    if found.counted:
        how.append(f"答复率 {rate_words(board, found.rate)}。")
    return Figure(
        "本届提案已答复",
        str(len(found.answered)),
        f"/ {len(found.counted)} 件",
        "".join(how),
        f"proposals/?届次={name}" if name else "proposals/",
        f"看 {len(found.counted) + len(found.withdrawn)} 件清单{'（含撤回）' if found.withdrawn else ''}",
    )


def kept(board: Board) -> Figure:
    """How many promises were kept in time, of those that fell due or were done."""
    who = counted(board)
    found = keeping(board.cases.values())
    how = [
        f"分母：{who}的答复中写明期限、已经到期或已经兑现的承诺 {found.rate.whole} 项。",
        f"分子：在期限内兑现的 {found.rate.part} 项；改过期的按改后的期限。",
        f"迟兑现 {len(found.late)} 项，到期未完成 {len(found.unmet)} 项。",
        f"还没到期的 {len(found.pending)} 项不计。" if found.pending else "",
    ]
    unmet = len(found.unmet)
    return Figure(
        "承诺按期兑现",
        str(found.rate.part),
        f"/ {found.rate.whole} 项",
        "".join(how),
        "promises/?状态=到期未完成" if unmet else "promises/",
        f"{unmet} 项到期未完成" if unmet else "看承诺清单",
    )
