"""Typst and pikepdf: from a source to the bytes of a PDF, or what Typst says against it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf
import typst

from draaiboek.base import scratch
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import ToolError
from draaiboek.forms.pdf import metadata, typst_code
from draaiboek.forms.pdf.document import Document
from draaiboek.forms.pdf.metadata import Metadata

_TEMPLATES = Path(__file__).parent
_PARTS = "parts.typ"
_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
_MAIN = "main.typ"
_SIGN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

pikepdf.settings.set_flate_compression_level(9)


@dataclass(frozen=True, slots=True)
class Description:
    """What a PDF says about itself; *identifier* is its permalink, *epoch* its date in seconds since 1970."""

    title: str
    identifier: str
    pages: int
    epoch: int


def compile_pdf(document: Document, *, fonts: Path, epoch: int) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the PDF of *document*, or no bytes and why Typst refuses it; *epoch* is its date in seconds."""
    with scratch.folder() as root:
        _write(document, root)
        try:
            pdf, warnings = typst.compile_with_warnings(
                root / _MAIN,
                root=root,
                font_paths=typst.Fonts(
                    include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
                ),
                pdf_standards=_STANDARDS,
                timestamp=epoch,
            )
        except typst.TypstError as error:
            return b"", tuple(_problems(error.diagnostic, document))
    problems = tuple(problem for warning in warnings for problem in _problems(warning.diagnostic, document))
    if problems or not isinstance(pdf, bytes):
        return b"", problems
    return _packed(pdf, document.metadata), ()


def _write(document: Document, root: Path) -> None:
    (root / _MAIN).write_text(document.source, encoding="utf-8")
    for name in (_PARTS, document.template):
        (root / name).write_bytes((_TEMPLATES / name).read_bytes())
    for name, content in document.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _problems(report: str, document: Document) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each message in Typst's *report*, for each place that it is about."""
    for message, line in _messages(report):
        sign = _missing_sign(message)
        text = f"het teken '{sign}' kan niet in de pdf" if sign else "dit stuk kan niet in de pdf"
        hint = "Het lettertype heeft dit teken niet: schrijf het in woorden, bv. 'naar' voor een pijl." if sign else ""
        lines = _lines_with(sign, document) if sign and not line else [line]
        for origin in dict.fromkeys(typst_code.marked(document.source, number) for number in lines):
            yield Diagnostic("HT008", origin, f"{text}: {message}", hint)


def _messages(report: str) -> Iterator[tuple[str, int]]:
    """Yield each message of *report* with its line in the source, 0 where Typst does not say it."""
    message = ""
    for text in [*report.splitlines(), "error: "]:
        kind, _, rest = text.partition(": ")
        if kind in {"error", "warning"}:
            if message:
                yield message, 0
            message = rest
        elif message and "─ " in text and f"{_MAIN}:" in text:
            number = text.rpartition(f"{_MAIN}:")[2].partition(":")[0]
            yield message, int(number) if number.isdecimal() else 0
            message = ""


def _missing_sign(message: str) -> str:
    """Return the text that no font can show, if *message* is about that; Typst escapes signs that are not seen."""
    found = _SIGN.search(message)
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""


def _lines_with(sign: str, document: Document) -> list[int]:
    """Return which lines of the source have *sign*, themselves or in a drawing; 0 when none has it."""
    drawings = [name for name, content in document.files.items() if sign.encode() in content]
    lines = enumerate(document.source.split("\n"), start=1)
    return [number for number, line in lines if any(text in line for text in (sign, *drawings))] or [0]


def describe(pdf: bytes) -> Description:
    """Return what *pdf*, which we made, says about itself; raises ToolError when we did not."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as file, file.open_metadata() as words:
            created = datetime.fromisoformat(words["xmp:CreateDate"])
            return Description(
                title=str(words.get("dc:title", "")),
                identifier=str(words.get("dc:identifier", "")),
                pages=len(file.pages),
                epoch=int(created.timestamp()),
            )
    except (pikepdf.PdfError, KeyError, ValueError) as error:
        message = "een pdf is geen pdf van het draaiboek"
        raise ToolError(message, output=str(error)) from error


def count_pages(pdf: bytes) -> int:
    """Return the number of pages of any *pdf*."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def _packed(pdf: bytes, words: Metadata) -> bytes:
    """Return *pdf* with *words*, its objects in compressed streams: a third smaller, and the same bytes each time."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata.write(words, file)
        file.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()
