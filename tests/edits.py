"""What people do to a guidebook, at random: every kind of change to every kind of file, some of them mistakes.

No edit depends on a particular guidebook: each works on what it finds, in a small one or in the real one, and does
nothing where there is nothing to edit. `TEXT` holds the edits of editors; `MACHINE` holds what else happens around a
build.
"""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests import photos

WRITTEN = ("docs", "sectors", "overlays", "draaiboek.yml", "mkdocs.yml", "requirements")
"""Everything that editors and maintainers write."""
_LOOKS = ("draaiboek/theme", "draaiboek/search")
_WORDS = "deel", "zwijg", "overleg", "LIVC-R", "ronde", "CAW", "voorzitter", "112"
_PLAIN = ("brede", "oude", "nieuwe", "kleine", "houten", "lange", "verslag", "afspraak")
_HEADING = re.compile(r"^(#+ )(.*?) ?\{#([\w-]+)([^}]*)\}$", re.MULTILINE)
_DATA = ("docs/_data/*.yml", "sectors/*/*.yml", "sectors/*/opmerkingen/*/*.yml", "draaiboek.yml")
_VALUE = re.compile(r"^(?:- |\s)*[\w-]+: +(.*[a-z]{4}.*)$", re.MULTILINE)
Edit = Callable[[Path, random.Random], None]
Kept = Mapping[str, bytes]


def edits(root: Path, seed: int) -> Iterator[str]:
    """Make one change to the guidebook in *root* at each step, endlessly; yield the name of each edit."""
    chance = random.Random(seed)  # chooses edits, not secrets
    start = kept(root)
    while True:
        edit = chance.choice(TEXT)
        edit(root, chance)
        yield edit.__name__
        if chance.random() < 0.35:  # someone who made a mistake, or does not like the result, undoes it
            put_back(root, start, only=None if chance.random() < 0.7 else chance.choice(sorted(start)))
            yield "restore"


# --- what there is ----------------------------------------------------------------------------------------------------


def kept(root: Path) -> Kept:
    """Return every file that a person writes, including those that set how the pages look."""
    names = (*WRITTEN, *_LOOKS)
    files = (path for name in names for path in (root / name, *(root / name).rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def put_back(root: Path, files: Kept, *, only: str | None = None) -> None:
    """Restore everything to *files*; with *only*, restore that one file and leave the others as they are."""
    for path in [root / name for name in (*WRITTEN, *_LOOKS)] if only is None else [root / only]:
        _remove(path)
    for name, data in files.items():
        if only in {None, name}:
            for folder in (root / name).parents:
                if folder.is_file() or folder.is_symlink():  # a page stands where a folder was
                    folder.unlink()
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _files(root: Path, *patterns: str) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})


def _pages(root: Path) -> list[Path]:
    return _files(root, "docs/*.md", "docs/*/*.md", "sectors/*/*.md")


def _core(root: Path) -> list[Path]:
    return _files(root, "docs/*.md", "docs/*/*.md")


def _texts(root: Path) -> list[Path]:
    return _files(root, "docs/*.md", "docs/*/*.md", "sectors/*/*.md", "overlays/*/*.md")


def _some(found: Sequence[Path], chance: random.Random) -> Path | None:
    return chance.choice(found) if found else None


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="surrogateescape")


def _change(path: Path | None, change: Callable[[str], str]) -> None:
    if path:
        path.write_text(change(_text(path)), encoding="utf-8", errors="surrogateescape", newline="\n")


def _add(path: Path | None, more: str) -> None:
    _change(path, lambda text: f"{text}\n{more}\n")


def _everywhere(root: Path, old: str, new: str) -> None:
    """Replace *old* in every text that an editor writes."""
    for path in _files(root, "docs/**/*.md", "sectors/**/*.md", "overlays/**/*.md", "*/**/*.yml"):
        if path.is_relative_to(root / "out"):
            continue
        if old in _text(path):
            _change(path, lambda text: text.replace(old, new))


def _target(root: Path, chance: random.Random) -> str:
    """Return a section of the core text as page.md#id; now and then one that does not exist."""
    path = _some(_core(root), chance)
    names = [each[3] for each in _HEADING.finditer(_text(path))] if path else []
    if not path or not names or chance.random() < 0.1:
        return "weg.md#weg"
    return f"{path.relative_to(root / 'docs').as_posix()}#{chance.choice(names)}"


