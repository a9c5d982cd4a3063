"""`gongkai print`: sheets in a folder – only what changed, whole at every moment, nothing that must not be seen."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from gongkai import press
from gongkai.cli import main
from gongkai.cli.printing import _Asked, _chosen
from gongkai.publish import Refused
from gongkai.records import Audience
from gongkai.settings import Settings, find
from gongkai.sheets.composing import Wish, sheets_of
from gongkai.sheets.document import Paragraph, Sheet
from gongkai.sheets.encoding import as_json
from gongkai.sheets.folders import UnfitFolderError, alone_in
from gongkai.sheets.printing import LIST, Done, ForeignFileError, UnprintableError, write

from tests import sheet_files
from tests.conftest import WriteTree
from tests.school import PROPOSAL, small_school
from tests.site import ROOT

TODAY = date(2026, 5, 20)
NOTICE_SHEET = "title-2026-1-公示.pdf"


@pytest.fixture
def school(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small school, where somebody sits at the keyboard."""
    folder = write_tree(small_school())
    monkeypatch.chdir(folder)
    return folder


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """`gongkai print` with these words: its exit code and all it says."""

    def printed(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["print", *words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return printed


def _sheets(count: int = 2, text: str = "正文。") -> list[Sheet]:
    around = sheet_files.sheet().mark
    return [
        sheet_files.sheet(Paragraph(text), mark=replace(around, number=f"sample-2026-{n}")) for n in range(1, count + 1)
    ]


def _write(folder: Path, sheets: list[Sheet], selection: str = "", today: date = sheet_files.DAY) -> Done:
    return write(folder, sheets, sheet_files.press(), selection, today, lambda name: None)


# From the command line ---------------------------------------------------------------------------------------


def test_a_notice_is_printed_and_printed_again_only_when_it_changed(school: Path, run: Run) -> None:
    """The first time set, the second time left as it is, byte for byte; a changed record is set anew."""
    code, said = run("title-2026-1")
    assert (code, said.splitlines()[:2]) == (0, ["sheets：新排 1 份。", f"  sheets/{NOTICE_SHEET}"])
    made = Path("sheets", NOTICE_SHEET)
    before = made.read_bytes()
    text = sheet_files.text_of(before)
    assert "高级教师岗位推荐人选公示" in text
    assert "段一苇" in text
    changed = made.stat().st_mtime_ns
    assert run("title-2026-1")[1].startswith("sheets：没有变化、不用重排 1 份。\n")
    assert made.stat().st_mtime_ns == changed
    record = Path("disclosures/notices/2026/title-2026-1.md")
    record.write_text(record.read_text("utf-8").replace("现予公示。", "现予公示，请监督。"), "utf-8")
    assert run("title-2026-1")[1].startswith("sheets：新排 1 份。")
    assert "现予公示，请监督。" in sheet_files.text_of(made.read_bytes())


def test_the_list_says_what_was_made_of_what(school: Path, run: Run) -> None:
    """Form, records, last day and fingerprint, by which a sheet on the wall is found again."""
    run("title-2026-1")
    listed = json.loads(Path("sheets", LIST).read_text("utf-8"))
    assert (listed["format"], listed["version"]) == ("gongkai-sheets", 1)
    entry = listed["sheets"][NOTICE_SHEET]
    assert entry["records"] == ["notices/title-2026-1"]
    assert (entry["form"], entry["last"]) == ("公示", "2026-05-22")
    assert entry["fingerprint"] in sheet_files.text_of(Path("sheets", NOTICE_SHEET).read_bytes())


def test_without_a_number_the_board_of_the_month_is_printed(school: Path, run: Run) -> None:
    """All that belongs on the wall; what no longer does is taken away at the next time."""
    code, said = run()
    assert code == 0
    assert f"  sheets/{NOTICE_SHEET}" in said.splitlines()
    code, said = run("--today", "2026-05-25")
    assert code == 0
    assert "撤去过期或不再需要的 1 份" in said
    assert not Path("sheets", NOTICE_SHEET).exists()


def test_an_expired_notice_is_refused(school: Path, run: Run) -> None:
    """With the reason and what to do; no file is made."""
    code, said = run("title-2026-1", "--today", "2026-05-25")
    assert code == 1
    assert "title-2026-1：公示期到 2026年5月22日，已经满了，不再印。" in said
    assert not list(Path().glob("sheets/*.pdf"))


def test_a_number_that_does_not_exist_is_refused_and_the_others_are_printed(school: Path, run: Run) -> None:
    """One slip does not stop the rest, but the command says so at its end."""
    code, said = run("title-2026-9", "title-2026-1")
    assert code == 1
    assert "title-2026-9：没有这个编号的记录。" in said
    assert Path("sheets", NOTICE_SHEET).is_file()


def test_sheets_for_staff_say_so_in_their_name_and_on_every_page(school: Path, run: Run) -> None:
    """They lie beside those for the public and are never taken for them."""
    run("title-2026-1")
    code, _ = run("title-2026-1", "--audience", "staff")
    assert code == 0
    internal = Path("sheets/title-2026-1-公示-内部公开.pdf").read_bytes()
    assert "内部公开" in sheet_files.text_of(internal, 0)
    assert "https://" not in sheet_files.text_of(internal)
    assert "内部公开" not in sheet_files.text_of(Path("sheets", NOTICE_SHEET).read_bytes())


def test_wrong_words_are_answered_in_chinese(school: Path, run: Run) -> None:
    """A form, style or paper that does not exist is told with those that do."""
    code, said = run("--form", "传单")
    assert code == 2
    assert "选项 --form 写的是“传单”。可以写：公示、提案、决议、台账、报告、全文、海报。" in said
    code, said = run("title-2026-1", "--form", "台账")
    assert code == 1
    assert "notices/title-2026-1：没有适合的式样，没有印。去掉 --form，或换一个式样。" in said


def test_records_with_errors_are_not_printed(school: Path, run: Run) -> None:
    """The findings are shown as `gongkai check` shows them."""
    record = Path("disclosures/notices/2026/title-2026-1.md")
    record.write_text(record.read_text("utf-8").replace("止: 2026-05-22", "止: 2026-05-01"), "utf-8")
    code, said = run()
    assert code == 1
    assert "没有排印，sheets 没有改动。" in said
    assert not Path("sheets").exists()


def test_a_name_that_cannot_be_printed_stops_the_printing(school: Path, run: Run) -> None:
    """Record, place, character and code point are named; nothing is written."""
    record = Path("disclosures/notices/2026/title-2026-1.md")
    record.write_text(record.read_text("utf-8").replace("段一苇", "段\U000203f7"), "utf-8")
    code, said = run("title-2026-1")
    assert code == 1
    assert "notices/title-2026-1：表“名单”第 1 行“姓名”里的“\U000203f7”（U+203F7）字体里没有，印出来是空框。" in said
    assert said.endswith("没有排印，sheets 没有改动。\n")
    assert not list(Path().glob("sheets/*"))


@pytest.mark.parametrize(
    "typed",
    [
        "disclosures/notices/2026/title-2026-1.md",
        "./disclosures/notices/2026/title-2026-1.md",
        "disclosures\\notices\\2026\\title-2026-1.md",
        "ＴＩＴＬＥ－２０２６－１",
    ],
)
def test_a_file_and_full_width_signs_name_a_record_too(school: Path, typed: str) -> None:
    """Whoever has the file before them drags it in; whoever types Chinese leaves the wide signs on."""
    asked = _Asked((typed,), Wish())
    made = press.printing(_settings(school), TODAY, lambda desk: _chosen(desk, asked))
    assert [each.name for each in made] == ["title-2026-1-公示"]
    assert asked.refused == ()


def test_an_empty_word_and_an_empty_school_are_answered(school: Path, run: Run) -> None:
    """Nothing typed between quotes is no number; a school without reports is no slip of the hand."""
    assert run("  ") == (1, "（空）：没有写编号。写编号，或 本月、公示、报告。\n")
    for folder in ("proposals", "meetings", "opinions", "finances", "notices"):
        shutil.rmtree(school / "disclosures" / folder)
    for word in ("报告", "公示", "本月"):
        assert run(word) == (0, "按现在的记录，没有要印的。\n")


# What must not be seen ---------------------------------------------------------------------------------------


def _settings(folder: Path, audience: Audience = Audience.PUBLIC) -> Settings:
    return replace(find(folder / "mkdocs.yml"), audience=audience)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("提案人：林同。", "只给教职工看"),
        ("请打 13800001234 找他。", "个人信息"),
    ],
)
def test_a_sheet_that_says_too_much_is_never_set(school: Path, words: str, message: str) -> None:
    """A hidden name or personal data in any block stops everything before a PDF exists."""
    assert "林同" in PROPOSAL
    made = sheet_files.sheet(Paragraph(words))
    with pytest.raises(Refused) as refused:
        press.printing(_settings(school), TODAY, lambda desk: [made])
    (shown,) = refused.value.shown
    assert message in shown.message


