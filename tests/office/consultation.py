"""A small guidebook that consults six sectors, and a way to fill in their forms."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from draaiboek.base.model import Variant
from draaiboek.base.project import Project
from draaiboek.compose.paragraphs import numbered
from draaiboek.forms.office import remark_form, xlsx
from draaiboek.forms.office.remark_form import Asked
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page, sector

Value = str | float | datetime
"""What a person types in a cell."""

SECTORS = ("onderwijs", "sport", "jeugd", "welzijn", "cultuur", "werk")
UNTIL = date(2026, 11, 30)
HERE = Path(__file__).parent
FIRST_ROW = 7
"""The first row to fill in, counting from 1 as office programs do."""

TEXT = """
## Voor het overleg {#voor}

Vraag raad aan je directie.

- Lees de uitnodiging.
- Kies wie gaat.

## Na het overleg {#na}

Je vernietigt je nota's na het overleg.

| Wie | Wat |
| --- | --- |
| Voorzitter | maakt een verslag |
| Deelnemer | bewaart niets |

!!! note "Let op"
    Bewaar geen namen.
"""


def files() -> dict[str, str | bytes | None]:
    """Return the files of the guidebook, with a round open for each of its sectors."""
    found: dict[str, str | bytes | None] = {"docs/delen.md": page(TEXT)}
    for number, slug in enumerate(SECTORS):
        found |= sector(slug, order=number) if slug != "onderwijs" else {}
        found[f"sectors/{slug}/opmerkingen/2026.1/ronde.yml"] = "geopend: 2026-11-01\ntot: 2026-11-30\n"
    return found


def made(into: Path, more: Mapping[str, str | bytes | None] | None = None) -> Project:
    return guidebook({**files(), **(more or {})}, into)


def variant(project: Project, slug: str) -> Variant:
    return next(each for each in examine(project).variants if each.slug == slug)


def asked(project: Project, slug: str) -> Asked:
    """Return what *slug* is asked; the paragraphs are numbered from 1."""
    one = variant(project, slug)
    return Asked("Draaiboek Tafel", "2026.1", slug, one.title, UNTIL, numbered(one)[1])


def form(project: Project, slug: str, cells: Mapping[str, Value], *, sheet: str = remark_form.REMARKS) -> bytes:
    """Return the form of *slug* as Excel would save it, with *cells* filled in: {'B7': 'Onduidelijk.'}."""
    book = load_workbook(io.BytesIO(xlsx.write(remark_form.sheets(asked(project, slug)))))
    first = book[remark_form.REMARKS]
    assert isinstance(first, Worksheet)
    first["B3"], first["B4"] = "coördinator", f"een organisatie uit {slug}"
    for name, value in cells.items():
        book[sheet][name] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
