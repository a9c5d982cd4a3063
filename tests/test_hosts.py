"""The comment under a request to merge, and the approvals given there, on fake hosts on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from gongkai.cli import main
from gongkai.cli.making import HOSTS as JOBS
from gongkai.history.approvals.reviews import ReviewState, read_reviews
from gongkai.hosts import HOSTS, Host, HostError, host_of
from gongkai.hosts.remark import Done, State, keep, written
from gongkai.records import approvals as records
from gongkai.review.markdown import MARKER
from gongkai.review.sections import Verdict

from tests.fake_hosts import HEADERS, PEOPLE, TOKEN, FakeHost, Fault, serving

OPEN = f"{MARKER}\n## 发布前审阅\n\n### 结论：现在不能发布\n\n- 金额不对\n"
CLEAR = f"{MARKER}\n## 发布前审阅\n\n### 结论：没有拦住发布的问题\n"
HEAD, OLDER = "a" * 40, "b" * 40

_COMMENTS = {
    "github": ("/repos/school/board/issues/7/comments", "?per_page=100&page=1"),
    "gitea": ("/repos/school/board/issues/7/comments", ""),
    "gitee": ("/repos/school/board/pulls/7/comments", "?per_page=100&page=1"),
    "gitlab": ("/projects/school%2Fboard/merge_requests/7/discussions", "?per_page=100&page=1"),
}
_CHANGE = {
    "github": ("PATCH", "/repos/school/board/issues/comments/{}"),
    "gitea": ("PATCH", "/repos/school/board/issues/comments/{}"),
    "gitee": ("PATCH", "/repos/school/board/pulls/comments/{}"),
    "gitlab": ("PUT", "/projects/school%2Fboard/merge_requests/7/discussions/d{0}/notes/{0}"),
}
_RESOLVE = ("PUT", "/projects/school%2Fboard/merge_requests/7/discussions/d{}")


@pytest.fixture(params=list(HOSTS))
def fake(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHost]:
    """Each host in turn."""
    monkeypatch.setenv("no_proxy", "*")
    with serving(FakeHost(request.param)) as host:
        yield host


def _client(fake: FakeHost, waits: list[float] | None = None) -> Host:
    return host_of(fake.kind, fake.api, "school/board", TOKEN, (waits if waits is not None else []).append)


def _expected(kind: str, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    path, query = _COMMENTS[kind]
    return [("GET", "/user"), ("GET", path + query), *changes]


def test_first_report_is_a_new_comment(fake: FakeHost) -> None:
    """Without a comment of ours one is written, and stays open; the token is in its header, never in the address."""
    assert keep(_client(fake), 7, OPEN) is Done.WRITTEN
    assert fake.calls == _expected(fake.kind, ("POST", _COMMENTS[fake.kind][0]))
    assert set(fake.tokens) == {HEADERS[fake.kind][1]}
    (comment,) = fake.comments
    assert comment["body"].startswith(f"{MARKER}\n<!-- gongkai-state:open -->\n## 发布前审阅\n")
    assert comment["resolved"] is False


def test_next_report_takes_its_place(fake: FakeHost) -> None:
    """The comment is changed in place; settled, it says so and is folded, a discussion is resolved; then reopened."""
    keep(_client(fake), 7, OPEN)
    fake.calls.clear()
    assert keep(_client(fake), 7, OPEN.replace("金额不对", "日期不对")) is Done.CHANGED
    method, path = _CHANGE[fake.kind]
    change = (method, path.format(101))
    assert fake.calls == _expected(fake.kind, change)
    assert "日期不对" in fake.comments[0]["body"]

    fake.calls.clear()
    assert keep(_client(fake), 7, CLEAR) is Done.RESOLVED
    resolve = [(_RESOLVE[0], _RESOLVE[1].format(101))] if fake.kind == "gitlab" else []
    assert fake.calls == _expected(fake.kind, change, *resolve)
    assert fake.comments[0]["body"] == (
        f"{MARKER}\n<!-- gongkai-state:resolved -->\n**已解决**：上次指出的，这次都没有了。\n\n"
        "<details><summary>这次的审阅报告</summary>\n\n## 发布前审阅\n\n### 结论：没有拦住发布的问题\n\n</details>\n"
    )
    assert fake.comments[0]["resolved"] is (fake.kind == "gitlab")

    keep(_client(fake), 7, OPEN)
    assert len(fake.comments) == 1
    assert "gongkai-state:open" in fake.comments[0]["body"]
    assert fake.comments[0]["resolved"] is False


def test_what_never_asked_anything_is_not_called_solved(fake: FakeHost) -> None:
    """A change without a problem is reported open to read, twice; its discussion does not hold up the merge."""
    assert keep(_client(fake), 7, CLEAR) is Done.WRITTEN
    assert keep(_client(fake), 7, CLEAR) is Done.CHANGED
    assert "gongkai-state:clear" in fake.comments[0]["body"]
    assert "<details>" not in fake.comments[0]["body"]
    assert fake.comments[0]["resolved"] is (fake.kind == "gitlab")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_what_may_be_published_is_settled(verdict: Verdict) -> None:
    """Errors, old errors and missing approvals keep the discussion open; the last verdict alone settles it."""
    report = f"{MARKER}\n## 发布前审阅\n\n### 结论：{verdict.value}\n"
    with serving(FakeHost("gitlab")) as fake:
        keep(_client(fake), 7, OPEN)
        keep(_client(fake), 7, report)
        assert fake.comments[0]["resolved"] is (verdict is Verdict.GOES)


def test_nobody_elses_comment_is_touched(fake: FakeHost) -> None:
    """A comment of another account stays as it is, even with our marker; so does a reply of ours without it."""
    fake.say("somebody", OPEN)
    fake.say(fake.author, f"见上面的 {MARKER}")
    before = [dict(each) for each in fake.comments]
    assert keep(_client(fake), 7, OPEN) is Done.WRITTEN
    assert fake.comments[:2] == before
    assert fake.comments[2]["author"] == fake.author


def test_our_comment_is_found_on_a_later_page() -> None:
    """Two pages of others' comments do not hide ours."""
    with serving(FakeHost("github")) as fake:
        for n in range(130):
            fake.say("somebody", f"第 {n} 条")
        ours = fake.say(fake.author, OPEN)
        assert keep(_client(fake), 7, OPEN) is Done.CHANGED
        assert fake.calls[-1] == ("PATCH", f"/repos/school/board/issues/comments/{ours['id']}")


