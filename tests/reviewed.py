"""Two moments of the small school for the tests of the review: what was published, and a change with one of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from gongkai.examination import Examined, judged
from gongkai.history.closed.periods import objections
from gongkai.load import load
from gongkai.records import Audience
from gongkai.review.making import review
from gongkai.review.model import Review
from gongkai.review.sides import Board, Side, side
from gongkai.select import select

from tests.school import FINANCE, NOTICE, REPLY, small_school

DAY = date(2026, 5, 20)
PROPOSAL_FOLDER = "disclosures/proposals/2026/05-03-012"
LEDGER_FOLDER = "disclosures/finances/2026/office-2026-03"
TITLES = "disclosures/notices/2026/title-2026-1.md"
MAIL = "disclosures/opinions/2026/mail-2026-001.md"

CORRECTION = """---
日期: 2026-05-20
类型: 公布笔误
位置: 支出中“办公费”的金额
原值: 1,040.50
新值: 1,140.50
理由: 抄录时看错一个数字，按发票改正；期末随之改正
批准: 校长
---
"""


def published(**changed: str) -> dict[str, str]:
    """The small school while nobody has answered the proposal; the ledger lies in a folder of its own."""
    tree = small_school(**changed)
    for act in ("reply-1", "feedback-1"):
        del tree[f"{PROPOSAL_FOLDER}/{act}.md"]
    tree[f"{LEDGER_FOLDER}/finance.yml"] = tree.pop(f"{LEDGER_FOLDER}.yml")
    return tree


CHANGE: Mapping[str, str | None] = {
    f"{PROPOSAL_FOLDER}/reply-1.md": REPLY.replace("2026-04-10", "2026-05-20"),
    f"{LEDGER_FOLDER}/finance.yml": FINANCE.replace("1,040.50", "1,140.50").replace("6159.50", "6059.50"),
    f"{LEDGER_FOLDER}/correction-1.md": CORRECTION,
    TITLES: NOTICE.replace("部门: 语文组}", "部门: 语文组}\n  - {姓名: 沈可, 部门: 数学组}").replace("一名", "两名"),
    MAIL: None,
}
"""A late answer, an amount put right with a 更正, one more name on a list, a letter that is gone."""


def changed(tree: Mapping[str, str], change: Mapping[str, str | None]) -> dict[str, str]:
    """The tree after a change; None deletes a file."""
    return {name: text for name, text in {**tree, **change}.items() if text is not None}


def examined(folder: Path, tree: Mapping[str, str]) -> Examined:
    """The records that are written into a folder, judged."""
    for path, text in tree.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    folders = [each for each in (folder / "disclosures", folder / "staff") if each.is_dir()]
    return judged(load(folders, folder), DAY)


def side_of(folder: Path, tree: Mapping[str, str], name: str) -> Side:
    """One side of a review for the public, with its pages."""
    own = {path: text for path, text in tree.items() if path.startswith("content/")}
    board = Board(Audience.PUBLIC, DAY)
    return side(name, examined(folder, tree), board, own=own, is_gated=name == "这次改动")


def bare_side(folder: Path, tree: Mapping[str, str], audience: Audience = Audience.PUBLIC) -> Side:
    """One side without pages, which take the longest to make."""
    found = examined(folder, tree)
    selected = select(found.register, audience, DAY)
    return Side(folder.name, found.register, found.findings, selected, None, "没有排", {})


def review_of(old: Side, new: Side) -> Review:
    """The review of two sides with what closed periods object to."""
    return review(old, new, closed=tuple(objections(old.register, new.register, DAY)))
