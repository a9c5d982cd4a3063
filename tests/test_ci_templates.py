"""`gongkai init --ci`: what a host is told to do, with which rights; and its scripts, run on real repositories."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import requires
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from gongkai.cli import main
from gongkai.cli.own_wheel import own_wheel
from gongkai.cli.starting import add_jobs
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.ci_jobs import PIPELINES, TEMPLATES, Machine, pipeline, step
from tests.fake_hosts import TOKEN, FakeHost, serving
from tests.repositories import Repository
from tests.school import NOTICE, small_school
from tests.site import ROOT

GITHUB = "github/.github/workflows/gongkai-{}.yml"
GITEA = "gitea/.gitea/workflows/gongkai-{}.yml"
WORKFLOWS = tuple(path for path in PIPELINES if path.parent.name == "workflows")
SCRIPTS = tuple(sorted(TEMPLATES.rglob("*.sh")))
RECORD = "disclosures/notices/2026/title-2026-1.md"
SECOND = "disclosures/notices/2026/title-2026-2.md"

LOCKED = {"contents": "read"}
RIGHTS = {
    "github/check/check": LOCKED,
    "github/approvals/approvals": {**LOCKED, "pull-requests": "read"},
    "github/comment/review": {**LOCKED, "pull-requests": "read"},
    "github/comment/comment": {**LOCKED, "pull-requests": "write"},
    "github/publish/publish": LOCKED,
    "gitea/check/check": LOCKED,
    "gitea/check/comment": {**LOCKED, "pull-requests": "write"},
    "gitea/publish/publish": LOCKED,
}
"""What each job may do; one alone may write, and only comments."""


def _jobs() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for path in WORKFLOWS:
        host, name = path.relative_to(TEMPLATES).parts[0], path.stem.removeprefix("gongkai-")
        workflow = pipeline(path.relative_to(TEMPLATES).as_posix())
        for job, content in workflow["jobs"].items():
            yield f"{host}/{name}/{job}", content, workflow


# What the files say


def test_rights_are_the_least() -> None:
    """Every job says what it may do; a workflow gives nothing by itself; a comment is all that anybody writes."""
    assert {name: job["permissions"] for name, job, _ in _jobs()} == RIGHTS
    for _, _, workflow in _jobs():
        assert workflow["permissions"] in ({}, LOCKED)


def test_every_action_is_pinned_by_its_commit() -> None:
    """An action is named by 40 hexadecimal digits, with its version beside it; Gitea uses none."""
    lines = [line for path in WORKFLOWS for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert len(lines) == 13
    known = r"actions/(checkout|setup-python|upload-artifact|download-artifact)"
    assert all(re.search(rf"uses: {known}@[0-9a-f]{{40}} # v\d+\.\d+\.\d+$", line) for line in lines)
    assert not any("uses:" in path.read_text("utf-8") for path in WORKFLOWS if "gitea" in path.parts)


def test_nothing_that_others_typed_becomes_a_script() -> None:
    """What a request is called or its branch reaches a script as a variable only, never as its text."""
    for name, job, _ in _jobs():
        for each in job["steps"]:
            assert "${{" not in each.get("run", ""), name
    assert not any("pull_request_target" in path.read_text("utf-8") for path in PIPELINES)


def test_jobs_of_requests_have_no_secrets() -> None:
    """Secrets stand in the publishing workflow alone, which no request starts, behind an environment."""
    for path in WORKFLOWS:
        workflow = pipeline(path.relative_to(TEMPLATES).as_posix())
        if path.stem == "gongkai-publish":
            assert workflow["on"].keys() <= {"push", "schedule", "workflow_dispatch"}
            assert all(job["environment"] == "publish" for job in workflow["jobs"].values())
            assert workflow["concurrency"] == {"group": "gongkai-publish", "cancel-in-progress": False}
        else:
            assert "secrets" not in path.read_text("utf-8")
    check = (TEMPLATES / GITHUB.format("check")).read_text("utf-8")
    assert "github.token" not in check
    assert check.count("persist-credentials: false") == check.count("actions/checkout@") == 1


def test_who_may_write_touches_nothing_of_the_request() -> None:
    """The job that writes on GitHub checks out the main branch, and takes one file that a trusted job made."""
    comment = pipeline(GITHUB.format("comment"))
    assert comment["on"].keys() == {"workflow_run"}
    steps = comment["jobs"]["comment"]["steps"]
    assert all("ref" not in each.get("with", {}) for job in comment["jobs"].values() for each in job["steps"])
    assert "fetch" not in " ".join(each.get("run", "") for each in steps)
    downloads = [each for each in steps if "download-artifact" in each.get("uses", "")]
    assert [each["with"]["name"] for each in downloads] == ["gongkai-review"]
    assert "run-id" not in downloads[0]["with"], "only what this very run made"
    gitea = pipeline(GITEA.format("check"))["jobs"]["comment"]
    assert gitea["if"] == "github.event.pull_request.head.repo.full_name == github.repository"


def test_gitlab_keeps_secrets_from_forks() -> None:
    """The comment runs for requests of the project's own branches, publishing for the main branch, one at a time."""
    jobs = pipeline("gitlab/.gitlab-ci.yml")
    (rule,) = jobs["comment"]["rules"]
    assert "$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID" in rule["if"]
    assert "GONGKAI_TOKEN" not in str(jobs["check"])
    assert jobs[".publish"]["resource_group"] == "gongkai-publish"
    assert jobs[".publish"]["environment"] == {"name": "publish"}
    starts = {each["if"] for name in ("publish", "daily", "verify") for each in jobs[name]["rules"]}
    assert not any("merge_request" in each for each in starts)
    assert all("$CI_DEFAULT_BRANCH" in each["if"] for each in jobs["workflow"]["rules"][1:])


