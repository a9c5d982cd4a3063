"""Who must have looked at a record before it is published: the school's rules, its waivers, its approvers.

Rules and waivers stand in policy.yml and are published; approvers.yml says by which keys and accounts an
approval is known to be that post's own, and nothing of it is ever shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Self, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from gongkai.records.base import Model
from gongkai.records.fields import Day, OneOrMore, Reference, Text, misread
from gongkai.records.fields.typed import half_width

OTHERS = "其余"
"""In 种类: every kind that no other rule of that day names."""

SETTINGS_KIND = "设置"
"""In 种类: the files by which everything is judged, this one among them; 其余 does not mean them."""

SETTINGS_FILES = ("school.yml", "policy.yml", "catalogue.yml", "approvers.yml")
"""What 设置 means; a trailer names them as it names records."""

BODIES = PARTY, PRINCIPAL, UNION = ("党组织", "校长", "工会")
"""The bodies that every school has; the posts that speak for them are the 四个第一 and those of approvers.yml."""

LONGEST_WAIVER = timedelta(days=366)
"""A waiver for longer than a year would be a rule of its own."""

SHORTEST_ACCOUNT = 6
"""Shorter account names are everyday words; they are looked for only where they are written as accounts."""


class Step(StrEnum):
    """What somebody does before a record is published (步)."""

    HANDLED = "经办"
    CHECKED = "审核"
    APPROVED = "批准"


class ApprovalStep(Model):
    """One step, and whose it is (步骤)."""

    step: Step = Field(alias="步", description="经办、审核、批准")
    by: Text = Field(alias="由", description="党组织、校长、工会，或岗位")

    def __str__(self) -> str:
        return f"{self.step.value}（{self.by}）"


class ApprovalRule(Model):
    """Which steps records of some kinds need, from a day on, on which basis (审批)."""

    since: Day = Field(alias="自", description="从哪天起；以前公布的不追究")
    basis: Text = Field(alias="依据", description="哪一份文件、哪一次会议")
    kinds: Annotated[tuple[Text, ...], OneOrMore] = Field(
        alias="种类",
        description="哪些种类，如 财务、会议；“其余”是没有写到的各种记录，“设置”是学校、规则、目录、审批人各文件",
    )
    steps: Annotated[tuple[ApprovalStep, ...], OneOrMore] = Field(
        alias="步骤", min_length=1, description="公布以前要经过的各步"
    )


class Waiver(Model):
    """A step that is not asked for, for a while, and who answers for that (暂免)."""

    record: Reference | None = Field(None, alias="编号", description="免哪一条记录；免一种的写“种类”")
    kind: Text | None = Field(None, alias="种类", description="免哪一种记录，如 财务")
    step: Step = Field(alias="步", description="免哪一步：经办、审核、批准")
    owner: Text = Field(alias="负责", description="谁负责补办，写岗位")
    reason: Text = Field(alias="理由", description="为什么暂免")
    since: Day = Field(alias="自", description="从哪天起")
    until: Day = Field(alias="至", description="到哪天；最长一年")

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        if (self.record is None) == (self.kind is None):
            key, other = ("编号", "种类") if self.record else ("种类", "编号")
            message = "和“{other}”写一个，也只写一个：免一条记录写“编号”，免一种写“种类”。"
            raise PydanticCustomError("misread", message, {"key": key, "other": other})
        if self.until < self.since:
            message = "写的是 {until}，比“自”{since} 早。"
            raise PydanticCustomError("misread", message, self._days())
        if self.until - self.since > LONGEST_WAIVER:
            message = "写的是 {until}，离“自”{since} 超过一年；暂免最长一年，到期再定。"
            raise PydanticCustomError("misread", message, self._days())
        return self

    def _days(self) -> dict[str, str]:
        return {"key": "至", "until": self.until.isoformat(), "since": self.since.isoformat()}

    def covers(self, identity: str, kind: str, step: Step) -> bool:
        """Whether it is about this step of this record."""
        return step is self.step and (identity == self.record if self.record else kind == self.kind)

    def holds(self, day: date) -> bool:
        """Whether it may be invoked on that day."""
        return self.since <= day <= self.until


def _fingerprint(typed: object) -> str:
    """The fingerprint of an OpenPGP or SSH key, as git tells it."""
    narrow = (half_width(typed) or "").replace(" ", "")
    if re.fullmatch(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}", narrow):
        return narrow.upper()
    if re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}", narrow):
        return narrow
    # What was typed is not repeated: this file is private, and a finding may end in a public log.
    raise misread([], "OpenPGP 公钥的 40 位指纹，或 SSH 公钥的 SHA256:… 指纹")


Fingerprint: TypeAlias = Annotated[str, BeforeValidator(_fingerprint), WithJsonSchema({"type": "string"})]
"""Which key made a signature."""


class Host(StrEnum):
    """Where records are reviewed (平台)."""

    GITHUB = "GitHub"
    GITLAB = "GitLab"
    GITEA = "Gitea"
    GITEE = "Gitee"


class Account(Model):
    """What somebody is called where the records are reviewed (账号)."""

    host: Host = Field(alias="平台", description="在哪个平台：GitHub、GitLab、Gitea（Forgejo）、Gitee")
    name: Text = Field(alias="用户名", description="在这个平台上的用户名")


class Approver(Model):
    """By which keys and accounts a post is known, while somebody holds it (审批人)."""

    post: Text = Field(alias="岗位", description="写岗位，不写姓名")
    body: Text | None = Field(None, alias="属于", description="代表谁：党组织、校长、工会……")
    signatures: Annotated[tuple[Fingerprint, ...], OneOrMore] = Field(
        (), alias="签名", description="签名公钥的指纹：OpenPGP 的 40 位，或 SSH 的 SHA256:…"
    )
    accounts: Annotated[tuple[Account, ...], OneOrMore] = Field(
        (), alias="账号", description="在代码托管平台上的用户名；在平台上点的批准由它认出是谁"
    )
    since: Day | None = Field(None, alias="自", description="从哪天起任这个岗位")
    until: Day | None = Field(None, alias="至", description="到哪天")

    def in_office(self, day: date) -> bool:
        """Whether the entry holds on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def called(self, name: str) -> bool:
        """Whether a post or a body of this name is meant."""
        return name in (self.post, self.body)


