"""Make the static TrueType fonts in this folder from the npm packages of Fontsource; see README.md.

Run by hand when the fonts change, never by a build: `python draaiboek/fonts/make.py FOLDER`, where FOLDER holds the
unpacked packages. It needs fonttools and brotli. The same packages give the same bytes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.merge.options import Options
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
THEME = HERE.parent / "theme" / "assets" / "fonts"
TEXT, CODE = "Atkinson Hyperlegible Next", "Atkinson Hyperlegible Mono"
STYLES = (
    (TEXT, 400, "normal", "Regular"),
    (TEXT, 400, "italic", "Italic"),
    (TEXT, 600, "normal", "SemiBold"),
    (TEXT, 600, "italic", "SemiBold Italic"),
    (TEXT, 700, "normal", "Bold"),
    (TEXT, 700, "italic", "Bold Italic"),
    (CODE, 400, "normal", "Regular"),
)
WEB = ("400-normal", "400-italic", "600-normal", "700-normal")


def main(packages: Path) -> None:
    """Write every style as TTF beside this file and the web fonts into the theme."""
    for family, weight, slope, style in STYLES:
        subsets = [_subset(packages, family, part, f"{weight}-{slope}") for part in ("latin", "latin-ext")]
        _merge(subsets, family, style)
    THEME.mkdir(parents=True, exist_ok=True)
    for variant in WEB:
        source = _subset(packages, TEXT, "latin", variant)
        shutil.copyfile(source, THEME / source.name)
    (HERE / "OFL.txt").write_text(_licence(packages), encoding="utf-8")


def _licence(packages: Path) -> str:
    """Return the licence with the copyright lines of both families."""
    names = ("fontsource-atkinson-hyperlegible-mono", "fontsource-atkinson-hyperlegible-next")
    code, text = [(packages / name / "LICENSE").read_text(encoding="utf-8") for name in names]
    return f"{code.splitlines()[0]}\n{text}"


def _subset(packages: Path, family: str, part: str, variant: str) -> Path:
    slug = family.lower().replace(" ", "-")
    return packages / f"fontsource-{slug}" / "files" / f"{slug}-{part}-{variant}.woff2"


def _merge(subsets: list[Path], family: str, style: str) -> None:
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
    _name(merged, family, style)
    merged.save(HERE / f"{family.replace(' ', '')}-{style.replace(' ', '')}.ttf")


def _name(font: TTFont, family: str, style: str) -> None:
    """Give *font* the names that put all styles into one family, in old programs (1, 2) and new ones (16, 17)."""
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
