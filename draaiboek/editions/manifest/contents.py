"""What editie.json says about an edition: every section of every variant, every file, and what moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from draaiboek.base.file_digest import sha256_of
from draaiboek.base.model import CORE, Edition, Variant
from draaiboek.compose import fingerprint, normal_form
from draaiboek.compose.normal_form import Leaf, Run
from draaiboek.content import former_places
from draaiboek.editions.manifest.format import NAME, Entry, Manifest, as_text
from draaiboek.render.layout import folder_of

TOOLS = ("mkdocs", "mkdocs-material", "markdown-it-py", "typst", "pikepdf", "deflate", "mike")


def of(
    variants: Sequence[Variant],
    *,
    commit: str,
    changed: bool,
    addresses: Mapping[PurePosixPath, str],
    files: Mapping[str, str],
) -> Manifest:
    """Return the manifest of an edition that consists of *variants*, the core first.

    The variant `alle` has a title and files but no sections: each of its words is in the core or a sector, and is
    listed there.

    *addresses* maps the path of each page, and each former path, to its address relative to its site; *changed* says
    that the text differed from *commit*; *files* holds the SHA-256 of every file.
    """
    told = [variant for variant in variants if not variant.gathered]
    whole = {variant.slug: tuple(_entries(variant, addresses)) for variant in told}
    core = {(each.page, each.id): each for each in whole[CORE]}
    sections, omitted = {CORE: whole[CORE]}, {}
    for variant in told[1:]:
        folder, mine = folder_of(variant), whole[variant.slug]
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
        titles={variant.slug: variant.title for variant in variants if variant.slug != CORE},
    )


def of_variants(variants: Sequence[Variant], addresses: Mapping[PurePosixPath, str]) -> Manifest:
    """Return the manifest of *variants* as far as their text determines it: no commit and no files yet."""
    return of(variants, commit="", changed=True, addresses=addresses, files={})


def write(
    site: Path, variants: Sequence[Variant], *, commit: str, changed: bool, addresses: Mapping[PurePosixPath, str]
) -> Path:
    """Write the manifest of the edition in folder *site* and return its path; the rest is as for `of`."""
    files = {path: sha256_of(site / path) for path in _files(site)}
    manifest = of(variants, commit=commit, changed=changed, addresses=addresses, files=files)
    path = site / NAME
    path.write_text(as_text(manifest), encoding="utf-8", newline="\n")
    return path


def _moved(variants: Sequence[Variant], addresses: Mapping[PurePosixPath, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for variant in variants:
        folder = folder_of(variant)
        pages = [page for page in variant.pages if (page.sector is None) == (variant.slug == CORE)]
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
        "goedkeuring": [
            {
                "functie": each.role,
                "organisatie": each.organisation,
                "op": each.day.isoformat(),
                "tekst": each.fingerprint,
            }
            for each in edition.approvals
        ],
    }


def _entries(variant: Variant, addresses: Mapping[PurePosixPath, str]) -> Iterator[Entry]:
    """Yield, for every page, what precedes its first heading (id '') and every section without its subsections."""
    for page in variant.pages:
        address = f"{folder_of(variant)}{addresses[page.path]}"
        lead = normal_form.of_lead(page)
        title = Leaf("kop0", (), (Run(normal_form.collapse(page.meta.title)),))
        yield Entry(page.path, "", 1, page.meta.title, fingerprint.of(lead), (title, *lead), address)
        for section in page.walk():
            yield Entry(
                page.path,
                section.id,
                section.level,
                section.title,
                fingerprint.of_section(section, page.path),
                normal_form.of_own(section, page.path),
                f"{address}#{section.id}",
            )


def _files(site: Path) -> list[str]:
    return sorted(
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and path != site / NAME
    )
