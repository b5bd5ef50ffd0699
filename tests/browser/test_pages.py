"""What a page has besides its text, as a reader meets it: marks, the first page, the road of steps, notes, tables,
printing. On a guidebook of its own, on a phone and on a desktop screen.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserType, Page

from draaiboek.lab.audit import keyboard_and_reflow
from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, reader, served
from tests.integration import program
from tests.integration.program import Place

pytestmark = NEEDED

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
HEAD = "---\ntitle: {title}\ndescription: Over {title}.\nbronnen: [voorbeeldwet]\nnagelezen: 2026-11-20\n---\n"
HOME = """**Is er nu gevaar? Bel 112 of 101.**

## Ik ben uitgenodigd {#ik-ben-uitgenodigd}

Kom, met het akkoord van je organisatie. Vraag op welke tekst je uitnodiging steunt; tot dan luister je.

## Mag ik dit zeggen? {#mag-ik-dit-zeggen}

Je mag spreken, en je hoeft niet. [@voorbeeldwet]

## Ik zit er nu {#ik-zit-er-nu}

1. Vraag wie er zit.
2. Wat je hoort, vertel je niet verder.

<!-- slot: steun verplicht -->
"""
MARKED = """De gemeente kiest een coördinator. {afleiding}
Een tweede zin. {afleiding}

## Wat moet? {#wat-moet .wet}

Zwijg. {na-te-gaan: hoelang een geheim in een heel lange zin geheim blijft als niemand het nakeek}

## Wie zwijgt er? {#wie-zwijgt}

| Functie | Geheim | Aan tafel |
|---|---|---|
| Leerlingenbegeleidster | ambtsgeheim [@voorbeeldwet] | vraag het eerst aan de schooldirectie |
| Trainer | {na-te-gaan: geheim van trainers} | luister |

## Wie weet het niet? {#wie-weet-het-niet}

| Functie | Geheim |
|---|---|
| Doelman | {na-te-gaan: zwijgplicht van doelmannen} |
| Kok | {na-te-gaan: zwijgplicht in de keuken} |
| Fluitist | {na-te-gaan: zwijgplicht van wie fluit} |
| Wie kijkt | {na-te-gaan: zwijgplicht in de zaal} |
"""
LISTS = """Neem de lijst van jouw moment.

## Voor het overleg {#vooraf}

Voor elke genodigde.

- [ ] Ik ken mijn geheim. [@voorbeeldwet, art. 3]
- [ ] Ik weet wie er zit.

## Na het overleg {#nadien}

- [ ] Ik zwijg. [@voorbeeldwet, art. 4]
"""
FULL = "Elk woord van deze regel duwt het volgende een eindje verder naar rechts{} [@voorbeeldwet]\n\n"
CARDS = "Zo ga je te werk.\n\n## Doe {#doe .doen}\n\n1. Vraag.\n\n## Doe niet {#niet .laten}\n\n- Praten.\n"
FILLED = [f"{'m' * wide}{'i' * thin}" for wide in range(14, 24) for thin in range(4)]
ROWS = "".join(f"| R | {each} [@voorbeeldwet] | klaar |\n" for each in FILLED)
TABLES = f"""Kijk.

## Drie {{#drie}}

| Rij | Wie | Wat |
|---|---|---|
{ROWS}
## Twee {{#twee}}

| Vraag | Antwoord |
|---|---|
| verantwoordelijkheidsverdeling | gegevensbeschermingseffectbeoordeling [@voorbeeldwet] |

## Situaties {{#situaties}}

| Situatie | Wat kan? |
|---|---|
| Je speelt al jaren op een fluit die eigenlijk niet van jou alleen is. | Vraag ze. |
"""
# As long as the longest step of the real guidebook, with as many headings, lists, cards and notes.
STEP = (
    HEAD.format(title="Stap 3. Het overleg")
    + "Je mag spreken, en je hoeft niet. [@voorbeeldwet] Zeg alleen wat de anderen nodig hebben.\n\n"
    + "## Doe {#doe .doen}\n\n"
    + "1. Vraag wie er zit, en met welke functie. Kom je er niet uit, zeg dan niets.\n" * 5
    + "\n## Doe niet {#niet .laten}\n\n"
    + "- Praten over familie of over wie niet op de lijst staat.\n" * 4
    + "".join(
        f"\n## Vraag {each} {{#vraag-{each}}}\n\nEen regel tekst die zegt wat je aan tafel doet. [@voorbeeldwet, "
        f"art. {each}]\n\n" + "- Een punt van een lijst die je overloopt.\n" * 3 + "\nLees dat nog eens na.\n"
        for each in range(5)
    )
)
A_TO_Z = "Zoek een woord.\n\n" + "".join(
    f"## {letter}{each} {{#{letter}{each}}}\n\nDat is een woord.\n\n" for letter in "abdfgz" for each in "aekou"
)
QUESTIONS = """Zoek je vraag.

## Meedoen {#meedoen}

### Moet ik fluiten? {#moet-ik}

Neen.

### Mag ik fluiten? {#mag-ik}

Ja.

## Zwijgen {#zwijgen}

Zwijg.
"""
LETTER = """Neem dit bericht over.

## Het bericht {#bericht}

> Beste burgemeester,
>
> Ik fluit op {invullen: datum}.<br>
> Wie fluit er mee?
>
> 1. Wie blaast?
> 2. Wie **zwijgt**?
>
> - {invullen: naam}

Een wet heeft een titel:

> Wet over de fluit
"""
WORDS = """Lees dit.

## Eerst {#eerst}

Wij hebben een fluit. {afleiding} Zeg: "Zo'n fluit", zie art. 3.

Neem de fluit.

## Dan {#dan}

Fluit.
"""
FOLDED = "---\ndoel: {}\nbewerking: begin\n---\nJouw fluit is van jou. {{afleiding}} Zoek je fluit.\n"
NEXT = "Lees [de merken](merken.md), [nog eens](merken.md), [de lijsten](lijsten.md) en [het begin](index.md).\n"
# Names that must not break at their hyphen, at every position on a line: in a title, a text, a cell, a link, an
# explanation and a search result.
NAMED = " ".join(f"Elk {'m' * wide} {('LIVC-R', 'AB-wet')[wide % 3 == 0]} volgt." for wide in range(1, 40))
LAW = """
ab-wet:
  titel: "Wet van 1 maart 2020 over de fluit"
  kort: "AB-wet"
  soort: wet
  status: geverifieerd
  gecontroleerd_op: "2026-10"
