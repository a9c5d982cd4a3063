"""A vote (表决) as a chain of numbers, and the verdict that follows from it.

The chain runs 代表总数 → 应到 → 实到 → 发出 → 收回 → 有效/无效 → 赞成/反对/弃权. A number is named by its
field of `Vote`. What a vote does not say of the roll (代表总数、应到、实到) it takes from its meeting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from gongkai.once import once
from gongkai.records.meeting import BallotForm, Base, Majority, Meeting, Resolution, Vote
from gongkai.records.policy import Rulings
from gongkai.register import Act, Record

ROLL = ("total", "due", "present")
BALLOTS = ("issued", "returned", "valid", "invalid")
CAST = ("yes", "no", "abstained")

_BASES = {
    Base.TOTAL: "total",
    Base.DUE: "due",
    Base.PRESENT: "present",
    Base.ISSUED: "issued",
    Base.RETURNED: "returned",
    Base.VALID: "valid",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One joint of the chain: the parts together equal the whole (`exact`), or do not exceed it."""

    whole: str
    parts: tuple[str, ...]
    exact: bool
    whole_count: int
    part_counts: tuple[int, ...]

    @property
    def found(self) -> int:
        return sum(self.part_counts)

    @property
    def difference(self) -> int:
        """By how much the parts together exceed the whole; negative when they fall short."""
        return self.found - self.whole_count

    @property
    def holds(self) -> bool:
        return self.difference == 0 if self.exact else self.difference <= 0

    @property
    def names(self) -> tuple[str, ...]:
        return (self.whole, *self.parts)


@dataclass(frozen=True, slots=True)
class Break:
    """Neighbouring links that do not hold, and the one number that most likely is the slip.

    A single wrong number breaks both links it stands in; they are one objection, at that number.
    """

    links: tuple[Link, ...]
    blamed: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A number of the roll that is told differently within one meeting.

    `teller` says otherwise than the agreed number: a resolution, or the meeting itself when None;
    `by_delegations` when it is the sum of the meeting's delegations that differs.
    """

    name: str
    teller: Act[Resolution] | None
    by_delegations: bool
    found: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Roll:
    """Who may vote and who came (代表总数、应到、实到), as the meeting and its resolutions tell it.

    `doubted` names the numbers that are told differently or contradict each other; nothing may be
    concluded from them.
    """

    total: int | None
    due: int | None
    present: int | None
    disputes: tuple[Dispute, ...]
    breaks: tuple[Break, ...]

    @property
    def doubted(self) -> frozenset[str]:
        names = {dispute.name for dispute in self.disputes}
        return frozenset(names.union(*(link.names for found in self.breaks for link in found.links)))

    def known(self, name: str) -> int | None:
        """A number of the roll that nothing contradicts."""
        count: int | None = getattr(self, name)
        return None if name in self.doubted else count


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many votes were needed by a standard, and how many there were."""

    base: Base
    majority: Majority
    base_name: str
    base_count: int
    needed: int
    got: int

    @property
    def passed(self) -> bool:
        return self.got >= self.needed

    @property
    def margin(self) -> int:
        """Votes above what was needed; negative when votes were lacking."""
        return self.got - self.needed


@dataclass(frozen=True, slots=True)
class Tally:
    """One vote, ready to be shown and judged.

    `counts` holds every number in the order of the chain, None where it is not known. `own_standard`
    tells whether the resolution states its 口径 itself, or the school's of that day holds.
    `missing_base` names the number that the standard needs and nobody wrote; `outcome` is there
    only when the chain closes and the base is known.
    """

    form: BallotForm
    counts: tuple[tuple[str, int | None], ...]
    breaks: tuple[Break, ...]
    stray_ballots: tuple[str, ...]
    missing_ballots: tuple[str, ...]
    own_standard: bool
    missing_base: str
    outcome: Outcome | None

    def count(self, name: str) -> int | None:
        return dict(self.counts).get(name)


