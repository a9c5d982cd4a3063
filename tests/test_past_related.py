"""The old page of a record is made from few others, and says the same as if it were made from all."""

from __future__ import annotations

from dataclasses import replace

from gongkai.history.past.related import Related
from gongkai.records import Audience
from gongkai.register import frozen
from gongkai.render.pages import Page
from gongkai.select import select
from gongkai.views import RECORDS, Board

from tests.demo_board import demo_board


def record_pages(board: Board) -> dict[str, Page]:
    outputs = (output for view in RECORDS for output in view(board))
    return {each.source: each for each in outputs if isinstance(each, Page) and each.is_record}


def test_a_page_says_the_same_from_its_related_records_alone() -> None:
    """Verdicts, series, deadlines, marks and links of every fifth record of the demo need no others."""
    whole = demo_board()
    expected = record_pages(whole)
    records = whole.register.records
    related = Related()
    for identity, record in records.items():
        related.put(identity, record)
    fewer = 0
    for identity in list(records)[::5]:
        around = {each: records[each] for each in related.around([identity]) if each in records}
        fewer += len(around)
        alone = select(replace(whole.register, records=frozen(around)), Audience.PUBLIC, whole.today)
        found = record_pages(Board(alone, whole.site_url, asked=frozenset({identity})))
        assert found
        for source, page in found.items():
            assert page == expected[source], source
    assert fewer < len(records) * 10


def test_what_is_shown_no_more_is_related_no_more() -> None:
    """A record that went, or names another one now, leaves nothing behind."""
    records = demo_board().register.records
    decision, notice = "decisions/project-2025-4", "notices/procure-2025-1"
    related = Related()
    for identity in (decision, notice):
        related.put(identity, records[identity])
    assert decision in related.around([notice])
    related.put(decision, None)
    assert decision not in related.around([notice])
