"""教代会提案: what a delegate submitted and every signed act that followed.

Sources of the fields: 《学校教职工代表大会规定》 and common school practice; thresholds are the
school's own (`policy.yml`).
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, WithJsonSchema

from gongkai.records.base import BODY, BODY_LABEL, PROSE, ActFile, DatedAct, MainFile, Model
from gongkai.records.fields import STAFF, Count, Day, OneOrMore, Reference, Text, YesNo, misread


class Person(Model):
    """A delegate who proposes or seconds (提案人、附议人); shown by delegation, by name only with consent."""

    delegation: Text = Field(alias="代表团", description="所在代表团（组）")
    name: Text | None = Field(None, alias="姓名", description="只在教职工版显示，除非公开姓名为“是”")
    name_is_public: YesNo = Field(False, alias="公开姓名", description="本人同意向社会公开姓名才写“是”")
    is_delegate: YesNo = Field(True, alias="正式代表", description="不是正式代表时写“否”")

    def public(self) -> Self:
        return self if self.name_is_public or self.name is None else self.model_copy(update={"name": None})


class Disposition(StrEnum):
    """What became of a submission at review (去向)."""

    FILED = "立案"
    MERGED = "并案"
    OPINION = "转意见"
    REJECTED = "不立案"


class Outcome(StrEnum):
    """What a reply says of one ask (结果)."""

    RESOLVED = "已解决"
    IN_PROGRESS = "正在解决"
    PLANNED = "列入计划"
    REFERENCE = "留作参考"
    ESCALATED = "已向上反映"


class Rating(StrEnum):
    """How the proposer judged a reply (评价)."""

    SATISFIED = "满意"
    BASIC = "基本满意"
    UNSATISFIED = "不满意"
    NONE = "未反馈"


class ReplyForm(StrEnum):
    """How an answer or a judgement was given (方式)."""

    WRITTEN = "书面"
    FACE = "面复"
    BOTH = "书面和面复"
    ONLINE = "网上"


class Review(DatedAct):
    """The committee's decision (审查)."""

    label = "审查"
    numbered = False

    disposition: Disposition = Field(alias="去向", description="立案、并案、转意见、不立案（撤回另写 withdrawal-1.md）")
    file_number: Count | None = Field(None, alias="立案号", description="立案时给的号，本次会议内从 1 连续")
    lead: Text | None = Field(None, alias="主办", description="主办部门，写学校部门名册里的名称")
    support: Annotated[tuple[Text, ...], OneOrMore] = Field((), alias="协办", description="协办部门")
    leader: Text | None = Field(None, alias="分管领导", description="岗位，不写姓名")
    assigned_on: Day | None = Field(None, alias="交办日期", description="交给主办部门的日期；答复期限由此推算")
    signed_by: Text | None = Field(None, alias="签批", description="签批人的岗位")
    reason: Text | None = Field(None, alias="理由", description="转意见、不立案时必填")
    merged_into: Reference | None = Field(None, alias="并入", description="并案时必填：主案的编号")
    told_proposer_on: Day | None = Field(None, alias="告知提案人", description="并案、不立案告知提案人的日期")
    is_key: YesNo = Field(False, alias="重点", description="列为重点提案时写“是”")
    note: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


ASK = re.compile(r"(?:(?P<number>[a-z0-9][a-z0-9-]*)/)?(?P<ask>\d+)$")


def _ask(typed: object) -> tuple[str, int]:
    match = ASK.match(typed.strip()) if isinstance(typed, str) else None
    if not match:
        raise misread(typed, "建议的序号，如 1；并案的写 05-03-021/2")
    return match["number"] or "", int(match["ask"])


Ask = Annotated[
    tuple[str, int],
    BeforeValidator(_ask),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "pattern": ASK.pattern.replace("?P<number>", "").replace("?P<ask>", "")},
            ]
        }
    ),
]
"""Which ask an answer is about: (number of the merged proposal or "", ask number from 1)."""


