"""What front matter says about single sections, under their ids: it follows a section that got another id or page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from draaiboek.base.model import Page, Place
from draaiboek.content.strict_yaml import Document
from draaiboek.pipeline.repair.edits import Edit, Read, Text
from draaiboek.pipeline.repair.references import front_matter, new_line

KEYS = ("vragen", "druk")
Whither = Callable[[PurePosixPath, str], Place | None]
"""Returns where an id of a page is now; None when it is still there, or nothing says where it went."""


def followed(pages: Sequence[Page], whither: Whither, read: Read) -> Iterator[Edit]:
    """Yield the edits that rename these entries of *pages*, or move them to the page that has the section."""
    by_path = {page.path: page for page in pages}
    for page in pages:
        text = read(page.origin.path) if page.meta.questions or page.meta.printed else None
        front = front_matter(text) if text is not None else None
        if text is None or front is None:
            continue
        for key in KEYS:
            places = {name: whither(page.path, name) for name in _names(front, key)}
            here = {name: to[1] for name, to in places.items() if to and to[0] == page.path}
            yield from _renamed(text, front, key, here)
            for path in dict.fromkeys(to[0] for to in places.values() if to and to[0] != page.path):
                names = [name for name, to in places.items() if to and to[0] == path]
                home = read(by_path[path].origin.path) if path in by_path else None
                if home is not None:
                    yield from _moved(text, front, (key, names), home)


def _names(front: Document, key: str) -> Sequence[str]:
    listed = front.value.get(key) if isinstance(front.value, dict) else None
    return [str(name) for name in listed] if isinstance(listed, dict) else []


def _renamed(text: Text, front: Document, key: str, here: Mapping[str, str]) -> Iterator[Edit]:
    for name, now in here.items():
        if change := text.exactly(front.place((key, name)), name, now):
            yield change


def _moved(text: Text, front: Document, entries: tuple[str, Sequence[str]], home: Text) -> Iterator[Edit]:
    """Yield the edits that take *entries* (a key, and ids below it), all their lines, out of *text* into *home*."""
    key, names = entries
    there = front_matter(home)
    if there is None or text.line(front.place((key,)).line).strip() != f"{key}:":
        return
    spans = [_span(text, front.place((key, name)).line) for name in names]
    lines = [text.line(number) for span in spans for number in span]
    if (key,) not in there.places:
        yield from new_line(home, home.line_end.join((f"{key}:", *lines)), before=(), front=there)
    elif home.line(there.place((key,)).line).strip() == f"{key}:":
        start = home.offset(there.place((key,)).line + 1)
        yield home.replaced(start, start, "".join(f"{line}{home.line_end}" for line in lines))
    else:
        return
    if len(names) == len(_names(front, key)):
        spans = [_span(text, front.place((key,)).line)]
    for span in spans:
        yield text.replaced(text.offset(span.start), text.offset(span.stop), "")


def _span(text: Text, line: int) -> range:
    """Return the numbers of the lines of the entry that begins on *line*: all that are indented deeper belong to it."""

    def indent(number: int) -> int:
        return len(text.line(number)) - len(text.line(number).lstrip(" "))

    ends = (number for number in range(line + 1, text.lines + 1) if indent(number) <= indent(line))
    return range(line, next(ends, text.lines))
