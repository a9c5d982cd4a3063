"""The options of the `gongkai` entry in mkdocs.yml, read without importing MkDocs."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.records import Audience
from gongkai.source import configuration

DEFAULT_RECORDS = ("disclosures",)
AUDIENCES = {"public": Audience.PUBLIC, "staff": Audience.STAFF}


class BadSettings(ValueError):
    """mkdocs.yml asks for something that cannot be; the message is a Chinese sentence for the user."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the records are, for whom to build, and the pinned day, if the site pins one."""

    base: Path
    records: tuple[Path, ...]
    audience: Audience
    today: date | None

    @property
    def is_staff(self) -> bool:
        return self.audience is Audience.STAFF


def settings(base: Path, options: dict[str, Any]) -> Settings:
    """Check the options; raises BadSettings."""
    unknown = sorted(set(options) - {"records", "audience", "today"})
    if unknown:
        raise BadSettings(
            f"mkdocs.yml 里 gongkai 不认识的选项：{'、'.join(unknown)}。可以写：records、audience、today。"
        )
    records = options.get("records") or list(DEFAULT_RECORDS)
    if isinstance(records, str):
        records = [records]
    if not isinstance(records, list) or not all(isinstance(folder, str) for folder in records):
        raise BadSettings("mkdocs.yml 里的 records 要写成文件夹名的列表，如 [disclosures]。")
    audience = str(options.get("audience") or "public")
    if audience not in AUDIENCES:
        raise BadSettings(f"mkdocs.yml 里的 audience 写的是“{audience}”。可以写：public（社会）、staff（教职工）。")
    return Settings(
        base, tuple(base / folder for folder in records), AUDIENCES[audience], day_option(options.get("today"))
    )


def day_option(typed: object) -> date | None:
    """A day of this century given as 2026-11-20; None when nothing is given. Raises BadSettings."""
    if typed is None or typed == "":
        return None
    found = typed if isinstance(typed, date) else None
    if isinstance(typed, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed):
        with suppress(ValueError):
            found = date.fromisoformat(typed)
    if found and found.year // 100 == 20:
        return found
    raise BadSettings(f"日期写的是“{typed}”，看不懂。写成 2026-11-20 的样子。")


def find(config: Path) -> Settings:
    """The settings of a project from its mkdocs.yml; raises BadSettings when it cannot be read."""
    try:
        text = config.read_text("utf-8-sig")
    except FileNotFoundError:
        raise BadSettings(f"这里没有 {config.name}。请在学校的文件夹里运行，或先用 gongkai init 生成。") from None
    except (OSError, UnicodeDecodeError):
        raise BadSettings(f"{config.name} 读不到，或不是 UTF-8 编码。") from None
    options = configuration(text, "gongkai")
    if options is None:
        raise BadSettings(f"{config.name} 的写法有误，读不懂。对照 gongkai init 生成的样子检查缩进和冒号。")
    return settings(config.parent, options)
