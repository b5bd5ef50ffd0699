"""CommonMark's own examples: whatever our reader does not render as specified is refused with a code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from draaiboek.base.diagnostics import has_errors
from draaiboek.base.model import (
    Block,
    Changed,
    Emphasis,
    Inline,
    Line,
    Link,
    Origin,
    Page,
    PageMeta,
    Part,
    Script,
    SectorText,
    Slot,
    Strong,
    Variant,
    with_runs,
)
from draaiboek.content.markdown import parse
from draaiboek.pipeline.examine import examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import guidebook
from tests.oracle import TYPED

SPECIFICATION = Path(__file__).parents[1] / "corpus" / "commonmark" / "spec.txt"
FENCE = "`" * 32
EXAMPLE = re.compile(rf"^{FENCE} example\n(?P<markdown>.*?)^\.\n(?P<html>.*?)^{FENCE}$", re.MULTILINE | re.DOTALL)
PATH = PurePosixPath("index.md")
ORIGIN = Origin(PurePosixPath("docs/index.md"))

# How many examples are rendered, and how many refused: no code blocks, no HTML, no link definitions, an id for every
# heading. Adding or dropping a rule changes these numbers; an example that is rendered wrongly is always a bug.
TABLE = {
    "shown as the specification says": 362,
    "refused: PG007": 158,
    "refused: HT001": 62,
    "refused: PG004": 29,
    "refused: HT002 PG007": 11,
    "refused: HT002": 7,
    "refused: HT001 PG007": 5,
    "refused: PG006": 5,
    "refused: PG004 PG007": 4,
    "refused: PG008": 3,
    "refused: PG004 PG006": 2,
    "refused: PG007 PG008": 2,
    "refused: HT002 HT007": 1,
    "refused: HT005": 1,
}


@dataclass(frozen=True)
class Example:
    number: int
    markdown: str
    html: str


def examples() -> Iterator[Example]:
    text = SPECIFICATION.read_text(encoding="utf-8").replace("→", "\t")
    for number, match in enumerate(EXAMPLE.finditer(text), start=1):
        yield Example(number, match["markdown"], match["html"])


def test_every_example_is_shown_as_the_specification_says_or_refused(tmp_path: Path) -> None:
    variant = examine(guidebook({}, tmp_path)).variants[0]
    table: Counter[str] = Counter()
    different = []
    for example in examples():
        html, codes = shown(example.markdown, variant)
        if codes:
            table[f"refused: {' '.join(codes)}"] += 1
        elif pieces(html) == pieces(example.html.replace('href="', 'href="https://a.be/')):
            table["shown as the specification says"] += 1
        else:
            different.append((example, html))
    for name, count in table.most_common():
        print(f"{count:4} {name}")  # noqa: T201  # a table for whoever runs this test with -s
    assert different == []
    assert table == TABLE


def test_the_comparison_sees_a_difference() -> None:
    for one, other in (
        ("<p>a</p>", "<p>b</p>"),
        ("<p><em>a</em> b</p>", "<p><em>a</em>b</p>"),
        ("<p>a</p>", "<ul><li>a</li></ul>"),
        ('<p><a href="a">b</a></p>', '<p><a href="b">b</a></p>'),
        ("<p>a<br>b</p>", "<p>a b</p>"),
        ("<code>a  b</code>", "<code>a b</code>"),
        ('<ol start="2"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    ):
        assert pieces(one) != pieces(other)


def shown(markdown: str, variant: Variant) -> tuple[str, tuple[str, ...]]:
    """Return the HTML of *markdown* in our article, and the codes of what is refused in it."""
    lines = [Line(text, replace(ORIGIN, line=number)) for number, text in enumerate(markdown.split("\n"), start=1)]
    parsed = parse(lines)
    if has_errors(parsed.problems):  # a warning refuses nothing
        return "", tuple(sorted({problem.code for problem in parsed.problems}))
    assert parsed.sections == ()
    lead = tuple(with_runs(_block(part), _addressed) for part in parsed.lead)
    page = Page(PATH, PageMeta("", ""), lead, (), ORIGIN)
    return article(page, around(page, variant, "")), ()


def _block(part: Part) -> Block:
    assert not isinstance(part, Slot | SectorText)
    return part


def _addressed(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """Give the links in *content* absolute addresses, which stay as they are: resolving them is not Markdown's task."""
    return tuple(_with_address(each) for each in content)


def _with_address(inline: Inline) -> Inline:
    if isinstance(inline, Link):
        inline = replace(inline, href=f"https://a.be/{quote(inline.href, safe='%')}")
    if isinstance(inline, Changed | Emphasis | Link | Script | Strong):
        return replace(inline, content=_addressed(inline.content))
    return inline


# --- HTML, reduced to what a reader can distinguish -------------------------------------------------------------------

IN_WORDS = frozenset({"a", "em", "strong", "code", "img"})
EMPTY = frozenset({"br", "hr", "img"})


def pieces(html: str) -> list[str]:
    """Return the elements and the words of *html*, as typed and without insignificant white space."""
    parser = _Pieces()
    parser.feed(html.translate(TYPED))
    parser.close()
    return list(parser.found("div"))


class _Pieces(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.last = "div"
        self.words = ""

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "div":  # ours only records the origin of a text, and the HTML of the specification has none
            return
        known = "".join(f" {name}={_plain(name, value or '')!r}" for name, value in sorted(attrs))
        self.pieces = [*self.found(tag), f"<{tag}{known}>"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY | {"div"}:
            self.pieces = [*self.found(tag), f"</{tag}>"]

    def handle_data(self, data: str) -> None:
        self.words += data

    def found(self, tag: str) -> Iterator[str]:
        """Yield what was collected before *tag*, and start anew."""
        yield from self.pieces
        words = self.words if self.pieces and self.pieces[-1] == "<code>" else re.sub(r"\s+", " ", self.words)
        words = words if self.last in IN_WORDS else words.lstrip()
        words = words if tag in IN_WORDS else words.rstrip()
        if words:
            yield words
        self.words, self.last = "", tag


def _plain(name: str, value: str) -> str:
    """Return the *value* of attribute *name*, with an address unquoted so that it has one spelling."""
    return unquote(value) if name in {"href", "src"} else value
