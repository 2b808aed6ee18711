"""What every definition is built of: a frozen model, an immutable mapping, shared scalars."""

import copyreg
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    WrapSerializer,
)

MAX_SAFE_INTEGER: Final = (
    2**53 - 1
)  # JS Number.MAX_SAFE_INTEGER; every engine holds integers up to here exactly

_EMPTY: Final[Mapping[str, object]] = MappingProxyType({})

Value = TypeVar("Value")


_Proxy = MappingProxyType[str, object]


def _frozen(content: dict[str, object]) -> _Proxy:
    return MappingProxyType(content)


def _taken_apart(frozen: _Proxy) -> tuple[Callable[[dict[str, object]], _Proxy], tuple[dict[str, object]]]:
    return _frozen, (dict(frozen),)


# Python itself refuses to pickle and to deep-copy a mapping proxy, and with it every catalog: a snapshot goes
# to worker processes, and what holds one may be copied.
copyreg.pickle(MappingProxyType, _taken_apart)


def _thaw(value: Mapping[str, object], handler: SerializerFunctionWrapHandler) -> object:
    return handler(dict(value))


Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""A plain JSON value."""

Text = Annotated[str, Field(min_length=1)]

JsonObject = Annotated[Mapping[str, JsonValue], AfterValidator(MappingProxyType), WrapSerializer(_thaw)]
"""One JSON object as it stands in a file."""

FrozenMap = Annotated[
    Mapping[Text, Value],
    AfterValidator(MappingProxyType),
    WrapSerializer(_thaw),
    Field(default_factory=lambda: _EMPTY),
]
"""An immutable mapping whose keys are names; empty when its key is left out."""

SafeInteger = Annotated[int, Field(ge=-MAX_SAFE_INTEGER, le=MAX_SAFE_INTEGER)]
Count = Annotated[int, Field(ge=0, le=MAX_SAFE_INTEGER)]
Days = Annotated[int, Field(ge=0, le=36_500)]


class Definition(BaseModel):  # noqa: PLW1641  # pydantic gives each frozen class its hash
    """One definition as a file states it: immutable, no coercion, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def __eq__(self, other: object) -> bool:
        """Whether both state the same; whether they state a default or leave it out is no difference."""
        # Comparing catalogs is mostly this, and pydantic's own also asks for extra and private attributes.
        return self is other or (type(self) is type(other) and self.__dict__ == other.__dict__)

    def states(self, name: str) -> bool:
        """Whether the file gave this attribute, even with its default value."""
        return name in self.model_fields_set
