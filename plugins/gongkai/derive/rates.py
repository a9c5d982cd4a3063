"""How many submissions were answered, how many promises kept in time: each number with what is behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from gongkai.derive.cases import Case, Promise, PromiseState
from gongkai.records.fields import Session, parse_session
from gongkai.records.proposal import Proposal

WITHDRAWN = "撤回"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal:
        """In per cent, rounded half-up to one decimal; nothing of nothing is 0."""
        exact = Decimal(100 * self.part) / Decimal(self.whole) if self.whole else Decimal(0)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Answering:
    """How far some submissions are answered.

    `counted` are all but the withdrawn ones; of these `answered` have their answer: from the lead
    department, with the record they were merged into, or, where refused, by the reason they were told.
    """

    counted: tuple[Case, ...]
    answered: tuple[Case, ...]
    withdrawn: tuple[Case, ...]

    @property
    def rate(self) -> Rate:
        return Rate(len(self.answered), len(self.counted))


@dataclass(frozen=True, slots=True)
class Keeping:
    """What became of promises, each beside its case; those not yet due and not yet done are `pending`."""

    kept: tuple[tuple[Case, Promise], ...]
    late: tuple[tuple[Case, Promise], ...]
    unmet: tuple[tuple[Case, Promise], ...]
    pending: tuple[tuple[Case, Promise], ...]

    @property
    def rate(self) -> Rate:
        """Kept in time, of all that fell due or were done."""
        return Rate(len(self.kept), len(self.kept) + len(self.late) + len(self.unmet))


def answering(cases: Iterable[Case]) -> Answering:
    """How far these submissions are answered."""
    chosen = tuple(cases)
    counted = tuple(case for case in chosen if case.route != WITHDRAWN)
    return Answering(
        counted,
        tuple(case for case in counted if case.answered),
        tuple(case for case in chosen if case.route == WITHDRAWN),
    )


def own_promises(case: Case) -> tuple[Promise, ...]:
    """The promises about a submission's own asks; one made to a merged proposal counts with that one, once."""
    return tuple(promise for promise in case.promises if case.lead or not promise.ask[0])


def keeping(cases: Iterable[Case]) -> Keeping:
    """What became of the promises in the answers to these submissions."""
    return sorted_out((case, promise) for case in cases for promise in own_promises(case))


def sorted_out(pairs: Iterable[tuple[Case, Promise]]) -> Keeping:
    """Some promises, each beside its case, by what became of them."""
    found = tuple(pairs)

    def those(state: PromiseState) -> tuple[tuple[Case, Promise], ...]:
        return tuple(pair for pair in found if pair[1].state is state)

    return Keeping(
        those(PromiseState.KEPT),
        those(PromiseState.KEPT_LATE),
        those(PromiseState.UNMET),
        those(PromiseState.PENDING),
    )


@cache
def session(number: str) -> Session | None:
    """The session (届次) that a proposal's number names, if it names one."""
    parts = number.split("-")
    if len(parts) < 2 or not (parts[0].isdigit() and parts[1].isdigit()):
        return None
    try:
        return parse_session(f"{parts[0]}-{parts[1]}")
    except ValueError:
        return None


def newest_term(cases: Iterable[Case]) -> int | None:
    """The congress (届) now in office: the newest that any proposal's number names."""
    found = (session(case.record.number) for case in cases if isinstance(case.record.content, Proposal))
    return max((each.term for each in found if each), default=None)
