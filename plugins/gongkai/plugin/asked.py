"""What `gongkai publish` asks of the build that it starts; MkDocs takes no options for its plugins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from gongkai.publication import ledger
from gongkai.settings import ASKED, LEDGER, SCHEDULED
from gongkai.source.releases import Published


def options() -> Mapping[str, str]:
    """What was asked for in place of what mkdocs.yml says."""
    found = {name: os.environ.get(variable, "") for name, variable in ASKED.items()}
    return {name: value for name, value in found.items() if value}


def published() -> tuple[Published, ...]:
    """The releases before this one; none where nothing is being published."""
    store = os.environ.get(LEDGER)
    return ledger.published(Path(store)) if store else ()


def is_scheduled() -> bool:
    """Whether time that has passed shall stop nothing."""
    return bool(os.environ.get(SCHEDULED))
