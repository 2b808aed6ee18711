"""What data about people is called, in English, German, French and Spanish."""

from collections.abc import Mapping
from typing import Final

from catalog.model.words import words_of

PHRASES: Final[Mapping[str, str]] = {
    "user.contact.email": (
        "email, e mail, mail, email address, mail address, recipient mail, cc, bcc, mail adresse, email "
        "adresse, mailadresse, emailadresse, courriel, adresse mail, adresse email, correo, correo "
        "electronico, direccion correo, email addr, mail addr, emailid, email id, courrier electronique, "
        "adresse electronique, correo e, kontaktmail, kontaktemail"
    ),
    "user.contact": (
        "contact, contact person, twitter handle, instagram handle, social handle, telegram handle, skype "
        "name, linkedin url, linkedin profile, contact info, contact details, contact data, kontaktdaten, "
        "coordonnees client, datos contacto, skype, skype id, telegram, telegram username, social profile, "
        "social media profile, whatsapp contact, linkedin, facebook id"
    ),
    "user.contact.phone": (
        "phone, phone number, kontaktnummer, telephone, telephone number, mobile number, cell phone, fax, "
        "msisdn, telefon, telefonnummer, handynummer, mobilnummer, rufnummer, numero telephone, telefono, "
        "numero telefono, movil, tel, handy, mobilfunk, mobilfunknummer, cellphone, mobile phone, cellular, "
        "celular, telefono movil, telephone portable, numero portable, portable client, numero movil, "
        "numero celular, whatsapp, whatsapp number, telefax, telefaxnummer, festnetz, festnetznummer, "
        "durchwahl, landline, pager, phone no, sms number, callback number, caller number, contact number, "
        "rueckrufnummer, ruckrufnummer, gsm, tlf, telf"
    ),
    "user.contact.address": (
        "address, street, street address, home address, postal address, zip, zip code, zipcode, postcode, "
        "postal code, adresse, anschrift, strasse, straße, hausnummer, plz, postleitzahl, wohnort, rue, "
        "code postal, direccion, calle, domicilio, codigo postal, address line, addr line, street addr, "
        "home addr, mailing addr, postal addr, billing addr, shipping addr, street name, street number, "
        "house number, house no, hausnr, apartment number, flat number, po box, postfach, boite postale, "
        "apartado postal, lieferadresse, rechnungsadresse, wohnadresse, wohnanschrift, lieferanschrift, "
        "rechnungsanschrift, privatadresse, heimatadresse, residence, place residence, domicile, wohnsitz, "
        "direccion postal, residencia, post code, eircode"
    ),
    "user.name": (
        "first name, last name, nom jeune fille, full name, given name, family name, middle name, maiden "
        "name, surname, firstname, lastname, fullname, nickname, nick name, real name, customer name, "
        "contact name, employee name, recipient name, sender name, person name, author name, owner name, "
        "assignee name, patient name, child name, parent name, mother name, father name, spouse name, "
        "student name, passenger name, applicant name, nom enfant, nombre hijo, employee, vorname, "
        "nachname, familienname, kundenname, mitarbeitername, ansprechpartner, prenom, nom famille, nom "
        "complet, nom client, nombre completo, nombre cliente, apellido, apellidos, fname, lname, mname, "
        "forename, christian name, name first, name last, legal name, birth name, geburtsname, nom "
        "naissance, nombre pila, rufname, ehename, madchenname, maedchenname, nick, alias name, name "
        "client, prenoms, nombres, segundo nombre, primer nombre, segundo apellido, primer apellido, nom "
        "usage, nom marital, kontaktperson, destinataire, destinatario, empfangername, empfaengername, "
        "absendername, card name, name card, holder name, vor nachname, vollstandiger name, vollname, "
        "initials, middle initial, empfanger, empfaenger, absender, ehepartner, spouse"
    ),
    "user.account": (
        "username, user name, login name, screen name, display name, user handle, benutzername, nutzername, "
        "anmeldename, nom utilisateur, identifiant utilisateur, nombre usuario, usuario, uname, account "
        "name, user login, login id, screenname, benutzerkennung, gamertag, discord tag, github username, "
        "github login, pseudonyme, nom compte, nombre cuenta, user role"
    ),
    "user.unique_id": (
        "user id, userid, customer id, person id, employee id, member id, patient id, account id, benutzer "
        "id, kunden id, kundennummer, mitarbeiter id, personalnummer, id utilisateur, id usuario, id "
        "cliente, user uuid, user guid, user uid, uid, student id, student number, student no, "
        "matrikelnummer, matrikelnr, matriculation number, matricule, matricula, numero etudiant, numero "
        "client, numero cliente, pupil id, guest id, visitor number, customer no, customer number, customer "
        "nr, member number, member no, membership number, mitgliedsnummer, mitgliedsnr, kundennr, "
        "personalnr, personnel number, employee number, employee no, staff id, staff number, worker id, "
        "license plate, licence plate, number plate, plate number, registration plate, vehicle "
        "registration, vehicle identification number, nummernschild, autokennzeichen, kfz kennzeichen, "
        "immatriculation, plaque immatriculation, placa vehiculo, loyalty number, loyalty card number, "
        "frequent flyer number, subscriber id, subscriber number, policyholder id, passenger id, "
        "benutzerid, kundenid, nutzerid, nutzer id"
    ),
    "user.device.ip": (
        "ip, ip address, ip addr, remote addr, remote address, client ip, ipv4, ipv6, x forwarded for, ip "
        "adresse, adresse ip, direccion ip, ipaddr, ip addresse, source ip, src ip, remote ip, user ip, "
        "peer ip, xff, remote host address"
    ),
    "user.device.id": (
        "device id, device identifier, advertising id, ad id, idfa, gaid, aaid, imei, imsi, mac address, "
        "cookie, cookie id, session id, sessionid, visitor id, fingerprint, browser fp, device fp, geraete "
        "id, id dispositivo, id appareil, device uuid, device uid, device serial, device serial number, "
        "android id, machine id, hardware id, udid, meid, iccid, bssid, wifi ssid, mac addr, advertiser id, "
        "hwaddr, gerateid, gerate id, geraetekennung, geratekennung"
    ),
    "user.location.precise": (
        "latitude, longitude, known location, lat, lon, lng, gps, coordinates, geolocation, geo point, "
        "latlng, latlon, latlong, gps position, gps location, gps point, geo location, geo coords, "
        "breitengrad, laengengrad, langengrad, standort, koordinaten, coordonnees, coordenadas, latitud, "
        "longitud, ubicacion, geo coordinates, lat lng, lat lon, lat long, geo hash, geohash, gps "
        "coordinates, gps coords, gpskoordinaten, home location, user location"
    ),
    "user.location.imprecise": (
        "city, town, geo city, ville, ciudad, stadt, ort, gemeinde, hometown, home town, municipality, "
        "village, localite, localidad, municipio, commune, poblacion, pueblo, heimatort, heimatstadt, "
        "ciudad residencia"
    ),
    "user.telemetry": ("user agent, useragent"),
    "user.demographic": (
        "age, gender, age in, sex, birthday, birthdate, birthplace, birth date, date birth, date of birth, "
        "dob, birth year, birth place, place birth, birth city, birth country, born, born on, born in, born "
        "at, marital status, nationality, alter, geschlecht, geburtsdatum, geburtstag, geburtsjahr, "
        "geburtsort, geburtsland, geboren, geboren am, geburt, lieu naissance, naissance, lugar nacimiento, "
        "nacimiento, cumpleanos, nationalitat, familienstand, nationalitaet, sexe, date naissance, "
        "anniversaire, nationalite, edad, genero, sexo, fecha nacimiento, nacionalidad, anrede, civilite, "
        "salutation, tratamiento, courtesy title, honorific, gender identity, citizenship, "
        "staatsangehorigkeit, staatsangehoerigkeit, staatsburgerschaft, staatsbuergerschaft, civil status, "
        "marital, zivilstand, personenstand, etat civil, estado civil, situation familiale, bday, birth "
        "day, birth month, birthyear, birth time, geburtsmonat, geb datum, gebdatum, geburtsstadt, age "
        "group, age range, age bracket, altersgruppe, tranche age, rango edad, native language, mother "
        "tongue, muttersprache, langue maternelle, lengua materna, education level, schulabschluss, "
        "bildungsabschluss, number children, kinderzahl, household income, yob"
    ),
    "user.content": (
        "comment, comments, reply text, note, notes, description, title, subject, body, message, message "
        "text, feedback, free text, filename, file name, file path, project name, task name, client name, "
        "company name, photo url, picture url, avatar, avatar url, profile picture, profile photo, profile "
        "image, selfie, notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, observacion, "
        "observaciones, kommentar, beschreibung, betreff, nachricht, dateiname, projektname, titel, "
        "commentaire, remarque, objet, titre, nom fichier, nom projet, comentario, nota, notas, "
        "descripcion, mensaje, asunto, titulo, nombre archivo, nombre proyecto, freitext, texte libre, "
        "texto libre, freetext, biography, bio, about me, chat message, chat text, transcript, "
        "transcription, review text, answer text, question text, kommentare, freitextfeld, vermerk, "
        "profilbild, profilfoto, foto perfil, photo profil, chat transcript, email body, email subject, sms "
        "text"
    ),
    "user.behavior.search": (
        "search query, search term, search terms, search text, searched for, keywords, suchbegriff, "
        "suchanfrage, suchtext, recherche, terme recherche, busqueda, suchbegriffe, search string, search "
        "phrase, search keyword, suchwort, terminos busqueda, termino busqueda, search input"
    ),
    "user.financial": (
        "iban, bic, card number, credit card, creditcard, card holder, cardholder, bank account, account "
        "number, salary, wage, income, cvv, cvc, kontonummer, kreditkarte, kartennummer, gehalt, einkommen, "
        "numero carte, carte bancaire, compte bancaire, salaire, numero tarjeta, tarjeta, cuenta bancaria, "
        "salario, kreditkartendaten, bankverbindung, kontoinhaber, kontostand, kontonr, bankleitzahl, blz, "
        "sort code, routing number, account holder, account balance, credit score, credit rating, schufa, "
        "schufa score, bonitat, bonitaet, rib, releve identite bancaire, nomina, sueldo, lohn, bruttolohn, "
        "nettolohn, bruttogehalt, nettogehalt, jahresgehalt, monatsgehalt, remuneration, numero cuenta, "
        "numero compte, tarjeta credito, tarjeta debito, carte credit, cc number, cc num, ccnum, ccn, card "
        "last4, card last 4, last four digits, card expiry, card expiration, card pan, cvc2, cvv2, security "
        "code card, kartenprufnummer, kartenpruefnummer, debit card, bankkonto, bankkarte, ec karte, swift "
        "code, swift bic, bank details, net worth, vermogen, vermoegen, hourly wage, stundenlohn, verdienst"
    ),
    "user.employment": (
        "employer, job title, arbeitgeber, berufsbezeichnung, employeur, empleador, puesto, occupation, "
        "profession, beruf, profesion, position title, employer name, jobtitle, stellenbezeichnung, poste "
        "occupe, curriculum vitae, lebenslauf, oficio"
    ),
    "user.government_id": (
        "ssn, social security number, passport, passport number, national id, tax id, tax number, driver "
        "license, driving licence, ausweisnummer, reisepass, passnummer, steuernummer, steuer id, "
        "sozialversicherungsnummer, passeport, numero securite sociale, numero fiscal, pasaporte, dni, nie, "
        "nif, bsn, nino, national insurance number, pesel, personnummer, codice fiscale, cpf, curp, "
        "aadhaar, aadhar, ahv nummer, identity card, id card, identity card number, id card number, "
        "identity number, identification number, personal number, drivers license, driver licence, drivers "
        "licence, driving license, personalausweis, ausweis, personalausweisnummer, fuhrerschein, "
        "fuehrerschein, fuhrerscheinnummer, reisepassnummer, secu, securite sociale, carte identite, piece "
        "identite, permis conduire, seguridad social, documento identidad, permiso conducir, cedula, tckn, "
        "fodselsnummer, codigo fiscal, amka, nir, resident id, citizen id, citizen number, tax "
        "identification number, steueridentifikationsnummer, steueridentnummer, steuernr, idnr, ausweisnr, "
        "ausweis id, passnr, passport no, visa number, residence permit, aufenthaltstitel, "
        "aufenthaltserlaubnis, titre sejour, carte sejour, permiso residencia, num secu, numero secu, "
        "numero securite, ni number, social security, social insurance number, sozialversicherung, sv "
        "nummer, svnr, svnummer, rentenversicherungsnummer, versicherungsnummer rente, voter id, "
        "burgerservicenummer, avs nummer, numero avs, pan card, sin number, drivers licence number, driver "
        "license number, driving licence number, driving license number, dl number, numero identidad, "
        "numero identite, cedula identidad, documento nacional identidad, numero dni, numero passeport, "
        "numero pasaporte, num passeport, num pasaporte, sozialversicherungsnr, identifikationsnummer, "
        "personalausweisnr, fiscal code, tin, cnp, national identity number, national number, personal id, "
        "cnpj"
    ),
    "user.health": (
        "diagnosis, disease, illness, medication, blood type, disability, diagnose, krankheit, blutgruppe, "
        "medikament, maladie, handicap, diagnostico, enfermedad, discapacidad, krankenkasse, "
        "krankenversicherung, krankenversicherungsnummer, krankenkassennummer, versichertennummer, health "
        "insurance, health insurance number, health id, medicare, medicare number, nhs number, mutuelle, "
        "carte vitale, seguro medico, pregnancy, pregnant, pregnancy status, schwanger, schwangerschaft, "
        "grossesse, enceinte, embarazo, embarazada, allergy, allergies, allergie, allergien, alergia, "
        "alergias, vaccination, vaccination status, vaccine, impfung, impfstatus, vaccin, vacuna, "
        "vacunacion, therapy, therapie, terapia, prescription, ordonnance, medical condition, medical "
        "record, medical record number, medical history, mrn, krankenakte, patientenakte, anamnese, health "
        "status, health condition, gesundheitszustand, etat sante, estado salud, bmi, heart rate, "
        "herzfrequenz, frequence cardiaque, frecuencia cardiaca, blood pressure, blutdruck, blood group, "
        "groupe sanguin, grupo sanguineo, tipo sangre, blood sugar, blutzucker, glucose level, "
        "disabilities, behinderung, schwerbehinderung, grad behinderung, invalidite, hiv status, mental "
        "health, medicament, medicamento, medicine, traitement medical, symptome, erkrankung, "
        "vorerkrankung, krankmeldung, krankschreibung, sick leave, sick note, menstruation, cycle day"
    ),
    "user.special": (
        "religion, ethnicity, race, political party, sexual orientation, trade union, konfession, glaube, "
        "glauben, religionszugehoerigkeit, religionszugehorigkeit, croyance, creencia, ethnie, "
        "gewerkschaft, syndicat, etnia, raza, sindicato, sexuality, sexual preference, sexual identity, "
        "sexualitat, sexualitaet, sexuelle orientierung, orientation sexuelle, orientacion sexual, "
        "political opinion, political affiliation, political view, political views, partei, "
        "parteizugehorigkeit, parteizugehoerigkeit, parteimitgliedschaft, parti politique, partido "
        "politico, opinion politique, opinion politica, religious belief, religious affiliation, faith, "
        "confession, confesion, union membership, union member, trade union membership, hautfarbe, ethnic "
        "origin, ethnic group, ethnische herkunft, origine ethnique, origen etnico, rasse, criminal record, "
        "vorstrafen, vorstrafe, casier judiciaire, antecedentes penales, party affiliation, party "
        "membership, weltanschauung, kirchenzugehorigkeit, kirchenzugehoerigkeit"
    ),
    "user.biometric": (
        "face id, fingerprint hash, voice print, iris scan, fingerprint template, voiceprint, faceprint, "
        "face template, face embedding, face print, facial scan, retina scan, iris template, fingerabdruck, "
        "empreinte digitale, huella dactilar, huella digital, biometric data, biometric template, "
        "gesichtsscan"
    ),
    "user.credentials": (
        "password, passwd, pwd, pw, passphrase, secret, token, api key, apikey, access key, private key, "
        "jwt, authorization, authorization header, auth header, bearer, access token, refresh token, "
        "auth token, session token, otp, pin, otp code, pin number, passwort, kennwort, mot passe, "
        "contrasena, clave, "
        "passcode, pass code, pass phrase, user pass, db pass, pass word, pin code, security code, security "
        "answer, security question, secret key, client secret, app secret, signing key, ssh key, recovery "
        "code, recovery codes, backup code, backup codes, totp, totp secret, mfa code, 2 fa code, one time "
        "password, verification code, sms code, magic link, reset link, zugangscode, zugangsdaten, "
        "anmeldedaten, login data, credentials, credential, sicherheitscode, sicherheitsfrage, geheimfrage, "
        "geheimnis, code secret, code confidentiel, codigo secreto, mdp, jeton, jeton acces, cle api, clave "
        "api, clave acceso, api schlussel, api schluessel, zugriffstoken, pass wort, passwort hash"
    ),
}
"""Category → phrases as words in small letters without accents, in the order that names have them."""

