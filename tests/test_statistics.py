"""Statistics of proposals: page, terminal, JSON and CSV against a second count from the files themselves."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from functools import cache
from html import unescape

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.derive.cases import cases
from gongkai.derive.measures import SHARES
from gongkai.derive.rates import answering, keeping
from gongkai.derive.statistics import Dimension, statistics
from gongkai.load import load
from gongkai.records import Audience
from gongkai.records.proposal import Proposal
from gongkai.register import Register
from gongkai.select import Selected, select
from gongkai.views import Board
from gongkai.views.statistics import pages as view
from gongkai.views.statistics.lists import word
from gongkai.views.statistics.terms import OVERVIEW, SUBJECTS

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.only_pages import only_pages
from tests.recount import Counted, recount
from tests.site import ROOT

TODAY = date(2026, 11, 20)
FOLDERS = [ROOT / "disclosures", ROOT / "disclosures-staff"]
NAMES = {
    Dimension.ALL: "all",
    Dimension.SESSION: "session",
    Dimension.DEPARTMENT: "department",
    Dimension.CATEGORY: "category",
    Dimension.YEAR: "school_year",
}


@cache
def _register() -> Register:
    return load(FOLDERS, ROOT).register


@cache
def _selected(audience: Audience) -> Selected:
    return select(_register(), audience, TODAY)


@cache
def _recounted(audience: Audience) -> dict[tuple[str, str], Counted]:
    return recount(FOLDERS, TODAY, public=audience is Audience.PUBLIC)


@cache
def _pages() -> dict[str, str]:
    return {page.address: str(page.html) for page in only_pages(view.pages(Board(_selected(Audience.PUBLIC))))}


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["figures", "--config", str(ROOT / "mkdocs.yml"), *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.STAFF])
def test_an_independent_count_gives_the_same_numbers(audience: Audience) -> None:
    """Every group, every figure, every median: the second count reads the files and knows no `derive`."""
    selected = _selected(audience)
    groups = {(NAMES[each.dimension], each.name): each for each in statistics(selected.register, TODAY).groups}
    recounted = _recounted(audience)
    assert groups.keys() == recounted.keys()
    for place, group in groups.items():
        counted = {measure: len(found) for measure, found in group.counted.items()}
        assert (place, counted) == (place, dict(recounted[place].numbers))
        assert group.median == recounted[place].median


@pytest.mark.parametrize(("option", "audience"), [("public", Audience.PUBLIC), ("staff", Audience.STAFF)])
def test_json_tells_the_same_numbers_with_what_they_counted(option: str, audience: Audience) -> None:
    """Each count is the length of its list of identities; a rate of too few is not told."""
    told = json.loads(_run("--audience", option, "--format", "json"))
    assert (told["audience"], told["today"]) == (option, "2026-11-20")
    recounted = _recounted(audience)
    assert [(each["dimension"], each["name"]) for each in told["groups"]].count(("all", "全部")) == 1
    assert len(told["groups"]) == len(recounted)
    for group in told["groups"]:
        expected = recounted[group["dimension"], group["name"]]
        assert {name: count for name, count in group["counts"].items() if count} == expected.numbers
        assert {name: len(found) for name, found in group["records"].items()} == group["counts"]
        assert group["median_days"] == (f"{expected.median:g}" if expected.days else None)
        for name, rate in group["rates"].items():
            _, above, below = SHARES[name]
            assert rate["part"] == sum(expected.numbers[each] for each in above)
            assert rate["whole"] == expected.numbers[below]
            assert (rate["percent"] is None) is (rate["whole"] < 5)


def test_csv_tells_the_same_numbers() -> None:
    """A line for each group, a column for each figure."""
    recounted = _recounted(Audience.PUBLIC)
    rows = list(csv.DictReader(io.StringIO(_run("--format", "csv"))))
    assert {(row["dimension"], row["name"]) for row in rows} == recounted.keys()
    for row in rows:
        expected = recounted[row["dimension"], row["name"]]
        columns = set(row) - {"dimension", "name", "median_days", *SHARES}
        assert {name: int(row[name]) for name in columns if int(row[name])} == expected.numbers
        assert row["median_days"] == (f"{expected.median:g}" if expected.days else "")


def _tables(html: str) -> dict[str, list[list[str]]]:
    """The cells of every table of the page by its caption, headings first."""
    found = {}
    for table in re.findall(r'<table class="gk-table gk-statistics".*?</table>', html, re.DOTALL):
        caption = re.search(r"<caption[^>]*><span>(.*?)<", table)
        assert caption
        lines = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        found[caption[1]] = [
            [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", line)]
            for line in lines
        ]
    return found


def test_the_page_tells_the_same_numbers() -> None:
    """Every count in every table of details, group by group."""
    recounted = {name: counted for (_, name), counted in _recounted(Audience.PUBLIC).items()}
    tables = _tables(_pages()["statistics/"])
    assert list(tables) == ["概览", "收到与去向", "答复", "按期", "办理天数", "评价", "承诺"]
    checked = 0
    for title, subject in zip(list(tables)[1:], SUBJECTS, strict=True):
        _, *lines = tables[title]
        assert [line[0] for line in lines] == [
            group.name for group in statistics(_selected(Audience.PUBLIC).register, TODAY).groups
        ]
        for name, *cells in lines:
            for column, cell in zip(subject.columns, cells, strict=True):
                if column.key not in SHARES and column.key != "median_days":
                    assert (name, column.key, int(cell)) == (name, column.key, recounted[name].numbers[column.key])
                    checked += 1
    assert checked == len(lines) * 31


def test_the_terminal_prints_the_cells_of_the_page() -> None:
    """The same tables, line by line, in the same order."""
    printed = [re.split(r" {2,}", line.strip()) for line in _run().split("\n") if line.startswith("  ")]
    tables = _tables(_pages()["statistics/"])
    expected = [[cell for cell in line if cell != "分组"] for lines in tables.values() for line in lines]
    assert printed == expected


ROW = re.compile(r"<li((?: data-[^=]+=\"[^\"]*\")+)><time>.*?href=\"../../(?P<identity>[^\"]+)/\"")


def _listed(address: str) -> list[str]:
    """The records that a list shows when it is opened at an address, as its script narrows it."""
    folder, _, query = address.partition("?")
    wanted = dict(part.split("=") for part in query.split("&") if part)
    html = _pages()[f"statistics/{folder}"]
    options = {
        key: re.findall(r"<option>(.*?)</option>", inside)
        for key, inside in re.findall(r'<select name="(.*?)">(.*?)</select>', html)
    }
    assert all(value in options[key] for key, value in wanted.items()), address
    found = []
    for row in ROW.finditer(html):
        held = dict(re.findall(r'data-([^=]+)="([^"]*)"', row[1]))
        if all(value in held[key].split("|") for key, value in wanted.items()):
            found.append(row["identity"])
    return found


def test_every_figure_leads_to_exactly_what_it_counted() -> None:
    """Behind each linked cell stands a list of as many records, each of them one that was counted."""
    groups = {each.name: each for each in statistics(_selected(Audience.PUBLIC).register, TODAY).groups}
    html = _pages()["statistics/"]
    links = 0
    for subject in (OVERVIEW, *SUBJECTS):
        table = re.search(rf'<caption id="{subject.ident}-caption">.*?</table>', html, re.DOTALL)
        assert table
        for name, cells in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table[0]):
            for column, cell in zip(subject.columns, re.findall(r"<td.*?</td>", cells), strict=True):
                link = re.search(r'href="(.*?)">', cell)
                if link is None or link[1].startswith("../"):
                    continue
                measure = {"median_days": "timed"}.get(column.key, column.key)
                measure = SHARES[measure][2] if measure in SHARES else measure
                expected = [identity.partition("/reply-")[0] for identity in groups[name].counted[measure]]
                if _list_of(measure) != "promises/":
                    assert sorted(_listed(unescape(link[1]))) == sorted(expected), link[1]
                else:
                    assert len(_listed(unescape(link[1]))) == len(expected), link[1]
                links += 1
    assert links > 700


def _list_of(measure: str) -> str:
    """In which list a measure is found."""
    return "proposals/" if measure == "received" else word(measure)[0]


def test_every_column_is_defined_once_on_the_page() -> None:
    """Each heading leads to an anchor that stands once; each rate names its numerator and denominator."""
    html = _pages()["statistics/"]
    anchors = re.findall(r'id="(def-[a-z0-9_]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#(def-[a-z0-9_]+)"', html)) <= set(anchors)
    for name in SHARES:
        assert re.search(rf'id="def-{name}">.*?分子.*?分母', html), name


def test_routes_and_parts_add_up() -> None:
    """What was received went five ways, and every whole is the sum of its parts."""
    for group in statistics(_selected(Audience.STAFF).register, TODAY).groups:
        routes = group.count("filed", "merged", "opinion", "rejected", "withdrawn")
        assert group.count("received") == routes
        assert group.count("answerable") == group.count("answered", "open") == routes - group.count("withdrawn")
        assert group.count("timed") == group.count("in_time", "late", "unanswered") == len(group.days)
        assert group.count("filed", "opinion") == group.count("timed", "not_due")
        assert group.count("timed") == group.count(*(f"days_{n}" for n in range(1, 7)))
        assert group.count("due") == group.count("kept", "kept_late", "unmet")
        for times in ("first", "final"):
            parts = (f"{times}_{rating}" for rating in ("satisfied", "basic", "unsatisfied"))
            assert group.count(f"{times}_rated") == group.count(*parts)


def test_the_home_page_counts_alike() -> None:
    """The answered of all congresses and the promises kept are the same numbers by another way."""
    register = _selected(Audience.PUBLIC).register
    whole = statistics(register, TODAY).groups[0]
    proposals = [case for case in cases(register, TODAY) if isinstance(case.record.content, Proposal)]
    assert whole.share("answered_rate") == answering(proposals).rate
    assert whole.share("kept_rate") == keeping(proposals).rate


def test_overdue_and_open_ones_are_counted() -> None:
    """What waits beyond its day stands among the days with the days until today, and in its own column."""
    names = {standing.identity: standing for standing in statistics(_register(), TODAY).proposals}
    late = names["proposals/05-02-016"]
    assert {"open", "overdue", "in_time"} <= set(late.measures)
    later = {each.identity: each for each in statistics(_register(), date(2027, 3, 1)).proposals}
    waiting = [each for each in later.values() if "unanswered" in each.measures]
    assert waiting
    for standing in waiting:
        assert {"open", "overdue", "timed"} <= set(standing.measures)
        assert standing.days == (date(2027, 3, 1) - standing.case.rounds[0].began).days


def test_departments_stand_as_the_school_lists_them() -> None:
    """No ranking; a renamed department is one department under its present name."""
    found = statistics(_selected(Audience.PUBLIC).register, TODAY)
    listed = [each.name for each in _register().school.departments]
    shown = [group.name for group in found.of(Dimension.DEPARTMENT)]
    assert shown == [name for name in listed if name in shown] + ["未交办"]
    assert "教导处" not in shown
    assert any(case.department == "教导处" for case in cases(_register(), TODAY))


def test_too_few_are_told_as_counts(write_tree: WriteTree) -> None:
    """Below the school's minimum of three the page says 1 / 1, from three on 75.0%."""
    html = next(str(page.html) for page in only_pages(view.pages(board(write_tree))) if page.address == "statistics/")
    assert "分母不到 3 件的只写件数，不写比率。" in html
    lines = {line[0]: line[1:4] for line in _tables(html)["概览"]}
    assert lines["五届三次"] == ["5", "4", "75.0%"]
    assert lines["四届一次"] == ["1", "1", "1 / 1"]


def test_the_public_page_says_whom_it_counts() -> None:
    """65 public proposals in public, 68 for staff."""
    assert "只数向社会公开的提案，共 65 件" in _pages()["statistics/"]
    staff = only_pages(view.pages(Board(_selected(Audience.STAFF))))
    assert "只数教职工可见的提案，共 68 件" in str(staff[0].html)


def test_unfinished_records_are_told_beside_the_figures(write_tree: WriteTree) -> None:
    """A record with errors may be missing from the numbers, so the terminal says so on its other channel."""
    broken = {"mkdocs.yml": "plugins:\n  - gongkai: {records: [d], today: 2026-05-20}\n", "d/school.yml": "格式: 9\n"}
    folder = write_tree(broken)
    done = CliRunner().invoke(main, ["figures", "--config", str(folder / "mkdocs.yml")])
    assert done.exit_code == 0
    assert done.stderr.startswith("注意：记录里还有错误")
