"""Sealing: the three papers are put with a site, so that whoever has a copy can tell whether it is whole."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from gongkai.release.model import CHAIN, PAPERS, RELEASE, SUMS, Chain, Link, Manifest, Sealed, Step, commitment, root_of
from gongkai.release.reading import MisreadError, chain_of
from gongkai.release.sums import written
from gongkai.source.releases import MANIFEST, UnreadableReleaseError, digest_of, release_of
from gongkai.staging import MARK
from gongkai.unable import Unable

KEY_FILE, KEY_NAME = "release-key", "GONGKAI_RELEASE_KEY"
SHORTEST_KEY = 32
NO_KEY = (
    f"没有发布密钥，个人信息撤下以后，有人可以从旧的摘要里一个一个地试出来。在 mkdocs.yml 旁边放一个文件 {KEY_FILE}，"
    f"写一行至少 {SHORTEST_KEY} 个随便敲的字母和数字；不要提交到仓库，不要给别人，以后也不要换。"
)


class NotSealed(Unable):
    """The site cannot be sealed; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Key:
    """What only the school knows, so that nobody else can compute the salt of a guess.

    Without it the salts can be computed by anybody; everything else holds all the same.
    """

    secret: bytes = bytes(32)

    @property
    def is_public(self) -> bool:
        return not any(self.secret)

    def seal(self, identity: str, digest: str) -> Sealed:
        """The commitment to a record's digest with what opens it; an empty identity stands for all records together.

        The same record in the same state has the same commitment in every release.
        """
        salt = hmac.new(self.secret, f"{identity}\n{digest}".encode(), "sha256").hexdigest()
        return Sealed(commitment(salt, digest), salt, digest)


def key_of(base: Path, environment: Mapping[str, str]) -> Key:
    """The key of a school: from the environment, or from a file beside mkdocs.yml; raises NotSealed if it is no key."""
    text = environment.get(KEY_NAME, "")
    file = base / KEY_FILE
    place = f"环境变量 {KEY_NAME} " if text else f"{KEY_FILE} "
    if not text and file.is_file():
        text = file.read_text("utf-8-sig", "replace")
    elif not text:
        return Key()
    if len(text.strip()) < SHORTEST_KEY:
        raise NotSealed(f"{place}里的发布密钥太短。写一行至少 {SHORTEST_KEY} 个随便敲的字母和数字。")
    return Key(text.strip().encode())


@dataclass(frozen=True, slots=True)
class Facts:
    """What a release says of itself before it has a place in the chain."""

    school: str
    audience: str
    day: date
    policy: str
    tool: str
    records: Mapping[str, str]


def tool_version() -> str:
    """The version of this program, which decides how records are read."""
    try:
        return version("gongkai")
    except PackageNotFoundError:
        return "源码"


def seal(folder: Path, previous: Chain | None = None, key: Key | None = None) -> Link:
    """Put the three papers into a folder that holds a whole site, and give its link; raises NotSealed.

    Everything is taken from the folder: which records it shows stands in its data/manifest.json. Sealed again
    without a change, it keeps its link.
    """
    sums = dict(_sums(folder))
    made, link = _papers(sums, _manifest(folder), previous or Chain(), key or Key())
    for name, content in made.items():
        path = folder / name
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.replace(path)
    return link


def sealed(
    content: Iterable[tuple[str, bytes]], previous: Chain | None = None, key: Key | None = None
) -> Iterator[tuple[str, bytes]]:
    """A site on its way to a folder, as (path, content), and after it its papers; raises NotSealed."""
    sums: dict[str, str] = {}
    manifest = b""
    for name, data in content:
        if name != MARK:
            sums[name] = sha256(data).hexdigest()
        if name == MANIFEST:
            manifest = data
        yield name, data
    yield from _papers(sums, manifest, previous or Chain(), key or Key())[0].items()


def chain_at(folder: Path) -> Chain | None:
    """The chain of the release that lies in a folder, None where none was sealed; raises NotSealed."""
    file = folder / CHAIN
    if not file.is_file():
        return None
    try:
        return chain_of(file.read_bytes())
    except MisreadError as error:
        cure = f"用 gongkai verify {folder} 看是哪里不对；找回没有改过的那一份再发布，或换一个文件夹重新开始。"
        raise NotSealed(f"{file}：以前各次发布的链{error}，不能接着往下发布。{cure}") from None


