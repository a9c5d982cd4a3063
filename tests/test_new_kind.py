"""A new kind is one model: it is decoded, selected and shown without a line written for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from gongkai.load import load
from gongkai.records import ActFile, Audience, MainFile
from gongkai.records.base import PROSE, Model
from gongkai.records.declarations import labels
from gongkai.records.decode import decode
from gongkai.records.fields import STAFF, Count, Day, Money, Text
from gongkai.register import Record, Register, frozen
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.source import parse
from gongkai.views import Board
from gongkai.views.others import pages_of
from pydantic import Field

from tests.conftest import WriteTree
from tests.school import small_school


class Sitting(Model):
    """One sitting of the sport (场次)."""

    name: Text = Field(alias="名称", description="哪一场")
    joined: Count = Field(alias="人数", description="参加人数")


class Sport(MainFile):
    """A sports day (运动会): a kind that exists in this test only."""

    folder = "sports"
    label = "运动会"
    stem = "sport"
    suffix = ".md"
    acts: ClassVar[Mapping[str, type[ActFile]]] = {}

    title: Text = Field(alias="标题", description="一句话")
    held_on: Day = Field(alias="日期", description="哪一天")
    cost: Money = Field(alias="花费", description="元")
    sittings: tuple[Sitting, ...] = Field((), alias="场次", description="各场")
    remark: Annotated[str | None, STAFF] = Field(None, alias="内部说明", description="只给教职工看")
    report: Annotated[str, PROSE] = Field("", alias="经过", description="怎样办的")

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.held_on


TEXT = """---
公开范围: 社会
标题: 秋季运动会
日期: 2026年5月8日
花费: 1,280.50
场次:
  - {名称: 接力, 人数: 48}
  - {名称: 跳绳, 人数: 120}
内部说明: 奖品由工会经费支出，见内部台账
---
## 经过
上午接力，下午跳绳。<script>
"""


def _board(write_tree: WriteTree, audience: Audience) -> Board:
    folder = write_tree(small_school())
    register = load([folder / "disclosures"], folder).register
    document, problems = parse(TEXT, "disclosures/sports/autumn.md", labels() | {"花费", "场次", "内部说明", "经过"})
    assert document is not None
    assert problems == ()
    content, findings = decode(document, Sport)
    assert content is not None
    assert findings == ()
    assert content.cost == Decimal("1280.50")
    record: Record[MainFile] = Record("sports/autumn", "autumn", document.path, content)
    whole = Register(register.school, register.policy, register.catalogue, frozen({record.identity: record}))
    return Board(select(whole, audience, date(2026, 5, 20)))


def _pages(board: Board) -> dict[str, Page]:
    return {page.address: page for page in pages_of(board, Sport)}


def test_a_new_kind_has_a_list_and_a_page(write_tree: WriteTree) -> None:
    """Every declared field stands beside its label, amounts and days as people read them, prose made safe."""
    pages = _pages(_board(write_tree, Audience.PUBLIC))
    assert list(pages) == ["sports/", "sports/autumn/"]
    html = str(pages["sports/autumn/"].html)
    for words in (
        "秋季运动会",
        "2026年5月8日",
        "1,280.50",
        "名称：接力；人数：48",
        "名称：跳绳；人数：120",
        "上午接力，下午跳绳。",
    ):
        assert words in html
    assert "<script" not in html
    assert "秋季运动会" in str(pages["sports/"].html)


def test_its_staff_only_fields_stay_with_the_staff(write_tree: WriteTree) -> None:
    """The marker on the field is enough: the public page has no word of it, the staff page has."""
    assert "内部台账" not in str(_pages(_board(write_tree, Audience.PUBLIC))["sports/autumn/"].html)
    assert "内部台账" in str(_pages(_board(write_tree, Audience.STAFF))["sports/autumn/"].html)
