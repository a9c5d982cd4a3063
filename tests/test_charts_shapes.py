"""The shapes of charts: true to their values, told in words, with their numbers as a table."""

import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from gongkai.render import charts
from gongkai.render.charts import Bar, Fill, Frame, Line, Mark, Note, Panel, Part, Place, Series, Stack
from markupsafe import Markup

HOSTILE = "<script>\"'&</title>{{ 1 }}\u202e=cmd|' /C calc'!A0"
FRAME = Frame("c", "支出", "一句话。", "元", "向社会公开的。", "科目", "金额")
_FORBIDDEN = re.compile(r"<[^>]*\s(style|on\w+|href)=|<script|</title[^>]*</title")


def drawing(markup: Markup) -> ElementTree.Element:
    svg = ElementTree.fromstring(str(markup)).find("svg")
    assert svg is not None
    return svg


def attributes(markup: Markup, tag: str, *names: str) -> list[tuple[str | None, ...]]:
    return [tuple(element.get(name) for name in names) for element in drawing(markup).iter(tag)]


def texts(markup: Markup, kind: str = "") -> list[str | None]:
    found = drawing(markup).iter("text")
    return [element.text for element in found if kind in (element.get("class") or "")]


def table(markup: Markup) -> list[list[str]]:
    """The rows of the table under a chart, its head first."""
    found = ElementTree.fromstring(str(markup)).iter("tr")
    return [["".join(cell.itertext()) for cell in row] for row in found]


def _bars(*values: str) -> Markup:
    return charts.bars(
        tuple(Bar(f"项{n}", Decimal(value), f"{value} 元", value) for n, value in enumerate(values)), FRAME
    )


def _series(name: str, *values: str | None) -> Series:
    return Series(name, tuple(Decimal(value) if value else None for value in values), tuple(v or "" for v in values))


def _months(count: int) -> tuple[Place, ...]:
    return tuple(Place(str(n), f"2026年{n}月", group="2026年" if n == 1 else "") for n in range(1, count + 1))


def test_bars_are_as_long_as_their_share_of_the_highest() -> None:
    """The longest bar takes the whole width, the others their part of it, from the zero line on the left."""
    assert attributes(_bars("200", "50", "0"), "rect", "x", "width") == [
        ("0%", "100%"),
        ("0%", "25%"),
        ("0%", "0%"),
    ]


def test_negative_bars_go_left_from_the_zero_line() -> None:
    """Of a span from -50 to 150 the zero line stands at a quarter; the negative bar ends there."""
    markup = _bars("150", "-50")
    assert attributes(markup, "rect", "class", "x", "width") == [
        ("gk-chart__bar", "25%", "75%"),
        ("gk-chart__bar gk-chart__bar--below", "0%", "25%"),
    ]
    assert attributes(markup, "line", "x1", "x2") == [("25%", "25%"), ("25%", "25%")]


def test_a_chart_names_and_describes_itself() -> None:
    """A screen reader hears the title and every value; the sentence stands above, the numbers below."""
    markup = _bars("1.50", "2")
    svg = drawing(markup)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "c-title c-desc"
    assert [(child.get("id"), child.text) for child in svg[:2]] == [
        ("c-title", "支出"),
        ("c-desc", "项0 1.50；项1 2"),
    ]
    assert markup.startswith('<figure class="gk-chart"><figcaption>一句话。</figcaption><svg ')


def test_the_numbers_stand_below_as_a_table() -> None:
    """The table has a caption with its unit, scoped heads, and says whose numbers they are."""
    markup = _bars("1.50", "2")
    assert table(markup) == [["科目", "金额"], ["项0", "1.50"], ["项1", "2"]]
    assert '<details class="gk-details gk-chart__data"><summary>看这张图的数字' in markup
    assert '<caption id="c-data">支出<span class="gk-unit">单位：元</span></caption>' in markup
    assert '<th scope="col">科目</th><th scope="col" class="gk-num">金额</th>' in markup
    assert '<tr><th scope="row">项0</th><td class="gk-num">1.50</td></tr>' in markup
    assert '<p class="gk-chart__scope">向社会公开的。</p>' in markup


