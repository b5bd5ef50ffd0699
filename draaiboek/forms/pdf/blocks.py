"""Blocks as Typst: paragraphs, lists, tables, boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from draaiboek.base.model import (
    Block,
    Box,
    Figure,
    Image,
    Inline,
    Item,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    in_words,
    runs,
)
from draaiboek.forms.pdf import inline, typst_code
from draaiboek.forms.pdf.inline import phrase
from draaiboek.forms.pdf.page_breaks import (
    LONGER_TEXT,
    SHORT_TEXT,
    asks_to_be_kept,
    height_of,
    is_kept_whole,
    note_numbers,
)
from draaiboek.forms.pdf.plan import more_below
from draaiboek.forms.pdf.tables import table
from draaiboek.forms.pdf.walk import Walk
from draaiboek.forms.pdf.words import said
from draaiboek.render import figures

_CALM = frozenset({"note", "info", "abstract", "tip", "success", "example", "question", "quote"})
_WARN = frozenset({"warning", "danger", "failure", "bug"})
_LITTLE = 80  # characters: about a line


def blocks(below: Sequence[Block], walk: Walk, *, nested: bool) -> str:
    """Return the blocks *below* in a sequence; *nested* means that they are in a box, a list or a quotation."""
    return typst_code.stack(_each(below, walk, nested=nested))


def _each(below: Sequence[Block], walk: Walk, *, nested: bool) -> list[str]:
    return [
        f"{typst_code.mark(block.origin)}\n{_block(block, below[number:], walk, nested=nested)}"
        for number, block in enumerate(below, start=1)
    ]


def _block(block: Block, below: Sequence[Block], walk: Walk, *, nested: bool) -> str:
    match block:
        case Paragraph():
            return _paragraph(block, walk, stays=_stays(block, below) or _is_named(block, below, walk, nested=nested))
        case Listing():
            return _listing(block, below, walk)
        case Table():
            return table(block, walk, nested=nested)
        case Quote() | Box():
            return _box(block, walk)
        case Rule():
            return "rule()"
        case Figure():
            return _figure(block, walk)


def _stays(paragraph: Paragraph, below: Sequence[Block]) -> bool:
    """Return whether *paragraph* has to be on the same page as what is *below* it.

    It has when it announces that: a list, a table or a figure, or when it consists only of bold words; and when what is
    below is a single line, which would mean nothing by itself on the next page.
    """
    letters = len(said(paragraph.content))
    match below:
        case []:
            return False
        case [Paragraph(content=content)] if len(said(content)) <= _LITTLE:
            return letters <= LONGER_TEXT
        case [Listing() | Table() | Figure(), *_] | [Paragraph(), Figure(), *_]:
            return letters <= SHORT_TEXT
    return letters <= SHORT_TEXT and all(isinstance(each, Strong) for each in paragraph.content)


def _is_named(paragraph: Paragraph, below: Sequence[Block], walk: Walk, *, nested: bool) -> bool:
    """Return whether *paragraph* says what an entry of a list is; what is *below* it means little without that."""
    is_short = len(said(paragraph.content)) <= LONGER_TEXT
    return walk.dense and not nested and is_short and bool(below) and isinstance(below[0], Paragraph)


def _paragraph(paragraph: Paragraph, walk: Walk, *, stays: bool) -> str:
    """Return *paragraph*; *stays* means that it is kept on the page of what is below it."""
    content = paragraph.content
    if len(content) == 1 and isinstance(content[0], Image):
        return inline.picture(content[0], walk, function="picture")
    shown = _kept(content, walk, "lead-in" if stays else "par")
    return shown if shown == typst_code.EMPTY else _marked(paragraph, shown, walk)


def _kept(content: Sequence[Inline], walk: Walk, function: str = "") -> str:
    """Return *content* in a call of *function*, kept on one page if its notes require that, with the room of the plan.

    Inside an entry that is itself kept on one page, nothing else is.
    """
    inside = walk.kept
    if not inside and asks_to_be_kept(content):
        walk.kept = walk.next_kept()
    shown, name = phrase(content, walk), typst_code.literal(walk.kept)
    if function and shown != typst_code.EMPTY:
        shown = typst_code.call(function, shown)
    if walk.kept and not inside:
        options = {"sticky": "true"} if function == "lead-in" else {}
        shown = typst_code.call("kept", name, more_below(name), shown, **options)
    walk.kept = inside
    return shown


def _marked(block: Paragraph | Figure, shown: str, walk: Walk) -> str:
    """Return *shown*, which is *block*, preceded by a marker if the last words of the page begin there."""
    return typst_code.stack([inline.last_words(walk), shown]) if block is walk.last else shown


def _box(box: Quote | Box, walk: Walk) -> str:
    if isinstance(box, Quote):
        return typst_code.call("quotation", blocks(box.blocks, walk, nested=True))
    tone = "warn" if box.kind in _WARN else "calm" if box.kind in _CALM else "plain"
    title = phrase(box.title, walk) if box.title else "none"
    whole = typst_code.flag(on=is_kept_whole(box.blocks, box.title))
    return typst_code.call(
        "admonition", typst_code.literal(tone), title, blocks(box.blocks, walk, nested=True), whole=whole
    )


def _figure(figure: Figure, walk: Walk) -> str:
    """Return *figure* as a drawing with its words as alternative text, followed by its note."""
    spoken = " ".join(said(run) for each in in_words(figure) for run in runs(each))
    look = walk.binding.look
    drawing = figures.draw(figure, figures.across(look.line, look.text))
    drawn = typst_code.call("drawing", typst_code.literal(drawing), alt=typst_code.literal(spoken))
    return _marked(figure, typst_code.stack([drawn, phrase(figure.note, walk)]) if figure.note else drawn, walk)


# --- lists ------------------------------------------------------------------------------------------------------------


def _listing(listing: Listing, below: Sequence[Block], walk: Walk) -> str:
    end = _end(below)
    following = (*listing.items[1:], end)
    first = len(listing.items) - 2  # of the last two, which stay with what comes after them
    items, before = list[str](), ""
    for number, (item, after) in enumerate(zip(listing.items, following, strict=True)):
        kept = walk.coming_kept()
        beyond = end if number == first else None
        shown = _item(item, walk, tight=listing.tight, last=after if number >= first else None, beyond=beyond)
        if before and number > first:
            shown = typst_code.join([typst_code.call("last-item", typst_code.literal(before)), shown])
        items.append(f"{typst_code.mark(item.origin)}\n{shown}")
        before = kept if len(item.blocks) == 1 and kept != walk.coming_kept() else ""
    options = {"tight": typst_code.flag(on=listing.tight)}
    if listing.start is not None:
        options |= {"start": str(listing.start)} if listing.start != 1 else {}
        return typst_code.call("enum", *items, **options)
    if any(item.ticked is not None for item in listing.items):
        kinds = typst_code.array([typst_code.literal(_box_of(item)) for item in listing.items])
        return typst_code.call("checklist", kinds, *items, **options)
    return typst_code.call("list", *items, **options)


def _end(below: Sequence[Block]) -> Item | None:
    """Return the one line that is all that comes *below* a list, as if it were its last item; None when it is not."""
    match below:
        case [Paragraph(content=content) as only] if len(said(content)) <= _LITTLE:
            return Item((only,), only.origin)
    return None


def _item(item: Item, walk: Walk, *, tight: bool, last: Item | None, beyond: Item | None) -> str:
    """Return *item*, kept on the page of the *last* item if that follows it: alone on a page that would mean little.

    The last item takes along what is *beyond* it.
    """
    mark = ""
    match item.blocks:
        case (Paragraph(content=content) as first,) if tight:
            shown = _kept(content, walk)
            mark = inline.last_words(walk) if first is walk.last else ""
        case (Paragraph(content=content) as first, *below) if tight:
            lead = _over_list(item, _marked(first, phrase(content, walk), walk), walk)
            shown = typst_code.join([lead, *_each(below, walk, nested=True)])
        case below:
            shown = typst_code.join(_each(below, walk, nested=True))
    moves = not walk.on_sheet and (mark or all(each is not walk.last for each in item.blocks))
    size = _size_of_last(item, last, walk) if last and moves else 0.0
    if size and last:
        along = _size_of_last(last, beyond, walk) if beyond else 0.0
        asks = _asks(last, walk) or (along and beyond and _asks(beyond, walk))
        more = {"more": more_below(typst_code.literal(walk.coming_kept()))} if asks else {}
        size += along
        shown = typst_code.call("with-last", f"{size:.1f}mm", shown, **more)
    return typst_code.stack([mark, shown]) if mark else shown


def _over_list(item: Item, lead: str, walk: Walk) -> str:
    """Return *lead*, the first paragraph of *item*, on the page of the first item of the list that it announces."""
    match item.blocks:
        case (Paragraph() as first, Listing(items=(below, *others)), *_) if not (walk.on_sheet or first is walk.last):
            size = _size_of_last(replace(item, blocks=(first,)), below, walk)
            if size and len(others) == 1:  # which the first item takes along
                size += _size_of_last(below, others[0], walk)
            return typst_code.call("with-last", f"{size:.1f}mm", lead) if size else lead
    return lead


def _size_of_last(item: Item, last: Item, walk: Walk) -> float:
    """Return the approximate height of the *last* item if it is kept on the page of *item*; 0 when it is too long.

    Also 0 when *item* has notes: Typst places those before it knows that the item moves on. Then the layout tells
    whether the last one is alone (`lonely_items` in plan.py). The last words of a page must begin outside what is kept
    whole: nothing can end a page inside it.
    """
    match item.blocks, last.blocks:
        case (Paragraph() as only,), (Paragraph(content=below), *_) if _moves(only):
            return height_of(below, walk.page.footnotes, walk.binding.look)
    return 0.0


def _asks(last: Item, walk: Walk) -> bool:
    """Whether the *last* item may ask for more room below it; then so does the one before, or that stays behind."""
    match last.blocks:
        case (Paragraph(content=content), *_):
            return not walk.kept and asks_to_be_kept(content)
    return False


def _moves(paragraph: Paragraph) -> bool:
    """Return whether *paragraph* may move to the next page as a whole."""
    return len(said(paragraph.content)) <= LONGER_TEXT and not any(note_numbers([paragraph.content]))


def _box_of(item: Item) -> str:
    return "bullet" if item.ticked is None else "ticked" if item.ticked else "open"
