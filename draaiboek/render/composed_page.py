"""A composed page as Markdown in Python-Markdown's dialect: what marks sector text, and where every block came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlencode

import yaml

from draaiboek.base.model import CORE, Block, Origin, Page, Part, Section, SectorText, Variant
from draaiboek.compose import sector_mark
from draaiboek.content import former_places
from draaiboek.content.safety import VARIANT_LINK
from draaiboek.render.layout import from_page, page_url
from draaiboek.render.provenance import attribute

LABEL = "{: .lr-sector__label }"
TOP_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a page shows where its text came from.

    *repository* is the address of the project on GitHub ('' when there is none: then no links), *fingerprints* those
    of the core sections, for overlays that a reader starts from a page.
    """

    repository: str
    fingerprints: Mapping[tuple[PurePosixPath, str], str]


def as_markdown(page: Page, variant: Variant, provenance: Provenance | None = None) -> str:
    """Return *page* as a Markdown file.

    With *provenance*, every run of blocks stands in an element whose `data-bron` is the file and line it came from,
    and every section ends with links that open the editor on that very file.
    """
    front: dict[str, Any] = {"title": page.meta.title, "description": page.meta.description}
    if page.meta.reviewed:
        front["nagelezen"] = page.meta.reviewed.isoformat()
    if page.sector:
        front["sector"] = page.sector
    writer = _Writer(page, variant, provenance)
    pieces = [f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)}---"]
    pieces += [f"# {page.meta.title}"]
    pieces += [f'<span id="{name}"></span>' for name in former_places.former_ids(page)]
    pieces += writer.parts(page.lead)
    pieces += writer.lead_link(page)
    for section in page.sections:
        pieces += writer.section(section)
    pieces += [f"[^{note.label}]: {note.text}" for note in page.footnotes]
    return "\n\n".join(pieces) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    page: Page
    variant: Variant
    provenance: Provenance | None

    def section(self, section: Section) -> Iterator[str]:
        where = f" {attribute(section.origin)}" if self.provenance else ""
        yield f"{'#' * section.level} {section.title} {{#{section.id}{where}}}"
        yield from self.parts(section.body)
        if section.level == TOP_LEVEL:
            yield from self.links(section)
        for below in section.subsections:
            yield from self.section(below)
        yield from self.parts(section.tail)

    def parts(self, parts: Sequence[Part]) -> Iterator[str]:
        for key, run in groupby(parts, key=lambda part: part.origin.path if isinstance(part, Block) else part):
            if isinstance(key, SectorText):
                yield from self.sector_text(key)
            elif isinstance(key, PurePosixPath):
                yield from self.blocks([part for part in run if isinstance(part, Block)])

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        origin = blocks[0].origin
        if self.provenance:
            yield f'<div {attribute(origin)} markdown="1">'
        previous = ""
        for block in blocks:
            if previous == block.kind and block.kind.endswith("_list"):
                # Two lists in a row would be read as one; a comment keeps them apart.
                yield "<!-- -->"
            yield VARIANT_LINK.sub(self.to_variant, block.text)
            previous = block.kind
        if self.provenance:
            yield "</div>"

    def sector_text(self, part: SectorText) -> Iterator[str]:
        name = self.variant.sector.name if self.variant.sector else part.sector
        yield sector_mark.OPENING
        yield f"{sector_mark.label(part, name)}\n{LABEL}"
        if reason := sector_mark.why(part):
            yield f"{reason}\n{{: .lr-sector__reden }}"
        if part.stale:
            yield "De kerntekst is gewijzigd sinds de sector dit stuk nalas.\n{: .lr-controle }"
        yield from self.parts(part.body)
        for section in part.sections:
            yield from self.section(section)
        if self.provenance and self.provenance.repository:
            yield f"[Verbeter dit stuk]({self.edit(part.origin)})\n{{: .lr-verbeter }}"
        yield sector_mark.CLOSING

    def lead_link(self, page: Page) -> Iterator[str]:
        if page.lead and self.provenance and self.provenance.repository:
            yield f"[Verbeter dit stuk]({self.edit(page.lead[0].origin)})\n{{: .lr-verbeter }}"

    def links(self, section: Section) -> Iterator[str]:
        if not self.provenance or not self.provenance.repository:
            return
        links = [f"[Verbeter dit stuk]({self.edit(section.origin)})"]
        digest = self.provenance.fingerprints.get((self.page.path, section.id))
        if self.variant.sector and digest:
            links.append(f"[Vul aan voor mijn sector]({self.add(section, digest)})")
        yield f"{' · '.join(links)}\n{{: .lr-verbeter }}"

    def edit(self, origin: Origin) -> str:
        repository = self.provenance.repository if self.provenance else ""
        return f"{repository}/edit/main/{quote(str(origin.path))}#L{origin.line}"

    def add(self, section: Section, digest: str) -> str:
        repository = self.provenance.repository if self.provenance else ""
        name = f"{str(self.page.path).removesuffix('.md').replace('/', '--')}--{section.id}.md"
        text = f"---\ndoel: {self.page.path}#{section.id}\nbewerking: einde\nbasis: {digest}\n---\n"
        return f"{repository}/new/main/overlays/{self.variant.slug}?{urlencode({'filename': name, 'value': text})}"

    def to_variant(self, match: re.Match[str]) -> str:
        """Write a link into another variant as HTML: MkDocs knows only the pages of this one."""
        if match["kept"]:
            return match[0]
        folder = "" if match["slug"] == CORE else f"{match['slug']}/"
        way = f"{from_page(self.page.path, self.variant)}{folder}{page_url(PurePosixPath(match['path']))}"
        title = f" title={match['title'].strip()}" if match["title"] else ""
        return f'<a href="{way or "./"}{match["anchor"] or ""}"{title}>{match["text"]}</a>'
