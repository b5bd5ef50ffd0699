"""Open a round: a reading copy with numbers, a form in three formats, and a file in the repository that records it."""

from __future__ import annotations

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
from draaiboek.base.model import CORE, Box, EditionStatus, Page, Paragraph, Text, Variant
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps, silent
from draaiboek.compose.paragraphs import numbered
from draaiboek.content import content_paths
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
    """Make what *sector* needs to comment, until the day *until*, on *edition*, which must be the newest one."""
    checked = examine(project)
    if checked.failed:
        return Opened(checked.problems)
    _must_fit(checked, sector, edition, until, today)
    core = next(each for each in checked.variants if each.slug == CORE)
    counted, paragraphs = numbered(next(each for each in checked.variants if each.slug == sector))
    variant = _as_copy(counted, until)
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


def _must_fit(checked: Checked, sector: str, edition: str, until: date, today: date) -> None:
    """Raise UsageError when *sector* or *edition* does not exist, or *until* has passed."""
    lookup.sector(checked.source, sector)
    newest = checked.source.edition
    if newest is None or newest.id != edition:
        message = f"editie {edition} is niet de editie waaraan je werkt{f'; dat is {newest.id}' if newest else ''}"
        raise UsageError(message, hint=f"Maak eerst haar pagina: python3 build.py new edition {edition}")
    if until <= today:
        message = f"{long_date(until)} is al voorbij"
        raise UsageError(message, hint="Geef de lezers enkele weken: --until JJJJ-MM-DD")


def _as_copy(variant: Variant, until: date) -> Variant:
    """Return *variant* as a text that nobody can mistake for an edition: a draft that says so on its first page."""
    this = replace(variant.identity, status=CONCEPT)
    edition = replace(variant.edition, status=EditionStatus.DRAFT)
    pages = tuple(_with_notice(page, until) if page.path == content_paths.INDEX else page for page in variant.pages)
    return replace(variant, identity=this, edition=edition, pages=pages)


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
    problems = make_forms.pdfs(order, make_forms.books(order))
    name = f"leeskopie-{variant.edition.id}-{variant.slug}"
    copy = offline.Copy(
        name=name,
        identity=variant.identity,
        title=variant.title,
        edition=f"{variant.edition.id} (concept)",
        site=site / folder_of(variant),
        outside=NOT_SITES,
        permalink=permalink(variant),
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
    return f"""Onderwerp: lees mee aan {asked.name}, tot {long_date(asked.until)}

Beste collega

We werken aan editie {asked.edition} van {asked.name}.
In de bijlage zit de leeskopie voor {asked.title.lower()}: een pdf, en dezelfde tekst als website in een zip-bestand.
Het is een concept. Steun er niet op, en zet ze niet op een website.

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
