"""Small sealed sites for tests: a few files, a list of records, and the papers over them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from gongkai.release import Chain, Key, Link, Verdict, chain_at, copy_of, opened, seal, verify

KEY = Key(b"a secret of the school, long enough to be one")
DAY = date(2026, 11, 20)
RECORDS = {"proposals/05-03-012": "延长供餐", "opinions/05-001": "操场的灯", "notices/award-2026-1": "评优"}
PAGES = {
    "index.html": "<!doctype html><title>首页</title></html>\n",
    "404.html": "<!doctype html><title>没有</title></html>\n",
    "proposals/05-03-012/index.html": "<!doctype html><title>延长供餐</title></html>\n",
    "proposals/05-03-012/名单 一.pdf": "%PDF-1.7 一 %%EOF",
    "opinions/05-001/index.html": "<!doctype html><title>操场的灯</title></html>\n",
    "assets/empty.css": "",
}


def digest(text: str) -> str:
    """A digest as records have them."""
    return sha256(text.encode()).hexdigest()[:32]


def site(
    folder: Path,
    records: Mapping[str, str] | None = None,
    day: date = DAY,
    pages: Mapping[str, str] | None = None,
    school: str = "样例学校",
    audience: str = "社会",
) -> Path:
    """A site that is not sealed yet."""
    listed = RECORDS if records is None else records
    manifest = {
        "format": "gongkai-manifest",
        "version": 1,
        "school": school,
        "audience": audience,
        "date": day.isoformat(),
        "policy": "0" * 64,
        "records": {name: {"address": f"{name}/", "digest": digest(text)} for name, text in listed.items()},
        "removed": [],
    }
    files = {**PAGES, **(pages or {}), "data/manifest.json": json.dumps(manifest, ensure_ascii=False)}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def sealed_site(folder: Path, previous: Path | None = None, key: Key = KEY, **about: object) -> Link:
    """A sealed site, which follows on that in another folder."""
    before: Chain | None = chain_at(previous) if previous else None
    return seal(site(folder, **about), before, key)  # type: ignore[arg-type]


def three(folder: Path) -> tuple[Path, Path, Path]:
    """Three releases on three days: a reply is reworded, then an opinion is taken down."""
    first, second, third = (folder / name for name in ("first", "second", "third"))
    sealed_site(first, day=date(2026, 9, 1), pages={"index.html": "<p>九月</p></html>"})
    changed = RECORDS | {"proposals/05-03-012": "延长供餐到七点十分"}
    sealed_site(second, first, records=changed, day=date(2026, 10, 1), pages={"index.html": "<p>十月</p></html>"})
    less = {name: text for name, text in changed.items() if not name.startswith("opinions/")}
    sealed_site(third, second, records=less, day=date(2026, 11, 1), pages={"index.html": "<p>十一月</p></html>"})
    return first, second, third


def verdict(source: Path | str, against: Path | None = None, fingerprint: str = "") -> Verdict:
    """What verifying says."""
    return verify(opened(str(source)), copy_of(str(against)) if against else None, fingerprint)


def told(found: Verdict) -> list[tuple[str, str]]:
    """Everything that is wrong, as (code, place)."""
    return [(remark.what.code, remark.place) for remark in found.remarks]
