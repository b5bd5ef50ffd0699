"""A paragraph that an editor meant as a list, a table or another program's box: reported, with the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.tree import SyntaxTreeNode

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.content import file_names
from draaiboek.content.markdown.rules import Reading, origin

WORD_BULLET = re.compile(
    "(?:(?P<big>[•▪●◦‣·➢➤►▸■□❖✓✔\uf000-\uf0ff])[ \\t\u00a0]*|(?P<dash>[–—])[ \\t\u00a0]+"
    "|(?P<small>[o§])(?:\\t[ \\t\u00a0]*|[\u00a0 ]{2,}))(?=\\S)"
)
"""A bullet as Word pastes it, or its letter in a symbol font; a *small* one, of a lower level, has a wide space."""
_WORD_NUMBER = re.compile(r"\d{1,2}[.)][ \t]*\u00a0[ \t\u00a0]*(?=\S)")
"""The number of an item as Word pastes it, with a space behind it that is none to Markdown."""
LATE_ITEM = re.compile(r"(?: {4,}|\t\s*)(?:[-*+]|\d{1,2}[.)])\s+(?=\S)")
"""An item of a list below a sentence, indented so far that Markdown reads it as part of that sentence."""


def otherwise(run: SyntaxTreeNode, reading: Reading) -> Iterator[Diagnostic]:
    """Yield where the text *run* of a paragraph was meant as something else."""
    yield from _lines(run, reading)
    yield from _letters(run, reading)
    yield from _heading(run, reading)
    yield from _table(run, reading)


def _lines(run: SyntaxTreeNode, reading: Reading) -> Iterator[Diagnostic]:
    """Yield the lines of a paragraph that an editor meant as something else: its markup would appear on the page."""
    at = 0
    listed = True  # a dash in the middle of a sentence may begin a line
    for line in run.content.split("\n"):
        start = len(line) - len(line.lstrip())
        bullet = WORD_BULLET.match(line, start)
        listed = bool(bullet and (listed or not bullet["dash"]))
        if listed:
            hint = "Schrijf '- ' voor elk punt van een lijst; met 'check --fix' doet het programma dat."
            where = origin(reading, run, at + start)
            yield Diagnostic("PG007", where, f"dit is geen lijst: {line.strip()[:60]}", hint)
        elif _WORD_NUMBER.match(line, start):
            hint = "Schrijf '1. ' voor elk punt, met een gewone spatie; met 'check --fix' doet het programma dat."
            yield Diagnostic("PG007", origin(reading, run, at + start), f"dit is geen lijst: {line.strip()[:60]}", hint)
        if at and LATE_ITEM.match(line):
            hint = "Zet boven de lijst een lege regel, en haal de spaties voor het eerste punt weg."
            where = origin(reading, run, at + start)
            yield Diagnostic("PG007", where, f"dit is geen lijst: {line.strip()[:60]}", hint)
        for pattern, what, hint in _MEANT:
            if pattern.match(line.strip()):
                yield Diagnostic("PG007", origin(reading, run, at), f"{what}: {line.strip()[:60]}", hint)
        at += len(line) + 1


def _read(*rows: tuple[str, str, str], flags: int = 0) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return *rows* (a pattern, what is wrong with its match, and what to do) with their patterns compiled."""
    return tuple((re.compile(pattern, flags), what, hint) for pattern, what, hint in rows)


_MEANT = _read(
    (r":\s+\S", "een definitielijst bestaat hier niet", "Schrijf '**Woord**: uitleg'."),
    (r"\*\[[^\]]+\]:", "dit zou zo op de pagina staan", "Zet een afkorting in docs/_data/begrippen.yml."),
    (r":::|\[!(note|tip|important|warning|caution)\]", "dit is geen kader", "Schrijf !!! note, en spring in."),
    (r'===+ *"', "tabbladen bestaan hier niet", "Maak van elk tabblad een kop."),
    (r"\[toc\]$|\[\[_*toc_*\]\]$", "dit zou zo op de pagina staan", "De inhoud van de pagina komt vanzelf."),
    (r"\[[ x]?\](?![(\[])", "dit vakje is niet te lezen", "Schrijf '- [ ] wat te doen is'."),
    (r"##+[^\s#]", "dit is geen kop", "Zet een spatie achter de hekjes: ## Titel {#id}"),
    flags=re.IGNORECASE,
)


