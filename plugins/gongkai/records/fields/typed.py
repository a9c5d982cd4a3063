"""What a writer typed: made half-width to be understood, shown again and objected to when it was not."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "\u3000\xa0"), " ")


def half_width(typed: object) -> str | None:
    """The typed text with full-width letters, digits and signs made half-width.

    Not NFKC: that makes 102 of 10² and 1 of ①.
    """
    if not isinstance(typed, str):
        return None
    return (typed if typed.isascii() else typed.translate(_HALF_WIDTH)).strip()


def empty() -> PydanticCustomError:
    """The objection to a key without a value."""
    return PydanticCustomError("empty", "没有填写。", {})


def misread(typed: object, accepted: str) -> PydanticCustomError:
    """The objection to a value that was not understood."""
    sentence = "写的是“{typed}”，看不懂。可以写：{accepted}。"
    if not isinstance(typed, str):
        sentence = "只写一个值，不写成列表或表格。可以写：{accepted}。"
    return PydanticCustomError("misread", sentence, {"typed": excerpt(typed), "accepted": accepted})


def excerpt(typed: object) -> str:
    """What was typed, short, on one line and without invisible characters, to be shown in a sentence."""
    if not isinstance(typed, str):
        return "一个列表或表格"
    shown = "".join(char if char.isprintable() else " " for char in typed[:41])
    return shown if len(shown) <= 40 else shown[:40] + "…"
