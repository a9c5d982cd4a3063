"""Git is asked without its settings, hooks or network having a say, and what people type is never an option."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import date
from pathlib import Path

import pytest
from gongkai.git import running
from gongkai.git.commits import Changed, Status, between, changes, commit, first_parent, signed
from gongkai.git.objects import Corrupt, Missing, Objects
from gongkai.git.revisions import INDEX, WORKTREE, Kind, NoSuchRevision, is_shallow, revision
from gongkai.git.running import Git, GitFailed, NoGit, repository, repository_of
from gongkai.git.staging import staged

from tests.repositories import Repository


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Three commits on main, a tag with a message, and a branch that parted after the second."""
    made = Repository.new(tmp_path_factory.mktemp("git") / "made")
    made.commit({"a.md": "一"}, "第一次", on="2026-01-01")
    made.commit({"b.md": "二"}, "第二次\n\n说明", on="2026-01-02T23:30:00+08:00")
    made.git("tag", "-a", "v1", "-m", "发布", "HEAD")
    made.git("branch", "work")
    made.commit({"c.md": "三"}, "第三次", on="2026-01-02T20:00:00+00:00")
    made.git("checkout", "-q", "work")
    made.commit({"d.md": "四"}, "另一支", on="2026-01-04")
    made.git("checkout", "-q", "main")
    return made


@pytest.fixture
def made(template: Repository, tmp_path: Path) -> Repository:
    """A copy of it for one test."""
    return Repository(shutil.copytree(template.folder, tmp_path / "made"))


@pytest.fixture
def git(made: Repository) -> Git:
    return repository(made.folder)


def test_a_repository_is_found_from_any_folder_in_it(made: Repository) -> None:
    """Also from one that does not exist yet."""
    top = Path(os.path.realpath(made.folder))
    (made.folder / "x").mkdir()
    assert repository(made.folder / "x") == repository(made.folder / "y/z") == Git(top)


