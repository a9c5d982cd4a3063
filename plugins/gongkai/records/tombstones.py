"""tombstones.yml: what was published and has been withdrawn whole (撤下登记).

Of a withdrawn record nothing stands in the repository any more but its line here. At its old address a page says
what stood there, from when to when, why it went and who approved that; the address never leads nowhere.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field

from gongkai.records.base import Audience, Model
from gongkai.records.fields import Day, OneOrMore, Reference, Text


class Tombstone(Model):
    """A record that was published and has been withdrawn."""

    identity: Reference = Field(alias="编号", description="撤下的记录的编号，如 notices/procure-2026-9；不再使用")
    title: Text = Field(alias="标题", description="还可以说的标题；不写姓名，也不写撤下的内容")
    first_published: Day = Field(alias="首次公开", description="第一次公开的日期")
    withdrawn_on: Day = Field(alias="撤下", description="撤下的日期")
    reason: Text = Field(alias="理由", description="为什么撤下；不写姓名，也不写撤下的内容")
    approved_by: Text = Field(alias="批准", description="批准撤下的岗位，不写姓名")
    audience: Audience = Field(
        Audience.PUBLIC, alias="公开范围", description="原来给谁看的：社会、教职工；不写就是社会"
    )


class Tombstones(Model):
    """Everything that was withdrawn (撤下登记)."""

    entries: Annotated[tuple[Tombstone, ...], OneOrMore] = Field(
        (), alias="撤下登记", description="每一份撤下的记录一项"
    )

    def shown_to(self, audience: Audience) -> Self:
        """The same with what this audience once saw, and therefore may know to be gone."""
        kept = tuple(each for each in self.entries if each.audience.width >= max(audience.width, 1))
        return self.model_copy(update={"entries": kept})

    def of(self, identity: str) -> Tombstone | None:
        """The entry of this record or act, if it is one that was withdrawn."""
        return next((each for each in self.entries if each.identity == identity), None)
