"""Open a round: a reading copy with numbers, a form in three formats, and a file in the repository that records it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import long_date
from draaiboek.base.epoch import midnight
from draaiboek.base.errors import UsageError
from draaiboek.base.model import (
    CORE,
    Box,
    Edition,
    EditionStatus,
    Page,
    Paragraph,
    Text,
    Variant,
    edition_after,
    edition_number,
)
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps, silent
from draaiboek.compose.paragraphs import numbered
from draaiboek.content import content_paths, schema
from draaiboek.editions import revision
from draaiboek.forms import offline
from draaiboek.forms.office import ods, remark_form, web_form, xlsx
from draaiboek.forms.office.remark_form import Asked
from draaiboek.pipeline import lookup, make_forms
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render import search_texts
from draaiboek.render.layout import NOT_SITES, folder_of, pdf_name, permalink
from draaiboek.render.sites import Days, Settings, render

FOLDER = "consultatie"
CONCEPT = "Leeskopie: een concept om op te reageren"
UNWRITTEN = "Wat er verandert, wordt nog geschreven."


@dataclass(frozen=True, slots=True)
class Opened:
    """The result of opening a round: the *problems* that prevented it, or its *folder* with files and its *record*."""

    problems: tuple[Diagnostic, ...]
    folder: Path | None = None
    record: Path | None = None
    paragraphs: int = 0


def open_round(
    project: Project, sector: str, edition: str, until: date, *, today: date, steps: Steps = silent
) -> Opened:
    """Make what *sector* needs to comment, until the day *until*, on the text that is to become *edition*.

    That is the newest edition or the one after it: a sector reads before anybody describes what will have changed.
    """
    checked = examine(project)
    note = content_paths.DOCS / content_paths.edition_page(edition)
    stops = tuple(each for each in checked.problems if each.origin.path != note or each.code not in _TO_WRITE)
    if diagnostics.has_errors(stops):
        return Opened(stops)
    _must_fit(project, checked, sector, edition, until, today)
    core = next(each for each in checked.variants if each.slug == CORE)
    counted, paragraphs = numbered(next(each for each in checked.variants if each.slug == sector))
    variant = _as_copy(counted, edition, until, today)
    asked = Asked(checked.source.identity.name, edition, sector, variant.title, until, paragraphs)
    folder = project.out / FOLDER / f"{edition}-{sector}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = _copies(project, checked, (core, variant), folder, steps)
    if diagnostics.has_errors(found):
        return Opened(diagnostics.ordered(found))
    for name, content in _forms(asked).items():
        (folder / name).write_bytes(content)
    return Opened((), folder, _record(project, asked, today), len(paragraphs))


_TO_WRITE = frozenset({"ED002", "PG008"})  # what a release note lacks that is not written yet


def _must_fit(project: Project, checked: Checked, sector: str, edition: str, until: date, today: date) -> None:
    """Raise UsageError when *sector* or *edition* does not exist, or *until* has passed."""
    wrong = [] if until > today else [f"{long_date(until)} is al voorbij: geef de lezers enkele weken"]
    newest, number = checked.source.edition, re.fullmatch(schema.EDITION, edition)
    if newest and newest.id != edition and not (number and _comes_after(newest, edition, project)):
        wrong.append(f"editie {edition} is niet de editie waaraan je werkt; dat is {_at_work(newest)}")
    lookup.sector(checked.source, sector)
    if wrong:
        asked = _at_work(newest) if newest else edition
        message = "; ".join(wrong)
        raise UsageError(message, hint=f"python3 build.py consult open {sector} --edition {asked} --until JJJJ-MM-DD")


def _comes_after(newest: Edition, edition: str, project: Project) -> bool:
    """Return whether somebody may be working on *edition*: its page exists, or *newest* is finished."""
    if (project.docs / content_paths.edition_page(edition)).is_file():
        return edition_number(edition) > newest.number
    year, in_year, *_ = edition_number(edition)
    is_next = edition == edition_after(newest.number) or (year > newest.number[0] and in_year == 1)
    return is_next and newest.status is EditionStatus.APPROVED


def _at_work(newest: Edition) -> str:
    return edition_after(newest.number) if newest.status is EditionStatus.APPROVED else newest.id


def _as_copy(variant: Variant, edition: str, until: date, today: date) -> Variant:
    """Return *variant* as a text that nobody can mistake for an edition: a draft that says so on its first page."""
    this = replace(variant.identity, status=CONCEPT)
    concept = replace(variant.edition, status=EditionStatus.DRAFT)
    if edition != concept.id:  # nobody wrote yet what it changes
        concept = replace(
            concept, id=edition, date=today, valid_from=today, reasons=(), summary=UNWRITTEN, approvals=()
        )
    pages = tuple(_with_notice(page, until) if page.path == content_paths.INDEX else page for page in variant.pages)
    return replace(variant, identity=this, edition=concept, pages=pages)


def _with_notice(page: Page, until: date) -> Page:
    told = (
        "Dit is geen editie: steun er niet op. "
        "Voor elke alinea staat een nummer tussen haken. Noem dat nummer in het formulier dat erbij zit. "
        f"Je kunt reageren tot en met {long_date(until)}."
    )
    words = Paragraph((Text(told),), page.origin)
    return replace(page, lead=(Box("warning", (Text(CONCEPT),), (words,), page.origin), *page.lead))


def _copies(
    project: Project, checked: Checked, variants: tuple[Variant, Variant], folder: Path, steps: Steps
) -> tuple[Diagnostic, ...]:
    """Make the PDF and the zip of the second of *variants*; its site is built inside that of the first."""
    _, variant = variants
    epoch = revision.epoch(project, default=midnight(variant.edition.date))
    source = checked.source
    site = folder / "werk"
    meanings = search_texts.meanings(source.terms, source.synonyms)
    settings = Settings(epoch, "", meanings, {each.slug: _all_on(epoch, each) for each in variants})
    list(render(variants, project, settings, into=site, steps=steps))
    order = make_forms.Order(project, (variant,), site, (), lambda *_: epoch, steps)
    books = tuple(replace(each, is_edition=False) for each in make_forms.books(order))
    problems = make_forms.pdfs(order, books)
    name = f"leeskopie-{variant.edition.id}-{variant.slug}"
    copy = offline.Copy(
        name=name,
        identity=variant.identity,
        title=variant.title,
        edition=f"{variant.edition.id} (concept)",
        site=site / folder_of(variant),
        outside=NOT_SITES,
        permalink=permalink(variant),
        is_edition=False,
    )
    offline.write(copy, into=folder / f"{name}.zip", epoch=epoch)
    made = site / pdf_name(variant)
    if made.is_file():
        made.replace(folder / f"{name}.pdf")
    shutil.rmtree(site)
    return problems


def _all_on(epoch: int, variant: Variant) -> Days:
    """Return the day of *epoch* for every page: a copy shows the text at one moment."""
    day = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    return {page.path: day for page in variant.pages}


def _forms(asked: Asked) -> Mapping[str, bytes]:
    name = f"formulier-{asked.edition}-{asked.sector}"
    sheets = remark_form.sheets(asked)
    return {
        f"{name}.xlsx": xlsx.write(sheets),
        f"{name}.ods": ods.write(sheets),
        f"{name}.html": web_form.write(asked),
        "mail.txt": _mail(asked).encode(),
    }


def _mail(asked: Asked) -> str:
    return f"""Onderwerp: lees mee aan {asked.name}, tot en met {long_date(asked.until)}

Beste collega

We werken aan editie {asked.edition} van {asked.name}.
In de bijlage zit de leeskopie voor {asked.title.lower()}: een pdf, en dezelfde tekst als website in een zip-bestand.
De leeskopie is een concept. Steun er niet op, en zet ze niet op een website.

Heb je een opmerking? Noem het nummer dat voor de alinea staat.
Gebruik het formulier voor Excel (.xlsx), LibreOffice (.ods) of je browser (.html).
Vul je functie en je organisatie in, en geen naam.
Stuur het formulier terug tot en met {long_date(asked.until)}.

Op elke opmerking volgt een antwoord op de website.
"""


def _record(project: Project, asked: Asked, today: date) -> Path:
    """Record that the round is open, and return the file; a round that was already open keeps its opening day."""
    path = project.root / content_paths.round_of(asked.sector, asked.edition) / content_paths.ROUND
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = today.isoformat()
    if path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines()
        opened = next((line.partition(":")[2].strip() for line in lines if line.startswith("geopend:")), opened)
    path.write_text(f"geopend: {opened}\ntot: {asked.until.isoformat()}\n", encoding="utf-8", newline="\n")
    return path
