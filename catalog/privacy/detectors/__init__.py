"""Detectors of personal data in values: which kinds of it a text or a property's value holds."""

from catalog.privacy.detectors.detection import calls_for, detect, detect_value, is_clean, pieces, quiet_under
from catalog.privacy.detectors.detector import Detector, Hit
from catalog.privacy.detectors.table import DETECTORS

__all__ = [
    "DETECTORS",
    "Detector",
    "Hit",
    "calls_for",
    "detect",
    "detect_value",
    "is_clean",
    "pieces",
    "quiet_under",
]