def test_no_repository_and_no_git_are_said_in_chinese(
    made: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with its cure; whoever can do without asks for None."""
    (tmp_path / "tmp").mkdir()
    with pytest.raises(NoGit, match=r"“tmp”不在 git 仓库里，没有历史。在学校的文件夹里运行 git init，并提交一次。"):
        repository(tmp_path / "tmp")
    assert repository_of(tmp_path / "tmp") is None
    made.git("clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    with pytest.raises(NoGit, match="没有工作区的仓库（bare）"):
        repository(tmp_path / "bare")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(running, "_KEPT", (*running._KEPT, "GIT_TEST_ASSUME_DIFFERENT_OWNER"))
    with pytest.raises(NoGit, match=r"它属于另一个用户。确认可信以后运行：git config --global --add safe.directory"):
        repository(made.folder)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(NoGit, match="这台电脑上没有 git"):
        repository(made.folder)
    assert repository_of(made.folder) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("HEAD", "main"),
        (" main ", "main"),
        ("refs/heads/work", "work"),
        ("v1", "main~1"),
        ("HEAD~2", "main~2"),
        ("main...work", "main~1"),
        ("work...", "main~1"),
        ("...work", "main~1"),
    ],
)
def test_what_is_typed_names_a_commit(made: Repository, git: Git, typed: str, meant: str) -> None:
    """A tag with a message is peeled; three dots are where two parted, HEAD standing for what is left out."""
    found = revision(git, typed)
    assert (found.oid, found.kind) == (made.git("rev-parse", meant), Kind.COMMIT)


def test_short_and_whole_ids(made: Repository, git: Git) -> None:
    """As git shows them."""
    head = made.head()
    assert revision(git, head).oid == revision(git, head[:8]).oid == head


@pytest.mark.parametrize(
    ("typed", "meant"), [("", WORKTREE), ("工作区", WORKTREE), (":暂存", INDEX), (":index", INDEX), ("INDEX", INDEX)]
)
def test_moments_that_are_no_commits(git: Git, typed: str, meant: object) -> None:
    """The work tree and what is staged have names of their own."""
    assert revision(git, typed) is meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mian", "没有“mian”这个版本。是不是“main”？"),
        ("zzz", "没有“zzz”这个版本。用 git branch -a 和 git tag 看有哪些。"),
        ("HEAD~9", "“HEAD~9”指不到提交：历史没有这么长。"),
        ("HEAD:a.md", "没有“HEAD:a.md”这个版本。用 git branch -a 和 git tag 看有哪些。"),
        ("main...zzz", "没有“zzz”这个版本。用 git branch -a 和 git tag 看有哪些。"),
    ],
)
def test_what_names_nothing_is_told_what_there_is(git: Git, typed: str, said: str) -> None:
    """With near names."""
    with pytest.raises(NoSuchRevision) as caught:
        revision(git, typed)
    assert str(caught.value) == said


@pytest.mark.parametrize("typed", ["--output=x", "-x", "--all", "^main", "a..b", ":/第", ":a.md", "ma\x1bin", "a\nb"])
def test_options_and_commands_are_no_revisions(made: Repository, git: Git, typed: str) -> None:
    """They never reach git; what cannot be printed is not printed."""
    with pytest.raises(NoSuchRevision, match="不是版本的写法") as caught:
        revision(git, typed)
    assert str(caught.value).isprintable()
    assert not list(made.folder.rglob("x"))


def test_a_branch_that_is_called_like_an_option(made: Repository, git: Git) -> None:
    """It can be named whole."""
    made.git("update-ref", "refs/heads/--all", "HEAD~1")
    assert revision(git, "refs/heads/--all").oid == made.git("rev-parse", "HEAD~1")


def test_ambiguous_names_are_not_guessed(made: Repository, git: Git) -> None:
    """Neither a branch and a tag of one name nor the beginning of two ids."""
    made.git("tag", "work", "main")
    with pytest.raises(NoSuchRevision, match="“work”既是分支又是标签，指的不是同一个提交。写全：refs/heads/work"):
        revision(git, "work~1")
    made.git("tag", "-f", "work", "refs/heads/work")
    assert revision(git, "work").oid == made.git("rev-parse", "refs/heads/work")
    tree = made.git("rev-parse", "HEAD^{tree}")
    oids: dict[str, str] = {}
    for n in range(2000):
        oid = made.git("commit-tree", tree, "-m", str(n)) if n else made.head()
        if oid[:4] in oids:
            break
        oids[oid[:4]] = oid
    with pytest.raises(NoSuchRevision, match=f"“{oid[:4]}”对得上不止一个提交。提交号多写几位。"):
        revision(git, oid[:4])


def test_a_repository_without_commits(tmp_path: Path) -> None:
    """The sentence says to make one."""
    Repository.new(tmp_path / "new")
    with pytest.raises(NoSuchRevision, match="当前分支还没有提交。先提交一次。"):
        revision(repository(tmp_path / "new"), "HEAD")


def test_histories_that_never_met(made: Repository, git: Git) -> None:
    """There is no place where they parted."""
    made.git("checkout", "-q", "--orphan", "alone")
    made.commit({}, "从头")
    with pytest.raises(NoSuchRevision, match="两边的历史不相连"):
        revision(git, "main...alone")


def test_a_shallow_clone_says_so(made: Repository, git: Git, tmp_path: Path) -> None:
    """Instead of guessing what came before."""
    clone = repository(made.clone(tmp_path / "clone", "--depth=1").folder)
    assert (is_shallow(git), is_shallow(clone)) == (False, True)
    with pytest.raises(NoSuchRevision, match="这是浅克隆，较早的历史不在这里；取全：git fetch --unshallow"):
        revision(clone, "HEAD~1")


def test_commits_are_told_by_their_day_in_china(made: Repository, git: Git) -> None:
    """Oldest first; eight in the evening in London is the next day."""
    found = first_parent(git)
    assert [(each.message, each.on) for each in found] == [
        ("第一次", date(2026, 1, 1)),
        ("第二次\n\n说明", date(2026, 1, 2)),
        ("第三次", date(2026, 1, 3)),
    ]
    assert [each.parents for each in found] == [(), (found[0].oid,), (found[1].oid,)]
    assert commit(git, found[1].oid) == found[1]
    assert first_parent(git, since=found[0].oid) == found[1:]
    assert first_parent(git, until=found[1].oid) == found[:2]


def test_merged_branches_are_no_published_moments(made: Repository, git: Git) -> None:
    """The merge is; what was merged is between."""
    before = made.head()
    after = made.merge("work", "合并", on="2026-01-05")
    assert [each.message for each in first_parent(git)][-2:] == ["第三次", "合并"]
    assert [each.message for each in between(git, before, after)] == ["另一支", "合并"]
    assert changes(git, since=before) == (
        ((after, (Changed("d.md", "", made.git("rev-parse", "HEAD:d.md"), "100644"),))),
    )


def test_changes_name_what_went_and_what_came(made: Repository, git: Git) -> None:
    """A renamed file is two; odd names are as they are; a folder that is asked for leaves the rest out."""
    one = made.git("rev-parse", "HEAD:a.md")
    odd = ["r/-x", "r/commit 1", "r/换\n行", 'r/引"号', "r/：000"]
    made.git("mv", "a.md", "z.md")
    oid = made.commit(dict.fromkeys(odd, "五"))
    five = made.git("rev-parse", "HEAD:r/-x")
    assert changes(git)[-1] == (
        oid,
        (
            Changed("a.md", one, "", "000000"),
            *(Changed(name, "", five, "100644") for name in sorted(odd, key=str.encode)),
            Changed("z.md", "", one, "100644"),
        ),
    )
    assert [(each, len(found)) for each, found in changes(git, folders=("r",))] == [(oid, len(odd))]
    assert [each for each, _ in changes(git, folders=("a.md",))] == [made.git("rev-parse", "v1~1"), oid]
    assert changes(git, folders=("*.md",)) == ()


def test_a_commit_may_claim_any_second(made: Repository, git: Git) -> None:
    """Also one for which there is no date."""
    made.git("commit", "-q", "--allow-empty", "-m", "远", GIT_COMMITTER_DATE="@99999999999999 +0000")
    assert first_parent(git)[-1].on == date(9999, 12, 30)


def test_settings_of_the_machine_have_no_say(made: Repository, git: Git) -> None:
    """Neither replaced objects nor grafts, mail maps, formats, renames, signatures nor a pager."""
    made.git("commit", "-q", "--allow-empty", "-m", "审核: 工会主席")
    before = first_parent(git), changes(git)
    for name, value in {
        "log.showSignature": "true",
        "format.pretty": "oneline",
        "diff.renames": "copies",
        "log.date": "iso",
        "core.pager": "false",
        "i18n.logOutputEncoding": "GBK",
        "diff.noprefix": "true",
        "log.diffMerges": "off",
        "diff.ignoreSubmodules": "all",
        "diff.orderFile": "/nowhere",
        "color.ui": "always",
    }.items():
        made.git("config", name, value)
    made.git("replace", made.git("rev-parse", "HEAD"), made.git("rev-parse", "HEAD~2"))
    (made.folder / ".git/info/grafts").write_text(made.git("rev-parse", "v1~0^{commit}") + "\n", "utf-8")
    assert (first_parent(git), changes(git)) == before


def test_objects_are_read_from_one_process(made: Repository, git: Git) -> None:
    """Trees and files; an id without an object, and one of another sort, are said to be so."""
    head = made.head()
    with Objects(git) as objects:
        assert [(each.name, each.mode) for each in objects.tree(head)] == [(f"{n}.md", "100644") for n in "abc"]
        oid = objects.tree(head)[0].oid
        assert objects.blob(oid) == "一".encode()
        assert objects.blob(oid, 2) == "一".encode()[:2]
        assert objects.blob(oid, 3) == "一".encode()
        process = objects._process
        assert objects.commit(head).startswith(b"tree ")
        assert objects.has(head)
        assert not objects.has("0" * 40)
        with pytest.raises(Missing):
            objects.blob("0" * 40)
        with pytest.raises(Corrupt, match="is no blob"):
            objects.blob(head)
        assert process is objects._process
    assert objects.blob(oid) == "一".encode()
    objects.close()


def test_a_process_that_was_ended_is_started_again(made: Repository, git: Git) -> None:
    """Whoever ended it."""
    with Objects(git) as objects:
        first = objects.tree(made.head())
        assert objects._process
        objects._process.kill()
        objects._process.wait()
        assert objects.tree(made.head()) == first


def test_threads_share_the_process(made: Repository, git: Git) -> None:
    """Each gets its own answer."""
    oids = {name: made.git("rev-parse", f"HEAD:{name}.md") for name in "abc"}
    wrong: list[str] = []
    with Objects(git) as objects:

        def ask(name: str) -> None:
            if any(objects.blob(oids[name]).decode() != {"a": "一", "b": "二", "c": "三"}[name] for _ in range(50)):
                wrong.append(name)

        threads = [threading.Thread(target=ask, args=(name,)) for name in "abcabc"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_longer_ids(tmp_path: Path) -> None:
    """A repository with SHA-256 is read all the same."""
    (tmp_path / "long").mkdir()
    made = Repository(tmp_path / "long")
    made.git("init", "-q", "-b", "main", "--object-format=sha256")
    made.commit({"a/b.md": "一"})
    git = repository(made.folder)
    with Objects(git) as objects:
        (top,) = objects.tree(revision(git, "HEAD").oid or "")
        (file,) = objects.tree(top.oid)
        assert objects.blob(file.oid) == "一".encode()
    assert staged(git)[0] == made.git("rev-parse", "HEAD^{tree}")


def test_what_git_cannot_do_is_said(git: Git) -> None:
    """With its own words."""
    with pytest.raises(GitFailed, match="git 没有办成：fatal: "):
        git.text("rev-parse", "--verify", "nothing")


def test_hooks_and_monitors_are_not_run(made: Repository, git: Git, tmp_path: Path) -> None:
    """Reading a repository starts no program of its settings."""
    trace = tmp_path / "ran"
    script = tmp_path / "monitor"
    script.write_text(f"#!/bin/sh\ntouch '{trace}'\n", "utf-8")
    script.chmod(0o755)
    made.git("config", "core.fsmonitor", str(script))
    made.git("config", "core.pager", str(script))
    made.git("config", "diff.external", str(script))
    assert git.text("status", "--porcelain") == ""
    assert staged(git)[0] == git.text("rev-parse", "HEAD^{tree}")
    assert changes(git)
    assert not trace.exists()


@pytest.fixture
def signer(tmp_path: Path) -> Path:
    """A stand-in for gpg: it signs with a word, and tells of the word what it has been told to."""
    script = tmp_path / "signer"
    script.write_text(
        """#!/bin/sh
case "$*" in
*--verify*)
  for last; do :; done
  file=$(for each; do [ "$each" != - ] && echo "$each"; done | tail -1)
  grep -q BADWORD "$file" && { echo; echo "[GNUPG:] BADSIG 1234567890ABCDEF x"; exit 1; }
  echo
  echo "[GNUPG:] GOODSIG 1234567890ABCDEF x"
  echo "[GNUPG:] VALIDSIG AAAABBBBCCCCDDDDEEEEFFFF0000111122223333 2026-01-01 0 0 4 0 1 8 00 AAAA"
  echo "[GNUPG:] TRUST_ULTIMATE"
  ;;
