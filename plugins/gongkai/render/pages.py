"""What a page is, apart from how and where it is written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias, TypeVar

from markupsafe import Markup

from gongkai.render.shelf import Shelf, Shelved

INTRODUCTION = Markup("<!-- gongkai: introduction -->")
"""Stands in the home page where the school's own introduction goes."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of a page that its table of contents leads to."""

    ident: str
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the search knows of a page: the words to find it by and the facets to narrow by.

    The words of a record need not be told: they are read from its page.
    """

    number: str
    kind: str
    words: str = ""
    date: str = ""
    status: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same matter in another form – data, a feed, a calendar – at an address from the site's root."""

    address: str
    type: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `address` is relative to the site's root and ends with a slash; home is ``""``.

    `is_record` pages are thousands: no navigation names them, and their HTML does not depend on how
    many there are. `source` is the identity of the record that a page shows. A page `of_program` is
    part of the program's own manual and says the same in every school. `published` and `modified` are
    the days of its first and of its latest act; None where a page is of no day of its own. `thing` says in
    schema.org's words what a record is: its type, and the properties that only this type has. `within` are the
    pages, by address and name, that lie between the list of its kind and this page. `mark` stands at the foot of
    every sheet when it is printed. A page that `is_gone` tells of a record that was withdrawn: search services should
    not list it. `html` is read anew each time from a page that was put away.
    """

    address: str
    title: str
    body: Markup | Shelved
    description: str = ""
    sections: tuple[Heading, ...] = ()
    source: str = ""
    is_record: bool = False
    of_program: bool = False
    entry: Entry | None = None
    alternates: tuple[Alternate, ...] = ()
    published: date | None = None
    modified: date | None = None
    thing: Mapping[str, Any] | None = None
    within: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    is_gone: bool = False

    @property
    def html(self) -> Markup:
        return Markup(self.body.read().decode()) if isinstance(self.body, Shelved) else self.body


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is served as it is; what the school attached to a record is nobody's work but the school's.

    `in_pairs` is a file that holds no running text, only pairs of neighbouring characters: no number can be
    read from it, while a name of two characters can. `content` is read anew each time from a file that was put away.
    """

    address: str
    body: bytes | Shelved
    is_attached: bool = False
    in_pairs: bool = False

    @property
    def content(self) -> bytes:
        return self.body.read() if isinstance(self.body, Shelved) else self.body


Output: TypeAlias = Page | Asset
AnyOutput = TypeVar("AnyOutput", bound=Output)


def put_away(output: AnyOutput, shelf: Shelf) -> AnyOutput:
    """The same output with its text on a shelf; with a full disk it stays in memory."""
    if isinstance(output.body, Shelved):
        return output
    content = output.body.encode() if isinstance(output, Page) else output.body
    try:
        return replace(output, body=shelf.put(content))
    except OSError:
        return output


def root_of(address: str) -> str:
    """The way from a page back to the root of the site, so that a site works in any folder."""
    return "../" * address.count("/") or "./"
