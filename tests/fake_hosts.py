"""The APIs of the four hosts on loopback, as far as a review needs them; requests are kept and can be made to fail."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "fictional-token-of-a-robot"
PEOPLE = {"github": "", "gitea": "gitea-actions", "gitlab": "gongkai-bot", "gitee": "gongkai-robot"}
"""Whose token it is; on GitHub a job's token may not ask."""
HEADERS = {
    "github": ("Authorization", f"Bearer {TOKEN}"),
    "gitea": ("Authorization", f"token {TOKEN}"),
    "gitlab": ("PRIVATE-TOKEN", TOKEN),
    "gitee": ("Authorization", f"Bearer {TOKEN}"),
}


@dataclass
class Fault:
    """What the next request of a method is answered with; `is_done` says whether it is carried out all the same."""

    method: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    is_done: bool = False


@dataclass
class FakeHost:
    """One repository on one host: `school/board`, with request 7."""

    kind: str
    comments: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    """What is answered at a path without the repository's own, if asked."""
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    api: str = ""
    page: int = 100

    @property
    def author(self) -> str:
        return PEOPLE[self.kind] or "github-actions[bot]"

    def say(self, author: str, body: str) -> dict[str, Any]:
        """A comment that is there."""
        entry = {"id": 101 + len(self.comments), "author": author, "body": body, "resolved": False}
        self.comments.append(entry)
        return entry

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        if path == "/user":
            login = PEOPLE[self.kind]
            return (200, {"login": login, "username": login}) if login else (403, {"message": "not by integration"})
        if path in self.answers:
            return 200, self.answers[path]
        if method == "GET":
            page = int(query.get("page", ["1"])[0])
            return 200, [self._shown(each) for each in self.comments[(page - 1) * self.page : page * self.page]]
        if method == "POST":
            return 201, self._shown(self.say(self.author, body["body"]))
        found = re.search(r"(?:comments|notes)/(\d+)$", path) or re.search(r"discussions/d(\d+)$", path)
        assert found, path
        entry = next(each for each in self.comments if each["id"] == int(found[1]))
        entry |= body
        return 200, self._shown(entry)

    def _shown(self, entry: dict[str, Any]) -> dict[str, Any]:
        if self.kind != "gitlab":
            return {"id": entry["id"], "user": {"login": entry["author"]}, "body": entry["body"]}
        note = {
            "id": entry["id"],
            "author": {"username": entry["author"]},
            "body": entry["body"],
            "resolved": entry["resolved"],
        }
        return {"id": f"d{entry['id']}", "individual_note": False, "notes": [note]}


@contextmanager
def serving(host: FakeHost) -> Iterator[FakeHost]:
    """The host's API at `host.api`, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            parts = urlsplit(self.path)
            assert TOKEN not in self.path
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length)) if length else None
            host.calls.append((self.command, self.path.removeprefix("/api")))
            host.bodies.append(body)
            host.tokens.append(self.headers.get(HEADERS[host.kind][0], ""))
            fault = next((each for each in host.faults if each.method == self.command), None)
            answer: Any = None
            if fault is None or fault.is_done:
                status, answer = host.answer(self.command, parts.path.removeprefix("/api"), parse_qs(parts.query), body)
            if fault:
                host.faults.remove(fault)
                status = fault.status
            content = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in (fault.headers if fault else {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = _any  # noqa: N815 - as http.server looks for them

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as it is declared
            """Nothing: the requests are kept in `host.calls`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    host.api = f"http://127.0.0.1:{server.server_port}/api"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
