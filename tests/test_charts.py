"""Charts, signs, parts of pages and the stylesheet: readable without colour or script, and harmless."""

import re
from decimal import Decimal
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from gongkai.render import charts, icons
from gongkai.render.charts import Bar, Series
from gongkai.views.receipts import Line, Receipt
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

PACKAGE = Path(charts.__file__).parents[1]
STYLES = (PACKAGE / "assets" / "gongkai.css").read_text(encoding="utf-8")
SCRIPT = (PACKAGE / "assets" / "gongkai.js").read_text(encoding="utf-8")
HOSTILE = "<script>\"'&</title>{{ 1 }}"


def _drawing(markup: Markup) -> ElementTree.Element:
    svg = ElementTree.fromstring(str(markup)).find("svg")
    assert svg is not None
    return svg


def _attributes(markup: Markup, tag: str, *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(element.get(name) for name in names) for element in _drawing(markup).iter(tag)]


def _bars(*values: str) -> Markup:
    items = tuple(Bar(f"项{order}", Decimal(value), f"{value} 元") for order, value in enumerate(values))
    return charts.bars(items, ident="c", title="支出", sentence="一句话。")


def test_bars_are_as_long_as_their_share_of_the_highest() -> None:
    """The longest bar takes the whole width, the others their part of it, from the zero line on the left."""
    assert _attributes(_bars("200", "50", "0"), "rect", "x", "width") == [
        ("0%", "100%"),
        ("0%", "25%"),
        ("0%", "0%"),
    ]


def test_negative_bars_go_left_from_the_zero_line() -> None:
    """Of a span from -50 to 150 the zero line stands at a quarter; the negative bar ends there."""
    markup = _bars("150", "-50")
    assert _attributes(markup, "rect", "class", "x", "width") == [
        ("gk-chart__bar", "25%", "75%"),
        ("gk-chart__bar gk-chart__bar--below", "0%", "25%"),
    ]
    assert _attributes(markup, "line", "x1", "x2") == [("25%", "25%"), ("25%", "25%")]


def test_a_chart_names_and_describes_itself() -> None:
    """A screen reader hears the title and every value; the sentence stands above."""
    markup = _bars("1.50", "2")
    svg = _drawing(markup)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "c-title c-desc"
    assert [(child.get("id"), child.text) for child in svg[:2]] == [
        ("c-title", "支出"),
        ("c-desc", "项0 1.50 元；项1 2 元"),
    ]
    assert markup.startswith('<figure class="gk-chart"><figcaption>一句话。</figcaption><svg ')


def test_nothing_to_draw_is_said() -> None:
    """Without rows there is a sentence, and no empty drawing."""
    empty = (
        '<figure class="gk-chart"><figcaption>一句话。</figcaption><p class="gk-empty">这里还没有数据。</p></figure>'
    )
    assert _bars() == empty
    assert charts.columns((), (), ident="c", title="t", sentence="一句话。") == empty
    assert charts.strip((), ident="c", title="t", sentence="一句话。") == empty


def test_all_zero_has_no_length() -> None:
    """Zero is drawn as nothing, and nothing is divided by it."""
    zero = Decimal(0)
    assert _attributes(_bars("0", "0"), "rect", "width") == [("0%",), ("0%",)]
    columns = charts.columns(("1月",), (Series("收", (zero,), ("0",)),), ident="c", title="t", sentence="s")
    assert _attributes(columns, "rect", "height") == [("0",)]
    strip = charts.strip((Bar("甲", zero, "0 件"),), ident="c", title="t", sentence="s")
    assert ("gk-chart__hollow", "100%") in _attributes(strip, "rect", "class", "width")


def test_columns_rise_and_fall_from_the_zero_line() -> None:
    """Of 170 pixels between 30 and -10 three quarters lie above the zero line and one below."""
    markup = charts.columns(
        ("2024", "2025"),
        (Series("盈余", (Decimal(30), Decimal(-10)), ("30", "-10")),),
        ident="c",
        title="t",
        sentence="s",
    )
    # 240 high, less 22 above for a value and 48 below for a value and the periods: 170 for the columns.
    assert _attributes(markup, "rect", "y", "height") == [("22", "127.5"), ("149.5", "42.5")]
    assert _attributes(markup, "line", "y1", "y2") == [("149.5", "149.5")]
    assert _attributes(markup, "rect", "x", "width") == [("12.5%", "24.6%"), ("62.5%", "24.6%")]


