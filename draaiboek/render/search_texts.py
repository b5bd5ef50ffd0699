"""What the search box of a site finds: one record per section of the rendered text, and the words that mean the same.

Material's own search misses Dutch compounds, inflection and abbreviations, and every page would load its index. So our
own engine (draaiboek/search/, JavaScript) stands behind the box; here it gets its texts. In search/ of a site:

- `search.js`: the engine, one file put together from draaiboek/search/;
- `texts.js`: the records of this variant, as a script because a page opened from a file may load nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from lxml.html import HtmlElement

from draaiboek.base.model import Page, Term, Variant
from draaiboek.render import article
from draaiboek.render.layout import FICHE, page_url

# In the order in which they need one another; the licence is that of the stemmer and must stay with it.
PARTS = (
    "vendor/base-stemmer.js",
    "vendor/dutch_porter-stemmer.js",
    "words.js",
    "compounds.js",
    "vocabulary.js",
    "question.js",
    "ranking.js",
    "teaser.js",
    "answer.js",
)
LICENCE = "vendor/COPYING.txt"
SYNONYMS = "synonyms.yml"

# How much a page counts. Checklists and decision aids say in short what another page explains. Lists and pages about
# the guidebook itself hold every word of it, and seldom the answer. What a sector wrote for its readers comes first.
WEIGHTS = {
    PurePosixPath("checklists.md"): 0.8,
    PurePosixPath("mag-ik-dit-delen.md"): 0.6,
    PurePosixPath("word-ik-uitgenodigd.md"): 0.6,
    PurePosixPath("begrippen.md"): 0.25,
    PurePosixPath("bronnen.md"): 0.2,
    PurePosixPath("nog-te-controleren.md"): 0.4,
    PurePosixPath("over-dit-draaiboek.md"): 0.4,
    PurePosixPath("totstandkoming.md"): 0.3,
}
EDITIONS, EDITION = PurePosixPath("edities"), 0.3
OWN_SECTOR = 1.4
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ENDS_LINE = HEADINGS | {"p", "li", "tr", "div", "br", "pre", "blockquote"}
GROUND = "Rechtsgrond:"  # below each outcome of a decision aid: a citation, as footnotes are
NOT_TEXT = frozenset({"headerlink", "footnote", "footnote-ref", "lr-verbeter", "lr-controle"})


def write(variant: Variant, terms: Iterable[Term], engine: Path, *, site: Path) -> None:
    """Write what *variant*'s rendered *site* needs to be searched, with the engine in folder *engine*."""
    texts = {
        "pages": [_page(page, article.of(page.path, site)) for page in variant.pages],
        "meanings": meanings(terms, (engine / SYNONYMS).read_text(encoding="utf-8")),
    }
    folder = site / "search"
    folder.mkdir(exist_ok=True)
    _write(folder / "texts.js", f"self.draaiboekTexts = {_json(texts)};\n")
    _write(folder / "search.js", _engine(engine))


def meanings(terms: Iterable[Term], synonyms: str) -> list[list[str]]:
    """Return the groups of words that mean the same: those of the glossary and those in the YAML text *synonyms*."""
    glossary = [list(dict.fromkeys(filter(None, (term.term, term.full, *term.also)))) for term in terms]
    everyday: list[list[str]] = yaml.safe_load(synonyms)
    return [group for group in glossary if len(group) > 1] + everyday


def sections(text: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield id, title and text of each section of the rendered article *text*; the first is what stands above them."""
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for heading, piece in _pieces(text):
        if heading is None:
            found[-1][2].append(piece)
        elif heading.tag != "h1":
            found.append((heading.get("id", ""), _one_line(piece), []))
    for name, title, pieces in found:
        lines = (_one_line(line) for line in "".join(pieces).split("\n"))
        yield name, title, "\n".join(line for line in lines if line)


def _page(page: Page, text: HtmlElement) -> Mapping[str, Any]:
    return {
        "url": page_url(page.path),
        "title": page.meta.title,
        "summary": page.meta.description,
        "weight": _weight(page),
        "sections": [{"id": name, "title": title, "text": body} for name, title, body in sections(text)],
    }


def _weight(page: Page) -> float:
    if EDITIONS in page.path.parents:
        return EDITION
    return WEIGHTS.get(page.path, OWN_SECTOR if page.sector and page.path != FICHE else 1)


def _pieces(element: HtmlElement) -> Iterator[tuple[HtmlElement | None, str]]:
    """Yield the text below *element* piece by piece; a heading comes in one piece, with its element."""
    if element.text and element.text.strip("\n"):
        yield None, element.text.replace("\n", " ")
    for child in element:
        if isinstance(child.tag, str) and not _is_apart(child):
            if child.tag in HEADINGS:
                yield child, "".join(piece for _, piece in _pieces(child))
            else:
                yield from _pieces(child)
            if child.tag in ENDS_LINE:
                yield None, "\n"
            elif child.tag in {"td", "th"} and child.getnext() is not None:
                yield None, " – "
        if child.tail:
            yield None, child.tail.replace("\n", " ")


def _is_apart(element: HtmlElement) -> bool:
    """Say whether *element* is a reference or a button, and not what the page has to say."""
    ground = element.tag == "p" and element.find("strong") is not None and element.text_content().startswith(GROUND)
    return ground or bool(NOT_TEXT & set(element.get("class", "").split()))


def _one_line(text: str) -> str:
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip(" –")


def _engine(folder: Path) -> str:
    licence = (folder / LICENCE).read_text(encoding="utf-8")
    parts = ((folder / name).read_text(encoding="utf-8") for name in PARTS)
    return "\n".join([f"/*!\nSnowball (snowballstem.org):\n{licence}*/", *parts])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
