"""`gongkai verify --repository`: a history that was rewritten behind our back is found, and each record is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai.cli import main
from gongkai.load import load
from gongkai.records import Audience
from gongkai.release import CHAIN, RELEASE, Key
from gongkai.release.evidence import Recorded, Was, recorded
from gongkai.release.sources import Unverifiable
from gongkai.select import select
from gongkai.views.data.documents import digest

from tests.repositories import Repository
from tests.school import FINANCE, REPLY, small_school
from tests.sealed_sites import KEY, sealed_site

REPLY_AT = "disclosures/proposals/2026/05-03-012/reply-1.md"
FINANCE_AT = "disclosures/finances/2026/office-2026-03.yml"
LIST_AT = "disclosures/releases/2026-05-20.json"
FIRST, SECOND = date(2026, 5, 20), date(2026, 5, 26)


@dataclass(frozen=True)
class Released:
    """A school's repository with two releases, and what was kept of them beside it."""

    repository: Repository
    store: Path
    commits: tuple[str, str]

    @property
    def ledger(self) -> Path:
        return self.store / "ledger.jsonl"

    def verify(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["verify", "--repository", str(self.repository.folder), *arguments])

    def told(self, *arguments: str) -> list[tuple[str, str]]:
        """What is found wrong, as (code, place)."""
        done = self.verify("--ledger", str(self.ledger), "--format", "json", *arguments)
        assert done.exit_code in (0, 1), done.output
        return [(each["what"], each["place"]) for each in json.loads(done.output)["remarks"]]


def _digests(folder: Path, day: date) -> Mapping[str, str]:
    shown = select(load([folder / "disclosures"], folder).register, Audience.PUBLIC, day).register
    return {identity: digest(record) for identity, record in shown.records.items()}


