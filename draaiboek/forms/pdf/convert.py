"""A chapter as Typst: its title, and what stands below each other on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from draaiboek.base.model import Chapter, Page, Section, SectorText
from draaiboek.forms.pdf import inline, typst_code, words
from draaiboek.forms.pdf.blocks import blocks
from draaiboek.forms.pdf.inline import phrase
from draaiboek.forms.pdf.links import label, start_labels
from draaiboek.forms.pdf.page_breaks import is_kept_whole, room
from draaiboek.forms.pdf.plan import APART, LEFT, close, more_below
from draaiboek.forms.pdf.units import Unit, units
from draaiboek.forms.pdf.walk import POCKET, Place, Walk
from draaiboek.forms.typography import printed_text


@dataclass(frozen=True, slots=True)
class Opening:
    """How a chapter begins and ends: in the menu group with number *part*, as the first of it (*opens*).

    It *breaks* the page when it begins on a new one, and *closes* it when the next one does.
    """

    part: int = 0
    opens: bool = False
    breaks: bool = True
    closes: bool = True


def convert(chapter: Chapter, walk: Walk, how: Opening) -> str:
    """Return *chapter*, over which *walk* goes, as Typst."""
    page, url = chapter.page, typst_code.literal(chapter.url)
    flags = (typst_code.flag(on=how.opens), typst_code.flag(on=how.breaks))
    shown = typst_code.literal(printed_text(chapter.title))
    group = typst_code.literal(printed_text(chapter.group))
    listed = {"listed": typst_code.LISTED} if how.opens else {}
    sides = {"left": f"{url} in {LEFT}", "apart": f"{url} in {APART}"} if walk.binding.look is POCKET else {}
    lines = [
        typst_code.mark(page.origin),
        "{",
        f"show: it => fitted({close(chapter.url)}, it)",
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
    """Return the labels of the start of *page*, and its title."""
    names = typst_code.array([typst_code.literal(name) for name in start_labels(page)])
    return names, typst_code.still(printed_text(page.meta.title))


def flow(below: Sequence[Unit], walk: Walk, *, nested: bool = False) -> str:
    """Return *below* one below the other; *nested* means that they stand in a box."""
    return typst_code.stack(
        [
            _unit(unit, below[number:], walk, nested=nested, follows=isinstance(before, Section))
            for number, (before, unit) in enumerate(zip((None, *below), below, strict=False), start=1)
        ]
    )


def _unit(unit: Unit, after: Sequence[Unit], walk: Walk, *, nested: bool, follows: bool) -> str:
    match unit:
        case Section():
            return _heading(unit, after, walk, follows=follows)
        case SectorText():
            return _sector_text(unit, walk)
    return blocks(unit, walk, nested=nested)


def _heading(section: Section, after: Sequence[Unit], walk: Walk, *, follows: bool) -> str:
    """Return the heading of *section*, which *follows* another one at once, or does not.

    The one below it is never more than one level lower (PDF/UA).
    """
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
    text = typst_code.call("labelled", typst_code.call("heading", title, **options), name)
    walk.roomy = walk.roomy if follows else ""
    if not walk.on_sheet and (below := room(after, walk.page.footnotes, walk.binding.look)):
        look = 3 if walk.crowded else walk.level
        text = typst_code.call("roomy", f"{below:.0f}mm", str(look), name, more_below(name), text)
        walk.roomy = walk.roomy if follows else label(walk.page.path, section.id)
    return f"{typst_code.mark(section.origin)}\n{text}"


def _sector_text(part: SectorText, walk: Walk) -> str:
    whose, *lines = map(typst_code.text, words.sector_lines(part))
    marked = [typst_code.call("par", line) for line in lines]
    text = typst_code.stack([*marked, flow(tuple(units(part.body, part.sections)), walk, nested=True)])
    whole = typst_code.flag(on=is_kept_whole(part))
    return f"{typst_code.mark(part.origin)}\n{typst_code.call('sector', whose, text, whole=whole)}"
