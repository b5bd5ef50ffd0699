"""Mutants of a regular expression: what it says with one thing less, each a mistake that anybody could make there."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from itertools import pairwise

_TOKEN = re.compile(
    r"(?P<escape>\\(?:x..|u.{4}|.))|(?P<class>\[\^?(?:\\.|[^\\\]])+\])|(?P<open>\((?:\?(?:P<\w+>|[:=!>]|<[=!]|\w+:))?)"
    r"|(?P<close>\))|(?P<bar>\|)|(?P<often>(?:[+*?]|\{\d+(?:,\d*)?\})\??)|(?P<end>[\^$])|(?P<letter>.)",
    re.DOTALL,
)
_MEMBER = re.compile(r"(?:\\.|[^\\])-(?:\\.|[^\\])|\\.|[^\\]", re.DOTALL)
_AROUND = ("(?=", "(?!", "(?<=", "(?<!")
_ENDS = {r"\b", r"\B", r"\A", r"\Z"}
_UNSAID = 0xE000
"""The first character, of those that no text has, that stands for a value of an f-string."""


def patterns(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the regular expression that *node*, a call of the module `re`, begins with, and each mutant of it."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str() as said) as at, *_]):
            yield from ((at, ast.Constant(each)) for each in less(said))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=bytes() as raw) as at, *_]):
            yield from ((at, ast.Constant(each.encode("latin-1"))) for each in less(raw.decode("latin-1")))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.JoinedStr(values=pieces) as at, *_]):
            values = [each for each in pieces if not isinstance(each, ast.Constant)]
            signs = {id(each): chr(_UNSAID + number) for number, each in enumerate(values)}
            text = "".join(str(each.value) if isinstance(each, ast.Constant) else signs[id(each)] for each in pieces)
            yield from ((at, ast.JoinedStr(_with_values(each, values))) for each in less(text))


def _with_values(text: str, values: list[ast.expr]) -> list[ast.expr]:
    """Return *text* as pieces of an f-string, with the one of *values* that each sign stands for."""
    pieces = re.split(f"([{chr(_UNSAID)}-{chr(_UNSAID + 99)}])", text)
    return [values[ord(each) - _UNSAID] if at % 2 else ast.Constant(each) for at, each in enumerate(pieces)]


def less(pattern: str) -> list[str]:
    """Return *pattern* without one of its repetitions, ends, lookarounds, alternatives or members of a class."""
    made = dict.fromkeys(f"{pattern[:start]}{text}{pattern[end:]}" for start, end, text in _cuts(pattern))
    return [each for each in made if each != pattern and _is_pattern(each)]


def _is_pattern(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(text)
        except re.error:
            return False
    return True


def _cuts(pattern: str) -> Iterator[tuple[int, int, str]]:
    """Yield the start and the end of each thing in *pattern* that can go, and what comes in its place."""
    around: list[tuple[int, str, list[int]]] = [(0, "", [0])]  # groups: where they begin, with what, their alternatives
    for token in _TOKEN.finditer(pattern):
        start, end, text = token.start(), token.end(), token[0]
        if token["often"] or token["end"] or text in _ENDS:
            yield start, end, ""
        elif token["class"]:
            yield from ((start + at, start + stop, "") for at, stop in _members(text))
        elif token["open"]:
            around.append((start, text, [end]))
        elif token["bar"]:
            around[-1][2].append(end)
        elif token["close"]:
            begin, opened, alternatives = around.pop()
            if opened in _AROUND:
                yield begin, end, ""
            yield from _alternatives(alternatives, start)
    yield from _alternatives(around[0][2], len(pattern))


def _alternatives(starts: list[int], end: int) -> Iterator[tuple[int, int, str]]:
    if len(starts) > 1:
        yield from ((start, following, "") for start, following in pairwise(starts))
        yield starts[-1] - 1, end, ""


def _members(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each member of the class *text* starts and ends, if it has several."""
    first = 2 if text.startswith("[^") else 1
    found = [(each.start(), each.end()) for each in _MEMBER.finditer(text, first, len(text) - 1)]
    yield from found if len(found) > 1 else ()
