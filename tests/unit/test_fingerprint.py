"""What a fingerprint is, to the letter: overlays and signatures of years ago hold these values.

A value that changes here makes every overlay and signature of every guidebook stale.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from draaiboek.base.model import Page
from draaiboek.compose import fingerprint
from draaiboek.compose.targets import targets
from draaiboek.content.source import load
from tests.guidebook import guidebook, page

TEXT = """\
Vooraf.

<!-- slot: vooraf -->

## Wat {#wat}

Dit is
wat.

### Hoe {#hoe .vast}

- Zo
- en zo

## Wie {#wie}

Jij.
"""
LEAD = ["paragraph_open", "Vooraf."]
HOW = ["bullet_list_open", "list_item_open", "paragraph_open", "Zo", "list_item_open", "paragraph_open", "en zo"]
WHAT = ["heading 0 Wat", "paragraph_open", "Dit is wat.", "heading 1 Hoe", *HOW]
WHO = ["heading 0 Wie", "paragraph_open", "Jij."]


def _page(into: Path, text: str = TEXT) -> Page:
    source, problems = load(guidebook({"docs/delen.md": page(text)}, into))
    assert problems == ()
    return next(each for each in source.pages if each.path.name == "delen.md")


def _hashed(*pieces: str) -> str:
    text = "\n".join(pieces)
    return f"f1:{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def test_the_values_are_what_they_were(tmp_path: Path) -> None:
    found = _page(tmp_path)
    sections = {each.id: fingerprint.of_section(each) for each in found.walk()}
    assert fingerprint.of_page(found) == "f1:9905461b89ee"
    assert fingerprint.of_lead(found) == "f1:4e732422a0f8"
    assert sections == {"wat": "f1:e2bb1a0a3806", "hoe": "f1:e1b6bc427033", "wie": "f1:31d562bbfcf8"}


def test_they_are_hashes_of_titles_kinds_of_blocks_and_words(tmp_path: Path) -> None:
    found = _page(tmp_path)
    sections = {each.id: fingerprint.of_section(each) for each in found.walk()}
    assert fingerprint.of_page(found) == _hashed(*LEAD, *WHAT, *WHO)
    assert fingerprint.of_lead(found) == _hashed(*LEAD)
    assert sections == {"wat": _hashed(*WHAT), "hoe": _hashed("heading 0 Hoe", *HOW), "wie": _hashed(*WHO)}


def test_a_slot_has_that_of_the_text_around_it(tmp_path: Path) -> None:
    text = TEXT.replace("Jij.", "Jij.\n\n<!-- slot: steun -->")
    known = targets(_page(tmp_path, text))
    assert known["vooraf", True].fingerprint() == _hashed(*LEAD)
    assert known["steun", True].fingerprint() == _hashed(*WHO)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Vooraf.", "Voorop."),
        ("Wat {", "Waar {"),
        ("wat.", "was."),
        ("en zo", "of zo"),
        ("Hoe {", "Hoezo {"),
        ("Jij", "Ik"),
    ],
)
def test_any_word_of_a_page_counts_for_the_page(old: str, new: str, tmp_path: Path) -> None:
    found = _page(tmp_path / "a"), _page(tmp_path / "b", TEXT.replace(old, new))
    assert fingerprint.of_page(found[0]) != fingerprint.of_page(found[1])


@pytest.mark.parametrize(
    ("old", "new"),
    [("Dit is\nwat.", "Dit is wat."), ("{#wat}", "{#anders}"), (" .vast", ""), ("<!-- slot: vooraf -->\n\n", "")],
)
def test_line_ends_ids_locks_and_slots_do_not(old: str, new: str, tmp_path: Path) -> None:
    found = _page(tmp_path / "a"), _page(tmp_path / "b", TEXT.replace(old, new))
    assert fingerprint.of_page(found[0]) == fingerprint.of_page(found[1])
