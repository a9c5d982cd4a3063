"""The hosts of repositories (GitHub, GitLab, Gitea, Gitee): the review's comment, and the approvals given there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from gongkai.hosts.calling import Calls, HostError, pause, place, secret
from gongkai.hosts.forges import Gitea, Gitee, GitHub
from gongkai.hosts.gitlab import GitLab
from gongkai.hosts.model import Host

HOSTS: Mapping[str, type[GitHub] | type[Gitea] | type[Gitee] | type[GitLab]] = {
    each.name: each for each in (GitHub, GitLab, Gitea, Gitee)
}
"""Each host by its name."""

_NAMED = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
_BY_NUMBER = re.compile(r"[0-9]+", re.ASCII)


def host_of(
    name: str, api: str, repository: str, token: str, wait: Callable[[float], None] = pause
) -> GitHub | Gitea | Gitee | GitLab:
    """A repository on a host, spoken to with a token; raises HostError."""
    kind = HOSTS[name]
    is_named = _NAMED.fullmatch(repository) and ".." not in repository
    if not (is_named or (kind is GitLab and _BY_NUMBER.fullmatch(repository))):
        raise HostError(f"仓库写的是“{repository[:80]}”。写成 所有者/仓库名，如 school/gongkai。")
    return kind(Calls(place(api), kind.headers(secret(token)), wait), repository)


__all__ = ["HOSTS", "GitHub", "Host", "HostError", "host_of"]