@pytest.mark.parametrize(
    "empty",
    [
        lambda: charts.bars((), FRAME),
        lambda: charts.columns((), (), FRAME),
        lambda: charts.strip((), FRAME),
        lambda: charts.stacked((), (Part("甲", Fill.FULL),), FRAME),
        lambda: charts.grouped((), (), FRAME),
        lambda: charts.trend((), (), FRAME),
        lambda: charts.heat((), (), (), (), FRAME),
        lambda: charts.histogram((("1", "一"),), ((0,),), (Part("甲", Fill.FULL),), FRAME),
    ],
    ids=["bars", "columns", "strip", "stacked", "grouped", "trend", "heat", "histogram"],
)
def test_nothing_to_draw_is_said(empty: Callable[[], Markup]) -> None:
    """Without rows there is a sentence, and no empty drawing or table."""
    assert empty() == (
        '<figure class="gk-chart"><figcaption>一句话。</figcaption><p class="gk-empty">这里还没有数据。</p></figure>'
    )


def test_all_zero_has_no_length() -> None:
    """Zero is drawn as nothing, and nothing is divided by it."""
    assert attributes(_bars("0", "0"), "rect", "width") == [("0%",), ("0%",)]
    columns = charts.columns(_months(1), (Panel((_series("收", "0"),)),), FRAME)
    assert attributes(columns, "rect", "class", "height")[1:] == [("gk-chart__column gk-chart__column--1", "0em")]
    strip = charts.strip((Bar("甲", Decimal(0), "0 件"),), FRAME)
    assert ("gk-chart__hollow", "100%") in attributes(strip, "rect", "class", "width")
    assert table(strip)[-1] == ["合计", "0"]


def test_columns_rise_and_fall_from_the_zero_line() -> None:
    """Of eight em, 30 and -10 share three quarters above the zero line and one below."""
    markup = charts.columns(_months(2), (Panel((_series("盈余", "30", "-10"),)),), FRAME)
    columns = [row[1:] for row in attributes(markup, "rect", "class", "y", "height") if "column--1" in str(row[0])]
    # The heading takes 1.9 em and a label 1.5: the columns begin at 3.4, the zero line is 6 below.
    assert columns[1:] == [("3.4em", "6em"), ("9.4em", "2em")]
    assert attributes(markup, "line", "y1", "y2") == [("9.4em", "9.4em")]


def test_a_missing_period_is_a_gap_and_not_a_zero() -> None:
    """What is not known has no column; the table says why."""
    row = Series("收入", (Decimal(1), None, Decimal(3)), ("1", "", "3"), ("1.00", "没有报表", "3.00"))
    markup = charts.columns(_months(3), (Panel((row,)),), FRAME)
    assert (
        len([1 for (kind,) in attributes(markup, "rect", "class") if "column--1" in str(kind)]) == 3
    )  # one is the key
    assert table(markup)[2] == ["2026年2月", "没有报表"]


def test_a_period_of_two_months_takes_the_room_of_two() -> None:
    """Of four months the two in one statement stand in the middle of the left half."""
    places = (Place("1–2", "2026年1至2月", 2), Place("3", "2026年3月"), Place("4", "2026年4月"))
    markup = charts.columns(places, (Panel((_series("收入", "5", "5", "5"),)),), FRAME)
    names = [row for row in attributes(markup, "text", "class", "x") if row[0] == "gk-chart__period"]
    assert [x for _, x in names] == ["25%", "62.5%", "87.5%"]


