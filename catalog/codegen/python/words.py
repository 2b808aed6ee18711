"""What the docstring of a function says."""

from collections.abc import Iterator

from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Function, Parameter
from catalog.codegen.plan.words import about, facts
from catalog.model.snapshot import Event


def of_function(function: Function) -> Iterator[str]:
    """The paragraphs about one event: what and when, who gets it, then each argument."""
    yield from about(function.event)
    if function.parameters:
        event = function.event
        yield "\n".join(["  Args:", *(line for one in function.parameters for line in _of(one, event))])


def _of(parameter: Parameter, event: Event) -> Iterator[str]:
    said = plain(parameter.definition.description or "")
    told = [*facts(parameter.definition, event)]
    if parameter.name != parameter.key:
        told.insert(0, f"sent as {plain(repr(parameter.key))}")
    shown = f" ({'; '.join(told)})" if told else ""
    yield f"      {parameter.name}: {said}{shown}".rstrip()