def test_two_series_are_named_and_only_their_peaks_labelled_where_room_is_short() -> None:
    """Twelve months of two series show the highest value of each; all values are in the description."""
    months = tuple(f"{month}月" for month in range(1, 13))
    income = tuple(Decimal(month) for month in range(1, 13))
    spent = (Decimal(40), *income[1:])
    markup = charts.columns(
        months,
        (
            Series("收入", income, tuple(f"{value}.00" for value in income)),
            Series("支出", spent, tuple(f"{value}.00" for value in spent)),
        ),
        ident="c",
        title="t",
        sentence="s",
    )
    texts = [element.text for element in _drawing(markup).iter("text")]
    assert texts == ["收入", "支出", "40.00", *months[:11], "12.00", "12月"]
    assert "支出：1月 40.00，2月 2.00" in (_drawing(markup)[1].text or "")


def test_a_period_without_value_has_no_column() -> None:
    """What is not known is not drawn as zero."""
    markup = charts.columns(
        ("1月", "2月"), (Series("收", (None, Decimal(1)), ("", "1")),), ident="c", title="t", sentence="s"
    )
    assert len(_attributes(markup, "rect", "x")) == 1
    assert _drawing(markup)[1].text == "收：2月 1"


def test_too_many_series_or_periods_are_refused() -> None:
    """A chart nobody can read is a mistake of its page."""
    row = Series("收", (Decimal(1),), ("1",))
    with pytest.raises(ValueError, match="at most twelve periods"):
        charts.columns(("1月",), (row, row, row), ident="c", title="t", sentence="s")
    with pytest.raises(ValueError, match="at most twelve periods"):
        charts.columns(("1月", "2月"), (row,), ident="c", title="t", sentence="s")


def test_a_strip_divides_the_whole_and_tells_parts_by_pattern() -> None:
    """Parts of 1, 1 and 2 take a quarter, a quarter and a half, each with a pattern of its own."""
    parts = tuple(Bar(name, Decimal(value), f"{value} 件") for name, value in (("甲", 1), ("乙", 1), ("丙", 2)))
    markup = charts.strip(parts, ident="c", title="t", sentence="s")
    bands = [row for row in _attributes(markup, "rect", "fill", "x", "width") if row[0] and row[1] != "1"]
    assert bands == [
        ("url(#c-p1)", "0%", "25%"),
        ("url(#c-p2)", "25%", "25%"),
        ("url(#c-p3)", "50%", "50%"),
    ]
    assert [element.get("id") for element in _drawing(markup).iter("pattern")] == ["c-p1", "c-p2", "c-p3"]
    with pytest.raises(ValueError, match="negative"):
        charts.strip((Bar("甲", Decimal(-1), "-1"),), ident="c", title="t", sentence="s")


def test_long_labels_are_cut_and_kept_in_full_as_title() -> None:
    """Seventeen Chinese characters fit; two Latin letters take the room of one."""
    assert charts.shorten("一二三四五", 5) == "一二三四五"
    assert charts.shorten("一二三四五六", 5) == "一二三四…"
    assert charts.shorten("abcdefghij", 5) == "abcdefghij"
    label = "人员费用含临时帮厨与周末加班补贴等若干"
    markup = charts.bars((Bar(label, Decimal(1), "1"),), ident="c", title="t", sentence="s")
    assert f"<title>{label} 1</title>" in markup
    assert '<text x="0" y="17">人员费用含临时帮厨与周末加班补贴…</text>' in markup


def test_charts_escape_their_words_and_carry_no_style() -> None:
    """Names from records cannot break out of the drawing, and the stylesheet alone decides the looks."""
    bar = Bar(HOSTILE, Decimal(1), HOSTILE)
    series = Series(HOSTILE, (Decimal(1),), (HOSTILE,))
    for markup in (
        charts.bars((bar,), ident="c", title=HOSTILE, sentence=HOSTILE),
        charts.columns((HOSTILE,), (series, series), ident="c", title=HOSTILE, sentence=HOSTILE),
        charts.strip((bar,), ident="c", title=HOSTILE, sentence=HOSTILE),
    ):
        ElementTree.fromstring(str(markup))
        assert "<script" not in markup
        assert not re.search(r"\s(style|on\w+|href)=", markup)