def pasted(run: SyntaxTreeNode, reading: Reading) -> Iterator[Diagnostic]:
    """Yield what Word or a converter made of our syntax in the text *run* of anything: readers would see it."""
    words = _CODE.sub(lambda code: "x" * len(code[0]), run.content)  # not spaces: those beside our syntax count
    for pattern, what, hint in _LEFT:
        for match in pattern.finditer(words):
            shown = " ".join(run.content[slice(*match.span())].split())[:60]
            yield Diagnostic("PG007", origin(reading, run, match.start()), f"{what}: {shown}", hint)


_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
"""As in CommonMark: between as many backticks as open it."""
_ADDRESS = r"(?:[^\s()]+\.md(?:#[^\s()]*)?|(?:https?:|mailto:)[^\s()]+)"
_LEFT = _read(
    (
        r"(?m:^)[⁰¹²³⁴⁵⁶⁷⁸⁹]+[^\n]*",
        "dit is een voetnoot met de hand",
        "Citeer de bron in de zin zelf, bijvoorbeeld [@wet-2018, art. 2], en haal deze regel weg.",
    ),
    (  # not m² or km³, and not a power
        r"(?<=[^\W\d_]{3})[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?!\w)|(?<=[.,;:!?)”\"])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?!\w)",
        "dit is een voetnoot met de hand",
        "Citeer een bron, bijvoorbeeld [@wet-2018, art. 2]; de voetnoot komt vanzelf.",
    ),
    (rf"\][ \u00a0]+\({_ADDRESS}\)", "dit is geen link", "Haal de spatie tussen ] en ( weg."),
    (rf"\\\]\({_ADDRESS}\)", "dit is geen link", "Haal de schuine strepen weg: [tekst](adres)."),
    (r"<(?:www\.)[^<>\s]+>", "dit is geen link", "Schrijf [waar het over gaat](https://…)."),
    (r"\bHYPERLINK \S+", "dit liet Word achter", "Schrijf [waar het over gaat](https://…)."),
    (r"<!\s?[–—][^>\n]*>?", "dit zou zo op de pagina staan", "Typ gewone streepjes: <!-- lijst: naam -->."),
    (r"<!\[[^<>\n]*\]>", "dit liet Word achter", "Haal het weg."),
    (  # to Markdown it is no HTML: a name there has no colon
        r"(?:</?o:p\s*/?>)+",
        "dit liet Word achter",
        "Haal het weg; 'python3 build.py check --fix' doet het voor je.",
    ),
    (r"</?(?!o:p\b)[a-z]:[A-Za-z]+(?:\s[^<>\n]*)?/?>", "dit liet Word achter", "Haal het weg."),
    (
        r"(?<![\w*])\*\*(?=[^\s*])[^*\n]*\s\*\*(?![\w*])",
        "deze sterretjes zouden zo op de pagina staan",
        "Haal de spatie voor de laatste sterretjes weg.",
    ),
)


TABBED = re.compile(rf"(?!{WORD_BULLET.pattern}|\(?[a-z0-9]{{1,3}}[.)]\s)[^\s|>][^\t]*\t\s*\S")
"""A row as Word and Excel paste it: tabs between its cells, and no list marker before the first."""
IN_TABLE = re.compile(r"\t+[^\t\s]")
"""The rest of such a row below the first, whose first cells are empty: merged with those above, in Word."""
_COUNTED = re.compile(r"\(?([a-z])[.)]\s|(\d{1,2})°\s")
"""The sign of an item in a law or in Word, that Markdown does not know."""
_PIPED = re.compile(r"\|.*\|$")
_DASHES = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_BAR = re.compile(r"(?<!\\)\|")
_MOST_ROWS = 25  # of a table to copy from a message


def _letters(run: SyntaxTreeNode, reading: Reading) -> Iterator[Diagnostic]:
    """Yield where successive lines of a paragraph begin with a) and b), or 1° and 2°: to Markdown, a single line."""
    lines = run.content.split("\n")
    signs = [match[1] or match[2] if (match := _COUNTED.match(line.strip())) else "" for line in lines]
    for number, pair in enumerate(pairwise(signs)):
        if pair in {("a", "b"), ("1", "2")}:
            where = origin(reading, run, sum(len(line) + 1 for line in lines[:number]))
            hint = "Schrijf '1. ' voor elk punt, met een lege regel boven het eerste."
            yield Diagnostic("PG007", where, f"dit is geen lijst: {' '.join(lines[number].split())[:60]}", hint)


