"""The page for addresses that lead nowhere: it searches. It answers at any depth, so its links begin at the root."""

from __future__ import annotations

from urllib.parse import urlsplit

from markupsafe import Markup

from gongkai.frame import Site
from gongkai.render.templates import environment

TITLE = "没有找到这一页"
ADDRESS = "404.html"

_PLACES = (
    ("proposals/", "提案答复"),
    ("opinions/", "意见与答复"),
    ("meetings/", "会议与决议"),
    ("finances/", "财务"),
    ("notices/", "公示"),
    ("catalogue/", "公开目录"),
)


def root_on(site: Site) -> str:
    """The way to the site's root from any address of its host."""
    return urlsplit(site.url).path or "/"


def missed(site: Site) -> Markup:
    """What the page says, with a form that searches; a script puts in the words of the address, if it runs."""
    template = environment().get_template("missed.html.jinja")
    return Markup(template.render(root=root_on(site), places=_PLACES))
