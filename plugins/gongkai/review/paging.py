"""Which pages and files of two sites differ, which of them by their own record, and in which lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from gongkai.history.differences.records import Change
from gongkai.render.pages import Page
from gongkai.review.covering import Cover
from gongkai.review.model import FileChange, Origin, PageChange
from gongkai.review.sides import Site
from gongkai.review.texts import lines_of, only_in


def pages(old: Site, new: Site, touched: Collection[str], cover: Cover) -> Iterator[PageChange]:
    """Every page that differs, by address; `touched` are the identities of the records that changed."""
    for address in sorted(old.pages.keys() | new.pages.keys()):
        before, after = old.pages.get(address), new.pages.get(address)
        page = after or before
        if page is None or (before and after and _is_same(before, after)):
            continue
        change = _change(before, after)
        about = before.source if before and change is Change.REMOVED else page.source
        follows = change is Change.CHANGED and not _is_of(about, touched)
        title = before.title if before and change is Change.REMOVED else page.title
        was, now = (lines_of(str(each.html)) if each else () for each in (before, after))
        if change is Change.CHANGED and before and after and before.title != after.title:
            was, now = (before.title, *was), (after.title, *now)
        came, went = (_covered(pair, cover, about) for pair in ((now, was), (was, now)))
        yield PageChange(address, cover(title, about), change, about, follows, came, went)


def _change(before: Page | None, after: Page | None) -> Change:
    """A page in whose place only its 撤下登记 stands has gone for its readers, though its address has not."""
    if before and after and (before.is_gone or not after.is_gone):
        return Change.CHANGED
    return Change.REMOVED if before else Change.ADDED


def _covered(pair: tuple[tuple[str, ...], tuple[str, ...]], cover: Cover, record: str = "") -> tuple[str, ...]:
    """The lines of the first side that the second has not."""
    return tuple(cover(line, record) for line in only_in(*pair))


def _is_same(before: Page, after: Page) -> bool:
    return before.html == after.html and before.title == after.title


def _is_of(source: str, touched: Collection[str]) -> bool:
    """Whether a page shows one of these records, or an act of one."""
    return bool(source) and "/".join(source.split("/")[:2]) in touched


def files(old: Site, new: Site) -> Iterator[FileChange]:
    """Every file that differs, by address; what only a browser asks for is not told."""
    for address in sorted(old.files.keys() | new.files.keys()):
        before, after = old.files.get(address), new.files.get(address)
        if before == after or address.startswith(_ASKED_BY_BROWSERS):
            continue
        change = Change.CHANGED if before and after else Change.ADDED if after else Change.REMOVED
        yield FileChange(address, change, address in (new if after else old).attached)


_ASKED_BY_BROWSERS = ("assets/",)


def own_pages(old: Mapping[str, str], new: Mapping[str, str], cover: Cover) -> Iterator[PageChange]:
    """The school's own pages and its mkdocs.yml, by path, with the lines that were typed."""
    for path in sorted(old.keys() | new.keys()):
        before, after = old.get(path), new.get(path)
        if before == after:
            continue
        change = (
            Change.CHANGED if None not in (before, after) else Change.ADDED if after is not None else Change.REMOVED
        )
        was, now = (tuple(filter(None, map(str.strip, (text or "").splitlines()))) for text in (before, after))
        came, went = (_covered(pair, cover) for pair in ((now, was), (was, now)))
        origin = Origin.SCHOOL if path.endswith(".md") else Origin.SETUP
        yield PageChange(path, path.rpartition("/")[2], change, new=came, gone=went, origin=origin)
