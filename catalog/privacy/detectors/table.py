"""Every detector, in the order in which hits are reported."""

from typing import Final

from catalog.privacy.detectors import (
    api_key,
    bank_account,
    birth_date,
    email_address,
    geo_coordinates,
    ip_address,
    json_web_token,
    mac_address,
    national_id,
    payment_card,
    phone_number,
    private_key,
    url_secrets,
)
from catalog.privacy.detectors.detector import Detector

DETECTORS: Final[tuple[Detector, ...]] = (
    email_address.DETECTOR,
    phone_number.DETECTOR,
    ip_address.V4,
    ip_address.V6,
    mac_address.DETECTOR,
    payment_card.DETECTOR,
    bank_account.DETECTOR,
    national_id.DETECTOR,
    json_web_token.DETECTOR,
    api_key.DETECTOR,
    private_key.DETECTOR,
    url_secrets.CREDENTIALS,
    url_secrets.PERSONAL,
    geo_coordinates.DETECTOR,
    birth_date.DETECTOR,
)
