"""Two sides compared: everything that publishing the one instead of the other would do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gongkai.findings import Finding
from gongkai.history.approvals.assessing import changed
from gongkai.history.debt import findings_between
from gongkai.history.differences.records import Effect, FieldDifference, RecordDifference, differences, following
from gongkai.history.differences.settings import settings_differences
from gongkai.records.declarations import declared
from gongkai.report import Shown, present
from gongkai.review import moving, paging, people
from gongkai.review.covering import Cover, cover
from gongkai.review.model import ELSEWHERE, Approval, Findings, Review
from gongkai.review.sides import Side


def review(
    old: Side,
    new: Side,
    *,
    approvals: Iterable[Approval] = (),
    closed: Iterable[Finding] = (),
    gaps: Iterable[str] = (),
) -> Review:
    """What this audience would newly see, see no more or see otherwise; both sides are of one day.

    `approvals` are what the policy asks of this change, `closed` the objections to rewriting what was
    published, `gaps` sentences about what could not be read as it was. Nothing that this audience may not
    see is repeated, and no personal data.
    """
    covered = cover((old.register, new.register))
    audience, today = new.selected.audience, new.selected.today
    shown = old.selected.register, new.selected.register
    found = differences(*shown, today)
    unbuilt = tuple(f"{side.name}：{side.obstacle}。" for side in (old, new) if side.site is None)
    made = Review(
        covered(old.name),
        covered(new.name),
        audience,
        today,
        records=tuple(_covered(each, covered) for each in found),
        followers=tuple(_covered(each, covered) for each in following(*shown, today)),
        settings=tuple(_covered(each, covered) for each in settings_differences(*shown)),
        unseen=_unseen(old, new, found),
        clocks=tuple(moving.turned(old.selected, new.selected, covered)),
        figures=tuple(moving.counted(old.selected, new.selected, covered)),
        audiences=tuple(people.audiences(old.register, new.register, audience, covered)),
        personal=tuple(replace(each, place=covered(each.place)) for each in people.touched(old, new)),
        approvals=tuple(approvals),
        findings=_findings(old, new, closed, covered),
        gaps=tuple(dict.fromkeys(map(covered, gaps))),
        unbuilt=unbuilt,
        is_unbuildable=new.site is None,
    )
    if old.site is None or new.site is None:
        return made
    touched = {each.identity for each in found}
    pages = tuple(paging.pages(old.site, new.site, touched, covered))
    own = tuple(paging.own_pages(old.own, new.own, covered))
    return replace(made, pages=(*pages, *own), files=tuple(paging.files(old.site, new.site)))


def _covered(each: RecordDifference, covered: Cover) -> RecordDifference:
    """The difference with nothing in it that a report must not repeat."""

    def say(text: str) -> str:
        return covered(text, each.identity)

    return replace(
        each,
        title=say(each.title),
        files=tuple(replace(file, name=say(file.name), label=say(file.label)) for file in each.files),
        fields=tuple(
            replace(
                field,
                labels=tuple(map(say, field.labels)),
                old=say(field.old),
                new=say(field.new),
                pieces=covered.pieces(field.pieces, each.identity) if field.pieces else (),
            )
            for field in each.fields
        ),
        effects=tuple(
            replace(effect, name=say(effect.name), old=say(effect.old), new=say(effect.new))
            for effect in each.effects
            if not _is_typed(effect, each.fields)
        ),
    )


def _is_typed(effect: Effect, fields: Iterable[FieldDifference]) -> bool:
    """Whether a computed figure only repeats one that is typed as well, as a total is."""
    return any(field.labels == (effect.name,) and effect.new.startswith(field.new) for field in fields if field.new)


def _unseen(old: Side, new: Side, seen: Iterable[RecordDifference]) -> int:
    """How many records change without this audience seeing anything of it."""
    return len(set(changed(old.register, new.register)) - {each.identity for each in seen})


def _findings(old: Side, new: Side, closed: Iterable[Finding], covered: Cover) -> Findings:
    texts = old.register.documents, new.register.documents
    between = findings_between(old.findings, new.findings, *texts)

    def shown(findings: Iterable[Finding], about: Side) -> tuple[Shown, ...]:
        found = present(findings, about.register.documents)
        return tuple(_for_these_eyes(each, about, covered) for each in found)

    return Findings(shown(between.new, new), shown(between.solved, old), shown(between.old, new), shown(closed, new))


def _for_these_eyes(shown: Shown, about: Side, covered: Cover) -> Shown:
    """A finding as this audience may read it: it may quote what only others may see."""
    record = "/".join(shown.record.split("/")[:2])
    selected = about.selected.register
    if record in about.register.records and record not in selected.records:
        return replace(_unquoted(shown, f"{shown.title}（{ELSEWHERE}）。"), path=ELSEWHERE, line=1, column=1, record="")
    if about.selected.is_public and _may_quote_more(shown, about, record):
        return _unquoted(shown, f"{shown.title}（公众看不到原文）。")
    return _hidden(shown, covered)


def _may_quote_more(shown: Shown, about: Side, record: str) -> bool:
    """Whether a finding of a public record may repeat what of it only staff may read."""
    found = about.register.find(shown.record)
    if found and about.selected.register.find(shown.record) is None:
        return True
    content = (found[1] or found[0]).content if found else None
    is_for_staff = content and any(each.staff_only and each.label in shown.field for each in declared(type(content)))
    return bool(is_for_staff) or (record in about.selected.cards and "“" in shown.message)


def _hidden(shown: Shown, covered: Cover) -> Shown:
    """A finding for eyes that must not read names: its line of text is left out, for it may hold one."""
    say = covered(shown.message, shown.record), covered(shown.cure, shown.record)
    return replace(shown, message=say[0], cure=say[1], excerpt="", caret=0, path=covered(shown.path))


def _unquoted(shown: Shown, message: str) -> Shown:
    """A finding that says what is wrong and repeats no word of the record."""
    cure, print_ = "运行 gongkai check 查看。", shown.code
    return replace(shown, message=message, cure=cure, excerpt="", caret=0, field="", fingerprint=print_)
