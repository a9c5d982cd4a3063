"""The register of any moment is read from git's objects and says what a checkout of that moment would say."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zlib
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from gongkai.build import build
from gongkai.gathering import Loaded
from gongkai.git.commits import changes, first_parent
from gongkai.git.entries import BlobFile
from gongkai.git.objects import Objects
from gongkai.git.revisions import INDEX, WORKTREE, of_commit, revision
from gongkai.git.running import Git, NoGit, repository
from gongkai.git.staging import Unmerged
from gongkai.history.registers import Registers, registers_of
from gongkai.load import load
from gongkai.records import Audience
from gongkai.register import Register
from gongkai.rules import check
from gongkai.rules.attached import unsafe
from gongkai.select import select
from gongkai.source.files import is_same
from gongkai.unable import Unable
from PIL import Image

from tests.record_tree import PROPOSALS, SETTINGS
from tests.repositories import Repository
from tests.site import ROOT

NOTICE = "---\n公开范围: 社会\n标题: 采购结果公示\n起: 2026-05-11\n止: 2026-05-13\n---\n正文\n"
LISTED = NOTICE.replace("---\n正文", "附件:\n  - {文件: 报价.csv, 标题: 报价}\n---\n正文")
A = "r/proposals/05-03-012"


@dataclass(frozen=True)
class School:
    """A repository with records in `r`."""

    repository: Repository

    @property
    def git(self) -> Git:
        return repository(self.repository.folder)

    def registers(self, *folders: str) -> Registers:
        base = self.repository.folder
        return registers_of([base / name for name in folders or ("r",)], base)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Repository.new(tmp_path_factory.mktemp("registers") / "school")
    made.commit({**SETTINGS, "r/notices/a.md": NOTICE}, "初次公布", on="2026-01-01")
    return made.folder


@pytest.fixture
def school(template: Path, tmp_path: Path) -> School:
    """A copy of a school with one published notice."""
    return School(Repository(shutil.copytree(template, tmp_path / "school")))


def said(register: Register) -> dict[str, Any]:
    """Everything in a register, attachments by their bytes."""
    attached = {
        identity: [(file.name, file.title, file.file.read_bytes()) for file in record.attachments]
        for identity, record in register.records.items()
    }
    records = {
        identity: (record.identity, record.number, record.path, record.content, record.acts)
        for identity, record in register.records.items()
    }
    others = {
        name: getattr(register, name)
        for name in register.__dataclass_fields__
        if name not in ("records", "documents", "settings")
    }
    maps = {"documents": list(register.documents.items()), "settings": list(register.settings.items())}
    return {**others, **maps, "records": list(records.items()), "attached": list(attached.items())}


def same(one: Loaded, other: Loaded) -> None:
    """Two loads are equal field by field."""
    assert one.findings == other.findings
    first, second = said(one.register), said(other.register)
    for name, value in first.items():
        assert value == second[name], name


def checked_out(repository: Repository, oid: str) -> Loaded:
    repository.git("checkout", "-q", "-f", oid)
    repository.git("clean", "-q", "-ffdx")
    return load([repository.folder / "r"], repository.folder)


HISTORY: tuple[dict[str, str | bytes | None], ...] = (
    {**SETTINGS, **PROPOSALS},
    {f"{A}/reply-1.md": PROPOSALS[f"{A}/reply-1.md"].replace("七点十分", "七点一刻")},
    {f"{A}/feedback-1.md": None, f"{A}/feedback-2.md": PROPOSALS[f"{A}/feedback-1.md"]},
    {"r/notices/2026/a.md": NOTICE, "r/notices/b/notice.md": LISTED, "r/notices/b/attachments/报价.csv": "甲,1\n"},
    {"r/notices/b/attachments/报价.csv": "甲,2\n", "r/notices/b/attachments/未登记.txt": "x"},
    {"r/notices/2025/a.md": NOTICE, "r/notices/c.md": NOTICE.replace("起: ", "起：")},
    {"r/notices/2025/a.md": None, "r/notices/crlf.md": NOTICE.replace("\n", "\r\n"), "r/notices/g.md": b"x" * 300_000},
    {"r/notices/A.md": NOTICE, "r/notices/a.md/x": "", "r/notices/gbk.md": NOTICE.encode("gb18030")},
    {"r/policy.yml": None, "r/releases/2026.json": "{}", "r/school.yml.bak": "", "r/README.md": "说明"},
    {"r/notices/-x.md": NOTICE, 'r/notices/引"号.md': NOTICE, "r/notices/换\n行.md": NOTICE, "r/commit x.md": "x"},
    {"r/notices/d/corection-1.md": NOTICE, "r/notices/d/notice.md": NOTICE, "r/notices/e/correction-3.md": NOTICE},
    {"r/" + name: None for name in ("school.yml", "catalogue.yml")},
)
"""What each commit writes and deletes: good and bad records, odd names and every sort of slip."""


def test_every_moment_is_what_its_checkout_says(tmp_path: Path) -> None:
    """Records, findings, documents, attachments and order of every published commit, also after a merge."""
    made = Repository.new(tmp_path / "made")
    for n, files in enumerate(HISTORY, 1):
        made.commit(files, on=f"2026-01-{n:02d}")
    (made.folder / "r/notices/link.md").symlink_to("2026/a.md")
    (made.folder / "r/notices/2026/a.md").chmod(0o755)
    made.commit({}, "链接与可执行位", on="2026-02-01")
    made.git("checkout", "-q", "-b", "work", "HEAD~3")
    made.commit({"r/notices/merged.md": NOTICE}, on="2026-02-02")
    made.git("checkout", "-q", "main")
    made.git("mv", "r/notices/2026", "r/notices/二〇二六")
    made.commit({}, "改名", on="2026-02-03")
    made.merge("work", "合并", on="2026-02-04")
    other = made.clone(tmp_path / "other")
    git = repository(made.folder)
    with registers_of([made.folder / "r"], made.folder) as registers:
        commits = first_parent(git)
        assert [commit.message for commit in commits][-3:] == ["链接与可执行位", "改名", "合并"]
        for commit in commits:
            same(registers.at(of_commit(commit.oid)), checked_out(other, commit.oid))
        same(registers.at(of_commit(commits[0].oid)), checked_out(other, commits[0].oid))


def test_the_demo_is_the_same_from_git(tmp_path: Path) -> None:
    """Every kind, with staff records in a folder of their own."""
    made = Repository.new(tmp_path / "demo")
    folders = ("disclosures", "disclosures-staff")
    for name in folders:
        shutil.copytree(ROOT / name, made.folder / name)
    made.commit({})
    records = [made.folder / name for name in folders]
    with registers_of(records, made.folder) as registers:
        same(registers.at(revision(registers.git, "HEAD")), load(records, made.folder))


def test_a_moment_has_the_whole_site_of_its_checkout(tmp_path: Path) -> None:
    """Findings of the rules, pages, data, fingerprints, pictures and attachments, byte for byte."""
    made = Repository.new(tmp_path / "made")
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "#22613f").save(picture, "PNG")
    listed = NOTICE.replace("---\n正文", "附件: [{文件: 图.png, 标题: 图}, {文件: 报价.csv, 标题: 报价}]\n---\n正文")
    attached: dict[str, str | bytes] = {"图.png": picture.getvalue(), "报价.csv": "名称,单价\n灯,35\n"}
    files = {f"r/notices/b/attachments/{name}": data for name, data in attached.items()}
    made.commit({**SETTINGS, **PROPOSALS, "r/notices/b/notice.md": listed, **files})
    with registers_of([made.folder / "r"], made.folder) as registers:
        moments = [registers.at(moment).register for moment in (revision(registers.git, "HEAD"), WORKTREE)]
    today = date(2026, 5, 12)
    one, other = (check(register, today) for register in moments)
    assert one == other
    sites = [{each.address: each for each in build(select(register, Audience.PUBLIC, today))} for register in moments]
    assert sites[0] == sites[1]
    assert {"notices/b/图.png", "notices/b/报价.csv"} <= sites[0].keys()
    assert [address for address in sites[0] if address.startswith("kiosk/pictures/")]


def test_what_did_not_change_is_not_read_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the next commit git is asked for the changed file and the folders above it; of an older one for nothing."""
    school.repository.commit({f"r/notices/n{n}.md": NOTICE for n in range(20)})
    school.repository.commit({"r/notices/n7.md": NOTICE.replace("正文", "改过")})
    first, second, third = (of_commit(commit.oid) for commit in first_parent(school.git))
    asked: list[str] = []
    blob = Objects.blob

    def noted(self: Objects, oid: str, limit: int | None = None) -> bytes:
        asked.append(oid)
        return blob(self, oid, limit)

    monkeypatch.setattr(Objects, "blob", noted)
    with school.registers() as registers:
        loaded = registers.at(second)
        assert len(asked) == len(SETTINGS) + 21
        asked.clear()
        later = registers.at(third)
        assert asked == [school.git.text("rev-parse", "HEAD:r/notices/n7.md")]
        registers.at(first)
        assert len(asked) == 1
    assert later.register.records["notices/n8"] is loaded.register.records["notices/n8"]
    assert later.register.records["notices/n7"] != loaded.register.records["notices/n7"]


