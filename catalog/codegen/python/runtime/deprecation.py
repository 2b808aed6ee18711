"""`deprecated` of PEP 702 for every Python: type checkers and editors mark the call, and running it warns."""

from __future__ import annotations

import functools
import warnings
from typing import TYPE_CHECKING, Any, Callable, TypeVar

if TYPE_CHECKING:
    from typing_extensions import deprecated
else:
    F = TypeVar("F")

    def deprecated(message: str) -> Callable[[F], F]:
        """Mark a function or a class: whoever calls it is warned."""

        def marked(called: F) -> F:
            if isinstance(called, type):
                called.__init__ = _warning(called.__init__, message)
                called.__deprecated__ = message
                return called
            warned = _warning(called, message)
            warned.__deprecated__ = message
            return warned

        return marked

    def _warning(function: Callable[..., Any], message: str) -> Callable[..., Any]:
        @functools.wraps(function)
        def warned(*given: Any, **named: Any) -> Any:
            warnings.warn(message, DeprecationWarning, stacklevel=2)
            return function(*given, **named)

        return warned


__all__ = ["deprecated"]
