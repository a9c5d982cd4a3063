"""The one comment that a request has from here: written once, then changed in place, at last marked as settled."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from gongkai.hosts.calling import HostError, Unanswered
from gongkai.hosts.model import Comment, Host
from gongkai.review.markdown import MARKER, escaped
from gongkai.review.sections import Verdict

LARGEST = 4 * 1024 * 1024
"""No report of more bytes is taken."""


_REST = 200
"""Room for the sentence that says what is left out, and for the ends of folds."""


class State(StrEnum):
    """What the comment asks of its reader; kept in the comment itself, for the next run."""

    OPEN = "open"
    CLEAR = "clear"
    """There was never anything to ask."""
    RESOLVED = "resolved"
    """All that was asked is done."""


class Done(StrEnum):
    """What became of the comment."""

    WRITTEN = "已写一条审阅评论。"
    CHANGED = "已在原来的评论里更新。"
    RESOLVED = "问题都已解决，原来的评论已经更新并标明。"


def keep(host: Host, number: int, report: str, link: str = "") -> Done:
    """Let a request have one comment of this account that holds the report; raises HostError."""
    text = _checked(report)
    is_settled = f"### 结论：{escaped(Verdict.GOES.value)}" in text.splitlines()
    me = host.me().casefold()
    if not me:
        raise HostError("平台没有说这个令牌是谁的，没有写评论。换一个令牌。")
    for is_last in (False, True):
        found = next((each for each in host.comments(number) if _is_ours(each, me)), None)
        was = _state(found) if found else State.CLEAR
        now = State.OPEN if not is_settled else State.CLEAR if was is State.CLEAR else State.RESOLVED
        body = written(text, now, link, host.limit)
        try:
            if found is None:
                found = host.add(number, body)
                done = Done.WRITTEN
            else:
                host.change(number, found, body)
                done = Done.RESOLVED if now is State.RESOLVED else Done.CHANGED
        except Unanswered:
            # It may have been written all the same: only the list of comments knows.
            if is_last or found:
                raise
            continue
        host.resolve(number, found, is_resolved=is_settled)
        return done
    raise AssertionError


def _checked(report: str) -> str:
    if not report.startswith(f"{MARKER}\n"):
        raise HostError("这不是审阅的评论。先运行 gongkai review，加 --format github 或 gitlab，把它写的存成文件。")
    return report.removeprefix(f"{MARKER}\n").rstrip("\n")


def _is_ours(comment: Comment, me: str) -> bool:
    return comment.author.casefold() == me and comment.body.lstrip().startswith(MARKER)


def _mark(state: State) -> str:
    return f"<!-- gongkai-state:{state} -->"


def _state(comment: Comment) -> State:
    lines = comment.body.lstrip().splitlines()
    return next((state for state in State if lines[1:2] == [_mark(state)]), State.OPEN)


def written(text: str, state: State, link: str, limit: int) -> str:
    """The comment's whole text, within so many characters."""
    head = f"{MARKER}\n{_mark(state)}\n"
    foot = f"\n\n完整的报告在这里，最下面可以下载：<{_address(link)}>\n" if link else "\n"
    if state is State.RESOLVED:
        head += "**已解决**：上次指出的，这次都没有了。\n\n<details><summary>这次的审阅报告</summary>\n\n"
        foot = f"\n\n</details>{foot}"
    whole = f"{head}{text}{foot}"
    return whole if len(whole) <= limit else _shorter(text, head, foot, limit)


def _shorter(text: str, head: str, foot: str, limit: int) -> str:
    """As many whole lines as there is room for, and how many are left out; no fold is left open."""
    lines = text.splitlines()
    room = limit - len(head) - len(foot) - _REST
    kept: list[str] = []
    folds = 0
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        folds += line.startswith("<details>") - line.startswith("</details>")
        kept.append(line)
    rest = f"还有 {len(lines) - len(kept)} 行放不下，见完整的报告。"
    return head + "\n".join(kept) + "\n\n</details>" * folds + f"\n\n{rest}{foot}"


def _address(link: str) -> str:
    parts = urlsplit(link)
    if parts.scheme not in ("https", "http") or not parts.hostname or set(link) & set("<> \n\r\t\"'`"):
        raise HostError("--link 后面写完整报告的网址，以 https:// 开头。")
    return link
