"""The exact values of fingerprints: readings of years ago contain these values.

A change of a value here makes every reading of every guidebook stale.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.compose.variants import Core, core
from draaiboek.content.source import load
from tests.guidebook import DEFAULTS, guidebook, page

HERE = PurePosixPath("delen.md")

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


def _leaf(kind: str, words: str, inside: str = "[]") -> str:
    return f'["{kind}",{inside},[["{words}",[],""]]]'


LEAD = _leaf("alinea", "Vooraf.")
HOW = (_leaf("alinea", "Zo", '[["ul",0],["li",1]]'), _leaf("alinea", "en zo", '[["ul",0],["li",2]]'))
WHAT = (_leaf("kop0", "Wat"), _leaf("alinea", "Dit is wat."), _leaf("kop1", "Hoe"), *HOW)
WHO = (_leaf("kop0", "Wie"), _leaf("alinea", "Jij."))


def _core(into: Path, text: str = TEXT, more: Mapping[str, str] | None = None) -> Core:
    source, problems = load(guidebook({"docs/delen.md": page(text), **(more or {})}, into))
    assert problems == ()
    made = core(source)
    assert made.problems == ()
    return made


def _digests(into: Path, text: str = TEXT) -> dict[str, str]:
    """Return the fingerprints in delen.md: of the page (''), of the text before its headings ('#') and of each id."""
    return {name: digest for (path, name), digest in _core(into, text).read.present.items() if path == HERE}


def _of_page(into: Path, text: str = TEXT, more: Mapping[str, str] | None = None) -> str:
    return _core(into, text, more).read.fingerprint(HERE, "")


def _hashed(*leaves: str) -> str:
    text = f"[{','.join(leaves)}]"
    return f"f2:{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def test_the_values_are_what_they_were(tmp_path: Path) -> None:
    assert _digests(tmp_path) == {
        "": "f2:53489137708f",
        "#": "f2:c4464b4eb935",
        "wat": "f2:1df8db75116b",
        "hoe": "f2:e83d100a54ce",
        "wie": "f2:c43f9e6ddd92",
    }


def test_letters_with_accents_are_hashed_as_they_are(tmp_path: Path) -> None:
    """Written otherwise, every reading of a text with one would be stale."""
    assert _digests(tmp_path, "Één café, € 5.\n\n## Wat {#wat}\n\nDan.\n")["#"] == _hashed(
        '["alinea",[],[["Één café, € 5.",[],""]]]'
    )


def test_they_are_hashes_of_kinds_places_and_words(tmp_path: Path) -> None:
    assert _digests(tmp_path) == {
        "": _hashed(LEAD, *WHAT, *WHO),
        "#": _hashed(LEAD),
        "wat": _hashed(*WHAT),
        "hoe": _hashed(_leaf("kop0", "Hoe"), *HOW),
        "wie": _hashed(*WHO),
    }


def test_a_slot_has_that_of_the_text_around_it(tmp_path: Path) -> None:
    read = _core(tmp_path, TEXT.replace("Jij.", "Jij.\n\n<!-- slot: steun -->")).read
    assert read.fingerprint(HERE, "slot:vooraf") == _hashed(LEAD)
    assert read.fingerprint(HERE, "slot:steun") == _hashed(*WHO)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Vooraf.", "Voorop."),
        ("Wat {", "Waar {"),
        ("wat.", "was."),
        ("en zo", "of zo"),
        ("Hoe {", "Hoezo {"),
        ("Jij", "Ik"),
        ("Jij", "**Jij**"),
        ("- Zo\n- en zo", "1. Zo\n2. en zo"),
    ],
)
def test_any_word_of_a_page_counts_for_the_page(old: str, new: str, tmp_path: Path) -> None:
    assert _of_page(tmp_path / "a") != _of_page(tmp_path / "b", TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("Dit is\nwat.", "Dit is wat."), ("{#wat}", "{#anders}"), (" .vast", ""), ("<!-- slot: vooraf -->\n\n", "")],
)
def test_line_ends_ids_locks_and_slots_do_not(old: str, new: str, tmp_path: Path) -> None:
    assert _of_page(tmp_path / "a") == _of_page(tmp_path / "b", TEXT.replace(old, new))


CITING = "Zie {{ straf.artikel }}.[@wet, art. 3] En [hier](index.md).\n"


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param(CITING, {"docs/_data/variabelen.yml": 'straf:\n  artikel: "353"\n'}, id="value of a variable"),
        pytest.param(CITING.replace("art. 3", "art. 4"), {}, id="cited article"),
        pytest.param(CITING.replace("index.md", "edities/index.md"), {}, id="where a link leads"),
    ],
)
def test_what_the_words_say_and_point_at_counts(text: str, more: Mapping[str, str], tmp_path: Path) -> None:
    assert _of_page(tmp_path / "a", CITING) != _of_page(tmp_path / "b", text, more)


def test_a_tick_counts_and_a_box_without_one_is_what_it_was(tmp_path: Path) -> None:
    box = _leaf("alinea", "klaar", '[["ul",0],["vink",1]]')
    assert _of_page(tmp_path / "a", "- [ ] klaar\n") == _hashed(box)
    assert _of_page(tmp_path / "b", "- [x] klaar\n") == _hashed(box.replace("vink", "gevinkt"))


def test_the_glossary_does_not(tmp_path: Path) -> None:
    terms = {"docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen")}
    other = {**terms, "docs/_data/begrippen.yml": DEFAULTS["docs/_data/begrippen.yml"].replace("ronde tafel", "Jij")}
    assert _of_page(tmp_path / "a", TEXT, terms) == _of_page(tmp_path / "b", TEXT, other)
