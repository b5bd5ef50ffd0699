"""An address as a QR code: a drawing that is the same each time, made here and asked of nobody."""

from __future__ import annotations

import io

import segno

_ERRORS = "m"  # a seventh may be lost: a fold, a stain
_BORDER = 2  # modules; the paper around it is white too


def drawing(address: str) -> bytes:
    """Return *address* as a QR code in SVG."""
    target = io.BytesIO()
    code = segno.make(address, error=_ERRORS, micro=False)
    code.save(target, kind="svg", border=_BORDER, xmldecl=False, svgclass=None, lineclass=None, nl=False)
    return target.getvalue()
