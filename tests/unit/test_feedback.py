"""The link under a section for readers who want to report how it works out in practice."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html

from draaiboek.pipeline.examine import examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import DEFAULTS, guidebook

INDEX = "---\ntitle: Welkom\ndescription: Waar je begint.\n---\nWelkom.\n\n## Aan tafel? {#aan-tafel}\n\nJa & nee.\n"


def link(into: Path, feedback: str, repository: str, variant: int = 0) -> str | None:
    identity = DEFAULTS["draaiboek.yml"] + (f"feedback: {feedback}\n" if feedback else "")
    checked = examine(guidebook({"draaiboek.yml": identity, "docs/index.md": INDEX}, into))
    found = checked.variants[variant]
    page = next(each for each in found.pages if str(each.path) == "index.md")
    links = html.fromstring(article(page, around(page, found, repository))).iter("a")
    return next((each.get("href") for each in links if each.text == "Meld hoe het bij jou loopt"), None)


def test_a_mail_that_says_what_it_is_about_and_asks_for_no_names(tmp_path: Path) -> None:
    href = link(tmp_path, "draaiboek@voorbeeld.be", "", variant=1)
    assert href is not None
    assert href.startswith("mailto:draaiboek@voorbeeld.be?")
    assert "+" not in href, "a mail program shows a plus as a plus"
    said = parse_qs(urlsplit(href).query)
    assert said["subject"] == ["Editie 2026.1, Onderwijs: Aan tafel?"]
    first, _, second, *_ = said["body"][0].splitlines()
    assert first == "Over: https://draaiboek.voorbeeld.be/2026.1/onderwijs/#aan-tafel"
    assert second == "Noem geen personen en vertel niets over een casus."


@pytest.mark.parametrize(
    ("repository", "start"),
    [
        ("https://github.com/ons/draaiboek", "https://github.com/ons/draaiboek/issues/new?title=Editie+2026.1"),
        ("https://gitlab.com/ons/draaiboek", "https://gitlab.com/ons/draaiboek/-/issues/new?issue%5Btitle%5D=Editie"),
    ],
)
def test_an_issue_where_there_is_no_mail_address(tmp_path: Path, repository: str, start: str) -> None:
    href = link(tmp_path, "de coördinator", repository)
    assert href is not None
    assert href.startswith(start)
    assert "#aan-tafel" in unquote(href)


def test_no_link_where_nobody_waits_for_it(tmp_path: Path) -> None:
    assert link(tmp_path, "", "") is None
