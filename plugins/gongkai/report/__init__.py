"""How findings are shown: one gate for every output, so that no output repeats personal data."""

from gongkai.report.github import as_github
from gongkai.report.gitlab import as_gitlab
from gongkai.report.json import as_json
from gongkai.report.junit import as_junit
from gongkai.report.presenting import Shown, present
from gongkai.report.rdjson import as_rdjson
from gongkai.report.sarif import as_sarif
from gongkai.report.text import as_text, summary

__all__ = [
    "Shown",
    "as_github",
    "as_gitlab",
    "as_json",
    "as_junit",
    "as_rdjson",
    "as_sarif",
    "as_text",
    "present",
    "summary",
]
