"""Verifying: whether a copy of a site is what was released, whole and nothing else, with nothing but this package."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from gongkai.release.archives import Archived
from gongkai.release.chains import (
    against,
    belonging,
    called,
    chain_remarks,
    fingerprinted,
    manifest_remarks,
)
from gongkai.release.keeping import Copy
from gongkai.release.looking import Looking, agree
from gongkai.release.model import CHAIN, PAPERS, RELEASE, SUMS, Chain, Link, Manifest
from gongkai.release.reading import MisreadError, chain_of, manifest_of
from gongkai.release.remarks import Remark, What, shown
from gongkai.release.sources import AbsentError, Source, UnreadError, Unverifiable
from gongkai.release.sums import Sums
from gongkai.release.verdicts import Verdict
from gongkai.release.zipped import ARCHIVE_SUMS
from gongkai.source.releases import MANIFEST, Release, digest_of
from gongkai.staging import MARK

_LARGEST_MARK = 100

T = TypeVar("T")


def verify(source: Source, copy: Copy | None = None, fingerprint: str = "") -> Verdict:
    """Look at everything in a copy; `copy` is an older one to hold it against, `fingerprint` eight signs off a paper.

    Raises Unverifiable where nothing was ever sealed.
    """
    found = _Site(source)
    if not (found.has(SUMS) or found.has(RELEASE)):
        if found.has(ARCHIVE_SUMS):
            return Archived(source).verdict(copy, fingerprint)
        cure = f"要核对的是 gongkai publish 或 gongkai build 生成的网站，里面有 {SUMS} 和 {RELEASE}。"
        raise Unverifiable(f"{source.label} 里没有 {SUMS}，没有封存过，核对不了。{cure}")
    return found.verdict(copy, fingerprint)


class _Site(Looking):
    """A look at a sealed site."""

    def verdict(self, copy: Copy | None, fingerprint: str) -> Verdict:
        sums = self.sums(SUMS)
        manifest = self._paper(RELEASE, manifest_of, Manifest.written)
        chain = self._paper(CHAIN, chain_of, Chain.written)
        if manifest:
            self.look.link, self.look.fingerprint = manifest.link, manifest.whole.digest
            self.look.extend(manifest_remarks(manifest))
            self._data(manifest)
            self._mark(manifest.link.audience)
        if chain:
            self.look.extend(chain_remarks(chain))
        if manifest and chain:
            self.look.extend(belonging(manifest, chain))
        if sums:
            self._listed(sums[0], sums[1], manifest, chain)
            self.files(sums[0], {*PAPERS, MARK}, copy)
        links = chain.links if chain else (manifest.link,) if manifest else ()
        if copy and links:
            self._copy(copy, links, chain)
        if fingerprint:
            self._fingerprint(fingerprint, chain or Chain(), manifest)
        if not self.source.is_listed:
            self.look.note("从网址核对，看不出服务器上有没有多放文件；要查，请在服务器上核对那个文件夹。")
        if manifest and not (self.look.remarks or copy or fingerprint):
            self.look.note(
                "这份副本前后一致。要排除整份被重做过，请和别处留的副本比（--against），"
                "或和纸上、会议记录里的指纹比（--fingerprint）。"
            )
        return self.look.verdict()

    def _listed(self, sums: Sums, data: bytes, manifest: Manifest | None, chain: Chain | None) -> None:
        """Whether the list of files is that of the release."""
        digest = sha256(data).hexdigest()
        if manifest is None or digest == manifest.link.files:
            return
        other = next((link for link in chain.links if link.files == digest), None) if chain else None
        detail = f"是{called(other)}的" if other else "和发布清单里它的摘要不符"
        self.look.add(What.SUMS_OTHER, SUMS, detail)

    def _data(self, manifest: Manifest) -> None:
        """Whether the open data list the same records: they were made before the release was sealed."""
        listed = self.release()
        if listed is None:
            return
        link = manifest.link
        if (listed.school, listed.audience) != (link.school, link.audience):
            what = What.SCHOOL if listed.school != link.school else What.AUDIENCE
            detail = (
                f"它是“{listed.school}”给“{listed.audience}”看的，{RELEASE} 是“{link.school}”给“{link.audience}”看的"
            )
            self.look.add(what, MANIFEST, detail)
        if listed.day != link.day:
            self.look.add(What.OTHER_RELEASE, MANIFEST, f"它是 {listed.day} 的，{RELEASE} 是{called(link)}的")
        differing = [
            identity
            for identity in sorted(listed.records.keys() | manifest.records.keys())
            if not agree(listed.records.get(identity), manifest, identity)
        ]
        self.look.extend(Remark(What.RECORD, MANIFEST, f"{identity} 和 {RELEASE} 里的不同") for identity in differing)

    def _mark(self, audience: str) -> None:
        """Our own mark says for whom the site was made; it is not in the sums, since servers keep it back."""
        try:
            said = self.source.read(MARK, _LARGEST_MARK).decode("utf-8", "replace").strip()
        except (AbsentError, UnreadError):
            return
        if said != audience:
            self.look.add(What.AUDIENCE, MARK, f"它写的是“{shown(said)[:20]}”，{RELEASE} 写的是“{audience}”")

    def _copy(self, copy: Copy, links: tuple[Link, ...], chain: Chain | None) -> None:
        if copy.kept:
            remarks = tuple(against(links, copy.kept))
            self.look.extend(remarks)
            if not remarks:
                self.look.note(f"和您手里的副本（到{called(copy.kept.newest)}）是同一条链。")
        elif copy.listed:
            self._older_list(copy.listed, links[-1], chain or Chain())

    def _older_list(self, listed: Release, here: Link, chain: Chain) -> None:
        """What a list of records alone can show: that it is that of a release, or that it is not."""
        if listed.school != here.school:
            self.look.add(What.SCHOOL, MANIFEST, f"您手里的清单是“{listed.school}”的，这里是“{here.school}”的")
            return
        if listed.audience != here.audience:
            detail = f"您手里的清单给“{listed.audience}”看，这里的给“{here.audience}”看"
            self.look.add(What.AUDIENCE, MANIFEST, detail)
            return
        whole = digest_of(listed.records)
        same = next((step.link for step in chain.steps if step.whole.digest == whole), None)
        on_day = [step for step in chain.steps if step.link.day == listed.day]
        if same:
            self.look.note(f"您手里的清单就是{called(same)}的。")
        elif on_day and all(step.whole.digest for step in on_day):
            self.look.add(What.FORKED, CHAIN, f"您手里 {listed.day} 的清单，不是链上那一天的")
        else:
            self.look.note(f"您手里的清单是 {listed.day} 的，链上没有可以和它比的一次。")

    def _fingerprint(self, typed: str, chain: Chain, manifest: Manifest | None) -> None:
        told = f"{typed[:4]}-{typed[4:]}".upper()
        step, record = fingerprinted(chain, manifest, typed)
        if step and self.look.link and step.link.n < self.look.link.n:
            self.look.note(f"指纹 {told} 是{called(step.link)}的；这里是后来的{called(self.look.link)}。")
        elif step or (manifest and manifest.whole.digest.startswith(typed)):
            self.look.note(f"指纹 {told} 就是这一次发布的。")
        elif record:
            self.look.note(f"指纹 {told} 是一份记录的：{record}，和这里的是同一稿。")
        else:
            closed = sum(1 for each in chain.steps if not each.whole.digest)
            detail = f"有 {closed} 次发布撤下过个人信息，指纹已经不留" if closed else ""
            self.look.add(What.FINGERPRINT, told, detail)

    def _paper(self, name: str, read: Callable[[bytes], T], write: Callable[[T], bytes]) -> T | None:
        data = self.read(name)
        if data is None:
            return None
        try:
            paper = read(data)
        except MisreadError as error:
            self.look.add(What.PAPER, name, f"这份清单{error}")
            return None
        if write(paper) != data:
            self.look.add(What.PAPER, name, "空白、次序或换行被动过，内容没有变")
        return paper
