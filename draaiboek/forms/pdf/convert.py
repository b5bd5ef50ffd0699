"""A chapter as Typst calls: one small function for each element of a closed table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Chapter
from draaiboek.forms.link_targets import Addresses
from draaiboek.forms.pdf import inline, lists, tables, tree, typst_code
from draaiboek.forms.pdf.links import label
from draaiboek.forms.pdf.page_breaks import SHORT_TEXT, is_kept_whole, room
from draaiboek.forms.pdf.traversal import Handler, Walk, flow, kept, phrase, show, title_text
from draaiboek.render import provenance

_MANY_SECTIONS = 24  # a chapter with more is a list, of terms for instance, and is not spelled out in the contents
_CALM = frozenset({"note", "info", "abstract", "tip", "success", "example", "question", "quote"})
_WARN = frozenset({"warning", "danger", "failure", "bug", "attention", "caution", "important"})


@dataclass(frozen=True, slots=True)
class Converted:
    """A chapter for Typst, its labels, and the labels that its links need, each with the problem if it is missing."""

    source: str
    labels: frozenset[str]
    wanted: tuple[tuple[str, Diagnostic], ...]
    problems: tuple[Diagnostic, ...]


def convert(
    chapter: Chapter, links: Addresses, files: Mapping[str, str], *, opens: bool, brief: bool = False
) -> Converted:
    """Return *chapter* as Typst; *opens* says that it is the first of its group, *brief* that it stands alone."""
    body, walk = begin(chapter, links, files)
    walk.brief = brief
    walk.crowded = sum(element.tag == "h2" for element in tree.elements(body)) > _MANY_SECTIONS
    labels, title = opening(body, walk)
    group, shown = typst_code.literal(chapter.group), typst_code.literal(chapter.title)
    start = typst_code.call("chapter", group, typst_code.flag(on=opens), shown, labels, title)
    look = f"show: it => fitted({typst_code.literal(chapter.url)}, it)"
    notice = ["notice(words)"] if brief else []
    lines = [typst_code.mark(walk.place, ""), "{", look, start, *notice, flow(body, walk), "}"]
    finish(walk)
    return Converted("\n".join(lines), frozenset(walk.labels), tuple(walk.wanted), tuple(walk.problems))


def begin(chapter: Chapter, links: Addresses, files: Mapping[str, str]) -> tuple[HtmlElement, Walk]:
    """Return the tree of *chapter* and a walk over it; *files* gives the place of each picture for Typst."""
    article = tree.parse(chapter.html)
    place = provenance.of_page(article.body, chapter.path)
    return article.body, Walk(chapter, links, files, article.notes, HANDLERS, place)


def opening(body: HtmlElement, walk: Walk) -> tuple[str, str]:
    """Return the labels of the chapter and its title, which is taken out of *body*."""
    chapter = walk.chapter
    names = [label(chapter.url, "")]
    walk.labels.update(names)
    walk.level = 1
    text = typst_code.literal(chapter.title)
    title = next((element for element in tree.elements(body) if element.tag == "h1"), None)
    if title is not None:
        names.append(walk.claim(title.get("id")))
        text = title_text(title, walk)
        title.drop_tree()
    return typst_code.array([typst_code.literal(name) for name in names if name]), text


def finish(walk: Walk) -> None:
    """Report the footnotes that nothing referred to."""
    for name, note in walk.notes.items():
        if walk.claim(name):
            walk.report(note, "LK005", f"de voetnoot '{name.removeprefix('fn:')}' heeft geen verwijzing in de tekst")


def _heading(element: HtmlElement, walk: Walk) -> str:
    walk.level = min(int(element.tag[1]), walk.level + 1) if element.tag != "h1" else 2
    walk.heading = element.get("id", "")
    name = walk.claim(walk.heading)
    options = {"level": str(walk.level)} | ({"outlined": "false", "bookmarked": "true"} if walk.crowded else {})
    heading = typst_code.call("heading", title_text(element, walk), **options)
    text = typst_code.call("labelled", heading, typst_code.literal(name)) if name else heading
    if below := room(element, walk.notes):
        look = 3 if walk.crowded else walk.level
        text = typst_code.call("roomy", f"{below:.0f}mm", str(look), text)
    return f"{walk.mark(element)}\n{text}"


def _paragraph(element: HtmlElement, walk: Walk) -> str:
    inside = tree.children(element)
    if len(inside) == 1 and inside[0].tag == "img" and not tree.words(element):
        return inline.picture(inside[0], walk, function="picture")
    following = element.getnext()
    announces = following is not None and following.tag in {"ul", "ol", "dl", "table", "pre"}
    function = "lead-in" if announces and len(tree.words(element)) <= SHORT_TEXT else "par"
    text = phrase(element, walk)
    return kept(element, typst_code.call(function, text)) if text != typst_code.EMPTY else typst_code.EMPTY


def _division(element: HtmlElement, walk: Walk) -> str:
    names = tree.classes(element)
    if "admonition" in names:
        return _box(element, walk, ".//p[contains(@class, 'admonition-title')]")
    if "lr-sector" in names:
        return _sector(element, walk)
    return flow(element, walk)


def _box(element: HtmlElement, walk: Walk, title_path: str) -> str:
    title = next((child for child in element.xpath(title_path) if child.getparent() is element), None)
    walk.nested = True
    words = phrase(title, walk) if title is not None else "none"
    names = tree.classes(element)
    tone = "warn" if names & _WARN else "calm" if names & _CALM else "plain"
    text, whole = flow(element, walk, without=title), typst_code.flag(on=is_kept_whole(element))
    return typst_code.call("admonition", typst_code.literal(tone), words, text, whole=whole)


def _sector(element: HtmlElement, walk: Walk) -> str:
    first = next(iter(tree.children(element)), None)
    if first is None or "lr-sector__label" not in tree.classes(first):
        return walk.report(element, "HT006", "een stuk sectortekst zegt niet in woorden van welke sector het is")
    walk.nested = True
    text, whole = flow(element, walk, without=first), typst_code.flag(on=is_kept_whole(element))
    return typst_code.call("sector", phrase(first, walk), text, whole=whole)


def _details(element: HtmlElement, walk: Walk) -> str:
    return _box(element, walk, "./summary")


def _quotation(element: HtmlElement, walk: Walk) -> str:
    walk.nested = True
    return typst_code.call("quotation", flow(element, walk))


def _listing(element: HtmlElement, _walk: Walk) -> str:
    return typst_code.call("listing", typst_code.literal(element.text_content().rstrip("\n")))


def _rule(_element: HtmlElement, _walk: Walk) -> str:
    return "rule()"


def _figure(element: HtmlElement, walk: Walk) -> str:
    caption = next((child for child in tree.children(element) if child.tag == "figcaption"), None)
    words = phrase(caption, walk) if caption is not None else "none"
    parts = [
        inline.picture(child, walk, function="picture") if child.tag == "img" else show(child, walk)
        for child in tree.children(element)
        if child is not caption
    ]
    return typst_code.call("drawing", typst_code.stack(parts), words)


HANDLERS: Mapping[str, Handler] = {
    **inline.HANDLERS,
    **lists.HANDLERS,
    **tables.HANDLERS,
    **dict.fromkeys(sorted(tree.HEADINGS), _heading),
    **dict.fromkeys(("article", "aside", "footer", "header", "main", "section", "address"), flow),
    "blockquote": _quotation,
    "details": _details,
    "div": _division,
    "figure": _figure,
    "hr": _rule,
    "p": _paragraph,
    "pre": _listing,
}