def _sectors(root: Path) -> list[str]:
    return [path.parent.name for path in _files(root, "sectors/*/sector.yml")] or ["niemand"]


# --- words ------------------------------------------------------------------------------------------------------------


def a_sentence(root: Path, chance: random.Random) -> None:
    sentence = f"{' '.join(chance.choices(_WORDS, k=5)).capitalize()}."
    first = chance.random() < 0.5
    path = _some(_texts(root), chance)
    _change(path, lambda text: text.replace("\n\n", f"\n\n{sentence}\n\n", 1) if first else f"{text}\n{sentence}\n")


def another_word(root: Path, chance: random.Random) -> None:
    path = _some(_texts(root), chance)
    words = sorted(set(re.findall(r"(?<=[a-z] )[a-z]{4,}(?= [a-z])", _text(path)))) if path else []
    if words:
        old, new = chance.choice(words), chance.choice(_PLAIN)
        _change(path, lambda text: text.replace(f" {old} ", f" {new} ", 1))


def a_remark(root: Path, chance: random.Random) -> None:
    """Write something that earns a remark: a sentence that is too long, unknown letters, a source the page hides."""
    long = " ".join(chance.choices(_WORDS, k=40))
    more = (f"{long}. {long}.", f"Vraag het aan de Q{chance.randrange(9)}X.", "Zo is het. [@voorbeeldwet]")
    _add(_some(_texts(root), chance), chance.choice(more))


def a_blank_line(root: Path, chance: random.Random) -> None:
    """Move the text to other lines: nothing changes except the places in messages."""
    number = chance.randint(1, 3)
    _change(_some(_pages(root), chance), lambda text: text.replace("\n\n", "\n\n" + "\n" * number, 1))


def a_heading(root: Path, chance: random.Random) -> None:
    name = f"stuk-{chance.randrange(1000)}"
    _add(_some(_pages(root), chance), f"## Nog een {name} {{#{name}}}\n\nTekst.")


def another_heading(root: Path, chance: random.Random) -> None:
    _heading(root, chance, lambda found, word: f"{found[1]}{found[2]} {word} {{#{found[3]}{found[4]}}}")


def another_id(root: Path, chance: random.Random) -> None:
    _heading(root, chance, lambda found, _word: f"{found[1]}{found[2]} {{#x{found[3]}{found[4]}}}")


def _heading(root: Path, chance: random.Random, change: Callable[[re.Match[str], str], str]) -> None:
    path, word = _some(_pages(root), chance), chance.choice(_PLAIN)
    found = list(_HEADING.finditer(_text(path))) if path else []
    if found:
        match = chance.choice(found)
        _change(path, lambda text: text[: match.start()] + change(match, word) + text[match.end() :])


def a_title(root: Path, chance: random.Random) -> None:
    key, word = chance.choice(("title", "description")), chance.choice(_PLAIN)
    _change(_some(_pages(root), chance), lambda text: re.sub(rf"(?m)^({key}: \"?\w+)", rf"\1 {word}", text, count=1))


def a_link(root: Path, chance: random.Random) -> None:
    path = _some(_core(root), chance)
    if path:
        goal = _target(root, chance)
        goal = goal if chance.random() < 0.5 else goal.partition("#")[0]
        place = Path(os.path.relpath(root / "docs" / goal, path.parent)).as_posix()
        goal = f"variant:{chance.choice(_sectors(root))}/{goal}" if chance.random() < 0.2 else place
        _add(path, f"Zie [dit]({goal}).")


def a_mark(root: Path, chance: random.Random) -> None:
    more = ("Hoe lang, weten we niet {na-te-gaan: hoe lang}.", "Dat volgt eruit. {afleiding}", "Vraag de ronde tafel.")
    _add(_some(_texts(root), chance), chance.choice(more))


def not_utf8(root: Path, chance: random.Random) -> None:
    if path := _some(_texts(root), chance):
        path.write_bytes(path.read_bytes() + b"\xff\n")


def no_front_matter(root: Path, chance: random.Random) -> None:
    _change(_some(_texts(root), chance), lambda text: text.replace("---\n", "", 1))


# --- pages ------------------------------------------------------------------------------------------------------------


