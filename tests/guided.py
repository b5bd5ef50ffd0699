"""The targets of coverage-guided fuzzing: inputs that reach new code are mutated (`python -m tests.fuzz --guided`).

Each target accepts any bytes; whatever it raises is a fault in the program. Atheris (requirements/fuzz.in) finds the
inputs and is installed in out/fuzz/, on the path of the fuzzing processes only; the inputs that are kept, in
corpus/guided/, run with the ordinary tests, without Atheris (decisions/0036-fuzzing-and-mutants.md).
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import coverage
import yaml

from draaiboek.base import characters, published_json
from draaiboek.base.diagnostics import Severity
from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project
from draaiboek.bootstrap import INSTALL
from draaiboek.compose import normal_form
from draaiboek.editions import changes, ledger, manifest, signatures, version_list
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import compare
from draaiboek.forms.office import decision_table, ods, remark_form, xlsx
from draaiboek.forms.office.spreadsheet import Sheet
from draaiboek.pipeline.consult.importing import bring_in
from draaiboek.pipeline.examine import examine
from tests import markdown_grammar, oracle
from tests.guidebook import guidebook, page
from tests.office import consultation
from tests.unit import redlines

ROOT = Path(__file__).parent.parent
CORPUS = Path(__file__).parent / "corpus" / "guided"
LOCK = ROOT / "requirements" / "fuzz.txt"
WORK = ROOT / "out" / "fuzz"
BETWEEN = b"\n=====\n"
"""Separates the pieces of an input that consists of several."""
LONGEST = 4096
SECONDS = 10  # limit for one input
MEGABYTES = 1024  # limit for a process, which tries many inputs


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: *run* accepts any bytes; the search is guided by the coverage of *modules*."""

    run: Callable[[bytes], None]
    modules: tuple[str, ...]


# --- guidebooks -------------------------------------------------------------------------------------------------------

WET = page(
    "Over.\n\n## Deel {#deel}\n\nMeer.\n\n<!-- slot: steun -->\n\n### Dieper {#dieper .vast}\n\nVast.\n", title="Wet"
)
DATA = (
    *("docs/_data/bronnen.yml", "docs/_data/begrippen.yml", "docs/_data/variabelen.yml", "docs/_data/figuren.yml"),
    *("docs/_data/beslisboom.yml", "docs/_data/totstandkoming.yml", "docs/_data/inhoud.yml"),
    *("docs/_data/documenten.yml", "docs/_data/noodnummers.yml", "docs/_data/synoniemen.yml"),
    *("docs/_data/voorkeurswoorden.yml", "draaiboek.yml", "docs/_data/toegankelijkheidsverklaring.yml"),
    *("docs/_data/taken.yml", "docs/_data/zoekvragen/proef.yml", "sectors/onderwijs/sector.yml"),
    *("sectors/onderwijs/functies.yml", "docs/edities/2026.1.md", "docs/_data/toegankelijkheid.yml"),
    *("docs/_data/woordenlijst.yml", "overlays/_uitstel.yml"),
)
LISTED = (
    *("lijst: functies", "lijst: stappenplan", "lijst: sectoren", "lijst: te-controleren", "lijst: na-te-gaan"),
    *("lijst: contact", "lijst: toegankelijkheid", "lijst: toegankelijkheidsverklaring", "figuur: delen"),
    "beslisboom: delen",
)
LISTS = {
    "docs/lijsten.md": page("".join(f"<!-- {each} -->\n\n" for each in LISTED), title="Lijsten"),
    "docs/edities/index.md": page("<!-- lijst: edities -->\n", title="Edities"),
}
"""The pages that show what DATA holds; the glossary and the register are in AROUND."""


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


def _body(data: bytes) -> None:
    """Judge a page with *data* as its body."""
    _judge({"docs/delen.md": page(_text(data))})


def _data_file(data: bytes) -> None:
    """Judge a guidebook with one data file: the first byte chooses it from DATA, the rest is its text."""
    name = DATA[data[0] % len(DATA)] if data else DATA[0]
    if _is_text(data[1:]):
        _judge({**LISTS, name: _text(data[1:])})
        return
    with tempfile.TemporaryDirectory() as folder, oracle.limited(SECONDS):
        assert examine(guidebook({name: data[1:]}, Path(folder))).failed, f"{name} is no text, and was read"


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _overlays(data: bytes) -> None:
    """Judge a core page under overlays of two sectors in turn: the pieces of *data*, of which the page is the first."""
    core, *found = (_text(each) for each in data.split(BETWEEN, 4))
    files = {f"overlays/{markdown_grammar.SECTORS[n % 2]}/{n}.md": text for n, text in enumerate(found)}
    _judge({"docs/delen.md": page(core), **files})


