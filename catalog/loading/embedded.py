"""The catalog that ships with the package: TimeTracker's, the worked example and the default of the demo."""

from pathlib import Path
from typing import Final

from catalog.errors import NotACatalog

_PACKAGE: Final = Path(__file__).parents[1]
_PLACES: Final = (_PACKAGE / "_embedded" / "events", _PACKAGE.parent / "events")


def embedded_catalog() -> Path:
    """The folder of the shipped catalog: data of the installed package, or `events/` beside it in a checkout.

    Raises NotACatalog when an installation has lost it.
    """
    for place in _PLACES:
        if (place / "catalog.yaml").is_file():
            return place
    raise NotACatalog(str(_PLACES[0]), "the shipped catalog is missing; install rollcall-catalog again")