class Approvers(Model):
    """approvers.yml: who may approve, and how that is known; private, never shown (审批人)."""

    approvers: tuple[Approver, ...] = Field((), alias="审批人", description="每个审批岗位一项；换人时另写一项")


def rule_of(rules: Sequence[ApprovalRule], kind: str, day: date) -> ApprovalRule | None:
    """The rule that held for a kind on a day: the newest that names it, else the newest for 其余."""
    begun = sorted((rule for rule in rules if rule.since <= day), key=lambda rule: rule.since)
    named = [rule for rule in begun if kind in rule.kinds]
    if not named and kind != SETTINGS_KIND:
        named = [rule for rule in begun if OTHERS in rule.kinds]
    return named[-1] if named else None


def waiver_of(waivers: Iterable[Waiver], identity: str, kind: str, step: Step, day: date) -> Waiver | None:
    """The waiver by which a step is not asked for on a day; of several the one that ends last."""
    found = [each for each in waivers if each.holds(day) and each.covers(identity, kind, step)]
    return max(found, key=lambda each: each.until, default=None)


def private_values(approvers: Approvers) -> Iterator[str]:
    """What of approvers.yml may stand in nothing that is published."""
    for each in approvers.approvers:
        for mark in each.signatures:
            bare = mark.removeprefix("SHA256:")
            yield from (bare, bare.lower())
        for account in each.accounts:
            yield f"@{account.name}"
            if len(account.name) >= SHORTEST_ACCOUNT:
                yield account.name


__all__ = [
    "BODIES",
    "OTHERS",
    "SETTINGS_FILES",
    "SETTINGS_KIND",
    "ApprovalRule",
    "ApprovalStep",
    "Approver",
    "Approvers",
    "Host",
    "Step",
    "Waiver",
    "private_values",
    "rule_of",
    "waiver_of",
]
