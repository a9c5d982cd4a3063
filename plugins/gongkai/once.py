"""Keeping with a thing what follows from it: it never changes, many ask, and what was kept goes when the thing goes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Keeper(Protocol):
    """A frozen thing – a record, a register, a board – that keeps what follows from it, by what derives it."""

    @property
    def kept(self) -> dict[object, Any]: ...


K = TypeVar("K", bound=Keeper)
P = ParamSpec("P")
T = TypeVar("T")


def once(derive: Callable[Concatenate[K, P], T]) -> Callable[Concatenate[K, P], T]:
    """Derive it for the first who asks; what else it depends on, as a day, is told by position and hashable."""

    @wraps(derive)
    def found(keeper: K, /, *rest: P.args, **named: P.kwargs) -> T:
        kept = keeper.kept
        asked = (derive, rest, *named.items()) if rest or named else derive
        try:
            result: T = kept[asked]
        except KeyError:
            result = kept[asked] = derive(keeper, *rest, **named)
        return result

    return found
