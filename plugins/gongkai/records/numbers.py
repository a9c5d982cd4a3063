"""数字: printed figures and how one follows from others, so that a sentence can be checked."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from gongkai.records.fields import Figure, Text, listed, misread


def _term(typed: object) -> str:
    if isinstance(typed, str) and typed.strip():
        return typed.strip()
    raise misread(typed, "别的数字的名称，或一个数")


Term = Annotated[str, BeforeValidator(_term), WithJsonSchema({"type": ["string", "number"]})]
"""The name of another figure of the same record, or a number written out."""

Terms = Annotated[tuple[Term, ...], BeforeValidator(listed)]


class Relation(BaseModel):
    """How a figure follows from others (由); exactly one of the five."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    sum_of: Terms | None = Field(None, alias="合计", description="等于这些数相加")
    part_of: Term | None = Field(None, alias="其中", description="是这个数的一部分，不大于它，也不参加相加")
    product_of: Terms | None = Field(None, alias="积", description="等于这些数相乘")
    difference_of: Terms | None = Field(None, alias="差", description="第一个数减去后面各数")
    ratio_of: Terms | None = Field(None, alias="比率", description="两个数：[分子, 分母]；按写出的小数位四舍五入")

    @model_validator(mode="after")
    def _exactly_one(self) -> Relation:
        given = [
            value for value in (self.sum_of, self.part_of, self.product_of, self.difference_of, self.ratio_of) if value
        ]
        if len(given) != 1:
            raise PydanticCustomError("one_relation", "里要有并且只有一种关系：合计、其中、积、差、比率。", {})
        if self.ratio_of and len(self.ratio_of) != 2:
            raise PydanticCustomError("two_terms", "里的“比率”要写两个数：[分子, 分母]。", {})
        return self


def _relations(typed: Any) -> Any:
    return (typed,) if isinstance(typed, dict) else typed


class NamedFigure(BaseModel):
    """A printed figure with its name, its unit and how it follows from others (数字)."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    name: Text = Field(alias="名称", description="在本记录内不重复；别的数字用这个名称引用它")
    value: Figure = Field(alias="值", description="照公布的样子写，如 68、17,760.00、60%")
    unit: Text | None = Field(None, alias="单位", description="件、元、万元、人……")
    follows: Annotated[tuple[Relation, ...], BeforeValidator(_relations)] = Field(
        (), alias="由", description="怎样由别的数字得出；有几种算法时写成列表"
    )
