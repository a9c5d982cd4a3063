"""Publications that are killed before each step they take on the disk; run as a program of its own, it prints JSON.

It forks, because a process that is killed by SIGKILL cleans up nothing, and a fork costs a hundredth of a start.
"""

from __future__ import annotations

import builtins
import gc
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from gongkai.publication import exchange, ledger, publishing
from gongkai.publication.lock import Owner
from gongkai.publication.making import Workshop
from gongkai.publication.publishing import Job
from gongkai.publication.target import Target
from gongkai.records import Audience
from gongkai.release import verify
from gongkai.release.sources import Folder
from gongkai.settings import settings
from gongkai.staging import MARK

from tests.tiny_site import SHOWING, tiny, tiny_site

STEPS = ("mkdir", "rename", "replace", "unlink", "rmdir", "symlink", "truncate")
OWNER = Owner("林某", "office", 1, "2026-05-20 08:00")


def job(base: Path, words: str) -> Job:
    """A publication of a site of a few files that says some words."""
    found = settings(base / "school", {})
    return Job(Workshop(found, date(2026, 5, 20)), Target(base / "www" / "site", Audience.PUBLIC), OWNER)


def publish(base: Path, words: str) -> None:
    publishing._as_they_stand = partial(tiny, words)
    publishing.publish(job(base, words))


def roll_back(base: Path) -> None:
    publishing.roll_back(job(base, "").target, SHOWING, OWNER, date(2026, 5, 20), None)


def killed_at(step: int, act: Callable[[], None]) -> bool:
    """Whether the act was killed before it was done; it is killed before its n-th step on the disk."""
    child = os.fork()
    if child == 0:
        left = step

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **named)

            return call

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        builtins.open = io.open = _opening(io.open, counted(io.open))
        exchange.exchanged = counted(exchange.exchanged)
        act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status):
        raise RuntimeError(f"step {step}: the publication failed by itself")
    return False


def _opening(real: Callable[..., Any], counted: Callable[..., Any]) -> Callable[..., Any]:
    """Opening a file to read it is no step on the disk."""

    def call(file: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        return (real if mode in ("r", "rb") else counted)(file, mode, *arguments, **named)

    return call


def state(target: Target) -> str:
    """What a reader finds: the words of a whole site, nothing at all, or in what way it is broken."""
    if not target.link.exists():
        return "nothing"
    if not (target.link / "data/release.json").is_file():
        words = (target.link / "index.html").read_text("utf-8")
        return words if (target.link / "style.css").read_text("utf-8") == f"/* {words} */" else "mixed"
    found = verify(Folder(target.link.resolve()))
    if not found.is_whole:
        return f"broken: {[remark.what.title for remark in found.remarks]}"
    return (target.link / "index.html").read_text("utf-8")


def leftovers(target: Target) -> list[str]:
    """Everything beside the site and its releases that should not be there any more."""
    known = {".gitignore", ".gongkai-releases", "chain", ledger.LEDGER}
    lines = ledger.lines(target.store)
    folders = {line.folder for line in lines}
    if target.is_link and target.led_to() not in folders:
        return ["not in the ledger"]
    if [line.line for line in lines] != list(range(1, len(lines) + 1)):
        return ["the ledger is torn"]
    found = [each.name for each in target.store.iterdir() if each.name not in known | folders]
    return found + [each.name for each in target.link.parent.iterdir() if each not in (target.link, target.store)]


def sweep(base: Path, prepare: Callable[[Path], None], act: Callable[[Path], None], final: str) -> dict[str, Any]:
    """Kill the act at every step it has; what was found after each, and after the next publication."""
    fresh = base / "fresh"
    (fresh / "www").mkdir(parents=True)
    gc.freeze()
    prepare(fresh)
    seen: dict[str, int] = {}
    problems: list[str] = []
    step = 0
    while True:
        step += 1
        here = base / "now"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(fresh, here, symlinks=True)
        was_killed = killed_at(step, partial(act, here))
        target = job(here, "").target
        found = state(target)
        seen[found] = seen.get(found, 0) + 1
        publish(here, final)
        if state(target) != final:
            problems.append(f"step {step}: afterwards {state(target)}")
        problems += [f"step {step}: left {name}" for name in leftovers(target)]
        if not was_killed:
            return {"steps": step - 1, "seen": seen, "problems": problems}


def built(base: Path) -> None:
    """A folder as `gongkai build --to` leaves it."""
    tiny_site(base / "www" / "site", "old")
    (base / "www" / "site" / MARK).write_text("社会\n", "utf-8")


def twice(base: Path) -> None:
    publish(base, "older")
    publish(base, "old")


def without_links() -> None:
    """As on a disk that knows no links, and a system that cannot exchange two names."""

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(1, "no links here")

    os.symlink = refuse
    exchange.exchanged = lambda one, other: False


def main(base: Path) -> None:
    os.fsync = lambda _descriptor: None  # type: ignore[assignment]  # a killed program loses nothing that it wrote
    publish(base / "warm", "whatever is loaded once is loaded before the forks")
    scenarios: dict[str, tuple[Callable[[Path], None], Callable[[Path], None], str]] = {
        "first": (lambda _: None, lambda here: publish(here, "new"), "new"),
        "next": (lambda here: publish(here, "old"), lambda here: publish(here, "new"), "new"),
        "taken over": (built, lambda here: publish(here, "new"), "new"),
        "returned": (twice, roll_back, "new"),
    }
    told = {name: sweep(base / name, *scenario) for name, scenario in scenarios.items()}
    without_links()
    told["without links"] = sweep(
        base / "without", lambda here: publish(here, "old"), lambda here: publish(here, "new"), "new"
    )
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
