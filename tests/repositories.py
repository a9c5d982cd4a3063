"""Real git repositories for tests: commits on chosen days, merges, renames, shallow clones."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NEUTRAL = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "林某",
    "GIT_AUTHOR_EMAIL": "clerk@school.example",
    "GIT_COMMITTER_NAME": "林某",
    "GIT_COMMITTER_EMAIL": "clerk@school.example",
}
"""Nothing of the machine's own settings reaches a test; name and address must never reach a build."""


@dataclass(frozen=True)
class Repository:
    """A repository with a work tree at `folder`."""

    folder: Path

    @classmethod
    def new(cls, folder: Path) -> Repository:
        folder.mkdir(parents=True, exist_ok=True)
        repository = cls(folder)
        repository.git("init", "-q", "-b", "main")
        repository.git("config", "core.autocrlf", "false")
        return repository

    def git(self, *arguments: str, on: str = "2026-01-01", **environment: str) -> str:
        """Run git here; `on` is the day of what it commits. Returns what it says, without the last line end."""
        when = on if "T" in on else f"{on}T12:00:00+08:00"
        given = {**os.environ, **NEUTRAL, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, **environment}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=given,
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return done.stdout.rstrip("\n")

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files into the work tree; None deletes one."""
        for name, content in files.items():
            path = self.folder / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, files: Mapping[str, str | bytes | None], message: str = "记录", on: str = "2026-01-01") -> str:
        """Write files, commit everything, and give the commit's name."""
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, on=on)
        return self.head()

    def merge(self, branch: str, message: str, on: str = "2026-01-01") -> str:
        """Merge a branch into the present one as a pull request does, and give the merge commit's name."""
        self.git("merge", "-q", "--no-ff", "-m", message, branch, on=on)
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def clone(self, folder: Path, *options: str) -> Repository:
        """A clone in another folder, shallow if `--depth=1` is asked for."""
        self.git("clone", "-q", *options, self.folder.resolve().as_uri(), str(folder))
        return Repository(folder)