def test_personal_details_are_on_no_sheet_for_staff_either(school: Path) -> None:
    """What only the staff may see is theirs; somebody's telephone is not."""
    staff = _settings(school, Audience.STAFF)
    made = sheet_files.sheet(Paragraph("请打 13800001234 找他。"))
    with pytest.raises(Refused) as refused:
        press.printing(staff, TODAY, lambda desk: [made])
    (shown,) = refused.value.shown
    assert "个人信息" in shown.message


def test_no_sheet_of_the_demo_school_says_what_the_public_may_not_see() -> None:
    """Every record in the form of its kind passes the gate, and none holds a canary."""
    settings = replace(find(ROOT / "mkdocs.yml"), site_url="")  # the codes are dear, and say nothing of their own
    day = date(2026, 11, 20)

    def every(desk: press.Desk) -> Iterator[Sheet]:
        for form in ("公示", "提案", "决议", "台账"):
            yield from sheets_of(desk.board, sorted(desk.board.register.records), Wish(form))

    sheets = press.printing(settings, day, every)
    assert {sheet.form for sheet in sheets} == {"公示", "提案与答复", "决议", "台账"}
    everything = b"".join(map(as_json, sheets)).decode()
    assert "内部核对码" not in everything


# The folder --------------------------------------------------------------------------------------------------


