"""Where events go."""

from __future__ import annotations

from .console import Console
from .http import Http
from .json_log import JsonLines, JsonLog
from .memory import Memory
from .posthog import PostHog
from .segment import Segment

__all__ = ["Console", "Http", "JsonLines", "JsonLog", "Memory", "PostHog", "Segment"]
