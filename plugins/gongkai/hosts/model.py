"""What every host knows by another name: a comment on a request to merge, and who said what of the request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

from gongkai.history.approvals.reviews import ReviewState


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a request; `thread` is the discussion that it opens, where the host has such."""

    ident: str
    author: str
    body: str
    thread: str = ""
    is_resolved: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an account said of a request, and the commit that it had before it."""

    account: str
    state: ReviewState
    commit: str
    submitted: str


class Host(Protocol):
    """A repository on a host."""

    name: ClassVar[str]
    limit: ClassVar[int]
    """So many characters a comment may have."""

    def me(self) -> str:
        """The account whose token is used."""

    def comments(self, number: int) -> Iterator[Comment]:
        """The comments on a request, the oldest first."""

    def add(self, number: int, body: str) -> Comment:
        """Write a new comment."""

    def change(self, number: int, comment: Comment, body: str) -> None:
        """Write another text in the place of a comment."""

    def resolve(self, number: int, comment: Comment, *, is_resolved: bool) -> None:
        """Mark what the comment asks as done or as open, where the host has a mark for it."""

    def opinions(self, number: int) -> Iterator[Opinion]:
        """Who approved a request or asked for changes."""
