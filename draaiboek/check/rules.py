"""What can be wrong besides composition and links: one function for each rule, yielding diagnostics. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic, Severity, nearest
from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    ALIAS,
    ALL,
    CORE,
    Origin,
    Overlay,
    Page,
    Source,
    Variant,
    runs,
)
from draaiboek.compose.normal_form import collapse
from draaiboek.compose.reading_order import all_sections, own_blocks
from draaiboek.compose.readings import Readings
from draaiboek.compose.targets import targets
from draaiboek.content import citations, content_paths, former_places, schema
from draaiboek.content.queries import QuerySet


def check(source: Source, read: Readings, memo: Memo) -> Iterator[Diagnostic]:
    """Yield what is wrong in the text of *source*, whatever the variant; *read* is what sectors have read of it."""
    for rule in _SOURCE_RULES:
        yield from rule(source)
    yield from _reference_lists(source, memo)
    yield from _waivers(source, read)


def check_answers(sets: Sequence[QuerySet], variants: Sequence[Variant]) -> Iterator[Diagnostic]:
    """Yield the sections named as answers in *sets* that their page does not have in the variant of the query."""
    pages = {variant.slug: {page.path: page for page in variant.pages} for variant in variants}
    ids: dict[int, frozenset[str]] = {}
    for query in (query for each in sets for query in each.queries):
        for answer in query.answers:
            page = pages.get(query.variant, {}).get(answer.page)
            if page is None or not answer.section:
                continue
            if id(page) not in ids:
                ids[id(page)] = frozenset(section.id for section in all_sections(page.lead, page.sections))
            known = ids[id(page)]
            if answer.section not in known:
                text = f"het stuk '{answer}' van de vraag '{query.text}' bestaat niet"
                missed = (*page.files, *_of_sectors(query.variant))
                absent = former_places.absent_section(answer.section, page, known)
                hint = nearest(answer.section, known)
                yield Diagnostic("LK002", query.origin, text, hint, missed=missed, absent=absent)


def _of_sectors(slug: str) -> tuple[PurePosixPath, ...]:
    """Return the folders with the text that variant *slug* has besides the core; for `alle`, those of all sectors."""
    return (content_paths.SECTORS, content_paths.OVERLAYS) if slug == ALL else content_paths.overlays_of(slug)


_OURS = frozenset({ALIAS, ALL, "assets", "epub", "kit", "offline", "pdf", "search"})
"""The reserved names: folders of an edition and of the sites in it. Their files all have a dot in their name."""


def taken(pages: Iterable[PurePosixPath]) -> frozenset[str]:
    """Return the names that no sector can have: those at the root of an edition that has *pages*."""
    return _OURS | {CORE, "media"} | {page.parts[0].removesuffix(".md") for page in pages}


def _terms_with_one_form(source: Source) -> Iterator[Diagnostic]:
    """Yield each term that has a form of an earlier one: the word would get the explanation of the other."""
    first: dict[str, str] = {}
    for term in source.terms:
        for form in dict.fromkeys((term.term, *term.also)):
            if (other := first.setdefault(form, term.key)) != term.key:
                text = f"'{form}' staat bij twee begrippen: '{other}' en '{term.key}'"
                yield Diagnostic(
                    "BR004", term.origin, text, "Haal het bij een van beide weg: een woord heeft één uitleg."
                )


def _taken_names(source: Source) -> Iterator[Diagnostic]:
    """Yield the sectors and pages whose name conflicts with something else at the root of an edition."""
    astray = _astray(source)
    for page in astray:
        text = f"docs/{page.path.parts[0]}/ {ASTRAY}"
        hint = f"Zet de pagina in sectors/{page.path}: in de browser wijzig je daarvoor de map in haar naam."
        yield Diagnostic("PG011", page.origin, text, hint)
    names = taken(page.path for page in source.pages if page not in astray)
    for sector in source.sectors:
        origin = Origin(PurePosixPath("sectors", sector.slug))
        if sector.slug in names:
            text = f"de naam '{sector.slug}' is al in gebruik"
            yield Diagnostic("SC001", origin, text, "Kies een andere naam voor de map.")
        elif not re.fullmatch(schema.SLUG, sector.slug):
            text = f"de naam '{sector.slug}' kan niet die van een sector zijn"
            yield Diagnostic("SC001", origin, text, "Gebruik kleine letters, cijfers en streepjes.")
    for page in (*source.pages, *source.sector_pages):
        name = page.path.parts[0].removesuffix(".md")
        if name in _OURS or "." in name:
            text = f"de naam '{name}' is die van een map of bestand van de website zelf"
            yield Diagnostic("PG011", page.origin, text, "Geef de pagina of haar map een andere naam.")
    yield from _pictures_among_ours(source)


def _pictures_among_ours(source: Source) -> Iterator[Diagnostic]:
    """Yield the pictures that would overwrite a file of the theme, or end up in another website's folder."""
    sites = _OURS | {sector.slug for sector in source.sectors}
    for media in source.media:
        folder = media.path.parts[0]
        if media.path.parts[1:] and folder in sites:
            text = f"de naam '{folder}' is die van een map of bestand van de website zelf"
            yield Diagnostic("PG011", media.origin, text, "Zet het beeld in de map media.")


