"""Where the texts of outputs wait: on the disk, so that a board of ten thousand records fits into a small machine."""

from __future__ import annotations

import weakref
from datetime import date
from typing import Any

import pytest
from gongkai import publish
from gongkai.build import build
from gongkai.examination import Examined, examine
from gongkai.publish import edition
from gongkai.render.pages import Asset, Output, Page, put_away
from gongkai.render.shelf import Shelf, Shelved
from gongkai.settings import Settings, find
from markupsafe import Markup

from tests.conftest import WriteTree
from tests.school import small_school

TODAY = date(2026, 5, 20)


def test_what_was_put_away_is_read_as_it_was() -> None:
    """Pages and files, in any order and as often as one likes; a page is still markup, an empty file is empty."""
    shelf = Shelf()
    page = put_away(Page("a/", "甲", Markup("<p>一言为定：“件件有回音”</p>")), shelf)
    empty = put_away(Asset("b.txt", b""), shelf)
    file = put_away(Asset("c.bin", bytes(range(256)) * 300), shelf)
    assert file.content == bytes(range(256)) * 300
    assert page.html == Markup("<p>一言为定：“件件有回音”</p>")
    assert isinstance(page.html, Markup)
    assert (empty.content, file.content[:3], page.title) == (b"", b"\x00\x01\x02", "甲")
    assert put_away(page, shelf) is page


def test_two_outputs_are_the_same_if_they_say_the_same() -> None:
    """Wherever each of them lies."""
    one, other = Shelf(), Shelf()
    put_away(Asset("x", b"before"), other)
    assert put_away(Asset("a", b"same"), one) == put_away(Asset("a", b"same"), other)
    assert put_away(Asset("a", b"same"), one) != put_away(Asset("a", b"sane"), other)
    assert len({put_away(Asset("a", b"same"), one), put_away(Asset("a", b"same"), other)}) == 1


def test_with_a_full_disk_a_text_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less memory is no reason not to publish."""

    def full(shelf: Shelf, content: bytes) -> Shelved:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Shelf, "put", full)
    asset = Asset("a.txt", "留下".encode())
    assert put_away(asset, Shelf()) is asset


def test_a_text_cut_short_by_a_full_disk_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written of it is written over by the next."""
    shelf = Shelf()
    first = shelf.put(b"first")
    writer = shelf._file

    class Full:
        def __getattr__(self, name: str) -> Any:
            return getattr(writer, name)

        def write(self, content: memoryview) -> int:
            writer.write(content[:2])
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "_file", Full())
    with pytest.raises(OSError, match="No space"):
        shelf.put(b"second")
    monkeypatch.setattr(shelf, "_file", writer)
    third = shelf.put(b"third")
    assert (first.read(), third.read()) == (b"first", b"third")


def test_everything_that_is_built_is_put_away(write_tree: WriteTree) -> None:
    """No page and no file of an edition is held in memory; the shelf goes with the last of them."""
    outputs: tuple[Output, ...] = edition(settings_of(write_tree), TODAY).outputs
    bodies = [output.body for output in outputs]
    assert [body for body in bodies if not isinstance(body, Shelved)] == []
    (shelf,) = {body.shelf for body in bodies if isinstance(body, Shelved)}
    file, gone = shelf._file, weakref.ref(shelf)
    del outputs, bodies, shelf
    assert gone() is None
    assert file.closed


def test_the_texts_of_the_records_are_let_go_before_pages_are_made(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked is needed no more once it is selected; nothing that was derived from it holds it back."""
    registers: list[weakref.ref[Any]] = []
    left: list[object] = []

    def examined(*given: Any, **named: Any) -> Examined:
        found = examine(*given, **named)
        registers.append(weakref.ref(found.register))
        return found

    def built(*given: Any) -> Any:
        left.extend(register() for register in registers)
        return build(*given)

    monkeypatch.setattr(publish, "examine", examined)
    monkeypatch.setattr(publish, "build", built)
    edition(settings_of(write_tree), TODAY)
    assert left == [None]


def settings_of(write_tree: WriteTree) -> Settings:
    return find(write_tree(small_school()) / "mkdocs.yml")
