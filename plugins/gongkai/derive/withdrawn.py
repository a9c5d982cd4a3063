"""What was published and is gone: the entries of the school whose record is no longer there."""

from __future__ import annotations

from gongkai.records import KINDS
from gongkai.records.tombstones import Tombstone
from gongkai.register import Register


def withdrawn(register: Register) -> tuple[Tombstone, ...]:
    """What of the register is withdrawn, the latest first; what can still be seen in it is not gone."""
    gone = [entry for entry in register.tombstones.entries if not register.find(entry.identity)]
    return tuple(sorted(gone, key=lambda entry: (-entry.withdrawn_on.toordinal(), entry.identity)))


def kind_of(entry: Tombstone) -> str:
    """What the records of its folder are called."""
    folder = entry.identity.partition("/")[0]
    return next((kind.label for kind in KINDS if kind.folder == folder), folder)
