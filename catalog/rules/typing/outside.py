"""Whether a value that a catalog gives, such as a default, is a value of its property's type."""

from typing import Final

from catalog.containment.emptiness import contradiction
from catalog.findings import Severity
from catalog.model.types import Property
from catalog.rules.sentences import printable
from catalog.validation.explain import Json, breaches
from catalog.validation.problems import NOT_LOADED, Problem

MAX_LENGTH: Final = 200
"""Characters of a problem that are shown: an enum can be long."""

_VERBS = ("is ", "has ", "does ", "stands ")


def outside(subject: str, definition: Property, value: Json) -> str | None:
    """A sentence about what is wrong with a value, `subject` being what it is; None when it fits.

    None as well for a type that nothing fits: it is typing/nothing-fits', and no value could be right. So is
    it for a pattern that nothing can be judged by.
    """
    wrong = (
        one
        for one in breaches(definition, value)
        if one.severity is Severity.ERROR and one.code not in NOT_LOADED
    )
    problem = next(wrong, None)
    if problem is None or contradiction(definition) is not None:
        return None
    place = f"{subject} at {printable(problem.path)}" if problem.path else subject
    return f"{told(place, problem)}; change the value or the type"


def told(subject: str, problem: Problem) -> str:
    """A problem as a sentence about a value of the catalog: nobody is asked to send another one."""
    message = printable(problem.message).replace("; send ", ", not ")
    if len(message) > MAX_LENGTH:
        message = f"{message[:MAX_LENGTH]}…"
    return f"{subject} {message}" if message.startswith(_VERBS) else f"{subject}: {message}"
