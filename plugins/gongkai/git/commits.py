"""The commits of a branch: their days, what they say, what they changed, and who signed them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from gongkai.git.running import Git

_CHINA = timezone(timedelta(hours=8))
_LAST = 253_402_128_000
"""The second after which there is no date; a commit may claim any."""


class Status(StrEnum):
    """What is known of a signature: GOOD by a key that the machine trusts, BAD, NONE, or not to be told (UNKNOWN)."""

    GOOD = "good"
    BAD = "bad"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Signature:
    """The state of a commit's signature, and the fingerprint of the key that made it, if there is one.

    A fingerprint is told only where the signature fits the commit, also of a key that this machine does not
    trust (UNKNOWN). `primary` is the fingerprint of the OpenPGP key to which a signing subkey belongs.
    """

    status: Status
    fingerprint: str = ""
    primary: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; `on` is the day in China on which it was committed, `at` the second.

    `signature` is None until asked for with `signed`, because the check runs another program.
    """

    oid: str
    parents: tuple[str, ...]
    on: date
    message: str
    signature: Signature | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A path that differs from what the commit's first parent holds; an id is empty where there is nothing."""

    path: str
    old: str
    new: str
    mode: str


def commit(git: Git, oid: str) -> Commit:
    """One commit by its id."""
    return _parsed(git.run("log", "-1", "-z", _FORMAT, "--end-of-options", oid))[0]


def first_parent(git: Git, until: str = "HEAD", since: str | None = None) -> tuple[Commit, ...]:
    """The published commits up to `until`, oldest first, without those that `since` has; both are ids or HEAD."""
    span = (until, f"^{since}") if since else (until,)
    return tuple(reversed(_parsed(git.run("log", "--first-parent", "-z", _FORMAT, "--end-of-options", *span))))


def between(git: Git, since: str, until: str) -> tuple[Commit, ...]:
    """Every commit that `until` has and `since` has not, also those of merged branches, oldest first."""
    span = (until, f"^{since}")
    return tuple(reversed(_parsed(git.run("log", "--topo-order", "-z", _FORMAT, "--end-of-options", *span))))


def changes(
    git: Git, until: str = "HEAD", since: str | None = None, folders: Sequence[str] = ()
) -> tuple[tuple[str, tuple[Changed, ...]], ...]:
    """Of every published commit that changed something below the folders, its id and what it changed, oldest first.

    Nothing is guessed: what was renamed went under the one name and came under the other.
    """
    span = (until, f"^{since}") if since else (until,)
    raw = ("--raw", "-z", "--no-abbrev", "--no-renames", "-m", "--first-parent", "--root", "--ignore-submodules=none")
    plain = ("--no-ext-diff", f"-O{os.devnull}", "--format=format:commit %H")
    said = git.run("log", *raw, *plain, "--end-of-options", *span, "--", *folders)
    return tuple(reversed(list(_changed(said))))


def signed(git: Git, commits: Sequence[Commit]) -> tuple[Commit, ...]:
    """The same commits with the state of their signatures; whose a key is, the machine need not know."""
    if not commits:
        return ()
    # Without a list of signers git refuses to look at an SSH signature; with an empty one it tells the key.
    declared = git.text("config", "--get", "gpg.ssh.allowedSignersFile", check=False)
    signers = () if declared else ("-c", f"gpg.ssh.allowedSignersFile={os.devnull}")
    asked = "".join(f"{each.oid}\n" for each in commits).encode()
    shape = "--format=format:%H %G? %GF %GP"
    said = git.run(*_programs(git), *signers, "log", "--no-walk=unsorted", "-z", shape, "--stdin", data=asked)
    states = {}
    for line in said.decode("utf-8", "replace").split("\0"):
        oid, _, state = line.partition(" ")
        states[oid] = state
    return tuple(replace(each, signature=_signature(git, each.oid, states.get(each.oid, "N"))) for each in commits)


def _programs(git: Git) -> tuple[str, ...]:
    """The programs that check signatures, as the machine names them: what a repository names is not run."""
    said = git.text("config", "--show-scope", "--get-regexp", r"^gpg\.(.*\.)?program$", check=False)
    lines = (line.partition("\t") for line in said.splitlines())
    named = dict(rest.split(" ", 1) for scope, _, rest in lines if scope in ("system", "global") and " " in rest)
    openpgp = named.get("gpg.openpgp.program") or named.get("gpg.program") or "gpg"
    chosen = {"gpg.program": openpgp, "gpg.openpgp.program": openpgp}
    chosen |= {key: named.get(key, usual) for key, usual in _USUAL.items()}
    return tuple(part for key, program in chosen.items() for part in ("-c", f"{key}={program}"))


_USUAL = {"gpg.x509.program": "gpgsm", "gpg.ssh.program": "ssh-keygen"}

_STATUS = {"G": Status.GOOD, "B": Status.BAD, "R": Status.BAD, "N": Status.NONE}
"""Good, bad, made by a key that was withdrawn, none; whatever else git says, nobody here can tell."""


def _signature(git: Git, oid: str, state: str) -> Signature:
    letter, fingerprint, primary = (*state.split(" "), "", "")[:3]
    status = _STATUS.get(letter, Status.UNKNOWN)
    if status is Status.NONE and _has_signature(git, oid):
        status = Status.UNKNOWN  # git could not even try, as without the program that checks
    return Signature(status, fingerprint, primary)


def _has_signature(git: Git, oid: str) -> bool:
    head, _, _ = git.run("cat-file", "commit", oid).partition(b"\n\n")
    return any(line.startswith((b"gpgsig ", b"gpgsig-sha256 ")) for line in head.split(b"\n"))


_FORMAT = "--format=format:%H%n%P%n%ct%n%B"


def _parsed(said: bytes) -> list[Commit]:
    found = []
    for each in said.decode("utf-8", "replace").split("\0"):
        if each:
            oid, parents, second, message = each.split("\n", 3)
            at = min(int(second), _LAST)
            on = datetime.fromtimestamp(at, UTC).astimezone(_CHINA).date()
            message = message.strip("\n")
            found.append(Commit(oid, tuple(parents.split()), on, message, at=at))
    return found


def _changed(said: bytes) -> Iterator[tuple[str, tuple[Changed, ...]]]:
    parts = iter(said.decode("utf-8", "surrogateescape").split("\0"))
    oid = ""
    found: list[Changed] = []
    for part in parts:
        head = part.lstrip("\n")
        if "commit " in head and not head.startswith(":"):
            if oid:
                yield oid, tuple(found)
            oid, found = head.removeprefix("commit ").split("\n")[0], []
            head = head.partition("\n")[2]
        if head.startswith(":"):
            _, mode, old, new, _ = head[1:].split(" ")
            found.append(Changed(next(parts), _or_empty(old), _or_empty(new), mode))
    if oid:
        yield oid, tuple(found)


def _or_empty(oid: str) -> str:
    return oid if oid.strip("0") else ""
