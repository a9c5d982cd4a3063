"""GitLab: a comment is the first note of a discussion, which can be resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import quote

from gongkai.history.approvals.reviews import ReviewState
from gongkai.hosts.calling import Calls
from gongkai.hosts.forges import text
from gongkai.hosts.model import Comment, Opinion

_APPROVED = "approved this merge request"
"""What GitLab itself notes, in every language of its pages."""


@dataclass(frozen=True)
class GitLab:
    """A project on GitLab."""

    calls: Calls
    repository: str

    name: ClassVar[str] = "gitlab"
    api: ClassVar[str] = "https://gitlab.com/api/v4"
    limit: ClassVar[int] = 1_000_000

    @staticmethod
    def headers(token: str) -> Mapping[str, str]:
        return {"PRIVATE-TOKEN": token}

    def _here(self, number: int) -> str:
        return f"/projects/{quote(self.repository, safe='')}/merge_requests/{number}"

    def me(self) -> str:
        return text(self.calls.get("/user"), "username")

    def comments(self, number: int) -> Iterator[Comment]:
        for discussion in self.calls.pages(f"{self._here(number)}/discussions"):
            yield from _first(discussion)

    def add(self, number: int, body: str) -> Comment:
        made = self.calls.post(f"{self._here(number)}/discussions", {"body": body})
        return next(_first(made), Comment("", "", body))

    def change(self, number: int, comment: Comment, body: str) -> None:
        thread = f"/discussions/{quote(comment.thread, safe='')}" if comment.thread else ""
        self.calls.put("PUT", f"{self._here(number)}{thread}/notes/{comment.ident}", {"body": body})

    def resolve(self, number: int, comment: Comment, *, is_resolved: bool) -> None:
        if comment.thread and comment.is_resolved != is_resolved:
            where = f"{self._here(number)}/discussions/{quote(comment.thread, safe='')}"
            self.calls.put("PUT", where, {"resolved": is_resolved})

    def opinions(self, number: int) -> Iterator[Opinion]:
        """Each approval with the commit that was the newest when it was given; without a moment it does not count."""
        here = self._here(number)
        approvals = self.calls.get(f"{here}/approvals")
        given = approvals.get("approved_by") if isinstance(approvals, dict) else None
        if not given:
            return
        versions = [
            (moment, text(entry, "head_commit_sha"))
            for entry in self.calls.pages(f"{here}/versions")
            if (moment := _moment(text(entry, "created_at")))
        ]
        noted: Mapping[str, str] | None = None
        for entry in given:
            account, when = text(entry, "user", "username"), text(entry, "approved_at")
            if not when:
                noted = self._noted(number) if noted is None else noted
                when = noted.get(account, "")
            moment = _moment(when)
            before = [version for version in versions if moment and version[0] <= moment]
            if account and before:
                yield Opinion(account, ReviewState.APPROVED, max(before)[1], when)

    def _noted(self, number: int) -> Mapping[str, str]:
        """When each account last approved, as older versions tell it: in a note of the system's own."""
        notes = self.calls.pages(f"{self._here(number)}/notes", sort="asc", order_by="created_at")
        return {
            text(note, "author", "username"): text(note, "created_at")
            for note in notes
            if note.get("system") is True and text(note, "body") == _APPROVED
        }


def _first(discussion: Any) -> Iterator[Comment]:
    """The note that opens a discussion; a single remark has no thread that could be resolved."""
    notes = discussion.get("notes") if isinstance(discussion, dict) else None
    if notes and isinstance(notes, list):
        note = notes[0]
        yield Comment(
            text(note, "id"),
            text(note, "author", "username"),
            text(note, "body"),
            "" if discussion.get("individual_note") is True else text(discussion, "id"),
            note.get("resolved") is True,
        )


def _moment(typed: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
