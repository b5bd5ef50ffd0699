"""The walk over a chapter's tree: what it needs to know, what it gathers, and how elements find their handler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Chapter, Origin
from draaiboek.forms.link_targets import Addresses
from draaiboek.forms.pdf import line_numbers, tree, typst_code
from draaiboek.forms.pdf.links import label
from draaiboek.forms.pdf.page_breaks import is_kept_for_notes
from draaiboek.render.provenance import marked

Handler = Callable[[HtmlElement, "Walk"], str]


@dataclass(slots=True)
class Walk:
    """One pass over one chapter.

    *files* gives the place of each picture for Typst. *place* is the file of the chapter, or the line that refers to
    the footnote that is being shown. *nested* is true inside lists, boxes and tables, *titled* inside a heading,
    *tabled* inside a table, *noting* inside a footnote. *brief* means that addresses of our own site are not printed,
    *crowded* that the chapter has too many sections for the table of contents. *labels* are the targets that were
    written, *wanted* the targets of links with the problem that there is if nothing writes them; *printed* are the
    addresses, and *leaps* the targets by section, that stand in print.
    """

    chapter: Chapter
    links: Addresses
    files: Mapping[str, str]
    notes: Mapping[str, HtmlElement]
    handlers: Mapping[str, Handler]
    place: Origin
    heading: str = ""
    level: int = 0
    nested: bool = False
    titled: bool = False
    tabled: bool = False
    noting: bool = False
    brief: bool = False
    crowded: bool = False
    labels: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    leaps: set[tuple[str, str]] = field(default_factory=set)
    wanted: list[tuple[str, Diagnostic]] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def problem(self, element: HtmlElement, number: str, text: str, hint: str = "") -> Diagnostic:
        """Return a diagnostic about *element* that says in which section of the chapter it stands."""
        where = f" (bij '#{self.heading}')" if self.heading else ""
        return Diagnostic(number, line_numbers.of(element) or self.place, f"{text}{where}", hint)

    def report(self, element: HtmlElement, number: str, text: str, hint: str = "") -> str:
        """Remember a problem with *element* and return an expression that shows nothing."""
        self.problems.append(self.problem(element, number, text, hint))
        return typst_code.EMPTY

    def mark(self, element: HtmlElement) -> str:
        """Return the line of source that says where *element* was written."""
        return typst_code.mark(line_numbers.of(element) or self.place, self.heading)

    def claim(self, name: str | None) -> str:
        """Return the label for the id *name*, or nothing where there is no id or another element has it already."""
        target = label(self.chapter.url, name) if name else ""
        if not name or name.startswith("fnref") or target in self.labels:
            return ""
        self.labels.add(target)
        return target


def phrase(element: HtmlElement, walk: Walk) -> str:
    """Return the inside of *element* as one expression; text is not made into paragraphs."""
    return typst_code.join([part for _, part in _pieces(element, walk)])


def body(element: HtmlElement, walk: Walk) -> str:
    """Return the inside of a list item or cell, with its anchor."""
    outer, walk.nested = walk.nested, True
    text = typst_code.join([_anchor(element, walk), phrase(element, walk)])
    walk.nested = outer
    return text


def run_in(element: HtmlElement, walk: Walk) -> str:
    """Return the inside of *element*, its first paragraph on the line where it starts."""
    if (element.text or "").strip():
        return phrase(element, walk)
    parts: list[str] = []
    for child in tree.children(element):
        is_paragraph = child.tag == "p"
        parts += ["parbreak()"] if is_paragraph and parts else []
        parts.append(phrase(child, walk) if is_paragraph else show(child, walk))
        parts += [_text(child.tail, walk)] if child.tail else []
    return typst_code.join(parts)


def title_text(element: HtmlElement, walk: Walk) -> str:
    """Return the inside of a heading, which the table of contents repeats."""
    walk.titled = True
    text = phrase(element, walk)
    walk.titled = False
    return text


def kept(element: HtmlElement, text: str) -> str:
    """Return *text*, the inside of *element*, on one page if its footnotes ask for that and it holds no blocks."""
    has_blocks = any(child.tag in tree.BLOCKS for child in element)
    return typst_code.call("kept", text) if not has_blocks and is_kept_for_notes(element) else text


def flow(element: HtmlElement, walk: Walk, *, without: HtmlElement | None = None) -> str:
    """Return the inside of *element* as blocks, loose text as paragraphs; *without* is a child to leave out."""
    blocks: list[str] = []
    run: list[str] = []
    for is_block, part in [*_pieces(element, walk, without), (True, typst_code.EMPTY)]:
        if not is_block:
            run.append(part)
            continue
        text = typst_code.join(run)
        blocks += [typst_code.call("par", text)] if text != typst_code.EMPTY else []
        blocks.append(part)
        run = []
    return typst_code.stack(blocks)


def show(element: HtmlElement, walk: Walk) -> str:
    """Return one element as an expression; one without a handler is a problem, never silently left out."""
    handler = walk.handlers.get(element.tag)
    if handler is None:
        return walk.report(
            element,
            "HT006",
            f"het element <{element.tag}> kan niet in de pdf",
            "Schrijf dit stuk in gewone Markdown, of vraag de beheerder om het element toe te voegen.",
        )
    outer = walk.nested, walk.tabled
    text = typst_code.join([_anchor(element, walk), handler(element, walk)])
    walk.nested, walk.tabled = outer
    if element.tag in tree.BLOCKS and text != typst_code.EMPTY and marked(element):
        text = f"{walk.mark(element)}\n{text}"
    language = element.get("lang")
    return typst_code.call("text", text, lang=typst_code.literal(language[:2])) if language else text


def _anchor(element: HtmlElement, walk: Walk) -> str:
    if walk.titled or element.tag in tree.HEADINGS:
        return typst_code.EMPTY
    target = walk.claim(element.get("id"))
    return typst_code.call("anchor", typst_code.literal(target)) if target else typst_code.EMPTY


def _pieces(element: HtmlElement, walk: Walk, without: HtmlElement | None = None) -> Iterator[tuple[bool, str]]:
    """Yield what stands in *element*, each piece with whether it is a block."""
    if element.text:
        yield False, _text(element.text, walk)
    for child in element:
        if isinstance(child.tag, str) and child is not without:
            yield child.tag in tree.BLOCKS, show(child, walk)
        if child.tail:
            yield False, _text(child.tail, walk)


def _text(words: str, walk: Walk) -> str:
    """Return loose text; headings are not hyphenated, and a table says for all its words whether they are."""
    return typst_code.still(words) if walk.titled or walk.tabled else typst_code.text(words)
