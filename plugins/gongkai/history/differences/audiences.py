"""Who may see what, and could not before, or no longer can: for whoever reviews all records, not for readers."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.history.differences.changes import AudienceMove, FieldDifference
from gongkai.history.differences.fields import field_differences
from gongkai.history.differences.settings import settings_differences
from gongkai.records import Audience, MainFile
from gongkai.register import Record, Register

_AUDIENCE = "公开范围"
_CONSENTS = frozenset(("公开姓名", "意见公开", "同意公开", "仓库公开"))
"""是 shows more to everybody than 否, and nothing written is 否."""

_NO = "否"

_WIDTHS = {audience.value: audience.width for audience in Audience}


def audience_moves(old: Register, new: Register) -> tuple[AudienceMove, ...]:
    """Every record, act and value of both registers that other people may see than before, by identity.

    Of registers as they were read: what is selected for one audience cannot tell.
    """
    both = sorted(old.records.keys() & new.records.keys())
    pairs = ((old.records[identity], new.records[identity]) for identity in both)
    moves = [move for before, after in pairs if before is not after for move in _of_record(before, after)]
    for settings in settings_differences(old, new):
        moves += _of_fields(settings.identity, settings.fields)
    return tuple(moves)


def _of_record(old: Record[MainFile], new: Record[MainFile]) -> Iterator[AudienceMove]:
    moved = old.audience(), new.audience()
    if moved[0] is not moved[1]:
        yield _move(new.identity, "", *moved)
    yield from _of_fields(new.identity, field_differences(old.content, new.content))
    before = {act.identity: act for act in old.acts}
    for act in new.acts:
        name = act.identity.rpartition("/")[2]
        same = before.get(act.identity)
        if same is None:
            continue
        own = old.audience(same), new.audience(act)
        # An act that follows its record is told with it.
        if own[0] is not own[1] and own != moved:
            yield _move(new.identity, name, *own)
        yield from _of_fields(new.identity, field_differences(same.content, act.content, name))


def _move(identity: str, file: str, old: Audience, new: Audience) -> AudienceMove:
    return AudienceMove(identity, file, (_AUDIENCE,), old.value, new.value, new.width > old.width)


def _of_fields(identity: str, fields: tuple[FieldDifference, ...]) -> Iterator[AudienceMove]:
    for field in fields:
        label = field.labels[-1]
        if label in _CONSENTS and (field.old or _NO) != (field.new or _NO):
            yield AudienceMove(
                identity, field.file, field.labels, field.old or _NO, field.new or _NO, field.new == "是"
            )
        elif label == _AUDIENCE and len(field.labels) > 1:
            wider = _WIDTHS.get(field.new, 0) > _WIDTHS.get(field.old, 0)
            yield AudienceMove(identity, field.file, field.labels, field.old, field.new, wider)
        elif label == "公开时点":
            wider = field.new.count("审查后") > field.old.count("审查后")
            yield AudienceMove(identity, field.file, field.labels, field.old, field.new, wider)
