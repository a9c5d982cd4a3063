"""Which pages and files change: what is newly read, what is read no more, and the whole list with its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.history.differences.records import Change, Piece, RecordDifference, Sign
from gongkai.review.model import FileChange, Origin, PageChange, Review
from gongkai.review.sections import Entry, Line, Section


def newly(review: Review) -> Iterator[Entry]:
    """Pages that come, and acts that come onto a page that is there: with every line that is newly read."""
    wider = {each.record: each.old for each in review.audiences if each.wider and not each.what}
    kinds = {each.identity: each.kind for each in review.records}
    coming_pages = tuple(page for page in review.told(Change.ADDED) if page.origin is Origin.BOARD)
    for page in coming_pages:
        if page.record:
            before = f"（原来只给{wider[page.record]}看）" if wider.get(page.record) == "教职工" else ""
            kind = f"{kinds[page.record]}：" if page.record in kinds else ""
            yield Entry("新页", f"{kind}{page.title}{before}", page.address, _lines(page.new, Sign.NEW))
    pages = _by_record(review.told(Change.CHANGED))
    for each in review.records:
        coming = _labels(each, Change.ADDED)
        if each.change is Change.CHANGED and coming:
            own = pages.get(each.identity)
            lines = _lines(own.new, Sign.NEW) if own else ()
            yield Entry("新内容", f"{each.kind}：{each.title} · {coming}", own.address if own else each.identity, lines)
    yield from (
        Entry("新页", page.title, page.address, _lines(page.new, Sign.NEW)) for page in coming_pages if not page.record
    )


def gone(review: Review) -> Iterator[Entry]:
    """Pages that go, and acts that go from a page that stays."""
    narrower = {each.record: each.new for each in review.audiences if not each.wider and not each.what}
    kinds = {each.identity: each.kind for each in review.records}
    for page in review.told(Change.REMOVED):
        if page.origin is Origin.BOARD:
            after = f"（改为{narrower[page.record]}）" if page.record in narrower else ""
            kind = f"{kinds[page.record]}：" if page.record in kinds else ""
            instead = _lines(page.new, Sign.NEW)  # the 撤下登记 at its address
            yield Entry("撤下", f"{kind}{page.title}{after}", page.address, instead, _lines(page.gone, Sign.OLD))
    pages = _by_record(review.told(Change.CHANGED))
    for each in review.records:
        going = _labels(each, Change.REMOVED)
        if each.change is Change.CHANGED and going:
            own = pages.get(each.identity)
            lines = _lines(own.gone, Sign.OLD) if own else ()
            yield Entry("去掉", f"{each.kind}：{each.title} · {going}", own.address if own else each.identity, lines)


def _by_record(pages: Iterable[PageChange]) -> dict[str, PageChange]:
    return {page.record: page for page in pages if page.record}


def _labels(each: RecordDifference, change: Change) -> str:
    return "、".join(file.label for file in each.files if file.change is change)


def _lines(texts: Iterable[str], sign: Sign) -> tuple[Line, ...]:
    return tuple(Line("", (Piece(sign, text),)) for text in texts)


def inventories(review: Review) -> Iterator[Section]:
    """Every page and file that is not what it was, with what stands on it otherwise."""
    own = tuple(page for page in review.pages if page.origin is not Origin.BOARD)
    yield Section("written", "自己写的网页和网站设置", "", tuple(_page(page, folded=False) for page in own), "个")
    board = tuple(page for page in review.pages if page.origin is Origin.BOARD)
    direct = tuple(_page(page) for page in board if not page.follows)
    lead = "新增、撤下的页，和内容直接改动的页。"
    yield Section("pages", "页面清单", lead, direct, "页")
    following = sorted(review.following, key=lambda page: (not page.record, page.address))
    lead = "自己没有改动，只因为别的记录变了而跟着变：记录页在前，列表页在后。"
    yield Section("following", "随之变化的页", lead, tuple(map(_page, following)), "页")
    attached = tuple(each for each in review.files if each.is_attached)
    yield Section("attached", "附件文件", "", tuple(Entry(each.change.value, each.address) for each in attached), "份")
    data = tuple(each for each in review.files if not each.is_attached)
    lead = f"共 {len(data)} 份，由程序从记录生成。"
    yield Section("files", "随之变化的数据和订阅文件", lead if data else "", tuple(_files(data)), "处")


def _page(page: PageChange, *, folded: bool = True) -> Entry:
    lines = (*_lines(page.gone, Sign.OLD), *_lines(page.new, Sign.NEW))
    if page.change is not Change.CHANGED and page.origin is Origin.BOARD:
        lines = ()  # told whole among what is newly read or read no more
    elif not lines:
        lines = (Line("", (Piece(Sign.SAME, "文字没有变，只有链接、次序或图变了。"),)),)
    address = page.address or "首页"
    return (
        Entry(page.change.value, page.title, address, folded=lines)
        if folded
        else Entry(page.change.value, page.title, address, lines)
    )


def _files(data: tuple[FileChange, ...]) -> Iterator[Entry]:
    """The files of one folder together."""
    folders: dict[str, list[FileChange]] = {}
    for each in data:
        folders.setdefault(each.address.partition("/")[0], []).append(each)
    for folder, found in sorted(folders.items()):
        lines = tuple(Line(each.change.value, (Piece(Sign.SAME, each.address),)) for each in found)
        yield Entry("文件", f"{len(found)} 份", f"{folder}/" if "/" in found[0].address else folder, folded=lines)
