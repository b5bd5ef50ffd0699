"""Which parts of a book go into a pocket guide and onto a fiche, and where links lead from there."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from draaiboek.base.diagnostics import Severity
from draaiboek.base.model import Book, Product
from draaiboek.compose.excerpt import excerpt, products
from draaiboek.forms.pdf.books import export, export_fiche, export_pocket
from tests.unit.pdf_books import EPOCH, FONTS, GUIDEBOOK, book, chapter, printed
from tests.unit.pdf_reading import notes_and_pages

TEXT = """\
Vooraf. [@wet]

## Gevaar {#gevaar}

Bel 112. [@twee]

## Uitleg {#uitleg}

Lang. [@lang]

### Kort {#kort}

Toch mee. [@wet] [@lijst, art. 3]
"""


def names(value: Book) -> list[str]:
    """Return the sections of *value*, and the pages whose start is in it."""
    return [
        name
        for each in value.chapters
        for name in (*([str(each.path)] if each.page.lead else []), *(section.id for section in each.page.walk()))
    ]


CHOICES: Mapping[str, tuple[dict[str, str], list[str], list[str]]] = {
    "nothing said": ({}, [], []),
    "the page": ({"pagina": "zakgids"}, ["delen.md", "gevaar", "uitleg", "kort"], []),
    "a section": ({"gevaar": "zakgids"}, ["gevaar"], []),
    "not a section": ({"pagina": "zakgids", "uitleg": "naslag"}, ["delen.md", "gevaar"], []),
    "a fiche is in the pocket guide": (
        {"gevaar": "fiche", "uitleg": "zakgids"},
        ["gevaar", "uitleg", "kort"],
        ["gevaar"],
    ),
    "below one that is not": ({"kort": "zakgids"}, ["uitleg", "kort"], []),
}


@pytest.mark.parametrize(("said", "pocket", "sheet"), CHOICES.values(), ids=CHOICES)
def test_what_goes_where(said: dict[str, str], pocket: list[str], sheet: list[str]) -> None:
    value = book(printed(chapter(TEXT), **said))
    assert names(excerpt(value, Product.POCKET)) == pocket
    assert names(excerpt(value, Product.SHEET)) == sheet
    assert names(excerpt(value, Product.REFERENCE)) == names(value)


def test_what_is_on_the_web_alone_is_in_no_print() -> None:
    first = printed(chapter(TEXT), uitleg="web", kort="zakgids")
    value = book(first, printed(chapter(TEXT, "weg"), pagina="web"), chapter(TEXT, "heel", group="Andere"))
    (part, whole) = excerpt(value, Product.REFERENCE).chapters
    assert names(excerpt(value, Product.REFERENCE))[:4] == ["delen.md", "gevaar", "uitleg", "kort"]
    assert part.page.sections[1].body == ()
    assert whole is value.chapters[2]
    assert [(note.number, note.marks) for note in part.page.footnotes] == [(1, 2), (2, 1), (3, 1)]
    assert part.page.footnotes[1].content == first.page.footnotes[1].content, "not in short"
    assert names(excerpt(value, Product.POCKET)) == ["uitleg", "kort"]


def test_a_link_to_what_is_not_printed_says_the_website(tmp_path: Path) -> None:
    links = (
        "Lees [hoe dat gaat](weg.md#b), [dit](deel.md#c) en [dat](deel.md#d).\n\n## A {#a}\n\nKijk [daar](deel.md#d)."
    )
    value = book(
        printed(chapter(links), a="zakgids"),
        printed(chapter("Tekst.\n\n## B {#b}", "weg"), pagina="web"),
        printed(chapter("## C {#c}\n\n## D {#d}\n\nTekst.", "deel", group="Andere"), d="web"),
    )
    into = tmp_path / "boek.pdf"
    assert export(excerpt(value, Product.REFERENCE), into=into, fonts=FONTS, epoch=EPOCH) == ()
    said = subprocess.run(["pdftotext", "-raw", into, "-"], capture_output=True, check=True, text=True).stdout
    said = " ".join(said.split())
    assert "Lees hoe dat gaat (zie de website, Weg), dit (p. 5) en dat (zie de website, Deel)." in said
    assert "Alleen op de website en in het e-boek Weg." in said
    with pikepdf.open(into) as pdf:
        addresses = {str(link.A.URI) for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link}
    assert {"https://example.org/2026.1/onderwijs/weg/#b", "https://example.org/2026.1/onderwijs/deel/#d"} <= addresses
    pocket = " ".join(write_pocket(value, tmp_path / "gids.pdf").split())
    assert "Kijk daar (zie de website, Deel)." in pocket


def test_a_section_above_one_that_goes_in_has_only_its_heading() -> None:
    (page,) = excerpt(book(printed(chapter(TEXT), kort="zakgids")), Product.POCKET).chapters
    (above,) = page.page.sections
    assert (above.id, above.body) == ("uitleg", ())


def test_the_page_of_the_fiche_is_the_fiche() -> None:
    value = book(printed(chapter(TEXT), gevaar="fiche"), chapter("## Wie {#wie}", "fiche"))
    assert names(excerpt(value, Product.SHEET)) == ["wie"]
    assert [product for _, product in products(value.chapters[1].page)] == [Product.SHEET, Product.SHEET]


def test_notes_are_short_and_counted_anew() -> None:
    (page,) = excerpt(book(printed(chapter(TEXT), kort="zakgids")), Product.POCKET).chapters
    assert [(note.number, note.marks, note.brief) for note in page.page.footnotes] == [(1, 1, "b"), (2, 1, "f, art. 3")]


def write_pocket(value: Book, into: Path) -> str:
    """Write *value* as a pocket guide and return its text."""
    assert export_pocket(excerpt(value, Product.POCKET), into=into, fonts=FONTS, epoch=EPOCH) == ()
    return subprocess.run(["pdftotext", "-raw", into, "-"], capture_output=True, check=True, text=True).stdout


def test_a_pocket_guide_is_small_and_accessible(tmp_path: Path) -> None:
    value = book(printed(chapter(TEXT), pagina="zakgids"), printed(chapter(TEXT, "nog"), pagina="zakgids"))
    write_pocket(value, tmp_path / "gids.pdf")
    with pikepdf.open(tmp_path / "gids.pdf") as pdf, pdf.open_metadata() as said:
        assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [148, 210]
        assert (said.get("pdfuaid:part"), said.get("pdfaid:part"), said.get("pdfaid:conformance")) == ("1", "3", "A")
        assert str(pdf.docinfo.Title) == "Zakgids: Draaiboek LIVC-R \u2013 Onderwijs, editie 2026.1"
        assert all(page == foot for page, foot in notes_and_pages(pdf))
        assert len(pdf.pages) == 4, "cover, colophon, contents, and both chapters on one page"


def test_a_link_out_of_the_pocket_guide_names_the_chapter(tmp_path: Path) -> None:
    links = "Lees [hoe dat gaat](wet.md#b) en [de Wet](wet.md). En [dit](#weg).\n\n## Weg {#weg}"
    value = book(printed(chapter(links), pagina="zakgids", weg="naslag"), chapter("## B {#b}", "wet"))
    said = " ".join(write_pocket(value, tmp_path / "gids.pdf").split())
    assert "Lees hoe dat gaat (zie het draaiboek, Wet) en de Wet. En dit (zie het draaiboek, Delen)." in said
    with pikepdf.open(tmp_path / "gids.pdf") as pdf:
        actions = [link.A for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link]
        assert {"https://example.org/2026.1/onderwijs/wet/#b"} <= {str(action.URI) for action in actions}


def test_a_short_group_follows_on_its_page_and_counts_notes_with_what_is_above_it(tmp_path: Path) -> None:
    long = f"## B {{#b}}\n\n{'Kijk. ' * 420} [@wet]"
    value = book(
        *(
            printed(chapter(text, name, group=group), pagina="zakgids")
            for text, name, group in (
                ("Eerst. [@wet]", "eerste", ""),
                ("Dan. [@lijst] Nog. [@wet]", "tweede", "Kort"),
                (long, "derde", "Lang"),
            )
        )
    )
    said = [" ".join(each.split()) for each in write_pocket(value, tmp_path / "gids.pdf").split("\f")]
    pages = [next(at for at, text in enumerate(said) if word in text) for word in ("Eerst.", "Dan.", "Kijk.")]
    assert pages[0] == pages[1] < pages[2]
    assert "Eerst.1 Deel 1 Kort Tweede Dan.2 Nog.1 1 b. 2 f" in said[pages[0]], (
        "each number stands for one note on a page"
    )
    assert " 1 b." in said[pages[2]], "and they are counted anew where a page begins"


def test_a_short_chapter_of_the_whole_book_follows_on_and_counts_its_notes_on(tmp_path: Path) -> None:
    value = book(
        chapter("Begin. [@wet]", "begin"),
        chapter("Eerst. [@wet] En. [@lijst]", "eerste", group="Stappen"),
        chapter("Dan. [@lijst] Nog. [@twee]", "tweede", group="Stappen"),
        chapter(f"{'Kijk. ' * 600} Zie. [@wet]", "derde", group="Stappen"),
        chapter("Na. [@wet]", "vierde", group="Stappen"),
        chapter("Kort. [@wet]", "fiche", group="Stappen"),
    )
    whole = excerpt(value, Product.REFERENCE)
    assert [each.follows for each in whole.chapters] == [False, False, True, False, False, False]
    export(whole, into=tmp_path / "boek.pdf", fonts=FONTS, epoch=EPOCH)
    said = subprocess.run(["pdftotext", "-raw", tmp_path / "boek.pdf", "-"], capture_output=True, check=True, text=True)
    pages = [" ".join(each.split()) for each in said.stdout.split("\f")]
    (steps,) = [text for text in pages if "Eerst." in text]
    assert re.search(r"Eerst\.1 En\.2 Tweede Dan\.2 Nog\.3 1 b\. 2 f .* 3 d\. Lees", steps), "in full, and each once"
    assert sum("Vierde" in text and "Na.1" in text for text in pages) == 1


def test_a_page_on_which_a_chapter_begins_below_another_bears_the_title_of_that(tmp_path: Path) -> None:
    texts = {"eerste": "Kijk. " * 480, "tweede": "Zie. " * 480, "derde": "Lees. " * 480}
    value = book(*(chapter(text, name, group="Stappen") for name, text in texts.items()))
    export(excerpt(value, Product.REFERENCE), into=tmp_path / "boek.pdf", fonts=FONTS, epoch=EPOCH)
    said = subprocess.run(["pdftotext", "-raw", tmp_path / "boek.pdf", "-"], capture_output=True, check=True, text=True)
    pages = [each.strip().split("\n") for each in said.stdout.split("\f")]
    begins = [page[0] for page in pages if "Tweede" in page[3:] or "Derde" in page[3:]]
    assert set(begins) <= {"Eerste", "Tweede"}
    assert begins


def test_a_pocket_guide_that_is_too_thick(tmp_path: Path) -> None:
    text = f"## A {{#a}}\n\n{'Kijk. ' * 420}"
    pages = [printed(chapter(text, f"p{number}", group=f"Groep {number}"), pagina="zakgids") for number in range(40)]
    value = excerpt(book(*pages), Product.POCKET)
    (problem,) = export_pocket(value, into=tmp_path / "gids.pdf", fonts=FONTS, epoch=EPOCH)
    assert (problem.code, problem.severity) == ("HT010", Severity.WARNING)
    assert problem.text.startswith("de zakgids telt 4")


def test_a_fiche_of_several_pages_with_room_to_write(tmp_path: Path) -> None:
    value = book(
        printed(chapter(TEXT), pagina="fiche", uitleg="naslag"),
        printed(chapter("## Wie {#wie}\n\nJij. [@wet]", "wie"), wie="fiche"),
    )
    value = replace(value, identity=replace(GUIDEBOOK, fill_in=("Wie te bellen", "Telefoon")))
    assert export_fiche(excerpt(value, Product.SHEET), into=tmp_path / "f.pdf", fonts=FONTS, epoch=EPOCH) == ()
    command = ["pdftotext", "-raw", str(tmp_path / "f.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    for words in (
        "Fiche: LIVC-R",
        "Wie te bellen:",
        "Telefoon:",
        "Gevaar",
        "Wie",
        "https://example.org/2026.1/onderwijs/",
    ):
        assert words in said
    with pikepdf.open(tmp_path / "f.pdf") as pdf:
        assert len(pdf.pages) == 1
        alts = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert alts == ["QR-code van https://example.org/2026.1/onderwijs/"]
        assert len(list(notes_and_pages(pdf))) == 3