def test_the_staged_index_is_a_moment(school: School, tmp_path: Path) -> None:
    """What would be committed, not what lies in the work tree; nothing is written, intentions do not count."""
    r = school.repository
    r.write({"r/notices/b.md": NOTICE, "r/notices/c/notice.md": NOTICE})
    r.git("add", "-A")
    r.write({"r/notices/b.md": NOTICE.replace("采购", "招标"), "r/notices/d.md": NOTICE, "r/notices/meant.md": NOTICE})
    r.git("add", "-N", "r/notices/meant.md")
    before = sorted((r.folder / ".git").rglob("*"))
    with school.registers() as registers:
        staged = registers.at(revision(school.git, ":暂存"))
        assert registers.at(INDEX).register.records["notices/b"] is staged.register.records["notices/b"]
    assert sorted((r.folder / ".git").rglob("*")) == before
    r.git("checkout-index", "-a", f"--prefix={tmp_path}/out/")
    (tmp_path / "out/r/notices/meant.md").unlink(missing_ok=True)
    same(staged, load([tmp_path / "out/r"], tmp_path / "out"))
    r.git("rm", "-q", "--cached", "r/notices/meant.md")
    with school.registers() as registers:
        top = registers._top(school.git, INDEX)
    assert top.key == r.git("write-tree")


