"""Reviews exported from a forge, held against the approvals that changes demand."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from catalog.errors import CatalogError
from catalog.gate.approvals import Demand

MAX_LINE: Final = 100_000
"""Bytes; a review without its words has about 150."""
_COMMIT: Final = re.compile(r"[0-9a-f]{7,64}")


class State(StrEnum):
    """What a review says."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    DISMISSED = "dismissed"
    COMMENTED = "commented"


_STATES: Final[Mapping[str, State]] = {
    "approved": State.APPROVED,
    "approve": State.APPROVED,
    "changes_requested": State.CHANGES_REQUESTED,
    "requested_changes": State.CHANGES_REQUESTED,
    "dismissed": State.DISMISSED,
    "unapproved": State.DISMISSED,
    "revoked": State.DISMISSED,
    "commented": State.COMMENTED,
    "pending": State.COMMENTED,
}
"""The words of GitHub and GitLab, in small letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One review: who, what, of which commit, when."""

    user: str
    state: State
    commit: str
    at: datetime


class NotReviews(CatalogError):
    """A file that holds something other than reviews, one to a line."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path = path
        self.line = line
        super().__init__(f"{path}:{line}: {reason}")


def read_reviews(content: bytes, path: str) -> tuple[Review, ...]:
    """Reviews from JSON lines of `user`, `state`, `commit` and `at` (RFC 3339). Raises NotReviews."""
    lines = enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1)
    return tuple(_review(line, path, number) for number, line in lines if line.strip())


def _review(line: bytes, path: str, number: int) -> Review:
    data = _object_in(line)
    if data is None:
        raise NotReviews(path, number, "not a review, which is a JSON object with user, state, commit and at")
    texts = {}
    for key in ("user", "state", "commit", "at"):
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise NotReviews(path, number, f"a review says its '{key}' as text")
        texts[key] = value.strip()
    state = _STATES.get(texts["state"].lower())
    if state is None:
        known = ", ".join(state.value for state in State)
        raise NotReviews(path, number, f"no state of a review is '{texts['state'][:40]}'; one of {known}")
    commit = texts["commit"].lower()
    if not _COMMIT.fullmatch(commit):
        raise NotReviews(path, number, "'commit' is a commit's hash, of 7 to 64 hex digits")
    try:
        at = datetime.fromisoformat(texts["at"])
    except ValueError:
        raise NotReviews(path, number, "'at' is a time, such as 2026-03-01T09:30:00Z") from None
    if at.tzinfo is None:
        raise NotReviews(path, number, "'at' is a time with its offset, such as 2026-03-01T09:30:00Z")
    return Review(user=texts["user"], state=state, commit=commit, at=at)


def _object_in(line: bytes) -> Mapping[str, object] | None:
    """The object of a line; None for what is none, is not UTF-8, or is longer than any review."""
    try:
        data = json.loads(line) if len(line) <= MAX_LINE else None
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One demand, and who has met it; `why` says what keeps it open."""

    demand: Demand
    approved_by: tuple[str, ...]
    why: str | None = None

    @property
    def is_met(self) -> bool:
        """Whether somebody with the role has approved this very change."""
        return bool(self.approved_by)


def standings(
    demanded: Iterable[Demand],
    reviews: Iterable[Review],
    fingerprints_at: Callable[[str], frozenset[str] | None],
    authors: frozenset[str] = frozenset(),
) -> tuple[Standing, ...]:
    """Which demands the reviews meet.

    The last review of each person counts. It approves the changes that its commit had, so an approval lives
    as long as the change keeps its fingerprint, through rebases and squashes. `fingerprints_at` gives the
    fingerprints of the changes at a commit, None for one that cannot be read. `authors` cannot approve.
    """
    asked = tuple(demanded)
    barred = {author.casefold() for author in authors}
    able = {user.casefold() for demand in asked for user in demand.users} - barred
    last: dict[str, Review] = {}
    for review in sorted(reviews, key=lambda review: review.at):
        if review.state is not State.COMMENTED:
            last[review.user.casefold()] = review
    known: dict[str, frozenset[str] | None] = {}
    for user, review in last.items():
        if user in able and review.state is State.APPROVED and review.commit not in known:
            known[review.commit] = fingerprints_at(review.commit)
    return tuple(_standing(demand, last, known, barred) for demand in asked)


def _standing(
    demand: Demand,
    last: Mapping[str, Review],
    known: Mapping[str, frozenset[str] | None],
    barred: set[str],
) -> Standing:
    approved: list[str] = []
    reasons: list[str] = []
    for user in demand.users:
        review = last.get(user.casefold())
        if review is None:
            continue
        if user.casefold() in barred:
            reasons.append(f"{user} proposed the change")
        elif review.state is State.CHANGES_REQUESTED:
            reasons.append(f"{user} requested changes")
        elif review.state is State.DISMISSED:
            reasons.append(f"the review of {user} was dismissed")
        elif (at := known.get(review.commit)) is None:
            reasons.append(f"commit {review.commit[:12]}, which {user} approved, cannot be read here")
        elif demand.change.fingerprint not in at:
            reasons.append(f"{user} approved commit {review.commit[:12]}, which did not have this change")
        else:
            approved.append(user)
    if approved:
        return Standing(demand=demand, approved_by=tuple(approved))
    who = " or ".join(demand.users) if demand.users else "nobody; catalog.yaml names no users for the role"
    return Standing(demand=demand, approved_by=(), why="; ".join(reasons) or f"waits for {who}")