def test_only_the_peaks_are_written_where_room_is_short() -> None:
    """Twelve months of two series show the highest of each; all values are in the table."""
    income = _series("收入", *(str(n) for n in range(1, 13)))
    spent = _series("支出", "40", *(str(n) for n in range(2, 13)))
    left = _series("结余", *(str(n) for n in range(-3, 9)))
    markup = charts.columns(_months(12), (Panel((income, spent), "万元"), Panel((left,), "元", 3)), FRAME)
    assert texts(markup, "gk-chart__value") == ["40", "12", "-3", "8"]
    assert table(markup)[0] == ["科目", "收入", "支出", "结余"]
    assert table(markup)[12] == ["2026年12月", "12", "12", "8"]


def test_labels_that_would_touch_on_a_phone_wait_for_room() -> None:
    """Ten years do not all fit under their columns at 320 pixels: every other one shows only where it is wide."""
    places = tuple(Place(str(year), f"{year}年") for year in range(2016, 2026))
    markup = charts.columns(places, (Panel((_series("支出", *("5",) * 10),)),), FRAME)
    axis = [row for row in attributes(markup, "text", "class") if "period" in str(row[0])]
    assert [("spare" in str(kind)) for (kind,) in axis].count(True) == 5
    assert len(axis) == 10


def test_a_value_stands_above_every_column_below_it() -> None:
    """The label of a low column between two high ones is lifted over them."""
    low, high = _series("收入", "1", "1", "9"), _series("支出", "2", "10", "10")
    markup = charts.columns(_months(3), (Panel((low, high)),), FRAME)
    tops = [float(str(y)[:-2]) for kind, y in attributes(markup, "text", "class", "y") if "value" in str(kind)]
    assert max(tops[:2]) <= 3.4 - 0.3


def test_too_many_series_or_periods_are_refused() -> None:
    """A chart nobody can read is a mistake of its page."""
    row = _series("收", "1")
    with pytest.raises(ValueError, match="one or two series"):
        charts.columns(_months(1), (Panel((row, row, row)),), FRAME)
    with pytest.raises(ValueError, match="for every period"):
        charts.columns(_months(2), (Panel((row,)),), FRAME)
    with pytest.raises(ValueError, match="at most 24 periods"):
        charts.columns(_months(25), (Panel((_series("收", *("1",) * 25),)),), FRAME)


def test_grouped_bars_keep_room_for_their_values_and_say_what_is_over() -> None:
    """What was overspent is said in words beside the name; no plan at all is a dash."""
    series = (_series("决算", "12", "5"), _series("预算", "10", None))
    notes = (Note("▲ 超支 20.0%", is_over=True, cells=("2",)), Note("", cells=("—",)))
    markup = charts.grouped(("水费", "电费"), series, FRAME, notes, ("超支",), (("合计", "17", "10", "7"),))
    assert texts(markup, "gk-chart__note--over") == ["▲ 超支 20.0%"]
    assert table(markup) == [
        ["科目", "决算", "预算", "超支"],
        ["水费", "12", "10", "2"],
        ["电费", "5", "—", "—"],
        ["合计", "17", "10", "7"],
    ]
    longest = max(float(str(width)[:-1]) for kind, width in attributes(markup, "rect", "class", "width")[2:])
    assert longest <= 100


def test_a_strip_divides_the_whole_and_tells_parts_by_pattern() -> None:
    """Parts of 1, 1 and 2 take a quarter, a quarter and a half, each with a fill of its own."""
    parts = tuple(
        Bar(name, Decimal(value), f"{value} 件", str(value)) for name, value in (("甲", 1), ("乙", 1), ("丙", 2))
    )
    markup = charts.strip(parts, FRAME)
    bands = [row for row in attributes(markup, "rect", "class", "fill", "x", "width") if str(row[3]).endswith("%")]
    assert bands == [
        ("gk-chart__part gk-chart__part--full", None, "0%", "25%"),
        ("gk-chart__part gk-chart__part--stripes", "url(#c-stripes)", "25%", "25%"),
        ("gk-chart__part gk-chart__part--dots", "url(#c-dots)", "50%", "50%"),
    ]
    assert [element.get("id") for element in drawing(markup).iter("pattern")] == ["c-stripes", "c-dots"]
    assert table(markup)[-1] == ["合计", "4"]
    with pytest.raises(ValueError, match="negative"):
        charts.strip((Bar("甲", Decimal(-1), "-1"),), FRAME)


