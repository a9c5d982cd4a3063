"""Long titles on paper: parted at words into a trapezoid or a diamond (GB/T 9704-2012, 7.3.1), never inside one.

Chinese is written without spaces, so words are known by a short list of those that titles are made of; what no
list knows is parted only where nothing better offers itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import ceil, inf

_WORDS = """
教职工 教代会 教师 学生 家长 干部 中层干部 班主任 组长 教研组长 备课组长 年级组长 骨干教师 新教师
高级教师 一级教师 二级教师 优秀教师 优秀班主任 教育工作者 师德标兵 先进集体 先进个人 个人 人员 人选
代表 代表大会 工会 学校 校级 校务 校务公开 民主管理 工作 工作计划 工作报告 工作组 提案 意见 答复
决议 决定 办法 规定 规则 规章 制度 条例 方案 细则 计划 总结 报告 情况 结果 名单 名额 标准 项目
人数 金额 公示 公告 通知 通告 公开 公布 征求 征求意见 征求意见稿 修订 修订稿 修改 修改稿 草案
讨论稿 预算 决算 收支 经费 资金 资产 清册 资助 补助 补贴 救助 临时救助 特殊困难 困难 家庭经济困难
减免 收费 退费 采购 招标 中标 成交 供应商 遴选 更新 更换 维修 工程 设备 设施 建设 服务 维护
护眼灯具 教室 操场 跑道 看台 食堂 伙食 食材 大宗 图书馆 开放 借阅 校园 网络 监控 周界 直饮水机
课后服务 值班 春季 秋季 学期 学年 年度 上半年 下半年 第一季度 第二季度 第三季度 第四季度 专业技术
职务 职称 岗位 聘任 拟聘 拟聘人员 竞聘 招聘 公开招聘 推荐 推荐人选 任前 任免 评选 评审 认定 复核
审核 办理 办理情况 落实 执行 实施 试行 施行 召开 关于 印发 做好 进一步 加强 合同 集体合同 专项
女职工 权益 保护 办公室 总务处 教导处 教学处 德育处 人事处 财务处 安全 卫生 教学 教育 教研 体育
运动会 会议 大会 审议 通过 表彰 教师节 午餐 营养午餐 助学 研学 校服 核心 系统 管理 活动 收支情况
月报 年报 呈报表 逐项 明细 一览 中小学 初中 小学 高中 幼儿园 多媒体 课桌椅 开放周 管理规定
管理办法 实施办法 实施细则 工作办法 实验室 无障碍 电动车 停车 充电 照明 监督 评价 评议 测评 满意度
承诺 进展 期限 报名 选举 换届 候选人 委员会
"""

_UNIT = "(?:学年度?|学期|年级|年度?|[月日届次号项名件级期批条款章元个人份])"
_WHOLE = re.compile(
    rf"[A-Za-z0-9][A-Za-z0-9.,:%/+\-–—～~]*{_UNIT}?|第?[一二三四五六七八九十百〇零两]+{_UNIT}|[“‘《（〈][^”’》）〉]{{1,12}}[”’》）〉]"
)
_STAYS_BEFORE = frozenset("的地得和与及或暨并等、，。：；！？）》〉”’),.:;!?]}>")
"""What never begins a line: it belongs to the word before."""

_INSIDE = 40.0  # a break inside a run that no list knows, at an odd place
_FORBIDDEN = 1e6  # before a sign that never begins a line
_UNKNOWN = 12.0  # the same where pairs of characters meet, as most Chinese words are pairs
_SHAPED = 4
"""With more lines than this a title has no shape."""
_SHORTEST = 4.0
"""A line shorter than this many characters looks lost."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a title that is not parted, how wide it is, and what it costs to end a line behind it."""

    text: str
    width: float
    cost: float


def broken(title: str, widest: float) -> tuple[str, ...]:
    """The lines of a title, none wider than so many full-width characters where its words allow it."""
    words = " ".join(title.split())
    if width(words) <= widest:
        return (words,)
    pieces = tuple(_fitting(_pieces(words), widest))
    least = ceil(width(words) / widest)
    shaped = least <= _SHAPED and _shaped(pieces, widest, least)
    ends = shaped or _flowing(pieces, widest)
    starts = (0, *ends[:-1])
    lines = ("".join(piece.text for piece in pieces[a:b]).strip() for a, b in zip(starts, ends, strict=True))
    return tuple(line for line in lines if line)


def _shaped(pieces: Sequence[_Piece], widest: float, least: int) -> tuple[int, ...]:
    """Where the lines end in whichever shape is cheapest; nothing where the words fit no shape."""
    offers = (_best(pieces, count, shape, widest) for count in (least, least + 1) for shape in _SHAPES)
    cost, ends = min(offers, key=lambda offer: offer[0])
    return ends if cost < _FORBIDDEN else ()