def _judge(files: Mapping[str, str]) -> None:
    from tests.fuzz import numbered  # noqa: PLC0415  # which knows this module

    oracle.judge(numbered({**markdown_grammar.AROUND, "docs/wet.md": WET, **files}))


# --- what changed -----------------------------------------------------------------------------------------------------


def _redline(data: bytes) -> None:
    """Assert that both texts in *data*, each a chapter of sections, can be recovered from their comparison."""
    old, new = (_chapter(each) for each in (*data.split(BETWEEN, 1), b"")[:2])
    with oracle.limited(SECONDS):
        sections = compare(old, new).sections
        assert [each.new for each in sections if each.new] == new
        assert {each.old for each in sections if each.old} == {*old}
        for section in sections:
            redlines.assert_whole(section)
        assert compare(new, new).changed == ()


def _chapter(data: bytes) -> list[Entry]:
    pieces = (redlines.parts_anyhow(piece) for piece in _text(data).split("\n## "))
    return [redlines.entry(parts, name=f"s{number}") for number, parts in enumerate(pieces)]


# --- what is published ------------------------------------------------------------------------------------------------


def _published(data: bytes) -> None:
    """Assert that a list of a publication is refused or survives a round trip; the first byte chooses which list."""
    kinds = (_manifest, _ledger, _versions, _signatures, _redlined, _acts)
    if data:
        with oracle.limited(SECONDS):
            try:
                kinds[data[0] % len(kinds)](_text(data[1:]))
            except ToolError as error:
                assert str(error)  # noqa: PT017  # any error of ours will do, but it says what is wrong


def _manifest(text: str) -> None:
    found = manifest.read(text)
    again = manifest.as_text(found)
    assert manifest.as_text(manifest.read(again)) == again
    assert changes.changed(found, found) == ()
    for slug in found.sections:
        assert compare(found.of_variant(slug), found.of_variant(slug)).changed == ()
        here: dict[PurePosixPath, set[str]] = {}
        for entry in found.sections[slug]:
            here.setdefault(entry.page, {""}).add(entry.id)
        assert list(changes.lost(found, slug, here)) == []
    grave = manifest.read(manifest.without_text(found, {}, reason="fout"))
    assert grave.withdrawn
    assert [entry.leaves for entries in grave.sections.values() for entry in entries if entry.leaves] == []
    assert manifest.read(manifest.with_files(text, {"a.html": b""})).reskinned
    assert manifest.edition_of(found).id == found.edition["nummer"]


def _ledger(text: str) -> None:
    found = ledger.read(text)
    assert ledger.as_text(found) == text
    assert [each for each in range(1, len(found)) if _is_read(ledger.as_text(found[each:]))] == []  # first ones gone


def _acts(text: str) -> None:
    """Assert that no altered history of editions is accepted; each line of *text* is an act, an edition and a reason.

    The seals here are right, because no fuzzer would guess one.
    """
    entries: tuple[ledger.Entry, ...] = ()
    for line in text.split("\n"):
        act, edition, reason = (*line.split("\t", 2), "", "")[:3]
        if act in {*ledger.Act}:
            done = ledger.Entry(
                ledger.Act(act), date(2026, 1, 1), edition, reason, pieces=(ledger.Piece("a", reason, ""),)
            )
            entries = ledger.added(entries, done, root=edition)
    written = ledger.as_text(entries)
    if not _is_read(written):
        return  # such a history is impossible
    assert ledger.read(written) == entries
    assert all(_is_read(ledger.as_text(entries[:end])) for end in range(len(entries)))
    for number, entry in enumerate(entries):
        before, after = entries[:number], entries[number + 1 :]
        others = [
            replace(entry, reason=f"{entry.reason}."),
            replace(entry, root=f"{entry.root}."),
            replace(entry, pieces=()),
        ]
        told = [(*before, *after)] if after else []  # without its last entry a history is merely shorter, and valid
        told += [(*before, other, *after) for other in others] + [(*before, entry, *entries[number:])]
        told += [(*before, after[0], entry, *after[1:])] if after else []
        assert [each for each in told if _is_read(ledger.as_text(each))] == []


def _is_read(text: str) -> bool:
    try:
        ledger.read(text)
    except ToolError:
        return False
    return True


