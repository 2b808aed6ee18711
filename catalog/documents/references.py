"""Where `$ref` leads within a document: pointers, anchors and identifiers."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin

from catalog.documents.dialects import Draft

_DATA: Final = frozenset({"enum", "const", "default", "examples"})


class Places:
    """The schemas of one document by the addresses that they can be referred to by."""

    def __init__(self, document: object, draft: Draft) -> None:
        self._identifier = "id" if draft is Draft.DRAFT_4 else "$id"
        self._is_early = draft < Draft.DRAFT_2019_09
        self._resources: dict[str, object] = {"": document}
        self._anchors: dict[tuple[str, str], object] = {}
        self._bases: dict[int, str] = {}
        self.dynamic: dict[str, int] = {}
        """How often each dynamic anchor stands in the document."""
        self._note(document, "")

    def base_of(self, schema: object, within: str) -> str:
        """The address that references in a schema are relative to."""
        return self._bases.get(id(schema), within)

    def resolve(self, reference: str, base: str) -> object | None:
        """The schema that a reference leads to; None when it leads nowhere in this document."""
        address, fragment = urldefrag(_joined(base, reference))
        resource = self._resources.get(address)
        if resource is None or not fragment:
            return resource
        fragment = unquote(fragment)
        if not fragment.startswith("/"):
            return self._anchors.get((address, fragment))
        found = resource
        for step in fragment[1:].split("/"):
            step = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, Mapping) and step in found:
                found = found[step]
            elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
                found = found[int(step)]
            else:
                return None
        return found

    def is_single(self) -> bool:
        """Whether the document holds no resource but itself."""
        return len(self._resources) <= 2

    def _note(self, schema: object, base: str) -> None:
        if isinstance(schema, list):
            for item in schema:
                self._note(item, base)
        if not isinstance(schema, Mapping):
            return
        identifier = schema.get(self._identifier)
        if isinstance(identifier, str) and not (self._is_early and "$ref" in schema):
            address, fragment = urldefrag(_joined(base, identifier))
            if fragment and self._is_early:
                self._anchors[address, fragment] = schema
            if address != base or not self._bases:
                base = address
                self._resources.setdefault(base, schema)
        self._bases[id(schema)] = base
        for keyword in ("$anchor", "$dynamicAnchor"):
            anchor = schema.get(keyword)
            if isinstance(anchor, str) and not self._is_early:
                self._anchors[base, anchor] = schema
                if keyword == "$dynamicAnchor":
                    self.dynamic[anchor] = self.dynamic.get(anchor, 0) + 1
        for key, value in schema.items():
            if key not in _DATA:
                self._note(value, base)


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference
