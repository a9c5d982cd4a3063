"""The command line: what it prints word for word, its exit codes, and that all of it is Chinese."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai.cli import main, terminal
from gongkai.cli.starting import start
from gongkai.codes import all_codes
from gongkai.findings import Severity
from gongkai.report import Shown, as_text

ROOT = Path(__file__).parents[1]


FORMATS = "text、json、github、sarif、junit、gitlab、rdjson"
NAMES = (
    "check build publish review approvals explain rules figures fix names new schema init template import print kiosk "
    "verify doctor"
)
COMMANDS = NAMES.replace(" ", "、")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="gongkai")


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh school folder, made by `gongkai init`, as the current folder."""
    monkeypatch.delenv("GONGKAI_TODAY", raising=False)
    folder = tmp_path / "school"
    start(folder)
    monkeypatch.chdir(folder)
    return folder


NOTICE = "disclosures/notices/2026/procure-2026-1.md"
LEDGER = "disclosures/finances/2026/ledger-2026-09.yml"
NEVER = "下次必须重建的日期：没有（现有记录不会自己到期）。\n"


def _replace(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), "utf-8", newline="\n")


# check


def test_new_school_is_clean(school: Path) -> None:
    """What `init` makes passes the check, also under --strict, on any later day."""
    for day in ("2026-11-20", "2031-01-01"):
        result = run("check", "--strict", "--today", day)
        assert result.exit_code == 0
        assert result.output == f"没有发现问题。\n今天按 {day} 算（--today 指定）。\n{NEVER}"


def test_finding_in_full(school: Path) -> None:
    """Place, level, code, sentence; the line with the caret under the exact wide column; cure and reason."""
    _replace(NOTICE, "事由: 采购", "事由: 采够")
    result = run("check", "--today", "2026-11-20")
    assert result.exit_code == 1
    lines = result.output.split("\n")
    assert lines[0] == f"{NOTICE}:6:5: 错误 M05 “事由”写的是“采够”。"
    assert lines[1] == "    事由: 采够"
    assert lines[2] == "          ^"
    assert lines[3].startswith("    改法：可以写：职称、评优评先、聘任、")
    assert lines[3].endswith("是不是“采购”？")
    assert lines[-5:] == [
        "",
        "共 错误 1 处。",
        "今天按 2026-11-20 算（--today 指定）。",
        "下次必须重建的日期：没有（现有记录不会自己到期）。",
        "",
    ]


def test_all_findings_in_one_run(school: Path) -> None:
    """One bad file never hides the others, and they come in the order of their places."""
    _replace(NOTICE, "事由: 采购", "事由: 采够")
    _replace(LEDGER, "期间: 2026-09", "期间: 九月")
    result = run("check", "--format", "json", "--today", "2026-11-20")
    found = [(each["path"], each["line"], each["column"], each["code"]) for each in json.loads(result.output)]
    assert found == [(LEDGER, 5, 5, "M03"), (NOTICE, 6, 5, "M05")]
    assert result.exit_code == 1


def test_json_without_findings(school: Path) -> None:
    """For a program a clean school is an empty array and nothing else."""
    assert run("check", "--format", "json", "--today", "2026-11-20").output == "[]\n"


def test_github_format(school: Path) -> None:
    """For a workflow each finding is one command, and a clean school says nothing."""
    assert run("check", "--format", "github", "--today", "2026-11-20").output == ""
    _replace(LEDGER, "期间: 2026-09", "期间: 九月")
    output = run("check", "--format", "github", "--today", "2026-11-20").output
    assert output.startswith(
        f"::error file={LEDGER},line=5,col=5,title=M03 misread-value::“期间”写的是“九月”，看不懂。"
    )
    assert output.count("\n") == 1


def test_strict_counts_warnings(school: Path) -> None:
    """A warning fails only under --strict; -q then lists it, and otherwise nothing."""
    _replace("disclosures/catalogue.yml", ", 责任部门: 财务处", "")
    assert run("check", "--today", "2026-11-20").exit_code == 0
    assert run("check", "--today", "2026-11-20", "-q").output == ""
    strict = run("check", "--today", "2026-11-20", "-q", "--strict")
    assert strict.exit_code == 1
    assert strict.output.startswith("disclosures/catalogue.yml:20:10: 警告 C46 ")
    assert "处。" not in strict.output.split("\n")[-2]


def test_next_rebuild_is_the_first_change(school: Path) -> None:
    """The day to rebuild is the first on which something changes by itself, counted by hand."""
    notice = "2026-12-01", "2026-12-07"
    _replace(NOTICE, "起: 2026-10-12\n止: 2026-10-16", f"起: {notice[0]}\n止: {notice[1]}")
    when = {
        "2026-11-20": "2026-12-01（notices/procure-2026-1：公示开始）",
        "2026-12-01": "2026-12-08（notices/procure-2026-1：公示期满，名单撤下）",
        "2026-12-08": "没有（现有记录不会自己到期）",
    }
    for day, expected in when.items():
        assert f"下次必须重建的日期：{expected}。\n" in run("check", "--today", day).output


