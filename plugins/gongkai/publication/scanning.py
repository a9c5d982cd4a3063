"""The gate over the files of a built site: what no output said may still stand in what was made around it.

Everything that the edition gave as a file has been through the gate already (publish.py); here go the pages, with
the theme around them, and whatever the school and the theme put beside them.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from gongkai import gate
from gongkai.attachments import is_document, read
from gongkai.concealed import Search
from gongkai.findings import Finding, Location
from gongkai.publish import Edition
from gongkai.records import Audience
from gongkai.render.pages import Asset, Page
from gongkai.rules.outputs import HIDDEN, PERSONAL
from gongkai.rules.privacy import NOTHING_DECLARED, Declared
from gongkai.views.kiosk.marks import made_for

_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|em|i|mark|s|small|span|strong|sub|sup|u|wbr)\b[^>]*>")
"""Tags that part no words: whoever reads the page reads on."""
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"""=(?:"([^"]*)"|'([^']*)')""")
_GAP = "\n\n\n"
"""Between texts that happen to be neighbours, so that their numbers do not run into one."""
_TEXTS = (".txt", ".csv", ".tsv", ".md", ".html", ".json", ".xml")


@dataclass(frozen=True)
class Sought:
    """What may stand in no file of a site, and what is known to be fine."""

    hidden: frozenset[str]
    known: Declared = NOTHING_DECLARED
    passed: Collection[tuple[str, bytes]] = frozenset()
    """Files (address, content) that have been through the gate before."""
    manual: Collection[str] = frozenset()
    """Addresses of the program's own manual, whose samples are no secret of a school's."""
    is_public: bool = True

    @classmethod
    def of(cls, edition: Edition, audience: Audience, more: frozenset[str] = frozenset()) -> Sought:
        """What is looked for in the site that is made of an edition; of the texts in `more` its gate knew nothing."""
        assets = frozenset((each.address, each.content) for each in edition.outputs if isinstance(each, Asset))
        manual = frozenset(
            f"{each.address}index.html" for each in edition.outputs if isinstance(each, Page) and each.of_program
        )
        passed = frozenset() if more else assets
        return cls(edition.hidden | more, edition.known, passed, manual, audience is Audience.PUBLIC)


def leaks(files: Iterable[tuple[str, bytes]], sought: Sought) -> Iterator[Finding]:
    """Each file of a public site that says what it must not; nothing that is found is repeated."""
    if not sought.is_public:
        return
    left = [each for each in files if each not in sought.passed and each[0] not in sought.manual]
    search = Search(sought.hidden)
    if _are_clean(left, search, sought):
        return
    for address, data in left:
        text = _GAP.join(map(_read, _said(address, data)))
        if search.hits(text):
            message = "这个文件里有只给教职工看、尚未公开、或已经到期撤下的内容，已停止发布。"
            cure = "自己写的网页和文件，删去这一处；生成的文件，请把这条信息报告给维护者，不要手工改。"
            yield Finding(HIDDEN, Location(address), message, cure)
        if _is_staff_wall(data):
            message = "这是给教职工看的走廊屏（对内栏），不能放进对外的网站。"
            yield Finding(HIDDEN, Location(address), message, "移出去；对内栏用 gongkai kiosk --audience staff --to。")
        if _has_person(address, data, text, sought):
            cure = "自己写的网页和文件，删去或按规定遮盖；确需公开的，登记到 school.yml 的“渠道”。"
            yield Finding(PERSONAL, Location(address), "这个文件里有个人信息，已停止发布。", cure)


def places(files: Iterable[tuple[str, bytes]], hidden: frozenset[str]) -> tuple[str, ...]:
    """The addresses of the files in which one of some texts stands; what stands in many files is read once."""
    search = Search(hidden)
    known: dict[str, bool] = {}
    found = []
    for address, data in files:
        said = False
        for text in _said(address, data):
            if text not in known:
                known[text] = search.hits(_read(text))
            said = said or known[text]
        if said:
            found.append(address)
    return tuple(found)


def _are_clean(files: Iterable[tuple[str, bytes]], search: Search, sought: Sought) -> bool:
    """Whether nothing is found; what stands in many files, such as the navigation, is read once."""
    seen: set[str] = set()
    for address, data in files:
        new = [text for text in dict.fromkeys(_said(address, data)) if text not in seen]
        seen.update(new)
        text = _GAP.join(map(_read, new))
        if search.hits(text) or _is_staff_wall(data) or _has_person(address, data, text, sought):
            return False
    return True


def _is_staff_wall(data: bytes) -> bool:
    return made_for(data.decode("utf-8", "replace")) == Audience.STAFF


def _has_person(address: str, data: bytes, text: str, sought: Sought) -> bool:
    if _is_document(address) and any(passage.kind for passage in read(address, data).passages):
        return True
    return any(trace.certain for trace in sought.known.undeclared(text))


def _is_document(address: str) -> bool:
    return is_document(address) and not address.endswith(_TEXTS)


def _read(text: str) -> str:
    """A text as a reader or a program would read it, also where it is written as an address."""
    plain = gate.decoded(text)
    return f"{plain}{_GAP}{unquote(plain)}" if "%" in plain else plain


def _said(address: str, data: bytes) -> Iterator[str]:
    """The texts of a file as they are written in it, and its own address."""
    yield address
    if address.endswith((".html", ".htm", ".svg")):
        yield from _page(data.decode("utf-8", "replace"))
    elif _is_document(address) and not address.endswith((".xlsx", ".zip", ".gz")):
        reading = read(address.rpartition("/")[2], data)
        yield from (passage.text for passage in reading.passages)
        if reading.problem:
            yield data.decode("utf-8", "replace")
    else:
        yield _other(address, data)


def _page(text: str) -> Iterator[str]:
    """What stands between the tags, line by line, and in attributes."""
    for values in _ATTRIBUTE.findall(text):
        yield from filter(None, values)
    running = _INLINE.sub("", text)
    for each in (running, text) if running != text else (text,):
        # Marked words stand by themselves too: 林同<b>同志</b> holds a name and a word.
        yield from (line for line in map(str.strip, _TAG.sub("\n", each).split("\n")) if line)


def _other(address: str, data: bytes) -> str:
    if address.endswith(".gz"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            data = b""
        address = address.removesuffix(".gz")
    try:
        text = gate.readable(Asset(address, data))
    except Exception:  # noqa: BLE001 - whatever is wrong with an archive, its bytes are still searched
        text = None
    return data.decode("utf-8", "replace") if text is None else text
