"""Every block on a page knows its file and line, and its links open the editor at exactly that file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement

from draaiboek.base.model import Block, Page, Part, Section, SectorText, Slot, Variant, runs, words
from draaiboek.base.project import Project
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import guidebook, overlay, page, read_by_sectors, sector

REPOSITORY = "https://github.com/voorbeeld/draaiboek"
EDIT, ADD = "Verbeter dit stuk", "Vul aan voor mijn sector"

TERMS = "tafel:\n  term: ronde tafel\n  definitie: Zonder hoeken.\nstoel:\n  term: stoel\n  definitie: Met een rug.\n"
BODY = """\
Vooraf staat er iets.

<!-- slot: vooraf -->

- een punt
- nog een punt

1. eerst
2. daarna

## Wat {#wat}

Wat er is,
over twee regels.

| kop | staart |
| --- | ------ |
| dit | dat    |

### Hoe {#hoe}

Zo doe je dat.

<!-- slot: hoe -->

Daarna komt dit.

> Iemand zei dit.

## Wie {#wie}

!!! note "Let op"

    Wie leest dit nog?

## Waar {#waar}

Ergens in de kerntekst.

## Waarom {#waarom}

Daarom staat dit hier.
"""
REASON = "reden: Anders bij ons.\n"
FILES: Mapping[str, str] = {
    **sector("sport"),
    "docs/_data/begrippen.yml": TERMS,
    "docs/kader/delen.md": page(BODY),
    "docs/begrippen.md": page("Dit zijn ze.\n\n<!-- lijst: begrippen -->\n", title="Begrippen"),
    "overlays/onderwijs/begin.md": overlay("Begin van onderwijs.", target="kader/delen.md#wat", action="begin"),
    "overlays/onderwijs/einde.md": overlay("Einde.\n\n### Meer {#meer}\n\nEr is meer.", target="kader/delen.md#wat"),
    "overlays/onderwijs/hoe.md": overlay("In het slot.", target="kader/delen.md#slot:hoe", action="vul"),
    "overlays/onderwijs/vooraf.md": overlay("Helemaal vooraf.", target="kader/delen.md#slot:vooraf", action="vul"),
    "overlays/onderwijs/wie.md": overlay("Wij dus.", target="kader/delen.md#wie", action="vervang", more=REASON),
    "overlays/onderwijs/waar.md": overlay("", target="kader/delen.md#waar", action="weglaten", more=REASON),
    "overlays/_gedeeld/a.md": overlay(
        "Gedeeld stuk.", target="kader/delen.md#hoe", more="sectoren: [onderwijs, sport]\n"
    ),
    "sectors/onderwijs/fiche.md": page("Kort.\n\n## Steun {#steun}\n\nBel ons.\n", more="na: index.md\n"),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Checked]:
    project = guidebook(FILES, tmp_path_factory.mktemp("boek"))
    found = examine(project)
    assert found.problems == ()
    return project, found


def _html(each: Page, variant: Variant, repository: str = REPOSITORY) -> HtmlElement:
    """Return the text of the page as a browser parses it."""
    return html.fragment_fromstring(article(each, around(each, variant, repository)))


def _pages(found: Checked) -> Iterator[tuple[Variant, Page]]:
    for variant in found.variants:
        for each in variant.pages:
            yield variant, each


def _blocks(parts: tuple[Part, ...]) -> Iterator[Block]:
    for part in parts:
        if isinstance(part, SectorText):
            yield from _blocks(part.body)
            for section in part.sections:
                yield from _of_section(section)
        elif not isinstance(part, Slot):
            yield part


def _of_section(section: Section) -> Iterator[Block]:
    yield from _blocks(section.body)
    for below in section.subsections:
        yield from _of_section(below)
    yield from _blocks(section.tail)


def _of_page(each: Page) -> Iterator[Block]:
    yield from _blocks(each.lead)
    for section in each.sections:
        yield from _of_section(section)


def _words(text: str) -> list[str]:
    """Return the words of *text* without marks."""
    plain = "".join(character if character.isalnum() else " " for character in text)
    return plain.split()


def _shown(element: HtmlElement) -> str:
    """Return the text of *element*, with a space between two cells."""
    return " ".join(" ".join(element.itertext()).split())


def _source(element: HtmlElement, project: Project) -> tuple[PurePosixPath, list[str]]:
    path, _, line = element.attrib["data-bron"].rpartition(":")
    return PurePosixPath(path), (project.root / path).read_text("utf-8").splitlines()[int(line) - 1 :]


# --- origins ----------------------------------------------------------------------------------------------------------


def test_every_block_stands_in_an_element_that_knows_its_file(checked: tuple[Project, Checked]) -> None:
    _, found = checked
    for variant, each in _pages(found):
        page_html = _html(each, variant)
        for block in _of_page(each):
            around = [
                element.attrib["data-bron"].rpartition(":")[0]
                for element in page_html.iter("div")
                if "data-bron" in element.attrib and _holds(element, block)
            ]
            assert str(block.origin.path) in around, (variant.slug, block)


def _holds(element: HtmlElement, block: Block) -> bool:
    shown = _words(_shown(element))
    return all(word in shown for run in runs(block) for word in _words(words(run)))


def test_the_line_really_holds_the_first_words(checked: tuple[Project, Checked]) -> None:
    project, found = checked
    for variant, each in _pages(found):
        for element in _html(each, variant).iter("div"):
            if "data-bron" in element.attrib:
                path, lines = _source(element, project)
                first = _words(_shown(element))[0]
                assert first in _words("\n".join(lines[:4] if path.suffix == ".yml" else lines[:1])), (path, first)


def test_all_the_words_of_an_element_stand_in_its_file_from_that_line(checked: tuple[Project, Checked]) -> None:
    project, found = checked
    for variant, each in _pages(found):
        for element in _html(each, variant).iter("div"):
            if "data-bron" in element.attrib:
                _, lines = _source(element, project)
                assert not set(_words(_shown(element))) - set(_words("\n".join(lines)))


def test_no_words_but_labels_and_headings_stand_outside(checked: tuple[Project, Checked]) -> None:
    _, found = checked
    for variant, each in _pages(found):
        page_html = _html(each, variant)
        for element in list(page_html.iter("div")):
            if "data-bron" in element.attrib:
                element.drop_tree()
        labels = ("lr-sector__label", "lr-sector__reden", "lr-hoorbaar", "lr-verbeter", "lr-kit")
        outside = [text for text in page_html.iter("p", "li", "th", "td") if text.get("class") not in labels]
        assert [text.text_content() for text in outside] == []


def test_a_run_of_one_file_is_not_mixed_with_another(checked: tuple[Project, Checked]) -> None:
    _, found = checked
    variant, each = next((v, p) for v, p in _pages(found) if v.slug == "onderwijs" and p.path.name == "delen.md")
    shown = [
        (element.attrib["data-bron"], _shown(element))
        for element in _html(each, variant).iter("div")
        if "data-bron" in element.attrib
    ]
    core, own = "docs/kader/delen.md", "overlays/onderwijs"
    assert shown == [
        (f"{core}:5", "Vooraf staat er iets."),
        (f"{own}/vooraf.md:5", "Helemaal vooraf."),
        (f"{core}:9", "een punt nog een punt eerst daarna"),
        (f"{own}/begin.md:5", "Begin van onderwijs."),
        (f"{core}:17", "Wat er is, over twee regels. kop staart dit dat"),
        (f"{core}:26", "Zo doe je dat."),
        (f"{own}/hoe.md:5", "In het slot."),
        (f"{core}:30", "Daarna komt dit. Iemand zei dit."),
        ("overlays/_gedeeld/a.md:6", "Gedeeld stuk."),
        (f"{own}/einde.md:5", "Einde."),
        (f"{own}/einde.md:9", "Er is meer."),
        (f"{own}/wie.md:6", "Wij dus."),
        (f"{core}:46", "Daarom staat dit hier."),
    ]


def test_a_list_made_from_data_leads_to_the_data_file(checked: tuple[Project, Checked]) -> None:
    _, found = checked
    variant = found.variants[0]
    each = next(each for each in variant.pages if each.path.name == "begrippen.md")
    places = [
        element.attrib["data-bron"] for element in _html(each, variant).iter("div") if "data-bron" in element.attrib
    ]
    assert places == ["docs/begrippen.md:5", "docs/_data/begrippen.yml:1", "docs/_data/begrippen.yml:4"]


def test_every_heading_knows_the_line_that_it_stands_on(checked: tuple[Project, Checked]) -> None:
    project, found = checked
    ids = set()
    for variant, each in _pages(found):
        for heading in _html(each, variant).iter("h2", "h3", "h4"):
            path, lines = _source(heading, project)
            name = heading.attrib["id"].removeprefix("onderwijs-")  # the only sector with an overlay
            assert lines[0].endswith(f"{{#{name}}}") or (path.suffix == ".yml" and lines[0] == f"{name}:"), (path, name)
            ids.add(heading.attrib["id"])
    assert {"wat", "hoe", "onderwijs-meer", "steun", "tafel"} <= ids  # from the core, an overlay, a sector's page, data


def test_the_links_change_no_word(checked: tuple[Project, Checked]) -> None:
    _, found = checked
    for variant, each in _pages(found):
        with_links, without = (_html(each, variant, repository) for repository in (REPOSITORY, ""))
        for element in with_links.find_class("lr-verbeter"):
            element.drop_tree()
        assert _shown(with_links) == _shown(without)


# --- links ------------------------------------------------------------------------------------------------------------


def _links(found: Checked, words: str, repository: str = REPOSITORY) -> Iterator[tuple[Variant, Page, str]]:
    for variant, each in _pages(found):
        for link in _html(each, variant, repository).iter("a"):
            if link.text_content() == words:
                yield variant, each, link.attrib["href"]


def test_without_a_repository_there_are_no_links(checked: tuple[Project, Checked]) -> None:
    assert [link for words in (EDIT, ADD) for link in _links(checked[1], words, repository="")] == []


def test_on_gitlab_the_links_are_those_of_gitlab(checked: tuple[Project, Checked]) -> None:
    repository = "https://gitlab.example/ons/draaiboek"
    edits, adds = ([address for *_, address in _links(checked[1], words, repository)] for words in (EDIT, ADD))
    assert edits
    assert all(address.startswith(f"{repository}/-/edit/main/") for address in edits)
    assert adds
    assert all(address.startswith(f"{repository}/-/new/main?file_name=overlays%2F") for address in adds)


def test_edit_links_open_a_file_that_exists_on_a_line_that_exists(checked: tuple[Project, Checked]) -> None:
    project, found = checked
    links = list(_links(found, EDIT))
    assert links
    for _, _, address in links:
        assert address.startswith(f"{REPOSITORY}/edit/main/")
        path, _, line = unquote(address.removeprefix(f"{REPOSITORY}/edit/main/")).partition("#L")
        assert 1 <= int(line) <= len((project.root / path).read_text("utf-8").splitlines())


def test_every_file_that_a_page_is_made_of_can_be_improved_from_it(checked: tuple[Project, Checked]) -> None:
    _, found = checked
    files = {str(block.origin.path) for _, each in _pages(found) for block in _of_page(each)}
    opened = {urlsplit(address).path.partition("/edit/main/")[2] for _, _, address in _links(found, EDIT)}
    assert files - opened == set()


def test_only_in_the_text_of_a_sector_can_a_reader_add_for_that_sector(checked: tuple[Project, Checked]) -> None:
    links = list(_links(checked[1], ADD))
    assert {variant.slug for variant, _, _ in links} == {"onderwijs", "sport"}
    for variant, each, address in links:
        assert urlsplit(address).path.endswith(f"/new/main/overlays/{variant.slug}")
        assert each.sector is None


def test_what_an_add_link_starts_is_accepted_by_check_and_has_to_be_read_by_the_sector(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    found = examine(project)
    links = list(_links(found, ADD))
    assert len(links) > 3
    new = set()
    for variant, _, address in links:
        query = parse_qs(urlsplit(address).query, strict_parsing=True)
        (name,), (value,) = query["filename"], query["value"]
        path = project.overlays / variant.slug / name
        assert not path.exists()
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{value}Een aanvulling van de lezer.\n", encoding="utf-8")
        new.add(PurePosixPath("overlays", variant.slug, name))
    unread = examine(project)
    assert not unread.failed
    assert {each.code for each in unread.problems} == {"OV009"}
    assert {each.origin.path for each in unread.problems} <= new
    read_by_sectors(project)
    after = examine(project)
    assert after.problems == ()
    assert len(after.source.overlays) == len(found.source.overlays) + len(links)


def test_an_empty_overlay_that_an_add_link_starts_is_not_published(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    variant, _, address = next(_links(examine(project), ADD))
    query = parse_qs(urlsplit(address).query)
    path = project.overlays / variant.slug / query["filename"][0]
    path.parent.mkdir(exist_ok=True)
    path.write_text(query["value"][0], encoding="utf-8")
    assert examine(project).failed
