"""What stands around the pages, the same in every door: heads for machines, the security policy, the sitemap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from gongkai.render.pages import Output, root_of

PICTURES = "assets/gongkai/social"
"""The folder of the pictures that a shared link is shown with."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site as its pages speak of it.

    `name` is how the site is called, `school` whose it is; `url` is where it will stand, with its final
    slash, and empty while the school has not said. `pictures` are the addresses of its social images.
    """

    name: str
    school: str
    url: str = ""
    is_staff: bool = False
    pictures: frozenset[str] = frozenset()

    def link(self, address: str, on: str) -> str:
        """The address of a page or file as the page at `on` names it: whole if that is known, else the way there."""
        return f"{self.url or root_of(on)}{_quoted(address)}"


@lru_cache(maxsize=256)  # a page names the same few addresses, its own among them, a dozen times
def _quoted(address: str) -> str:
    return quote(address, safe="/#?=&")


def pictures_of(outputs: Iterable[Output]) -> frozenset[str]:
    """The addresses of the social images among a build's outputs."""
    return frozenset(output.address for output in outputs if output.address.startswith(f"{PICTURES}/"))
