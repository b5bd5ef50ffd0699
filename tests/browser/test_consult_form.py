"""The form of a consultation in a browser, opened from a folder: filled in, saved, and imported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserType, Dialog, Page, expect

from draaiboek.base.project import Project
from draaiboek.forms.office import web_form
from draaiboek.pipeline.consult.importing import bring_in
from tests.browser.chromium import CHROMIUM, FLAGS
from tests.office.consultation import asked, made

pytestmark = pytest.mark.browser


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return made(tmp_path / "boek")


@pytest.fixture
def page(browser: Browser, project: Project, tmp_path: Path) -> Iterator[Page]:
    file = tmp_path / "formulier.html"
    file.write_bytes(web_form.write(asked(project, "sport")))
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(file.as_uri())
    yield page
    assert wrong == []  # the page's policy allows its own style and script
    context.close()


def test_letters_twice_as_large_fit_a_phone(chromium: BrowserType, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "formulier.html"
    file.write_bytes(web_form.write(asked(project, "sport")))
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    browser = chromium.launch(executable_path=CHROMIUM, args=flags, headless=True)
    try:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto(file.as_uri())
        page.get_by_text("Nog een opmerking").click()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    finally:
        browser.close()


def test_what_a_reader_saves_is_what_comes_in(page: Page, project: Project, tmp_path: Path) -> None:
    page.get_by_label("Jouw functie").fill("trainer")
    page.get_by_label("Jouw organisatie").fill("een club")
    page.get_by_label("Nummer van de alinea").fill("[5]")  # as printed in the reading copy
    assert page.locator(".tekst").inner_text() == "Je vernietigt je nota's na het overleg."
    page.get_by_label("Opmerking", exact=True).fill("Binnen\nwelke tijd?")
    page.get_by_text("Nog een opmerking").click()
    assert page.locator("legend").all_inner_texts() == ["Opmerking 1", "Opmerking 2"]
    page.locator("fieldset").nth(1).get_by_label("Voorstel").fill("=Korter graag")
    saved = _saved(page, tmp_path)
    assert saved.name == "opmerkingen-sport-2026.1.json"
    assert "Bewaard als" in page.locator("#melding").inner_text()
    imported = bring_in(project, [saved])
    assert imported.refused == ()
    texts = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(imported.written)]
    assert [(each.get("doel"), each["opmerking"], each.get("voorstel")) for each in texts] == [
        (None, "(alleen een voorstel)", "=Korter graag"),
        ("delen.md#na", "Binnen\nwelke tijd?", None),
    ]


def test_a_form_without_a_function_or_with_an_unknown_number_is_not_saved(page: Page) -> None:
    page.get_by_label("Nummer van de alinea").fill("99")
    assert page.locator(".tekst").inner_text() == "Alinea 99 staat niet in de leeskopie."
    page.get_by_text("Bewaar het bestand").last.click()
    assert page.locator("#functie:invalid").count() == 1
    page.get_by_label("Jouw functie").fill("trainer")
    page.get_by_label("Jouw organisatie").fill("een club")
    page.get_by_text("Bewaar het bestand").last.click()
    assert page.locator("#melding").inner_text() == "Alinea 99 staat niet in de leeskopie."


def test_whoever_closes_the_page_without_saving_is_asked_first(page: Page) -> None:
    asked_about: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked_about.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_label("Jouw functie").press_sequentially("trainer")
    page.get_by_label("Jouw organisatie").press_sequentially("een club")
    page.get_by_label("Opmerking", exact=True).press_sequentially("Te lang.")
    page.reload()
    assert asked_about == ["beforeunload"]
    page.get_by_label("Jouw functie").press_sequentially("trainer")
    page.get_by_label("Jouw organisatie").press_sequentially("een club")
    page.get_by_label("Opmerking", exact=True).press_sequentially("Te lang.")
    with page.expect_download():
        page.get_by_text("Bewaar het bestand").last.click()
    page.reload()
    assert asked_about == ["beforeunload"]


def test_a_saved_file_is_opened_again_and_goes_on(page: Page, project: Project, tmp_path: Path) -> None:
    page.get_by_label("Jouw functie").fill("trainer")
    page.get_by_label("Jouw organisatie").fill("een club")
    page.get_by_label("Nummer van de alinea").fill("5")
    page.get_by_label("Opmerking", exact=True).fill("Binnen\nwelke tijd?")
    first = _saved(page, tmp_path)
    page.reload()
    page.get_by_label("Verder met een bestand").set_input_files(first)
    expect(page.locator("#melding")).to_contain_text("staat hierboven")
    assert page.get_by_label("Jouw functie").input_value() == "trainer"
    assert page.locator("legend").all_inner_texts() == ["Opmerking 1"]
    assert page.locator(".tekst").inner_text() == "Je vernietigt je nota's na het overleg."
    page.get_by_text("Nog een opmerking").click()
    page.locator("fieldset").nth(1).get_by_label("Opmerking", exact=True).fill("Te lang.")
    imported = bring_in(project, [_saved(page, tmp_path)])
    assert imported.refused == ()
    texts = sorted(yaml.safe_load(path.read_text("utf-8"))["opmerking"] for path in imported.written)
    assert texts == ["Binnen\nwelke tijd?", "Te lang."]


def _saved(page: Page, into: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_text("Bewaar het bestand").last.click()
    download.value.save_as(file := into / download.value.suggested_filename)
    return file


def test_what_this_page_did_not_save_is_not_opened_and_nothing_is_lost(page: Page, tmp_path: Path) -> None:
    page.get_by_label("Opmerking", exact=True).fill("Te lang.")
    saved = {"editie": "2026.1", "sector": "sport", "functie": "x", "organisatie": "y"}
    others = [b"", b"[]", b"null", b"\xff\xfe", b'{"editie": "2026.1", "sector": "sport"}']
    others += [json.dumps({**saved, **wrong}).encode() for wrong in ({"sector": "jeugd"}, {"opmerkingen": [None]})]
    for number, content in enumerate(others):
        (file := tmp_path / f"{number}.json").write_bytes(content)
        page.get_by_label("Verder met een bestand").set_input_files(file)
        expect(page.locator("#melding")).to_have_text(f"{number}.json is geen bestand dat deze pagina bewaarde.")
        assert page.get_by_label("Opmerking", exact=True).input_value() == "Te lang."
        assert page.get_by_label("Jouw functie").input_value() == ""


def test_nothing_sticks_out_on_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == 390