def test_a_half_merged_index_is_no_moment(school: School) -> None:
    """Conflicts are solved first."""
    r = school.repository
    r.git("checkout", "-q", "-b", "work")
    r.commit({"r/notices/a.md": NOTICE.replace("采购", "招标")})
    r.git("checkout", "-q", "main")
    r.commit({"r/notices/a.md": NOTICE.replace("采购", "询价")})
    with pytest.raises(subprocess.CalledProcessError):
        r.merge("work", "合并")
    with school.registers() as registers, pytest.raises(Unmerged, match="合并还没有完成"):
        registers.at(INDEX)


def test_the_work_tree_is_read_from_the_disk(school: School) -> None:
    """Uncommitted records belong to it."""
    school.repository.write({"r/notices/b.md": NOTICE})
    with school.registers() as registers:
        assert list(registers.at(WORKTREE).register.records) == ["notices/a", "notices/b"]
        assert list(registers.at(revision(school.git, "HEAD")).register.records) == ["notices/a"]


def test_a_folder_that_was_not_there_yet_is_said(school: School) -> None:
    """As the loader says it of a disk."""
    with school.registers("r", "staff") as registers:
        loaded = registers.at(revision(school.git, "HEAD"))
    assert [f"{each.location} {each.message}" for each in loaded.findings] == ["staff:1:1 没有这个文件夹。"]
    assert loaded.gaps == ()


@pytest.fixture
def with_staff(school: School, tmp_path: Path) -> School:
    """The same school with staff records in a submodule, at two commits of it."""
    staff = Repository.new(tmp_path / "staff-origin")
    staff.commit({"notices/s.md": NOTICE.replace("社会", "教职工")})
    r = school.repository
    r.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(staff.folder), "staff")
    r.commit({}, "子模块", on="2026-01-02")
    inner = Repository(r.folder / "staff")
    inner.commit({"notices/t.md": NOTICE.replace("社会", "教职工")})
    r.commit({}, "子模块更新", on="2026-01-03")
    return school