def _versions(text: str) -> None:
    found = version_list.read(text)
    assert [each.number for each in found] == sorted((each.number for each in found), reverse=True)
    for each in found:
        applied = version_list.applied_on(each.since, found)
        assert applied is None or (applied.since <= each.since and (not applied.until or each.since < applied.until))


def _signatures(text: str) -> None:
    assert signatures.as_text(signatures.read(text)) == text


def _redlined(text: str) -> None:
    """Compare two lists of leaves in the form in which a manifest holds them."""
    old, _, new = text.partition(BETWEEN.decode())
    try:
        leaves = [normal_form.from_json(published_json.read(each)) for each in (old, new)]
    except (ValueError, TypeError, KeyError, AttributeError):
        return  # `manifest.read` refuses these
    entries = [replace(redlines.entry(""), leaves=(*redlines.entry("").leaves, *each)) for each in leaves]
    for section in compare(entries[:1], entries[1:]).sections:
        redlines.assert_whole(section)


# --- forms that come back ---------------------------------------------------------------------------------------------


def _form(data: bytes) -> None:
    """Assert that a form from a stranger is refused with a place, or imported as text that `check` accepts.

    Of a form that is ours except for what was typed in it, every word is imported or something is refused.
    """
    if not data:
        return
    suffix, content = _FORMS[data[0] % len(_FORMS)](data[1:])
    folder = Path(_asked().name)
    file = folder / f"formulier{suffix}"
    file.write_bytes(content)
    project = Project(folder / "boek")
    with oracle.limited(SECONDS):
        imported = bring_in(project, [file])
        assert all(each.text and each.hint for each in imported.refused)
        if imported.written:
            assert [each for each in examine(project).problems if each.severity is Severity.ERROR] == []
        if not imported.refused and _FORMS[data[0] % len(_FORMS)] in _TYPED:
            found = " ".join(normal_form.collapse(str(each)) for path in imported.written for each in _values(path))
            typed = (cell for row in _filled(data[1:])[0].rows[6:] for cell in row[1:3])
            assert [word for cell in typed for word in re.findall(r"\w+", str(cell)) if word not in found] == []
    for path in imported.written:
        path.unlink()


@cache
def _asked() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of a guidebook that consults six sectors; it is deleted when the process ends."""
    folder = tempfile.TemporaryDirectory()
    consultation.made(Path(folder.name) / "boek")
    return folder


@cache
def _good() -> tuple[bytes, bytes]:
    """Return a blank form, as .xlsx and as .ods."""
    return xlsx.write(_ours()), ods.write(_ours())


@cache
def _ours() -> tuple[Sheet, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return remark_form.sheets(consultation.asked(consultation.made(Path(folder)), "sport"))


def _filled(data: bytes) -> Sequence[Sheet]:
    """Return our form with *data* typed in: function, organisation, then one remark a line, its cells tab-separated."""
    lines = characters.UNSAFE.sub("", _text(data)).split("\n")
    role, organisation, *said = (*lines, "", "")
    heading, space, (of_role, _), (of_organisation, _), _, columns = _ours()[0].rows
    rows = (
        *(heading, space, (of_role, role), (of_organisation, organisation), space, columns),
        *(tuple(int(cell) if re.fullmatch("[0-9]{1,9}", cell) else cell for cell in line.split("\t")) for line in said),
    )
    return (replace(_ours()[0], rows=rows, widths=(10,) * max(map(len, rows))), *_ours()[1:])


def _values(path: Path) -> Iterator[object]:
    """Yield the values in the YAML file *path* of a remark."""
    yield from yaml.safe_load(path.read_text(encoding="utf-8")).values()


def _with(book: bytes, name: str, content: bytes) -> bytes:
    """Return the zip file *book* with the content of its file *name* replaced by *content*."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return target.getvalue()


def _table(data: bytes) -> bytes:
    """Return *data* as sheets with our names: BETWEEN separates sheets, newlines separate rows, tabs separate cells."""
    names = (remark_form.REMARKS, remark_form.LIST, decision_table.SHEET)
    text = characters.UNSAFE.sub("", _text(data))  # characters that XML does not allow
    pieces = zip(names, text.split(BETWEEN.decode()), strict=False)
    rows = ((name, tuple(tuple(line.split("\t")) for line in piece.split("\n"))) for name, piece in pieces)
    return ods.write([Sheet(name, cells, (10,) * max(map(len, cells))) for name, cells in rows])


