"""Where the records of a publication stand in git, and what the closed periods object to since the last one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date

from gongkai.findings import Finding
from gongkai.git.revisions import revision
from gongkai.git.running import GitFailed, NoGit, repository
from gongkai.history.closed import periods
from gongkai.history.folders import named_at
from gongkai.history.registers import registers_of
from gongkai.publication.ledger import Line
from gongkai.register import Register
from gongkai.settings import Settings
from gongkai.unable import Unable


@dataclass(frozen=True, slots=True)
class Standing:
    """The commit that is checked out, and whether the records differ from it; no commit outside of a repository."""

    commit: str = ""
    dirty: bool = False


def standing(settings: Settings) -> Standing:
    """Where the school's folder stands; the folders of records may be repositories of their own."""
    try:
        git = repository(settings.base)
        commit = git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        places = [os.path.relpath(os.path.realpath(each), git.folder) for each in settings.records]
        if any(place.startswith("..") for place in places):
            return Standing(commit, dirty=True)
        return Standing(commit, bool(git.run("status", "--porcelain", "--untracked-files=all", "--", *places)))
    except (NoGit, GitFailed):
        return Standing()


def objections(settings: Settings, line: Line | None, register: Register, today: date) -> tuple[Finding, ...]:
    """What was closed by the last publication and is told otherwise now; nothing where its commit cannot be had."""
    if line is None or not line.commit or line.dirty:
        return ()
    try:
        with registers_of(settings.records, settings.base) as present:
            moment = revision(present.git, line.commit)
            named = named_at(present.git, settings.base, moment, settings.records)
        with registers_of(named, settings.base) as registers:
            old = registers.at(moment).register
    except (Unable, OSError):
        return ()
    return tuple(periods.objections(old, register, today, since=date.fromisoformat(line.date)))


def rewritten(settings: Settings, line: Line | None) -> str:
    """What to tell where the last publication's commit is no longer part of what is checked out; empty where it is."""
    if line is None or not line.commit:
        return ""
    try:
        git = repository(settings.base)
        if git.text("merge-base", line.commit, "HEAD", check=False) == line.commit:
            return ""
    except (NoGit, GitFailed):
        return ""
    return (
        f"注意：上次（{line.date}）发布的提交 {line.commit[:10]} 不在现在的历史里：历史被改写过，或没有取全。"
        "这一次没有和它核对；用 gongkai verify --repository . --ledger 台账 看一看。"
    )
