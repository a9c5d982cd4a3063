"""Two audiences from one source: nothing meant for staff reaches the public build, in any form."""

from __future__ import annotations

import gzip
import html
import io
import re
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from gongkai import publish
from gongkai.build import build
from gongkai.findings import Severity
from gongkai.publish import edition
from gongkai.render.pages import Asset, Page
from gongkai.settings import Settings, find

from tests.conftest import WriteTree
from tests.school import FEEDBACK, NOTICE, PROPOSAL, REPLY, RESOLUTION, small_school
from tests.site import ROOT

CANARY = re.compile(r"内部核对码[A-Z0-9]{10}")
TODAY = date(2026, 11, 20)


def outputs_of(settings: Settings, day: date) -> dict[str, bytes]:
    """Every output of an edition as bytes, by address."""
    return {
        output.address: repr(replace(output, body=output.html)).encode() if isinstance(output, Page) else output.content
        for output in edition(settings, day).outputs
    }


def unpacked(data: bytes) -> bytes:
    """A file as it is inside: unzipped, and every part of an archive or workbook below the other."""
    if data[:2] == b"\x1f\x8b":
        return gzip.decompress(data)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"\n".join(name.encode() + unpacked(archive.read(name)) for name in archive.namelist())
    return data


def whole(outputs: dict[str, bytes]) -> str:
    """Everything that is published, as one text."""
    return b"\n".join(map(unpacked, outputs.values())).decode("utf-8", "replace")


def readings(data: bytes) -> list[str]:
    """A file as text, also unpacked, unescaped, unfolded, and without the invisible characters of a search index."""
    text = unpacked(data).decode("utf-8", "replace")
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    unfolded = text.replace("\r\n ", "")  # a long line of a calendar
    forms = [text, html.unescape(text), unquote(text), unescaped, unfolded]
    bare = [re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", form) for form in dict.fromkeys(forms)]
    return list(dict.fromkeys(forms + bare))


def demo_canaries() -> list[str]:
    return [
        canary
        for folder in ("disclosures", "disclosures-staff")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file()
        for canary in CANARY.findall(path.read_text("utf-8", "replace"))
    ]


def test_the_demo_carries_a_canary_in_every_staff_only_field_type() -> None:
    """Each canary is unique, at least 12 characters long, and every staff-only type has one."""
    canaries = demo_canaries()
    assert len(set(canaries)) == len(canaries)
    assert all(len(canary) >= 12 for canary in canaries)
    lines = [
        line.split(":", 1)[0].strip(" -{")
        for folder in ("disclosures", "disclosures-staff")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".md", ".yml")
        for line in path.read_text("utf-8").split("\n")
        if CANARY.search(line) and ":" in line
    ]
    text = " ".join(lines)
    for label in ("限制公开理由", "原件", "提案人", "意见", "理由"):
        assert label in text, label


def test_no_canary_is_anywhere_in_the_public_site(demo_site: Path) -> None:
    """Every file of the built demo, decoded in every way, is free of every canary."""
    canaries = demo_canaries()
    for path in sorted(demo_site.rglob("*")):
        if path.is_file():
            for reading in readings(path.read_bytes()):
                assert not CANARY.search(reading), path
                assert not any(canary[5:] in reading for canary in canaries), path


def test_the_staff_build_shows_what_the_public_build_hides(demo_staff_outputs: dict[str, bytes]) -> None:
    """The canaries are not merely lost: most stand in the staff edition."""
    text = whole(demo_staff_outputs)
    shown = [canary for canary in demo_canaries() if canary in text]
    assert len(shown) >= len(demo_canaries()) // 2