@pytest.mark.parametrize("name", [GITHUB.format("publish"), GITEA.format("publish")])
def test_every_day_begins_at_ten_past_midnight_in_china(name: str) -> None:
    """The hours are written in UTC: 0:10 in Shanghai every day, and 0:40 on the second of a month."""
    daily, monthly = (each["cron"].split() for each in pipeline(name)["on"]["schedule"])
    for minute, hour, day, local in ((*daily[:2], "20", (0, 10)), (*monthly[:3], (0, 40))):
        at = datetime(2026, 11, int(day), int(hour), int(minute), tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai"))
        assert (at.hour, at.minute) == local
    assert daily[2:] == ["*", "*", "*"]
    assert monthly[2:] == ["1", "*", "*"]


def test_other_hosts_are_told_the_same_hours_in_words() -> None:
    """Where the schedule is typed by hand, the guide gives it in Beijing's time."""
    gitlab, gitee = ((TEMPLATES / f"{host}/ci/README.md").read_text("utf-8") for host in ("gitlab", "gitee"))
    assert "`10 0 * * *`，时区 Beijing" in gitlab
    assert "10 0 * * * bash ~/gongkai/ci/gitee.sh daily" in gitee


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_careful(script: Path) -> None:
    """Bash understands each; each stops at the first failure; none names a registry."""
    subprocess.run(["bash", "-n", str(script)], check=True)
    text = script.read_text("utf-8")
    assert script.name == "target.sh" or "set -euo pipefail" in text
    assert not re.search(r"https?://|index-url", text)
    assert "\r" not in text


def test_every_pipeline_is_explained_in_chinese() -> None:
    """A file begins with what it does; the guide of each host tells the steps."""
    for path in PIPELINES:
        assert re.match(r"# [^a-z]*[\u4e00-\u9fff]", path.read_text("utf-8")), path
    for host in ("github", "gitlab", "gitea", "gitee"):
        guide = (TEMPLATES / host / "ci/README.md").read_text("utf-8")
        assert "## 一步一步打开" in guide
        assert f"gongkai init . --ci {host}" in guide


# What is installed


def _pins(text: str) -> dict[str, str]:
    blocks = re.findall(r"(?m)^((\S+?)==.*(?:\n    --hash.*)+)", text)
    return {canonicalize_name(name): block for block, name in blocks}


def _needed(name: str, found: set[str]) -> set[str]:
    for line in requires(name) or ():
        requirement = Requirement(line)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and (other := canonicalize_name(requirement.name)) not in found:
            found.add(other)
            _needed(other, found)
    return found


def test_what_is_installed_is_what_is_tested_here() -> None:
    """The pins are those of requirements.lock, with every hash, and nothing that the program needs is missing."""
    pins = _pins((TEMPLATES / "common/ci/requirements.txt").read_text("utf-8"))
    locked = _pins((ROOT / "requirements.lock").read_text("utf-8"))
    assert pins == {name: locked[name] for name in pins}
    assert _needed("gongkai", set()) <= pins.keys()
    assert "pytest" not in pins


def test_the_program_travels_as_a_wheel() -> None:
    """The wheel is the same each time, holds every file of the package, and its own list of digests is right."""
    name, content = own_wheel()
    assert own_wheel() == (name, content)
    assert re.fullmatch(r"gongkai-[\d.]+-py3-none-any\.whl", name)
    with ZipFile(io.BytesIO(content)) as wheel:
        (record,) = (each for each in wheel.namelist() if each.endswith(".dist-info/RECORD"))
        lines = [line.split(",") for line in wheel.read(record).decode().splitlines()]
        assert [path for path, _, _ in lines] == wheel.namelist()
        for path, digest, _ in lines[:-1]:
            told = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(path)).digest()).rstrip(b"=").decode()
            assert digest == f"sha256={told}"
    names = {path for path, _, _ in lines}
    assert {"gongkai/cli/program.py", "gongkai/skeleton_ci/github/.github/workflows/gongkai-check.yml"} <= names


