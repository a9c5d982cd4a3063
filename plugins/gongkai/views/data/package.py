"""How the tables are described to programs (Frictionless Data Package), and the sums of all files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from gongkai.views.board import Board
from gongkai.views.data.licence import Licence
from gongkai.views.data.tables import NO, YES, Column, Table, Type


def package_of(board: Board, licence: Licence, tables: Iterable[Table], files: Mapping[str, bytes]) -> bytes:
    """The description of every table whose CSV is among these files, by name."""
    name = board.register.school.name
    made: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "gongkai-open-data",
        "title": f"{name}校务公开数据",
        "description": (
            "公开的记录，按种类分表；字段名是英文，title 是中文名，description 是意思。"
            "“由程序算出”的字段写明怎样算。表之间用记录编号连接。"
        ),
        "version": board.today.isoformat(),
        "created": f"{board.today.isoformat()}T00:00:00Z",
        "keywords": ["校务公开", "提案", "财务", "公示"],
    }
    if board.site_url:
        made["homepage"] = board.absolute("data/")
    if licence.code:
        made["licenses"] = [licence.told()]
    else:
        made["description"] += f"{licence.words}。"
    made["sources"] = [{"title": name, **({"path": board.site_url} if board.site_url else {})}]
    made["resources"] = [_resource(table, files[f"{table.name}.csv"]) for table in tables]
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    keys = [_foreign(column) for column in table.columns if column.refers]
    return {**made, "foreignKeys": keys} if keys else made


def _foreign(column: Column) -> dict[str, Any]:
    table, name = column.refers or ("", "")
    return {"fields": [column.name], "reference": {"resource": table, "fields": [name]}}


def _field(column: Column) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "type": column.type.value,
        "description": explained(column),
    }
    if column.type is Type.YES_NO:
        made |= {"trueValues": [YES], "falseValues": [NO]}
    if column.unit:
        made["unit"] = column.unit
    if column.derived:
        made["derived"] = column.derived
    if constraints := _constraints(column):
        made["constraints"] = constraints
    return made


def explained(column: Column) -> str:
    """What a column means, and how it was computed if nobody wrote it."""
    return "。".join(part for part in (column.meaning, column.derived and f"由程序算出：{column.derived}") if part)


def _constraints(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        found["enum"] = list(column.choices)
    if column.type is Type.WHOLE:
        found["minimum"] = 0
    return found


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 sums of all files, as `sha256sum -c` reads them."""
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()
