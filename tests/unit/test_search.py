"""What the search box is given: one record per section of the rendered text, and the words that mean the same."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
import yaml
from lxml import html

from draaiboek.base.model import Origin, Term
from draaiboek.render import search_texts
from draaiboek.search import make
from tests.integration.program import ROOT

ENGINE = ROOT / "draaiboek" / "search"
ORIGIN = Origin(PurePosixPath("docs/_data/begrippen.yml"))


def _sections(inside: str) -> list[tuple[str, str, str]]:
    return list(search_texts.sections(html.fragment_fromstring(f"<div>{inside}</div>")))


def test_a_record_runs_from_heading_to_heading() -> None:
    assert _sections(
        '<h1 id="p">Pagina<a class="headerlink" href="#p">¶</a></h1><p>Vooraf.</p>'
        '<h2 id="a">Wat <em>nu</em>?</h2><p>Eerst\ndit.</p><div><h3 id="b">Dan</h3><p>Daarna dat.</p></div><p>Slot.</p>'
    ) == [("", "", "Vooraf."), ("a", "Wat nu?", "Eerst dit."), ("b", "Dan", "Daarna dat.\nSlot.")]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<ul><li>een</li><li>twee</li></ul>", "een\ntwee"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td></td></tr></table>", "a – b\nc"),
        ('<p>Zin<sup><a class="footnote-ref" href="#fn">1</a></sup>.</p>', "Zin."),
        ('<p>Nog <span class="lr-controle">te controleren</span>.</p>', "Nog."),
        ('<p>Tekst</p><div class="footnote"><ol><li>Staatsblad</li></ol></div>', "Tekst"),
        ("<p>Bel 112.</p><p><strong>Rechtsgrond:</strong> LIVC-wet, art. 3.</p>", "Bel 112."),
        ("<p>Bel 112.</p><p class='lr-verbeter'><a href='x'>Verbeter dit stuk</a></p>", "Bel 112."),
        ("<p>Dit is <strong>vet</strong> en <a href='x'>een link</a>.</p>", "Dit is vet en een link."),
    ],
)  # fmt: skip
def test_only_what_a_page_says_is_searched(inside: str, text: str) -> None:
    assert _sections(inside) == [("", "", text)]


def test_abbreviations_and_everyday_words_have_meanings() -> None:
    terms = (
        Term("avg", "AVG", "…", ORIGIN, full="Algemene verordening gegevensbescherming", also=("GDPR", "AVG")),
        Term("casus", "casus", "…", ORIGIN),
    )
    assert search_texts.meanings(terms, "- [baas, chef]\n") == [
        ["AVG", "Algemene verordening gegevensbescherming", "GDPR"],
        ["baas", "chef"],
    ]


def test_the_everyday_words_are_groups_of_words() -> None:
    groups = yaml.safe_load((ENGINE / search_texts.SYNONYMS).read_text(encoding="utf-8"))
    assert all(len(group) > 1 and all(isinstance(word, str) for word in group) for group in groups)
    assert [group for group in groups if len(set(group)) < len(group)] == []


def test_every_file_of_the_engine_is_in_it_with_the_licence_first() -> None:
    assert {name for name in search_texts.PARTS if "/" not in name} == {path.name for path in ENGINE.glob("*.js")}
    assert search_texts._engine(ENGINE).startswith("/*!\nSnowball (snowballstem.org):\nCopyright")


def test_another_wheel_than_the_reviewed_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / make.FILES[0][0]).write_bytes(b"another wheel")
    with pytest.raises(SystemExit, match="is not the file that was reviewed"):
        make.main(tmp_path)
