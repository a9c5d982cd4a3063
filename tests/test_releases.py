"""Changes between releases: what came, changed and went, with tombstones that tell nothing personal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.publish import edition
from gongkai.records import Audience
from gongkai.render.pages import Asset
from gongkai.settings import BadSettings, find
from gongkai.source.releases import UnreadableReleaseError, release

from tests.conftest import WriteTree
from tests.school import NOTICE, REPLY, small_school
from tests.site import ROOT

FIRST, LATER = date(2026, 5, 20), date(2026, 5, 26)
NOTICE_AT = "disclosures/notices/2026/title-2026-1.md"


def outputs(
    root: Path, day: date, previous: Path | None = None, audience: Audience = Audience.PUBLIC
) -> dict[str, bytes]:
    settings = replace(find(root / "mkdocs.yml"), previous=previous, audience=audience)
    made = edition(settings, day).outputs
    return {each.address: each.content for each in made if isinstance(each, Asset)}


def changes(write_tree: WriteTree, before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    """What the second of two releases says of the first."""
    root = write_tree({f"before/{name}": text for name, text in before.items()})
    manifest = root / "manifest.json"
    manifest.write_bytes(outputs(root / "before", FIRST)["data/manifest.json"])
    write_tree({f"after/{name}": text for name, text in after.items()})
    found: dict[str, Any] = json.loads(outputs(root / "after", LATER, manifest)["data/changes.json"])
    return found


def ids(entries: list[dict[str, str]]) -> list[str]:
    return [entry["id"] for entry in entries]


def test_without_an_earlier_list_nothing_is_claimed(write_tree: WriteTree) -> None:
    """The first release says that it has nothing to be compared with, and lists nothing."""
    root = write_tree(small_school())
    found = json.loads(outputs(root, FIRST)["data/changes.json"])
    assert found["previous"] is None
    assert found["note"] == "没有更早一次发布的清单可比，所以这里不列变化。"
    assert (found["added"], found["changed"], found["removed"], found["removed_earlier"]) == ([], [], [], [])


def test_added_changed_and_removed(write_tree: WriteTree) -> None:
    """A new record is added, a reworded reply changes its proposal, a deleted opinion leaves a tombstone."""
    before = small_school()
    after = dict(before)
    opinion = next(name for name in before if "/opinions/" in name)
    del after[opinion]
    after["disclosures/proposals/2026/05-03-012/reply-1.md"] = REPLY.replace("值班师傅", "值守师傅")
    after["disclosures/notices/2026/award-2026-1.md"] = NOTICE.replace("起: 2026-05-18", "起: 2026-05-25").replace(
        "止: 2026-05-22", "止: 2026-05-29"
    )
    found = changes(write_tree, before, after)
    assert found["previous"] == "2026-05-20"
    assert ids(found["added"]) == ["notices/award-2026-1"]
    assert ids(found["changed"]) == ["proposals/05-03-012"]
    identity = f"opinions/{Path(opinion).stem}"
    tombstone = {"id": identity, "kind": "opinions", "address": f"{identity}/", "last_listed": "2026-05-20"}
    assert found["removed"] == [tombstone]


def test_a_name_that_expired_is_no_change(write_tree: WriteTree) -> None:
    """When a period ends the names go, and the digest, which never held them, stays: it confirms no guess."""
    same = small_school()
    assert "名单" in same[NOTICE_AT]
    assert ids(changes(write_tree, same, same)["changed"]) == []


def test_a_tombstone_stays_and_goes_when_the_record_comes_back(write_tree: WriteTree) -> None:
    """What went two releases ago is still told as gone then; listed again, it is added and no tombstone remains."""
    full = small_school()
    less = {name: text for name, text in full.items() if "/opinions/" not in name}
    root = write_tree({**{f"full/{name}": text for name, text in full.items()}})
    write_tree({f"less/{name}": text for name, text in less.items()})
    manifest = root / "manifest.json"
    manifest.write_bytes(outputs(root / "full", FIRST)["data/manifest.json"])
    manifest.write_bytes(outputs(root / "less", date(2026, 5, 25), manifest)["data/manifest.json"])
    third = json.loads(outputs(root / "less", LATER, manifest)["data/changes.json"])
    assert third["removed"] == []
    assert [entry["last_listed"] for entry in third["removed_earlier"]] == ["2026-05-20"]
    back = json.loads(outputs(root / "full", LATER, manifest)["data/changes.json"])
    assert ids(back["added"]) == ids(third["removed_earlier"])
    assert back["removed_earlier"] == []


def test_a_list_of_the_staff_edition_is_refused_for_the_public(write_tree: WriteTree) -> None:
    """It names records that the public may never have seen; a staff build merely goes without the public's list."""
    root = write_tree(small_school())
    staff, public = root / "staff.json", root / "public.json"
    staff.write_bytes(outputs(root, FIRST, audience=Audience.STAFF)["data/manifest.json"])
    public.write_bytes(outputs(root, FIRST)["data/manifest.json"])
    with pytest.raises(BadSettings) as refused:
        outputs(root, LATER, staff)
    assert str(refused.value) == (
        "staff.json：这份清单是给“教职工”看的那一版的，不能用来比。换成向社会公开的那次发布的清单。"
    )
    found = json.loads(outputs(root, LATER, public, Audience.STAFF)["data/changes.json"])
    assert found["previous"] is None


