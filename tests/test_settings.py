"""The options of mkdocs.yml: what is read, and the sentence for each thing that cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from gongkai.records import Audience
from gongkai.settings import BadSettings, find

from tests.conftest import WriteTree


def test_options_are_read_past_the_tags_of_others(write_tree: WriteTree) -> None:
    """Material's own `!!python` tags do not stop us; folders are beside the file."""
    text = (
        "markdown_extensions:\n  - toc:\n"
        "      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n"
        "plugins:\n  - search\n  - gongkai: {records: [a, b], audience: staff, today: 2026-11-20}\n"
        "site_url: https://qinghe.example/gongkai\n"
    )
    folder = write_tree({"mkdocs.yml": text})
    found = find(folder / "mkdocs.yml")
    assert found.records == (folder / "a", folder / "b")
    assert found.audience is Audience.STAFF
    assert found.today == date(2026, 11, 20)
    assert found.site_url == "https://qinghe.example/gongkai/"


def test_without_options_there_are_defaults(write_tree: WriteTree) -> None:
    """`plugins: [gongkai]` is enough: disclosures/, the public, no pinned day."""
    folder = write_tree({"mkdocs.yml": "plugins:\n  - gongkai\n"})
    found = find(folder / "mkdocs.yml")
    assert (found.records, found.audience, found.today) == ((folder / "disclosures",), Audience.PUBLIC, None)
    assert found.site_url == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("plugins: [", "mkdocs.yml 的写法有误，读不懂。对照 gongkai init 生成的样子检查缩进和冒号。"),
        ("plugins:\n  - gongkai: {today: 明天}\n", "日期写的是“明天”，看不懂。写成 2026-11-20 的样子。"),
        (
            "plugins:\n  - gongkai: {audience: 教职工}\n",
            "mkdocs.yml 里的 audience 写的是“教职工”。可以写：public（社会）、staff（教职工）。",
        ),
        (
            "plugins:\n  - gongkai: {colour: red}\n",
            "mkdocs.yml 里 gongkai 不认识的选项：colour。可以写：records、audience、today、previous、history。",
        ),
        *(
            (
                f"site_url: {typed}\n",
                f"mkdocs.yml 里的 site_url 写的是“{typed}”。写成完整的网址，如 https://gongkai.example/。",
            )
            for typed in ("qinghe.example", "ftp://qinghe.example/", "https://", "https://qinghe.example/?a=1", "42")
        ),
    ],
)
def test_what_cannot_be_is_a_sentence(write_tree: WriteTree, text: str, sentence: str) -> None:
    """No traceback and no silent default."""
    folder = write_tree({"mkdocs.yml": text})
    with pytest.raises(BadSettings) as refused:
        find(folder / "mkdocs.yml")
    assert str(refused.value) == sentence


def test_a_missing_file_says_how_to_begin(write_tree: WriteTree) -> None:
    """Run in a wrong folder, the command tells where it should be run."""
    with pytest.raises(BadSettings, match=r"这里没有 mkdocs\.yml。请在学校的文件夹里运行，或先用 gongkai init 生成。"):
        find(write_tree({}) / "mkdocs.yml")
