"""Running the `git` program: neutral towards the machine's settings, silent, and without the network."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongkai.unable import Unable

_OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "core.quotepath=off"),
    *("-c", "protocol.allow=never"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.warnAmbiguousRefs=true"),
    *("-c", "advice.graftFileDeprecated=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
)
"""No replaced objects, nothing fetched, no program but git itself, nothing written, names as they are."""

_NEUTRAL = {
    "LC_ALL": "C",
    "LANGUAGE": "",
    "TZ": "UTC",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_PAGER": "cat",
}

_KEPT = (
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
)
"""What of git's own environment says how the machine is set up, and not, as in a hook, which repository is meant."""


class NoGit(Unable):
    """There is no git, or no repository that may be asked; the message is a Chinese sentence for the user."""


class GitFailed(Unable):
    """Git was asked and could not answer; `said` is its own complaint."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


@dataclass(frozen=True, slots=True)
class Git:
    """The repository in which a folder lies; `folder` is the top of its work tree, with no link on the way."""

    folder: Path

    def run(self, *arguments: str, data: bytes = b"", check: bool = True) -> bytes:
        """What git prints, given this data to read; raises GitFailed where it complains, unless `check` is off."""
        done = subprocess.run(
            command(self.folder, *arguments), input=data, capture_output=True, check=False, env=environment()
        )
        if check and done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise GitFailed(f"git 没有办成：{said.splitlines()[-1] if said else arguments[0]}。", said)
        return done.stdout

    def text(self, *arguments: str, check: bool = True) -> str:
        """What git prints as text, without the last line end; bytes that are no UTF-8 stay what they are."""
        return self.run(*arguments, check=check).decode("utf-8", "surrogateescape").removesuffix("\n")

    def directory(self, option: str = "--absolute-git-dir") -> Path:
        """The repository's own folder; `--git-common-dir` is the one that all work trees share."""
        return Path(os.path.realpath(self.folder / self.text("rev-parse", option)))


def command(folder: Path, *arguments: str) -> list[str]:
    """How git is called for a folder; raises NoGit where there is no git."""
    program = _program(os.environ.get("PATH", ""))
    if program is None:
        raise NoGit("这台电脑上没有 git，看不到历史。装上 git（https://git-scm.com），再试一次。")
    return [program, "-C", str(folder), *_OPTIONS, *arguments]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment in which git runs: of a hook that called us, nothing of its repository."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return {**kept, **_NEUTRAL, **(more or {})}


@lru_cache(maxsize=8)
def _program(_path: str) -> str | None:
    return shutil.which("git")


def repository(folder: Path) -> Git:
    """The repository in which a folder lies, or would lie if it existed; raises NoGit and says why there is none."""
    there = Path(os.path.realpath(folder))
    while not there.is_dir() and there != there.parent:
        there = there.parent
    try:
        return Git(Path(Git(there).text("rev-parse", "--show-toplevel")))
    except GitFailed as error:
        raise NoGit(_reason(there, error.said)) from None


def repository_of(folder: Path) -> Git | None:
    """The repository in which a folder lies; None where there is none, or no git."""
    try:
        return repository(folder)
    except NoGit:
        return None


def _reason(folder: Path, said: str) -> str:
    if "dubious ownership" in said:
        cure = f'git config --global --add safe.directory "{folder.as_posix()}"'
        return f"git 不肯打开这个文件夹：它属于另一个用户。确认可信以后运行：{cure}"
    if "not a git repository" in said:
        return f"“{folder.name}”不在 git 仓库里，没有历史。在学校的文件夹里运行 git init，并提交一次。"
    if "must be run in a work tree" in said:
        return f"“{folder.name}”是没有工作区的仓库（bare）。用 git clone 克隆一份，在克隆里运行。"
    last = said.splitlines()[-1] if said else ""
    return f"git 打不开“{folder.name}”的仓库：{last}。运行 git fsck 看一看仓库是否完好。"
