"""Small books for the tests of the PDF and the EPUB, made by reading and filling in an editor's Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from typst import Compiler

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
    Product,
    Reference,
    ReferenceStatus,
    SectorText,
    Term,
    Text,
)
from draaiboek.base.steps import silent
from draaiboek.compose.fill_in import Words, resolve
from draaiboek.content.markdown import Parsed, parse
from draaiboek.forms.pdf import engine
from draaiboek.forms.pdf.convert import Opening, convert
from draaiboek.forms.pdf.fits import Fit
from draaiboek.forms.pdf.plan import Found
from draaiboek.forms.pdf.walk import Binding, Walk
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.make_forms import Order, books
from draaiboek.render.layout import page_url
from tests.guidebook import guidebook

FONTS = Path(__file__).parents[2] / "draaiboek" / "fonts"
MEDIA = {"media/schema.svg": b""}
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><title>M</title><path d="M0 0h9v9z"/></svg>'
OF_ALL_KINDS = """\
| A | B |
|---|---|
| x | y |

![Melden](media/x.svg)

## Kop {#kop}

[Lees](https://a.be) dit.

- een
- twee
"""
"""A text that puts at least one thing of each kind into a PDF, with PICTURE as media/x.svg."""
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


@pytest.fixture
def set_as_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try no other spacing, which might help by chance."""
    monkeypatch.setattr(engine, "best", lambda lay, **_: lay(Fit()))


def chapter(text: str, name: str = "delen", *, group: str = "", sector_text: str = "", line: int = 1) -> Chapter:
    """Return a chapter called *name* with *text*, which begins on *line* of its file.

    *sector_text* is placed above it, as an addition of education.
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
    """Return *text* as an overlay of education with *action*."""
    parsed = read(text, "overlays/onderwijs/x.md", 5)
    origin = Origin(PurePosixPath("overlays/onderwijs/x.md"), 5)
    return SectorText("onderwijs", "onderwijs", action, reason, parsed.lead, parsed.sections, origin)


def read(text: str, file: str, line: int) -> Parsed:
    """Return *text*, which begins on *line* of *file*, as parsed."""
    path = PurePosixPath(file)
    parsed = parse([Line(each, Origin(path, number)) for number, each in enumerate(text.split("\n"), start=line)])
    assert parsed.problems == ()
    return parsed


def converted(page: Chapter, binding: Binding) -> tuple[str, list[Diagnostic]]:
    """Return the Typst of *page* in the book of *binding*, as the first of its group, and the messages about it."""
    walk = Walk.over(page.page, binding)
    return convert(page, walk, Opening(part=1, opens=True)), walk.problems


def book(*chapters: Chapter, media: Mapping[str, bytes] | None = None) -> Book:
    """Return a book of *chapters*."""
    return Book("onderwijs", GUIDEBOOK, "Onderwijs", EDITION, PERMALINK, chapters, media or {})


def book_of(files: Mapping[str, str | bytes], into: Path) -> Book:
    """Return the book of the variant onderwijs of the guidebook with *files*, even if that has errors."""
    project = guidebook(files, into)
    order = Order(project, examine(project).variants, project.site, (), lambda *_: EPOCH, silent)
    return next(each for each in books(order) if each.slug == "onderwijs")


def printed(page: Chapter, **said: str) -> Chapter:
    """Return *page* with *said* under `druk:` in its front matter: products by section id; *pagina* means the page."""
    chosen = tuple(("" if name == "pagina" else name, Product(product)) for name, product in said.items())
    return replace(page, page=replace(page.page, meta=replace(page.page.meta, printed=chosen)))


def typst(page: Chapter) -> str:
    """Return the Typst of *page*."""
    source, problems = converted(page, Binding.of(book(page, media=MEDIA), brief=False))
    assert problems == []
    return source


def unmarked(source: str) -> str:
    """Return *source*, the Typst of a chapter, without its opening and without the marks of places."""
    return re.sub(r"\n//§ .*\n", "", source.split("\n", 6)[6].removesuffix('\nend("delen/")\n}'))


def pages_of_layouts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list to which each layout from now on adds its number of pages; the largest are of the whole book."""
    laid_out: list[int] = []
    found = engine._found

    def counted(compiler: Compiler) -> Found:
        laid_out.append(found(compiler).pages)
        return found(compiler)

    monkeypatch.setattr(engine, "_found", counted)
    return laid_out