def test_next_rebuild_knows_reply_clocks_and_promises(school: Path) -> None:
    """Assigned on 16 September, 45 days end on Saturday 31 October, so Monday the 2nd counts."""
    folder = school / "disclosures/proposals/2026/01-01-001"
    (folder / "feedback-1.md").unlink()
    reply = (folder / "reply-1.md").read_text("utf-8")
    (folder / "reply-1.md").unlink()
    line = "下次必须重建的日期：2026-11-03（proposals/01-01-001：答复期限已过）。\n"
    assert line in run("check", "--today", "2026-10-20").output
    promised = re.sub(r"结果: 已解决, 说明: [^}]*", "结果: 列入计划, 承诺: 装四盏台灯, 期限: 2026-12-31", reply)
    (folder / "reply-1.md").write_text(promised, "utf-8")
    line = "下次必须重建的日期：2027-01-01（proposals/01-01-001：承诺的期限已过）。\n"
    assert line in run("check", "--today", "2026-11-20").output


def test_whose_day_it_is(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--today comes before GONGKAI_TODAY, that before the site's own pinned day, which is said aloud."""
    _replace("mkdocs.yml", "      records: [disclosures]", "      today: 2026-10-20\n      records: [disclosures]")
    pinned = "今天按 2026-10-20 算（mkdocs.yml 里的 today 固定了日期，不会往前走；正式使用时删去那一行）。"
    assert pinned in run("check").output
    monkeypatch.setenv("GONGKAI_TODAY", "2026-10-21")
    assert "今天按 2026-10-21 算（环境变量 GONGKAI_TODAY 指定）。" in run("check").output
    assert "今天按 2026-10-22 算（--today 指定）。" in run("check", "--today", "2026-10-22").output
    monkeypatch.setenv("GONGKAI_TODAY", "明天")
    result = run("check")
    assert (result.exit_code, result.output) == (2, "日期写的是“明天”，看不懂。写成 2026-11-20 的样子。\n")


def test_folders_override_the_settings(school: Path) -> None:
    """Folders on the command line are checked instead of those in mkdocs.yml, which need not exist."""
    (school / "disclosures").rename(school / "moved")
    assert run("check", "moved", "--today", "2026-11-20").exit_code == 0
    (school / "mkdocs.yml").unlink()
    assert run("check", "moved", "--today", "2026-11-20").exit_code == 0
    without = run("check", "--today", "2026-11-20")
    assert without.output == "这里没有 mkdocs.yml。请在学校的文件夹里运行，或先用 gongkai init 生成。\n"
    assert without.exit_code == 2
    nowhere = run("check", "nowhere")
    assert nowhere.output == "没有文件夹“nowhere”。检查名字，或不写文件夹，按 mkdocs.yml 里的 records 检查。\n"
    assert nowhere.exit_code == 2


def test_personal_data_is_never_echoed(school: Path) -> None:
    """A mobile number in a record appears in no output of any format, nor in what `fix` shows."""
    with Path(NOTICE).open("a", encoding="utf-8", newline="\n") as file:
        file.write("请打 13800138000。\n")
    Path(NOTICE).write_bytes(
        b"\xef\xbb\xbf" + Path(NOTICE).read_bytes().replace("异议: {".encode(), "异议： {".encode())
    )
    for arguments in (
        ("check",),
        ("check", "--format", "json"),
        ("check", "--format", "github"),
        ("fix",),
        ("build", "--to", "out"),
    ):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "13800138000" not in result.output


# The terminal


def test_coloured_finding_says_the_same() -> None:
    """Colour changes no word; the caret and the level stand out."""
    for excerpt in ("    事由: 采够", ""):
        shown = Shown(
            Severity.ERROR,
            "M05",
            "not-a-choice",
            "a.md",
            6,
            9,
            "写错了。",
            "改。",
            "因为。",
            excerpt,
            10,
            "",
            "",
        )
        text = terminal.finding(shown)
        assert text.plain == as_text(shown)
        styled = {text.plain[span.start : span.end] for span in text.spans if span.style == "bold red"}
        assert styled == ({"错误 M05", "^"} if excerpt else {"错误 M05"})


def test_coloured_difference_says_the_same() -> None:
    """Removed lines are red, added ones green."""
    plain = terminal.difference("a.md", "标题： 甲\n", "标题: 甲\n")
    assert plain == "--- a.md（现在）\n+++ a.md（改后）\n@@ -1 +1 @@\n-标题： 甲\n+标题: 甲"
    text = terminal.coloured_difference(plain)
    assert text.plain == plain
    assert [str(span.style) for span in text.spans] == ["bold", "bold", "cyan", "red", "green"]


# explain, rules


def test_explain_shows_the_manual_page() -> None:
    """A code in any case, or its slug, leads to its page."""
    result = run("explain", "c46")
    assert result.exit_code == 0
    assert result.output.startswith("C46 ")
    assert "## 怎么改" in result.output
    slug = next(code.slug for code in all_codes() if code.code == "C46")
    assert run("explain", slug).output == result.output


def test_explain_suggests(school: Path) -> None:
    """An unknown code is answered with codes that look like it, a word with codes that speak of it."""
    result = run("explain", "X99")
    assert result.exit_code == 2
    assert result.output.startswith("没有“X99”这个检查项。")
    assert result.output.endswith("全部检查项见 gongkai rules。\n用 gongkai explain --help 看用法。\n")
    assert "R03（编号重复）" in run("explain", "编号重").output


def test_rules_lists_every_code_once() -> None:
    """Every code stands in the list with its level, title and slug."""
    lines = run("rules").output.split("\n")
    assert "R03  错误  编号重复（same-number）" in lines
    assert [line.split("  ")[0] for line in lines[:-3]] == [code.code for code in all_codes()]
    assert lines[-3:] == ["", "用 gongkai explain 编码 看每一项的说明。", ""]


# fix


def test_fix_shows_then_writes(school: Path) -> None:
    """Without --write only the difference is shown; with it the file is mended and its line ends stay."""
    good = Path(NOTICE).read_bytes()
    bad = b"\xef\xbb\xbf" + good.replace("标题: ".encode(), "标题： ".encode()).replace(b"\n", b"\r\n")
    Path(NOTICE).write_bytes(bad)
    result = run("fix")
    assert result.exit_code == 1
    assert result.output.startswith(f"{NOTICE}：\n  去掉了文件开头看不见的 BOM 标记\n  第 5 行：")
    assert "\n-标题： 校服面料检测机构选定结果公示\n+标题: 校服面料检测机构选定结果公示\n" in result.output
    assert result.output.endswith("1 个文件可以修正，还没有写入；写入请运行 gongkai fix --write。\n")
    assert Path(NOTICE).read_bytes() == bad
    written = run("fix", NOTICE, "--write")
    assert written.exit_code == 0
    assert written.output.endswith("已修正 1 个文件。再运行 gongkai check 看看。\n")
    assert Path(NOTICE).read_bytes() == good.replace(b"\n", b"\r\n")
    assert run("fix").output == "没有需要修正的地方。\n"


def test_fix_of_nothing(school: Path) -> None:
    """A path that does not exist is said so."""
    assert (run("fix", "x.md").exit_code, run("fix", "x.md").output) == (2, "没有“x.md”这个文件或文件夹。\n")


# new, schema, init


def test_new_record_and_act(school: Path) -> None:
    """A record takes the next number, an act the next n, and neither is ever overwritten."""
    made = run("new", "提案", "--number", "01-01-007")
    assert made.output == (
        "已生成 disclosures/proposals/2026/01-01-007/proposal.md（提案 01-01-007）。\n"
        "打开它，照里面的说明填写；填好后运行 gongkai check。\n"
    )
    assert run("new", "更正", "01-01-001").output.startswith(
        "已生成 disclosures/proposals/2026/01-01-001/correction-1.md（更正 proposals/01-01-001/correction-1）。\n"
    )
    again = run("new", "提案", "--number", "01-01-007")
    assert again.exit_code == 2
    assert again.output.startswith("编号 01-01-007 已经用在 ")
    moved = run("new", "更正", "finances/ledger-2026-09")
    folder = LEDGER.removesuffix(".yml")
    assert moved.output.startswith(f"已把 {LEDGER} 移到 {folder}/finance.yml，附加文件要和主文件放在一起；网址不变。\n")


def test_new_prints_without_writing(school: Path) -> None:
    """--print shows the skeleton and leaves the folder alone."""
    before = sorted(school.rglob("*"))
    assert run("new", "财务", "--print").output.startswith("## 财务（finance.yml）\n")
    assert sorted(school.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("new", "答复"), "答复要写明是哪一件，如：gongkai new reply proposals/编号"),
        (("new", "提案", "甲"), "多写了：甲。提案的编号用 --number 写。"),
        (("new", "规则"), "disclosures/policy.yml 已经有了，没有改动它。"),
    ],
)
def test_new_says_what_is_missing(school: Path, arguments: tuple[str, ...], expected: str) -> None:
    """An act without its record, and a record with one, are told how to write it."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.output.replace("\\", "/").split("\n")[0].endswith(expected)


def test_schema_to_output_and_to_files(school: Path) -> None:
    """One schema is printed as JSON, all of them are written one file each."""
    assert json.loads(run("schema", "答复").output)["title"] == "答复（reply-1.md）"
    assert run("schema", "--to", "schemas").output == "已写 34 份到 schemas。\n"
    assert len(list((school / "schemas").glob("*.schema.json"))) == 34
    assert run("schema").output.startswith("proposal  提案  proposal.md\n")


def test_init_refuses_a_folder_in_use(school: Path) -> None:
    """Nothing is written into a folder that has something in it."""
    result = run("init", ".")
    assert (result.exit_code, result.output) == (
        2,
        ". 里已经有东西，没有动它。换一个空的或还没有的文件夹。\n",
    )
    made = run("init", "other")
    assert made.output.startswith("已在 other 生成 20 个文件。接下来：\n")
    assert (school / "other/.gitignore").is_file()


def test_mkdocs_builds_a_new_school(school: Path) -> None:
    """What `init` makes is built by MkDocs as it stands."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "NO_MKDOCS_2_WARNING": "1"}
    command = (sys.executable, "-m", "mkdocs", "build", "--quiet")
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "给阅览室加装护眼台灯" in (school / "site/proposals/01-01-001/index.html").read_text("utf-8")


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ("chek",),
            f"没有“chek”这个命令。是不是“check”？可以用：{COMMANDS}。\n用 gongkai --help 看用法。\n",
        ),
        (
            ("check", "--tody", "x"),
            "没有“--tody”这个选项。是不是“--today”？\n用 gongkai check --help 看用法。\n",
        ),
        (("check", "--today"), "选项 --today 后面要写上值。\n用 gongkai check --help 看用法。\n"),
        (("check", "--strict=1"), "选项 --strict 后面不写值。\n用 gongkai check --help 看用法。\n"),
        (
            ("check", "--format", "xml"),
            f"选项 --format 写的是“xml”。可以写：{FORMATS}。\n用 gongkai check --help 看用法。\n",
        ),
        (("build",), "还要写上选项 --to 或 --archive。\n用 gongkai build --help 看用法。\n"),
        (
            ("build", "--to", "x", "--audience", "all"),
            "选项 --audience 写的是“all”。可以写：public、staff。\n用 gongkai build --help 看用法。\n",
        ),
        (("explain",), "还要写上编码。\n用 gongkai explain --help 看用法。\n"),
        (("explain", "C01", "C02"), "多写了：C02。\n用 gongkai explain --help 看用法。\n"),
        (("check", "--today", "20261120"), "日期写的是“20261120”，看不懂。写成 2026-11-20 的样子。\n"),
        (("check", "--today", "9999-12-31"), "日期写的是“9999-12-31”，看不懂。写成 2026-11-20 的样子。\n"),
        (
            ("check", "--config", "no.yml"),
            "这里没有 no.yml。请在学校的文件夹里运行，或先用 gongkai init 生成。\n",
        ),
        (("schema", "提安"), None),
    ],
)
def test_wrong_use_is_answered_in_chinese(school: Path, arguments: tuple[str, ...], expected: str | None) -> None:
    """Every slip on the command line gets a Chinese sentence on the error stream and exit code 2."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    if expected:
        assert result.stderr == expected


@pytest.mark.parametrize("command", ["", "check", "build", "explain", "rules", "fix", "new", "schema", "init"])
def test_help_is_chinese(command: str) -> None:
    """No English word of click's own stands in any help page."""
    result = run(*filter(None, (command, "--help")))
    assert result.exit_code == 0
    assert not re.search(r"Usage|Options:|Commands|Arguments|Show|exit\.|TEXT|required|\[default", result.output)
    assert "  --help" in result.output


def test_program_without_a_command_shows_help() -> None:
    """The bare program name is a question, not a mistake."""
    assert run().exit_code == 0
    assert run().output == run("--help").output


def test_an_error_of_ours_is_no_traceback(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a fault of the program ends in one Chinese sentence that says where, and no datum."""
    monkeypatch.setattr("gongkai.cli.checking.examine", lambda *_, **__: dict[str, int]()["甲"])
    result = run("check")
    assert result.exit_code == 2
    assert re.fullmatch(
        r"程序内部出错（KeyError，test_cli\.py 第 \d+ 行）。这不是您的错，请把这句话报告给维护者。\n",
        result.stderr,
    )


def test_real_process(school: Path) -> None:
    """As a process of its own, piped and under a bare locale, it prints plain UTF-8 and exits with 1."""
    _replace(NOTICE, "事由: 采购", "事由: 采够")
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C", "PATH": os.environ["PATH"]}
    command = (sys.executable, "-m", "gongkai.cli", "check", "--today", "2026-11-20")
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 1
    assert done.stderr == b""
    output = done.stdout.decode("utf-8")
    assert output.startswith(f"{NOTICE}:6:5: 错误 M05 “事由”写的是“采够”。")
    assert "\x1b" not in output
