"""Jobs of the templates as their host would run them: the scripts taken from the YAML, in bash, in real clones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tests.repositories import NEUTRAL

TEMPLATES = Path(str(files("gongkai") / "skeleton_ci"))
PIPELINES = tuple(sorted(path for path in TEMPLATES.rglob("*.yml") if path.relative_to(TEMPLATES).parts[0] != "common"))


def pipeline(name: str) -> dict[str, Any]:
    """A pipeline by its place under the templates; `on` is a word, not a truth value."""
    text = (TEMPLATES / name).read_text("utf-8")
    loaded = yaml.safe_load(re.sub(r"(?m)^on:$", '"on":', text))
    assert isinstance(loaded, dict)
    return loaded


@dataclass(frozen=True)
class Machine:
    """A runner: programs of its own before the system's, a folder for what is temporary."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / "programs"

    @property
    def log(self) -> list[str]:
        """What the stand-ins were called with."""
        file = self.folder / "log"
        return file.read_text("utf-8").splitlines() if file.exists() else []

    def program(self, name: str, script: str) -> None:
        """Put a program in the place of another."""
        self.programs.mkdir(parents=True, exist_ok=True)
        file = self.programs / name
        file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        file.chmod(0o755)

    def with_gongkai(self, *, without: str = "none") -> Machine:
        """The real command (but for one that fails at once), and a Python that only says what it would install."""
        self.program("gongkai", f'[ "$1" != {without} ] || exit 1\nexec "{sys.executable}" -m gongkai.cli "$@"')
        return self._with_python()

    def with_stand_in(self) -> Machine:
        """A command that says what it was called with, writes what was asked for, and ends as `STAND_IN_EXIT` says."""
        self.program(
            "gongkai",
            'echo "gongkai $*" >> "$LOG"\n'
            'while [ $# -gt 0 ]; do\n  case $1 in --to) echo 报告 > "$2" ;; esac\n  shift\ndone\n'
            'exit "${STAND_IN_EXIT:-0}"',
        )
        return self._with_python()

    def _with_python(self) -> Machine:
        self.program(
            "stand-in-python",
            '[ "$2" = -m ] || exit 0\nmkdir -p "$5/bin"\n'
            'printf \'#!/bin/sh\\necho "pip $*" >> "$LOG"\\n\' > "$5/bin/pip"\nchmod +x "$5/bin/pip"',
        )
        return self

    def run(self, scripts: str | Sequence[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run scripts one after the other as the steps of a job; the first that fails is the last."""
        outputs = self.folder / "outputs"
        paths = self.folder / "paths"
        self.folder.mkdir(exist_ok=True)
        paths.touch()
        done: subprocess.CompletedProcess[str] | None = None
        for script in (scripts,) if isinstance(scripts, str) else scripts:
            added = [*paths.read_text("utf-8").split(), str(self.programs), os.environ["PATH"]]
            environment = {
                **NEUTRAL,
                "PATH": os.pathsep.join(added),
                "HOME": str(self.folder / "home"),
                "LC_ALL": "C.UTF-8",
                "PYTHON": str(self.programs / "stand-in-python"),
                "LOG": str(self.folder / "log"),
                "RUNNER_TEMP": str(self.folder),
                "GITHUB_PATH": str(paths),
                "GITHUB_OUTPUT": str(outputs),
                "GITHUB_WORKSPACE": str(folder),
                "no_proxy": "*",
                **variables,
            }
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            if done.returncode:
                break
        assert done
        return done

    def outputs(self) -> dict[str, str]:
        """What a step told the next ones."""
        text = (self.folder / "outputs").read_text("utf-8")
        return dict(line.split("=", 1) for line in text.splitlines())


def step(steps: Sequence[Mapping[str, Any]], name: str, context: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A step's script, and its variables with the host's expressions filled in."""
    found = next(each for each in steps if each.get("name") == name)

    def fill(value: str) -> str:
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: context[match[1]], value)

    return found["run"], {key: fill(str(value)) for key, value in found.get("env", {}).items()}
