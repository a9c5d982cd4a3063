"""The command line, the second door; the only room that imports click and that prints."""

from gongkai.cli.making import init, new, schema
from gongkai.cli.program import main
from gongkai.cli.reading import build, check, explain, fix, rules

for _command in (check, build, explain, rules, fix, new, schema, init):
    main.add_command(_command)

__all__ = ["main"]
