"""ZIP archives: the same bytes for the same files, and readable for the gate."""

from __future__ import annotations

import io
import zipfile

from gongkai.render.archives import members, text_of, zip_of
from hypothesis import given
from hypothesis import strategies as st

FILES = st.dictionaries(st.text("ab中/. 表", min_size=1, max_size=6), st.binary(max_size=60) | st.just(b"x" * 70_000))


@given(FILES)
def test_what_is_packed_is_read_again(files: dict[str, bytes]) -> None:
    """Names in Chinese, empty files, large ones, none at all; all of them, or those of one folder."""
    assert dict(members(zip_of(files))) == files
    assert [name for name, _ in members(zip_of(files), "a")] == [name for name in files if name.startswith("a")]


def test_an_archive_tells_neither_when_nor_where_it_was_made() -> None:
    """So that the same files are the same bytes tomorrow and on another system."""
    with zipfile.ZipFile(io.BytesIO(zip_of({"表.csv": b"1", "b": b""}))) as archive:
        told = [(each.date_time, each.create_system, each.compress_type) for each in archive.infolist()]
    assert told == [((1980, 1, 1, 0, 0, 0), 0, zipfile.ZIP_DEFLATED)] * 2


def test_the_text_is_names_and_contents() -> None:
    """As the gate reads it."""
    assert text_of(zip_of({"a.csv": "甲".encode(), "b": b"1"})) == "a.csv\n甲\nb\n1"
