"""Time and memory of `check` and of the build, beside stock Material on the same text, in one run.

Ratios bind; seconds are CPU seconds of whole processes (user and system) on this machine today.
Run it with `make bench`, or `python -m benchmarks.run 100 1000` for chosen sizes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from math import log
from pathlib import Path

from benchmarks.generate import TODAY, write_school, write_stock

SIZES = (100, 1_000, 5_000)
CHECK_ONLY = 10_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: CPU seconds, wall seconds apart, and peak memory."""

    seconds: float
    mebibytes: float


def cost(command: list[str], folder: Path) -> Cost:
    """Run a command in a folder; raises CalledProcessError when it fails."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, printed)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def gongkai(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from gongkai.cli import main; main()", *arguments]


def mkdocs() -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def measure(count: int, workplace: Path) -> tuple[Cost, Cost, Cost]:
    """The costs of check, of our build and of the stock build for one size."""
    ours, stock = workplace / f"ours-{count}", workplace / f"stock-{count}"
    write_school(ours, count)
    write_stock(stock, count)
    return cost(gongkai("check", "-q", "--today", TODAY), ours), cost(mkdocs(), ours), cost(mkdocs(), stock)


def main(sizes: tuple[int, ...]) -> None:
    """Print a row per size, the growth between the largest two, and the sameness of a record page."""
    print(f"stock Material segments Chinese with jieba: {'yes' if find_spec('jieba') else 'no (not installed)'}")
    print(
        f"{'records':>8} {'check s':>9} {'MiB':>6} {'build s':>9} {'MiB':>6} {'stock s':>9} {'MiB':>6} {'build/stock':>12}"
    )
    rows: dict[int, tuple[Cost, Cost, Cost]] = {}
    with tempfile.TemporaryDirectory() as name:
        workplace = Path(name)
        for count in sizes:
            rows[count] = check, build, stock = measure(count, workplace)
            print(
                f"{count:>8} {check.seconds:>9.2f} {check.mebibytes:>6.0f} {build.seconds:>9.2f} {build.mebibytes:>6.0f} "
                f"{stock.seconds:>9.2f} {stock.mebibytes:>6.0f} {build.seconds / stock.seconds:>12.2f}",
                flush=True,
            )
        pages = [workplace / f"ours-{count}" / "site" / "proposals" / "01-01-001" / "index.html" for count in sizes]
        print("bytes of the same record page:", *(page.stat().st_size for page in pages))
        large = workplace / "large"
        write_school(large, CHECK_ONLY)
        check = cost(gongkai("check", "-q", "--today", TODAY), large)
        print(f"{CHECK_ONLY:>8} {check.seconds:>9.2f} {check.mebibytes:>6.0f}")
    for before, after in pairwise(sizes):
        for index, label in enumerate(("check", "build", "stock")):
            growth = log(rows[after][index].seconds / rows[before][index].seconds) / log(after / before)
            print(f"growth {label} {before} to {after}: exponent {growth:.2f}")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
