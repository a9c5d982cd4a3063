"""A small school whose rules ask for approvals, in a real repository, and keys that are made for the test alone."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from gongkai.git.commits import first_parent
from gongkai.history.approvals.recorded import Verdict, of_change, standing
from gongkai.history.approvals.reviews import Review
from gongkai.history.registers import registers_of
from gongkai.past import Pending

from tests.repositories import Repository
from tests.school import FINANCE, small_school

TODAY = date(2026, 5, 20)

BOOKS = "disclosures/finances/2026/office-2026-03.yml"
RECORD = "finances/office-2026-03"

RULES = """审批:
  - 自: 2026-05-01
    依据: 样例学校校务公开审核办法
    种类: [财务, 会议]
    步骤:
      - {步: 审核, 由: 工会}
      - {步: 批准, 由: 校长}
"""

HANDLED = """审批:
  - 自: 2026-05-01
    依据: 样例学校校务公开审核办法
    种类: 财务
    步骤:
      - {步: 经办, 由: 会计}
      - {步: 批准, 由: 校长}
"""

BEFORE, AFTER = "2026-04-10", "2026-05-11"
"""A day before the rules hold, and one on which they do."""


def policy(more: str = RULES) -> str:
    return small_school()["disclosures/policy.yml"] + more


def books(note: str) -> str:
    """The statement with another note: what a change is made of here."""
    return f"{FINANCE}增减说明: {note}\n"


def school(folder: Path, more: str = RULES, approvers: str = "") -> Repository:
    """The school on its first two published days, both before the rules hold."""
    files = small_school(**{"disclosures/policy.yml": policy(more)})
    if approvers:
        files["disclosures/approvers.yml"] = approvers
    made = Repository.new(folder)
    made.commit(files, "开始公开", BEFORE)
    return made


def key(folder: Path, name: str) -> tuple[Path, str]:
    """A new SSH key: its file, and its fingerprint."""
    file = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(file)], check=True)
    told = subprocess.run(["ssh-keygen", "-lf", str(file)], check=True, capture_output=True, text=True)
    return file, told.stdout.split()[1]


def sign(repository: Repository, file: Path, message: str, on: str = AFTER) -> str:
    """A commit of what is staged, signed with an SSH key."""
    options = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={file}")
    repository.git("add", "-A")
    repository.git(*options, "commit", "-q", "-S", "--allow-empty", "-m", message, on=on)
    return repository.head()


def published(repository: Repository, today: date = TODAY) -> dict[str, tuple[Pending, ...]]:
    """What the published records still lack."""
    with registers_of((repository.folder / "disclosures",), repository.folder) as registers:
        return dict(standing(registers, first_parent(registers.git), today))


def proposed(
    repository: Repository, base: str, head: str, reviews: Sequence[Review] = (), today: date = TODAY
) -> Verdict:
    """The approvals of a change between two commits."""
    with registers_of((repository.folder / "disclosures",), repository.folder) as registers:
        return of_change(registers, base, head, reviews, today)


def lacking(steps: Sequence[Pending]) -> list[str]:
    """The steps that lack, as a page says them."""
    return [f"{each.step}（{each.post}）" for each in steps if each.waived_until is None]
