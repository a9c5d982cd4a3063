"""Signs, parts of pages and the stylesheet: readable without colour or script, and harmless."""

import re
from datetime import date
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from gongkai.render import icons, pieces
from gongkai.render.templates import environment
from gongkai.views.acts import Step
from gongkai.views.receipts import Line, Receipt
from markupsafe import escape

PACKAGE = Path(icons.__file__).parents[1]
STYLES = (PACKAGE / "assets" / "gongkai.css").read_text(encoding="utf-8")
SCRIPT = (PACKAGE / "assets" / "gongkai.js").read_text(encoding="utf-8")
HOSTILE = "<script>\"'&</title>{{ 1 }}"


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
    """The parts, as a page would import them."""
    return environment().get_template("_parts.html.jinja").module


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
            call["unfold"](Receipt((words,), (Line(words, words, words),)), words),
            call["basis"]([(words, words)], words),
            pieces.top([(words, words)], words, [data], [data], words, [words]),
            pieces.course([Step(words, date(2026, 3, 6), words, Receipt((words,)), "late", words, words)], words),
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
    plain |= {"gk-level-0"}
    assert {name for name in used - plain if f".{name}" not in STYLES} == set()
