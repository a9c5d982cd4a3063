"""From a document to a typed record file; every objection of a model at its own key or value."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gongkai.findings import Code, Finding, Location
from gongkai.records.declarations import Declared, declared, labels
from gongkai.records.fields import excerpt
from gongkai.source import Document
from gongkai.source.codes import FULL_WIDTH_COLON

UNKNOWN_KEY = Code("M01", "unknown-key", "不认识的键")
MISSING_KEY = Code("M02", "missing-key", "缺少必填的键")
MISREAD = Code("M03", "misread-value", "值看不懂")
EMPTY = Code("M04", "empty-value", "键后面没有填写")
NOT_A_CHOICE = Code("M05", "not-a-choice", "值不在可选的词里")
WRONG_SHAPE = Code("M06", "wrong-shape", "该写成列表、表格或一句话的地方写成了别的")
UNKNOWN_SECTION = Code("M07", "unknown-section", "不认识的二级标题")
STRAY_TEXT = Code("M08", "stray-text", "正文写在了标题之外")

CODES = (UNKNOWN_KEY, MISSING_KEY, MISREAD, EMPTY, NOT_A_CHOICE, WRONG_SHAPE, UNKNOWN_SECTION, STRAY_TEXT)

M = TypeVar("M", bound=BaseModel)

MAX_OBJECTIONS = 200

_CHINESE = re.compile("[\u4e00-\u9fff]")

_SHAPES = {
    "tuple_type": ("这里要写成列表。", "每项一行，行首写“- ”。"),
    "list_type": ("这里要写成列表。", "每项一行，行首写“- ”。"),
    "model_type": ("这里要写成“键: 值”。", "另起一行缩进两格写各个键，或写成 {键: 值, 键: 值}。"),
    "model_attributes_type": ("这里要写成“键: 值”。", "另起一行缩进两格写各个键，或写成 {键: 值, 键: 值}。"),
    "dict_type": ("这里要写成“键: 值”。", "另起一行缩进两格写各个键，或写成 {键: 值, 键: 值}。"),
    "string_type": ("这里要写成一句话。", "把值写在冒号后面，不要写成列表或表格。"),
}


def decode(document: Document, model: type[M]) -> tuple[M | None, tuple[Finding, ...]]:
    """The typed file, or None with every objection to it."""
    findings: list[Finding] = []
    data = document.data
    if not isinstance(data, dict):
        what = "文件是空的。" if data is None else "文件最外层要写成“键: 值”。"
        return None, (Finding(WRONG_SHAPE, Location(document.path), what, "用 gongkai new 生成一份样子照着写。"),)
    values: dict[str, Any] = data
    if document.path.endswith(".md"):
        values, findings = _with_prose(document, model, dict(data))
    try:
        decoded = model.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MAX_OBJECTIONS]
        findings += [
            replace(_objection(document, model, detail, data), item=document.item(_typed_path(detail["loc"], data)))
            for detail in details
        ]
        return None, tuple(findings)
    return (None if findings else decoded), tuple(findings)


def _with_prose(
    document: Document, model: type[BaseModel], values: dict[str, Any]
) -> tuple[dict[str, Any], list[Finding]]:
    """The values with the prose sections put in under their labels."""
    sections, body, of_both = _prose_of(model)
    findings: list[Finding] = []
    for label in of_both:
        if label in values:
            del values[label]
            cure = (
                f"删去这个键，在“---”下面写“## {label}”，文字写在标题下。"
                if label in sections
                else "删去这个键，把文字写在“---”下面。"
            )
            findings.append(
                Finding(UNKNOWN_KEY, document.place((label,)), f"“{label}”是正文，不写在前置信息里。", cure)
            )
    if body:
        values[body.label] = document.body.strip("\n")
        return values, findings
    before, found = document.sections()
    titles = {section.title for section in found}
    misspelt = _misspelt_headings(document, [label for label in sections if label not in titles])
    for label, finding in misspelt.items():
        findings.append(finding)
        values[label] = label  # what stands below it was not read; that it is there is enough
    if before.strip() and not misspelt:
        offset = document.body_at + len(before) - len(before.lstrip())
        names = "、".join(f"“## {label}”" for label in sections)
        cure = f"把这段文字放到{names}下面。" if sections else "删去“---”以后的文字；要说的话写进上面的键里。"
        findings.append(
            Finding(
                STRAY_TEXT,
                document.at(offset),
                "第一个二级标题之前有文字。" if sections else "这种文件没有正文。",
                cure,
            )
        )
    seen: set[str] = set()
    for section in found:
        if section.title not in sections:
            near = difflib.get_close_matches(section.title[:60], sections, 1, 0.5)
            names = "、".join(f"“{label}”" for label in sections) or "没有"
            cure = f"是不是“## {near[0]}”？" if near else f"可以用的标题：{names}；更小的标题用“###”。"
            findings.append(
                Finding(
                    UNKNOWN_SECTION,
                    document.at(section.at),
                    f"不认识的标题“{excerpt(section.title)}”。",
                    cure,
                )
            )
        elif section.title in seen:
            findings.append(
                Finding(UNKNOWN_SECTION, document.at(section.at), f"标题“{section.title}”写了两次。", "合成一段。")
            )
        else:
            seen.add(section.title)
            values[section.title] = section.text
    return values, findings


@cache
def _prose_of(model: type[BaseModel]) -> tuple[tuple[str, ...], Declared | None, tuple[str, ...]]:
    """The labels of the sections that a file of a type has, the field that is its whole prose, the labels of both."""
    fields = declared(model)
    body = next((field for field in fields if field.is_body), None)
    sections = tuple(field.label for field in fields if field.in_prose)
    return sections, body, (*sections, body.label) if body else sections


def _misspelt_headings(document: Document, labels: list[str]) -> dict[str, Finding]:
    """Lines that were meant for one of these headings: ##案据, ＃＃ 案据, ### 案据."""
    found = {}
    for label in labels:
        match = re.search(
            rf"^[ \u3000]*([#＃]{{1,6}})[ \u3000\xa0]*{re.escape(label)}[ \u3000：:]*$", document.body, re.MULTILINE
        )
        if match:
            at = document.at(document.body_at + match.start(1))
            message = f"“{match[0].strip()}”不是二级标题。"
            cure = f"写成“## {label}”：两个半角的“#”，空一格，后面没有冒号。"
            found[label] = Finding(UNKNOWN_SECTION, at, message, cure)
    return found


