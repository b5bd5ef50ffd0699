"""Mistakes that only a book shows, and a word that is in no dictionary: following the message is enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Product
from draaiboek.compose.excerpt import excerpt
from draaiboek.forms import epub
from draaiboek.forms.pdf.books import export, export_fiche, export_pocket
from draaiboek.pipeline import spelling
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page
from tests.photos import png
from tests.unit.pdf_books import EPOCH, FONTS, book_of

Files = Mapping[str, str | bytes]
Judge = Callable[[Files, Path], tuple[Diagnostic, ...]]

SENTENCE = "De burgemeester nodigt een dienst uit en beslist wie aan het overleg deelneemt. "
DELEN = "docs/delen.md"


def in_pdf(files: Files, into: Path) -> tuple[Diagnostic, ...]:
    return export(book_of(files, into), into=into / "boek.pdf", fonts=FONTS, epoch=EPOCH)


def in_epub(files: Files, into: Path) -> tuple[Diagnostic, ...]:
    return epub.write(book_of(files, into), cover=b"", into=into / "boek.epub", epoch=EPOCH)


def on_sheet(files: Files, into: Path) -> tuple[Diagnostic, ...]:
    """Print the page of the fiche on one sheet; return the messages."""
    return export_fiche(excerpt(book_of(files, into), Product.SHEET), into=into / "fiche.pdf", fonts=FONTS, epoch=EPOCH)


def in_pocket(files: Files, into: Path) -> tuple[Diagnostic, ...]:
    short = excerpt(book_of(files, into), Product.POCKET)
    return export_pocket(short, into=into / "gids.pdf", fonts=FONTS, epoch=EPOCH)


def in_dictionary(files: Files, into: Path) -> tuple[Diagnostic, ...]:
    return spelling.check(examine(guidebook(files, into)).source)


def table(rows: int) -> str:
    return "\n".join(["| a | b |", "|---|---|", *["| een | twee |"] * rows, ""])


def sheet(number: int, words: str) -> Files:
    questions = "\n\n".join(f"## Vraag {each}? {{#v{each}}}\n\n{words}" for each in range(number))
    return {"docs/fiche.md": page(f"{questions}\n", title="Fiche", more="druk:\n  pagina: fiche\n")}


def pocket(dropped: str = "", sections: str = "") -> Files:
    """A pocket guide with chapters of two pages; the last six have *dropped* or *sections*, if any, for `druk:`."""
    names = [f"p{number}" for number in range(22)]
    groups = "".join(f"- titel: Groep {name}\n  paginas: [{name}.md]\n" for name in names)
    text = f"## Wat {{#wat}}\n\n{SENTENCE * 60}\n"
    said = dict.fromkeys(names, "druk: {pagina: zakgids}\n")
    said |= dict.fromkeys(names[-6:], dropped or sections or said["p0"])
    return {
        "docs/_data/inhoud.yml": f"- pagina: index.md\n{groups}- pagina: edities/index.md\n",
        **{f"docs/{name}.md": page(text, title=name, more=said[name]) for name in names},
    }


def spread(before: str) -> Files:
    """A pocket guide with two pages of law, and a part with the text *before* in front of them."""
    texts = {"eerst": before, "wet": f"{SENTENCE}\n\n" * 38, "woorden": f"{SENTENCE}\n\n" * 60}
    groups = "".join(f"- titel: Groep {name}\n  paginas: [{name}.md]\n" for name in texts)
    return {
        "docs/_data/inhoud.yml": f"- pagina: index.md\n{groups}- pagina: edities/index.md\n",
        **{f"docs/{name}.md": page(text, title=name, more="druk: {pagina: zakgids}\n") for name, text in texts.items()},
    }


PICTURE = "![Een tafel](media/tafel.png)\n"
CASES: Mapping[str, tuple[str, Judge, str, Files, Files]] = {
    "a link in a PDF": (
        "LK005",
        in_pdf,
        "Link naar een pagina en een id van het draaiboek",
        {DELEN: page("[hier](#nergens)\n\n## Wat {#wat}\n\nJa.\n")},
        {DELEN: page("[hier](#wat)\n\n## Wat {#wat}\n\nJa.\n")},
    ),
    "an address in a PDF": (
        "LK005",
        in_pdf,
        "of naar een adres met https://",
        {DELEN: page("[hier](ftp://a.be/x)\n")},
        {DELEN: page("[hier](https://a.be/x)\n")},
    ),
    "a link in an EPUB": (
        "LK005",
        in_epub,
        "Link naar een pagina en een id van het draaiboek",
        {DELEN: page("[hier](index.md#nergens)\n")},
        {DELEN: page("[hier](index.md)\n")},
    ),
    "an address in an EPUB": (
        "LK005",
        in_epub,
        "of naar een adres met https://",
        {DELEN: page("[hier](ftp://a.be/x)\n")},
        {DELEN: page("[hier](https://a.be/x)\n")},
    ),
    "a picture in a PDF": (
        "LK005",
        in_pdf,
        "Zet het beeld in de map van de pagina's",
        {DELEN: page(PICTURE)},
        {DELEN: page(PICTURE), "docs/media/tafel.png": png(3, 2)},
    ),
    "a picture in an EPUB": (
        "LK005",
        in_epub,
        "Zet het beeld in de map van de pagina's",
        {DELEN: page(PICTURE)},
        {DELEN: page(PICTURE), "docs/media/tafel.png": png(3, 2)},
    ),
    "a sign": (
        "HT008",
        in_pdf,
        "schrijf het in woorden, bv. 'naar' voor een pijl",
        {DELEN: page("Van stad → provincie.\n")},
        {DELEN: page("Van stad naar provincie.\n")},
    ),
    "a picture that is none": (
        "HT008",
        in_pdf,
        "Bewaar het opnieuw, als png",
        {DELEN: page(PICTURE), "docs/media/tafel.png": b"geen beeld"},
        {DELEN: page(PICTURE), "docs/media/tafel.png": png(3, 2)},
    ),
    "a sheet with long answers": (
        "HT009",
        on_sheet,
        "Maak de antwoorden korter",
        sheet(24, SENTENCE * 5),
        sheet(24, SENTENCE),
    ),
    "a sheet with many questions": (
        "HT009",
        on_sheet,
        "of laat een vraag weg",
        sheet(30, SENTENCE * 2),
        sheet(8, SENTENCE * 2),
    ),
    "a thick pocket guide": (
        "HT010",
        in_pocket,
        "'druk: {pagina: naslag}'",
        pocket(),
        pocket(dropped="druk: {pagina: naslag}\n"),
    ),
    "a thick pocket guide, by a section": (
        "HT010",
        in_pocket,
        "Schrijf zijn id in de plaats van 'pagina'",
        pocket(),
        pocket(sections="druk: {wat: naslag}\n"),
    ),
    "a page that stays empty, longer": (
        "PG020",
        in_pocket,
        "enkele regels langer of korter",
        spread("Kort.\n"),
        spread(f"{SENTENCE}\n\n" * 40),
    ),
    "a chapter with a lonely end, longer": (
        "HT011",
        in_pdf,
        "enkele regels korter of langer",
        {DELEN: page(table(54))},
        {DELEN: page(f"{table(54)}\n{SENTENCE * 6}\n")},
    ),
    "a chapter with a lonely end, shorter": (
        "HT011",
        in_pdf,
        "enkele regels korter of langer",
        {DELEN: page(table(54))},
        {DELEN: page(table(30))},
    ),
    "a slip of the pen": (
        "TX007",
        in_dictionary,
        "Bedoel je 'vertrouwelijkheid'",
        {DELEN: page("Dit is vertrouwelijkheit.\n")},
        {DELEN: page("Dit is vertrouwelijkheid.\n")},
    ),
    "a word of our own": (
        "TX007",
        in_dictionary,
        "Zet het in docs/_data/woordenlijst.yml",
        {DELEN: page("Dit is een blorgh.\n")},
        {DELEN: page("Dit is een blorgh.\n"), "docs/_data/woordenlijst.yml": "- blorgh\n"},
    ),
}


@cache
def judged(judge: Judge, files: frozenset[tuple[str, str | bytes]]) -> tuple[Diagnostic, ...]:
    """Make a book of *files* once, and return the messages: two remedies may be about one mistake."""
    with TemporaryDirectory() as folder:
        return judge(dict(files), Path(folder))


@pytest.mark.parametrize("name", CASES)
def test_the_remedy_of_a_message_about_a_book_works_when_it_is_followed(name: str, tmp_path: Path) -> None:
    code, judge, says, wrong, right = CASES[name]
    told = [each for each in judged(judge, frozenset(wrong.items())) if each.code == code]
    assert told
    assert says in told[0].hint
    assert [(each.code, each.text) for each in judge(right, tmp_path / "juist")] == []
