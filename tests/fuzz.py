"""A fuzzer: guidebooks that nobody thought of, judged by `oracle`. `python -m tests.fuzz --minutes 30`.

Three kinds of input: pages of the grammar (all of them right), rough texts, and the kept guidebooks of corpus/ with
files that are changed here and there. What breaks is made as small as it can be and printed as an entry for the corpus.

With `--guided TARGET` inputs grow from those that ran through new code (`guided`), one target or all of them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import hypothesis.strategies as st
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests import guided, markdown_grammar, oracle
from tests.guidebook import DEFAULTS, page
from tests.markdown_grammar import FRAGMENTS, WORD

CORPUS = Path(__file__).parent / "corpus" / "guidebooks"
MEMORY = 2 << 30
"""Bytes of address space, including Python and its libraries."""
ROUND = 100  # examples between two checks of the time

Files = Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """A guidebook of the corpus; *refused* holds the codes of the messages that it gets."""

    name: str
    what: str
    files: Files
    refused: tuple[str, ...]


def kept() -> list[Kept]:
    """Return every guidebook of the corpus."""
    found = []
    for path in sorted(CORPUS.glob("*.yml")):
        for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            codes = tuple(str(entry.get("refused", "")).split())
            found.append(Kept(f"{path.stem}-{name}", entry["what"], entry["files"], codes))
    return found


# --- what is tried ---------------------------------------------------------------------------------------------

# Strings in a value or a text that are syntax somewhere downstream.
NASTY = (
    *(
        "",
        " ",
        "#",
        "|",
        "'",
        '"',
        "\\",
        "1",
        "-1",
        "1e999",
        "0x1F",
        "null",
        "true",
        "~",
        "[]",
        "{}",
        "- a",
        "a: b",
        "? a",
    ),
    *(
        "&a a",
        "*a",
        "!!str a",
        "<<: a",
        "---",
        "...",
        "%",
        "@wet",
        "[@wet, art. 3]",
        "{{ straf.artikel }}",
        "{{ straf.x }}",
    ),
    *("{wet}", "{% a %}", "<b>§</b>", "<!-- § -->", "&lt;", "&#0;", "&#12;", "&#x202e;", "&#8203;", "&nbsp;", "§ # §"),
    *(
        "**§**",
        "`§`",
        "[§](delen.md)",
        "![§](media/beeld.svg)",
        "https://a.be/'§",
        "https://a.be/(§",
        "https://a.be/\\",
    ),
    *(
        "https://[::1",
        "https://u:p@a.be",
        "javascript:§",
        "mailto:",
        "delen.md#§",
        "../../..",
        "/etc/passwd",
        "2026-02-30",
    ),
    *("2026.1", "99999999999999999999", "\u0000", "\u0007", "\u200b", "\u202e", "\u00ad", "\u2028", "\u2011", "\ufeff"),
    *("\ufffe", "\U000e0041", "\U0001f600", "é", "e\u0301", "İ", "ß", "𝕏", "\t", "\r", "\r\n", "\x0b", "\x0c", "\x85"),
)
LONG = (
    "[" * 90,
    "> " * 60,
    "- " * 60,
    "*" * 150,
    "`" * 150,
    "![" * 80,
    "{{ " * 80,
    "a" * 4000,
    "| " * 400,
    "(" * 150,
    "<a " * 90,
)


@st.composite
def grammar(draw: st.DrawFn) -> Files:
    """Draw a guidebook without errors."""
    files, _ = draw(markdown_grammar.guidebooks())
    return files


@st.composite
def rough(draw: st.DrawFn) -> Files:
    """Draw a guidebook in which a page, an overlay and a sector's page may have errors."""
    text, _ = draw(markdown_grammar.rough_texts())
    where = draw(st.sampled_from(("docs/delen.md", "sectors/onderwijs/fiche.md", "overlays/onderwijs/a.md")))
    front = {"docs/delen.md": "title: Delen\ndescription: Over delen.\n"}.get(
        where, "title: Fiche\ndescription: Kort.\nna: index.md\n"
    )
    if where.startswith("overlays"):
        front = "doel: wet.md#deel\nbewerking: einde\n"
    more = {"docs/wet.md": page("Over.\n\n## Deel {#deel}\n\nMeer.\n", title="Wet")}
    return {**markdown_grammar.AROUND, **more, where: f"---\n{front}---\n{text}\n"}


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[Files]) -> Files:
    """Draw a guidebook of the corpus with some of its files changed."""
    files = {**DEFAULTS, **draw(st.sampled_from(list(seeds)))}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(files)))
        change = draw(st.sampled_from(_CHANGES))
        files[name] = change(draw, files[name])
    return numbered(files)


def numbered(files: Files) -> Files:
    """Return *files* with each § replaced by a word that occurs nowhere else."""
    count = 0
    result = {}
    for name, text in files.items():
        first, *rest = text.split(WORD)
        for piece in rest:
            count += 1
            first += f"w{count}q{piece}"
        result[name] = first
    return result


_Change = Callable[[st.DrawFn, str], str]


def _place(draw: st.DrawFn, text: str) -> int:
    return draw(st.integers(0, len(text)))


def _insert(draw: st.DrawFn, text: str) -> str:
    at = _place(draw, text)
    return text[:at] + draw(st.sampled_from((*FRAGMENTS, *NASTY))) + text[at:]


