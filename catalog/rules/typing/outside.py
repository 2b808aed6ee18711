"""Whether a value that a catalog gives, such as a default, is a value of its property's type."""

from catalog.findings import Severity
from catalog.model.types import Property
from catalog.validation.explain import Json, breaches

_VERBS = ("is ", "has ", "does ", "stands ")


def outside(subject: str, definition: Property, value: Json) -> str | None:
    """A sentence about what is wrong with a value, `subject` being what it is; None when it fits."""
    problem = next((one for one in breaches(definition, value) if one.severity is Severity.ERROR), None)
    if problem is None:
        return None
    message = problem.message.partition("; send")[0]
    inside = f" has at {problem.path}" if problem.path else ""
    if inside:
        return f"{subject}{inside} what does not fit: {message}; change the value or the type"
    joint = " " if message.startswith(_VERBS) else ": "
    return f"{subject}{joint}{message}; change the value or the type"
