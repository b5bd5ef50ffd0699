"""Small books for the tests of the PDF: an editor's Markdown, read and filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    Action,
    Book,
    Chapter,
    Edition,
    EditionStatus,
    EmergencyNumbers,
    Identity,
    Licence,
    Line,
    Origin,
    Page,
    PageMeta,
    Reference,
    ReferenceStatus,
    SectorText,
    Term,
    Text,
)
from draaiboek.compose.fill_in import Words, resolve
from draaiboek.content.markdown import Parsed, parse
from draaiboek.forms.pdf.convert import Opening, convert
from draaiboek.forms.pdf.walk import Binding, Walk
from draaiboek.render.layout import page_url

FONTS = Path(__file__).parents[2] / "draaiboek" / "fonts"
EPOCH = 1_796_083_200
GUIDEBOOK = Identity(
    name="Draaiboek LIVC-R",
    short="LIVC-R",
    slug="livc-r",
    publisher="Niet-officiële werkversie",
    status="Niet-officiële werkversie",
    keywords=("LIVC-R", "casusoverleg"),
    licence=Licence(
        "Creative Commons Naamsvermelding 4.0 (CC BY 4.0)",
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/deed.nl",
        "De tekst mag je hergebruiken met vermelding van de bron",
        "Hergebruik mag, met bronvermelding",
    ),
)
PERMALINK = "https://example.org/2026.1/onderwijs/"
EDITION = Edition(
    id="2026.1",
    date=date(2026, 12, 1),
    valid_from=date(2026, 12, 15),
    law_state=date(2026, 11, 20),
    reasons=("wetgeving",),
    summary="De eerste editie.",
    editor="Redactie LIVC-R",
    status=EditionStatus.DRAFT,
    page=PurePosixPath("edities/2026.1.md"),
    origin=Origin(PurePosixPath("docs/edities/2026.1.md")),
)
DATA = Origin(PurePosixPath("docs/_data/bronnen.yml"))
LONG_TITLE = "Alleen wat nodig is om de veiligheid in de gemeente te bewaren, en niets meer dan dat. " * 3
REFERENCES = {
    each.key: each
    for each in (
        Reference("wet", "b", "b", "wet", ReferenceStatus.VERIFIED, DATA),
        Reference("twee", "d", "d", "wet", ReferenceStatus.VERIFIED, DATA, url="https://b.be"),
        Reference("lang", LONG_TITLE.strip(), "c", "wet", ReferenceStatus.VERIFIED, DATA),
        Reference("onzeker", "e", "e", "wet", ReferenceStatus.UNCHECKED, DATA),
        Reference("lijst", "f", "f", "wet", ReferenceStatus.VERIFIED, DATA),
        Reference("pijl", "weg →", "weg →", "wet", ReferenceStatus.VERIFIED, DATA),
    )
}
TERM = Term("tafel", "ronde tafel", (Text("Een tafel zonder hoeken."),), DATA)
WORDS = Words(
    variables={"net": "https://a.be", "spatie": " b  c "},
    own={},
    references=REFERENCES,
    terms={"ronde tafel": TERM},
    pattern=re.compile(r"(https?://\S+)|(?<![\w-])(ronde tafel)(?![\w-])"),
    register={"lijst"},
    emergency=EmergencyNumbers(("112",), ("bel",)),
    foreign=re.compile(r"(?!)(x)(x)"),
    languages={},
)


def chapter(text: str, name: str = "delen", *, group: str = "", sector_text: str = "", line: int = 1) -> Chapter:
    """Return a chapter called *name* with *text*, which begins on *line* of its file.

    *sector_text* stands above it, as what education adds.
    """
    lead = (sector(sector_text),) if sector_text else ()
    parsed = read(text, f"docs/{name}.md", line)
    title = name.rpartition("/")[2].capitalize()
    origin = Origin(PurePosixPath(f"docs/{name}.md"))
    page = Page(PurePosixPath(f"{name}.md"), PageMeta(title, title), (*lead, *parsed.lead), parsed.sections, origin)
    page, problems = resolve(page, WORDS)
    assert problems == ()
    return Chapter(page, page_url(page.path), title, group)


def sector(text: str, action: Action = Action.BEGIN, reason: str = "") -> SectorText:
    """Return *text* as what education puts in the place of *action*."""
    parsed = read(text, "overlays/onderwijs/x.md", 5)
    origin = Origin(PurePosixPath("overlays/onderwijs/x.md"), 5)
    return SectorText("onderwijs", "onderwijs", action, reason, parsed.lead, parsed.sections, origin)


def read(text: str, file: str, line: int) -> Parsed:
    """Return *text*, which begins on *line* of *file*, as it is read."""
    path = PurePosixPath(file)
    parsed = parse([Line(each, Origin(path, number)) for number, each in enumerate(text.split("\n"), start=line)])
    assert parsed.problems == ()
    return parsed


def converted(page: Chapter, binding: Binding) -> tuple[str, list[Diagnostic]]:
    """Return what *page* of the book of *binding* becomes, as the first of its group, and what is wrong with it."""
    walk = Walk.over(page.page, binding)
    return convert(page, walk, Opening(part=1, opens=True)), walk.problems


def book(*chapters: Chapter, media: Mapping[str, bytes] | None = None) -> Book:
    """Return a book of *chapters*."""
    return Book("onderwijs", GUIDEBOOK, "Onderwijs", EDITION, PERMALINK, chapters, media or {})
