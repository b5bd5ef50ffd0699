"""The words of a text as a tree: the content of paragraphs (inlines), and paragraphs, lists and tables (blocks).

The reader (`content.markdown`) makes it; everything that checks, shows, prints, signs or compares walks this tree and
no other. Variables, citations and terms are nodes of it: `compose.fill_in` puts words in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from draaiboek.base.origin import Origin

# --- inlines ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words; nothing in them is Markdown or HTML."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words between single stars or underscores."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words between double stars or underscores."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """Plain words in another language than the text: *language* is 'en', 'fr' …, for screen readers."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Script:
    """Words above (`<sup>`, *raised*) or below (`<sub>`) the line."""

    content: tuple[Inline, ...]
    raised: bool


@dataclass(frozen=True, slots=True)
class Code:
    """Words between backquotes, shown as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the editor wants to keep."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link; *href* as the editor wrote it, or the name of a variable that holds it."""

    href: str
    content: tuple[Inline, ...]
    origin: Origin
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; *href* as the editor wrote it, *text* its text alternative."""

    href: str
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Cited:
    """One source in a citation, and the *place* in it ('art. 3, § 1' or '')."""

    key: str
    place: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@wet-2018, art. 3; @decreet-2021]`: the sources of a statement."""

    sources: tuple[Cited, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Variable:
    """`{{ straf.casusoverleg }}`: a value of variabelen.yml."""

    name: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Mark:
    """The kind of statement this is: *kind* is one of MARKS, *about* is what could not be checked."""

    kind: str
    about: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Blank:
    """`{invullen: datum}`: a place where somebody fills in something of their own; *about* says what.

    Where nothing can be filled in it reads '(datum)'; in a document to fill in it is a field.
    """

    about: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Note:
    """The mark of the page's footnote *number*, in the place of a citation: the *time*th mark that points at it.

    *brief* names the sources and the places in them.
    """

    number: int
    time: int
    brief: str
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class TermLink:
    """The first use of a glossary term on a page: *text* as it is written there, *meaning* the words of its tooltip.

    *language* is that of *text* when it is not that of the guidebook.
    """

    key: str
    text: str
    meaning: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """An emergency number that a phone can call."""

    number: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Words that came (*added*) or went between one edition and the next; only a comparison has them."""

    content: tuple[Inline, ...]
    added: bool


Inline = (
    Text | Foreign | Changed | Emphasis | Strong | Script | Code | Break | Link | Image
    | Citation | Variable | Mark | Blank | Note | TermLink | Call
)  # fmt: skip


# --- blocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    content: tuple[Inline, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; *ticked* is None where the list is not a checklist."""

    blocks: tuple[Block, ...]
    origin: Origin
    ticked: bool | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; *start* is its first number, None for bullets; a *tight* one has no space between its items."""

    items: tuple[Item, ...]
    origin: Origin
    start: int | None = None
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; every row of a table has the same number of cells."""

    cells: tuple[tuple[Inline, ...], ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Table:
    """A table; *align* says for each column 'left', 'center', 'right' or ''."""

    head: Row
    rows: tuple[Row, ...]
    align: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said."""

    blocks: tuple[Block, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Box:
    """`!!! warning "Titel"`: a box of a *kind* with a title."""

    kind: str
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A part of a figure: its *title*, the *lines* below and the *label* beside it, and how it looks.

    *tone* is '' or the editor's word for how serious it is; *arrow* is '' or the direction of the arrow to the next.
    """

    title: tuple[Inline, ...]
    lines: tuple[tuple[Inline, ...], ...]
    label: tuple[Inline, ...]
    tone: str
    arrow: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing made of words: `render.figures` draws it, and `in_words` says the same for those who cannot see it.

    Where parts are compared, *columns* name the lines of each of them; *note* stands below the drawing.
    """

    shape: str
    title: tuple[Inline, ...]
    parts: tuple[FigurePart, ...]
    columns: tuple[str, ...]
    note: tuple[Inline, ...]
    origin: Origin


Block = Paragraph | Listing | Table | Quote | Box | Rule | Figure


def in_words(figure: Figure) -> tuple[Block, ...]:
    """Return what *figure* draws as its title and a list, which is numbered for a row of steps or questions."""
    items = tuple(Item((Paragraph(tuple(_of_part(part, figure)), part.origin),), part.origin) for part in figure.parts)
    title = Paragraph((Strong(figure.title),), figure.origin)
    return title, Listing(items, figure.origin, start=1 if figure.shape in NUMBERED else None)


NUMBERED = frozenset({"stappen", "vragen"})
"""The shapes whose parts are numbered."""


def _of_part(part: FigurePart, figure: Figure) -> Iterator[Inline]:
    yield Strong(part.title)
    if part.label:
        yield from (Text(" ("), *part.label, Text(")"))
    names = figure.columns or ("",) * len(part.lines)
    # Lines that are sentences end with their own full stop.
    for number, (name, line) in enumerate(zip(names, part.lines, strict=True)):
        comma = number and not words(part.lines[number - 1]).endswith((".", "?", "!"))
        yield Text((", " if comma else " ") if number else ": ")
        yield from (Text(f"{name} "), *line) if name else line


# --- walking it -------------------------------------------------------------------------------------------------------


def runs(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield every run of inlines in *block*, in reading order: a paragraph, a title, a cell."""
    match block:
        case Paragraph(content=content):
            yield content
        case Listing(items=items):
            yield from _runs(each for item in items for each in item.blocks)
        case Table(head=head, rows=rows):
            yield from (cell for row in (head, *rows) for cell in row.cells)
        case Quote(blocks=blocks):
            yield from _runs(blocks)
        case Box(title=title, blocks=blocks):
            yield title
            yield from _runs(blocks)
        case Figure(note=note):
            yield from _runs(in_words(block))
            yield from (note,) if note else ()


def _runs(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    return (run for each in blocks for run in runs(each))


def with_runs(block: Block, change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Block:
    """Return *block* with each of its runs replaced by `change(run)`, called in reading order."""
    match block:
        case Paragraph():
            return Paragraph(change(block.content), block.origin)
        case Listing():
            items = tuple(Item(_with_runs(item.blocks, change), item.origin, item.ticked) for item in block.items)
            return Listing(items, block.origin, block.start, block.tight)
        case Table():
            head, *rows = (Row(tuple(map(change, row.cells)), row.origin) for row in (block.head, *block.rows))
            return Table(head, tuple(rows), block.align, block.origin)
        case Quote() | Box():
            titled = replace(block, title=change(block.title)) if isinstance(block, Box) else block
            return replace(titled, blocks=_with_runs(block.blocks, change))
        case Figure():
            parts = tuple(
                replace(part, title=change(part.title), lines=tuple(map(change, part.lines)), label=change(part.label))
                for part in block.parts
            )
            return replace(block, title=change(block.title), parts=parts, note=change(block.note))
        case Rule():
            return block


def _with_runs(
    blocks: Sequence[Block], change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]
) -> tuple[Block, ...]:
    return tuple(with_runs(block, change) for block in blocks)


_AROUND = (Changed, Emphasis, Strong, Script, Link)  # made once: every inline of every page is tested


def deep(content: Sequence[Inline]) -> Iterator[Inline]:
    """Yield each of *content* and everything nested in it, in reading order."""
    for each in content:
        yield each
        if isinstance(each, _AROUND):
            yield from deep(each.content)


def plain(text: str) -> tuple[Inline, ...]:
    """Return *text* as unformatted words, () when it is ''."""
    return (Text(text),) if text else ()


def words(content: Sequence[Inline]) -> str:
    """Return the words of *content* as a reader sees them; a variable that is not filled in yet shows its name."""
    return "".join(map(_words, content))


def _words(inline: Inline) -> str:
    match inline:
        case Text(text=said) | Foreign(text=said) | Code(text=said) | TermLink(text=said) | Call(number=said):
            return said
        case Changed() | Emphasis() | Strong() | Script() | Link():
            return words(inline.content)
        case Blank(about=about):
            return f"({about})"
        case Variable(name=name):
            return f"{{{{ {name} }}}}"
        case Break():
            return "\n"
    return ""
