"""The small catalog around every rule's examples: a page shows only the files that an example gives."""

from typing import Final

SURROUNDINGS: Final[dict[str, str]] = {
    "catalog.yaml": """\
format: 1
product: example
owners:
  growth: {description: Product analytics.}
  time-tracking: {description: Timers and time entries.}
purposes:
  analytics:
    description: To learn which features are used.
    basis: consent
    subjects: [customer]
    notice: https://example.com/privacy
  operations: {description: To keep the service running., basis: legitimate_interests}
destinations:
  log:
    description: The application's own log.
    receives: [none, system, user.account, user.unique_id]
    otherwise: {user.content: truncate}
    consent: true
    purposes: [analytics, operations]
    retention_days: 30
    reserved: [filename, message]
  posthog:
    description: Product analytics.
    contexts: [tracker]
    receives: [none, system, user.account, user.unique_id]
    consent: true
    purposes: [analytics]
    retention_days: 365
    erasure: {how: Delete the person in the project's settings., days: 14}
""",
    "_context/tracker.yaml": """\
description: What our own tracker adds.
properties:
  app_version: {description: The release that sends., type: string, maxLength: 40, data: system.operations}
""",
}


def files_of(example: dict[str, str]) -> dict[str, str]:
    """An example with the files around it: no text takes a file away, `/` at a path's end makes a folder."""
    files = SURROUNDINGS | example
    return {path: text for path, text in files.items() if text or path.endswith("/")}
