"""Typst and pikepdf: from a source to the bytes of a PDF, or to Typst's objections."""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from itertools import pairwise
from operator import or_
from pathlib import Path

import pikepdf
import typst

from draaiboek.base import scratch
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import ToolError
from draaiboek.forms.pdf import metadata, settled, typst_code
from draaiboek.forms.pdf.compact import compacted
from draaiboek.forms.pdf.document import Document, Part
from draaiboek.forms.pdf.fits import Fit, Laid, Run, best, faults, holes, other
from draaiboek.forms.pdf.metadata import Metadata
from draaiboek.forms.pdf.plan import Found, Plan

_TEMPLATES = Path(__file__).parent
_PLAN, _TOLD = "plan.typ", "told.typ"
_LAYOUT = "<layout>"
_ROUNDS = 6  # before the final one; most texts need one, because their parts are already settled
_ROUNDS_OF_PART = 8
_PACE = 4  # then a try is forgotten after two more; 1 in a process that stays, which needs the last book again
_PRUNINGS = 3
_SPREAD = 2  # pages that face each other
_STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
_MAIN, _PART, _NOTHING = "main.typ", "part.typ", "nothing.typ"
_NOWHERE = '#import "parts.typ": leading-nowhere\n#let (far, inside, noted-inside) = leading-nowhere\n'
_PIXELS = 144.0  # per inch, which is two per point
_SIGN = re.compile(r'the text `"(.+?)"` could not be displayed')
_PLACE = re.compile(r"([\w.-]+\.typ):(\d+):")
_Place = tuple[str, int]  # the file and the line of a source
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


@dataclass(frozen=True, slots=True)
class Compiled:
    """The *pdf* of a document and the result of its layout; or no bytes, and why Typst refuses it."""

    pdf: bytes = b""
    found: Found | None = None
    problems: tuple[Diagnostic, ...] = ()


def compile_pdf(
    document: Document, *, fonts: Path, epoch: int, size: int, shared: Path | None = None, small: bool = True
) -> Compiled:
    """Return *document* as PDF, laid out by the plan that settles; *epoch* is its date in seconds since 1970.

    A fiche in it is set in *size*. Results for its parts are kept in the folder *shared*, for books that share them. A
    PDF that need not be *small* has the same pages in four times the bytes, a second sooner, and less metadata.
    """
    with _desk(document, fonts, shared, _PACE if small else 1) as desk:
        try:
            _settle(desk, size)
            pdf, warnings = desk.whole.compile_with_warnings(pdf_standards=_STANDARDS, timestamp=epoch)
            found = _found(desk.whole)
        except typst.TypstError as error:
            return Compiled(problems=tuple(_problems(error.diagnostic, document)))
    problems = tuple(problem for warning in warnings for problem in _problems(warning.diagnostic, document))
    if problems or not isinstance(pdf, bytes):
        return Compiled(problems=problems)
    return Compiled(_packed(pdf, document.metadata) if small else pdf, found)


def fitting_size(document: Document, *, fonts: Path, sizes: int) -> int:
    """Return the first of *sizes* sizes in which the fiche *document* takes one page, or the last one."""
    with _desk(document, fonts) as desk:
        for size in range(sizes - 1):
            _write_plan(Plan(sheet=size), desk)
            try:
                if _found(desk.whole).pages == 1:
                    return size
            except typst.TypstError:  # reported when a PDF is made of it
                break
    return sizes - 1


def settle(document: Document, *, fonts: Path, shared: Path, share: int, shares: int) -> None:
    """Settle one *share* (from 0) of *shares* of the parts of *document*, for the books that share a folder."""
    with _desk(document, fonts, shared) as desk:
        for part in _parts(document)[share::shares]:
            _best(part, desk)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where *document* is laid out: in the folder *root*, by one compiler for the *whole* and one for a single *part*.

    Compilers are kept, so that only what changes is read again. Results for parts are *known*, and kept in the folder
    *shared*. Compiling *nothing* makes Typst forget (`_forget`), at a *pace*.
    """

    document: Document
    root: Path
    whole: typst.Compiler
    part: typst.Compiler
    nothing: typst.Compiler
    pace: int
    shared: Path | None
    known: dict[str, Laid] = field(default_factory=dict)


@contextmanager
def _desk(document: Document, fonts: Path, shared: Path | None = None, pace: int = _PACE) -> Iterator[_Desk]:
    with scratch.folder() as root:
        _write(document, root)
        whole, part, nothing = (_compiler(root / name, fonts) for name in (_MAIN, _PART, _NOTHING))
        yield _Desk(document, root, whole, part, nothing, pace, shared)


def _parts(document: Document) -> list[Part]:
    """Return the parts of *document*, in an order that differs per book: books made together then start apart."""
    return sorted(document.parts, key=lambda each: hashlib.sha256((each.file + document.source).encode()).digest())


def _best(part: Part, desk: _Desk) -> Laid | None:
    """Return the layout of *part* with the fit that suits it best; None when Typst refuses it."""
    with suppress(typst.TypstError):  # reported when a PDF is made of it
        return best(partial(_laid, part, desk), drawn=part.drawn)
    return None


def _laid(part: Part, desk: _Desk, fit: Fit) -> Laid:
    """Return the layout of *part* with *fit*, cached by the *desk*."""
    source = f'#import "book.typ": alone\n#show: it => alone({part.around}, it)\n#include "{part.file}"\n'
    pictures = (content for name, content in sorted(desk.document.files.items()) if name in part.source)
    name = hashlib.sha256(b"".join((source.encode(), repr(fit).encode(), *pictures))).hexdigest()
    if name not in desk.known:
        file = desk.shared / name if desk.shared else None
        kept = settled.read(file) if file else None
        desk.known[name] = kept or _lay(part, source, desk, fit)
        if file and not kept:
            settled.write(desk.known[name], file)
    return desk.known[name]


def _lay(part: Part, source: str, desk: _Desk, fit: Fit) -> Laid:
    """Lay out *part* with *fit*, by itself through *source*; page numbers in links are taken to have two digits."""
    (desk.root / _PART).write_text(source, encoding="utf-8")
    last = part.chapters[-1]
    plan = Plan(
        close=dict.fromkeys(part.chapters, fit.step),
        along={last: fit.along},
        apart=frozenset({last} if fit.apart else ()),
        smaller=frozenset(part.chapters if fit.smaller else ()),
    )
    plan, found = _grown(plan, part, desk)
    for _ in range(_PRUNINGS):
        fewer = plan.without_doubles(found, part.marks)
        if fewer == plan:
            break
        fewer, without = _grown(fewer, part, desk)
        if faults(without, part) > faults(found, part):
            break
        plan, found = fewer, without
    if found.broken:
        whole, unbroken = _grown(replace(plan, unbroken=found.broken), part, desk)
        if faults(unbroken, part) < faults(found, part):
            plan, found = whole, unbroken
    page, down = found.ends[last]
    _forget(desk)
    return Laid(fit, plan, page, down, part.white, faults(found, part), holes(found))


def _forget(desk: _Desk) -> None:
    """Make Typst evict what the last few tries did not need: as many times as the pace of the *desk*.

    It evicts what none of the last ten documents needed, and only when it compiles one, not when it is queried
    (typst-py 0.15, src/query.rs): the results of all tries would stay in memory beside the layout of the whole. An
    empty document, as SVG, takes 15 millionths of a second.
    """
    for _ in range(desk.pace):
        desk.nothing.compile(format="svg")


def _grown(plan: Plan, part: Part, desk: _Desk) -> tuple[Plan, Found]:
    """Return what *plan* grows into in rounds over *part*, and the layout of the last round."""
    found = _found_of(part, plan, desk)
    for _ in range(_ROUNDS_OF_PART):
        following = plan.after(found, part.marks)
        if following == plan:
            break
        plan, found = following, _found_of(part, following, desk)
    return plan, found


def _found_of(part: Part, plan: Plan, desk: _Desk) -> Found:
    """Return the layout of *part* with *plan*."""
    (desk.root / _PLAN).write_text(_NOWHERE + plan.source(part.marks, part.chapters), encoding="utf-8")
    return _found(desk.part)


def _settle(desk: _Desk, size: int) -> None:
    """Leave in the folder of the *desk* a plan that another round would not improve much; a fiche is of *size*."""
    document = desk.document
    alone = {part.chapters: laid for part in _parts(document) if (laid := _best(part, desk))}
    chosen = _facing(alone, document.front, desk)
    grown = Plan(sheet=size)
    for _ in range(_ROUNDS):
        left = frozenset(run[0] for run in chosen if document.facing and chosen[run].pages == _SPREAD)
        plan = reduce(or_, (laid.plan for laid in chosen.values()), replace(grown, left=left))
        _write_plan(plan, desk)
        found = _found(desk.whole)
        turned = _facing(alone, found.starts.get(document.chapters[0], 1) - 1, desk)
        grown = plan.after(found, document.marks) if turned == chosen else Plan(sheet=size)
        if turned == chosen and not grown.is_better_than(plan, document.marks):
            break
        chosen = turned
    _write_plan(plan, desk)


def _facing(alone: Mapping[Run, Laid], front: int, desk: _Desk) -> Mapping[Run, Laid]:
    """Return layouts of the runs *alone*, after *front* pages, such that no page before a spread is empty.

    The length of each run is known, so nothing has to be laid out to know where the next one begins.
    """
    chosen = dict(alone)
    is_known = alone.keys() == {part.chapters for part in desk.document.parts}  # otherwise Typst refused one
    for _ in alone if desk.document.facing and is_known else ():
        turned = _turned(_expected(chosen, front, desk.document), chosen, desk)
        if not turned:
            break
        chosen |= turned
    return chosen


def _expected(chosen: Mapping[Run, Laid], front: int, document: Document) -> Found:
    """Return on which pages the runs of *document* come to stand with the layouts *chosen*."""
    starts, ends, page = dict[str, int](), dict[str, tuple[int, float]](), front
    for run in document.runs:
        begin = page + 1 + (chosen[run].pages == _SPREAD and page % 2 == 0)
        page = begin + chosen[run].pages - 1
        starts[run[0]], ends[run[-1]] = begin, (page, chosen[run].down)
    return Found(notes=(), starts=starts, last_words={}, ends=ends)


def _turned(found: Found, chosen: Mapping[Run, Laid], desk: _Desk) -> dict[Run, Laid]:
    """Return the run to make a page longer or shorter, so that no page is empty before the first spread in *found*.

    So far the runs are laid out as *chosen*.
    """
    parts = {part.chapters: part for part in desk.document.parts}
    since: list[Run] = []
    for before, run in pairwise(desk.document.runs):
        since = [*since, before] if chosen[before].pages != _SPREAD else []
        if chosen[run].pages == _SPREAD and found.leaves_empty(before, run):
            turned = other({each: (partial(_laid, parts[each], desk), chosen[each]) for each in since})
            return dict([turned]) if turned else {}
    return {}


def _write_plan(plan: Plan, desk: _Desk) -> None:
    source = plan.source(desk.document.marks, desk.document.chapters)
    (desk.root / _PLAN).write_text(source, encoding="utf-8")


def _compiler(main: Path, fonts: Path) -> typst.Compiler:
    """Return a compiler of the file *main* that has read nothing yet."""
    return typst.Compiler(main, root=main.parent, font_paths=_only(fonts))


def _found(compiler: typst.Compiler) -> Found:
    try:
        said = json.loads(compiler.query(_LAYOUT, field="value", one=True))
    except RuntimeError:
        compiler.compile()  # raises the real error, with its place
        raise
    return Found(
        notes=said["notes"],
        told={name: (page, part) for name, (page, part) in said["told"]},
        headings=dict(said["headings"]),
        last_words=dict(said["last-words"]),
        starts=dict(said["starts"]),
        ends={name: (page, part) for name, (page, part) in said["ends"]},
        items=dict(said["items"]),
        rows=[dict(each) for each in said["rows"]],
        left=[(page, part) for page, part in said["left"]],
        pages=said["pages"],
    )


def compile_picture(source: str, template: str, *, fonts: Path) -> bytes:
    """Return the single page that *source* makes with *template* as PNG, at two pixels per point."""
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
    """Return the fonts in folder *fonts*, and no others."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)])


def _sources(document: Document) -> dict[str, str]:
    return {_MAIN: document.source, **{part.file: part.source for part in document.parts}}


def _write(document: Document, root: Path) -> None:
    for name, source in _sources(document).items():
        (root / name).write_text(source, encoding="utf-8")
    for name in (_PART, _NOTHING):
        (root / name).touch()
    (root / _TOLD).write_text(document.told, encoding="utf-8")
    for template in _TEMPLATES.glob("*.typ"):
        (root / template.name).write_bytes(template.read_bytes())
    for name, content in document.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


_SIGN_REMEDY = "Het lettertype heeft dit teken niet: schrijf het in woorden, bv. 'naar' voor een pijl."
_REMEDY = "Staat hier een beeld? Bewaar het opnieuw, als png. Anders: schrijf dit stuk anders, of haal het weg."


def _problems(report: str, document: Document) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each message in Typst's *report*, at each place that it is about."""
    sources = _sources(document)
    told = list(_messages(report, sources))
    missing = [sign for message, _ in told if (sign := _missing_sign(message))]
    marks = [sign for sign in missing if unicodedata.category(sign[0]).startswith("M")]
    for message, place in told:
        sign = _missing_sign(message)
        if sign and any(f"{sign}{mark}" in source for mark in marks for source in sources.values()):
            continue  # a letter below a combining mark that the font lacks: Typst names both, but only one is missing
        text = f"het teken '{sign}' kan niet in de pdf" if sign else f"dit stuk kan niet in de pdf: {message}"
        hint = _SIGN_REMEDY if sign else _REMEDY
        places = _places_of(sign, document) if sign and not place else [place or (_MAIN, 0)]
        for origin in dict.fromkeys(typst_code.marked(sources[name], number) for name, number in places):
            yield Diagnostic("HT008", origin, text, hint)


