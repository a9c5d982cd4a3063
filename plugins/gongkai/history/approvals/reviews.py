"""Review approvals that a host's CI passes in as a JSON file (`--approvals`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from gongkai.records.approvals import Host
from gongkai.unable import Unable


class ReviewState(StrEnum):
    """What a reviewer said last."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Review:
    """The newest word of one account on a host, and the commit that it had before it."""

    host: Host
    account: str
    state: ReviewState
    commit: str
    submitted: datetime


class BadApprovals(Unable):
    """The file of approvals cannot be understood; the message is a Chinese sentence with the place."""


_HOSTS = {host.value.lower(): host for host in Host}
_WORDLESS = ("commented", "pending")
"""States in which an account has said neither yes nor no."""
_SAMPLE = '[{"account": "…", "host": "github", "state": "approved", "commit": "40 位提交号", "submitted": "…"}]'


def read_reviews(file: Path) -> tuple[Review, ...]:
    """The newest word of each account; raises BadApprovals."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError:
        raise BadApprovals(f"读不到 {file.as_posix()}。检查 --approvals 后面写的文件名。") from None
    except UnicodeDecodeError:
        raise BadApprovals(f"{file.as_posix()} 不是 UTF-8 编码，请让 CI 按 UTF-8 写。") from None
    return reviews(text, file.as_posix())


def reviews(text: str, path: str) -> tuple[Review, ...]:
    """The newest word of each account, by host and account; raises BadApprovals."""
    try:
        listed = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"{path}:{error.lineno}:{error.colno} 这里不是 JSON 的写法。整个文件应当是：{_SAMPLE}。"
        raise BadApprovals(message) from None
    except RecursionError:
        raise BadApprovals(f"{path} 的括号套得太深。整个文件应当是：{_SAMPLE}。") from None
    if not isinstance(listed, list):
        raise BadApprovals(f"{path} 最外层要是列表，如：{_SAMPLE}。")
    newest: dict[tuple[Host, str], Review] = {}
    for review in _read(listed, path):
        key = (review.host, review.account.casefold())
        if key not in newest or review.submitted >= newest[key].submitted:
            newest[key] = review
    return tuple(newest[key] for key in sorted(newest))


def _read(listed: list[Any], path: str) -> Iterator[Review]:
    for n, entry in enumerate(listed, 1):
        place = f"{path} 第 {n} 项"
        if not isinstance(entry, dict):
            raise BadApprovals(f"{place}要是花括号里的几项，如：{_SAMPLE}。")
        values = {name: _text(entry, name, place) for name in ("account", "host", "state", "commit", "submitted")}
        state = values["state"].lower()
        if state in _WORDLESS:
            continue
        if state not in {each.value for each in ReviewState}:
            choices = "、".join(each.value for each in ReviewState)
            raise BadApprovals(f"{place}的 state 写的是“{values['state'][:40]}”。可以写：{choices}。")
        if values["host"].lower() not in _HOSTS:
            raise BadApprovals(f"{place}的 host 写的是“{values['host'][:40]}”。可以写：{'、'.join(_HOSTS)}。")
        if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", values["commit"].lower()):
            raise BadApprovals(f"{place}的 commit 要写完整的提交号（40 位），不写短号或分支名。")
        yield Review(
            _HOSTS[values["host"].lower()],
            values["account"].removeprefix("@"),
            ReviewState(state),
            values["commit"].lower(),
            _moment(values["submitted"], place),
        )


def _text(entry: dict[str, Any], name: str, place: str) -> str:
    value = entry.get(name)
    if isinstance(value, str) and value.strip():
        return value.strip()
    what = f"没有写 {name}" if value is None or isinstance(value, str) else f"的 {name} 要写成带引号的文字"
    raise BadApprovals(f"{place}{what}。每一项写 account、host、state、commit、submitted。")


def _moment(typed: str, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        sample = "2026-11-20T09:30:00+08:00"
        raise BadApprovals(f"{place}的 submitted 写的是“{typed[:40]}”。写成带时区的时刻，如 {sample}。")
    return moment
