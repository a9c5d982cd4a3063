"""Tables in a browser: the head stays in sight, rows are sorted and found, paper shows everything."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from gongkai.render.tables import Cell, Column, Content, Group, Kind, Row, Table, ungrouped
from gongkai.render.templates import environment
from playwright.sync_api import Page

from tests.conftest import ServeFolder
from tests.site import ROOT

Show = Callable[..., Page]
ASSETS = ROOT / "plugins" / "gongkai" / "assets"
COLUMNS = (Column("名称"), Column("金额", Kind.MONEY, "元"), Column("日期", Kind.DATE))


def document(*tables: Table) -> str:
    macro = environment().get_template("_tables.html.jinja").module.table  # type: ignore[attr-defined]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>表</title>'
        '<link rel="stylesheet" href="gongkai.css"></head><body><article class="md-typeset">'
        + "".join(str(macro(table)) for table in tables)
        + '</article><script src="gongkai.js"></script></body></html>'
    )


@pytest.fixture
def show(tmp_path: Path, page: Page, serve_folder: ServeFolder) -> Show:
    """Open a page that holds nothing but these tables."""

    def opened(*tables: Table, width: int = 1280) -> Page:
        for name in ("gongkai.css", "gongkai.js", "tables.js"):
            (tmp_path / name).write_bytes((ASSETS / name).read_bytes())
        (tmp_path / "index.html").write_text(document(*tables), encoding="utf-8")
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(serve_folder(tmp_path), wait_until="networkidle")
        return page

    return opened


def names(page: Page, table: str = "t") -> list[str]:
    """The names of the rows that are seen, in order."""
    cells = page.locator(f"#{table}-table tbody tr:not([hidden]) th[scope=row]")
    return [words.strip() for words in cells.all_inner_texts()]


def some() -> Table:
    rows: list[tuple[Content, ...]] = [
        ("乙", 20, Cell("2026-02-01")),
        ("甲", Cell(None, "—"), Cell("2026-01-01")),
        ("丁", -3, Cell("2026-02-01")),
        ("丙", 100, Cell("—")),
    ]
    return Table("t", "表", COLUMNS, ungrouped(rows), (Row(("合计", 117, None)),), "元")


def test_numbers_are_sorted_as_numbers_and_equals_keep_their_order(show: Show) -> None:
    """Largest first, then smallest first, then as it was; what has no value stands last both times; totals stay."""
    page = show(some())
    button = page.get_by_role("button", name="金额")
    head = page.locator("#t-table thead th").nth(1)
    button.click()
    assert names(page) == ["丙", "乙", "丁", "甲"]
    assert head.get_attribute("aria-sort") == "descending"
    button.click()
    assert names(page) == ["丁", "乙", "丙", "甲"]
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.locator("#t-table tfoot th").inner_text() == "合计"
    button.click()
    assert names(page) == ["乙", "甲", "丁", "丙"]
    assert head.get_attribute("aria-sort") is None


def test_names_are_sorted_as_chinese_and_days_as_days(show: Show) -> None:
    """By pronunciation: 丙 bǐng, 丁 dīng, 甲 jiǎ, 乙 yǐ; equal days keep their order."""
    page = show(some())
    page.get_by_role("button", name="名称").click()
    assert names(page) == ["丙", "丁", "甲", "乙"]
    page.get_by_role("button", name="日期").click()
    assert names(page) == ["甲", "乙", "丁", "丙"]
    assert page.locator("[aria-sort]").count() == 1


def test_sorting_works_from_the_keyboard_and_is_announced(show: Show) -> None:
    """Enter on a head sorts, focus stays there, and the status says how the rows now stand."""
    page = show(some())
    button = page.get_by_role("button", name="金额")
    button.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == "按金额从大到小排列"
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Space")
    assert page.get_by_role("status").inner_text() == "按金额从小到大排列"


def test_each_section_is_sorted_within_itself_and_its_sum_stays_last(show: Show) -> None:
    """Income does not mix with expense; a section in an order of its own keeps it."""
    amounts = {"甲": 1, "乙": 3, "丙": 2}
    own = tuple(Row((name, amount, None)) for name, amount in amounts.items())
    groups = (
        Group((*own, Row(("收入合计", 6, None), kind="sum")), "收入"),
        Group(tuple(Row((f"{name}部", amount, None)) for name, amount in amounts.items()), "部门", in_order=True),
    )
    page = show(Table("t", "表", COLUMNS, groups))
    page.get_by_role("button", name="金额").click()
    assert names(page) == ["乙", "丙", "甲", "收入合计", "甲部", "乙部", "丙部"]


def long(rows: int = 40) -> Table:
    lines = ungrouped((f"第{n}项", n * 1000, None) for n in range(1, rows + 1))
    return Table("t", "长表", COLUMNS, lines, (Row(("合计", 820_000, None)),), "元")


def test_a_row_is_found_by_its_words_and_its_amount(show: Show) -> None:
    """The count is announced; a sum over rows that are not shown is put away; an empty field shows all again."""
    page = show(long())
    field = page.get_by_role("searchbox", name="在表里找")
    field.fill("第3")
    assert page.get_by_role("status").inner_text() == "显示 11 / 40 行"
    assert names(page) == ["第3项", *(f"第{n}项" for n in range(30, 40))]
    assert not page.locator("#t-table tfoot").is_visible()
    field.fill("40,000.00")
    assert names(page) == ["第40项"]
    field.fill("")
    assert len(names(page)) == 40
    assert page.locator("#t-table tfoot").is_visible()


def test_a_detail_is_found_with_the_rows_it_lies_below(show: Show) -> None:
    """One level up and so on to the outermost; a row that is found brings its details."""
    rows = (
        *(Row((f"别的{n}", n, None)) for n in range(10)),
        Row(("基本支出", 5, None)),
        Row(("人员", 3, None), level=1),
        Row(("工资", 2, None), level=2),
        Row(("公用", 2, None), level=1),
    )
    page = show(Table("t", "表", COLUMNS, ungrouped(rows)))
    field = page.get_by_role("searchbox")
    field.fill("工资")
    assert names(page) == ["基本支出", "人员", "工资"]
    field.fill("人员")
    assert names(page) == ["基本支出", "人员", "工资"]
    assert page.get_by_role("button").count() == 0


def test_paper_shows_every_row_and_no_controls(show: Show) -> None:
    """What was looked for on the screen does not shorten the print; heads repeat, rows do not break."""
    page = show(long())
    page.get_by_role("searchbox").fill("第3项")
    page.emulate_media(media="print")
    visible = page.locator("#t-table tbody tr").evaluate_all(
        "rows => rows.filter(row => getComputedStyle(row).display !== 'none').length"
    )
    assert visible == 40
    assert not page.get_by_role("searchbox").is_visible()
    assert page.locator("#t-table thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert page.locator("#t-table tbody tr").first.evaluate("row => getComputedStyle(row).breakInside") == "avoid"


def test_without_the_script_nothing_is_missing(show: Show, page: Page) -> None:
    """Every row and its sum stand in the page itself; there is no control that would do nothing."""
    page.route("**/*.js", lambda route: route.abort())
    show(long())
    assert len(names(page)) == 40
    assert page.get_by_role("searchbox").count() == 0
    assert page.get_by_role("button").count() == 0


def wide() -> Table:
    columns = (Column("名称"), *(Column(f"第{n}季度金额", Kind.MONEY, "元") for n in range(1, 9)))
    rows = ungrouped((f"第{n}项经费支出", *(n * 1_000_000 for _ in range(8))) for n in range(1, 61))
    return Table("t", "宽表", columns, rows, unit="元")


def test_on_a_phone_the_first_column_and_the_head_stay(show: Show) -> None:
    """The table scrolls in its own place, both ways; the page itself does not scroll sideways."""
    page = show(wide(), width=390)
    place = page.locator(".gk-scroll")
    assert place.evaluate("place => place.scrollWidth > place.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    place.evaluate("place => place.scrollTo(400, 900)")
    box = place.bounding_box()
    name = page.locator("#t-table tbody th").nth(20).bounding_box()
    head = page.locator("#t-table thead th").nth(5).bounding_box()
    assert box
    assert name
    assert head
    assert name["x"] == pytest.approx(box["x"], abs=1)
    assert head["y"] == pytest.approx(box["y"], abs=1)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_head_stays_below_the_head_of_the_page(
    demo_site: Path, page: Page, serve_folder: ServeFolder, width: int
) -> None:
    """Of a statement scrolled halfway the names of the columns are seen, and not under the site's own head."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{serve_folder(demo_site)}finances/canteen-2026-05/", wait_until="networkidle")
    page.locator("#statement-table tbody tr").nth(22).scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 200)")
    above = page.locator(".md-header").bounding_box()
    head = page.locator("#statement-table thead th").first.bounding_box()
    assert above
    assert head
    assert head["y"] == pytest.approx(above["height"], abs=1.5)


def test_the_script_is_small() -> None:
    """Sorting and finding cost a reader less than three kilobytes."""
    script = (ASSETS / "tables.js").read_bytes()
    assert len(gzip.compress(script, 9)) < 3000
    assert b"innerHTML" not in script
