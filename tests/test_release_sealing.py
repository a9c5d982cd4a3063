"""Sealing a release: the sums, the chain, and what they keep to themselves of data that had to go."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from gongkai.load import load
from gongkai.records import Audience
from gongkai.release import CHAIN, RELEASE, SUMS, Key, NotSealed, NotWithdrawn, chain_at, key_of, seal, sealed, withdraw
from gongkai.release.model import canonical, commitment, root_of
from gongkai.release.reading import chain_of, manifest_of
from gongkai.release.sums import sums_of, written
from gongkai.select import select
from gongkai.source.releases import digest_of
from gongkai.views.board import Board
from gongkai.views.data.documents import digest as digest_of_record
from gongkai.views.data.gathered import gathered
from gongkai.views.data.releases import policy_digest

from tests.builds import files_of
from tests.conftest import WriteTree
from tests.school import small_school
from tests.sealed_sites import KEY, RECORDS, digest, sealed_site, site, three, told, verdict


def test_canonical_json_is_what_its_words_say() -> None:
    """Sorted keys, no blanks, characters as they are: another program gets the same bytes from the same words."""
    assert (
        canonical({"b": "青禾", "a": [1, {"d": "", "c": "\n"}]}) == '{"a":[1,{"c":"\\n","d":""}],"b":"青禾"}'.encode()
    )


def test_a_link_can_be_recomputed_by_hand(tmp_path: Path) -> None:
    """Digest, root, commitment and sums follow from the published words alone, without this program."""
    link = sealed_site(tmp_path)
    found = json.loads((tmp_path / RELEASE).read_text("utf-8"))
    assert link.n == found["n"] == 1
    listed = found.pop("records")
    for identity, entry in listed.items():
        assert entry["digest"] == digest(RECORDS[identity])
        assert entry["commitment"] == sha256(bytes.fromhex(entry["salt"]) + entry["digest"].encode()).hexdigest()
    lines = "".join(f"{identity} {listed[identity]['commitment']}\n" for identity in sorted(listed))
    assert found["records_root"] == sha256(lines.encode()).hexdigest()
    assert found["fingerprint"]["digest"] == digest_of({name: digest(text) for name, text in RECORDS.items()})
    assert found["files"] == sha256((tmp_path / SUMS).read_bytes()).hexdigest()
    own = found.pop("digest")
    found["fingerprint"] = found["fingerprint"]["commitment"]
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(text.encode()).hexdigest() == own == link.digest


def test_the_chain_tells_what_changed_and_nothing_of_what_it_was(tmp_path: Path) -> None:
    """Each link names the records that came, changed and went; only commitments are told of them."""
    folders = three(tmp_path)
    links = json.loads((folders[2] / CHAIN).read_text("utf-8"))["links"]
    assert [link["n"] for link in links] == [1, 2, 3]
    assert "previous" not in links[0]
    assert [link["previous"] for link in links[1:]] == [link["digest"] for link in links[:-1]]
    assert [sorted(link["changes"]) for link in links] == [
        sorted(RECORDS),
        ["proposals/05-03-012"],
        ["opinions/05-001"],
    ]
    assert links[2]["changes"]["opinions/05-001"] == ""
    assert all(len(each) in (0, 64) for link in links for each in link["changes"].values())
    chain = chain_at(folders[2])
    assert chain is not None
    assert all(root == step.link.records_root for step, root in chain.roots())
    assert root_of(chain.listed()) == chain.links[-1].records_root


def test_sealing_again_changes_nothing(tmp_path: Path) -> None:
    """The same site after the same release has the same bytes; after itself, where nothing is new, it stays itself."""
    first, second, _ = three(tmp_path)
    before = {name: (second / name).read_bytes() for name in (SUMS, RELEASE, CHAIN)}
    assert seal(second, chain_at(first), KEY).n == 2
    assert {name: (second / name).read_bytes() for name in before} == before
    assert seal(second, chain_at(second), KEY).n == 2
    assert {name: (second / name).read_bytes() for name in before} == before
    (second / "index.html").write_bytes(b"<p>other</p></html>")
    assert seal(second, chain_at(second), KEY).n == 3


def test_a_record_has_one_digest(write_tree: WriteTree) -> None:
    """The digest that is recomputed from the repository is that of the list that was published, for every record."""
    root = write_tree(small_school())
    day = date(2026, 5, 20)
    board = Board(select(load([root / "disclosures"], root).register, Audience.PUBLIC, day))
    recomputed = {identity: digest_of_record(record) for identity, record in board.register.records.items()}
    assert recomputed == {each.identity: each.digest for each in gathered(board).all}
    assert len(recomputed) == 5


def test_the_digest_of_the_rules_tells_rules_apart(write_tree: WriteTree) -> None:
    """Another threshold makes another digest; personal data that is allowed for a while is not in it."""
    policy = small_school()["disclosures/policy.yml"]

    def digest_with(text: str) -> str:
        root = write_tree(small_school(**{"disclosures/policy.yml": text}))
        return policy_digest(load([root / "disclosures"], root).register.policy)

    allowed = "个人信息例外:\n  - {文字: 0599-5550123, 理由: 值班, 批准: 校长, 至: 2026-12-31}\n"
    assert digest_with(policy) == digest_with(policy + allowed)
    assert digest_with(policy) != digest_with(f"{policy}二审: 是\n")


def test_a_stream_is_sealed_like_a_folder(tmp_path: Path) -> None:
    """What goes through to a folder gets the papers that the folder would get; our own mark is not in the sums."""
    folder = site(tmp_path)
    (folder / ".gongkai-build").write_bytes("社会\n".encode())
    files = files_of(folder)
    made = dict(sealed(reversed(files.items()), None, KEY))
    seal(folder, None, KEY)
    assert made == files_of(folder)
    assert ".gongkai-build" not in sums_of(made[SUMS]).files
    assert told(verdict(folder)) == []


NAMES = (
    "名单 一.pdf",
    "two  blanks .txt",
    "back\\slash.txt",
    "line\nend.txt",
    "return\rsign.txt",
    "*star",
    " lead",
    "é.txt",
)


def test_sha256sum_checks_it_and_writes_the_same(tmp_path: Path) -> None:
    """coreutils' own program accepts the list without this package, and writes names with odd signs as we do."""
    folder = site(tmp_path, pages={name: name for name in NAMES})
    seal(folder, None, KEY)
    done = subprocess.run(["sha256sum", "--strict", "-c", SUMS], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(b": OK\n") == len(sums_of((folder / SUMS).read_bytes()).files)
    theirs = subprocess.run(["sha256sum", "--", *sorted(NAMES)], cwd=folder, capture_output=True, check=True).stdout
    assert written({name: sha256(name.encode()).hexdigest() for name in NAMES}) == theirs
    assert set(sums_of(theirs).files) == set(NAMES)
    (folder / "index.html").write_bytes(b"x")
    failed = subprocess.run(["sha256sum", "-c", "--quiet", SUMS], cwd=folder, capture_output=True, check=False)
    assert failed.returncode == 1
    assert failed.stdout == b"index.html: FAILED\n"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f"{'0' * 64}  a", {"a": "0" * 64}),
        (f"{'0' * 64} *a", {"a": "0" * 64}),
        (f"\\{'0' * 64}  a\\\\b\\nc", {"a\\b\nc": "0" * 64}),
        (f"\\{'0' * 64}  a\\tb", {}),
        (f"\\{'0' * 64}  a\\", {}),
        (f"{'0' * 63}  a", {}),
        (f"{'G' * 64}  a", {}),
        (f"{'0' * 64}  ../a", {}),
        (f"{'0' * 64}  /etc/passwd", {}),
        (f"{'0' * 64}  a//b", {}),
        (f"{'0' * 64}  a\x00b", {}),
        (f"{'0' * 64} a", {}),
        ("", {}),
    ],
)
def test_a_line_of_the_sums_is_read_or_named(line: str, kept: dict[str, str]) -> None:
    """A name that leaves the folder, a sum that is none, an escape that is none: never a file, always a line."""
    found = sums_of(f"{line}\n".encode())
    assert found.files == kept
    assert found.unread == (() if kept else (1,))