_Form = Callable[[bytes], tuple[str, bytes]]
_TYPED: tuple[_Form, ...] = (
    lambda data: (".xlsx", xlsx.write(_filled(data))),
    lambda data: (".ods", ods.write(_filled(data))),
)
_FORMS: tuple[_Form, ...] = (
    lambda data: (".json", data),
    lambda data: (".xlsx", _with(_good()[0], "xl/worksheets/sheet1.xml", data)),
    lambda data: (".xlsx", _with(_good()[0], "xl/worksheets/sheet3.xml", data)),
    lambda data: (".xlsx", _with(_good()[0], "xl/workbook.xml", data)),
    lambda data: (".ods", _with(_good()[1], "content.xml", data)),
    lambda data: (".ods", _table(data)),
    lambda data: (".xlsx", data),
    lambda data: (".ods", data),
    *_TYPED,
)

TARGETS: Mapping[str, Target] = {
    "markdown": Target(_body, ("markdown_it", "mdit_py_plugins", "draaiboek.content")),
    "data": Target(_data_file, ("yaml", "draaiboek.content", "draaiboek.render.figures")),
    "composer": Target(_overlays, ("draaiboek.content", "draaiboek.compose")),
    "html": Target(_body, ("draaiboek.content.markdown", "draaiboek.render")),
    "typst": Target(_body, ("draaiboek.content.markdown", "draaiboek.forms.pdf")),
    "epub": Target(_body, ("draaiboek.content.markdown", "draaiboek.forms.epub")),
    "redline": Target(_redline, ("draaiboek.content.markdown", "draaiboek.compose", "draaiboek.editions.redline")),
    "published": Target(_published, ("draaiboek.editions", "draaiboek.compose.normal_form")),
    "form": Target(_form, ("openpyxl", "odfdo", "draaiboek.forms.office", "draaiboek.pipeline.consult")),
}


def kept(name: str) -> list[Path]:
    """Return the kept inputs of target *name*."""
    return sorted((CORPUS / name).iterdir())


# --- looking for more -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search: how many inputs were *tried*, and how many *branches* of the modules they reached.

    *broken* maps each input that broke something to the error it gave.
    """

    tried: int
    branches: int
    broken: Mapping[Path, str]


def search(name: str, seconds: float, seed: int) -> Found:
    """Search for inputs that break target *name*; each input that reaches new code is kept in out/fuzz/."""
    mine, broken = WORK / "inputs" / name, WORK / "broken" / name
    shutil.rmtree(broken, ignore_errors=True)
    for folder in (mine, broken):
        folder.mkdir(parents=True, exist_ok=True)
    dictionary = WORK / "words"
    dictionary.write_text("".join(f'"{_escaped(each)}"\n' for each in WORDS), encoding="ascii")
    end = time.monotonic() + seconds
    tried = branches = 0
    said: dict[Path, str] = {}
    while (left := end - time.monotonic()) > 1 and len(said) < _ENOUGH:
        words = [f"-max_total_time={math.ceil(left)}", f"-seed={seed + len(said)}", f"-dict={dictionary}"]
        words += [f"-max_len={LONGEST}", f"-rss_limit_mb={MEGABYTES}"]
        # Wall-clock time, which passes while other processes work; a target measures its own processor time.
        words += [f"-timeout={12 * SECONDS}", "-report_slow_units=1000000"]
        run = subprocess.run(
            [sys.executable, "-c", _CHILD, name, *words, f"-artifact_prefix={broken}/", mine, CORPUS / name],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{_packages()}", "DRAAIBOEK_FUZZ": _modules(name)},
            capture_output=True,
            check=False,
        )
        told = (run.stdout + run.stderr).decode(errors="replace")
        tried += max((int(each) for each in re.findall(r"^#(\d+)\s", told, re.MULTILINE)), default=0)
        branches = max([branches, *(int(each) for each in re.findall(r"\bcov: (\d+)", told))])
        come = [path for path in sorted(broken.iterdir()) if path not in said]
        said |= {path: _replayed(name, path) or told[-_TOLD:] for path in come}
        if run.returncode and not said:
            raise RuntimeError(told[-_TOLD:])  # the machine failed: a person has to look
        if not come:
            break  # the time is up, or the search only finds the inputs that already broke
    return Found(tried, branches, said)


_ENOUGH = 5  # broken inputs; more are no use before someone has looked
_TOLD = 4000
_CHILD = """
import json, os
import atheris
with atheris.instrument_imports(**json.loads(os.environ["DRAAIBOEK_FUZZ"]), enable_loader_override=False):
    from tests import guided
