"""How easy the text is to read: words per sentence, and abbreviations that no glossary entry explains. Pure.

Level B1 asks for short sentences; the limits are those of CONTRIBUTING.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.memo import Memo
from draaiboek.base.model import Origin, Page, Part, Section, Source, Table, runs, words
from draaiboek.compose.reading_order import blocks
from draaiboek.content import content_paths

MEDIAN_CORE = 18
MEDIAN_FICHE = 15
_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
_QUOTES = '"“”'
# A full stop ends a sentence when a capital follows, unless it is that of one of these abbreviations.
_DOTTED = re.compile(r"\b(art|nr|bv|bijv|blz|p|Sw|Sv|enz)\.")
_END = re.compile(r"[.!?:]+(?=\s+[A-ZÀ-Þ0-9(]|\s*$)")
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z](?:[A-Z0-9]|\.[A-Z])+(?:-[A-Z]+)?(?![\w-])")
_FILE = re.compile(r"\.(?:PNG|JPE?G|SVG|PDF|DOCX?|XLSX?)$")
"""The name of a file, in an address that could not be read: no word that needs explaining."""
_ROMAN = re.compile(r"^[IVX]+$")


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences of a text: how many, and their median and longest length in words."""

    sentences: int
    median: float
    longest: int
    longest_at: Origin | None


def measure(pages: Sequence[Page]) -> Reading:
    """Return the measures of *pages* together; tables and headings do not count."""
    lengths = [length for page in pages for length in _lengths(page)]
    if not lengths:
        return Reading(0, 0, 0, None)
    longest = max(lengths, key=lambda length: length[0])
    return Reading(len(lengths), median(words for words, _ in lengths), *longest)


def summary(source: Source) -> str:
    """Return one line (Dutch) about the whole text, for whoever runs `check`."""
    fiches = [page for page in source.sector_pages if page.path == content_paths.FICHE_PAGE]
    parts = [
        ("kern", [page for page in _by_editors(source) if not page.sector], MEDIAN_CORE),
        ("fiches", fiches, MEDIAN_FICHE),
    ]
    words = [f"{name} {measure(pages).median:g} (hoogstens {limit})" for name, pages, limit in parts if pages]
    return f"woorden per zin, mediaan: {', '.join(words) or 'geen'}"


def check(source: Source, memo: Memo) -> Iterator[Diagnostic]:
    """Yield a warning for every page whose sentences are too long, and for every unexplained abbreviation."""
    for page in _by_editors(source):
        limit = MEDIAN_FICHE if page.path == content_paths.FICHE_PAGE else MEDIAN_CORE
        reading = memo.of(page.origin, _measure_one, page)
        if reading.median > limit:
            words = f"{reading.median:g}".replace(".", ",")
            text = f"de helft van de zinnen telt {words} woorden of meer (hoogstens {limit})"
            hint = f"Maak de zinnen korter. De langste ({reading.longest} woorden) staat op {reading.longest_at}."
            yield Diagnostic("PG013", page.origin, text, hint, Severity.WARNING)
    yield from _unexplained(source, memo)


def _by_editors(source: Source) -> list[Page]:
    """Return the pages that editors wrote: not the one with what sectors said in a consultation, in their own words."""
    return [page for page in (*source.pages, *source.sector_pages) if page.path != content_paths.REMARKS_PAGE]


def _measure_one(page: Page) -> Reading:
    return measure([page])


def _unexplained(source: Source, memo: Memo) -> Iterator[Diagnostic]:
    known = {form for term in source.terms for form in (term.term, *term.also, *term.full.split())}
    # A source may be named by its own abbreviation.
    known |= {match for each in source.references.values() for match in _ABBREVIATION.findall(each.short)}
    known |= {match for term in source.terms for match in _ABBREVIATION.findall(" ".join((term.term, *term.also)))}
    seen: set[str] = set()
    texts = [(page.origin, page.lead, page.sections) for page in _by_editors(source)]
    texts += [(overlay.origin, overlay.body, overlay.sections) for overlay in source.overlays]
    for place, lead, sections in texts if source.terms else ():
        for abbreviation, origin in memo.of(place, _abbreviations, lead, sections):
            if abbreviation not in known and abbreviation not in seen:
                seen.add(abbreviation)
                message = f"de afkorting '{abbreviation}' staat niet in de begrippenlijst"
                hint = "Schrijf ze voluit, of zet ze in docs/_data/begrippen.yml."
                key = abbreviation.lower()
                missed = (content_paths.TERMS / key, content_paths.REFERENCES / key)
                yield Diagnostic("PG014", origin, message, hint, Severity.WARNING, missed=missed, word=abbreviation)


def _abbreviations(lead: Sequence[Part], sections: Sequence[Section]) -> tuple[tuple[str, Origin], ...]:
    """Return each abbreviation in a text, with the origin of the first block that contains it."""
    found: dict[str, Origin] = {}
    for block in blocks(lead, sections):
        for abbreviation in _ABBREVIATION.findall(" ".join(words(run) for run in runs(block))):
            if not _ROMAN.match(abbreviation) and not _FILE.search(abbreviation):
                found.setdefault(abbreviation, block.origin)
    return tuple(found.items())


def _lengths(page: Page) -> Iterator[tuple[int, Origin]]:
    for block in blocks(page.lead, page.sections):
        if not isinstance(block, Table):
            for run in runs(block):
                for _, sentence in sentences(words(run)):
                    if count := length(sentence):
                        yield count, block.origin


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the index and the text of each sentence of *text*."""
    # Characters are replaced by the same number of others, so that indices remain valid.
    plain, start = text, 0
    for sign in _QUOTES:
        plain = plain.replace(sign, " ")
    plain = _DOTTED.sub(r"\1 ", plain)
    for match in _END.finditer(plain):
        yield start, text[start : match.end()]
        start = match.end()
    if plain[start:].strip():
        yield start, text[start:]


def length(sentence: str) -> int:
    """Return how many words *sentence* has."""
    return len(_WORD.findall(sentence))
