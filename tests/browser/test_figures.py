"""A figure as readers meet it: large enough on a phone, in the right colours, with the same words for blind readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import NEEDED, reader, served
from tests.integration import program
from tests.integration.program import Place

pytestmark = NEEDED
SMALLEST = 14  # pixels
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NAMES = ("ladder", "stappen", "vragen", "tafel", "stroom", "vergelijking")
LONG = "Een organisatiecoördinatieverantwoordelijkheidsbeschrijving van wie het overleg voorbereidt en leidt."
FIGURES = "".join(
    f"""\
{name}:
  vorm: {name}
  titel: "Zo ziet een {name} eruit, met een titel die op een telefoon zeker niet op een lijn past"
  {"kolommen: [vroeger, nu]" if name == "vergelijking" else ""}
  delen:
    - kop: "Vraag {name}"
      naar: delen.md#achteraf
      label: "meteen"
      toon: gevaar
      pijl: omhoog
      regels: ["{LONG}", "Bel 112."]
    - kop: "{LONG}"
      label: "{LONG}"
      toon: let-op
      regels: ["Kort.", "Lang."]
    - kop: "Los"
      toon: apart
      regels: ["Een.", "Twee."]
    - kop: "Goed"
      toon: goed
      regels: ["Een.", "Twee."]
    - kop: "Gewoon"
      regels: ["Een.", "Twee."]
"""
    for name in NAMES
)
CALL = """\
---
title: Bellen
description: Wie je belt.
bronnen: []
nagelezen: 2026-11-20
---

**Bel 112**, en zeg waar je bent.

## Daarna {#daarna}

