"""What a release still accepts of what breaks: asked of the release that would be written next."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import rfc8785

from catalog.gate.next_release import next_release
from catalog.model.release import KeptMajor, Release
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.rule import Breach
from catalog.rules.breaking.terms import after_release
from catalog.rules.breaking.trial import Proof
from catalog.validation import Outcome, Validator


@dataclass(frozen=True)
class KeptVersions:
    """The older versions that stay when the newer catalog is released on a day.

    `release` is the one in force, and `comparison` from its catalog to the newer one. Without a release, no
    older version stays: the first one has none.
    """

    release: Release | None
    comparison: Comparison
    today: date

    def __call__(self, breach: Breach) -> str | None:
        """How long all that a breach loses is accepted, in words; None where any of it is refused at once.

        The payloads that prove it are judged by the next release itself. Around the events one payload stands
        for many of them, so each event that the breach reaches has to have an older version.
        """
        if self._next is None or not breach.proofs:
            return None
        if any(reach.after not in self._next.majors for reach in breach.reaches):
            return None
        found = [self._accepting(proof) for proof in breach.proofs]
        majors = [major for major in found if major is not None]
        if len(majors) < len(found):
            return None
        until = min(major.until for major in majors)
        if self.release is not None and any(
            major in self._before for major in majors if major.until == until
        ):
            return f"until {until}"
        return after_release((until - self.today).days)

    @cached_property
    def _next(self) -> Release | None:
        if self.release is None:
            return None
        return next_release(self.release, self.comparison, self.today)[0]

    @cached_property
    def _before(self) -> tuple[KeptMajor, ...]:
        """What the release in force keeps already, whose last day is fixed."""
        return (
            ()
            if self.release is None
            else tuple(one for kept in self.release.majors.values() for one in kept)
        )

    @cached_property
    def _validator(self) -> Validator:
        assert self._next is not None
        return Validator(self._next, today=self.today)

    def _accepting(self, proof: Proof) -> KeptMajor | None:
        """The older version that accepts a payload; None where it is refused."""
        assert self._next is not None
        if (
            proof.destination is not None
            and proof.destination not in self._next.catalog.settings.destinations
        ):
            return None
        verdict = self._validator.validate(rfc8785.dumps(dict(proof.payload)), proof.destination)
        if verdict.outcome is not Outcome.ACCEPTED or verdict.event is None:
            return None
        majors = self._next.majors.get(verdict.event, ())
        return next((major for major in majors if major.version == verdict.version), None)