def test_staff_records_in_a_submodule_are_read_at_their_commit(with_staff: School) -> None:
    """The link names the commit; with and without the work tree of the submodule, and in the index."""
    with with_staff.registers("r", "staff") as registers:
        old = registers.at(revision(with_staff.git, "HEAD~1"))
        new = registers.at(revision(with_staff.git, "HEAD"))
        same(new, registers.at(WORKTREE))
        same(new, registers.at(INDEX))
        assert registers.folders == ("r", "staff")
        assert [
            change.path for _, found in changes(registers.git, folders=registers.folders)[1:] for change in found
        ] == [
            "staff",
            "staff",
        ]
    assert list(old.register.records) == ["notices/a", "notices/s"]
    assert list(new.register.records) == ["notices/a", "notices/s", "notices/t"]
    assert new.gaps == ()
    with_staff.repository.git("submodule", "deinit", "-q", "-f", "staff")
    with with_staff.registers("r", "staff") as registers:
        same(registers.at(revision(with_staff.git, "HEAD")), new)


def test_an_absent_submodule_is_said_aloud(with_staff: School, tmp_path: Path) -> None:
    """A clone without it reads the rest and tells what is missing and what to do."""
    clone = School(with_staff.repository.clone(tmp_path / "clone"))
    with clone.registers("r", "staff") as registers:
        loaded = registers.at(revision(clone.git, "HEAD"))
    oid = clone.repository.git("rev-parse", "HEAD:staff")[:10]
    message = f"“staff”是子模块，它的提交 {oid} 不在这里，没有读入。"
    assert [(str(each.location), each.message) for each in loaded.findings] == [("staff:1:1", message)]
    assert "git submodule update --init" in loaded.findings[0].cure
    assert [(gap.folder, gap.message) for gap in loaded.gaps] == [("staff", message)]
    assert list(loaded.register.records) == ["notices/a"]


def test_a_submodule_below_a_folder_of_records(school: School, tmp_path: Path) -> None:
    """Read where it is here, a finding where it is not."""
    inner = Repository.new(tmp_path / "inner")
    inner.commit({"x.md": NOTICE})
    school.repository.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.folder), "r/notices/2024"
    )
    school.repository.commit({}, "子模块")
    with school.registers() as registers:
        loaded = registers.at(revision(school.git, "HEAD"))
    assert list(loaded.register.records) == ["notices/a", "notices/x"]
    clone = School(school.repository.clone(tmp_path / "clone"))
    with clone.registers() as registers:
        findings = registers.at(revision(clone.git, "HEAD")).findings
    assert [str(each.location) for each in findings] == ["r/notices/2024:1:1"]
    assert "这个文件夹是子模块" in findings[0].message


def test_a_folder_in_no_repository_counts_as_it_is_now(school: School, tmp_path: Path) -> None:
    """Said of every moment, and once for all of them."""
    outside = tmp_path / "outside"
    (outside / "notices").mkdir(parents=True)
    (outside / "notices/s.md").write_text(NOTICE, "utf-8")
    base = school.repository.folder
    with registers_of([base / "r", outside], base) as registers:
        loaded = registers.at(revision(school.git, "HEAD"))
        why = "“outside”不在 git 仓库里，没有历史。在学校的文件夹里运行 git init，并提交一次。"
        assert registers.remarks == (f"看不到“../outside”从前的样子，从前的也按现在的内容算。{why}",)
    assert list(loaded.register.records) == ["notices/a", "notices/s"]
    assert [(gap.folder, gap.message) for gap in loaded.gaps] == [("../outside", registers.remarks[0])]


