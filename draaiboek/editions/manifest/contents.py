"""What editie.json says of an edition: every section of every variant, every file, what moved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from draaiboek.base.model import CORE, Block, Edition, Footnote, Page, Part, Section, SectorText, Variant
from draaiboek.compose import fingerprint, sector_mark
from draaiboek.content import former_places
from draaiboek.editions.manifest.format import NAME, Entry, Manifest, as_text

TOOLS = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "typst", "pikepdf", "mike")


def of(
    variants: Sequence[Variant],
    *,
    commit: str,
    changed: bool,
    addresses: Mapping[PurePosixPath, str],
    files: Mapping[str, str],
) -> Manifest:
    """Return the manifest of an edition that consists of *variants*, the core first.

    *addresses* maps the place of each page, and of each that was called otherwise, to its address below its site;
    *changed* says that the text differed from *commit*; *files* holds the SHA-256 of every file.
    """
    whole = {variant.slug: tuple(_entries(variant, addresses)) for variant in variants}
    core = {(each.page, each.id): each for each in whole[CORE]}
    sections, omitted = {CORE: whole[CORE]}, {}
    for variant in variants[1:]:
        folder, mine = f"{variant.slug}/", whole[variant.slug]
        shared = {replace(each, permalink=folder + each.permalink) for each in whole[CORE]}
        sections[variant.slug] = tuple(each for each in mine if each not in shared)
        here = {(each.page, each.id) for each in mine}
        omitted[variant.slug] = tuple(each.name for place, each in core.items() if place not in here)
    return Manifest(
        edition=_edition(variants[0].edition),
        commit=commit,
        changed=changed,
        tools={name: version(name) for name in TOOLS},
        sections=sections,
        files=files,
        omitted=omitted,
        moved=_moved(variants, addresses),
    )


def of_variants(variants: Sequence[Variant], addresses: Mapping[PurePosixPath, str]) -> Manifest:
    """Return what the manifest of *variants* will say as far as their text goes: no commit and no files yet."""
    return of(variants, commit="", changed=True, addresses=addresses, files={})


def write(
    site: Path, variants: Sequence[Variant], *, commit: str, changed: bool, addresses: Mapping[PurePosixPath, str]
) -> Path:
    """Write the manifest of the edition in folder *site* and return its path; the rest is as for `of`."""
    files = {path: _sha256(site / path) for path in _files(site)}
    manifest = of(variants, commit=commit, changed=changed, addresses=addresses, files=files)
    path = site / NAME
    path.write_text(as_text(manifest), encoding="utf-8", newline="\n")
    return path


def _moved(variants: Sequence[Variant], addresses: Mapping[PurePosixPath, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for variant in variants:
        folder = f"{variant.slug}/" if variant.sector else ""
        pages = [page for page in variant.pages if (page.sector is None) == (variant.sector is None)]
        own = former_places.addresses(pages, addresses.__getitem__)
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
