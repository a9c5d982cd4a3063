"""The pages among what a view makes; the files of their tables have tests of their own."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.render.pages import Output, Page


def only_pages(outputs: Iterable[Output]) -> tuple[Page, ...]:
    return tuple(output for output in outputs if isinstance(output, Page))
