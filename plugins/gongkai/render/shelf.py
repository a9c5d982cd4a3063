"""Where the text of thousands of pages waits for being written: on the disk, not in memory.

Nothing is written out before everything has been looked through, so all of it has to wait somewhere; of 10,000
records it is half a gigabyte.
"""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import dataclass


class Shelf:
    """One file without a name, which goes when nothing of it is wanted any more."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # closed with the shelf
        self._size = 0
        weakref.finalize(self, self._file.close)

    def put(self, content: bytes) -> Shelved:
        """Put a text away; raises OSError where the disk is full."""
        start = self._size
        self._file.seek(start)
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._size += len(content)
        return Shelved(self, start, len(content))

    def at(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)


@dataclass(frozen=True, slots=True, eq=False)
class Shelved:
    """A text that was put away; two are the same if they say the same."""

    shelf: Shelf
    start: int
    size: int

    def read(self) -> bytes:
        return self.shelf.at(self.start, self.size)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shelved) and self.size == other.size and self.read() == other.read()

    def __hash__(self) -> int:
        return self.size
