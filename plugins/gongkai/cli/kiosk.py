"""The command for the screen in the hallway: try it in a browser, or fill a stick with it."""

from __future__ import annotations

import errno
import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import click

from gongkai.cli.chinese import FOUND, Command
from gongkai.cli.program import audience_option, config_option, settings_of, today_option
from gongkai.publish import Refused, edition
from gongkai.records import Audience
from gongkai.report import as_text
from gongkai.stick import Wall, fill, folder_of, wall_of
from gongkai.today import today_of

PORT = 8090

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "svg": "image/svg+xml",
}


@click.command(cls=Command, options_metavar="[选项]", help="走廊屏：在本机试看，或装进 U 盘，不联网也能播放。")
@audience_option(public="对外栏", staff="对内栏")
@click.option("--port", metavar="端口", help=f"试看用的端口，默认 {PORT}。")
@click.option("--to", metavar="文件夹", help="不试看，装进 U 盘或文件夹；只换自己装过的。")
@today_option
@config_option
@click.pass_context
def kiosk(
    ctx: click.Context, audience: str | None, port: str | None, to: str | None, today: str | None, config: str | None
) -> None:
    found = settings_of(config, audience=audience)
    if to and port:
        raise click.UsageError("--to 和 --port 只写一个：装进 U 盘不用端口。", ctx)
    number = _port(port, ctx)
    if to:
        folder_of(Path(to), found.audience)
    day = today_of(found, today).day
    try:
        made = edition(found, day)
    except Refused as refused:
        click.echo("\n\n".join(as_text(each) for each in refused.shown))
        click.echo(f"\n{refused.summary}\n记录没有通过检查，走廊屏没有生成{'，U 盘没有改动' if to else ''}。")
        ctx.exit(FOUND)
    wall = wall_of(made, found.audience, day)
    if to:
        _fill(wall, Path(to))
    else:
        _try_out(wall, number, ctx)


def _port(typed: str | None, ctx: click.Context) -> int:
    if typed is None:
        return PORT
    if typed.isascii() and typed.isdecimal() and 0 < int(typed) < 65536:
        return int(typed)
    raise click.UsageError(f"选项 --port 写的是“{typed}”。写 1 到 65535 之间的数，如 {PORT + 1}。", ctx)


def _fill(wall: Wall, target: Path) -> None:
    start = fill(wall, target)
    lines = (
        f"已装好{_called(wall)}，数据截至 {wall.day}：{start.parent}",
        f"怎样启动：打开 {start.name}；自动启动的办法写在“怎样启动.txt”里。",
        "这一套含只向教职工公开的内容，请妥善保管。" if wall.audience is Audience.STAFF else "",
        "可以拔下了，请先“安全弹出”。",
    )
    click.echo("\n".join(line for line in lines if line))


def _called(wall: Wall) -> str:
    return "对内栏（内部公开）" if wall.audience is Audience.STAFF else "对外栏"


def _try_out(wall: Wall, port: int, ctx: click.Context) -> None:
    """Serve until somebody stops it. Only this machine can see it; only the screen is served, not the site."""
    folder = "staff/kiosk" if wall.audience is Audience.STAFF else "kiosk"
    try:
        server = _Server(("127.0.0.1", port), _handler(wall, f"/{folder}/"))
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EPERM) or "winerror" in vars(error):
            other = PORT + 1 if port == PORT else PORT
            cure = f"换一个：gongkai kiosk --port {other}"
            raise click.UsageError(f"端口 {port} 用不了，可能有别的程序正在用。{cure}", ctx) from None
        raise
    with server:
        click.echo(f"走廊屏（{_called(wall)}，数据截至 {wall.day}）：http://127.0.0.1:{port}/{folder}/")
        click.echo("用浏览器打开上面的网址，按 F11 全屏。只有这台电脑看得到；按 Ctrl+C 结束。")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("已结束。")


class _Server(ThreadingHTTPServer):
    """Never shares its port: on some systems two programs otherwise could, and one would get no visitors."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that goes away in the middle is no error."""

    def server_bind(self) -> None:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        super().server_bind()


def _handler(wall: Wall, home: str) -> type[BaseHTTPRequestHandler]:
    files = {f"{home}{name}": data for name, data in wall.files.items()} | {home: wall.files["index.html"]}
    lost = f'<!doctype html><meta charset="utf-8"><p>这里只有<a href="{home}">走廊屏</a>。'.encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(with_content=True)

        def do_HEAD(self) -> None:
            self._answer(with_content=False)

        def _answer(self, *, with_content: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            if path in ("/", home.rstrip("/")):
                self.send_response(HTTPStatus.FOUND)
                self.send_header("Location", home)
            else:
                self.send_response(HTTPStatus.OK if path in files else HTTPStatus.NOT_FOUND)
            data = files.get(path, lost)
            self.send_header("Content-Type", _TYPES.get(path.rpartition(".")[2], _TYPES["html"]))
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-cache")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if with_content:
                self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the parent's name for it
            """Say nothing: a screen asks once a minute."""

    return Handler