def test_stacked_bars_are_measured_by_the_longest() -> None:
    """Of sums 4 and 2 the second bar is half as long; its parts share that half."""
    parts = (Part("已答复", Fill.FULL), Part("逾期", Fill.LATE))
    rows = (Stack("总务处", (3, 1), "4 件", ("75%",)), Stack("教学处", (1, 1), "2 件", ("—",)))
    markup = charts.stacked(rows, parts, FRAME, ("按期率",))
    widths = [width for (width,) in attributes(markup, "rect", "width") if str(width).endswith("%")]
    assert widths == ["75%", "25%", "25%", "25%"]
    assert table(markup) == [
        ["科目", "已答复", "逾期", "合计", "按期率"],
        ["总务处", "3", "1", "4", "75%"],
        ["教学处", "1", "1", "2", "—"],
    ]


def test_a_histogram_marks_its_limit_where_it_lies() -> None:
    """A limit after three of six spans stands in the middle; counts stand over their columns."""
    spans = tuple((str(n), f"第{n}段") for n in range(6))
    parts = (Part("按期", Fill.FULL), Part("迟", Fill.WAIT))
    counts = ((1, 0), (2, 0), (0, 0), (0, 3), (0, 0), (0, 0))
    markup = charts.histogram(spans, counts, parts, FRAME, Mark(3, "期限 45 天"))
    limit = [row for row in attributes(markup, "line", "class", "x1") if row[0] == "gk-chart__limit"]
    assert limit == [("gk-chart__limit", "50%")]
    assert texts(markup, "gk-chart__value") == ["1", "2", "0", "3", "0", "0"]
    assert table(markup)[-1] == ["合计", "3", "3", "6"]


def test_a_trend_does_not_bridge_what_was_not_told() -> None:
    """Of four points with a hole after the second, two lines are drawn and not three."""
    series = Series("答复率", (Decimal(50), Decimal(60), None, Decimal(80)), ("50%", "60%", "1 / 2", "80%"))
    periods = tuple((f"{n}次", f"五届{n}次") for n in "一二三四")
    markup = charts.trend(periods, (Line(series, Decimal(100)),), FRAME)
    assert len([1 for (kind,) in attributes(markup, "line", "class") if kind == "gk-chart__line"]) == 1
    assert len(attributes(markup, "circle", "cx")) == 3
    assert table(markup)[3] == ["五届三次", "1 / 2"]


def test_a_heat_map_places_periods_by_month() -> None:
    """A period of five months from the first is five squares wide; an exempt one is a line."""
    cells = (charts.HeatCell(0, 5, Fill.FULL), charts.HeatCell(5, 1, None))
    rows = (charts.HeatRow("财务"), charts.HeatRow("收费项目", "按时", cells, ("1",)))
    markup = charts.heat(tuple("123456"), rows, (("按时", Fill.FULL),), ("应公开",), FRAME, ("合计", "1"))
    slot = 64 / 6
    drawn = [row for row in attributes(markup, "rect", "x", "width") if str(row[1]).endswith("%")]
    assert drawn == [(f"{36 + slot * 0.08:.2f}%", f"{slot * 4.84:.2f}%")]
    assert len(attributes(markup, "line", "x1")) == 1
    assert table(markup) == [["科目", "应公开"], ["收费项目", "1"], ["合计", "1"]]


def test_long_labels_are_cut_and_kept_in_full_as_title() -> None:
    """A label gives way to its value on a phone; the pointer finds all of it."""
    assert charts.shorten("一二三四五", 5) == "一二三四五"
    assert charts.shorten("一二三四五六", 5) == "一二三四…"
    assert charts.shorten("abcdefghij", 5) == "abcdefghij"
    label = "人员费用含临时帮厨与周末加班补贴等若干"
    markup = charts.bars((Bar(label, Decimal(1), "1"),), FRAME)
    assert f"<title>{label} 1</title>" in markup
    assert texts(markup)[0] == "人员费用含临时帮厨与周末加班补贴等…"


