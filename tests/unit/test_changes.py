"""The differences between two manifests: which sections are reported, each once, as changed or as gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import pytest

from draaiboek.compose.normal_form import Leaf, Run
from draaiboek.editions.changes import changed, lost
from draaiboek.editions.manifest import Entry, Manifest

TEXTS = {"eerst": "Vraag het.", "dan": "Deel het.", "later": "Bewaar het."}
Told = Sequence[tuple[str, str, bool]]


def _entries(texts: Mapping[str, str], page: str = "delen.md", folder: str = "") -> tuple[Entry, ...]:
    return tuple(
        Entry(PurePosixPath(page), name, 2, name, "f2:000000000000", _leaves(name, text), f"{folder}delen/#{name}")
        for name, text in texts.items()
    )


def _leaves(title: str, text: str) -> tuple[Leaf, ...]:
    return Leaf("kop0", (), (Run(title),)), Leaf("alinea", (), (Run(text),))


def _manifest(core: Sequence[Entry], **sectors: Sequence[Entry]) -> Manifest:
    sections = {"kern": tuple(core), **{slug: tuple(entries) for slug, entries in sectors.items()}}
    return Manifest(edition={}, commit="", changed=False, tools={}, sections=sections, files={})


def _told(before: Manifest, after: Manifest) -> Told:
    return [(each.variant, each.entry.id, each.gone) for each in changed(before, after)]


def test_the_same_text_did_not_change() -> None:
    assert _told(_manifest(_entries(TEXTS)), _manifest(_entries(TEXTS))) == []


@pytest.mark.parametrize("sectors", [(), ("sport",), ("sport", "werk")], ids=len)
def test_what_sectors_share_with_the_core_is_told_once(sectors: Sequence[str]) -> None:
    own = {slug: _entries({"eigen": "Van ons."}, "eigen.md", f"{slug}/") for slug in sectors}
    after = {**TEXTS, "dan": "Deel het niet.", "later": "Wis het."}
    told = _told(_manifest(_entries(TEXTS), **own), _manifest(_entries(after), **own))
    assert told == [("kern", "dan", False), ("kern", "later", False)]


def test_what_a_sector_changes_is_told_of_that_sector_alone() -> None:
    then, now = (_entries({"dan": text}, folder="sport/") for text in ("Deel het. Ook hier.", "Deel het. Nooit hier."))
    core = _entries(TEXTS)
    assert _told(_manifest(core, sport=then, werk=()), _manifest(core, sport=now, werk=())) == [("sport", "dan", False)]


def test_each_sector_that_changes_the_same_place_is_told() -> None:
    core = _entries(TEXTS)
    then = {slug: _entries({"dan": "Zo."}, folder=f"{slug}/") for slug in ("sport", "werk")}
    now = {slug: _entries({"dan": "Zus."}, folder=f"{slug}/") for slug in ("sport", "werk")}
    told = _told(_manifest(core, **then), _manifest(core, **now))
    assert told == [("sport", "dan", False), ("werk", "dan", False)]


def test_a_new_sector_is_no_change_of_its_sections() -> None:
    own = _entries({"eigen": "Van ons."}, "eigen.md", "sport/")
    assert _told(_manifest(_entries(TEXTS)), _manifest(_entries(TEXTS), sport=own)) == []
    later = {**TEXTS, "dan": "Deel het niet."}
    assert _told(_manifest(_entries(TEXTS)), _manifest(_entries(later), sport=own)) == [("kern", "dan", False)]


def test_what_changed_in_a_sector_behind_a_new_one_is_told() -> None:
    core, own = _entries(TEXTS), _entries({"eigen": "Van ons."}, "eigen.md", "sport/")
    then, now = (_entries({"dan": text}, folder="werk/") for text in ("Zo.", "Zus."))
    assert _told(_manifest(core, werk=then), _manifest(core, sport=own, werk=now)) == [("werk", "dan", False)]


def test_a_section_that_is_no_more_is_told_as_gone() -> None:
    left = {name: text for name, text in TEXTS.items() if name != "dan"}
    assert _told(_manifest(_entries(TEXTS)), _manifest(_entries(left))) == [("kern", "dan", True)]


def test_a_new_section_is_told_and_is_not_gone() -> None:
    assert _told(_manifest(_entries(TEXTS)), _manifest(_entries({**TEXTS, "extra": "Meer."}))) == [
        ("kern", "extra", False)
    ]


def test_a_section_that_only_stands_elsewhere_is_neither_changed_nor_gone() -> None:
    left = {name: text for name, text in TEXTS.items() if name != "dan"}
    after = (*_entries(left), *_entries({"dan": TEXTS["dan"]}, "samen.md"))
    assert _told(_manifest(_entries(TEXTS)), _manifest(after)) == []


def test_a_section_is_gone_although_the_same_words_stayed_elsewhere() -> None:
    both = (*_entries({"dan": "Deel het."}), *_entries({"dan": "Deel het."}, page="weg.md"))
    (change,) = changed(_manifest(both), _manifest(both[:1]))
    assert (change.entry.page.name, change.gone) == ("weg.md", True)


def test_a_section_that_stands_elsewhere_with_other_words_is_new_and_gone() -> None:
    left = {name: text for name, text in TEXTS.items() if name != "dan"}
    after = (*_entries(left), *_entries({"dan": "Deel het niet."}, "samen.md"))
    told = _told(_manifest(_entries(TEXTS)), _manifest(after))
    assert told == [("kern", "dan", False), ("kern", "dan", True)]


def test_the_page_of_an_edition_is_not_told() -> None:
    then, now = (_entries({"wat": text}, "edities/2026.1.md") for text in ("Dit.", "Dat."))
    assert _told(_manifest(then), _manifest(now)) == []


def test_of_a_page_that_is_gone_only_the_page_is_lost_and_once() -> None:
    before = _manifest((*_entries(TEXTS), *_entries({"een": "Zo.", "twee": "Zo."}, "weg.md")))
    kept = {PurePosixPath("delen.md"): {"", "eerst", "later"}}
    assert list(lost(before, "kern", kept)) == [(PurePosixPath("delen.md"), "dan"), (PurePosixPath("weg.md"), "")]