def a_page(root: Path, chance: random.Random) -> None:
    """Add a page, in the menu or not; the name may be one that was used before."""
    name = f"blad-{chance.randrange(3)}.md"
    (root / "docs" / name).write_text("---\ntitle: Blad\ndescription: Een blad.\n---\nTekst.\n", encoding="utf-8")
    menu = root / "docs/_data/inhoud.yml"
    if chance.random() < 0.8 and menu.is_file() and name not in _text(menu):
        _change(menu, lambda text: f"{text}- pagina: {name}\n")


def no_page(root: Path, chance: random.Random) -> None:
    """Remove a page; an editor who does it well removes it from the menu too."""
    if path := _some(_pages(root), chance):
        path.unlink()
        menu = root / "docs/_data/inhoud.yml"
        if chance.random() < 0.7 and menu.is_file():
            _change(menu, lambda text: re.sub(rf"(?m)^.*\b{re.escape(path.name)}\n", "", text))


def another_name(root: Path, chance: random.Random) -> None:
    _renamed(root, chance, lambda name: f"over-{chance.randrange(3)}-{name}")


def another_case(root: Path, chance: random.Random) -> None:
    _renamed(root, chance, lambda name: name[:1].swapcase() + name[1:])


def _renamed(root: Path, chance: random.Random, new_name: Callable[[str], str]) -> None:
    if path := _some([each for each in _pages(root) if each.name != "index.md"], chance):
        new = new_name(path.name)
        path.rename(path.with_name(new))
        if chance.random() < 0.8:
            _everywhere(root, path.name, new)


def a_page_as_folder(root: Path, chance: random.Random) -> None:
    """Replace a page by a folder of that name with the page in it, or a folder by a file."""
    if path := _some([each for each in _pages(root) if each.name != "index.md"], chance):
        data = path.read_bytes()
        path.unlink()
        path.mkdir()
        (path / chance.choice(("index.md", path.name))).write_bytes(data)


def a_linked_page(root: Path, chance: random.Random) -> None:
    """Replace a page or a picture by a symbolic link to a file of this text or another one, inside or outside docs/."""
    if path := _some([*_pages(root), *_files(root, "docs/media/*")], chance):
        other = chance.choice((root / "docs" / "_data" / f"{path.name}.txt", root / f"{path.name}.txt"))
        data = path.read_bytes()
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(data.replace(b" de ", b" het ", 1) if chance.random() < 0.5 else data)
        path.unlink()
        path.symlink_to(os.path.relpath(other, path.parent))


def behind_a_link(root: Path, chance: random.Random) -> None:
    """Change a file that a page is a symbolic link to: the link itself stays as it was."""
    linked = [path for path in (*_pages(root), *_files(root, "docs/media/*")) if path.is_symlink()]
    if path := _some(linked, chance):
        path.resolve().write_bytes(path.read_bytes().replace(b" het ", b" een ", 1))


def a_stray_file(root: Path, chance: random.Random) -> None:
    """Leave something that belongs to no guidebook: an editor's backup, a file manager's index, an empty folder."""
    name = chance.choice(
        ("docs/delen.md~", "docs/.DS_Store", "docs/media/los.txt", "sectors/los.md", "overlays/los.md")
    )
    if chance.random() < 0.3:
        (root / "docs" / "leeg").mkdir(exist_ok=True)
    elif (root / name).parent.is_dir():
        (root / name).write_text(chance.choice(_PLAIN), encoding="utf-8")


# --- sectors ----------------------------------------------------------------------------------------------------------


def an_overlay(root: Path, chance: random.Random) -> None:
    action = chance.choice(("begin", "einde", "vervang", "weglaten"))
    why = 'reden: "Zo hoort het hier."\n' if action in {"vervang", "weglaten"} else ""
    words = "" if action == "weglaten" else f"Dat doen wij {chance.choice(_PLAIN)}.\n"
    folder = root / "overlays" / chance.choice(_sectors(root))
    folder.mkdir(parents=True, exist_ok=True)
    text = f"---\ndoel: {_target(root, chance)}\nbewerking: {action}\n{why}---\n{words}"
    (folder / f"nieuw-{chance.randrange(3)}.md").write_text(text, encoding="utf-8")


def another_overlay(root: Path, chance: random.Random) -> None:
    _add(_some(_files(root, "overlays/*/*.md"), chance), f"En {chance.choice(_PLAIN)}.")


def no_overlay(root: Path, chance: random.Random) -> None:
    if path := _some(_files(root, "overlays/*/*.md"), chance):
        path.unlink()