def test_a_look_at_an_earlier_day_goes_without(write_tree: WriteTree) -> None:
    """A release is not compared with one that came after it."""
    root = write_tree(small_school())
    later = root / "later.json"
    later.write_bytes(outputs(root, LATER)["data/manifest.json"])
    assert json.loads(outputs(root, FIRST, later)["data/changes.json"])["previous"] is None


GOOD = {
    "format": "gongkai-manifest",
    "version": 1,
    "school": "样例学校",
    "audience": "社会",
    "date": "2026-05-01",
    "records": {"proposals/05-03-012": {"address": "proposals/05-03-012/", "digest": "0" * 32}},
    "removed": [],
}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "m.json:1：上一次发布的清单不是完整的 JSON。"),
        ("[]", "m.json：上一次发布的清单不是本程序写的发布清单。"),
        ("[" * 100_000, "m.json：上一次发布的清单"),
        (json.dumps({**GOOD, "version": 9}), "m.json：上一次发布的清单的版本是 9，这里只认 1。"),
        (json.dumps({**GOOD, "records": {"<script>": {"digest": "0" * 32}}}), "里有一个不是记录编号"),
        (json.dumps({**GOOD, "records": {"proposals/1": {"digest": "x"}}}), "里有一份记录没有摘要"),
        (json.dumps({**GOOD, "date": "去年"}), "里有一个日期看不懂"),
        (json.dumps({**GOOD, "date": "2026-02-30"}), "里有一个日期看不懂"),
        (json.dumps({**GOOD, "removed": ["x"]}), "removed 写法不对"),
        (json.dumps({**GOOD, "removed": [{"id": "a/../../b", "last_listed": "2026-01-01"}]}), "里有一个不是记录编号"),
        (json.dumps({**GOOD, "school": None}), "没有写明学校和公开范围"),
        (json.dumps({**GOOD, "records": []}), "缺 records 或 removed"),
    ],
)
def test_a_broken_list_is_told_in_words(tmp_path: Path, text: str, message: str) -> None:
    """Whatever stands in the file, the answer is a sentence with place, cause and cure."""
    (tmp_path / "m.json").write_text(text, "utf-8")
    with pytest.raises(UnreadableReleaseError) as error:
        release(tmp_path / "m.json", tmp_path)
    assert message in str(error.value)
    assert str(error.value).startswith("m.json")
    assert str(error.value).endswith("。")


def test_a_missing_list_says_what_to_write(tmp_path: Path) -> None:
    """A folder without the list, and a file that is not there, name the file that was looked for."""
    (tmp_path / "site").mkdir()
    for path, place in ((tmp_path / "site", "site/data/manifest.json"), (tmp_path / "no.json", "no.json")):
        with pytest.raises(UnreadableReleaseError) as error:
            release(path, tmp_path)
        assert str(error.value) == (
            f"{place}：上一次发布的清单没有这个文件。"
            "写成那次发布的 data/manifest.json，或者含有它的文件夹；还没有发布过的，删去 previous。"
        )


def test_a_list_of_another_school_is_refused(write_tree: WriteTree) -> None:
    """The message names the other school, and what to do after a change of name."""
    root = write_tree(small_school())
    (root / "m.json").write_text(json.dumps({**GOOD, "school": "别的学校"}), "utf-8")
    with pytest.raises(BadSettings, match=r"^m[.]json：这是“别的学校”的发布清单，不是本校的。"):
        outputs(root, LATER, root / "m.json")


def test_previous_may_be_given_by_hand(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """`gongkai build --previous` takes the folder of the earlier site, and complains about one that is none."""
    monkeypatch.chdir(write_tree(small_school()))
    run = CliRunner()
    assert run.invoke(main, ["build", "--to", "one", "--today", "2026-05-20"]).exit_code == 0
    again = ["build", "--to", "two", "--today", "2026-05-26", "--previous"]
    assert run.invoke(main, [*again, "one"]).exit_code == 0
    assert json.loads(Path("two/data/changes.json").read_text("utf-8"))["previous"] == "2026-05-20"
    failed = run.invoke(main, [*again, "nowhere"])
    assert failed.exit_code == 2
    assert "nowhere：上一次发布的清单没有这个文件。" in failed.output


def test_the_demo_tells_its_changes(demo_site: Path) -> None:
    """The demo's page says since when, lists what is new, and of what is gone its number and the last day only."""
    found = json.loads((demo_site / "data" / "changes.json").read_text("utf-8"))
    assert found["previous"] == "2026-10-31"
    assert ids(found["removed"]) == ["notices/procure-2026-9"]
    text = (demo_site / "data" / "index.html").read_text("utf-8")
    counts = f"新增 {len(found['added'])} 份，有改动 {len(found['changed'])} 份，撤下 1 份"
    assert counts in text
    assert "公示 procure-2026-9，最后列出的一次发布是 2026年10月31日" in text
    listed = json.loads((ROOT / "disclosures" / "releases" / "2026-10-31.json").read_text("utf-8"))
    assert set(listed["records"]) - {"notices/procure-2026-9"} <= set(
        json.loads((demo_site / "data" / "manifest.json").read_text("utf-8"))["records"]
    )
