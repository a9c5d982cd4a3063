"""The demo school's board on its pinned day, loaded and selected once for all tests that print from it."""

from __future__ import annotations

from datetime import date
from functools import cache

from gongkai.load import load
from gongkai.records import Audience
from gongkai.register import Register
from gongkai.select import select
from gongkai.views.board import Board

from tests.sheet_files import DAY
from tests.site import ROOT

SITE = "https://gongkai.qinghe.example/"


@cache
def demo_register() -> Register:
    """All records of the demo, public and staff, before anything is selected."""
    return load([ROOT / "disclosures", ROOT / "disclosures-staff"], ROOT).register


@cache
def demo_board(audience: Audience = Audience.PUBLIC, today: date = DAY) -> Board:
    """What an audience may see on a day, on a site at a made-up address."""
    return Board(select(demo_register(), audience, today), SITE)
