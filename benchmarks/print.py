"""Time to print: a table of 2,000 rows, the month's board cold, and the same board when nothing changed.

CPU seconds of this process and its threads; the demo school's records are loaded once before.
Run it with `python -m benchmarks.print`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time

from gongkai import press
from gongkai.render.tables import Column, Kind, Table, ungrouped
from gongkai.render.typefaces import Typefaces
from gongkai.render.typesetting import typesetter
from gongkai.settings import find
from gongkai.sheets.composing import Wish, sheets_of
from gongkai.sheets.document import Grid, Mark, Sheet
from gongkai.sheets.printing import Press, write
from gongkai.sheets.selection import MONTH, selection

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 20)


def ledger(count: int) -> Sheet:
    """A list of payments with sums in two columns; four of five rows take two lines."""
    columns = (
        Column("序号", Kind.NUMBER),
        Column("日期", Kind.DATE),
        Column("项目"),
        Column("部门", Kind.SHORT),
        Column("数量", Kind.NUMBER),
        Column("金额", Kind.MONEY),
    )
    rows = ungrouped(
        (
            n,
            date(2026, 1 + n % 12, 1 + n % 28),
            "教学楼三层走廊照明灯具及控制开关更换，含人工和辅料" if n % 5 else "零星维修",
            "总务处",
            n % 7,
            Decimal(n * 37 % 10_007) + Decimal("0.10"),
        )
        for n in range(1, count + 1)
    )
    table = Table("payments", "维修支出明细", columns, rows, unit="元")
    return Sheet(
        "台账", "维修支出明细", (Grid(table, (4, 5)),), Mark("样例学校", f"sample-{count}", TODAY), ("sample",)
    )


def month(desk: press.Desk) -> Iterator[Sheet]:
    """The board of the month."""
    chosen = selection(desk.board, desk.whole, (MONTH,)).chosen
    yield from sheets_of(desk.board, (each.identity for each in chosen), Wish())


def timed(name: str, work: Callable[[], str]) -> None:
    cpu, wall = process_time(), perf_counter()
    said = work()
    print(f"{name:<28} {process_time() - cpu:6.2f} s CPU {perf_counter() - wall:6.2f} s  {said}", flush=True)


def main() -> None:
    settings = find(ROOT / "mkdocs.yml")
    with tempfile.TemporaryDirectory() as name:

        def printed(sheets: tuple[Sheet, ...], folder: str) -> str:
            engine = typesetter()
            ready = Press(engine, Typefaces(engine.faces))
            done = write(Path(name, folder), sheets, ready, "", TODAY, lambda made: None)
            size = sum(path.stat().st_size for path in Path(name, folder).glob("*.pdf"))
            return f"新排 {len(done.made)} 份，没有变化 {len(done.unchanged)} 份，{size // 1024} KiB"

        made: list[Sheet] = []

        def composed() -> str:
            made.extend(press.printing(settings, TODAY, month))
            return f"{len(made)} 份"

        timed("读记录、检查、挑选、成稿", composed)
        timed("本月，从头排", lambda: printed(tuple(made), "month"))
        timed("本月，没有变化", lambda: printed(tuple(made), "month"))
        changed = replace(made[0], title=f"{made[0].title}（更正）")
        timed("本月，改了一份", lambda: printed((changed, *made[1:]), "month"))
        for count in (200, 2_000):
            timed(f"{count} 行的表", lambda count=count: printed((ledger(count),), "ledger"))  # type: ignore[misc]


if __name__ == "__main__":
    main()
