"""policy.yml: the thresholds that a school has adopted, each with its basis and its first day.

A record is judged by the policy in force on its own day, so a change never re-judges the past.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field

from gongkai.records.activity import PrizeRange
from gongkai.records.appraisal import AppraisalKind
from gongkai.records.approvals import ApprovalRule, Waiver
from gongkai.records.base import Model
from gongkai.records.fields import Count, Day, Money, OneOrMore, Share, Text, YesNo
from gongkai.records.finance import Category
from gongkai.records.meeting import Base, Majority, MeetingType
from gongkai.records.welfare import WelfareStandard
from gongkai.workdays import Unit


class Days(Model):
    """A length of time (数、按)."""

    count: Count = Field(alias="数", description="几天或几个月")
    unit: Unit = Field(alias="按", description="自然日、工作日、教学日、月")

    def __str__(self) -> str:
        return f"{self.count} 个{self.unit.value}"


class Span(StrEnum):
    """Within which span something must happen (每)."""

    TERM = "学期"
    SCHOOL_YEAR = "学年"
    YEAR = "年"


class Times(Model):
    """How often something must happen (每、次)."""

    per: Span = Field(alias="每", description="学期、学年、年")
    count: Count = Field(1, alias="次", description="至少几次")

    def __str__(self) -> str:
        return f"每{self.per.value}至少 {self.count} 次"


class MeetingTimes(Times):
    """How often a kind of meeting must take place (会议频次)."""

    type: MeetingType = Field(alias="会议", description="会议类型")

    def __str__(self) -> str:
        return f"{self.type.value}：{super().__str__()}"


class AppraisalTimes(Times):
    """How often a kind of appraisal must take place (评议频次)."""

    kind_of: AppraisalKind = Field(alias="种类", description="民主评议校级、民主评议中层、学生评教师……")

    def __str__(self) -> str:
        return f"{self.kind_of.value}：{super().__str__()}"


class NoticeDays(Model):
    """How long notices about one matter must stand (公示天数)."""

    matter: Text = Field(alias="事由", description="职称、评优评先……，或“其他”")
    count: Count = Field(alias="数", description="至少几天")
    unit: Unit = Field(alias="按", description="自然日、工作日")

    def __str__(self) -> str:
        return f"{self.matter} {self.count} 个{self.unit.value}"


class Moment(StrEnum):
    """From when a proposal's text may be seen (公开时点)."""

    REVIEWED = "审查后"
    ANSWERED = "答复后"


class Moments(Model):
    """From when staff and the public see a proposal's text (公开时点)."""

    for_staff: Moment = Field(Moment.REVIEWED, alias="教职工", description="审查后、答复后")
    for_public: Moment = Field(Moment.ANSWERED, alias="社会", description="审查后、答复后")

    def __str__(self) -> str:
        return f"教职工{self.for_staff.value}，社会{self.for_public.value}"


class VoteStandard(Model):
    """The school's own base and majority (表决口径)."""

    base: Base = Field(alias="分母", description="代表总数、应到、出席、发出票、收回票、有效票")
    majority: Majority = Field(alias="要求", description="过半数、半数以上、三分之二以上、一致通过")

    def __str__(self) -> str:
        return f"{self.base.value}的{self.majority.value}"


class DuesStandard(Model):
    """How members' fees divide (会费标准)."""

    each: Money = Field(alias="每人", description="每人每月")
    passed_on: Money = Field(alias="上缴", description="上缴")
    kept: Money = Field(alias="留存", description="留存")

    def __str__(self) -> str:
        return f"每人 {self.each} 元，上缴 {self.passed_on} 元，留存 {self.kept} 元"


class SeparateFunds(Model):
    """Which accounts do not belong in the statements of a category (专款分列)."""

    category: Category = Field(alias="类别", description="哪一类报表：预算、决算、收支月报、食堂、工会经费、收费")
    accounts: Annotated[tuple[Text, ...], OneOrMore] = Field(
        alias="不列", description="不列在里面的科目，照科目的全名写"
    )

    def __str__(self) -> str:
        return f"{self.category.value}不列{'、'.join(self.accounts)}"