def test_a_busy_host_is_asked_again(fake: FakeHost) -> None:
    """429 with a time waits so long, 503 a little longer each time; then it goes on."""
    path = _COMMENTS[fake.kind][0]
    fake.faults += [Fault("GET", 429, {"Retry-After": "7"}), Fault("GET", 503), Fault("POST", 429)]
    waits: list[float] = []
    assert keep(_client(fake, waits), 7, OPEN) is Done.WRITTEN
    assert waits == [7, 2, 1]
    assert [call for call in fake.calls if call[0] == "POST"] == [("POST", path)] * 2
    assert len(fake.comments) == 1


def test_a_busy_host_is_not_asked_for_ever(fake: FakeHost) -> None:
    """After four times it is said that the host is too busy; no wait is longer than a minute."""
    fake.faults += [Fault("GET", 429, {"Retry-After": "86400"}) for _ in range(5)]
    waits: list[float] = []
    with pytest.raises(HostError, match=r"^平台太忙（429），试了几次都没有成。过几分钟再运行一次。$"):
        keep(_client(fake, waits), 7, OPEN)
    assert (waits, len(fake.calls)) == ([60, 60, 60], 4)


def test_a_comment_that_may_have_been_written_is_looked_for_first(fake: FakeHost) -> None:
    """A 502 after the host wrote the comment does not make a second one; a 502 before it does not lose the first."""
    fake.faults.append(Fault("POST", 502, is_done=True))
    assert keep(_client(fake), 7, OPEN) is Done.CHANGED
    assert len(fake.comments) == 1
    fake.comments.clear()
    fake.faults.append(Fault("POST", 502))
    assert keep(_client(fake), 7, OPEN) is Done.WRITTEN
    assert len(fake.comments) == 1


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "平台不认这个令牌（401）"),
        (403, "令牌没有权限（403）"),
        (404, "没有这个仓库或合并请求"),
        (422, "平台不接受这次的内容（422）"),
        (302, "没有带着令牌跟过去"),
    ],
)
def test_a_refusal_is_told_once_in_chinese(status: int, message: str) -> None:
    """A refusal is final; it says what to do, and not the token; a redirect is not followed."""
    with serving(FakeHost("gitea")) as fake, serving(FakeHost("gitea")) as elsewhere:
        fake.faults.append(Fault("POST", status, {"Location": f"{elsewhere.api}/user"}))
        with pytest.raises(HostError, match=message) as caught:
            keep(_client(fake), 7, OPEN)
        assert TOKEN not in str(caught.value)
        assert sum(method == "POST" for method, _ in fake.calls) == 1
        assert elsewhere.calls == []


