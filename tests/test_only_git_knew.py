"""What only git knows – who committed, under which words, when to the second – is in nothing that is published."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from gongkai.cli import main

from tests.repositories import Repository
from tests.submissions import act, proposal, reply, review, setting

P = "disclosures/proposals/05-01-001"
STAFF = "disclosures/proposals/05-01-n01"
CONFIG = "site_name: 样例\nplugins:\n  - gongkai: {records: [disclosures], today: 2026-11-20}\n"
OLD = "食堂两个窗口的供餐时间已延长到 19:10，由食堂管理员值守。\n"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A school whose commits say many things that its records do not."""
    repository = Repository.new(tmp_path_factory.mktemp("school"))
    home = {f"disclosures/{name}.yml": setting(name) for name in ("school", "policy", "catalogue")}
    repository.commit({**home, "mkdocs.yml": CONFIG}, "设置", "2026-01-05")
    repository.git("checkout", "-q", "-b", "fenzhi-zhiyou-git")
    repository.commit(
        {f"{P}/proposal.md": proposal(), f"{P}/review.md": review()}, "说明一只有git知道", "2026-03-13T09:41:27+08:00"
    )
    repository.commit({f"{P}/reply-1.md": reply(text=OLD)}, "说明二只有git知道", "2026-04-09T10:42:28+08:00")
    repository.git("checkout", "-q", "main")
    repository.merge("fenzhi-zhiyou-git", "合并只有git知道\n\n审核: 只有git知道的人", "2026-04-10")
    secret = proposal(audience="教职工", subject="值班室内部核对码QK7M2P9XTA安排")
    repository.commit(
        {f"{STAFF}/proposal.md": secret, f"{STAFF}/review.md": review(立案号="2")}, "只给教职工", "2026-04-11"
    )
    repository.commit({f"{STAFF}/proposal.md": None, f"{STAFF}/review.md": None}, "又删了", "2026-04-12")
    values = {"位置": "reply-1 正文", "原值": "两个窗口", "新值": "三个窗口", "理由": "数错", "批准": "校长"}
    correction = act(日期="2026-05-06", 类型="公布笔误", **values)
    mended = {f"{P}/reply-1.md": reply(text=OLD.replace("两个", "三个")), f"{P}/correction-1.md": correction}
    repository.commit(mended, "更正只有git知道", "2026-05-06T11:43:29+08:00")
    repository.git("tag", "-a", "-m", "标签只有git知道", "biaoqian-zhiyou-git")
    return repository


def contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and what is packed in it, at any depth."""
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for each in packed.namelist():
                yield from contents(f"{name}/{each}", packed.read(each))
    elif data[:2] == b"\x1f\x8b":
        yield from contents(f"{name}/unpacked", gzip.decompress(data))


@pytest.mark.parametrize("form", [("build", "--to", "made"), ("build", "--archive", "made.zip"), ("publish", "made")])
def test_nothing_that_only_git_knew_is_published(
    school: Repository, form: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No name, address, message, branch, tag, id, second or staff-only text is in any byte, however it is packed."""
    monkeypatch.chdir(school.folder)
    target = tmp_path / form[-1]
    done = CliRunner().invoke(main, [*form[:-1], str(target)])
    assert done.exit_code == 0, done.output
    commits = [each[:10] for each in school.git("rev-list", "--all").split()]
    secrets = [
        "只有git知道",
        "zhiyou-git",
        "clerk@school.example",
        "林某",
        "41:27",
        "42:28",
        "43:29",
        "QK7M2P9XTA",
        *commits,
    ]
    files = [target] if target.is_file() else [path for path in sorted(target.resolve().rglob("*")) if path.is_file()]
    found = [
        (name, secret)
        for path in files
        for name, data in contents(path.name, path.read_bytes())
        for secret in secrets
        if secret.encode() in data
    ]
    assert found == []
    assert len(files) > 100 or target.suffix == ".zip"
    assert len(commits) > 6
    pages = b"".join(
        data for path in files for name, data in contents(path.name, path.read_bytes()) if name.endswith(".html")
    )
    assert "2026年4月10日首次公开，以后更正 1 次。".encode() in pages
