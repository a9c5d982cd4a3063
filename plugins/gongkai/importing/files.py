"""From a draft to the file of a record: its number, its place, and its text as a person would write it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from gongkai.importing.drafts import Draft, Remark
from gongkai.importing.shapes import MAX_SECONDERS, MAX_SUGGESTIONS
from gongkai.records import Audience
from gongkai.records.declarations import declared
from gongkai.records.fields import Period, Session, parse_date, parse_period, parse_session
from gongkai.source import to_yaml

_NUMBER = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_MARKUP = re.compile(r"^(\s*)([#>*+\-=`~|]|\d+[.)])", re.MULTILINE)
_TERM = re.compile(r"(\d{4}-\d{4})学年第([一二])学期")


@dataclass(frozen=True, slots=True)
class NewFile:
    """A record about to be written: `path` is relative to the folder of records."""

    draft: Draft
    number: str
    path: PurePosixPath
    text: str

    @property
    def identity(self) -> str:
        return f"{self.draft.form.kind.folder}/{self.number}"


def numbered(drafts: Collection[Draft], taken: Collection[str]) -> tuple[list[NewFile], list[Remark]]:
    """The files of the drafts; `taken` are the identities that exist, which are never overwritten."""
    files: list[NewFile] = []
    problems: list[Remark] = []
    used = set(taken)
    for draft in drafts:
        number = draft.number or _next_number(draft, used)
        if not number and not draft.source:
            continue  # the cell that the number is made from was objected to
        place = draft.number_place if draft.number else draft.cells.get(("期间",), draft.number_place)
        identity = f"{draft.form.kind.folder}/{number}"
        if not _NUMBER.fullmatch(number):
            message = f"编号“{number}”写法不对。" if number else "程序给不出编号。"
            problems.append(Remark(*place, message, "在“编号”里写，只用小写字母、数字和“-”，如 canteen-2026-10。"))
        elif identity in used:
            problems.append(Remark(*place, *_taken(identity, taken, draft)))
        else:
            used.add(identity)
            files.append(NewFile(draft, number, _path(draft, number), _text(draft)))
    return files, problems


def _taken(identity: str, taken: Collection[str], draft: Draft) -> tuple[str, str]:
    if identity not in taken:
        return f"编号 {identity} 在这个工作簿里用了两次。", "改期间或编号；一个月只填一张表。"
    if draft.form.many:
        return f"{identity} 已经有了，没有覆盖它。", "换一个编号，或不填，由程序给出下一个。"
    cure = f"公开过的数只能更正：gongkai new 更正 {identity}；是另一份就换一个编号。"
    return f"{identity} 已经有了，没有覆盖它。", cure


def _next_number(draft: Draft, used: Collection[str]) -> str:
    if draft.form.many:
        return _next_in_session(draft, used)
    try:
        return f"{draft.form.prefix}-{_span(parse_period(draft.data.get('期间')))}"
    except PydanticCustomError:
        return ""


def _span(period: Period) -> str:
    """A period as a number has it: 2026-03, 2026-01-02, 2025-2026-1, 2026."""
    if term := _TERM.fullmatch(period.label):
        return f"{term[1]}-{'一二'.index(term[2]) + 1}"
    if re.fullmatch(r"\d{4}年", period.label):
        return period.label[:4]
    months = period.months()
    last = months[-1]
    if last == months[0]:
        return last
    return f"{months[0]}-{last[5:] if last[:4] == months[0][:4] else last}"


def _next_in_session(draft: Draft, used: Collection[str]) -> str:
    """The next proposal of its meeting; submissions for staff only have a series of their own."""
    try:
        session: Session = parse_session(draft.session)
    except PydanticCustomError:
        return ""
    staff = "" if draft.data.get("公开范围") == Audience.PUBLIC.value else "n"
    pattern = re.compile(rf"{draft.form.kind.folder}/{session.number}-{staff}(\d+)")
    latest = max((int(match[1]) for each in used if (match := pattern.fullmatch(each))), default=0)
    return f"{session.number}-{staff}{latest + 1:03d}"


def _path(draft: Draft, number: str) -> PurePosixPath:
    kind = draft.form.kind
    folder = PurePosixPath(kind.folder)
    if day := _day(draft):
        folder /= str(day.year)
    has_acts = set(kind.acts) != {"correction"}
    return folder / number / f"{kind.stem}{kind.suffix}" if has_acts else folder / f"{number}{kind.suffix}"


def _day(draft: Draft) -> date | None:
    try:
        return parse_date(draft.data["提交日期"]) if draft.form.many else parse_period(draft.data["期间"]).first
    except (KeyError, PydanticCustomError):
        return None


def _text(draft: Draft) -> str:
    data = dict(draft.data)
    if draft.form.category:
        data["类别"] = draft.form.category.value
    if not draft.form.many:
        return to_yaml(in_order(data, draft.form.kind))
    grounds = data.pop("案据", "")
    asks = [data.pop(f"建议{n}") for n in range(1, MAX_SUGGESTIONS + 1) if f"建议{n}" in data]
    seconders = [data.pop(f"附议人{n}") for n in range(1, MAX_SECONDERS + 1) if f"附议人{n}" in data]
    if seconders:
        data["附议人"] = seconders
    items = (f"{n}. {_paragraphs(ask, '   ')}" for n, ask in enumerate(asks, 1))
    prose = f"## 案据\n{_paragraphs(grounds)}\n\n## 建议\n" + "\n".join(items)
    return f"---\n{to_yaml(in_order(data, draft.form.kind))}---\n{prose}\n"


def _paragraphs(text: str, indent: str = "") -> str:
    """Typed lines as paragraphs; signs at the head of a line that would be Markdown are plain signs."""
    lines = [_plain(line.strip()) for line in text.split("\n")]
    return f"\n\n{indent}".join(line for line in lines if line)


def _plain(line: str) -> str:
    return _MARKUP.sub(lambda match: f"{match[1]}{_escaped(match[2])}", line)


def _escaped(sign: str) -> str:
    return f"{sign[:-1]}\\{sign[-1]}" if len(sign) > 1 else f"\\{sign}"


def in_order(data: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """The same data with its keys in the order in which the model declares them, at any depth."""
    return dict(_ordered(data, model))


def _ordered(data: Mapping[str, Any], model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    for each in declared(model):
        if each.label in data:
            value = data[each.label]
            if each.model and isinstance(value, dict):
                value = in_order(value, each.model)
            elif each.model and isinstance(value, list):
                value = [in_order(item, each.model) for item in value]
            yield each.label, value