*)
  cat > /dev/null
  echo "[GNUPG:] SIG_CREATED x" >&2
  printf -- '-----BEGIN PGP SIGNATURE-----\\n\\n%s\\n-----END PGP SIGNATURE-----\\n' "$WORD"
  ;;
esac
""",
        "utf-8",
    )
    script.chmod(0o755)
    return script


def test_signatures_are_told_when_asked_for(
    made: Repository, git: Git, signer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good with its key, bad, none, and not to be told where the program that checks is not there.

    The machine names that program; what a repository names, which may come from anywhere, is not run.
    """
    machine = tmp_path / "machine.config"
    machine.write_text(f'[gpg]\n\tprogram = "{signer.as_posix()}"\n', "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(machine))
    made.git("config", "gpg.program", str(signer))
    for word in ("GOODWORD", "BADWORD"):
        made.git("commit", "-q", "--allow-empty", "-S", "-m", word, WORD=word)
    made.git("commit", "-q", "--allow-empty", "-m", "unsigned")
    made.git("config", "gpg.program", "/nowhere")
    made.git("config", "gpg.openpgp.program", "/nowhere")
    found = first_parent(git)[-3:]
    assert [each.signature for each in found] == [None, None, None]
    assert [each.signature and each.signature.status for each in signed(git, found)] == [
        Status.GOOD,
        Status.BAD,
        Status.NONE,
    ]
    good = signed(git, found)[0].signature
    assert good
    assert good.fingerprint == "AAAABBBBCCCCDDDDEEEEFFFF0000111122223333"
    machine.write_text("[gpg]\n\tprogram = /nowhere\n", "utf-8")
    assert [each.signature and each.signature.status for each in signed(git, found[:1])] == [Status.UNKNOWN]
    assert signed(git, ()) == ()


def test_no_process_is_left_behind(made: Repository, git: Git) -> None:
    """Also where nobody closed it."""
    objects = Objects(git)
    objects.tree(made.head())
    process = objects._process
    assert process
    del objects
    assert process.poll() is not None
