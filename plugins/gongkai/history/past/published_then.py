"""当时公布的样子, by the ledger: what each release showed, and what it showed other than the one before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.history.past.following import Following
from gongkai.history.past.forgotten import Forgotten
from gongkai.history.past.points import Point, Points
from gongkai.history.past.related import Related
from gongkai.history.past.releases_then import as_published, is_shown
from gongkai.history.past.standing import Standing
from gongkai.history.past.states import judged, nameless
from gongkai.past import Against, PastRelease, Since, Step, Then, Turn
from gongkai.records import MainFile
from gongkai.register import Record, frozen
from gongkai.select import CARD_SUBJECT, Selected, select, text_of
from gongkai.source.releases import Published

OTHER_COUNT = "那一次公布了 {then} 份记录，仓库里那时有 {now} 份，这里按仓库里的内容列出。"


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a release showed a record: as its audience sees that today, and what may be told of it.

    `state` is what may be shown, be it by the pages of others. It `is_personal` where from a digest that counts it
    something could be guessed that was withdrawn.
    """

    then: Then
    seen: Record[MainFile] | None
    is_card: bool = False
    is_personal: bool = False
    state: Record[MainFile] | None = None


class Publications:
    """What one release after another showed; they are asked for in the order of the ledger."""

    def __init__(self, points: Points, now: Selected, forgotten: Forgotten) -> None:
        self._now, self._forgotten = now, forgotten
        self._following = Following(points, now)
        self._shown: dict[str, _Shown] = {}
        self._related = Related()
        self._since: Counter[Since] = Counter()
        self._other: dict[str, Then] = {}
        self._personal: set[str] = set()
        self._standings: dict[str, Standing] = {}
        self._places: dict[str, list[tuple[Record[MainFile], str]]] = {}
        self._before: PastRelease | None = None

    def know(self, release: PastRelease) -> None:
        """Take in which states stand at another release already, of which the school kept the list."""
        for each in release.records:
            if each.place and release.selected:
                record = release.selected.register.records[each.identity]
                self._places.setdefault(each.identity, []).append((record, each.place))

    def release(self, made: Published, name: str, point: Point) -> PastRelease:
        """What this release showed, and what other than the one before; those that showed the same share a page."""
        before = self._before
        turns = tuple(self._turns(made.day, name, point))
        self._before = PastRelease(
            name,
            made.day,
            n=made.n,
            fingerprint="" if self._personal else made.fingerprint,
            count=made.count,
            remark="" if made.count == len(self._shown) else OTHER_COUNT.format(then=made.count, now=len(self._shown)),
        )
        if before and not turns:
            self._before = replace(self._before, same_as=before.same_as or before.name)
        else:
            selected, turns = self._standing_at(name, point, made.day, turns)
            self._before = replace(
                self._before,
                selected=selected,
                records=tuple(each for _, each in sorted(self._other.items())),
                since=+self._since,
                against=Against(before.n, before.day, turns) if before else None,
                has_page=True,
            )
        return self._before

    def _standing_at(
        self, name: str, point: Point, day: date, turns: tuple[Turn, ...]
    ) -> tuple[Selected | None, tuple[Turn, ...]]:
        """The records whose pages of that day are made, with those that they tell of; and what turned, led to these."""
        own = [identity for identity, each in self._other.items() if each.place == name]
        if not own:
            return None, turns
        around = (self._shown.get(each) for each in self._related.around(own))
        records = {each.then.identity: each.state for each in around if each and each.state}
        known = replace(as_published(point.frame, self._now), records=frozen(records))
        selected = select(known, self._now.audience, day)
        lost = {identity for identity in own if not is_shown(selected, identity)}
        for identity in lost:
            self._leave_out(identity)
        return selected, tuple(
            replace(turn, then=self._other[turn.then.identity]) if turn.then.identity in lost else turn
            for turn in turns
        )

    def _leave_out(self, identity: str) -> None:
        """A state that cannot stand at this release: what opened its text then may not be shown now."""
        shown = self._shown[identity]
        self._places[identity].pop()
        self._other[identity] = replace(shown.then, place="")
        self._shown[identity] = replace(shown, then=self._other[identity])

    def _turns(self, day: date, name: str, point: Point) -> Iterator[Turn]:
        looked_at = self._following.move(point, day)
        selected = self._following.selected(looked_at, day)
        for identity in looked_at:
            old = self._shown.get(identity)
            new = self._new(identity, old, selected, name)
            if new is not old:
                self._put(identity, old, new)
                yield Turn(_step(old, new), (new or old).then)  # type: ignore[union-attr]  # one of them is there

    def _put(self, identity: str, old: _Shown | None, new: _Shown | None) -> None:
        for known in (self._shown, self._other):
            known.pop(identity, None)
        self._personal.discard(identity)
        self._related.put(identity, new.state if new else None)
        if old:
            self._since[old.then.since] -= 1
        if new is None:
            return
        self._shown[identity] = new
        self._since[new.then.since] += 1
        if new.then.since is Since.CHANGED:
            self._other[identity] = new.then
        if new.is_personal:
            self._personal.add(identity)

    def _new(self, identity: str, old: _Shown | None, selected: Selected, name: str) -> _Shown | None:
        """How this release shows a record; the very same as before where no reader could tell."""
        shown = selected.register.records.get(identity)
        if shown is None:
            return None
        is_card = identity in selected.cards
        register = self._following.register
        text = text_of(register.records[identity], register, self._now.audience, self._now.today)
        seen = shown if is_card else nameless(text) if text else None
        if old and old.is_card == is_card and old.seen == seen:
            return old
        standing = self._standing(identity)
        withdrew = self._forgotten.withdrew(identity)
        if standing is None:
            return _Shown(Then(identity, "", "", Since.GONE), seen, is_card, withdrew)
        if is_card:
            return _Shown(Then(identity, "", CARD_SUBJECT, Since.CARD), seen, is_card, withdrew)
        return self._with_text(text, standing, old, name)

    def _with_text(self, text: Record[MainFile] | None, standing: Standing, old: _Shown | None, name: str) -> _Shown:
        """A record that was shown with its text."""
        current = standing.record
        identity = current.identity
        withdrew = self._forgotten.withdrew(identity)
        if text is None or identity in self._now.cards:
            then = Then(identity, "", current.content.heading, Since.WITHHELD)
            return _Shown(then, text and nameless(text), is_personal=withdrew)
        found = judged(text, standing)
        seen = nameless(text)
        if found.since is not Since.CHANGED:
            then = Then(identity, "", current.content.heading, found.since)
            is_personal = found.lost_personal or (withdrew and found.since is not Since.SAME)
            return _Shown(then, seen, is_personal=is_personal, state=nameless(current))
        if old and old.state and old.then.since is Since.CHANGED and standing.between(old.state, seen) is None:
            return old
        then = Then(identity, "", seen.content.heading, Since.CHANGED, self._place(seen, name))
        return _Shown(then, seen, is_personal=withdrew, state=seen)

    def _place(self, state: Record[MainFile], name: str) -> str:
        """The release at which a state stands: the first that showed it."""
        known = self._places.setdefault(state.identity, [])
        for other, place in known:
            if other == state:
                return place
        known.append((state, name))
        return name

    def _standing(self, identity: str) -> Standing | None:
        current = self._now.register.records.get(identity)
        if current and identity not in self._standings:
            self._standings[identity] = Standing(current, self._now, self._forgotten)
        return self._standings.get(identity)


def _step(old: _Shown | None, new: _Shown | None) -> Step:
    if old is None:
        return Step.CAME
    if new is None:
        return Step.WENT
    return Step.OPENED if old.is_card and not new.is_card else Step.CHANGED
