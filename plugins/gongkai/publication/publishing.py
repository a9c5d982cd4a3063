"""`gongkai publish`: records examined, a site made beside the published one, gated, sealed, and put in its place.

A run for the clock (`scheduled`) takes down what has run out whatever else is wrong: where the records as they stand
cannot be published, those of the last publication are built for today; where even these cannot be had, what has run
out is taken out of the published site itself.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gongkai.derive.renewal import Renewal, next_renewal
from gongkai.examination import Examined, examine
from gongkai.findings import Severity, ordered
from gongkai.load import load
from gongkai.publication import ledger
from gongkai.publication.copies import Copies, copies
from gongkai.publication.disk import NEW, remove, settle
from gongkai.publication.ledger import Action, Line
from gongkai.publication.lock import Owner, alone
from gongkai.publication.making import Workshop, gated, make, themed
from gongkai.publication.restoring import NotRestored, restore
from gongkai.publication.rolling import Kept, chosen, kept, prune, purge
from gongkai.publication.scrubbing import scrub
from gongkai.publication.standing import Standing, objections, rewritten, standing
from gongkai.publication.swapping import (
    current,
    current_line,
    current_name,
    last_chain,
    prepare,
    recover,
    swap,
)
from gongkai.publication.target import NotPublished, Target
from gongkai.publication.withdrawn import Showing, narrowed, showing, withdrawn
from gongkai.publish import Edition, Refused, edition_of
from gongkai.release import PAPERS, Key, as_text, seal, verify
from gongkai.release.sealing import closed
from gongkai.release.sources import Folder
from gongkai.report import Shown
from gongkai.settings import Settings, find
from gongkai.source.releases import MANIFEST, digest_of, release_of
from gongkai.unable import Unable
from gongkai.views.fingerprints import signs

KEPT = 5
"""So many releases are kept unless somebody says otherwise."""

_SITE = f"{NEW}site"


@dataclass(frozen=True, slots=True)
class Job:
    """One publication: how the site is made, where it goes, who does it, how many releases are kept."""

    workshop: Workshop
    target: Target
    owner: Owner
    key: Key = field(default_factory=Key)
    keep: int = KEPT
    objection: str = ""
    """Why the settings as they stand cannot be used, where only taking down is left."""

    @property
    def settings(self) -> Settings:
        return self.workshop.settings

    @property
    def today(self) -> date:
        return self.workshop.today


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was published, None where nothing was; what stood in the way of the records, and what is to be done now."""

    line: Line | None
    notes: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    objection: str = ""
    """Why the records as they stand were not published; empty where they were."""
    copies: Copies | None = None
    renewal: Renewal | None = None
    scrubbed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """A site in a folder, ready to be sealed: of which commit, by which way, and what may be shown besides."""

    folder: Path
    action: Action
    standing: Standing
    allowed: Showing
    scrubbed: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()


def publish(job: Job) -> Outcome:
    """Publish; raises Refused or another Unable where the published site stays as it is."""
    prepare(job.target)
    with alone(job.target, job.owner) as taken_over:
        told = (taken_over, recover(job.target), rewritten(job.settings, _published_line(job.target)))
        notes = tuple(each for each in told if each)
        folder = job.target.store / _SITE
        try:
            return _published_or_told(job, folder, notes)
        finally:
            remove(folder)


def _published_or_told(job: Job, folder: Path, notes: tuple[str, ...]) -> Outcome:
    try:
        if job.objection:
            raise NotPublished(job.objection)
        return _published(job, _as_they_stand(job, folder), notes)
    except (Refused, Unable) as refusal:
        if not job.workshop.scheduled:
            raise
        objection, shown = _told(refusal)
    made = _as_they_stood(job, folder)
    if isinstance(made, str):
        return Outcome(None, (*notes, made), shown, objection)
    return replace(_published(job, made, notes), shown=shown, objection=objection)