def _insert_long(draw: st.DrawFn, text: str) -> str:
    at = _place(draw, text)
    return text[:at] + draw(st.sampled_from(LONG)) + text[at:]


def _delete(draw: st.DrawFn, text: str) -> str:
    at = _place(draw, text)
    return text[:at] + text[at + draw(st.integers(1, 12)) :]


def _repeat(draw: st.DrawFn, text: str) -> str:
    at, length = _place(draw, text), draw(st.integers(1, 60))
    return text[:at] + text[at : at + length] * draw(st.integers(2, 40)) + text[at + length :]


def _truncate(draw: st.DrawFn, text: str) -> str:
    return text[: _place(draw, text)]


def _swap_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    one, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _indent(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    first = draw(st.integers(0, len(lines) - 1))
    last = draw(st.integers(first, min(first + 5, len(lines))))
    by = draw(st.sampled_from(("  ", "    ", "\t", "> ", "- ", " ")))
    return "\n".join(f"{by}{line}" if first <= number < last else line for number, line in enumerate(lines))


def _value(draw: st.DrawFn, text: str) -> str:
    """Replace the value of a key by something else."""
    lines = text.split("\n")
    keyed = [number for number, line in enumerate(lines) if ": " in line or line.endswith(":")]
    if not keyed:
        return _insert(draw, text)
    number = draw(st.sampled_from(keyed))
    value = draw(st.sampled_from(NASTY))
    quote = draw(st.sampled_from(("", '"', "'")))
    lines[number] = f"{lines[number].partition(':')[0]}: {quote}{value}{quote}"
    return "\n".join(lines)


def _line(draw: st.DrawFn, text: str) -> str:
    """Delete a line, or repeat it."""
    lines = text.split("\n")
    number = draw(st.integers(0, len(lines) - 1))
    lines[number : number + 1] = [lines[number]] * draw(st.sampled_from((0, 2)))
    return "\n".join(lines)


_CHANGES: Sequence[_Change] = (
    *(_insert, _insert, _value, _value, _delete, _repeat, _truncate, _swap_lines, _indent, _line, _insert_long),
)


# --- a long run -------------------------------------------------------------------------------------------------------


def main(words: Sequence[str]) -> int:
    """Fuzz for the given number of minutes; return 1 when something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long (otherwise half an hour)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="to repeat a run (otherwise the clock)")
    parser.add_argument("--guided", choices=[*guided.TARGETS, "all"], help="a target of guided fuzzing")
    parser.add_argument("--keep", action="store_true", help="then write the smallest inputs that count in the corpus")
    options = parser.parse_args(words)
    if options.guided and (sys.platform != "linux" or sys.version_info >= (3, 14)):
        parser.error("--guided needs Linux and a Python before 3.14: there are no wheels of atheris for another")
    if options.guided:
        return _guided(options)
    _limit_memory()
    end = time.monotonic() + options.minutes * 60
    tried: dict[str, int] = {}
    broken = 0
    for number, (name, strategy) in enumerate(_forever()):
        if time.monotonic() > end:
            break
        failure, count = _round(strategy, options.seed + number)
        tried[name] = tried.get(name, 0) + count
        if failure:
            broken += 1
            print(f"\n--- {name}, seed {options.seed + number}: {failure}", flush=True)
        elif number % 10 == 0:
            print(f"{sum(tried.values())} tried, {broken} broken", flush=True)
    print(", ".join(f"{name}: {count}" for name, count in tried.items()), f"– {broken} broken (seed {options.seed})")
    return int(broken > 0)


def _guided(options: argparse.Namespace) -> int:
    """Divide the minutes over the requested targets; return 1 when something broke."""
    names = list(guided.TARGETS) if options.guided == "all" else [options.guided]
    broken = 0
    for name in names:
        found = guided.search(name, options.minutes * 60 / len(names), options.seed)
        broken += len(found.broken)
        for path, told in found.broken.items():
            print(f"\n--- {name}: {path}\n{path.read_bytes()!r}\n{told}", flush=True)
        summary = f"{found.tried} tried through {found.branches} branches, {len(found.broken)} broken"
        print(f"{name}: {summary} (seed {options.seed})", flush=True)
        if options.keep:
            print(f"{name}: {guided.keep(name)} kept", flush=True)
    return int(broken > 0)


def _forever() -> Iterator[tuple[str, st.SearchStrategy[Files]]]:
    seeds = [entry.files for entry in kept()]
    while True:
        yield "grammar", grammar()
        yield "rough", rough()
        yield "mutated", mutated(seeds)
        yield "mutated", mutated(seeds)


def _round(strategy: st.SearchStrategy[Files], number: int) -> tuple[str, int]:
    """Try ROUND examples; return the smallest failing one with its error, and the number of examples tried."""
    last: list[Files] = []
    count = 0

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(strategy)
    def attempt(files: Files) -> None:
        nonlocal count
        count += 1
        last[:] = [files]
        oracle.judge(files)

    try:
        attempt()
    except BaseException as error:  # any exception at all is a finding
        if isinstance(error, KeyboardInterrupt):
            raise
        changed = {name: text for name, text in last[0].items() if DEFAULTS.get(name) != text}
        return f"{type(error).__name__}: {str(error)[:1500]}\n{yaml.safe_dump(changed, allow_unicode=True)}", count
    return "", count


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
