"""What a cell says, as a record would have it typed; what could be read in two ways is not read.

A workbook keeps numbers as binary floats of 15 to 17 digits: what was typed as 12.3 may stand in the
file as 12.300000000000001. Excel and WPS themselves show and keep 15 significant digits, and any number
of up to 15 digits survives the way into a float and back. So a number is taken letter by letter where
it has up to 15 digits, else it is rounded to 15, which gives back exactly what was typed. What then has
more decimals than money has (a sum reckoned in floats) is refused, never rounded to fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from pydantic_core import PydanticCustomError

from gongkai.importing.shapes import Field, Shape
from gongkai.records.fields import NOT_APPLICABLE, excerpt, parse_date, parse_decimal, parse_period
from gongkai.workbooks import Cell, Kind
from gongkai.workbooks import formats as looks

_OTHER_FILE = re.compile(r"\[\d+\]|\[[^\]]*\.xls|://")
"""In a formula: the number of a linked file, or its name; `表1[金额]` is a column of a table of the same one."""

DIGITS = 15
_FIFTEEN = Context(prec=DIGITS)
_EXACT = Context(prec=60)


class Doubtful(Exception):
    """A cell that cannot be read in one way only: what is wrong, and what to type instead."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message, self.cure = message, cure


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a cell as text; `note` tells how an unusual one was understood."""

    text: str
    note: str = ""


def read(cell: Cell, field: Field, options: Sequence[str] = (), decimals: int = 2) -> Read:
    """The value of a cell for this field; raises Doubtful. `decimals` is how many money may have."""
    if cell.kind is Kind.ERROR:
        raise Doubtful(f"这一格显示的是错误 {excerpt(cell.text)}。", "公式引用的格没有了；直接填上值。")
    if cell.formula is not None and _OTHER_FILE.search(cell.formula):
        raise Doubtful("这一格的公式引用了别的文件，读不到。", "直接填上值（复制，选择性粘贴为数值）。")
    if cell.kind is Kind.BLANK:
        cure = "用 WPS 或 Excel 打开，保存一次再导入；或直接填上值。"
        raise Doubtful("这一格是公式，但文件里没有保存算出的值。", cure)
    if cell.kind is Kind.TRUTH:
        raise Doubtful(f"这一格是逻辑值 {'TRUE' if cell.text == '1' else 'FALSE'}。", f"填{_wanted(field)}。")
    found = _READERS[field.shape](cell, field, options, decimals)
    if cell.formula is not None:
        return Read(found.text, found.note or f"是公式，读的是算出的值 {excerpt(found.text)}")
    return found


def exact(text: str) -> Decimal:
    """The number that was typed, from the text of it in the file; raises Doubtful beyond 15 digits."""
    try:
        value = _EXACT.create_decimal(text)
    except ArithmeticError:
        raise Doubtful(f"这一格的数读不懂：{excerpt(text)}。", "重新填上这个数。") from None
    if value and value.adjusted() < -40:
        raise Doubtful(f"这一格的数读不懂：{excerpt(text)}。", "重新填上这个数。")
    if not value.is_finite() or abs(value) >= 10**DIGITS:
        raise Doubtful(f"这个数超过 {DIGITS} 位，Excel 已经把后面的位数丢掉了。", "把格式设成“文本”，再照原样填一次。")
    if len(value.as_tuple().digits) > DIGITS:
        value = _FIFTEEN.create_decimal(repr(float(text)))
    return value


def _money(cell: Cell, field: Field, options: Sequence[str], decimals: int) -> Read:
    if cell.kind is Kind.TEXT:
        return _money_text(cell.text, field, decimals)
    if looks.is_date(cell.format):
        raise Doubtful("这一格变成了日期，不是金额。", "把格式设成“数值”，重新填金额。")
    if looks.is_percentage(cell.format):
        raise Doubtful("这一格是百分比格式，不是金额。", "把格式设成“数值”，重新填金额。")
    if looks.is_scaled(cell.format):
        cure = "把格式设成“数值”，看清真正的数；整张表只用“单位”里写的一个单位。"
        raise Doubtful("这一格的格式把数缩小了显示（如按千、按万），看到的和存的不一样。", cure)
    return Read(_plain(exact(cell.text), decimals, reckoned=cell.formula is not None))


def _plain(value: Decimal, decimals: int, *, reckoned: bool = False) -> str:
    """Money as it is written in a record: two decimals, never an exponent."""
    exponent = value.normalize(_EXACT).as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if places > decimals:
        what = "算出来的数" if reckoned else "这个数"
        unit = "元的金额最多写到分" if decimals == 2 else "万元的金额最多写到分（6 位小数）"
        cure = f"在公式外面套上 ROUND(…,{decimals})。" if reckoned else "核对后重新填。"
        raise Doubtful(f"{what}是 {value:f}，有 {places} 位小数；{unit}。", cure)
    return f"{value or value.copy_abs():.{max(2, places)}f}"


_IN_BRACKETS = re.compile(r"[（(]\s*([\d.,，０-９]+)\s*[)）]$")
_CURRENCY = re.compile(r"[¥￥$€]|元$|人民币|RMB|CNY", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"[\d０-９]\s*[百千万亿]")


def _money_text(typed: str, field: Field, decimals: int) -> Read:
    text = typed.strip("\n\r\t \u3000\xa0")
    if field.shape is Shape.CELL and text in (NOT_APPLICABLE, "－", "-", "——", "/"):
        return Read(NOT_APPLICABLE)
    if brackets := _IN_BRACKETS.match(text):
        raise Doubtful(f"写的是“{excerpt(text)}”，用括号表示负数。", f"是负数就写 -{brackets[1]}。")
    if text.endswith(("%", "％")):
        raise Doubtful(f"写的是“{excerpt(text)}”，这里要金额，不是百分比。", f"填{_wanted(field)}。")
    if _OTHER_UNIT.search(text):
        cure = "换算成表头“单位”里写的单位，只填数。"
        raise Doubtful(f"写的是“{excerpt(text)}”，带了另一个单位。", cure)
    if _CURRENCY.search(text):
        raise Doubtful(f"写的是“{excerpt(text)}”，带了货币符号或单位。", "只填数，如 1480.00；单位写在表头。")
    try:
        value = parse_decimal(text)
    except PydanticCustomError:
        raise Doubtful(f"金额写的是“{excerpt(text)}”，看不懂。", f"填{_wanted(field)}。") from None
    shown = _plain(value, decimals)
    return Read(shown, f"{_oddity(typed, text)}，读成 {shown}")


def _oddity(typed: str, text: str) -> str:
    if re.search(r"[０-９．，－＋]", text):
        return "写的是全角数字"
    if "," in text:
        return "写了千分位"
    return "前后有空格" if typed != text else "数字存成了文字"


def _count(cell: Cell, field: Field, options: Sequence[str], decimals: int) -> Read:
    found = _money(cell, field, options, 0) if cell.kind is Kind.NUMBER else _count_text(cell.text, field)
    value = Decimal(found.text)
    if value < 0 or value != value.to_integral_value():
        raise Doubtful(f"写的是 {value.normalize():f}，这里要整数。", f"填{_wanted(field)}。")
    whole = str(int(value))
    return Read(whole, found.note.rpartition("，读成 ")[0] + f"，读成 {whole}" if found.note else "")


def _count_text(typed: str, field: Field) -> Read:
    try:
        return _money_text(typed, field, 0)
    except Doubtful as doubt:
        raise Doubtful(doubt.message.replace("金额", "数"), f"填{_wanted(field)}。") from None


def _text(cell: Cell, field: Field, options: Sequence[str], decimals: int) -> Read:
    if cell.kind is Kind.NUMBER:
        if looks.is_date(cell.format):
            raise Doubtful("这一格变成了日期，不是文字。", "把格式设成“文本”，重新填。")
        if looks.is_percentage(cell.format):
            raise Doubtful("这一格变成了百分比，不是文字。", "把格式设成“文本”，重新填。")
        return Read(f"{exact(cell.text).normalize(_EXACT):f}")
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\t \u3000\xa0")
    if hidden := next((char for char in text if char not in "\n\t" and _is_control(char)), ""):
        raise Doubtful(f"文字里有看不见的控制符（U+{ord(hidden):04X}）。", "删去这一格，重新输入。")
    return Read(text)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn")


def _choice(cell: Cell, field: Field, options: Sequence[str], decimals: int) -> Read:
    text = _text(cell, field, options, decimals).text
    if options and text not in options:
        shown = "、".join(options[:12]) + ("……" if len(options) > 12 else "")
        raise Doubtful(f"“{field.label}”写的是“{excerpt(text)}”，不在可选的词里。", f"点格子右边的箭头选：{shown}。")
    return Read(text)


def _day(cell: Cell, field: Field, options: Sequence[str], decimals: int) -> Read:
    if cell.kind is Kind.NUMBER:
        return Read(_serial(cell).isoformat())
    try:
        return Read(parse_date(cell.text).isoformat())
    except PydanticCustomError as error:
        raise Doubtful(f"日期{error.message()}", "写成 2026-10-12 的样子。") from None


def _serial(cell: Cell) -> date:
    """The day that a number stands for; only where the cell's format shows a day."""
    if not looks.is_date(cell.format):
        raise Doubtful(f"写的是数 {excerpt(cell.text)}，不是日期。", "写成 2026-10-12 的样子。")
    number = exact(cell.text)
    if number != number.to_integral_value() or not 61 <= number < 2_958_466:
        raise Doubtful("这一格的日期带了钟点，或者不是一个真的日期。", "写成 2026-10-12 的样子，不带钟点。")
    return date(1899, 12, 30) + timedelta(days=int(number))


