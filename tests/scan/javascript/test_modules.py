"""Which file an import means."""

import json

import pytest

from catalog.scan.javascript.modules import Modules


class Paper:
    """A tree of files that are written here."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    @property
    def stamps(self) -> dict[str, str]:
        return {path: "" for path in self._files if not path.endswith(".json")}

    @property
    def generated(self) -> dict[str, str]:
        return {}

    def has(self, path: str) -> bool:
        return path in self._files

    def content(self, path: str) -> bytes:
        return self._files[path].encode()


RELATIVE = [
    ("./x", "src/x.ts"),
    ("./x.js", "src/x.ts"),  # what the compiler will have made of it
    ("./page", "src/page.tsx"),
    ("./page.jsx", "src/page.tsx"),
    ("./y", "src/y/index.ts"),
    ("./y/", "src/y/index.ts"),
    (".", "src/index.ts"),
    ("..", "index.js"),
    ("../lib/z", "lib/z.mjs"),
    ("../lib/z.mjs", "lib/z.mjs"),
    ("./Button.vue", "src/Button.vue"),
    ("./x?raw", "src/x.ts"),
    ("./made", "src/made.tsx.jinja"),
    ("../pkg", "pkg/lib/main.ts"),
    ("./none", None),
    ("../../out", None),
    ("react", None),
]


@pytest.mark.parametrize(("module", "path"), RELATIVE)
def test_a_relative_import_finds_its_file(module: str, path: str | None) -> None:
    files = [
        *("src/x.ts", "src/page.tsx", "src/y/index.ts", "src/index.ts", "index.js", "lib/z.mjs"),
        *("src/Button.vue", "src/made.tsx.jinja", "pkg/lib/main.ts"),
    ]
    paper = Paper(
        {**dict.fromkeys(files, ""), "pkg/package.json": '{"main": "dist/main.js", "source": "lib/main.ts"}'}
    )
    assert Modules(paper).of(module, "src/a.ts") == (() if path is None else (path,))


CONFIGURED: dict[str, tuple[dict[str, object], str]] = {
    "paths": ({"tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}}, "@/x"),
    "paths from a base": (
        {"tsconfig.json": {"compilerOptions": {"baseUrl": "src", "paths": {"~lib/*": ["lib/*", "*"]}}}},
        "~lib/x",
    ),
    "one name": ({"tsconfig.json": {"compilerOptions": {"paths": {"names": ["src/x.ts"]}}}}, "names"),
    "a base alone": ({"jsconfig.json": {"compilerOptions": {"baseUrl": "./src"}}}, "x"),
    "what is extended": (
        {
            "config/base.json": {"compilerOptions": {"paths": {"@/*": ["../src/*"]}}},
            "tsconfig.json": {"extends": "./config/base"},
        },
        "@/x",
    ),
    "one of several extended": (
        {
            "a.json": {},
            "b.json": {"compilerOptions": {"paths": {"@/*": ["src/*"]}}},
            "tsconfig.json": {"extends": ["./a.json", "./b.json"], "compilerOptions": {"strict": True}},
        },
        "@/x",
    ),
    "a configuration in a package": (
        {
            "packages/ts/package.json": {"name": "@our/ts"},
            "packages/ts/base.json": {"compilerOptions": {"paths": {"@/*": ["../../src/*"]}}},
            "tsconfig.json": {"extends": "@our/ts/base.json"},
        },
        "@/x",
    ),
    "a part of the project": (
        {
            "tsconfig.json": {"files": [], "references": [{"path": "./tsconfig.app.json"}]},
            "tsconfig.app.json": {"compilerOptions": {"paths": {"@/*": ["src/*"]}}},
        },
        "@/x",
    ),
    "no configuration, by convention": ({}, "@/x"),
    "package imports": ({"package.json": {"imports": {"#lib/*": "./dist/*.js"}}}, "#lib/x"),
    "one that extends itself": (
        {"tsconfig.json": {"extends": "./tsconfig.json", "compilerOptions": {"paths": {"@/*": ["src/*"]}}}},
        "@/x",
    ),
}


@pytest.mark.parametrize("kind", CONFIGURED)
def test_a_configuration_says_where_a_name_leads(kind: str) -> None:
    configurations, module = CONFIGURED[kind]
    files = {path: json.dumps(content) for path, content in configurations.items()}
    paper = Paper({**files, "src/x.ts": "", "src/deep/a.ts": "", "packages/ts/a.ts": ""})
    assert Modules(paper).of(module, "src/deep/a.ts") == ("src/x.ts",)


def test_the_nearest_configuration_decides() -> None:
    paths = '{"compilerOptions": {"paths": {"@/*": ["./%s/*"]}}}'
    paper = Paper(
        {
            "tsconfig.json": paths % "src",
            "app/tsconfig.json": paths % "lib",
            "src/x.ts": "",
            "app/lib/x.ts": "",
        }
    )
    assert Modules(paper).of("@/x", "app/lib/a.ts") == ("app/lib/x.ts",)
    assert Modules(paper).of("@/x", "src/a.ts") == ("src/x.ts",)


def test_a_configuration_may_have_comments_and_trailing_commas() -> None:
    text = """\ufeff{
      // where names lead
      "compilerOptions": { /* as in the bundler */
        "paths": { "@/*": ["src/*",], "url": ["https://x/*"], },
      },
    }"""
    paper = Paper({"tsconfig.json": text, "src/x.ts": ""})
    assert Modules(paper).of("@/x", "src/a.ts") == ("src/x.ts",)


BROKEN = ["", "[]", "{", "null", '{"compilerOptions": 1}', '{"extends": 3, "references": [1]}', "[" * 100_000]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_configuration_says_nothing(text: str) -> None:
    paper = Paper({"tsconfig.json": text, "package.json": text, "src/x.ts": "", "src/a.ts": ""})
    assert Modules(paper).of("./x", "src/a.ts") == ("src/x.ts",)
    assert Modules(paper).of("other", "src/a.ts") == ()


SHARED: dict[str, tuple[str, dict[str, object], str | None]] = {
    "the package": ("@our/shared", {"main": "./dist/index.js"}, "packages/shared/src/index.ts"),
    "its types": ("@our/shared", {"types": "dist/types/index.d.ts"}, "packages/shared/src/index.ts"),
    "without a word": ("@our/shared", {}, "packages/shared/src/index.ts"),
    "exports": (
        "@our/shared",
        {"exports": {".": {"import": "./dist/esm/index.js"}}},
        "packages/shared/src/index.ts",
    ),
    "one export": ("@our/shared", {"exports": "./dist/src/names.js"}, "packages/shared/src/names.ts"),
    "a part": (
        "@our/shared/names",
        {"exports": {"./names": "./build/names.js"}},
        "packages/shared/src/names.ts",
    ),
    "a pattern": ("@our/shared/names", {"exports": {"./*": "./dist/*.js"}}, "packages/shared/src/names.ts"),
    "a folder": ("@our/shared/dist/names", {}, "packages/shared/src/names.ts"),
    "a part without exports": ("@our/shared/src/names", {}, "packages/shared/src/names.ts"),
    "another package": ("@our/other", {}, None),
}


@pytest.mark.parametrize("kind", SHARED)
def test_a_package_of_the_repository_is_found_in_its_sources(kind: str) -> None:
    module, manifest, path = SHARED[kind]
    paper = Paper(
        {
            "packages/shared/package.json": json.dumps({"name": "@our/shared", **manifest}),
            "packages/shared/src/index.ts": "",
            "packages/shared/src/names.ts": "",
            "app/a.ts": "",
        }
    )
    assert Modules(paper).of(module, "app/a.ts") == (() if path is None else (path,))


@pytest.mark.parametrize("top", ["/srv/proj", "../proj", "../../far/proj", "/"])
@pytest.mark.parametrize("module", ["@/lib/x", "./lib/x", "#x", "@our/shared"])
def test_a_tree_that_is_looked_at_from_elsewhere_ends_where_its_paths_begin(top: str, module: str) -> None:
    top = top.rstrip("/")
    paper = Paper(
        {
            f"{top}/src/a.ts": "",
            f"{top}/src/lib/x.ts": "",
            f"{top}/package.json": json.dumps(
                {"name": "@our/shared", "main": "src/lib/x.ts", "imports": {"#x": "./src/lib/x.ts"}}
            ),
        }
    )
    assert Modules(paper).of(module, f"{top}/src/a.ts") == (f"{top}/src/lib/x.ts",)
    assert Modules(paper).of("@/nowhere", f"{top}/src/a.ts") == ()
