"""Every register of a long history read from git, beside as many checkouts that are loaded one by one.

The ratio binds; seconds are CPU seconds of whole processes and of what they started, on this machine today.
Run it with `python -m benchmarks.history`, or `python -m benchmarks.history 500 100` for so many records and commits.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from benchmarks.generate import Made, records, write_school
from benchmarks.run import cost

RECORDS, COMMITS = 2_000, 500
SAMPLE = 8
"""So many commits are checked out; the time of all is reckoned from theirs."""
_FIRST = 1_700_000_000
_DAY = 86_400

WALK = """

from pathlib import Path
from gongkai.git.commits import first_parent
from gongkai.git.revisions import of_commit
from gongkai.history.registers import registers_of
base = Path.cwd()
with registers_of([base / "disclosures"], base) as registers:
    for commit in first_parent(registers.git):
        loaded = registers.at(of_commit(commit.oid))
        assert not loaded.findings, loaded.findings[:3]
print(len(loaded.register.records))
"""

LOAD = """
from pathlib import Path
from gongkai.load import load
load([Path.cwd() / "disclosures"], Path.cwd())
"""


def history(count: int, commits: int) -> Iterator[bytes]:
    """A stream for `git fast-import`: half of the records at first, then some new and some changed with each commit."""
    dice = random.Random(2)
    coming = iter(records(count))
    shown: list[Made] = list(islice(coming, count // 2))
    with tempfile.TemporaryDirectory() as name:
        write_school(Path(name), 0)
        settings = [(f"disclosures/{file.name}", file.read_bytes()) for file in (Path(name) / "disclosures").iterdir()]
        config = (Path(name) / "mkdocs.yml").read_bytes()
    yield from _commit(0, [("mkdocs.yml", config), *settings, *(file for made in shown for file in _files(made))])
    for n in range(1, commits):
        new = list(islice(coming, (count - count // 2) * n // (commits - 1) - (len(shown) - count // 2)))
        shown += new
        changed = dice.choice(shown).files
        path, text = changed[2] if len(changed) > 2 else changed[-1]
        told = text.replace("\n编制", f"又记 {n}。\n编制") if path.endswith(".yml") else f"{text}\n又记 {n}。\n"
        files = [file for made in new for file in _files(made)]
        yield from _commit(n, [*files, (f"disclosures/{path}", told.encode())])


def _files(made: Made) -> list[tuple[str, bytes]]:
    return [(f"disclosures/{path}", text.encode()) for path, text in made.files]


def _commit(n: int, files: list[tuple[str, bytes]]) -> Iterator[bytes]:
    message = f"第 {n} 次".encode()
    yield b"commit refs/heads/main\n"
    yield b"committer c <c@school.example> %d +0800\ndata %d\n%b\n" % (_FIRST + n * _DAY, len(message), message)
    for path, data in files:
        yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)


def _git(folder: Path, *arguments: str, data: bytes = b"") -> str:
    return subprocess.run(["git", *arguments], cwd=folder, input=data, check=True, capture_output=True).stdout.decode()


def main(count: int, commits: int) -> None:
    """Print what the walk costs, what checkouts and loads would cost, and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _git(folder, "init", "-q", "-b", "main")
        _git(folder, "fast-import", "--quiet", data=b"".join(history(count, commits)))
        _git(folder, "reset", "-q", "--hard")
        walk = cost([sys.executable, "-c", WALK], folder)
        print(f"{count} records, {commits} commits: every register read from git")
        print(f"{walk.seconds:>9.2f} CPU s  {walk.mebibytes:>6.0f} MiB")
        oids = _git(folder, "rev-list", "--first-parent", "HEAD").split()
        sample = oids[:: max(1, len(oids) // SAMPLE)][:SAMPLE]
        start = cost([sys.executable, "-c", "import gongkai.load"], folder)
        taken = []
        for oid in reversed(sample):
            checkout = cost(["git", "checkout", "-q", oid], folder)
            load = cost([sys.executable, "-c", LOAD], folder)
            taken.append((checkout.seconds, load.seconds - start.seconds, load.mebibytes))
        each = sum(checkout + load for checkout, load, _ in taken) / len(taken)
        print(f"checkout and load of {len(sample)} of them: {each:.2f} CPU s each, {max(m for *_, m in taken):.0f} MiB")
        print(
            f"all {commits} so: {each * commits:.0f} CPU s; the walk takes {walk.seconds / (each * commits):.4f} of it"
        )


if __name__ == "__main__":
    given = [int(typed) for typed in sys.argv[1:]]
    main(*(given or [RECORDS, COMMITS]))
