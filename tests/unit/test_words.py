"""Every word of a text is in the article, the EPUB and the search texts, in the same order: no more, no less."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import get_args

from hypothesis import example, given, settings

from draaiboek.base.diagnostics import has_errors
from draaiboek.base.model import (
    Block,
    Changed,
    Citation,
    Inline,
    Line,
    Origin,
    Variable,
    deep,
)
from draaiboek.compose.reading_order import all_runs, all_sections, blocks
from draaiboek.content.markdown import parse
from draaiboek.lab.audit.words_in_forms import Seen, in_tree, squeezed
from draaiboek.pipeline.examine import examine
from draaiboek.render import search_texts
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests import markdown_grammar
from tests.guidebook import DEFAULTS, guidebook, overlay, page
from tests.oracle import WEBSITE, all_of, check, nodes

PATH = PurePosixPath("delen.md")
SECTOR = DEFAULTS["sectors/onderwijs/sector.yml"]
NOT_FILLED_IN = {Citation, Variable, Changed}

ONE_OF_EACH = """\
Een *nadruk*, **sterk**, x<sup>2</sup>, {en: sense of urgency}, `code`\\
en een [link](https://a.be "Titel"), ![Een beeld](media/beeld.svg), {{ straf.artikel }}, een ronde tafel. {afleiding}
Dit staat in de wet [@wet, art. {{ straf.artikel }}] en in een andere [@jong].

- een
- twee {invullen: datum & uur}

  1. diep

> Citaat. Bel 112.
> Bel niet naar https://a.be/112/101 of https://a.be/?n=112

!!! warning "Let op"

    Kader. Wie belt, belt **101** of 112.

| a | b |
|---|:-:|
| c | d [@wet, art. 352] |
| e | bel *101* |

***

<!-- figuur: bellen -->

## Kop {#eerste .wet}

- [x] klaar
- [ ] niet
"""
CALLS = ["112", "101", "112", "101", "112"]
NUMBERS = 'nummers: ["112", "101"]\nwoorden: [bel, belt]\n'
FIGURE = """\
bellen:
  vorm: ladder
  titel: Wat doe je?
  delen:
    - {kop: Er is nu gevaar, naar: delen.md#eerste, label: meteen, toon: gevaar, regels: [Bel 112., Zeg waar het is.]}
    - {kop: "Artikel {{ straf.artikel }}", regels: [aan de ronde tafel]}
  onderschrift: Zo staat het [daar](delen.md#eerste). [@wet]
"""
SOURCES = """\
wet: {titel: Wet over iets, kort: de wet, soort: wet, status: geverifieerd, gecontroleerd_op: "2026-11-20"}
jong:
  titel: Jonge wet
  kort: de jonge wet
  soort: wet
  status: te-controleren
  gecontroleerd_op: "2026-11-20"
  url: https://b.be/x?a=1&b=2
"""

QUESTIONS = """\
delen:
  titel: Mag ik dit delen?
  inleiding: Bij gevaar bel je 112.
  start: nodig
  vragen:
    nodig:
      vraag: Is het nodig?
      uitleg: Minder is beter. [@wet, art. 2]
      antwoorden:
        - {antwoord: Ja, naar: deel}
        - {antwoord: Nee, naar: zwijg}
  uitkomsten:
    deel: {titel: Je mag delen, tekst: Deel., bron: "@wet, art. {{ straf.artikel }}; @jong"}
    zwijg: {titel: Zwijg, tekst: Zwijgen mag altijd., werkwijze: true}
"""
TERMS = """\
tafel: {term: ronde tafel, voluit: heel ronde tafel, definitie: Een tafel zonder hoeken., bron: "@wet, art. 1"}
"""
STEPS = 'stappen:\n  - {stap: Een, richtdatum: "2026", stand: klaar, toelichting: Zo *is* het., bron: "@wet"}\n'
ACTORS = 'actoren:\n  - {naam: De koepel, rol: Las mee., bron: "@wet, art. 9"}\n'
FUNCTIONS = """\
leraar:
  functie: Leraar
  geheim: ambtsgeheim
  toelichting: in de school
  volgens: de koepel
  bron: "@wet"
  aan_tafel: luistert
stagiair: {functie: Stagiair, na_te_gaan: zwijgplicht, aan_tafel: vraag *de* directie}
"""
STATEMENT = """\
status: gedeeltelijk
niet_toegankelijk:
  - {deel: Zoeken, waarom: Werkt niet zonder script., alternatief: Het menu., grond: nog niet in orde}
"""
FROM_DATA = {
    "begrippen": ("Voluit: heel ronde tafel.", "Een tafel zonder hoeken."),
    "bronnen": ("Wet over iets.", "Stand: Te controleren (20 november 2026). Niet zeker."),
    "te-controleren": ("de jonge wet", "Niet zeker.", "de redactie"),
    "edities": ("1 december 2026", "Dit is de eerste editie."),
    "sectoren": ("Onderwijs", "De koepel: Las mee."),
    "stappenplan": ("klaar", "Zo is het."),
    "functies": ("Leraar", "ambtsgeheim, in de school, volgens de koepel", "Stagiair", "vraag de directie"),
    "contact": ("De helpdesk", "nog niet ingevuld"),
    "toegankelijkheid": ("Deze website is nog niet gemeten.",),
    "toegankelijkheidsverklaring": ("Werkt niet zonder script.", "nog niet in orde", "een meting van deze editie"),
}
"""Every list that the program generates, with words that must be in it."""


# --- properties -------------------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(markdown_grammar.rough_texts())
@example(("- | w1q | w2q |\n  | - | - |\n  | w3q | w4q | w5q |\n", ("w5q",)))
@example(("| w1q | w2q |\n| - | - |\n\\| | w3q | w4q\n", ("w4q",)))
@example(('![w1q](b.svg "w2q")', ("w1q", "w2q")))
@example(("![w1q {{ w2q }}](b.svg)", ("w1q", "w2q")))
def test_what_an_editor_writes_is_read_or_refused(given_: tuple[str, tuple[str, ...]]) -> None:
    text, written = given_
    parsed = parse([Line(line, Origin(PATH, number)) for number, line in enumerate(text.split("\n"), start=1)])
    if not parsed.problems:
        found = " ".join(map(all_of, (node for run in all_runs(parsed.lead, parsed.sections) for node in deep(run))))
        found += " ".join(section.id for section in all_sections(parsed.lead, parsed.sections))
        assert [word for word in written if word not in found] == []


def test_every_kind_of_node_is_seen_everywhere(tmp_path: Path) -> None:
    files = {
        **markdown_grammar.AROUND,
        "docs/_data/bronnen.yml": SOURCES,
        "docs/_data/figuren.yml": FIGURE,
        "docs/_data/noodnummers.yml": NUMBERS,
        "docs/delen.md": page(ONE_OF_EACH),
    }
    project = guidebook(files, tmp_path)
    checked = examine(project)
    assert not has_errors(checked.problems), checked.problems
    check(project, checked.variants[0], checked.variants[0].pages)
    found = next(each for each in checked.variants[0].pages if each.path == PATH)
    assert {type(each) for each in blocks(found.lead, found.sections)} == set(get_args(Block))
    assert {type(each) for each in nodes(found)} == set(get_args(Inline)) - NOT_FILLED_IN
    assert Seen(article(found, around(found, checked.variants[0], WEBSITE))).calls == CALLS
    assert "Citaat. Bel 112." in "\n".join(text for _, _, text in search_texts.sections(found))


def test_every_word_that_comes_from_data_is_seen_everywhere(tmp_path: Path) -> None:
    places = {name: "edities/index.md" if name == "edities" else f"{name}.md" for name in FROM_DATA}
    lists = {f"docs/{path}": page(f"<!-- lijst: {name} -->\n", title=name) for name, path in places.items()}
    project = guidebook(
        {
            **lists,
            "docs/delen.md": page("## Vragen {#vragen}\n\n<!-- beslisboom: delen -->\n"),
            "docs/_data/beslisboom.yml": QUESTIONS,
            "docs/_data/begrippen.yml": TERMS,
            "docs/_data/bronnen.yml": f"{SOURCES}  opmerking: Niet *zeker*.\n  na_te_kijken_door: de redactie\n",
            "docs/_data/noodnummers.yml": NUMBERS,
            "docs/_data/totstandkoming.yml": STEPS,
            "docs/_data/toegankelijkheidsverklaring.yml": STATEMENT,
            "draaiboek.yml": f"{DEFAULTS['draaiboek.yml']}contact: De helpdesk\n",
            "sectors/onderwijs/functies.yml": FUNCTIONS,
            "sectors/onderwijs/sector.yml": SECTOR.replace("actoren: []\n", ACTORS),
            "sectors/onderwijs/fiche.md": page("Bel 101. [@jong]\n", title="Fiche", more="na: index.md\n"),
            "overlays/onderwijs/a.md": overlay("Vraag de directie.\n", target="delen.md#zwijg"),
            "overlays/onderwijs/b.md": overlay(
                "Deel niets.\n", target="delen.md#deel", action="vervang", more="reden: Andere wet.\n"
            ),
        },
        tmp_path,
    )
    checked = examine(project)
    assert not has_errors(checked.problems), checked.problems
    for variant in checked.variants:
        check(project, variant, variant.pages)
    core, school = ({str(each.path): in_tree(each) for each in variant.pages} for variant in checked.variants)
    for name, said in FROM_DATA.items():
        assert [words for words in said if squeezed(words) not in core[places[name]]] == []
    assert "Rechtsgrond:dewet,art.352endejongewet." in core["delen.md"]
    assert "Vraagdedirectie." not in core["delen.md"]
    assert "Vraagdedirectie." in school["delen.md"]
    assert "Deelniets." in school["delen.md"]
    assert school["fiche.md"] == "Bel101."
