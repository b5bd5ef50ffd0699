"""Edits of texts, each at an id, a name or a file; raises ToolError when that no longer exists. Pure.

An edit has two keys: what it changes (`waarde`, `stuk`, `pagina`, `bestand`, or `bestanden`, a pattern) and how.
A `stuk` is `page.md#id`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from draaiboek.base.errors import ToolError

Texts = Mapping[str, str]
"""The text of each file, by its path below the project."""
Lines = list[str]
PLACE = "{plaats}"
VARIABLES = "docs/_data/variabelen.yml"
_HEADING = re.compile(r"^(?P<marks>#{2,6}) .*\{[^}]*#(?P<id>[a-z0-9-]+)[^}]*\}\s*$")


def apply(edits: Iterable[Mapping[str, str]], texts: Texts) -> Texts:
    """Return *texts* after applying *edits* in order; raises ToolError when one has nothing to change."""
    for edit in edits:
        operation = _OPERATIONS.get(tuple(edit))
        if operation is None:
            message = f"de demonstratie kent geen wijziging met {' en '.join(edit)}"
            raise ToolError(message, hint=f"Kies uit: {'; '.join(' en '.join(keys) for keys in _OPERATIONS)}.")
        texts = {**texts, **operation(texts, *edit.values())}
    return texts


def with_lines(page: str, places: Sequence[str]) -> str:
    """Return *page* with its line that contains `{plaats}` repeated for each of *places*."""
    lines = []
    for line in page.split("\n"):
        lines += [line.replace(PLACE, each) for each in places] if PLACE in line else [line]
    return "\n".join(lines)


def _set_value(texts: Texts, name: str, value: str) -> Texts:
    group, _, key = name.partition(".")
    lines = texts.get(VARIABLES, "").split("\n")
    inside = ""
    for number, line in enumerate(lines):
        inside = line.partition(":")[0] if re.match(r"\w", line) else inside
        if inside == group and line.startswith(f"  {key}: "):
            lines[number] = f'  {key}: "{value}"'
            return {VARIABLES: "\n".join(lines)}
    what = f"de variabele '{name}'"
    raise _gone(what, VARIABLES)


def _replace(texts: Texts, place: str, body: str) -> Texts:
    name, lines, start, end, _ = _found(texts, place)
    return {name: _joined([*lines[: start + 1], "", *body.strip().split("\n"), "", *lines[end:]])}


def _append(texts: Texts, place: str, more: str) -> Texts:
    name, lines, _, end, _ = _found(texts, place)
    return {name: _joined([*_stripped(lines[:end]), "", *more.strip().split("\n"), "", *lines[end:]])}


def _without_lines(texts: Texts, place: str, variable: str) -> Texts:
    """Remove the lines of a section that use *variable*: rows of a table, sentences."""
    name, lines, start, end, _ = _found(texts, place)
    kept = [line for line in lines[start:end] if f"{{{{ {variable} }}}}" not in line]
    if len(kept) == end - start:
        what = f"de variabele '{variable}'"
        raise _gone(what, place)
    return {name: _citing(_joined([*lines[:start], *kept, *lines[end:]]))}


def _leave_out(texts: Texts, place: str, _what: str) -> Texts:
    """Remove a section with its subsections, and the questions that readers ask of them."""
    name, lines, start, _, last = _found(texts, place)
    ids = [match["id"] for match in map(_HEADING.match, lines[start:last]) if match]
    return {name: _citing(_asking_no_more(_joined([*lines[:start], *lines[last:]]), ids))}


def _move(texts: Texts, place: str, page: str) -> Texts:
    """Move a section to the end of another page in the same folder, recorded under `voorheen`; update every link."""
    name, lines, start, _, last = _found(texts, place)
    target, old, id_ = f"docs/{page}", PurePosixPath(name), place.partition("#")[2]
    if target not in texts or PurePosixPath(target).parent != old.parent:
        what = f"in de map van '{place}' de pagina '{page}'"
        raise _gone(what, "docs")
    moved = f"{texts[target].rstrip()}\n\n{_joined(_stripped(lines[start:last]))}"
    left = _asking_no_more(_joined([*lines[:start], *lines[last:]]), [id_])
    changed = {**texts, name: left, target: moved}
    link = re.compile(rf"(?<=[(/]){re.escape(old.name)}#{re.escape(id_)}(?![\w-])")
    new = f"{PurePosixPath(target).name}#{id_}"
    changed = {path: link.sub(lambda _: new, text) for path, text in changed.items()}
    return {**changed, target: _formerly(changed[target], place)}


def _rename(texts: Texts, place: str, new: str) -> Texts:
    """Give a section another id; update every link to it, and record the old id under `voorheen`."""
    old = place.partition("#")[2]
    name = _found(texts, place)[0]
    if any(f"#{new}" in text for text in texts.values()):
        message = f"de demonstratie kan '{place}' niet hernoemen: '{new}' bestaat al"
        raise ToolError(message, hint="Kies in demonstratie/ een ander id.")
    link = re.compile(rf"#{re.escape(old)}(?![\w-])")
    changed = {path: link.sub(lambda _: f"#{new}", text) for path, text in texts.items() if link.search(text)}
    asked = re.sub(rf"(?m)^  {re.escape(old)}:$", lambda _: f"  {new}:", changed[name], count=1)
    return {**changed, name: _formerly(asked, f"{old} > {new}")}


def _put_on_top(texts: Texts, page: str, more: str) -> Texts:
    name = f"docs/{page}"
    if name not in texts:
        what = "die pagina"
        raise _gone(what, name)
    front, mark, body = texts[name][4:].partition("\n---\n")
    return {name: f"{texts[name][:4]}{front}{mark}\n{more.strip()}\n{body}"}


def _append_to_file(texts: Texts, name: str, more: str) -> Texts:
    if name not in texts:
        what = "dat bestand"
        raise _gone(what, name)
    return {name: f"{texts[name].rstrip()}\n\n{more.strip()}\n"}


def _replace_file(texts: Texts, name: str, text: str) -> Texts:
    if name not in texts:
        what = "dat bestand"
        raise _gone(what, name)
    return {name: text}


def _replace_files(texts: Texts, pattern: str, text: str) -> Texts:
    found = [name for name in texts if fnmatchcase(name, pattern)]
    if not found:
        what = "zo'n bestand"
        raise _gone(what, pattern)
    return dict.fromkeys(found, text)


_OPERATIONS: Mapping[tuple[str, ...], Callable[[Texts, str, str], Texts]] = {
    ("waarde", "wordt"): _set_value,
    ("stuk", "wordt"): _replace,
    ("stuk", "erbij"): _append,
    ("stuk", "zonder_regels_met"): _without_lines,
    ("stuk", "weg"): _leave_out,
    ("stuk", "verhuist_naar"): _move,
    ("stuk", "heet_nu"): _rename,
    ("pagina", "bovenaan"): _put_on_top,
    ("bestand", "erbij"): _append_to_file,
    ("bestand", "wordt"): _replace_file,
    ("bestanden", "wordt"): _replace_files,
}


def _found(texts: Texts, place: str) -> tuple[str, Lines, int, int, int]:
    """Return the file of section *place*, its lines, and the indices of its start, its own text's end and its end."""
    page, _, id_ = place.partition("#")
    name = f"docs/{page}"
    lines = texts.get(name, "").split("\n")
    headings = [(number, match) for number, match in enumerate(map(_HEADING.match, lines)) if match]
    at = next((index for index, (_, match) in enumerate(headings) if match["id"] == id_), None)
    if at is None:
        what = "dat stuk"
        raise _gone(what, place)
    start, heading = headings[at]
    level = len(heading["marks"])
    later = headings[at + 1 :]
    end = next((number for number, _ in later), len(lines))
    last = next((number for number, match in later if len(match["marks"]) <= level), len(lines))
    return name, lines, start, end, last