WORDS: Final[Mapping[tuple[str, ...], str]] = {
    words_of(phrase): category for category, phrases in PHRASES.items() for phrase in phrases.split(", ")
}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PEOPLE: Final = _set(
    "user lehrer customer client guest visitor passenger patient student pupil teacher employee worker staff "
    "attendee participant candidate applicant recipient sender receiver owner author assignee reviewer "
    "approver creator contact person parent mother father child spouse husband wife sibling brother "
    "sister son daughter doctor nurse landlord buyer seller payer payee beneficiary cardholder holder "
    "signer signatory invitee inviter subscriber donor voter resident citizen traveler traveller "
    "colleague referee insured policyholder caregiver guardian borrower debtor kunde kunden kundin gast "
    "gaste gaeste besucher mitarbeiter mitarbeiterin empfanger empfaenger absender schuler schueler "
    "kinder eltern mutter vater ansprechpartner inhaber besitzer autor teilnehmer mieter vermieter kaufer "
    "kaeufer verkaufer verkaeufer bewerber fahrer nutzer benutzer versicherter studenten patienten arzt "
    "glaubiger glaeubiger schuldner begunstigter beguenstigter ehepartner cliente invite huesped eleve "
    "etudiant alumno paciente empleado salarie destinataire expediteur destinatario remitente "
    "proprietaire propietario titulaire titular pasajero passager padre madre pere mere enfant hijo hija "
    "usuario utilisateur beneficiaire beneficiario locataire conyuge conjoint"
)
"""Who data may be about: `guest_name`, `kunden_name`, `nom_invite`."""
OWNERS: Final = _set("owner client contact creator author assignee reviewer approver invite staff parent")
"""Whose `id` is often that of a team, a company or a role; a `parent_id` is what a tree has."""
NAMES: Final = _set("name names firstname lastname surname nom noms nombre nombres prenom apellido apellidos")
"""What follows somebody, or goes before: `guest_name`, `nom_invite`."""