def _told(refusal: Exception) -> tuple[str, tuple[Shown, ...]]:
    if isinstance(refusal, Refused):
        errors = tuple(each for each in refusal.shown if each.level is Severity.ERROR)
        return f"现在的记录没有通过检查：{refusal.summary}", errors
    return str(refusal), ()


def _as_they_stand(job: Job, folder: Path) -> _Made:
    settings = _following(job, job.settings)
    examined = examine(settings, job.today, scheduled=job.workshop.scheduled)
    since = objections(settings, _published_line(job.target), examined.register, job.today)
    examined = Examined(examined.register, ordered((*examined.findings, *since)))
    edition = edition_of(examined, settings, job.today, ledger.published(job.target.store))
    stands = standing(settings)
    _built(replace(job.workshop, settings=settings, store=job.target.store), edition, folder)
    return _Made(
        folder, Action.PUBLISH, stands, showing(examined.register, settings.audience, job.today), shown=edition.shown
    )


def _built(workshop: Workshop, edition: Edition, folder: Path, allowed: Showing | None = None) -> tuple[str, ...]:
    """The site in its folder, gated; with what newer records take back taken out of it."""
    remove(folder)
    make(workshop, edition, folder)
    scrubbed = scrub(folder, allowed) if allowed else ()
    gated(folder, edition, workshop, allowed.hidden if allowed else frozenset())
    return scrubbed


def _following(job: Job, settings: Settings) -> Settings:
    """The settings with the published site as the release before, from which the list of changes follows."""
    now = current(job.target)
    return replace(settings, previous=now) if now and (now / MANIFEST).is_file() else settings


def _published_line(target: Target) -> Line | None:
    """The last publication of records, whatever was returned to or taken down since."""
    made = (each for each in reversed(ledger.lines(target.store)) if each.action is Action.PUBLISH)
    return next(made, None)


def _as_they_stood(job: Job, folder: Path) -> _Made | str:
    """The site for today without the new records, or a sentence why nothing had to be done, or nothing could."""
    now = current(job.target)
    if now is None:
        return "这里还没有发布过，没有要撤下的。"
    register = load(job.settings.records, job.settings.base).register
    newer = showing(register, job.settings.audience, job.today)
    try:
        return _restored(job, folder, newer)
    except (Refused, Unable, OSError) as refusal:
        why = _told(refusal)[0]
    remove(folder)
    shutil.copytree(now, folder)
    for paper in PAPERS:
        (folder / paper).unlink(missing_ok=True)
    scrubbed = scrub(folder, newer)
    if not scrubbed:
        return f"公开的网站里没有要撤下的内容，没有动它。也没有按上次的记录重做：{why}"
    line = current_line(job.target)
    stands = Standing(line.commit, line.dirty) if line else Standing()
    return _Made(folder, Action.SCRUB, stands, newer, scrubbed)


def _restored(job: Job, folder: Path, newer: Showing) -> _Made:
    line = _published_line(job.target)
    if line is None or not line.commit:
        raise NotRestored("上次发布的记录不在 git 里")
    if line.dirty:
        raise NotRestored("上次发布的记录里有没有提交的改动")
    with _restored_at(line.commit, job.settings) as settings:
        own = _following(job, settings)
        workshop = replace(job.workshop, settings=own, config=themed(own.base / "mkdocs.yml"))
        examined = examine(own, job.today, scheduled=True)
        edition = edition_of(examined, own, job.today)
        allowed = narrowed(showing(examined.register, own.audience, job.today), newer)
        scrubbed = _built(workshop, edition, folder, allowed)
    return _Made(folder, Action.FALLBACK, Standing(line.commit), allowed, scrubbed)


