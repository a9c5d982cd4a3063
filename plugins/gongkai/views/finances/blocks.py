"""The blocks of a finance page beside its tables: dues, the canteen, audits."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from gongkai.records.finance import Audit, Canteen, Dues, Finance, MarginBasis
from gongkai.render.templates import day, money
from gongkai.views import figures
from gongkai.views.record_pages import Fact


def dues_sentences(dues: Dues) -> Iterator[str]:
    """How the members' fees divide, and that people times what is kept is what was booked."""
    passed_on, kept_each = money(dues.passed_on), money(dues.kept)
    yield f"每人每月缴 {money(dues.each)} 元，其中上缴 {passed_on} 元，留存 {kept_each} 元。"
    kept = dues.members * dues.kept * dues.months
    months = f" × {dues.months} 个月" if dues.months != 1 else ""
    yield f"本期实缴 {dues.members} 人 × 留存 {kept_each} 元{months} ＝ {money(kept)} 元。"
    if dues.received is not None:
        yield f"留存入账 {money(dues.received)} 元。"
    if dues.difference:
        yield f"差额说明：{dues.difference}"


def canteen_facts(canteen: Canteen, margins: tuple[Fraction, ...]) -> Iterator[Fact]:
    """Who runs the canteen, its larder and its margin with how that is reckoned."""
    yield "经营方式", canteen.mode.value
    if canteen.operator:
        yield "供餐单位", canteen.operator
    if canteen.unit_price is not None:
        yield "餐费标准", f"每份 {money(canteen.unit_price)} 元"
    if canteen.paused:
        yield "供餐", "本期整月停供"
    if canteen.stock:
        used = canteen.stock.opening - canteen.stock.closing
        change = f"减少 {money(used)}" if used > 0 else f"增加 {money(-used)}" if used < 0 else "没有增减"
        yield "库存", f"期初 {money(canteen.stock.opening)}，期末 {money(canteen.stock.closing)}，{change}"
    if canteen.margin:
        cumulative = canteen.margin_basis is MarginBasis.CUMULATIVE
        how = "（收入 − 支出）÷ 收入，从学期初累计到本期末" if cumulative else "（收入 − 支出）÷ 收入，只算本期"
        if any(canteen.margin.prints(margin) for margin in margins):
            how += "；按各期报表重算一致"
        yield (
            "盈亏率",
            Markup('<strong>{}</strong> <span class="gk-by">{}</span>').format(figures.shown(str(canteen.margin)), how),
        )


def audits(content: Finance) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Each audit with its conclusion."""
    for name, audit in (("帐目审核", content.audit), ("工会经费审查", content.union_audit)):
        if audit:
            yield name, tuple(_audit(audit))


def _audit(audit: Audit) -> Iterator[Fact]:
    yield "审核", f"{audit.by}，{day(audit.on)}"
    if audit.scope:
        yield "范围", audit.scope
    yield "意见", audit.opinion
    if audit.issues:
        yield "问题", "；".join(audit.issues)