def test_a_list_cut_off_in_the_middle_says_so() -> None:
    """The last line without its end is named; the lines before it are read."""
    found = sums_of(f"{'0' * 64}  a\n{'0' * 64}  b".encode())
    assert (found.files, found.unread) == ({"a": "0" * 64}, (2,))


def test_without_the_key_a_commitment_confirms_no_guess(tmp_path: Path) -> None:
    """A telephone number that was taken down cannot be found from the chain by trying all of them.

    Everybody knows how a record is digested and everything else that it said; only the number is missing.
    """
    numbers = [f"0599-55501{last:02}" for last in range(100)]
    secret = numbers[23]
    records = RECORDS | {"opinions/05-001": f"请打 {secret}"}
    first, second = tmp_path / "first", tmp_path / "second"
    sealed_site(first, records=records, day=date(2026, 9, 1))
    sealed_site(second, first, records=RECORDS | {"opinions/05-001": "请打总机"}, day=date(2026, 9, 2))
    withdraw(second, ["opinions/05-001"])
    chain = chain_at(second)
    assert chain is not None
    target = chain.steps[0].changes["opinions/05-001"]
    guesses = {number: digest(f"请打 {number}") for number in numbers}

    def found(key: Key) -> list[str]:
        return [number for number, each in guesses.items() if key.seal("opinions/05-001", each).commitment == target]

    assert found(KEY) == [secret]
    assert found(Key()) == []
    assert found(Key(b"a guess of the school's key, which is not it")) == []
    known = chain.by_number[2].changes["opinions/05-001"]
    own = manifest_of((second / RELEASE).read_bytes()).records["opinions/05-001"]
    assert (own.commitment, own.salt, own.digest) == (known, "", "")
    assert not any(commitment(salt, each) == target for each in guesses.values() for salt in ("00" * 32, "ff" * 32))
    # Nor do the eight signs printed on paper, with every other digest known:
    text = (second / CHAIN).read_bytes() + (second / RELEASE).read_bytes()
    wholes = {
        digest_of({**{k: digest(v) for k, v in RECORDS.items()}, "opinions/05-001": each}) for each in guesses.values()
    }
    assert not any(whole[:8].encode() in text for whole in wholes)


