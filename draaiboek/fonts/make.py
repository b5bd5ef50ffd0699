"""Make the static TrueType fonts in this folder from the npm packages of Fontsource; see README.md.

Run by hand when the fonts change, never by a build: `python draaiboek/fonts/make.py FOLDER`, where FOLDER holds the
unpacked packages. It needs fonttools and brotli. The same packages give the same bytes.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.merge.options import Options
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
THEME = HERE.parent / "theme" / "assets" / "fonts"
TEXT = "Atkinson Hyperlegible Next"
STYLES = (
    (400, "normal", "Regular"),
    (400, "italic", "Italic"),
    (600, "normal", "SemiBold"),
    (600, "italic", "SemiBold Italic"),
    (700, "normal", "Bold"),
    (700, "italic", "Bold Italic"),
)
Point = tuple[tuple[int, int], int]  # its place, and whether it is on the curve
ADVANCES = "advances.json"
WEB = ("400-normal", "400-italic", "700-normal")


def main(packages: Path) -> None:
    """Write every style as TTF beside this file and the web fonts into the theme, with a zero without a slash."""
    for weight, slope, style in STYLES:
        subsets = [_subset(packages, part, f"{weight}-{slope}") for part in ("latin", "latin-ext")]
        _merge(subsets, style)
    THEME.mkdir(parents=True, exist_ok=True)
    for variant in WEB:
        source = _subset(packages, "latin", variant)
        font = TTFont(source, recalcTimestamp=False)
        _open_zero(font)
        font.save(THEME / source.name)
    (HERE / ADVANCES).write_text(_advances(), encoding="utf-8")
    (HERE / "OFL.txt").write_text(_licence(packages), encoding="utf-8")


def _advances() -> str:
    """Return how wide every sign of the text fonts is, in thousandths of their size: figures are drawn with it."""
    widths = {}
    for style in ("Regular", "Bold"):
        font = TTFont(HERE / f"{TEXT.replace(' ', '')}-{style}.ttf")
        signs = sorted(font.getBestCmap().items())
        widths[style] = {
            chr(code): round(1000 * font["hmtx"][name][0] / font["head"].unitsPerEm) for code, name in signs
        }
    return json.dumps(widths, ensure_ascii=False, indent=0) + "\n"


def _licence(packages: Path) -> str:
    """Return the licence with the copyright line of the family."""
    return (packages / "fontsource-atkinson-hyperlegible-next" / "LICENSE").read_text(encoding="utf-8")


def _subset(packages: Path, part: str, variant: str) -> Path:
    slug = TEXT.lower().replace(" ", "-")
    return packages / f"fontsource-{slug}" / "files" / f"{slug}-{part}-{variant}.woff2"


def _merge(subsets: list[Path], style: str) -> None:
    """Write the union of *subsets* as one TrueType font with a name table of its own."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [Path(folder) / f"{number}.ttf" for number in range(len(subsets))]
        for source, target in zip(subsets, parts, strict=True):
            font = TTFont(source, recalcTimestamp=False)
            font.flavor = None
            font.save(target)
        merged = Merger(Options(drop_tables=["STAT", "prep", "gasp"])).merge([str(part) for part in parts])
    first = TTFont(subsets[0], recalcTimestamp=False)
    merged.recalcTimestamp = False
    merged["head"].created, merged["head"].modified = first["head"].created, first["head"].modified
    merged["name"] = first["name"]
    _open_zero(merged)
    _name(merged, style)
    merged.save(HERE / f"{TEXT.replace(' ', '')}-{style.replace(' ', '')}.ttf")


def _open_zero(font: TTFont) -> None:
    """Take the slash out of the zero of *font*: in running text readers take it for Ø, and the font has no other.

    Two contours lie inside the outline, one on each side of the slash; both have its edge as a straight line. They
    become one where those lines were.
    """
    glyphs = font["glyf"]
    points, ends, on_curve = glyphs["zero"].getCoordinates(glyphs)
    outer, below, above = (
        list(zip(points, on_curve, strict=True))[start : end + 1]
        for start, end in zip((0, *(end + 1 for end in ends)), ends, strict=False)
    )
    below, above = _from_the_slash(below), _from_the_slash(above)
    pen = TTGlyphPen(None)
    for contour in (outer, [*below, *above]):
        _draw(contour, pen)
    glyphs["zero"] = pen.glyph()


def _from_the_slash(contour: list[Point]) -> list[Point]:
    """Return *contour* from the end of its longest straight line to the start of it."""

    def straight(number: int) -> float:
        (start, starts_on), (end, ends_on) = contour[number - 1], contour[number]
        return math.dist(start, end) if starts_on and ends_on else 0.0

    first = max(range(len(contour)), key=straight)
    return [*contour[first:], *contour[:first]]


def _draw(contour: list[Point], pen: TTGlyphPen) -> None:
    """Draw *contour*, which begins on the curve."""
    pen.moveTo(contour[0][0])
    waiting: list[tuple[int, int]] = []
    for place, on in [*contour[1:], contour[0]]:
        if not on:
            waiting.append(place)
        elif waiting:
            pen.qCurveTo(*waiting, place)
            waiting = []
        else:
            pen.lineTo(place)
    pen.closePath()


def _name(font: TTFont, style: str) -> None:
    """Give *font* the names that put all styles into one family, in old programs (1, 2) and new ones (16, 17)."""
    family = TEXT
    semibold = style.startswith("SemiBold")
    postscript = f"{family.replace(' ', '')}-{style.replace(' ', '')}"
    names = {
        1: f"{family} SemiBold" if semibold else family,
        2: (style.removeprefix("SemiBold").strip() or "Regular") if semibold else style,
        4: f"{family} {style}",
        6: postscript,
        16: family,
        17: style,
    }
    for name, value in names.items():
        font["name"].removeNames(nameID=name)
        font["name"].setName(value, name, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
