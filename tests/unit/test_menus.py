"""The menu on a page: the same on all of them, except for the reader's position."""

from __future__ import annotations

from pathlib import PurePosixPath

from draaiboek.base.model import Identity, MenuItem
from draaiboek.render.menus import Entry, leading_to, menu, on_no_page, on_page

THIS = Identity(short="AB-C")
ITEMS = (
    MenuItem("Begin", PurePosixPath("index.md")),
    MenuItem(
        "Wet & recht", None, (MenuItem("De wet", PurePosixPath("wet.md")), MenuItem("AB-C", PurePosixPath("a/b.md")))
    ),
)


def entries(*, is_long: bool = False) -> tuple[Entry, ...]:
    return (*menu(ITEMS, THIS, is_long=is_long), leading_to("Alle <sectoren>", "alle/", THIS))


def link(href: str, title: str, more: str = "") -> str:
    return f'<li class="lr-nav__item"><a class="lr-nav__link" href="{href}"{more}>{title}</a></li>'


def group(links: str, more: str = "") -> str:
    return (
        f'<li class="lr-nav__item"><details class="lr-nav__section"{more}>'
        '<summary class="lr-nav__summary"><span>Wet &amp; recht</span></summary>'
        f'<ul class="lr-nav__list">{links}</ul></details></li>'
    )


HERE = ' aria-current="page"'
NAME = '<span class="lr-heel">AB-C</span>'
EVERYTHING = "Alle &lt;sectoren&gt;"


def test_a_page_is_marked_and_its_group_is_open_on_it_alone() -> None:
    found = entries()
    closed = group(link("wet/", "De wet") + link("a/b/", NAME))
    first = link("./", "Begin", HERE) + closed + link("alle/", EVERYTHING)
    for _ in range(2):  # the second round uses what was kept for another page
        assert on_page(found, "") == first
        opened = group(link("../wet/", "De wet") + link("../a/b/", NAME), " open").replace("../wet/", "./")
        marked = opened.replace('href="./"', f'href="./"{HERE}')
        assert on_page(found, "wet/") == link("../", "Begin") + marked + link("../alle/", EVERYTHING)
        deep = group(link("../../wet/", "De wet") + link("./", NAME, HERE), " open")
        assert on_page(found, "a/b/") == link("../../", "Begin") + deep + link("../../alle/", EVERYTHING)


def test_a_page_for_a_wrong_address_has_whole_addresses_and_is_nowhere() -> None:
    within = group(link("/x/wet/", "De wet") + link("/x/a/b/", NAME))
    assert on_no_page(entries(), "/x/") == link("/x/", "Begin") + within + link("/x/alle/", EVERYTHING)


def test_of_a_long_menu_a_page_shows_its_own_group() -> None:
    found = entries(is_long=True)
    first = link("./", "Begin", HERE) + link("wet/", "Wet &amp; recht") + link("alle/", EVERYTHING)
    assert on_page(found, "") == first
    assert "<details" in on_page(found, "wet/")