def test_with_no_key_a_guess_is_confirmed_and_the_notice_says_so(tmp_path: Path) -> None:
    """Without a key everything else holds, but salts can be computed by anybody."""
    sealed_site(tmp_path, key=Key())
    assert Key().is_public
    assert not KEY.is_public
    target = manifest_of((tmp_path / RELEASE).read_bytes()).records["opinions/05-001"].commitment
    assert Key().seal("opinions/05-001", digest(RECORDS["opinions/05-001"])).commitment == target
    assert told(verdict(tmp_path)) == []


def test_a_record_that_is_gone_closes_the_fingerprints_that_count_it(tmp_path: Path) -> None:
    """With all other digests known, eight signs confirm a guess; so they go with the record. Digests stay."""
    _, second, third = three(tmp_path)
    before, after = chain_at(second), chain_at(third)
    assert before is not None
    assert after is not None
    assert [bool(step.whole.digest) for step in before.steps] == [True, True]
    assert [bool(step.whole.digest) for step in after.steps] == [False, False, True]
    assert [link.digest for link in before.links] == [link.digest for link in after.links[:2]]


def test_withdrawing_leaves_every_digest_right(tmp_path: Path) -> None:
    """Salt and digest go from both lists, and nothing else; the copy verifies, also against a copy from before."""
    _, second, _ = three(tmp_path)
    kept = shutil.copytree(second, tmp_path / "kept")
    was = (second / RELEASE).read_bytes()
    assert withdraw(second, ["proposals/05-03-012"]) == (second / RELEASE, second / CHAIN)
    now = manifest_of((second / RELEASE).read_bytes())
    assert [name for name, sealed in now.records.items() if not sealed.digest] == ["proposals/05-03-012"]
    assert now.link == manifest_of(was).link
    assert not now.whole.digest
    assert digest("延长供餐到七点十分").encode() not in (second / RELEASE).read_bytes()
    assert told(verdict(second)) == []
    assert told(verdict(second, kept)) == told(verdict(kept, second)) == []
    assert withdraw(second, ["proposals/05-03-012"]) == ()
    assert withdraw(kept / RELEASE, ["opinions/05-001", "plans/never"]) == (kept / RELEASE,)
    assert told(verdict(kept)) == []


def test_the_next_release_goes_on_after_a_withdrawal(tmp_path: Path) -> None:
    """The chain is the same chain, whether or not something was withdrawn from the copy it went on from."""
    _, second, third = three(tmp_path)
    withdraw(second, ["proposals/05-03-012"])
    link = seal(third, chain_at(second), KEY)
    assert link.n == 3
    assert told(verdict(third)) == []


