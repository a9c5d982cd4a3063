"""Record folders on a disk: every file is tried, every objection kept, and nothing hides the rest."""

import os
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from gongkai.load import Loaded, load
from gongkai.records.notice import Notice
from gongkai.source.files import entries

WriteTree = Callable[[Mapping[str, str | bytes]], Path]

SETTINGS = {
    path.name: path.read_bytes() for path in (Path(str(files("gongkai.rules"))) / "sample").iterdir() if path.suffix
}
NOTICE = "---\n公开范围: 社会\n标题: 采购结果公示\n起: 2026-05-11\n止: 2026-05-13\n---\n正文\n"
CORRECTION = "---\n日期: 2026-05-14\n类型: 公布笔误\n位置: 标题\n理由: 录入有误\n批准: 工会主席\n---\n"


def _load(folder: Path) -> tuple[Loaded, list[str]]:
    loaded = load([folder], folder)
    return loaded, [f"{each.location} {each.code.code}" for each in loaded.findings]


@pytest.fixture
def school(write_tree: WriteTree) -> WriteTree:
    """A folder with the three settings files and what the test adds."""

    def write(more: Mapping[str, str | bytes]) -> Path:
        return write_tree({**SETTINGS, **more})

    return write


def test_records_are_read_by_kind_and_number(school: WriteTree) -> None:
    """A single file and a folder with acts; years are for tidiness."""
    loaded, said = _load(
        school(
            {
                "notices/2026/a-1.md": NOTICE,
                "notices/2026/a-2/notice.md": NOTICE,
                "notices/2026/a-2/correction-2.md": CORRECTION,
                "notices/2026/a-2/correction-1.md": CORRECTION,
                "notices/.DS_Store": b"",
                "notices/~$a-1.docx": b"",
                "README.md": "说明",
            }
        )
    )
    assert said == []
    assert [record.identity for record in loaded.register.of(Notice)] == ["notices/a-1", "notices/a-2"]
    acts = loaded.register.records["notices/a-2"].acts
    assert [act.identity for act in acts] == ["notices/a-2/correction-1", "notices/a-2/correction-2"]
    assert loaded.register.whole(Notice)


def test_one_bad_file_never_hides_the_others(school: WriteTree) -> None:
    """Encoding, syntax, model and place: all findings of all files in one run, the good record read."""
    loaded, said = _load(
        school(
            {
                "notices/a.md": NOTICE,
                "notices/b.md": NOTICE.replace("起: ", "起："),
                "notices/c.md": NOTICE.encode("gb18030"),
                "notices/d.md": NOTICE.replace("2026-05-11", "五月"),
                "notices/e.md": b"\xff\x00\xff",
                "notices/f.md": "[" * 120_000,
                "notices/g.md": b"x" * 300_000,
            }
        )
    )
    assert said == [
        "notices/b.md:4:2 S10",
        "notices/c.md:2:1 S02",
        "notices/d.md:4:4 M03",
        "notices/e.md:1:2 S03",
        "notices/f.md:1:20001 S04",
        "notices/g.md:1:1 S04",
    ]
    assert list(loaded.register.records) == ["notices/a"]
    assert loaded.register.broken == {f"notices/{name}" for name in "bcdefg"}
    assert not loaded.register.whole(Notice)


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"notices/a.md/x.txt": ""}, ["notices/a.md:1:1 S01"]),
        ({"school.yml.bak": ""}, ["school.yml.bak:1:1 R01"]),
        ({"notice/a.md": NOTICE}, ["notice:1:1 R01"]),
        ({"notices/a.yaml": NOTICE}, ["notices/a.yaml:1:1 R01"]),
        ({"notices/a/notcie.md": NOTICE}, ["notices/a/notcie.md:1:1 R01"]),
        ({"notices/a/notice.md/x": ""}, ["notices/a/notice.md:1:1 S01"]),
        (
            {"notices/a/notice.md": NOTICE, "notices/a/corection-1.md": CORRECTION},
            ["notices/a/corection-1.md:1:1 R01"],
        ),
        (
            {"notices/a/notice.md": NOTICE, "notices/a/correction-0.md": CORRECTION},
            ["notices/a/correction-0.md:1:1 R01"],
        ),
        ({"notices/a/notice.md": NOTICE, "notices/a/照片/1.jpg": b""}, ["notices/a/照片:1:1 R01"]),
        (
            {"notices/a/notice.md": NOTICE, "notices/a/attachments/b/c.txt": b""},
            ["notices/a/attachments/b:1:1 R01"],
        ),
        ({"notices/a/correction-1.md": CORRECTION}, ["notices/a:1:1 R02"]),
        ({"notices/2025/a.md": NOTICE, "notices/2026/a.md": NOTICE}, ["notices/2026/a.md:1:1 R03"]),
        ({"notices/A.md": NOTICE}, ["notices/A.md:1:1 R04"]),
        ({"notices/nul.1.md": NOTICE}, ["notices/nul.1.md:1:1 R04"]),
        ({"notices/com1/notice.md": NOTICE}, ["notices/com1:1:1 R04"]),
        ({"notices/a./notice.md": NOTICE}, ["notices/a.:1:1 R04"]),
        (
            {"notices/a/notice.md": NOTICE, "notices/a/correction-3.md": CORRECTION},
            ["notices/a/correction-3.md:1:1 R05"],
        ),
        (
            {"notices/a/notice.md": NOTICE, "notices/a/attachments/b.txt": b""},
            ["notices/a/attachments/b.txt:1:1 R06"],
        ),
        (
            {"notices/a.md": NOTICE.replace("---\n正文", "附件:\n  - {文件: b.txt, 标题: 乙}\n---\n正文")},
            ["notices/a.md:7:10 R07"],
        ),
        ({"notices/" + "/".join("x" * 12) + "/a.md": NOTICE}, ["notices/x/x/x/x/x/x/x:1:1 R01"]),
    ],
)
def test_misplaced_files_are_one_finding_each(school: WriteTree, tree: dict[str, str | bytes], said: list[str]) -> None:
    """One slip in names or folders, one finding, at the path it is about."""
    assert _load(school(tree))[1] == said