@contextmanager
def _restored_at(commit: str, settings: Settings) -> Iterator[Settings]:
    """The school's folder as it stood in a commit, for as long as it is needed; nobody else can read it."""
    base = settings.base.resolve()
    places = [each.resolve() for each in settings.records]
    if not all(each.is_relative_to(base) for each in places):
        raise NotRestored("有的记录不在学校的文件夹里")
    with tempfile.TemporaryDirectory(prefix="gongkai-") as name:
        into = Path(name, "school")
        restore(commit, base, into)
        found = find(into / "mkdocs.yml") if (into / "mkdocs.yml").is_file() else None
        records = found.records if found else tuple(into / each.relative_to(base) for each in places)
        yield replace(found or settings, base=into, records=records, audience=settings.audience)


def _published(job: Job, made: _Made, notes: tuple[str, ...]) -> Outcome:
    target, folder = job.target, made.folder
    before = current(target)
    found = withdrawn(before, made.allowed) if before else None
    register = load(job.settings.records, job.settings.base).register
    listed = copies(before, found, register, job.today, job.settings.site_url) if before and found else None
    line = _sealed(job, made, found.corrected if found else ())
    place = target.store / line.folder
    if current_name(target) == line.folder:
        notes = (*notes, "和现在公布的一模一样，没有再换。")
    else:
        if not place.is_dir():  # else the newest release of all, byte for byte the same, to which we come back
            folder.rename(place)
        swap(target, line)
    purged = purge(target, made.allowed)
    prune(target, job.keep)
    if purged:
        words = "、".join(f"第 {n} 次" for n in purged)
        if listed:
            listed = replace(listed, releases=tuple(f"第 {n} 次" for n in purged))
        else:
            notes = (*notes, f"以前的发布里有现在不能公开的内容，已经销毁：{words}。")
    coming = next_renewal(register, job.today, target.audience)
    return Outcome(line, notes, made.shown, "", listed, coming, made.scrubbed)


def _sealed(job: Job, made: _Made, withdrawn_records: tuple[str, ...]) -> Line:
    """Seal the folder, verify what was sealed, write it through to the disk; the line for the ledger."""
    chain = last_chain(job.target)
    link = seal(made.folder, closed(chain, withdrawn_records) if chain else None, job.key)
    verdict = verify(Folder(made.folder))
    if not verdict.is_whole:
        cure = "再发布一次；还是这样的，请报告给维护者。"
        raise NotPublished(f"封存以后核对不上，没有换上去。{cure}\n{as_text(verdict)}")
    files = settle(made.folder)
    found = release_of((made.folder / MANIFEST).read_bytes())
    return Line(
        ledger.next_line(job.target.store),
        link.n,
        f"{link.n}-{link.digest[:8]}",
        made.action,
        job.today.isoformat(),
        job.target.audience.value,
        len(found.records),
        files,
        link.digest,
        signs(digest_of(found.records)),
        made.standing.commit,
        made.standing.dirty,
    )


def overdue(target: Target, settings: Settings, today: date) -> str:
    """Why the site that is published now must not stand as it is; nothing where it may."""
    now = current(target)
    if now is None:
        return ""
    register = load(settings.records, settings.base).register
    return withdrawn(now, showing(register, settings.audience, today)).reason


def roll_back(target: Target, allowed: Showing, owner: Owner, today: date, n: int | None) -> Line:
    """Return to an earlier release; raises NotPublished where there is none, or where it may not be shown again."""
    prepare(target)
    with alone(target, owner):
        recover(target)
        found = chosen(kept(target, allowed), n)
        if isinstance(found, str):
            raise NotPublished(found)
        verdict = verify(Folder(found.folder))
        if not verdict.is_whole:
            raise NotPublished(f"第 {found.n} 次发布留存的文件已经不完整，不能退回。\n{as_text(verdict)}")
        line = _returning(target, found, today)
        swap(target, line)
        return line


def _returning(target: Target, found: Kept, today: date) -> Line:
    if found.line is None:
        raise NotPublished(f"台账里没有第 {found.n} 次发布，不知道它是怎样来的，没有退回。")
    number = ledger.next_line(target.store)
    return replace(found.line, line=number, action=Action.ROLLBACK, date=today.isoformat())