def test_what_somebody_else_put_there_is_never_touched(tmp_path: Path) -> None:
    """A file of the same name stops the printing; other files stay, and so does a sheet that was written on."""
    foreign = tmp_path / "sample-2026-1-样张.pdf"
    foreign.write_bytes(b"mine")
    with pytest.raises(ForeignFileError, match="不是这里生成的，没有动它"):
        _write(tmp_path, _sheets())
    assert foreign.read_bytes() == b"mine"
    foreign.unlink()
    (tmp_path / "通知.docx").write_bytes(b"mine")
    _write(tmp_path, _sheets(), "本月")
    annotated = tmp_path / "sample-2026-2-样张.pdf"
    annotated.write_bytes(annotated.read_bytes() + b"% seen")
    done = _write(tmp_path, [], "本月")
    assert (done.removed, done.foreign) == (("sample-2026-1-样张.pdf",), ("sample-2026-2-样张.pdf",))
    assert annotated.exists()
    assert (tmp_path / "通知.docx").exists()


def test_a_list_that_is_not_ours_stops_the_printing(tmp_path: Path) -> None:
    """It may be somebody's data under the same name."""
    (tmp_path / LIST).write_text('{"format": "other"}', "utf-8")
    with pytest.raises(ForeignFileError, match="不是这里生成的，或者坏了"):
        _write(tmp_path, _sheets())
    assert (tmp_path / LIST).read_text("utf-8") == '{"format": "other"}'


