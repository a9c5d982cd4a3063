"""The other forms of a record – its data, its feeds – in the order in which its page offers them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.records.proposal import Proposal
from gongkai.register import Record
from gongkai.render.feeds import ATOM, JSON_FEED
from gongkai.render.pages import Alternate

EVERYTHING = (
    Alternate("feeds/all.xml", ATOM, "全部公开（Atom 订阅）"),
    Alternate("feeds/all.json", JSON_FEED, "全部公开（JSON Feed 订阅）"),
)
"""The feeds of the whole site, which the home page names."""


def alternates(record: Record[Any]) -> tuple[Alternate, ...]:
    """Every other form of a record."""
    return tuple(_forms(record))


def _forms(record: Record[Any]) -> Iterator[Alternate]:
    yield Alternate(f"{record.identity}/record.json", "application/json", "本记录的数据（JSON）")
    if isinstance(record.content, Proposal):
        yield Alternate(f"{record.identity}/feed.xml", ATOM, "订阅本件的进展（Atom）")
        yield Alternate(f"{record.identity}/feed.json", JSON_FEED, "订阅本件的进展（JSON Feed）")
