"""Words in names of events that tell something specially protected of whoever causes them.

In English, German, French and Spanish. The words for properties, which hold such data, are in
catalog.privacy.words; these say it of a person by standing in a name.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from catalog.model.category import SHIPPED
from catalog.model.words import words_of
from catalog.privacy.words import WORDS

_PHRASES: Final[Mapping[str, str]] = {
    # conditions, tests for them, treatment, pregnancy, absence for illness
    "user.health": "diagnosed, diagnostic medical, diabet*, hiv, vih, sida, aids test, cancer*, krebs*, "
    "tumor*, tumour*, leukemi*, leukaemi*, leucemi*, chemotherap*, chimiotherap*, quimioterap*, "
    "depressi*, depresion, anxiety, angststoerung*, ansiedad, anxiete, panic attack, panikattacke*, "
    "bipolar, schizophren*, esquizofren*, ptsd, adhd, autis*, ocd, burnout, suicid*, suizid*, "
    "self harm, eating disorder, essstoerung*, anorexi*, magersucht, bulimi*, addiction*, addicted, "
    "suchtberatung, adiccion*, alcoholi*, alkoholi*, alcooli*, overdose, ueberdosis, rehab, "
    "psychiatr*, psiquiatr*, psychotherap*, psicoterap*, therapist, asthma*, asthme, asma, allergi*, "
    "allergy, allergies, alergi*, epilep*, dementia, demenz, demence, demencia, alzheimer*, "
    "parkinson*, migraine*, migraene, migrana, hepatit*, tuberculos*, tuberkulos*, syphilis, sifilis, "
    "chlamydia*, herpes, covid*, malaria, hypertension, bluthochdruck, blood pressure, blutdruck, "
    "blood sugar, blutzucker, glucose, insulin*, heart rate, herzfrequenz, heart attack, herzinfarkt, "
    "infarctus, infarto, bmi, symptom*, sintoma*, pregnan*, schwanger*, grossesse, embaraz*, "
    "miscarriage, fehlgeburt, abortion*, abtreibung*, avortement, aborto, fertility, ivf, menopaus*, "
    "menstru*, ovulation*, period tracker, contracepti*, verhuetung, anticoncept*, vaccin*, impfung*, "
    "impfstatus, geimpft, vacuna*, surgery, chirurgie, cirugia, dialys*, prescription*, "
    "rezeptpflichtig*, ordonnance medicale, receta medica, medical record, medical history, "
    "medical leave, medical certificate, medical condition, krankenakte, patientenakte, "
    "dossier medical, historia clinica, sick leave, sick note, sick day, sick days, sickness, "
    "krankmeldung*, krankschreib*, krankgeschrieben, krank gemeldet, arbeitsunfaehig*, arret maladie, "
    "baja medica, disabled person, severely disabled, schwerbehinder*, behinderung, wheelchair, "
    "rollstuhl*, handicape, discapacitado",
    # belief, union, politics, orientation, origin
    "user.special": "church, church tax, kirchensteuer, kirchenaustritt, kirchenmitglied*, impot eglise, "
    "impuesto iglesia, mosque, moschee, mosquee, mezquita, synagogue, synagoge, sinagoga, eglise, "
    "iglesia, religious, religioes, religieu*, religios*, faith, baptis*, baptiz*, bapteme, bautismo, "
    "taufe, prayer*, gebet, priere, catholi*, katholi*, catoli*, protestant*, evangelisch, muslim*, "
    "moslem*, musulman*, islam*, jewish, judaism, judentum, juedisch*, judio, juive, buddhis*, "
    "bouddhis*, budis*, hindu*, atheis*, athee, ateo, christianity, christentum, ramadan, halal, "
    "kosher, koscher, union joined, union left, union member, union membership, union dues, "
    "union fee, union rep, union representative, union election, union vote, join union, "
    "joined union, left union, labor union, labour union, unionized, unionised, shop steward, "
    "gewerkschafts*, syndicale, syndique, sindical, strike joined, joined strike, streikteilnahme, "
    "political, politics, politisch*, opinion politique, opinion politica, party joined, party left, "
    "party member, party membership, party donation, joined party, parteimitglied*, parteibeitritt, "
    "parteiaustritt, parteispende*, parti politique, partido politico, voter registered, "
    "voter registration, voting intention, wahlabsicht, protest joined, joined protest, sexual, "
    "sexuality, sexuell*, sexualidad, sexualite, sex life, same sex, gay, lesbian*, lesbisch, "
    "lesbienne, lesbiana, schwul, queer, lgbt*, coming out, homosex*, bisex*, transgender, transsex*, "
    "transex*, ethnic, ethnisch*, ethnique, etnico, racial, migrationshintergrund, "
    "migration background",
}
"""Category → phrases as words in small letters without accents; one with a star is how a word begins."""


def _all() -> dict[tuple[str, ...], str]:
    found = {phrase: category for phrase, category in WORDS.items() if SHIPPED[category].special}
    for category, phrases in _PHRASES.items():
        found |= {tuple(phrase.split(" ")): category for phrase in phrases.split(", ")}
    return found


_EXACT: Final = {phrase: category for phrase, category in _all().items() if not phrase[-1].endswith("*")}
_BEGINNINGS: Final = {
    phrase[0].removesuffix("*"): category for phrase, category in _all().items() if phrase[-1].endswith("*")
}
_ANY_BEGINNING: Final = tuple(_BEGINNINGS)
_FIRST: Final = frozenset(phrase[0] for phrase in _EXACT)
_LONGEST: Final = max(map(len, _EXACT))


@lru_cache(maxsize=16_384)
def told_by(name: str) -> tuple[str, str] | None:
    """The words in a name that tell of a special category, and which one; None when none does."""
    words = tuple(map(_plain, words_of(name)))
    if not _FIRST.isdisjoint(words):
        for length in range(min(_LONGEST, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                phrase = words[start : start + length]
                found = _EXACT.get(phrase)
                if found is not None:
                    return " ".join(phrase), found
    for word in words:
        if word.startswith(_ANY_BEGINNING):
            return word, next(_BEGINNINGS[one] for one in _ANY_BEGINNING if word.startswith(one))
    return None


def _plain(word: str) -> str:
    """A word without accents, and with its umlauts as two letters."""
    if word.isascii():
        return word
    spelled = unicodedata.normalize("NFC", word).translate(_UMLAUTS)
    return "".join(one for one in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(one))


_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
