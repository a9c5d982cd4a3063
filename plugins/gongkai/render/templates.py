"""The templates: escaped always, and never silent about a name that does not exist."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from markupsafe import Markup

from gongkai.render import pieces
from gongkai.render.icons import chip
from gongkai.render.pages import root_of
from gongkai.render.table_html import rows


def day(value: date | None) -> str:
    """A day in prose: 2026年4月10日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def short_day(value: date | None) -> str:
    """A day in a list: 04-10."""
    return f"{value.month:02d}-{value.day:02d}" if value else ""


def money(value: Decimal | None, decimals: int = 2) -> str:
    """An amount with thousands commas; what is not applicable is a dash."""
    if value is None:
        return "—"
    words = f"{value:,f}"
    if len(words.partition(".")[2]) < decimals:
        words = f"{value:,.{decimals}f}"
    return words.replace("-", "−")


@cache
def environment() -> Environment:
    """One environment for all pages; templates are compiled once."""
    made = Environment(
        loader=PackageLoader("gongkai", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        bytecode_cache=FileSystemBytecodeCache(),  # compiling the templates would cost as much as 500 pages
    )
    made.filters |= {"day": day, "short_day": short_day, "money": money, "rows": rows, "heading": pieces.heading}
    # Every page copies them; of Jinja's own no others are used.
    made.globals = {"range": range, "status": chip, "pieces": pieces}
    return made


def render(template: str, address: str, **values: Any) -> Markup:
    """A template as the page at this address; in it `root` leads to the root of the site."""
    return Markup(environment().get_template(template).render(root=root_of(address), **values))
