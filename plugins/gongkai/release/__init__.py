"""What proves a release afterwards: it is sealed, chained to all before it, and verified by anybody."""

from gongkai.release.keeping import Copy, copy_of, opened
from gongkai.release.model import CHAIN, PAPERS, RELEASE, SUMS, Chain, Link, Manifest, Sealed
from gongkai.release.sealing import NO_KEY, Facts, Key, NotSealed, chain_at, key_of, seal, sealed
from gongkai.release.telling import as_json, as_text
from gongkai.release.verdicts import Verdict
from gongkai.release.verifying import verify
from gongkai.release.withdrawing import NotWithdrawn, withdraw

__all__ = [
    "CHAIN",
    "NO_KEY",
    "PAPERS",
    "RELEASE",
    "SUMS",
    "Chain",
    "Copy",
    "Facts",
    "Key",
    "Link",
    "Manifest",
    "NotSealed",
    "NotWithdrawn",
    "Sealed",
    "Verdict",
    "as_json",
    "as_text",
    "chain_at",
    "copy_of",
    "key_of",
    "opened",
    "seal",
    "sealed",
    "verify",
    "withdraw",
]
