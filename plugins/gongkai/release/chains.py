"""Whether a chain holds together, belongs to its release, and is the one that somebody kept a copy of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.release.model import CHAIN, RELEASE, Chain, Link, Manifest, Step, root_of
from gongkai.release.remarks import Remark, What
from gongkai.source.releases import digest_of

MOST_WORK = 50_000_000
"""Ten years of daily releases of 10,000 records stay below; a list of any size that says more was made to be slow."""


def called(link: Link) -> str:
    """A release in words."""
    return f"第 {link.n} 次发布（{link.day}）"


def chain_remarks(chain: Chain) -> Iterator[Remark]:
    """Everything in a chain that does not follow from what stands before it."""
    numbers = [link.n for link in chain.links]
    if numbers != list(range(1, len(numbers) + 1)):
        is_order = sorted(numbers) == list(range(1, len(numbers) + 1))
        shown = "、".join(map(str, numbers[:20])) + ("…" if len(numbers) > 20 else "")
        yield Remark(What.REORDERED if is_order else What.FORGED_NUMBER, CHAIN, f"写的是 {shown}")
        return
    if chain.work > MOST_WORK:
        yield Remark(What.PAPER, CHAIN, "记录的变化多得不像真的，没有核对完")
        return
    before: Link | None = None
    for step, root in chain.roots():
        link = step.link
        if link.previous != (before.digest if before else ""):
            yield Remark(What.BROKEN, CHAIN, f"{called(link)}接不上它前面的一次")
        if before and link.day < before.day:
            yield Remark(What.REORDERED, CHAIN, f"{called(link)}比它前面的一次早")
        if before and link.school != before.school:
            yield Remark(What.SCHOOL, CHAIN, f"{called(link)}是“{link.school}”的，前面是“{before.school}”的")
        if before and link.audience != before.audience:
            yield Remark(What.AUDIENCE, CHAIN, f"{called(link)}给“{link.audience}”看，前面给“{before.audience}”看")
        if root != link.records_root:
            yield Remark(What.BROKEN, CHAIN, f"{called(link)}列的记录变化和它的摘要不符")
        if not step.whole.is_right:
            yield Remark(What.BROKEN, CHAIN, f"{called(link)}的指纹和它的摘要不符")
        before = link


def manifest_remarks(manifest: Manifest) -> Iterator[Remark]:
    """Everything in a release's own list that does not follow from its link."""
    wrong = [identity for identity, sealed in sorted(manifest.records.items()) if not sealed.is_right]
    yield from (Remark(What.RECORD, RELEASE, identity) for identity in wrong)
    if root_of(manifest.commitments) != manifest.link.records_root:
        yield Remark(What.PAPER, RELEASE, "列的记录和它的摘要不符")
    if not manifest.whole.is_right:
        yield Remark(What.PAPER, RELEASE, "指纹和它的摘要不符")
    digests = {identity: sealed.digest for identity, sealed in manifest.records.items()}
    if not wrong and manifest.whole.digest and all(digests.values()) and digest_of(digests) != manifest.whole.digest:
        yield Remark(What.PAPER, RELEASE, "指纹不是这些记录的")


def belonging(manifest: Manifest, chain: Chain) -> Iterator[Remark]:
    """Whether a release's own list is that of the newest link of its chain."""
    link, last = manifest.link, chain.last
    if last is None or last.link.digest == link.digest:
        return
    known = chain.by_number.get(link.n)
    if known and known.link.digest == link.digest:
        detail = f"它是{called(link)}的，{CHAIN} 已经到{called(last.link)}"
        yield Remark(What.OTHER_RELEASE, RELEASE, detail)
    elif link.n > last.link.n:
        yield Remark(What.OTHER_RELEASE, CHAIN, f"它只到{called(last.link)}，{RELEASE} 是{called(link)}的")
    else:
        yield Remark(What.BROKEN, RELEASE, f"{called(link)}不在链上")


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody kept of an earlier look at the same site: the links they saw, and what each was called."""

    label: str
    links: tuple[Link, ...]
    manifest: Manifest | None = None

    @property
    def newest(self) -> Link:
        return max(self.links, key=lambda link: link.n)


def against(links: tuple[Link, ...], kept: Kept) -> Iterator[Remark]:
    """Whether a chain still says what somebody saw of it, and goes on from there."""
    newest, here = kept.newest, max(links, key=lambda link: link.n)
    if newest.school != here.school:
        yield Remark(What.SCHOOL, kept.label, f"您手里的是“{newest.school}”的，这里是“{here.school}”的")
        return
    if newest.audience != here.audience:
        yield Remark(What.AUDIENCE, kept.label, f"您手里的给“{newest.audience}”看，这里的给“{here.audience}”看")
        return
    known = {link.n: link for link in links}
    for link in sorted(kept.links, key=lambda each: each.n):
        if link.n in known and known[link.n].digest != link.digest:
            yield Remark(What.FORKED, CHAIN, f"从{called(link)}起不同，您手里的摘要是 {link.digest[:16]}…")
            return
    if here.n < newest.n:
        yield Remark(What.ROLLED_BACK, CHAIN, f"这里是{called(here)}，您手里已经有{called(newest)}")


def fingerprinted(chain: Chain, manifest: Manifest | None, typed: str) -> tuple[Step | None, str]:
    """The release whose fingerprint begins with these signs, or the record that it is of."""
    step = next((step for step in reversed(chain.steps) if step.whole.digest.startswith(typed)), None)
    if step or manifest is None:
        return step, ""
    records = manifest.records.items()
    return None, next((identity for identity, sealed in records if sealed.digest.startswith(typed)), "")
