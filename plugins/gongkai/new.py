"""`gongkai new`: the next free number, and a skeleton in which every field explains itself.

In a skeleton a line that begins with ``##`` explains, a line that begins with ``# `` is an example
that is right as soon as these two characters are taken away, and the other lines are required.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from gongkai.load import load
from gongkai.records import ActFile, MainFile
from gongkai.records.declarations import Declared, declared
from gongkai.records.filetypes import FileType
from gongkai.records.finance import Finance
from gongkai.unable import Unable


class CreationError(Unable):
    """The file asked for cannot be made; the message is a Chinese sentence."""


# The skeleton

_HEADER = (
    "## “##”开头的行是说明，可以删去；“# ”开头的行是例子，要用时去掉“# ”，改成自己的内容；其余的行必填。",
    "## 日期写 2026-03-06、2026年3月6日或 2026/3/6；金额写 1234.50 或 1,234.50（花括号里带千分位时加引号）。",
)


def skeleton(kind: FileType) -> str:
    """The text of a new file: every field with its meaning and an example, the required ones left open."""
    fields = declared(kind.model)
    examples = {**_examples("common.yml"), **_examples(_example_file(kind))}
    lines = [f"## {kind.label}（{kind.file}）", *_HEADER]
    sections = [field for field in fields if field.in_prose]
    told: dict[type[BaseModel], str] = {}
    for field in sorted(fields, key=_rank):
        if field.is_body:
            lines += ["", f"## {field.label}写在最后一行“---”下面，可以分段。"]
        elif not field.in_prose:
            example = examples.get(field.label, ())
            # A file of comments alone would be empty: where nothing is required, the first example stands.
            stands = example and field is fields[0] and not any(each.required for each in fields)
            lines += ["", *_explained(field, told, ""), *(example if stands else _entry(field, example))]
    for section in sections:
        lines += [
            "",
            f"## {section.label}写在最后一行“---”下面，标题“## {section.label}”之后：{section.meaning}",
        ]
    if kind.is_prose:
        lines = ["---", *lines, "---", *(f"## {section.label}\n" for section in sections)]
    return "\n".join(lines).rstrip("\n") + "\n"


_COMMON = frozenset(MainFile.model_fields) | frozenset(ActFile.model_fields)


def _rank(field: Declared) -> int:
    """First what every file must say, then what is the type's own, then the rest; prose last."""
    if field.is_body or field.in_prose:
        return 3
    return (0 if field.required or field.name == "catalogue_item" else 2) if field.name in _COMMON else 1


def _example_file(kind: FileType) -> str:
    return f"{kind.name}{'.md' if kind.is_prose else '.yml'}"


