"""What became of one payload."""

from enum import StrEnum

import msgspec

from catalog.validation.problems import Problem


class Outcome(StrEnum):
    """How judging a payload ended; compares equal to its text."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    UNKNOWN = "unknown"
    MALFORMED = "malformed"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement on one payload.

    `event` is the identity of the event on the roll; for an unknown event the name that arrived, as far as
    it may be shown, and None when there is none. `alias` is the arriving name when it is an alias.
    `problems` holds all of them, most relevant first; an accepted payload has warnings at most. `version` is
    the event's version that judged it, where a release did.
    """

    outcome: Outcome
    event: str | None
    alias: str | None = None
    problems: tuple[Problem, ...] = ()
    version: str | None = None
