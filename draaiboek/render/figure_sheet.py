"""The sheet on which a figure is drawn: boxes, arrows, discs, and words broken into lines by their measured width."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from markupsafe import Markup

from draaiboek.base.model import FigurePart, Inline, Link, Text, words
from draaiboek.render.html import Vocabulary
from draaiboek.render.typography import printed_text

SVG = Vocabulary(
    elements=frozenset({"svg", "g", "a", "text", "tspan"}),
    empty=frozenset({"rect", "circle", "path"}),
    attributes={
        **{name: name for name in ("x", "y", "width", "height", "rx", "cx", "cy", "r", "d", "fill", "stroke", "href")},
        **{name: name for name in ("xmlns", "tabindex")},
        "class_": "class",
        "view_box": "viewBox",
        "stroke_width": "stroke-width",
        "stroke_dasharray": "stroke-dasharray",
        "text_anchor": "text-anchor",
        "font_family": "font-family",
        "font_size": "font-size",
        "font_weight": "font-weight",
        "aria_hidden": "aria-hidden",
    },
    ending="/>",
)
_ADVANCES = Path(__file__).parent.parent / "fonts" / "advances.json"
_WORD = re.compile(r"[\S\u00a0]+")  # a no-break space is inside a word
_UNKNOWN = 650  # thousandths of the font size: the width of a character that the font does not have
_SLACK = 1.04  # another font, a little wider, may be used in place of ours
_BOLD = "700"

# On paper and without a style sheet; on screen figures.css gives these roles the colours of the reader's scheme.
_INK, WHITE, _QUIET, _LINE = "#1b2326", "#ffffff", "#37474f", "#7b8b90"
_SOLID = {"": "#0b4f5c", "gevaar": "#a4161a", "let-op": "#8a4b00", "goed": "#1d6635", "apart": "#37474f"}
_TINT = {"": "#eef5f6", "gevaar": "#fdefef", "let-op": "#fbf3e8", "goed": "#eef7f0", "apart": "#ffffff"}


@dataclass(frozen=True, slots=True)
class Look:
    """The width of a drawing and its font size, both in its own units; on screen it has *classes*."""

    width: float
    size: float
    classes: bool = False


Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set: their *role* in the drawing, and their size relative to the font size of the drawing."""

    role: str
    share: float = 1.0
    bold: bool = False
    fill: str = _INK
    centred: bool = False


TITLE = Type("kop", 1.1, bold=True)
HEAD = Type("kop", 1.04, bold=True)
BODY = Type("tekst")
SMALL = Type("stil", 0.92, fill=_QUIET)
ON = Type("op", 0.92, bold=True, fill=WHITE)
_NUMBER = replace(ON, share=1.0, centred=True)
LEADING = 1.3
_BELOW_PILL = 4
_RISE = 0.98  # from the top of a line to its baseline
_MIDDLE = 0.35  # from the middle of a digit to its baseline