def _citing(text: str) -> str:
    """Return page *text* with only those sources under `bronnen` that it still cites."""
    front, mark, body = text[4:].partition("\n---\n")
    if listed := re.search(r"(?m)^bronnen: \[(?P<keys>.*)\]$", front):
        keys = [key for key in listed["keys"].split(", ") if re.search(rf"@{re.escape(key)}(?![\w-])", body)]
        front = f"{front[: listed.start()]}bronnen: [{', '.join(keys)}]{front[listed.end() :]}"
    return f"{text[:4]}{front}{mark}{body}"


def _asking_no_more(text: str, ids: Sequence[str]) -> str:
    """Return page *text* without the `vragen:` of the sections *ids*, which no longer exist."""
    front, mark, body = text[4:].partition("\n---\n")
    for id_ in ids:
        front = re.sub(rf"(?m)^  {re.escape(id_)}:\n(?:    - .*(?:\n|\Z))+", "", front)
    return f"{text[:4]}{front.rstrip()}{mark}{body}"


def _formerly(text: str, old: str) -> str:
    """Return page *text* with *old* added to `voorheen` in its front matter."""
    front, mark, body = text[4:].partition("\n---\n")
    listed = re.compile(r"(?m)^voorheen: \[(.*)\]$")
    if listed.search(front):
        front = listed.sub(lambda match: f"voorheen: [{match[1]}, {old}]", front)
    else:
        front = f"{front}\nvoorheen: [{old}]"
    return f"{text[:4]}{front}{mark}{body}"


def _stripped(lines: Sequence[str]) -> Lines:
    return "\n".join(lines).rstrip().split("\n")


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _gone(what: str, where: str) -> ToolError:
    message = f"de demonstratie vindt {what} niet meer: '{where}'"
    return ToolError(message, hint="Pas het bestand in demonstratie/ aan waarin dat staat.")