def a_reading(root: Path, chance: random.Random) -> None:
    path = _some(_files(root, "sectors/*/nagelezen/*.yml"), chance)
    if path and chance.random() < 0.5:
        path.unlink()
    else:
        _change(path, lambda text: text.replace("tekst: f2:", "tekst: f2:0")[: len(text)])


def a_sector(root: Path, chance: random.Random) -> None:
    change = chance.choice((("volgorde: ", "volgorde: 1"), ("titel: ", "titel: De "), ("naam: ", "naam: het ")))
    _change(_some(_files(root, "sectors/*/sector.yml"), chance), lambda text: text.replace(*change, 1))


def no_sector(root: Path, chance: random.Random) -> None:
    """Remove a sector; an editor who does it well removes its overlays and its page too."""
    name = chance.choice(_sectors(root))
    _remove(root / "sectors" / name)
    if chance.random() < 0.7:
        _remove(root / "overlays" / name)
        for path in _files(root, "overlays/_gedeeld/*.md"):
            path.unlink()


def functions(root: Path, chance: random.Random) -> None:
    """Write down a function in a sector."""
    folder = root / "sectors" / chance.choice(_sectors(root))
    if folder.is_dir():
        name = f"functie-{chance.randrange(3)}"
        _change_or_make(
            folder / "functies.yml",
            lambda text: (
                f'{text}{name}:\n  functie: "{chance.choice(_PLAIN).capitalize()}"\n'
                '  na_te_gaan: "zwijgplicht"\n  aan_tafel: "vraag het"\n'
            ),
        )