def test_rate_limit_of_github_is_no_refusal() -> None:
    """A 403 that says when to come back is a busy host."""
    with serving(FakeHost("github")) as fake:
        fake.faults.append(Fault("POST", 403, {"Retry-After": "3"}))
        waits: list[float] = []
        assert keep(_client(fake, waits), 7, OPEN) is Done.WRITTEN
        assert waits == [3]


def test_a_text_that_is_too_long_says_what_is_left_out() -> None:
    """Whole lines are kept, folds are closed, how many lines are missing stands at the end, all within the limit."""
    lines = ["<details><summary>旧账</summary>", *(f"- 第 {n} 条" for n in range(4000)), "</details>"]
    for state in State:
        body = written("\n".join(lines), state, "https://git.school.example/runs/1", 20_000)
        assert len(body) <= 20_000
        kept = body.count("\n- 第 ")
        assert 1000 < kept < 4000
        assert f"还有 {len(lines) - kept - 1} 行放不下，见完整的报告。" in body
        assert body.count("<details>") == body.count("</details>")
        assert body.endswith("完整的报告在这里，最下面可以下载：<https://git.school.example/runs/1>\n")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a.example/> @all", "a"])
def test_a_link_is_an_address(link: str) -> None:
    """Nothing but an address gets into the comment's last line."""
    with pytest.raises(HostError, match="网址"):
        written("甲", State.OPEN, link, 1000)


@pytest.mark.parametrize(
    ("api", "repository", "token", "message"),
    [
        ("http://git.school.example/api/v1", "school/board", TOKEN, "没有用 https"),
        ("https://user:pass@git.school.example", "school/board", TOKEN, "地址不对"),
        ("ftp://git.school.example", "school/board", TOKEN, "地址不对"),
        ("https://git.school.example", "../board", TOKEN, "仓库写的是"),
        ("https://git.school.example", "school/board?x", TOKEN, "仓库写的是"),
        ("https://git.school.example", "school/board", "", "没有令牌"),
        ("https://git.school.example", "school/board", "a\nX-Evil: 1", "不是令牌"),
    ],
)
def test_where_a_token_is_not_sent(api: str, repository: str, token: str, message: str) -> None:
    """A token leaves only over TLS (or to this machine), to an address without tricks, and in one line."""
    with pytest.raises(HostError, match=message):
        host_of("gitea", api, repository, token)


_REVIEWS = {
    "github": (
        {"state": "APPROVED", "user": {"login": "union"}, "commit_id": HEAD, "submitted_at": "2026-05-20T01:00:00Z"},
        {"state": "COMMENTED", "user": {"login": "parent"}, "commit_id": HEAD, "submitted_at": "2026-05-20T01:00:00Z"},
        {"state": "DISMISSED", "user": {"login": "head"}, "commit_id": OLDER, "submitted_at": "2026-05-19T01:00:00Z"},
        {"state": "APPROVED", "user": None, "commit_id": HEAD, "submitted_at": "2026-05-20T01:00:00Z"},
    ),
    "gitea": (
        {
            "state": "APPROVED",
            "user": {"login": "union"},
            "commit_id": HEAD,
            "submitted_at": "2026-05-20T09:00:00+08:00",
        },
        {"state": "REQUEST_REVIEW", "user": {"login": "x"}, "commit_id": "", "submitted_at": "0001-01-01T00:00:00Z"},
        {
            "state": "APPROVED",
            "dismissed": True,
            "user": {"login": "head"},
            "commit_id": OLDER,
            "submitted_at": "2026-05-19T09:00:00+08:00",
        },
    ),
}


