"""Detectors of personal data in values: which kinds of it a text or a property's value holds."""

from catalog.privacy.detectors.detection import (
    Look,
    calls_for,
    detect,
    detect_value,
    is_clean,
    is_clean_name,
    pieces,
    quiet_under,
)
from catalog.privacy.detectors.detector import BY_NAME, UNREVIEWED, Detector, Hit
from catalog.privacy.detectors.proofs import Proofs
from catalog.privacy.detectors.table import DETECTORS

__all__ = [
    "BY_NAME",
    "DETECTORS",
    "UNREVIEWED",
    "Detector",
    "Hit",
    "Look",
    "Proofs",
    "calls_for",
    "detect",
    "detect_value",
    "is_clean",
    "is_clean_name",
    "pieces",
    "quiet_under",
]
