"""What the words of a property's name say about its value: that it is the number of a thing, or nothing."""

from typing import Final

from catalog.privacy.detectors.candidate import Candidate, word_set
from catalog.privacy.words import NUMBERING

_IDS: Final = word_set(
    "id ids uuid guid ean gtin upc isbn imei ts timestamp time at ms us ns hash sequence offset"
)
"""Last words of names whose values are long numbers: of random ones with 16 digits, one in forty passes."""
_NUMBERED: Final = word_set(
    "order orders version build code codes barcode invoice tracking transaction txn trx ticket tickets "
    "serial shipment shipping parcel package delivery booking reservation case incident job batch lot part "
    "parts article item product sku asin mpn model document contract policy claim license licence receipt "
    "voucher coupon quote customer reference ref revision release commit pallet container asset flight seat "
    "slot bin auftrag bestellung rechnung sendung vorgang lieferung buchung artikel vertrag beleg angebot "
    "teil aktenzeichen seriennr artikelnr bestellnr auftragsnr rechnungsnr kundennr vertragsnr sendungsnr "
    "commande facture suivi colis dossier billet contrat devis lot pedido factura seguimiento envio envío "
    "reserva contrato albaran albarán presupuesto expediente"
)
"""What orders and parcels are called: a form that other things share is the number of one of them."""
_PERSONS: Final = word_set("customer")
"""Of these only with a word for a number: what stands under `customer` alone may be anything about one."""
_GERMAN: Final = "nummer"
"""The end of German words that are a noun and its number in one: `bestellnummer`."""
_SAYS: Final = word_set("id code key is was ist est es n")
"""What may stand between a noun and its number, besides `no.` and the like."""
_OPEN: Final = word_set(
    "value values val text string str note notes data detail details info information content body payload "
    "message msg comment remark description title label field input query q search term entry item arg "
    "args param parameter extra custom raw free answer response reply subject line memo x y z n a b c s t v "
    "other wert feld notiz bemerkung inhalt eingabe antwort valeur texte champ contenu saisie valor texto "
    "campo nota"
)
"""Last words of names that say nothing about what the value is."""


def says_number(words: frozenset[str]) -> bool:
    """Whether the words of a name say id, or the number of something that is nobody's."""
    if not words.isdisjoint(_IDS):
        return True
    if len(words) > 1 and words.isdisjoint(NUMBERING):
        return False
    return any(_is_numbered(word) and not (len(words) == 1 and word in _PERSONS) for word in words)


def says_nothing(words: frozenset[str]) -> bool:
    """Whether there are no words of a name, or only such as stand over anything."""
    return words <= _OPEN


def counts_something(candidate: Candidate) -> bool:
    """Whether the words right before it say what it is the number of: `order no. 1234`."""
    before = candidate.words_before
    while before and (before[-1] in NUMBERING or before[-1] in _SAYS):
        before.pop()
    return bool(before) and _is_numbered(before[-1])


def _is_numbered(word: str) -> bool:
    return word in _NUMBERED or (word.endswith(_GERMAN) and word != _GERMAN)
