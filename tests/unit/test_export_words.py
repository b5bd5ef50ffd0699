"""Site and PDF say the same: letter for letter, in the same order."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from draaiboek.base.model import Chapter
from draaiboek.forms.pdf.books import export, export_fiche
from tests.unit.export_books import EPOCH, FONTS, book, chapter
from tests.unit.export_reading import letters_of_article, letters_of_pdf

pytestmark = pytest.mark.skipif(
    shutil.which("pdfinfo") is None, reason="pdfinfo is missing (apt install poppler-utils)"
)

NOTE = '<sup id="fnref{0}:{1}"><a class="footnote-ref" href="#fn:{1}">{2}</a></sup>'
LAW = (
    "De burgemeester van een gemeente richt bij politieverordening een lokale integrale veiligheidscel op, en hij "
    "bepaalt welke beroepsgeheimhouders en vertrouwenspersonen er verantwoordelijkheid dragen. "
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15">Melden</text></svg>'
ARTICLE = f"""
<div data-bron="docs/delen.md:8">
<p>{LAW * 3}<em>Nadruk</em>, <strong>sterk</strong>{NOTE.format("", "bron-1", 1)}{NOTE.format("", "bron-2", 2)}
en <a class="lr-begrip" href="../begrippen/#x">term</a>, <a href="../wet/#art">de wet</a> of <a href="https://a.be/x">net</a>.</p>
<ul><li>{LAW}</li><li>twee<ul><li>diep{NOTE.format("2", "bron-1", 1)}</li></ul></li></ul>
</div>
<h2 id="wat">Wat mag <em>wel</em>?<a class="headerlink" href="#wat">¶</a></h2>
<div class="lr-sector"><p class="lr-sector__label">Specifiek voor onderwijs</p><div data-bron="overlays/a.md:3">
<p>{LAW * 4}</p><h3 id="clb">CLB</h3><ol start="3"><li><p>Loopt</p><p>door</p></li></ol></div>
<p class="lr-verbeter"><a href="https://github.com/x">Verbeter dit stuk</a></p></div>
<table><thead><tr><th></th><th>Wie</th><th>Wat dan</th></tr></thead><tbody>
{"".join(f"<tr><td>Rij {each}</td><td>{LAW}</td><td>x{NOTE.format('3', 'bron-3', 3)}</td></tr>" for each in range(6))}
</tbody></table>
<p><img src="../media/schema.svg" alt="Melden"></p>
<div class="admonition warning"><p class="admonition-title">Let op</p><p>Bel 112. <code>a b</code></p></div>
<blockquote><p>{LAW}</p></blockquote>
<ul><li><input type="checkbox" disabled> af</li><li><input type="checkbox" checked disabled> <del>klaar</del></li></ul>
<details><summary>Meer</summary><p>Tekst</p></details>
<div class="footnote"><hr><ol>
<li id="fn:bron-1"><p>LIVC-wet, art. 3. <a href="https://b.be">Lees de tekst</a>.
<a class="footnote-backref" href="#a">terug</a></p></li>
<li id="fn:bron-2"><p>Arrest.</p><p>Tweede alinea.</p></li><li id="fn:bron-3"><p>{LAW}</p></li>
</ol></div>
"""
CHAPTERS = (
    chapter(ARTICLE),
    chapter(f'<h2 id="art">Artikel</h2><p>{LAW} <a href="../delen/#wat">terug</a></p>', "wet"),
)


def letters(chapters: tuple[Chapter, ...]) -> str:
    """Return the letters of *chapters* on the site."""
    return "".join(letters_of_article(each.html) for each in chapters)


def test_a_book_says_what_the_site_says(tmp_path: Path) -> None:
    value = book(*CHAPTERS, media={"media/schema.svg": SVG})
    assert export(value, into=tmp_path / "boek.pdf", fonts=FONTS, epoch=EPOCH) == ()
    found = letters_of_pdf(tmp_path / "boek.pdf")
    assert len(found) > 3000
    assert found == letters(CHAPTERS)


def test_a_fiche_says_what_the_site_says(tmp_path: Path) -> None:
    note = NOTE.format("", "a", 1)
    notes = '<div class="footnote"><ol><li id="fn:a"><p>De wet van 2018.</p></li></ol></div>'
    questions = "".join(f'<h2 id="v{each}">Vraag {each}?</h2><p>{LAW}{note}</p>' for each in range(5))
    page = chapter(f"<p>Vooraf.</p>{questions}{notes}", "fiche")
    assert export_fiche(book(page), into=tmp_path / "fiche.pdf", fonts=FONTS, epoch=EPOCH) == ()
    assert letters((page,)).removeprefix("Fiche") in letters_of_pdf(tmp_path / "fiche.pdf")