Verwittig je leidinggevende.
"""
LETTERS = """() => [...document.querySelectorAll(".lr-figuur__beeld text")]
  .filter((text) => text.checkVisibility()).map((text) => {
  const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
  const box = text.getBoundingClientRect(), sheet = text.ownerSVGElement.getBoundingClientRect();
  return [text.textContent, size, box.left >= sheet.left && box.right <= sheet.right && box.bottom <= sheet.bottom];
})"""
# Texts that extend beyond the box in which they begin: the last one drawn before them.
SPILT = """() => [...document.querySelectorAll(".lr-figuur__beeld")]
  .filter((sheet) => sheet.checkVisibility()).flatMap((sheet) => {
  const drawn = [...sheet.querySelectorAll("rect:not(.lr-f-grond), text")], spilt = [];
  for (const [at, text] of drawn.entries()) {
    if (text.localName !== "text") continue;
    const words = text.getBBox(), inside = (box) => words.x + 1 >= box.x && words.x <= box.x + box.width
      && words.y + words.height / 2 >= box.y && words.y + words.height / 2 <= box.y + box.height;
    const box = drawn.slice(0, at).reverse().filter((each) => each.localName === "rect")
      .map((each) => each.getBBox()).find(inside);
    if (box && (words.x + words.width > box.x + box.width || words.y + words.height > box.y + box.height + 4))
      spilt.push(text.textContent);
  }
  return spilt;
})"""
# Each text with its colour, and the colour of the smallest filled shape under its first letter, as 0 to 255.
COLOURS = """() => [...document.querySelectorAll(".lr-figuur__beeld text")]
  .filter((text) => text.checkVisibility()).map((text) => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const first = text.getBBox(), shapes = [...text.ownerSVGElement.querySelectorAll("rect, circle")];
  const under = shapes.filter((shape) => {
    const box = shape.getBBox(), y = first.y + first.height / 2;
    return shape.compareDocumentPosition(text) & 4 && getComputedStyle(shape).fill !== "none"
      && box.x <= first.x + 2 && box.x + box.width >= first.x + 2 && box.y <= y && box.y + box.height >= y;
  }).at(-1);
  const ground = under ? getComputedStyle(under).fill : getComputedStyle(document.body).backgroundColor;
  return [text.textContent, numbers(getComputedStyle(text.querySelector("tspan")).fill), numbers(ground)];
})"""


def _build(into: Path) -> None:
    place = program.guidebook(into)
    place.write("docs/_data/figuren.yml", FIGURES)
    place.write("docs/_data/noodnummers.yml", 'nummers: ["112"]\nwoorden: [bel]\n')
    place.write("docs/bellen.md", CALL)
    place.replace("docs/_data/inhoud.yml", "    - delen.md\n", "    - delen.md\n    - bellen.md\n")
    place.replace("sectors/onderwijs/sector.yml", "volgorde: 10\n", "volgorde: 10\nkleur: groen\n")
    marks = "\n\n".join(f"<!-- figuur: {name} -->" for name in NAMES)
    place.replace("docs/delen.md", "Deel alleen wat de anderen nodig hebben.\n", f"Kijk hier.\n\n{marks}\n")
    place.commit()
    run = place.build("site", "--sector", "onderwijs")
    assert run.code == 0, run.said


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = Place(program.once(tmp_path_factory, "figures", _build)).site
    with served(site) as address:
        yield f"{address}delen/"


def look(page: Page, script: str) -> list[Any]:
    found: list[Any] = page.evaluate(script)
    return found


@pytest.mark.parametrize("width", [360, 640, 1280])
def test_letters_are_as_large_as_those_of_the_text_and_stay_in_their_boxes(
    browser: Browser, drawn: str, width: int
) -> None:
    with reader(browser, **{**PHONE, "viewport": {"width": width, "height": 740}}) as (page, witness, _):
        page.goto(drawn)
        page.evaluate("document.fonts.ready")
        letters = look(page, LETTERS)
        assert len(letters) > len(NAMES) * 10
        assert max(size for _, size, _ in letters) <= 24  # on a desktop screen too
        assert [words for words, size, _ in letters if round(size, 1) < SMALLEST] == []
        assert [words for words, _, inside in letters if not inside] == []
        assert look(page, SPILT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert witness.complaints == []


@pytest.mark.parametrize("width", [360, 640, 1280])
def test_a_drawing_is_as_wide_as_its_column_and_stands_there_once(browser: Browser, drawn: str, width: int) -> None:
    with reader(browser, **{**PHONE, "viewport": {"width": width, "height": 740}}) as (page, _, _):
        page.goto(drawn)
        seen = page.locator(".lr-figuur__beeld:visible")
        assert seen.count() == len(NAMES)
        column, drawing = (each.bounding_box() for each in (page.locator(".lr-figuur").first, seen.first))
        assert column is not None
        assert drawing is not None
        assert 0.96 * column["width"] <= drawing["width"] <= column["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_they_stand_on(browser: Browser, drawn: str, scheme: str) -> None:
    with reader(browser, color_scheme=scheme) as (page, _, _):
        page.goto(drawn)
        faint = [words for words, ink, ground in look(page, COLOURS) if contrast(ink, ground) < 4.5]
        assert faint == []


def test_what_a_colour_says_is_the_same_in_every_sector(browser: Browser, drawn: str) -> None:
    """In a green sector a number to call is not a green box, and danger has colours of its own in a figure."""
    red, core = "rgb(164, 22, 26)", "rgb(11, 85, 102)"
    with reader(browser) as (page, _, _):
        page.goto(drawn.replace("delen/", "bellen/"))
        assert page.locator(".lr-variant--groen").count() > 0
        box = page.locator("[data-artikel] > div").first
        assert box.evaluate("each => getComputedStyle(each).borderInlineStartColor") == red
        page.goto(drawn)
        plain = page.locator(".lr-f-vlak").first
        assert plain.evaluate("each => getComputedStyle(each).stroke") == core


def contrast(one: list[float], other: list[float]) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, *contrast ratio*)."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: list[float]) -> float:
    parts = [each / 255 / 12.92 if each <= 10.3 else ((each / 255 + 0.055) / 1.055) ** 2.4 for each in colour]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_a_tap_on_a_part_leads_to_its_text(browser: Browser, drawn: str) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(drawn)
        page.locator(".lr-figuur__beeld:visible >> text=Vraag ladder").tap()
        page.wait_for_url("**#achteraf")
        top = page.locator("#achteraf").evaluate("heading => heading.getBoundingClientRect().top")
        assert 0 <= top < 370


def test_who_cannot_see_it_hears_a_list_and_reaches_its_links_in_sight(browser: Browser, drawn: str) -> None:
    with reader(browser) as (page, _, _):
        page.goto(drawn)
        said = page.locator("article").aria_snapshot()
        assert said.count("Vraag stappen") == 1
        assert re.search(r"listitem:\n +- strong:\n +- link \"Vraag stappen\"", said)
        call = page.locator(".lr-figuur__tekst").first.get_by_role("link", name="112")
        assert call.get_attribute("href") == "tel:112"
        page.get_by_role("link", name="Vraag ladder").focus()
        assert page.get_by_role("link", name="Vraag ladder").bounding_box()["width"] > 20  # type: ignore[index]  # in sight
        stops = page.locator(".lr-figuur__beeld a:not([tabindex='-1'])")
        assert stops.count() == 0


def test_without_style_a_figure_still_reads_as_its_list(browser: Browser, drawn: str) -> None:
    with reader(browser, java_script_enabled=False) as (page, _, context):
        context.route("**/*.css", lambda route: route.abort())
        page.goto(drawn)
        assert page.get_by_role("listitem").filter(has_text="Vraag tafel").first.is_visible()