class MarginLimit(Model):
    """How far a canteen may be from break-even, and over which span (食堂盈亏率)."""

    limit: Share = Field(alias="上限", description="如 2%")
    basis: Text = Field("学期累计", alias="口径", description="学期累计或本月")

    def __str__(self) -> str:
        return f"{share_text(self.limit)}（{self.basis}）"


def share_text(share: tuple[int, int]) -> str:
    """A share as people write it: 2/3, 60%."""
    numerator, denominator = share
    if 100 % denominator == 0:
        return f"{numerator * 100 // denominator}%"
    if 1000 % denominator == 0:
        return f"{numerator * 1000 / denominator / 10:g}%"
    return f"{numerator}/{denominator}"


class Thresholds(Model):
    """Every threshold that a school may choose (阈值)."""

    reply_deadline: Days | None = Field(None, alias="答复期限", description="提案交办后多久答复")
    reply_warning: Count | None = Field(None, alias="将到期提醒", description="到期前几天提醒")
    second_reply_deadline: Days | None = Field(None, alias="重办期限", description="不满意后多久再次答复")
    handover_deadline: Days | None = Field(None, alias="退办期限", description="收到后多久内可以退回改办")
    opinion_deadline: Days | None = Field(None, alias="意见答复期限", description="意见转交后多久答复")
    extension_limit: Count | None = Field(None, alias="延期次数", description="最多延期几次")
    seconders: Count | None = Field(None, alias="附议人数", description="至少几名附议人")
    submission_closes: Count | None = Field(None, alias="征集截止", description="会前几天截止征集")
    categories: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="提案类别", description="可以用的类别"
    )
    proposal_number: Text | None = Field(None, alias="提案编号", description="编号的格式（正则式，含“届”“次”两组）")
    stock_phrases: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="套话词表", description="只有这些话的答复不算答复"
    )
    reply_characters: Count | None = Field(None, alias="答复最少字数", description="去掉套话以后至少几个字")
    promise_grace: Count | None = Field(None, alias="承诺宽限", description="承诺到期后几天内补登进展不提醒")
    outcome_letters: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="结果字母", description="按 已解决、正在解决、列入计划、留作参考、已向上反映 的次序写各自的字母"
    )
    moments: Moments | None = Field(None, alias="公开时点", description="提案正文从什么时候起显示")
    meetings: Annotated[tuple[MeetingTimes, ...] | None, OneOrMore] = Field(
        None, alias="会议频次", description="各种会多久开一次"
    )
    assembly_size: Count | None = Field(None, alias="教代会人数线", description="教职工到多少人设代表大会")
    quorum: Share | None = Field(None, alias="法定人数", description="实到占应到的比例")
    vote: VoteStandard | None = Field(None, alias="表决口径", description="分母和要求")
    teacher_share: Share | None = Field(None, alias="教师代表比例", description="不低于")
    women_share: Share | None = Field(None, alias="女代表比例", description="不低于")
    young_share: Share | None = Field(None, alias="青年代表比例", description="不低于")
    manager_share: Share | None = Field(None, alias="管理人员比例", description="不高于")
    notice_days: Annotated[tuple[NoticeDays, ...] | None, OneOrMore] = Field(
        None, alias="公示天数", description="按事由；没有列出的按“其他”"
    )
    monthly_due_day: Count | None = Field(None, alias="月报截止日", description="次月几日前公布")
    disclosure_deadline: Days | None = Field(None, alias="公开时限", description="形成后多久公开")
    canteen_margin: MarginLimit | None = Field(None, alias="食堂盈亏率", description="盈亏率不超过")
    carry_is_income: YesNo | None = Field(
        None, alias="动用结余计入收入", description="收入合计是否包含动用的以前年度结余"
    )
    dues: DuesStandard | None = Field(None, alias="会费标准", description="每人、上缴、留存")
    ledger_audit: Times | None = Field(None, alias="帐目审核频次", description="多久审核一次")
    union_audit: Times | None = Field(None, alias="经审频次", description="工会经费多久审查一次")
    opinion_minimum: Count | None = Field(None, alias="汇总最少件数", description="不公开的意见满几件才汇总")
    rate_minimum: Count | None = Field(None, alias="比率最少件数", description="少于几件只写件数不写比率")
    three_stages: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="三阶段事项", description="哪些目录项有了结果就须有政策或过程，写“一级/二级”"
    )
    filed_kinds: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="备案种类", description="哪些种类的公开材料须有备案号，如 财务、公示"
    )
    filing_format: Text | None = Field(None, alias="备案号格式", description="材料备案号的格式（正则式）")
    separate_funds: Annotated[tuple[SeparateFunds, ...] | None, OneOrMore] = Field(
        None, alias="专款分列", description="各类报表里不能列的科目：专款专用，分别列表"
    )
    support_deadline: Days | None = Field(None, alias="会办期限", description="协办部门多久把会办意见送到主办部门")
    longest_reply: Days | None = Field(None, alias="最长答复期限", description="连同延期，从交办起最长多久")
    long_open: Count | None = Field(None, alias="久未办结", description="到期后满几天还没有办结，列为久未办结")
    takedown_grace: Count | None = Field(
        None, alias="下架宽限", description="公示期满后几天内从文件里删去名单（页面上期满即撤下）"
    )
    report_before: Days | None = Field(None, alias="会前报告期限", description="教代会召开前至少多久报上级")
    filing_after: Days | None = Field(None, alias="会后备案期限", description="教代会闭会后多久内报上级备案")
    materials_before: Days | None = Field(None, alias="材料送达期限", description="会议材料至少提前多久送到代表手里")
    announce_after: Days | None = Field(None, alias="决议公布期限", description="闭会后多久内向教职工公布决议")
    posting_days: Count | None = Field(None, alias="张贴天数", description="决议在公开栏至少张贴几天，首尾都算")
    term_years: Count | None = Field(None, alias="届期年数", description="教代会几年一届：3 或 5")
    term_warning: Count | None = Field(None, alias="届满提醒", description="届期到期前几天提醒换届")
    evidence_grace: Count | None = Field(None, alias="佐证宽限", description="计划的月份过去后几天内补登佐证不提醒")
    welfare_standards: Annotated[tuple[WelfareStandard, ...] | None, OneOrMore] = Field(
        None, alias="慰问标准", description="按事由，每人次（或每年）最低、最高多少元"
    )
    welfare_minimum: Count | None = Field(None, alias="汇总最少人次", description="慰问满几人次才单列，不满的合成一行")
    activities: Times | None = Field(None, alias="活动频次", description="工会活动多久一次")
    activity_share: Share | None = Field(None, alias="活动参与面", description="参加人数占会员数不低于")
    activity_prizes: PrizeRange | None = Field(None, alias="活动奖品", description="每次活动的奖品总额在什么范围")
    activity_planned: YesNo | None = Field(None, alias="活动先报计划", description="活动以前先报计划的，写“是”")
    appraisals: Annotated[tuple[AppraisalTimes, ...] | None, OneOrMore] = Field(
        None, alias="评议频次", description="民主评议和三评多久一次"
    )
    large_amount: Money | None = Field(None, alias="大额资金门槛", description="一项支出满多少元须经集体决策")
    large_accounts: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="大额资金科目", description="科目里有这些字的支出按大额资金门槛检查"
    )
    large_exempt: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="大额资金豁免科目", description="科目里有这些字的支出不检查，如按标准发放的"
    )
    deciding_meetings: Annotated[tuple[MeetingType, ...] | None, OneOrMore] = Field(
        None, alias="决策会议", description="哪些会议可以作出重大决策"
    )
    interest_tags: Annotated[tuple[Text, ...] | None, OneOrMore] = Field(
        None, alias="切身利益标签", description="带这些标签的制度须经教代会讨论通过"
    )
    agreement_filing: Days | None = Field(None, alias="合同报送期限", description="集体合同签订后多久报送劳动行政部门")
    expiry_warning: Count | None = Field(None, alias="合同到期提醒", description="集体合同、试行制度到期前几天提醒")
    annual_report: YesNo | None = Field(
        None, alias="年度公开报告", description="每学年向教代会报告校务公开工作的，写“是”"
    )


