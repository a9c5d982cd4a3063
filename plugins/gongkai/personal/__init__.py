"""Personal data that a text gives away: where it stands and what it is, never the datum itself."""

from collections.abc import Iterator

from gongkai.personal.escapes import ESCAPE, FAR_BYTES, Layer, decode
from gongkai.personal.names import looks_like_name
from gongkai.personal.numbers import (
    ANY_GAP_BYTES,
    GAP_BYTES,
    NUMERALS,
    PART_BYTES,
    in_words,
    numbers_of_persons,
    parted_identities,
)
from gongkai.personal.signs import SIGN, WORDS
from gongkai.personal.traces import PersonalKind, Trace
from gongkai.personal.words import PROVINCES, email, plate

__all__ = ["PersonalKind", "Trace", "find", "looks_like_name", "mask"]

_FOLD = bytes(48 if 48 <= byte <= 57 else 65 for byte in range(256))


def find(text: str, *, allowed: frozenset[str] = frozenset()) -> tuple[Trace, ...]:
    """Every trace of personal data, in order, at offsets of the text as given; traces never overlap.

    `allowed` holds the phone numbers (digits only) and mail addresses that the school has declared public.
    """
    found, escaped = _look(text, allowed)
    if escaped:
        position = 0
        # No number runs over a line break: only lines with an escape are worth a second look.
        while match := ESCAPE.search(text, position):
            begin = text.rfind("\n", 0, match.start()) + 1
            position = (text.find("\n", match.end()) + 1) or len(text)
            found.extend(_look_through(text[begin:position], begin, allowed))
    return _without_overlaps(found) if len(found) > 1 else tuple(found)


def mask(text: str) -> str:
    """The text with each trace replaced by its kind, as in ［手机号］, so that it is safe to print."""
    # Of two numbers with nothing between them the second shows only when the first is gone.
    while traces := find(text):
        pieces: list[str] = []
        position = 0
        for trace in traces:
            pieces += text[position : trace.start], f"［{trace.kind.label}］"
            position = trace.end
        text = "".join((*pieces, text[position:]))
    return text


def _look(text: str, allowed: frozenset[str]) -> tuple[list[Trace], bool]:
    """The traces in a text taken literally, possibly overlapping, and whether it holds escapes.

    Most text is clean, so quick passes decide: over its bytes for eleven digits in a row once gaps are dropped
    (seventeen, where the gap may end a line), and for the words and signs that every other kind of trace has.
    """
    found: list[Trace] = []
    plain = text.encode("utf-8", "surrogatepass")
    escaped = FAR_BYTES[0] in plain or FAR_BYTES[1] in plain
    if b"00000000000" in plain.translate(_FOLD, ANY_GAP_BYTES):
        if b"00000000000" in plain.translate(_FOLD, GAP_BYTES):
            found.extend(numbers_of_persons(text, allowed))
        if b"00000000000000000" in plain.translate(_FOLD, PART_BYTES):
            found.extend(parted_identities(text))
    position = 0
    while sign := SIGN.search(text, position):
        word, position = sign.group(), sign.end()
        if look := WORDS.get(word):
            found.extend(look(text, sign.start()))
        elif word == "@":
            found.extend(email(text, sign.start(), allowed))
        elif word[0] in NUMERALS:
            found.extend(in_words(text, sign.start(), sign.end()))
        elif word[0] in PROVINCES:
            found.extend(plate(text, sign.start()))
        elif len(word) == 1 or word[0] in "&%\\" or word[1] in " \u3000":
            escaped = True
        else:
            position = sign.start() + 1  # 生住 is no word, but 住址 may begin within it
    return found, escaped


def _look_through(text: str, offset: int, allowed: frozenset[str]) -> Iterator[Trace]:
    """The traces that show once escapes are decoded, at their places before that."""
    layers: list[Layer] = []
    # Escapes come in layers (an entity inside a JSON string); what hides deeper than three is no accident.
    while len(layers) < 3 and (layer := decode(layers[-1].text if layers else text)):
        layers.append(layer)
        for trace in _look(layer.text, allowed)[0]:
            start, end = trace.start, trace.end
            for outer in reversed(layers):
                start, end = outer.origin(start, end)
            yield Trace(trace.kind, offset + start, offset + end, trace.certain)


def _without_overlaps(found: list[Trace]) -> tuple[Trace, ...]:
    """One trace for each place: of those that overlap the longest, of equal ones the certain one."""
    kept: list[Trace] = []
    for trace in sorted(set(found), key=lambda each: (each.start, -each.end, not each.certain, each.kind.value)):
        if not kept or trace.start >= kept[-1].end:
            kept.append(trace)
        elif trace.end - trace.start > kept[-1].end - kept[-1].start:
            kept[-1] = trace
    return tuple(kept)
