"""What a field says of itself besides its type: that only staff may see it, that one item is a list."""

from __future__ import annotations

from typing import Any

from pydantic import BeforeValidator


class StaffOnly:
    """Marks a field that no public build may contain, whatever the record's audience."""


STAFF = StaffOnly()


def listed(item: Any) -> Any:
    """Let a list of one be written without brackets."""
    return item if item is None or isinstance(item, list | tuple) else [item]


OneOrMore = BeforeValidator(listed)
"""A tuple field that also accepts a single value."""