@dataclass(slots=True)
class Sheet:
    """What has been drawn so far; methods return where they end, so that the next thing is drawn below."""

    look: Look
    address: Address | None
    pieces: list[Markup] = field(default_factory=list)

    def put(self, name: str, *content: Markup, role: str, **attributes: str | float | None) -> None:
        """Draw element *name* in the given *role*, by which figures.css colours it."""
        class_ = f"lr-f-{role}" if self.look.classes else None
        plain = {key: number(value) if isinstance(value, float | int) else value for key, value in attributes.items()}
        self.pieces.append(SVG.element(name, *content, class_=class_, **plain))

    def box(self, y: float, height: float, part: FigurePart, *, x: float = 0, width: float = 0) -> None:
        """Draw the box of *part*, in its tone."""
        tone = f"-{part.tone}" if part.tone else ""
        dashes = "7 5" if part.tone == "apart" else None
        look = {"fill": _TINT[part.tone], "stroke": _SOLID[part.tone], "stroke_dasharray": dashes}
        size = {"x": x + 1, "y": y + 1, "width": (width or self.look.width) - 2, "height": height - 2}
        self.put("rect", role=f"vlak{tone}", stroke_width=2, rx=6, **size, **look)

    def solid(self, name: str, tone: str, **place: str | float) -> None:
        """Draw element *name* at *place*, filled with the colour of *tone*."""
        self.put(name, role=f"vol-{tone}" if tone else "vol", fill=_SOLID[tone], **place)

    def disc(self, x: float, y: float, radius: float, tone: str, count: int | None = None) -> None:
        """Draw a disc around a point, with the number *count* on it if given."""
        self.solid("circle", tone, cx=x, cy=y, r=radius)
        if count is not None:
            size = self.look.size
            self.write(x, y + size * (_MIDDLE - _RISE), (Text(f"{count}"),), 3 * size, _NUMBER)

    def line(self, path: str) -> None:
        """Draw a line along *path*."""
        self.put("path", role="lijn", d=path, stroke=_LINE, stroke_width=3)

    def arrow(self, x: float, y: float, end: float) -> None:
        """Draw an arrow from *y* to *end*, up or down."""
        down = 1 if end > y else -1
        head = end - down * 10
        self.line(f"M{number(x)} {number(y)}V{number(head)}")
        self.head(f"M{number(x - 8)} {number(head)}H{number(x + 8)}L{number(x)} {number(end)}Z")

    def head(self, path: str) -> None:
        """Draw the head of an arrow along *path*."""
        self.put("path", role="pijl", d=path, fill=_LINE)

    def height(self, content: Sequence[Inline], width: float, set_in: Type) -> float:
        """Return the height of *content* when set in *width*."""
        size = self.look.size * set_in.share
        return len(_wrapped(content, width, size, bold=set_in.bold)) * size * LEADING

    def write(self, x: float, y: float, content: Sequence[Inline], width: float, set_in: Type) -> float:
        """Set *content* below *y*, and return where it ends."""
        size = self.look.size * set_in.share
        lines = _wrapped(content, width, size, bold=set_in.bold)
        spans = [
            SVG.element("tspan", line, x=number(x), y=number(y + (row * LEADING + _RISE) * size))
            for row, line in enumerate(lines)
        ]
        if lines:
            self.put(
                "text",
                Markup(" ").join(spans),
                role=set_in.role,
                fill=set_in.fill,
                font_size=size if set_in.share != 1 else None,
                font_weight=_BOLD if set_in.bold else None,
                text_anchor="middle" if set_in.centred else None,
            )
        return y + len(lines) * size * LEADING

    def pill(self, x: float, y: float, content: Sequence[Inline], most: float, tone: str) -> float:
        """Set *content* on a background of *tone*, at most *most* wide, and return where what follows begins."""
        if not content:
            return y
        size = self.look.size * ON.share
        width = min(_width(_said(content), size, bold=True) + size + 1, most)
        height = self.height(content, width - size, ON) + 4
        self.solid("rect", tone, x=x, y=y, width=width, height=height, rx=4)
        self.write(x + size / 2, y + 2, content, width - size, ON)
        return y + height + _BELOW_PILL

    def pill_height(self, content: Sequence[Inline], most: float) -> float:
        """Return the height that `pill` takes."""
        size = self.look.size * ON.share
        return self.height(content, most - size, ON) + 4 + _BELOW_PILL if content else 0

    def linked(self, part: FigurePart, start: int) -> None:
        """Make everything drawn since piece *start* a link to the target of the title of *part*."""
        link = next((each for each in part.title if isinstance(each, Link)), None)
        if link and self.address:
            inside = self.pieces[start:]
            self.pieces[start:] = [SVG.element("a", *inside, href=self.address(link.href), tabindex="-1")]


def _said(content: Sequence[Inline]) -> str:
    return printed_text(words(content))


def _wrapped(content: Sequence[Inline], width: float, size: float, *, bold: bool) -> list[str]:
    """Return the words of *content* in lines of at most *width*; a word that is wider is broken."""
    lines: list[str] = []
    for word in _WORD.findall(_said(content)):
        if lines and _width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
            continue
        rest = word
        while len(rest) > 1 and _width(rest, size, bold=bold) > width:
            end = next(
                end for end in range(len(rest) - 1, 0, -1) if end == 1 or _width(rest[:end], size, bold=bold) <= width
            )
            lines.append(rest[:end])
            rest = rest[end:]
        lines.append(rest)
    return lines


def _width(text: str, size: float, *, bold: bool) -> float:
    """Return the width of *text*, with some slack for another font."""
    advances = _advances()["Bold" if bold else "Regular"]
    return sum(advances.get(sign, _UNKNOWN) for sign in text) * size / 1000 * _SLACK


@cache
def _advances() -> Mapping[str, Mapping[str, int]]:
    """Return the width of every character, in thousandths of the font size."""
    found: Mapping[str, Mapping[str, int]] = json.loads(_ADVANCES.read_text(encoding="utf-8"))
    return found


def number(value: float) -> str:
    """Return *value* as it is written in a drawing."""
    return f"{value:.1f}".removesuffix(".0")
