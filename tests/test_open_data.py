"""Open data: files that programs, spreadsheets and sceptics can rely on, and in which nothing hidden stands."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from gongkai import publish
from gongkai.build import build
from gongkai.publish import Refused, edition
from gongkai.records import KINDS, Audience
from gongkai.render.archives import zip_of
from gongkai.render.pages import Asset, Page
from gongkai.render.workbooks import Sheet, xlsx_of
from gongkai.settings import find
from gongkai.views import open_data
from gongkai.views.data import common, kinds
from gongkai.views.data.licence import UNDECIDED
from gongkai.views.data.package import package_of
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from tests.board_tree import board
from tests.conftest import WriteTree
from tests.school import RESOLUTION, small_school
from tests.test_audiences import CANARY, demo_canaries

Files = dict[str, bytes]


def files_of(write_tree: WriteTree, extra: Mapping[str, str] | None = None) -> Files:
    """Every file of the open data of the small board, by address."""
    made = open_data.pages(board(write_tree, extra=extra))
    return {output.address: output.content for output in made if isinstance(output, Asset)}


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The lines of a CSV file by the names of its columns."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _frictionless(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "datapackage.json", "--json"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_package_is_valid_for_an_independent_reader(demo_site: Path) -> None:
    """`frictionless validate` finds types, keys, references, sizes and sums of every table right."""
    done = _frictionless(demo_site / "data")
    report = json.loads(done.stdout)
    assert report["valid"], [task["errors"] for task in report["tasks"] if not task["valid"]]
    assert done.returncode == 0
    assert len(report["tasks"]) == len((*common.tables(), *kinds.tables()))


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("2026-09-24,", "二十四日,", "type-error"),
        ("proposals/04-03-001,04-03-001", "proposals/04-03-999,04-03-001", "foreign-key"),
        (",教学科研,", ",,", "constraint-error"),
    ],
)
def test_the_description_is_strict(demo_site: Path, tmp_path: Path, old: str, new: str, error: str) -> None:
    """A day that is none, a line of no record and a missing value are each found by the independent reader."""
    for path in (demo_site / "data").iterdir():
        if path.suffix in (".csv", ".json"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    table = tmp_path / "proposals.csv"
    text = table.read_bytes().decode()
    assert old in text
    table.write_bytes(text.replace(old, new, 1).encode())
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        resource.pop("bytes"), resource.pop("hash")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    report = json.loads(_frictionless(tmp_path).stdout)
    assert error in {found["type"] for task in report["tasks"] for found in task["errors"]}


def test_every_file_has_its_sum(demo_site: Path) -> None:
    """SHA256SUMS lists every other file of the folder with its true sum, in the form of `sha256sum -c`."""
    folder = demo_site / "data"
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(listed) == {name for name in there if not name.endswith("index.html") and name != "SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_the_same_records_give_the_same_bytes(write_tree: WriteTree) -> None:
    """Archives and workbooks hold no time: two builds are the same to the byte."""
    assert files_of(write_tree) == files_of(write_tree)


def test_every_kind_has_its_three_files_and_every_table_its_description(write_tree: WriteTree) -> None:
    """JSON, CSV and XLSX for each kind; the CSV heads are the described names, the XLSX heads their titles."""
    files = files_of(write_tree)
    for kind in KINDS:
        assert {f"data/{kind.folder}.{suffix}" for suffix in ("json", "csv", "xlsx")} <= set(files)
        book = load_workbook(io.BytesIO(files[f"data/{kind.folder}.xlsx"]), read_only=True)
        for sheet, table in zip(book.worksheets, kinds.of_kind(kind), strict=True):
            heads = [cell.value for cell in next(iter(sheet.rows))]
            assert heads == [column.title for column in table.columns]
    described = {each["name"]: each for each in json.loads(files["data/datapackage.json"])["resources"]}
    for name, resource in described.items():
        head = files[f"data/{name}.csv"].decode("utf-8-sig").split("\r\n")[0].split(",")
        assert head == [field["name"] for field in resource["schema"]["fields"]]
        assert len(set(head)) == len(head)
        titles = [field["title"] for field in resource["schema"]["fields"]]
        assert len(set(titles)) == len(titles)


def test_every_column_is_explained() -> None:
    """No column goes without a meaning or a way of computing, and every derived one says how it was computed."""
    for table in (*common.tables(), *kinds.tables()):
        for column in table.columns:
            assert column.meaning or column.derived, (table.name, column.name)
            assert re.fullmatch("[a-z][a-z0-9_]*", column.name)
            assert re.search("[一-鿿]", column.title)


def test_the_dictionary_tells_every_column(demo_site: Path) -> None:
    """The page of the dictionary names each table and each of its columns with title and meaning."""
    text = (demo_site / "data" / "dictionary" / "index.html").read_text("utf-8")
    for table in (*common.tables(), *kinds.tables()):
        assert f"<code>{table.name}.csv</code>" in text
        for column in table.columns:
            assert f"<code>{column.name}</code>" in text
            assert column.title in text


HOSTILE = {
    "proposals/05-03-009/proposal.md": """---
