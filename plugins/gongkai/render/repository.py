"""Where on a git host a new issue is written, and how its page is filled in beforehand."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

_NESTED = ("issue[title]", "issue[description]")
_FLAT = ("title", "body")


@dataclass(frozen=True, slots=True)
class IssueForm:
    """The page for a new issue: its host as people call it, its address, and what its two fields are called."""

    host: str
    address: str
    title: str
    body: str


def issue_form(url: object, name: object = None) -> IssueForm | None:
    """The form of a repository as mkdocs.yml names it (`repo_url`, `repo_name`); None where it names none.

    GitLab and Gitee nest the names of their fields; GitHub, Gitea and Forgejo do not. A school's own host
    is known by its name or by `repo_name`; what is not known is taken for Gitea, as most of them are.
    """
    address = url.strip().rstrip("/").removesuffix(".git") if isinstance(url, str) else ""
    with suppress(ValueError):
        parts = urlsplit(address)
        if (
            parts.scheme in ("http", "https")
            and parts.hostname
            and not (parts.username or parts.query or parts.fragment)
        ):
            host = name.strip() if isinstance(name, str) and name.strip() else parts.hostname
            sign = f"{parts.hostname} {host}".lower()
            if "gitlab" in sign:
                return IssueForm(host, f"{address}/-/issues/new", *_NESTED)
            return IssueForm(host, f"{address}/issues/new", *(_NESTED if "gitee" in sign else _FLAT))
    return None
