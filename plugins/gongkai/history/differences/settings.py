"""What differs in the files beside the records, and which thresholds judge by another number from which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.history.differences.changes import Change, Effect, RecordDifference
from gongkai.history.differences.fields import field_differences
from gongkai.history.differences.values import written
from gongkai.personal import mask
from gongkai.records.base import Model
from gongkai.records.declarations import declared
from gongkai.records.filetypes import file_types
from gongkai.records.policy import PolicyBook, Thresholds
from gongkai.register import Register

KIND = "设置"


def settings_differences(old: Register, new: Register) -> tuple[RecordDifference, ...]:
    """Every file beside the records that is not the same in both, by its name.

    The effects of the rules are the thresholds in force that are others, each from the day since when.
    Who may sign approvals is nobody's to read, and is not among them.
    """
    names = {each.file: each.label for each in file_types()}
    found = []
    for (file, before), (_, after) in zip(_files(old), _files(new), strict=True):
        fields = field_differences(before, after)
        effects = tuple(_thresholds(old.policy, new.policy)) if file == "policy.yml" else ()
        if fields or effects:
            found.append(RecordDifference(file, KIND, names[file], Change.CHANGED, (), fields, effects))
    return tuple(found)


def _files(register: Register) -> Iterator[tuple[str, Model]]:
    yield "school.yml", register.school
    yield "policy.yml", register.policy.policy
    yield "catalogue.yml", register.catalogue
    yield "playlist.yml", register.playlist
    yield "playlist-staff.yml", register.staff_playlist
    yield "tombstones.yml", register.tombstones


def _thresholds(old: PolicyBook, new: PolicyBook) -> Iterator[Effect]:
    """Each threshold that is another from some day on, told once, from the first such day."""
    if old.presets == new.presets and old.policy.adopted == new.policy.adopted:
        return
    days: list[date | None] = [None]
    days += sorted({entry.since for book in (old, new) for entry in book.policy.adopted})
    for field in declared(Thresholds):
        told: tuple[str, str] | None = None
        for day in days:
            before, after = (_held(book, day, field.name) for book in (old, new))
            if before != after and (before, after) != told:
                since = f"（自 {day}）" if day else ""
                yield Effect(f"{field.label}{since}", mask(before), mask(after))
            told = before, after


def _held(book: PolicyBook, day: date | None, name: str) -> str:
    """A threshold in force on a day, and whether the school has adopted it."""
    rulings = book.on(day)
    value = written(getattr(rulings.values, name))
    return value if not value or rulings.adopted(name) else f"{value}（建议）"