@cache
def _examples(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lines of an example file under each of its top-level keys."""
    file = files("gongkai") / "examples" / name
    text = file.read_text("utf-8") if file.is_file() else ""
    front = text.split("---\n")[1] if text.startswith("---\n") else text
    blocks: dict[str, tuple[str, ...]] = {}
    label = ""
    for line in front.splitlines():
        if not line.startswith(" "):
            label = line.split(":")[0]
        blocks[label] = (*blocks.get(label, ()), line)
    return blocks


def _explained(field: Declared, told: dict[type[BaseModel], str], indent: str) -> Iterator[str]:
    """What a field means, what may stand in it, and the same of the keys inside it."""
    need = "必填" if field.required else "选填"
    only = "；只在教职工版显示" if field.staff_only and "教职工版" not in field.meaning else ""
    yield f"## {indent}{field.label}（{need}）：{field.meaning}{only}"
    missing = [choice for choice in field.choices if choice not in field.meaning]
    if missing:
        yield f"## {indent}  可以写：{'、'.join(field.choices)}"
    if field.model and field.model not in told:
        told[field.model] = field.label
        yield f"## {indent}  {'每一项' if field.many else '里面'}写这些键："
        for inner in declared(field.model):
            yield from _explained(inner, told, indent + "    ")
    elif field.model:
        yield f"## {indent}  写法同“{told[field.model]}”。"


def _entry(field: Declared, example: Sequence[str]) -> Iterator[str]:
    """The lines to fill in or to take out of their comment."""
    example = example or (f"{field.label}: {field.choices[0] if field.choices else '……'}",)
    if not field.required:
        yield from (f"# {line}" for line in example)
    elif field.model is None:
        if not field.choices:
            given = " ".join(line.strip() for line in example).removeprefix(f"{field.label}:")
            yield f"##   例：{given.strip()}"
        yield f"{field.label}:"
    elif field.many:
        yield from (f"##   例：{line}" for line in example)
        yield f"{field.label}:"
        first, *others = (inner.label for inner in declared(field.model) if inner.required)
        yield f"  - {first}:"
        yield from (f"    {label}:" for label in others)
    else:
        required = {inner.label for inner in declared(field.model) if inner.required}
        yield f"{field.label}:"
        for line in example[1:]:
            label = line.strip().split(":")[0]
            yield f"  {label}:" if label in required else f"# {line}"


# Numbers and places


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be made; `moved` is a main file that moves into a folder first, so that acts can join it."""

    path: Path
    text: str
    number: str
    moved: tuple[Path, Path] | None = None


def plan_record(kind: FileType, folder: Path, roots: Sequence[Path], today: date, number: str | None) -> Planned:
    """A new main file in `folder`, under the number given or the next free one; raises CreationError.

    A number is free when no record of the kind in any of the `roots` has it.
    """
    assert kind.kind is not None
    taken = {each: path for root in (folder, *roots) for each, path in _numbers(kind.kind, root).items()}
    latest = _latest(kind.kind, folder)
    number = number or _next_number(kind.kind, set(taken), latest[0] if latest else None, today)
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", number):
        raise CreationError(f"编号“{number}”写法不对。编号只用小写字母、数字和“-”，如 05-03-012。")
    if number in taken:
        raise CreationError(f"编号 {number} 已经用在 {taken[number]}。换一个编号，或不写 --number，由程序给出下一个。")
    place = folder / kind.kind.folder
    if latest is None or re.search(r"/\d{4}/", latest[1].as_posix()):
        year = re.search(r"\b20\d\d\b", number)
        place /= year[0] if year else str(today.year)
    has_acts = set(kind.kind.acts) != {"correction"}
    path = place / number / kind.file if has_acts else place / f"{number}{kind.kind.suffix}"
    return Planned(path, skeleton(kind), number)


def plan_act(kind: FileType, target: str, roots: Sequence[Path]) -> Planned:
    """A new act beside the main file of the record named `target`; raises CreationError."""
    identity, main, owner = _owner(kind, target, roots)
    number = identity.rpartition("/")[2]
    folder, moved = main.parent, None
    if main.name != owner.stem + owner.suffix:
        folder = main.parent / number
        moved = (main, folder / (owner.stem + owner.suffix))
    name = kind.name
    if kind.numbered:
        taken = [
            int(file.stem.rpartition("-")[2])
            for file in folder.glob(f"{kind.name}-[1-9]*.md")
            if file.stem[len(kind.name) + 1 :].isdigit()
        ]
        name = f"{kind.name}-{max(taken, default=0) + 1}"
    return Planned(folder / f"{name}.md", skeleton(kind), f"{identity}/{name}", moved)


def plan_settings(kind: FileType, folder: Path) -> Planned:
    """A new settings file."""
    return Planned(folder / kind.file, skeleton(kind), kind.file)


def create(planned: Planned) -> None:
    """Write the file; raises CreationError rather than overwrite one."""
    if planned.path.exists():
        raise CreationError(f"{planned.path} 已经有了，没有改动它。")
    planned.path.parent.mkdir(parents=True, exist_ok=True)
    if planned.moved:
        planned.moved[0].rename(planned.moved[1])
    with planned.path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(planned.text)


def _numbers(kind: type[MainFile], root: Path) -> dict[str, Path]:
    """Every number of a kind below a folder of records, readable or not, with its main file."""
    found: dict[str, Path] = {}
    main = kind.stem + kind.suffix
    for name, folders, inside in os.walk(root / kind.folder):
        folders.sort()
        folder = Path(name)
        if main in inside:
            found[folder.name] = folder / main
            folders.clear()
        else:
            found |= {Path(file).stem: folder / file for file in sorted(inside) if file.endswith(kind.suffix)}
    return found


def _latest(kind: type[MainFile], folder: Path) -> tuple[str, Path] | None:
    """The number and file of the record dated last; of records without a readable day, the highest number."""
    found = _numbers(kind, folder)
    days = {record.number: record.content.day for record in load((folder,)).register.of(kind)} if found else {}
    return max(found.items(), key=lambda each: (days.get(each[0]) or date.min, each[0]), default=None)


_MONTHS = re.compile(r"(?P<series>.*?)20\d\d-\d\d(-\d\d)?")
_IN_YEAR = re.compile(r"(?P<series>.*-)(?P<year>20\d\d)(?P<rest>-\d+)")
_COUNTED = re.compile(r"(?P<series>.*?)(?P<n>\d+)")


def _next_number(kind: type[MainFile], taken: set[str], latest: str | None, today: date) -> str:
    """The number after the latest, in its own series; a series by year begins anew with the year."""
    if latest is None:
        return _first_number(kind, today)
    if kind is Finance and (months := _MONTHS.fullmatch(latest)):
        digits = latest[len(months["series"]) :]
        year, month = int(digits[:4]), int(digits[-2:])
        return f"{months['series']}{year + month // 12}-{month % 12 + 1:02d}"
    if by_year := _IN_YEAR.fullmatch(latest):
        latest = f"{by_year['series']}{max(int(by_year['year']), today.year)}{by_year['rest']}"
    counted = _COUNTED.fullmatch(latest)
    if counted is None:
        return f"{latest}-2"
    used = (re.fullmatch(re.escape(counted["series"]) + r"(\d+)", each) for each in taken)
    following = max((int(each[1]) for each in used if each), default=0) + 1
    return f"{counted['series']}{following:0{len(counted['n'])}d}"


def _first_number(kind: type[MainFile], today: date) -> str:
    """The number of the first record of a kind: by session where there are sessions, else by time."""
    if kind is Finance:
        return f"finance-{today:%Y-%m}"
    return {"proposal": "01-01-001", "meeting": "01-01"}.get(kind.stem, f"{kind.stem}-{today.year}-001")


def _owner(kind: FileType, target: str, roots: Sequence[Path]) -> tuple[str, Path, type[MainFile]]:
    """The record that an act is about: named by identity, by number alone, or by its path."""
    typed = target.replace("\\", "/").rstrip("/")
    candidates = {
        f"{owner.folder}/{number}": (main, owner)
        for owner in kind.owners
        for root in roots
        for number, main in _numbers(owner, root).items()
    }
    for identity, (main, owner) in candidates.items():
        paths = (
            {main.as_posix(), main.parent.as_posix()}
            if main.parent.name == identity.rpartition("/")[2]
            else {main.as_posix()}
        )
        if typed == identity or typed in paths:
            return identity, main, owner
    short = [identity for identity in candidates if identity.rpartition("/")[2] == typed]
    if len(short) == 1:
        return short[0], *candidates[short[0]]
    folders = "、".join(f"{owner.folder}/编号" for owner in kind.owners)
    raise CreationError(
        f"没有找到“{target}”。{kind.label}要写在已有的记录后面，如：gongkai new {kind.name} {folders}。"
    )
