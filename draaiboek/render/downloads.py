"""The page with the downloads: the size of each file, filled in once the files exist."""

from __future__ import annotations

import re
from pathlib import Path

from draaiboek.base.model import Variant
from draaiboek.content import content_paths
from draaiboek.render.layout import folder_of, page_url

# The empty element that theme/partials/draaiboek/downloads.html reserves for a size.
_SIZE = re.compile(r'(?P<start><span[^>]* data-grootte="(?P<file>[^"]+)">)(?=</span>)')
_UNITS = ((1_000_000, "MB", 1), (1_000, "kB", 0))


def tell_sizes(variant: Variant, site: Path) -> None:
    """Write the size of each file of *variant* into its downloads page in the edition *site*."""

    def told(match: re.Match[str]) -> str:
        file = site / match["file"]
        return f"{match['start']}, {_size(file.stat().st_size)}" if file.is_file() else match["start"]

    page = site / folder_of(variant) / page_url(content_paths.DOWNLOADS_PAGE) / "index.html"
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        page.write_text(_SIZE.sub(told, text), encoding="utf-8", newline="\n")


def _size(count: int) -> str:
    """Return *count* bytes as '1,3 MB', or as '36 kB' below a megabyte."""
    unit, name, digits = next(each for each in _UNITS if count >= each[0] or each is _UNITS[-1])
    return f"{count / unit:.{digits}f} {name}".replace(".", ",")
