"""The pages of a comparison: words for people and screen readers, nothing that a strict policy blocks, and a list."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import assume, given, settings
from lxml.html import HtmlElement

from draaiboek.base.model import Part, Text, runs, tree
from draaiboek.editions.redline import Comparison, Kind, Side, compare, page, publication
from tests.unit.redline_strategies import PARTS
from tests.unit.redlines import LONG, NEW, OLD, THIS, comparison, entry, line, of_sector, page_of, paragraph

BEFORE = page_of("delen.md", "Delen", entry("Je mag spreken.", name="recht", title="Recht"))
AFTER = page_of("delen.md", "Delen", entry("Je moet spreken.", name="recht", title="Recht"))


def root(html: bytes) -> HtmlElement:
    return lxml.html.document_fromstring(html.decode())


def article(of: Comparison) -> HtmlElement:
    """Return the parsed web page of one comparison."""
    return root(publication([of], OLD, NEW, this=THIS)["index.html"])


def texts(element: HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


def test_what_went_and_what_came_is_said_in_words() -> None:
    page = root(publication([comparison(BEFORE, AFTER)], OLD, NEW, this=THIS)["index.html"])
    assert texts(page, "//h3/following-sibling::p[2]//del") == ["mag"]
    assert texts(page, "//h3/following-sibling::p[2]//ins") == ["moet"]
    assert texts(page, "//h3/following-sibling::p[2]") == ["Je [geschrapt: mag] [toegevoegd: moet] spreken."]


def test_the_page_says_which_editions_and_why() -> None:
    page = root(publication([comparison(BEFORE, AFTER, "onderwijs")], OLD, NEW, this=THIS)["onderwijs/index.html"])
    assert texts(page, "//h1") == ["Wat is er gewijzigd: editie 2026.1 → 2026.2, onderwijs"]
    facts = [texts(row, "*") for row in page.xpath("(//table)[1]//tr")]
    assert facts[2] == ["Geldig van", "1 december 2026", "1 januari 2027"]
    assert facts[4][:2] == ["Aanleiding", "wetgeving en praktijk"]


def test_what_stands_nowhere_yet_is_not_linked() -> None:
    """A proposal has no address: its page is read from a local folder."""
    old, new = (Side(each.name, each.words, each.facts) for each in (OLD, NEW))
    made = publication([Comparison("kern", "kern", compare(BEFORE, AFTER), line)], old, new, this=THIS)
    links = root(made["index.html"]).xpath("//*/@href")
    assert {each for each in links if each[0] != "#"} <= made.keys()
    assert "#w1" in links


def test_the_overview_leads_to_the_section_here_and_in_both_editions() -> None:
    page = root(publication([comparison(BEFORE, AFTER)], OLD, NEW, this=THIS)["index.html"])
    row = page.xpath("//table[@class='overview']/tbody/tr")[0]
    assert texts(row, "td") == [
        "Delen",
        "Recht",
        "gewijzigd",
        "Spreken is nu een plicht.",
        "editie 2026.2editie 2026.1",
    ]
    here, new, old = row.xpath(".//a/@href")
    assert texts(page, f"//*[@id='{here[1:]}']") == ["Recht"]
    assert (new, old) == ("https://example.org/2026.2/delen/#recht", "https://example.org/2026.1/delen/#recht")


def test_a_text_that_stands_nowhere_on_the_web_gets_no_links() -> None:
    files = publication(
        [comparison(BEFORE, AFTER)], OLD, replace(NEW, name="werk", words="de werktekst", address=""), this=THIS
    )
    page = root(files["index.html"])
    assert texts(page, "//h1") == ["Wat is er gewijzigd: editie 2026.1 → de werktekst, kern"]
    assert page.xpath("//table[@class='overview']//a[@class]/@href") == ["https://example.org/2026.1/delen/#recht"]


def test_a_strict_policy_holds() -> None:
    files = publication([comparison(BEFORE, AFTER), comparison(BEFORE, AFTER, "sport")], OLD, NEW, this=THIS)
    assert sorted(files) == ["index.html", "redline.css", "redline.js", "sport/index.html", "wijzigingen.json"]
    for name, style in (("index.html", "redline.css"), ("sport/index.html", "../redline.css")):
        page = root(files[name])
        assert page.xpath("//link/@href") == [style]
        assert page.xpath("//script/@src") == [style.replace("css", "js")]
        assert not page.xpath("//style | //script[text()] | //@style | //@*[starts-with(name(), 'on')]")
        assert not page.xpath("//img | //iframe")
        assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_text_is_never_markup() -> None:
    new = [entry([paragraph(Text('x <script>alert(1)</script> & "y"'))], title="<b>Titel</b>")]
    found = article(comparison([], new))
    assert not found.xpath("//script[text()] | //b")
    assert texts(found, "//h3") == ["<b>Titel</b>"]
    assert 'x <script>alert(1)</script> & "y"' in found.text_content()


def test_of_a_whole_section_it_is_said_once_that_it_came_or_went() -> None:
    words = [entry("- een\n- twee\n", title="Lijst")]
    for old, new, kind, said in (([], words, "ins", "Toegevoegd"), (words, [], "del", "Geschrapt")):
        (whole,) = article(comparison(old, new)).xpath("//main/ins | //main/del")
        assert whole.tag == kind
        assert texts(whole, "./p") == [f"{said}: dit hele stuk"]
        assert texts(whole, ".//li") == ["een", "twee"]


def test_nothing_that_changed_is_said_in_words() -> None:
    text = article(comparison(BEFORE, BEFORE)).text_content()
    assert "In deze tekst is geen woord gewijzigd." in text
    assert "Overzicht" not in text


def test_a_long_stretch_without_changes_is_left_out_and_said_so() -> None:
    items = [f"- Punt {number}" for number in range(12)]
    changed = [*items[:6], "- Heel iets anders", *items[7:]]
    body = article(comparison([entry("\n".join(items))], [entry("\n".join(changed))])).text_content()
    assert body.count("stukken tekst zonder wijziging") == 2
    assert [f"Punt {number}" in body for number in (3, 4, 5, 7, 8, 9)] == [False, True, True, True, True, False]


def test_a_numbered_list_keeps_the_numbers_of_each_edition() -> None:
    old, new = "1. Een\n2. Twee en nog wat\n3. Drie", "1. Een\n2. Drie"
    body = article(comparison([entry(old)], [entry(new)]))
    assert [(item.get("value"), *texts(item, ".")) for item in body.xpath("//ol/li")] == [
        ("1", "Een"),
        ("2", "[geschrapt: Twee en nog wat]"),
        ("2", "Drie"),
    ]


def test_the_label_of_a_sector_stays_in_sight() -> None:
    text = "\n\n".join(f"Alinea {number} van de sector." for number in range(9))
    old, new = (entry([of_sector(each, "sport")]) for each in (text, text.replace("8 van", "8 over")))
    body = article(comparison([old], [new]))
    (box,) = body.xpath("//div[@class='lr-sector']")
    assert texts(box, "p")[0] == "Specifiek voor sport"
    assert "stukken tekst zonder wijziging" in texts(box, "p")[1]


def test_the_title_of_a_box_stays_in_sight_and_not_that_of_one_in_which_nothing_changed() -> None:
    boxes = (
        f'!!! note "Doos {name}"\n\n' + "\n\n".join(f"    Zin {number} in {name}." for number in range(9))
        for name in ("een", "twee")
    )
    text = "\n\n".join(boxes)
    body = article(comparison([entry(text)], [entry(text.replace("8 in twee", "8 uit twee"))])).text_content()
    assert [f"Doos {name}" in body for name in ("een", "twee")] == [False, True]
    assert [f"Zin {number} in twee" in body for number in (0, 5, 6)] == [False, False, True]


def test_the_list_for_programs() -> None:
    new = page_of("delen.md", "Delen", AFTER[1], entry("Nieuw.", name="meer", title="Meer"))
    listed = json.loads(publication([comparison(BEFORE, new)], OLD, NEW, this=THIS)["wijzigingen.json"])
    assert listed == {
        "van": "2026.1",
        "naar": "2026.2",
        "varianten": {
            "kern": {
                "delen/": [
                    {"id": "recht", "titel": "Recht", "soort": "gewijzigd", "regel": "Spreken is nu een plicht."},
                    {"id": "meer", "titel": "Meer", "soort": "nieuw", "regel": None},
                ]
            }
        },
    }


def test_the_list_says_where_a_section_came_from() -> None:
    text = "Deze tekst is lang genoeg om ergens anders te worden herkend, want hij heeft meer dan twaalf woorden."
    old = page_of("a.md", "A", entry(text, page="a.md", name="steun"))
    listed = json.loads(
        publication([comparison(old, [entry(text, page="b.md", name="hulp")])], OLD, NEW, this=THIS)["wijzigingen.json"]
    )
    assert listed["varianten"]["kern"]["b/"][0]["van"] == "a/#steun"


def test_the_page_for_print_says_the_same_in_the_guidebooks_own_tree() -> None:
    old = page_of("delen.md", "Delen", entry("Je mag spreken.\n\n3. Een\n4. Twee", name="recht", title="Recht"))
    new = page_of("delen.md", "Delen", entry("Je moet spreken.\n\n3. Een\n4. Drie", name="recht", title="Recht"))
    made = page(comparison(old, new), OLD, NEW)
    assert made.meta.title == "Wat is er gewijzigd: van editie 2026.1 naar editie 2026.2, kern"
    *_, change = made.walk()
    assert (change.id, change.title) == ("w1", "Recht")
    said, text, items = change.body
    assert isinstance(said, tree.Paragraph)
    assert isinstance(text, tree.Paragraph)
    assert isinstance(items, tree.Listing)
    assert tree.words(said.content) == "Gewijzigd. Releasenota: Spreken is nu een plicht."
    assert text.content == (
        Text("Je"),
        Text(" "),
        tree.Changed((Text("mag"),), added=False),
        Text(" "),
        tree.Changed((Text("moet"),), added=True),
        Text(" "),
        Text("spreken."),
    )
    assert items.start == 3
    assert [[tree.words(run) for run in runs(block)] for item in items.items for block in item.blocks] == [
        ["Een"],
        ["Twee"],
        ["Drie"],
    ]


def printed(old: str, new: str) -> tuple[tree.Paragraph, list[str]]:
    """Return the first block of the only section in print, and the notes at its foot."""
    before, after = (page_of("delen.md", "Delen", entry(text, name="recht", title="Recht")) for text in (old, new))
    made = page(comparison(before, after), OLD, NEW)
    *_, change = made.walk()
    block = change.body[1]
    assert isinstance(block, tree.Paragraph)
    return block, [said(note.content) for note in made.footnotes]


def said(content: Sequence[tree.Inline]) -> str:
    """Return the words of *content*, with {+insertions+} and [-deletions-]."""
    shown = ""
    for each in content:
        if isinstance(each, tree.Changed):
            marks = ("{+", "+}") if each.added else ("[-", "-]")
            shown += f"{marks[0]}{said(each.content)}{marks[1]}"
        else:
            shown += f"<{each.number}>" if isinstance(each, tree.Note) else tree.words((each,))
    return shown


def test_on_paper_notes_stand_at_the_foot_with_what_changed_in_them() -> None:
    block, notes = printed("Zwijg. [@wet, art. 3] Of niet.", "Zwijg. [@wet, art. 4] Of niet.")
    assert said(block.content) == "Zwijg.<1> Of niet."
    assert [" ".join(each.split()) for each in notes] == ["de wet, art. [-3-] {+4+}"]


def test_on_paper_what_came_in_a_note_stands_where_it_is_written() -> None:
    _, notes = printed("Zwijg. [@wet, art. 3] Of niet.", "Zwijg. [@wet, art. 3, lid 2] Of niet.")
    assert notes == ["de wet, art. 3{+, lid 2+}"]


def test_on_paper_a_note_that_came_or_went_is_marked_as_such() -> None:
    without, cited = "Zwijg nu eens even.", "Zwijg nu eens even. [@wet, art. 4 (oud)]"
    block, notes = printed(without, cited)
    assert (said(block.content), notes) == ("Zwijg nu eens even.{+<1>+}", ["de wet, art. 4 (oud)"])
    block, notes = printed(cited, without)
    assert (said(block.content), notes) == ("Zwijg nu eens even.[-<1>-]", ["de wet, art. 4 (oud)"])


def test_on_paper_a_note_with_a_bracket_that_never_closes_stays_apart_from_what_follows() -> None:
    block, _ = printed("Zwijg nu. Ja.", "Zwijg nu. [@wet, art. (b] Ja.")
    assert said(block.content) == "Zwijg nu.{+<1>+} Ja."


def test_on_paper_a_picture_is_words_and_no_note() -> None:
    block, notes = printed("Zie ![een kaart](media/kaart.svg) nu.", "Zie ![een kaart](media/kaart.svg) dan.")
    assert (said(block.content), notes) == ("Zie (afbeelding: een kaart) [-nu-] {+dan+}.", [])


def test_on_paper_words_that_changed_beside_a_note_stay_apart() -> None:
    block, notes = printed(
        "Zwijg altijd. [@wet, art. 3] Of niet.", "Zwijg altijd. [@wet, art. 4] Of wel [@wet, art. 9]."
    )
    assert said(block.content) == "Zwijg altijd.<1> [-Of niet-] {+Of wel<2>+}."
    assert [" ".join(each.split()) for each in notes] == ["de wet, art. [-3-] {+4+}", "de wet, art. 9"]


def test_on_paper_one_space_stands_between_a_note_and_the_word_that_changed_behind_it() -> None:
    block, _ = printed("*ja*.[@wet]zo, [@wet]", "`nee` [@wet, art. 4 (a)] zo")
    assert said(block.content) == "[-ja.-] {+nee+}<1> [-zo,-] {+zo+}"


def test_on_paper_a_box_without_its_title_is_called_nothing_else() -> None:
    box = '!!! note "Kader"\n\n' + "\n\n".join(f"    Zin {number}." for number in range(8))
    old, new = (page_of("delen.md", "Delen", entry(f"{box}\n\nSlot is {word}.")) for word in ("oud", "nieuw"))
    *_, change = page(comparison(old, new), OLD, NEW).walk()
    found = change.body[1]
    assert isinstance(found, tree.Box)
    assert found.title == ()
    assert "".join(tree.words(each.content) for each in found.blocks if isinstance(each, tree.Paragraph)) == (
        "[…] 7 stukken tekst zonder wijzigingZin 6.Zin 7."
    )


def test_on_paper_what_changed_before_the_first_heading_is_called_that() -> None:
    old, new = ([entry(each, name="", title="Delen", level=1)] for each in ("Zwijg nu.", "Zwijg dan."))
    *_, changed = page(comparison(old, new), OLD, NEW).walk()
    assert tree.words(changed.heading) == "Begin van de pagina"


def test_the_page_says_what_a_reader_has_to_do_in_print_too() -> None:
    asked = replace(comparison(BEFORE, AFTER), to_do=("Lees de deeltest opnieuw.",))
    found = article(asked)
    assert texts(found, "//h2[@id='doen']/following-sibling::ul[1]/li") == ["Lees de deeltest opnieuw."]
    section = next(each for each in page(asked, OLD, NEW).walk() if each.id == "doen")
    assert [tree.words(run) for block in section.body for run in runs(block)] == ["Lees de deeltest opnieuw."]  # type: ignore[arg-type]  # blocks alone


def test_nothing_is_called_by_the_name_of_its_file() -> None:
    old = [entry("Zie [dit](weg/oude-pagina.md#stuk-een).", page="los-blad.md", name="x", title="X")]
    new = [entry("Zie [dit](variant:sport/nieuw.md#twee).", page="los-blad.md", name="x", title="X")]
    found = article(comparison(old, new))
    text = found.text_content() + "".join(tree.words(run) for each in page(comparison(old, new), OLD, NEW).walk() for block in each.body for run in runs(block))  # type: ignore[arg-type]  # fmt: skip  # noqa: E501
    assert ".md" not in text
    assert "variant:" not in text
    assert "‘stuk een’ op ‘oude pagina’" in text
    assert texts(found, "//h2[starts-with(@id, 'p')]") == ["los blad"]


def test_it_opens_on_the_first_change_and_leads_back() -> None:
    found = article(comparison(BEFORE, AFTER))
    before = found.xpath("//h3[@data-wijziging][1]/preceding::*[self::p or self::table or self::ul]")
    in_sight = [each for each in before if not each.xpath("ancestor::details | ancestor::header | ancestor::nav")]
    assert [each.text_content().split()[0] for each in in_sight] == ["Dezelfde", "In"]
    assert found.xpath("//header//a[.='Terug naar het draaiboek']/@href") == ["https://example.org/2026.2/"]
    sport = root(publication([comparison(BEFORE, AFTER, "sport")], OLD, NEW, this=THIS)["sport/index.html"])
    assert sport.xpath("//header//a[.='Terug naar het draaiboek']/@href") == ["https://example.org/2026.2/sport/"]


@given(PARTS, PARTS)
@settings(max_examples=max(60, settings().max_examples))
def test_a_reader_finds_every_word_of_both_texts_in_order(old: tuple[Part, ...], new: tuple[Part, ...]) -> None:
    """Without its deletions the page reads as the new text, without its insertions as the old one."""
    found = comparison([entry(old)], [entry(new)])
    html = article(found)
    assume(found.redline.sections[0].kind is not Kind.SAME and not texts(html, "//em[contains(., 'zonder wijziging')]"))
    assert seen(html, without="del") == seen(article(comparison([], [entry(new)])), without="del")
    assert seen(html, without="ins") == seen(article(comparison([entry(old)], [])), without="ins")


def seen(html: HtmlElement, *, without: str) -> str:
    """Return the characters below the heading of the only section, except those that only give its context.

    The targets of links are left out, because they are only shown when they changed.
    """
    (main,) = html.xpath("//main")
    (kind,) = main.xpath("./p[@class='kind']")
    body = lxml.html.fragment_fromstring("<div></div>")
    body.extend(deepcopy(list(kind.itersiblings())))
    for element in body.xpath(
        f".//{without} | .//*[@class='came' or @class='went']/small | .//*[contains(@class, 'lr-context')]"
        " | .//*[@class='whole__said']"
    ):
        element.drop_tree()
    return re.sub(r"\(linknaar.*?\)", "", re.sub(r"\s", "", body.text_content()))


def test_the_list_of_changes_to_the_letter() -> None:
    found = comparison(
        [*BEFORE, *page_of("a.md", "Eerst", entry(LONG, page="a.md", name="hulp", title="Hulp"))],
        [*AFTER, *page_of("b.md", "Later", entry(LONG, page="b.md", name="hulp", title="Hulp"))],
    )
    listed = publication([found], OLD, NEW, this=THIS)["wijzigingen.json"].decode()
    assert (
        listed
        == """\
{
 "van": "2026.1",
 "naar": "2026.2",
 "varianten": {
  "kern": {
   "delen/": [
    {
     "id": "recht",
     "titel": "Recht",
     "soort": "gewijzigd",
     "regel": "Spreken is nu een plicht."
    }
   ],
   "b/": [
    {
     "id": "",
     "titel": "Later",
     "soort": "verplaatst en gewijzigd",
     "regel": null,
     "van": "a/"
    },
    {
     "id": "hulp",
     "titel": "Hulp",
     "soort": "verplaatst",
     "regel": null,
     "van": "a/#hulp"
    }
   ]
  }
 }
}
"""
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("- een\n- Je {} altijd spreken aan tafel.", "//ul/li[position() > 1]", id="bullets"),
        pytest.param("1. een\n2. Je {} altijd spreken aan tafel.", "//ol/li[position() > 1]", id="numbers"),
        pytest.param("> Je {} altijd spreken aan tafel.", "//blockquote", id="a quote"),
    ],
)
def test_a_block_is_shown_as_the_block_that_it_is(text: str, path: str) -> None:
    old, new = (page_of("delen.md", "Delen", entry(text.format(word), name="a")) for word in ("mag", "moet"))
    shown = texts(article(comparison(old, new)), path)
    assert "[geschrapt: mag] [toegevoegd: moet]" in " ".join(shown)


def test_a_step_that_changed_keeps_its_number() -> None:
    texts_of = (
        "".join(f"{n}. Stap {n} blijft zo.\n" for n in range(1, 5)) + f"5. Je {w} altijd spreken.\n" for w in "ab"
    )
    old, new = (page_of("delen.md", "Delen", entry(text, name="a")) for text in texts_of)
    shown = article(comparison(old, new))
    assert [each.get("value") for each in shown.xpath("//ol/li")] == ["1", "2", "3", "4", "5"]
    old, new = (page_of("delen.md", "Delen", entry(f"- Je {w} altijd spreken.\n", name="a")) for w in "ab")
    assert [each.get("value") for each in article(comparison(old, new)).xpath("//h3/following::li")] == [None]


def test_each_comparison_leads_to_the_others_and_says_which_one_it_is() -> None:
    files = publication([comparison(BEFORE, AFTER), comparison(BEFORE, AFTER, "sport")], OLD, NEW, this=THIS)
    for name, links in (
        ("index.html", {"sport": "sport/index.html"}),
        ("sport/index.html", {"kern": "../index.html"}),
    ):
        here = "sport" if "sport/" in name else "kern"
        shown = root(files[name]).xpath("//nav//a")
        assert {each.text_content().strip(): each.get("href") for each in shown} == {**links, here: "./"}
        current = [each.text_content().strip() for each in shown if each.get("aria-current")]
        assert current == [here]


PARAGRAPHS = "\n\n".join(f"Zin {number} blijft." for number in range(12))


@pytest.mark.parametrize(("number", "left_out"), [(1, []), (4, []), (6, []), (7, [2, 3, 4]), (9, [2, 3, 4, 5, 6])])
def test_only_a_long_stretch_without_a_change_is_left_out(number: int, left_out: list[int]) -> None:
    text = "\n\n".join(f"Zin {each} blijft." for each in range(number))
    both = (entry(f"Dit is {word} zo.\n\n{text}\n\nSlot {word} zo.", name="a") for word in ("al", "nu"))
    old, new = (page_of("delen.md", "Delen", each) for each in both)
    words = article(Comparison("kern", "kern", compare(old, new), line)).text_content()
    assert [each for each in range(number) if f"Zin {each} blijft." not in words] == left_out
    assert (f"{len(left_out)} stukken" in words) == bool(left_out)


def test_a_stretch_that_is_left_out_is_counted_on_screen() -> None:
    old, new = (
        page_of("delen.md", "Delen", entry(f"{PARAGRAPHS}\n\nSlot is {word}.", name="a")) for word in ("oud", "nieuw")
    )
    words = " ".join(article(Comparison("kern", "kern", compare(old, new), line)).text_content().split())
    assert "Zin 0 blijft." not in words
    shown = [number for number in range(12) if f"Zin {number} blijft." in words]
    assert shown == [10, 11]
    assert "10 stukken" in words
