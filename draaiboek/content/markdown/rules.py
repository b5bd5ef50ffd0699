"""The rules of our Markdown: CommonMark, tables and boxes, and what only a guidebook has.

Inline rules read citations, variables and marks; a core rule reads the id after a heading and the box of a checklist
item. What CommonMark itself silently drops (link definitions, cells beyond the last column) is reported. `at` in a
token's meta is its index in the text of its run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, takewhile
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_block import StateBlock, reference, table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.admon import admon_plugin

from draaiboek.base.characters import CURLY
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import count
from draaiboek.base.model import Line, Origin
from draaiboek.content import budgets
from draaiboek.content.budgets import OverBudgetError
from draaiboek.content.markdown import amounts, link_slips
from draaiboek.content.schema import LANGUAGES

MARKS = frozenset({"wet", "advies", "afleiding", "na-te-gaan"})
CARDS = ("doen", "laten")  # of a heading whose list says what to do, or not to do
BLANK = "invullen"
ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_HEADING = re.compile(r"^(?P<title>.*?)\s*\{\s*#(?P<id>[^\s{}]+)(?P<classes>(?:\s+\.[\w-]+)*)\s*\}$", re.DOTALL)
_CLOSING = re.compile(r"(?:^|[ \t]+)#+$")
_NO_PICTURE = re.compile(r"!\[[^\]@\n]+\]\[")
_HIDDEN_CITATION = re.compile(r"\[[^\w\[\]@\n]{1,3}(?P<cited>@[a-z0-9]+(?:-[a-z0-9]+)*[^\[\]\n]*)\]")
_TASK = re.compile(r"^\[(?P<ticked>[ xX])\][ \t]+(?=\S)")
_NAME = re.compile(r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")
_MARK = re.compile(r"^(?P<kind>[a-z-]+)(?::\s*(?P<about>[^{}]+))?$", re.DOTALL)
ONLY_NAMES = "Tussen {{ en }} staat alleen een naam uit docs/_data/variabelen.yml, bijvoorbeeld {{ wet.lijst }}."

_SIGNS = re.compile(r"[*_`\[\]<>{}|\\]")
LONGEST_BLANK = 120
"""The most characters that say what to fill in: they are shown in a field, and read aloud."""

_LOST = 3 * amounts.DEEPEST  # from where the parser silently drops what is nested deeper

# Markup around words of other kinds of Markdown, which CommonMark shows literally.
_FOREIGN = re.compile(
    r"(?P<mark>~~|==|\^\^)(?=[^\s~=^])[^\n]*?[^\s~=^](?P=mark)|(?P<thin>(?<!~)~(?!~)|(?<!\^)\^(?!\^))[^\s~^]+(?P=thin)"
)
_INSTEAD = {
    "~~": "Haal de woorden weg die niet meer gelden.",
    "==": "Schrijf **woorden** om iets sterk te zeggen.",
    "^^": "Schrijf **woorden** om iets sterk te zeggen.",
    "~": "Letters onder de lijn schrijf je zo: H<sub>2</sub>O.",
    "^": "Letters boven de lijn schrijf je zo: m<sup>2</sup>.",
}

_DEFINED = "]:"
_SKIPPED = 8  # characters that the parser scans again in the time of one step

InlineRule = Callable[[StateInline, bool], bool]


@dataclass(slots=True)
class Reading:
    """The state of reading one text: its *lines*, and the *problems* found so far.

    *exact* says that columns in a line are columns in the file. In a value of a data file they need not be: YAML folds
    lines and has its own escapes. *steps* is how many the parser may still take.
    """

    lines: Sequence[Line]
    problems: list[Diagnostic]
    exact: bool = True
    steps: int = field(init=False)

    def __post_init__(self) -> None:
        self.steps = budgets.steps(sum(len(line.text) + 1 for line in self.lines), page=self.exact)

    def line(self, number: int) -> Line:
        """Return line *number* of the text, or the last one."""
        return self.lines[min(number, len(self.lines) - 1)]


@cache
def engine() -> MarkdownIt:
    """Return the parser of our Markdown; its `env` holds a `Reading` under 'reading'.

    Parsing raises OverBudgetError.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _LOST}).enable("table").use(admon_plugin)
    # By default a javascript: link silently stays text; we have to see it to refuse it.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    # In messages, an address is shown as the editor wrote it.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]  # the three functions that the rules call
        parseLinkLabel=_label,
        parseLinkTitle=helpers.parseLinkTitle,
        parseLinkDestination=_destination,
    )
    for name, rule in (("link", link), ("image", image), ("html_inline", html_inline), ("autolink", autolink)):
        parser.inline.ruler.at(name, _placed(rule))
    parser.inline.ruler.before("link", "citation", _placed(_citation))
    parser.inline.ruler.before("link", "braces", _placed(_braces))
    parser.inline.ruler.after("image", "unread_link", _unread_link)
    parser.inline.ruler.after("image", "unread_mark", _unread_mark)
    parser.block.ruler.at("reference", _definition)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.before("inline", "attributes", _attributes)
    parser.core.ruler.before("inline", "blocks_counted", amounts.blocks_counted)
    parser.core.ruler.at("inline", amounts.inline)
    parser.inline.ruler.before("text", "step", _step)
    return parser


