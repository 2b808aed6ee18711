"""A large catalog that looks like real ones: 5,000 events of 500 resources, groups, aliases and examples.

python -m tests.benchmarks.corpus FOLDER [EVENTS]
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

EVENTS: Final = 5_000
RESOURCES: Final = 500
PROPERTIES: Final = 8

_FIRST: Final = (
    "account audit backup billing branch budget calendar campaign channel client comment contract "
    "customer dashboard delivery device discount document employee expense export feature feedback "
    "folder form goal group holiday integration inventory invoice issue label lead ledger license "
    "listing location lookup member message milestone"
).split()
_SECOND: Final = (
    "entry plan report template archive preview session summary field rule setting import"
).split()
_ACTIONS: Final = (
    "created updated deleted viewed exported imported archived restored approved rejected submitted "
    "assigned shared renamed duplicated closed reopened sent received failed"
).split()
_SIZES: Final = (
    "duration_seconds item_count page_count file_bytes retry_count line_count wait_ms total_rows".split()
)
_IDS: Final = "project_id task_id team_id entry_id parent_id folder_id batch_id run_id".split()
_FLAGS: Final = "is_first is_bulk has_filter was_retried is_shared has_warning is_draft was_cached".split()

_SETTINGS: Final = """\
format: 1
product: corpus
base_url: https://catalog.example.com/corpus
owners:
  alpha: {description: The first team.}
  beta: {description: The second team.}
  gamma: {description: The third team.}
purposes:
  analytics:
    description: To learn which features are used.
    basis: consent
    subjects: [customer]
    notice: https://example.com/privacy
  functional: {description: To keep the service running., basis: contract}
destinations:
  log:
    description: The application's own log.
    contexts: [request]
    receives: [none, system, user.behavior, user.unique_id, user.account]
    otherwise: {user.content: drop, user.contact: drop}
    purposes: [analytics, functional]
    retention_days: 30
    reserved: [args, asctime, created, filename, levelname, message, module, name, process, thread]
  posthog:
    description: Product analytics.
    contexts: [request, tracker]
    receives: [none, system, user.behavior, user.unique_id, user.account]
    otherwise: {user.content: drop, user.contact: drop}
    consent: true
    purposes: [analytics]
    retention_days: 365
    erasure: {how: Delete the person., days: 14}
  metrics:
    description: Counters.
    receives: [none, system, user.behavior]
    otherwise: {user: drop}
    identity: none
    purposes: [analytics, functional]
    retention_days: 15
"""
_GROUPS: Final = {
    "actor": """\
description: Who did it.
properties:
  actor_id: {description: The user., type: integer, minimum: 1, data: user.unique_id}
  actor_role: {description: The role., type: string, enum: [admin, member, guest], data: user.account}
""",
    "origin": """\
description: Where it came from.
properties:
  origin:
    description: The surface.
    type: string
    enum: [web, mobile, api, job]
    required: true
    data: user.behavior
""",
}
_CONTEXTS: Final = {
    "request": """\
description: What the server adds.
properties:
  request_id: {description: The request., type: uuid, data: system.identifier}
""",
    "tracker": """\
description: What the tracker adds.
properties:
  app_version: {description: The release., type: string, maxLength: 40, data: system.operations}
  $lib: {description: The library., type: string, maxLength: 40, data: system.operations}
""",
}


def files(events: int = EVENTS, seed: int = 20_261_120) -> Iterator[tuple[str, str]]:
    """The files of the catalog, path and text; the same for the same arguments."""
    chance = random.Random(seed)
    yield "catalog.yaml", _SETTINGS
    yield from ((f"_groups/{name}.yaml", text) for name, text in _GROUPS.items())
    yield from ((f"_context/{name}.yaml", text) for name, text in _CONTEXTS.items())
    resources = [f"{first}_{second}" for first in _FIRST for second in _SECOND]
    chance.shuffle(resources)
    per_resource = max(1, events // min(RESOURCES, events))
    made = 0
    for index in range(events):
        resource = resources[index // per_resource % len(resources)]
        action = _ACTIONS[index % per_resource % len(_ACTIONS)]
        lap = index // (per_resource * len(resources))
        name = f"{action}_{lap}" if lap else action
        yield f"{resource}/{name}.yaml", _event(chance, resource, name, made)
        made += 1


def write(folder: Path, events: int = EVENTS) -> Path:
    """Write the catalog into a folder."""
    for path, text in files(events):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def _event(chance: random.Random, resource: str, action: str, number: int) -> str:
    thing = resource.replace("_", " ")
    destinations = chance.choice(("log, posthog", "log, posthog", "posthog", "log, posthog, metrics"))
    lines = [
        f"description: A {thing} was {action.partition('_')[0]}.",
        f"trigger: The request that did it to the {thing} was answered with success.",
        f"owner: {chance.choice(('alpha', 'beta', 'gamma'))}",
        "purpose: analytics",
        "status: active",
        f"destinations: [{destinations}]",
    ]
    includes = chance.choice(("", "", "actor", "actor, origin", "origin"))
    if includes:
        lines.append(f"include: [{includes}]")
    if number % 5 == 0:
        lines += ["aliases:", f"  - name: {resource}_{action}"]
    lines.append("properties:")
    example = []
    for name, text, value in _properties(chance):
        lines.append(f"  {name}:")
        lines += [f"    {line}" for line in text]
        example.append(f"{name}: {value}")
    if "origin" in includes:
        example.append("origin: web")
    lines += ["examples:", f"  - {{{', '.join(example)}}}"]
    return "\n".join(lines) + "\n"


def _properties(chance: random.Random) -> Iterator[tuple[str, list[str], str]]:
    """Eight properties of an event: name, lines, an example."""
    for name in chance.sample(_SIZES, 2):
        unit = {"duration_seconds": "second", "file_bytes": "byte", "wait_ms": "millisecond"}.get(name)
        yield (
            name,
            [
                f"description: How much of it there was, counted as {name.replace('_', ' ')}.",
                "type: integer",
                "minimum: 0",
                "maximum: 1000000000",
                *([f"unit: {unit}"] if unit else []),
                "required: true",
                "data: system.operations",
            ],
            str(chance.randrange(1_000)),
        )
    for name in chance.sample(_IDS, 2):
        yield (
            name,
            [
                f"description: The {name.removesuffix('_id')} that it belongs to.",
                "type: integer",
                "minimum: 1",
                "nullable: true",
                "data: system.identifier",
            ],
            str(chance.randrange(1, 10_000)),
        )
    for name in chance.sample(_FLAGS, 2):
        yield (
            name,
            ["description: Whether that was so at the time.", "type: boolean", "data: user.behavior"],
            chance.choice(("true", "false")),
        )
    yield (
        "method",
        [
            "description: How it was done.",
            "type: string",
            "enum: [button, shortcut, menu, import, api]",
            "required: true",
            "data: user.behavior",
        ],
        chance.choice(("button", "menu", "api")),
    )
    yield (
        "reference",
        [
            "description: The public reference of it.",
            "type: string",
            'pattern: "^[A-Z]{2,4}-[0-9]{1,8}$"',
            "maxLength: 13",
            "data: system.identifier",
        ],
        f"INV-{chance.randrange(1, 100_000)}",
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else EVENTS)
