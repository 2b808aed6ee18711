"""Every detector, in the order in which hits are reported."""

from typing import Final

from catalog.privacy.detectors import email_address
from catalog.privacy.detectors.detector import Detector

DETECTORS: Final[tuple[Detector, ...]] = (email_address.DETECTOR,)