class AdoptionState(StrEnum):
    """Whether the school itself has decided on a threshold (状态)."""

    ADOPTED = "已采用"
    ADVISED = "建议"


class AdoptedSet(Model):
    """Thresholds adopted together, on one basis, from one day (采用)."""

    since: Day = Field(alias="自", description="从哪天起")
    basis: Text = Field(alias="依据", description="哪一份文件、哪一次会议")
    state: AdoptionState = Field(AdoptionState.ADOPTED, alias="状态", description="已采用，或仅建议")
    thresholds: Thresholds = Field(alias="阈值", description="各项阈值")


class WhenOverdue(StrEnum):
    """Whether passing time alone stops a build (逾期处理)."""

    STOP = "停建"
    MARK = "标红"


class AllowedPersonal(Model):
    """A piece of text that looks like personal data and may stay until a day (个人信息例外)."""

    text: Text = Field(alias="文字", description="允许出现的文字，如公务手机号")
    reason: Text = Field(alias="理由", description="为什么可以公开")
    approved_by: Text = Field(alias="批准", description="批准岗位")
    until: Day = Field(alias="至", description="允许到哪天")


class Policy(Model):
    """What the school has adopted (规则)."""

    presets: Annotated[tuple[Text, ...], OneOrMore] = Field(
        (), alias="预设", description="幼儿园、小学、初中、中学、高校，可叠加 小学隐私"
    )
    since: Day | None = Field(None, alias="启用日期", description="这一天以前的记录是历史资料，只提示")
    when_overdue: WhenOverdue = Field(
        WhenOverdue.STOP, alias="逾期处理", description="停建：逾期未答复不能发布；标红：照常发布并标红"
    )
    adopted: tuple[AdoptedSet, ...] = Field((), alias="采用", description="学校采用的阈值，按日期先后")
    allowed: Annotated[tuple[AllowedPersonal, ...], OneOrMore] = Field(
        (), alias="个人信息例外", description="确需公开的号码"
    )
    second_review: YesNo = Field(False, alias="二审", description="财务记录必须有审核和批准时写“是”")
    approvals: Annotated[tuple[ApprovalRule, ...], OneOrMore] = Field(
        (), alias="审批", description="哪些种类的记录公布以前要谁审核、批准；按提交历史核对"
    )
    waivers: Annotated[tuple[Waiver, ...], OneOrMore] = Field(
        (), alias="暂免", description="暂时不要求的审批步骤，有负责人、理由和期限"
    )