def _flowing(pieces: Sequence[_Piece], widest: float) -> tuple[int, ...]:
    """Where the lines of a very long title end: each nearly full, as in a text."""
    found: list[tuple[float, int]] = [(0.0, 0)]  # up to each piece: the least cost, and where its last line begins
    total = len(pieces)
    for end in range(1, total + 1):
        span, best = 0.0, (inf, end - 1)
        for start in range(end - 1, -1, -1):
            span += pieces[start].width
            if span > widest and start < end - 1:
                break
            short = 0.0 if end == total and span > _SHORTEST else (widest - span) ** 2
            cost = found[start][0] + short + (0.0 if end == total else pieces[end - 1].cost)
            best = min(best, (cost, start))
        found.append(best)
    ends = [total]
    while start := found[ends[-1]][1]:
        ends.append(start)
    return tuple(reversed(ends))


def fitted(title: str, widths: Sequence[int], most: int) -> tuple[int, tuple[str, ...]]:
    """The first of some widths at which a title has at most so many lines, else the last; and its lines."""
    offers = ((each, broken(title, each)) for each in widths)
    return next((offer for offer in offers if len(offer[1]) <= most), (widths[-1], broken(title, widths[-1])))


def width(text: str) -> float:
    """How wide a text is, in full-width characters."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in text)


@cache
def _known() -> tuple[frozenset[str], int]:
    words = frozenset(_WORDS.split())
    return words, max(map(len, words))


def _pieces(text: str) -> Iterator[_Piece]:
    found = [*_read(text)]
    for place, (word, cost) in enumerate(found):
        following = found[place + 1][0] if place + 1 < len(found) else ""
        stays = bool(following) and following[0] in _STAYS_BEFORE
        yield _Piece(word, width(word), _FORBIDDEN if stays else 0.0 if word[-1] in _STAYS_BEFORE else cost)


def _read(text: str) -> Iterator[tuple[str, float]]:
    """Every word of a text with what it costs to end a line behind it."""
    words, longest = _known()
    place = pair = 0
    while place < len(text):
        if match := _WHOLE.match(text, place):
            place, pair = match.end(), 0
            yield match[0], 2.0
            continue
        size = next((n for n in range(longest, 1, -1) if text[place : place + n] in words), 0)
        if size:
            yield text[place : place + size], 1.0
            place, pair = place + size, 0
            continue
        pair += 1
        ends = any(text[place + 1 : place + 1 + n] in words for n in range(2, longest + 1))
        yield text[place], 1.0 if ends or text[place].isspace() else _UNKNOWN if pair % 2 == 0 else _INSIDE
        place += 1


def _fitting(pieces: Iterable[_Piece], widest: float) -> Iterator[_Piece]:
    """The pieces, those that no line could hold cut into characters."""
    for piece in pieces:
        if piece.width <= widest:
            yield piece
        else:
            yield from (_Piece(char, width(char), _INSIDE) for char in piece.text[:-1])
            yield _Piece(piece.text[-1], width(piece.text[-1]), piece.cost)


_Shape = Callable[[float], float]
"""How wide a line should be beside the mean, by its place from the first (0) to the last (1)."""


def _growing(place: float) -> float:
    return 0.86 + 0.28 * place


def _shrinking(place: float) -> float:
    return 1.14 - 0.28 * place


def _diamond(place: float) -> float:
    return 1.12 - 0.48 * abs(place - 0.5)


_SHAPES = (_shrinking, _growing, _diamond)


def _best(pieces: Sequence[_Piece], count: int, shape: _Shape, widest: float) -> tuple[float, tuple[int, ...]]:
    """The cheapest way to set pieces in so many lines of a shape: its cost, and where the lines end."""
    sums = (0.0, *accumulate(piece.width for piece in pieces))
    mean = sums[-1] / count
    total = len(pieces)
    state: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for line in range(count):
        place = line / (count - 1) if count > 1 else 0.0
        wanted = min(widest, mean * shape(place))
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for start, (before, ends) in state.items():
            for end in range(start + 1, total + 1):
                span = sums[end] - sums[start]
                if span > widest:
                    break
                if (end == total) is not (line == count - 1):
                    continue
                broke = 0.0 if end == total else pieces[end - 1].cost
                cost = before + (span - wanted) ** 2 + broke + (30.0 if span < _SHORTEST else 0.0)
                if cost < following.get(end, (inf, ()))[0]:
                    following[end] = (cost, (*ends, end))
        state = following
    cost, ends = state.get(total, (inf, (total,)))
    return cost, ends
