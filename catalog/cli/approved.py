"""Reviews from a file against the approvals that the changes demand."""

from dataclasses import dataclass, field
from pathlib import Path

from catalog.baseline.moved import NotInRevision
from catalog.baseline.reading import Baseline, Commit, read_reference
from catalog.baseline.reference import Folder, Git, ReleaseFile, Remote
from catalog.baseline.surroundings import Surroundings
from catalog.cli.compared import Compared, side_of
from catalog.cli.terminal import say
from catalog.diff.compare import diff
from catalog.errors import CatalogError
from catalog.gate.reviews import Review, Standing, standings


@dataclass(slots=True)
class Reviewed:
    """The changes that were there when somebody reviewed, read through git.

    A change was there when the commit had it since the older catalog as it is now, and since the one that its
    branch began with: what that branch merely did not have yet nobody has seen, let alone approved.
    """

    found: Compared
    around: Surroundings
    unread: list[str] = field(default_factory=list)
    """Commits that could not be read: after a fetch the answer may be another one."""

    def standings(self, reviews: tuple[Review, ...], authors: frozenset[str]) -> tuple[Standing, ...]:
        """Which demands the reviews meet."""
        return standings(self.found.assessment.demands, reviews, self._fingerprints_at, authors)

    def _fingerprints_at(self, commit: str) -> frozenset[str] | None:
        try:
            there = read_reference(Git(revision=commit, path=None), self.around, with_release=False)
            if there.loaded.findings:
                return frozenset()
            known = _fingerprints(self.found.old, there)
            began = self._began(commit)
        except CatalogError as error:
            self.unread.append(commit)
            say(f"rollcall: the review of {commit[:12]} does not count: {error}")
            return None
        return known if began is None else known & _fingerprints(began, there)

    def _began(self, commit: str) -> Baseline | None:
        """The older catalog as a commit's branch began with it; None where that is the one of now."""
        origin = self.found.old.origin
        repository = self.around.repository()
        match origin:
            case Commit() if not self.found.old.is_release:
                base = repository.ask("merge-base", origin.commit, commit)
                if base is None:
                    raise NoBeginning(
                        f"it has no ancestor in common with {origin.revision} here; "
                        "get the history with: git fetch --unshallow"
                    )
                return self._read(base, None) if base != origin.commit else None
            case Commit():
                return self._read(commit, origin.path)
            case ReleaseFile():
                file = Path(self.around.here, origin.path)
                folder = repository.path_of(file.parent)
                return None if folder is None else self._read(commit, f"{folder}/{file.name}".lstrip("/"))
            case Folder() | Remote():
                return None

    def _read(self, commit: str, path: str | None) -> Baseline | None:
        try:
            return read_reference(Git(revision=commit, path=path), self.around, with_release=False)
        except NotInRevision:
            if path is None:
                raise
            return None  # the release is newer than the commit


class NoBeginning(CatalogError):
    """Where a reviewed branch began cannot be told."""


def _fingerprints(old: Baseline, new: Baseline) -> frozenset[str]:
    changes = diff(side_of(old.loaded), side_of(new.loaded))
    return frozenset(change.fingerprint for change in changes)
