"""Markdown from a small grammar: texts that an editor could have written, each with what a reader must see of it.

For Hypothesis; `given(...).hypothesis.fuzz_one_input` makes a fuzzer of a test that draws from it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import hypothesis.strategies as st

from tests.guidebook import overlay, page

SECTOR = "onderwijs"
TOP, DEEPEST = 2, 5

PICTURE = "docs/media/beeld.svg"
AROUND: Mapping[str, str] = {
    PICTURE: '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><title>Beeld</title></svg>\n',
    "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
    "docs/bronnen.md": page("<!-- lijst: bronnen -->\n", title="Bronnen"),
    "docs/map/wet.md": page("Over de wet.\n\n## Deel {#deel}\n\nMeer.\n", title="Wet"),
}
"""The files that a text of this grammar needs beside it."""


@dataclass(frozen=True)
class Written:
    """*markdown* as an editor writes it, *seen* the words that a reader sees of it, without spaces, *cites* how often.

    What is about the words is not in *seen*: marks of notes, tags for the kind of statement, words for a picture.
    """

    markdown: str
    seen: str
    cites: int = 0


def _put(pieces: Sequence[Written], between: str) -> Written:
    return Written(
        between.join(each.markdown for each in pieces),
        "".join(each.seen for each in pieces),
        sum(each.cites for each in pieces),
    )


# --- words ------------------------------------------------------------------------------------------------------------

WORDS = ("burgemeester", "overleg", "Één", "LIVC-R", "café", "tafel", "ronde tafel", "art. 3, lid 1")
ODD = (
    ("3 &lt; 4", "3<4"),
    ("AT&T", "AT&T"),
    ("&eacute;&eacute;n", "één"),
    ("5 > 4", "5>4"),
    ("2 * 3 * 4", "2*3*4"),
    (r"\*los\*", "*los*"),
    (r"\{wet\}", "{wet}"),
    ("snake_case_naam", "snake_case_naam"),
    ("'aan' \"halen\"", "'aan'\"halen\""),
    ("&copy; 2026", "©2026"),
    ("`<b>&amp;`", "<b>&amp;"),
    ("`` a ` b ``", "a`b"),
    ("{{ straf.artikel }}", "352"),
    ("{en: sense of urgency}", "senseofurgency"),
    ("<https://voorbeeld.be/a?b=1&c=2>", "https://voorbeeld.be/a?b=1&c=2"),
)
NOTHING = ("{afleiding}", "{advies}", "{na-te-gaan: het jaar}", "![Een *beeld*](media/beeld.svg)")
CITATIONS = ("[@wet]", "[@wet, art. 2]", "[@wet, art. {{ straf.artikel }}]", "[@wet, art. 2; @wet, art. 3]")
ADDRESSES = (
    "https://voorbeeld.be/é?a=1&b=2",
    "https://voorbeeld.be \"Een 'titel' <hier>\"",
    "mailto:wie@voorbeeld.be",
    "map/wet.md",
    "map/wet.md#deel",
    "#eerste",
    "variant:onderwijs/map/wet.md#deel",
    "variant:kern/begrippen.md",
)


def _word(numbers: Iterator[int]) -> st.SearchStrategy[Written]:
    """Return a word that stands nowhere else."""
    return st.sampled_from(WORDS).map(lambda word: _plain(f"{word} x{next(numbers)}"))


def _plain(words: str) -> Written:
    return Written(words, "".join(words.split()))


@st.composite
def _around(draw: st.DrawFn, numbers: Iterator[int], depth: int) -> Written:
    """Draw words inside something: emphasis, a link, letters above or below the line."""
    kind = draw(st.sampled_from(("*{}*", "**{}**", "_{}_", "m<sup>{}</sup>", "H<sub>{}</sub>", "[{}]({})")))
    inside = draw(_word(numbers) if "<" in kind else runs(numbers, depth=depth - 1, about=False))
    if "[" in kind:
        plain = draw(_word(numbers))
        return Written(kind.format(plain.markdown, draw(st.sampled_from(ADDRESSES))), plain.seen)
    before = kind[0] if kind[0].isalpha() else ""
    return Written(kind.format(inside.markdown), before + inside.seen)


@st.composite
def runs(
    draw: st.DrawFn, numbers: Iterator[int], *, depth: int = 2, about: bool = True, lines: bool = False
) -> Written:
    """Draw a run of words; with *lines* on more than one line, with *about* citations and tags, too."""
    choices = [_word(numbers), st.sampled_from(ODD).map(lambda odd: Written(*odd))]
    choices += [st.sampled_from(NOTHING).map(lambda markdown: Written(markdown, ""))] if about else []
    choices += [_around(numbers, depth)] if depth else []
    pieces = [draw(_word(numbers))]
    for piece in draw(st.lists(st.one_of(choices), max_size=4)):
        pieces += [piece, draw(_word(numbers))]
    if about and draw(st.booleans()):
        pieces.append(Written(draw(st.sampled_from(CITATIONS)), "", cites=1))
    return _put(pieces, draw(st.sampled_from((" ", "\n", "\\\n", "  \n"))) if lines else " ")


# --- blocks -----------------------------------------------------------------------------------------------------------


@st.composite
def blocks(draw: st.DrawFn, numbers: Iterator[int], *, depth: int = 2, least: int = 0) -> Written:
    """Draw blocks below each other."""
    simple = [runs(numbers, lines=True), _tables(numbers), st.just(Written("***", ""))]
    nested = [_lists(numbers, depth), _quotes(numbers, depth), _boxes(numbers, depth)] if depth else []
    found = draw(st.lists(st.one_of(simple + nested), min_size=least, max_size=3))
    return _put(found, "\n\n")


@st.composite
def _lists(draw: st.DrawFn, numbers: Iterator[int], depth: int) -> Written:
    first, box = draw(st.sampled_from((("-", ""), ("*", ""), ("-", "[ ] "), ("-", "[x] "), ("1", ""), ("7", ""))))
    items = []
    for number in range(draw(st.integers(1, 3))):
        inside = draw(runs(numbers))
        if draw(st.booleans()):
            inside = _put([inside, draw(blocks(numbers, depth=depth - 1, least=1))], "\n\n")
        mark = f"{int(first) + number}. " if first.isdigit() else f"{first} "
        items.append(Written(_indented(f"{box}{inside.markdown}", mark), inside.seen, inside.cites))
    return _put(items, draw(st.sampled_from(("\n", "\n\n"))))


def _indented(markdown: str, mark: str) -> str:
    first, *rest = markdown.split("\n")
    return "\n".join([f"{mark}{first}", *(f"{' ' * len(mark)}{line}" if line else "" for line in rest)])


@st.composite
def _tables(draw: st.DrawFn, numbers: Iterator[int]) -> Written:
    width = draw(st.integers(1, 3))
    sides = draw(st.lists(st.sampled_from(("---", ":--", ":-:", "--:")), min_size=width, max_size=width))
    cell = st.one_of(runs(numbers), st.just(Written("", "")))
    head = [draw(runs(numbers, about=False)) for _ in range(width)]
    rows = [[draw(cell) for _ in range(width)] for _ in range(draw(st.integers(1, 3)))]
    lines = [_put([Written("|", ""), _put(row, " | "), Written("|", "")], " ") for row in (head, *rows)]
    return _put([lines[0], Written(f"|{'|'.join(sides)}|", ""), *lines[1:]], "\n")


@st.composite
def _quotes(draw: st.DrawFn, numbers: Iterator[int], depth: int) -> Written:
    inside = draw(blocks(numbers, depth=depth - 1, least=1))
    return Written("\n".join(f"> {line}" for line in inside.markdown.split("\n")), inside.seen, inside.cites)


@st.composite
def _boxes(draw: st.DrawFn, numbers: Iterator[int], depth: int) -> Written:
    kind = draw(st.sampled_from(("note", "warning", "tip", "danger")))
    title = draw(st.one_of(_word(numbers), st.just(Written("", ""))))
    inside = draw(blocks(numbers, depth=depth - 1, least=1))
    return Written(
        f'!!! {kind} "{title.markdown}"\n\n{_indented(inside.markdown, "    ")}', title.seen + inside.seen, inside.cites
    )


# --- pages ------------------------------------------------------------------------------------------------------------


@st.composite
def pages(draw: st.DrawFn, numbers: Iterator[int]) -> Written:
    """Draw the text of a page: blocks, and sections on every level; the first section has the id `eerste`."""
    found = [draw(blocks(numbers))]
    level = TOP - 1
    for number in range(draw(st.integers(1, 4))):
        level = draw(st.integers(TOP, min(level + 1, DEEPEST)))
        title = draw(runs(numbers, about=False))
        name = f"kop-{next(numbers)}" if number else "eerste"
        mark = draw(st.sampled_from(("", " .wet", " .advies")))
        found += [Written(f"{'#' * level} {title.markdown} {{#{name}{mark}}}", title.seen), draw(blocks(numbers))]
    return _put([each for each in found if each.markdown], "\n\n")


@st.composite
def guidebooks(draw: st.DrawFn) -> tuple[Mapping[str, str], Written]:
    """Draw the files of a guidebook with a page `delen.md`, and what is written on that page in the core.

    The sector adds to its first section, puts text in its place, or leaves it out.
    """
    numbers = itertools.count(1)
    core = draw(pages(numbers))
    action = draw(st.sampled_from(("begin", "einde", "vervang", "weglaten")))
    more = "reden: Daarom & daarom.\n" if action in {"vervang", "weglaten"} else ""
    body = "" if action == "weglaten" else draw(blocks(numbers, least=1)).markdown
    change = overlay(f"{body}\n", target="delen.md#eerste", action=action, more=more)
    return {**AROUND, "docs/delen.md": page(f"{core.markdown}\n"), f"overlays/{SECTOR}/a.md": change}, core


# --- texts that may be wrong ------------------------------------------------------------------------------------------

WORD = "§"
FRAGMENTS = (
    *(
        "§",
        "§ ",
        "§\n",
        "\n",
        "\n\n",
        "    ",
        "  ",
        "\t",
        "\\",
        "\\\n",
        "  \n",
        "é",
        "&amp;",
        "&nbsp;",
        "\f",
        "\v",
        "\x85",
    ),
    *("# ", "## Kop {#kop-§}\n", "### §", " {#a-b .vast}", " {#x-§ .wet}", "===", "---", "***", "~~~", "```"),
    *("- ", "* ", "+ ", "1. ", "1) ", "3. §\n", "- [ ] §\n", "- [x] §\n", "> ", "- > ", ": §\n"),
    *("| § | § |\n| - | :-: |\n| § | § |\n", "- | § | § |\n  | - | - |\n  | § | § | § |\n", "| § |", "| a |", "| - |"),
    *("\\|", "|", "\n| § | § |", "\n    | § | § | § |"),
    *('!!! note "§"\n    ', "!!! note\n\n    ", "!!! § ", "??? note\n    ", '=== "§"\n    '),
    *("<!-- slot: a -->", "<!-- opmerking: klaar -->", "-->", "<div>§", "<br>", "<sup>§</sup>", "<sub>", "</sub>"),
    *("{{ a.b }}", "{{ § }}", "{wet}", "{na-te-gaan: §}", "{§}", "{{", "}}", "{: .§ }"),
    *("[§](b.md)", '[§](b.md "§")', "![§](b.svg)", '![§](b.svg "§")', "![§ {{ § }}](b.svg)", "![`§`  \n§](b.svg)"),
    *("[§]: b\n", "[^1]: §\n", "[^1]", "[x][§]", "[§][]", "*[§]: §\n", "<https://a.be/§>", "[", "]", "(", ")", "!"),
    *("[@wet]", "[@wet, art. §]", "[@wet; §]", "[§ [@wet]](b.md)", "[@", "[§ ![§](b.svg)](c.md)"),
    *("`", "`` § ``", "*", "_", "**", "~~§~~", "^§^", "==§=="),
)


@st.composite
def rough_texts(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Draw a text that need not be right, and the words in it, each of which stands nowhere else."""
    pieces = "".join(draw(st.lists(st.sampled_from(FRAGMENTS), max_size=14))).split(WORD)
    words = tuple(f"w{number}q" for number in range(1, len(pieces)))
    return "".join(itertools.chain(*itertools.zip_longest(pieces, words, fillvalue=""))), words
