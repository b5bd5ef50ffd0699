"""The Typst that an editor's Markdown becomes: golden cases, and links that lead nowhere."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from draaiboek.base.model import (
    Action,
    Changed,
    Chapter,
    Figure,
    FigurePart,
    Page,
    Paragraph,
    Strong,
    Text,
    Variable,
)
from draaiboek.forms.pdf.plan import close, smaller, taken_along
from draaiboek.forms.pdf.walk import POCKET, REFERENCE, Binding
from draaiboek.render import figures
from tests.unit.pdf_books import book, chapter, converted, sector, typst, unmarked

FIRST = 'note("delen#fn:1", 1, {"b"; "."})'
AGAIN = 'note-again("delen#fn:1", 1, 2, SAID, {"b"; "."})'
LAST_WORDS = f'{{\nlast-words("delen/", {taken_along("delen/")})\nparbreak()\n'
KEPT = (
    'kept("delen#kept:1", if "delen#kept:1" in much-room { 2 } else if "delen#kept:1" in more-room { 1 } else { 0 }, '
)
JEUGD = "https://example.org/2026.1/jeugd/a/b/#c"
ELSEWHERE = "https://example.org/2026.1/onderwijs/elders/#x"

# the Markdown, and its Typst below the title of the chapter
CASES = {
    # --- in a line
    "text is a string": ("a # \\*b* $c$ [d]", 'par("a # *b* $c$ [d]")'),
    "quotes and backslashes": ('a "b" \\\\n', 'par("a “b” \\\\n")'),
    "non-breaking hyphen": ("LIVC\u2011RR", 'par(box("LIVC-RR"))'),
    "hyphen beside one letter": ("de LIVC-R, nu", 'par({"de "; box("LIVC-R"); ", nu"})'),
    "hyphen between words": ("zorg-werkers", 'par("zorg-werkers")'),
    "long word": ("de samenwerkingen", 'par({"de "; long("samenwerkingen")})'),
    "white space": ("a  \t b *c*  d", 'par({"a b "; emph("c"); " d"})'),
    "lines": ("a \n b\nc", 'par({"a "; \n//+\n"b "; \n//+\n"c"})'),
    "value with spaces at its ends": ("{{ spatie }}", 'par("b c")'),
    "emphasis": ("*a***b**", 'par({emph("a"); strong("b")})'),
    "raised and lowered": ("1<sup>e</sup> H<sub>2</sub>", 'par({"1"; super("e"); " H"; sub("2")})'),
    "line break": ("a <br> b", 'par({"a"; \n//+\nlinebreak(); "b"})'),
    "code": ("`b  c`", 'par(code("b  c"))'),
    "inference": ("Dat mag. {afleiding} En dit.", 'par({"Dat mag.\u00a0"; quiet-tag("afleiding"); " En dit."})'),
    "not found out": ("Ja {na-te-gaan: de datum}", 'par({"Ja\u00a0"; long-tag("na te gaan: de datum")})'),
    # --- links
    "link to a section": ("[a](#x)\n\n## X {#x}", 'par(inside("delen#x", "a"))'),
    "link to a chapter": ("[a](delen.md)", 'par(inside("delen#", "a"))'),
    "link to another page of the site": (
        "[a](elders.md#x)",
        f'par({{outside("{ELSEWHERE}", "a"); address("{ELSEWHERE}")}})',
    ),
    "link to another variant": (
        "[bij jeugd](variant:jeugd/a/b.md#c)",
        f'par({{outside("{JEUGD}", "bij jeugd"); address("{JEUGD}")}})',
    ),
    "address in a variable": ("[a.be]({{ net }})", 'par(outside("https://a.be", web("a.be")))'),
    "address as text": ("[www.a.be](https://a.be/)", 'par(outside("https://a.be/", web("www.a.be")))'),
    "address printed once": (
        "[a](https://a.be)[b](https://a.be)",
        'par({{outside("https://a.be", "a"); address("https://a.be")}; outside("https://a.be", "b")})',
    ),
    "emergency number": ("Bel 112.", 'par({"Bel "; outside("tel:112", "112"); "."})'),
    "emergency number in other words": ("Bel **112**", 'par({"Bel "; strong(outside("tel:112", "112"))})'),
    # --- blocks
    "heading": ("## A {#x}\n\nb", '{\nlabelled(heading(level: 2, "A"), "delen#x")\nparbreak()\npar("b")\n}'),
    "heading with a mark": (
        "## A {#x .wet}",
        'labelled(heading(level: 2, {"A"; not-in-contents({" "; quiet-tag("wet")})}), "delen#x")',
    ),
    "rule": ("***", "rule()"),
    "quotation": ("> a", 'quotation(par("a"))'),
    "box": ('!!! warning "Let op"\n    a', 'admonition(whole: true, "warn", "Let op", par("a"))'),
    "box without title": ('!!! note ""\n    a', 'admonition(whole: true, "calm", none, par("a"))'),
    "box with a title alone": ('!!! tip "Let op"', 'admonition(whole: true, "calm", "Let op", [])'),
    "box in a box": (
        '!!! note ""\n    !!! tip ""\n        a',
        'admonition(whole: true, "calm", none, admonition(whole: true, "calm", none, par("a")))',
    ),
    # --- lists
    "bullets": ("- a\n- b", 'list(tight: true, with-last(7.8mm, "a"), "b")'),
    "loose list": ("- a\n\n- b", 'list(tight: false, with-last(7.8mm, par("a")), par("b"))'),
    "nested list": ("- a\n    - b", 'list(tight: true, {with-last(7.8mm, "a"); list(tight: true, "b")})'),
    "item with a box": (
        '- a\n\n    !!! tip ""\n        b',
        'list(tight: false, {par("a"); admonition(whole: true, "calm", none, par("b"))})',
    ),
    "numbers": ("1. a\n2. b", 'enum(tight: true, with-last(7.8mm, "a"), "b")'),
    "numbers from five": ("5. a", 'enum(tight: true, start: 5, "a")'),
    "list after its announcement": ("a:\n\n- b", '{\nlead-in("a:")\nparbreak()\nlist(tight: true, "b")\n}'),
    "list after a long paragraph": (
        f"{'a.' * 120}:\n\n- b",
        f'{{\npar("{"a." * 120}:")\nparbreak()\nlist(tight: true, "b")\n}}',
    ),
    "one line after a paragraph": ("a\n\nb", '{\nlead-in("a")\nparbreak()\npar("b")\n}'),
    "more than a line after a paragraph": (
        f"a\n\n{'b. ' * 30}",
        f'{{\npar("a")\nparbreak()\npar("{"b. " * 28}b.\u00a0b.")\n}}',
    ),
    "two paragraphs after a paragraph": (
        "a\n\nb\n\nc",
        '{\npar("a")\nparbreak()\nlead-in("b")\nparbreak()\npar("c")\n}',
    ),
    "last word": (
        f"{'a. ' * 20}Zeg niets over personen. [@wet]",
        KEPT + (f'par({{"{"a. " * 20}Zeg niets over\u00a0personen."; note("delen#fn:1", 1, {{"b"; "."}})}}))'),
    ),
    "long last word": (f"{'a. ' * 20}Zeg niets over samenwerken.", f'par("{"a. " * 20}Zeg niets over samenwerken.")'),
    "task list": (
        "- [ ] a\n- [x] b\n- c",
        'checklist(tight: true, ("open", "ticked", "bullet", ), "a", with-last(7.8mm, "b"), "c")',
    ),
    # --- pictures
    "picture": ("![Drie stappen](media/schema.svg)", 'picture(image(alt: "Drie stappen", "media/0-schema.svg"))'),
    "picture in a sentence": (
        "a ![b](media/schema.svg)",
        'par({"a "; small-picture(image(alt: "b", "media/0-schema.svg"))})',
    ),
    # --- footnotes
    "footnote": ("a [@wet]", KEPT + 'par({"a"; note("delen#fn:1", 1, {"b"; "."})}))'),
    "footnote twice": (
        "a [@wet] b [@wet]",
        KEPT + 'par({"a"; note("delen#fn:1", 1, {"b"; "."}); " b"; note-again("delen#fn:1", 1, 2, SAID, {"b"; "."})}))',
    ),
    "two footnotes together": (
        "a [@wet][@wet]",
        KEPT + f'par({{"a"; {FIRST}; {{note-comma; {AGAIN}}}}}))',
    ),
    "place in a source": ("a [@wet, art. 3]", KEPT + 'par({"a"; note("delen#fn:1", 1, {"b"; ", art.\u00a03."})}))'),
    "address in a footnote": (
        "a [@twee]",
        KEPT + 'par({"a"; note("delen#fn:1", 1, {"d"; ". "; {noted("https://b.be", "Lees de tekst"); LINK}; "."})}))',
    ),
    "to be checked, at the end of its sentence": (
        "Ja. [@onzeker] En.",
        KEPT + 'par({"Ja."; {note("delen#fn:1", 1, {"e"; "."; " Te controleren."}); " "; TAG}; " En."}))',
    ),
}


def below_title(text: str) -> str:
    """Return the Typst of *text*, without the opening of the chapter and the marks of places."""
    return unmarked(typst(chapter(text)))


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_element(text: str, expected: str) -> None:
    found = below_title(text).replace('tag("te controleren")', "TAG")
    found = re.sub(r"said-\w+-2", "SAID", found.replace('address("https://b.be")', "LINK"))
    assert found == expected or (text.endswith("\n\n## X {#x}") and found.startswith(f"{{\n{expected}\nparbreak()"))


def test_a_term_is_no_link() -> None:
    page, terms = chapter("Aan de ronde tafel."), chapter("## Ronde tafel {#tafel}", "begrippen")
    source, _ = converted(page, Binding.of(book(page, terms), brief=False))
    assert unmarked(source) == 'par({"Aan de "; "ronde tafel"; "."})'


def test_sector_text_says_whose_it_is() -> None:
    assert unmarked(typst(chapter("", sector_text="a"))) == 'sector(whole: true, "Specifiek voor onderwijs", par("a"))'


def test_sector_text_in_the_place_of_core_text_says_why() -> None:
    page = chapter("")
    part = replace(sector("b", Action.REPLACE, "Het is anders."), stale=True)
    page = replace(page, page=replace(page.page, lead=(part,)))
    assert unmarked(typst(page)) == (
        'sector(whole: true, "Specifiek voor onderwijs", {\n'
        'par("Deze tekst vervangt de kerntekst. Reden: Het is anders.")\nparbreak()\n'
        'par("De kerntekst is gewijzigd sinds dit stuk is nagelezen.")\nparbreak()\npar("b")\n})'
    )


def test_headings_in_sector_text() -> None:
    source = typst(chapter("## Kern {#kern}", sector_text="#### CLB {#clb}"))
    assert 'labelled(heading(level: 2, "CLB"), "delen#clb")' in source, "levels are not skipped"
    assert 'labelled(heading(level: 2, "Kern"), "delen#kern")' in source


def test_the_paragraphs_before_a_figure_stay_with_it() -> None:
    page = chapter("a\n\nb\n\nc")
    origin = page.page.origin
    part = FigurePart((Text("Bel"),), (), (), "", "", origin)
    figure = Figure("ladder", (Text("Ladder"),), (part,), (), (), origin)
    page = replace(page, page=replace(page.page, lead=(*page.page.lead[:2], figure)))
    assert unmarked(typst(page)).startswith('{\nlead-in("a")\nparbreak()\nlead-in("b")\nparbreak()\n')


def test_letters_in_a_figure_are_as_large_as_those_of_the_text() -> None:
    for printed in (REFERENCE, POCKET):
        look = figures.across(printed.line, printed.text)
        assert look.size * printed.line / look.width == pytest.approx(printed.text)


def test_an_address_in_a_cell_goes_on_the_next_line_wherever_it_has_to() -> None:
    source = unmarked(typst(chapter("| a |\n|---|\n| [b](https://a.be) |\n\n[c](https://c.be)")))
    assert 'address(narrow: true, "https://a.be")' in source
    assert 'address("https://c.be")' in source


def test_a_term_in_a_long_list_stands_beside_what_it_means() -> None:
    text = "\n\n".join(f"## T{number} {{#t{number}}}\n\nEen woord. [@wet, art. {number}]" for number in range(25))
    source = re.sub(r"\n//§ .*\n", "", typst(chapter(text)))
    title = 'labelled(heading(level: 2, outlined: false, bookmarked: true, "T3"), "delen#t3")'
    said = 'par({"Een woord."; note("delen#fn:4", 4, {"b"; ", art.\u00a03."})})'
    assert f"defined(broken: false, {title}, {said})" in source
    assert source.count("defined(") == source.count("kept(") == len(range(25))


def test_a_text_below_the_terms_is_none_of_them() -> None:
    terms = "\n\n".join(f"## T{number} {{#t{number}}}\n\nEen woord." for number in range(25))
    source = typst(chapter(f"{terms}\n\n## Wat lijkt op elkaar? {{#lijkt}}\n\nDit:\n\n- dit en dat;\n- zus en zo."))
    assert source.count("defined(") == len(range(25))
    assert "defined(" not in source[source.index("Wat lijkt op elkaar?") - 80 :]


def test_what_an_entry_of_a_list_is_stays_with_what_is_said_of_it() -> None:
    entries = "\n\n".join(f"### E{number} {{#e{number}}}\n\nWet {number}.\n\nStand: gelezen." for number in range(46))
    assert unmarked(typst(chapter(f"## Bronnen {{#bronnen}}\n\n{entries}"))).count('lead-in("Wet') == len(range(46))
    few = f"### E {{#e}}\n\nWet.\n\n{'Wat verder over die wet staat, komt eronder. ' * 3}"
    assert "lead-in(" not in typst(chapter(f"## Bronnen {{#bronnen}}\n\n{few}"))


def test_words_that_came_and_went() -> None:
    page = chapter("x")
    content = (Changed((Text("a"), Strong((Text("b"),))), added=False), Text(" "), Changed((Text("c"),), added=True))
    page = _with(page, Paragraph(content, page.page.origin))
    assert unmarked(typst(page)) == (
        'par({{small("[geschrapt:"); " "; deleted({"a"; strong("b")}); small("]")}; " "; '
        '{small("[toegevoegd:"); " "; inserted("c"); small("]")}})'
    )


def test_what_was_not_filled_in_is_not_left_out() -> None:
    page = chapter("x")
    page = _with(page, Paragraph((Variable("straf", page.page.origin),), page.page.origin))
    with pytest.raises(ValueError, match="Variable"):
        typst(page)


def _with(page: Chapter, *lead: Paragraph) -> Chapter:
    changed: Page = replace(page.page, lead=lead)
    return replace(page, page=changed)


def test_opening_of_a_chapter() -> None:
    assert typst(chapter("a", group="Meedoen")).split("\n")[1:5] == [
        "//§ 1 docs/delen.md",
        "{",
        f"show: it => fitted({close('delen/')}, {smaller('delen/')}, it)",
        'chapter(listed: listed, 1, "Meedoen", true, true, "Delen", ("delen#", ), "Delen")',
    ]


def test_places_that_are_gone_lead_to_the_start_of_the_chapter() -> None:
    page = chapter("[a](#weg)\n\n## A {#a}")
    meta = replace(page.page.meta, formerly=("weg",), moved=("oud.md#elders", "oud.md"))
    source = typst(replace(page, page=replace(page.page, meta=meta)))
    assert '("delen#", "delen#weg", "delen#elders", )' in source
    assert 'inside("delen#weg", "a")' in source


WRONG = {
    "link to a section that is not there": ("[a](#nergens)", 5, "de link '#nergens' heeft geen doel in het boek"),
    "link to a section of another chapter": ("[a](wet.md#x)", 5, "de link 'wet.md#x' heeft geen doel in het boek"),
    "picture that is not there": ("b\n![a](x.svg)", 6, "het beeld 'x.svg' is er niet"),
}


@pytest.mark.parametrize(("text", "line", "message"), WRONG.values(), ids=WRONG)
def test_what_leads_nowhere(text: str, line: int, message: str) -> None:
    page = chapter(f"## A {{#plaats}}\n\n{text}", line=3)
    value = book(page, chapter("", "wet"))
    _, (problem,) = converted(page, Binding.of(value, brief=False))
    assert (problem.code, str(problem.origin.path), problem.origin.line) == ("LK005", "docs/delen.md", line)
    assert problem.text == message


def test_a_heading_asks_for_room_when_notes_follow() -> None:
    source = below_title(f"## A {{#x}}\n\n{'woord ' * 20}[@wet]")
    more = 'if "delen#x" in much-room { 2 } else if "delen#x" in more-room { 1 } else { 0 }'
    assert f'roomy(29mm, 2, "delen#x", {more}, labelled(heading(level: 2, "A"), "delen#x"))' in source


@pytest.mark.parametrize(
    ("before", "after", "start"),
    [(20, 0, f"{KEPT}par("), (100, 380, f"{KEPT}par("), (100, 480, "par("), (200, 100, "par(")],
    ids=["short", "note in the first two lines", "too long", "note further on"],
)
def test_a_paragraph_stays_whole_for_its_footnote(before: int, after: int, start: str) -> None:
    words = f"{'a ' * (before // 2)}[@wet] {'b ' * (after // 2)}"
    assert below_title(words).removeprefix(LAST_WORDS).startswith(start)


def test_a_list_item_stays_whole_for_its_footnote() -> None:
    kept = f'{KEPT}{{"a"; note("delen#fn:1", 1, {{"b"; "."}})}})'
    last = '{last-item("delen#kept:1"); "b"}'
    assert below_title("- a [@wet]\n- b") == f"list(tight: true, {kept}, {last})"


@pytest.mark.parametrize(("letters", "whole"), [(590, "true"), (610, "false")])
def test_a_short_box_stays_whole(letters: int, whole: str) -> None:
    assert f"whole: {whole}" in below_title(f'!!! note "Titel"\n    {"a" * (letters - 5)}')
    assert f"whole: {whole}" in typst(chapter("", sector_text="a" * (letters - len("Specifiek voor onderwijs"))))
