"""What reading a file gives: passages of text with their places, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.personal import PersonalKind

MAX_BYTES = 20 * 1024 * 1024
"""What no attachment of a school's disclosure needs to exceed; larger ones are refused unread."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text as it stands in a file, with its place in words (工作表“名单”C 列第 5 行).

    `lead` is the label that announces the text, such as the head of its column: a date is a birthday
    only under 出生日期. `author` marks names that a program noted of whoever typed. `kind` is given
    where the reader itself knows what the passage is, as with the position of a photograph.
    """

    place: str
    text: str
    lead: str = ""
    author: bool = False
    kind: PersonalKind | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a file says; `unseen` names what no program can read, as a scanned page.

    `problem` and `cure` are given instead where the file cannot be read at all.
    """

    passages: tuple[Passage, ...] = ()
    unseen: str = ""
    problem: str = ""
    cure: str = ""


class Unreadable(Exception):
    """A file that cannot be read whole; both texts are Chinese sentences for the user."""

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something in a file that no program can read and a person has to look at."""

    what: str


Found = Iterator[Passage | Unseen]
"""What a reader of one format yields, in the order of the file."""