# What `init` does


def test_init_adds_the_files_of_a_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new school gets both; one that is there gets the jobs alone; what is there is never overwritten, and said."""
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(main, ["init", "school", "--ci", "gitea"])
    assert made.exit_code == 0
    assert "怎样打开，一步一步写在 ci/README.md 里" in made.output
    school = tmp_path / "school"
    assert (school / ".gitea/workflows/gongkai-check.yml").is_file()
    first, *_ = (school / "ci/requirements.txt").read_text("utf-8").splitlines()
    wheel = next((school / "ci").glob("*.whl"))
    assert first == f"./ci/{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"

    (school / "ci/target.sh").write_text("学校填过的\n", "utf-8")
    (school / "ci/check.sh").unlink()
    again = CliRunner().invoke(main, ["init", "school", "--ci", "gitea"])
    assert again.exit_code == 0
    assert "文件 1 个：ci/check.sh。" in again.output
    assert "已经有的没有动：.gitea/workflows/gongkai-check.yml、" in again.output
    assert (school / "ci/target.sh").read_text("utf-8") == "学校填过的\n"

    (tmp_path / "other").mkdir()
    (tmp_path / "other/a.txt").touch()
    assert CliRunner().invoke(main, ["init", "other", "--ci", "gitea"]).exit_code == 2
    assert not (tmp_path / "other/ci").exists()
    wrong = CliRunner().invoke(main, ["init", "school", "--ci", "jenkins"], prog_name="gongkai")
    assert wrong.output.startswith("选项 --ci 写的是“jenkins”。可以写：github、gitlab、gitea、gitee。")


# What the scripts do


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A host's bare repository: main, request 7 with a harmless change, request 8 with an error, of a fork."""
    folder = tmp_path_factory.mktemp("host")
    school = Repository.new(folder / "school")
    tree = small_school()
    tree["mkdocs.yml"] = re.sub(r"theme:\n(?:  .*\n)+", "", tree["mkdocs.yml"])
    school.write(tree)
    for host in ("github", "gitlab", "gitea", "gitee"):
        add_jobs(school.folder, host)
    school.commit({})
    school.git("clone", "-q", "--bare", str(school.folder), str(folder / "board.git"))
    school.git("remote", "add", "origin", str(folder / "board.git"))
    for number, record, text in ((7, SECOND, NOTICE), (8, RECORD, NOTICE.replace("事由: 职称", "事由: 职务"))):
        school.git("checkout", "-q", "-b", f"change-{number}", "main")
        (school.folder / "link").symlink_to("/etc/hostname")
        school.commit({record: text, "ci/evil.sh": "echo 不该运行\n"})
        school.git("push", "-q", "origin", f"HEAD:refs/pull/{number}/head", f"HEAD:refs/merge-requests/{number}/head")
    return Repository(folder / "board.git")


