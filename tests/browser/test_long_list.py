"""A page that is one long list: typing filters it to what was meant, and a search without result says whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from draaiboek.lab.audit.served_site import served
from tests.browser.chromium import NEEDED, reader
from tests.integration import program

pytestmark = NEEDED
PHONE = {"viewport": {"width": 360, "height": 640}, "is_mobile": True, "has_touch": True}
ROWS = "".join(f"| Werker {number} | zwijgt | om te helpen |\n" for number in range(45))
LIST = f"""
## Binnen {{#binnen}}

| Wie | Wat | Waarom |
|---|---|---|
{ROWS}
## Buiten {{#buiten}}

| Wie | Wat | Waarom |
|---|---|---|
| Zorgcoördinator | praat met een bakker | om te weten |
| Bakker | bakt | om te eten |

## Staat het er niet bij? {{#niet-bij}}

Vraag het aan wie voorzit.
"""
DANGER = "---\ntitle: Brand\ndescription: Bel.\nnagelezen: 2026-11-20\nvoorrang: [brand]\n---\n\nBel.\n"
CONTACT = "---\ntitle: Vragen\ndescription: Aan wie je iets vraagt.\nnagelezen: 2026-11-20\n---\n\nVraag het.\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = program.guidebook(tmp_path_factory.mktemp("list") / "main")
    place.write("docs/delen.md", (place.root / "docs/delen.md").read_text(encoding="utf-8") + LIST)
    place.write("docs/contact.md", CONTACT)
    place.write("docs/gevaar.md", DANGER)
    place.replace("docs/_data/inhoud.yml", "    - delen.md\n", "    - delen.md\n    - contact.md\n    - gevaar.md\n")
    place.commit()
    built = place.build("site", "--sector", "onderwijs")
    assert built.code == 0, built.said
    with served(place.site) as address:
        yield f"{address}delen/"


def rows(page: Page) -> list[str]:
    return page.locator("tbody th").filter(visible=True).all_inner_texts()


def headings(page: Page) -> list[str]:
    return page.locator("[data-artikel] h2").filter(visible=True).all_inner_texts()


def test_what_was_typed_stays_below_its_heading(browser: Browser, address: str) -> None:
    with reader(browser, **PHONE) as (page, witness, _):
        page.goto(address)
        field = page.get_by_label("Zoek in deze lijst")
        field.tap()
        page.keyboard.type("bakker")
        assert rows(page) == ["Bakker"], "a name goes before a word of the text"
        assert headings(page) == ["Buiten"]
        assert page.locator(".lr-find__said").inner_text() == "1 van 50"
        assert page.get_by_role("rowheader", name="Bakker").evaluate("it => it.getBoundingClientRect().bottom") < 400
        field.fill("zorgcoordinator praat")
        assert rows(page) == ["Zorgcoördinator"]
        field.fill("")
        assert len(rows(page)) == 50
        assert page.get_by_text("Vraag het aan wie voorzit.").is_visible()
        assert witness.complaints == []


def test_what_is_not_in_the_list_leads_on(browser: Browser, address: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(address)
        page.get_by_label("Zoek in deze lijst").fill("loodgieter")
        assert rows(page) == []
        assert page.get_by_text("Vraag het aan wie voorzit.").is_visible(), "what the list says of others stays"
        page.get_by_role("button", name="Zoek op alle pagina’s").tap()
        assert page.get_by_role("combobox").input_value() == "loodgieter"


def test_a_link_to_a_place_in_the_text_brings_it_back(browser: Browser, address: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(address)
        page.get_by_label("Zoek in deze lijst").fill("bakker")
        page.get_by_role("link", name="Naar boven").tap()
        assert rows(page) == ["Bakker"], "what is in view needs no more than that"
        page.evaluate("location.hash = '#niet-bij'")
        page.get_by_text("Vraag het aan wie voorzit.").wait_for()
        assert len(rows(page)) == 50
        page.get_by_label("Zoek in deze lijst").fill("bakker")
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('a'), {href: '#niet-bij', text: 'weer'}))"
        )
        page.get_by_text("weer", exact=True).tap()
        page.get_by_text("Vraag het aan wie voorzit.").wait_for()


def test_on_paper_and_without_a_script_the_whole_list_is_there(browser: Browser, address: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(address)
        page.get_by_label("Zoek in deze lijst").fill("bakker")
        page.emulate_media(media="print")
        assert len(rows(page)) == 50
    with reader(browser, **PHONE, java_script_enabled=False) as (page, _, _):
        page.goto(address)
        assert len(rows(page)) == 50
        assert page.locator(".lr-find").is_hidden()


def test_a_search_without_an_answer_and_a_page_that_is_gone_lead_to_who_can_be_asked(
    browser: Browser, address: str
) -> None:
    home = address.removesuffix("delen/")
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(address)
        page.locator(".lr-header__search").tap()
        way = page.get_by_role("link", name="aan wie je het kunt vragen")
        for typed, says in (("xqzwkjh", "Geen antwoord"), ("wie zwijgt er over zwerkbal ", "Misschien")):
            page.get_by_role("combobox").fill(typed)
            page.locator(".md-search-result__meta", has_text=says).wait_for()
            assert way.is_visible()
        page.get_by_role("combobox").fill("spreekrecht")
        page.locator(".md-search-result__meta", has_text="gevonden").wait_for()
        assert way.is_hidden(), "who has an answer needs no way on"
        page.goto(f"{home}404.html")
        first, *_ = page.locator("[data-artikel] li, #__tekst li").all_inner_texts()
        assert first == "Brand", "danger does not wait for a page that is found"
        page.get_by_role("link", name="aan wie je iets kunt vragen").tap()
        page.wait_for_url(f"{home}contact/")


def test_a_shorter_page_has_no_field(browser: Browser, address: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(address.removesuffix("delen/"))
        assert page.locator(".lr-find").count() == 0
