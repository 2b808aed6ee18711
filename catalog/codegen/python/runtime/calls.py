"""The calls of a tracker, made from the generated data when they are first asked for."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from .data import EventData
from .events import arguments, signature
from .tracking import Engine
from .who import Who

if TYPE_CHECKING:
    import inspect

_LONGEST_NAME: Final = 64


class Resource:
    """The calls of one resource: `tracker.<resource>`."""

    def __init__(self, name: str, events: Mapping[str, EventData], engine: Engine, who: Who) -> None:
        self._name = name
        self._events = events
        self._engine = engine
        self._who = who

    if not TYPE_CHECKING:  # a checker knows the calls; to it, any other name is wrong

        def __getattr__(self, name: str) -> Any:
            """A call, made when it is first asked for."""
            data = None if name.startswith("__") else self._events.get(name)
            if data is None:
                raise AttributeError(f"the catalog has no event '{self._name}.{name}'")
            made = self.__dict__[name] = Call(f"{self._name}.{name}", data, self._engine, self._who)
            return made

    def __dir__(self) -> Iterable[str]:
        return {*super().__dir__(), *self._events}

    def __repr__(self) -> str:
        return f"<the calls of {self._name}>"


class Call:
    """Sends one event: `tracker.<resource>.<action>(...)`."""

    __slots__ = ("_data", "_engine", "_keys", "_known", "_name", "_required", "_who")

    def __init__(self, name: str, data: EventData, engine: Engine, who: Who) -> None:
        self._name = name
        self._data = data
        self._engine = engine
        self._who = who
        self._keys = data.get("arguments")
        known = data["properties"]
        self._known = frozenset(arguments(data).values())
        self._required = frozenset(key for key in self._known if known[key].get("required"))

    def __call__(self, *given: object, **values: object) -> None:
        """Send the event with its properties by name; those that are UNSET are not sent."""
        data = self._data
        told = data.get("deprecated")
        if told is not None:
            warnings.warn(told, DeprecationWarning, stacklevel=2)
        if given:
            self._engine.misused(data, "arguments have names: give each as name=value")
            return
        keys = self._keys
        if keys is not None:
            values = {keys.get(name, name): value for name, value in values.items()}
        self.send(values)

    def send(self, values: dict[str, object]) -> None:
        """Send the event with values by the names of properties."""
        is_right = self._known.issuperset(values) and self._required.issubset(values)
        if is_right or self._goes_out(values):
            self._engine.track(self._data, values, self._who)

    def _goes_out(self, values: dict[str, object]) -> bool:
        """Whether a call with wrong arguments is tracked; strict mode tells by itself what is wrong."""
        if self._engine.is_strict:
            return True
        missing = sorted(self._required.difference(values))
        if missing:
            self._engine.misused(self._data, f"without {', '.join(missing)} it cannot be sent")
            return False
        for name in sorted(set(values).difference(self._known)):
            self._engine.left_out(self._data, f"{shown(name)} is no argument of it, and is not sent")
            del values[name]
        return True

    @property
    def __signature__(self) -> inspect.Signature:
        """What `help` and notebooks show."""
        return signature(self._data)

    def __repr__(self) -> str:
        return f"<the call {self._name}>"


def shown(name: str) -> str:
    """The name of an argument, unless it is a key of somebody's data."""
    return f"'{name}'" if name.isidentifier() and len(name) <= _LONGEST_NAME else "an argument"
