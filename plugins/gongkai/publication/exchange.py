"""Two names of one disk change places in one moment, where the system can do that."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are taken as they stand
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS


def exchanged(one: Path, other: Path) -> bool:
    """Whether the two have changed places; nothing has happened where the system or the disk cannot."""
    if sys.platform == "win32":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(system, "renameat2"):
        return bool(system.renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(system, "renamex_np"):
        return bool(system.renamex_np(first, second, _EXCHANGE) == 0)
    return False
