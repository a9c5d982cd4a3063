"""The options of the `gongkai` entry in mkdocs.yml, read without importing MkDocs."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gongkai.records import Audience
from gongkai.render.repository import IssueForm, issue_form
from gongkai.source import configuration
from gongkai.unable import Unable

DEFAULT_RECORDS = ("disclosures",)
_KNOWN = ("records", "audience", "today", "previous", "history")
ASKED = {"audience": "GONGKAI_AUDIENCE", "previous": "GONGKAI_PREVIOUS"}
"""Where `gongkai publish` says to the build that it starts what it asks for in place of an option of mkdocs.yml."""
LEDGER = "GONGKAI_LEDGER"
"""Where `gongkai publish` says to the build that it starts in which folder it keeps its releases and their ledger."""
SCHEDULED = "GONGKAI_SCHEDULED"
"""Set where time that has passed shall stop nothing."""
AUDIENCES = {"public": Audience.PUBLIC, "staff": Audience.STAFF}


class BadSettings(Unable):
    """mkdocs.yml asks for something that cannot be; the message is a Chinese sentence for the user."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the records are, for whom to build, and the pinned day, if the site pins one.

    `site_url` is where the site will stand, with its final slash; empty while the school has not said.
    `issues` is where its repository takes a new issue, if it has named one. `previous` is the list of
    the release before, or the folder of its site. `history` says whether pages tell what git knows.
    """

    base: Path
    records: tuple[Path, ...]
    audience: Audience
    today: date | None
    site_url: str = ""
    issues: IssueForm | None = None
    previous: Path | None = None
    history: bool = True

    @property
    def is_staff(self) -> bool:
        return self.audience is Audience.STAFF


def settings(base: Path, options: dict[str, Any], site_url: object = None, issues: IssueForm | None = None) -> Settings:
    """Check the options; raises BadSettings."""
    unknown = sorted(set(options) - set(_KNOWN))
    if unknown:
        raise BadSettings(f"mkdocs.yml 里 gongkai 不认识的选项：{'、'.join(unknown)}。可以写：{'、'.join(_KNOWN)}。")
    records = options.get("records") or list(DEFAULT_RECORDS)
    if isinstance(records, str):
        records = [records]
    if not isinstance(records, list) or not all(isinstance(folder, str) for folder in records):
        raise BadSettings("mkdocs.yml 里的 records 要写成文件夹名的列表，如 [disclosures]。")
    audience = str(options.get("audience") or "public")
    if audience not in AUDIENCES:
        raise BadSettings(f"mkdocs.yml 里的 audience 写的是“{audience}”。可以写：public（社会）、staff（教职工）。")
    return Settings(
        base,
        tuple(base / folder for folder in records),
        AUDIENCES[audience],
        day_option(options.get("today")),
        _address(site_url),
        issues,
        _previous(base, options.get("previous")),
        _yes_or_no("history", options.get("history"), otherwise=True),
    )


def _yes_or_no(name: str, typed: object, *, otherwise: bool) -> bool:
    """A switch; raises BadSettings."""
    if typed is None or typed == "":
        return otherwise
    word = str(typed).lower()
    if word not in ("true", "false"):
        raise BadSettings(f"mkdocs.yml 里的 {name} 写的是“{typed}”。可以写：true（要）、false（不要）。")
    return word == "true"


def _previous(base: Path, typed: object) -> Path | None:
    """Where the release before is told of; None when nothing is given. Raises BadSettings."""
    if typed is None or typed == "":
        return None
    if isinstance(typed, str):
        return base / typed
    raise BadSettings(
        "mkdocs.yml 里的 previous 要写成一个文件或文件夹的名称，如 disclosures/releases/2026-10-31.json。"
    )


def _address(typed: object) -> str:
    """The address of the site with its final slash; empty when none is given. Raises BadSettings."""
    if typed is None or typed == "":
        return ""
    text = typed.strip() if isinstance(typed, str) else ""
    with suppress(ValueError):
        parts = urlsplit(text)
        if parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment):
            return text if text.endswith("/") else f"{text}/"
    raise BadSettings(f"mkdocs.yml 里的 site_url 写的是“{typed}”。写成完整的网址，如 https://gongkai.example/。")


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
    found = configuration(text, "gongkai")
    if found is None:
        raise BadSettings(f"{config.name} 的写法有误，读不懂。对照 gongkai init 生成的样子检查缩进和冒号。")
    issues = issue_form(found.repo_url, found.repo_name)
    return settings(config.parent, found.options, found.site_url, issues)