ASTRAY = "is geen map van een sector: daar staat tekst voor iedereen"


def _astray(source: Source) -> list[Page]:
    """Return the core pages that were probably meant for a sector: in a folder with its name, and not in the menu."""
    slugs = {sector.slug for sector in source.sectors}
    in_menu = {path for item in source.menu for path in item.pages()}
    folders = ((page, page.path.parts[0]) for page in source.pages if len(page.path.parts) > 1)
    found = [page for page, folder in folders if folder in slugs and page.path not in in_menu]
    return [page for page in found if content_paths.EDITION_PAGES not in page.path.parents]


def _same_words(source: Source) -> Iterator[Diagnostic]:
    """Yield every sector that readers cannot tell from an earlier one: it has the same title, or else the same name."""
    titles: dict[str, str] = {}
    names: dict[str, str] = {}
    for sector in source.sectors:
        kinds = (("titel", sector.title, titles), ("naam", sector.name, names))
        others = [
            (key, words, known.setdefault(collapse(words).casefold(), sector.slug)) for key, words, known in kinds
        ]
        for key, words, other in [each for each in others if each[2] != sector.slug][:1]:
            text = f"de {key} '{words}' is ook die van de sector '{other}'"
            hint = f"Geef een van beide een andere {key}: de lezer kiest er zijn versie mee."
            yield Diagnostic("SC004", sector.origin, text, hint)


def _missing_mark(source: Source) -> Iterator[Diagnostic]:
    """Yield an error when the picture for the cover does not exist."""
    mark = source.identity.mark
    known = {str(media.path) for media in source.media if media.origin.path.parts[0] == "docs"}
    if mark and mark not in known:
        text = f"het beeldmerk '{mark}' is er niet"
        hint = nearest(mark, known) or "Zet het beeld in docs/media/, en schrijf bijvoorbeeld: media/beeldmerk.svg"
        yield Diagnostic("PG016", Origin(content_paths.IDENTITY), text, hint, missed=(content_paths.DOCS / mark,))


def _unknown_sectors(source: Source) -> Iterator[Diagnostic]:
    known = {sector.slug for sector in source.sectors}
    for overlay in source.overlays:
        if overlay.sector not in known:
            text = f"de sector '{overlay.sector}' bestaat niet"
            hint = nearest(overlay.sector, known) or f"Maak sectors/{overlay.sector}/sector.yml of hernoem de map."
            missed, absent = (content_paths.sector_file(overlay.sector),), former_places.absent_sector(overlay.sector)
            yield Diagnostic("OV003", overlay.place("sectoren"), text, hint, missed=missed, absent=absent)


