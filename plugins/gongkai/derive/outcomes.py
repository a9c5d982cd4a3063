"""How many answered proposals ended in which outcome (结果), and how many have none of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.derive.statistics import Statistics
from gongkai.records.proposal import Outcome


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The answered proposals by what their answers say, in the order of the outcomes.

    `merged` are told with their lead proposal, `rejected` were told why; `silent` say neither.
    """

    counts: Mapping[Outcome, int]
    merged: int
    rejected: int
    silent: int


def outcomes(found: Statistics) -> Outcomes:
    """What the answers to these proposals came to."""
    answered = tuple(standing for standing in found.proposals if "answered" in standing.measures)
    counts = Counter(standing.case.outcome for standing in answered if standing.case.outcome)
    without = Counter(standing.case.route for standing in answered if not standing.case.outcome)
    merged, rejected = without["并案"], without["不立案"]
    return Outcomes(
        {outcome: counts[outcome] for outcome in Outcome}, merged, rejected, without.total() - merged - rejected
    )