@pytest.mark.parametrize("kind", ["github", "gitea"])
def test_approvals_are_read_with_their_commit(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `gongkai host approvals` writes, `gongkai approvals --approvals` reads: who, what, of which commit."""
    monkeypatch.setenv("GONGKAI_TOKEN", TOKEN)
    with serving(FakeHost(kind)) as fake:
        reviews = [{"id": n, **entry} for n, entry in enumerate(_REVIEWS[kind])]
        fake.answers["/repos/school/board/pulls/7/reviews"] = reviews
        done = _run(fake, "approvals", "--number", "7", "--to", str(tmp_path / "approvals.json"))
    assert (done.exit_code, done.output) == (0, "取到 2 条批准或要求修改。\n")
    found = read_reviews(tmp_path / "approvals.json")
    assert [(each.account, each.state, each.commit) for each in found] == [
        ("head", ReviewState.DISMISSED, OLDER),
        ("union", ReviewState.APPROVED, HEAD),
    ]


def test_approvals_of_gitlab_belong_to_the_commit_of_their_moment() -> None:
    """GitLab names no commit: the newest of that moment counts; without any moment the approval does not count."""
    here = "/projects/school%2Fboard/merge_requests/7"
    with serving(FakeHost("gitlab")) as fake:
        fake.answers[f"{here}/approvals"] = {
            "approved_by": [
                {"user": {"username": "union"}, "approved_at": "2026-05-20T10:00:00.000+08:00"},
                {"user": {"username": "head"}},
                {"user": {"username": "nobody"}},
            ]
        }
        fake.answers[f"{here}/versions"] = [
            {"head_commit_sha": HEAD, "created_at": "2026-05-20T01:30:00.000Z"},
            {"head_commit_sha": OLDER, "created_at": "2026-05-19T01:30:00.000Z"},
        ]
        said = {"body": "approved this merge request", "created_at": "2026-05-19T02:00:00.000Z"}
        fake.answers[f"{here}/notes"] = [
            {**said, "system": True, "author": {"username": "head"}},
            {**said, "system": False, "author": {"username": "nobody"}},
        ]
        found = list(_client(fake).opinions(7))
    assert [(each.account, each.commit) for each in found] == [("union", HEAD), ("head", OLDER)]


@pytest.mark.parametrize(("head", "expected"), [(HEAD, f"number=7\nhead={HEAD}\n"), (OLDER, "")])
def test_a_request_is_found_by_its_branch_and_commit(head: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number comes from the host, and only while the commit that was checked is the newest."""
    monkeypatch.setenv("GONGKAI_TOKEN", TOKEN)
    with serving(FakeHost("github")) as fake:
        fake.answers["/repos/school/board/pulls"] = [{"number": 7, "state": "open", "head": {"sha": HEAD}}]
        done = _run(fake, "request", "--branch", "clerk:答复", "--commit", head)
        assert fake.calls == [
            ("GET", "/repos/school/board/pulls?state=open&head=clerk%3A%E7%AD%94%E5%A4%8D&per_page=100&page=1")
        ]
    assert (done.exit_code, done.stdout) == (0, expected)


def test_the_command_writes_what_review_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`gongkai host comment` takes the file of `gongkai review`, and nothing else; the token is never shown."""
    report = tmp_path / "comment.md"
    report.write_text(OPEN, "utf-8")
    with serving(FakeHost("gitee")) as fake:
        monkeypatch.delenv("GONGKAI_TOKEN", raising=False)
        assert _run(fake, "comment", str(report), "--number", "7").output.startswith("没有令牌。")
        monkeypatch.setenv("GONGKAI_TOKEN", TOKEN)
        done = _run(fake, "comment", str(report), "--number", "7", "--link", "https://git.school.example/1")
        assert (done.exit_code, done.output) == (0, "已写一条审阅评论。\n")
        assert fake.comments[0]["body"].endswith("<https://git.school.example/1>\n")
        report.write_text("@all 请看\n", "utf-8")
        assert _run(fake, "comment", str(report), "--number", "7").output.startswith("这不是审阅的评论。")
        assert _run(fake, "comment", str(report), "--number", "7;id").exit_code == 2
        assert _run(fake, "comment", str(tmp_path / "no.md"), "--number", "7").output.startswith("没有文件")
        assert len(fake.comments) == 1


def test_help_leaves_out_what_only_jobs_use() -> None:
    """The main help is for clerks; the jobs' commands have a help of their own."""
    assert "\n  host " not in CliRunner().invoke(main, ["--help"]).output
    assert "  comment    " in CliRunner().invoke(main, ["host", "--help"], prog_name="gongkai").output


def test_reviews_of_all_hosts_are_known() -> None:
    """Every host can be asked, has its jobs in `init --ci`, and a name that approvals know."""
    assert set(HOSTS) == set(PEOPLE) == set(JOBS) == {each.value.lower() for each in records.Host}


def _run(fake: FakeHost, *arguments: str) -> Result:
    command = ["host", *arguments, "--host", fake.kind, "--api", fake.api, "--repository", "school/board"]
    return CliRunner().invoke(main, command, prog_name="gongkai")


def test_gitee_tells_no_approvals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gitee tells no commit of an approval: the list is empty, and that is said."""
    monkeypatch.setenv("GONGKAI_TOKEN", TOKEN)
    with serving(FakeHost("gitee")) as fake:
        done = _run(fake, "approvals", "--number", "7", "--to", str(tmp_path / "a.json"))
    assert "Gitee 的接口没有说批准的是哪个提交" in done.output
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == []
