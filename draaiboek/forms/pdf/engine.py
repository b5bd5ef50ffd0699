"""Typst and pikepdf: from a source to the bytes of a PDF, or what Typst says against it."""

from __future__ import annotations

import io
import json
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
from draaiboek.forms.pdf.plan import Found, Plan

_TEMPLATES = Path(__file__).parent
_PLAN = "plan.typ"
_LAYOUT = "<layout>"
_ROUNDS = 4  # before the last one; each costs two thirds of the first
_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
_MAIN = "main.typ"
_PIXELS = 144.0  # an inch, which is two to a point
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


@dataclass(frozen=True, slots=True)
class Compiled:
    """The *pdf* of a document with what its layout came to; or no bytes, and why Typst refuses it."""

    pdf: bytes = b""
    found: Found | None = None
    problems: tuple[Diagnostic, ...] = ()


def compile_pdf(document: Document, *, fonts: Path, epoch: int, size: int = 0) -> Compiled:
    """Return *document* as PDF, laid out as its plan settles; *epoch* is its date in seconds since 1970.

    A fiche in it is of *size*. Typst remembers what it laid out: a round costs less than the first one.
    """
    with scratch.folder() as root:
        _write(document, root)
        try:
            _settle(document, root, fonts, Plan(sheet=size))
            compiler = _compiler(root, fonts)
            pdf, warnings = compiler.compile_with_warnings(pdf_standards=_STANDARDS, timestamp=epoch)
            found = _found(compiler)
        except typst.TypstError as error:
            return Compiled(problems=tuple(_problems(error.diagnostic, document)))
    problems = tuple(problem for warning in warnings for problem in _problems(warning.diagnostic, document))
    if problems or not isinstance(pdf, bytes):
        return Compiled(problems=problems)
    return Compiled(_packed(pdf, document.metadata), found)


def fitting_size(document: Document, *, fonts: Path, sizes: int) -> int:
    """Return the first of so many *sizes* in which the fiche *document* is one page, or the last."""
    with scratch.folder() as root:
        _write(document, root)
        for size in range(sizes - 1):
            _write_plan(Plan(sheet=size), document, root)
            try:
                if _found(_compiler(root, fonts)).pages == 1:
                    return size
            except typst.TypstError:  # whoever makes a PDF of it will be told
                break
    return sizes - 1


def _settle(document: Document, root: Path, fonts: Path, plan: Plan) -> None:
    """Leave a plan in *root*, *plan* or a better one, that another round would not make much better."""
    _write_plan(plan, document, root)
    for _ in range(_ROUNDS):
        following = plan.after(_found(_compiler(root, fonts)), document.marks)
        if not following.is_better_than(plan, document.marks):
            return
        plan = following
        _write_plan(plan, document, root)


def _write_plan(plan: Plan, document: Document, root: Path) -> None:
    (root / _PLAN).write_text(plan.source(document.marks, document.chapters), encoding="utf-8")


def _compiler(root: Path, fonts: Path) -> typst.Compiler:
    """Return a compiler that has read nothing yet."""
    return typst.Compiler(root / _MAIN, root=root, font_paths=_only(fonts))


def _found(compiler: typst.Compiler) -> Found:
    try:
        said = json.loads(compiler.query(_LAYOUT, field="value", one=True))
    except RuntimeError:
        compiler.compile()  # says what is wrong, and where
        raise
    return Found(
        notes=said["notes"],
        last_words=dict(said["last-words"]),
        starts=dict(said["starts"]),
        ends={name: (page, part) for name, (page, part) in said["ends"]},
        pages=said["pages"],
    )


def compile_picture(source: str, template: str, *, fonts: Path) -> bytes:
    """Return the one page that *source* makes with *template* as PNG, two pixels to a point."""
    with scratch.folder() as root:
        (root / _MAIN).write_text(source, encoding="utf-8")
        (root / template).write_bytes((_TEMPLATES / template).read_bytes())
        try:
            picture = typst.compile(root / _MAIN, root=root, font_paths=_only(fonts), format="png", ppi=_PIXELS)
        except typst.TypstError as error:
            message = "de kaft van het e-boek kan niet gemaakt worden"
            raise ToolError(message, output=error.diagnostic) from error
    if not isinstance(picture, bytes):
        message = "de kaft van het e-boek is meer dan een bladzijde"
        raise ToolError(message, hint="Maak de naam in draaiboek.yml korter.")
    return picture


def _only(fonts: Path) -> typst.Fonts:
    """Return the fonts in folder *fonts*, and no other."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])


def _write(document: Document, root: Path) -> None:
    (root / _MAIN).write_text(document.source, encoding="utf-8")
    for template in _TEMPLATES.glob("*.typ"):
        (root / template.name).write_bytes(template.read_bytes())
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
