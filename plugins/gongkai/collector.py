"""Pausing Python's garbage collector while millions of small objects are made and kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Records are no circular garbage, and collecting among them would double the time.

    What was made meanwhile lives as long as the build; frozen, it is not looked through afterwards either.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()
