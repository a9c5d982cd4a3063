"""会议 and 决议: who met, what was put to the vote, how the verdict follows, what was done."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from gongkai.records.base import BODY, BODY_LABEL, ActFile, DatedAct, MainFile, Model
from gongkai.records.fields import Count, Day, OneOrMore, Period, Reference, ResolutionReference, Span, Text
from gongkai.records.proposal import Correction


class MeetingType(StrEnum):
    """The kinds of meeting that a school discloses (会议类型)."""

    CONGRESS = "教代会"
    ASSEMBLY = "教职工大会"
    MEMBERS = "会员代表大会"
    JOINT = "党政工联席会"
    BRIEFING = "校情发布会"
    PARENTS = "家长联系会"
    COMMITTEE = "工会委员会"
    TALK = "恳谈会"
    LEADING_GROUP = "公开领导小组会"
    PARTY = "党组织会议"
    COUNCIL = "校务会议"


class Power(StrEnum):
    """What the congress does with an item (职权)."""

    HEAR = "听取报告"
    DISCUSS = "讨论建议"
    PASS = "讨论通过"
    REVIEW = "审议提案办理"
    APPRAISE = "民主评议"
    ELECT = "选举"
    SUPERVISE = "监督落实"
    OTHER = "其他"


class AgendaItem(Model):
    """One item of the agenda (议程)."""

    item: Text = Field(alias="事项", description="议题")
    power: Power | None = Field(None, alias="职权", description="教代会八项职权之一")
    document: Text | None = Field(None, alias="材料", description="会议材料的名称或编号")


class Filing(Model):
    """A report to, or a filing with, the body above (会前报告、会后备案)."""

    on: Day = Field(alias="日期", description="报送日期")
    to: Text = Field(alias="报送", description="报给哪个单位")
    form: Text | None = Field(None, alias="方式", description="如 呈报表")
    approval: Text | None = Field(None, alias="批复", description="批复结果")


class Composition(Model):
    """How the delegates are composed (代表构成)."""

    teachers: Count | None = Field(None, alias="教师", description="教师代表人数")
    women: Count | None = Field(None, alias="女", description="女代表人数")
    young: Count | None = Field(None, alias="青年", description="青年代表人数")
    managers: Count | None = Field(None, alias="管理", description="管理人员（中层以上）代表人数")


class Delegation(Model):
    """One delegation and its number of delegates (代表团)."""

    name: Text = Field(alias="名称", description="代表团名称")
    count: Count = Field(alias="人数", description="代表人数")


class Committee(Model):
    """A committee elected or confirmed at the meeting (委员会)."""

    name: Text = Field(alias="名称", description="委员会名称")
    declared: Count = Field(alias="人数", description="公布的委员人数")
    posts: Annotated[tuple[Text, ...], OneOrMore] = Field((), alias="委员", description="每名委员一项，写岗位")


class Survey(Model):
    """A satisfaction vote at the close of the meeting (满意度)."""

    issued: Count = Field(alias="发出", description="发出张数")
    returned: Count = Field(alias="收回", description="收回张数")
    satisfied: Count = Field(alias="满意", description="满意张数")
    basic: Count = Field(0, alias="基本满意", description="基本满意张数")
    unsatisfied: Count = Field(0, alias="不满意", description="不满意张数")


class BallotForm(StrEnum):
    """How votes were cast (表决方式)."""

    SECRET = "无记名"
    OPEN = "记名"
    HANDS = "举手"


class Verdict(StrEnum):
    """What was announced (宣布结论)."""

    PASSED = "通过"
    FAILED = "未通过"


class Base(StrEnum):
    """Of what number a majority is required (分母)."""

    TOTAL = "代表总数"
    DUE = "应到"
    PRESENT = "出席"
    ISSUED = "发出票"
    RETURNED = "收回票"
    VALID = "有效票"


class Majority(StrEnum):
    """How many are required (要求): 半数以上 and 三分之二以上 include the exact share, 过半数 does not."""

    MORE_THAN_HALF = "过半数"
    HALF_OR_MORE = "半数以上"
    TWO_THIRDS = "三分之二以上"
    ALL = "一致通过"


class Vote(Model):
    """The whole chain of numbers of one vote (表决); a show of hands has no ballots."""

    form: BallotForm = Field(alias="方式", description="无记名、记名、举手")
    total: Count | None = Field(None, alias="代表总数", description="全体正式代表人数")
    due: Count | None = Field(None, alias="应到", description="应到代表人数")
    present: Count | None = Field(None, alias="实到", description="实到（出席）代表人数，不含列席")
    issued: Count | None = Field(None, alias="发出", description="发出票数；举手时不填")
    returned: Count | None = Field(None, alias="收回", description="收回票数；举手时不填")
    valid: Count | None = Field(None, alias="有效", description="有效票数；举手时不填")
    invalid: Count | None = Field(None, alias="无效", description="无效票数；举手时不填")
    yes: Count = Field(alias="赞成", description="赞成票数")
    no: Count = Field(0, alias="反对", description="反对票数")
    abstained: Count = Field(0, alias="弃权", description="弃权票数")


class Standard(Model):
    """By which base and majority the vote is judged (口径)."""

    base: Base = Field(alias="分母", description="代表总数、应到、出席、发出票、收回票、有效票")
    majority: Majority = Field(
        alias="要求", description="过半数（不含恰好一半）、半数以上（含）、三分之二以上（含）、一致通过"
    )
    grounds: Text | None = Field(None, alias="依据", description="哪一份办法规定的")


class NotAdopted(Model):
    """An opinion that was not adopted, with the reason owed to those who gave it (未采纳意见)."""

    opinion: Text = Field(alias="意见", description="提出的意见")
    reason: Text = Field(alias="说明", description="为什么没有采纳")


class Resolution(ActFile):
    """What a meeting decided (决议)."""

    label = "决议"

    subject: Text = Field(alias="事项", description="表决的事项或文件")
    power: Power = Field(
        alias="职权", description="听取报告、讨论建议、讨论通过、审议提案办理、民主评议、选举、监督落实、其他"
    )
    vote: Vote | None = Field(None, alias="表决", description="讨论通过、选举时必填")
    standard: Standard | None = Field(None, alias="口径", description="分母、要求、依据；不写则按学校采用的口径")
    verdict: Verdict | None = Field(None, alias="宣布结论", description="会上宣布的结论：通过、未通过")
    announced_on: Day | None = Field(None, alias="公布日期", description="向教职工公布的日期")
    responsible: Text | None = Field(None, alias="责任部门", description="负责执行的部门")
    report_by: Day | None = Field(None, alias="报告日期", description="哪天前报告执行情况")
    replaces: Annotated[tuple[ResolutionReference, ...], OneOrMore] = Field(
        (), alias="替代", description="被它替代的决议，如 meetings/05-01/resolution-2"
    )
    not_adopted: Annotated[tuple[NotAdopted, ...], OneOrMore] = Field(
        (), alias="未采纳意见", description="没有采纳的意见和说明"
    )
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


class ExecutionState(StrEnum):
    """How far the carrying-out has come (进度)."""

    STARTED = "执行中"
    DONE = "已完成"
    STOPPED = "暂停"


class Execution(DatedAct):
    """What was done to carry out a resolution (执行情况)."""

    label = "执行情况"

    about: Text = Field(alias="关于", description="哪一项决议，如 resolution-1")
    state: ExecutionState = Field(alias="进度", description="执行中、已完成、暂停")
    department: Text = Field(alias="部门", description="执行部门")
    evidence: Text | None = Field(None, alias="佐证", description="凭什么说做了")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


class Meeting(MainFile):
    """A meeting that a school discloses (会议)."""

    folder = "meetings"
    label = "会议"
    stem = "meeting"
    suffix = ".yml"
    acts: ClassVar = {"resolution": Resolution, "execution": Execution, "correction": Correction}

    type: MeetingType = Field(alias="类型", description="会议类型")
    name: Text | None = Field(None, alias="名称", description="会议全称；不写则由类型和编号得出")
    held_on: Day = Field(alias="日期", description="开会日期（多日会议写第一天）")
    closed_on: Day | None = Field(None, alias="闭会日期", description="多日会议的最后一天")
    makes_up: Span | None = Field(
        None, alias="补开", description="补开哪一学期、学年或年度没有开的会；不写则计入开会日期所在的时段"
    )
    place: Text | None = Field(None, alias="地点", description="会议地点")
    convener: Text | None = Field(None, alias="召集", description="召集人岗位或机构")
    due: Count | None = Field(None, alias="应到", description="应到代表人数")
    present: Count | None = Field(None, alias="实到", description="实到代表人数")
    observers: Count | None = Field(None, alias="列席", description="列席人数；没有表决权")
    staff_total: Count | None = Field(None, alias="教职工数", description="全校教职工人数")
    delegates_total: Count | None = Field(None, alias="代表总数", description="正式代表人数")
    composition: Composition | None = Field(None, alias="代表构成", description="教师、女、青年、管理")
    delegations: Annotated[tuple[Delegation, ...], OneOrMore] = Field((), alias="代表团", description="各代表团人数")
    committees: Annotated[tuple[Committee, ...], OneOrMore] = Field(
        (), alias="委员会", description="选出或确认的委员会"
    )
    materials_sent_on: Day | None = Field(None, alias="材料送达日期", description="会议材料送到代表手里的日期")
    submission_closed_on: Day | None = Field(None, alias="提案截止日期", description="提案征集截止的日期")
    agenda: Annotated[tuple[AgendaItem, ...], OneOrMore] = Field((), alias="议程", description="各项议题")
    reported: Filing | None = Field(None, alias="会前报告", description="会前报上级")
    filed: Filing | None = Field(None, alias="会后备案", description="会后报上级备案")
    survey: Survey | None = Field(None, alias="满意度", description="大会满意度测评的张数；满意率写在“数字”里")
    minutes: Text | None = Field(None, alias="纪要", description="会议纪要的要点")
    due_note: Text | None = Field(
        None, alias="应到说明", description="应到少于全体的原因，如 请假 2 人、借调 1 人；不写姓名和病情"
    )
    term_until: Day | None = Field(
        None, alias="任期至", description="本届任期的最后一天；不写按届期年数推算，批准延期换届的写延期后的日子"
    )
    previous: Reference | None = Field(None, alias="上次会议", description="本次审议提案办理情况的那一次")

    @property
    def heading(self) -> str:
        return self.name or f"{self.held_on.year}年{self.held_on.month}月{self.held_on.day}日{self.type.value}"

    @property
    def day(self) -> date:
        return self.held_on

    @property
    def told_period(self) -> Period | None:
        return self.makes_up