def test_every_status_has_a_sign_a_word_and_a_styled_tone() -> None:
    """Two statuses of one tone that look alike differ in word; a chip may say more than its usual word."""
    chips = [icons.chip(kind) for kind in icons.STATUSES]
    assert all(chip.icon.startswith('<svg class="gk-icon"') and chip.word for chip in chips)
    assert len({(chip.icon, chip.tone, chip.word) for chip in chips if chip.kind != "published"}) == len(chips) - 1
    for tone in icons.Tone:
        assert tone is icons.Tone.QUIET or f".gk-chip--{tone} " in STYLES
    assert icons.chip("overdue", "逾期 19 天").word == "逾期 19 天"


def _variables(scheme: str) -> dict[str, str]:
    block = STYLES[STYLES.index(f'[data-md-color-scheme="{scheme}"]') :]
    return dict(re.findall(r"(--gk-[a-z-]+): (#[0-9a-f]{6});", block[: block.index("}")]))


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


TEXT_PAIRS = [
    *product(("ink", "muted", "brand", "link"), ("paper", "card", "tint")),
    *product(("good", "wait", "late", "doc"), ("paper", "card")),
    *((role, f"{role}-tint") for role in ("good", "wait", "late", "doc")),
    *product(("ink",), ("good-tint", "wait-tint", "late-tint", "doc-tint")),
]


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_text_is_legible_on_its_ground(scheme: str) -> None:
    """Every pair of text and ground has a contrast of at least 4.5, by light and by dark."""
    colours = _variables(scheme)
    assert colours.keys() == _variables("default").keys()
    for text, ground in TEXT_PAIRS:
        bright, dim = sorted((_luminance(colours[f"--gk-{text}"]), _luminance(colours[f"--gk-{ground}"])), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, ground)


def test_assets_ask_nothing_of_anybody() -> None:
    """The stylesheet and the script fetch nothing, and the script stays small."""
    assert not re.search(r"@import|url\(|https?:|expression", STYLES)
    assert not re.search(r"https?:|\beval\b|innerHTML|document\.write|fetch\(|XMLHttp", SCRIPT)
    assert len(SCRIPT.encode()) < 6_000
    assert STYLES.count("{") == STYLES.count("}")


@pytest.fixture
def parts() -> object:
    """The macros, as a page would import them."""
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("_parts.html.jinja").module


def _all_parts(parts: object, words: str) -> str:
    """Every macro once, each value being the same words."""
    data = icons.chip("overdue", words)
    call = parts.__dict__
    return "".join(
        (
            escape(data),
            call["section"](words, "a"),
            call["lead"]([words, words]),
            call["head"](words, [data]),
            call["figure"](words, words, words, words, words, words),
            call["row"](words, words, words, words, data, {"state": words}, words),
            call["door"](words, words, words, words, words),
            call["step"](words, words, words, Receipt((words,), (Line(words, words, words),))),
            call["basis"]([(words, words)], words),
            call["heat"](words, [words], [(words, [data])], [data]),
            call["verdict"](data, words, [(words, words)]),
            call["filters"]("list", [("state", words, [words])], 3),
            call["empty"](words),
            call["banner"](words, words),
        )
    )


def test_parts_escape_whatever_they_are_given(parts: object) -> None:
    """No value of a record becomes markup in any part, and no part carries a style or a handler."""
    markup = _all_parts(parts, HOSTILE)
    assert "<script" not in markup
    assert "</title" not in markup
    assert not re.search(r"<[^>]*\s(style|on\w+)=", markup)


def test_parts_are_well_formed_and_styled(parts: object) -> None:
    """Every element is closed, and every class a part uses is known to the stylesheet or stated below."""
    markup = _all_parts(parts, "甲")
    markup = re.sub(r"<(input[^>]*)>", r"<\1/>", markup).replace(" hidden>", ' hidden="">')
    tree = ElementTree.fromstring(f"<div>{markup}</div>")
    used = {name for element in tree.iter() for name in (element.get("class") or "").split()}
    # Names for scripts, tests and the default look, which needs no rule of its own.
    plain = {"gk-section", "gk-basis-card", "gk-row__chip", "gk-door__body", "gk-heat__cell--overdue"}
    plain |= {"gk-step--done", "gk-level-0"}
    assert {name for name in used - plain if f".{name}" not in STYLES} == set()
