"""Whether a book can contain a photo, asked of the program that makes books, because nothing else knows.

It may refuse what browsers show and other programs read: a missing table, a layer that ends too soon.
"""

from __future__ import annotations

import typst

from draaiboek.base import scratch
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin

_PAGE = '#set document(title: "a", date: none)\n#set text(lang: "nl")\n#image("%s", alt: "a")\n'
_STANDARDS: list[typst.PDFStandard] = ["ua-1"]


def problems(content: bytes, origin: Origin) -> tuple[Diagnostic, ...]:
    """Return why a book cannot contain the photo *content*, as re-encoded by us."""
    name = f"foto{origin.path.suffix}"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    with scratch.folder() as root:
        (root / name).write_bytes(content)
        (root / "main.typ").write_text(_PAGE % name, encoding="utf-8")
        try:
            typst.compile(root / "main.typ", root=root, font_paths=fonts, pdf_standards=_STANDARDS)
        except typst.TypstError:
            text = "dit beeld is beschadigd: het kan niet in de pdf"
            hint = "Open het in een tekenprogramma en bewaar het opnieuw als gewone png of jpg."
            return (Diagnostic("PG011", origin, text, hint, lost=origin.path),)
    return ()
