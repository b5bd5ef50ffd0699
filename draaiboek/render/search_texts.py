"""What the search box of a site finds: one record per section of the text, and groups of words with the same meaning.

Material's own search misses Dutch compounds, inflection and abbreviations, and every page would load its index. So our
own engine (draaiboek/search/, JavaScript) is behind the box; this module makes its texts. In search/ of a site:

- `search.js`: the engine, one file concatenated from draaiboek/search/;
- `texts.js`: the records of this variant, as a script because a page opened from a file cannot load anything else;
- `COPYING.txt`: the licence of the stemmer, which no reader's browser fetches.
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
from draaiboek.render.typography import printed_text

# In dependency order.
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
_COLUMNS = ("id", "title", "text", "asked", "of", "under")  # the fields of a record; 0 for one that it does not have
LICENCE = "vendor/COPYING.txt"  # of the stemmer; it must be distributed with it
_NOTICE = "/*! With the stemmers of Snowball (snowballstem.org); their licence is COPYING.txt, beside this file. */"
_BEFORE_A_SIGN = re.compile(r" ([.,;:!?])")
# Comments and indentation: a quarter of what a reader would download.
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:(?!\*/)[\s\S])*\*/|//.*)\n|^[ \t]+|(?<=[;,{(\]]) // .*$", re.MULTILINE)

# The weight of a page whose front matter does not say (`zoekgewicht`). A release note contains words of every page, and
# is seldom the answer. What a sector wrote for its readers comes first.
EDITION = 0.3
OWN_SECTOR = 1.4
# Every glossary entry also answers this question, although only its heading shows it.
MEANING = "betekenis"
# A page with a low weight (a list of sources, a release note) is long, and seldom the answer: for each of its sections
# the search has its title, the questions that readers ask about it, and how it begins. In `alle` such a page, and a
# fiche, which sums up its chapter, are found by title, description and questions only: a reader on a phone has to
# download that search too. Not so the glossary: what a word means is said nowhere else.
IN_SHORT = 0.5
BEGINNING = 1  # block
# And there the longest questions, counted in words, are left out: most of their words are function words.
LONGEST = 5
# What says whose text follows, and the head of a table, can be found, but no excerpt shows it (search/teaser.js).
_ASIDE = "\t"
# Capitals are small letters after a sign that no text has: so a word is the same at the beginning of a sentence.
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_RAISED = re.compile(r"\x7f(.)")


def files(
    variant: Variant, alike: Sequence[Sequence[str]], engine: Path, memo: Memo | None = None
) -> Mapping[str, str]:
    """Return the files with which the site of *variant* can be searched, by path, with the engine in folder *engine*.

    *alike* are groups of words that mean the same (`meanings`). Most pages are the same in most sites, and the engine
    in all: *memo*, which lives no longer than a build, remembers both.
    """
    memo = memo or Memo()
    pages = [_page(page, variant, memo) for page in variant.pages]
    # The order of words and of phrasings has no meaning; sorted, they take a little less room.
    texts: dict[str, Any] = {"pages": pages, "meanings": list(map(sorted, alike))}
    if variant.gathered:
        texts["pages"] = list(_once(texts["pages"]))
        texts["sectors"] = {each.slug: {"title": each.title, "colour": each.colour} for each in variant.gathered}
    stored = {**texts, **_in_columns(texts["pages"])}
    found = f"{_BEFORE}{_packed(_json(stored))}{_AFTER}"
    licence = memo.of("", _licence, engine)
    return {TEXTS: found, "search/search.js": memo.of("", _engine, engine), "search/COPYING.txt": licence}


def pages_of(texts: str) -> list[dict[str, Any]]:
    """Return the pages in a `texts.js`, each with its records, as draaiboek/search/answer.js builds them."""
    stored = json.loads(_unpacked(texts))
    columns = stored["sections"]
    rows = zip(*columns.values(), strict=True)
    records = ({name: value for name, value in zip(columns, row, strict=True) if value != 0} for row in rows)
    return [{**page, "sections": list(islice(records, page["sections"]))} for page in stored["pages"]]


def as_it_is(texts: str) -> str:
    """Return an equivalent `texts.js` that is not packed, for a zip, which compresses its files itself.

    git keeps packed texts of two zips twice, every byte; of unpacked ones only what differs.
    """
    return f"self.draaiboekTexts = {_unpacked(texts)};\n"


def _unpacked(texts: str) -> str:
    packed = bz2.decompress(base64.b64decode(texts.removeprefix(_BEFORE).removesuffix(_AFTER))).decode()
    return _RAISED.sub(lambda each: each[1].upper(), packed)


def meanings(terms: Iterable[Term], synonyms: Iterable[Sequence[str]]) -> list[list[str]]:
    """Return the groups of words that mean the same: those of the glossary, and *synonyms* (synoniemen.yml)."""
    glossary = [list(dict.fromkeys(filter(None, (term.term, term.full, *term.also)))) for term in terms]
    return [group for group in glossary if len(group) > 1] + list(map(list, synonyms))


def is_whole(page: Page, variant: Variant) -> bool:
    """Return whether the search of *variant* has every word of *page*.

    For the register it has the name of a source, not how far it was checked; for a page with a low weight, the
    beginning of each section.
    """
    return page.path != content_paths.REGISTER_PAGE and not _counts_less(page) and not _is_in_short(page, variant)


def _is_in_short(page: Page, variant: Variant) -> bool:
    """Return whether the search of *variant* finds *page* only by its title, its description and its questions."""
    return bool(variant.gathered) and (page.path.name == content_paths.FICHE_PAGE.name or _counts_less(page))


def _counts_less(page: Page) -> bool:
    return page.path != content_paths.GLOSSARY_PAGE and _own_weight(page) < IN_SHORT


def sections(page: Page) -> Iterator[tuple[str, str, str]]:
    """Yield id, title and text of each section of *page*, one line per block; the first is what precedes them.

    Only the content of the page: no references, and no labels that say how certain it is.
    """
    for record in _records(page):
        yield record.id, record.title, record.text.replace(_ASIDE, "")


def _page(page: Page, variant: Variant, memo: Memo) -> Mapping[str, Any]:
    urgent = {"urgent": page.meta.urgent} if page.meta.urgent else {}
    of = {"of": page.sector} if variant.gathered and page.sector else {}
    return {
        "url": page_url(page.path),
        "title": printed_text(page.meta.title),
        "summary": printed_text(page.meta.description),
        "weight": _weight(page, variant),
        **urgent,
        **of,
        "sections": [_in_short(page)] if _is_in_short(page, variant) else memo.of(id(page), _sections, page),
    }


def _in_columns(pages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return *pages* with the number of records of each, and the records of all pages by field: like with like.

    For `alle` this saves a reader 2.4 kB of download.
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
    lines = record.text.split("\n")
    begin = [line for line in lines if not line.startswith(_ASIDE)] or lines
    text = "\n".join(begin[:most]) if most else record.text
    return {"id": record.id, "title": record.title, "text": text, **said}


def _once(pages: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Keep each short question only at the first of *pages* that answers it: sectors repeat those about functions."""
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
    # In `alle` no sector is the reader's own.
    is_own = page.sector and not variant.gathered and page.path != content_paths.FICHE_PAGE
    return OWN_SECTOR if is_own and page.meta.weight is None else _own_weight(page)


