"""Hands events to the PostHog client of the application; from posthog-python 3 on."""

from __future__ import annotations

import importlib
from typing import Any, Callable

from .data import Json
from .deliveries import Delivery


class PostHog:
    """A destination for a `posthog.Posthog` client, the `posthog` module, or a function that gives one.

    The client is asked for at each event, so that it may be replaced; without any, it is the module with its
    default client. The client has a queue of its own; when it blocks all the same, the application goes on.
    """

    def __init__(self, client: object | Callable[[], object] | None = None) -> None:
        self._client = client

    def _found(self) -> Any:
        client = self._client
        if client is None:
            return importlib.import_module("posthog")
        if hasattr(client, "capture") or not callable(client):
            return client
        return client()

    def send(self, delivery: Delivery) -> None:
        """Hand over one delivery."""
        client = self._found()
        if delivery.kind == "group":
            # the client wants exactly one, and the tracker gave one
            [(kind, key)] = (delivery.groups or {}).items()
            client.group_identify(
                kind,
                str(key),
                delivery.set or {},
                timestamp=delivery.timestamp,
                uuid=delivery.uuid,
            )
            return
        properties: dict[str, Json] = {**(delivery.context or {}), **delivery.properties}
        if delivery.set is not None:
            properties["$set"] = delivery.set
        if delivery.set_once is not None:
            properties["$set_once"] = delivery.set_once
        stamps = delivery.stamps
        if stamps:
            properties["$tracker"] = {**stamps}
        if delivery.distinct_id is None:
            properties["$process_person_profile"] = False
        event = "$set" if delivery.kind == "identify" else delivery.event
        client.capture(
            event=event,
            distinct_id=delivery.uuid if delivery.distinct_id is None else delivery.distinct_id,
            properties=properties,
            timestamp=delivery.timestamp,
            uuid=delivery.uuid,
            groups={kind: str(key) for kind, key in (delivery.groups or {}).items()},
        )

    def flush(self, timeout: float) -> None:
        """Have the client send what it holds."""
        self._found().flush()

    def shutdown(self, timeout: float) -> None:
        """Have the client send what it holds; the client stays the application's, and goes on."""
        self._found().flush()