guided.child(atheris)
"""


def _replayed(name: str, path: Path) -> str:
    """Return the error output of target *name* for the input *path*, in a new process; '' when it no longer fails."""
    code = "import sys; from tests import guided; guided.TARGETS[sys.argv[1]].run(open(sys.argv[2], 'rb').read())"
    run = subprocess.run([sys.executable, "-c", code, name, path], cwd=ROOT, capture_output=True, check=False)
    return run.stderr.decode(errors="replace")[-_TOLD:]


def _modules(name: str) -> str:
    """Return as JSON which modules guide the search: Atheris includes whole packages, so the others are excluded."""
    modules = TARGETS[name].modules
    ours = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "draaiboek").rglob("*.py"))
    names = {".".join(path.parts).removesuffix(".__init__") for path in ours}
    other = [each for each in names if not f"{each}.".startswith(tuple(f"{module}." for module in modules))]
    return json.dumps({"include": list(modules), "exclude": other})


def child(atheris: Any) -> None:
    """Run *atheris* in this process, which ends with it; sys.argv holds the target and the options for libFuzzer."""
    program, name, *words = sys.argv
    atheris.Setup([program, *words], TARGETS[name].run)
    atheris.Fuzz()


def _packages() -> Path:
    """Return the folder with the locked packages, installing them on first use; raises CalledProcessError."""
    folder = WORK / f"packages-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]}"
    if not folder.exists():
        begun = folder.with_suffix(".begun")
        shutil.rmtree(begun, ignore_errors=True)
        subprocess.run([sys.executable, *INSTALL, "--quiet", "--target", begun, "-r", LOCK], check=True)
        begun.rename(folder)
    return folder


def _escaped(text: str) -> str:
    return "".join(chr(each) if each < 128 and chr(each).isalnum() else f"\\x{each:02x}" for each in text.encode())


WORDS = tuple(
    sorted(
        {
            *markdown_grammar.FRAGMENTS,
            *markdown_grammar.CITATIONS,
            *markdown_grammar.NOTHING,
            *markdown_grammar.ADDRESSES,
            *(markdown for markdown, _ in markdown_grammar.ODD),
            *("doel: delen.md#deel", "bewerking: vervang", "bewerking: weglaten", "bewerking: vul", "bewerking: begin"),
            *(
                "Bel 112.",
                "<!-- figuur: delen -->",
                "<!-- beslisboom: delen -->",
                "{invullen: §}",
                "{en: §}",
                "{#a .doen}",
            ),
            *("publiceren\t2026.1\t", "\nintrekken\t2026.1\t", "\nterugzetten\t", "\nherkleden\t"),
            *("coördinator\nEen school\n1\t", "\n2\t", "\t=1+1"),
            *("reden: §", "#slot:steun", "sectoren: [onderwijs]", "volgorde: 1", "\n=====\n", "\n---\n", "{#deel}"),
            *("titel: §", "kort: §", "bron: wet", "delen:", "vragen:", "1e999", "2026-02-30", "null", "²", "[]", "{}"),
            *('"kop2"', '"alinea"', '"cel"', '"ul"', '[["alinea"', '"secties"', '"zegel"', "<v>", "</v>", 't="s"'),
            *("<f>", 't="e"', 't="b"', "table:number-columns-repeated", "office:value-type", "\t", "\r\n"),
        }
        - {""}
    )
)


# --- what is worth keeping --------------------------------------------------------------------------------------------


def keep(name: str) -> int:
    """Keep a small set of inputs of target *name* that together reach what all of them reach; return how many.

    A greedy set cover: each next input is the one that adds most lines and branches to those before it. The set is
    limited, because the last ones add almost nothing.
    """
    folder = CORPUS / name
    candidates = {path.read_bytes() for path in (*folder.glob("*"), *(WORK / "inputs" / name).glob("*"))}
    through = {data: _arcs(name, data) for data in sorted(candidates, key=lambda each: (len(each), each))}
    chosen: list[bytes] = []
    while through and len(chosen) < _KEPT:
        best = max(through, key=lambda each: len(through[each]))
        new = through.pop(best)
        if not new:
            break
        chosen.append(best)
        through = {data: arcs - new for data, arcs in through.items()}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for data in chosen:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return len(chosen)


_KEPT = 40


def _arcs(name: str, data: bytes) -> set[tuple[str, tuple[int, int]]]:
    looked = coverage.Coverage(branch=True, data_file=None, config_file=False, source=[str(ROOT / "draaiboek")])
    looked.start()
    try:
        TARGETS[name].run(data)
    finally:
        looked.stop()
    found = looked.get_data()
    return {(file, arc) for file in found.measured_files() for arc in found.arcs(file) or ()}
