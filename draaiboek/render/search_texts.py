"""What the search box of a site finds: one record per section of the text, and the words that mean the same.

Material's own search misses Dutch compounds, inflection and abbreviations, and every page would load its index. So our
own engine (draaiboek/search/, JavaScript) stands behind the box; here it gets its texts. In search/ of a site:

- `search.js`: the engine, one file put together from draaiboek/search/;
- `texts.js`: the records of this variant, as a script because a page opened from a file may load nothing else;
- `COPYING.txt`: the licence of the stemmer, which no reader has to fetch.
"""

from __future__ import annotations

import base64
import bz2
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from draaiboek.base.memo import Memo
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

# In the order in which they need one another.
PARTS = (
    "vendor/base-stemmer.js",
    "vendor/dutch_porter-stemmer.js",
    "words.js",
    "unpack.js",
    "compounds.js",
    "vocabulary.js",
    "question.js",
    "ranking.js",
    "teaser.js",
    "answer.js",
)
TEXTS = "search/texts.js"
_BEFORE, _AFTER = 'self.draaiboekTexts = JSON.parse(self.draaiboekSearch.unpack("', '"));\n'
_COLUMNS = ("id", "title", "text", "asked", "of", "under")  # of a record; 0 is a field that it does not have
LICENCE = "vendor/COPYING.txt"  # of the stemmer; it must stay with it
_NOTICE = "/*! With the stemmers of Snowball (snowballstem.org); their licence is COPYING.txt, beside this file. */"
_BEFORE_A_SIGN = re.compile(r" ([.,;:!?])")
# A comment, and what a line is set in: a quarter of what a reader would fetch.
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:(?!\*/)[\s\S])*\*/|//.*)\n|^[ \t]+|(?<=[;,{(\]]) // .*$", re.MULTILINE)

# How much a page counts whose front matter does not say (`zoekgewicht`). A release note holds words of every page, and
# seldom the answer. What a sector wrote for its readers comes first.
EDITION = 0.3
OWN_SECTOR = 1.4
# What an entry of the glossary answers, whatever stands in its heading alone.
MEANING = "betekenis"
# A page that counts for less (a list of sources, a release note) is long, and seldom the answer: of each section the
# search has what it is called, what readers ask of it, and how it begins. Among all sectors such a page, and a fiche,
# which sums up its chapter, are found by title, description and questions alone: a reader on a phone has to fetch this
# search too. Not the glossary: what a word means stands nowhere else.
IN_SHORT = 0.5
BEGINNING = 2  # blocks
# And there the longest questions are left out, in words: most of what they say are small words.
LONGEST = 5


def files(
    variant: Variant, alike: Sequence[Sequence[str]], engine: Path, memo: Memo | None = None
) -> Mapping[str, str]:
    """Return what the site of *variant* needs to be searched, by its place: with the engine in folder *engine*.

    *alike* are groups of words that mean the same (`meanings`). Most sites have most pages as others do, and all have
    the same engine: *memo*, which lives no longer than a build, knows them.
    """
    memo = memo or Memo()
    pages = [_page(page, variant, memo) for page in variant.pages]
    # The order of words and of phrasings says nothing; in that of their letters they take a little less room.
    texts: dict[str, Any] = {"pages": pages, "meanings": list(map(sorted, alike))}
    if variant.gathered:
        texts["pages"] = list(_once(texts["pages"]))
        texts["sectors"] = {each.slug: {"title": each.title, "colour": each.colour} for each in variant.gathered}
    stored = {**texts, **_in_columns(texts["pages"])}
    found = f"{_BEFORE}{_packed(_json(stored))}{_AFTER}"
    licence = memo.of("", _licence, engine)
    return {TEXTS: found, "search/search.js": memo.of("", _engine, engine), "search/COPYING.txt": licence}