def test_the_public_bytes_do_not_depend_on_the_staff_folder(tmp_path: Path) -> None:
    """With the staff folder gone, and with the staff-only records of the public folder gone, nothing changes."""
    settings = find(ROOT / "mkdocs.yml")
    full = outputs_of(settings, TODAY)
    bare = tmp_path / "bare"
    shutil.copytree(ROOT / "disclosures", bare / "disclosures")
    for path in sorted((bare / "disclosures").rglob("*")):
        text = path.read_text("utf-8", "replace") if path.is_file() else ""
        if re.search(r"^公开范围: *(教职工|不公开)", text, re.MULTILINE) and "摘要: " not in text:
            path.unlink()
    assert outputs_of(replace(settings, base=bare, records=(bare / "disclosures",)), TODAY) == full


def test_the_public_bytes_do_not_depend_on_staff_fields(write_tree: WriteTree, tmp_path: Path) -> None:
    """Names without consent, originals, reasons for withholding and private comments leave no trace."""
    folder = "disclosures/proposals/2026/05-03-012"
    feedback = FEEDBACK.replace(
        "评价: 满意\n", "评价: 基本满意\n意见: 只在内部说的话内部核对码A1B2C3D4E5\n意见公开: 否\n"
    )
    with_fields = small_school(
        **{
            f"{folder}/proposal.md": PROPOSAL.replace("类别:", "原件: 档号内部核对码F6G7H8J9K0\n类别:"),
            f"{folder}/feedback-1.md": feedback,
            f"{folder}/reply-2.md": REPLY.replace("日期: 2026-04-10", "公开范围: 教职工\n日期: 2026-04-20").replace(
                "值班师傅", "内部核对码Q1W2E3R4T5"
            ),
        }
    )
    without = dict(with_fields)
    del without[f"{folder}/reply-2.md"]
    without[f"{folder}/feedback-1.md"] = FEEDBACK.replace("评价: 满意", "评价: 基本满意")
    without[f"{folder}/proposal.md"] = re.sub(r", 姓名: [^,}]+", "", PROPOSAL)
    editions = []
    for name, tree in (("with", with_fields), ("without", without)):
        root = write_tree({f"{name}/{path}": text for path, text in tree.items()}) / name
        editions.append(outputs_of(find(root / "mkdocs.yml"), date(2026, 5, 20)))
    assert editions[0] == editions[1]


def test_a_proposal_without_an_answer_is_only_a_card(write_tree: WriteTree) -> None:
    """Before the answer the public reads number, category and department, not a word of the text."""
    tree = small_school()
    folder = "disclosures/proposals/2026/05-03-012"
    del tree[f"{folder}/reply-1.md"], tree[f"{folder}/feedback-1.md"]
    del tree["disclosures/opinions/2026/mail-2026-001.md"]
    text = (
        PROPOSAL.replace("延长晚餐供餐时间", "雨廊照明改造")
        .replace("19:10", "21:35")
        .replace("晚自习教师", "晚归值守教师")
    )
    tree[f"{folder}/proposal.md"] = text
    root = write_tree(tree)
    outputs = outputs_of(find(root / "mkdocs.yml"), date(2026, 4, 1))
    text = whole(outputs)
    assert "proposals/05-03-012/" in outputs
    assert "总务处" in outputs["proposals/05-03-012/"].decode()
    for word in ("雨廊照明", "21:35", "晚归值守"):
        assert word not in text


def test_a_proposal_withdrawn_after_its_answer_keeps_its_words_to_itself(write_tree: WriteTree) -> None:
    """With the withdrawal the text goes back behind the card, and so do the words that answered it."""
    tree = small_school()
    folder = "disclosures/proposals/2026/05-03-012"
    del tree[f"{folder}/feedback-1.md"], tree["disclosures/opinions/2026/mail-2026-001.md"]
    tree[f"{folder}/reply-1.md"] = tree[f"{folder}/reply-1.md"].replace("值班师傅两名", "值灯师傅两名")
    tree[f"{folder}/withdrawal-1.md"] = "---\n日期: 2026-04-20\n凭据: 撤回申请（纸质）\n---\n"
    outputs = outputs_of(find(write_tree(tree) / "mkdocs.yml"), date(2026, 5, 4))
    assert "已撤回" in outputs["proposals/05-03-012/"].decode()
    assert "值灯师傅" not in whole(outputs)