def _objection(document: Document, model: type[BaseModel], detail: ErrorDetails, data: Any) -> Finding:
    keys = _typed_path(detail["loc"], data)
    if "key" in detail.get("ctx", {}):
        keys = (*keys, detail["ctx"]["key"])
    owner = _model_at(model, keys[:-1])
    key = str(keys[-1]) if keys else ""
    kind, typed = detail["type"], detail.get("input")
    field = next((str(part) for part in reversed(keys) if isinstance(part, str)), "")
    if kind == "extra_forbidden":
        return _unknown_key(document, keys, key, owner)
    about = next((each for each in declared(owner) if each.label == key), None) if owner else None
    hint = f"（{about.meaning}）" if about and about.meaning else ""
    if kind == "missing":
        return _missing(document, keys, key, about, hint)
    if kind == "empty" or typed is None or typed == "":
        cure = f"在冒号后面写上值{hint}。"
        return Finding(EMPTY, document.place(keys), f"“{field}”没有填写。", cure, field=field)
    place = document.place(keys, value=True)
    if kind == "blank_cell":
        return Finding(
            EMPTY,
            document.place(keys),
            f"“{field}”这一栏没有填写。",
            "填上金额；没有发生写 0，不适用写 —。",
            field=field,
        )
    if kind in ("misread", "no_such_day", "cell", "one_relation", "two_terms"):
        cure = f"按可以写的样子改{hint}。" if kind != "no_such_day" else "检查月份和日子。"
        return Finding(MISREAD, place, f"“{field}”{detail['msg']}", cure, field=field)
    if kind in ("enum", "literal_error"):
        choices = re.findall(r"'([^']*)'", str(detail["ctx"]["expected"]))
        near = difflib.get_close_matches(typed, choices, 1, 0.4) if isinstance(typed, str) else []
        cure = f"可以写：{'、'.join(choices)}。" + (f"是不是“{near[0]}”？" if near else "")
        return Finding(NOT_A_CHOICE, place, f"“{field}”写的是“{excerpt(typed)}”。", cure, field=field)
    if kind.startswith("model") and isinstance(typed, str) and (colon := _full_width_colon(document, place, typed)):
        return replace(colon, field=field)
    msg = detail["msg"]
    message, cure = _SHAPES.get(
        kind, (msg if _CHINESE.search(msg) else "写法不对。", "对照 gongkai new 生成的样子改。")
    )
    return Finding(WRONG_SHAPE, place, f"“{field}”{message}", cure, field=field)


def _unknown_key(document: Document, keys: tuple[str | int, ...], key: str, owner: type[BaseModel] | None) -> Finding:
    fields = declared(owner) if owner else ()
    known = [each.label for each in fields if not (each.in_prose or each.is_body)]
    near = difflib.get_close_matches(key[:60], known, 1, 0.5)
    cure = f"是不是“{near[0]}”？" if near else f"这里可以写：{'、'.join(known)}。"
    if key.startswith(("｛", "［")):
        cure = "括号改成半角的“{”“}”或“[”“]”。"
    return Finding(UNKNOWN_KEY, document.place(keys), f"不认识的键“{excerpt(key)}”。", cure, field=key)


def _missing(document: Document, keys: tuple[str | int, ...], key: str, about: Declared | None, hint: str) -> Finding:
    if about and about.in_prose:
        cure = f"在“---”下面写“## {key}”，文字写在标题下{hint}。"
        return Finding(MISSING_KEY, Location(document.path), f"缺少“## {key}”一段。", cure, field=key)
    return Finding(MISSING_KEY, document.place(keys), f"缺少“{key}”。", f"补上一行“{key}: …”{hint}。", field=key)


def _full_width_colon(document: Document, place: Location, typed: str) -> Finding | None:
    """Where a mapping was expected, a text such as 代表团：高一 is a key with a full-width colon."""
    key, colon, _ = typed.partition("：")
    if not colon or key.strip() not in labels():
        return None
    message, cure = f"“{key.strip()}”后面是全角冒号“：”。", f"改成半角冒号加空格：“{key.strip()}: ”。"
    return Finding(FULL_WIDTH_COLON, replace(place, column=place.column + len(key)), message, cure)


def _typed_path(location: tuple[int | str, ...], data: Any) -> tuple[str | int, ...]:
    """The location as it stands in the file: a list of one may have been written without the list."""
    keys: list[str | int] = []
    for part in location:
        if isinstance(part, int) and not isinstance(data, list):
            continue
        keys.append(part)
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
    return tuple(keys)


def _model_at(model: type[BaseModel], keys: tuple[str | int, ...]) -> type[BaseModel] | None:
    current: type[BaseModel] | None = model
    for key in keys:
        if isinstance(key, int) or current is None:
            continue
        current = next((field.model for field in declared(current) if field.label == key), None)
    return current
