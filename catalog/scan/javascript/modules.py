"""The files that an import of a JavaScript or TypeScript file can mean.

Nothing is installed and nothing was built: a package of the same repository is looked for where its sources
are, though its `package.json` names what a build will make of them.
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Final, Protocol

from catalog.scan.javascript.json_files import Members, members_of, object_at, text_at, texts_in
from catalog.scan.javascript.source import TEMPLATE_SUFFIXES


class Tree(Protocol):
    """The files of a tree; paths have `/`."""

    @property
    def stamps(self) -> Mapping[str, object]:
        """Its source files by their paths."""

    @property
    def generated(self) -> Mapping[str, str]:
        """The files of generated trackers, which are no source files."""

    def has(self, path: str) -> bool:
        """Whether there is a file under this path, source or not."""

    def content(self, path: str) -> bytes:
        """What a file holds. Raises OSError."""


_SUFFIXES: Final = (
    ".ts",
    ".tsx",
    ".d.ts",
    ".js",
    ".jsx",
    ".mts",
    ".cts",
    ".mjs",
    ".cjs",
    ".vue",
    ".svelte",
    ".json",
)

# What TypeScript's importers write is what the compiler will have made of it.
_SOURCE_OF: Final = {
    ".js": (".ts", ".tsx", ".js", ".jsx"),
    ".jsx": (".tsx", ".jsx"),
    ".mjs": (".mts", ".mjs"),
    ".cjs": (".cts", ".cjs"),
}
_CONFIGS: Final = ("tsconfig.json", "jsconfig.json")

# What a package calls itself before it was built.
_ENTRIES: Final = ("src/index", "index", "lib/index", "src/main")
_ENTRY_MEMBERS: Final = ("source", "types", "typings", "module", "main")
_BUILT: Final = re.compile(r"(?:dist|build|lib|out|esm|cjs|es|umd|types|node|browser)/")

# Where `@/` and `~/` lead by convention, if no configuration says: bundlers have their own.
_HOME: Final = re.compile(r"[@~]/")
_MAX_EXTENDS: Final = 10


class Modules:
    """Answers for one tree; what was read of its configurations is kept."""

    def __init__(self, tree: Tree) -> None:
        self._tree: Final = tree
        self._json: Final[dict[str, Members]] = {}
        self._configs: Final[dict[str, _Paths | None]] = {}
        self._found: Final[dict[tuple[str, str], tuple[str, ...]]] = {}
        self._packages: dict[str, str] | None = None
        self._is_outside: Final = any(path.startswith("../") for path in tree.stamps)

    def of(self, module: str, importer: str) -> tuple[str, ...]:
        """Paths of a module; none when it is not in the tree."""
        folder = dirname(importer)
        key = (folder, module)
        if key not in self._found:
            self._found[key] = next(((path,) for path in self._candidates(module, folder)), ())
        return self._found[key]

    def _candidates(self, module: str, folder: str) -> Iterator[str]:
        module = re.split(r"[?!]", module)[-1] if "!" in module else module.partition("?")[0]
        if module.startswith((".", "/")):
            yield from self._file(join(folder, module) if module.startswith(".") else module[1:])
            return
        if not module:
            return
        for above in _folders_above(folder):
            for paths in self._configurations(above):
                for target in paths.targets(module):
                    yield from self._file(target)
        if module.startswith("#"):
            yield from self._own_import(module, folder)
        yield from self._package(module)
        if _HOME.match(module):
            rest = module[2:]
            for above in _folders_above(folder):
                for inside in ("", "src", "app"):
                    yield from self._file(join(above, inside, rest))

    def _file(self, path: str) -> Iterator[str]:
        """The file that a path without its suffix, or with that of what is built, stands for."""
        path = normpath(path)
        if path.startswith("../") and not self._is_outside:
            return
        path = "" if path == "." else path
        stem, dot, suffix = path.rpartition(".")
        for other in _SOURCE_OF.get(dot + suffix, ()):
            yield from self._existing(stem + other)
        if path:
            yield from self._existing(path)
            for other in _SUFFIXES:
                yield from self._existing(path + other)
        for other in _SUFFIXES:
            yield from self._existing(join(path, "index" + other))
        manifest = self._members(join(path, "package.json"))
        for key in _ENTRY_MEMBERS:
            entry = text_at(manifest, key)
            if entry is not None and normpath(join(path, entry)) != path:
                yield from self._built(path, entry)

    def _existing(self, path: str) -> Iterator[str]:
        if self._tree.has(path):
            yield path
        elif path.endswith((".ts", ".tsx", ".js", ".jsx")):
            for suffix in TEMPLATE_SUFFIXES:
                if self._tree.has(path + suffix):
                    yield path + suffix

    def _package(self, module: str) -> Iterator[str]:
        """A package of the same repository, by its name."""
        if self._packages is None:
            self._packages = self._named_packages()
        parts = module.split("/")
        length = 2 if module.startswith("@") else 1
        folder = self._packages.get("/".join(parts[:length]))
        if folder is None:
            return
        rest = "/".join(parts[length:])
        manifest = self._members(join(folder, "package.json"))
        for target in _exported(manifest.get("exports"), f"./{rest}" if rest else "."):
            yield from self._built(folder, target)
        if rest:
            yield from self._built(folder, rest)
            yield from self._file(join(folder, "src", rest))
            return
        for key in _ENTRY_MEMBERS:
            entry = text_at(manifest, key)
            if entry is not None:
                yield from self._built(folder, entry)
        for entry in _ENTRIES:
            yield from self._file(join(folder, entry))

    def _built(self, folder: str, target: str) -> Iterator[str]:
        """A file of a package, or the source of it if it is still to be built."""
        target = target.removeprefix("./")
        yield from self._source(join(folder, target))
        inner = target
        while True:
            built = _BUILT.match(inner)
            if built is None:
                return
            inner = inner[built.end() :]
            yield from self._source(join(folder, "src", inner))
            yield from self._source(join(folder, inner))

    def _source(self, path: str) -> Iterator[str]:
        yield from self._file(path.removesuffix(".d.ts") if path.endswith(".d.ts") else path)

    def _own_import(self, module: str, folder: str) -> Iterator[str]:
        """`#name`, which the nearest `package.json` explains."""
        for above in _folders_above(folder):
            manifest = self._members(join(above, "package.json"))
            if manifest:
                for target in _exported(manifest.get("imports"), module):
                    yield from self._built(above, target)
                return

    def _named_packages(self) -> dict[str, str]:
        folders: set[str] = set()
        for path in (*self._tree.stamps, *self._tree.generated):
            folder = dirname(path)
            while folder not in folders and "node_modules" not in folder:
                folders.add(folder)
                folder = dirname(folder)
        found: dict[str, str] = {}
        for folder in sorted(folders, key=lambda folder: (folder.count("/"), folder)):
            name = text_at(self._members(join(folder, "package.json")), "name")
            if name is not None:
                found.setdefault(name, folder)
        return found

    def _configurations(self, folder: str) -> "Iterator[_Paths]":
        for name in _CONFIGS:
            paths = self._configuration(join(folder, name), 0)
            if paths is not None:
                yield paths
                # A project of several parts says it in each of them: tsconfig.app.json.
                for part in paths.parts:
                    inner = self._configuration(part, 0)
                    if inner is not None:
                        yield inner

    def _configuration(self, path: str, depth: int) -> "_Paths | None":
        if path not in self._configs:
            self._configs[path] = None  # one that extends itself
            self._configs[path] = self._read_configuration(path, depth)
        return self._configs[path]

    def _read_configuration(self, path: str, depth: int) -> "_Paths | None":
        members = self._members(path)
        if not members or depth > _MAX_EXTENDS:
            return None
        folder = dirname(path)
        paths = _Paths()
        for extended in texts_in(members.get("extends")):
            for target in self._extended(extended, folder):
                inherited = self._configuration(target, depth + 1)
                if inherited is not None:
                    paths = _Paths(inherited.base, inherited.home, inherited.patterns)
                break
        options = object_at(members, "compilerOptions")
        base = text_at(options, "baseUrl")
        if base is not None:
            paths.base = normpath(join(folder, base))
        patterns = object_at(options, "paths")
        if patterns:
            paths.patterns = {pattern: texts_in(targets) for pattern, targets in patterns.items()}
            paths.home = folder
        references = members.get("references")
        for reference in references if isinstance(references, list) else []:
            for part in texts_in(reference):
                target = normpath(join(folder, part))
                if target != "." and not target.startswith(".."):
                    is_file = target.endswith(".json")
                    paths.parts.append(target if is_file else join(target, "tsconfig.json"))
        # Only the parts in the same folder speak for the files of this folder.
        paths.parts = [part for part in paths.parts if dirname(part) == folder]
        return paths

    def _extended(self, extended: str, folder: str) -> Iterator[str]:
        if extended.startswith("."):
            target = normpath(join(folder, extended))
        else:
            if self._packages is None:
                self._packages = self._named_packages()
            parts = extended.split("/")
            length = 2 if extended.startswith("@") else 1
            package = self._packages.get("/".join(parts[:length]))
            if package is None:
                return
            target = join(package, *parts[length:])
        for path in (target, f"{target}.json", join(target, "tsconfig.json")):
            if self._members(path):
                yield path

    def _members(self, path: str) -> Members:
        if path not in self._json:
            self._json[path] = self._read_members(path) if path.endswith(".json") else {}
        return self._json[path]

    def _read_members(self, path: str) -> Members:
        if not self._tree.has(path):
            return {}
        try:
            return members_of(self._tree.content(path))
        except OSError:
            return {}


class _Paths:
    """What a configuration says of module names."""

    __slots__ = ("base", "home", "parts", "patterns")

    def __init__(
        self,
        base: str | None = None,
        home: str | None = None,
        patterns: dict[str, list[str]] | None = None,
    ) -> None:
        self.base: str | None = base
        """`baseUrl`, from the root of the tree."""
        self.home: str | None = home
        """The folder of the configuration that has the patterns; they are relative to it without a base."""
        self.patterns: dict[str, list[str]] = patterns or {}
        self.parts: list[str] = []

    def targets(self, module: str) -> Iterator[str]:
        """Paths from the root of the tree that a module can have, the longest pattern first."""
        for pattern in sorted(self.patterns, key=lambda each: -len(each.partition("*")[0])):
            filled = _filled(pattern, module)
            if filled is not None:
                for target in self.patterns[pattern]:
                    yield join(
                        self.base if self.base is not None else self.home or "", target.replace("*", filled)
                    )
        if self.base is not None:
            yield join(self.base, module)


def _exported(exports: object, wanted: str) -> Iterator[str]:
    """What the `exports` or `imports` of a `package.json` say of a path, whatever the condition."""
    if isinstance(exports, dict) and any(str(key).startswith((".", "#")) for key in exports):
        if wanted in exports:
            yield from texts_in(exports[wanted])
            return
        for pattern in sorted((str(key) for key in exports if "*" in str(key)), key=len, reverse=True):
            filled = _filled(pattern, wanted)
            if filled is not None:
                for target in texts_in(exports[pattern]):
                    yield target.replace("*", filled)
    elif wanted == ".":
        yield from texts_in(exports)


def _filled(pattern: str, module: str) -> str | None:
    """What `*` stands for if a module fits a pattern; "" for a pattern without one."""
    before, star, after = pattern.partition("*")
    if not star:
        return "" if module == pattern else None
    fits = len(module) >= len(before) + len(after) and module.startswith(before) and module.endswith(after)
    return module[len(before) : len(module) - len(after)] if fits else None


def _folders_above(folder: str) -> Iterator[str]:
    """A folder and those that it lies in, up to where its path begins: "", "/" or ".."."""
    while folder not in ("", "/") and folder.rpartition("/")[2] != "..":
        yield folder
        folder = dirname(folder)
    yield folder
