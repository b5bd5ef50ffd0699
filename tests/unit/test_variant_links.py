"""`variant:onderwijs/fiche.md#steun`: a link from any page of any variant to a page of another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from draaiboek.base.model import Page, Variant
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render.around import around
from draaiboek.render.article import Articles, article
from draaiboek.render.layout import folder_of, page_url
from tests.guidebook import guidebook, overlay, page, sector

EDITION = "https://draaiboek.example/2026.1/"
# Pages at every depth, and index pages of folders.
PLACES = ("welkom.md", "kader/index.md", "kader/delen.md", "kader/wet/index.md", "kader/wet/artikels/drie.md")
TARGETS = (
    "kern/index.md",
    "kern/welkom.md#wat",
    "kern/kader/index.md",
    "kern/kader/wet/artikels/drie.md#wat",
    "onderwijs/index.md",
    "onderwijs/fiche.md#steun",
    "onderwijs/kader/delen.md#onderwijs-meer",
    "sport/kader/wet/index.md",
    "sport/kader/delen.md",
)
LINKS = "\n".join(f"- [naar {target}](variant:{target})" for target in TARGETS)
FICHE = page(f"{LINKS}\n\n## Steun {{#steun}}\n\nBel.\n", title="Fiche", more="na: index.md\n")
FILES: Mapping[str, str] = {
    **sector("sport"),
    **{f"docs/{place}": page(f"{LINKS}\n\n## Wat {{#wat}}\n\nDit.\n") for place in PLACES},
    "docs/index.md": page(LINKS, title="Welkom"),
    "sectors/onderwijs/fiche.md": FICHE,
    "sectors/sport/map/eigen.md": FICHE,
    "overlays/onderwijs/a.md": overlay(f"### Meer {{#meer}}\n\n{LINKS}\n", target="kader/delen.md#wat"),
}


def _address(variant: Variant, each: Page) -> str:
    return f"{EDITION}{folder_of(variant)}{page_url(each.path)}"


def _article(each: Page, variant: Variant) -> str:
    return str(article(each, around(each, variant, "")))


def _anchors(each: Page, variant: Variant) -> Iterator[tuple[str, str]]:
    """Yield the words and the address of every link on a page, as a browser parses them."""
    for link in html.fragment_fromstring(_article(each, variant)).iter("a"):
        if link.get("class") != "headerlink" and link.getparent().get("class") != "lr-kit":
            yield link.text_content(), link.attrib["href"]


def _codes(body: str, into: Path, more: Mapping[str, str] | None = None) -> list[tuple[str, int, int]]:
    problems = examine(guidebook({"docs/delen.md": page(body), **(more or {})}, into)).problems
    return [(each.code, each.origin.line, each.origin.column) for each in problems]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    found = examine(guidebook(FILES, tmp_path_factory.mktemp("boek")))
    assert found.problems == ()
    return found


def test_an_article_that_another_site_has_too_is_the_one_of_this_site(checked: Checked) -> None:
    articles = Articles()
    for variant in checked.variants:
        for each in variant.pages:
            assert articles.of(each, around(each, variant, "")) == _article(each, variant)
    same = {
        id(articles.of(each, around(each, variant, "")))
        for variant in checked.variants
        for each in variant.pages
        if str(each.path) == "edities/index.md"
    }
    assert len(same) == 1, "it leads nowhere, so all show the very same"


def test_articles_that_a_copy_of_the_process_wrote_are_taken(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [(each, around(each, variant, "")) for variant in checked.variants for each in variant.pages]
    wanted = [Articles().of(*each) for each in pages]
    made = Articles().ahead(pages)
    assert len({number for number, _, _ in made}) == len(made) < len(pages)  # shared articles are sent once
    ours = Articles()
    ours.take(pages, made)
    monkeypatch.setattr("draaiboek.render.article._written", None)  # it would be called for a missing article
    assert [ours.of(*each) for each in pages] == wanted


def test_every_link_leads_to_the_page_that_it_names(checked: Checked) -> None:
    addresses = {
        f"{variant.slug}/{each.path}": _address(variant, each) for variant in checked.variants for each in variant.pages
    }
    followed = 0
    for variant in checked.variants:
        for each in variant.pages:
            for words, href in _anchors(each, variant):
                name, _, fragment = words.removeprefix("naar ").partition("#")
                wanted = f"{addresses[name]}#{fragment}".removesuffix("#")
                assert urljoin(_address(variant, each), href) == wanted, (variant.slug, each.path, words)
                followed += 1
    assert followed == len(TARGETS) * (
        len(checked.variants) * (len(PLACES) + 1) + 3 * 2
    )  # pages of sectors, each twice


def test_every_link_is_relative(checked: Checked) -> None:
    """So that an edition works at any address, and from a local folder."""
    for variant in checked.variants:
        for each in variant.pages:
            for words, href in _anchors(each, variant):
                parts = urlsplit(href)
                assert (parts.scheme, parts.netloc, href.startswith("/")) == ("", "", False), words
                assert href


def test_the_same_link_is_different_at_every_depth(checked: Checked) -> None:
    kern = checked.variants[0]
    found = {str(each.path): dict(_anchors(each, kern)).get("naar onderwijs/fiche.md#steun") for each in kern.pages}
    assert found["index.md"] == "onderwijs/fiche/#steun"
    assert found["welkom.md"] == found["kader/index.md"] == "../onderwijs/fiche/#steun"
    assert found["kader/wet/artikels/drie.md"] == "../../../../onderwijs/fiche/#steun"


@pytest.mark.parametrize(
    ("link", "code", "hint"),
    [
        ("variant:onderwjs/index.md", "LK001", "Bedoel je 'onderwijs'?"),
        ("variant:sport/index.md", "LK001", ""),
        ("variant:onderwijs/fiche.md", "LK001", None),
        ("variant:onderwijs/", "PG007", None),
        ("variant:onderwijs", "PG007", None),
        ("variant:", "PG007", None),
        ("variant:kern/../index.md", "LK001", None),
        ("variant:kern/delen.md#waat", "LK002", "Bedoel je 'wat'?"),
        ("variant:kern/index.md#wat", "LK002", "Bedoel je 'delen.md#wat'?"),
    ],
)
def test_a_dead_link_is_an_error_in_its_place(link: str, code: str, hint: str | None, tmp_path: Path) -> None:
    project = guidebook({"docs/delen.md": page(f"## Wat {{#wat}}\n\nLees [dit]({link}).\n")}, tmp_path)
    problems = examine(project).problems
    assert {(each.code, str(each.origin)) for each in problems} == {(code, "docs/delen.md:7:12")}
    assert examine(project).failed
    assert hint is None or {each.hint for each in problems} == {hint}


def test_a_link_that_only_one_variant_has_is_still_checked(tmp_path: Path) -> None:
    more = {"overlays/onderwijs/a.md": overlay("[Weg](variant:kern/weg.md)\n", target="delen.md#wat")}
    found = examine(guidebook({"docs/delen.md": page("## Wat {#wat}\n\nDit.\n"), **more}, tmp_path)).problems
    assert [(each.code, str(each.origin)) for each in found] == [("LK001", "overlays/onderwijs/a.md:5:7")]


def test_a_page_that_only_the_other_variant_has_can_be_linked_to_only_with_its_name(tmp_path: Path) -> None:
    more = {"sectors/onderwijs/fiche.md": page("Kort.", more="na: index.md\n")}
    assert _codes("[goed](variant:onderwijs/fiche.md)\n", tmp_path / "a", more) == []
    assert _codes("[fout](fiche.md)\n", tmp_path / "b", more) == [("LK001", 5, 8)]


def test_an_id_that_an_overlay_adds_exists_only_in_that_variant(tmp_path: Path) -> None:
    more = {"overlays/onderwijs/a.md": overlay("### Meer {#meer}\n\nMeer.\n", target="index.md#wat")}
    more["docs/index.md"] = page("## Wat {#wat}\n\nDit.\n")
    assert _codes("[goed](variant:onderwijs/index.md#onderwijs-meer)\n", tmp_path / "a", more) == []
    assert _codes("[fout](variant:kern/index.md#onderwijs-meer)\n", tmp_path / "b", more) == [("LK002", 5, 8)]


def test_a_former_id_is_no_dead_link(tmp_path: Path) -> None:
    more = {"docs/oud.md": page("## Nieuw {#nieuw}\n\nDit.\n", more="voorheen: [oud]\n")}
    assert _codes("[goed](variant:onderwijs/oud.md#oud)\n", tmp_path, more) == []


@pytest.mark.parametrize(
    "link",
    [
        "[woorden](variant:kern/index.md)",
        "[**vet** en *schuin*](variant:kern/index.md)",
        "[een [haak] erin](variant:kern/index.md)",
        '[met titel](variant:kern/index.md "Welkom")',
        "[met titel](variant:kern/index.md 'Welkom')",
        "[met titel](variant:kern/index.md (Welkom))",
        "[in haken](<variant:kern/index.md>)",
        "[over twee\nregels](variant:kern/index.md)",
        "[`code`](variant:kern/index.md)",
        "[twee](variant:kern/index.md), [naast elkaar](variant:kern/index.md)",
        "![Beeld](media/a.svg) en [link](variant:kern/index.md)",
    ],
)
def test_however_a_link_is_written_readers_never_get_the_address_of_editors(link: str, tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>Beeld</title></svg>'
    project = guidebook({"docs/delen.md": page(f"Zie {link}.\n"), "docs/media/a.svg": svg}, tmp_path)
    checked = examine(project)
    if checked.failed:
        return  # refusing it is fine too
    variant = checked.variants[0]
    each = next(each for each in variant.pages if each.path.name == "delen.md")
    assert "variant:" not in _article(each, variant)
    assert {href for _, href in _anchors(each, variant)} == {"../"}


def test_an_example_in_code_stays_as_it_is(tmp_path: Path) -> None:
    body = "Schrijf `[fiche](variant:kern/index.md)`.\n"
    checked = examine(guidebook({"docs/delen.md": page(body)}, tmp_path))
    assert checked.problems == ()
    variant = checked.variants[0]
    each = next(each for each in variant.pages if each.path.name == "delen.md")
    assert "<p>Schrijf <code>[fiche](variant:kern/index.md)</code>.</p>" in _article(each, variant)
