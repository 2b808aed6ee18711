"""Words in names that suggest personal data, in English, German, French and Spanish."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from catalog.model.words import words_of

_PHRASES: Final[Mapping[str, str]] = {
    "user.contact.email": "email, e mail, mail, email address, mail address, recipient mail, cc, "
    "bcc, mail adresse, "
    "email adresse, mailadresse, emailadresse, courriel, adresse mail, adresse email, correo, "
    "correo electronico, direccion correo",
    "user.contact": "contact, contact person, twitter handle, instagram handle, social handle, "
    "telegram handle, skype name, linkedin url, linkedin profile",
    "user.contact.phone": "phone, phone number, telephone, telephone number, mobile number, cell phone, fax, "
    "msisdn, telefon, telefonnummer, handynummer, mobilnummer, rufnummer, numero telephone, "
    "telefono, numero telefono, movil, tel",
    "user.contact.address": "address, street, street address, home address, postal address, zip, zip "
    "code, zipcode, "
    "postcode, postal code, adresse, anschrift, strasse, straße, hausnummer, plz, "
    "postleitzahl, wohnort, rue, code postal, direccion, calle, domicilio, codigo postal",
    "user.name": "first name, last name, full name, given name, family name, middle name, maiden name, "
    "surname, firstname, lastname, fullname, nickname, nick name, real name, customer name, "
    "contact name, employee name, recipient name, sender name, person name, author name, "
    "owner name, assignee name, patient name, child name, parent name, mother name, father name, spouse "
    "name, "
    "student name, passenger name, applicant name, nom enfant, nombre hijo, employee, vorname, nachname, "
    "familienname, kundenname, "
    "mitarbeitername, ansprechpartner, prenom, nom famille, nom complet, nom client, nombre "
    "completo, nombre cliente, apellido, apellidos",
    "user.account": "username, user name, login name, screen name, display name, user handle, benutzername, "
    "nutzername, anmeldename, nom utilisateur, identifiant utilisateur, nombre usuario, "
    "usuario",
    "user.unique_id": "user id, userid, customer id, person id, employee id, member id, patient id, "
    "account id, "
    "benutzer id, kunden id, kundennummer, mitarbeiter id, personalnummer, id utilisateur, id "
    "usuario, id cliente",
    "user.device.ip": "ip, ip address, ip addr, remote addr, remote address, client ip, ipv4, ipv6, "
    "x forwarded "
    "for, ip adresse, adresse ip, direccion ip",
    "user.device.id": "device id, device identifier, advertising id, ad id, idfa, gaid, aaid, imei, "
    "imsi, mac "
    "address, cookie, cookie id, session id, sessionid, visitor id, fingerprint, browser fp, "
    "device fp, geraete id, "
    "id dispositivo, id appareil",
    "user.location.precise": "latitude, longitude, lat, lon, lng, gps, coordinates, geolocation, geo point, "
    "latlng, latlon, latlong, gps position, gps location, gps point, geo location, geo coords, "
    "breitengrad, laengengrad, langengrad, standort, koordinaten, coordonnees, coordenadas, latitud, "
    "longitud, ubicacion",
    "user.location.imprecise": "city, town, geo city, ville, ciudad",
    "user.telemetry": "user agent, useragent",
    "user.demographic": "age, gender, sex, birthday, birthdate, birthplace, birth date, date birth, "
    "date of birth, dob, birth year, birth place, place birth, birth city, birth country, born, born on, "
    "born in, "
    "born at, "
    "marital status, nationality, alter, geschlecht, geburtsdatum, geburtstag, geburtsjahr, "
    "geburtsort, geburtsland, geboren, geboren am, geburt, lieu naissance, naissance, lugar nacimiento, "
    "nacimiento, "
    "cumpleanos, nationalitat, "
    "familienstand, nationalitaet, sexe, date naissance, anniversaire, nationalite, edad, "
    "genero, sexo, fecha nacimiento, nacionalidad",
    "user.content": "comment, comments, note, notes, description, title, subject, body, message, message "
    "text, feedback, free text, filename, file name, file path, project name, task name, "
    "client name, company name, photo url, picture url, avatar, avatar url, profile picture, "
    "profile photo, profile image, selfie, notiz, notizen, bemerkung, bemerkungen, "
    "anmerkung, anmerkungen, observacion, observaciones, kommentar, beschreibung, betreff, nachricht, "
    "dateiname, projektname, titel, commentaire, remarque, objet, titre, nom fichier, nom "
    "projet, comentario, nota, notas, descripcion, mensaje, asunto, titulo, nombre archivo, "
    "nombre proyecto",
    "user.behavior.search": "search query, search term, search terms, search text, searched for, keywords, "
    "suchbegriff, suchanfrage, suchtext, recherche, terme recherche, busqueda",
    "user.financial": "iban, bic, card number, credit card, creditcard, card holder, cardholder, "
    "bank account, "
    "account number, salary, wage, income, cvv, cvc, kontonummer, kreditkarte, kartennummer, "
    "gehalt, einkommen, numero carte, carte bancaire, compte bancaire, salaire, numero "
    "tarjeta, tarjeta, cuenta bancaria, salario",
    "user.employment": "employer, job title, arbeitgeber, berufsbezeichnung, employeur, empleador, puesto",
    "user.government_id": "ssn, social security number, passport, passport number, national id, tax "
    "id, tax number, "
    "driver license, driving licence, ausweisnummer, reisepass, passnummer, steuernummer, "
    "steuer id, sozialversicherungsnummer, passeport, numero securite sociale, numero fiscal, "
    "pasaporte, dni, nie, nif, bsn, nino, national insurance number, pesel, personnummer, codice fiscale, "
    "cpf, curp, aadhaar, aadhar, ahv nummer, identity card, id card, identity card number, id card number, "
    "identity number, identification number, "
    "personal number, drivers license, driver licence, drivers licence, driving license, personalausweis, "
    "ausweis, "
    "personalausweisnummer, fuhrerschein, fuehrerschein, fuhrerscheinnummer, reisepassnummer, secu, "
    "securite sociale, carte identite, piece identite, permis conduire, seguridad social, "
    "documento identidad, permiso conducir, cedula, tckn, fodselsnummer, codigo fiscal, amka",
    "user.health": "diagnosis, disease, illness, medication, blood type, disability, diagnose, krankheit, "
    "blutgruppe, medikament, maladie, handicap, diagnostico, enfermedad, discapacidad",
    "user.special": "religion, ethnicity, race, political party, sexual orientation, trade union, "
    "konfession, glaube, glauben, religionszugehoerigkeit, religionszugehorigkeit, croyance, creencia, "
    "ethnie, gewerkschaft, syndicat, etnia, raza, sindicato",
    "user.biometric": "face id, fingerprint hash, voice print, iris scan",
    "user.credentials": "password, passwd, pwd, passphrase, secret, token, api key, apikey, access "
    "key, private "
    "key, jwt, authorization, authorization header, auth header, bearer, "
    "access token, refresh token, auth token, session token, otp, pin, pin number, passwort, "
    "kennwort, mot passe, contrasena, clave",
}
"""Category → phrases as words in small letters without accents, in the order that names have them."""

WORDS: Final[Mapping[tuple[str, ...], str]] = {
    words_of(phrase): category for category, phrases in _PHRASES.items() for phrase in phrases.split(", ")
}
_WHOLE: Final[Mapping[tuple[str, ...], str]] = {
    ("id", "number"): "user.government_id",
    ("kind", "name"): "user.name",  # German: the name of a child; `resource_kind_name` is English
}
"""Phrases that say it only when they are the whole name: the end of `order_id_number` says nothing."""
NUMBERING: Final = frozenset({"number", "no", "nr", "num", "nbr", "nummer", "numero"})
"""Words that say of the noun before them only that it has a number: `aadhaar_number`, `iban_nr`."""
_NUMBERED: Final = ("user.government_id", "user.financial", "user.contact.phone", "user.device.id")
"""Categories of things that have numbers; `comment_number` is not what somebody wrote."""
_FILLER: Final = frozenset(
    {"de", "del", "du", "des", "la", "le", "d", "l", "of", "the", "el", "der", "die", "von"}
)
_PLAIN: Final = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñçø", "aaaaaeeeeiiiiooooouuuunco")
_LONGEST: Final = max(len(phrase) for phrase in WORDS)
_ENDINGS: Final = frozenset(
    {"value", "text", "string", "raw", "old", "new", "current", "previous", "hash", "hashed", "v"}
    # Units of what is about people; seconds and days also measure the age of things.
    | {"eur", "euro", "euros", "usd", "gbp", "chf", "cents", "years", "deg", "degrees", "utc"}
)
"""What may follow a phrase without changing what the value is."""
_ROMANCE: Final = frozenset(
    {
        "courriel",
        "correo",
        "telephone",
        "telefono",
        "movil",
        "rue",
        "calle",
        "domicilio",
        "prenom",
        "nom",
        "nombre",
        "apellido",
        "usuario",
        "identifiant",
        "latitud",
        "longitud",
        "ubicacion",
        "coordonnees",
        "coordenadas",
        "sexe",
        "edad",
        "genero",
        "sexo",
        "commentaire",
        "remarque",
        "titre",
        "comentario",
        "descripcion",
        "mensaje",
        "asunto",
        "titulo",
        "recherche",
        "busqueda",
        "salaire",
        "salario",
        "tarjeta",
        "contrasena",
        "clave",
        "adresse",
        "direccion",
        "fecha",
        "date",
        "numero",
        "carte",
        "compte",
        "cuenta",
        "mot",
        "id",
    }
)
"""First words of phrases that count at the beginning of a name too: `correo_cliente`."""


@lru_cache(maxsize=16_384)
def suggested(name: str) -> tuple[str, str] | None:
    """What a name suggests: the words that do, and the data category; None when it suggests nothing.

    In English and German the noun stands last: `recipient_email` is an address, `email_count` a number.
    """
    words = [word.translate(_PLAIN) for word in words_of(name)]
    words = [word for word in words if word not in _FILLER] or words
    while words:
        found = _phrase_in(words) or _numbered(words)
        if found is not None or not (words[-1] in _ENDINGS or words[-1].isdecimal()):
            return found
        words.pop()
    return None


def _phrase_in(words: list[str]) -> tuple[str, str] | None:
    """The longest phrase that the words end with, or begin with where its language has the noun first."""
    whole = _WHOLE.get(tuple(words))
    if whole is not None:
        return " ".join(words), whole
    for length in range(min(_LONGEST, len(words)), 0, -1):
        last, first = tuple(words[-length:]), tuple(words[:length])
        for phrase in (last, first):
            found = WORDS.get(phrase) or WORDS.get((*phrase[:-1], phrase[-1].removesuffix("s")))
            if found is not None and (phrase == last or phrase[0] in _ROMANCE):
                return " ".join(phrase), found
    return None


def _numbered(words: list[str]) -> tuple[str, str] | None:
    """What the words before a final `number` or `id` suggest, if that is something with a number."""
    last = words[-1]
    if last in NUMBERING:
        found = _phrase_in([*words[:-1], "number"]) or _phrase_in(words[:-1])
        return found if found is not None and found[1] in _NUMBERED else None
    found = _phrase_in(words[:-1]) if last == "id" else None
    return found if found is not None and found[1] == "user.government_id" else None