@pytest.mark.parametrize("pattern", ["/staff", "staff/*"])
def test_an_ignored_folder_counts_as_it_is_now(school: School, pattern: str) -> None:
    """Staff records that git was told to leave out have no past."""
    school.repository.commit({".gitignore": f"{pattern}\n"})
    school.repository.write({"staff/notices/s.md": NOTICE})
    with school.registers("r", "staff") as registers:
        loaded = registers.at(revision(school.git, "HEAD"))
        assert [remark.partition("，")[0] for remark in registers.remarks] == ["“staff”被 .gitignore 排除在仓库之外"]
    assert list(loaded.register.records) == ["notices/a", "notices/s"]
    assert [gap.folder for gap in loaded.gaps] == ["staff"]


def test_a_folder_in_another_repository_is_taken_by_its_day(school: School, tmp_path: Path) -> None:
    """As it stood published there at the second of the commit; before its first commit there was nothing."""
    other = Repository.new(tmp_path / "other")
    school.repository.commit({}, "甲", on="2026-03-01")
    other.commit({"notices/s.md": NOTICE}, on="2026-03-02")
    school.repository.commit({}, "乙", on="2026-03-03")
    other.commit({"notices/t.md": NOTICE}, on="2026-03-04")
    base = school.repository.folder
    with registers_of([base / "r", other.folder], base) as registers:
        before, after = (registers.at(revision(school.git, name)) for name in ("HEAD~1", "HEAD"))
        assert registers.remarks == ("“../other”在另一个仓库里，从前的样子按提交时间对应。",)
        assert list(registers.at(INDEX).register.records) == ["notices/a", "notices/s", "notices/t"]
    assert list(before.register.records) == ["notices/a"]
    assert [gap.message for gap in before.gaps] == ["“../other”所在的仓库里没有这么早的提交，没有读入。"]
    assert list(after.register.records) == ["notices/a", "notices/s"]
    assert after.gaps == ()


def test_the_records_say_whose_history_it_is(school: School, tmp_path: Path) -> None:
    """The site may lie in no repository, or in one that leaves the records' own out."""
    site = tmp_path / "site"
    site.mkdir()
    r = school.repository
    with registers_of([r.folder / "r"], site) as registers:
        assert registers.git == school.git
        loaded = registers.at(revision(registers.git, "HEAD"))
        assert [document for document in loaded.register.documents if document.endswith("a.md")] == [
            "../school/r/notices/a.md"
        ]
    Repository.new(site).commit({"mkdocs.yml": ""})
    with registers_of([r.folder / "r"], site) as registers:
        assert registers.git == school.git
    with pytest.raises(NoGit, match="不在 git 仓库里，没有历史"):
        registers_of([tmp_path / "nowhere"], tmp_path)


def test_the_base_may_lie_below_the_top(tmp_path: Path) -> None:
    """And be called with a link on the way."""
    made = Repository.new(tmp_path / "made")
    made.commit({f"学校/{name}": text for name, text in {**SETTINGS, "r/notices/a.md": NOTICE}.items()})
    link = tmp_path / "link"
    link.symlink_to(made.folder)
    base = link / "学校"
    with registers_of([base / "r"], base) as registers:
        assert registers.folders == ("学校/r",)
        same(registers.at(revision(registers.git, "HEAD")), load([base / "r"], base))


def test_a_huge_file_is_refused_unread(school: School) -> None:
    """And what comes after it is read."""
    school.repository.commit({"r/notices/b.md": b"x" * 5_000_000, "r/notices/c.md": NOTICE})
    with school.registers() as registers:
        loaded = registers.at(revision(school.git, "HEAD"))
    assert [f"{each.location} {each.code.code}" for each in loaded.findings] == ["r/notices/b.md:1:1 S04"]
    assert list(loaded.register.records) == ["notices/a", "notices/c"]


def _loose(school: School, name: str) -> Path:
    oid = school.repository.git("rev-parse", name)
    return school.repository.folder / ".git/objects" / oid[:2] / oid[2:]


