"""What accompanies the files of a package: the covering letter, a mail per sector, and how to check a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from draaiboek.base.dutch import count, enumeration, long_date
from draaiboek.base.model import CORE, Block, Item, Link, Listing, Origin, Page, PageMeta, Paragraph, Text
from draaiboek.content import content_paths
from draaiboek.forms import letterhead
from draaiboek.forms.book_links import BookLinks
from draaiboek.forms.office.sheet import Piece, Sheet
from draaiboek.forms.package import FOLDERS, HOW, LIST, OTHER, SUMS, Package
from draaiboek.render.layout import changes_page, check_page, site_folder

LETTER = "begeleidende-brief"
NOTE = "releasenota"
MAILS = "mailteksten"
_NOWHERE = Origin(content_paths.IDENTITY)
_ABOUT: Mapping[str, str] = {
    "draaiboek": "het hele draaiboek als pdf",
    "zakgids": "de zakgids, om af te drukken",
    "fiche": "de fiche van één bladzijde",
    "e-boek": "het hele draaiboek voor telefoon en e-reader",
    "wijzigingen": "wat er veranderde sinds de vorige editie, woord voor woord",
    "document": "documenten om in te vullen, voor Word en LibreOffice",
}


def letter(package: Package) -> Page:
    """Return the covering letter as a page."""
    return Page(content_paths.INDEX, PageMeta(_title(package), ""), tuple(_letter(package)), (), _NOWHERE)


def sheet(page: Page, package: Package) -> Sheet:
    """Return *page*, the covering letter, as a document that the distributor can edit."""
    this = package.identity
    return Sheet(
        title=page.meta.title,
        about="Begeleidende brief",
        language=this.language,
        author=this.publisher,
        day=package.edition.date,
        pieces=(Piece(tuple(part for part in page.lead if isinstance(part, Block))),),
        footer=f"{this.name}, editie {package.edition.id}",
        keywords=this.keywords,
        links=BookLinks(CORE, package.address.removesuffix("/"), frozenset()),
    )


def mails(package: Package) -> Mapping[str, bytes]:
    """Return the text of a mail for the core and for each sector, by the name of its file."""
    return {f"{MAILS}/{slug}.txt": text_file(_mail(slug, title, package)) for slug, title in package.titles.items()}


def how_to_check(package: Package) -> bytes:
    """Return how to check that a file is genuine, with nothing that Windows does not have."""
    lines = [
        "Is een bestand echt en volledig?",
        "",
        f"Het gemakkelijkst: ga naar {check_page(package.identity.address)} en sleep het bestand naar die pagina.",
        "Je browser rekent het uit; er wordt niets verstuurd.",
        "",
        "Of doe het zelf. Laat je computer het controlegetal (SHA-256) van het bestand uitrekenen:",
        "",
        "- Windows: open de map waarin het bestand staat, klik in de adresbalk, typ powershell en druk op Enter.",
        "  Typ dan dit, met de naam van je bestand in de plaats van bestand.pdf:",
        "  Get-FileHash bestand.pdf",
        "- Of typ cmd in de adresbalk, en dan:",
        "  certutil -hashfile bestand.pdf SHA256",
        "- Mac: shasum -a 256 bestand.pdf",
        f"- Linux, alles ineens, in de map van dit bestand: sha256sum -c {SUMS}",
        "",
        f"Zoek dat getal in {SUMS}: open dat bestand met Kladblok, of zoek het in {LIST}.csv met Excel.",
        "Staat het er bij de naam van het bestand, dan is het echt en volledig. Hoofdletters maken geen verschil.",
    ]
    return text_file(lines)


def _title(package: Package) -> str:
    return f"{package.identity.name}, editie {package.edition.id}"


def _letter(package: Package) -> Iterator[Block]:
    edition, this = package.edition, package.identity
    yield from letterhead.above(f"editie {edition.id} van het draaiboek {this.short}", _NOWHERE)
    yield _said("Beste collega")
    opening = f"Hierbij krijg je het draaiboek {this.short}, editie {edition.id} van {long_date(edition.date)}."
    yield _said(f"{opening} {edition.summary}")
    yield _list(_facts(package))
    yield _said(f"Wat er veranderd is, voor wie, en wat je moet doen, staat in {NOTE}.pdf.")
    yield _said("Dit zit in het pakket:")
    yield _list(_enclosed(package))
    if slug := next((each for each in package.titles if each != CORE), ""):
        own = f"Het einde van de naam van een bestand zegt voor welke {this.audience.one} het is, bijvoorbeeld -{slug}"
        yield _said(f"{own}. Staat er niets achter {edition.id}, dan is het de kerntekst, voor iedereen.")
    yield _said("Stuur je een bestand door? Stuur het dan ongewijzigd door, met het nummer van de editie.")
    yield _said(f"{this.licence.brief} ({this.licence.short}).")
    yield _linked("Wil je nagaan of een bestand echt en volledig is? Sleep het naar ", check_page(this.address))
    yield _linked("De website van deze editie: ", package.address)
    if this.contact:
        yield _said(f"Vragen? {this.contact}")
    yield _said("Met vriendelijke groeten")
    yield from letterhead.below(_NOWHERE, "naam en functie", "telefoon en mailadres")


def _facts(package: Package) -> Iterator[str]:
    edition = package.edition
    yield f"Status: {', '.join(filter(None, (package.identity.status_inside, str(edition.status))))}"
    yield f"Geldig van: {long_date(edition.valid_from)}"
    yield f"Stand van de wetgeving: {long_date(edition.law_state)}"
    yield f"Aanleiding: {enumeration(edition.reasons)}"
    yield f"Eindredactie: {edition.editor}"


def _enclosed(package: Package) -> Iterator[str]:
    for kind, folder in FOLDERS.items():
        if number := sum(file.kind == kind for file in package.files):
            yield f"{folder}: {_ABOUT[kind]} ({count(number, 'bestand', 'bestanden')})"
    if number := sum(file.kind not in FOLDERS for file in package.files):
        yield f"{OTHER}: {count(number, 'ander bestand', 'andere bestanden')}"
    yield f"{MAILS}: een tekst om te mailen, per {package.identity.audience.one}"
    yield f"{NOTE}.pdf en {NOTE}.txt: wat er in deze editie veranderd is"
    yield f"{LIST}.csv en {LIST}.json: alle bestanden, voor Excel en voor programma’s"
    yield f"{SUMS} en {HOW}: of een bestand echt en volledig is"


def _mail(slug: str, title: str, package: Package) -> list[str]:
    edition, this = package.edition, package.identity
    folder = site_folder(slug)
    mine = [file for file in package.ordered if file.variant == slug and file.kind != "document"]
    whose = "" if slug == CORE else f" voor {title.lower()}"
    changed = changes_page(this.address, edition.id, slug)
    status = ", ".join(filter(None, (this.status_inside, str(edition.status))))
    return [
        f"Onderwerp: {this.name}, editie {edition.id}: {title.lower() if folder else 'voor iedereen'}",
        "",
        "Beste collega",
        "",
        f"Er is een nieuwe editie van het draaiboek {this.short}{whose}: editie {edition.id}.",
        edition.summary,
        f"Ze geldt vanaf {long_date(edition.valid_from)}. Status: {status}.",
        "",
        f"Lees ze op de website: {package.address}{folder}",
        *([f"Wat er veranderde, woord voor woord: {changed}"] if package.compared else []),
        "",
        "Als bijlage:",
        f"- {NOTE}.pdf: wat er veranderde, en wat je moet doen",
        *(f"- {file.name}: {file.title}" for file in mine),
        "",
        "Stuur je een bestand door? Stuur het dan ongewijzigd door, met het nummer van de editie.",
        f"Nagaan of een bestand echt en volledig is: {check_page(this.address)}",
        *([f"Vragen? {this.contact}"] if this.contact else []),
        "",
        "Met vriendelijke groeten",
    ]


def _said(text: str) -> Paragraph:
    return Paragraph((Text(text),), _NOWHERE)


def _linked(text: str, url: str) -> Paragraph:
    return Paragraph((Text(text), Link(url, (Text(url),), _NOWHERE)), _NOWHERE)


def _list(lines: Iterator[str]) -> Listing:
    return Listing(tuple(Item((_said(line),), _NOWHERE) for line in lines), _NOWHERE)


def text_file(lines: list[str]) -> bytes:
    """Return *lines* as a text that every Windows editor opens correctly."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")