def origin(reading: Reading, run: SyntaxTreeNode, at: int) -> Origin:
    """Return the place of index *at* in the text of the inline node *run*."""
    rows, starts = _rows(run.content)
    number = bisect_right(starts, at) - 1
    line = reading.line((run.map or (0, 0))[0] + number)
    if not reading.exact:
        return line.origin
    column = max(line.text.find(rows[number]), 0) + at - starts[number]
    return Origin(line.origin.path, line.origin.line, line.origin.column + column)


@lru_cache(maxsize=4)
def _rows(content: str) -> tuple[Sequence[str], Sequence[int]]:
    """Return the lines of *content* and the index where each begins; called once for each link in a paragraph."""
    rows = content.split("\n")
    return rows, [0, *accumulate(len(row) + 1 for row in rows[:-1])]


# --- inline rules -----------------------------------------------------------------------------------------------------


def _placed(rule: InlineRule) -> InlineRule:
    """Make *rule* store in each of its tokens where it begins; for a link and an image, where their address does."""

    def placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as every rule of the parser
        start, known = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            for token in state.tokens[known:]:
                address = str(token.attrs.get("href") or token.attrs.get("src") or "")
                token.meta.setdefault("at", _address_at(state.src, address, start, state.pos) if address else start)
        return True

    return placed


def _address_at(source: str, address: str, start: int, end: int) -> int:
    """Return where *address* stands in the link or image *source[start:end]*: its words and its title may hold it too.

    The link *start* is returned when it is written otherwise, with a percent sign for example.
    """
    found = [*re.finditer(rf"\]\(\s*<?{re.escape(address)}", source[start:end])]
    if found:
        return start + found[-1].end() - len(address)
    return max(source.rfind(address, start, end), start)


def _step(state: StateInline, silent: bool) -> bool:  # noqa: FBT001, ARG001  # as every rule of the parser
    """Count each time that the parser looks at a position."""
    _spend(state, 1)
    return False


