"""Guidebooks to measure with: any number of pages of made-up words, the same every time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

SECTORS = tuple(f"groep-{letter}" for letter in "abcdef")
SECTIONS_A_CHAPTER = 9
OVERLAID = 20  # each sector adds to one in this many chapters
CHAPTERS_A_GROUP = 20
WORDS = (
    *("de", "voorzitter", "nodigt", "een", "dienst", "uit", "voor", "overleg", "over", "casus", "en", "beslist"),
    *("wie", "deelneemt", "aan", "tafel", "volgens"),
)
DATE = "2026-11-22"


def write_chapters(root: Path, chapters: int) -> None:
    """Write a guidebook of *chapters* chapters of about five A4 pages to *root*: prose, lists, tables, boxes, notes.

    Each sector adds a paragraph to a section of one chapter in twenty.
    """
    chance = random.Random(chapters)  # noqa: S311  # text to measure, not a secret
    _write(root, _fixed())
    _write(root, [("docs/_data/inhoud.yml", _menu(chapters))])
    _write(root, ((f"docs/p{number}.md", _chapter(number, chapters, chance)) for number in range(chapters)))
    _write(root, _overlays(chapters, chance))


def _write(root: Path, files: Iterable[tuple[str, str]]) -> None:
    for name, text in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


_IDENTITY = """\
naam: Draaiboek Meting
korte_naam: Meting
slug: meting
adres: ""
uitgever: niemand
trefwoorden: []
licentie: {naam: Vrij, kort: Vrij, adres: "https://draaiboek-meting.example", zin: Alles mag, korte_zin: Alles mag}
doelgroep: {enkelvoud: sector, meervoud: sectoren, vraag: Voor welke sector werk je?}
"""


def _fixed() -> Iterator[tuple[str, str]]:
    dates = f"datum: {DATE}\ngeldig_van: {DATE}\nstand_wetgeving: {DATE}"
    about = "aanleiding: [inzicht]\nsamenvatting: Meten.\neindredactie: niemand\nstatus: concept"
    front = f'title: Editie\ndescription: Meten.\neditie: "2026.1"\n{dates}\n{about}'
    bare = "---\ntitle: Begin\ndescription: Meten.\n---\nTekst.\n"
    yield "draaiboek.yml", _IDENTITY
    yield "docs/index.md", bare
    yield "docs/edities/index.md", bare
    yield "docs/edities/2026.1.md", f"---\n{front}\n---\nTekst.\n"
    yield "docs/_data/variabelen.yml", "wet:\n  lijst: art. 3\n"
    entry = 'titel: Wet\n  kort: de wet\n  soort: wet\n  status: geverifieerd\n  gecontroleerd_op: "2026"\n'
    yield "docs/_data/bronnen.yml", f"wet-2018:\n  {entry}"
    terms = "".join(f"b{each}:\n  term: begrip{each}\n  definitie: Uitleg.\n" for each in range(60))
    yield "docs/_data/begrippen.yml", terms
    for sector in SECTORS:
        rest = 'volgorde: 1\nomschrijving: Voor wie.\ngeheimhouding: Geen.\neindredactie: ""\nactoren: []\n'
        yield f"sectors/{sector}/sector.yml", f"naam: {sector}\ntitel: {sector}\n{rest}"


def _menu(chapters: int) -> str:
    """Return a menu with the chapters in groups, as a guidebook of that size would have."""
    lines = ["- pagina: index.md"]
    for number in range(chapters):
        if not number % CHAPTERS_A_GROUP:
            lines += [f"- titel: Deel {number // CHAPTERS_A_GROUP + 1}", "  paginas:"]
        lines.append(f"    - p{number}.md")
    return "\n".join([*lines, "- pagina: edities/index.md", ""])


def _chapter(number: int, chapters: int, chance: random.Random) -> str:
    kinds = (_list, _table, _box, _tasks)
    sections = (
        f"\n## {_sentence(chance, 4)} {{#k{each}}}\n\n{_prose(chance)}\n\n{kinds[each % len(kinds)](chance)}\n\n"
        f"{_prose(chance)} Zie ook [een ander stuk](p{(number + each) % chapters}.md#k{each}).\n"
        for each in range(SECTIONS_A_CHAPTER)
    )
    return _front(f"Hoofdstuk {number}") + "".join(sections)


def _overlays(chapters: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    for place, sector in enumerate(SECTORS):
        for number in range(place % chapters, chapters, OVERLAID):
            front = f"---\ndoel: p{number}.md#k1\nbewerking: einde\n---\n"
            yield f"overlays/{sector}/p{number}.md", f"{front}{_prose(chance)}\n"


def _front(title: str) -> str:
    return f"---\ntitle: {title}\ndescription: Tekst om te meten.\nbronnen: [wet-2018]\n---\n"


def _prose(chance: random.Random) -> str:
    return f"{' '.join(f'{_sentence(chance, 12)}.' for _ in range(7))} {_cited(chance)}"


def _list(chance: random.Random) -> str:
    return "\n".join(f"- {_sentence(chance, 9)}." for _ in range(5))


def _tasks(chance: random.Random) -> str:
    return "\n".join(f"- [ ] {_sentence(chance, 9)}." for _ in range(5))


def _table(chance: random.Random) -> str:
    rows = [f"| {_sentence(chance, 3)} | {_sentence(chance, 5)} | {_sentence(chance, 4)} |" for _ in range(6)]
    return "\n".join(["| Wie | Wat | Wanneer |", "|---|---|---|", *rows])


def _box(chance: random.Random) -> str:
    return f'!!! warning "{_sentence(chance, 4)}"\n    {_sentence(chance, 12)}.\n    {_sentence(chance, 10)}.'


def _cited(chance: random.Random) -> str:
    return f"{_sentence(chance, 12)}. [@wet-2018, {{{{ wet.lijst }}}}]"


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize()
