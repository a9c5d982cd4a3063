"""The command line, the second door; the only room that imports click and that prints."""

from gongkai.cli.program import main

__all__ = ["main"]