def _own_weight(page: Page) -> float:
    if page.meta.weight is not None:
        return page.meta.weight
    return EDITION if content_paths.EDITION_PAGES in page.path.parents else 1


@dataclass(frozen=True, slots=True)
class _Record:
    """A single result: a section, or what a *sector* adds *under* a title where the text of others stands beside it."""

    id: str
    title: str
    sector: str = ""
    under: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, one line per block, with `_ASIDE` before what no excerpt shows."""
        lines = ((line[: line.startswith(_ASIDE)], _one_line(line)) for line in self.lines)
        return "\n".join(f"{aside}{line}" for aside, line in lines if line)


def _records(page: Page) -> Sequence[_Record]:
    """Return the records of *page* in reading order; the first is what precedes its sections."""
    found = [_Record("", "")]
    _read(page.lead, page.sections, found[0], page.meta.title, found)
    return found


def _read(
    parts: Sequence[Part], sections: Sequence[Section], here: _Record, title: str, found: list[_Record]
) -> _Record:
    """Add *parts*, which are under *title*, to the record *here* and *sections* to *found*; return the last record."""
    for part in parts:
        match part:
            case SectorText(anchor=""):
                here.lines.extend(f"{_ASIDE}{line}" for line in (sector_mark.label(part), sector_mark.why(part)))
                here = _read(part.body, part.sections, here, title, found)
            case SectorText():
                lines = [f"{_ASIDE}{sector_mark.why(part)}"]
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
            lines = (" – ".join(filter(None, map(words, row.cells))) for row in (head, *rows))
            yield f"{_ASIDE}{next(lines)}"
            yield from lines
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
    """Return whether a paragraph names the legal basis of an outcome: a citation, like footnotes."""
    return tuple(content[:1]) == (Strong((Text(GROUND),)),)


def _one_line(text: str) -> str:
    return printed_text(_BEFORE_A_SIGN.sub(r"\1", " ".join(text.split())).strip(" –"))


def _engine(folder: Path) -> str:
    parts = (_COMMENT.sub("", (folder / name).read_text(encoding="utf-8")) for name in PARTS)
    return "\n".join([_NOTICE, *parts])


def _licence(folder: Path) -> str:
    return (folder / LICENCE).read_text(encoding="utf-8")


def _packed(text: str) -> str:
    """Return *text* as unpack.js reads it: a quarter smaller than gzip, with which web servers compress, makes it."""
    small = _CAPITAL.sub(lambda each: f"\x7f{each[0].lower()}", text)
    return base64.b64encode(bz2.compress(small.encode())).decode("ascii")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
