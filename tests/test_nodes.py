"""YAML events to plain data, with limits that hold before anything is built."""

import pytest
from gongkai.source.nodes import MAX_DEPTH, compose, spans
from gongkai.source.writing import to_yaml
from hypothesis import given
from hypothesis import strategies as st


def _problems(text: str) -> list[tuple[str, int]]:
    return [(problem.code.code, problem.at) for problem in compose(text).problems]


def test_scalars_stay_as_typed() -> None:
    """Nothing is guessed: 0123, 12:30, no and an ID-like number stay texts."""
    text = "a: 0123\nb: 12:30\nc: no\nd: 350000199001010000\ne: ~\nf:\ng: 2026-03-06\n"
    data = {
        "a": "0123",
        "b": "12:30",
        "c": "no",
        "d": "350000199001010000",
        "e": "~",
        "f": "",
        "g": "2026-03-06",
    }
    assert compose(text).data == data


def test_duplicate_keys_are_reported_and_the_first_holds() -> None:
    """YAML lets the last one win in silence; here the second is objected to where it stands."""
    assert compose("甲: 1\n乙: 2\n甲: 3\n").data == {"甲": "1", "乙": "2"}
    assert _problems("甲: 1\n乙: 2\n甲: 3\n") == [("S06", 10)]


@pytest.mark.parametrize(
    ("text", "at"),
    [("a: &x 1\n", 3), ("a: *x\n", 3), ("a: !!str 1\n", 3), ("<<: {a: 1}\n", 0), ("*x : 1\n", 0)],
)
def test_tricks_are_reported_where_they_stand(text: str, at: int) -> None:
    """Anchors, aliases, tags and merge keys each yield one problem and end nothing."""
    assert _problems(text) == [("S07", at)]
    assert compose(text).complete


def test_keys_must_be_words() -> None:
    """A list or mapping as a key is refused at its place."""
    assert _problems("a: 1\n[b]: 2\n") == [("S05", 5)]


def test_depth_is_limited_before_composing() -> None:
    """Thirty levels are read, the thirty-first is refused where it opens."""
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert compose(deep).complete
    assert _problems("[" + deep + "]") == [("S04", MAX_DEPTH)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[" * 120_000, ("S04", 30)),
        ("a: " + "[" * 30_000 + "]" * 30_000, ("S04", 32)),
        ("{" * 120_000, ("S05", 1)),
    ],
)
def test_brackets_do_not_crash_the_parser(text: str, problem: tuple[str, int]) -> None:
    """What crashes libyaml's composer is one finding here."""
    assert _problems(text) == [problem]


def test_aliases_are_not_expanded() -> None:
    """Two million nodes out of 306 bytes stay 306 bytes."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 8)]
    composed = compose("\n".join(lines) + "\n")
    assert composed.complete
    assert {problem.code.code for problem in composed.problems} == {"S07"}


def test_too_many_values_end_the_reading() -> None:
    """A file with more than 20,000 values is refused."""
    assert [code for code, _ in _problems("[" + "x," * 20_001 + "]")] == ["S04"]


@pytest.mark.parametrize(
    ("text", "at"), [("案由: 甲\x07乙\n", 5), ("案: \x85\x1b\n", 4), ("\udcff: 1\n", 0), ("k: \uffff\n", 3)]
)
def test_control_characters_are_found_exactly(text: str, at: int) -> None:
    """libyaml says that there is one; we say where, and a U+0085 before it is not taken for it."""
    assert _problems(text) == [("S05", at)]


def test_an_open_quote_is_reported_at_the_quote() -> None:
    """Not at the end of the file, where libyaml gives up."""
    assert _problems('甲: "乙\n  丙\n') == [("S16", 3)]


def test_a_bad_escape_is_reported_at_the_escape() -> None:
    """A Windows path in double quotes is named where the backslash is."""
    assert _problems('甲: "C:\\q"\n') == [("S05", 6)]


KEYS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8).filter(
    lambda key: key != "<<"
)
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        TEXTS,
        lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(KEYS, inner, min_size=1, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
    max_size=4,
)


@given(DATA)
def test_spans_lead_to_exactly_what_was_written(data: dict[str, object]) -> None:
    """For any mapping, the place of each key and value is where its text begins."""
    text = to_yaml(data)
    assert compose(text).data == data

    def written(value: object) -> str:
        return to_yaml(value).rstrip("\n")

    for path, (key_at, value_at) in spans(text).items():
        value: object = data
        for part in path:
            value = value[part]  # type: ignore[index]
        if path and isinstance(path[-1], str):
            assert text.startswith(to_yaml({path[-1]: None}).rstrip("\n"), key_at)
        if isinstance(value, str):
            assert text.startswith(written(value), value_at)


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("案由: 甲\n  主办: 乙\n", 10, "这一行的缩进比上一行深。"),
        ("  案由: 甲\n主办: 乙\n", 8, "这一行比上面的键靠左。"),
    ],
)
def test_a_wrong_indentation_is_called_so(text: str, at: int, message: str) -> None:
    """The writer is sent to the left margin, not to quotation marks."""
    (problem,) = compose(text).problems
    assert (problem.at, problem.message) == (at, message)
