"""Which paths are Python's."""

from typing import Final

_SUFFIXES: Final = (".py", ".pyi", ".pyw")
_TEMPLATES: Final = (".jinja", ".jinja2", ".j2", ".tmpl", ".tpl", ".mako")


def is_python(path: str) -> bool:
    """Whether a path is that of a Python file, or of a template that makes one."""
    name = path.lower()
    for suffix in _TEMPLATES:
        name = name.removesuffix(suffix)
    return name.endswith(_SUFFIXES)