公开范围: 社会
案由: "=HYPERLINK(\\"https://evil.example\\",\\"点我\\")"
类别: 安全卫生
提交日期: 2026-08-30
提案人: {代表团: 小学组}
---
## 案据
<script>alert(1)</script>

## 建议
1. @SUM(A1:A9)
2. -2+3|cmd
""",
    "proposals/05-03-009/review.md": (
        "---\n去向: 立案\n日期: 2026-09-01\n立案号: 9\n主办: 总务处\n交办日期: 2026-09-02\n---\n"
    ),
    "proposals/05-03-009/reply-1.md": (
        "---\n日期: 2026-10-01\n部门: 总务处\n签批: 总务主任\n"
        "逐条: [{建议: 1, 结果: 已解决, 说明: '+86 号'}, {建议: 2, 结果: 已解决}]\n---\n已办。\n"
    ),
}


def test_no_cell_is_a_formula(write_tree: WriteTree) -> None:
    """Texts that a spreadsheet would run are quoted in CSV, inline texts in XLSX, and themselves in JSON."""
    files = files_of(write_tree, HOSTILE)
    (line,) = [row for row in rows_of(files["data/proposals.csv"]) if row["number"] == "05-03-009"]
    assert line["subject"] == '\'=HYPERLINK("https://evil.example","点我")'
    asked = [row["text"] for row in rows_of(files["data/proposal-asks.csv"]) if row["record"].endswith("05-03-009")]
    assert asked == ["'@SUM(A1:A9)", "'-2+3|cmd"]
    for address, content in files.items():
        if address.endswith(".xlsx"):
            for sheet in load_workbook(io.BytesIO(content)).worksheets:
                assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    own = json.loads(files["proposals/05-03-009/record.json"])
    assert own["heading"] == '=HYPERLINK("https://evil.example","点我")'


def test_numbers_are_numbers_and_money_is_exact(write_tree: WriteTree) -> None:
    """An amount stands in XLSX as the very decimals that were written, in CSV too, and in JSON as an exact text."""
    files = files_of(write_tree)
    sheet = load_workbook(io.BytesIO(files["data/finances.xlsx"]))["财务·各行"]
    head = [cell.value for cell in sheet[1]]
    amounts = [row[head.index("金额")] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in amounts] == ["n", "n", "n"]
    with zipfile.ZipFile(io.BytesIO(files["data/finances.xlsx"])) as archive:
        parts = "".join(archive.read(name).decode() for name in archive.namelist())
    for written in ("1480.00", "20.00", "1200.50"):
        assert f"<v>{written}</v>" in parts
    assert [row["amount"] for row in rows_of(files["data/finance-rows.csv"])] == ["1480.00", "20.00", "1200.50"]
    assert json.loads(files["finances/union-2026-10/record.json"])["record"]["closing"] == "309.50"


def test_totals_follow_from_the_rows(write_tree: WriteTree) -> None:
    """10.00 + 1,500.00 − 1,200.50 = 309.50: every step stands in the table of totals, and who wrote it."""
    rows = rows_of(files_of(write_tree)["data/finance-totals.csv"])
    told = [(row["section"], row["item"], row["amount"], row["amount_is_derived"]) for row in rows]
    assert told == [
        ("收入", "合计", "1500.00", "是"),
        ("支出", "合计", "1200.50", "是"),
        ("本表", "结余", "299.50", "是"),
        ("本表", "期初", "10.00", "否"),
        ("本表", "期末", "309.50", "否"),
    ]


def test_a_verdict_is_recomputed_in_the_table(write_tree: WriteTree) -> None:
    """52 of 100 delegates is one more than the 51 that 过半数 needs."""
    (row,) = rows_of(files_of(write_tree)["data/meeting-resolutions.csv"])
    judged = [row[f"judged_{name}"] for name in ("base", "majority", "base_count", "needed", "verdict")]
    assert judged == ["代表总数", "过半数", "100", "51", "通过"]
    assert (row["vote_yes"], row["vote_no"], row["vote_abstained"], row["verdict"]) == ("52", "30", "8", "通过")


# A record's own file -----------------------------------------------------------------------------------------


def test_every_record_has_its_own_file_that_keeps_to_the_schema(demo_site: Path) -> None:
    """Beside each record's page stands its data, valid by the published schema, with the licence and the page."""
    schema = json.loads((demo_site / "data" / "schema" / "record.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    listed = rows_of((demo_site / "data" / "records.csv").read_bytes())
    assert len(listed) > 250
    for row in listed:
        assert (demo_site / row["page"] / "index.html").is_file()
        own = json.loads((demo_site / row["data"]).read_text("utf-8"))
        assert [error.message for error in validator.iter_errors(own)] == []
        assert (own["id"], own["schema_version"], own["school"]) == (row["id"], 1, "青禾学校")
        assert own["links"]["page"] == f"https://qinghe.example/{row['page']}"
        assert own["licence"]["name"] == "CC-BY-4.0"


def test_a_schema_that_would_accept_anything_is_none(demo_site: Path) -> None:
    """An unknown key, an amount as a bare number and an unknown outcome are refused."""
    schema = json.loads((demo_site / "data" / "schema" / "record.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    own: dict[str, Any] = json.loads((demo_site / "finances" / "canteen-2026-03" / "record.json").read_text("utf-8"))
    assert validator.is_valid(own)
    assert not validator.is_valid({**own, "record": {**own["record"], "secret": 1}})
    assert not validator.is_valid({**own, "record": {**own["record"], "opening": 1.5}})
    assert not validator.is_valid({**own, "derived": {**own["derived"], "state": "别的"}})


def test_a_page_leads_to_its_data(demo_site: Path) -> None:
    """The head of a record's page names its data as an alternate, and 本页依据 links to it."""
    text = (demo_site / "proposals" / "05-03-001" / "index.html").read_text("utf-8")
    assert 'type="application/json"' in text
    assert "proposals/05-03-001/record.json" in text.split("<body")[0]
    assert '<a href="../../proposals/05-03-001/record.json">本记录的数据（JSON）</a>' in text


def test_a_list_leads_to_the_data_of_its_kind(demo_site: Path) -> None:
    """Under each list of one kind stand its three downloads."""
    for kind in ("proposals", "opinions", "meetings", "finances", "notices", "decisions", "plans", "assets"):
        text = (demo_site / kind / "index.html").read_text("utf-8")
        for suffix in ("csv", "xlsx", "json"):
            assert f'href="../data/{kind}.{suffix}"' in text


def test_a_closed_record_does_not_change_from_day_to_day(demo_site: Path) -> None:
    """Only what still waits or is promised says of which day it was computed."""
    closed = json.loads((demo_site / "proposals" / "04-03-001" / "record.json").read_text("utf-8"))
    waiting = json.loads((demo_site / "proposals" / "05-03-002" / "record.json").read_text("utf-8"))
    assert "as_of" not in closed["derived"]
    assert waiting["derived"]["as_of"] == "2026-11-20"


# What may not be there ---------------------------------------------------------------------------------------


def test_no_canary_is_in_an_archive(demo_site: Path) -> None:
    """Unpacked, neither the workbooks nor the archive hold what only staff may see."""
    canaries = [canary[5:] for canary in demo_canaries()]
    packed = [path for path in (demo_site / "data").iterdir() if path.suffix in (".xlsx", ".zip")]
    assert len(packed) == len(KINDS) + 2
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            text = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
        assert not CANARY.search(text)
        assert not [canary for canary in canaries if canary in text]


@pytest.mark.parametrize(
    ("address", "pack"),
    [
        ("leak.xlsx", lambda text: xlsx_of([Sheet("表", (("话",), (text,)))])),
        ("leak.zip", lambda text: zip_of({"话.csv": text.encode()})),
    ],
)
def test_the_gate_reads_archives(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, address: str, pack: Any
) -> None:
    """A hidden sentence in a packed file stops publishing and names the file."""
    narrowed = RESOLUTION.replace("---\n事项", "---\n公开范围: 教职工\n事项")
    root = write_tree(small_school(**{"disclosures/meetings/2026/05-03/resolution-1.md": narrowed}))
    leak = Asset(address, pack("会议通过《考勤办法》，自 2026 年 4 月 1 日起施行。"))
    monkeypatch.setattr(publish, "build", lambda *given: (*build(*given), leak))
    with pytest.raises(Refused) as refused:
        edition(find(root / "mkdocs.yml"), date(2026, 5, 20))
    assert [(shown.code, shown.path) for shown in refused.value.shown] == [("G01", address)]


def test_staff_only_fields_have_no_column() -> None:
    """Neither tables nor documents know the fields that only staff may see."""
    names = {column.name for table in (*common.tables(), *kinds.tables()) for column in table.columns}
    assert not names & {"original", "audience_reason"}


def test_a_card_says_no_word_of_the_text(demo_site: Path) -> None:
    """A proposal before its answer is in the data with number, category and dates only."""
    rows = rows_of((demo_site / "data" / "proposals.csv").read_bytes())
    cards = [row for row in rows if row["is_card"] == "是"]
    assert {row["number"] for row in cards} >= {"05-03-002", "05-03-003", "05-03-012"}
    for row in cards:
        assert (row["grounds"], row["suggestions"], row["proposer_delegation"]) == ("", "", "")
        own = json.loads((demo_site / row["id"] / "record.json").read_text("utf-8"))
        assert own["is_card"] is True
        assert not {"grounds", "suggestions", "seconders"} & set(own["record"])


def test_the_staff_build_is_told_apart(write_tree: WriteTree) -> None:
    """The list of a build for staff says so, so that it is never compared with what the public saw."""
    made = open_data.pages(board(write_tree, Audience.STAFF))
    (found,) = [each for each in made if each.address == "data/manifest.json"]
    assert isinstance(found, Asset)
    assert json.loads(found.content)["audience"] == "教职工"


def test_without_a_decision_no_licence_is_claimed(write_tree: WriteTree) -> None:
    """A school that named no licence gives none: the package has no licence, and its description says why."""
    made = json.loads(package_of(board(write_tree), UNDECIDED, (), {}))
    assert "licenses" not in made
    assert "学校没有写明数据许可" in made["description"]


def test_the_page_tells_what_there_is(demo_site: Path) -> None:
    """Counts, sizes, licence, how to cite, how to check, and the three steps with their true result."""
    text = (demo_site / "data" / "index.html").read_text("utf-8")
    listed = len(rows_of((demo_site / "data" / "records.csv").read_bytes()))
    assert f"{listed} 份公开记录的全部数据" in text
    assert "creativecommons.org/licenses/by/4.0" in text
    assert "青禾学校校务公开数据，2026年11月20日，https://qinghe.example/data/" in text
    rows = [row for row in rows_of((demo_site / "data" / "proposals.csv").read_bytes()) if row["route"] != "撤回"]
    answered = sum(row["answered"] == "是" for row in rows)
    assert f"得 {answered} ÷ {len(rows)}" in text


def test_the_formula_of_the_example_names_the_right_columns(demo_site: Path) -> None:
    """The letters in the formula are those of 去向 and 已答复 on the first sheet of the workbook."""
    text = (demo_site / "data" / "index.html").read_text("utf-8")
    route, answered = re.search(r"COUNTIFS\(提案!([A-Z]+):\1,&#34;&lt;&gt;撤回&#34;,提案!([A-Z]+):\2", text).groups()  # type: ignore[union-attr]
    sheet = load_workbook(demo_site / "data" / "proposals.xlsx")["提案"]
    assert (sheet[f"{route}1"].value, sheet[f"{answered}1"].value) == ("去向（至今）", "已答复")


def test_percentages_are_not_added(write_tree: WriteTree) -> None:
    """A column of percentages keeps its unit and has no total."""
    budget = """类别: 预算
公开范围: 社会
目录项: 财务/经费月报
期间: 2026
列: [本年预算, 增减%]
支出: [{科目: 水电费, 金额: {本年预算: 100.00, 增减%: 5.5}}, {科目: 维修费, 金额: {本年预算: 20.00, 增减%: -2}}]
"""
    files = files_of(write_tree, {"finances/2026/budget-2026.yml": budget})
    own = [row for row in rows_of(files["data/finance-rows.csv"]) if row["record"] == "finances/budget-2026"]
    assert [(row["column"], row["amount"], row["unit"]) for row in own] == [
        ("本年预算", "100.00", "元"),
        ("增减%", "5.5", "%"),
        ("本年预算", "20.00", "元"),
        ("增减%", "-2", "%"),
    ]
    totals = [row for row in rows_of(files["data/finance-totals.csv"]) if row["record"] == "finances/budget-2026"]
    assert {row["column"] for row in totals} == {"本年预算"}
    assert [row["amount"] for row in totals if row["item"] == "合计"] == ["120.00"]


def test_pages_of_the_open_data_are_pages(write_tree: WriteTree) -> None:
    """The index is in the navigation, the dictionary is part of the program's own manual."""
    made = [output for output in open_data.pages(board(write_tree)) if isinstance(output, Page)]
    assert [(page.address, page.is_record, page.of_program) for page in made] == [
        ("data/", False, False),
        ("data/dictionary/", True, True),
    ]
