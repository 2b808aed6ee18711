"""Pieces of sentences about calls: names from source code, and where a sentence points."""

import re
from typing import Final

from catalog.model.names import EventName, event_name
from catalog.model.snapshot import Event
from catalog.privacy.detectors import is_clean
from catalog.rules.sentences import quoted
from catalog.rules.usage.calls import Sent
from catalog.rules.usage.rule import Trouble
from catalog.scan.locating import Given
from catalog.scan.sites import Site
from catalog.schema.contract import event_name as own_name
from catalog.validation.supplied import is_showable

_BETWEEN_WORDS: Final = re.compile(r"[^\w$.]+")


def is_shown(name: str) -> bool:
    """Whether a name from source code may be printed: an identifier, or words, and nobody's data."""
    return is_clean(name) and is_showable(_BETWEEN_WORDS.sub("_", name).lstrip("_0123456789"))


def shown(name: str) -> str:
    """A name from source code between quotes, unless it may be personal data itself."""
    return quoted(name) if is_shown(name) else "a name that is not shown here"


def identity(name: str) -> EventName | None:
    """The identity that a name is already, if its file could be written as it stands."""
    resource, dot, action = name.partition(".")
    return event_name(resource, action) if dot else None


def at_call(site: Site, message: str, event: Event | None = None, *, is_mild: bool = False) -> Trouble:
    """A trouble at the last name of what is called."""
    call = site.call
    return Trouble(
        message=message,
        path=site.path,
        line=call.line,
        column=call.column,
        event=event,
        begins=call.start_line,
        is_mild=is_mild,
    )


def at_property(sent: Sent, given: Given, message: str, *, is_mild: bool = False) -> Trouble:
    """A trouble at the name of a property, in the file where that stands."""
    name = own_name(sent.alias, given.name)
    return Trouble(
        message=message,
        path=given.value.path or sent.site.path,
        line=given.line,
        column=given.column,
        event=sent.event,
        property=name if name in sent.event.properties or is_shown(name) else None,
        begins=sent.site.call.start_line if given.value.path in ("", sent.site.path) else None,
        is_mild=is_mild,
    )
