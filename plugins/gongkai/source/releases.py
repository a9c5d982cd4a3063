"""An earlier release as its list (data/manifest.json) tells it; that list may come from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

FORMAT = "gongkai-manifest"
VERSION = 1
MANIFEST = "data/manifest.json"

_IDENTITY = re.compile(r"[a-z]+/[a-z0-9][a-z0-9._-]{0,99}")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_POLICY = re.compile(r"[0-9a-f]{64}")


class UnreadableReleaseError(ValueError):
    """The list of an earlier release cannot be used; the message is Chinese: where, why, what to do."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What remains of a record that is no longer listed: its identity, and when it was last there."""

    identity: str
    last_listed: date

    @property
    def kind(self) -> str:
        return self.identity.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Release:
    """What was published on a day: each record by its digest, and what had gone before."""

    school: str
    audience: str
    day: date
    records: Mapping[str, str]
    gone: tuple[Gone, ...]
    policy: str = ""
    """The digest of the school's rules in force; lists of older programs have none."""


class Way(StrEnum):
    """How the published site came to be what it is."""

    PUBLISHED = "发布"
    RETURNED = "退回"
    CUT = "只撤下到期的内容"


@dataclass(frozen=True, slots=True)
class Published:
    """One change of the published site, as the school's own ledger tells it.

    `n` is the number of the release, after a return to an earlier one that one's; `commit` is empty where the records
    were in no repository, or were not what it says. `fingerprint` is the beginning of the digest of all its records.
    """

    n: int
    day: date
    audience: str
    way: Way
    commit: str
    count: int
    fingerprint: str


def digest_of(records: Mapping[str, str]) -> str:
    """The digest of a whole release, from the digests of its records: one changed, added or gone makes another."""
    lines = (f"{identity} {digest}\n" for identity, digest in sorted(records.items()))
    return sha256("".join(lines).encode()).hexdigest()[:32]


def release(path: Path, base: Path) -> Release:
    """The release that a manifest, or the folder of a site, tells of; raises UnreadableReleaseError.

    `base` is the folder from which places are told.
    """
    found_at = path / MANIFEST if path.is_dir() else path
    file = found_at.relative_to(base) if found_at.is_relative_to(base) else found_at
    try:
        data = found_at.read_bytes()
    except FileNotFoundError:
        cure = f"写成那次发布的 {MANIFEST}，或者含有它的文件夹；还没有发布过的，删去 previous。"
        raise _error(file, 0, "没有这个文件", cure) from None
    except OSError:
        raise _error(file, 0, _UNREAD, _AGAIN) from None
    return release_of(data, file)


def release_of(data: bytes, file: Path = Path(MANIFEST)) -> Release:
    """The release that the bytes of a manifest tell of, which were found in `file`; raises UnreadableReleaseError."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise _error(file, error.lineno, "不是完整的 JSON", _AGAIN) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise _error(file, 0, _UNREAD, _AGAIN) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _error(file, 0, "不是本程序写的发布清单", _AGAIN)
    if found.get("version") != VERSION:
        cure = "用同一版本或更新的程序生成；确实旧的，重新发布一次再用。"
        raise _error(file, 0, f"的版本是 {found.get('version')!r}，这里只认 {VERSION}", cure)
    try:
        return _release(found)
    except _SlipError as slip:
        raise _error(file, 0, str(slip), _AGAIN) from None


def is_identity(typed: object) -> bool:
    """Whether something is the identity of a record, such as proposals/05-03-012."""
    return isinstance(typed, str) and bool(_IDENTITY.fullmatch(typed))


_UNREAD = "读不到，或不是 UTF-8 编码"
_AGAIN = f"重新从那次发布的网站取 {MANIFEST}，不要手工改它。"


def _error(file: Path, line: int, cause: str, cure: str) -> UnreadableReleaseError:
    place = f"{file.as_posix()}:{line}" if line else file.as_posix()
    return UnreadableReleaseError(f"{place}：上一次发布的清单{cause}。{cure}")


class _SlipError(ValueError):
    """A part of the list is not as it was written."""


def _release(found: dict[str, Any]) -> Release:
    school, audience = found.get("school"), found.get("audience")
    if not isinstance(school, str) or not isinstance(audience, str):
        raise _SlipError("没有写明学校和公开范围")
    records, gone = found.get("records"), found.get("removed")
    if not isinstance(records, dict) or not isinstance(gone, list):
        raise _SlipError("缺 records 或 removed")
    listed = dict(_digests(records))
    policy = found.get("policy", "")
    if not isinstance(policy, str) or not (policy == "" or _POLICY.fullmatch(policy)):
        raise _SlipError("里规则的摘要写得不对")
    return Release(school, audience, _day(found.get("date")), listed, tuple(_gone(each) for each in gone), policy)


def _digests(records: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for identity, entry in records.items():
        digest = entry.get("digest") if isinstance(entry, dict) else None
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise _SlipError("里有一份记录没有摘要")
        yield _identity(identity), digest


def _gone(entry: Any) -> Gone:
    if not isinstance(entry, dict):
        raise _SlipError("里的 removed 写法不对")
    return Gone(_identity(entry.get("id")), _day(entry.get("last_listed")))


def _identity(typed: Any) -> str:
    if not isinstance(typed, str) or not is_identity(typed):
        raise _SlipError("里有一个不是记录编号")
    return typed


def _day(typed: Any) -> date:
    if isinstance(typed, str) and re.fullmatch(r"20\d{2}-\d{2}-\d{2}", typed, re.ASCII):
        try:
            return date.fromisoformat(typed)
        except ValueError:
            pass
    raise _SlipError("里有一个日期看不懂")
