"""Files as editors leave them: which are allowed, and their text; nothing outside the content folders is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from draaiboek.base import characters
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import why
from draaiboek.base.model import Line, Origin
from draaiboek.content import budgets, content_paths, file_names, pictures, safety, strict_yaml
from draaiboek.content.strict_yaml import Document

# Windows takes these for a device, whatever follows the dot, and drops a dot at the end.
_NOT_ON_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.*\.", re.DOTALL)
PICTURES = {".svg", ".png", ".jpg", ".jpeg"}
TEXTS = {".md", ".yml"}
_LARGEST = {".md": budgets.TEXT, ".yml": budgets.DATA, ".svg": budgets.DRAWING}
CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A file that is allowed, as it was when it was found: *path* on disk, *origin* in the project.

    *data* are its bytes, or the error when they could not be read.
    """

    path: Path
    origin: Origin
    data: bytes | OSError

    @property
    def suffix(self) -> str:
        """The extension of the name, with its dot."""
        return self.path.suffix.lower()


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """A Markdown file: its lines, and its front matter as a document; None when it has none.

    Front matter of which some keys cannot be read is not *whole*.
    """

    front: Document | None
    lines: tuple[Line, ...]
    origin: Origin


def find(folder: Path, root: Path, problems: list[Diagnostic], used: budgets.Used) -> Iterator[ContentFile]:
    """Yield the allowed files below *folder*, sorted by path; the others become problems (PG011).

    *used* counts what has been found of the guidebook so far. When that is too much, nothing more is yielded (PG019).
    """
    if used.over:
        return
    for directory, names, files in _walk(folder, root, problems):
        names.sort()
        folders = frozenset(names)
        for name in sorted(names + files):
            path = Path(directory, name)
            origin = _origin(path, root)
            reason = _refusal(path) or _too_deep(origin.path)
            only_its_name = reason is not None and name not in folders and _is_read_as_well(path, reason)
            is_read = name not in folders and (only_its_name or not reason)
            if what := used.add(path.stat().st_size if is_read else 0, is_text=path.suffix.lower() in TEXTS):
                problems.append(budgets.over_all(what, origin))
                return
            if reason:
                problems.append(Diagnostic("PG011", origin, *reason, lost=None if only_its_name else origin.path))
                if name in folders:
                    names.remove(name)
            if is_read:
                yield read_file(path, origin)


def _is_read_as_well(path: Path, reason: tuple[str, str]) -> bool:
    """Return whether a text that is refused for *reason*, its name, is read as if it had the name that is offered.

    Otherwise its other mistakes would only be told after it was renamed.
    """
    if path.suffix.lower() != ".md" or path.name.startswith(".") or reason != refused_name(path.name):
        return False
    named = file_names.nearest(path.name)
    return named.endswith(".md") and refused_name(named) is None and not path.with_name(named).exists()


