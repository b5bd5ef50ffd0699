"""A chapter as Typst: its title, and the sequence of sections and blocks on its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from draaiboek.base.model import Block, Chapter, Page, Paragraph, Section, SectorText
from draaiboek.forms.pdf import inline, typst_code, words
from draaiboek.forms.pdf.blocks import blocks
from draaiboek.forms.pdf.inline import phrase
from draaiboek.forms.pdf.links import label, start_labels
from draaiboek.forms.pdf.page_breaks import LONGER_TEXT, is_kept_whole, room
from draaiboek.forms.pdf.plan import APART, LEFT, close, more_below, smaller
from draaiboek.forms.pdf.units import Unit, units
from draaiboek.forms.pdf.walk import POCKET, Place, Walk
from draaiboek.forms.pdf.words import runs_in, said
from draaiboek.render.typography import printed_text

_TERM = 21  # letters; the longest word for which the column of terms has room
_Words = SectorText | tuple[Block, ...]  # anything that is not a heading


@dataclass(frozen=True, slots=True)
class Opening:
    """How a chapter begins and ends: in the menu group with number *part*, as the first of it if it *opens* that.

    It *breaks* the page when it begins on a new one, and *closes* it when the next chapter does.
    """

    part: int = 0
    opens: bool = False
    breaks: bool = True
    closes: bool = True


def convert(chapter: Chapter, walk: Walk, how: Opening) -> str:
    """Return *chapter* as Typst; *walk* holds the state of the conversion."""
    page, url = chapter.page, typst_code.literal(chapter.url)
    flags = (typst_code.flag(on=how.opens), typst_code.flag(on=how.breaks))
    shown = typst_code.literal(printed_text(chapter.title))
    group = typst_code.literal(printed_text(chapter.group))
    listed = {"listed": typst_code.LISTED} if how.opens else {}
    sides = {"left": f"{url} in {LEFT}", "apart": f"{url} in {APART}"} if walk.binding.look is POCKET else {}
    lines = [
        typst_code.mark(page.origin),
        "{",
        f"show: it => fitted({close(chapter.url)}, {smaller(chapter.url)}, it)",
        typst_code.call("chapter", str(how.part), group, *flags, shown, *opening(page), **sides, **listed),
        *(["notice(words)"] if walk.binding.brief else []),
        typst_code.call("begin", url),
        *([f"show: dense.with(listing: {typst_code.flag(on=walk.crowded)})"] if walk.dense else []),
        flow(tuple(units(page.lead, page.sections)), walk),
        *([typst_code.call("end", url)] if how.closes else []),
        "}",
    ]
    return "\n".join(lines)


def opening(page: Page) -> tuple[str, str]:
    """Return, as expressions, the labels of the start of *page* and its title."""
    names = typst_code.array([typst_code.literal(name) for name in start_labels(page)])
    return names, typst_code.still(printed_text(page.meta.title))


def flow(below: Sequence[Unit], walk: Walk, *, nested: bool = False) -> str:
    """Return the units *below* in a sequence; *nested* means that they are in a box."""
    beside = walk.crowded and not nested and not walk.on_sheet  # a heading and its words
    shown, at = list[str](), 0
    while at < len(below):
        unit, after = below[at], below[at + 1 :]
        entry = tuple(_until_heading(after)) if beside and isinstance(unit, Section) else ()
        entry = entry if all(map(_is_meaning, entry)) else ()
        if entry and isinstance(unit, Section):
            shown.append(_entry(unit, entry, walk))
        else:
            follows = at > 0 and isinstance(below[at - 1], Section)
            shown.append(_unit(unit, after, walk, nested=nested, follows=follows))
        at += 1 + len(entry)
    return typst_code.stack(shown)


def _is_meaning(words: _Words) -> bool:
    """Return whether *words* may stand beside a term: a list below a heading is a text of its own."""
    return isinstance(words, SectorText) or all(isinstance(each, Paragraph) for each in words)


def _until_heading(below: Sequence[Unit]) -> Iterator[_Words]:
    for unit in below:
        if isinstance(unit, Section):
            return
        yield unit


def _unit(unit: Unit, after: Sequence[Unit], walk: Walk, *, nested: bool, follows: bool) -> str:
    match unit:
        case Section():
            return _heading(unit, after, walk, follows=follows)
        case SectorText():
            return _sector_text(unit, walk)
    return blocks(unit, walk, nested=nested)


def _entry(section: Section, below: Sequence[_Words], walk: Walk) -> str:
    """Return *section* as a list entry: its heading beside what is *below* it, on one page if that is short."""
    title = _title(section, walk)
    walk.roomy = ""
    is_short = len(said(*(run for unit in below for run in runs_in(unit)))) <= LONGER_TEXT
    walk.kept = walk.next_kept() if is_short else ""
    name = typst_code.literal(walk.kept)
    text = typst_code.stack([_unit(unit, (), walk, nested=True, follows=False) for unit in below])
    broken = typst_code.flag(on=any(len(word) > _TERM for word in section.title.split()))
    shown = typst_code.call("defined", title, text, broken=broken)
    if walk.kept:
        shown = typst_code.call("kept", name, more_below(name), shown)
    walk.kept = ""
    return f"{typst_code.mark(section.origin)}\n{shown}"


def _heading(section: Section, after: Sequence[Unit], walk: Walk, *, follows: bool) -> str:
    """Return the heading of *section*; *follows* means that it comes directly after another heading."""
    text = _title(section, walk)
    walk.roomy = walk.roomy if follows else ""
    below = room(after, walk.page.footnotes, walk.binding.look, few=walk.dense)
    if below and not walk.on_sheet:
        look = 3 if walk.crowded else walk.level
        name = typst_code.literal(label(walk.page.path, section.id))
        text = typst_code.call("roomy", f"{below:.0f}mm", str(look), name, more_below(name), text)
        walk.roomy = walk.roomy if follows else label(walk.page.path, section.id)
    return f"{typst_code.mark(section.origin)}\n{text}"


def _title(section: Section, walk: Walk) -> str:
    """Return the words of the heading of *section*, at most one level deeper than the previous heading (PDF/UA)."""
    walk.level = min(section.level, walk.level + 1)
    walk.heading += 1
    walk.leaps.clear()
    title = phrase(section.heading, walk, Place.HEADING)
    if section.mark:
        mark = typst_code.join([typst_code.literal(" "), inline.mark(section.mark)])
        title = typst_code.join([title, typst_code.call("not-in-contents", mark)])
    options = {"level": str(walk.level)}
    if not walk.is_listed(section):
        options |= {"outlined": "false", "bookmarked": "true"}
    name = typst_code.literal(label(walk.page.path, section.id))
    return typst_code.call("labelled", typst_code.call("heading", title, **options), name)


def _sector_text(part: SectorText, walk: Walk) -> str:
    whose, *lines = map(typst_code.text, words.sector_lines(part))
    marked = [typst_code.call("par", line) for line in lines]
    text = typst_code.stack([*marked, flow(tuple(units(part.body, part.sections)), walk, nested=True)])
    whole = typst_code.flag(on=is_kept_whole(part))
    return f"{typst_code.mark(part.origin)}\n{typst_code.call('sector', whose, text, whole=whole)}"
