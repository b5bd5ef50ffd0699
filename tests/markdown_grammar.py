"""A small grammar of Markdown: texts that an editor could have written, each with what a reader must see of it.

For Hypothesis; `given(...).hypothesis.fuzz_one_input` turns a test that draws from it into a fuzzer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import hypothesis.strategies as st

from draaiboek.content.markdown.nodes import BOXES
from tests.guidebook import DEFAULTS, overlay, page, sector

SECTORS = ("onderwijs", "jeugd")
TOP, DEEPEST = 2, 5

PICTURE = "docs/media/beeld.svg"
AROUND: Mapping[str, str] = {
    PICTURE: '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><title>Beeld</title></svg>\n',
    "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
    "docs/bronnen.md": page("<!-- lijst: bronnen -->\n", title="Bronnen"),
    "docs/map/wet.md": page("Over de wet.\n\n## Deel {#deel}\n\nMeer.\n", title="Wet"),
    "docs/_data/bronnen.yml": DEFAULTS["docs/_data/bronnen.yml"]
    + """\
jong:
  titel: Jonge wet & meer
  kort: de jonge wet
  soort: wet
  status: te-controleren
  gecontroleerd_op: "2026-11-20"
  url: https://voorbeeld.be/wet?a=1&b=2
""",
    "docs/_data/begrippen.yml": DEFAULTS["docs/_data/begrippen.yml"]
    + """\
beheerder:
  term: case manager
  ook: [case managers]
  definitie: Wie een dossier volgt.
  taal: en
ltf:
  term: LTF
  voluit: local task force
  definitie: Een *ander* overleg.
  taal: en
""",
    "docs/_data/variabelen.yml": DEFAULTS["docs/_data/variabelen.yml"]
    + 'dienst:\n  adres: https://voorbeeld.be/dienst?a=1&b=2\n  telefoon: "101 & 102"\n',
    "docs/_data/noodnummers.yml": 'nummers: ["112", "101"]\nwoorden: [bel, belt]\n',
    "docs/_data/figuren.yml": """\