def _period(cell: Cell, field: Field, options: Sequence[str], decimals: int) -> Read:
    if cell.kind is Kind.NUMBER and looks.is_date(cell.format):
        day = _serial(cell)
        if not looks.is_month(cell.format) or day.day != 1:
            cure = f"把格式设成“文本”，写成 {day:%Y-%m} 的样子；几个月合报写 2026-01至2026-02。"
            raise Doubtful(f"期间写成了一天（{day}）。", cure)
        return Read(f"{day:%Y-%m}", f"变成了日期，读成 {day:%Y-%m}")
    text = f"{exact(cell.text):f}" if cell.kind is Kind.NUMBER else cell.text.strip()
    try:
        parse_period(text)
    except PydanticCustomError as error:
        raise Doubtful(f"期间{error.message()}", "把格式设成“文本”，照可以写的样子填。") from None
    return Read(text)


def _percent(cell: Cell, field: Field, options: Sequence[str], decimals: int) -> Read:
    if cell.kind is Kind.TEXT:
        text = unicodedata.normalize("NFKC", cell.text).strip()
        if re.fullmatch(r"-?\d+(\.\d+)?%", text, re.ASCII):
            return Read(text)
        raise Doubtful(f"百分比写的是“{excerpt(cell.text)}”，看不懂。", "写成 0.84% 的样子。")
    if not looks.is_percentage(cell.format):
        raise Doubtful(f"写的是数 {excerpt(cell.text)}，看不出是不是百分比。", "写成 0.84% 的样子。")
    places = looks.decimals(cell.format)
    shown = (exact(cell.text) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return Read(f"{shown}%")


def _wanted(field: Field) -> str:
    examples = {
        Shape.MONEY: "数，如 1480.00、-260.00",
        Shape.CELL: f"数，如 1480.00；没有发生填 0，不适用填 {NOT_APPLICABLE}",
        Shape.COUNT: "整数，如 92",
        Shape.DAY: "日期，如 2026-10-12",
        Shape.PERIOD: "期间，如 2026-10",
        Shape.PERCENT: "百分比，如 0.84%",
        Shape.CHOICE: "右边箭头里的一个词",
    }
    return examples.get(field.shape, "文字")


_READERS = {
    Shape.TEXT: _text,
    Shape.MONEY: _money,
    Shape.CELL: _money,
    Shape.COUNT: _count,
    Shape.DAY: _day,
    Shape.PERIOD: _period,
    Shape.PERCENT: _percent,
    Shape.CHOICE: _choice,
}

__all__ = ["Doubtful", "Read", "exact", "read"]
