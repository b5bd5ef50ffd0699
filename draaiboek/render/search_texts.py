"""What the search box of a site finds: one record per section of the text, and the words that mean the same.

Material's own search misses Dutch compounds, inflection and abbreviations, and every page would load its index. So our
own engine (draaiboek/search/, JavaScript) stands behind the box; here it gets its texts. In search/ of a site:

- `search.js`: the engine, one file put together from draaiboek/search/;
- `texts.js`: the records of this variant, as a script because a page opened from a file may load nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from draaiboek.base.model import (
    Block,
    Box,
    Figure,
    Inline,
    Listing,
    Page,
    Paragraph,
    Part,
    Quote,
    Section,
    SectorText,
    Slot,
    Strong,
    Table,
    Term,
    Text,
    Variant,
    in_words,
    words,
)
from draaiboek.compose import sector_mark
from draaiboek.content import content_paths
from draaiboek.content.decision_aids import GROUND
from draaiboek.render.layout import page_url

# In the order in which they need one another; the licence is that of the stemmer and must stay with it.
PARTS = (
    "vendor/base-stemmer.js",
    "vendor/dutch_porter-stemmer.js",
    "words.js",
    "compounds.js",
    "vocabulary.js",
    "question.js",
    "ranking.js",
    "teaser.js",
    "answer.js",
)
LICENCE = "vendor/COPYING.txt"

# How much a page counts whose front matter does not say (`zoekgewicht`). A release note holds words of every page, and
# seldom the answer. What a sector wrote for its readers comes first.
EDITIONS, EDITION = PurePosixPath("edities"), 0.3
OWN_SECTOR = 1.4


def files(variant: Variant, alike: Sequence[Sequence[str]], engine: Path) -> Mapping[str, str]:
    """Return what the site of *variant* needs to be searched, by its place: with the engine in folder *engine*.

    *alike* are groups of words that mean the same (`meanings`).
    """
    texts = {"pages": [_page(page) for page in variant.pages], "meanings": alike}
    return {"search/texts.js": f"self.draaiboekTexts = {_json(texts)};\n", "search/search.js": _engine(engine)}


def meanings(terms: Iterable[Term], synonyms: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the groups of words that mean the same: those of the glossary, and *synonyms* (synoniemen.yml)."""
    glossary = [list(dict.fromkeys(filter(None, (term.term, term.full, *term.also)))) for term in terms]
    return [group for group in glossary if len(group) > 1] + list(map(list, synonyms))


def sections(page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield id, title and text of each section of *page*, a line for each block; the first is what stands above them.

    Only what the page has to say: no references, and no labels that say how sure it is.
    """
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for line in _lines(page.lead, page.sections):
        if isinstance(line, Section):
            found.append((line.id, _one_line(line.title), []))
        else:
            found[-1][2].append(_one_line(line))
    for name, title, lines in found:
        yield name, title, "\n".join(filter(None, lines))


def _page(page: Page) -> Mapping[str, Any]:
    urgent = {"urgent": page.meta.urgent} if page.meta.urgent else {}
    return {
        "url": page_url(page.path),
        "title": page.meta.title,
        "summary": page.meta.description,
        "weight": _weight(page),
        **urgent,
        "sections": [_section(page, *each) for each in sections(page)],
    }


def _section(page: Page, name: str, title: str, text: str) -> Mapping[str, Any]:
    asked = dict(page.meta.questions).get(name)
    return {"id": name, "title": title, "text": text, **({"asked": asked} if asked else {})}


def _weight(page: Page) -> float:
    if page.meta.weight is not None:
        return page.meta.weight
    if EDITIONS in page.path.parents:
        return EDITION
    return OWN_SECTOR if page.sector and page.path != content_paths.FICHE_PAGE else 1


def _lines(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[str | Section]:
    """Yield the lines of *parts* and *sections* in reading order, each section before its lines."""
    for part in parts:
        match part:
            case SectorText():
                yield from (sector_mark.label(part), sector_mark.why(part))
                yield from _lines(part.body, part.sections)
            case Slot():
                continue
            case _:
                yield from _of_block(part)
    for section in sections:
        yield section
        yield from _lines(section.body, section.subsections)
        yield from _lines(section.tail, ())


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(content=content) if not _is_reference(content):
            yield words(content)
        case Listing(items=items):
            for item in items:
                yield from _of_blocks(item.blocks)
        case Table(head=head, rows=rows):
            yield from (" – ".join(map(words, row.cells)) for row in (head, *rows))
        case Quote(blocks=blocks):
            yield from _of_blocks(blocks)
        case Box(title=title, blocks=blocks):
            yield words(title)
            yield from _of_blocks(blocks)
        case Figure(note=note):
            yield from _of_blocks(in_words(block))
            yield words(note)


def _of_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    return (line for block in blocks for line in _of_block(block))


def _is_reference(content: Sequence[Inline]) -> bool:
    """Say whether a paragraph names the legal basis of an outcome: a citation, as footnotes are."""
    return tuple(content[:1]) == (Strong((Text(GROUND),)),)


def _one_line(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip(" –")


def _engine(folder: Path) -> str:
    licence = (folder / LICENCE).read_text(encoding="utf-8")
    parts = ((folder / name).read_text(encoding="utf-8") for name in PARTS)
    return "\n".join([f"/*!\nSnowball (snowballstem.org):\n{licence}*/", *parts])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
