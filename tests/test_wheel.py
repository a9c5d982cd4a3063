"""A wheel works: in an empty folder with mkdocs.yml, content/ and three records it builds a site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import WriteTree
from tests.school import NOTICE, small_school
from tests.site import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a wheel, built from the working tree."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_everything_that_is_not_code_travels_with_it(wheel: Path) -> None:
    """Templates, assets, manual pages, presets, theme parts and the files of `gongkai init` are inside."""
    names = set(ZipFile(wheel).namelist())
    package = ROOT / "plugins/gongkai"
    wanted = {
        f"gongkai/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= names
    assert "gongkai/py.typed" in names


def test_the_wheel_builds_a_site_in_an_empty_folder(wheel: Path, write_tree: WriteTree) -> None:
    """Installed outside this repository, the plugin and the command do their work."""
    chosen = ("mkdocs.yml", "content/", "disclosures/school.yml", "disclosures/policy.yml", "disclosures/catalogue.yml")
    records = ("disclosures/finances/", "disclosures/opinions/")
    tree = {path: text for path, text in small_school().items() if path.startswith((*chosen, *records))}
    folder = write_tree({f"school/{path}": text for path, text in tree.items()}) / "school"
    (folder / "disclosures/notices").mkdir()
    (folder / "disclosures/notices/title-2026-1.md").write_text(NOTICE, "utf-8")
    installed = folder.parent / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(installed), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(installed), "NO_MKDOCS_2_WARNING": "1"}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = [sys.executable, "-c", "import gongkai; print(gongkai.__file__)"]
    imported = subprocess.run(where, env=environment, capture_output=True, text=True, check=True).stdout
    assert Path(imported.strip()).is_relative_to(installed)
    assert "没有发现问题" in run("gongkai.cli", "check")
    run("mkdocs", "build", "--quiet")
    for address in ("", "opinions/mail-2026-001/", "finances/office-2026-03/", "notices/title-2026-1/"):
        assert (folder / "site" / address / "index.html").is_file()
