"""`python -m gongkai.cli`, for machines on which the command is not on the search path."""

from gongkai.cli import main

main(prog_name="gongkai")