@dataclass(frozen=True, slots=True)
class Adoption:
    """Why a threshold holds: its basis, since when, and whether the school itself adopted it."""

    basis: str
    since: date | None
    adopted: bool


@dataclass(frozen=True)
class Rulings:
    """The thresholds in force on one day, complete, each with its adoption."""

    values: Thresholds
    adoptions: dict[str, Adoption]

    def adopted(self, name: str) -> bool:
        """Whether the school has adopted this threshold; if not, an objection is only a notice."""
        adoption = self.adoptions.get(name)
        return adoption is not None and adoption.adopted


@dataclass(frozen=True)
class PolicyBook:
    """The policy with its presets resolved, ready to answer what held on a day."""

    policy: Policy
    presets: tuple[tuple[str, Thresholds, str], ...]
    """(name, thresholds, basis) of the presets in order; later ones override earlier ones."""

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple(sorted({entry.since for entry in self.policy.adopted}))

    @cached_property
    def _rulings(self) -> dict[date | None, Rulings]:
        return {day: self._resolve(day) for day in (None, *self._days)}

    def on(self, day: date | None) -> Rulings:
        """What held on that day; None asks for what holds without any adoption."""
        adoptions = bisect_right(self._days, day) if day else 0
        return self._rulings[self._days[adoptions - 1] if adoptions else None]

    def _resolve(self, day: date | None) -> Rulings:
        values: dict[str, Any] = dict.fromkeys(Thresholds.model_fields)
        adoptions: dict[str, Adoption] = {}
        layers = [(thresholds, Adoption(basis, None, False)) for _, thresholds, basis in self.presets]
        for entry in sorted(self.policy.adopted, key=lambda entry: entry.since):
            if day is not None and entry.since <= day:
                adoption = Adoption(entry.basis, entry.since, entry.state is AdoptionState.ADOPTED)
                layers.append((entry.thresholds, adoption))
        for thresholds, adoption in layers:
            for name in Thresholds.model_fields:
                value = getattr(thresholds, name)
                if value is not None:
                    values[name] = value
                    adoptions[name] = adoption
        return Rulings(Thresholds.model_construct(**values), adoptions)