@pytest.mark.parametrize(
    "listed",
    [
        {"../notes.pdf": {"last": "2026-01-01"}},
        {"..\\notes.pdf": {"last": "2026-01-01"}},
        {"notes.txt": {"last": "2026-01-01"}},
        {"notes.pdf": {"last": "yesterday"}},
    ],
    ids=["above", "above on Windows", "no sheet", "no day"],
)
def test_a_list_never_leads_out_of_its_folder(tmp_path: Path, listed: dict[str, dict[str, str]]) -> None:
    """Whatever somebody wrote into it, no file but a sheet beside it is taken away."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    for place in (tmp_path, folder):
        (place / "notes.pdf").write_text("mine", "utf-8")
    text = json.dumps({"format": "gongkai-sheets", "version": 1, "sheets": listed})
    (folder / LIST).write_text(text, "utf-8")
    with pytest.raises(ForeignFileError, match="不是这里生成的，或者坏了"):
        _write(folder, [])
    assert all((place / "notes.pdf").exists() for place in (tmp_path, folder))


def test_two_printings_do_not_meet_in_one_folder(tmp_path: Path) -> None:
    """The second is told to wait, and nothing of the first is lost; afterwards the folder is free."""
    with alone_in(tmp_path), pytest.raises(UnfitFolderError, match="另一次排印正在写"):
        _write(tmp_path, _sheets())
    assert list(tmp_path.iterdir()) == []
    assert len(_write(tmp_path, _sheets(1)).made) == 1


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """Which file stands in the way is said, also where it stands further up."""
    (tmp_path / "公示").write_text("mine", "utf-8")
    for folder in (tmp_path / "公示", tmp_path / "公示" / "五月"):
        with pytest.raises(UnfitFolderError, match="公示”是一个文件，不是文件夹，放不进张贴件"):
            _write(folder, _sheets(1))


def test_colleagues_can_open_the_sheets(tmp_path: Path) -> None:
    """On a shared drive a new sheet has the rights of any new file."""
    (made,) = _write(tmp_path, _sheets(1)).made
    other = tmp_path / "other"
    other.touch()
    assert (tmp_path / made).stat().st_mode == other.stat().st_mode


def test_single_sheets_take_nothing_away(tmp_path: Path) -> None:
    """Only a whole that was asked for as a whole is kept whole; another whole is not touched by it."""
    _write(tmp_path, _sheets(2), "本月")
    _write(tmp_path, _sheets(3)[2:])
    _write(tmp_path, _sheets(4)[3:], "公示")
    done = _write(tmp_path, _sheets(1), "本月")
    assert done == Done((), ("sample-2026-1-样张.pdf",), ("sample-2026-2-样张.pdf",), ())
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [f"sample-2026-{n}-样张.pdf" for n in (1, 3, 4)]


def test_a_sheet_whose_last_day_is_over_is_taken_away_at_the_next_printing(tmp_path: Path) -> None:
    """A list of names does not outlive its period in a folder either."""
    (made, other) = _sheets(2)
    ended = replace(made, mark=replace(made.mark, period=(date(2026, 11, 10), date(2026, 11, 19))))
    _write(tmp_path, [ended], today=date(2026, 11, 19))
    done = _write(tmp_path, [other], today=date(2026, 11, 20))
    assert done.removed == ("sample-2026-1-样张.pdf",)


def test_a_lost_or_broken_sheet_is_made_again(tmp_path: Path) -> None:
    """What the list says was made is held against what is there."""
    _write(tmp_path, _sheets(2))
    first, second = (tmp_path / f"sample-2026-{n}-样张.pdf" for n in (1, 2))
    whole = second.read_bytes()
    first.unlink()
    second.write_bytes(whole[:100])
    assert set(_write(tmp_path, _sheets(2)).made) == {first.name, second.name}
    assert second.read_bytes() == whole


def test_nothing_is_written_where_a_character_cannot_be_printed(tmp_path: Path) -> None:
    """All characters of all sheets are looked at first, and all that are missing are named at once."""
    sheets = [*_sheets(1), sheet_files.sheet(Paragraph("甲\ue000乙\ue001"))]
    with pytest.raises(UnprintableError) as raised:
        _write(tmp_path, [sheets[0], replace(sheets[1], form="别样")])
    (said,) = str(raised.value).splitlines()[::2]
    assert said == "notices/sample-2026-1：正文里的U+E000、U+E001是自造字，印出来是空框。"
    assert not list(tmp_path.glob("*.pdf"))


_KILLED = """
import os, signal, sys
from pathlib import Path
from gongkai.sheets import printing
from tests import sheet_files
from tests.test_printing import _sheets, _write

whole = printing.write_atomically
def half(path, data):
    if path.suffix == ".pdf" and list(path.parent.glob("*.pdf")):
        (path.parent / ".gongkai-x.tmp").write_bytes(data[:100])
        os.kill(os.getpid(), signal.SIGKILL)
    whole(path, data)
printing.write_atomically = half
_write(Path(sys.argv[1]), _sheets(3))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_printing_that_is_killed_leaves_whole_files(tmp_path: Path) -> None:
    """What is there is whole, belongs to us, and the next printing finishes and tidies up."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    (made,) = tmp_path.glob("*.pdf")
    assert sheet_files.text_of(made.read_bytes()).startswith("样例学校")
    assert set(_write(tmp_path, _sheets(3)).made) == {f"sample-2026-{n}-样张.pdf" for n in (1, 2, 3)}
    assert not list(tmp_path.glob(".gongkai-*"))


def test_printing_in_parallel_gives_the_same_bytes_as_one_by_one(tmp_path: Path) -> None:
    """The order in which sheets are finished is nobody's business."""
    _write(tmp_path / "a", _sheets(4))
    for each in _sheets(4):
        _write(tmp_path / "b", [each])
    for made in (tmp_path / "a").iterdir():
        assert made.read_bytes() == (tmp_path / "b" / made.name).read_bytes()