class Answer(Model):
    """The answer to one numbered ask (逐条)."""

    ask: Ask = Field(alias="建议", description="建议的序号；并案的写 编号/序号")
    outcome: Outcome = Field(alias="结果", description="办理结果")
    text: Text | None = Field(None, alias="说明", description="一两句话写明怎么办的，显示在建议旁边")
    promise: Text | None = Field(None, alias="承诺", description="正在解决、列入计划时：承诺做什么")
    due: Day | None = Field(None, alias="期限", description="正在解决、列入计划时必填：承诺哪天前完成")
    reason: Text | None = Field(None, alias="理由", description="留作参考时必填：为什么不能采纳")
    escalated_to: Text | None = Field(None, alias="反映对象", description="已向上反映时必填：反映给谁")


class Reply(DatedAct):
    """A department's answer (答复), signed; round n answers the n-th time of asking."""

    label = "答复"

    department: Text = Field(alias="部门", description="答复部门")
    signed_by: Text = Field(alias="签批", description="签批人的岗位")
    form: ReplyForm = Field(ReplyForm.WRITTEN, alias="方式", description="书面、面复、书面和面复、网上")
    answers: Annotated[tuple[Answer, ...], OneOrMore] = Field((), alias="逐条", description="对每条建议各一项")
    summary: Text | None = Field(None, alias="摘要", description="向社会公开的摘要答复")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


class Feedback(DatedAct):
    """The proposer's judgement, filed by the union with its evidence (反馈)."""

    label = "反馈"

    rating: Rating = Field(alias="评价", description="满意、基本满意、不满意、未反馈")
    form: ReplyForm | None = Field(None, alias="方式", description="怎样征求的")
    evidence: Text = Field(alias="凭据", description="如 签字表（纸质）")
    comment: Text | None = Field(None, alias="意见", description="不满意时必填：哪里不满意")
    comment_is_public: YesNo = Field(False, alias="意见公开", description="提案人同意公开意见时写“是”")

    def public(self) -> Self:
        return self if self.comment_is_public or self.comment is None else self.model_copy(update={"comment": None})


PROMISE = re.compile(r"reply-(?P<reply>\d+)(?:\s*建议\s*(?:(?P<number>[a-z0-9][a-z0-9-]*)/)?(?P<ask>\d+))?$")


def _promise(typed: object) -> tuple[int, str, int]:
    match = PROMISE.match(typed.strip()) if isinstance(typed, str) else None
    if not match:
        raise misread(typed, "reply-1 建议2")
    return int(match["reply"]), match["number"] or "", int(match["ask"] or 0)


PromiseReference = Annotated[
    tuple[int, str, int],
    BeforeValidator(_promise),
    WithJsonSchema({"type": "string", "pattern": r"^reply-\d+(\s*建议\s*([a-z0-9][a-z0-9-]*/)?\d+)?$"}),
]
"""Which promise: (reply number, number of the merged proposal or "", ask number or 0)."""


class Progress(ActFile):
    """What was done about a promise (落实进展)."""

    label = "落实进展"

    about: PromiseReference = Field(alias="关于", description="哪一条承诺，如 reply-1 建议2")
    done_on: Day | None = Field(None, alias="完成日期", description="办完的日期；还没办完就不写")
    moved_to: Day | None = Field(None, alias="新期限", description="改期时：新的期限")
    reason: Text | None = Field(None, alias="理由", description="改期时必填")
    evidence: Text | None = Field(None, alias="佐证", description="如 公示栏照片；办完时必填")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")

    @property
    def day(self) -> date | None:
        return self.on or self.done_on


class Support(DatedAct):
    """What a supporting department told the lead department, so that one answer speaks for all (会办意见)."""

    label = "会办意见"

    department: Text = Field(alias="部门", description="协办部门，写审查结果“协办”里的名称")
    signed_by: Text = Field(alias="签批", description="签批人的岗位")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


