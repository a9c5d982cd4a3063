"""The examples by which the record format was agreed on, laid out as files in `tests/format/`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gongkai.build import build
from gongkai.derive.cases import Process, PromiseState, cases
from gongkai.derive.votes import tally
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.meeting import Meeting, Resolution
from gongkai.render.pages import Page
from gongkai.rules import check
from gongkai.select import select

ROOT = Path(__file__).parent / "format"
DAY = date(2026, 11, 10)


def test_the_examples_are_read_whole() -> None:
    """Every example is a record, comments beside the values and all."""
    loaded = load([ROOT / "disclosures"], ROOT)
    assert loaded.findings == ()
    assert list(loaded.register.records) == [
        "finances/union-2026-03",
        "meetings/05-03",
        "notices/title-2026-1",
        "opinions/box-2026-017",
        "proposals/05-03-012",
    ]


def test_only_the_six_other_cases_are_missed() -> None:
    """The example's filing number is the seventh; nothing else is said against any example."""
    register = load([ROOT / "disclosures"], ROOT).register
    assert [(str(each.location), each.code.code, each.message) for each in check(register, DAY)] == [
        ("disclosures/proposals/2026/05-03-012/review.md:4:6", "C14", "立案 1 件，立案号却有 7，缺 1。")
    ]


def test_what_the_examples_say_is_derived() -> None:
    """A promise kept ten days late; a second round open since the feedback; 52 of 100 is more than half."""
    register = load([ROOT / "disclosures"], ROOT).register
    case = next(case for case in cases(register, DAY) if case.record.identity == "proposals/05-03-012")
    assert [(promise.state, promise.days_late) for promise in case.promises] == [(PromiseState.KEPT_LATE, 10)]
    assert case.process is Process.REOPENED
    # One month from 28 October ends on Saturday, 28 November, and so on Monday.
    assert [str(each.due) for each in case.rounds] == ["2026-04-30", "2026-11-30"]
    meeting = register.get("meetings/05-03", Meeting)
    assert meeting
    resolution = meeting.one(Resolution)
    assert resolution
    found = tally(meeting, resolution, register.rulings(meeting.content.held_on))
    assert found
    assert found.outcome
    assert found.outcome.passed


def test_each_audience_sees_its_own() -> None:
    """The withheld opinion is nowhere, the union's month and the resolution are for staff, the name has expired."""
    register = load([ROOT / "disclosures"], ROOT).register
    pages = {
        audience: {
            page.address: str(page.html) for page in build(select(register, audience, DAY)) if isinstance(page, Page)
        }
        for audience in (Audience.PUBLIC, Audience.STAFF)
    }
    public, staff = pages[Audience.PUBLIC], pages[Audience.STAFF]
    only_staff = {"finances/union-2026-03/", "meetings/05-03/resolution-1/"}
    assert only_staff <= staff.keys()
    assert not only_staff & public.keys()
    assert not any("box-2026-017" in html for html in (*public.values(), *staff.values()))
    own = [
        html for address, html in public.items() if not address.startswith(("rules/", "fields/"))
    ]  # samples name names
    assert len(own) > 10
    assert not any("林同" in html for html in own)