def _sums(folder: Path) -> Iterator[tuple[str, str]]:
    """The sum of every file but the papers and our own mark, which a server may keep back."""
    for top, folders, names in os.walk(folder, onerror=_raise):
        for name in (*names, *folders):
            path = Path(top, name)
            place = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise NotSealed(f"{place} 是链接或特殊文件，不能发布。换成文件本身。")
            if path.is_dir() or place in PAPERS or place == MARK:
                continue
            try:
                place.encode()
            except UnicodeEncodeError:
                raise NotSealed(f"{place!a} 的文件名不是 UTF-8 编码，不能发布。给它换个名字。") from None
            with path.open("rb") as file:
                yield place, file_digest(file, "sha256").hexdigest()


def _raise(error: OSError) -> None:
    """A folder that cannot be listed must not be left out in silence."""
    raise error


def _manifest(folder: Path) -> bytes:
    file = folder / MANIFEST
    return file.read_bytes() if file.is_file() else b""


def _papers(sums: Mapping[str, str], manifest: bytes, previous: Chain, key: Key) -> tuple[dict[str, bytes], Link]:
    """The papers by their names, and the link they make."""
    if not manifest:
        raise NotSealed(f"这里没有 {MANIFEST}，不是本程序生成的网站。先用 gongkai build 或 mkdocs build 生成。")
    listed = written(sums)
    found, chain = linked(_facts(manifest), sha256(listed).hexdigest(), previous, key)
    return {SUMS: listed, RELEASE: found.written(), CHAIN: chain.written()}, found.link


def _facts(manifest: bytes) -> Facts:
    try:
        found = release_of(manifest)
    except UnreadableReleaseError as error:
        raise NotSealed(f"{MANIFEST}：{error}") from None
    if not found.policy:
        raise NotSealed(f"{MANIFEST} 是旧版本的程序写的，没有规则的摘要。重新生成网站再发布。")
    return Facts(found.school, found.audience, found.day, found.policy, tool_version(), found.records)


def linked(facts: Facts, files: str, previous: Chain, key: Key) -> tuple[Manifest, Chain]:
    """The next link after a chain; the same link again where nothing at all is new. Raises NotSealed."""
    last = previous.last
    _may_follow(facts, last.link if last else None)
    records = {identity: key.seal(identity, digest) for identity, digest in sorted(facts.records.items())}
    whole = key.seal("", digest_of(facts.records))
    now = {identity: each.commitment for identity, each in records.items()}

    def link(n: int, before: str) -> Link:
        return Link(
            n,
            facts.day,
            facts.school,
            facts.audience,
            facts.tool,
            facts.policy,
            root_of(now),
            whole.commitment,
            files,
            before,
        )

    if last and link(last.link.n, last.link.previous) == last.link:
        return Manifest(last.link, whole, records), previous
    made = link(last.link.n + 1 if last else 1, last.link.digest if last else "")
    before = previous.listed()
    either = sorted(now.keys() | before.keys())
    changes = {identity: now.get(identity) for identity in either if now.get(identity) != before.get(identity)}
    gone = before.keys() - now.keys()
    return Manifest(made, whole, records), Chain((*closed(previous, gone).steps, Step(made, whole, changes)))


def closed(chain: Chain, identities: Iterable[str]) -> Chain:
    """A chain in which no fingerprint stays open that counts one of these records; every digest stays as it was."""
    unwanted = frozenset(identities)
    if not unwanted:
        return chain
    return Chain(
        tuple(
            Step(step.link, step.whole.closed if unwanted & listed.keys() else step.whole, step.changes)
            for step, listed in chain.states()
        )
    )


def _may_follow(facts: Facts, last: Link | None) -> None:
    if last is None:
        return
    before = f"上一次是 {last.day} 第 {last.n} 次发布"
    if facts.audience != last.audience:
        raise NotSealed(
            f"{before}，给“{last.audience}”看，这次给“{facts.audience}”看，不能接在一起。两种版本分开发布。"
        )
    if facts.school != last.school:
        cure = "学校改了名的，换一个文件夹重新开始，旧的网站留着存档。"
        raise NotSealed(f"{before}，学校是“{last.school}”，这次是“{facts.school}”，不能接在一起。{cure}")
    if facts.day < last.day:
        raise NotSealed(f"{before}，比这次的 {facts.day} 晚。想看以前的样子，换一个文件夹生成。")
