"""The gate: before anything is published, every output is searched for what must not be in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai.attachments import Reading, read
from gongkai.concealed import Search, lines_of, standing_in, words_of
from gongkai.findings import Finding, Location
from gongkai.frame.active import is_active
from gongkai.frame.linked_data import readable as thing_text
from gongkai.personal.escapes import INVISIBLE
from gongkai.records import Audience
from gongkai.records.approvals import private_values
from gongkai.records.playlist import own_words
from gongkai.register import Register
from gongkai.render import archives
from gongkai.render.calendars import unfolded
from gongkai.render.icons import OUTLINES
from gongkai.render.pages import Asset, Output, Page
from gongkai.render.spreadsheets import cells_of
from gongkai.render.workbooks import text_of, texts_of
from gongkai.rules.outputs import ACTIVE, HIDDEN, PERSONAL
from gongkai.rules.privacy import NOTHING_DECLARED, Declared
from gongkai.select import Selected
from gongkai.views.kiosk.marks import made_for

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_CURE_ATTACHED = "从附件原文件里删去这一处，另存后替换；名单期满的，附件里也不留姓名。"
_TEXT = (".html", ".css", ".js", ".json", ".txt", ".csv", ".xml", ".md", ".svg")


def hidden_texts(register: Register, selected: Selected) -> frozenset[str]:
    """Every name and every longer text that this audience may not see and that stands nowhere in what it may."""
    shown = set(_all_texts(selected.register))
    candidates = frozenset(text for text in _all_texts(register) if text not in shown)
    # An account that is called like something shown would say nothing more about anybody.
    candidates |= frozenset(private_values(register.approvers))
    kept = selected.register.policy.policy.waivers
    waivers = (each for each in register.policy.policy.waivers if each not in kept)
    candidates |= frozenset(line for each in waivers for line in lines_of(each.reason))
    return candidates - standing_in(candidates, "\n".join(sorted(shown)))


def _all_texts(register: Register) -> Iterator[str]:
    for record in register.records.values():
        for file in record.files:
            yield from words_of(file.content)
    for words in (*own_words(register.playlist), *own_words(register.staff_playlist)):
        yield from lines_of(words)
    for entry in register.tombstones.entries:
        yield from words_of(entry)


def search(
    outputs: Sequence[Output], hidden: frozenset[str], known: Declared = NOTHING_DECLARED
) -> tuple[Finding, ...]:
    """Each output in which a hidden text or undeclared personal data is found; neither is repeated.

    What the program's own manual says is no secret of a school's: a sample may well be called like one
    of its papers.
    """
    manual = "\n".join(text for output in outputs if _is_manual(output) and (text := readable(output)))
    of_pages = Search(hidden - standing_in(hidden, manual))
    # No attachment quotes the manual: there a name of its samples is the school's own.
    of_attached = Search(hidden if any(_is_attached(output) for output in outputs) else ())
    if _are_clean(outputs, of_pages, of_attached, known):
        return ()
    findings: list[Finding] = []
    for output in outputs:
        text = None if _is_manual(output) else readable(output)
        if text is None:
            continue
        place = Location(output.address or "index.html")
        automaton = of_attached if _is_attached(output) else of_pages
        if automaton.hits(text):
            where = _where(output, automaton)
            message = f"{where or '这一页里'}有只给教职工看、或尚未公开的内容，已停止发布。"
            cure = "请把这条信息报告给维护者；不要手工改产物。"
            findings.append(Finding(HIDDEN, place, message, _CURE_ATTACHED if where else cure))
        if not _is_in_pairs(output) and any(trace.certain for trace in known.undeclared(text)):
            cure = "回到记录里删去，或登记到学校渠道。"
            findings.append(Finding(PERSONAL, place, "这一页里有个人信息，已停止发布。", cure))
    return tuple(findings)


def _are_clean(outputs: Sequence[Output], of_pages: Search, of_attached: Search, known: Declared) -> bool:
    """Whether nothing is found in any output; a cell or a value that stands in many of them is read once."""
    contents = frozenset(output.content for output in outputs if isinstance(output, Asset))
    seen: set[str] = set()
    for output in outputs:
        if _is_manual(output):
            continue
        if _is_attached(output):
            text, automaton = readable(output), of_attached
        else:
            text, automaton = _unread(output, contents, seen), of_pages
        if text is None:
            continue
        if automaton.hits(text):
            return False
        if not _is_in_pairs(output) and any(trace.certain for trace in known.undeclared(text)):
            return False
    return True


def _unread(output: Output, contents: frozenset[bytes], seen: set[str]) -> str | None:
    """What an output says beside the values that have been seen in others; these are added to the seen."""
    found = _parted(output, contents)
    if found is None:
        return readable(output)
    running, values = found
    new = [value for value in dict.fromkeys(values) if value not in seen]
    seen.update(new)
    # Two empty lines, so that the numbers of values that happen to be neighbours do not run into one.
    return decoded("\n\n\n".join((running, *new)))


def _parted(output: Output, contents: frozenset[bytes]) -> tuple[str, Iterable[str]] | None:
    """The running text of an output, and the values that stand in it by themselves; None where these are not told."""
    if isinstance(output, Page):
        return _parted_page(output)
    if output.address.endswith(".json"):
        # What stands between quotes, and what stands between those: numbers and signs.
        return "", output.content.decode("utf-8", "replace").split('"')
    if output.address.endswith(".csv"):
        return "", cells_of(output.content)
    if output.address.endswith(".xlsx"):
        return "", texts_of(output.content)
    if output.address.endswith(".zip"):
        # A file that is also published by itself is read there.
        files = archives.files_of(output.content)
        return "\n".join(files), (text.decode("utf-8", "replace") for text in files.values() if text not in contents)
    return None


def _parted_page(page: Page) -> tuple[str, Iterable[str]]:
    markup = str(page.html)
    words = page.entry.words if page.entry else ""
    values = (
        *_ATTRIBUTE.findall(markup),
        *thing_text(page.thing).split('"'),
        *(each.title for each in page.alternates),
    )
    return "\n".join((page.title, page.description, _TAG.sub("\n", markup), words)), values


def _is_attached(output: Output) -> bool:
    return isinstance(output, Asset) and output.is_attached


def _is_in_pairs(output: Output) -> bool:
    return isinstance(output, Asset) and output.in_pairs


def _where(output: Output, automaton: Search) -> str:
    """Where in an attachment a secret stands; not, if the place itself is called by it, as a sheet by a name."""
    if not (isinstance(output, Asset) and output.is_attached):
        return ""
    for passage in _reading(output).passages:
        if automaton.hits(decoded(passage.text)) and not automaton.hits(passage.place):
            return f"这个附件里（{passage.place}）"
    return "这个附件里"


def own_pages(pages: Iterable[tuple[str, str]], known: Declared) -> tuple[Finding, ...]:
    """The school's own pages (path, text) that run, or have undeclared personal data in them or in their names."""
    cure = "删去或按规定遮盖；确需公开的公务号码登记到 school.yml 的“渠道”。"
    found = []
    for path, text in pages:
        if is_active(path):
            message = "这种文件打开时会运行，不能放进公开的网站。"
            instead = "图片另存为 PNG；网页写成 .md；网站自己的脚本放进 mkdocs.yml 里 theme 的 custom_dir。"
            found.append(Finding(ACTIVE, Location(path), message, instead))
        if made_for(text) == Audience.STAFF:
            message = "这是给教职工看的走廊屏（对内栏），不能放进对外的网站。"
            instead = "移出这个文件夹；对内栏用 gongkai kiosk --audience staff --to 装进 U 盘。"
            found.append(Finding(HIDDEN, Location(path), message, instead))
        if any(trace.certain for part in path.split("/") for trace in known.undeclared(part)):
            found.append(Finding(PERSONAL, Location(path), "网页的文件名或文件夹名里有个人信息。", "换一个名字。"))
        trace = next((each for each in known.undeclared(text) if each.certain), None)
        if trace:
            line = text.count("\n", 0, trace.start) + 1
            found.append(Finding(PERSONAL, Location(path, line), f"自己写的网页里有{trace.kind.label}。", cure))
    return tuple(found)


