"""A zip of `gongkai build --archive`, or the folder it was unpacked into: it has sums, and no chain."""

from __future__ import annotations

from hashlib import sha256

from gongkai.release.keeping import Copy
from gongkai.release.looking import Looking, agree
from gongkai.release.model import CHAIN, RELEASE
from gongkai.release.remarks import Remark, What
from gongkai.release.sources import Unverifiable
from gongkai.release.verdicts import Verdict
from gongkai.release.zipped import ARCHIVE_SUMS
from gongkai.source.releases import MANIFEST, Release, digest_of
from gongkai.staging import MARK

ABOUT = "说明.txt"


class Archived(Looking):
    """A look at an archive."""

    def verdict(self, copy: Copy | None, fingerprint: str) -> Verdict:
        """Its files against its sums; its records against a release that somebody kept."""
        sums = self.sums(ARCHIVE_SUMS)
        if sums is None:
            return self.look.verdict()
        self.files(sums[0], {ARCHIVE_SUMS, ABOUT, MARK}, copy)
        about = self.read(ABOUT)
        if about is not None and sha256(sums[1]).hexdigest().encode() not in about:
            self.look.add(What.SUMS_OTHER, ARCHIVE_SUMS, f"和 {ABOUT} 里印的校验值不符")
        listed = self.release()
        if listed is None:
            self.look.add(What.MISSING, MANIFEST)
            return self.look.verdict()
        self.look.fingerprint = digest_of(listed.records)
        if copy:
            self._archived(listed, copy)
        if fingerprint and not self.look.fingerprint.startswith(fingerprint):
            self.look.add(What.FINGERPRINT, f"{fingerprint[:4]}-{fingerprint[4:]}".upper())
        self.look.note(
            f"这是 {listed.day} 的存档，里面没有发布链。要知道它是不是学校发布的，用 --against 写那次发布的 {RELEASE}。"
        )
        return self.look.verdict()

    def _archived(self, listed: Release, copy: Copy) -> None:
        if copy.kept and copy.kept.manifest:
            manifest = copy.kept.manifest
            school, audience, day = manifest.link.school, manifest.link.audience, manifest.link.day
            wrong = [
                identity
                for identity in sorted(listed.records.keys() | manifest.records.keys())
                if not agree(listed.records.get(identity), manifest, identity)
            ]
        elif copy.listed:
            school, audience, day = copy.listed.school, copy.listed.audience, copy.listed.day
            both = listed.records.keys() | copy.listed.records.keys()
            wrong = [each for each in sorted(both) if listed.records.get(each) != copy.listed.records.get(each)]
        else:
            raise Unverifiable(f"存档要和一次发布的 {RELEASE} 比，{CHAIN} 里没有记录的摘要。")
        if listed.school != school:
            self.look.add(What.SCHOOL, MANIFEST, f"它是“{listed.school}”的，您手里的是“{school}”的")
        elif listed.audience != audience:
            self.look.add(What.AUDIENCE, MANIFEST, f"它给“{listed.audience}”看，您手里的给“{audience}”看")
        elif listed.day != day:
            self.look.add(What.OTHER_RELEASE, MANIFEST, f"它是 {listed.day} 的，您手里的是 {day} 的")
        else:
            self.look.extend(Remark(What.RECORD, MANIFEST, f"{each} 和您手里的不同") for each in wrong)
