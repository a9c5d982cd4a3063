"""GitHub and the two hosts that speak almost as it does: Gitea and Gitee."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from gongkai.history.approvals.reviews import ReviewState
from gongkai.hosts.calling import Calls, Refused
from gongkai.hosts.model import Comment, Opinion


def text(entry: Any, *keys: str) -> str:
    """A text deep in an answer; empty where there is none."""
    for key in keys:
        entry = entry.get(key) if isinstance(entry, dict) else None
    return entry if isinstance(entry, str) else str(entry) if isinstance(entry, int) else ""


@dataclass(frozen=True)
class GitHub:
    """A repository on GitHub or GitHub Enterprise."""

    calls: Calls
    repository: str

    name: ClassVar[str] = "github"
    api: ClassVar[str] = "https://api.github.com"
    limit: ClassVar[int] = 65_536
    robot: ClassVar[str] = "github-actions[bot]"
    """Whose token a job has; that one may not ask who it is. Nobody can take a name with brackets."""
    states: ClassVar[Mapping[str, ReviewState]] = {
        "APPROVED": ReviewState.APPROVED,
        "CHANGES_REQUESTED": ReviewState.CHANGES_REQUESTED,
        "DISMISSED": ReviewState.DISMISSED,
    }

    @staticmethod
    def headers(token: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {token}", "X-GitHub-Api-Version": "2022-11-28"}

    @property
    def here(self) -> str:
        return f"/repos/{self.repository}"

    def me(self) -> str:
        try:
            return text(self.calls.get("/user"), "login")
        except Refused as refused:
            if self.robot and refused.status in (403, 404):
                return self.robot
            raise

    def comments(self, number: int) -> Iterator[Comment]:
        yield from map(_comment, self.calls.pages(f"{self.here}/issues/{number}/comments"))

    def add(self, number: int, body: str) -> Comment:
        return _comment(self.calls.post(f"{self.here}/issues/{number}/comments", {"body": body}))

    def change(self, number: int, comment: Comment, body: str) -> None:
        self.calls.put("PATCH", f"{self.here}/issues/comments/{comment.ident}", {"body": body})

    def resolve(self, number: int, comment: Comment, *, is_resolved: bool) -> None:
        """There is no mark; the text itself says so."""

    def opinions(self, number: int) -> Iterator[Opinion]:
        for entry in self._reviews(number):
            state = self.states.get(text(entry, "state"))
            if state and entry.get("dismissed") is True:
                state = ReviewState.DISMISSED
            opinion = (text(entry, "user", "login"), text(entry, "commit_id"), text(entry, "submitted_at"))
            if state and all(opinion):
                yield Opinion(opinion[0], state, *opinion[1:])

    def _reviews(self, number: int) -> Iterator[Any]:
        return self.calls.pages(f"{self.here}/pulls/{number}/reviews")

    def number_of(self, branch: str, commit: str) -> int | None:
        """The open request of a branch (`owner:branch`), while this commit is the newest of it."""
        for entry in self.calls.pages(f"{self.here}/pulls", state="open", head=branch):
            if text(entry, "head", "sha") == commit:
                return int(text(entry, "number"))
        return None


def _comment(entry: Any) -> Comment:
    return Comment(text(entry, "id"), text(entry, "user", "login"), text(entry, "body"))


class Gitea(GitHub):
    """A repository on Gitea or Forgejo."""

    name = "gitea"
    api = ""
    robot = "gitea-actions"
    states: ClassVar[Mapping[str, ReviewState]] = {
        "APPROVED": ReviewState.APPROVED,
        "REQUEST_CHANGES": ReviewState.CHANGES_REQUESTED,
    }

    @staticmethod
    def headers(token: str) -> Mapping[str, str]:
        return {"Authorization": f"token {token}"}

    def comments(self, number: int) -> Iterator[Comment]:
        """All of them at once: this list knows no pages."""
        yield from map(_comment, self.calls.get(f"{self.here}/issues/{number}/comments") or ())

    def _reviews(self, number: int) -> Iterator[Any]:
        """An administrator may allow fewer entries a page than are asked for, so the end is an empty page."""
        seen: set[str] = set()
        for page in range(1, 101):
            entries = self.calls.get(f"{self.here}/pulls/{number}/reviews", page=page, limit=50) or ()
            fresh = [entry for entry in entries if text(entry, "id") not in seen]
            if not fresh:
                return
            seen |= {text(entry, "id") for entry in fresh}
            yield from fresh


class Gitee(GitHub):
    """A repository on Gitee, by version 5 of its API."""

    name = "gitee"
    api = "https://gitee.com/api/v5"
    limit = 20_000
    robot = ""
    states: ClassVar[Mapping[str, ReviewState]] = {}

    @staticmethod
    def headers(token: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {token}"}

    def comments(self, number: int) -> Iterator[Comment]:
        yield from map(_comment, self.calls.pages(f"{self.here}/pulls/{number}/comments"))

    def add(self, number: int, body: str) -> Comment:
        return _comment(self.calls.post(f"{self.here}/pulls/{number}/comments", {"body": body}))

    def change(self, number: int, comment: Comment, body: str) -> None:
        self.calls.put("PATCH", f"{self.here}/pulls/comments/{comment.ident}", {"body": body})

    def opinions(self, number: int) -> Iterator[Opinion]:
        """None: the API does not say which commit somebody accepted, so an older one could not be told apart."""
        yield from ()
