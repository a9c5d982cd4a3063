"""Who said yes: the trailers of commits, their signatures checked, and the reviews that CI passes in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.git.commits import Commit, Status
from gongkai.history.approvals.panels import Panel, Proof, Voice, account_mark
from gongkai.history.approvals.reviews import Review, ReviewState
from gongkai.history.approvals.trailers import Trailer, trailers

_NO_KEY = {
    Status.NONE: "提交没有签名",
    Status.BAD: "提交的签名是坏的",
    Status.UNKNOWN: "这台电脑验不了提交的签名（没有公钥，或没有装 gpg、ssh-keygen）",
}


def of_commit(commit: Commit, panel: Panel) -> Iterator[Voice]:
    """What the trailers of a commit say; its signature has been asked for."""
    for trailer in trailers(commit.message):
        yield _of_trailer(commit, trailer, panel)


def _of_trailer(commit: Commit, trailer: Trailer, panel: Panel) -> Voice:
    source = f"“{trailer.step.value}: {trailer.post}”（提交 {commit.oid[:8]}）"
    own = _keys(commit)
    keys = panel.keys(trailer.post)
    proof = Proof.SIGNED if keys and own & keys else Proof.UNSIGNED
    status = commit.signature.status if commit.signature else Status.NONE
    objection = ""
    if keys is not None and proof is Proof.UNSIGNED:
        reason = "登记的钥匙那天都不在任期里" if not keys else _NO_KEY.get(status, "")
        if keys and own:
            reason = f"签名的钥匙不是登记给{trailer.post}的"
        objection = f"{source}未验签，不算：{reason}。"
    elif status is Status.BAD:
        objection = f"{source}不算：{_NO_KEY[status]}。"
    posts = (trailer.post,)
    return Voice(panel, trailer.step, posts, trailer.records, commit.oid, proof, source, panel.persons(own), objection)


def _keys(commit: Commit) -> frozenset[str]:
    """The key that rightly signed a commit, and its primary key; approvers.yml, not the machine, says whose it is."""
    signature = commit.signature
    if signature is None or signature.status is Status.BAD:
        return frozenset()
    return frozenset({signature.fingerprint, signature.primary}) - {""}


def of_reviews(reviews: Iterable[Review], panel: Panel, heads: tuple[str, ...]) -> Iterator[Voice]:
    """What reviewers on hosts say of a head; a review of an older one has not seen what came after."""
    for review in reviews:
        posts = panel.posts_of(review.host, review.account)
        source = f"{'、'.join(posts)}在 {review.host} 上的批准（账号 {review.account}）"
        objection = ""
        if not posts:
            source = f"{review.host} 账号 {review.account} 的批准"
            objection = f"{source}不算：approvers.yml 里没有登记这个账号，或已不在任。"
        elif review.state is ReviewState.CHANGES_REQUESTED:
            objection = f"{'、'.join(posts)}在 {review.host} 上要求修改（账号 {review.account}）。"
        elif review.state is ReviewState.DISMISSED:
            objection = f"{source}已被撤销，不算。"
        elif review.commit not in heads:
            objection = f"{source}已过期：批准的是 {review.commit[:8]}，此后又有改动，改动后要重新看。"
        persons = panel.persons(frozenset({account_mark(review.host, review.account)}))
        yield Voice(panel, None, posts, (), heads[0], Proof.REVIEWED, source, persons, objection)
