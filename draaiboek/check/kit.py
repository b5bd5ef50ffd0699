"""What can be wrong with the documents to fill in (documenten.yml): missing pieces, or nothing to fill in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import KitDocument, KitPart, Variant
from draaiboek.check.links import in_variants
from draaiboek.compose import kit
from draaiboek.compose.reading_order import all_sections
from draaiboek.content import content_paths, former_places


def check(variants: Sequence[Variant]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the documents of *variants*; a problem in only some of them names those."""
    found: dict[Diagnostic, list[str]] = defaultdict(list)
    for variant in variants:
        offered = frozenset(document.key for document, _ in kit.offered(variant))
        for document in variant.kit:
            for problem in _problems(document, variant, offered):
                found[problem].append(variant.slug)
    for problem, slugs in found.items():
        yield in_variants(problem, slugs if len(slugs) < len(variants) else ())


def _problems(document: KitDocument, variant: Variant, offered: AbstractSet[str]) -> Iterator[Diagnostic]:
    missing = [problem for part in document.parts for problem in _missing(part, variant)]
    yield from missing
    if missing or document.key not in offered:
        return
    missed = tuple(path for part in document.parts for path in content_paths.of_page(part.page))
    if document.letter and not kit.quotes(document, variant):
        text = f"'{document.key}.soort' klopt niet: in de stukken van een brief staat geen citaat"
        hint = "Zet op de pagina een > voor elke regel van de brief, of kies 'soort: blad'."
        yield Diagnostic("PG003", document.origin, text, hint, missed=missed)
    if document.room and not kit.questions(document, variant):
        text = f"'{document.key}.invulruimte' klopt niet: er is geen tabel, en geen lijst met vragen"
        yield Diagnostic("PG003", document.origin, text, "Haal deze sleutel weg.", missed=missed)


def _missing(part: KitPart, variant: Variant) -> Iterator[Diagnostic]:
    if kit.stretch_of(part, variant):
        return
    core = [page for page in variant.pages if not page.sector]
    page = next((each for each in core if each.path == part.page), None)
    if page is None:
        hint = former_places.hint(part.page, core) or "Noem een pagina van de kerntekst."
        text = f"de kerntekst heeft geen pagina '{part.page}'"
        missed, absent = content_paths.of_page(part.page), former_places.absent_page(part.page, core)
        yield Diagnostic("LK001", part.origin, text, hint, missed=missed, absent=absent)
    else:
        known = [each.id for each in all_sections(page.lead, page.sections)]
        text = f"het stuk '{part.page}#{part.name}' bestaat niet"
        absent = former_places.absent_section(part.name, page, known)
        yield Diagnostic("LK002", part.origin, text, nearest(part.name, known), missed=page.files, absent=absent)