def test_a_misspelt_act_makes_its_record_unread(school: WriteTree) -> None:
    """So that no rule complains that the act is missing."""
    loaded, _ = _load(school({"notices/a/notice.md": NOTICE, "notices/a/corection-1.md": CORRECTION}))
    assert loaded.register.is_broken("notices/a")
    assert loaded.findings[0].cure == "是不是“correction-1.md”？"


def test_links_are_never_followed(school: WriteTree, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Neither a file nor a folder nor an attachment from outside gets in."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text(NOTICE, "utf-8")
    listed = NOTICE.replace("---\n正文", "附件:\n  - {文件: s.txt, 标题: 乙}\n---\n正文")
    folder = school({"notices/a.md": NOTICE, "notices/b/notice.md": listed, "notices/b/attachments/.keep": b""})
    (folder / "notices/link.md").symlink_to(outside / "secret.md")
    (folder / "notices/year").symlink_to(outside)
    (folder / "notices/b/attachments/s.txt").symlink_to(outside / "secret.md")
    loaded, said = _load(folder)
    assert said == [
        "notices/b/attachments/s.txt:1:1 S01",
        "notices/link.md:1:1 S01",
        "notices/year:1:1 S01",
    ]
    assert list(loaded.register.records) == ["notices/a"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (FileNotFoundError(2, "gone"), "文件读不到：文件已不在。"),
        (PermissionError(13, "no"), "文件读不到：没有权限。"),
        (OSError(5, "io"), "文件读不到：系统报错。"),
    ],
)
def test_a_file_that_vanishes_or_is_locked_is_a_finding(
    school: WriteTree, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    """Between listing and reading anything may happen; the others are read."""
    folder = school({"notices/a.md": NOTICE, "notices/b.md": NOTICE})
    opened = os.open

    def failing(path: Any, *args: Any, **kwargs: Any) -> int:
        if str(path).endswith("a.md"):
            raise error
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", failing)
    loaded, said = _load(folder)
    assert said == ["notices/a.md:1:1 S01"]
    assert loaded.findings[0].message == reason
    assert list(loaded.register.records) == ["notices/b"]


@pytest.mark.parametrize("size", [0, 1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 256 * 1024])
def test_a_file_is_read_whole(tmp_path: Path, size: int) -> None:
    """However long a file is up to the limit, every byte of it is read; of a longer one, one byte more than that."""
    data = bytes(range(256)) * 1024
    (tmp_path / "a.md").write_bytes(data[:size])
    (tmp_path / "b.md").write_bytes(data * 2)
    found, _ = entries(tmp_path, "")
    assert [each.contents(each.name) for each in found] == [data[:size], data + b"\0"]


def test_a_folder_that_cannot_be_listed_is_a_finding(school: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked or vanished folder is named, the rest is read."""
    folder = school({"notices/2025/a.md": NOTICE, "notices/2026/b.md": NOTICE})
    scan = os.scandir

    def failing(path: Any) -> Any:
        if str(path).endswith("2025"):
            raise PermissionError(13, "no")
        return scan(path)

    monkeypatch.setattr(os, "scandir", failing)
    loaded, said = _load(folder)
    assert said == ["notices/2025:1:1 S01"]
    assert list(loaded.register.records) == ["notices/b"]


def test_a_pipe_does_not_stop_the_reading(school: WriteTree) -> None:
    """Opening it would wait for ever; Windows has none in folders."""
    if not hasattr(os, "mkfifo"):
        return
    folder = school({"notices/a.md": NOTICE})
    os.mkfifo(folder / "notices/b.md")
    assert _load(folder)[1] == ["notices/b.md:1:1 S01"]


def test_settings_that_are_missing_are_asked_for_in_the_first_folder(write_tree: WriteTree) -> None:
    """Each of the three by name; a broken one is not missing."""
    folder = write_tree(
        {
            "records/school.yml": SETTINGS["school.yml"],
            "records/policy.yml": "预设：[初中\n启用日期：2025-09-01\n",
        }
    )
    loaded = load([folder / "records"], folder)
    assert [f"{each.location} {each.code.code}" for each in loaded.findings] == [
        "records/catalogue.yml:1:1 R08",
        "records/policy.yml:1:3 S10",
        "records/policy.yml:1:4 S23",
        "records/policy.yml:2:5 S10",
    ]


def test_an_unknown_preset_is_named(school: WriteTree) -> None:
    """At its place in the list, with the names there are."""
    policy = SETTINGS["policy.yml"].decode().replace("预设: 初中", "预设: [初中, 大专]")
    loaded, said = _load(school({"policy.yml": policy}))
    assert said == ["policy.yml:1:10 R09"]
    assert loaded.findings[0].cure == "可以写：幼儿园、小学、初中、中学、高校、小学隐私。"


def test_a_folder_that_does_not_exist_is_a_finding(tmp_path: Path) -> None:
    """The clerk is sent to the option that names it."""
    loaded = load([tmp_path / "没有"], tmp_path)
    assert [f"{each.location} {each.code.code}" for each in loaded.findings] == ["没有:1:1 S01"]


def test_two_folders_share_one_register(write_tree: WriteTree) -> None:
    """Staff records may lie elsewhere; settings stand once, a number is used once."""
    folder = write_tree(
        {
            **{f"public/{name}": data for name, data in SETTINGS.items()},
            "public/notices/a.md": NOTICE,
            "staff/notices/b.md": NOTICE,
            "staff/notices/a.md": NOTICE,
            "staff/school.yml": SETTINGS["school.yml"],
        }
    )
    loaded = load([folder / "public", folder / "staff"], folder)
    assert list(loaded.register.records) == ["notices/a", "notices/b"]
    assert [f"{each.location} {each.code.code}" for each in loaded.findings] == [
        "staff/notices/a.md:1:1 R03",
        "staff/school.yml:1:1 R03",
    ]


def test_reading_twice_says_the_same(school: WriteTree) -> None:
    """Findings are in order of place, whatever the order of the disk."""
    folder = school({f"notices/{name}.md": NOTICE.replace("起: ", "起：") for name in "cab"})
    assert _load(folder)[1] == _load(folder)[1] == [f"notices/{name}.md:4:2 S10" for name in "abc"]


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("答复2.md", "是不是“reply-2.md”？"),
        ("Reply2.MD", "是不是“reply-2.md”？"),
        ("答复.md", "已经有“reply-1.md”：重复的删去，另一次的改名为“reply-2.md”。"),
        ("reply-1 (1).md", "已经有“reply-1.md”：重复的删去，另一次的改名为“reply-2.md”。"),
        ("提案.md", "是不是“proposal.md”？"),
    ],
)
def test_a_misnamed_file_is_told_a_name_that_is_free(name: str, cure: str, write_tree: WriteTree) -> None:
    """The name keeps the number typed, and never is that of a file which is there."""
    folder = "proposals/05-03-001"
    root = write_tree({f"{folder}/reply-1.md": "---\n日期: 2026-03-06\n---\n", f"{folder}/{name}": ""})
    findings = load([root], root).findings
    assert cure in [finding.cure for finding in findings if finding.location.path.endswith(name)]
