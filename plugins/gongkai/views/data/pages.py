"""The two pages of the open data: what there is, and what every column means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from gongkai.derive.withdrawn import withdrawn
from gongkai.records import KINDS
from gongkai.records.proposal import Proposal
from gongkai.render.pages import Entry, Heading, Page
from gongkai.render.templates import day, render
from gongkai.render.workbooks import column_letters
from gongkai.source.releases import Gone
from gongkai.views.board import Board
from gongkai.views.data import common, kinds
from gongkai.views.data.licence import Licence
from gongkai.views.data.releases import NO_PREVIOUS, Changes
from gongkai.views.data.tables import JOINT, Column, Table
from gongkai.views.fingerprints import whole_fingerprint

ADDRESS = "data/"
DICTIONARY = "data/dictionary/"
SHOWN = 20
"""So many changes of each sort are told in words; all of them stand in the file."""

_SECTIONS = (
    ("files", "按种类下载"),
    ("whole", "整包与清单"),
    ("licence", "许可与引用"),
    ("changes", "上次发布以来的变化"),
    ("check", "怎样核对没有被改动"),
    ("verify", "怎样核对这一次发布"),
    ("fingerprint", "张贴件上的指纹"),
    ("examples", "可以拿来做什么"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """What is given out of one kind: its tables with their numbers of rows, and the sizes of all files."""

    name: str
    tables: tuple[tuple[Table, int], ...]
    sizes: Mapping[str, int]

    @property
    def title(self) -> str:
        return self.tables[0][0].title

    @property
    def rows(self) -> int:
        return self.tables[0][1]

    def size(self, suffix: str) -> str:
        """How large the file of this form is."""
        return readable_size(self.sizes[f"{self.name}.{suffix}"])


def readable_size(size: int) -> str:
    """A size in words: 820 B, 12 kB, 3.4 MB."""
    if size < 1000:
        return f"{size} B"
    return f"{round(size / 1000)} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


@dataclass(frozen=True, slots=True)
class Moved:
    """A record that came, changed or went: its page where there is one, and what to call it."""

    words: str
    address: str = ""


def index_page(
    board: Board, licence: Licence, groups: tuple[Group, ...], changes: Changes, files: Mapping[str, bytes]
) -> Page:
    """The page of what there is."""
    html = render(
        "data.html.jinja",
        ADDRESS,
        school=board.register.school.name,
        today=board.today,
        whole_address=board.absolute(ADDRESS) or ADDRESS,
        licence=licence,
        groups=groups,
        records=groups[0].rows,
        files=len(files),
        sizes={name: readable_size(len(content)) for name, content in files.items()},
        since=changes.since,
        without=NO_PREVIOUS,
        moved=tuple(_moved(board, changes)),
        limit=SHOWN,
        example=_example(board),
        fingerprint=whole_fingerprint(board),
        withdrawn=len(withdrawn(board.register)),
    )
    lead = (
        f"{groups[0].rows} 份公开记录的全部数据：CSV、XLSX、JSON，附数据字典、校验和与变化清单，可以自己重算每一个数。"
    )
    return Page(
        address=ADDRESS,
        title="开放数据",
        body=html,
        description=lead,
        sections=tuple(Heading(ident, words) for ident, words in _SECTIONS),
        entry=Entry("", "数据", "开放数据 下载 CSV XLSX JSON 数据字典 校验和 变化"),
    )


def _moved(board: Board, changes: Changes) -> Iterator[tuple[str, str, tuple[Moved, ...]]]:
    yield "added", "新增", tuple(_known(board, identity) for identity in changes.added)
    yield "changed", "有改动", tuple(_known(board, identity) for identity in changes.changed)
    yield "removed", "撤下", tuple(_gone(board, each) for each in changes.removed)
    yield "removed-earlier", "更早撤下", tuple(_gone(board, each) for each in changes.removed_earlier)


def _known(board: Board, identity: str) -> Moved:
    record = board.register.records[identity]
    return Moved(f"{record.content.label} {record.number} {record.content.heading}", f"{identity}/")


def _gone(board: Board, gone: Gone) -> Moved:
    label = next((kind.label for kind in KINDS if kind.folder == gone.kind), gone.kind)
    number = gone.identity.partition("/")[2]
    words = f"{label} {number}，最后列出的一次发布是 {day(gone.last_listed)}"
    is_told = any(entry.identity == gone.identity for entry in withdrawn(board.register))
    return Moved(words, f"{gone.identity}/" if is_told else "")


@dataclass(frozen=True, slots=True)
class Example:
    """How to recompute the answer rate in a spreadsheet, and what must come out."""

    route: str
    answered: str
    formula: str
    part: int
    whole: int


def _example(board: Board) -> Example:
    own = tuple(column.name for column in kinds.of_kind(Proposal)[0].columns)
    route, answered = column_letters(own.index("route")), column_letters(own.index("answered"))
    counted = f'{route}:{route},"<>撤回",{answered}:{answered}'
    cases = [case for case in board.cases.values() if type(case.record.content) is Proposal and case.route != "撤回"]
    formula = f'=COUNTIFS({counted},"是")/(COUNTIFS({counted},"是")+COUNTIFS({counted},"否"))'
    return Example(route, answered, formula, sum(case.answered for case in cases), len(cases))


# The dictionary ----------------------------------------------------------------------------------------------


def dictionary_page() -> Page:
    """The page of what every column of every table means; it says the same in every school."""
    groups = tuple((title, tables) for title, tables in _groups())
    html = render("data_dictionary.html.jinja", DICTIONARY, groups=groups, joint=JOINT, unit=_unit)
    return Page(
        address=DICTIONARY,
        title="数据字典",
        body=html,
        description="开放数据每张表、每个字段的名称、类型、单位、可以是哪些值、意思，和由程序算出的是怎样算的。",
        sections=tuple(Heading(tables[0].name, title) for title, tables in groups),
        is_record=True,
        of_program=True,
        entry=Entry("", "数据", "数据字典 字段 类型 单位 开放数据"),
    )


def _groups() -> Iterator[tuple[str, tuple[Table, ...]]]:
    yield "各类共有", common.tables()
    for kind in KINDS:
        yield kind.label, kinds.of_kind(kind)


def _unit(column: Column) -> Markup:
    return Markup("，{}").format(column.unit) if column.unit else Markup()