def _broken(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def test_a_damaged_file_hides_no_other(school: School) -> None:
    """One finding each; the process that died is started again; content that is not its id is not believed."""
    school.repository.commit({f"r/notices/{name}.md": NOTICE + name for name in "bcde"})
    _broken(_loose(school, "HEAD:r/notices/b.md"), b"damaged")
    _loose(school, "HEAD:r/notices/c.md").unlink()
    cut = _loose(school, "HEAD:r/notices/d.md")
    _broken(cut, cut.read_bytes()[:-6])
    forged = NOTICE.replace("采购", "内定").encode()
    _broken(_loose(school, "HEAD:r/notices/e.md"), zlib.compress(b"blob %d\0" % len(forged) + forged))
    with school.registers() as registers:
        loaded = registers.at(revision(school.git, "HEAD"))
    assert [f"{each.location} {each.message}" for each in loaded.findings] == [
        "r/notices/b.md:1:1 文件读不到：仓库里存的这一份已损坏。",
        "r/notices/c.md:1:1 文件读不到：仓库里没有它的内容。",
        "r/notices/d.md:1:1 文件读不到：仓库里存的这一份已损坏。",
        "r/notices/e.md:1:1 文件读不到：仓库里存的这一份已损坏。",
    ]
    assert list(loaded.register.records) == ["notices/a"]
    assert loaded.register.broken == {f"notices/{name}" for name in "bcde"}


def test_a_damaged_folder_is_a_finding_and_a_damaged_moment_a_sentence(school: School) -> None:
    """Nothing crashes."""
    _broken(_loose(school, "HEAD:r/notices"), b"damaged")
    with school.registers() as registers:
        findings = registers.at(revision(school.git, "HEAD")).findings
        assert [f"{each.location} {each.message}" for each in findings] == [
            "r/notices:1:1 文件夹读不到：仓库里存的这一份已损坏。"
        ]
    _broken(_loose(school, "HEAD^{tree}"), b"damaged")
    with school.registers() as registers, pytest.raises(Unable, match="已损坏，读不到。运行 git fsck"):
        registers.at(revision(school.git, "HEAD"))


def test_collecting_garbage_meanwhile_changes_nothing(school: School) -> None:
    """Git packs what it was just read from."""
    r = school.repository
    r.commit({f"r/notices/n{n}.md": NOTICE for n in range(5)})
    with school.registers() as registers:
        first = registers.at(revision(school.git, "HEAD~1"))
        r.git("gc", "-q", "--prune=now")
        assert not _loose(school, "HEAD:r/notices/n1.md").exists()
        assert len(registers.at(revision(school.git, "HEAD")).register.records) == 6
    assert list(first.register.records) == ["notices/a"]


def test_attachments_of_a_moment_can_be_read_after_it_was_closed(school: School) -> None:
    """Their bytes as they were, the beginning alone too; the same as on the disk where they are the same."""
    r = school.repository
    r.commit({"r/notices/b/notice.md": LISTED, "r/notices/b/attachments/报价.csv": "甲,1\n"})
    r.commit({"r/notices/b/attachments/报价.csv": "甲,2\n"})
    with school.registers() as registers:
        old, new, now = (
            registers.at(moment).register.records["notices/b"].attachments[0].file
            for moment in (revision(school.git, "HEAD~1"), revision(school.git, "HEAD"), WORKTREE)
        )
    assert (old.read_bytes(), new.read_bytes(), now.read_bytes()) == (b"\xe7\x94\xb2,1\n", *["甲,2\n".encode()] * 2)
    assert old.beginning(3) == "甲".encode()
    assert is_same(new, now)
    assert not is_same(old, new)
    assert not is_same(old, now)
    assert isinstance(old, BlobFile)
    old.objects.close()
    _loose(school, "HEAD~1:r/notices/b/attachments/报价.csv").unlink()
    with pytest.raises(OSError, match="is not there"):
        old.read_bytes()
    old.objects.close()


def test_attachments_that_git_lfs_holds(school: School) -> None:
    """A pointer gives what it points to where that was fetched, else itself, and is never published as a file."""
    content = b"the real drawing"
    oid = sha256(content).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(content)}\n"
    school.repository.commit({"r/notices/b/notice.md": LISTED, "r/notices/b/attachments/报价.csv": pointer})
    with school.registers() as registers:
        file = registers.at(revision(school.git, "HEAD")).register.records["notices/b"].attachments[0].file
        assert file.read_bytes() == pointer.encode()
        for moment in (revision(school.git, "HEAD"), WORKTREE):
            (found,) = unsafe(registers.at(moment).register, date(2026, 5, 12))
            assert found.message == "附件“报价.csv”：这是 Git LFS 的占位文件，真正的内容还没有取来。"
            assert found.cure == "运行 git lfs pull 以后再试。"
        school.repository.write({f".git/lfs/objects/{oid[:2]}/{oid[2:4]}/{oid}": content})
        assert file.read_bytes() == content
        assert file.beginning(8) == b"the real"


