"""What is wrong with a text that is not YAML, in words for people who never heard of YAML, and where it went wrong.

A parser stops where it can go no further, which is often a line or more below the slip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import yaml

from draaiboek.base.characters import CURLY


class Slip(NamedTuple):
    """A *message*, its *line* and *column* (both counted from 0), and a *hint*."""

    message: str
    line: int
    column: int
    hint: str


LOOK = "Kijk vooral naar dubbele punten en inspringen."
INDENTED = "deze regel springt verkeerd in"
TAB = "hier staat een tab"
CURLY_QUOTES = "deze aanhalingstekens zijn krom"
STRAIGHT = 'Typ rechte aanhalingstekens: "'
_CURLY_VALUE = re.compile(rf"(?:^|[:,\[-])\s*[{CURLY}]")
QUOTE = "Zet de waarde tussen aanhalingstekens."
LINE = ":"
"""After it, on the next line, a hint gives the line as it has to be."""

# The most frequent messages of PyYAML: what is wrong, and what to do.
_DUTCH = {
    "found character '\\t' that cannot start any token": (TAB, "Spring in met spaties."),
    **{
        f"found character '{sign}' that cannot start any token": (f"een waarde begint niet met {sign}", QUOTE)
        for sign in "@%`"
    },
    "expected alphabetic or numeric character, but found '*'": ("een waarde begint niet met *", QUOTE),
    "expected <block end>, but found '<block mapping start>'": (INDENTED, LOOK),
}


def explain(error: yaml.MarkedYAMLError, text: str) -> Slip | None:
    """Return what *error* says about *text*; None when it names no place."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return None
    lines = text.split("\n")
    seen = next((slip for look in _LOOKS for slip in look(error, text, lines)), None)
    message, hint = _DUTCH.get(str(error.problem), ("dit is geen geldige YAML", LOOK))
    told = seen or Slip(message, mark.line, mark.column, hint)
    return _indented(told, lines) if told.message in {INDENTED, TAB} or told.hint == LOOK else told


def _indented(told: Slip, lines: Sequence[str]) -> Slip:
    """Return *told* about the only line that, indented as a neighbour, lets its entry be read; else *told* as it is.

    What a parser stumbles over is often the line below the one that somebody moved.
    """
    entry = entry_at(lines, told.line)
    near = (told.line - 1, told.line) if _is_beside(lines, told.line - 1) else (told.line, told.line - 1)
    for number in near:
        if number not in entry or not lines[number].strip():
            continue
        for indent in _neighbours(lines, number):
            line = f"{indent}{lines[number].strip()}"
            whole = [*lines[entry.start : number], line, *lines[number + 1 : entry.stop]]
            if line != lines[number] and _is_yaml(whole):
                message = told.message if told.message == TAB else INDENTED
                return Slip(message, number, 0, f"{_INDENT}{LINE}\n{line}")
    return told


def _is_beside(lines: Sequence[str], number: int) -> bool:
    """Return whether line *number* is no deeper than the key above it that still lacks its value."""
    above = next((lines[at] for at in range(number - 1, -1, -1) if lines[at].strip()), "")
    return above.rstrip().endswith(":") and len(_indent(lines[number])) <= len(_indent(above))


_INDENT = "Geef de regel vooraan evenveel spaties als de regels eromheen"


def _neighbours(lines: Sequence[str], number: int) -> Iterator[str]:
    """Yield the indents that line *number* may have, between the lines with words above and below it."""
    above, below = (
        next((lines[at] for at in way if lines[at].strip()), "")
        for way in (range(number - 1, -1, -1), range(number + 1, len(lines)))
    )
    if above.rstrip().endswith(":"):
        yield f"{_indent(above)}  "
    else:
        yield from (_indent(above), " " * (len(above) - len(above.lstrip(" -"))))  # or that of a key in that item
    yield _indent(below)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _is_yaml(lines: Sequence[str]) -> bool:
    try:
        yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError):
        return False
    return True


def entry_at(lines: Sequence[str], number: int) -> range:
    """Return the lines of the key at the left margin, with all that belongs to it, that holds line *number*."""
    begins = [at for at, line in enumerate(lines) if line.strip() and line[0] not in " \t#]}"]
    first = max((at for at in begins if at <= number), default=0)
    return range(first, min((at for at in begins if at > number), default=len(lines)))


def _curly(error: yaml.MarkedYAMLError, _: str, lines: Sequence[str]) -> Iterator[Slip]:
    mark = error.problem_mark
    if mark and (curly := _CURLY_VALUE.search("".join(lines[mark.line : mark.line + 1]))):
        yield Slip(CURLY_QUOTES, mark.line, curly.end() - 1, STRAIGHT)


