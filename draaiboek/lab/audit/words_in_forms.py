"""Whether every word of the text is in every form of out/site: website, EPUB, PDF and search, in the same order.

Each form is read by something that had no part in making it: Python's own HTML parser, and poppler.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from lxml import html

from draaiboek.base import process
from draaiboek.base.model import (
    Chapter,
    Inline,
    Mark,
    Note,
    Page,
    Part,
    Product,
    Section,
    SectorText,
    Slot,
    Variant,
    deep,
    runs,
    words,
)
from draaiboek.compose import sector_mark
from draaiboek.compose.excerpt import of_chapters, short_fiche
from draaiboek.compose.reading_order import all_runs, blocks
from draaiboek.content.decision_aids import GROUND
from draaiboek.render.article import MARK
from draaiboek.render.chapters import chapters
from draaiboek.render.layout import epub_name, folder_of, page_url, pdf_name
from draaiboek.render.search_texts import is_whole, pages_of

PDFTOTEXT = "pdftotext"
UNCHECKED = "te controleren"
_PAGES = 3  # the most pages that one piece of text can cover
_AROUND = 40  # characters shown before and after the place where two texts diverge
_TYPED = str.maketrans("‘’“”–", "''\"\"-")  # what the editors typed, or would have typed


@dataclass(frozen=True, slots=True)
class Parted:
    """A page on which a *form* does not say what the text says: *wanted* and *found* around where they diverge."""

    variant: str
    page: str
    form: str
    wanted: str
    found: str


def parted(variants: Sequence[Variant], site: Path) -> Iterator[Parted]:
    """Yield where a form in *site*, a finished edition, does not say what *variants* say; PDFs only with PDFTOTEXT."""
    for variant in variants:
        yield from _on_website(variant, site / folder_of(variant))
        if variant.gathered:  # this variant is only a website
            continue
        yield from _in_epub(variant, site / epub_name(variant))
        if shutil.which(PDFTOTEXT):
            yield from _in_pdf(variant, site / pdf_name(variant))


def _on_website(variant: Variant, folder: Path) -> Iterator[Parted]:
    texts = (folder / "search" / "texts.js").read_text(encoding="utf-8")
    searched = {page["url"]: page for page in pages_of(texts)}
    for page in variant.pages:
        on_site = Seen(article_on((folder / page_url(page.path) / "index.html").read_bytes()))
        yield from _differ(variant, str(page.path), "website", in_tree(page), on_site.words)
        notes = " ".join(squeezed(words(note.content)) for note in page.footnotes)
        yield from _differ(variant, str(page.path), "voetnoten", notes, " ".join(on_site.notes))
        found = "".join(
            f"{each['title']}{each['text']}" for each in searched.get(page_url(page.path), {"sections": ()})["sections"]
        )
        wanted = without_ground(page, on_site.with_labels)
        said = squeezed(found).replace("-", "")
        if variant.gathered:  # a sector's text is a separate record, after that of the section it is in
            wanted, said = "".join(sorted(wanted)), "".join(sorted(said))
        if is_whole(page, variant):
            yield from _differ(variant, str(page.path), "zoeken", wanted, said)


def _in_epub(variant: Variant, file: Path) -> Iterator[Parted]:
    with zipfile.ZipFile(file) as book:
        names = [name for name in book.namelist() if name.endswith(".xhtml")]
        said = {name: Seen(book.read(name).decode()).words for name in names}
    for chapter in chapters(variant):
        wanted = squeezed(chapter.page.meta.title) + in_tree(chapter.page)
        name = next((each for each in names if each.endswith(f"tekst/{chapter.path.with_suffix('.xhtml')}")), "")
        found = said.get(name, "")
        if wanted not in found:
            yield from _differ(variant, str(chapter.path), "epub", wanted, found)


def _in_pdf(variant: Variant, file: Path) -> Iterator[Parted]:
    """Yield the pieces of text that are not in the book, either in one piece or split by page breaks.

    The tests check the order in small books; checking it takes minutes for a real one.
    """
    found = letters(_unaddressed(process.run([PDFTOTEXT, "-raw", file, "-"], cwd=file.parent)))
    for chapter in map(short_fiche, of_chapters(chapters(variant), Product.REFERENCE)):
        for said in of_chapter(chapter):
            if not _stands_in(letters(_unaddressed(said)), found):
                yield Parted(variant.slug, str(chapter.path), "pdf", said, "…")


def _unaddressed(text: str) -> str:
    """Return *text* without addresses in parentheses: print adds that of a link behind its words."""
    return re.sub(r"\(https?://[^()]*\)", "", text)


def _stands_in(piece: str, found: str, parts: int = _PAGES) -> bool:
    if piece in found:
        return True
    # The longest prefix of the piece that is found; the rest must be on the next page.
    length = bisect_left(range(len(piece)), 1, key=lambda end: piece[: end + 1] not in found)
    return parts > 1 and length > 0 and _stands_in(piece[length:], found, parts - 1)


def _differ(variant: Variant, page: str, form: str, wanted: str, found: str) -> Iterator[Parted]:
    if wanted != found:
        at = next((i for i, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other), _AROUND)
        place = slice(max(at - _AROUND, 0), at + _AROUND)
        yield Parted(variant.slug, page, form, wanted[place], found[place])


# --- what the text says -----------------------------------------------------------------------------------------------


def squeezed(text: str) -> str:
    """Return *text* without white space, with the signs of a keyboard."""
    return "".join(text.split()).translate(_TYPED)


def letters(text: str) -> str:
    """Return *text* without anything but its letters and digits."""
    return "".join(re.findall(r"[^\W_]", text))


def in_tree(page: Page) -> str:
    """Return all the words of *page* below its title, without its notes and without white space."""
    return squeezed("".join(words(run) for run in all_runs(page.lead, page.sections)))


def without_ground(page: Page, said: str) -> str:
    """Return *said*, the words of *page*, without dashes and without the legal grounds that the search leaves out."""
    for block in blocks(page.lead, page.sections):
        pieces = [squeezed(words(run)) for run in runs(block)]
        if pieces and pieces[0].startswith(GROUND):
            said = said.replace(pieces[0], "")
    return said.replace("-", "")


def of_chapter(chapter: Chapter) -> Iterator[str]:
    """Yield what *chapter* of a book says, in the order of the PDF: each note where it is first referred to."""
    yield from (chapter.group, chapter.page.meta.title)
    yield from of_page(chapter.page)


def of_page(page: Page) -> Iterator[str]:
    """Yield what *page* says below its title, as `of_chapter` does."""
    yield from _of_parts(page.lead, page)
    yield from _of_sections(page.sections, page)


def _of_sections(sections: Sequence[Section], page: Page) -> Iterator[str]:
    for section in sections:
        yield from _of_run(section.heading, page)
        yield from _of_mark(section.mark)
        yield from _of_parts(section.body, page)
        yield from _of_sections(section.subsections, page)
        yield from _of_parts(section.tail, page)


def _of_parts(parts: Sequence[Part], page: Page) -> Iterator[str]:
    for part in parts:
        if isinstance(part, SectorText):
            yield sector_mark.label(part)
            yield sector_mark.why(part)
            yield sector_mark.STALE if part.stale else ""
            yield from _of_parts(part.body, page)
            yield from _of_sections(part.sections, page)
        elif not isinstance(part, Slot):
            yield from (said for run in runs(part) for said in _of_run(run, page))


def _of_run(run: Sequence[Inline], page: Page) -> Iterator[str]:
    for each in deep(run):
        if isinstance(each, Note):
            yield words(page.footnotes[each.number - 1].content) if each.time == 1 else ""
            yield UNCHECKED if each.unchecked else ""
        elif isinstance(each, Mark):
            yield from _of_mark(each)
        elif not hasattr(each, "content"):
            yield words((each,))


def _of_mark(mark: Mark | None) -> Iterator[str]:
    if mark:
        yield f"{mark.kind.replace('-', ' ')} {mark.about}"


# --- what a reader sees -----------------------------------------------------------------------------------------------


def article_on(page: bytes) -> str:
    """Return the HTML of the article on the finished *page* of a website."""
    root = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    articles = (
        html.tostring(each, encoding="unicode", with_tail=False) for each in root.iter("div") if MARK in each.attrib
    )
    return "".join(articles)


class Seen(HTMLParser):
    """What a reader sees of HTML, whoever made it: the words of the text, and separately what is around them."""

    EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta"})
    APART: Mapping[str, str] = {
        **dict.fromkeys(("headerlink", "footnote-backref", "nummer", "lr-verbeter", "lr-kit", "vakje"), "furniture"),
        **dict.fromkeys(("footnote", "noten"), "notes"),
        **dict.fromkeys(("lr-sector__label", "lr-sector__reden"), "labels"),
        "footnote-ref": "marks",
        "doc-noteref": "marks",
        "lr-merk": "tags",
        **dict.fromkeys(("lr-hoorbaar", "lr-figuur__beeld"), "furniture"),
        "lr-controle": "unchecked",
    }

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pictures: list[str] = []
        self.calls: list[str] = []
        self.inside: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Record what kind of words the element holds, and its attributes."""
        known = {name: value or "" for name, value in attrs}
        self.ids += [known["id"]] if "id" in known else []
        self.pictures += [known["alt"]] if tag == "img" else []
        self.calls += [known["href"].removeprefix("tel:")] if known.get("href", "").startswith("tel:") else []
        if tag not in self.EMPTY:
            names = (*known.get("class", "").split(), known.get("role", ""))
            self.inside.append(next((self.APART[name] for name in names if name in self.APART), ""))
            if self.inside[-1] or tag in {"li", "aside"}:  # a label, a note
                self.said.append((self.place, " "))

    def handle_endtag(self, tag: str) -> None:
        """Return to the kind of words outside the element."""
        if tag not in self.EMPTY:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Record words."""
        self.said.append((self.place, squeezed(data)))

    @property
    def place(self) -> str:
        """The kind of the words here: inside a note they all belong to the note."""
        return "furniture" if "furniture" in self.inside else next(filter(None, self.inside), "text")

    def _pieces(self, *places: str) -> list[str]:
        return "".join(text for place, text in self.said if place in places).split()

    @property
    def words(self) -> str:
        """The words of the text, without white space."""
        return "".join(self._pieces("text"))

    @property
    def with_labels(self) -> str:
        """The same, including the labels that say for whom a piece of text is."""
        return "".join(self._pieces("text", "labels"))

    @property
    def labels(self) -> list[str]:
        """The labels that say for whom a piece of text is."""
        return self._pieces("labels")

    @property
    def tags(self) -> list[str]:
        """The words of the marks."""
        return self._pieces("tags")

    @property
    def marks(self) -> list[int]:
        """The numbers of the notes, where they are referred to."""
        return [int(number) for number in self._pieces("marks")]

    @property
    def notes(self) -> list[str]:
        """The words of the notes."""
        return self._pieces("notes")
