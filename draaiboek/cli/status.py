"""`build.py status` and `impact`: questions about the text, answered without building anything."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from draaiboek.base.diagnostics import nearest
from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.model import CORE, Edition, Page, Product
from draaiboek.base.project import Project
from draaiboek.check import coverage, impact
from draaiboek.check.coverage import Cell, State
from draaiboek.cli.printing import answer, answer_json, say
from draaiboek.compose.excerpt import products
from draaiboek.content import edition_gaps
from draaiboek.content.source import load
from draaiboek.pipeline.examine import examine

MARKS = {State.ADDED: "+", State.REPLACED: "=", State.REVIEWED: "v", State.STALE: "!", State.NEVER: "."}


def status(project: Project, options: argparse.Namespace) -> int:
    """Show what each sector did with the core text, which printed product has each page, and who approved it."""
    checked = examine(project)
    source = checked.source
    cells = coverage.coverage(source, checked.read)
    sectors = [sector.slug for sector in source.sectors]
    if options.format == "json":
        printed = {(page.path, name): product for page in source.pages for name, product in products(page)}
        found = [_object(cell, printed[cell.page, cell.section]) for cell in cells]
        answer_json(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    width = max((len(str(cell.page)) for cell in cells), default=0)
    answer(" ".join((" " * width, *(f"{slug:<10}" for slug in sectors))))
    for page, inside in groupby(cells, key=lambda cell: cell.page):
        row = list(inside)
        answer(" ".join((f"{page!s:<{width}}", *(f"{_marks(row, slug):<10}" for slug in sectors))))
    answer(f"\nper stuk tekst: {', '.join(f'{mark} {state}' for state, mark in MARKS.items())}")
    answer("\nin druk, per stuk de dunste uitgave (fiche, zakgids, naslag) of alleen web:")
    for page in (*source.pages, *source.sector_pages):
        answer(f"{page.origin.path}: {_printed(page)}")
    answer("")
    for slug in sectors:
        totals = coverage.totals([cell for cell in cells if cell.sector == slug])
        answer(f"{slug}: {', '.join(f'{number} {state}' for state, number in totals.items() if number)}")
    if checked.variants:
        answer(f"\neditie {checked.variants[0].edition.id}: {_approved(checked.variants[0].edition)}")
    return 0


def _approved(edition: Edition) -> str:
    if edition.voided:
        return "goedkeuring vervallen, de tekst is daarna gewijzigd (kijk met: python3 build.py check)"
    return f"{edition.status}{'' if not edition.approvals else f', door {edition_gaps.approved(edition)}'}"


def show_impact(project: Project, options: argparse.Namespace) -> int:
    """Show every place that cites a source or an article of it, or uses a variable."""
    source, _ = load(project)
    name, _, article = options.name.partition("#")
    known = impact.known_names(source)
    if name not in known:
        message = f"'{name}' is geen bron en geen variabele"
        raise UsageError(message, hint=nearest(name, known) or "Kijk in docs/_data/bronnen.yml of variabelen.yml.")
    hits = impact.impact(source, name, article)
    if options.format == "json":
        answer_json(json.dumps([_hit(hit) for hit in hits], ensure_ascii=False, indent=1))
        return 0
    for hit in hits:
        where = "alle websites en pdf's" if CORE in hit.variants else f"website en pdf van {', '.join(hit.variants)}"
        answer(f"{hit.origin}: {hit.what}: {hit.title} ({where})")
    touched = sorted({slug for hit in hits for slug in hit.variants})
    say(f"{count(len(hits), 'plaats', 'plaatsen')}; geraakt: {', '.join(touched) or 'niets'}")
    return 0


def _marks(cells: Sequence[Cell], sector: str) -> str:
    totals = coverage.totals([cell for cell in cells if cell.sector == sector])
    return " ".join(f"{number}{MARKS[state]}" for state, number in totals.items() if number)


def _printed(page: Page) -> str:
    """Return how many pieces of *page* have each product as their thinnest one (Dutch)."""
    found = Counter(product for name, product in products(page) if name or page.lead)
    return ", ".join(f"{found[product]} {product}" for product in Product if found[product]) or f"{Product.REFERENCE}"


def _object(cell: Cell, product: Product) -> dict[str, str]:
    return {
        "pagina": str(cell.page),
        "sectie": cell.section,
        "sector": cell.sector,
        "stand": str(cell.state),
        "druk": str(product),
    }


def _hit(hit: impact.Hit) -> dict[str, object]:
    return {
        "bestand": str(hit.origin.path),
        "regel": hit.origin.line,
        "soort": hit.what,
        "plaats": hit.title,
        "varianten": list(hit.variants),
    }