def _clone(origin: Repository, folder: Path) -> Repository:
    origin.git("clone", "-q", str(origin.folder), str(folder))
    return Repository(folder)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "runner")


def test_check_stops_a_wrong_change(origin: Repository, tmp_path: Path, machine: Machine) -> None:
    """GitHub's job fails, marks the place, keeps commands of records from being obeyed, and has no preview."""
    work = _clone(origin, tmp_path / "work")
    work.git("fetch", "-q", "origin", "refs/pull/8/head")
    work.git("checkout", "-q", "--detach", "FETCH_HEAD")
    steps = pipeline(GITHUB.format("check"))["jobs"]["check"]["steps"]
    script, variables = step(
        steps, "检查，做预览", {"github.event.pull_request.base.sha": work.git("rev-parse", "origin/main")}
    )
    machine.with_gongkai(without="build")
    assert machine.run(step(steps, "安装", {})[0], work.folder).returncode == 0
    assert machine.log == [
        (
            "pip install --quiet --no-input --disable-pip-version-check "
            "--require-hashes --only-binary=:all: --requirement ci/requirements.txt"
        )
    ]
    done = machine.run(script, work.folder, **variables)
    assert done.returncode == 1
    gate, *lines = done.stdout.splitlines()
    assert gate.startswith("::stop-commands::")
    ended = lines.index(f"::{gate.removeprefix('::stop-commands::')}::")
    assert any(RECORD in line for line in lines[:ended])
    assert lines[ended + 1].startswith(f"::error file={RECORD},line=5,col=5,title=M05")
    assert "记录里还有错误，没有做预览。" in done.stdout
    assert not list((machine.folder / "results").iterdir())


def test_review_becomes_one_comment(origin: Repository, tmp_path: Path, machine: Machine) -> None:
    """GitHub's two trusted jobs: the request is looked up, its objects alone are reviewed, the comment is written."""
    work = _clone(origin, tmp_path / "work")
    head = origin.git("rev-parse", "refs/pull/8/head")
    jobs = pipeline(GITHUB.format("comment"))["jobs"]
    machine.with_gongkai()
    with serving(FakeHost("github")) as fake:
        fake.answers["/repos/school/board/pulls"] = [{"number": 8, "state": "open", "head": {"sha": head}}]
        fake.answers["/repos/school/board/pulls/8/reviews"] = []
        summary = tmp_path / "summary.md"
        here = {
            "GITHUB_API_URL": fake.api,
            "GITHUB_REPOSITORY": "school/board",
            "GITHUB_STEP_SUMMARY": str(summary),
        }
        context = {
            "github.token": TOKEN,
            "github.server_url": "https://git.school.example",
            "github.repository": "school/board",
            "github.run_id": "5",
            "github.event.workflow_run.head_repository.owner.login": "outsider",
            "github.event.workflow_run.head_branch": "change",
            "github.event.workflow_run.head_sha": head,
        }
        script, variables = step(jobs["review"]["steps"], "是哪个合并请求", context)
        assert machine.run(script, work.folder, **here, **variables).returncode == 0
        told = machine.outputs()
        assert told == {"number": "8", "head": head}
        context |= {f"steps.request.outputs.{key}": value for key, value in told.items()}
        script, variables = step(jobs["review"]["steps"], "审阅", context)
        done = machine.run(script, work.folder, **here, **variables)
        assert (done.returncode, done.stderr) == (0, "")
        assert (machine.folder / "results/review.html").is_file()
        assert "### 结论：现在不能发布" in summary.read_text("utf-8")
        context["needs.review.outputs.number"] = context["steps.request.outputs.number"]
        script, variables = step(jobs["comment"]["steps"], "写评论", context)
        done = machine.run(script, work.folder, **here, **variables)
        assert (done.returncode, done.stdout) == (0, "已写一条审阅评论。\n")
        (comment,) = fake.comments
    assert "### 结论：现在不能发布" in comment["body"]
    assert "https://git.school.example/school/board/actions/runs/5" in comment["body"]
    assert work.git("status", "--porcelain") == ""
    assert not (work.folder / "ci/evil.sh").exists()


