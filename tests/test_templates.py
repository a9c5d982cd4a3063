"""What the templates print is escaped, and nothing that is missing is passed over."""

from datetime import date
from decimal import Decimal

import pytest
from gongkai.render import icons
from gongkai.render.escaping import escaped
from gongkai.render.pieces import heading
from gongkai.render.templates import environment, money
from jinja2 import UndefinedError
from markupsafe import Markup, escape

HOSTILE = "<script>\"'&</title>{{ 1 }}"


@pytest.mark.parametrize(
    "value",
    [
        HOSTILE,
        "",
        "食堂 3 号窗口",
        *"&<>\"'",
        Markup("<b>&amp;</b>"),
        7,
        Decimal("-1.50"),
        None,
        True,
        date(2026, 4, 10),
    ],
)
def test_what_is_escaped_is_what_markupsafe_escapes(value: object) -> None:
    """Whatever a template prints: words, markup, numbers, days; and it is plain words, to which nothing clings."""
    assert escaped(value) == str(escape(value))
    assert type(escaped(value)) is str


def test_a_chip_is_printed_as_markup_and_its_word_is_not() -> None:
    """The sign of a status stays a sign; a word from a record becomes no markup."""
    made = escaped(icons.chip("overdue", HOSTILE))
    assert made == str(escape(icons.chip("overdue", HOSTILE)))
    assert made.startswith('<span class="gk-chip')
    assert "<script" not in made


def test_a_name_that_does_not_exist_is_an_error() -> None:
    """A template is never silent about what it was not given."""
    with pytest.raises(UndefinedError):
        environment().from_string("{{ missing }}").render()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1234.5", "1,234.50"),
        ("-0.1", "−0.10"),
        ("1E+3", "1,000.00"),
        ("0.125", "0.125"),
        ("1000000", "1,000,000.00"),
    ],
)
def test_money_has_two_decimals_or_as_many_as_were_typed(value: str, words: str) -> None:
    """Never fewer than two, never rounded."""
    assert money(Decimal(value)) == words


def test_a_school_year_is_kept_in_one_piece_in_a_title() -> None:
    """And whatever else stands in the title is words."""
    assert heading("2025-2026学年收费") == '<span class="gk-nowrap">2025-2026学年</span>收费'
    assert environment().from_string("{{ title|heading }}").render(title=HOSTILE) == str(escape(HOSTILE))
