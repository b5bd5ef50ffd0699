"""The package for the distributor: everything of an edition to hand on, what it is and how to check it, as one zip."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from draaiboek.base import zipping
from draaiboek.base.model import CORE, Edition, Identity

SUMS = "SHA256SUMS"
LIST = "lijst"
HOW = "CONTROLEREN.txt"
OTHER = "andere"
FOLDERS: Mapping[str, str] = {
    "draaiboek": "draaiboeken",
    "zakgids": "zakgidsen",
    "fiche": "fiches",
    "e-boek": "e-boeken",
    "wijzigingen": "wijzigingen",
    "document": "documenten",
}
"""The folder of each kind of file, in the order of the package; files of other kinds go to *andere*."""

# Including the full-width forms, which Excel in some languages treats as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A list for a Dutch spreadsheet: semicolons, because numbers contain commas, and a byte-order mark that says UTF-8.
_SEPARATOR, _ENCODING = ";", "utf-8-sig"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the edition; *variant* is the slug of its sector or 'kern', *pages* None when it has no pages."""

    name: str
    kind: str
    variant: str
    title: str
    content: bytes
    pages: int | None = None

    @property
    def place(self) -> str:
        """The path of the file in the package."""
        return f"{FOLDERS.get(self.kind, OTHER)}/{self.name}"


@dataclass(frozen=True, slots=True)
class Package:
    """The contents of the package that come from the edition: *files*, with the *address* of the edition on the web.

    *titles* are the names of the variants for a reader, by slug, the core first; *compared* says that the publication
    has pages about what changed.
    """

    identity: Identity
    edition: Edition
    commit: str
    address: str
    files: tuple[File, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    compared: bool = False

    @property
    def name(self) -> str:
        """The name of the zip, and of the folder in it."""
        return f"draaiboek-{self.identity.slug}-{self.edition.id}"

    @property
    def ordered(self) -> tuple[File, ...]:
        """The files by kind, the core's first."""
        order = [*FOLDERS]
        return tuple(
            sorted(
                self.files,
                key=lambda file: (
                    order.index(file.kind) if file.kind in order else len(order),
                    file.variant != CORE,
                    file.name,
                ),
            )
        )


def archive(package: Package, words: Mapping[str, bytes], *, epoch: int) -> bytes:
    """Return *package* as a zip in which every file has the date *epoch*, in seconds since 1970."""
    found = contents(package, words)
    return zipping.archive({f"{package.name}/{name}": content for name, content in found.items()}, epoch=epoch)


def contents(package: Package, words: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of *package* in order: *words* (letter, note, mails) first, and the checksums last."""
    files = {
        **words,
        f"{LIST}.csv": _table(package),
        f"{LIST}.json": f"{json.dumps(listing(package), ensure_ascii=False, indent=1)}\n".encode(),
        **{file.place: file.content for file in package.ordered},
    }
    sums = [f"{_sha256(content)}  {name}" for name, content in sorted(files.items())]
    return {**files, SUMS: "".join(f"{line}\n" for line in sums).encode()}


def listing(package: Package) -> Mapping[str, object]:
    """Return the description of *package* for programs."""
    edition = package.edition
    return {
        "editie": edition.id,
        "datum": edition.date.isoformat(),
        "geldig_van": edition.valid_from.isoformat(),
        "stand_wetgeving": edition.law_state.isoformat(),
        "status": str(edition.status),
        "adres": package.address,
        "commit": package.commit,
        "bestanden": list(_rows(package)),
    }


def _rows(package: Package) -> Iterator[Mapping[str, object]]:
    for file in package.ordered:
        yield {
            "bestand": file.place,
            "titel": file.title,
            "soort": file.kind,
            "variant": file.variant,
            "editie": package.edition.id,
            "geldig_van": package.edition.valid_from.isoformat(),
            "bladzijden": file.pages,
            "bytes": len(file.content),
            "sha256": _sha256(file.content),
        }


def _table(package: Package) -> bytes:
    """Return the list for a spreadsheet."""
    rows: Sequence[Mapping[str, object]] = list(_rows(package))
    target = io.StringIO()
    writer = csv.DictWriter(target, list(rows[0]) if rows else [], delimiter=_SEPARATOR, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _in_cell(value) for name, value in row.items()} for row in rows)
    return target.getvalue().encode(_ENCODING)


def _in_cell(value: object) -> object:
    """Return *value* so that a spreadsheet displays it: otherwise a text like a formula could run, and call out."""
    return f"'{value}" if isinstance(value, str) and value.strip().startswith(_FORMULA) else value


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
