"""Who may approve at one moment: the posts, by which keys and accounts they are known, for whom they speak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.records.approvals import BODIES, PARTY, PRINCIPAL, UNION, ApprovalStep, Approver, Host, Step
from gongkai.register import Register


class Proof(StrEnum):
    """How it is known that a post itself approved."""

    SIGNED = "已验签"
    REVIEWED = "平台上批准"
    UNSIGNED = "未验签"


@dataclass(frozen=True)
class Panel:
    """The approvers of one register, on one day."""

    register: Register
    day: date

    @property
    def _entries(self) -> tuple[Approver, ...]:
        return self.register.approvers.approvers

    def speaks_for(self, post: str, whose: str) -> bool:
        """Whether a step of `whose` may be done by this post."""
        if post == whose:
            return True
        accountable = self.register.school.accountability
        if accountable and whose in BODIES:
            heads = {PARTY: accountable.party, PRINCIPAL: accountable.executive, UNION: accountable.supervisor}
            if heads[whose] == post:
                return True
        return any(each.post == post and each.body == whose and each.in_office(self.day) for each in self._entries)

    def knows(self, post: str) -> bool:
        """Whether the school itself calls a post so; anything else may be anybody's name."""
        accountable = self.register.school.accountability
        heads = (accountable.party, accountable.executive, accountable.supervisor) if accountable else ()
        asked = (step.by for rule in self.register.policy.policy.approvals for step in rule.steps)
        return post in (*BODIES, *heads, *asked) or any(each.called(post) for each in self._entries)

    def keys(self, post: str) -> frozenset[str] | None:
        """The keys by which a post or body signs on that day; None where none was ever declared."""
        declared = [each for each in self._entries if each.called(post) and each.signatures]
        if not declared:
            return None
        return frozenset(key for each in declared if each.in_office(self.day) for key in each.signatures)

    def posts_of(self, host: Host, account: str) -> tuple[str, ...]:
        """The posts that an account on a host holds on that day."""
        return tuple(
            dict.fromkeys(
                each.post
                for each in self._entries
                if each.in_office(self.day)
                for known in each.accounts
                if known.host is host and known.name.casefold() == account.casefold()
            )
        )

    def persons(self, marks: frozenset[str]) -> frozenset[str]:
        """Every key and account of whoever uses one of these, so that one person's two ways are one person's."""
        entries = (frozenset(_marks(each)) for each in self._entries)
        return marks.union(*(own for own in entries if own & marks))


def account_mark(host: Host, account: str) -> str:
    """What tells an account on a host from every key and every other account."""
    return f"{host}:{account}".casefold()


def _marks(entry: Approver) -> Iterator[str]:
    yield from entry.signatures
    yield from (account_mark(account.host, account.name) for account in entry.accounts)


@dataclass(frozen=True)
class Voice:
    """What one post said of some records; a review on a host says no step: it is for whichever is the post's.

    `records` is empty where all that the commit brings is meant; `seen` is the commit whose content was before
    the post, and `panel` decides for whom it speaks. `persons` tells people apart and is private, as `source`
    is. `objection` says why it does not count.
    """

    panel: Panel
    step: Step | None
    posts: tuple[str, ...]
    records: tuple[str, ...]
    seen: str
    proof: Proof
    source: str
    persons: frozenset[str] = frozenset()
    objection: str = ""

    def does(self, step: ApprovalStep) -> str:
        """The post by which this voice does a step; empty where it does not."""
        if self.objection or self.step not in (None, step.step):
            return ""
        return next((post for post in self.posts if self.panel.speaks_for(post, step.by)), "")
