"""Keys and tokens of well-known services, told by the prefixes that they give them."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.privacy.detectors.candidate import Candidate, Pattern
from catalog.privacy.detectors.detector import Detector
from catalog.privacy.detectors.proofs import Proofs

_SHAPES: Final = (
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}",  # AWS
    r"gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}",  # GitHub
    r"gl(?:pat|ptt|dt|rt|cbt|soat|agent|ft|oas)-[A-Za-z0-9_-]{20,}",  # GitLab
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-\d-[A-Za-z0-9-]{10,}",  # Slack
    r"hooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}",
    r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9]{24,}",  # Stripe
    r"AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{28}",  # Google
    r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}",  # SendGrid
    r"SK[0-9a-f]{32}",  # Twilio
    r"npm_[A-Za-z0-9]{36}",
    r"pypi-[A-Za-z0-9_-]{32,}",
    r"sk-ant-[A-Za-z0-9_-]{20,}",  # Anthropic
    r"sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}",  # OpenAI
    r"hf_[A-Za-z0-9]{34}",  # Hugging Face
    r"gsk_[A-Za-z0-9]{52}",  # Groq
    r"xai-[A-Za-z0-9]{64,}",
    r"nvapi-[A-Za-z0-9_-]{60,}",  # NVIDIA
    r"r8_[A-Za-z0-9]{37}",  # Replicate
    r"ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}",  # Notion
    r"tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{8,}-[A-Za-z0-9]{20,}",  # Tailscale
    r"do[opr]_v1_[0-9a-f]{64}",  # DigitalOcean
    r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",  # Shopify
    r"sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,}",  # Square
    r"key-[0-9a-f]{32}",  # Mailgun
    r"[0-9a-f]{32}-us\d{1,2}",  # Mailchimp
    r"\d{8,10}:AA[A-Za-z0-9_-]{33}",  # Telegram
    r"dapi[0-9a-f]{32}",  # Databricks
    r"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}",  # Grafana
    r"hv[sb]\.[A-Za-z0-9_-]{24,}",  # HashiCorp Vault
    r"NRAK-[A-Z0-9]{27}",  # New Relic
    r"lin_api_[A-Za-z0-9]{32,}",  # Linear
    r"phx_[A-Za-z0-9]{32,}",  # PostHog
    r"sntry[su]_[A-Za-z0-9_=+/]{40,}",  # Sentry
    r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",  # Postman
    r"dckr_[op]at_[A-Za-z0-9_-]{20,}",  # Docker
    r"rubygems_[0-9a-f]{48}",
    r"(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{43,86}={1,2}",  # Azure
    r"EAA[A-Z][A-Za-z0-9]{36,}",  # Facebook
    r"ATATT3[A-Za-z0-9_=-]{40,}",  # Atlassian
    r"xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}",  # Brevo
    r"fig[dur]_[A-Za-z0-9_-]{40,}",  # Figma
    r"(?i:authorization:? *)?(?i:bearer) +[A-Za-z0-9._~+/-]{20,}=*",  # RFC 6750 §2.1
)
_KEY: Final = Pattern("|".join(f"(?:{shape})" for shape in _SHAPES))
_STANDS_FOR: Final = re.compile(
    r"(?:\b|_)(?:your|my|placeholder|change-?me|replace|insert|dummy|fake|redacted|token-?here|key-?here)(?:\b|_)|x{8}",
    re.IGNORECASE,
)
"""Words in keys that handbooks show: `xoxb-your-token-here`."""
_BEHIND_WORDS: Final = re.compile(r"(?!key-|[0-9a-f]{32}-)[A-Za-z]")
"""Keys that are none but for the word before them: `cache_key-<digest>` is another."""
_MIN_DISTINCT: Final = 8
"""A key has more characters than a placeholder of crosses."""


def _find(text: str, _words: frozenset[str], _proofs: Proofs) -> Iterator[str]:
    for candidate in _KEY.candidates(text):
        if _is_key(candidate):
            yield candidate.piece


def _is_key(candidate: Candidate) -> bool:
    if candidate.before.isalnum() or candidate.before == "-":
        return False
    if candidate.before == "_" and not (candidate.is_behind_word and _BEHIND_WORDS.match(candidate.piece)):
        return False
    if candidate.after.isalnum() or candidate.after == "_":
        return False
    piece = candidate.piece
    if piece.startswith("hooks"):
        return True
    body = piece.split()[-1] if " " in piece else piece[piece.find("_" if "_" in piece[:12] else "-") + 1 :]
    if piece[:3] in ("sk-", "Bea", "bea", "BEA", "Aut", "aut", "EAA", "sec") and not _is_mixed(body):
        return False
    if piece.startswith("xox") and not any(char.isdigit() for char in body):
        return False
    return _STANDS_FOR.search(piece) is None and len(set(body)) >= _MIN_DISTINCT


def _is_mixed(body: str) -> bool:
    """Whether letters and digits are mixed as chance mixes them: `sk-loading-spinner-large` is a style."""
    letters = sum(char.isalpha() for char in body)
    return any(char.isdigit() for char in body) and letters > 0 and not (body.islower() and "-" in body)


def _is_nobodys(piece: str) -> bool:
    return "EXAMPLE" in piece.upper()


DETECTOR: Final = Detector(
    name="api_key",
    category="user.credentials",
    summary="A key or token of a well-known service.",
    prefilter="|".join(_SHAPES),
    find=_find,
    is_nobodys=_is_nobodys,
)