"""
WHOLE = f"""Blaas op de fluit.

## Na de vergadering over LIVC-R, en voor LIVC-R {{#vergadering}}

{NAMED} [@voorbeeldwet]

| LIVC-R | Wat |
|---|---|
| {NAMED} | [{NAMED}](#vergadering) |
"""
WHISTLE = f'fluit:\n  term: fluit\n  definitie: "{NAMED}"\n'
KIT = """lijst:
  titel: Lijst voor het overleg
  omschrijving: Om aan te kruisen.
  stukken: [lijsten.md]
"""
EXPLAINED = "\n## Wat betekenen de merken? {#merken}\n\nAfleiding: wij leiden het af.\n"


def _build(into: Path) -> None:
    place = program.guidebook(into)
    place.write("docs/index.md", HEAD.format(title="Start") + HOME)
    place.write("docs/merken.md", HEAD.format(title="Merken") + MARKED)
    place.write("docs/lijsten.md", HEAD.format(title="Lijsten") + LISTS)
    place.write(
        "docs/open.md", HEAD.format(title="Open punten") + "## In de tekst {#tekst}\n\n<!-- lijst: na-te-gaan -->\n"
    )
    endings = ["?", "!", ".", ")", " (nu)?", " daar", " hier", " straks!"]
    place.write("docs/noten.md", HEAD.format(title="Noten") + "".join(FULL.format(each) for each in endings) + NEXT)
    place.write("docs/kaarten.md", HEAD.format(title="Kaarten") + CARDS)
    place.write("docs/heel.md", HEAD.format(title="Het LIVC-R-boek van ons LIVC-R") + WHOLE)
    place.write("docs/_data/begrippen.yml", place.read("docs/_data/begrippen.yml") + WHISTLE)
    place.write("docs/_data/bronnen.yml", place.read("docs/_data/bronnen.yml") + LAW)
    place.write("docs/woordenlijst.md", HEAD.format(title="Woordenlijst") + A_TO_Z)
    place.write("docs/tabellen.md", HEAD.format(title="Tabellen") + TABLES)
    place.write("docs/vragenlijst.md", HEAD.format(title="Vragenlijst") + QUESTIONS)
    place.write("docs/brief.md", HEAD.format(title="Brief") + LETTER)
    place.write("docs/_data/documenten.yml", KIT)
    place.write("docs/woorden.md", HEAD.format(title="Woorden") + WORDS)
    for slug in ("onderwijs", "sport"):
        place.write(f"overlays/{slug}/woorden.md", FOLDED.format("woorden.md#eerst"))
        place.write(f"overlays/{slug}/woorden-einde.md", FOLDED.format("woorden.md#dan"))
    for number, name in enumerate(("Een signaal", "De melding", "Het overleg", "Het einde"), start=1):
        place.write(f"docs/weg/stap-{number}.md", HEAD.format(title=f"Stap {number}. {name}") + "Doe dit.\n")
    place.write("docs/weg/stap-3.md", STEP)
    place.write("docs/over-dit-draaiboek.md", place.read("docs/over-dit-draaiboek.md") + EXPLAINED)
    fiche = "**Acuut gevaar? Bel 112 of 101.**\n\n## Wie gaat? {#wie-gaat}\n\nVraag het.\n"
    place.write(
        "sectors/onderwijs/fiche.md",
        HEAD.format(title="Fiche").replace("nagelezen:", "na: op-school.md\nnagelezen:") + fiche,
    )
    menu = "".join(f"    - weg/stap-{number}.md\n" for number in range(1, 5))
    pages = "".join(
        f"    - {name}.md\n"
        for name in (
            *("merken", "lijsten", "open", "noten", "kaarten", "heel", "woorden", "tabellen", "woordenlijst"),
            *("vragenlijst", "brief"),
        )
    )
    place.replace(
        "docs/_data/inhoud.yml", "    - delen.md\n", f"    - delen.md\n{pages}- titel: De weg\n  paginas:\n{menu}"
    )
    place.commit()
    run = place.build("site")
    assert run.code == 0, run.said


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(Place(program.once(tmp_path_factory, "pages", _build)).site) as address:
        yield address


# --- marks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_mark_is_a_tag_that_can_be_read(browser: Browser, where: str, colours: str) -> None:
    with reader(browser, color_scheme=colours, **PHONE) as (page, _, _):
        page.goto(f"{where}merken/")
        marks = page.locator(".lr-merk")
        assert [" ".join(mark.inner_text().split()).replace(" )", ")") for mark in marks.all()][:3] == [
            "(merk: afleiding)",
            "(merk: afleiding)",
            "(merk: wet)",
        ]
        for mark in marks.all():
            style = mark.evaluate(
                """each => [getComputedStyle(each).borderTopWidth, getComputedStyle(each).borderTopStyle,
                  each.getBoundingClientRect().right <= innerWidth]"""
            )
            assert style == ["1px", "solid", True]
            assert (
                _contrast(
                    mark.evaluate("each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]")
                )
                >= 4.5
            )
        said = page.locator("[data-artikel] p").first.aria_snapshot()
        assert "coördinator." in said
        assert "(merk: afleiding" in said


def test_the_first_mark_of_a_kind_leads_to_what_it_means(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}onderwijs/merken/")
        assert page.locator(".lr-merk--afleiding").evaluate_all("all => all.map(each => each.localName)") == [
            "a",
            "span",
        ]
        box = page.locator("a.lr-merk--afleiding").bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_url(f"{where}onderwijs/over-dit-draaiboek/#merken")
        assert page.get_by_role("heading", name="Wat betekenen de merken?").is_visible()


def test_marks_are_tags_on_paper_too(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}merken/")
        page.emulate_media(media="print")
        assert page.locator(".lr-merk").first.evaluate("each => getComputedStyle(each).borderTopWidth") == "1px"


def test_what_could_not_be_found_out_stands_in_one_list_and_leads_there(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}open/")
        page.locator("[data-artikel] li", has_text="Merken").get_by_role("link", name="Geheim van trainers").tap()
        page.wait_for_url(f"{where}merken/#wie-zwijgt")
        assert page.get_by_text("na te gaan: geheim van trainers").is_visible()


def test_many_open_points_of_one_table_are_one_line_with_what_they_share(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}open/")
        many = page.locator("[data-artikel] li li", has_text="Wie weet het niet?")
        assert many.all_inner_texts() == ["Wie weet het niet?: zwijgplicht, op 4 plaatsen"]
        many.get_by_role("link").tap()
        page.wait_for_url(f"{where}merken/#wie-weet-het-niet")
        assert page.get_by_text("na te gaan: zwijgplicht van wie fluit").is_visible()


# --- the first page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["", "onderwijs/"])
def test_the_first_screen_of_a_phone_has_danger_and_the_three_answers(
    browser: Browser, where: str, folder: str
) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(where + folder)
        tops = page.evaluate(
            """[...document.querySelectorAll("h1, [data-artikel] p, [data-artikel] h2, [data-artikel] li")].slice(0, 9)
            .map(each => [each.textContent.slice(0, 20), each.getBoundingClientRect().bottom])"""
        )
        assert tops[1][0].startswith("Is er nu gevaar?")
        assert [words for words, _ in tops[-2:]] == ["Vraag wie er zit.", "Wat je hoort, vertel"]
        assert all(bottom <= 844 for _, bottom in tops), tops


def test_a_sector_s_first_page_names_it_and_is_one_tap_from_its_pages(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}onderwijs/")
        assert page.locator("h1").inner_text() == "Start voor onderwijs"
        assert page.get_by_text("Sommigen hebben ambtsgeheim, anderen beroepsgeheim.").is_visible()
        page.get_by_role("navigation", name="Voor onderwijs").get_by_role("link", name="Op school").tap()
        page.wait_for_url(f"{where}onderwijs/op-school/")


def test_the_first_page_says_what_this_edition_changed(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(where)
        page.get_by_role("link", name="Wat verandert er?").tap()
        page.wait_for_url(f"{where}edities/2026.1/")


def _kept(page: Page) -> dict[str, str]:
    return dict(page.evaluate("({...localStorage})"))


def test_a_sector_is_kept_only_when_asked_and_can_be_forgotten(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(where)
        assert not page.get_by_role("link", name="Verder voor onderwijs").is_visible()
        page.goto(f"{where}onderwijs/")
        assert "draaiboek.livc-r.sector" not in _kept(page)
        page.get_by_role("button", name="Onthoud dat ik voor onderwijs lees").tap()
        assert _kept(page)["draaiboek.livc-r.sector"] == '"onderwijs"'
        page.goto(where)
        page.get_by_role("link", name="Verder voor onderwijs").tap()
        page.wait_for_url(f"{where}onderwijs/")
        page.get_by_role("button", name="Vergeet mijn sector").tap()
        assert page.get_by_text("Vergeten.").is_visible()
        assert "draaiboek.livc-r.sector" not in _kept(page)


def test_wiping_the_memory_forgets_the_sector(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}onderwijs/")
        page.get_by_role("button", name="Onthoud dat ik voor onderwijs lees").click()
        page.get_by_text("Wat dit toestel onthoudt", exact=True).click()
        page.get_by_role("button", name="Wis wat dit toestel onthoudt").click()
        assert "draaiboek.livc-r.sector" not in _kept(page)
        assert page.get_by_role("button", name="Onthoud dat ik voor onderwijs lees").is_visible()


# --- the road ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_road_shows_where_you_are_and_leads_on(
    browser: Browser, where: str, options: dict[str, object], *, script: bool
) -> None:
    with reader(browser, java_script_enabled=script, **options) as (page, _, _):
        page.goto(f"{where}sport/weg/stap-2/")
        road = page.get_by_role("navigation", name="Stap 2 van 4")
        links = road.get_by_role("listitem").get_by_role("link")
        assert [link.get_attribute("aria-current") for link in links.all()] == [None, "page", None, None]
        names = ["Stap 1: Een signaal", "Stap 2: De melding", "Stap 3: Het overleg", "Stap 4: Het einde"]
        assert [road.get_by_role("link", name=name, exact=True).count() for name in names] == [1, 1, 1, 1]
        assert all(
            box and box["width"] >= 24 and box["height"] >= 24 for box in (link.bounding_box() for link in links.all())
        )
        road.get_by_role("link", name="Volgende: Het overleg").click()
        page.wait_for_url(f"{where}sport/weg/stap-3/")
        page.get_by_role("navigation", name="Stap 3 van 4").get_by_role("link", name="Stap 1: Een signaal").click()
        page.wait_for_url(f"{where}sport/weg/stap-1/")


def test_by_keyboard_the_road_is_one_stop_and_the_arrows_go_along_it(browser: Browser, where: str) -> None:
    focused = "() => document.activeElement.textContent.trim()"
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}weg/stap-2/")
        page.get_by_role("link", name="Ga naar de tekst").press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(focused).startswith("Stap 2: De melding")
        page.keyboard.press("ArrowRight")
        assert page.evaluate(focused).startswith("Stap 3: Het overleg")
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "Volgende: Het overleg"
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{where}weg/stap-3/")


_AS_LONG_AS_OURS = """list => {
  while (list.children.length < 10) list.append(list.lastElementChild.cloneNode(true));
}"""


@pytest.mark.parametrize("letters", [16, 20, 32])
def test_ten_stops_stay_round_when_letters_are_large(chromium: BrowserType, where: str, letters: int) -> None:
    flags = [*FLAGS, f"--blink-settings=defaultFontSize={letters}"]
    browser = chromium.launch(executable_path=CHROMIUM, args=flags, headless=True)
    try:
        with reader(browser, **PHONE) as (page, _, _):
            page.goto(f"{where}weg/stap-2/")
            page.locator(".lr-road__list").evaluate(_AS_LONG_AS_OURS)
            stops = page.locator(".lr-road__item a").evaluate_all(
                "all => all.map(each => each.offsetWidth - each.offsetHeight)"
            )
            assert stops == [0] * 10
    finally:
        browser.close()


def test_letters_twice_as_large_leave_the_width_of_a_phone_to_the_words_of_a_list(
    chromium: BrowserType, where: str
) -> None:
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    browser = chromium.launch(executable_path=CHROMIUM, args=flags, headless=True)
    try:
        with reader(browser, **PHONE) as (page, _, _):
            page.goto(where)
            item = page.get_by_role("listitem").filter(has_text="Vraag wie er zit.")
            indent = item.evaluate("each => each.offsetLeft - each.closest('[data-artikel]').offsetLeft")
            assert 0 < indent <= 36 * 1.25  # the room of a number, and no more
    finally:
        browser.close()


def test_the_last_step_leads_no_further_and_other_pages_have_no_road(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}weg/stap-4/")
        assert page.get_by_role("link", name="Volgende:").count() == 0
        page.goto(f"{where}merken/")
        assert page.locator(".lr-road").count() == 0


# --- printing ---------------------------------------------------------------------------------------------------------


def _sheets(page: Page) -> int:
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as printed:
        return len(printed.pages)


def test_a_page_with_lists_can_be_printed_and_one_list_is_one_sheet(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.add_init_script("window.printed = 0; window.print = () => window.printed++")
        page.goto(f"{where}lijsten/")
        page.get_by_role("button", name="Druk deze pagina af").click()
        assert page.evaluate("printed") == 1
        page.get_by_role("button", name="Druk deze lijst af").nth(1).click()
        assert page.evaluate("printed") == 2
        page.emulate_media(media="print")
        assert page.get_by_text("Ik zwijg.").is_visible()
        assert not page.get_by_text("Ik ken mijn geheim.").is_visible()
        assert page.locator(".lr-status :is(.lr-editions, summary)").filter(visible=True).count() == 0
        assert page.locator(".footnote li:visible").evaluate_all("all => all.map(each => each.value)") == [2]
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.get_by_text("Ik ken mijn geheim.").is_visible()
        page.emulate_media(media="screen")
        page.get_by_role("button", name="Druk deze lijst af").first.click()
        page.emulate_media(media="print")
        assert _sheets(page) == 1


TABLE = "<p>Inleiding.</p><table><thead><tr><th>Kop</th></tr></thead><tbody>{}</tbody></table>"
ROWS = "".join(f"<tr><td>rij {number}.</td></tr>" for number in range(1, 7))
ITEMS = "".join(f"<li>punt {number}.</li>" for number in range(1, 7))


FILL = """text => {
  document.querySelector("[data-artikel]").innerHTML = text;
  for (const each of document.querySelectorAll("[data-height]")) {
    Object.assign(each.style, { breakBefore: "page", height: each.dataset.height });
  }
}"""


def test_on_paper_what_announces_something_stays_with_it_and_no_end_is_alone(browser: Browser, where: str) -> None:
    """However far down the sheet it begins."""
    fill = "<div data-height={}mm></div>"
    below = f"<h2>Titel</h2><div>{TABLE.format(ROWS)}</div><div><p>Stappen.</p><ul>{ITEMS}</ul></div>"
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}lijsten/")
        article = "".join(fill.format(height) + below for height in range(100, 260, 7))
        page.evaluate(FILL, article)
        command = ["pdftotext", "-raw", "-", "-"]
        sheets = subprocess.run(command, input=page.pdf(format="A4"), capture_output=True, check=True).stdout.decode()
    for first, then in (
        ("Titel", "Inleiding."),
        ("Inleiding.", "rij 1."),
        ("Stappen.", "punt 1."),
        ("rij 6.", "rij 5."),
        ("punt 6.", "punt 5."),
    ):
        assert [each for each in sheets.split("\f") if each.count(first) > each.count(then)] == [], first


def test_a_long_step_is_two_sheets_of_text_alone(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}sport/weg/stap-3/")
        assert len(page.inner_text("[data-artikel]").split()) > 250
        page.emulate_media(media="print")
        assert _sheets(page) == 2
        size = page.locator("[data-artikel] p").first.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
        assert 10 <= size * 0.75 <= 10.5, "points"
        shown = page.locator("body").inner_text()
        assert "Editie" in shown
        lines = page.locator(".lr-colophon__inner > p").evaluate_all(
            "all => all.map(each => [...each.getClientRects()])"
        )
        assert lines[0][-1]["bottom"] > lines[1][0]["top"], "the imprint is not in running lines"
        around = ("header", "nav", ".lr-search", ".lr-related", ".lr-cite__note", ".lr-colophon__links", "button")
        assert [each for each in around if page.locator(f"{each}:visible").count()] == []


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_note_number_of_two_digits_fits_in_the_column(browser: Browser, where: str, media: Literal["print"]) -> None:
    beyond = """list => {
        const number = Object.assign(document.createElement("span"), { textContent: "10. " });
        number.style.whiteSpace = "pre";
        list.firstElementChild.append(number);
        const { left } = list.firstElementChild.getBoundingClientRect();
        return number.getBoundingClientRect().width - (left - list.parentElement.getBoundingClientRect().left);
    }"""
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}lijsten/")
        page.emulate_media(media=media)
        assert page.locator(".footnote > ol").evaluate(beyond) <= 0, "paper cuts off what stands outside"


def test_without_a_script_there_is_no_button_that_prints_nothing(browser: Browser, where: str) -> None:
    with reader(browser, java_script_enabled=False, **PHONE) as (page, _, _):
        page.goto(f"{where}lijsten/")
        assert not page.get_by_text("Druk deze pagina af").is_visible()


# --- taking along -----------------------------------------------------------------------------------------------------


def test_a_letter_is_dark_and_one_tap_copies_it_as_plain_text(browser: Browser, where: str) -> None:
    with reader(browser, permissions=["clipboard-read", "clipboard-write"], **PHONE) as (page, _, _):
        page.goto(f"{where}brief/#bericht")
        colour = "each => getComputedStyle(each).color"
        letter = page.get_by_text("Beste burgemeester,")
        assert letter.evaluate(colour) == page.get_by_text("Neem dit bericht over.").evaluate(colour)
        assert page.locator("blockquote").count() == 2
        copy = page.get_by_role("button", name="Kopieer deze tekst")
        assert copy.count() == 1  # a quotation with nothing to fill in is not a letter
        copy.tap()
        said = page.get_by_role("status").get_by_text("Gekopieerd")
        said.wait_for()
        assert said.evaluate("each => each.getBoundingClientRect().bottom <= innerHeight")
        assert page.evaluate("navigator.clipboard.readText()") == (
            "Beste burgemeester,\n\nIk fluit op (datum).\nWie fluit er mee?\n\n"
            "1. Wie blaast?\n2. Wie zwijgt?\n\n- (naam)"
        )


# --- a thumb ----------------------------------------------------------------------------------------------------------

_SMALL = """() => [...document.querySelectorAll(`a[href^="tel:"], summary, button, .lr-brand, .lr-own a,
  .lr-road__next a, .lr-related a, .lr-colophon__links a, .lr-step__link, .lr-up a, .lr-home .lr-tekst p > a:only-child,
  .lr-nav__link, .lr-variants__link, .lr-reading li > a, .lr-kit a, .lr-downloads__item a`)]
  .filter(each => each.checkVisibility({ visibilityProperty: true }))
  .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < 43.5).map(([words]) => words)"""


@pytest.mark.parametrize("name", ["", "onderwijs/", "weg/stap-3/", "lijsten/", "brief/", "downloads/"])
def test_what_is_tapped_is_44_pixels_high_and_wide(browser: Browser, where: str, name: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(where + name)
        page.locator(".lr-cite__summary").first.tap()
        assert page.evaluate(_SMALL) == []
        for menu in (".lr-switch__summary", ".lr-menu__summary"):
            page.locator(menu).tap()
            assert page.evaluate(_SMALL) == []


def test_in_a_long_text_the_way_up_goes_along_with_who_turns_back(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}woordenlijst/")
        up = page.get_by_role("link", name="Naar boven")
        in_view = """each => {
          const { top, bottom } = each.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        }"""
        assert not up.evaluate(in_view)
        page.get_by_role("heading", name="zu").scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        assert page.locator(".lr-up--along").count() == 0  # someone who reads on gets the full lines
        page.evaluate("scrollBy(0, -40)")
        page.locator(".lr-up--along").wait_for()
        assert up.evaluate(in_view)
        up.tap()
        page.wait_for_function("() => scrollY < innerHeight")
        assert page.get_by_role("link", name="F", exact=True).evaluate(in_view)
        assert page.locator(".lr-up--along").count() == 0
        page.goto(f"{where}merken/")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(300)
        assert page.locator(".lr-up--along").count() == 0  # a text of a few screens does not need it


_OVER = """() => [...Array(9)].map((_, row) => document.elementFromPoint(innerWidth / 2, innerHeight * (row + 0.5) / 9))
  .filter(each => !each?.closest("main")).length"""


def test_on_a_screen_of_few_lines_nothing_stays_over_the_text(browser: Browser, where: str) -> None:
    with reader(browser, viewport={"width": 320, "height": 256}) as (page, _, _):
        page.goto(f"{where}woordenlijst/#zu")
        page.get_by_role("heading", name="zu").wait_for()
        page.evaluate("scrollBy(0, -200)")
        page.locator(".lr-up--along").wait_for(state="attached")
        assert page.evaluate(_OVER) == 0
        up = page.get_by_role("link", name="Naar boven").bounding_box()
        assert up
        assert up["y"] > 256
        page.goto(f"{where}woordenlijst/")
        page.locator(".lr-menu__summary").click()
        assert page.get_by_role("link", name="Woordenlijst").first.is_visible()


def test_a_thumb_finds_the_mark_of_a_note(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}noten/")
        boxes = [mark.bounding_box() for mark in page.locator("[data-artikel] .footnote-ref").all()]
        assert len(boxes) == 8
        assert min(box["width"] for box in boxes if box) >= 24
        assert min(box["height"] for box in boxes if box) >= 32


def test_with_colours_of_their_own_readers_see_what_opens_and_where_they_are(browser: Browser, where: str) -> None:
    with reader(browser, forced_colors="active", **PHONE) as (page, _, _):
        page.goto(f"{where}weg/stap-3/")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        sign = "each => getComputedStyle(each, '::after').backgroundColor"
        assert page.locator(".lr-contents__summary").evaluate(sign) != ground
        line = "each => parseFloat(getComputedStyle(each).outlineWidth)"
        here, other = (
            page.locator(f".lr-road__item a{each}").first for each in ("[aria-current]", ":not([aria-current])")
        )
        assert 0 < other.evaluate(line) < here.evaluate(line)


def test_without_a_script_the_header_holds_one_line_of_ways(browser: Browser, where: str) -> None:
    with reader(browser, java_script_enabled=False, **PHONE) as (page, _, _):
        page.goto(where)
        ways = [page.locator(each).bounding_box() for each in (".lr-search__az", ".lr-menu__summary")]
        assert ways[0] is not None
        assert ways[1] is not None
        assert all(abs(ways[0][side] - ways[1][side]) < 3 for side in ("y", "height"))


def test_an_address_that_was_cut_off_breaks_nothing(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, witness, _):
        page.goto(f"{where}brief/#priv%C3")
        page.get_by_role("button", name="Kopieer deze tekst").wait_for()
        assert witness.complaints == []


# --- the look ---------------------------------------------------------------------------------------------------------

_PAIRS = """() => ["geen", "roze", "oranje", "blauw", "groen", "paars", "oker"].flatMap(colour => {
  const place = document.body.appendChild(document.createElement("div"));
  place.className = `lr-variant lr-variant--${colour}`;
  const light = name => {
    place.style.color = `var(${name})`;
    const [red, green, blue] = getComputedStyle(place).color.match(/[\\d.]+/g).map(each => each / 255)
      .map(each => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const words = ["--lr-accent", "--md-default-fg-color", "--md-default-fg-color--light", "--md-typeset-a-color"];
  return ["--md-default-bg-color", "--lr-surface", "--lr-tint"].flatMap(ground => words.map(word => {
    const [dim, bright] = [light(word), light(ground)].sort((one, other) => one - other);
    return [(bright + 0.05) / (dim + 0.05), colour, word, ground];
  }));
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_asks_for_more_contrast_gets_it_in_every_variant(browser: Browser, where: str, scheme: str) -> None:
    with reader(browser, color_scheme=scheme, contrast="more", **DESK) as (page, _, _):
        page.goto(f"{where}noten/")
        pairs = page.evaluate(_PAIRS)
    assert len(pairs) == 84
    assert [pair for pair in pairs if pair[0] < 7] == []


def test_what_to_do_and_what_not_are_cards_with_marks_of_their_own(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}kaarten/")
        look = """each => [getComputedStyle(each, "::before").content.split(" /")[0],
          getComputedStyle(each.parentElement).borderTopColor]"""
        do, do_not = (page.get_by_text(words, exact=True).evaluate(look) for words in ("Vraag.", "Praten."))
        assert (do[0], do_not[0]) == ('counter(lr-card) "."', '"×"')
        assert do[1] != do_not[1]


@pytest.mark.parametrize("where_read", [PHONE, DESK])
def test_the_answer_comes_first_and_below_it_how_fresh_it_is(
    browser: Browser, where: str, where_read: dict[str, object]
) -> None:
    with reader(browser, **where_read) as (page, _, _):
        page.goto(f"{where}kaarten/")
        places = [
            page.get_by_role("heading", level=1),
            page.get_by_text("Zo ga je te werk."),
            page.get_by_text("Praten.", exact=True),
            page.get_by_text("Laatst nagelezen op 20 november 2026"),
        ]
        tops = [place.evaluate("each => each.getBoundingClientRect().top") for place in places]
        assert tops == sorted(tops)
        assert tops[1] < 740 / 2
        print_button = page.get_by_role("button", name="Druk deze pagina af")
        assert print_button.evaluate("each => each.getBoundingClientRect().top") > tops[2]


_STRAYED = """[...document.querySelectorAll("[data-artikel] .footnote-ref")].filter(mark => {
  let text = mark.parentElement.previousSibling;
  while (text && text.nodeType !== Node.TEXT_NODE) text = text.lastChild;
  const range = document.createRange(), end = text.data.trimEnd().length;
  range.setStart(text, end - 1);
  range.setEnd(text, end);
  const [word, number] = [range.getBoundingClientRect(), mark.getBoundingClientRect()];
  return Math.abs(word.top + word.bottom - number.top - number.bottom) > word.height;
}).map(mark => mark.parentElement.parentElement.textContent)"""


def test_no_line_begins_with_the_number_of_a_note(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}noten/")
        assert page.locator("[data-artikel] .footnote-ref").count() == 8
        assert _strays(page) == []
        page.evaluate(keyboard_and_reflow.ADD_STYLE, ".footnote-ref::before { content: none !important }")
        assert _strays(page) != []  # proof that a stray number would be found


def _strays(page: Page) -> list[str]:
    """Return the stray note numbers, at any width of the text: those on another line than their word."""
    found: list[str] = []
    for width in range(240, 640, 7):
        page.evaluate("width => document.querySelector('[data-artikel]').style.width = `${width}px`", width)
        found += page.evaluate(_STRAYED)
    return found


def test_a_note_has_one_way_back_to_the_mark_that_was_followed(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}noten/")
        assert page.locator(".footnote-backref").count() == 1
        mark = page.locator(".footnote-ref").nth(6)
        mark.tap()
        page.get_by_role("dialog").get_by_role("link", name="Naar de noten").tap()
        page.locator(".footnote-backref").tap()
        page.wait_for_url(f"{where}noten/#fnref7:bron-1")


@pytest.mark.parametrize("screen", [PHONE, {"viewport": {"width": 390, "height": 844}}], ids=["phone", "window"])
def test_a_narrow_screen_has_no_pilcrows(browser: Browser, where: str, screen: Mapping[str, Any]) -> None:
    with reader(browser, **screen) as (page, _, _):
        page.goto(f"{where}merken/")
        assert page.locator(".headerlink").count() > 1
        assert page.locator(".headerlink:visible").count() == 0


def test_a_pilcrow_takes_no_room_behind_its_title(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}merken/")
        title = page.locator("h2#wat-moet")
        title.evaluate("each => { each.style.width = 'max-content' }")
        wide = "each => each.getBoundingClientRect().width"
        before = title.evaluate(wide)
        title.locator(".headerlink").evaluate("each => each.remove()")
        assert title.evaluate(wide) == pytest.approx(before, abs=1)


@pytest.mark.parametrize("width", [320, 360, 390])
def test_a_table_of_functions_fits_a_phone_and_says_its_columns(browser: Browser, where: str, width: int) -> None:
    with reader(browser, viewport={"width": width, "height": 700}, is_mobile=True) as (page, _, _):
        page.goto(f"{where}merken/")
        table = page.get_by_role("table", name="Wie zwijgt er?")
        assert table.evaluate(
            "each => [each.scrollWidth <= each.clientWidth, each.getBoundingClientRect().right <= innerWidth]"
        ) == [True, True]
        cell = table.get_by_text("ambtsgeheim")
        assert cell.evaluate("each => getComputedStyle(each, '::before').content") == '"Geheim: "' or "Geheim:" in str(
            cell.evaluate("each => getComputedStyle(each, '::before').content")
        )
        assert table.get_by_role("rowheader").all_inner_texts() == ["Leerlingenbegeleidster", "Trainer"]
        assert page.locator(".lr-scroll[tabindex]").count() == 0


@pytest.mark.parametrize(("width", "tables"), [(320, ["Drie", "Twee"]), (360, ["Drie"]), (390, ["Drie"])])
def test_no_cell_is_wider_than_its_column(browser: Browser, where: str, width: int, tables: list[str]) -> None:
    """Not even with a note mark at the far right, nor, at 320 px (400 % zoom), with a long word."""
    with reader(browser, viewport={"width": width, "height": 700}, is_mobile=True) as (page, _, _):
        page.goto(f"{where}tabellen/")
        for name in tables:
            scroller = page.locator(".lr-scroll", has=page.get_by_role("table", name=name))
            assert scroller.get_attribute("tabindex") is None
            wide = scroller.locator(":is(table, tbody th, td)").evaluate_all(
                "all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent.trim())"
            )
            assert wide == [], name


def test_the_head_of_a_table_is_read_whole_on_the_smallest_screen(browser: Browser, where: str) -> None:
    with reader(browser, viewport={"width": 320, "height": 700}) as (page, _, _):
        page.goto(f"{where}tabellen/")
        heads = page.get_by_role("table", name="Twee").locator("thead th")
        for head, words in zip(heads.all(), ("Onderwerp", "Vraag die je samen beantwoordt"), strict=True):
            head.evaluate("(each, words) => { each.textContent = words }", words)
        lines = """each => {
          const word = document.createRange();
          word.selectNodeContents(each);
          return word.getClientRects().length;
        }"""
        assert heads.first.evaluate(lines) == 1
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_what_stands_under_the_text_is_in_line(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}lijsten/")
        assert page.locator(".lr-contents").count() == 0  # there are two headings, with none below them
        page.goto(f"{where}vragenlijst/")
        page.locator(".lr-contents__summary").tap()
        assert page.locator(".lr-contents").evaluate("each => getComputedStyle(each).boxShadow") == "none"
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}kaarten/")
        words = [page.get_by_text("Laatst nagelezen"), page.get_by_role("button", name="Druk deze pagina af")]
        assert len({word.evaluate(_BASELINE) for word in words}) == 1
        page.goto(f"{where}lijsten/")
        sides = "each => ['left', 'right'].map(side => Math.round(each.getBoundingClientRect()[side]))"
        text = page.locator("[data-artikel]").evaluate(sides)
        steps = [page.locator(f".lr-step__link--{each}").evaluate(sides) for each in ("previous", "next")]
        assert [steps[0][0], steps[1][1]] == text


def test_of_two_columns_of_which_the_first_is_long_each_row_is_a_card_on_a_phone(browser: Browser, where: str) -> None:
    places = "all => all.map(each => each.getBoundingClientRect()).map(({ left, top }) => [left, top])"
    for screen, cells_beside in ((PHONE, False), (DESK, True)):
        with reader(browser, **screen) as (page, _, _):
            page.goto(f"{where}tabellen/")
            for name, beside in (("Twee", True), ("Situaties", cells_beside)):
                cells = page.get_by_role("table", name=name).locator("tbody :is(th, td)")
                (left, top), (left_too, top_too) = cells.evaluate_all(places)
                assert ((top == top_too), (left == left_too)) == (beside, not beside), name
                said = cells.evaluate_all("all => all.map(each => getComputedStyle(each, '::before').content)")
                assert [[part.strip() for part in each.split('"')[1:2]] for each in said] == (
                    [[]] * 2 if beside else [["Situatie:"], ["Wat kan?"]]
                )


def test_the_screen_has_the_signs_of_print(browser: Browser, where: str) -> None:
    with reader(browser, viewport={"width": 320, "height": 700}) as (page, _, _):
        page.goto(f"{where}woorden/")
        assert "Zeg: “Zo’n fluit”, zie art.\u00a03." in page.locator("#eerst + div").inner_text()
        page.goto(f"{where}weg/stap-3/")
        assert "Stap\u00a03." in page.locator("h1").inner_text()


def test_the_sheet_of_a_fiche_stands_below_who_to_call(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}onderwijs/fiche/")
        sheet = page.get_by_role("link", name="Print de fiche op één blad (pdf)")
        assert str(sheet.get_attribute("href")).startswith("../../pdf/fiche-")
        called, title = page.get_by_text("Acuut gevaar?"), page.locator("#wie-gaat")
        tops = [each.evaluate("each => each.getBoundingClientRect().top") for each in (called, sheet, title)]
        assert tops == sorted(tops)


def test_a_table_keeps_its_columns_on_a_desk(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}merken/")
        table = page.get_by_role("table", name="Wie zwijgt er?")
        assert table.get_by_role("columnheader").all_inner_texts() == ["Functie", "Geheim", "Aan tafel"]
        tops = (
            table.locator("tbody tr")
            .first.locator("th, td")
            .evaluate_all("all => all.map(each => each.getBoundingClientRect().top)")
        )
        assert len(set(tops)) == 1


def test_what_a_sector_adds_is_a_group_with_an_end(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}onderwijs/delen/")
        groups = page.get_by_role("group", name="Specifiek voor onderwijs")
        assert groups.count() == 3
        for group in groups.all():
            assert group.aria_snapshot().rstrip('"').endswith("Einde van het stuk voor onderwijs.")


def test_the_title_stands_high_on_a_phone(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}onderwijs/merken/")
        box = page.locator("h1").bounding_box()
        assert box
        assert box["y"] < 0.21 * 844


def _contrast(colours: list[str]) -> float:
    """The contrast ratio of a colour on a background, as WCAG 2.2 computes it."""

    def light(colour: str) -> float:
        channels = [float(each) / 255 for each in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted(map(light, colours))
    return (high + 0.05) / (low + 0.05)


_BASELINE = """each => {
  const range = document.createRange();
  range.selectNodeContents(each);
  return Math.round(range.getClientRects()[0].bottom);
}"""


def test_the_contents_on_a_phone_name_the_questions_of_a_group(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}vragenlijst/")
        contents = page.locator(".lr-contents")
        assert not contents.get_by_text("Mag ik fluiten?").is_visible()
        contents.locator("summary").tap()
        links = contents.get_by_role("link")
        assert links.all_inner_texts() == ["Meedoen", "Moet ik fluiten?", "Mag ik fluiten?", "Zwijgen"]
        assert all((each.bounding_box() or {"height": 0})["height"] >= 32 for each in links.all())
        links.nth(2).tap()
        page.wait_for_url(f"{where}vragenlijst/#mag-ik")


def test_the_last_line_of_the_contents_on_a_desk_is_not_cut(browser: Browser, where: str) -> None:
    with reader(browser, **DESK) as (page, _, _):
        page.goto(f"{where}vragenlijst/")
        last = page.locator(".lr-toc").get_by_role("link").last
        assert last.inner_text() == "Zwijgen"
        box = last.bounding_box()
        around = page.locator(".md-sidebar--secondary .md-sidebar__scrollwrap").bounding_box()
        assert box
        assert around
        assert box["y"] + box["height"] <= around["y"] + around["height"]


def _marked(page: Page) -> list[str]:
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.locator(".lr-toc .md-nav__link--active").all_inner_texts()


def test_the_contents_on_a_desk_mark_the_section_that_is_read(browser: Browser, where: str) -> None:
    with reader(browser, viewport={"width": 1280, "height": 500}) as (page, _, _):
        page.goto(f"{where}weg/stap-3/")
        contents = page.locator(".lr-toc")
        names = contents.get_by_role("link").all_inner_texts()
        contents.get_by_role("link", name=names[1]).click()
        assert _marked(page) == [names[1]]
        page.evaluate("scrollBy(0, 120)")
        assert _marked(page)[0] in names[1:3]
        page.set_viewport_size({"width": 1280, "height": 2400})
        page.evaluate("scrollTo(0, 0)")
        assert _marked(page) == [names[0]], "a window that shows the whole page marks where reading begins"


# --- the name ---------------------------------------------------------------------------------------------------------

_LINES = """list => {
  const found = [], range = document.createRange(), walker = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    for (const { index: at } of text.data.matchAll(/LIVC-R|AB-wet/g)) {
      range.setStart(text, at);
      range.setEnd(text, at + 6);
      const tops = new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top)));
      if (tops.size) found.push([text.data.slice(Math.max(0, at - 20), at + 20), tops.size]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_the_short_name_and_that_of_a_law_never_stand_on_two_lines_and_stay_what_they_are(
    browser: Browser, where: str, width: int
) -> None:
    with reader(browser, viewport={"width": width, "height": 740}) as (page, _, _):
        page.goto(f"{where}heel/")
        assert page.locator("h2").first.inner_text().startswith("Na de vergadering over LIVC-R, en voor LIVC-R")
        page.locator(".lr-menu__summary").click()
        seen = page.locator("body").evaluate(_LINES)
        assert len(seen) > 3 * 39
        assert [each for each in seen if each[1] > 1] == []
        page.locator(".lr-menu__summary").click()
        page.locator(".lr-begrip").first.click()
        explained = page.locator(".lr-popover").evaluate(_LINES)
        assert [lines for _, lines in explained] == [1] * 39
        page.keyboard.press("Escape")
        page.locator(".md-search__input").evaluate("each => each.focus()")
        page.keyboard.type("vergadering")
        page.locator("#lr-found [role=option]").first.wait_for()
        found = page.locator("#lr-found").evaluate(_LINES)
        assert len(found) > 1
        assert [each for each in found if each[1] > 1] == []


# --- what is explained where it first occurs --------------------------------------------------------------------------


def test_a_term_and_a_mark_are_explained_where_a_reader_sees_them_first(browser: Browser, where: str) -> None:
    """A sector's folded text does not take the explanation away from the text that everybody sees."""
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}alle/woorden/")
        terms, marks = page.locator("[data-artikel] .lr-begrip"), page.locator("[data-artikel] a.lr-merk")
        assert [(terms.filter(visible=True).count(), terms.count())] == [(1, 3)]
        assert [(marks.filter(visible=True).count(), marks.count())] == [(1, 3)]
        terms.filter(visible=True).tap()
        assert "Elk m LIVC-R volgt." in page.get_by_role("dialog").inner_text()
        page.keyboard.press("Escape")
        page.locator("#sport--eerst summary").tap()
        page.locator("#sport--eerst .lr-begrip").tap()
        assert "Elk m LIVC-R volgt." in page.get_by_role("dialog").inner_text()
        for folder, count in (("", 1), ("sport/", 1)):  # where everything is visible, the first place is enough
            page.goto(f"{where}{folder}woorden/")
            assert terms.count() == marks.count() == count


# --- a list from A to Z -----------------------------------------------------------------------------------------------


def test_a_long_list_from_a_to_z_is_one_tap_from_each_letter(browser: Browser, where: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{where}woordenlijst/")
        nav = page.get_by_role("navigation", name="Naar een letter")
        assert nav.get_by_role("link").all_inner_texts() == ["A", "B", "D", "F", "G", "Z"]
        sizes = nav.get_by_role("link").evaluate_all("all => all.map(each => each.getBoundingClientRect())")
        assert all(each["width"] >= 44 and each["height"] >= 44 for each in sizes)
        assert nav.evaluate("each => each.getBoundingClientRect().bottom") < 500
        assert not page.get_by_text("Op deze pagina").first.is_visible()
        nav.get_by_role("link", name="F").tap()
        page.wait_for_url("**#fa")
        place = page.get_by_role("heading", name="fa").bounding_box()
        assert place
        assert 40 < place["y"] < 200  # below the header
        page.goto(f"{where}kaarten/")
        assert nav.count() == 0


# --- what to read next ------------------------------------------------------------------------------------------------


def test_below_the_text_stand_the_pages_that_belong_to_it(browser: Browser, where: str) -> None:
    """The same in each variant, at the end of the text, one tap away, and not on the first page."""
    with reader(browser, **PHONE) as (page, _, _):
        for folder in ("", "onderwijs/", "alle/"):
            page.goto(f"{where}{folder}noten/")
            links = page.get_by_role("navigation", name="Lees ook").get_by_role("link")
            assert links.all_inner_texts() == ["Lijsten", "Merken"]
            places = [links.first.bounding_box(), page.locator(".footnote").bounding_box()]
            assert places[0]
            assert places[1]
            assert places[0]["y"] > places[1]["y"] + places[1]["height"]
            assert all((box := link.bounding_box()) and box["height"] >= 40 for link in links.all())
            links.last.tap()
            page.wait_for_url(f"{where}{folder}merken/")
        page.goto(where)
        assert page.get_by_role("navigation", name="Lees ook").count() == 0
        page.goto(f"{where}noten/")
        page.emulate_media(media="print")
        assert not page.get_by_role("heading", name="Lees ook").is_visible()
