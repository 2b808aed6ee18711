"""Names that a call may have among its properties though the event does not: what moves out of them."""

from collections.abc import Iterable
from typing import Final

from catalog.model.envelope import GROUP_TYPE, GROUPED, IDENTITIES, MOVED_OUT
from catalog.model.snapshot import Snapshot
from catalog.schema.contract import context_properties

_OF_THE_ENVELOPE: Final = frozenset((*MOVED_OUT, *IDENTITIES, GROUP_TYPE, *GROUPED))


class Surroundings:
    """The context and the envelope of one catalog; what could not be read of a context counts as well."""

    def __init__(self, snapshot: Snapshot) -> None:
        context = context_properties(snapshot, None)
        self._names = _OF_THE_ENVELOPE | {name for name in context if not name.endswith("*")}
        self._starts = _starts(context)
        self._unread = snapshot.unread_contexts(None)

    def has(self, name: str) -> bool:
        """Whether a name belongs, or may belong, to what stands around an event's properties."""
        return (
            name in self._names
            or name.startswith(self._starts)
            or any(part.may_have(name) for part in self._unread)
        )


def _starts(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name[:-1] for name in names if name.endswith("*"))
