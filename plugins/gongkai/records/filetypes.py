"""Every type of file that a school writes, found by its English name or its Chinese label."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from pydantic import BaseModel

from gongkai.records import KINDS, SETTINGS, MainFile
from gongkai.unable import Unable

_SETTINGS_LABELS = {
    "school": "学校",
    "policy": "规则",
    "catalogue": "公开目录",
    "playlist": "播单",
    "playlist-staff": "对内播单",
    "approvers": "审批人",
    "tombstones": "撤下登记",
}


@dataclass(frozen=True, slots=True)
class FileType:
    """A main file, an act or a settings file: its name, its label, what it is called on disk, its model.

    `kind` is the model of the main file when this is one; `owners` are the kinds that an act may follow.
    """

    name: str
    label: str
    file: str
    model: type[BaseModel]
    kind: type[MainFile] | None = None
    owners: tuple[type[MainFile], ...] = ()
    numbered: bool = False

    @property
    def is_prose(self) -> bool:
        return self.file.endswith(".md")


def file_types() -> tuple[FileType, ...]:
    """All of them: main files, then acts, then settings."""
    mains = tuple(FileType(kind.kind(), kind.label, kind.stem + kind.suffix, kind, kind) for kind in KINDS)
    acts = {name: act for kind in KINDS for name, act in kind.acts.items()}
    owned = tuple(
        FileType(
            name,
            act.label,
            f"{name}{'-1' if act.numbered else ''}.md",
            act,
            owners=tuple(kind for kind in KINDS if kind.acts.get(name) is act),
            numbered=act.numbered,
        )
        for name, act in acts.items()
    )
    settings = tuple(
        FileType(file.removesuffix(".yml"), _SETTINGS_LABELS[file.removesuffix(".yml")], file, model)
        for file, model in SETTINGS.items()
    )
    return (*mains, *owned, *settings)


class UnknownTypeError(Unable):
    """No type of file is called so; the message is a Chinese sentence."""


def file_type(typed: str) -> FileType:
    """The type with this name or label, also as the name of its folder; raises UnknownTypeError."""
    known: dict[str, FileType] = {}
    for each in file_types():
        known |= {each.name: each, each.label: each}
        if each.kind:
            known[each.kind.folder] = each
    found = known.get(typed.strip().lower())
    if found:
        return found
    near = difflib.get_close_matches(typed.strip().lower(), known, 1, 0.5)
    hint = f"是不是“{near[0]}”？" if near else ""
    names = "、".join(f"{each.name}（{each.label}）" for each in file_types())
    raise UnknownTypeError(f"没有“{typed}”这一种文件。{hint}可以写：{names}。")