def _change_or_make(path: Path, change: Callable[[str], str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(change(_text(path) if path.is_file() else ""), encoding="utf-8")


def a_fiche(root: Path, chance: random.Random) -> None:
    path = _some(_files(root, "sectors/*/fiche.md"), chance)
    if path and chance.random() < 0.2:
        path.unlink()
    else:
        _add(path, f"Ook {chance.choice(_PLAIN)}.")


def a_round(root: Path, chance: random.Random) -> None:
    """Open a consultation of a sector, close it again, or let a remark come in."""
    folder = root / "sectors" / chance.choice(_sectors(root)) / "opmerkingen" / "2026.1"
    if not folder.parents[1].is_dir():
        return
    if folder.is_dir() and chance.random() < 0.3:
        shutil.rmtree(folder)
    else:
        until = f"2026-11-{chance.randint(10, 30)}"
        _change_or_make(folder / "ronde.yml", lambda _text: f"geopend: 2026-11-01\ntot: {until}\n")


# --- data -------------------------------------------------------------------------------------------------------------


def a_value(root: Path, chance: random.Random) -> None:
    """Change one value: of a source, a term, a question of an aid, a sector, or the guidebook itself."""
    path = _some(_files(root, *_DATA), chance)
    found = list(_VALUE.finditer(_text(path))) if path else []
    if found:
        match = chance.choice(found)
        value = re.sub(r"\b[a-z]{4,}\b", chance.choice(_PLAIN), match[1], count=1)
        _change(path, lambda text: text[: match.start(1)] + value + text[match.end(1) :])


def _entries(text: str) -> list[str]:
    """Return the entries of a data file, each in full; the first item is whatever precedes them."""
    return re.split(r"(?m)^(?=[\w\"'-])", text)


def no_entry(root: Path, chance: random.Random) -> None:
    path = _some(_files(root, *_DATA[:1]), chance)
    found = _entries(_text(path)) if path else []
    if len(found) > 1:
        found.pop(chance.randrange(1, len(found)))
        _change(path, lambda _text: "".join(found))


def another_order(root: Path, chance: random.Random) -> None:
    """Reverse the entries of a data file: each says the same, in another order."""
    path = _some(_files(root, *_DATA[:1]), chance)
    _change(path, lambda text: "".join((parts := _entries(text))[:1] + parts[:0:-1]))


def a_remark_in_data(root: Path, chance: random.Random) -> None:
    """Write a comment, which no page shows."""
    _change(_some(_files(root, *_DATA), chance), lambda text: f"# {chance.choice(_PLAIN)}\n{text}")


def no_data(root: Path, chance: random.Random) -> None:
    if path := _some(_files(root, *_DATA[:1]), chance):
        path.unlink()


def a_menu(root: Path, chance: random.Random) -> None:
    """Swap two neighbours in the menu, or rename a group."""
    path = root / "docs/_data/inhoud.yml"
    if not path.is_file():
        return
    lines = _text(path).splitlines(keepends=True)
    pairs = [at for at, (one, two) in enumerate(itertools.pairwise(lines)) if _is_page(one) and _is_page(two)]
    if pairs and chance.random() < 0.6:
        at = chance.choice(pairs)
        lines[at : at + 2] = lines[at + 1], lines[at]
        _change(path, lambda _text: "".join(lines))
    else:
        word = chance.choice(_PLAIN)
        _change(path, lambda text: re.sub(r"(?m)^(- titel: \"?\w+)", rf"\1 {word}", text, count=1))


def _is_page(line: str) -> bool:
    return line.startswith("    - ")


def an_edition(root: Path, chance: random.Random) -> None:
    path, word = _some(_files(root, "docs/edities/2*.md"), chance), chance.choice(_PLAIN)
    if chance.random() < 0.5:
        _add(path, f"Ook {word}.")
    else:
        _change(path, lambda text: re.sub(r"(?m)^(samenvatting: \"?\w+)", rf"\1 {word}", text, count=1))


def another_edition(root: Path, chance: random.Random) -> None:
    if path := _some(_files(root, "docs/edities/2026.1.md"), chance):
        text = _text(path).replace("2026.1", "2026.2").replace("2026-12-15", f"2026-12-{chance.randint(16, 28)}")
        path.with_name("2026.2.md").write_text(text, encoding="utf-8", errors="surrogateescape")


# --- pictures ---------------------------------------------------------------------------------------------------------


def a_drawing(root: Path, chance: random.Random) -> None:
    more = chance.choice(
        (f"<desc>{chance.random()}</desc>", f"<desc>{chance.random()}</desc>", "<script>weg()</script>")
    )
    _change(_some(_files(root, "docs/media/*.svg"), chance), lambda text: text.replace("</svg>", f"{more}</svg>"))


def another_drawing_as_long_and_as_old(root: Path, chance: random.Random) -> None:
    """Change one letter of a title, keeping the size and the times of the file."""
    path = _some(_files(root, "docs/media/*.svg"), chance)
    match = re.search(r"<title>.*?([a-z])", _text(path)) if path else None
    if path and match:
        times = path.stat()
        _change(
            path, lambda text: text[: match.start(1)] + chance.choice(string.ascii_lowercase) + text[match.end(1) :]
        )
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def another_page_as_long_and_as_old(root: Path, chance: random.Random) -> None:
    if path := _some(_texts(root), chance):
        times = path.stat()
        _change(path, lambda text: text.replace(" de ", " Xe ", 1) if " de " in text else text.replace(" Xe ", " de "))
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def a_photo(root: Path, chance: random.Random) -> None:
    """Put a photo on a page; later, another one of the same name and size replaces it."""
    path = _some(_files(root, "docs/*.md"), chance)
    if path:
        picture = root / "docs/media" / f"foto-{chance.randrange(2)}.png"
        picture.parent.mkdir(exist_ok=True)
        picture.write_bytes(photos.png(chance.choice((20, 20, 30)), 20))
        _add(path, f"![Een foto van {chance.choice(_PLAIN)}](media/{picture.name})")


def no_picture(root: Path, chance: random.Random) -> None:
    if path := _some(_files(root, "docs/media/*"), chance):
        path.unlink()


# --- around the text --------------------------------------------------------------------------------------------------


def theme(root: Path, chance: random.Random) -> None:
    name = chance.choice(("assets/css/parts/base.css", "assets/js/parts/page.js", "partials/footer.html", "main.html"))
    start, end = ("{# ", " #}x") if name.endswith(".html") else ("/* ", " */")
    file = root / "draaiboek/theme" / name
    file.write_text(f"{_text(file)}{start}{chance.choice(_PLAIN)}{end}\n", encoding="utf-8")


def theme_file(root: Path, chance: random.Random) -> None:
    """Add a new file to the theme, or remove it again."""
    file = root / "draaiboek/theme/assets/images" / f"nieuw-{chance.randrange(2)}.svg"
    if file.exists():
        file.unlink()
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")


def engine_settings(root: Path, chance: random.Random) -> None:
    old, new = chance.choice(
        (
            (r"scheme: .* #", f"scheme: {chance.choice(('default', 'slate'))} #"),
            (r"(?m)^use_directory_urls: .*$", f"use_directory_urls: {chance.choice(('true', 'false'))}"),
            (r"(?m)^site_name: .*$", f"site_name: {chance.choice(_PLAIN)}"),
            (r"primary: custom", "primary: indigo"),
            (r"(?m)^  generator: .*$", f"  generator: {chance.choice(('true', 'false'))}"),
            (r"(?m)^strict: .*$", "strict: [x"),
        )
    )
    _change(root / "mkdocs.yml", lambda text: re.sub(old, new, text, count=1))


def search(root: Path, chance: random.Random) -> None:
    file = root / "draaiboek/search/words.js"
    file.write_text(f"{_text(file)}// {chance.choice(_PLAIN)}\n", encoding="utf-8")


def pins(root: Path, chance: random.Random) -> None:
    _change_or_make(root / "requirements/build.txt", lambda text: f"{text}# {chance.choice(_PLAIN)}\n")


def meddle(root: Path, chance: random.Random) -> None:
    """Write in out/site, which nobody should do, or delete something there."""
    file = _some(sorted(path for path in (root / "out/site").rglob("*") if path.is_file()), chance)
    if file:
        match chance.randrange(4):
            case 0:
                file.unlink()
            case 1:
                file.write_bytes(b"x")
            case 2:
                file.with_name("vreemd.html").write_bytes(b"x")
            case _:
                shutil.rmtree(file.parent)


def no_part_of_out(root: Path, chance: random.Random) -> None:
    """Delete a part of out/, as its README allows."""
    if path := _some(sorted((root / "out").glob("*")), chance):
        _remove(path)


def damage(root: Path, chance: random.Random) -> None:
    """Damage kept results: flip a bit, cut off the second half, or empty the file."""
    found = sorted((root / "out/cache").glob("??/*"))
    for file in chance.sample(found, min(9, len(found))):
        data = bytearray(file.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(chance.choice((bytes(data), bytes(data[: len(data) // 2]), b"")))


def exchange(root: Path, chance: random.Random) -> None:
    """Overwrite a kept result with the contents of another one."""
    found = sorted((root / "out/cache").glob("??/*"))
    if len(found) > 1:
        one, other = chance.sample(found, 2)
        one.write_bytes(other.read_bytes())


def old_times(root: Path, chance: random.Random) -> None:
    """Act as if the clock was wrong: give every file a time long ago, or in the future."""
    moment = chance.choice((0, 4_000_000_000))
    for file in (*root.glob("docs/**/*"), *root.glob("out/**/*")):
        if file.exists():
            os.utime(file, (moment, moment), follow_symlinks=False)


def environment(_root: Path, chance: random.Random) -> None:
    """Set or unset an environment variable; only the date of the source is an input of the build."""
    name, values = chance.choice(
        (
            ("SOURCE_DATE_EPOCH", ("1790000000", "1795000000", None)),
            ("TZ", ("Asia/Tokyo", "America/New_York", None)),
            ("LC_ALL", ("C", "nl_BE.UTF-8", "tr_TR.UTF-8", None)),
            ("PYTHONHASHSEED", ("1", "2", None)),
            ("ENABLE_PDF_EXPORT", ("1", None)),
            ("COLUMNS", ("20", None)),
        )
    )
    value = chance.choice(values)
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


TEXT: Sequence[Edit] = (
    *(a_sentence, a_sentence, another_word, another_word, a_remark, a_blank_line, a_heading, another_heading),
    *(another_id, a_title, a_link, a_link, a_mark, not_utf8, no_front_matter),
    *(a_page, no_page, another_name, another_case, a_page_as_folder, a_linked_page, behind_a_link, a_stray_file),
    *(an_overlay, an_overlay, another_overlay, no_overlay, a_reading, a_sector, no_sector, functions, a_fiche, a_round),
    *(a_value, a_value, a_value, no_entry, another_order, a_remark_in_data, no_data, a_menu, an_edition),
    *(another_edition, a_drawing, another_drawing_as_long_and_as_old, another_page_as_long_and_as_old, a_photo),
    *(no_picture,),
)
MACHINE: Sequence[Edit] = (
    *(theme, theme_file, engine_settings, search, pins, meddle, no_part_of_out, damage, exchange, old_times),
    *(environment, environment),
)