def _heading(run: SyntaxTreeNode, reading: Reading) -> Iterator[Diagnostic]:
    """Yield a paragraph of its own that is a few bold words without an end: a heading as people make it in Word.

    It looks like one, but no contents list it, no link leads to it, and a screen reader does not stop there.
    """
    bold = _ALL_BOLD.fullmatch(run.content)
    title = bold["words"].strip() if bold else ""
    is_alone = run.parent is not None and run.parent.parent is not None and run.parent.parent.is_root
    if title and is_alone and len(title) <= _TITLE and title[-1] not in _ENDS:
        bare = _NUMBERED.sub("", title)
        hint = (
            "Is het er geen? Zet er een punt achter, of op dezelfde regel de zin die erbij hoort. Is het er wel een?\n"
            f"Zet dit in de plaats, met een lege regel eronder:\n## {bare} {{#{file_names.nearest(bare)}}}"
        )
        yield Diagnostic("PG007", origin(reading, run, 0), f"dit is geen kop: {title}", hint, Severity.WARNING)


_ALL_BOLD = re.compile(r"(?P<sign>\*\*|__)(?=\S)(?P<words>(?:(?!(?P=sign)).)+)(?P=sign)")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+")
_TITLE, _ENDS = 80, ".!:;,…"


def _table(run: SyntaxTreeNode, reading: Reading) -> Iterator[Diagnostic]:
    """Yield what an editor meant as a table in a paragraph: one problem, with the right table unless it is too long."""
    lines = run.content.split("\n")
    for pattern, least, made in ((TABBED, 2, from_tabs), (_PIPED, 1, _from_pipes)):
        rows = [number for number, line in enumerate(lines) if pattern.match(line.strip())]
        merged = (number for number, line in enumerate(lines) if pattern is TABBED and IN_TABLE.match(line))
        rows = sorted({*rows, *merged}) if rows else []
        if len(rows) < least:
            continue
        first, last = rows[0], rows[-1]
        if pattern is _PIPED:  # half a cell may be on a line of its own
            last = max(number for number, line in enumerate(lines) if "|" in line)
        where = origin(reading, run, sum(len(line) + 1 for line in lines[:first]))
        rest = lines[first : last + 1]
        alone = least == 1 and (len(rest) == 1 or _DASHES.fullmatch(rest[0].strip()))
        hint = "Een tabel heeft onder haar eerste rij een rij met | --- | --- |, zonder lege regel ertussen."
        if not alone:
            apart = ", met een lege regel erboven en eronder" if first or lines[last + 1 :] else ""
            table = made(rest)
            hint = f"{hint}\nZet dit in de plaats{apart}:\n" + "\n".join(table) if len(table) <= _MOST_ROWS else hint
        said = " ".join(lines[first].split())[:60]
        yield Diagnostic("PG007", where, f"deze tabel is niet te lezen: {said}", hint)
        return


def from_tabs(lines: Sequence[str]) -> Sequence[str]:
    """Return *lines*, whose cells are separated by tabs, as a Markdown table; a tab in front is an empty cell."""
    indent = min(len(line) - len(line.lstrip("\t")) for line in lines)
    return _as_table([[_escaped(cell) for cell in line[indent:].rstrip().split("\t")] for line in lines])


def _from_pipes(lines: Sequence[str]) -> Sequence[str]:
    """Return the table that *lines* were meant to be: a line that does not begin a row continues the one above it."""
    rows: list[str] = []
    for line in (each.strip() for each in lines):
        if line.startswith("|") or not rows:
            rows.append(line)
        else:
            rows[-1] = f"{rows[-1]} {line}"
    inner = [row.removeprefix("|").removesuffix("|") for row in rows if not _DASHES.fullmatch(row)]
    return _as_table([[cell.strip() for cell in _BAR.split(row)] for row in inner])


def _as_table(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    width = max(map(len, rows))
    whole = [(*row, *[""] * (width - len(row))) for row in rows]
    return [f"| {' | '.join(row)} |" for row in (whole[0], ["---"] * width, *whole[1:])]


def _escaped(cell: str) -> str:
    return cell.strip().replace("|", "\\|")