def test_a_shallow_clone_knows_its_own_commits(school: School, tmp_path: Path) -> None:
    """And nothing crashes at its edge."""
    school.repository.commit({"r/notices/b.md": NOTICE})
    clone = School(school.repository.clone(tmp_path / "clone", "--depth=1"))
    with clone.registers() as registers:
        assert len(first_parent(registers.git)) == 1
        assert list(registers.at(revision(clone.git, "HEAD")).register.records) == ["notices/a", "notices/b"]


def test_line_ends_of_the_machine_do_not_matter(school: School, tmp_path: Path) -> None:
    """A checkout that git wrote with CRLF says the same as the objects."""
    clone = school.repository.clone(tmp_path / "clone", "-c", "core.autocrlf=true")
    assert b"\r\n" in (clone.folder / "r/notices/a.md").read_bytes()
    with School(clone).registers() as registers:
        same(registers.at(revision(registers.git, "HEAD")), registers.at(WORKTREE))


def test_names_that_differ_in_case_are_two(school: School) -> None:
    """Also where the disk could not hold both."""
    blob = school.repository.git("rev-parse", "HEAD:r/notices/a.md")
    school.repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},r/Notices/b.md")
    school.repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},r/notices/B.md")
    with school.registers() as registers:
        loaded = registers.at(INDEX)
    assert [f"{each.location} {each.code.code}" for each in loaded.findings] == [
        "r/Notices:1:1 R01",
        "r/notices/B.md:1:1 R04",
    ]


@pytest.fixture
def as_in_a_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))


def test_a_hook_that_calls_does_not_say_which_repository(school: School, as_in_a_hook: None) -> None:
    """Git's own variables of another repository are not heeded."""
    with school.registers() as registers:
        assert registers.git.folder == Path(os.path.realpath(school.repository.folder))


@pytest.fixture
def latin_names(school: School) -> School:
    """A name that is no UTF-8, as an old archive brings it."""
    blob = school.repository.git("rev-parse", "HEAD:r/notices/a.md")
    line = f"100644 {blob}\t".encode() + b"r/notices/\xc4\xe3.md\0"
    subprocess.run(["git", "update-index", "-z", "--index-info"], cwd=school.repository.folder, input=line, check=True)
    school.repository.git("commit", "-q", "-m", "旧名")
    return school


def test_names_that_are_no_text_are_findings(latin_names: School, tmp_path: Path) -> None:
    """As they are on a disk that keeps them."""
    with latin_names.registers() as registers:
        loaded = registers.at(revision(latin_names.git, "HEAD"))
        assert [each.code.code for each in loaded.findings] == ["R04"]
        assert [change.path for change in changes(registers.git)[-1][1]] == ["r/notices/\udcc4\udce3.md"]
    if sys.platform == "linux":
        other = latin_names.repository.clone(tmp_path / "other")
        same(loaded, load([other.folder / "r"], other.folder))


def test_a_partial_clone_is_not_filled_from_the_network(school: School, tmp_path: Path) -> None:
    """What it left out is missing, and is not fetched behind anybody's back."""
    school.repository.commit({"r/notices/b.md": NOTICE + "二"})
    school.repository.commit({"r/notices/b.md": NOTICE + "三"})
    school.repository.git("config", "uploadpack.allowFilter", "true")
    clone = School(school.repository.clone(tmp_path / "clone", "--filter=blob:none"))
    with clone.registers() as registers:
        loaded = registers.at(revision(clone.git, "HEAD~1"))
        assert registers.at(revision(clone.git, "HEAD")).findings == ()
    assert [f"{each.location} {each.message}" for each in loaded.findings] == [
        "r/notices/b.md:1:1 文件读不到：仓库里没有它的内容。"
    ]
