"""Hands events to the Segment client of the application: segment-analytics-python 2."""

from __future__ import annotations

import importlib
from typing import Any, Callable

from .data import Json
from .deliveries import Delivery


class Segment:
    """A destination for a `segment.analytics.Client`, that module, or a function that gives one.

    The client is asked for at each event, so that it may be replaced; without any, it is the module with its
    default client. The client has a queue of its own; when it blocks all the same, the application goes on.
    Segment knows no properties that are set once, so those are left out.
    """

    def __init__(self, client: object | Callable[[], object] | None = None) -> None:
        self._client = client

    def _found(self) -> Any:
        client = self._client
        if client is None:
            return importlib.import_module("segment.analytics")
        if hasattr(client, "track") or not callable(client):
            return client
        return client()

    def send(self, delivery: Delivery) -> None:
        """Hand over one delivery."""
        client = self._found()
        context: dict[str, Json] = {**(delivery.context or {})}
        if delivery.groups and delivery.kind != "group":
            context["groups"] = delivery.groups
        stamps = delivery.stamps
        if stamps:
            context["$tracker"] = {**stamps}
        about: dict[str, Any] = {
            "context": context,
            "timestamp": delivery.timestamp,
            "message_id": delivery.uuid,
        }
        if delivery.distinct_id is None:
            about["anonymous_id"] = delivery.uuid
        elif delivery.is_anonymous:
            about["anonymous_id"] = delivery.distinct_id
        else:
            about["user_id"] = delivery.distinct_id
        if delivery.kind == "identify":
            client.identify(traits=delivery.set or {}, **about)
        elif delivery.kind == "group":
            [key] = (delivery.groups or {}).values()
            client.group(group_id=str(key), traits=delivery.set or {}, **about)
        else:
            client.track(event=delivery.event, properties=delivery.properties, **about)

    def flush(self, timeout: float) -> None:
        """Have the client send what it holds."""
        self._found().flush()

    def shutdown(self, timeout: float) -> None:
        """Have the client send what it holds; the client stays the application's, and goes on."""
        self._found().flush()