def _reference_lists(source: Source, memo: Memo) -> Iterator[Diagnostic]:
    """Yield where the sources that a page lists in its front matter differ from those that it cites."""
    for page in (*source.pages, *source.sector_pages):
        for key in page.meta.references:
            if key not in source.references:
                text = f"de bron '{key}' in 'bronnen:' bestaat niet"
                yield replace(citations.unknown_source(key, source.references, page.origin), text=text)
        cited = memo.of(page.origin, _cited, page)
        listed = [key for key in page.meta.references if key in cited or key not in source.references]
        missing = sorted((cited & source.references.keys()) - set(page.meta.references))
        right = f"bronnen: [{', '.join((*listed, *missing))}]"
        if missing:
            text = f"de pagina citeert {_quoted(missing)}, maar noemt die {_word(missing)} niet in 'bronnen:'"
            missed = (page.origin.path / "bronnen",)
            yield Diagnostic("BR003", page.origin, text, f"Zet bovenaan: {right}", Severity.WARNING, missed=missed)
        if idle := sorted((set(page.meta.references) & source.references.keys()) - cited):
            text = f"'bronnen:' noemt {_quoted(idle)}, maar de pagina citeert die {_word(idle)} niet"
            hint = f"Citeer de bron, of zet bovenaan: {right}"
            yield Diagnostic("BR003", page.origin, text, hint, Severity.WARNING)


def _quoted(keys: Sequence[str]) -> str:
    return dutch.enumeration([f"'{key}'" for key in keys])


def _word(keys: Sequence[str]) -> str:
    return "bron" if len(keys) == 1 else "bronnen"


def _cited(page: Page) -> frozenset[str]:
    return frozenset(each.key for block in own_blocks(page) for run in runs(block) for each in citations.cited(run))


def _unknown_data_references(source: Source) -> Iterator[Diagnostic]:
    """Yield the unknown sources that data files cite, whether a list prints them or not."""
    named = [term.citation for term in source.terms]
    named += [actor.citation for sector in source.sectors for actor in sector.actors]
    for citation in filter(None, named):
        for cited in citation.sources:
            if cited.key not in source.references:
                yield citations.unknown_source(cited.key, source.references, citation.origin)


def _waivers(source: Source, read: Readings) -> Iterator[Diagnostic]:
    """Check every waiver against its overlay and the date of the edition, which is the only clock."""
    by_path: dict[PurePosixPath, list[Overlay]] = defaultdict(list)
    for overlay in source.overlays:
        by_path[overlay.origin.path].append(overlay)
    for waiver in source.waivers:
        if waiver.overlay not in by_path:
            hint = nearest(str(waiver.overlay), map(str, by_path))
            text = f"de overlay '{waiver.overlay}' bestaat niet"
            yield Diagnostic("OV011", waiver.origin, text, hint, missed=(waiver.overlay,))
        elif not any(read.is_stale(overlay) for overlay in by_path[waiver.overlay]):
            text = f"uitstel voor '{waiver.overlay}' is niet nodig: de overlay is niet verouderd"
            missed = tuple(path for each in by_path[waiver.overlay] for path in content_paths.of_page(each.page))
            yield Diagnostic("OV011", waiver.origin, text, "Haal het uitstel weg.", missed=missed)
        elif source.edition and waiver.until < source.edition.date:
            text = f"uitstel voor '{waiver.overlay}' liep tot {waiver.until}; editie {source.edition.id} is later"
            hint = f"Lees de overlay na: python3 build.py review --accept {waiver.overlay}"
            yield Diagnostic("OV011", waiver.origin, text, hint)


def _readings(source: Source) -> Iterator[Diagnostic]:
    """Yield the readings of core texts that do not exist."""
    pages = {page.path: page for page in source.pages}
    for reading in source.readings:
        page = pages.get(reading.page)
        if page is None:
            text = f"de pagina '{reading.page}' bestaat niet"
            hint = former_places.hint(reading.page, source.pages) or _GONE
            missed, absent = content_paths.of_page(reading.page), former_places.absent_page(reading.page, source.pages)
            yield Diagnostic("OV012", reading.origin, text, hint, missed=missed, absent=absent)
        elif reading.target:
            known = targets(page)
            if reading.target not in known:
                text = f"'{reading.page}#{reading.target}' bestaat niet in de kerntekst"
                hint = nearest(reading.target, known) or _GONE
                absent = former_places.absent_section(reading.target, page, known)
                yield Diagnostic("OV012", reading.origin, text, hint, missed=page.files, absent=absent)


_GONE = "Haal dit bestand weg; 'python3 build.py check --fix' doet het voor je."
_SOURCE_RULES: tuple[Callable[[Source], Iterator[Diagnostic]], ...] = (
    _terms_with_one_form,
    _missing_mark,
    _unknown_sectors,
    _taken_names,
    _same_words,
    _unknown_data_references,
    _readings,
    former_places.problems,
)
