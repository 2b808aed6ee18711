"""E-mail addresses, in ASCII and in other scripts."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern, word_set
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs

_ADDRESS: Final = Pattern(
    r"(?:[\pL\pM\pN.!#$%&'*+=?^_`{|}~-]+|\"[^\"\n@]{1,64}\")"
    r"@[\pL\pM\pN-]+(?:\.[\pL\pM\pN-]+)+"  # RFC 5322 §3.4.1, RFC 6531
)
_AT: Final = r"[\[({<] ?(?i:at|ät|arobase|arroba|@) ?[\])}>]"
_DOT: Final = r"\.| ?[\[({<] ?(?i:dot|punkt|point|punto|\.) ?[\])}>] ?| (?i:dot|punkt) "
_LABEL: Final = r"[\pL\pN][\pL\pM\pN-]*"
_NAME: Final = r"[\pL\pN][\pL\pM\pN.!#$%&'*+=?^_`~-]*"
_SPELLED: Final = Pattern(
    rf"{_NAME}(?:{_AT}| {_AT} ){_LABEL}(?:(?:{_DOT}){_LABEL})+"
    rf"|{_NAME} AT [a-z0-9][a-z0-9-]*(?: DOT [a-z0-9][a-z0-9-]*)+"
)
"""An address as people write it so that no program reads it: `jane [at] doe [dot] com`."""
_SPELLED_AT: Final = re.compile(rf" ?{_AT} ?| AT ")
_SPELLED_DOT: Final = re.compile(_DOT)
_GENERAL: Final = word_set(
    "com org net edu gov mil int info biz name pro dev app coop museum example invalid test online shop "
    "store site cloud email berlin hamburg koeln wien bayern swiss"
)
"""Endings of more than two letters that an address has which is spelled out only before its domain."""
_MAX_LOCAL: Final = 64  # RFC 5321 §4.5.3.1.1
_MAX_DOMAIN: Final = 255  # RFC 5321 §4.5.3.1.2
_FILES: Final = word_set(
    "png jpg jpeg gif webp svg avif bmp ico heic tif tiff pdf js mjs cjs jsx ts tsx vue css scss less map "
    "html htm php rb go java kt json xml yaml yml toml lock txt csv log tgz gz jar whl exe "
    "dll mp3 mp4 webm woff woff2 ttf service socket timer mount scope slice target "
    "xls xlsx xlsm doc docx ppt pptx odt ods odp rtf tex bib epub mobi psd eps fig sketch mkv avi flac wav "
    "ogg "
    "m4a m4v tar bz2 xz rar 7z iso dmg apk ipa deb rpm msi bak tmp cfg conf ini env properties swp sql "
    "sqlite "
    "parquet avro orc ipynb ndjson jsonl proto graphql wasm swift cpp hpp lua jsonc tsv ics vcf eml sig asc"
)
"""Last parts of file names and systemd units: `logo@2x.png`, `handler@app.js`, `getty@tty1.service`."""
_BRANCHES: Final = word_set("main master develop trunk head")
"""Ends of what is no top-level domain either: `branch@origin.main`."""
_COUNTRIES: Final = word_set("py rs md so zip ps pl sh cc ml tf ai mo la vi mov app")
"""Such endings that are top-level domains as well: what stands before them tells."""
_CODE: Final = re.compile(
    r"(?i)(?:.*\.)?(?:app|main|index|mod|lib|libs?[a-z]+|utils?|helpers?|tests?|setup|init|readme|notes|changelog|license|"
    r"src|core|config|models?|views?|server|client|worker|tasks?|types|build|release|backup|archive|dist|bundle|"
    r"final|latest|draft|export|v?\d+x?(?:[._-]\d+)*)\.[a-z]+"
)
"""What files are called, also those of code and archives: `handler@app.py`, `slides@v2.zip`."""
_PUNYCODE: Final = re.compile(r"(?i)xn--[a-z0-9-]+")  # RFC 5890 §2.3.2.1
_MAX_ENDING: Final = 63  # RFC 1035 §2.3.4
_VERSION: Final = re.compile(r"v?\d+\.\d")
_SOURCE: Final = re.compile(r":(?:\d+(?!\S)|\S*/|\S*\.git\b)")
_RESERVED: Final = frozenset({"example", "invalid", "test", "localhost"})  # RFC 2606 §2


def _find(text: str, _words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    for candidate in _ADDRESS.candidates(text):
        if _is_address(candidate):
            yield candidate.piece
    for candidate in _SPELLED.candidates(text):
        address = _spelled(candidate)
        if address is not None:
            yield address


def _spelled(candidate: Candidate) -> str | None:
    """The address that is spelled out, unless a file, a version or the name of a function follows `at`."""
    local, domain = _SPELLED_AT.split(candidate.piece, maxsplit=1)
    labels = _SPELLED_DOT.split(domain)
    ending = labels[-1].lower()
    if candidate.before == "@" or not _is_ending(ending):
        return None
    if all(separator == "." for separator in _SPELLED_DOT.findall(domain)):
        if ending in _FILES or not (len(ending) == 2 or ending in _GENERAL):
            return None
        if ending in _COUNTRIES and _CODE.fullmatch(domain):
            return None
    return f"{local}@{'.'.join(labels)}"


def _is_address(candidate: Candidate) -> bool:
    """Whether it is an address, and not a file, a version, a repository or the start of a URL's host."""
    local, _, domain = candidate.piece.rpartition("@")
    if len(local) > _MAX_LOCAL:  # what stands before may be glued on, as in a query
        local = local[-_MAX_LOCAL:]
    ending = domain.rpartition(".")[2]
    if len(domain) > _MAX_DOMAIN or not _is_ending(ending):
        return False
    if not any(char.isalnum() for char in local) or ".." in local or domain[0] == "-":
        return False
    if ending.lower() in _FILES | _BRANCHES or _VERSION.match(domain):
        return False
    if ending.lower() in _COUNTRIES and _CODE.fullmatch(domain):
        return False
    if local == "git" or _SOURCE.match(candidate.text, candidate.end, candidate.end + 256):
        return False
    return not _is_in_a_url(candidate)


def _is_ending(label: str) -> bool:
    """Whether a top-level domain may be called so, in its own script or in Punycode."""
    if not 2 <= len(label) <= _MAX_ENDING or label[-1] == "-":
        return False
    return label.replace("-", "a").isalpha() or _PUNYCODE.fullmatch(label) is not None


def _is_in_a_url(candidate: Candidate) -> bool:
    """Whether it is `user@host` or `pass@host` between `://` and the path: a login, not an address."""
    start = candidate.text.rfind("://", max(0, candidate.start - 256), candidate.start)
    return start != -1 and not re.search(r"[\s/?#]", candidate.text[start + 3 : candidate.start])


def _is_nobodys(piece: str) -> bool:
    labels = piece.rpartition("@")[2].lower().split(".")
    return labels[-1] in _RESERVED or labels[-2] == "example"


DETECTOR: Final = Detector(
    name="email",
    category="user.contact.email",
    summary="An e-mail address.",
    prefilter=rf"[^\s@]@[\pL\pN]|{_AT} ?[\pL\pN]| AT [a-z0-9-]+ DOT [a-z0-9]",
    find=_find,
    is_nobodys=_is_nobodys,
)
