"""制度对照: every one of the forty systems has its place on the board, and what is said to be checked is checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from gongkai.build import build
from gongkai.records import Audience
from gongkai.render.pages import Page
from gongkai.rules import RULES, outputs
from gongkai.views.board import Board
from gongkai.views.systems import pages as systems
from gongkai.views.systems.model import Place, System
from gongkai.views.systems.table import SYSTEMS

from tests.board_tree import board
from tests.conftest import WriteTree

CODES = {code.code for code in (*(rule.code for rule in RULES), *outputs.CODES)}


Pages = Mapping[str, str]


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Audience, Pages]:
    """Every page of the small school's two boards, by address."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path_factory.mktemp("board")
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return {audience: _pages(board(write, audience)) for audience in (Audience.PUBLIC, Audience.STAFF)}


@pytest.fixture(scope="module")
def public(editions: Mapping[Audience, Pages]) -> Pages:
    return editions[Audience.PUBLIC]


@pytest.fixture(scope="module")
def staff(editions: Mapping[Audience, Pages]) -> Pages:
    return editions[Audience.STAFF]


def _pages(shown: Board) -> Pages:
    return {output.address: str(output.html) for output in build(shown.selected) if isinstance(output, Page)}


def _reads(address: str, pages: Pages) -> bool:
    """Whether an address leads to a page, to a heading on it, or to a filter that it has."""
    path, _, anchor = address.partition("#")
    path, _, query = path.partition("?")
    html = pages.get(path)
    if html is None:
        return False
    if anchor and f'id="{anchor}"' not in html:
        return False
    return all(f'name="{key}"' in html or f"data-{key}=" in html or "gk-empty" in html for key, _ in parse_qsl(query))


def test_there_are_forty_in_their_order() -> None:
    """Numbered from 1 to 40 without a hole, each with its own name; the chapters begin where they say."""
    assert [system.number for system in SYSTEMS] == list(range(1, 41))
    assert len({system.name for system in SYSTEMS}) == 40
    starts = [first for _, _, first in systems.CHAPTERS]
    assert starts == sorted(starts)
    assert starts[0] == 1


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: str(system.number))
def test_every_system_has_a_place_and_a_check(system: System) -> None:
    """A place that is built, open to the public, and at least one check that exists."""
    assert any(place.address is not None and not place.internal for place in system.places)
    assert system.codes
    assert set(system.codes) <= CODES
    assert len(set(system.codes)) == len(system.codes)


def test_every_place_exists(public: Pages, staff: Pages) -> None:
    """Each address leads to a page of either board, an internal one to a page of the staff's."""
    places = [place for system in SYSTEMS for place in system.places if place.address is not None]
    for place in places:
        assert place.address is not None
        assert _reads(place.address, staff), place
        assert place.internal or _reads(place.address, public), place


def test_the_page_is_one_click_from_home_and_its_places_two(public: Pages) -> None:
    """Home links to the page; the page links to every place and to every check."""
    assert 'href="./systems/"' in public[""]
    html = public["systems/"]
    for system in SYSTEMS:
        assert f'id="system-{system.number}"' in html
        for place in system.places:
            if place.address is not None and not place.internal:
                assert f'href="../{place.address}"' in html
        for code in system.codes:
            assert f'href="../rules/{code}/"' in html


def test_the_counts_are_those_of_this_audience(public: Pages, staff: Pages) -> None:
    """Six proposals and two opinions; one statement for the public, the internal book for staff only."""
    assert "1 份" in _row(public, 19)
    assert "2 份" in _row(staff, 19)
    assert re.findall(r"gk-muted\">(\d+ 件)", _row(public, 1)) == ["6 件", "2 件"]


def test_a_system_without_a_record_is_marked(public: Pages) -> None:
    """The small school has no welfare record: the place is there, and says that nothing lies in it."""
    assert "还没有记录" in _row(public, 23)
    assert "有记录" in _row(public, 30)
    assert re.search(r'还没有记录的 \d+ 项（.*<a href="#system-23">慰问标准</a>', public["systems/"])


def test_the_public_board_does_not_speak_of_inspection(public: Pages, staff: Pages) -> None:
    """迎检 and its page are the staff board's; the public reads 制度与材料对照."""
    assert "迎检" not in public["systems/"]
    assert "inspection/" not in public["systems/"]
    assert "制度与材料对照" in public["systems/"]
    assert "迎检" in staff["systems/"]
    assert 'href="../inspection/"' in staff["systems/"]


def test_a_missing_place_shows(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system whose only place is being built is told at the head of the page and in its row."""
    missing = System(1, "某制度", "某说法", (Place("某页"),), ("C01",))
    monkeypatch.setattr(systems, "SYSTEMS", (missing, *SYSTEMS[1:]))
    (page,) = systems.pages(board(write_tree))
    assert '在建的 1 项</strong>（<a href="#system-1">某制度</a>）' in str(page.html)
    assert "某页（在建）" in str(page.html)


def _row(pages: Pages, number: int) -> str:
    html = pages["systems/"]
    start = html.index(f'id="system-{number}"')
    end = html.find('id="system-', start + 1)
    return html[start : end if end > 0 else None]
