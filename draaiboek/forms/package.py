"""The package for the distributor: every PDF of an edition, what it is and how to check it, as one zip."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from draaiboek.base import zipping
from draaiboek.base.dutch import enumeration, long_date
from draaiboek.base.model import CORE, Edition, Identity

SUMS = "SHA256SUMS"
_FOLDERS = {"draaiboek": "draaiboeken", "zakgids": "zakgidsen", "fiche": "fiches"}
_OTHER = "andere"


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF of the edition; *kind* is 'draaiboek', 'zakgids' or 'fiche', *variant* the slug of its sector or 'kern'."""

    name: str
    kind: str
    variant: str
    title: str
    pages: int
    content: bytes

    @property
    def place(self) -> str:
        """Where it stands in the package."""
        return f"{_FOLDERS.get(self.kind, _OTHER)}/{self.name}"


@dataclass(frozen=True, slots=True)
class Package:
    """All that goes into the zip; *note* is the release note as text, *note_pdf* the same as PDF."""

    identity: Identity
    edition: Edition
    commit: str
    address: str
    pdfs: tuple[Pdf, ...]
    note: str
    note_pdf: bytes

    @property
    def name(self) -> str:
        """What the zip is called, and the folder in it."""
        return f"draaiboek-{self.identity.slug}-{self.edition.id}"


def archive(package: Package, *, epoch: int) -> bytes:
    """Return *package* as a zip of which every file has the date *epoch*, in seconds since 1970."""
    return zipping.archive(
        {f"{package.name}/{name}": content for name, content in contents(package).items()}, epoch=epoch
    )


def contents(package: Package) -> dict[str, bytes]:
    """Return the files of *package* in their order, the checksums last."""
    pdfs = _ordered(package.pdfs)
    files = {
        "begeleidende-brief.txt": _encoded(letter(package)),
        "releasenota.txt": _encoded(package.note),
        "releasenota.pdf": package.note_pdf,
        "lijst.json": _encoded(json.dumps(listing(package), ensure_ascii=False, indent=1)),
        **{pdf.place: pdf.content for pdf in pdfs},
    }
    sums = [f"{_sha256(content)}  {name}" for name, content in sorted(files.items())]
    return {**files, SUMS: _encoded("\n".join(sums))}


def listing(package: Package) -> Mapping[str, object]:
    """Return what a program wants to know of *package*."""
    edition = package.edition
    return {
        "editie": edition.id,
        "datum": edition.date.isoformat(),
        "geldig_van": edition.valid_from.isoformat(),
        "stand_wetgeving": edition.law_state.isoformat(),
        "status": str(edition.status),
        "adres": package.address,
        "commit": package.commit,
        "bestanden": [
            {
                "bestand": pdf.place,
                "titel": pdf.title,
                "soort": pdf.kind,
                "variant": pdf.variant,
                "editie": edition.id,
                "geldig_van": edition.valid_from.isoformat(),
                "bladzijden": pdf.pages,
                "bytes": len(pdf.content),
                "sha256": _sha256(pdf.content),
            }
            for pdf in _ordered(package.pdfs)
        ],
    }


def letter(package: Package) -> str:
    """Return the covering letter."""
    edition, this = package.edition, package.identity
    status = ", ".join(filter(None, (this.status_inside, str(edition.status))))
    return "\n".join(
        [
            f"{this.name}, editie {edition.id}",
            *([this.status] if this.status else []),
            "",
            "Beste collega",
            "",
            f"Hierbij krijg je het draaiboek {this.short}, editie {edition.id} van {long_date(edition.date)}.",
            edition.summary,
            "",
            f"Status: {status}.",
            f"Geldig van: {long_date(edition.valid_from)}.",
            f"Stand van de wetgeving: {long_date(edition.law_state)}.",
            f"Aanleiding: {enumeration(edition.reasons)}.",
            f"Eindredactie: {edition.editor}.",
            "",
            "Wat er veranderd is, voor wie, en wat je moet doen, staat in releasenota.pdf.",
            "",
            "Dit zit in het pakket:",
            "",
            *(f"- {line}" for line in _enclosed(package)),
            "",
            "Stuur je een bestand door? Stuur het dan ongewijzigd door, met het nummer van de editie.",
            f"{this.licence.brief} ({this.licence.short}).",
            f"Wil je nagaan of een bestand echt en volledig is? Typ in deze map: sha256sum -c {SUMS}",
            "",
            f"De website van deze editie: {package.address}",
            *([f"Vragen? {this.contact}"] if this.contact else []),
        ]
    )


def _enclosed(package: Package) -> Iterator[str]:
    for pdf in _ordered(package.pdfs):
        pages = f"{pdf.pages} {'bladzijde' if pdf.pages == 1 else 'bladzijden'}"
        yield f"{pdf.place}: {pdf.title} ({pages})"
    yield "releasenota.pdf en releasenota.txt: wat er in deze editie veranderd is"
    yield "lijst.json: dezelfde lijst, voor computers"
    yield f"{SUMS}: de controlegetallen van alle bestanden"


def _ordered(pdfs: Sequence[Pdf]) -> list[Pdf]:
    order = [*_FOLDERS]
    return sorted(
        pdfs,
        key=lambda pdf: (order.index(pdf.kind) if pdf.kind in order else len(order), pdf.variant != CORE, pdf.name),
    )


def _encoded(text: str) -> bytes:
    return f"{text}\n".encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