@pytest.mark.parametrize(
    ("day", "shown"), [("2026-05-17", False), ("2026-05-18", True), ("2026-05-22", True), ("2026-05-23", False)]
)
def test_listed_names_live_for_their_period_only(write_tree: WriteTree, day: str, shown: bool) -> None:
    """A name on a list is in no output before the first day and after the last."""
    tree = small_school()
    del tree["disclosures/opinions/2026/mail-2026-001.md"]
    outputs = outputs_of(find(write_tree(tree) / "mkdocs.yml"), date.fromisoformat(day))
    assert ("段一苇" in whole(outputs)) is shown


def test_a_hidden_value_in_an_output_stops_publishing(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a view ever leak, the gate names the page and repeats nothing."""
    root = write_tree(
        small_school(
            **{
                "disclosures/meetings/2026/05-03/resolution-1.md": RESOLUTION.replace(
                    "---\n事项", "---\n公开范围: 教职工\n事项"
                )
            }
        )
    )
    leak = Asset("leak.json", '{"x": "会议通过《考勤办法》，自 2026\\u200b 年 4 月 1 日起施行。"}'.encode())
    monkeypatch.setattr(publish, "build", lambda *given: (*build(*given), leak))
    with pytest.raises(publish.Refused) as refused:
        edition(find(root / "mkdocs.yml"), date(2026, 5, 20))
    (shown,) = refused.value.shown
    assert (shown.code, shown.path, shown.level) == ("G01", "leak.json", Severity.ERROR)
    assert "考勤" not in shown.message + shown.cure


def test_personal_data_in_an_output_stops_publishing(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone number that no record check could see is stopped at the gate, and not repeated."""
    root = write_tree(small_school())
    monkeypatch.setattr(publish, "build", lambda *given: (*build(*given), Asset("a.txt", "电话 13800001234".encode())))
    with pytest.raises(publish.Refused) as refused:
        edition(find(root / "mkdocs.yml"), date(2026, 5, 20))
    (shown,) = refused.value.shown
    assert (shown.code, shown.path) == ("G02", "a.txt")
    assert "1380" not in shown.message + shown.cure


def test_what_the_policy_excuses_may_be_published(write_tree: WriteTree) -> None:
    """A plate that the policy excuses with reason and end date passes the check and the gate until that day."""
    excused = "个人信息例外:\n  - {文字: 闽A·D12345, 理由: 公务用车公示, 批准: 校长, 至: 2026-12-31}\n"
    tree = small_school()
    tree["disclosures/policy.yml"] = excused + tree["disclosures/policy.yml"]
    tree["disclosures/notices/2026/title-2026-1.md"] = NOTICE.replace("现予公示。", "现予公示，公车号牌闽A·D12345。")
    settings = find(write_tree(tree) / "mkdocs.yml")
    assert "闽A·D12345" in whole(outputs_of(settings, date(2026, 5, 20)))
    with pytest.raises(publish.Refused) as refused:
        edition(settings, date(2027, 1, 1))
    assert ("C45", "disclosures/notices/2026/title-2026-1.md") in {
        (each.code, each.path) for each in refused.value.shown
    }


def test_no_file_of_the_search_says_what_only_staff_may_read(demo_site: Path) -> None:
    """Titles, facets, the table of variants and the grams hold no canary, and nothing else is written there."""
    files = sorted((demo_site / "search" / "data").glob("*.js"))
    assert {path.name.split("-")[0].removesuffix(".js") for path in files} == {
        "about",
        "cards",
        "facets",
        "grams",
        "variants",
    }
    for path in files:
        text = path.read_text("utf-8")
        assert "内部核对码" not in text, path
        assert not any(canary[5:] in text for canary in demo_canaries()), path