def _messages(report: str, sources: Mapping[str, str]) -> Iterator[tuple[str, _Place | None]]:
    """Yield each message of *report* with its place in one of *sources*, or None where Typst does not say it."""
    message = ""
    for text in [*report.splitlines(), "error: "]:
        kind, _, rest = text.partition(": ")
        if kind in {"error", "warning"}:
            if message:
                yield message, None
            message = rest
        elif message and "─ " in text and (place := _PLACE.search(text)) and place[1] in sources:
            yield message, (place[1], int(place[2]))
            message = ""


def _missing_sign(message: str) -> str:
    """Return the text that no font can show, if *message* is about that; Typst escapes invisible characters."""
    found = _SIGN.search(message)
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""


def _places_of(sign: str, document: Document) -> list[_Place]:
    """Return the lines of the sources that contain *sign*, directly or in a drawing; line 0 if none does."""
    drawings = [name for name, content in document.files.items() if sign.encode() in content]
    return [
        (name, number)
        for name, source in _sources(document).items()
        for number, line in enumerate(source.split("\n"), start=1)
        if any(text in line for text in (sign, *drawings))
    ] or [(_MAIN, 0)]


def _packed(pdf: bytes, words: Metadata) -> bytes:
    """Return *pdf* with the metadata *words*, in fewer bytes, deterministically."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        metadata.write(words, file)
        return compacted(file)
