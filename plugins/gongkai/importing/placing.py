"""Putting several new files in place: all of them or none, and never over one that exists.

The files first lie whole in a folder of their own beside the records, whose name begins with a dot, so
that nobody reads it. A list of them is written last; then each is linked into its place, and when all
are there the list is taken away. Whoever finds such a folder with its list knows that its owner was
killed in between, and which files to take back.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

PREFIX = ".gongkai-import-"
LIST = "files.txt"


class AlreadyThere(Exception):
    """A file has come into being where a new one was to go; nothing was written."""


@contextmanager
def staged(root: Path, files: Iterable[tuple[PurePosixPath, str]]) -> Iterator[Path]:
    """A folder in `root` with the new files in it, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    try:
        for path, text in files:
            _write(folder / path, text)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def place(folder: Path, root: Path, paths: Sequence[PurePosixPath]) -> None:
    """Put the staged files where they belong; raises AlreadyThere, and takes back what it did on any error."""
    listed = folder / LIST
    _write(folder / f"{LIST}.new", "".join(f"{path}\n" for path in paths))
    (folder / f"{LIST}.new").replace(listed)
    placed: list[PurePosixPath] = []
    try:
        for path in paths:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(folder / path, target)
            placed.append(path)
    except BaseException as error:
        _take_back(folder, root, placed)
        _without_empty_folders(root, paths)
        listed.unlink()
        if isinstance(error, FileExistsError):
            raise AlreadyThere(str(error.filename2 or error.filename)) from None
        raise
    listed.unlink()


def take_back_interrupted(root: Path) -> tuple[str, ...]:
    """Undo an earlier import that was killed while it wrote; the paths of the files taken back."""
    gone: list[str] = []
    for folder in sorted(root.glob(f"{PREFIX}*")):
        listed = folder / LIST
        if listed.is_file():
            named = (PurePosixPath(line) for line in listed.read_text("utf-8").splitlines())
            paths = [path for path in named if not path.is_absolute() and ".." not in path.parts]
            gone += _take_back(folder, root, paths)
            _without_empty_folders(root, paths)
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(gone)


def _take_back(folder: Path, root: Path, paths: Iterable[PurePosixPath]) -> list[str]:
    """Remove those of the files that stand in their place as we wrote them; which these were."""
    gone = []
    for path in paths:
        target, own = root / path, folder / path
        if target.is_file() and own.is_file() and _is_ours(target, own):
            target.unlink()
            gone.append(path.as_posix())
    return gone


def _without_empty_folders(root: Path, paths: Iterable[PurePosixPath]) -> None:
    """Remove the folders that were made for the files and are empty again."""
    for path in paths:
        for parent in list(path.parents)[:-1]:
            if (root / parent).is_dir() and not any((root / parent).iterdir()):
                (root / parent).rmdir()


def _is_ours(target: Path, own: Path) -> bool:
    """Whether it is the file itself or, where the disk knows no links, as much of it as was written."""
    return target.samefile(own) or own.read_bytes().startswith(target.read_bytes())


def _link(source: Path, target: Path) -> None:
    """Put a file in place at once; raises FileExistsError rather than replace one."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    with target.open("xb") as file:
        try:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.close()
            target.unlink()
            raise


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