def test_approvals_are_judged_by_the_main_branch(origin: Repository, tmp_path: Path, machine: Machine) -> None:
    """What the main branch says is installed and asked, about the commit that was approved and not about the merge."""
    work = _clone(origin, tmp_path / "work")
    base, head = work.head(), origin.git("rev-parse", "refs/pull/7/head")
    work.git("fetch", "-q", "origin", "refs/pull/7/head")
    work.git("checkout", "-q", "--detach", "FETCH_HEAD")
    steps = pipeline(GITHUB.format("approvals"))["jobs"]["approvals"]["steps"]
    context = {
        "github.token": TOKEN,
        "github.event.pull_request.number": "7",
        "github.event.pull_request.base.sha": base,
        "github.event.pull_request.head.sha": head,
    }
    machine.with_stand_in()
    for name in ("取出主分支，安装", "取平台上的批准", "核对审批"):
        script, variables = step(steps, name, context)
        assert machine.run(script, work.folder, **variables).returncode == 0
    file = machine.folder / "approvals.json"
    assert machine.log[1:] == [
        f"gongkai host approvals --host github --number 7 --to {file}",
        f"gongkai approvals {base} {head} --approvals {file}",
    ]
    assert Repository(machine.folder / "main").head() == base


def test_merging_publishes(origin: Repository, tmp_path: Path, machine: Machine) -> None:
    """A push publishes, the monthly job proves it, the daily one asks for what is due; all of one workflow."""
    work = _clone(origin, tmp_path / "work")
    steps = pipeline(GITHUB.format("publish"))["jobs"]["publish"]["steps"]
    machine.with_gongkai()

    def run(event: str, schedule: str = "") -> subprocess.CompletedProcess[str]:
        context = {
            "github.event_name": event,
            "github.event.schedule": schedule,
            "vars.GONGKAI_TARGET": str(tmp_path / "www/site"),
            "vars.GONGKAI_SERVER": "",
            "secrets.GONGKAI_SSH_KEY": "",
            "secrets.GONGKAI_KNOWN_HOSTS": "",
            "secrets.GONGKAI_RELEASE_KEY": "fictional" * 4,
        }
        script, variables = step(steps, "发布或核对", context)
        return machine.run(script, work.folder, **variables)

    (tmp_path / "www").mkdir()
    pushed = run("push")
    assert pushed.returncode == 0, pushed.stdout + pushed.stderr
    assert pushed.stdout.startswith("已发布：第 1 次")
    assert (tmp_path / "www/site/index.html").is_file()
    monthly = run("schedule", "40 16 1 * *")
    assert monthly.returncode == 0, monthly.stdout + monthly.stderr
    machine.with_stand_in()
    assert run("schedule", "10 16 * * *").returncode == 0
    assert machine.log == [f"gongkai publish {tmp_path / 'www/site'} --audience public --scheduled"]
    assert work.git("status", "--porcelain") == ""


def test_a_place_that_nobody_filled_in_publishes_nothing(tmp_path: Path, machine: Machine) -> None:
    """Until the school says where, publishing says so and is no failure."""
    machine.with_stand_in()
    done = machine.run(f"bash {TEMPLATES / 'common/ci/publish.sh'}", tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        "还没有填网站放在哪里，什么也没有做。填在 ci/target.sh 里，写法在那里。\n",
    )
    assert machine.log == []