def _seal(folder: Path, store: Path, n: int, day: date, previous: Path | None) -> tuple[Path, str]:
    """Seal a release of what stands in the work tree; only its list of records matters here."""
    site = store / "new"
    sealed_site(site, day=day, pages={"index.html": f"<p>{day}</p></html>"})
    manifest = json.loads((site / "data/manifest.json").read_text("utf-8"))
    manifest["records"] = {name: {"digest": each} for name, each in _digests(folder, day).items()}
    (site / "data/manifest.json").write_text(json.dumps(manifest), "utf-8")
    from gongkai.release import chain_at, seal  # noqa: PLC0415

    link = seal(site, chain_at(previous) if previous else None, KEY)
    assert link.n == n
    target = store / f"{n}-{link.digest[:8]}"
    site.rename(target)
    return target, link.digest


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Released:
    """Two releases: a first with everything, a second in which a reply was reworded, each from its commit."""
    top = tmp_path_factory.mktemp("released")
    store = top / "site.releases"
    store.mkdir()
    repository = Repository.new(top / "school")
    first = repository.commit(small_school(), "全部记录", on="2026-05-20")
    one, digest_one = _seal(repository.folder, store, 1, FIRST, None)
    listed = (one / "data/manifest.json").read_bytes()
    repository.commit({LIST_AT: listed}, "留存清单", on="2026-05-20")
    second = repository.commit({REPLY_AT: REPLY.replace("值班师傅", "值守师傅")}, "更正答复", on="2026-05-26")
    _, digest_two = _seal(repository.folder, store, 2, SECOND, one)
    about = {"audience": "社会", "action": "发布"}
    lines = (
        {"n": 1, "date": "2026-05-20", "commit": first, "digest": digest_one, **about},
        {"n": 2, "date": "2026-05-26", "commit": second, "digest": digest_two, **about},
    )
    (store / "ledger.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines) + '{"n": 3, "da', "utf-8")
    return Released(repository, store, (first, second))


@pytest.fixture
def released(original: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Released:
    """A copy of it, whose history may be rewritten."""
    monkeypatch.setenv("GONGKAI_RELEASE_KEY", KEY.secret.decode())
    top = shutil.copytree(original.repository.folder.parent, tmp_path / "copy", symlinks=True)
    return replace(original, repository=Repository(top / "school"), store=top / "site.releases")


def _amend_first(released: Released, files: Mapping[str, str]) -> None:
    """Rewrite the first commit and put everything after it on top again, as a rebase with a force push does."""
    repository = released.repository
    later = repository.git("rev-list", "--reverse", f"{released.commits[0]}..HEAD").split()
    repository.git("reset", "-q", "--hard", released.commits[0])
    repository.write(files)
    repository.git("add", "-A")
    repository.git("commit", "-q", "--amend", "--no-edit", on="2026-05-20")
    for commit in later:
        on = repository.git("show", "-s", "--format=%cs", commit)
        repository.git("cherry-pick", commit, on=on)


def test_an_honest_history_is_whole(released: Released) -> None:
    """Both releases and the list beside the records are what the repository says, also after new commits."""
    released.repository.commit({FINANCE_AT: FINANCE.replace("2000.00", "2000.00  # 三月")}, on="2026-06-01")
    assert released.told() == []
    done = released.verify("--ledger", str(released.ledger))
    assert done.exit_code == 0
    assert done.output.splitlines() == ["和仓库里的历史比了 3 次发布。", "结论：完好。"]


def test_an_amended_commit_is_found(released: Released) -> None:
    """An amount of a month that was released is rewritten in the commit itself: every release that said it speaks."""
    _amend_first(released, {FINANCE_AT: FINANCE.replace("维修费\n    金额: 2000.00", "维修费\n    金额: 1000.00")})
    month = ("rewritten", "finances/office-2026-03")
    assert released.told() == [
        ("history", "第 1 次发布（2026-05-20）"),
        month,
        ("history", "第 2 次发布（2026-05-26）"),
        month,
        month,
    ]
    text = released.verify("--ledger", str(released.ledger)).output
    assert f"提交 {released.commits[0][:10]} 已经不在现在的分支上" in text
    assert "  finances/office-2026-03：第 1 次发布（2026-05-20）：内容和发布时不同\n" in text
    assert "disclosures/releases/2026-05-20.json：内容和发布时不同（清单没有写程序版本" in text


def test_a_commit_that_is_gone_is_found(released: Released) -> None:
    """Rewritten and swept out, or cloned anew after a force push: the commit is missing, the records still speak."""
    _amend_first(released, {FINANCE_AT: FINANCE.replace("办公费", "办公用品费")})
    clone = released.repository.clone(released.store.parent / "clone")
    anew = replace(released, repository=clone)
    text = anew.verify("--ledger", str(released.ledger)).output
    assert f"提交 {released.commits[0][:10]} 已经不在仓库里" in text
    assert "finances/office-2026-03：第 1 次发布（2026-05-20）：内容和发布时不同" in text


def test_a_rewritten_history_that_says_the_same(released: Released) -> None:
    """A commit rewritten without a change of its records is a rewritten history, and no record is accused."""
    repository = released.repository
    repository.git("commit", "-q", "--amend", "-m", "另一句话", on="2026-05-26")
    assert released.told() == [("history", "第 2 次发布（2026-05-26）")]


def test_a_deleted_and_an_invented_record_are_named(released: Released) -> None:
    """What was released and is no more in the commit of that day, and what was never released and is."""
    repository = released.repository
    opinion = next(name for name in small_school() if "/opinions/" in name)
    repository.git("rm", "-q", opinion)
    other = FINANCE.replace("2026-03", "2026-02").replace("1,040.50", "1,040.50")
    repository.write({"disclosures/finances/2026/office-2026-02.yml": other})
    repository.git("add", "-A")
    repository.git("commit", "-q", "--amend", "--no-edit", on="2026-05-26")
    text = released.verify("--ledger", str(released.ledger)).output
    assert f"opinions/{Path(opinion).stem}：第 2 次发布（2026-05-26）：仓库里没有了" in text
    assert "finances/office-2026-02：第 2 次发布（2026-05-26）：发布时没有" in text


def test_the_chain_and_the_key_are_enough(released: Released) -> None:
    """Where older releases are no longer kept, the newest copy's chain and the school's key name the records."""
    _amend_first(released, {FINANCE_AT: FINANCE.replace("办公费", "办公用品费")})
    clone = released.repository.clone(released.store.parent / "clone")
    kept = next(released.store.glob("2-*"))
    shutil.rmtree(next(released.store.glob("1-*")))
    assert "finances/office-2026-03：第 1 次发布（2026-05-20）：内容和发布时不同" in (
        replace(released, repository=clone).verify("--ledger", str(released.ledger)).output
    )
    shutil.move(kept, released.store.parent / "copy-of-site")
    done = replace(released, repository=clone).verify(
        str(released.store.parent / "copy-of-site"), "--ledger", str(released.ledger)
    )
    assert "finances/office-2026-03：第 1 次发布（2026-05-20）：内容和发布时不同" in done.output


def test_another_key_accuses_nobody(released: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a key that cannot have sealed the release, nothing is said of its records but that."""
    monkeypatch.setenv("GONGKAI_RELEASE_KEY", "z" * 40)
    shutil.rmtree(next(released.store.glob("1-*")))
    assert released.told() == []
    assert (
        "第 1 次发布（2026-05-20）：发布密钥和那时的不同，记录的内容没有核对。"
        in released.verify("--ledger", str(released.ledger)).output
    )


def test_another_version_of_the_program_accuses_nobody(released: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records that another version read may have other digests: it is said that, and which."""
    monkeypatch.setattr("gongkai.release.repository.tool_version", lambda: "9.0")
    (released.repository.folder / LIST_AT).unlink()
    released.repository.commit({REPLY_AT: REPLY.replace("值班师傅", "师傅")}, on="2026-05-26")
    lines = released.ledger.read_text("utf-8").splitlines()
    found = json.loads(lines[1]) | {"commit": released.repository.head()}
    released.ledger.write_text(f"{json.dumps(found)}\n", "utf-8")
    done = released.verify("--ledger", str(released.ledger))
    assert done.exit_code == 0
    assert "现在是 9.0 版，proposals/05-03-012和现在算的不同。读记录的方法可能不同，不能断定" in done.output


def test_a_shallow_clone_says_so(released: Released) -> None:
    """What it cannot see it does not accuse."""
    clone = released.repository.clone(released.store.parent / "shallow", "--depth=1")
    shallow = replace(released, repository=clone)
    assert shallow.told() == []
    assert "只取了一部分历史，更早的提交没有核对" in shallow.verify("--ledger", str(released.ledger)).output


def test_without_a_ledger_the_lists_speak(released: Released) -> None:
    """The committed list of a release is held against what was published on its day; one before all history is not."""
    assert released.verify().output.splitlines() == ["和仓库里的历史比了 1 次发布。", "结论：完好。"]
    _amend_first(released, {FINANCE_AT: FINANCE.replace("办公费", "办公用品费")})
    assert "finances/office-2026-03：disclosures/releases/2026-05-20.json：内容和发布时不同" in released.verify().output
    older = (released.repository.folder / LIST_AT).read_text("utf-8").replace("2026-05-20", "2025-05-20")
    (released.repository.folder / "disclosures/releases/2025-05-20.json").write_text(older, "utf-8")
    assert "2025-05-20.json：仓库最早的提交比 2025-05-20 晚，没有核对。" in released.verify().output


def test_a_release_list_may_be_kept_beside_the_records(released: Released) -> None:
    """data/release.json of a release is a list too, and says by which version it was made."""
    kept = (next(released.store.glob("2-*")) / RELEASE).read_bytes()
    released.repository.commit({"disclosures/releases/2.json": kept}, on="2026-05-26")
    assert released.told() == []
    released.repository.git("reset", "-q", "--hard", "HEAD~2")
    released.repository.commit({"disclosures/releases/2.json": kept}, on="2026-05-26")
    text = released.verify().output
    assert "proposals/05-03-012：disclosures/releases/2.json：内容和发布时不同\n" in text


def test_releases_without_a_commit(released: Released) -> None:
    """Made from no repository, or with changes that were never committed: said, and not held against anything."""
    lines = [json.loads(line) for line in released.ledger.read_text("utf-8").splitlines()[:2]]
    lines[0]["commit"] = ""
    lines[1]["dirty"] = True
    released.ledger.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    text = released.verify("--ledger", str(released.ledger)).output
    assert "第 1 次发布（2026-05-20）时记录不在仓库里，没有核对。" in text
    assert "第 2 次发布（2026-05-26）时有没提交的改动，不能从提交重算，没有核对。" in text


def test_a_ledger_that_the_chain_contradicts(released: Released) -> None:
    """A line whose digest is not that of the chain is a fork, and told with its release."""
    text = released.ledger.read_text("utf-8")
    digest_two = json.loads(text.splitlines()[1])["digest"]
    released.ledger.write_text(text.replace(digest_two, "0" * 64), "utf-8")
    assert ("forked", "第 2 次发布（2026-05-26）") in released.told()


def test_hostile_ledgers(tmp_path: Path) -> None:
    """Lines that are none are left out; a commit that is an option is none; no line at all is told in words."""
    file = tmp_path / "ledger.jsonl"
    good = {"n": 1, "date": "2026-05-20", "audience": "社会", "digest": "0" * 64, "commit": "a" * 40}
    bad = [{**good, "commit": "--upload-pack=x"}, {**good, "n": True}, {**good, "date": "x"}, [], 7, None]
    file.write_bytes(b"\xff\n[[[[\n" + "".join(f"{json.dumps(each)}\n" for each in bad).encode())
    with pytest.raises(Unverifiable, match="里没有一次发布。检查是不是写错了文件。"):
        recorded(file)
    file.write_text(json.dumps(good), "utf-8")
    assert recorded(file) == (Recorded(1, FIRST, "社会", "0" * 64, "a" * 40),)
    with pytest.raises(Unverifiable, match="读不到。写 gongkai publish 的目标旁边"):
        recorded(tmp_path / "none")


def test_what_is_missing_on_the_command_line(released: Released) -> None:
    """Neither copy nor repository, a ledger without one, a folder outside every repository."""
    run = CliRunner()
    for typed, message in (
        ([], "还要写上副本"),
        (["--ledger", "x"], "选项 --ledger 要和 --repository 一起写"),
        (["--repository", ".", "--against", "x"], "要和副本一起写"),
        (["--repository", str(released.store)], "这里没有 mkdocs.yml"),
    ):
        done = run.invoke(main, ["verify", *typed])
        assert (done.exit_code, message in done.output) == (2, True), done.output


def test_a_commitment_is_compared_with_the_key_alone() -> None:
    """A digest at hand decides; without one, the commitment that the key makes."""
    sealed = KEY.seal("a/1", "0" * 32)
    was = Was("x", "", {}, {"a/1": sealed.commitment, "a/2": sealed.commitment})
    assert was.differing({"a/1": "0" * 32}, KEY) == (("a/2", "仓库里没有了"),)
    assert was.differing({"a/1": "1" * 32, "a/2": "0" * 32}, KEY) == (
        ("a/1", "内容和发布时不同"),
        ("a/2", "内容和发布时不同"),
    )
    assert not was.fits({"a/1": "0" * 32}, Key())
    assert CHAIN.endswith("releases.json")
