"""Programs run for real, each time in a process of its own, which is forked from one that has loaded them already.

Loading MkDocs, its theme and the plugin is half of the CPU seconds that building a small school takes.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

_LOADED = ("mkdocs.commands.build", "material", "gongkai.plugin.door", "gongkai.cli", "icalendar", "PIL.ImageDraw")


def run(module: str, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m` in a folder: its exit code and what it says."""
    if "forkserver" not in get_all_start_methods():
        return run_anew(module, folder, *arguments, **environment)
    context = get_context("forkserver")
    context.set_forkserver_preload(list(_LOADED))
    with tempfile.TemporaryDirectory() as words:
        said = Path(words, "stdout"), Path(words, "stderr")
        process = context.Process(target=_run, args=((module, *arguments), folder, _with(environment), said))
        process.start()
        process.join()
        assert process.exitcode is not None
        texts = (file.read_text("utf-8") for file in said)
        return subprocess.CompletedProcess((module, *arguments), process.exitcode, *texts)


def run_anew(module: str, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same by a new interpreter, for what is settled when one starts: the seed of its hashes, the zone."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=_with(environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def build(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A real `mkdocs build` of a school."""
    return run("mkdocs", folder, "build", *arguments, **environment)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _with(environment: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}


def _run(command: tuple[str, ...], folder: Path, environment: dict[str, str], said: tuple[Path, Path]) -> None:
    for number, file in enumerate(said, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = list(command)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)
