"""The demo school of this repository, as the tests read it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