@pytest.mark.parametrize("code", ["0", "1"])
def test_another_server_gets_the_site_whatever_else_is_wrong(tmp_path: Path, machine: Machine, code: str) -> None:
    """What is there is brought, published upon, delivered; the link after what it leads to; no key is left behind."""
    machine.with_stand_in()
    machine.program("rsync", 'echo "rsync $*|${RSYNC_RSH%% *}" | sed "s#$TMPDIR/[^/]*#WORK#g" >> "$LOG"')
    variables = {
        "GONGKAI_SERVER": "gongkai@www.school.example:/srv/gongkai",
        "GONGKAI_SSH_KEY": "fictional",
        "GONGKAI_KNOWN_HOSTS": "fictional",
        "STAND_IN_EXIT": code,
        "TMPDIR": str(tmp_path),
    }
    done = machine.run(f"bash {TEMPLATES / 'common/ci/publish.sh'} --scheduled", tmp_path, **variables)
    assert done.returncode == int(code)
    server = "gongkai@www.school.example:/srv/gongkai/"
    log = [line.replace(str(tmp_path), "TMP") for line in machine.log]
    assert [re.sub(r"TMP/tmp\.\w+", "WORK", line) for line in log] == [
        f"rsync --archive {server} WORK/published/|ssh",
        "gongkai publish WORK/published/site --audience public --scheduled",
        f"rsync --archive --exclude=/site WORK/published/ {server}|ssh",
        f"rsync --archive WORK/published/ {server}|ssh",
        f"rsync --archive --delete WORK/published/ {server}|ssh",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["runner"]


def test_gitlab_reviews_with_the_target_branch(origin: Repository, tmp_path: Path, machine: Machine) -> None:
    """The comment's job turns to the target branch before it runs anything, and reviews the request's commit."""
    work = _clone(origin, tmp_path / "work")
    work.git("fetch", "-q", "origin", "refs/merge-requests/7/head")
    work.git("checkout", "-q", "--detach", "FETCH_HEAD")
    head = work.head()
    job = pipeline("gitlab/.gitlab-ci.yml")["comment"]
    machine.with_stand_in()
    variables = {
        "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_IID": "7",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_PROJECT_DIR": str(work.folder),
        "CI_JOB_URL": "https://git.school.example/jobs/9",
        "GONGKAI_TOKEN": TOKEN,
    }
    done = machine.run("\n".join(job["script"]), work.folder, **variables)
    assert done.returncode == 0, done.stderr
    assert work.head() == work.git("rev-parse", "origin/main")
    assert machine.log[1:] == [
        "gongkai host approvals --host gitlab --number 7 --to results/approvals.json",
        (
            f"gongkai review HEAD {head} --audience public --format gitlab --to results/review.html"
            " --approvals results/approvals.json"
        ),
        (
            "gongkai host comment results/comment.md --host gitlab --number 7"
            " --link https://git.school.example/jobs/9/artifacts/browse/results"
        ),
    ]
    assert TOKEN not in done.stdout + done.stderr


def test_gitlab_check_leaves_its_reports(tmp_path: Path, machine: Machine) -> None:
    """The check fails as the command does, after writing what the host shows."""
    machine.with_stand_in()
    done = machine.run(f"bash {TEMPLATES / 'common/ci/check.sh'} main results gitlab", tmp_path, STAND_IN_EXIT="1")
    assert done.returncode == 1
    assert machine.log == [
        "gongkai check --since main",
        "gongkai check --since main --format gitlab",
        "gongkai check --since main --format junit",
        "gongkai build --audience public --archive results/preview.zip",
    ]
    reports = pipeline("gitlab/.gitlab-ci.yml")["check"]["artifacts"]["reports"]
    assert all((tmp_path / path).is_file() for path in reports.values())


def test_gitea_runs_the_main_branch_on_the_request(origin: Repository, tmp_path: Path, machine: Machine) -> None:
    """Both jobs fetch with plain git and run the main branch's scripts; the check is told in text and as JUnit."""
    jobs = pipeline(GITEA.format("check"))["jobs"]
    context = {
        "github.token": TOKEN,
        "github.server_url": f"file://{origin.folder.parent.parent}",
        "github.repository": f"{origin.folder.parent.name}/board",
        "github.run_number": "3",
        "github.event.pull_request.number": "7",
        "github.event.pull_request.base.ref": "main",
        "github.event.pull_request.head.sha": origin.git("rev-parse", "refs/pull/7/head"),
    }
    work = tmp_path / "work"
    work.mkdir()
    machine.with_stand_in()
    for name in ("取主分支和合并请求", "安装", "检查，做预览"):
        script, variables = step(jobs["check"]["steps"], name, context)
        done = machine.run(script, work, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (work / "change/ci/evil.sh").is_file()
    assert (work / "change/link").read_text("utf-8") == "/etc/hostname"
    assert not (work / "main/ci/evil.sh").exists()
    assert (work / "results/junit.xml").is_file()
    for name in ("审阅", "写评论"):
        script, variables = step(jobs["comment"]["steps"], name, context)
        done = machine.run(script, work, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
    assert [re.sub(r" --(host|audience) .*", "", line) for line in machine.log if line.startswith("gongkai")] == [
        "gongkai check --since refs/remotes/origin/main",
        "gongkai check --since refs/remotes/origin/main --format junit",
        "gongkai build",
        "gongkai host approvals",
        f"gongkai review HEAD {context['github.event.pull_request.head.sha']}",
        "gongkai host comment results/comment.md",
    ]


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("publish", ["gongkai publish /srv/site --audience public"]),
        ("daily", ["gongkai publish /srv/site --audience public --scheduled"]),
        ("verify", ["gongkai verify /srv/site --repository . --ledger /srv/site.releases/ledger.jsonl"]),
        (
            "check 7",
            [
                "gongkai check --since origin/main",
                "gongkai check --since origin/main --format junit",
                "gongkai build --audience public --archive RESULTS/preview.zip",
                "gongkai host approvals --host gitee --number 7 --to RESULTS/approvals.json",
                (
                    "gongkai review HEAD HEAD7 --audience public --format github --to RESULTS/review.txt"
                    " --approvals RESULTS/approvals.json"
                ),
                "gongkai host comment RESULTS/comment.md --host gitee --number 7",
            ],
        ),
        ("check 7;id", []),
    ],
)
def test_gitee_works_on_a_machine_of_the_school(
    origin: Repository, tmp_path: Path, machine: Machine, task: str, expected: list[str]
) -> None:
    """One script does each task on the newest main branch; the request lies apart, and is taken away again."""
    work = _clone(origin, machine.folder / "home/gongkai")
    token = machine.folder / "home/.config/gongkai/token"
    token.parent.mkdir(parents=True)
    token.write_text(f"{TOKEN}\n", "utf-8")
    machine.with_stand_in()
    number = task.partition(" ")[2]
    arguments = f'check "{number}"' if number else task
    script = f"bash ~/gongkai/ci/gitee.sh {arguments}"
    done = machine.run(script, tmp_path, GONGKAI_TARGET="/srv/site")
    assert done.returncode == (0 if expected else 2), done.stderr
    results = machine.folder / "home/.local/state/gongkai/results/7"
    head = origin.git("rev-parse", "refs/pull/7/head")
    log = [line.replace(str(results), "RESULTS").replace(head, "HEAD7") for line in machine.log]
    assert [line for line in log if line.startswith("gongkai")] == expected
    assert len(work.git("worktree", "list").splitlines()) == 1
    assert TOKEN not in done.stdout + done.stderr + os.linesep.join(machine.log)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("github 0 " + "a" * 40, "合并请求的编号不对。"),
        ("github 7 --upload-pack=id", "提交号不对。"),
        ("jenkins 7 " + "a" * 40, "平台写 github、gitlab、gitea 或 gitee。"),
    ],
)
def test_review_takes_no_other_words(tmp_path: Path, machine: Machine, arguments: str, message: str) -> None:
    """A number that is none, or a commit that is an option, ends the script before git sees it."""
    done = machine.run(f"bash {TEMPLATES / 'common/ci/review.sh'} {arguments} results", tmp_path)
    assert (done.returncode, done.stderr) == (2, f"{message}\n")


def test_an_older_commit_is_not_reviewed(origin: Repository, tmp_path: Path, machine: Machine) -> None:
    """A request that moved on meanwhile is left to its next run, and an older comment file does not stay."""
    work = _clone(origin, tmp_path / "work")
    (work.folder / "results").mkdir()
    (work.folder / "results/comment.md").write_text("旧的\n", "utf-8")
    machine.with_stand_in()
    done = machine.run(f"bash ci/review.sh github 7 {'b' * 40} results", work.folder)
    assert (done.returncode, done.stdout) == (0, "合并请求有了更新的提交，这一次不用再做。\n")
    assert not (work.folder / "results/comment.md").exists()
    assert machine.log == []
