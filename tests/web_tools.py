"""The programs of tests/web: validators and a parser that npm brings, run by Node.js or Java."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import IN_CI

WEB = Path(__file__).parent / "web"
TOOLS = WEB / "node_modules"


def needed(program: str) -> str:
    """Where a program lies that runs the tools; in CI its absence, or theirs, is a failure, elsewhere a skip."""
    found = shutil.which(program)
    if found and (TOOLS / ".package-lock.json").is_file():
        return found
    reason = f"no {program} or no tests/web/node_modules: run `make browser`"
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)
