"""The commands that tell what is checked: explain and rules."""

from __future__ import annotations

import click
from rich.console import Console
from rich.markdown import Markdown

from gongkai.cli.chinese import Command
from gongkai.codes import all_codes, find_code, near_codes
from gongkai.rules import manual


@click.command(cls=Command, options_metavar="[选项]", help="说明一个检查项：意思、依据、怎么改、样例。")
@click.argument("code", metavar="编码")
def explain(code: str) -> None:
    found = find_code(code)
    if found is None:
        near = "、".join(f"{each.code}（{each.title}）" for each in near_codes(code))
        raise click.UsageError(
            f"没有“{code}”这个检查项。{f'是不是：{near}？' if near else ''}全部检查项见 gongkai rules。"
        )
    page = manual.page(found.code)
    heading = f"{found.code} {found.title}（{found.severity.label}，{found.slug}）"
    text = page.text if page else "这一项没有单独的说明页：按检查结果里的“改法”改就可以。"
    why = f"为什么：{page.why}\n\n" if page else ""
    console = Console()
    if console.is_terminal:
        console.print(Markdown(f"# {heading}\n\n{why}{text}"))
    else:
        click.echo(f"{heading}\n\n{why}{text}")


@click.command(cls=Command, options_metavar="[选项]", help="列出全部检查项。")
def rules() -> None:
    for code in all_codes():
        click.echo(f"{code.code}  {code.severity.label}  {code.title}（{code.slug}）")
    click.echo("\n用 gongkai explain 编码 看每一项的说明。")
