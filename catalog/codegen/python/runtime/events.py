"""Events as values: what `tracker.track` takes, made from the generated data when it is first asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from .data import EventData, load
from .unset import UNSET
from .values import plain_members

if TYPE_CHECKING:
    import inspect


class Event:  # noqa: PLW1641  # its values may be lists
    """One occurrence of an event as a value, for `tracker.track`; `repr` shows no value."""

    __slots__ = ("_values",)

    DATA: ClassVar[EventData]

    def __init__(self, **values: object) -> None:
        told = self.DATA.get("deprecated")
        if told is not None:
            warnings.warn(told, DeprecationWarning, stacklevel=2)
        keys = self.DATA.get("arguments") or {}
        self._values = {keys.get(name, name): value for name, value in values.items() if value is not UNSET}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Event) or type(other) is not type(self):
            return NotImplemented
        return plain_members(self._values) == plain_members(other._values)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}=…' for name in self._values)})"


class Events:
    """The events of one resource as classes: `events.<resource>.<Event>`."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name
        self._functions = {one["type"]: function for function, one in load(name).items()}

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A class, made when it is first asked for."""
            function = None if name.startswith("_") else self._functions.get(name)
            if function is None:
                raise AttributeError(f"the catalog has no event '{self._name}.{name}'")
            made = self.__dict__[name] = _class(
                self._module, f"{self._name}.{name}", load(self._name)[function]
            )
            return made

    def __dir__(self) -> Iterable[str]:
        return {*super().__dir__(), *self._functions}

    def __repr__(self) -> str:
        return f"<the events of {self._name}>"


class Package:
    """The events of a tracker, by resource."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._made: dict[str, Events] = {}

    def resource(self, name: str) -> Events:
        """The events of one resource, whose data is loaded when it is first asked for."""
        found = self._made.get(name)
        if found is None:
            if name not in self.names():
                raise AttributeError(f"the catalog has no resource '{name}'")
            found = self._made.setdefault(name, Events(self._module, name))
        return found

    def names(self) -> list[str]:
        """The resources."""
        return list(load("_catalog")["resources"])


def _class(module: str, qualified: str, data: EventData) -> type[Event]:
    choices = {name: type(name, (), dict(values)) for name, values in data.get("choices", {}).items()}
    about = {
        "__slots__": (),
        "__module__": module,
        "__qualname__": qualified,
        "__doc__": f"The event {data['name']} as a value.",
        "__signature__": signature(data),
        "DATA": data,
    }
    return type(data["type"], (Event,), {**choices, **about})


def arguments(data: EventData) -> dict[str, str]:
    """The names of the arguments of an event's call → the properties that they are."""
    renamed = {key: name for name, key in (data.get("arguments") or {}).items()}
    return {renamed.get(key, key): key for key in data["properties"] if key not in data["constants"]}


def signature(data: EventData) -> inspect.Signature:
    """The arguments of an event's call: those that must be given first."""
    from inspect import Parameter, Signature  # only who looks pays for it

    known = data["properties"]
    named = sorted(arguments(data).items(), key=lambda one: not known[one[1]].get("required"))
    return Signature(
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                default=Parameter.empty if known[key].get("required") else UNSET,
            )
            for name, key in named
        ]
    )
