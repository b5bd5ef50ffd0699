"""What editors do to a guidebook, at random: every kind of change to every kind of file, some of them mistakes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

_WORDS = "deel", "zwijg", "overleg", "LIVC-R", "ronde", "CAW", "voorzitter", "112"
Edit = Callable[[Path, random.Random], None]


def edits(root: Path, seed: int) -> Iterator[str]:
    """Change something in the guidebook in *root* at each step, for ever; yield the name of what was done."""
    chance = random.Random(seed)  # text to edit, no secret
    start = {path: path.read_bytes() for path in _files(root)}
    while True:
        edit = chance.choice(_EDITS)
        edit(root, chance)
        yield edit.__name__.strip("_")
        if chance.random() < 0.35:  # who made a mistake, or does not like it, takes it back
            _restore(root, start, chance)
            yield "restore"


def _files(root: Path) -> list[Path]:
    return sorted(
        path for name in ("docs", "sectors", "overlays") for path in (root / name).rglob("*") if path.is_file()
    )


def _some(root: Path, pattern: str, chance: random.Random) -> Path:
    return chance.choice(sorted(path for path in root.glob(pattern) if path.is_file()))


def _change(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")
    path.write_text(change(text), encoding="utf-8", errors="surrogateescape", newline="\n")


def _restore(root: Path, start: dict[Path, bytes], chance: random.Random) -> None:
    """Put everything back, or only one file: the others stay as they were edited."""
    whole = chance.random() < 0.7
    for path in _files(root):
        if whole and path not in start:
            path.unlink()
    for path, data in start.items() if whole else [chance.choice(sorted(start.items()))]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _words(root: Path, chance: random.Random) -> None:
    sentence = f"{' '.join(chance.choices(_WORDS, k=5)).capitalize()}."
    path = _some(root, chance.choice(("docs/*.md", "overlays/*/*.md", "sectors/*/*.md")), chance)
    _change(
        path,
        lambda text: (
            text.replace("\n\n", f"\n\n{sentence}\n\n", 1) if chance.random() < 0.5 else f"{text}\n{sentence}\n"
        ),
    )


def _remark(root: Path, chance: random.Random) -> None:
    """Write what is worth a remark: a sentence that is too long, unknown letters, a source that the page hides."""
    path = _some(root, chance.choice(("docs/*.md", "overlays/*/*.md")), chance)
    long = " ".join(chance.choices(_WORDS, k=40))
    more = chance.choice(
        (f"{long}. {long}.", f"Vraag het aan de Q{chance.randrange(9)}X.", "Zo is het. [@voorbeeldwet]")
    )
    _change(path, lambda text: f"{text}\n{more}\n")


def _blank_line(root: Path, chance: random.Random) -> None:
    """Say the same on other lines: nothing changes but the places in messages."""
    _change(_some(root, "docs/*.md", chance), lambda text: text.replace("\n\n", "\n\n\n", 1))


def _heading(root: Path, chance: random.Random) -> None:
    name = f"stuk-{chance.randrange(1000)}"
    _change(_some(root, "docs/*.md", chance), lambda text: f"{text}\n## Nog een {name} {{#{name}}}\n\nTekst.\n")


def _renamed_heading(root: Path, _chance: random.Random) -> None:
    _change(root / "docs/delen.md", lambda text: text.replace("## Klachten {#", "## Alle klachten {#x"))


def _title(root: Path, chance: random.Random) -> None:
    _change(_some(root, "docs/*.md", chance), lambda text: text.replace("title: ", "title: Nu ", 1))


def _link(root: Path, chance: random.Random) -> None:
    goal = chance.choice(("delen.md#bewaren", "index.md", "weg.md", "delen.md#weg", "variant:sport/delen.md#onderweg"))
    _change(_some(root, "docs/*.md", chance), lambda text: f"{text}\nZie [dit]({goal}).\n")


def _marked(root: Path, chance: random.Random) -> None:
    _change(
        _some(root, "docs/*.md", chance), lambda text: f"{text}\nHoe lang, weten we niet {{na-te-gaan: hoe lang}}.\n"
    )


def _overlay(root: Path, chance: random.Random) -> None:
    action = chance.choice(("begin", "einde", "vervang"))
    why = 'reden: "Zo hoort het hier."\n' if action == "vervang" else ""
    goal = chance.choice(("delen.md#bewaren", "delen.md#voor-je-vertrekt", "delen.md#weg"))
    path = root / "overlays" / chance.choice(("sport", "onderwijs")) / f"nieuw-{chance.randrange(3)}.md"
    path.write_text(f"---\ndoel: {goal}\nbewerking: {action}\n{why}---\nDat doen wij anders.\n", encoding="utf-8")


def _no_overlay(root: Path, chance: random.Random) -> None:
    _some(root, "overlays/*/*.md", chance).unlink()


def _reading(root: Path, chance: random.Random) -> None:
    path = _some(root, "sectors/*/nagelezen/*.yml", chance)
    if chance.random() < 0.5:
        path.unlink()
    else:
        _change(path, lambda text: text.replace("tekst: f2:", "tekst: f2:0")[: len(text)])


def _page(root: Path, chance: random.Random) -> None:
    """Add a page, in the menu or not; a name is used again."""
    name = f"blad-{chance.randrange(3)}.md"
    (root / "docs" / name).write_text("---\ntitle: Blad\ndescription: Een blad.\n---\nTekst.\n", encoding="utf-8")
    if chance.random() < 0.8:
        _change(root / "docs/_data/inhoud.yml", lambda text: f"{text}- pagina: {name}\n")


def _moved_page(root: Path, chance: random.Random) -> None:
    if (old := root / "docs/over-dit-draaiboek.md").exists():
        old.replace(root / "docs/over-ons.md")
    if chance.random() < 0.8:
        _change(root / "docs/_data/inhoud.yml", lambda text: text.replace("over-dit-draaiboek", "over-ons"))


def _menu(root: Path, chance: random.Random) -> None:
    _change(
        root / "docs/_data/inhoud.yml", lambda text: text.replace("Meer weten", chance.choice(("Meer", "Meer weten")))
    )


def _order_of_sources(root: Path, chance: random.Random) -> None:
    """Turn the entries of a data file round: each says the same, and their order is another."""
    name = chance.choice(("bronnen", "begrippen", "variabelen"))

    def turned(text: str) -> str:
        entries = ["", *text.split("\n")]
        starts = [number for number, line in enumerate(entries) if line and not line.startswith((" ", "#", "-"))]
        parts = [entries[here:there] for here, there in zip(starts, [*starts[1:], len(entries)], strict=True)]
        return "\n".join(line for part in reversed(parts) for line in part if line) + "\n"

    _change(root / f"docs/_data/{name}.yml", turned)


def _source(root: Path, chance: random.Random) -> None:
    change = chance.choice(
        (("Voorbeeldwet", "Oude wet"), ("te-controleren", "geverifieerd"), ("  kort:", "  kort: x\n  kort:"))
    )
    _change(root / "docs/_data/bronnen.yml", lambda text: text.replace(*change))


def _term(root: Path, _chance: random.Random) -> None:
    _change(root / "docs/_data/begrippen.yml", lambda text: text.replace("met een agenda", "met een vaste agenda"))


def _variable(root: Path, _chance: random.Random) -> None:
    _change(root / "docs/_data/variabelen.yml", lambda text: text.replace("art. ", "artikel ", 1))


def _sector(root: Path, chance: random.Random) -> None:
    change = chance.choice((("volgorde: ", "volgorde: 1"), ("titel: ", "titel: De "), ("naam: ", "naam: het ")))
    _change(_some(root, "sectors/*/sector.yml", chance), lambda text: text.replace(*change, 1))


def _picture(root: Path, chance: random.Random) -> None:
    more = chance.choice((f"<desc>{chance.random()}</desc>", "<script>weg()</script>"))
    _change(root / "docs/media/stappen.svg", lambda text: text.replace("</svg>", f"{more}</svg>"))


def _edition(root: Path, _chance: random.Random) -> None:
    _change(root / "docs/edities/2026.1.md", lambda text: text.replace("samenvatting: ", "samenvatting: Nu ", 1))


def _not_utf8(root: Path, chance: random.Random) -> None:
    path = _some(root, "docs/*.md", chance)
    path.write_bytes(path.read_bytes() + b"\xff\n")


def _no_front_matter(root: Path, chance: random.Random) -> None:
    _change(_some(root, "docs/*.md", chance), lambda text: text.replace("---\n", "", 1))


_EDITS: tuple[Edit, ...] = (
    *(
        _words,
        _words,
        _remark,
        _remark,
        _blank_line,
        _heading,
        _renamed_heading,
        _title,
        _link,
        _marked,
        _overlay,
        _no_overlay,
    ),
    *(_reading, _page, _moved_page, _menu, _order_of_sources, _source, _term, _variable, _sector, _picture, _edition),
    *(_not_utf8, _no_front_matter),
)