class Extension(DatedAct):
    """Leave, given before the deadline, to answer later (延期)."""

    label = "延期"

    until: Day = Field(alias="延至", description="新的答复期限")
    reason: Text = Field(alias="理由", description="为什么需要更多时间")
    approved_by: Text = Field(alias="批准", description="批准人的岗位")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


class Delay(DatedAct):
    """A signed statement, after the deadline, of why there is no answer yet (逾期说明)."""

    label = "逾期说明"

    signed_by: Text = Field(alias="签批", description="签字人的岗位")
    reason: Text = Field(alias="原因", description="为什么逾期")
    until: Day = Field(alias="新期限", description="哪天前一定答复")
    text: Annotated[str, BODY] = Field("", alias=BODY_LABEL, description="正文")


class Withdrawal(DatedAct):
    """The proposer's withdrawal, with written proof (撤回)."""

    label = "撤回"

    evidence: Text = Field(alias="凭据", description="书面凭据，如 撤回申请（纸质）")
    reason: Annotated[str | None, STAFF] = Field(None, alias="理由", description="可不写；只在教职工版显示")


class Handover(DatedAct):
    """One department hands a matter to another (退办、改办)."""

    label = "改办"

    origin: Text = Field(alias="由", description="原来的主办部门")
    target: Text = Field(alias="转", description="新的主办部门")
    reason: Text = Field(alias="理由", description="为什么不属于本部门")
    approved_by: Text = Field(alias="批准", description="批准人的岗位")
    assigned_on: Day | None = Field(None, alias="交办日期", description="期限重新起算时填写；不写则原期限不变")


class CorrectionType(StrEnum):
    """What kind of correction (更正类型)."""

    MISPRINT = "公布笔误"
    BOOKS = "账务调整"
    PERSONAL = "撤回个人信息"


class Correction(DatedAct):
    """What was disclosed wrongly, what is right, and who approved saying so (更正)."""

    label = "更正"

    type: CorrectionType = Field(alias="类型", description="公布笔误、账务调整、撤回个人信息")
    where: Text = Field(alias="位置", description="哪个文件的哪一项")
    old: Text | None = Field(None, alias="原值", description="原来公布的值；撤回个人信息时不写")
    new: Text | None = Field(None, alias="新值", description="更正后的值")
    reason: Text = Field(alias="理由", description="为什么更正")
    approved_by: Text = Field(alias="批准", description="批准人的岗位")
    other: Reference | None = Field(None, alias="对应记录", description="账务调整：另一页的编号")
    row: Text | None = Field(None, alias="对应科目", description="账务调整：另一页里记这笔调整的科目")


class Proposal(MainFile):
    """What a delegate submitted; frozen on receipt, edited by nobody (提案)."""

    folder = "proposals"
    label = "提案"
    stem = "proposal"
    suffix = ".md"
    acts: ClassVar = {
        "review": Review,
        "reply": Reply,
        "feedback": Feedback,
        "progress": Progress,
        "extension": Extension,
        "delay": Delay,
        "withdrawal": Withdrawal,
        "handover": Handover,
        "correction": Correction,
        "support": Support,
    }

    subject: Text = Field(alias="案由", description="一句话写明要解决什么；不写姓名")
    category: Text = Field(alias="类别", description="policy.yml 里提案类别之一")
    submitted_on: Day = Field(alias="提交日期", description="交到工会的日期")
    proposer: Person = Field(alias="提案人", description="提出提案的代表")
    seconders: Annotated[tuple[Person, ...], OneOrMore] = Field((), alias="附议人", description="附议的代表")
    by_delegation: YesNo = Field(False, alias="集体提案", description="代表团集体提出时写“是”，可以没有附议人")
    grounds: Annotated[str, PROSE] = Field("", alias="案据", description="为什么提出")
    suggestions: Annotated[str, PROSE] = Field(
        "", alias="建议", description="要求怎样做；第一个编号列表的每一项是一条建议"
    )

    @property
    def heading(self) -> str:
        return self.subject

    @property
    def day(self) -> date:
        return self.submitted_on
