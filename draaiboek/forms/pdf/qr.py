"""An address as a QR code: a deterministic drawing, made here without any service."""

from __future__ import annotations

import io

import segno

_ERRORS = "m"  # level of error correction: a seventh may be lost to a fold or a stain
_BORDER = 2  # modules; the paper around the code is white too


def drawing(address: str) -> bytes:
    """Return *address* as a QR code in SVG."""
    target = io.BytesIO()
    code = segno.make(address, error=_ERRORS, micro=False)
    code.save(target, kind="svg", border=_BORDER, xmldecl=False, svgclass=None, lineclass=None, nl=False)
    return target.getvalue()
