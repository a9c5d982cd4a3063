"""The command line, the second door; the only room that imports click and that prints."""

from gongkai.collector import collector_paused

with collector_paused():  # classes and patterns are no garbage: a tenth of what importing them takes
    from gongkai.cli.program import main

__all__ = ["main"]
