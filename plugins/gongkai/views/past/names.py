"""What a past release is called, and where it stands."""

from __future__ import annotations

from gongkai.past import PastRelease
from gongkai.render.templates import day

ADDRESS = "releases/"
TITLE = "历次发布"


def at(name: str) -> str:
    """The address of a release."""
    return f"{ADDRESS}{name}/"


def called(release: PastRelease) -> str:
    """A release in words: 2026年4月30日（第 12 次）."""
    return f"{day(release.day)}{f'（第 {release.n} 次）' if release.n else ''}"
