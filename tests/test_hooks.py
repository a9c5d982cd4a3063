""".pre-commit-hooks.yaml: each hook, run on a real commit as pre-commit would, stops or mends what it is for."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builds import run
from tests.repositories import Repository
from tests.school import NOTICE, small_school
from tests.site import ROOT

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}
RECORD = "disclosures/notices/2026/title-2026-1.md"


@pytest.fixture
def school(tmp_path: Path) -> Repository:
    """A clean school, committed."""
    repository = Repository.new(tmp_path / "school")
    repository.commit(small_school())
    return repository


def _run(name: str, repository: Repository, *more: str) -> subprocess.CompletedProcess[str] | None:
    """The hook on what is staged, as pre-commit runs it; None where none of the files is for it."""
    hook = HOOKS[name]
    staged = repository.git(
        "-c", "core.quotepath=off", "diff", "--cached", "--name-only", "--diff-filter=d"
    ).splitlines()
    files = [path for path in staged if re.search(hook["files"], path)]
    files = [path for path in files if not ("exclude" in hook and re.search(hook["exclude"], path))]
    if not files:
        return None
    program, *words = hook["entry"].split()
    assert program == "gongkai"
    given = files if hook.get("pass_filenames", True) else []
    return run("gongkai.cli", repository.folder, *words, *hook.get("args", ()), *more, *given)


def test_hooks_say_what_pre_commit_asks() -> None:
    """Every hook has an id, a name, an entry and a language; the check is given no names, for it reads all records."""
    assert list(HOOKS) == ["gongkai-check", "gongkai-fix"]
    assert all({"id", "name", "description", "entry", "language", "files"} <= hook.keys() for hook in HOOKS.values())
    assert HOOKS["gongkai-check"]["pass_filenames"] is False


def test_check_stops_a_wrong_record(school: Repository) -> None:
    """A wrong record is named and stops the commit; a right one passes; another file starts nothing."""
    school.write({"content/other.md": "# 别的\n"})
    school.git("add", "-A")
    assert _run("gongkai-check", school) is None
    school.write({RECORD: NOTICE.replace("事由: 职称", "事由: 职务")})
    school.git("add", "-A")
    done = _run("gongkai-check", school)
    assert done is not None
    assert done.returncode == 1
    assert done.stdout.startswith(f"{RECORD}:5:5: 错误 M05 ")
    school.write({RECORD: NOTICE.replace("事由: 职称", "事由: 聘任")})
    school.git("add", "-A")
    done = _run("gongkai-check", school)
    assert done is not None
    assert done.returncode == 0


def test_check_with_arguments_lets_old_findings_pass(school: Repository) -> None:
    """With `args: [--since, HEAD]` only what this commit adds stops it."""
    school.commit({RECORD: NOTICE.replace("事由: 职称", "事由: 职务")})
    school.write({"disclosures/notices/2026/title-2026-2.md": NOTICE})
    school.git("add", "-A")
    plain, since = _run("gongkai-check", school), _run("gongkai-check", school, "--since", "HEAD")
    assert plain is not None
    assert since is not None
    assert (plain.returncode, since.returncode) == (1, 0)
    assert "旧账 1 条" in since.stdout


def test_fix_mends_what_is_staged(school: Repository) -> None:
    """A GB18030 file with a full-width colon is mended in place, attachments and other files are left alone."""
    slip = NOTICE.replace("事由: 职称", "事由：职称").encode("gb18030")
    note = "disclosures/notices/2026/b/attachments/note.md"
    school.write({RECORD: slip, note: "甲：乙".encode("gb18030"), "content/other.md": "甲".encode("gb18030")})
    school.git("add", "-A")
    done = _run("gongkai-fix", school)
    assert done is not None
    assert (done.returncode, done.stderr) == (0, "")
    assert (school.folder / RECORD).read_text("utf-8") == NOTICE
    assert (school.folder / note).read_bytes() == "甲：乙".encode("gb18030")
    assert (school.folder / "content/other.md").read_bytes() == "甲".encode("gb18030")