delen:
  vorm: stappen
  titel: Hoe deel je?
  delen:
    - {kop: Er is *nu* gevaar, naar: map/wet.md#deel, label: meteen, toon: gevaar, regels: [Bel 112., Zeg waar]}
    - {kop: "Artikel {{ straf.artikel }}", regels: [aan de ronde tafel]}
  onderschrift: Zo staat het [daar](map/wet.md#deel). [@wet]
""",
    "docs/_data/beslisboom.yml": """\
delen:
  titel: Mag ik dit delen?
  inleiding: Bij gevaar bel je 112.
  start: nodig
  vragen:
    nodig:
      vraag: Is het *nodig*?
      uitleg: Minder is beter. [@wet, art. 2]
      antwoorden: [{antwoord: Ja, naar: deel}, {antwoord: Nee, naar: zwijg}]
  uitkomsten:
    deel: {titel: Je mag delen, tekst: Deel., bron: "@wet, art. {{ straf.artikel }}; @jong"}
    zwijg: {titel: Zwijg, tekst: Zwijgen mag altijd., werkwijze: true}
""",
    **sector("jeugd"),
    "sectors/jeugd/fiche.md": page(
        "Voor {{ sector.naam }}. Bel 101. [@jong]\n", title="Fiche", more="na: index.md\nbronnen: [jong]\n"
    ),
}
"""The files that a text of this grammar refers to."""


@dataclass(frozen=True)
class Written:
    """*markdown* as an editor writes it, the words *seen* by a reader, without spaces, and how many notes it *cites*.

    *seen* leaves out what is added to the words: numbers of notes, tags for the kind of statement, words for a picture.
    """

    markdown: str
    seen: str
    cites: int = 0


_FIGURE = Written(
    "<!-- figuur: delen -->",
    "Hoedeelje?Erisnugevaar(meteen):Bel112.ZegwaarArtikel352:aanderondetafelZostaathetdaar.",
    cites=1,
)
_AID = Written(
    "<!-- beslisboom: delen -->",
    "Bijgevaarbelje112.Ishetnodig?Minderisbeter.Ja:JemagdelenNee:Zwijg"
    "JemagdelenDeel.Rechtsgrond:dewet,art.352endejongewet.ZwijgZwijgenmagaltijd.",
    cites=2,
)


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
    ("{{ dienst.telefoon }}", "101&102"),
    ("{en: sense of urgency}", "senseofurgency"),
    ("{fr: maison de justice & co}", "maisondejustice&co"),
    ("{invullen: de datum}", "(dedatum)"),
    ("de case managers van LTF", "decasemanagersvanLTF"),
    ("Bel 112.", "Bel112."),
    ("***sterk***", "sterk"),
    ("**a *b* c**", "abc"),
    ("een<br>twee", "eentwee"),
    (r"a \| b", "a|b"),
    (r"[los\]", "[los]"),
    ("{{ straf.artikel }}{{ straf.artikel }}", "352352"),
    ("<https://voorbeeld.be/a?b=1&c=2>", "https://voorbeeld.be/a?b=1&c=2"),
)
NOTHING = (
    *("{afleiding}", "{advies}", "{wet}", "{na-te-gaan: het jaar & meer}", "![Een *beeld*](media/beeld.svg)"),
    "[![Een beeld](media/beeld.svg)](map/wet.md)",
)
CITATIONS = (
    *("[@wet]", "[@wet, art. 2]", "[@wet, art. {{ straf.artikel }}]", "[@wet, art. 2; @wet, art. 3]", "[@jong]"),
    "[@jong, § 3; @wet]",
)
ADDRESSES = (
    "https://voorbeeld.be/é?a=1&b=2",
    "https://voorbeeld.be \"Een 'titel' <hier>\"",
    "mailto:wie@voorbeeld.be",
    "map/wet.md",
    "map/wet.md#deel",
    "#eerste",
    "variant:onderwijs/map/wet.md#deel",
    "variant:kern/begrippen.md",
    "<map/wet.md#deel>",
    "map/wet.md 'titel'",
    "begrippen.md#beheerder",
    "bronnen.md#bron-jong",
    "{{ dienst.adres }}",
)


def _word(numbers: Iterator[int]) -> st.SearchStrategy[Written]:
    """Return a word that occurs nowhere else."""
    return st.sampled_from(WORDS).map(lambda word: _plain(f"{word} x{next(numbers)}"))


def _plain(words: str) -> Written:
    return Written(words, "".join(words.split()))


@st.composite
def _around(draw: st.DrawFn, numbers: Iterator[int], depth: int) -> Written:
    """Draw words inside something: emphasis, a link, superscript or subscript."""
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
    """Draw a run of words; with *lines* on more than one line, with *about* with citations and tags too."""
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
    """Draw a sequence of blocks."""
    simple = [runs(numbers, lines=True), _tables(numbers), st.sampled_from(("***", "---", "___")).map(_unseen)]
    nested = [_lists(numbers, depth), _quotes(numbers, depth), _boxes(numbers, depth)] if depth else []
    found = draw(st.lists(st.one_of(simple + nested), min_size=least, max_size=3))
    return _put(found, "\n\n")


def _unseen(markdown: str) -> Written:
    return Written(markdown, "")


@st.composite
def _lists(draw: st.DrawFn, numbers: Iterator[int], depth: int) -> Written:
    first, box = draw(
        st.sampled_from(
            (("-", ""), ("*", ""), ("+", ""), ("-", "[ ] "), ("-", "[x] "), ("1", "[X] "), ("1", ""), ("7", ""))
        )
    )
    stop = draw(st.sampled_from((".", ")")))
    items = []
    for number in range(draw(st.integers(1, 3))):
        inside = draw(runs(numbers))
        if draw(st.booleans()):
            inside = _put([inside, draw(blocks(numbers, depth=depth - 1, least=1))], "\n\n")
        mark = f"{int(first) + number}{stop} " if first.isdigit() else f"{first} "
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
    kind = draw(st.sampled_from(sorted(BOXES)))
    written = draw(runs(numbers, depth=1).filter(lambda run: '"' not in run.markdown))
    title = draw(
        st.sampled_from(
            (
                Written("", "".join(BOXES[kind].split())),
                Written(' ""', ""),
                Written(f' "{written.markdown}"', written.seen, written.cites),
            )
        )
    )
    inside = draw(blocks(numbers, depth=depth - 1, least=1))
    return _put([Written(f"!!! {kind}{title.markdown}", title.seen, title.cites), _moved(inside)], "\n\n")


def _moved(written: Written) -> Written:
    return Written(_indented(written.markdown, "    "), written.seen, written.cites)


# --- pages ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Heading:
    """A section of a page: its *name* and *level*, and the names of the sections that enclose it (*around*)."""

    name: str
    level: int
    around: tuple[str, ...]


_SLOT = "steun"


@st.composite
def pages(draw: st.DrawFn, numbers: Iterator[int], *, locked: bool) -> tuple[Written, tuple[_Heading, ...]]:
    """Draw the text of a page, blocks and sections of every level, and return it with its sections.

    The first section has the id `eerste`. There is a slot, sometimes a figure and a remark; sections can only be locked
    when *locked*.
    """
    once = draw(st.lists(st.sampled_from(_ONCE), unique=True, max_size=2))
    marks = (
        "",
        "",
        " .wet",
        " .advies",
        " .afleiding",
        " .doen",
        " .laten",
        *((" .vast", " .vast .wet") if locked else ()),
    )
    found = [draw(blocks(numbers)), _unseen(f"<!-- slot: {_SLOT} -->")]
    headings: list[_Heading] = []
    level = TOP - 1
    for number in range(draw(st.integers(1, 4))):
        level = draw(st.integers(TOP, min(level + 1, DEEPEST)))
        title = draw(runs(numbers, about=False))
        name = f"kop-{next(numbers)}" if number else "eerste"
        above = headings[-1] if headings else None
        around = (*above.around, above.name)[: level - TOP] if above else ()
        headings.append(_Heading(name, level, around))
        found += [
            Written(f"{'#' * level} {title.markdown} {{#{name}{draw(st.sampled_from(marks))}}}", title.seen),
            draw(blocks(numbers)),
        ]
        found += [once.pop()] if once else []
    return _put([each for each in found if each.markdown], "\n\n"), tuple(headings)


_ONCE = (_FIGURE, Written("<!-- opmerking: dit leest\nniemand -->", ""))


@st.composite
def guidebooks(draw: st.DrawFn) -> tuple[Mapping[str, str], Written]:
    """Draw the files of a guidebook with a page `delen.md`, and what that page of the core text says.

    Its sectors add to sections, replace them, leave them out, and fill its slot.
    """
    numbers = itertools.count(1)
    locked = draw(st.booleans())
    core, headings = draw(pages(numbers, locked=locked))
    if draw(st.booleans()):
        core = _put([core, Written("## Vragen {#vragen}", "Vragen"), _AID], "\n\n")
    files = {**AROUND, "docs/delen.md": page(f"{core.markdown}\n")}
    for each in SECTORS:
        changes = draw(_changes(numbers, headings, locked=locked))
        files |= {f"overlays/{each}/{number}.md": text for number, text in enumerate(changes)}
    return files, core


@st.composite
def _changes(draw: st.DrawFn, numbers: Iterator[int], headings: Sequence[_Heading], *, locked: bool) -> Sequence[str]:
    """Draw the overlays of one sector, none of which conflicts with another."""
    found = [overlay(f"{draw(_theirs(numbers, TOP))}\n", target=f"delen.md#slot:{_SLOT}", action="vul")]
    found = found if draw(st.booleans()) else []
    gone: set[str] = set()
    for heading in headings:
        if gone & {heading.name, *heading.around}:
            continue
        actions = (
            "",
            "",
            "begin",
            "einde",
            "begin einde",
            *(() if locked else ("vervang", "weglaten", "vervang einde")),
        )
        for action in draw(st.sampled_from(actions)).split():
            more = "reden: Daarom & daarom.\n" if action in {"vervang", "weglaten"} else ""
            more += f"volgorde: {draw(st.integers(-1, 1))}\n"
            gone |= {heading.name} if more.startswith("reden") else set()
            body = "" if action == "weglaten" else draw(_theirs(numbers, heading.level + 1))
            found.append(overlay(f"{body}\n", target=f"delen.md#{heading.name}", action=action, more=more))
    return found


@st.composite
def _theirs(draw: st.DrawFn, numbers: Iterator[int], level: int) -> str:
    """Draw the text of an overlay, sometimes with a section of *level* in it."""
    pieces = [draw(blocks(numbers, least=1)).markdown]
    if draw(st.booleans()):
        title = draw(runs(numbers, about=False)).markdown
        name = f"kop-{next(numbers)}"
        pieces += [
            f"{'#' * level} {title} {{#{name}}}",
            "In {{ sector.naam }} is dat zo.",
            draw(blocks(numbers)).markdown,
        ]
    return "\n\n".join(filter(None, pieces))


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
    *("{en: §}", "{invullen: §}", "Bel 112. ", "case manager ", "ronde tafel ", "[@jong]", "{{ straf.artikel }}"),
    *("[§]({{ dienst.adres }})", "[§](map/wet.md#deel)", "<!-- figuur: delen -->\n", "<!-- beslisboom: delen -->\n"),
    *(" {#x-§ .doen}", "!!! warning\n    §\n", "§<br>§", "\\| § |", "variant:jeugd/"),
)


@st.composite
def rough_texts(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Draw a text that may have errors, and its words, each of which occurs nowhere else."""
    pieces = "".join(draw(st.lists(st.sampled_from(FRAGMENTS), max_size=14))).split(WORD)
    words = tuple(f"w{number}q" for number in range(1, len(pieces)))
    return "".join(itertools.chain(*itertools.zip_longest(pieces, words, fillvalue=""))), words
