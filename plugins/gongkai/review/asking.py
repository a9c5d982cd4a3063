"""Who must approve a change, and whether they have: what the policy asks, for the eyes of a reviewer."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from gongkai.history.approvals.assessing import Assessed
from gongkai.past import Pending
from gongkai.review.model import ELSEWHERE, Approval

HIDDEN = f"（{ELSEWHERE}）"


def approvals(assessed: Iterable[Assessed], visible: Container[str]) -> Iterator[Approval]:
    """Each step of each record; a record that these readers may not see is not named."""
    for each in assessed:
        needed = each.required
        seen = needed.identity in visible
        identity, title = (needed.identity, f"{needed.kind}：{needed.title}") if seen else ("", HIDDEN)
        for step in each.granted:
            state = f"已由{step.post}{step.step.value}（{step.proof.value}）"
            yield Approval(identity, title, step.step.value, step.by, state, given=True)
        for lacking in each.pending:
            given = lacking.waived_until is not None
            yield Approval(identity, title, lacking.step, lacking.post, _state(lacking), given=given)


def _state(lacking: Pending) -> str:
    if lacking.waived_until is None:
        return "尚缺"
    return f"暂免至 {lacking.waived_until}（{lacking.waived_for}）"
