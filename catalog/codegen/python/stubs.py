"""What type checkers and editors read of a tracker: its calls, and its events as values."""

from collections.abc import Iterator, Mapping
from typing import Final

from catalog.codegen.plan.choices import constant_names, listed, type_names_of
from catalog.codegen.plan.identifiers import type_name
from catalog.codegen.plan.text import plain
from catalog.codegen.plan.tracker import Function, Plan, Resource
from catalog.codegen.plan.words import outdated
from catalog.codegen.python.shards import Shard
from catalog.codegen.python.text import docstring, literal, quoted
from catalog.codegen.python.types import Types

Said = Mapping[tuple[str, str], list[str]]
"""Resource and function → the lines of its docstring."""


def calls_name(resource: Resource) -> str:
    """The type of the calls of a resource."""
    return f"{resource.type_name}Calls"


def calls_stub(shard: Shard, plan: Plan, said: Said) -> str:
    """The types of calls."""
    types = Types(plan.brands.get, (calls_name(part.resource) for part in shard.parts))
    imports = ["from .._runtime.calls import Resource as _Resource"]
    body: list[str] = []
    for part in shard.parts:
        name = calls_name(part.resource)
        base = part.below(name)
        if base is None:
            base = "_Resource"
        else:
            imports.append(f"from .calls_{part.below(part.resource.name)} import {base}")
        body += ["", "", f"class {part.named(name)}({base}):"]
        body += docstring([f"The events of {plain(part.resource.name)}."], "    ")
        for function in part.functions:
            body += ["", *_deprecated(function, plan, "    ")]
            body += _signature(function, types, "    ", function.name, part.resource)
            body += quoted(said[part.resource.name, function.name], "        ")
    return _module(types, body, "Calls", imports)


def events_stub(shard: Shard, plan: Plan, said: Said) -> str:
    """The types of events as values, below a class for each resource."""
    choices = _Choices()
    names = (part.resource.name for part in shard.parts)
    types = Types(plan.brands.get, names)
    imports = ["from .._runtime.events import Event as _Event"]
    body: list[str] = []
    for part in shard.parts:
        base = part.below(part.resource.name)
        if base is not None:
            imports.append(f"from .events_{base} import {base}")
        body += ["", "", f"class {part.named(part.resource.name)}{f'({base})' if base else ''}:"]
        body += docstring([f"The events of {plain(part.resource.name)} as values."], "    ")
        for function in part.functions:
            body += ["", *_deprecated(function, plan, "    "), f"    class {function.type_name}(_Event):"]
            body += quoted(said[part.resource.name, function.name], "        ")
            body += choices.of(function)
            body += _signature(function, types, "        ", "__init__", part.resource)
            body.append("            ...")
    return _module(types, [*choices.lines, *body], "Events", imports)


def _module(types: Types, body: list[str], about: str, imports: list[str]) -> str:
    shared = [f"from ..types import {name} as _{name}" for name in sorted(types.shared)]
    text = "\n".join([*types.objects, *body])
    return "\n".join(
        [
            *docstring([f"{about} of the tracker, for type checkers and editors."], ""),
            "",
            *standard(text),
            *imports,
            *shared,
            text,
            "",
        ]
    )


def standard(text: str) -> Iterator[str]:
    """The imports of what the text of a stub uses."""
    for name, line in _STANDARD.items():
        # what nobody's text holds by chance but in words about code, where one import too many does no harm
        if f"{name}." in text or f"{name}(" in text:
            yield line


_STANDARD: Final = {
    "_dt": "import datetime as _dt",
    "_t": "import typing as _t",
    "_uuid": "import uuid as _uuid",
    "_x": "import typing_extensions as _x",
    "_deprecated": "from typing_extensions import deprecated as _deprecated",
}
"""What the text of a stub may use, under names that no event can have."""


def _signature(function: Function, types: Types, indent: str, name: str, resource: Resource) -> Iterator[str]:
    if not function.parameters:
        yield f"{indent}def {name}(self) -> None:"
        return
    yield f"{indent}def {name}("
    yield f"{indent}    self,"
    yield f"{indent}    *,"
    required = [one for one in function.parameters if one.definition.required]
    optional = [one for one in function.parameters if not one.definition.required]
    above = f"{resource.type_name}{function.type_name}"
    for one in (*required, *optional):
        default = "" if one.definition.required else " = ..."
        annotation = types.argument(one.definition, f"{above}{type_name(one.name)}")
        yield f"{indent}    {one.name}: {annotation}{default},"
    yield f"{indent}) -> None:"


def _deprecated(function: Function, plan: Plan, indent: str) -> Iterator[str]:
    why = outdated(function, plan.snapshot)
    if why is not None:
        yield f"{indent}@_deprecated({literal(why)})"


def choices_of(function: Function) -> dict[str, Mapping[str, str | int | float | bool]]:
    """The values of each `enum` of an event, by names that code can use: class → constant → value."""
    names = type_names_of(one.name for one in function.parameters)
    found = {
        _free(names[one.name]): constant_names(values)
        for one in function.parameters
        if (values := listed(one.definition))
    }
    return {name: dict(constants) for name, constants in found.items()}


def _free(name: str) -> str:
    return f"{name}_" if name == "DATA" else name


class _Choices:
    """The classes of the values of each `enum`, one for all events that list the same."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._known: dict[str, str] = {}

    def of(self, function: Function) -> Iterator[str]:
        """The lines that name them within an event's class."""
        for name, constants in choices_of(function).items():
            lines = [f"    {constant}: _t.Final = {literal(value)}" for constant, value in constants.items()]
            text = "\n".join(lines)
            known = self._known.get(text)
            if known is None:
                known = self._known[text] = f"_{name}_{len(self._known)}"
                self.lines += ["", "", f"class {known}:", *lines]
            yield f"        {name} = {known}"
