"""draaiboek.yml → Identity: the name, addresses and licence of this guidebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Audience, Identity, Licence, Link, Origin
from draaiboek.content import addresses, content_paths, data_files, files, identity_schema, web_address
from draaiboek.content.strict_yaml import Document


def read(root: Path, problems: list[Diagnostic]) -> Identity:
    """Return the identity of the guidebook in *root*; a default one when it cannot be read."""
    file = files.only(root / content_paths.IDENTITY, root, problems)
    if file is None:
        return Identity()
    entry, document = data_files.read_model(file, identity_schema.IdentityFile, problems)
    if entry is None:
        return Identity()
    problems += _wrong_addresses(entry, document)
    return _identity(entry)


def values(root: Path) -> Mapping[str, str]:
    """Return what draaiboek.yml in *root* says, by key (`licentie.adres`); nothing when it cannot be read."""
    file = files.only(root / content_paths.IDENTITY, root, [])
    entry = data_files.read_model(file, identity_schema.IdentityFile, [])[0] if file else None
    return dict(_leaves(entry.model_dump(mode="json"), "")) if entry else {}


def _leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _leaves(each, f"{key}.{name}" if key else name)
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        for number, each in enumerate(value, start=1):
            yield from _leaves(each, f"{key}.{number}")
    else:
        yield key, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def variables(identity: Identity) -> Mapping[str, str]:
    """Return the variables that the text may use from *identity*: `{{ draaiboek.naam }}`; empty ones are left out."""
    found = {
        "naam": identity.name,
        "korte_naam": identity.short,
        "adres": identity.address,
        "contact": identity.contact,
    }
    return {f"{data_files.OWN_GROUP}.{key}": value for key, value in found.items() if value}


_EMPTY = "'adres' is leeg: waar de website zal staan, is nog niet gekozen"


def nowhere(identity: Identity) -> Iterator[Diagnostic]:
    """Yield an error when nothing may be published under the address of *identity*."""
    unchosen = identity.address == web_address.unchosen(identity.slug)
    if wrong := _EMPTY if unchosen else web_address.wrong(identity.address):
        hint = 'Zet er het adres van de website, bijvoorbeeld: adres: "https://draaiboek.voorbeeld.be"'
        yield Diagnostic("PG016", Origin(content_paths.IDENTITY), wrong, hint)


def _wrong_addresses(entry: identity_schema.IdentityFile, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the addresses that every page links to: they are judged like those in a text.

    An address on this machine is accepted, because a publication may be tried out there.
    """
    keys = {("adres",): entry.adres, ("bewerken",): entry.bewerken, ("licentie", "adres"): entry.licentie.adres}
    for path, address in keys.items():
        if address and not web_address.is_local(address):
            yield from addresses.link_problems(Link(address, (), document.place(path)))


def _identity(entry: identity_schema.IdentityFile) -> Identity:
    licence, audience = entry.licentie, entry.doelgroep
    return Identity(
        name=entry.naam,
        short=entry.korte_naam,
        slug=entry.slug,
        address=entry.adres.rstrip("/") or web_address.unchosen(entry.slug),
        repository=entry.bewerken.rstrip("/"),
        publisher=entry.uitgever,
        contact=entry.contact,
        feedback=entry.feedback,
        answer_within=entry.antwoord_binnen,
        status=entry.status.tekst,
        caution=entry.status.uitleg,
        keywords=entry.trefwoorden,
        licence=Licence(licence.naam, licence.kort, licence.adres, licence.zin, licence.korte_zin),
        language=entry.taal,
        audience=Audience(audience.enkelvoud, audience.meervoud, audience.vraag),
        examples=entry.zoekvoorbeelden,
        keepers=entry.beheer,
        sides=entry.druk.zijden,
        fill_in=entry.druk.invullen,
        mark=entry.druk.beeldmerk,
    )
