"""What the paths of a drawing demand of the program that draws them: how far they go, and how often they bend. Pure.

To stroke a curve it is split until its pieces are straight. Far from the origin, the numbers of such a program have no
precision left, and it goes on and on: nine thousand bends took half a minute and four gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
NUMBER = re.compile(_NUMBER)
_STEP = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
# The two flags of an arc may be written without a space between them and before what follows: a1 1 0 01.5.5
# A number is matched atomically (?>…), or the regex would backtrack over every way to split a long one.
_ARC = re.compile("".join(rf"[\s,]*((?>{each}))" for each in (*[_NUMBER] * 3, "[01]", "[01]", *[_NUMBER] * 2)))
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2}
_BENDS = frozenset("CSQTA")
_MEASURES = frozenset({"x1", "x2", "y1", "y2", "r", "rx", "ry", "width", "height", "points"})
_IN_PIXELS = re.compile(r"[-+0-9.eE,\s]*(?:px\s*)?")
_ROUND = 3.2  # half the way round a circle, or along the sides of a rectangle, for each unit that it reaches


@dataclass(frozen=True, slots=True)
class Drawn:
    """The measure of a path: the *farthest* that a coordinate gets from the origin, and its number of *bends*."""

    farthest: float
    bends: int


def drawn(path: str) -> Drawn:
    """Return the measure of *path*, the value of `d`; steps that cannot be parsed are not drawn, and not counted."""
    farthest = largest(path)
    begin = across, down = 0.0, 0.0
    bends = 0
    for step, numbers in _steps(path):
        name, relative = step.upper(), step.islower()
        if name == "Z":
            across, down = begin
            continue
        before = (across, down) if relative else (0.0, 0.0)
        if name != "V":
            across = before[0] + numbers[0 if name == "H" else -2]
        if name != "H":
            down = before[1] + numbers[-1]
        begin = (across, down) if name == "M" else begin
        farthest = max(farthest, abs(across), abs(down))
        bends += name in _BENDS
    return Drawn(farthest, bends)


def largest(value: str) -> float:
    """Return the largest absolute value of the numbers in *value*."""
    return max((abs(float(each)) for each in NUMBER.findall(value)), default=0.0)


def longest(attributes: Mapping[str, str]) -> float:
    """Return how long the lines of a shape with *attributes* can be together; no limit when they are not in pixels."""
    measures = [attributes[key] for key in attributes.keys() & _MEASURES]
    if not all(_IN_PIXELS.fullmatch(each) for each in measures):
        return inf
    numbers = sum(len(NUMBER.findall(attributes.get(key, ""))) for key in ("d", "points"))
    farthest = max((drawn(attributes.get("d", "")).farthest, *map(largest, measures)))
    return 2 * farthest * (numbers + _ROUND)


def _steps(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each step of *path* with its numbers, also where one letter introduces several steps."""
    for step, words in _STEP.findall(path):
        name = step.upper()
        if name == "Z":
            yield step, []
        elif name == "A":
            yield from ((step, arc) for arc in _arcs(words))
        else:
            numbers, takes = [float(each) for each in NUMBER.findall(words)], _TAKES[name]
            yield from ((step, numbers[at : at + takes]) for at in range(0, len(numbers) - takes + 1, takes))


def _arcs(words: str) -> Iterator[list[float]]:
    at = 0
    while arc := _ARC.match(words, at):
        at = arc.end()
        yield [float(each) for each in arc.groups()]
