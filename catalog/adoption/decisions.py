"""What only people can decide about an adopted code base, the riskiest first."""

from dataclasses import dataclass
from enum import IntEnum


class Risk(IntEnum):
    """What happens while nobody decides; the first is worst."""

    PERSONAL = 1
    """Personal data may leave for where nobody meant it to go."""
    UNSEEN = 2
    """Events may be sent that are not on the roll."""
    REFUSED = 3
    """Payloads may be refused, or mean two things."""
    SENDERS = 4
    """What is no event may be drafted as one."""
    UNCLEAR = 5
    """Names and types read badly."""


TITLES = {
    Risk.PERSONAL: "Personal data: confirm a category for each, or stop sending it",
    Risk.UNSEEN: "Events that are not seen: a comment can say what a call sends, 'rollcall: events=a.b,a.c'",
    Risk.REFUSED: "Values and names that disagree: say which is right",
    Risk.SENDERS: "Functions taken to send events: in rollcall.toml, make comments of those that do not",
    Risk.UNCLEAR: "Names and types that are a guess: read them once",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One thing to decide, and the place where to look: a file, and a line of it where there is one."""

    risk: Risk
    sentence: str
    path: str
    line: int | None = None
    weight: int = 0
    """The more, the earlier among those of one risk."""

    @property
    def order(self) -> tuple[int, int, str, int, str]:
        """The riskiest first."""
        return (self.risk, -self.weight, self.path, self.line or 0, self.sentence)
