"""editie.json: what an edition is made of, so that it can be proven, compared and linked to for ever.

`bestanden` lists the SHA-256 of every file; `secties` lists every section with its permalink, its fingerprint and its
text. A sector's list holds only what differs from the core: what is not there is the core's. `verhuisd` maps an old
address of a page or section to the one it has now, below the site of every variant; a sector's own pages stand there
with the sector's folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from draaiboek import fingerprint, moves
from draaiboek.errors import ToolError
from draaiboek.model import CORE, Block, Edition, Page, Part, SectorText, Variant

NAME = "editie.json"
WITHDRAWN = "ingetrokken"
RESKINNED = "herkleed"
TOOLS = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "typst", "pikepdf", "mike")


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as it was published: *id* is '' for what stands before the first heading of *page*.

    *text* is Markdown, without the sections below it; *permalink* is relative to the edition.
    """

    page: PurePosixPath
    id: str
    level: int
    title: str
    fingerprint: str
    text: str
    permalink: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What editie.json says.

    *edition* holds the metadata under the editor's words, *tools* the versions of the programs, *sections* the sections
    that each variant does not share with the core, *files* the SHA-256 of every other file of the edition, *moved*
    the new address of what stood elsewhere before.
    """

    edition: Mapping[str, Any]
    commit: str
    changed: bool
    tools: Mapping[str, str]
    sections: Mapping[str, tuple[Entry, ...]]
    files: Mapping[str, str]
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def withdrawn(self) -> bool:
        """Tell whether only a tombstone is left of the edition."""
        return bool(self.edition["status"] == WITHDRAWN)

    @property
    def reskinned(self) -> bool:
        """Tell whether the edition has another theme than it was published with."""
        return RESKINNED in self.edition

    def of_variant(self, slug: str) -> tuple[Entry, ...]:
        """Return every section of variant *slug* in the order of the core; what only the sector has comes last."""
        own = {(entry.page, entry.id): entry for entry in self.sections.get(slug, ())}
        core = self.sections[CORE]
        if slug == CORE:
            return core
        folder = f"{slug}/"
        shared = [own.pop((each.page, each.id), replace(each, permalink=folder + each.permalink)) for each in core]
        return (*shared, *own.values())


def read(text: str) -> Manifest:
    """Return the manifest in *text*; raises ToolError when it is damaged."""
    try:
        found = json.loads(text)
        return Manifest(
            edition=found["editie"],
            commit=found["commit"],
            changed=found["werkmap_gewijzigd"],
            tools=found["gereedschap"],
            sections={slug: tuple(_read_entry(each) for each in entries) for slug, entries in found["secties"].items()},
            files=found["bestanden"],
            moved=found.get("verhuisd", {}),
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"{NAME} is beschadigd"
        raise ToolError(message, hint="Haal het bestand terug uit de editie op de tak.", output=str(error)) from error


def _read_entry(entry: Mapping[str, str]) -> Entry:
    return Entry(
        page=PurePosixPath(entry["pagina"]),
        id=entry["id"],
        level=int(entry["niveau"]),
        title=entry["titel"],
        fingerprint=entry["vingerafdruk"],
        text=entry["tekst"],
        permalink=entry["permalink"],
    )


def of_variants(variants: Sequence[Variant], addresses: Mapping[PurePosixPath, str]) -> Manifest:
    """Return what the manifest of *variants* will say as far as their text goes: no commit, tools or files yet.

    *addresses* maps the place of each page, and of each that was called otherwise, to its address below its site.
    """
    sections = _sections(variants, addresses)
    return Manifest(
        edition=_edition(variants[0].edition),
        commit="",
        changed=False,
        tools={},
        sections={slug: tuple(_read_entry(each) for each in entries) for slug, entries in sections},
        files={},
        moved=_moved(variants, addresses),
    )


def write(
    site: Path, variants: Sequence[Variant], *, commit: str, changed: bool, addresses: Mapping[PurePosixPath, str]
) -> Path:
    """Write the manifest of the edition in folder *site* and return its path.

    *addresses* is as in `of_variants`; *changed* says that the text differed from
    *commit*.
    """
    edition = variants[0].edition
    manifest: dict[str, Any] = {
        "editie": _edition(edition),
        "commit": commit,
        "werkmap_gewijzigd": changed,
        "gereedschap": {name: version(name) for name in TOOLS},
        "secties": dict(_sections(variants, addresses)),
        "verhuisd": _moved(variants, addresses),
        "bestanden": {path: _sha256(site / path) for path in _files(site)},
    }
    path = site / NAME
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def without_text(found: Manifest, files: Mapping[str, str], *, reason: str) -> str:
    """Return the editie.json of a withdrawn edition: *files* is what is left, every address is kept, no text is.

    *reason* is why it was withdrawn.
    """
    sections = {
        slug: [_written(replace(entry, title="", text="")) for entry in entries]
        for slug, entries in found.sections.items()
    }
    withdrawn = {
        "editie": {**found.edition, "status": WITHDRAWN, "reden": reason},
        "commit": found.commit,
        "werkmap_gewijzigd": found.changed,
        "gereedschap": found.tools,
        "secties": sections,
        "verhuisd": found.moved,
        "bestanden": files,
    }
    return json.dumps(withdrawn, ensure_ascii=False, indent=1) + "\n"


def with_files(text: str, files: Mapping[str, bytes]) -> str:
    """Return editie.json *text* of an edition that got another theme: the same, but for the SHA-256 of *files*."""
    found = json.loads(text)
    found["editie"][RESKINNED] = True
    found["bestanden"] = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _written(entry: Entry) -> dict[str, str]:
    return {
        "pagina": str(entry.page),
        "id": entry.id,
        "niveau": str(entry.level),
        "titel": entry.title,
        "vingerafdruk": entry.fingerprint,
        "tekst": entry.text,
        "permalink": entry.permalink,
    }


def _moved(variants: Sequence[Variant], addresses: Mapping[PurePosixPath, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for variant in variants:
        folder = f"{variant.slug}/" if variant.sector else ""
        pages = [page for page in variant.pages if (page.sector is None) == (variant.sector is None)]
        own = moves.addresses(pages, addresses.__getitem__)
        found |= {f"{folder}{old}": f"{folder}{new}" for old, new in own.items()}
    return found


def _edition(edition: Edition) -> Mapping[str, object]:
    return {
        "nummer": edition.id,
        "datum": edition.date.isoformat(),
        "geldig_van": edition.valid_from.isoformat(),
        "stand_wetgeving": edition.law_state.isoformat(),
        "aanleiding": list(edition.reasons),
        "samenvatting": edition.summary,
        "eindredactie": edition.editor,
        "status": str(edition.status),
    }


def _sections(
    variants: Sequence[Variant], addresses: Mapping[PurePosixPath, str]
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    core: set[tuple[str, ...]] = set()
    for variant in variants:
        folder = f"{variant.slug}/" if variant.sector else ""
        entries = []
        for page in variant.pages:
            for entry in _entries(page):
                if variant.sector is None:
                    core.add(tuple(entry.values()))
                elif tuple(entry.values()) in core:
                    continue
                anchor = f"#{entry['id']}" if entry["id"] else ""
                entries.append({**entry, "permalink": f"{folder}{addresses[page.path]}{anchor}"})
        yield variant.slug, entries


def _entries(page: Page) -> Iterator[dict[str, str]]:
    """Yield what stands before the first heading (id '') and every section; a section's text is without those below."""
    if page.lead:
        yield _entry(page, "", 1, page.meta.title, fingerprint.of_lead(page), page.lead)
    for section in page.walk():
        parts = (*section.body, *section.tail)
        yield _entry(page, section.id, section.level, section.title, fingerprint.of_section(section), parts)


def _entry(page: Page, name: str, level: int, title: str, digest: str, parts: Sequence[Part]) -> dict[str, str]:
    return {
        "pagina": str(page.path),
        "id": name,
        "niveau": str(level),
        "titel": title,
        "vingerafdruk": digest,
        "tekst": "\n\n".join(_text(parts)),
    }


def _text(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Block):
            yield part.text
        elif isinstance(part, SectorText):
            yield from _text(part.body)
            for section in part.sections:
                yield section.title
                yield from _text(section.body)


def _files(site: Path) -> list[str]:
    return sorted(
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and path != site / NAME
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