def _open_quotes(error: yaml.MarkedYAMLError, text: str, _: Sequence[str]) -> Iterator[Slip]:
    if at := _unclosed(text, error.problem_mark or error.context_mark):
        hint = "Zet er ook een aan het einde van de waarde."
        yield Slip("deze aanhalingstekens gaan open en niet dicht", at.line, at.column, hint)


def _open_bracket(error: yaml.MarkedYAMLError, _: str, lines: Sequence[str]) -> Iterator[Slip]:
    """Yield a list that is not closed on its line, while the next line begins another key."""
    began, mark = error.context_mark, error.problem_mark
    if str(error.context).startswith("while parsing a flow") and began and mark and began.line < mark.line:
        sign = lines[began.line][began.column]
        hint = f"Zet {_CLOSES.get(sign, ']')} aan het einde van de waarde."
        yield Slip(f"deze haak gaat open en niet dicht: {sign}", began.line, began.column, hint)


_CLOSES = {"[": "]", "{": "}"}


def _quotes_inside(error: yaml.MarkedYAMLError, _: str, lines: Sequence[str]) -> Iterator[Slip]:
    """Yield a value that ends before its line does, because the same quotes are inside it."""
    mark = error.problem_mark
    if mark and error.problem == "expected <block end>, but found '<scalar>'":
        sign = lines[mark.line][: mark.column].rstrip()[-1:]
        if other := {'"': "'", "'": '"'}.get(sign):
            message = f"in deze waarde staat {sign} ook binnen de aanhalingstekens"
            yield Slip(
                message, mark.line, mark.column - 1, f"Zet de hele waarde tussen {other} in de plaats van {sign}"
            )


_COLON = "hier staat een dubbele punt te veel"


def _colon(error: yaml.MarkedYAMLError, _: str, lines: Sequence[str]) -> Iterator[Slip]:
    """Yield the key above that lacks its colon, or the space behind it; or a colon too many in the line itself."""
    mark = error.problem_mark
    if error.context == "while scanning a simple key" and error.context_mark:
        yield _no_colon(lines, error.context_mark.line)
    elif mark and str(error.problem).endswith("but got ':'"):  # in a list between brackets
        yield Slip(_COLON, mark.line, mark.column, QUOTE)
    elif mark and error.problem == "mapping values are not allowed here":
        above = next((number for number in range(mark.line - 1, -1, -1) if lines[number].strip()), None)
        if re.search(r":\s", lines[mark.line][: mark.column]):
            yield Slip(_COLON, mark.line, mark.column, _quoted(lines[mark.line]))
        elif above is not None and re.search(r":(?:\s|$)", lines[above]):
            yield Slip(INDENTED, mark.line, 0, "Laat de sleutel helemaal links beginnen.")
        elif above is not None:
            yield _no_colon(lines, above)


def _quoted(line: str) -> str:
    """Return the advice to quote the value on *line*, with that line as it then is when it holds a single key."""
    whole = re.fullmatch(r"(\s*[\w-]+: +)([^\s\"'#&*!|>\[{][^\"\\#]*?) *", line)
    return f'{QUOTE.removesuffix(".")}{LINE}\n{whole[1]}"{whole[2]}"' if whole else QUOTE


def _no_colon(lines: Sequence[str], number: int) -> Slip:
    if joined := re.match(r"\s*[\w-]+:(?=\S)", lines[number]):
        return Slip(
            "achter deze dubbele punt ontbreekt een spatie", number, joined.end() - 1, "Zet er een spatie achter."
        )
    return Slip("hier ontbreekt een dubbele punt achter de sleutel", number, 0, "Schrijf bijvoorbeeld title: De titel.")


_Look = Callable[[yaml.MarkedYAMLError, str, Sequence[str]], Iterator[Slip]]
_LOOKS: Sequence[_Look] = (_curly, _open_quotes, _open_bracket, _quotes_inside, _colon)


def _unclosed(text: str, mark: yaml.Mark | None) -> yaml.Mark | None:
    """Return where the quoted value begins that runs on past its line, up to the next quote before *mark*; or None."""
    opened = None
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if mark and token.start_mark.index >= mark.index:
                break
            is_quoted = isinstance(token, yaml.ScalarToken) and token.style in {'"', "'"}
            opened = token if is_quoted and token.start_mark.line < token.end_mark.line else None
    except yaml.MarkedYAMLError as error:
        if error.context == "while scanning a quoted scalar":
            return error.context_mark
    except ValueError:  # a number or a character beyond every limit: the Python scanner says so in no other way
        return None
    return opened.start_mark if opened else None
