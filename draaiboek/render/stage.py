"""A variant as plain Markdown and a small MkDocs configuration, in out/stage/<variant>/."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from draaiboek import dutch
from draaiboek.model import CORE, Action, Block, MenuItem, Page, Part, Section, SectorText, Variant
from draaiboek.project import Project

TOC_MARK = "{: .lr-sector__label }"


def write(variant: Variant, variants: Sequence[Variant], project: Project, *, address: str) -> Path:
    """Write *variant* out and return its folder; *variants* are all that the reader can switch to."""
    folder = project.stage / variant.slug
    shutil.rmtree(folder, ignore_errors=True)
    docs = folder / "docs"
    for page in variant.pages:
        _write(docs / page.path, as_markdown(page, variant))
    for media in variant.media:
        target = docs / media.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / media.origin.path, target)
    _write(folder / "mkdocs.yml", _configuration(variant, variants, project, folder, address))
    return folder


def folder_of(variant: Variant) -> str:
    """Return where *variant* stands below the edition: '' for the core, 'onderwijs/' for a sector."""
    return f"{variant.slug}/" if variant.sector else ""


def pdf_name(variant: Variant) -> str:
    """Return the PDF's place below the edition (design.md §5)."""
    suffix = f"-{variant.slug}" if variant.sector else ""
    return f"pdf/draaiboek-livc-r-{variant.edition.id}{suffix}.pdf"


def as_markdown(page: Page, variant: Variant) -> str:
    """Return *page* as a Markdown file in Python-Markdown's dialect."""
    front: dict[str, Any] = {"title": page.meta.title, "description": page.meta.description}
    if page.meta.reviewed:
        front["nagelezen"] = page.meta.reviewed.isoformat()
    if page.sector:
        front["sector"] = page.sector
    pieces = [f"---\n{_yaml(front)}---", f"# {page.meta.title}"]
    pieces += [f'<span id="{name}"></span>' for name in page.meta.formerly]
    pieces += _parts(page.lead, variant)
    for section in page.sections:
        pieces += _section(section, variant)
    pieces += [f"[^{note.label}]: {note.text}" for note in page.footnotes]
    return "\n\n".join(pieces) + "\n"


def _section(section: Section, variant: Variant) -> Iterator[str]:
    yield f"{'#' * section.level} {section.title} {{#{section.id}}}"
    yield from _parts(section.body, variant)
    for below in section.subsections:
        yield from _section(below, variant)
    yield from _parts(section.tail, variant)


def _parts(parts: Sequence[Part], variant: Variant) -> Iterator[str]:
    previous = ""
    for part in parts:
        if isinstance(part, Block):
            if previous == part.kind and part.kind.endswith("_list"):
                # Two lists in a row would be read as one; a comment keeps them apart.
                yield "<!-- -->"
            yield part.text
            previous = part.kind
        elif isinstance(part, SectorText):
            yield from _sector_text(part, variant)


def _sector_text(part: SectorText, variant: Variant) -> Iterator[str]:
    name = variant.sector.name if variant.sector else part.sector
    yield '<div class="lr-sector" markdown="1">'
    if part.action is Action.OMIT:
        yield f"Niet van toepassing voor {name}: {part.reason}\n{TOC_MARK}"
    else:
        yield f"Specifiek voor {name}\n{TOC_MARK}"
    if part.action is Action.REPLACE:
        yield f"Deze tekst vervangt de kerntekst. Reden: {part.reason}\n{{: .lr-sector__reden }}"
    if part.stale:
        yield "De kerntekst is gewijzigd sinds de sector dit stuk nalas.\n{: .lr-controle }"
    yield from _parts(part.body, variant)
    for section in part.sections:
        yield from _section(section, variant)
    yield "</div>"


def _configuration(variant: Variant, variants: Sequence[Variant], project: Project, folder: Path, address: str) -> str:
    edition = variant.edition
    up = Path(os.path.relpath(project.root, folder)).as_posix()
    return _yaml(
        {
            "INHERIT": f"{up}/{project.config.name}",
            "site_name": f"Draaiboek LIVC-R – {variant.title}" if variant.sector else "Draaiboek LIVC-R",
            "site_url": f"{address}/actueel/{folder_of(variant)}",
            "docs_dir": "docs",
            "theme": {"custom_dir": f"{up}/{project.theme.relative_to(project.root).as_posix()}"},
            "nav": [_nav(item) for item in variant.menu],
            "extra": {
                "draaiboek": {
                    "variant": variant.slug,
                    "titel": variant.title,
                    "naam": variant.sector.name if variant.sector else CORE,
                    "editie": edition.id,
                    "datum": dutch.long_date(edition.date),
                    "stand_wetgeving": dutch.long_date(edition.law_state),
                    "status": str(edition.status),
                    "omhoog": "../" if variant.sector else "",
                    "pdf": pdf_name(variant),
                    "varianten": [_choice(each) for each in variants],
                }
            },
        }
    )


def _nav(item: MenuItem) -> Mapping[str, object]:
    if item.page is not None:
        return {item.title: str(item.page)}
    return {item.title: [_nav(child) for child in item.children]}


def _choice(variant: Variant) -> Mapping[str, str]:
    return {
        "slug": variant.slug,
        "titel": variant.title,
        "omschrijving": variant.sector.description if variant.sector else "De tekst die voor alle sectoren geldt.",
        "map": folder_of(variant),
    }


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