def test_withdrawing_from_something_else_changes_nothing(tmp_path: Path) -> None:
    """A folder without lists, and a list that is none, are told of in words."""
    with pytest.raises(NotWithdrawn, match="里没有发布清单，没有可以撤的"):
        withdraw(tmp_path, ["proposals/05-03-012"])
    (tmp_path / "x.json").write_text("{}", "utf-8")
    with pytest.raises(NotWithdrawn, match="不是完整的发布清单，没有改动"):
        withdraw(tmp_path / "x.json", ["proposals/05-03-012"])


def test_the_key_is_a_file_or_in_the_environment(tmp_path: Path) -> None:
    """The environment goes before the file; blanks around do not count; too short a key is refused by name."""
    assert key_of(tmp_path, {}).is_public
    (tmp_path / "release-key").write_text("0123456789abcdef" * 2 + "\n", "utf-8")
    assert key_of(tmp_path, {}) == Key(b"0123456789abcdef" * 2)
    assert key_of(tmp_path, {"GONGKAI_RELEASE_KEY": "f" * 40}) == Key(b"f" * 40)
    (tmp_path / "release-key").write_text("short", "utf-8")
    with pytest.raises(NotSealed, match=r"^release-key 里的发布密钥太短。写一行至少 32 个"):
        key_of(tmp_path, {})


def test_what_cannot_follow_is_refused(tmp_path: Path) -> None:
    """Another audience, another school, an earlier day: each is refused with what to do."""
    sealed_site(tmp_path / "one")
    cases = (
        ({"audience": "教职工"}, "给“社会”看，这次给“教职工”看，不能接在一起。两种版本分开发布。"),
        ({"school": "别的学校"}, "学校是“样例学校”，这次是“别的学校”，不能接在一起。"),
        ({"day": date(2026, 11, 19)}, "上一次是 2026-11-20 第 1 次发布，比这次的 2026-11-19 晚。"),
    )
    for number, (about, message) in enumerate(cases):
        with pytest.raises(NotSealed) as refused:
            sealed_site(tmp_path / str(number), tmp_path / "one", **about)  # type: ignore[arg-type]
        assert message in str(refused.value)
        assert not (tmp_path / str(number) / SUMS).exists()


def test_what_is_no_site_is_not_sealed(tmp_path: Path) -> None:
    """A folder without the list of records, a list without the rules' digest, a link and a pipe are refused."""
    with pytest.raises(NotSealed, match=r"这里没有 data/manifest[.]json，不是本程序生成的网站"):
        seal(tmp_path)
    folder = site(tmp_path / "link")
    (folder / "x").symlink_to("index.html")
    with pytest.raises(NotSealed, match=r"^x 是链接或特殊文件"):
        seal(folder)
    folder = site(tmp_path / "pipe")
    os.mkfifo(folder / "pipe")
    with pytest.raises(NotSealed, match=r"^pipe 是链接或特殊文件"):
        seal(folder)
    folder = site(tmp_path / "old")
    text = (folder / "data/manifest.json").read_text("utf-8").replace(f'"policy": "{"0" * 64}", ', "")
    (folder / "data/manifest.json").write_text(text, "utf-8")
    with pytest.raises(NotSealed, match="是旧版本的程序写的，没有规则的摘要"):
        seal(folder)


def test_a_chain_that_was_tampered_with_is_not_continued(tmp_path: Path) -> None:
    """Publishing on top of it would make the tampering ours."""
    sealed_site(tmp_path)
    data = (tmp_path / CHAIN).read_bytes()
    (tmp_path / CHAIN).write_bytes(data.replace(b"2026-11-20", b"2026-11-19"))
    with pytest.raises(NotSealed, match="里第 1 次发布的内容和它自己的摘要不符，不能接着往下发布"):
        chain_at(tmp_path)


def test_a_chain_of_many_days_stays_small(tmp_path: Path) -> None:
    """A day on which nothing changed costs a link, not a list of all records."""
    sealed_site(tmp_path)
    chain = chain_of((tmp_path / CHAIN).read_bytes())
    one = len(chain.written())
    quiet = replace(chain.steps[0], changes={})
    many = len(replace(chain, steps=(*chain.steps, *[quiet] * 100)).written())
    assert (many - one) / 100 < 1_000
