"""Presets: the sinks of well-known libraries, written as a project writes its own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from catalog.scan.sink import Sink
from catalog.scan.sink_reading import sink_of

PRESETS: Final = (
    *("posthog", "segment", "rudderstack", "amplitude", "mixpanel", "snowplow", "log_event", "track_event"),
)
"""Each is a file in `presets/`; the order decides between those that fit a call alike."""


@cache
def preset(name: str) -> tuple[Sink, ...]:
    """The sinks of one preset."""
    text = Path(__file__).with_name("presets").joinpath(f"{name}.toml").read_text("utf-8")
    return tuple(sink_of(row, preset=name) for row in tomllib.loads(text)["sinks"])