def pages_of(texts: str) -> list[dict[str, Any]]:
    """Return the pages that a `texts.js` holds, each with its records, as draaiboek/search/answer.js makes them."""
    stored = json.loads(_unpacked(texts))
    columns = stored["sections"]
    rows = zip(*columns.values(), strict=True)
    records = ({name: value for name, value in zip(columns, row, strict=True) if value != 0} for row in rows)
    return [{**page, "sections": list(islice(records, page["sections"]))} for page in stored["pages"]]


def as_it_is(texts: str) -> str:
    """Return a `texts.js` that says the same and is not packed, for a zip: nobody fetches it apart.

    Of texts in two zips that are packed git keeps every byte twice; of these it keeps what differs.
    """
    return f"self.draaiboekTexts = {_unpacked(texts)};\n"


def _unpacked(texts: str) -> str:
    return bz2.decompress(base64.b64decode(texts.removeprefix(_BEFORE).removesuffix(_AFTER))).decode()


def meanings(terms: Iterable[Term], synonyms: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the groups of words that mean the same: those of the glossary, and *synonyms* (synoniemen.yml)."""
    glossary = [list(dict.fromkeys(filter(None, (term.term, term.full, *term.also)))) for term in terms]
    return [group for group in glossary if len(group) > 1] + list(map(list, synonyms))


def is_whole(page: Page, variant: Variant) -> bool:
    """Return whether the search of *variant* has every word of *page*.

    Of the register it has what a source is called, not how far it was read; of a page that counts for less, how each
    section begins.
    """
    return page.path != content_paths.REGISTER_PAGE and not _counts_less(page) and not _is_in_short(page, variant)


def _is_in_short(page: Page, variant: Variant) -> bool:
    """Return whether the search of *variant* finds *page* by its title, its description and its questions alone."""
    return bool(variant.gathered) and (page.path.name == content_paths.FICHE_PAGE.name or _counts_less(page))


def _counts_less(page: Page) -> bool:
    return page.path != content_paths.GLOSSARY_PAGE and _own_weight(page) < IN_SHORT


def sections(page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield id, title and text of each section of *page*, a line for each block; the first is what stands above them.

    Only what the page has to say: no references, and no labels that say how sure it is.
    """
    for record in _records(page):
        yield record.id, record.title, record.text


def _page(page: Page, variant: Variant, memo: Memo) -> Mapping[str, Any]:
    urgent = {"urgent": page.meta.urgent} if page.meta.urgent else {}
    of = {"of": page.sector} if variant.gathered and page.sector else {}
    return {
        "url": page_url(page.path),
        "title": page.meta.title,
        "summary": page.meta.description,
        "weight": _weight(page, variant),
        **urgent,
        **of,
        "sections": [_in_short(page)] if _is_in_short(page, variant) else memo.of(id(page), _sections, page),
    }


def _in_columns(pages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return *pages* with how many records each has, and those of all by field: what is alike stands together.

    A reader fetches 2.4 kB less of all sectors.
    """
    records = [record for page in pages for record in page["sections"]]
    return {
        "pages": [{**page, "sections": len(page["sections"])} for page in pages],
        "sections": {name: [record.get(name, 0) for record in records] for name in _COLUMNS},
    }


def _sections(page: Page) -> Sequence[Mapping[str, Any]]:
    return [_section(page, each) for each in _records(page)]


def _section(page: Page, record: _Record) -> Mapping[str, Any]:
    asked = dict(page.meta.questions).get(record.id, ())
    if page.path == content_paths.GLOSSARY_PAGE and record.id:
        asked = (*asked, f"{MEANING} {record.title}")
    more = {"asked": sorted(asked), "of": record.sector, "under": record.under}
    said = {name: value for name, value in more.items() if value}
    is_entry = page.path == content_paths.REGISTER_PAGE and record.id.startswith(content_paths.ENTRY)
    most = 1 if is_entry else BEGINNING if _counts_less(page) else None
    text = "\n".join(record.text.split("\n")[:most])
    return {"id": record.id, "title": record.title, "text": text, **said}


def _once(pages: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Leave each short question with the first of *pages* that answers it: sectors repeat those about functions."""
    told: set[str] = set()
    for page in pages:
        sections = []
        for section in page["sections"]:
            short = (question for question in section.get("asked", ()) if len(question.split()) <= LONGEST)
            asked = [question for question in short if question not in told]
            told.update(asked)
            sections.append({**section, "asked": asked} if "asked" in section else section)
        yield {**page, "sections": sections}


def _in_short(page: Page) -> Mapping[str, Any]:
    asked = [question for _, questions in page.meta.questions for question in questions]
    return {"id": "", "title": "", "text": "", **({"asked": asked} if asked else {})}


def _weight(page: Page, variant: Variant) -> float:
    # Among all sectors none is the reader's own.
    is_own = page.sector and not variant.gathered and page.path != content_paths.FICHE_PAGE
    return OWN_SECTOR if is_own and page.meta.weight is None else _own_weight(page)


def _own_weight(page: Page) -> float:
    if page.meta.weight is not None:
        return page.meta.weight
    return EDITION if content_paths.EDITION_PAGES in page.path.parents else 1


@dataclass(frozen=True, slots=True)
class _Record:
    """What is found as one: a section, or what a *sector* adds *under* a title, beside the text of others."""

    id: str
    title: str
    sector: str = ""
    under: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """A line for each block."""
        return "\n".join(filter(None, map(_one_line, self.lines)))


def _records(page: Page) -> Sequence[_Record]:
    """Return the records of *page* in reading order; the first is what stands above its sections."""
    found = [_Record("", "")]
    _read(page.lead, page.sections, found[0], page.meta.title, found)
    return found


def _read(
    parts: Sequence[Part], sections: Sequence[Section], here: _Record, title: str, found: list[_Record]
) -> _Record:
    """Add *parts*, which stand under *title*, to the record *here* and *sections* to *found*; return the last one."""
    for part in parts:
        match part:
            case SectorText(anchor=""):
                here.lines.extend((sector_mark.label(part), sector_mark.why(part)))
                here = _read(part.body, part.sections, here, title, found)
            case SectorText():
                lines = [sector_mark.why(part)]
                piece = _Record(part.anchor, sector_mark.label(part), part.sector, _one_line(title), lines)
                found.append(piece)
                _read(part.body, part.sections, piece, title, found)
            case Slot():
                continue
            case _:
                here.lines.extend(_of_block(part))
    for section in sections:
        record = _Record(section.id, _one_line(section.title), here.sector)
        found.append(record)
        here = _read(section.body, section.subsections, record, section.title, found)
        here = _read(section.tail, (), here, section.title, found)
    return here


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(content=content) if not _is_reference(content):
            yield words(content)
        case Listing(items=items):
            for item in items:
                yield from _of_blocks(item.blocks)
        case Table(head=head, rows=rows):
            yield from (" – ".join(filter(None, map(words, row.cells))) for row in (head, *rows))
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
    """Return whether a paragraph names the legal basis of an outcome: a citation, as footnotes are."""
    return tuple(content[:1]) == (Strong((Text(GROUND),)),)


def _one_line(text: str) -> str:
    return _BEFORE_A_SIGN.sub(r"\1", " ".join(text.split())).strip(" –")


def _engine(folder: Path) -> str:
    parts = (_COMMENT.sub("", (folder / name).read_text(encoding="utf-8")) for name in PARTS)
    return "\n".join([_NOTICE, *parts])


def _licence(folder: Path) -> str:
    return (folder / LICENCE).read_text(encoding="utf-8")


def _packed(text: str) -> str:
    """Return *text* as unpack.js reads it: a quarter less than what gzip, which web servers pack with, makes of it."""
    return base64.b64encode(bz2.compress(text.encode())).decode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
