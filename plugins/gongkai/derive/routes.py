"""How many submissions went which way, and how their answers were judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.records.proposal import Feedback, Proposal, Rating, Review, Withdrawal
from gongkai.register import Record

SATISFACTION: Mapping[str, tuple[Rating, ...]] = {
    "满意率": (Rating.SATISFIED, Rating.BASIC),
    "满意和基本满意率": (Rating.SATISFIED, Rating.BASIC),
    "非常满意率": (Rating.SATISFIED,),
}
"""Which ratings a printed rate counts as satisfied."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over a set of proposals: by route, and by the last rating of each."""

    received: int
    routes: Mapping[str, int]
    ratings: Mapping[Rating, int]

    def count(self, name: str) -> int:
        """收到, or the count of a route by its Chinese name."""
        return self.received if name == "收到" else self.routes.get(name, 0)

    @property
    def rated(self) -> int:
        """How many were judged; 未反馈 is not in the denominator (重庆, 人大建议办理 practice)."""
        return sum(count for rating, count in self.ratings.items() if rating is not Rating.NONE)


def route(record: Record[Proposal]) -> str:
    """Which way a proposal went: one of the five, or 已收."""
    if record.one(Withdrawal):
        return "撤回"
    review = record.one(Review)
    return review.content.disposition.value if review else "已收"


def tally(records: Iterable[Record[Proposal]]) -> Tally:
    """The counts over some proposals."""
    chosen = tuple(records)
    routes = Counter(route(record) for record in chosen)
    ratings = Counter(feedbacks[-1].content.rating for record in chosen if (feedbacks := record.all(Feedback)))
    return Tally(len(chosen), dict(routes), dict(ratings))
