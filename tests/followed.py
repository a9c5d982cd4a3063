"""Boards to follow, for the tests of feeds, calendars, badges and the fragment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from gongkai.examination import examine
from gongkai.records import Audience
from gongkai.select import select
from gongkai.settings import find
from gongkai.views.board import Board

from tests.board_tree import TODAY, board
from tests.conftest import WriteTree
from tests.site import ROOT

SITE = "https://qinghe.example/"

HOSTILE = (
    "<script>window.hacked=1</script>",
    "]]><!-- &amp; \"quoted\" 'single'",
    "=1+1",
    "\u202e反转\u2066文字\x0b\x00",
    "一行\n又一行，逗号,分号;反斜杠\\n",
    "\ud800\ufffe𠮷",
)
"""What a hostile writer may have put into a text; the last holds what no XML file can."""


@cache
def demo(audience: Audience) -> Board:
    """The demo school's board for an audience."""
    settings = find(ROOT / "mkdocs.yml")
    return Board(select(examine(settings, TODAY).register, audience, TODAY), SITE)


def small(write_tree: WriteTree, audience: Audience = Audience.PUBLIC, extra: Mapping[str, str] | None = None) -> Board:
    """The small school's board, for a site that says where it will stand."""
    return replace(board(write_tree, audience, extra), site_url=SITE)