def _walk(folder: Path, root: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Walk through *folder*, if it exists; a folder that cannot be read is a problem, and not an empty folder."""

    def closed(error: OSError) -> None:
        origin = _origin(Path(error.filename), root)
        text = f"deze map is niet te lezen: {why(error)}"
        problems.append(
            Diagnostic("PG001", origin, text, "Kijk of het een map is, en wie ze mag openen.", lost=origin.path)
        )

    if folder.is_symlink():
        origin = _origin(folder, root)
        problems.append(Diagnostic("PG011", origin, *_LINK, lost=origin.path))
    elif folder.exists():
        yield from os.walk(folder, onerror=closed, followlinks=False)


def _origin(path: Path, root: Path) -> Origin:
    """Return the place of *path*; bytes of a name that are not UTF-8 become backslash escapes, as in `CommitTree`."""
    return Origin(PurePosixPath(os.fsencode(path.relative_to(root).as_posix()).decode(errors="backslashreplace")))


_BACK = "Zet het terug zoals het was. Of maak het met minstens deze regels:"
_LEAST = """naam: Draaiboek Voorbeeld
korte_naam: Voorbeeld
slug: voorbeeld
adres: ""
uitgever: nog niet bekend
trefwoorden: []
licentie:
  naam: Creative Commons Naamsvermelding 4.0
  kort: CC BY 4.0
  adres: https://creativecommons.org/licenses/by/4.0/deed.nl
  zin: De tekst mag je hergebruiken met vermelding van de bron
  korte_zin: Hergebruik mag, met bronvermelding
doelgroep:
  enkelvoud: sector
  meervoud: sectoren
  vraag: Voor welke sector werk je?"""


def only(path: Path, root: Path, problems: list[Diagnostic]) -> ContentFile | None:
    """Return the file *path*, which has to exist, or None when it does not or is not allowed."""
    origin = _origin(path, root)
    if path.is_symlink() or not path.is_file():
        text = f"het bestand {origin.path} ontbreekt"
        problems.append(Diagnostic("PG016", origin, text, f"{_BACK}\n{_LEAST}", lost=origin.path))
        return None
    return allowed(path, root, problems)


def allowed(path: Path, root: Path, problems: list[Diagnostic]) -> ContentFile | None:
    """Return the file *path*, which exists, or None when it is not allowed."""
    origin = _origin(path, root)
    if reason := _refusal(path):
        problems.append(Diagnostic("PG011", origin, *reason, lost=origin.path))
        return None
    return read_file(path, origin)


def read_file(path: Path, origin: Origin) -> ContentFile:
    """Return the file *path*, which is allowed, with its present contents."""
    try:
        return ContentFile(path, origin, path.read_bytes())
    except OSError as error:
        return ContentFile(path, origin, error)


def read_text(file: ContentFile) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text of *file*, or '' and why it cannot be read."""
    if isinstance(file.data, OSError):
        return "", (_no_bytes(file, file.data),)
    try:
        text = characters.composed(file.data.decode("utf-8")).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        hint = "Bewaar het bestand opnieuw als UTF-8: in Kladblok kies je dat bij Opslaan als, onder Codering."
        return "", (_unread("PG001", file.origin, f"het bestand is geen UTF-8 (byte {error.start})", hint),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = (*_conflict(text, file.origin), *_too_much(text, file.origin))
    return "" if problems else text, problems


def is_no_utf_8(problem: Diagnostic) -> bool:
    """Return whether *problem* is about a file that is not UTF-8, which no editor in a browser shows."""
    return problem.text.startswith("het bestand is geen UTF-8")


def _no_bytes(file: ContentFile, error: OSError) -> Diagnostic:
    return _unread("PG001", file.origin, f"het bestand is niet te lezen: {why(error)}", "")


def read_markdown(file: ContentFile) -> tuple[MarkdownText | None, tuple[Diagnostic, ...]]:
    """Return the Markdown of *file* and what is wrong with it; None when there is nothing to read."""
    text, problems = read_text(file)
    if problems:
        return None, problems
    front, body, first = split_front_matter(text)
    path = file.origin.path
    lines = tuple(Line(line, Origin(path, first + number)) for number, line in enumerate(body))
    problems = _hidden(text, path)
    if front is None:
        problem = _unread("PG002", file.origin, *_no_front_matter(text, path))
        begun = text.lstrip()[:1] in _ANY_DASH  # then what follows is not text, and its faults are not reported
        shown = () if begun else lines[1:] if _TITLE.match(text) else lines
        return MarkdownText(None, shown, file.origin), (*problems, problem)
    document, errors = strict_yaml.parse_rest(front, Origin(path, 2))
    if errors:
        return MarkdownText(document, lines, file.origin), _no_yaml(errors, problems)
    above = [problem for problem in problems if problem.origin.line < first]
    return MarkdownText(document, lines, file.origin), (*problems, *_hidden_values(document, above))


_ANY_DASH = ("-", "–", "—")
_TITLE = re.compile(r'# +([^"\\{}<>\[\]*_`\n]+?) *(?:\{#[^{}\n]*\})? *(?:\n|$)')
"""A first line that somebody meant as the title of the page, with nothing but words."""
_LEAST_PAGE = "---\ntitle: De titel\ndescription: Eén zin.\n---"

_LEAST_SECTOR_PAGE = "---\ntitle: De titel\ndescription: Eén zin.\nna: index.md\n---"
_LEAST_OVERLAY = "---\ndoel: pagina.md#id\nbewerking: einde\n---"
_KEYS = re.compile(r"(?:title|description|doel|bewerking):[ \n]")
"""The first key of front matter of which only the dashes are missing."""


def _no_front_matter(text: str, path: PurePosixPath) -> tuple[str, str]:
    """Return why *text* in the file *path* has no front matter, and what to do."""
    is_overlay = content_paths.OVERLAYS in path.parents
    least_page = _LEAST_SECTOR_PAGE if content_paths.SECTORS in path.parents else _LEAST_PAGE
    first = text.partition("\n")[0].strip()
    if not text.strip():
        return "het bestand is leeg", f"Zet de tekst terug. Is het een nieuwe pagina? Begin met:\n{least_page}"
    if first == "---":
        text = "de front matter eindigt niet: een regel met drie streepjes (---) ontbreekt"
        return text, "Zet die regel onder de laatste sleutel, boven de tekst."
    if first and not first.strip("-–—"):
        return f"de eerste regel is '{first[:20]}', en niet '---'", "Typ op de eerste regel precies drie streepjes: ---"
    found = "het bestand begint niet met front matter"
    if _KEYS.match(text):
        return found, "Zet een regel met drie streepjes (---) boven de eerste regel, en een onder de laatste sleutel."
    if (title := _TITLE.match(text)) and not is_overlay:
        page = least_page.replace("De titel", f'"{title[1]}"')
        return found, f"Zet in de plaats van de eerste regel:\n{page}"
    return found, f"Zet bovenaan:\n{_LEAST_OVERLAY if is_overlay else least_page}"


def read_data(file: ContentFile) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Return the YAML of *file* and what is wrong with it: what is left is not *whole*, or None when nothing is."""
    text, problems = read_text(file)
    if problems:
        return None, problems
    problems = _hidden(text, file.origin.path)
    document, errors = strict_yaml.parse_rest(text, file.origin)
    if errors:
        return document, _no_yaml(errors, problems)
    return document, (*problems, *_hidden_values(document, problems))


def _hidden(text: str, path: PurePosixPath) -> tuple[Diagnostic, ...]:
    numbered = enumerate(text.split("\n"), start=1)
    lines = (Line(line, Origin(path, number)) for number, line in numbered if not characters.plain(line))
    return tuple(safety.hidden(lines))


def _no_yaml(errors: Sequence[strict_yaml.StrictYamlError], found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return why there is no YAML; a character that YAML cannot hold is already in *found*, with a better place."""
    path = errors[0].origin.path
    if found:
        return tuple(replace(problem, lost=path) for problem in found)
    if isinstance(errors[0], strict_yaml.TooMuchYamlError):
        return (budgets.over(str(errors[0]), errors[0].origin, "Haal weg wat er niet hoort."),)
    return tuple(_unread("PG002", each.origin, str(each), each.hint) for each in errors)


def _unread(code: str, place: Origin, text: str, hint: str) -> Diagnostic:
    """Return the diagnostic that the file at *place* cannot be read; consequences are not mistakes of their own."""
    return Diagnostic(code, place, text, hint, lost=place.path)


def _hidden_values(document: Document, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield invisible characters in the values of *document* that are not in *found*: those written as escapes."""
    known = {problem.text for problem in found}
    for path, value, origin in document.texts():
        if not characters.plain(value):
            written = f"{path[-1]}: {value}" if path else value
            for problem in safety.hidden([Line(written, origin)]):
                if problem.text not in known:
                    yield replace(problem, origin=origin)


def read_picture(path: Path, origin: Origin) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the picture at *path* as it may be published, and what is wrong with it; b'' when it may not be."""
    return picture_in(read_file(path, origin))


def picture_in(file: ContentFile) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the picture in *file* as it may be published, and what is wrong with it; b'' when it may not be."""
    if isinstance(file.data, OSError):
        return b"", (_no_bytes(file, file.data),)
    return pictures.read(file.data, file.origin)


def shown_bytes(file: ContentFile) -> int:
    """Return how many bytes the picture in *file* has when decoded, 0 for a drawing and for what cannot be read."""
    return pictures.shown_bytes(file.data, file.suffix) if isinstance(file.data, bytes) else 0


def _too_deep(place: PurePosixPath) -> tuple[str, str] | None:
    """Return why *place* is too long to make file names from, or None; names of readings and remarks are our own."""
    if len(str(place)) <= budgets.PATH or {content_paths.READINGS, content_paths.REMARKS} & {*place.parts}:
        return None
    return f"de naam is met de mappen ervoor meer dan {budgets.PATH} tekens lang", "Kies een kortere naam."


_ITSELF = "Zet het bestand zelf op deze plaats."
_LINK = ("een snelkoppeling (symlink) is niet toegelaten", _ITSELF)


def _refusal(path: Path) -> tuple[str, str] | None:
    if path.is_symlink() or not (path.is_dir() or path.is_file()):  # reading a pipe or a device may never end
        return _LINK if path.is_symlink() else ("iets anders dan een bestand is niet toegelaten", _ITSELF)
    if not path.is_dir() and (refused := _kind(path)):  # converted to another type it gets another name and size
        return refused
    # Both at once, so that whoever repairs a photo needs to open it only once.
    found = [reason for reason in (refused_name(path.name), None if path.is_dir() else _size(path)) if reason]
    return (", en ".join(text for text, _ in found), "\n".join(hint for _, hint in found)) if found else None


_SHOWN = {".png", ".jpg", ".jpeg", ".svg"}
_ALSO_THERE = "Zet het onder die naam in de map, wis dit bestand, en gebruik de nieuwe naam in de tekst die het toont."


def refused_name(name: str) -> tuple[str, str] | None:
    """Return why a file or folder of the text cannot be called *name*, and what to do; None when it can."""
    if not file_names.ALLOWED.fullmatch(name):
        allowed = file_names.nearest(name)
        hint = "Gebruik kleine letters, cijfers, punten en streepjes"
        offers = bool(file_names.nearest(PurePosixPath(name).stem)) and not name.startswith(".")
        hint = f"{hint}, zoals '{allowed}'." if offers else f"{hint}."
        shown = PurePosixPath(name).suffix.lower() in _SHOWN
        return f"de naam {name!a} is niet toegelaten", f"{hint} {_ALSO_THERE}" if shown else hint
    if _NOT_ON_WINDOWS.fullmatch(name):
        hint = "Een computer met Windows kan dit bestand niet bewaren: kies een andere naam."
        return f"de naam {name!a} is niet toegelaten", hint
    return None


def _kind(path: Path) -> tuple[str, str] | None:
    kind = path.suffix.lower()
    if kind in TEXTS | PICTURES or path.name.startswith("."):  # a dotfile has a name but no extension
        return None
    if not re.fullmatch(r"[\w.-]*", kind):  # 'md' followed by a newline: that is a mistake in the name
        return refused_name(path.name)
    hint = _INSTEAD.get(kind, "Toegelaten: .md, .yml, .svg, .png, .jpg.").format(
        name=file_names.nearest(path.stem) or "beeld"
    )
    return f"bestanden van de soort '{path.suffix}' zijn niet toegelaten", hint


_INSTEAD = {
    **dict.fromkeys(
        (".heic", ".heif", ".webp", ".avif", ".gif", ".tif", ".tiff", ".bmp"),
        "Bewaar het als '{name}.jpg', hoogstens 2 MB.",
    ),
    **dict.fromkeys(
        (".doc", ".docx", ".odt", ".rtf", ".pdf", ".txt", ".pptx", ".xlsx"),
        "Zet de tekst in een pagina (.md): een bijlage kan hier niet.",
    ),
}


def _size(path: Path) -> tuple[str, str] | None:
    kind = path.suffix.lower()
    limit = _LARGEST.get(kind, budgets.PICTURE)
    size = path.stat().st_size
    if size <= limit:
        return None
    smaller = "Maak het beeld kleiner, bijvoorbeeld 1600 pixels breed, en bewaar het opnieuw; een foto als .jpg."
    text = f"het bestand is te groot ({_megabytes(size)} MB; hoogstens {_megabytes(limit)} MB)"
    return text, "Splits de tekst." if kind in TEXTS else smaller


def _megabytes(size: int) -> str:
    # Rounded up: a file slightly over the limit must not appear to be exactly at it.
    return f"{-(-size // 100_000) / 10:.1f}".removesuffix(".0").replace(".", ",")


def _conflict(text: str, origin: Origin) -> Iterator[Diagnostic]:
    """Yield the first conflict marker of git in a file: the text around it is neither of the two versions."""
    if match := CONFLICT.search(text):
        place = Origin(origin.path, text.count("\n", 0, match.start()) + 1)
        found = f"hier staat een conflict van git: twee versies door elkaar ('{match[1]}')"
        hint = "Kies welke versie blijft. Haal daarna alle regels weg die met <<<<<<<, ======= of >>>>>>> beginnen."
        yield _unread("PG001", place, found, hint)


def _too_much(text: str, origin: Origin) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > budgets.LINE:
            what = f"een regel van meer dan {budgets.LINE} tekens"
            yield budgets.over(what, Origin(origin.path, number), "Splits de regel.")


def split_front_matter(text: str) -> tuple[str | None, list[str], int]:
    """Return the front matter (None: there is none), the lines after it, and the line number of the first of those."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, lines, 1
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), lines[number + 1 :], number + 2
    return None, lines, 1
