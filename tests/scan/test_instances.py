"""Clients of libraries are known by what makes them, whatever they are called and wherever they are made."""

from pathlib import Path

import pytest

from tests.scan.code import scanned

PRESETS = '[scan]\npresets = ["posthog", "segment", "mixpanel", "amplitude"]\n'

PYTHON = {
    "the same file": {"app.py": 'from posthog import Posthog\nsdk = Posthog("k")\nsdk.capture("u", "a.b")'},
    "another file": {
        "shop/client.py": 'from posthog import Posthog\nsdk = Posthog("k")',
        "shop/app.py": 'from .client import sdk\nsdk.capture("u", "a.b")',
    },
    "a module": {
        "shop/client.py": 'from posthog import Posthog\nsdk = Posthog("k")',
        "shop/app.py": 'from shop import client\nclient.sdk.capture("u", "a.b")',
    },
    "a member": {
        "app.py": "from mixpanel import Mixpanel\nclass A:\n    def __init__(self):\n"
        '        self.sdk = Mixpanel("t")\n    def f(self):\n        self.sdk.track("u", "a.b")',
    },
    "a member of a base class": {
        "shop/base.py": 'from posthog import Posthog\nclass Base:\n    sdk = Posthog("k")',
        "shop/app.py": "from .base import Base\nclass A(Base):\n    def f(self):\n"
        '        self.sdk.capture("u", "a.b")',
    },
    "an annotation": {
        "app.py": 'from posthog import Posthog\ndef f(sdk: Posthog | None):\n    sdk.capture("u", "a.b")',
    },
    "an annotation that may be none": {
        "app.py": 'from posthog import Posthog\ndef f(sdk: None | Posthog):\n    sdk.capture("u", "a.b")',
    },
    "an optional annotation": {
        "app.py": "from typing import Optional\nfrom posthog import Posthog\n"
        'def f(sdk: Optional[Posthog] = None):\n    sdk.capture("u", "a.b")',
    },
    "an annotation with more": {
        "app.py": "from typing import Annotated\nfrom posthog import Posthog\n"
        'def f(sdk: Annotated[Posthog, Depends(g)]):\n    sdk.capture("u", "a.b")',
    },
    "an annotation with a default": {
        "app.py": 'from posthog import Posthog\ndef f(sdk: "Posthog" = None):\n    sdk.capture("u", "a.b")',
    },
}

TYPESCRIPT = {
    "the same file": {
        "app.ts": 'import { PostHog } from "posthog-node";\nconst sdk = new PostHog("k");\n'
        'sdk.capture({ distinctId: "u", event: "a.b" });',
    },
    "another file": {
        "client.ts": 'import { Analytics } from "@segment/analytics-node";\n'
        'export const sdk = new Analytics({ writeKey: "k" });',
        "app.ts": 'import { sdk } from "./client";\nsdk.track({ userId: "u", event: "a.b" });',
    },
    "a default export": {
        "client.ts": 'import { PostHog } from "posthog-node";\nexport default new PostHog("k");',
        "app.ts": 'import sdk from "./client";\nsdk.capture({ distinctId: "u", event: "a.b" });',
    },
    "a function of the library": {
        "app.ts": 'import * as amp from "@amplitude/analytics-browser";\n'
        'const sdk = amp.createInstance();\nsdk.track("a.b");',
    },
    "a field": {
        "app.ts": 'import { PostHog } from "posthog-node";\nclass A {\n  sdk = new PostHog("k");\n'
        '  f() { this.sdk.capture({ event: "a.b" }); }\n}',
    },
    "a field that the constructor makes": {
        "app.ts": 'import { PostHog } from "posthog-node";\nclass A {\n'
        '  constructor() { this.sdk = new PostHog("k"); }\n'
        '  f() { this.sdk.capture({ event: "a.b" }); }\n}',
    },
    "a field that is given": {
        "app.ts": 'import { PostHog } from "posthog-node";\nclass A {\n'
        "  constructor(private sdk: PostHog) {}\n"
        '  f() { this.sdk.capture({ event: "a.b" }); }\n}',
    },
    "a field of a base class": {
        "base.ts": 'import { PostHog } from "posthog-node";\nexport class Base { protected sdk: PostHog; }',
        "app.ts": 'import { Base } from "./base";\nclass A extends Base {\n'
        '  f() { this.sdk.capture({ event: "a.b" }); }\n}',
    },
}


@pytest.mark.parametrize("files", [*PYTHON.values(), *TYPESCRIPT.values()], ids=[*PYTHON, *TYPESCRIPT])
def test_a_client_is_known_by_what_makes_it(files: dict[str, str], tmp_path: Path) -> None:
    (site,) = scanned(tmp_path, files, PRESETS).sites
    assert site.texts.names == ("a.b",)


NOT_THEIRS = {
    "a class of the application": {
        "app.py": 'class Camera: ...\nsdk = Camera()\nsdk.capture("u", "a.b")',
    },
    "an imported class of the application": {
        "shop/client.py": "class Analytics: ...",
        "shop/app.py": 'from .client import Analytics\nsdk = Analytics()\nsdk.track("u", "a.b")',
    },
    "another library": {"app.py": 'from cv2 import Video\nsdk = Video(0)\nsdk.capture("u", "a.b")'},
    "nothing that is known": {"app.ts": 'sdk.capture({ event: "a.b" });'},
}


@pytest.mark.parametrize("files", NOT_THEIRS.values(), ids=NOT_THEIRS)
def test_what_something_else_makes_is_none(files: dict[str, str], tmp_path: Path) -> None:
    assert scanned(tmp_path, files, PRESETS).sites == ()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ('posthog.capture("anonymous", name)', None),
        ('posthog.capture("anonymous", name())', None),
        ('posthog.capture("u", "a.b")', "a.b"),
        ('posthog.capture(user.id, "a.b", {"x": 1})', "a.b"),
        ('posthog.capture("a.b", distinct_id="u")', "a.b"),
        ('posthog.capture(distinct_id="u", event="a.b")', "a.b"),
        ('posthog.capture("u", event="a.b")', "a.b"),
    ],
)
def test_whose_event_it_is_is_no_event(call: str, name: str | None, tmp_path: Path) -> None:
    (site,) = scanned(tmp_path, {"app.py": f"import posthog\n{call}"}, PRESETS).sites
    assert site.texts.names == (() if name is None else (name,))
