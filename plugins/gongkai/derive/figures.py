"""数字 recomputed: whether each printed figure follows from the others in the way it says.

A relation is judged on the numbers as printed, not on recomputed ones, so that a slip is found where
it was made. The numbers of a relation that does not hold are all in doubt, and a relation with a
number in doubt is not judged: one slip, one objection. Relations are taken in the order of dependence,
其中 after all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from types import MappingProxyType

from pydantic_core import PydanticCustomError

from gongkai.derive.relations import Fault, Number, Outcome, Relationship, recompute
from gongkai.records.fields import parse_quantity
from gongkai.records.numbers import NamedFigure

_EQUATIONS = (Relationship.SUM, Relationship.PRODUCT, Relationship.DIFFERENCE, Relationship.RATIO)


@dataclass(frozen=True, slots=True)
class _Way:
    index: int
    way: int
    kind: Relationship
    terms: tuple[str, ...]


_NOTHING: Mapping[str, Number] = MappingProxyType({})


def evaluate(
    figures: Sequence[NamedFigure],
    known: Mapping[str, Number] = _NOTHING,
    doubted: frozenset[str] = frozenset(),
    same: frozenset[str] = frozenset(),
) -> tuple[Outcome, ...]:
    """Recompute every relation of the figures of one file, in the order in which they are written.

    `known` are further numbers that may be named, such as the totals of a statement; those in
    `doubted` have been objected to elsewhere. The figures' own names come first, then those, then
    a term is a number written out. A figure whose name is in `same` must be the known number.
    """
    return _Evaluation(figures, known, doubted, same).outcomes() if figures else ()


_LAST = {Relationship.PART: 1, Relationship.RATIO: 2}
"""A part greater than its whole is the surer sign of a slip than a rate that they do not round to."""


class _Evaluation:
    def __init__(
        self,
        figures: Sequence[NamedFigure],
        known: Mapping[str, Number],
        doubted: frozenset[str],
        same: frozenset[str],
    ) -> None:
        self.known = known
        self.numbers = tuple(Number(figure.name, figure.value, figure.unit) for figure in figures)
        self.first: dict[str, int] = {}
        self.repeated: list[int] = []
        for index, number in enumerate(self.numbers):
            if self.first.setdefault(number.name, index) != index:
                self.repeated.append(index)
        self.doubted = {name for name in doubted if name not in self.first}
        self.doubted |= {self.numbers[index].name for index in self.repeated}
        copies = (
            _Way(self.first[name], -1, Relationship.SAME, (name,))
            for name in known
            if name in self.first and name in same and name not in doubted
        )
        written = (
            _Way(index, way, *_terms(relation))
            for index, figure in enumerate(figures)
            for way, relation in enumerate(figure.follows)
        )
        self.ways = (*copies, *written)
        self.wholes: dict[str, set[str]] = {}
        for way in self.ways:
            if way.kind is Relationship.PART:
                self.wholes.setdefault(self.numbers[way.index].name, set()).add(way.terms[0])
        self.missing: set[str] = set()
        self.faulty: set[int] = set()

    def outcomes(self) -> tuple[Outcome, ...]:
        found = [Outcome(index, self.numbers[index], fault=Fault.REPEATED) for index in self.repeated]
        rings, order = self._order()
        found += (self._circular(ring) for ring in rings)
        circular = {index for ring in rings for index in ring}
        position = {index: place for place, index in enumerate(order)}
        last = sorted(self.ways, key=lambda way: (_LAST.get(way.kind, 0), position[way.index], way.way))
        found += (self._judge(way) for way in last if way.kind is Relationship.PART or way.index not in circular)
        return tuple(sorted(found, key=lambda outcome: (outcome.index, outcome.way)))

    def _circular(self, ring: tuple[int, ...]) -> Outcome:
        members = tuple(self.numbers[index] for index in ring)
        return Outcome(ring[0], members[0], fault=Fault.CIRCULAR, operands=members)

    def _order(self) -> tuple[list[tuple[int, ...]], tuple[int, ...]]:
        """Every ring of figures that follow from one another, and an order for the others."""
        graph: dict[int, list[int]] = {index: [] for index in range(len(self.numbers))}
        for way in self.ways:
            if way.kind in _EQUATIONS:
                graph[way.index] += [
                    self.first[term] for term in way.terms if self.first.get(term, way.index) != way.index
                ]
        rings: list[tuple[int, ...]] = []
        while True:
            try:
                return rings, tuple(TopologicalSorter(graph).static_order())
            except CycleError as error:
                ring = tuple(dict.fromkeys(error.args[1]))
                start = ring.index(min(ring))
                rings.append((*ring[start:], *ring[:start]))
                for index in ring:
                    graph[index] = []

    def _judge(self, way: _Way) -> Outcome:
        figure = self.numbers[way.index]
        operands: list[Number] = []
        for term, name in enumerate(way.terms):
            if way.kind is Relationship.SAME:
                operands.append(replace(self.known[name], name=""))
                continue
            if name == figure.name:
                return Outcome(way.index, figure, way.way, way.kind, fault=Fault.ITSELF, term=term)
            number = self._number(name)
            if number is None:
                fault = None if name in self.missing else Fault.UNKNOWN
                self.missing.add(name)
                return Outcome(way.index, figure, way.way, way.kind, fault=fault, term=term, unknown=name)
            operands.append(number)
        outcome = Outcome(way.index, figure, way.way, way.kind, tuple(operands))
        if way.kind is Relationship.SUM and (twice := self._counted_twice(way.terms)) is not None:
            return replace(outcome, fault=Fault.TWICE, term=twice)
        if way.index in self.faulty or any(number.name in self.doubted for number in (figure, *operands)):
            return outcome
        outcome = recompute(outcome)
        if outcome.fault in (Fault.DIFFERS, Fault.EXCEEDS):
            self.faulty.add(way.index)
            self.doubted |= {number.name for number in (figure, *operands) if number.name}
        return outcome

    def _number(self, name: str) -> Number | None:
        if name in self.first:
            return self.numbers[self.first[name]]
        if name in self.known:
            return self.known[name]
        try:
            return Number("", parse_quantity(name))
        except PydanticCustomError:
            return None

    def _counted_twice(self, terms: tuple[str, ...]) -> int | None:
        """The first term that another term of the same sum contains, or repeats."""
        names = {name for name in terms if name in self.first}
        for term, name in enumerate(terms):
            if name in names and name in terms[:term]:
                return term
            above, seen = list(self.wholes.get(name, ())), {name}
            while above:
                whole = above.pop()
                if whole in names and whole != name:
                    return term
                if whole not in seen:
                    seen.add(whole)
                    above += self.wholes.get(whole, ())
        return None


def _terms(relation: object) -> tuple[Relationship, tuple[str, ...]]:
    named = {
        Relationship.SUM: "sum_of",
        Relationship.PART: "part_of",
        Relationship.PRODUCT: "product_of",
        Relationship.DIFFERENCE: "difference_of",
        Relationship.RATIO: "ratio_of",
    }
    kind, value = next((kind, value) for kind, name in named.items() if (value := getattr(relation, name)))
    return kind, (value,) if isinstance(value, str) else tuple(value)


__all__ = ["Fault", "Number", "Outcome", "Relationship", "evaluate"]
