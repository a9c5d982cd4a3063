"""Release papers as they are found, which may be anywhere and by anybody: read strictly, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from gongkai.release.model import (
    CHAIN_FORMAT,
    FORMAT,
    VERSION,
    Chain,
    Link,
    Manifest,
    Sealed,
    Step,
)
from gongkai.source.releases import is_identity

LARGEST = 32_000_000
"""Bytes; ten years of daily releases of a large school stay well below."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_DAY = re.compile(r"20\d{2}-\d{2}-\d{2}", re.ASCII)
_MOST = 1_000_000

T = TypeVar("T")


class MisreadError(ValueError):
    """A paper is not as this program writes it; the message is a part of a Chinese sentence."""


def manifest_of(data: bytes) -> Manifest:
    """`data/release.json`; raises MisreadError."""
    found = _object(_loaded(data), FORMAT)
    whole = _sealed(found.pop("fingerprint", None))
    records = _by_identity(found.pop("records", None), _sealed)
    return Manifest(_link(found, whole), whole, records)


def chain_of(data: bytes) -> Chain:
    """`data/releases.json`; raises MisreadError."""
    found = _object(_loaded(data), CHAIN_FORMAT)
    links = found.pop("links", None)
    if found or not isinstance(links, list):
        raise MisreadError("缺少 links，或多了别的内容")
    return Chain(tuple(_step(each) for each in links))


def _step(found: Any) -> Step:
    found = _object(found, FORMAT)
    whole = _sealed(found.pop("fingerprint", None))
    changes = _by_identity(found.pop("changes", None), _change)
    return Step(_link(found, whole), whole, changes)


def _link(found: dict[str, Any], whole: Sealed) -> Link:
    """The link that remains when its lists are taken out; what it says of its own digest must be so."""
    digest = _matching(found.pop("digest", None), _SHA256)
    try:
        n, school, audience, tool = (found.pop(name) for name in ("n", "school", "audience", "tool"))
        day = _day(found.pop("date"))
        sums = [_matching(found.pop(name), _SHA256) for name in ("policy", "records_root", "files")]
        previous = _matching(found.pop("previous"), _SHA256) if "previous" in found else ""
    except KeyError as missing:
        raise MisreadError(f"缺少 {missing.args[0]}") from None
    if type(n) is not int or not 0 < n < _MOST:
        raise MisreadError("里的 n 不是发布的次数")
    if not all(isinstance(text, str) and text and len(text) < 200 for text in (school, audience, tool)):
        raise MisreadError("没有写明学校、公开范围或程序版本")
    if found:
        raise MisreadError("多了别的内容")
    policy, root, files = sums
    link = Link(n, day, school, audience, tool, policy, root, whole.commitment, files, previous)
    if link.digest != digest:
        raise MisreadError(f"里第 {n} 次发布的内容和它自己的摘要不符")
    return link


def _loaded(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise MisreadError("大得不像是本程序写的")
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
        json.dumps(found, ensure_ascii=False).encode()  # half of a pair of code units is no character
    except MisreadError:
        raise
    except UnicodeError:
        raise MisreadError("不是 UTF-8 编码") from None
    except (ValueError, RecursionError):
        raise MisreadError("不是完整的 JSON") from None
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MisreadError("里同一项写了两遍")
    return found


def _refused(_: str) -> Any:
    raise MisreadError("里有不该有的小数")


def _object(found: Any, form: str) -> dict[str, Any]:
    if not isinstance(found, dict) or found.pop("format", None) != form:
        raise MisreadError("不是本程序写的发布清单")
    version = found.pop("version", None)
    if version != VERSION or type(version) is not int:
        raise MisreadError(f"的版本不是 {VERSION}，要用更新的程序来核对")
    return found


def _sealed(found: Any) -> Sealed:
    if not isinstance(found, dict) or found.keys() not in ({"commitment"}, {"commitment", "salt", "digest"}):
        raise MisreadError("里有一份记录没有摘要")
    commitment = _matching(found["commitment"], _SHA256)
    if len(found) == 1:
        return Sealed(commitment)
    return Sealed(commitment, _matching(found["salt"], _SHA256), _matching(found["digest"], _DIGEST))


def _change(found: Any) -> str | None:
    return _matching(found, _SHA256) if found != "" else None


def _by_identity(found: Any, read: Callable[[Any], T]) -> Mapping[str, T]:
    if not isinstance(found, dict):
        raise MisreadError("没有列出记录")
    if not all(is_identity(identity) for identity in found):
        raise MisreadError("里有一个不是记录编号")
    return {identity: read(each) for identity, each in found.items()}


def _matching(found: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(found, str) or not pattern.fullmatch(found):
        raise MisreadError("里有一个摘要写得不对")
    return found


def _day(found: Any) -> date:
    if isinstance(found, str) and _DAY.fullmatch(found):
        try:
            return date.fromisoformat(found)
        except ValueError:
            pass
    raise MisreadError("里有一个日期看不懂")
