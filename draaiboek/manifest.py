"""editie.json: what an edition is made of, so that it can be proven, compared and linked to for ever.

`bestanden` lists the SHA-256 of every file; `secties` lists every section with its permalink, its fingerprint and its
text. A sector's list holds only what differs from the core: what is not there is the core's, unless `weggelaten` says
that the sector has no such section.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from draaiboek import fingerprint, sector_mark
from draaiboek.errors import ToolError
from draaiboek.model import CORE, Block, Edition, Footnote, Page, Part, Section, SectorText, Variant

NAME = "editie.json"
TOOLS = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "typst", "pikepdf", "mike")


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as it was published: *id* is '' for the page itself, with what stands before its first heading.

    *text* is Markdown, without the sections below it; a sector's words stand between the lines of `sector_mark`, under
    their label. *notes* says briefly what each footnote mark in the text cites. *permalink* is relative to the edition.
    """

    page: PurePosixPath
    id: str
    level: int
    title: str
    fingerprint: str
    text: str
    permalink: str
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What editie.json says.

    *edition* holds the metadata under the editor's words, *tools* the versions of the programs, *sections* the sections
    that each variant does not share with the core, *omitted* (`page.md#id`) the core sections that it does not have,
    *files* the SHA-256 of every other file of the edition.
    """

    edition: Mapping[str, Any]
    commit: str
    changed: bool
    tools: Mapping[str, str]
    sections: Mapping[str, tuple[Entry, ...]]
    files: Mapping[str, str]
    omitted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of_variant(self, slug: str) -> tuple[Entry, ...]:
        """Return every section of variant *slug* in the order of the core; what only the sector has comes last."""
        own = {(entry.page, entry.id): entry for entry in self.sections.get(slug, ())}
        core = self.sections[CORE]
        if slug == CORE:
            return core
        folder, gone = f"{slug}/", frozenset(self.omitted.get(slug, ()))
        shared = [
            own.pop((each.page, each.id), replace(each, permalink=folder + each.permalink))
            for each in core
            if _name(each) not in gone
        ]
        return (*shared, *own.values())


def of(
    variants: Sequence[Variant],
    *,
    commit: str,
    changed: bool,
    addresses: Mapping[PurePosixPath, str],
    files: Mapping[str, str],
) -> Manifest:
    """Return the manifest of an edition that consists of *variants*, the core first.

    *addresses* maps the place of each page to its address below its site; *changed* says that the text differed from
    *commit*; *files* holds the SHA-256 of every file.
    """
    whole = {variant.slug: tuple(_entries(variant, addresses)) for variant in variants}
    core = {(each.page, each.id): each for each in whole[CORE]}
    sections, omitted = {CORE: whole[CORE]}, {}
    for variant in variants[1:]:
        folder, mine = f"{variant.slug}/", whole[variant.slug]
        shared = {replace(each, permalink=folder + each.permalink) for each in whole[CORE]}
        sections[variant.slug] = tuple(each for each in mine if each not in shared)
        here = {(each.page, each.id) for each in mine}
        omitted[variant.slug] = tuple(_name(each) for place, each in core.items() if place not in here)
    return Manifest(
        edition=_edition(variants[0].edition),
        commit=commit,
        changed=changed,
        tools={name: version(name) for name in TOOLS},
        sections=sections,
        files=files,
        omitted=omitted,
    )


def write(
    site: Path, variants: Sequence[Variant], *, commit: str, changed: bool, addresses: Mapping[PurePosixPath, str]
) -> Path:
    """Write the manifest of the edition in folder *site* and return its path; the rest is as for `of`."""
    files = {path: _sha256(site / path) for path in _files(site)}
    manifest = of(variants, commit=commit, changed=changed, addresses=addresses, files=files)
    path = site / NAME
    path.write_text(as_text(manifest), encoding="utf-8", newline="\n")
    return path


def as_text(manifest: Manifest) -> str:
    """Return what editie.json holds for *manifest*; `read` gives it back."""
    content: dict[str, Any] = {
        "editie": manifest.edition,
        "commit": manifest.commit,
        "werkmap_gewijzigd": manifest.changed,
        "gereedschap": manifest.tools,
        "secties": {slug: [_written(each) for each in entries] for slug, entries in manifest.sections.items()},
        "weggelaten": manifest.omitted,
        "bestanden": manifest.files,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Manifest:
    """Return the manifest in *text*; raises ToolError when it is damaged."""
    try:
        found = json.loads(text)
        return Manifest(
            edition=found["editie"],
            commit=found["commit"],
            changed=found["werkmap_gewijzigd"],
            tools=found["gereedschap"],
            sections={slug: tuple(map(_read_entry, entries)) for slug, entries in found["secties"].items()},
            files=found["bestanden"],
            omitted={slug: tuple(names) for slug, names in found["weggelaten"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"{NAME} is beschadigd"
        raise ToolError(message, hint="Haal het bestand terug uit de editie op de tak.", output=str(error)) from error


def _written(entry: Entry) -> dict[str, object]:
    return {
        "pagina": str(entry.page),
        "id": entry.id,
        "niveau": str(entry.level),
        "titel": entry.title,
        "vingerafdruk": entry.fingerprint,
        "tekst": entry.text,
        "noten": dict(entry.notes),
        "permalink": entry.permalink,
    }


def _read_entry(entry: Mapping[str, Any]) -> Entry:
    return Entry(
        page=PurePosixPath(entry["pagina"]),
        id=entry["id"],
        level=int(entry["niveau"]),
        title=entry["titel"],
        fingerprint=entry["vingerafdruk"],
        text=entry["tekst"],
        permalink=entry["permalink"],
        notes=tuple(entry["noten"].items()),
    )


def _name(entry: Entry) -> str:
    return f"{entry.page}#{entry.id}"


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


def _entries(variant: Variant, addresses: Mapping[PurePosixPath, str]) -> Iterator[Entry]:
    """Yield for every page what stands before its first heading (id '') and every section, without those below it."""
    for page in variant.pages:
        address = f"{variant.slug}/{addresses[page.path]}" if variant.sector else addresses[page.path]
        name = variant.sector.name if variant.sector else ""
        text = "\n\n".join(_text(page.lead, name))
        yield Entry(page.path, "", 1, page.meta.title, fingerprint.of_lead(page), text, address, _notes(text, page))
        for section in page.walk():
            text, place = "\n\n".join(_text((*section.body, *section.tail), name)), f"{address}#{section.id}"
            digest, notes = fingerprint.of_section(section), _notes(text, page)
            yield Entry(page.path, section.id, section.level, section.title, digest, text, place, notes)


def _text(parts: Sequence[Part], name: str) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Block):
            yield part.text
        elif isinstance(part, SectorText):
            yield from (sector_mark.OPENING, sector_mark.label(part, name), *filter(None, [sector_mark.why(part)]))
            yield from _text(part.body, name)
            for section in part.sections:
                yield from _below(section, name)
            yield sector_mark.CLOSING


def _below(section: Section, name: str) -> Iterator[str]:
    yield f"{'#' * section.level} {section.title} {{#{section.id}}}"
    yield from _text(section.body, name)
    for each in section.subsections:
        yield from _below(each, name)


def _notes(text: str, page: Page) -> tuple[tuple[str, str], ...]:
    def is_cited(note: Footnote) -> bool:
        return f"[^{note.label}]" in text

    return tuple((note.label, note.brief) for note in page.footnotes if is_cited(note))


def _files(site: Path) -> list[str]:
    return sorted(
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and path != site / NAME
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
