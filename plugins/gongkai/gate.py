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
from gongkai.personal.skimming import may_tell
from gongkai.records import Audience
from gongkai.records.approvals import private_values
from gongkai.records.playlist import own_words
from gongkai.register import Register
from gongkai.render import archives
from gongkai.render.calendars import unfolded
from gongkai.render.icons import OUTLINES
from gongkai.render.pages import Asset, Output, Page
from gongkai.render.workbooks import text_of, texts_of
from gongkai.rules.outputs import ACTIVE, HIDDEN, PERSONAL
from gongkai.rules.privacy import NOTHING_DECLARED, Declared
from gongkai.select import Selected
from gongkai.views.kiosk.marks import made_for

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'="([^"]*)"')
_DRAWING = re.compile(f' d="(?:{"|".join(map(re.escape, sorted(OUTLINES)))})"')
_ENTITY = re.compile(r"&[#A-Za-z][^\t\n\f <&;]{0,31};?")
_APART = "\n|\n"
"""Between texts that happen to be neighbours, so that their numbers do not run into one."""
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
    of its papers. Next to no output has anything to hide, so all are skimmed as they are written, and only
    what may say more than it should is read as a reader would.
    """
    # No attachment quotes the manual: there a name of its samples is the school's own.
    of_attached = Search(hidden)
    suspects = tuple(output for output in outputs if _is_suspect(output, of_attached, outputs))
    if not suspects:
        return ()
    manual = "\n".join(text for output in outputs if _is_manual(output) and (text := readable(output)))
    of_pages = Search(hidden - standing_in(hidden, manual))
    findings: list[Finding] = []
    for output in suspects:
        text = readable(output)
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


def _is_suspect(output: Output, secrets: Search, outputs: Sequence[Output]) -> bool:
    """Whether an output may say what it must not: False is sure, True is for a close reading to decide.

    A secret could also hide in an escape or among signs that nobody sees: `may_tell` stops at all of these, but at
    those of markup only where they stand for a sign that a number could need.
    """
    if _is_manual(output):
        return False
    if _is_in_pairs(output):
        return secrets.hits(readable(output) or "")
    text = _written(output, outputs)
    return text is not None and (secrets.hits(text) or may_tell(text) or _has_entities(text))


def _has_entities(text: str) -> bool:
    """Whether something could hide in the escapes of markup; an ampersand alone hides nothing."""
    return any(html.unescape(found) != found for found in set(_ENTITY.findall(text)))


def _written(output: Output, outputs: Sequence[Output]) -> str | None:
    """The text of an output as it is written, with its tags and escapes; None for bytes that are no text."""
    if isinstance(output, Page):
        titles = (each.title for each in output.alternates)
        words = output.entry.words if output.entry else ""
        # The digits that draw a sign say nothing, and stand on every page.
        markup = _DRAWING.sub("", str(output.html))
        return "\n".join((output.title, output.description, markup, words, thing_text(output.thing), *titles))
    if output.is_attached:
        return readable(output)
    if output.address.endswith(".xlsx"):
        # An ampersand stands before the number of every printed sheet.
        return _APART.join(texts_of(output.content)).replace("&amp;", "&")
    if output.address.endswith(".zip"):
        return _unpublished(output, outputs)
    if output.address.endswith(".ics"):
        return unfolded(output.content.decode("utf-8", "replace"))
    return _text_of(output) if output.address.endswith(_TEXT) else None


def _unpublished(archive: Asset, outputs: Sequence[Output]) -> str:
    """The names of an archive's files, and the texts of those that are not also published by themselves, beside it."""
    folder = archive.address.rpartition("/")[0]
    published = {output.address: output for output in outputs if isinstance(output, Asset)}
    said: list[str] = []
    for name, text in archives.members(archive.content):
        said.append(name)
        own = published.get(f"{folder}/{name}")
        if own is None or own.content != text:
            said.append(text.decode("utf-8", "replace"))
    return _APART.join(said)


def _text_of(file: Asset) -> str:
    """The text of a file; in a string of a script the break of a line is a letter, which is none of the next word."""
    content = file.content
    if file.address.endswith((".json", ".js")):
        content = content.replace(b"\\n", b"\n")
    return content.decode("utf-8-sig", "replace")  # a mark at the head says only how it is written


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
    return decoded(_text_of(output))


def _reading(attachment: Asset) -> Reading:
    """What an attachment says; the check has read the same bytes already, and refused what cannot be read."""
    return read(attachment.address.rpartition("/")[2], attachment.content)


def decoded(text: str) -> str:
    """A text without the escapes in which something could hide, and without what nobody sees."""
    text = html.unescape(text)
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    return _INVISIBLE.sub("", text)
