"""The command line, the second door; the only room that imports click and that prints."""

from gongkai.cli.counting import figures
from gongkai.cli.making import init, new, schema
from gongkai.cli.naming import names
from gongkai.cli.program import main
from gongkai.cli.reading import build, check, explain, fix, rules
from gongkai.cli.workbooks import import_, template

for _command in (check, build, explain, rules, figures, fix, names, new, schema, init, template, import_):
    main.add_command(_command)

__all__ = ["main"]