def own_files(files: Iterable[tuple[str, bytes]], known: Declared) -> tuple[Finding, ...]:
    """The school's own documents and pictures (path, bytes) beside its pages: read like attachments."""
    found = []
    for path, data in files:
        reading = read(path.rpartition("/")[2], data)
        if reading.problem:
            found.append(
                Finding(PERSONAL, Location(path), f"看不了里面有没有个人信息：{reading.problem}", reading.cure)
            )
        for passage in reading.passages:
            kinds = [trace.kind for trace in known.undeclared(passage.text) if trace.certain]
            if kind := passage.kind or (kinds[0] if kinds else None):
                message = f"网站文件里有{kind.label}：{passage.place}。"
                found.append(Finding(PERSONAL, Location(path), message, "在原文件里删去或遮盖，另存后替换。"))
                break
    return tuple(found)


def _is_manual(output: Output) -> bool:
    return isinstance(output, Page) and output.of_program


def readable(output: Output) -> str | None:
    """The text of an output as a reader or a program would read it; None for bytes that are no text.

    Of a page that is what stands between the tags, and what stands in attributes, each value once; the
    digits that draw a sign say nothing.
    """
    if isinstance(output, Page):
        html_text = str(output.html)
        attributes = [value for value in dict.fromkeys(_ATTRIBUTE.findall(html_text)) if value not in OUTLINES]
        parts = [output.title, output.description, _TAG.sub("\n", html_text), *attributes]
        if output.entry:
            parts.append(output.entry.words)
        parts += (thing_text(output.thing), *(form.title for form in output.alternates))
        return decoded("\n".join(parts))
    if output.is_attached:
        # Two empty lines, so that the numbers of neighbouring cells do not run into one.
        return decoded("\n\n".join(passage.text for passage in _reading(output).passages))
    if output.address.endswith(".xlsx"):
        return decoded(text_of(output.content))
    if output.address.endswith(".zip"):
        return decoded(archives.text_of(output.content))
    if output.address.endswith(".ics"):
        return decoded(unfolded(output.content.decode("utf-8", "replace")))
    if not output.address.endswith(_TEXT):
        return None
    return decoded(output.content.decode("utf-8", "replace"))


def _reading(attachment: Asset) -> Reading:
    """What an attachment says; the check has read the same bytes already, and refused what cannot be read."""
    return read(attachment.address.rpartition("/")[2], attachment.content)


def decoded(text: str) -> str:
    """A text without the escapes in which something could hide, and without what nobody sees."""
    text = html.unescape(text)
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return _INVISIBLE.sub("", text)
