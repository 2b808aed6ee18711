"""Pages as plain Markdown from values, into a folder; a page never asks anything but its own arguments."""

from catalog.docgen.reference import reference_pages, write_pages

__all__ = ["reference_pages", "write_pages"]
