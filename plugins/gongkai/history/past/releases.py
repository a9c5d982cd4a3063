"""历次发布: the releases that the ledger tells of, and those of which the school kept the list, as one row of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from gongkai.history.moments import Moment
from gongkai.history.past.forgotten import Forgotten
from gongkai.history.past.points import Points
from gongkai.history.past.published_then import Publications
from gongkai.history.past.releases_then import is_shown, release_then
from gongkai.past import PastRelease, Since
from gongkai.select import Selected
from gongkai.source.releases import Published, Release, Way, digest_of

NOT_IN_GIT = "那次发布的内容当时没有全部提交到 git，看不到当时的样子。"
NOT_IN_HISTORY = "那次发布的提交不在现在的历史里：历史改写过，或者不是从主线发布的；看不到当时的样子。"
CUT = "只从上一次的网站里撤下了到期的内容，记录没有更新。"
RETURNED = "这一天网站退回到第 {n} 次发布。"


@dataclass(frozen=True, slots=True)
class Occasion:
    """A release that is over: as the ledger tells it, as its list tells it, or both; by its name among all."""

    name: str
    made: Published | None
    listed: Release | None = None

    @property
    def day(self) -> date:
        found = self.made or self.listed
        assert found
        return found.day


def occasions(lists: Sequence[Release], published: Sequence[Published], now: Selected) -> tuple[Occasion, ...]:
    """Every release for this audience until yesterday, the oldest first.

    What was released today may be released again before the day is over: a site that tells of it would never be the
    same twice.
    """
    lines = _once(each for each in published if each.audience == now.audience.value and each.day < now.today)
    last = {line.day: line for line in lines if line.way is Way.PUBLISHED}
    kept = {listed.day: listed for listed in lists}
    of_list = {
        line.day: line
        for line in last.values()
        if line.day in kept and digest_of(kept[line.day].records).startswith(line.fingerprint)
    }
    found = [Occasion(day.isoformat(), of_list.get(day), listed) for day, listed in kept.items()]
    for line in lines:
        if of_list.get(line.day) is not line:
            is_of_day = last.get(line.day) is line and line.day not in kept
            found.append(Occasion(line.day.isoformat() if is_of_day else f"{line.day}-{line.n}", line))
    places = {id(line): place for place, line in enumerate(lines)}
    return tuple(sorted(found, key=lambda each: (each.day, places.get(id(each.made), -1))))


def _once(published: Iterator[Published]) -> tuple[Published, ...]:
    """The lines, in which a second one of the same release is a return to it."""
    found: dict[int, Published] = {}
    lines = []
    for line in published:
        known = found.setdefault(line.n, line)
        lines.append(line if known is line else replace(line, way=Way.RETURNED))
    return tuple(lines)


def untold(all_of: Sequence[Occasion]) -> tuple[PastRelease, ...]:
    """The releases of the ledger where nothing is known of what they showed."""
    return tuple(_row(each.name, each.made, _why(each.made)) for each in all_of if each.made)


def told(
    all_of: Sequence[Occasion], moments: Mapping[str, Moment], points: Points, now: Selected, forgotten: Forgotten
) -> Iterator[PastRelease]:
    """What each release showed; `moments` are those of the kept lists, by the names of their releases."""
    telling = _Telling(points, Publications(points, now, forgotten))
    for each in all_of:
        moment = moments.get(each.name)
        listed = release_then(each.listed, moment, now, forgotten) if each.listed and moment else None
        yield from telling.told(each, listed)


@dataclass
class _Telling:
    """The releases that were told already, as far as later ones lead to them."""

    points: Points
    publications: Publications
    by_number: dict[int, PastRelease] = field(default_factory=dict)
    by_digest: dict[tuple[str, str], str] = field(default_factory=dict)
    last: PastRelease | None = None

    def told(self, occasion: Occasion, listed: PastRelease | None) -> Iterator[PastRelease]:
        if listed:
            listed = self._placed(listed)
            self.publications.know(listed)
        if occasion.made is None:
            yield from (listed,) if listed else ()
            return
        found = self._published(occasion.name, occasion.made)
        if listed:
            found = replace(listed, n=found.n, against=found.against)
        self.last = found
        self.by_number.setdefault(found.n, found)
        yield found

    def _published(self, name: str, made: Published) -> PastRelease:
        """A release by the ledger."""
        if made.way is Way.PUBLISHED:
            point = self.points.at(made.commit)
            return self.publications.release(made, name, point) if point else _row(name, made, _why(made))
        again = self.by_number.get(made.n) if made.way is Way.RETURNED else self.last
        row = _row(name, made, RETURNED.format(n=made.n) if made.way is Way.RETURNED else CUT)
        return replace(row, same_as=_page(again), fingerprint=again.fingerprint) if again else row

    def _placed(self, release: PastRelease) -> PastRelease:
        """Each state of the kept lists once, at the first release that showed it, so that its address never moves."""
        records = []
        for each in release.records:
            is_other = each.since is Since.CHANGED and is_shown(release.selected, each.identity)
            place = self.by_digest.setdefault((each.identity, each.digest), release.name) if is_other else ""
            records.append(replace(each, place=place))
        return replace(release, records=tuple(records))


def _page(release: PastRelease) -> str:
    return release.name if release.has_page else release.same_as


def _row(name: str, made: Published, remark: str) -> PastRelease:
    """A release of which only the ledger tells; without its fingerprint, for nobody knows what that counts."""
    return PastRelease(name, made.day, n=made.n, count=made.count, remark=remark)


def _why(made: Published) -> str:
    return NOT_IN_HISTORY if made.commit else NOT_IN_GIT
