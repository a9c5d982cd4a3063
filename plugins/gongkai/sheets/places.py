"""Where a text of an encoded sheet stands, in words for the person who has to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongkai.sheets.tree import parsed
from gongkai.sheets.words import Data

_PLACES = {
    "title": "标题",
    "kicker": "标题上方",
    "mark": "页眉页脚",
    "school": "校名",
    "number": "编号",
    "phone": "监督电话",
    "address": "网址",
    "heading": "小标题",
    "paragraph": "正文",
    "bullets": "条目",
    "facts": "事项",
    "asks": "建议和答复",
    "grid": "表",
    "figure": "图",
    "verdict": "结论",
    "signature": "落款",
    "signlines": "签字处",
    "quote": "引文",
    "verbatim": "原文",
}


def texts(data: Mapping[str, Data]) -> Iterator[tuple[str, str]]:
    """Every text of an encoded sheet with the place where it stands, in Chinese."""
    for name, said in (*((name, data[name]) for name in ("title", "form", "mark")), *data["more"].items()):
        for text in _strings(said):
            yield _PLACES.get(name, "版面文字"), text
    heading = ""
    for each in data["blocks"]:
        if each["is"] == "heading":
            heading = "".join(_strings(each["words"])).strip()
        place = _PLACES.get(each["is"], "版面文字")
        if each["is"] == "grid":
            yield from _of_grid(each)
            continue
        within = f"“{heading}”下的{place}" if heading and each["is"] != "heading" else place
        for text in _strings({name: value for name, value in each.items() if name not in ("is", "svg")}):
            yield within, text
        for text in _drawn(each):
            yield within, text


def _of_grid(each: Mapping[str, Data]) -> Iterator[tuple[str, str]]:
    table = f"表“{each['caption']}”"
    for text in (each["caption"], each["unit"], each["counted"]):
        yield table, text
    for column in each["columns"]:
        yield f"{table}的表头", f"{column['name']}{column['unit']}"
    number = 0
    for line in (*each["lines"], *each["foot"]):
        if line["is"] == "group":
            yield f"{table}的分组名", line["name"]
            continue
        number += 1
        for column, cell in zip(each["columns"], line["cells"], strict=False):
            for text in _strings(cell):
                yield f"{table}第 {number} 行“{column['name']}”", text


def _strings(value: Data) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in ("is", "role", "code"):
                yield from _strings(each)


def _drawn(each: Mapping[str, Data]) -> Iterator[str]:
    """The texts of a drawing: what stands between its tags."""
    svg = each.get("svg")
    if isinstance(svg, str):
        yield parsed(svg).text()
