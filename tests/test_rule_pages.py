"""Every code has a manual page, and the samples on the pages are what the page says they are."""

from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from gongkai import load as loading
from gongkai.findings import Code, Finding
from gongkai.records import decode as decoding
from gongkai.rules import RULES, check, outputs, past
from gongkai.rules.manual import Page, Sample, page
from gongkai.source import CODES as SOURCE_CODES

ALL_CODES: tuple[Code, ...] = (
    *SOURCE_CODES,
    *decoding.CODES,
    *outputs.CODES,
    *past.CODES,
    *loading.CODES,
    *(rule.code for rule in RULES),
)
FOLDER = Path(str(files("gongkai.rules"))) / "pages"
SAMPLE_SCHOOL = Path(str(files("gongkai.rules"))) / "sample"
WITHOUT_SAMPLES = {"S01", "S02", "S03", "S04", "R08", "C107", "C111", "G01", "G02", "G03", "G04", "G05"}
"""Bytes that are no text, a file that is not there, and outputs cannot be shown as a record on a page."""

PAGES = sorted(path.stem for path in FOLDER.glob("*.md"))
OF_ONE_MOMENT = sorted(set(PAGES) - {code.code for code in past.CODES})
"""The others compare two moments; test_closed.py runs their samples."""


def _page(code: str) -> Page:
    found = page(code)
    assert found is not None
    return found


def _objections(sample: Sample, folder: Path) -> list[Finding]:
    for path in SAMPLE_SCHOOL.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    for name, text in sample.files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    loaded = loading.load([folder], folder)
    return [*loaded.findings, *check(loaded.register, date.fromisoformat(sample.today))]


def test_codes_and_slugs_are_unique() -> None:
    """No code and no slug means two things."""
    codes = {code.code: code for code in ALL_CODES}
    assert [code for code, times in Counter(each.code for each in ALL_CODES).items() if times > 1] == []
    slugs = Counter(code.slug for code in codes.values())
    assert [slug for slug, times in slugs.items() if times > 1] == []


@pytest.mark.parametrize("code", sorted({code.code for code in ALL_CODES}))
def test_every_code_has_a_page(code: str) -> None:
    """A clerk who types `gongkai explain CODE` gets a page with meaning, basis and cure."""
    found = _page(code)
    assert found.why
    for heading in ("## 意思", "## 依据", "## 怎么改"):
        assert heading in found.text


@pytest.mark.parametrize("code", PAGES)
def test_every_page_has_a_code(code: str) -> None:
    """A page explains something that the checker can say."""
    assert code in {each.code for each in ALL_CODES}


@pytest.mark.parametrize("code", OF_ONE_MOMENT)
def test_a_failing_sample_yields_its_code_at_its_place_and_nothing_else(code: str, tmp_path: Path) -> None:
    """One slip, one finding, where the slip is."""
    found = _page(code)
    if found.failing is None:
        assert code in WITHOUT_SAMPLES
        return
    objections = _objections(found.failing, tmp_path)
    assert [(str(each.location), each.code.code) for each in objections] == [(found.place, code)]


@pytest.mark.parametrize("code", OF_ONE_MOMENT)
def test_a_passing_sample_yields_nothing(code: str, tmp_path: Path) -> None:
    """What the page recommends is clean in the eyes of every rule."""
    found = _page(code)
    if found.passing is None:
        assert code in WITHOUT_SAMPLES
        return
    assert [f"{each.location} {each.code.code} {each.message}" for each in _objections(found.passing, tmp_path)] == []
