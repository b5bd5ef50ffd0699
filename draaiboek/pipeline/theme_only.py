"""Whether two versions of a file differ in their theme only: what a reskin may change, and nothing else.

The earlier version comes from a publication, so somebody else may have written it: it is read as a stranger's file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from draaiboek.editions import supply_chain
from draaiboek.render.published_page import article_in

_ASSETS = "assets/"
_HTML = ".html"
_MADE_WITH = {supply_chain.MATERIALS, supply_chain.ORIGIN}
"""The files that say which program made an edition: another theme is another program."""
_ZIP = ".zip"


def is_theme(name: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Return whether file *name* belongs to the theme, or is a page whose article is the same to the letter.

    A zip of the website counts as the theme's when every file in it that differs does. A zip that is not as we write
    them never does, and what is in it is not unpacked.
    """
    if _is_page_or_asset(name, before, after):
        return True
    if not name.endswith(_ZIP) or name not in before or name not in after:
        return False
    then, now = _unpacked(before[name]), _unpacked(after[name])
    if then is None or now is None:
        return False
    return all(then.get(each) == now.get(each) or _is_page_or_asset(each, then, now) for each in {*then, *now})


def _is_page_or_asset(name: str, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    if name.startswith(_ASSETS) or f"/{_ASSETS}" in name or name in _MADE_WITH:
        return True
    is_page = name.endswith(_HTML) and name in before and name in after
    return is_page and article_in(before[name]) == article_in(after[name])


def _unpacked(data: bytes) -> Mapping[str, bytes] | None:
    """Return the files in the zip *data*; None when it is not one of ours.

    Nothing in ours is compressed (`base/zipping`), so what would grow when it is unpacked was made by somebody else.
    Neither do we write a name twice: which of the two files a reader gets depends on the program that unpacks it.
    """
    try:
        with ZipFile(io.BytesIO(data)) as file:
            inside = file.infolist()
            plain = all(each.compress_type == ZIP_STORED for each in inside)
            names = {each.filename for each in inside}
            if not plain or len(names) < len(inside) or sum(each.file_size for each in inside) > len(data):
                return None
            return {each.filename: file.read(each) for each in inside}
    except (BadZipFile, EOFError, RuntimeError, ValueError):
        return None