def _label(state: StateInline, start: int, disable_nested: bool = False) -> int:  # noqa: FBT001, FBT002
    """Find the end of a label as CommonMark does, and count the cost of searching for one that does not end."""
    end = helpers.parseLinkLabel(state, start, disable_nested)
    if end < 0:
        _spend(state, (state.posMax - start) // _SKIPPED)
    return end


def _spend(state: StateInline | StateBlock, steps: int, row: int | None = None) -> None:
    reading: Reading = state.env["reading"]
    reading.steps -= steps
    if reading.steps < 0:
        what = "te veel tekens die iets openen dat nergens sluit" if row is None else "te veel linkdefinities"
        raise OverBudgetError(what, state.env.get("row", 0) if row is None else row)


def _tell(state: StateInline, at: int, code: str, text: str, hint: str) -> None:
    """Add a token for a problem at index *at* of the run that is being read; `nodes` reports it with its place."""
    token = state.push("problem", "", 0)
    token.meta = {"at": at, "problem": (code, text, hint)}


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if not state.src.startswith("[@", state.pos):
        return False
    end = state.src.find("]", state.pos, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = state.src[state.pos + 1 : end]
    state.pos = end + 1
    return True


def _braces(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read `{{ name }}`, `{mark}`, `{en: words}` and `{invullen: wat}`; other braces are not allowed."""
    start, src = state.pos, state.src
    if src[start] != "{":
        return False
    double = src.startswith("{{", start)
    closing = "}}" if double else "}"
    found = src.find(closing, start, state.posMax)
    end = found + len(closing) if found >= 0 else state.posMax
    if not silent:
        _brace(state, src[start:end], src[start + len(closing) : found] if found >= 0 else None)
    state.pos = end
    return True


def _brace(state: StateInline, written: str, inside: str | None) -> None:
    name = " ".join((inside or "").split())
    mark = _MARK.match(name)
    if written.startswith(("{{", "{%")):
        if inside is None or written.startswith("{%"):
            _tell(state, state.pos, "VR002", "dit is niet te lezen als variabele", ONLY_NAMES)
        elif _NAME.match(name):
            state.push("variable", "", 0).content = name
        else:
            _tell(state, state.pos, "VR002", "tussen accolades staat meer dan een naam", ONLY_NAMES)
    elif inside is not None and mark and mark["kind"] in MARKS:
        if state.tokens and state.tokens[-1].type == "mark" and not state.pending.strip():
            _tell(state, state.pos, "HT003", f"'{written}' is een tweede merk bij dezelfde zin", "Houd er één over.")
        token = state.push("mark", "", 0)
        token.content, token.info = mark["kind"], " ".join((mark["about"] or "").split())
    elif inside is not None and mark and mark["kind"] in LANGUAGES and mark["about"]:
        token = state.push("foreign", "", 0)
        token.content, token.info = " ".join(mark["about"].split()), mark["kind"]
    elif inside is not None and name.partition(":")[0].strip() == BLANK:
        _blank(state, written, name.partition(":")[2].strip())
    else:
        hint = (
            "Haal ze weg: accolades horen achter een kop, of om een merk ({afleiding}) "
            "of woorden in een andere taal ({en: …})."
        )
        _tell(state, state.pos, "HT003", f"'{written}' is hier niet toegelaten", hint)


def _blank(state: StateInline, written: str, about: str) -> None:
    if not about:
        _tell(state, state.pos, "HT003", f"'{written}' zegt niet wat er moet komen", "Schrijf {invullen: datum}.")
    elif _SIGNS.search(about):
        text = f"in '{written}' kunnen alleen gewone woorden staan"
        _tell(state, state.pos, "HT003", text, "Haal sterretjes, haken en andere tekens van opmaak weg.")
    elif len(about) > LONGEST_BLANK:
        text = f"wat hier moet komen, telt meer dan {LONGEST_BLANK} tekens"
        _tell(state, state.pos, "HT003", text, "Zet de uitleg in een zin ervoor.")
    else:
        state.push("blank", "", 0).info = about


def _unread_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Report what looks like a link, a footnote or a citation but is not one; it stays text."""
    if silent:
        return False
    src, at = state.src, state.pos
    if src.startswith("](", at):
        _tell(state, at, "PG007", "deze link is niet te lezen", link_slips.remedy(src, at))
    elif _NO_PICTURE.match(src, at):
        _tell(state, at, "PG007", "dit beeld is niet te lezen", "Schrijf ![wat er op staat](media/bestand.svg).")
    elif note := _NOTE_BY_HAND.match(src, at):
        name = "dit" if note[0] == "^[" else f"'{note[0]}'"
        number = "" if "^" in note[0] else f" Bedoel je de haken? Schrijf \\{note[0]}."
        is_below = "^" in note[0] and src.startswith(":", note.end())
        hint = "Haal deze regel weg: de voetnoot komt vanzelf." if is_below else f"{_NOTE}{number}"
        _tell(state, at, "PG007", f"{name} is een voetnoot met de hand", hint)
    elif match := _HIDDEN_CITATION.match(src, at):
        cited = match["cited"].rstrip(f"{CURLY}\"' ")
        _tell(state, at, "BR002", f"het citaat '{match[0]}' is niet te lezen", f"Schrijf [{cited}].")
    elif src.startswith("[@", at):
        hint = "Schrijf bijvoorbeeld [@wet-2018, art. 2] of [@wet-2018; @decreet-2021]."
        _tell(state, at, "BR002", "dit citaat heeft geen haakje op het einde", hint)
    return False


_NOTE_BY_HAND = re.compile(r"\^\[|\[\^[^\] ]*\]|\[\d{1,3}\](?![(\[:])")
"""A note in other kinds of Markdown, or the number that is left of one of Word or of a website."""
_NOTE = "Citeer een bron, bijvoorbeeld [@wet-2018, art. 2]; de voetnoot komt vanzelf."


def _unread_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Report markup with which other kinds of Markdown strike words through or raise letters; it stays text."""
    if not silent and (match := _FOREIGN.match(state.src, state.pos, state.posMax)):
        text = f"deze tekens zouden zo op de pagina staan: {match[0]}"
        _tell(state, state.pos, "PG007", text, _INSTEAD[match["mark"] or match["thin"]])
    return False


def _destination(source: str, start: int, end: int) -> object:
    """Read the address of a link as CommonMark does, or a variable that holds it: `{{ dienst.adres }}`."""
    if source.startswith("{{", start):
        closing = source.find("}}", start, end)
        if closing > 0:
            return SimpleNamespace(ok=True, pos=closing + 2, str=source[start : closing + 2])
    return helpers.parseLinkDestination(source, start, end)


# --- block rules ------------------------------------------------------------------------------------------------------


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a link definition as CommonMark does, and report that its words would appear nowhere on the page."""
    if _DEFINED in getLine(state, start):  # each attempt reads all lines of its paragraph
        _spend(state, sum(1 for _ in takewhile(lambda line: not state.isEmpty(line), range(start, end))), start)
    if not reference(state, start, end, silent):
        return False
    if not silent:
        reading: Reading = state.env["reading"]
        for number in range(start, state.line):
            line = reading.line(number)
            text = f"deze regel zou verdwijnen: {line.text.strip()}"
            hint = "Voetnoten en linkdefinities zijn niet toegelaten."
            reading.problems.append(Diagnostic("PG007", line.origin, text, hint))
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a table as GitHub's specification does, and report cells beyond the last column, which it drops."""
    first, reading = len(state.tokens), state.env["reading"]
    if not table(state, start, end, silent):
        return False
    if not silent:
        made = state.tokens[first:]
        width = sum(token.type == "th_open" for token in made)
        for row in (token.map[0] for token in made if token.type == "tr_open" and token.map):
            cells, is_whole = _cells(state, row), re.match(r"\s*\|.*\|\s*$", getLine(state, row))
            if cells > width or (cells < width and is_whole):
                text = f"deze rij heeft {count(cells, 'cel', 'cellen')}, de tabel heeft {width} kolommen"
                hint = (
                    _TOO_MANY if cells > width else f"{_TOO_FEW}\n{getLine(state, row).strip()}{' |' * (width - cells)}"
                )
                reading.problems.append(Diagnostic("PG007", reading.line(row).origin, text, hint))
    return True


_TOO_FEW = "Zet erbij wat ontbreekt. Blijft dat leeg? Zet dan dit in de plaats:"
_TOO_MANY = "Haal de cel te veel weg. Een streep in een cel schrijf je als \\|."


def _cells(state: StateBlock, number: int) -> int:
    """Return how many cells line *number* has, counted as the parser does, including those that it drops."""
    cells = escapedSplit(getLine(state, number).strip())
    return len(cells) - (cells[0] == "") - (cells[-1] == "")


# --- core rules -------------------------------------------------------------------------------------------------------


def _attributes(state: StateCore) -> None:
    """Take the id and classes off the end of headings, and the boxes off the start of checklist items."""
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            inline = state.tokens[index + 1]
            if match := _HEADING.match(inline.content):
                token.meta = {"id": match["id"], "classes": match["classes"].split()}
                inline.content = _CLOSING.sub("", match["title"])  # as CommonMark itself does when no id follows
        elif token.type == "list_item_open" and _is_paragraph(state.tokens[index + 1 : index + 3]):
            inline = state.tokens[index + 2]
            if match := _TASK.match(inline.content):
                token.meta = {"ticked": match["ticked"] != " "}
                inline.content = inline.content[match.end() :]


def _is_paragraph(tokens: Sequence[Token]) -> bool:
    return [token.type for token in tokens] == ["paragraph_open", "inline"]
