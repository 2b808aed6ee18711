"""What a refused pattern is told: the error, and the names of what the subset leaves out."""

from catalog.errors import CatalogError

GROUP_NAMES = {
    "(?=": "a lookahead",
    "(?!": "a negative lookahead",
    "(?<=": "a lookbehind",
    "(?<!": "a negative lookbehind",
    "(?P=": "a backreference",
    "(?P<": "a named group",
    "(?<": "a named group",
    "(?'": "a named group",
    "(?>": "an atomic group",
    "(?#": "a comment",
    "(?(": "a conditional group",
}
GROUP_ADVICE = {
    "a named group": "write ( )",
    "a comment": "say it in the description",
}
ESCAPE_NAMES = {
    "b": ("a word boundary", "write the characters that may stand there"),
    "B": ("a word boundary", "write the characters that may stand there"),
    "A": ("an anchor of some engines only", "write ^"),
    "Z": ("an anchor of some engines only", "write $"),
    "z": ("an anchor of some engines only", "write $"),
    "G": ("an anchor of some engines only", "write ^"),
    "p": ("a Unicode property", "list the characters in a class"),
    "P": ("a Unicode property", "list the characters in a class"),
    "k": ("a backreference", "write the text again"),
    "u": ("an escape of some engines only", "write the character itself"),
    "U": ("an escape of some engines only", "write the character itself"),
    "N": ("an escape of some engines only", "write the character itself"),
    "c": ("an escape of some engines only", "write \\xHH"),
    "0": ("an escape of some engines only", "write \\x00"),
    "f": ("an escape of some engines only", "write \\x0c"),
    "v": ("an escape of some engines only", "write \\x0b"),
    "a": ("an escape of some engines only", "write \\x07"),
    "e": ("an escape of some engines only", "write \\x1b"),
    "Q": ("a quotation of some engines only", "escape each character"),
}


class PatternError(CatalogError):
    """A pattern outside the subset.

    `message` is one sentence: what is wrong, where, what would be right. `position` counts the
    pattern's code points from 1 and points at the offending piece.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


def refusal(piece: str, reason: str, position: int) -> PatternError:
    """The error for a piece of a pattern, quoted with its control characters spelled out."""
    shown = "".join(char if char.isprintable() else _spelled(char) for char in piece)
    if len(shown) > 40:
        shown = shown[:39] + "…"
    return PatternError(f"'{shown}' at character {position} {reason}", position)


def _spelled(char: str) -> str:
    return f"\\x{ord(char):02x}" if char < "\u0100" else f"U+{ord(char):04X}"
