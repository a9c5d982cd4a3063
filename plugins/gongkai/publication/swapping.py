"""The moment at which the published site becomes another one, whole before and whole after.

Replacing a link is one step of the file system, so whoever reads or kills finds the old site or the new. What is
about to happen stands in a journal first, so that the next publication can finish what a killed one began.

Where links cannot be made (Windows without that right) the target is a folder, and two folders are renamed one after
the other: between the two the site is away for a moment, and the journal says how to go on.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from gongkai.publication import exchange, ledger
from gongkai.publication.disk import OLD, remove, settle_folder, sweep, write
from gongkai.publication.ledger import Line
from gongkai.publication.target import Target
from gongkai.release import CHAIN, Chain, NotSealed, chain_at
from gongkai.staging import MARK as BUILD_MARK
from gongkai.staging import RELEASES_MARK as STORE_MARK

JOURNAL = "journal.json"
_CHAIN = "chain"
"""The folder in which the newest chain is kept, laid out as a site is."""

_IGNORED = b"# Not for any repository: what is published lies here, with a ledger that is not public.\n*\n"


def prepare(target: Target) -> None:
    """Make the folder of releases, marked from the moment at which it exists."""
    if (target.store / STORE_MARK).is_file():
        return
    made = target.store.parent / f"{_preparing(target)}{os.getpid()}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    made.chmod(0o755)
    write(made / ".gitignore", _IGNORED)
    write(made / STORE_MARK, f"{target.audience.value}\n".encode())
    try:
        if target.store.is_dir():
            target.store.rmdir()
        made.rename(target.store)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        if not (target.store / STORE_MARK).is_file():  # else another was faster, and the lock decides
            raise


def _preparing(target: Target) -> str:
    return f".{target.store.name}.gongkai-new-"


def current(target: Target) -> Path | None:
    """The folder of the site that is published now; None before the first publication."""
    if target.is_link:
        return target.store / target.led_to()
    if target.link.is_dir() and (target.link / BUILD_MARK).is_file() and ledger.lines(target.store):
        return target.link
    return None


def current_line(target: Target) -> Line | None:
    """What the ledger says of the site that is published now."""
    lines = ledger.lines(target.store)
    if target.is_link:
        return next((each for each in reversed(lines) if each.folder == target.led_to()), None)
    return lines[-1] if lines and current(target) else None


def current_name(target: Target) -> str:
    """What the folder of the published site is, or would be, called among the releases."""
    line = current_line(target)
    return target.led_to() or (line.folder if line else "")


def swap(target: Target, line: Line) -> None:
    """Publish the release that a line of the ledger tells of, and write that line."""
    write(target.store / JOURNAL, ledger.encoded(line), 0o600)
    settle_folder(target.store)
    _place(target, line.folder)
    _finish(target, line)


def recover(target: Target) -> str:
    """Finish or undo what a killed publication began, and say so; everything half-made goes."""
    told = ""
    journal = target.store / JOURNAL
    line = ledger.decoded(journal.read_bytes()) if journal.is_file() else None
    if line:
        if not target.is_link and not target.link.exists() and (target.store / line.folder).is_dir():
            _place(target, line.folder)
        if _is_placed(target, line.folder):
            _finish(target, line)
            told = f"上次发布在第 {line.n} 次刚换上时中断，已经补记完整。"
    journal.unlink(missing_ok=True)
    _clear_next(target)
    sweep(target.store)
    for each in target.store.parent.glob(f"{_preparing(target)}*"):
        shutil.rmtree(each, ignore_errors=True)
    known = {each.folder for each in ledger.lines(target.store)} | {target.led_to()}
    for folder in target.folders():
        if folder.name not in known:
            remove(folder)
    return told


def _is_placed(target: Target, folder: str) -> bool:
    if target.is_link:
        return target.led_to() == folder
    return target.link.is_dir() and not (target.store / folder).exists()


def last_chain(target: Target) -> Chain | None:
    """The chain of all releases until now: a later one than that of the site, after a return to an earlier."""
    damaged: NotSealed | None = None
    for folder in (target.store / _CHAIN, *reversed(target.folders()), target.link):
        try:
            if chain := chain_at(folder):
                return chain
        except NotSealed as error:
            damaged = damaged or error
    if damaged:
        raise damaged
    return None


def keep_chain(target: Target, site: Path) -> None:
    """Put the newest chain where no return to an earlier release, and no release that is destroyed, takes it away."""
    file = site / CHAIN
    kept = last_chain(target)
    found = chain_at(site)
    if found and found.last and (kept is None or kept.last is None or found.last.link.n >= kept.last.link.n):
        place = target.store / _CHAIN / CHAIN
        place.parent.mkdir(parents=True, exist_ok=True)
        write(place, file.read_bytes())


def _finish(target: Target, line: Line) -> None:
    keep_chain(target, current(target) or target.link)
    ledger.append(target.store, line)
    (target.store / JOURNAL).unlink(missing_ok=True)
    _clear_next(target)
    sweep(target.store)
    settle_folder(target.store)


def _place(target: Target, folder: str) -> None:
    _clear_next(target)
    try:
        target.next.symlink_to(f"{target.store.name}/{folder}", target_is_directory=True)
    except (OSError, NotImplementedError):
        if target.is_link or target.next.exists():
            raise
        _place_folder(target, folder)
        return
    if target.link.is_dir() and not target.is_link:
        _give_way(target)
    try:
        target.next.replace(target.link)
    except PermissionError:  # Windows replaces no link to a folder
        target.link.unlink()
        target.next.rename(target.link)
    settle_folder(target.link.parent)


def _give_way(target: Target) -> None:
    """A real folder goes, so that a link can come: in one moment where the system can do that."""
    if not any(target.link.iterdir()):
        target.link.rmdir()
    elif exchange.exchanged(target.next, target.link):
        _clear_next(target)
        target.next.symlink_to(target.link.readlink(), target_is_directory=True)
    else:
        aside = target.store / f"{OLD}taken-over"
        shutil.rmtree(aside, ignore_errors=True)
        target.link.rename(aside)


def _place_folder(target: Target, folder: str) -> None:
    """Without links: the folder before is put back among the releases, the new one takes its place."""
    before = current_line(target)
    if target.link.is_dir():
        back = target.store / (before.folder if before else f"{OLD}taken-over")
        if not any(target.link.iterdir()):
            target.link.rmdir()
        else:
            shutil.rmtree(back, ignore_errors=True)
            target.link.rename(back)
    (target.store / folder).rename(target.link)
    settle_folder(target.link.parent)


def _clear_next(target: Target) -> None:
    """Take away the link that was about to be, or the build that it has replaced."""
    if target.next.is_symlink():
        target.next.unlink()
    elif target.next.is_dir() and (target.next / BUILD_MARK).is_file():
        aside = target.store / f"{OLD}taken-over"
        shutil.rmtree(aside, ignore_errors=True)
        target.next.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