@pytest.mark.parametrize(
    ("yuan", "unit", "shown"),
    [
        ("9999.99", "元", "9,999.99"),
        ("10000", "万元", "1.00"),
        ("31527466.66", "万元", "3,152.75"),
        ("99999999", "万元", "10,000.00"),
        ("123456789012.34", "亿元", "1,234.57"),
        ("-20000", "万元", "−2.00"),
        ("0", "元", "0.00"),
    ],
)
def test_amounts_are_drawn_in_the_unit_of_the_largest(yuan: str, unit: str, shown: str) -> None:
    """Up to 9,999 yuan in 元, up to 9,999 万 in 万元, above in 亿元, rounded half up to two decimals."""
    scale = charts.scale_of((Decimal(yuan), None))
    assert (scale.name, scale.show(Decimal(yuan))) == (unit, shown)


def test_a_small_amount_beside_a_large_one_is_never_shown_as_nothing() -> None:
    """Thirty yuan beside a hundred million are not 0.00 亿元."""
    scale = charts.scale_of((Decimal(10**8), Decimal(30)))
    assert scale.show(Decimal(30)) == "不到 0.01"
    assert scale.show(Decimal(-30)) == "−不到 0.01"
    assert (scale.show(Decimal(0)), scale.show(None)) == ("0.00", "")


def _hostile() -> list[Markup]:
    frame = Frame("c", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    bar, series = Bar(HOSTILE, Decimal(1), HOSTILE), Series(HOSTILE, (Decimal(1),), (HOSTILE,))
    part = Part(HOSTILE, Fill.LATE)
    return [
        charts.bars((bar,), frame),
        charts.strip((bar,), frame),
        charts.columns((Place(HOSTILE, HOSTILE, 1, HOSTILE),), (Panel((series, series), HOSTILE),), frame),
        charts.grouped((HOSTILE,), (series,), frame, (Note(HOSTILE, True, (HOSTILE,)),), (HOSTILE,)),
        charts.stacked((Stack(HOSTILE, (1,), HOSTILE, (HOSTILE,)),), (part,), frame, (HOSTILE,)),
        charts.histogram(((HOSTILE, HOSTILE),), ((1,),), (part,), frame, Mark(0.5, HOSTILE)),
        charts.trend(((HOSTILE, HOSTILE),), (Line(series),), frame),
        charts.heat(
            (HOSTILE,),
            (charts.HeatRow(HOSTILE, HOSTILE, (charts.HeatCell(0, 1, Fill.WAIT),), (HOSTILE,)),),
            ((HOSTILE, Fill.WAIT),),
            (HOSTILE,),
            frame,
        ),
    ]


@pytest.mark.parametrize("place", range(8))
def test_charts_escape_their_words_and_carry_no_style(place: int) -> None:
    """Names from records cannot break out of the drawing, and the stylesheet alone decides the looks."""
    markup = _hostile()[place]
    ElementTree.fromstring(str(markup))
    assert not _FORBIDDEN.search(str(markup))
    assert HOSTILE not in markup


@pytest.mark.parametrize("place", range(8))
def test_no_id_of_a_chart_is_written_twice(place: int) -> None:
    """Every id stands once, begins with the name of the chart, and every reference has its id."""
    markup = str(_hostile()[place])
    idents = re.findall(r' id="([^"]+)"', markup)
    assert len(set(idents)) == len(idents)
    assert all(ident.startswith("c-") for ident in idents)
    used = re.findall(r"url\(#([^)]+)\)", markup) + re.findall(r'labelledby="([^"]+)"', markup)
    assert {name for names in used for name in names.split()} <= set(idents)
