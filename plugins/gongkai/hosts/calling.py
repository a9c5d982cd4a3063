"""Calls of a host's API: the token goes to it alone, a busy host is asked again, a refusal is told in Chinese."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from gongkai.unable import Unable

TRIES = 4
"""So often a busy host is asked before the run gives up."""
LONGEST_PAUSE = 60
TIMEOUT = 30
LARGEST = 16 * 1024 * 1024
"""No answer of more bytes is read."""
PAGES = 100
"""No list of more pages is read."""

_BUSY = frozenset({429, 500, 502, 503, 504})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class HostError(Unable):
    """The host did not do what was asked; the message is a Chinese sentence without the token."""


class Refused(HostError):
    """The host answered no."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Unanswered(HostError):
    """Nobody knows whether the host did what was asked: it broke off, or was too busy to say."""


class _NoRedirects(HTTPRedirectHandler):
    """Followed blindly, a redirect would carry the token to another host."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def pause(seconds: float) -> None:
    """Wait as long as a host asks to."""
    time.sleep(seconds)


def place(api: str) -> str:
    """The address of an API, if a token may be sent there; raises HostError."""
    try:
        parts = urlsplit(api)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if not host or parts.username or parts.query or parts.fragment or parts.scheme not in ("https", "http"):
        raise HostError("接口的地址不对。写成 https:// 开头的网址，如 https://git.school.example/api/v1。")
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise HostError(f"{host} 的接口没有用 https，令牌会被人看到，没有发出。请管理员给它配上证书。")
    return api.rstrip("/")


def secret(token: str) -> str:
    """A token, if it can stand in a header; raises HostError, without the token."""
    token = token.strip()
    if not token:
        raise HostError("没有令牌。把它放进环境变量 GONGKAI_TOKEN，不要写在命令里。")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise HostError("环境变量 GONGKAI_TOKEN 里有空格、换行或汉字，不是令牌。重新复制一次。")
    return token


@dataclass(frozen=True)
class Calls:
    """An API at `base`, spoken to with `headers`."""

    base: str
    headers: Mapping[str, str]
    wait: Callable[[float], None] = pause

    def get(self, path: str, **query: str | int) -> Any:
        return self._call("GET", f"{path}?{urlencode(query)}" if query else path)

    def pages(self, path: str, size: int = 100, **query: str | int) -> Iterator[Any]:
        """Every entry of a list that comes in pages."""
        for page in range(1, PAGES + 1):
            entries = self.get(path, **query, per_page=size, page=page)
            if not isinstance(entries, list):
                raise HostError(_STRANGE)
            yield from entries
            if len(entries) < size:
                return
        raise HostError(f"平台上的条目超过 {PAGES * size} 条，没有读完。关掉这个合并请求，另开一个。")

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Make something new; a broken answer is not asked for again, for there might be two of it then."""
        return self._call("POST", path, body)

    def put(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Change what is there; once or twice is the same."""
        return self._call(method, path, body)

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        data = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
        headers = {"Accept": "application/json", "User-Agent": "gongkai", **self.headers}
        if data:
            headers["Content-Type"] = "application/json; charset=utf-8"
        asked = Request(self.base + path, data, headers, method=method)
        for turn in range(TRIES):
            try:
                return _answer(asked)
            except HTTPError as error:
                with error:
                    seconds = _pause(error, turn)
                    if seconds is None:
                        raise Refused(error.code, _refusal(error.code)) from None
                    if method == "POST" and error.code >= 500:
                        raise Unanswered(_TOO_BUSY.format(error.code)) from None
                    last = _TOO_BUSY.format(error.code)
            except (URLError, OSError, HTTPException) as error:
                cause = getattr(error, "reason", error)
                if isinstance(cause, ssl.SSLCertVerificationError):
                    raise HostError(_CERTIFICATE.format(urlsplit(self.base).hostname)) from None
                last = f"连不上 {urlsplit(self.base).netloc}。检查网络和接口的地址，过几分钟再运行一次。"
                if method == "POST":
                    raise Unanswered(last) from None
                seconds = float(2**turn)
            if turn + 1 < TRIES:
                self.wait(seconds)
        raise Unanswered(last)


_OPENER = build_opener(_NoRedirects)
_TOO_BUSY = "平台太忙（{}），试了几次都没有成。过几分钟再运行一次。"
_CERTIFICATE = "{} 的证书这台机器不信任，没有发出令牌。自签证书的，把根证书的文件写在环境变量 SSL_CERT_FILE 里。"
_STRANGE = "平台的回答看不懂。检查接口的地址是不是 API 的地址，如 https://git.school.example/api/v1。"


def _answer(asked: Request) -> Any:
    with _OPENER.open(asked, timeout=TIMEOUT) as answer:
        text = answer.read(LARGEST + 1)
    if len(text) > LARGEST:
        raise HostError("平台的回答太长，没有读。")
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise HostError(_STRANGE) from None


def _pause(error: HTTPError, turn: int) -> float | None:
    """How long to wait before asking again; None where it would not help."""
    typed = error.headers.get("Retry-After", "")
    is_limited = error.code == 403 and (typed or error.headers.get("X-RateLimit-Remaining") == "0")
    if error.code not in _BUSY and not is_limited:
        return None
    return float(min(int(typed), LONGEST_PAUSE)) if typed.isascii() and typed.isdecimal() else float(2**turn)


_REFUSALS = {
    400: "平台不接受这次的内容（400）。检查合并请求是不是还开着。",
    401: "平台不认这个令牌（401）。它可能过期了或没有抄全：重新生成一个，换掉 GONGKAI_TOKEN。",
    403: "令牌没有权限（403）。给它读写合并请求评论的权限；怎样给见 ci/README.md。",
    404: "平台上没有这个仓库或合并请求，或者令牌看不到它（404）。检查仓库名、编号和令牌的范围。",
    409: "平台上这条内容正被别的任务改动（409）。过几分钟再运行一次。",
    410: "平台上这条内容已经删去，或仓库关掉了合并请求（410）。",
    422: "平台不接受这次的内容（422）。多半是合并请求已锁定，或评论太长。",
}


def _refusal(status: int) -> str:
    if 300 <= status < 400:
        return f"平台把请求转到了别处（{status}），没有带着令牌跟过去。仓库可能改了名，把仓库名和接口地址写成现在的。"
    return _REFUSALS.get(status, f"平台没有照办（{status}）。过几分钟再运行一次；仍不行，请把这个数字告诉维护者。")
