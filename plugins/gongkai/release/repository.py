"""Whether the repository still says what was released: its commits, and the content of every record in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from gongkai.git.commits import Commit, commit, first_parent
from gongkai.git.revisions import Kind, Revision, is_shallow
from gongkai.history.registers import Registers
from gongkai.load import RELEASES
from gongkai.records import Audience
from gongkai.release.evidence import Evidence, Recorded, Was, committed_lists
from gongkai.release.model import Manifest
from gongkai.release.remarks import What
from gongkai.release.sealing import tool_version
from gongkai.release.verdicts import Look, Verdict
from gongkai.select import select
from gongkai.source.releases import Release
from gongkai.views.data.documents import digest as digest_of

_OTHER_TOOL = "读记录的方法可能不同，不能断定；用那一版的程序再核对一次"

_MOST = 20
"""So many commits of one day are looked at; more are made by machines."""


@dataclass
class History:
    """The repository, held against what is known of each release."""

    registers: Registers
    evidence: Evidence
    look: Look
    _read: dict[tuple[str, str, date], Mapping[str, str]] = field(default_factory=dict)

    def check(self, ledger: Iterable[Recorded], records: Iterable[Path], base: Path) -> Verdict:
        """Whatever is not as it was released."""
        if is_shallow(self.registers.git):
            self.look.note("这份仓库只取了一部分历史，更早的提交没有核对；取全：git fetch --unshallow。")
        for line in ledger:
            self.look.releases += 1
            self._line(line)
        for path, listed in committed_lists(folder / RELEASES for folder in records):
            self.look.releases += 1
            place = (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()
            self._list(place, listed)
        return self.look.verdict()

    @cached_property
    def _published(self) -> tuple[Commit, ...]:
        return first_parent(self.registers.git)

    def _line(self, line: Recorded) -> None:
        step = self.evidence.chain.by_number.get(line.n)
        if step and step.link.digest != line.digest:
            self.look.add(What.FORKED, line.called, "台账里的摘要和发布链上的不同")
        if not line.commit:
            self.look.note(f"{line.called}时记录不在仓库里，没有核对。")
            return
        if line.dirty:
            self.look.note(f"{line.called}时有没提交的改动，不能从提交重算，没有核对。")
            return
        was = self.evidence.of(line.digest)
        if self._is_here(line.commit):
            if self._is_on_branch(line.commit):
                self._compare(line.called, was, line, (line.commit,))
                return
            self.look.add(What.HISTORY, line.called, f"提交 {line.commit[:10]} 已经不在现在的分支上")
            was = was or Was(line.called, tool_version(), self._digests(line.commit, line.audience, line.day), {})
            day = commit(self.registers.git, line.commit).on
            self._compare(line.called, was, line, self._standing(day, on_it=True))
        elif is_shallow(self.registers.git):
            return
        else:
            self.look.add(What.HISTORY, line.called, f"提交 {line.commit[:10]} 已经不在仓库里")
            self._compare(line.called, was, line, self._standing(line.day))

    def _list(self, place: str, listed: Release | Manifest) -> None:
        """A list that was put beside the records says no commit: what was published at the end of its day is meant."""
        if isinstance(listed, Manifest):
            link = listed.link
            digests = {name: sealed.digest for name, sealed in listed.records.items() if sealed.digest}
            was = Was(place, link.tool, digests, listed.commitments)
            line = Recorded(link.n, link.day, link.audience, link.digest)
        else:
            was = Was(place, "", listed.records, {})
            line = Recorded(1, listed.day, listed.audience, "")
        self._compare(place, was, line, self._standing(line.day))

    def _compare(self, place: str, was: Was | None, line: Recorded, commits: tuple[str, ...]) -> None:
        """Name what is in none of these commits as it was released."""
        if was is None:
            self.look.note(f"{place}没有留下清单，记录的内容没有核对；写上那次发布的副本，或留着发布的文件夹。")
            return
        if not commits:
            self.look.note(f"{place}：仓库最早的提交比 {line.day} 晚，没有核对。")
            return
        differing = self._differing(was, line, commits)
        if differing is None:
            self.look.note(f"{place}：发布密钥和那时的不同，记录的内容没有核对。")
        elif differing and was.tool and was.tool != tool_version():
            names = "、".join(sorted(differing)[:5]) + (f"等 {len(differing)} 份" if len(differing) > 5 else "")
            now = f"现在是 {tool_version()} 版，{names}和现在算的不同"
            self.look.note(f"{place}由 {was.tool} 版的程序生成，{now}。{_OTHER_TOOL}。")
        else:
            doubt = "" if was.tool else "（清单没有写程序版本；换过版本的，用当时的版本再核对）"
            for identity, what in differing.items():
                self.look.add(What.REWRITTEN, identity, f"{place}：{what}{doubt}")

    def _differing(self, was: Was, line: Recorded, commits: tuple[str, ...]) -> dict[str, str] | None:
        """What differs in every one of these commits; None where the key is another than that of the release."""
        found: dict[str, str] | None = None
        for each in commits:
            now = self._digests(each, line.audience, line.day)
            if not was.fits(now, self.evidence.key):
                return None
            own = dict(was.differing(now, self.evidence.key))
            found = own if found is None else {name: what for name, what in found.items() if name in own}
            if not found:
                break
        return found or {}

    def _digests(self, commit: str, audience: str, day: date) -> Mapping[str, str]:
        """The digest of every record that was shown, from the content of a commit and by today's reading."""
        asked = (commit, audience, day)
        if asked not in self._read:
            loaded = self.registers.at(Revision(commit, commit, Kind.COMMIT))
            for gap in loaded.gaps:
                self.look.note(gap.message)
            to = Audience.STAFF if audience == Audience.STAFF.value else Audience.PUBLIC
            shown = select(loaded.register, to, day).register
            self._read = {asked: {name: digest_of(record) for name, record in shown.records.items()}}
        return self._read[asked]

    def _is_here(self, commit: str) -> bool:
        git = self.registers.git
        return git.text("rev-parse", "-q", "--verify", f"{commit}^{{commit}}", check=False) == commit

    def _is_on_branch(self, commit: str) -> bool:
        return self.registers.git.text("merge-base", commit, "HEAD", check=False) == commit

    def _standing(self, day: date, *, on_it: bool = False) -> tuple[str, ...]:
        """What was published on a day, the newest first: its own commits and the one before them.

        With `on_it` the one before counts only where the day has none of its own.
        """
        until = [commit.oid for commit in reversed(self._published) if commit.on <= day]
        own = sum(commit.on == day for commit in self._published)
        before = () if on_it and own else until[own : own + 1]
        return (*until[: min(own, _MOST)], *before)


def kept_releases(ledger: Path) -> Iterator[Path]:
    """The folders of releases that are kept beside a ledger, the oldest first."""
    folders = (path for path in ledger.parent.iterdir() if path.is_dir() and not path.is_symlink())
    yield from sorted(folders, key=lambda path: (len(path.name.partition("-")[0]), path.name))
