"""Which pages 'Lees ook' lists below a page: those connected to it by links of the core, the closest first."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.pipeline.examine import examine
from draaiboek.render.related import LinkMap, Links
from tests.guidebook import guidebook, overlay, page, sector

MENU = """\
- pagina: index.md
- titel: Aan tafel
  paginas: [tafel.md, delen.md, stoelen.md, lamp.md]
- titel: De weg
  paginas: [weg.md, een.md, twee.md, drie.md]
- pagina: alleen.md
- titel: Over
  paginas: [over-dit-draaiboek.md, begrippen.md, edities/index.md]
"""
STEPS = {
    f"docs/{name}.md": page("Zie [de lamp](lamp.md) en [de weg](weg.md).\n", title=f"Stap {number}. {name.title()}")
    for number, name in enumerate(("een", "twee", "drie"), start=1)
}
FILES: Mapping[str, str] = {
    **sector("sport"),
    **STEPS,
    "docs/_data/inhoud.yml": MENU,
    "docs/tafel.md": page("[Delen](delen.md), [een](een.md), [over](over-dit-draaiboek.md) en [begin](index.md).\n"),
    "docs/delen.md": page(
        "Naar [de lamp](lamp.md), [de lamp](lamp.md#a), [een](een.md) en [tafel](tafel.md).\n\n## A {#a}\n\nA.\n"
    ),
    "docs/stoelen.md": page("Naar [delen](delen.md), [een](een.md#x) en [elders](https://a.be).\n"),
    "docs/lamp.md": page("Over [een](een.md), [tafel](tafel.md), [stoelen](stoelen.md).\n\n## A {#a}\n\nA.\n"),
    "docs/weg.md": page("[Een](een.md), [twee](twee.md), [drie](drie.md), dan [delen](delen.md).\n"),
    "docs/alleen.md": page("Niets.\n"),
    "docs/over-dit-draaiboek.md": page("Zie [de tafel](tafel.md) en [begrippen](begrippen.md).\n", title="Over"),
    "docs/begrippen.md": page("Zie [delen](delen.md).\n", title="Begrippen"),
    "sectors/sport/hoofdstuk.md": page(
        "Zie [de lamp](lamp.md), [delen](delen.md).\n", title="Sport", more="na: tafel.md\n"
    ),
    "overlays/sport/lamp.md": overlay("Zie [alleen](../alleen.md).\n", target="lamp.md#a"),
    "overlays/sport/delen.md": overlay(
        "Zie [alleen](../alleen.md).\n", target="delen.md#a", action="vervang", more="reden: anders\n"
    ),
}


def related(into: Path) -> dict[tuple[str, str], str]:
    """Return the pages listed below each page of each variant."""
    variants = examine(guidebook(FILES, into)).variants
    links = LinkMap.of(variants)
    return {
        (variant.slug, str(page.path)): " ".join(str(path) for path in links.related(page))
        for variant in variants
        for page in variant.pages
    }


def test_pages_that_link_to_each_other_belong_together(tmp_path: Path) -> None:
    found = {path: pages for (slug, path), pages in related(tmp_path).items() if slug == "kern"}
    # delen.md comes next anyway; the home page, and pages about the guidebook, are never listed.
    assert found["tafel.md"] == "lamp.md een.md"
    assert found["delen.md"] == "lamp.md een.md weg.md"  # the last one only links to this page
    assert found["lamp.md"] == "een.md tafel.md twee.md"  # stoelen.md precedes it; alleen.md is a sector's
    assert found["twee.md"] == "weg.md lamp.md"  # no other step


def test_what_lists_a_road_names_no_step_of_it(tmp_path: Path) -> None:
    assert related(tmp_path)["kern", "weg.md"] == "delen.md"


def test_a_page_that_nothing_joins_and_what_is_about_the_guide_have_no_list(tmp_path: Path) -> None:
    found = related(tmp_path)
    for path in (
        "index.md",
        "alleen.md",
        "over-dit-draaiboek.md",
        "begrippen.md",
        "edities/index.md",
        "edities/2026.1.md",
    ):
        assert found["kern", path] == "", path


def test_a_page_has_the_same_list_in_every_variant(tmp_path: Path) -> None:
    found = related(tmp_path)
    for (slug, path), pages in found.items():
        own = ("kern", path) if ("kern", path) in found else ("sport", PurePosixPath(path).name)
        assert pages == found[own], (slug, path)
    assert found["sport", "hoofdstuk.md"] == "delen.md lamp.md"
    assert found["alle", "sport/hoofdstuk.md"] == "delen.md lamp.md"


def test_one_part_of_the_menu_for_all_pages_is_not_about_the_guide(tmp_path: Path) -> None:
    names = ["tafel", "delen", "stoelen", "lamp", "weg", "een", "twee", "drie", "alleen", "over-dit-draaiboek"]
    pages = ", ".join(f"{name}.md" for name in (*names, "begrippen"))
    menu = f"- pagina: index.md\n- titel: Alles\n  paginas: [{pages}, edities/index.md]\n"
    variants = examine(guidebook({**FILES, "docs/_data/inhoud.yml": menu}, tmp_path)).variants
    core = next(each for each in variants if each.slug == "kern")
    found = {str(page.path): LinkMap.of(variants).related(page) for page in core.pages}
    assert found["tafel.md"]
    assert not found["over-dit-draaiboek.md"]


def test_without_the_core_there_is_no_list(tmp_path: Path) -> None:
    variants = [each for each in examine(guidebook(FILES, tmp_path)).variants if each.slug != "kern"]
    assert LinkMap.of(variants).related(variants[0].pages[0]) == ()


def test_only_pages_that_a_link_joins_are_weighed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"blad-{number}.md" for number in range(40)]
    after = [*names[1:], names[0]]
    files = {f"docs/{name}": page(f"Zie [verder]({other}).\n") for name, other in zip(names, after, strict=True)}
    menu = f"- pagina: index.md\n- titel: Alles\n  paginas: [{', '.join(sorted(names))}, edities/index.md]\n"
    variants = examine(guidebook({**files, "docs/_data/inhoud.yml": menu}, tmp_path)).variants
    links = LinkMap.of(variants)
    weighed: list[PurePosixPath] = []
    real = LinkMap._nearness

    def counted(one: LinkMap, path: PurePosixPath, own: Links, other: PurePosixPath) -> float:
        weighed.append(other)
        return real(one, path, own, other)

    monkeypatch.setattr(LinkMap, "_nearness", counted)
    nine = next(each for each in variants[0].pages if str(each.path) == "blad-9.md")
    assert [str(each) for each in links.related(nine)] == ["blad-10.md"]
    assert weighed == [PurePosixPath("blad-10.md")]  # blad-8.md comes before it in the menu
