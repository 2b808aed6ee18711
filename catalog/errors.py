"""The errors that stop a command: raised, typed, never for a wrong catalog entry or a wrong payload."""


class CatalogError(Exception):
    """Rollcall cannot go on. The type is API, the wording is not."""


class NotACatalog(CatalogError):
    """A path that was named as a catalog is none."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class NotLoaded(CatalogError):
    """An event that is on the roll and could not be read, so that it has no contract."""

    def __init__(self, event: str, reason: str) -> None:
        self.event = event
        self.reason = reason
        super().__init__(f"'{event}' is on the roll, but {reason}; run 'rollcall check'")


class DestinationNotLoaded(CatalogError):
    """A destination of which catalog.yaml could not be read, so that nothing can be judged by it.

    `is_there`: the file names it; else it may be any, since no destination could be read.
    """

    def __init__(self, destination: str, *, is_there: bool, advice: str = "run 'rollcall check'") -> None:
        self.destination = destination
        self.is_there = is_there
        what = f"the destination '{destination}'" if is_there else "the destinations"
        super().__init__(f"catalog.yaml has errors, so {what} cannot be read; {advice}")


class NoContract(CatalogError):
    """A contract was asked for that cannot be written, or where an event has none."""


class NotSentThere(NoContract):
    """A destination that an event does not go to: every payload of it is refused there."""

    def __init__(self, event: str, destination: str, known: tuple[str, ...]) -> None:
        self.event = event
        self.destination = destination
        self.known = known
        super().__init__(
            f"'{event}' does not go to '{destination}'; its destinations are: {', '.join(known) or 'none'}"
        )


class UnknownName(CatalogError):
    """A name that a caller gave is that of nothing in the catalog, or of no rule."""

    def __init__(
        self, kind: str, name: str, nearest: tuple[str, ...] = (), known: tuple[str, ...] = ()
    ) -> None:
        self.kind = kind
        self.name = name
        self.nearest = nearest
        hint = f"; it has {', '.join(known)}" if known else ""
        if nearest:
            hint = f"; did you mean {' or '.join(nearest)}"
        # Rules are Rollcall's own: none of them is in a catalog.
        absent = f"there is no rule '{name}'" if kind == "rule" else f"no {kind} '{name}' in the catalog"
        super().__init__(f"{absent}{hint}")