def needed(majority: Majority, base_count: int) -> int:
    """The least number of votes that is enough; nothing passes without a single vote."""
    least = {
        Majority.MORE_THAN_HALF: base_count // 2 + 1,
        Majority.HALF_OR_MORE: -(-base_count // 2),
        Majority.TWO_THIRDS: -(-2 * base_count // 3),
        Majority.ALL: base_count,
    }[majority]
    return max(least, 1)


def needed_present(due: int, share: tuple[int, int]) -> int:
    """The least number of delegates present that makes a quorum (法定人数), and at least one."""
    numerator, denominator = share
    return max(-(-numerator * due // denominator), 1)


@once
def roll(meeting: Record[Meeting]) -> Roll:
    """The roll of a meeting: each number by the most who tell it, the meeting first among equals."""
    disputes: list[Dispute] = []
    agreed: dict[str, int | None] = {}
    for name in ROLL:
        witnesses = list(_witnesses(meeting, name))
        varies = name == "present" and _lasts_days(meeting.content)
        times = Counter(count for _, _, count in witnesses)
        most = max(times.values(), default=0)
        best = next((count for _, _, count in witnesses if varies or times[count] == most), None)
        agreed[name] = best
        if best is not None and not varies:
            disputes += [
                Dispute(name, teller, by_delegations, count, best)
                for teller, by_delegations, count in witnesses
                if count != best
            ]
    disputed = {dispute.name for dispute in disputes}
    certain = {name: None if name in disputed else count for name, count in agreed.items()}
    breaks = _breaks(_stairs(certain, ROLL))
    return Roll(agreed["total"], agreed["due"], agreed["present"], tuple(disputes), breaks)


def tally(meeting: Record[Meeting], act: Act[Resolution], rulings: Rulings) -> Tally | None:
    """The vote of a resolution with its chain checked and its verdict recomputed; None without a vote."""
    vote = act.content.vote
    if vote is None:
        return None
    listed = roll(meeting)
    counts: dict[str, int | None] = {name: _of_roll(name, vote, listed, meeting.content) for name in ROLL}
    counts |= {name: getattr(vote, name) for name in (*BALLOTS, *CAST)}
    by_hands = vote.form is BallotForm.HANDS
    written = tuple(name for name in BALLOTS if counts[name] is not None)
    breaks = () if by_hands and written else _breaks(_links(counts, vote, listed))
    standard = act.content.standard or rulings.values.vote
    missing_base = ""
    outcome = None
    if standard and not breaks and not (by_hands and written):
        name = _BASES[standard.base]
        if by_hands and name in BALLOTS:
            # Hands are neither handed out nor spoilt: everybody present takes part.
            name = "present"
        base_count = counts[name]
        if base_count is not None:
            least = needed(standard.majority, base_count)
            outcome = Outcome(standard.base, standard.majority, name, base_count, least, vote.yes)
        elif name not in listed.doubted:
            missing_base = name
    return Tally(
        form=vote.form,
        counts=tuple(counts.items()),
        breaks=breaks,
        stray_ballots=written if by_hands else (),
        missing_ballots=() if by_hands else tuple(_missing(vote)),
        own_standard=act.content.standard is not None,
        missing_base=missing_base,
        outcome=outcome,
    )


def _witnesses(meeting: Record[Meeting], name: str) -> Iterator[tuple[Act[Resolution] | None, bool, int]]:
    """Everyone who tells a number of the roll: the meeting, its delegations, its resolutions."""
    content = meeting.content
    own = {"total": content.delegates_total, "due": content.due, "present": content.present}[name]
    if own is not None:
        yield None, False, own
    if name == "total" and content.delegations:
        yield None, True, sum(delegation.count for delegation in content.delegations)
    for act in meeting.all(Resolution):
        told: int | None = getattr(act.content.vote, name) if act.content.vote else None
        if told is not None:
            yield act, False, told


def _lasts_days(content: Meeting) -> bool:
    """Whether the attendance may have changed from one day of the meeting to the next."""
    return content.closed_on is not None and content.closed_on > content.held_on


def _of_roll(name: str, vote: Vote, listed: Roll, content: Meeting) -> int | None:
    if name == "present" and vote.present is not None and _lasts_days(content):
        return vote.present
    return listed.known(name)


def _links(counts: dict[str, int | None], vote: Vote, listed: Roll) -> Iterator[Link]:
    """The links from the hall to the votes cast; the roll's own links are checked with the roll."""
    start = 1 if counts["present"] != listed.present else 2
    yield from _stairs(counts, (*ROLL[start:], *BALLOTS[:3]))
    cast = (vote.yes, vote.no, vote.abstained)
    last = next((name for name in reversed((*ROLL, *BALLOTS[:3])) if counts[name] is not None), None)
    if last is None:
        return
    whole = counts[last] or 0
    if last == "returned" and vote.invalid is not None:
        yield Link(last, (*CAST, "invalid"), True, whole, (*cast, vote.invalid))
    else:
        # A show of hands that tells the abstentions has counted everybody present.
        by_hands = vote.form is BallotForm.HANDS
        told_all = by_hands and last == "present" and "abstained" in vote.model_fields_set
        yield Link(last, CAST, last == "valid" or told_all, whole, cast)


def _stairs(counts: dict[str, int | None], steps: tuple[str, ...]) -> Iterator[Link]:
    """Each known number against the nearest known one before it, which it must not exceed."""
    known = [(name, count) for name in steps if (count := counts[name]) is not None]
    for (upper, whole), (lower, count) in pairwise(known):
        invalid = counts["invalid"] if lower == "valid" else None
        if invalid is None:
            yield Link(upper, (lower,), False, whole, (count,))
        else:
            yield Link(upper, (lower, "invalid"), upper == "returned", whole, (count, invalid))


def _breaks(links: Iterator[Link]) -> tuple[Break, ...]:
    """The links that do not hold, neighbours that share a number taken together."""
    groups: list[list[Link]] = []
    before: Link | None = None
    for link in links:
        if not link.holds:
            if groups and before is groups[-1][-1]:
                groups[-1].append(link)
            else:
                groups.append([link])
        before = link
    return tuple(Break(tuple(group), _blamed(group)) for group in groups)


def _blamed(group: list[Link]) -> str:
    """The number that two broken links share; else the written total, or the number that is too high."""
    if len(group) > 1:
        return group[1].whole
    link = group[0]
    return link.whole if link.exact and link.whole == "returned" else link.parts[0]


def _missing(vote: Vote) -> Iterator[str]:
    """The ballots that were not told; spoilt ones only where some must have been spoilt."""
    for name in BALLOTS[:3]:
        if getattr(vote, name) is None:
            yield name
    some_spoilt = vote.returned is not None and vote.valid is not None and vote.valid < vote.returned
    if vote.invalid is None and some_spoilt:
        yield "invalid"
