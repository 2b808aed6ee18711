"""What a module says at its top: constants, what it imports and what it hands on."""

from functools import partial
from typing import Final

from tree_sitter import Node

from catalog.scan.facts import Entry, Export, Expression, Import, Name, Object, Scalar, Unknown
from catalog.scan.javascript.declared import Variable
from catalog.scan.javascript.expressions import Expressions
from catalog.scan.javascript.made import made_members
from catalog.scan.javascript.nodes import bare, imported_names, module_loaded, path_of, unquoted
from catalog.scan.javascript.patterns import names_in
from catalog.scan.javascript.scope import CLASSES, FUNCTIONS, Scope, enter
from catalog.scan.javascript.scopes import Scopes
from catalog.scan.javascript.source import Source
from catalog.scan.javascript.values import choice

EVERYTHING: Final = "*"

_MAX_NESTING: Final = 8

_STATEMENTS_INSIDE: Final = frozenset({"ERROR", "ambient_declaration"})


class Declarations:
    """Collects them statement by statement."""

    def __init__(self, source: Source, scopes: Scopes, expressions: Expressions) -> None:
        self.constants: Final[dict[str, Expression]] = {}
        self.imports: Final[list[Import]] = []
        self.exports: Final[list[Export]] = []
        self._source: Final = source
        self._scopes: Final = scopes
        self._expressions: Final = expressions
        self._of_the_file()

    def _of_the_file(self) -> None:
        for statement in self._scopes.module.node.named_children:
            self._statement(statement, "", self._scopes.module, 0)

    def _statement(self, node: Node, prefix: str, scope: Scope, depth: int) -> None:
        if depth > _MAX_NESTING:
            return
        match node.type:
            case "lexical_declaration" | "variable_declaration":
                for declarator in node.named_children:
                    if declarator.type == "variable_declarator":
                        self._variable(declarator, prefix, scope)
            case "enum_declaration":
                self._enum(node, prefix, scope)
            case "import_statement":
                for local, module, name in imported_names(node, self._source):
                    self.imports.append(Import(local, module, name))
            case "export_statement":
                self._export(node, prefix, scope, depth)
            case "expression_statement":
                inner = node.named_child(0) if node.named_child_count else None
                if inner is not None:
                    self._expression_statement(inner, prefix, scope, depth)
            case "internal_module" | "module":
                self._namespace(node, prefix, scope, depth)
            case kind if kind in CLASSES:
                self._class(node, prefix, scope)
            case kind if kind in _STATEMENTS_INSIDE:
                for child in node.named_children:
                    if child.type != node.type:
                        self._statement(child, prefix, scope, depth + 1)
            case _:
                pass

    def _variable(self, node: Node, prefix: str, scope: Scope) -> None:
        pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if pattern is None:
            return
        if value is not None and self._required(pattern, value):
            return
        if value is not None and bare(value).type in FUNCTIONS:
            return
        if value is not None and bare(value).type in CLASSES and pattern.type == "identifier":
            self._class(bare(value), prefix, scope, self._source.of(pattern))
            return
        for bound in names_in(pattern, self._source):
            declared = self._scopes.declared(scope).get(bound.name)
            if isinstance(declared, Variable) and declared.start == bound.start:
                known = self._expressions.value_of(declared, scope)
                if known is not None:
                    self._add(prefix + bound.name, known)

    def _required(self, pattern: Node, value: Node) -> bool:
        """`const x = require("…")`, and of it a member or several."""
        value = bare(value)
        member: str | None = None
        if value.type == "member_expression":
            inner, last = value.child_by_field_name("object"), value.child_by_field_name("property")
            if inner is None or last is None:
                return False
            value, member = bare(inner), self._source.of(last)
        module = module_loaded(value, self._source)
        if module is None:
            return False
        for bound in names_in(pattern, self._source):
            steps = [member] if member is not None else []
            steps += [step for step in bound.path if isinstance(step, str)]
            if len(steps) < 2:
                self.imports.append(Import(bound.name, module, steps[0] if steps else None))
        return True

    def _enum(self, node: Node, prefix: str, scope: Scope) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return
        members: dict[str, Expression] = {}
        following: int | None = 0
        for member in body.named_children:
            value = member.child_by_field_name("value") if member.type == "enum_assignment" else None
            named = member.child_by_field_name("name") if member.type == "enum_assignment" else member
            if named is None or named.type not in (
                "property_identifier",
                "string",
                "computed_property_name",
                "number",
            ):
                continue
            key = self._expressions.text(named) if named.type == "string" else self._source.of(named)
            if value is not None:
                known = self._expressions.read(value, scope)
                if isinstance(known, Name) and len(known.path) == 1 and known.path[0] in members:
                    known = members[known.path[0]]  # `B = A`
            else:
                known = Unknown("variable") if following is None else Scalar(following)
            following = (
                known.value + 1 if isinstance(known, Scalar) and isinstance(known.value, int) else None
            )
            members[key] = known
        self._members(prefix + self._source.of(name), members, node)

    def _members(self, name: str, members: dict[str, Expression], node: Node) -> None:
        """Put the members of an enum under its name; two enums of one name are one."""
        line, column = self._source.place(node.start_byte)
        before = self.constants.get(name)
        known = {entry.key: entry for entry in before.entries} if isinstance(before, Object) else {}
        for key, value in members.items():
            known[key] = Entry(key, value, line, column)
        self._add(name, Object(tuple(known.values())))

    def _class(self, node: Node, prefix: str, scope: Scope, assigned: str = "") -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if body is None:
            return
        called = assigned or (self._source.of(name) if name is not None else "default")
        base = _base(node, self._source)
        if base is not None:
            self.constants[f"{prefix}{called}.{EVERYTHING}"] = Name(base)
        for field in body.named_children:
            if field.type not in ("public_field_definition", "field_definition"):
                continue
            if not any(child.type == "static" for child in field.children):
                continue
            named = field.child_by_field_name("name") or field.child_by_field_name("property")
            value = field.child_by_field_name("value")
            if named is not None and value is not None and named.type != "computed_property_name":
                self._add(f"{prefix}{called}.{self._source.of(named)}", self._expressions.read(value, scope))
        for member, made in made_members(body, self._source, partial(self._expressions.read, scope=scope)):
            self.constants.setdefault(f"{prefix}{called}.{member}", made)

    def _namespace(self, node: Node, prefix: str, scope: Scope, depth: int) -> None:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None or name.type == "string":
            return
        inside = enter(body, scope, [node], self._source)
        for statement in body.named_children:
            self._statement(statement, f"{prefix}{self._source.of(name)}.", inside, depth + 1)

    def _export(self, node: Node, prefix: str, scope: Scope, depth: int) -> None:
        from_ = node.child_by_field_name("source")
        module = unquoted(from_, self._source) if from_ is not None else None
        declaration, value = node.child_by_field_name("declaration"), node.child_by_field_name("value")
        if declaration is not None:
            self._statement(declaration, prefix, scope, depth + 1)
            if any(child.type == "default" for child in node.children):
                name = declaration.child_by_field_name("name")
                if name is not None:
                    self.exports.append(Export("default", None, self._source.of(name)))
            return
        if value is not None:
            self._default(value, scope)
            return
        if prefix:
            return
        is_everything = False
        for child in node.children:
            match child.type:
                case "export_clause":
                    for specifier in child.named_children:
                        name = specifier.child_by_field_name("name")
                        if name is not None:
                            alias = specifier.child_by_field_name("alias") or name
                            self.exports.append(
                                Export(unquoted(alias, self._source), module, unquoted(name, self._source))
                            )
                case "namespace_export":
                    for named in child.named_children:
                        self.exports.append(Export(unquoted(named, self._source), module, EVERYTHING))
                case "*":
                    is_everything = True
                case "=":  # `export = NAMES`
                    self._default(node.named_children[-1], scope)
                case _:
                    pass
        if is_everything and module is not None:
            self.exports.append(Export(EVERYTHING, module, EVERYTHING))

    def _default(self, value: Node, scope: Scope) -> None:
        value = bare(value)
        if value.type in FUNCTIONS:
            return
        if value.type in CLASSES:
            self._class(value, "", scope, "default")
            return
        self._add("default", self._expressions.read(value, scope))

    def _expression_statement(self, node: Node, prefix: str, scope: Scope, depth: int) -> None:
        if node.type == "internal_module":
            self._namespace(node, prefix, scope, depth)
        if node.type != "assignment_expression":
            return
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        path = None if left is None else path_of(left, self._source)
        if path is None or right is None:
            return
        if path == ("module", "exports"):
            self._common_exports(right, scope)
            return
        if path[:2] == ("module", "exports"):
            path = path[1:]
        if path[0] == "exports" and len(path) > 1:
            self._common_export(".".join(path[1:]), right, scope)
        elif len(path) > 1 and path[0] in self._scopes.declared(self._scopes.module):
            # `const Events = {}; Events.SIGNUP = "signup"`
            self._add(".".join(path), self._expressions.read(right, scope), is_later=True)

    def _common_export(self, name: str, right: Node, scope: Scope) -> None:
        right = bare(right)
        if right.type == "assignment_expression":  # `exports.a = exports.b = …`
            inner = right.child_by_field_name("right")
            right = right if inner is None else bare(inner)
        module = module_loaded(right, self._source)
        if module is not None:
            self.exports.append(Export(name, module, EVERYTHING))
            return
        if right.type in FUNCTIONS:
            return
        self._add(name, self._expressions.read(right, scope), is_later=True)

    def _common_exports(self, right: Node, scope: Scope) -> None:
        """`module.exports = …`: its members are the module's, and the whole is its default."""
        right = bare(right)
        module = module_loaded(right, self._source)
        if module is not None:
            self.exports.append(Export(EVERYTHING, module, EVERYTHING))
            self.exports.append(Export("default", module, "default"))
            return
        for member in right.named_children if right.type == "object" else []:
            if member.type == "spread_element" and member.named_child_count:
                spread = member.named_children[0]
                from_ = module_loaded(bare(spread), self._source)
                if from_ is not None:
                    self.exports.append(Export(EVERYTHING, from_, EVERYTHING))
        self._default(right, scope)
        known = self._expressions.read(right, scope)
        if isinstance(known, Name):
            known = self.constants.get(".".join(known.path), known)
        if isinstance(known, Object):
            for entry in known.entries:
                if entry.key not in self.constants:
                    self._add(entry.key, entry.value)

    def _add(self, name: str, value: Expression, *, is_later: bool = False) -> None:
        if isinstance(value, Unknown) or (isinstance(value, Name) and ".".join(value.path) == name):
            return
        before = self.constants.get(name)
        self.constants[name] = choice([before, value]) if is_later and before is not None else value


def _base(node: Node, source: Source) -> tuple[str, ...] | None:
    """What a class extends, as far as it is a name."""
    heritage = next((child for child in node.named_children if child.type == "class_heritage"), None)
    of = None if heritage is None else heritage.named_child(0)
    if of is not None and of.type == "extends_clause":
        of = of.child_by_field_name("value")
    return None if of is None else path_of(of, source)
