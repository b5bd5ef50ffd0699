"""No word is lost: the PDF of a page has the same letters as its tree, in the same order."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from draaiboek.base.model import (
    Block,
    Book,
    Box,
    Inline,
    Listing,
    Part,
    Section,
    SectorText,
    Slot,
    Variant,
    deep,
    runs,
)
from draaiboek.compose.excerpt import with_short_fiche
from draaiboek.forms.pdf.books import export, export_fiche
from draaiboek.lab.audit.words_in_forms import letters, of_chapter, of_page
from draaiboek.pipeline.examine import examine
from draaiboek.render.chapters import chapters
from tests.guidebook import guidebook, page
from tests.unit.pdf_books import EPOCH, FONTS, book, chapter
from tests.unit.pdf_reading import letters_of_pdf

pytestmark = pytest.mark.skipif(
    shutil.which("pdfinfo") is None, reason="pdfinfo is missing (apt install poppler-utils)"
)

LAW = (
    "De burgemeester van een gemeente richt bij politieverordening een lokale integrale veiligheidscel op, en hij "
    "bepaalt welke beroepsgeheimhouders en vertrouwenspersonen er verantwoordelijkheid dragen. "
)
SVG = b"""\
<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">
<title>Melden</title><text x="2" y="15">Melden</text></svg>
"""
ROWS = "\n".join(f"| Rij {number} | {LAW}<br>Verder. | x [@twijfel, art. {number % 3}] |" for number in range(9))
EVERYTHING = f"""\
{LAW * 3}
*Nadruk
over lijnen*, {{en: sense of urgency}}, **sterk met `co  de`**, 1<sup>e</sup>, x<sub>2</sub>.
En {{{{ straf.artikel }}}}. [@wet, art. {{{{ straf.artikel }}}}]
Aan de ronde tafel zit [een buur](#wat) of [*elders*](index.md). [@wet; @twijfel] [@wet]
Zie [het net](https://a.be/x) of [www.b.be](https://www.b.be).
Vul in: {{invullen: dag en uur}}. Dat is zo. {{afleiding}} Of niet. {{na-te-gaan: de datum}}<br>
Einde "quotes" \\\\ van\u2011deze e-mail.

<!-- slot: steun -->

![Melden](media/schema.svg)

## Wat mag *wel*? {{#wat .wet}}

Een opsomming:

- {LAW}
- twee
    - diep [@twijfel]
- [ ] af
- [x] klaar {{advies}}

3. Loopt

    door

4. en door ![Melden](media/schema.svg)

| | Wie | Wat dan |
|:--|:-:|--:|
{ROWS}

!!! warning "Let op [@kort]"
    Bel 112. `a b`

    !!! note ""
        > {LAW}
        >
        > - Binnenin

***

### Dieper {{#dieper}}

{LAW} [@wet]

## Weg {{#weg}}

Dit valt weg.

## Anders {{#anders}}

Dit wordt anders.
"""


def overlay(body: str, target: str, action: str, reason: str = "") -> str:
    """Return an overlay that nobody has read again, so that its text warns that the core may have changed."""
    return f"---\ndoel: {target}\nbewerking: {action}\n{reason and f'reden: {reason}'}\n---\n{body}"


FILES: Mapping[str, str | bytes] = {
    "docs/delen.md": page(EVERYTHING, more="bronnen: [wet, twijfel, kort]\n"),
    "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
    "docs/bronnen.md": page("<!-- lijst: bronnen -->\n", title="Bronnen"),
    "docs/map/index.md": page("Terug naar [wat](../delen.md#wat).\n", title="Map"),
    "docs/twijfel.md": page("<!-- lijst: te-controleren -->\n", title="Nog te controleren"),
    "docs/media/schema.svg": SVG,
    "docs/_data/noodnummers.yml": 'nummers: ["112"]\nwoorden: [bel]\n',
    "docs/_data/bronnen.yml": """\
wet: {titel: Wet over iets, kort: de wet, soort: wet, status: geverifieerd, gecontroleerd_op: "2026-11-20",
  publicatie: Staatsblad 3 maart, url: "https://wet.be/x"}
kort: {titel: Wet, kort: Wet, soort: wet, status: tweedehands, gecontroleerd_op: "2026-11-20"}
twijfel: {titel: Is het zo?, kort: twijfel, soort: advies, status: te-controleren, gecontroleerd_op: "2026-11-20",
  opmerking: De *datum* ontbreekt., na_te_kijken_door: de redactie}
""",
    "sectors/onderwijs/fiche.md": page(
        f"Vooraf.\n\n## Wie? {{#wie}}\n\n{LAW} [@wet] Zie [delen](delen.md).\n\n## Wat? {{#wat}}\n\n- een\n- twee\n",
        title="Fiche",
        more="na: index.md\nbronnen: [wet]\n",
    ),
    "overlays/onderwijs/a.md": overlay("Ga naar je **directie**. [@kort]\n", "delen.md#slot:steun", "vul"),
    "overlays/onderwijs/b.md": overlay(f"{LAW}\n\n### CLB {{#clb}}\n\nTekst.\n", "delen.md#wat", "einde"),
    "overlays/onderwijs/c.md": overlay("", "delen.md#weg", "weglaten", "Dit geldt hier niet."),
    "overlays/onderwijs/d.md": overlay("Anders.\n", "delen.md#anders", "vervang", "Het is hier anders."),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Book]:
    """The books, by variant, of a guidebook with everything that a text can contain."""
    project = guidebook(FILES, tmp_path_factory.mktemp("draaiboek"))
    checked = examine(project)
    assert not checked.failed, checked.problems
    media = {"media/schema.svg": SVG}

    def made(variant: Variant) -> Book:
        name = variant.title if variant.sector else "Kern"
        return Book(variant.slug, variant.identity, name, variant.edition, "https://x.be/", chapters(variant), media)

    return {variant.slug: made(variant) for variant in checked.variants}


def test_a_book_says_what_its_pages_say(books: Mapping[str, Book], tmp_path: Path) -> None:
    value = books["onderwijs"]
    others = tuple(each for each in value.chapters if each.path.name != "fiche.md")  # other words surround a fiche
    assert export(replace(value, chapters=others), into=tmp_path / "boek.pdf", fonts=FONTS, epoch=EPOCH) == ()
    found = letters_of_pdf(tmp_path / "boek.pdf")
    assert len(found) > 3000
    assert found == letters("".join(line for each in others for line in of_chapter(each)))


def test_the_fiche_stands_in_its_book_as_a_sheet(books: Mapping[str, Book], tmp_path: Path) -> None:
    value = books["onderwijs"]
    (page,) = (each for each in with_short_fiche(value).chapters if each.path.name == "fiche.md")
    assert export(value, into=tmp_path / "boek.pdf", fonts=FONTS, epoch=EPOCH) == ()
    found = letters_of_pdf(tmp_path / "boek.pdf")
    assert letters("".join(of_page(page.page))) in found
    assert letters("Lees verder op het web: https://x.be/fiche/") in found


def test_a_full_fiche_is_one_page_of_its_book_too(tmp_path: Path) -> None:
    """In the book its notes are in short form, as on the fiche itself."""
    answer = "Dat mag, als het nodig is voor de opvolging van wie besproken wordt. "
    asked = "\n\n".join(
        f"## Vraag {number}? {{#v{number}}}\n\n{answer * 2}[@lang, art. {number}]" for number in range(10)
    )
    value = book(chapter("Eerst."), chapter(asked, "fiche"), chapter("Slot.", "slot"))
    assert export(value, into=tmp_path / "boek.pdf", fonts=FONTS, epoch=EPOCH) == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        assert len(file.pages) == 6, "cover, imprint, contents; three chapters of a page"


def test_a_fiche_says_what_its_page_says(books: Mapping[str, Book], tmp_path: Path) -> None:
    (page,) = (each for each in books["onderwijs"].chapters if each.path.name == "fiche.md")
    value = replace(books["onderwijs"], chapters=(page,))
    assert export_fiche(value, into=tmp_path / "fiche.pdf", fonts=FONTS, epoch=EPOCH) == ()
    assert letters("".join(of_page(page.page))) in letters_of_pdf(tmp_path / "fiche.pdf")


def test_the_guidebook_has_every_kind_of_node(books: Mapping[str, Book]) -> None:
    """So that a new kind cannot be left out of the test."""
    page = next(each.page for each in books["onderwijs"].chapters if each.path.name == "delen.md")
    found = set(_kinds(page.lead, page.sections))
    filled_in = {"Citation", "Variable"}
    only_in_comparisons = {"Changed"}
    drawn = {"Figure"}  # its words are in a drawing, side by side
    known = {kind.__name__ for kind in (*Inline.__args__, *Block.__args__)}
    assert found == known - filled_in - only_in_comparisons - drawn


def _kinds(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, SectorText):
            yield from _kinds(part.body, part.sections)
        elif not isinstance(part, Slot):
            yield from _block_kinds(part)
    for section in sections:
        yield from _kinds((*section.body, *section.tail), section.subsections)


def _block_kinds(block: Block) -> Iterator[str]:
    yield type(block).__name__
    yield from (type(each).__name__ for run in runs(block) for each in deep(run))
    if isinstance(block, Box):
        yield from (kind for each in block.blocks for kind in _block_kinds(each))
    if isinstance(block, Listing):
        yield from (kind for item in block.items for each in item.blocks for kind in _block_kinds(each))
