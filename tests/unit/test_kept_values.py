"""What one process kept of a text is restored exactly in the next one, or is read again."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base import cache, diagnostics, kept_values, workers
from draaiboek.base.cache import Cache
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import ToolError
from draaiboek.base.kept_values import KeptValues, of_earlier
from draaiboek.base.memo import Memo
from draaiboek.base.model import Origin, Page, Text, tree
from draaiboek.base.project import Project
from draaiboek.compose import fill_in, fingerprint
from draaiboek.content import collecting, consultation, pages, queries, source, tasks
from draaiboek.pipeline.examine import Checked, examine
from tests import incremental
from tests.edits import edits

PACKAGE = Path(kept_values.__file__).parents[1]
STEPS = int(os.environ.get("EDITS", "30"))  # the nightly job makes many more edits


class Colour(Enum):
    RED = "rood"


@dataclass(frozen=True, slots=True)
class Thing:
    name: str
    of: object


def upper(text: str) -> str:
    return text.upper()


def lower(text: str) -> str:
    return text.lower()


@pytest.fixture
def keep(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", "zout")


def next_process(values: KeptValues) -> KeptValues:
    """End the process of *values* successfully, and return what the next one finds."""
    values.put()
    cache.settle(values.keep)
    return earlier(values.keep)


def earlier(keep: Cache) -> KeptValues:
    return of_earlier(keep, (tree, sys.modules[__name__]))


VALUES: Mapping[str, object] = {
    "a text": "é\n\u2028'\"",
    "nothing": None,
    "a number": 1,
    "the same as a real number": 1.0,
    "a truth": True,
    "a tuple of one": ("",),
    "an empty tuple": (),
    "a tuple that looks like what is kept": ("[", "test_kept_values.Thing", ("",)),
    "a list": [1, [2]],
    "a mapping, in its order": {"z": 1, ("a",): {"b": ()}},
    "a set": frozenset({"a", "b", "c"}),
    "a day": date(2026, 2, 28),
    "a place": PurePosixPath("docs/delen.md"),
    "a type of ours": Thing("a", (Thing("b", Colour.RED), Text("c"))),
}


def maker_of(value: object) -> tuple[list[object], Callable[[object], object]]:
    """Return a function that makes *value*, and the list of the arguments it was called with."""

    def make(asked: object) -> object:
        made.append(asked)
        return value

    made: list[object] = []
    return made, make


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_a_value_comes_back_as_it_was(value: object, keep: Cache) -> None:
    made, make = maker_of(value)
    values = earlier(keep)
    for _ in range(3):
        found = values.of(make, "a")
        assert repr(found) == repr(value) or found == value
        assert type(found) is type(value)
        values = next_process(values)
    assert made == ["a"]
    values.of(make, "b")
    assert made == ["a", "b"]


@pytest.mark.parametrize("value", [b"bytes", object, ValueError("a"), Path("a"), Thing("a", b"b")], ids=repr)
def test_what_is_of_another_type_is_made_each_time(value: object, keep: Cache) -> None:
    made, make = maker_of(value)
    values = earlier(keep)
    for number in range(1, 3):
        values.of(make, "a")
        values = next_process(values)
        assert len(made) == number


def test_what_is_wrong_with_a_file_is_found_each_time(keep: Cache) -> None:
    values = of_earlier(keep, (*source.KINDS, diagnostics))
    wrong = Diagnostic("PG001", Origin(PurePosixPath("a.md")), "mis")
    assert of_earlier(keep, source.KINDS).of(lambda _: ("", (wrong,)), "a") == ("", (wrong,))
    assert values.now == {}


def test_what_a_build_did_not_use_is_gone_after_it(keep: Cache) -> None:
    values = earlier(keep)
    values.of(upper, "a")
    values = next_process(values)
    values.of(upper, "b")
    assert len(next_process(values).before) == 1


def test_another_function_argument_or_program_is_another_value(keep: Cache) -> None:
    values = earlier(keep)
    assert values.of(upper, "Aé") == "AÉ"
    values = next_process(values)
    assert values.of(lower, "Aé") == "aé"
    assert values.of(upper, "Ae") == "AE"
    assert values.hits == []
    assert earlier(Cache(keep.folder, "ander zout")).before == {}


def test_a_value_that_is_not_what_comes_out_now_is_refused(keep: Cache) -> None:
    def forgetful(_asked: str) -> str:
        return said[-1]

    said = ["een"]
    values = earlier(keep)
    values.of(forgetful, "a")
    values = next_process(values)
    assert values.of(forgetful, "a") == "een"
    values.check_again(1)
    said.append("twee")
    with pytest.raises(ToolError, match="gelezen"):
        values.check_again(1)
    assert earlier(keep).before == {}


def test_nothing_is_kept_where_nothing_is_to_be_kept() -> None:
    values = KeptValues()
    assert values.of(upper, "a") == "A"
    values.put()
    assert values.now == {}


# --- a whole guidebook ------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A guidebook with a data file of every kind."""
    return incremental.everything(tmp_path / "boek")


def of_text(keep: Cache) -> KeptValues:
    return of_earlier(keep, source.KINDS)


def everything(checked: Checked) -> tuple[object, ...]:
    """Return everything that was made of a text, and the order of mappings."""
    return checked.source, checked.variants, checked.problems, repr(list(checked.read.present.items()))


def read(project: Project, keep: Cache) -> tuple[object, ...]:
    """Examine *project* as a process that uses what an earlier one kept."""
    memo = Memo(values=of_text(keep))
    checked = examine(project, memo)
    memo.values.check_again(1)
    next_process(memo.values)
    return everything(checked)


@pytest.mark.parametrize("seed", [7])
def test_after_each_of_many_edits_the_next_process_finds_what_one_without_memory_does(
    project: Project, keep: Cache, seed: int
) -> None:
    done: list[str] = []
    for name in itertools.islice(edits(project.root, seed), STEPS):
        done.append(name)
        assert read(project, keep) == everything(examine(project)), done


def test_one_sentence_is_one_text_to_read(project: Project, keep: Cache) -> None:
    read(project, keep)
    page = project.docs / "stap-1.md"
    page.write_text(page.read_text("utf-8").replace("Slot", "Sloot"), encoding="utf-8")
    memo = Memo(values=of_text(keep))
    examine(project, memo)
    new = set(memo.values.now) - set(memo.values.before)
    # The text; the page filled in for the core, for the two sectors with an overlay on it and for all sectors; its
    # fingerprints.
    assert len(new) == 1 + 3 + 1
    assert len(memo.values.now) > 40


TERM = ("docs/_data/begrippen.yml", "zonder hoeken", "met hoeken")
MADE_OF: Mapping[Callable[..., object], Mapping[str, tuple[str, str, str]]] = {
    source._data: {"found": TERM},
    queries.read: {"file": ("docs/_data/zoekvragen/geoefend.yml", "[delen.md]", "[weg.md]")},
    tasks.read: {"file": ("docs/_data/taken.yml", "begin: delen.md", "begin: weg.md")},
    source._read_sector: {"file": ("sectors/sport/sector.yml", "titel: ", "titel: De ")},
    source._read_functions: {"file": ("sectors/sport/functies.yml", "Trainer", "Coach")},
    source._read_reading: {"file": ("sectors/sport/nagelezen/stap-1--*.yml", "door: redactie", "door: jurist")},
    consultation._read_round: {"file": ("sectors/sport/opmerkingen/2026.1/ronde.yml", "2026-11-30", "2026-11-29")},
    consultation._read_remark: {"file": ("sectors/sport/opmerkingen/2026.1/0001-kort.yml", "is kort", "is lang")},
    source._read_page: {"file": ("docs/stap-1.md", "Slot", "Sloot"), "lists": TERM},
    source._read_overlays: {
        "file": ("overlays/sport/stap.md", "de club", "het bestuur"),
        "lists": ("sectors/sport/functies.yml", "Trainer", "Coach"),
    },
    pages.read_edition: {"file": ("docs/edities/2026.1.md", "de eerste editie", "een editie")},
    pages.edition_page: {"read": ("docs/edities/2026.1.md", "Alles is", "Veel is"), "lists": TERM},
    fill_in.resolve: {
        "page": ("docs/stap-1.md", "Slot", "Sloot"),
        "known": ("docs/_data/variabelen.yml", "artikel: ", "artikel: 9"),
    },
    fingerprint.of_page: {"page": ("docs/stap-1.md", "Slot", "Sloot")},
}
"""An edit for each argument of each kept function, which changes the result of the function."""


def test_no_step_walks_through_a_page_that_overlays_were_laid_on(
    project: Project, keep: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its key consists of the keys of its ingredients, all of which were kept."""
    walked: list[object] = []
    digest = cache.digest

    def seen(value: object) -> str:
        walked.append(value)
        return digest(value)

    monkeypatch.setattr(cache, "digest", seen)
    laid_on = {overlay.page for overlay in examine(project, Memo(values=of_text(keep))).source.overlays}
    assert laid_on
    assert {each.path for each in walked if isinstance(each, Page)}.isdisjoint(laid_on)


def test_what_is_read_beside_is_what_one_process_reads(
    project: Project, keep: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def at_once(function: Callable[[], object]) -> Iterator[Callable[[], object]]:
        result = function()
        yield lambda: result

    monkeypatch.setattr(workers, "have_room", lambda: True)
    monkeypatch.setattr(workers, "beside", at_once)  # this process has threads, so it is not forked
    (project.root / "overlays/sport/kapot.md").write_text("---\ndoel: [\n---\nWeg.\n", encoding="utf-8")
    alone = examine(project)
    values = of_text(keep)
    both = examine(project, Memo(values=values))
    assert everything(both) == everything(alone)
    assert "overlays/sport/kapot.md" in {str(each.origin.path) for each in both.problems}
    assert len(values.before) > 5
    assert {name for name, _ in values.hits} == set(values.before)  # the forked process read nothing in vain
    assert set(values.before) < set(values.now)


def kept_functions() -> Iterator[Callable[..., object]]:
    """Yield each function of the program whose results are kept for the next process, according to the source code."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            # collecting.Collector and memo.Memo: kept(place, function, *arguments)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "kept":
                module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
                yield eval(ast.unparse(node.args[1]), vars(module))  # noqa: S307  # of our own source


def test_each_kept_function_has_a_case_for_each_of_its_arguments() -> None:
    found = {each for each in kept_functions() if each is not collecting._read}  # by which collectors read everything
    arguments = {each: {*inspect.signature(each).parameters} - {"problems"} for each in found}
    assert arguments == {function: {*edits} for function, edits in MADE_OF.items()}


@pytest.mark.parametrize(
    ("function", "number"),
    [(function, number) for function, edits in MADE_OF.items() for number in range(len(edits))],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_each_argument_is_in_the_key(
    function: Callable[..., object], number: int, project: Project, keep: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = kept_values._key

    def without(asked: Callable[..., object], parts: list[str]) -> str:
        # A collector reads everything through one function, whose first argument says with which function.
        first = 1 if asked is collecting._read else 0
        if asked is function or parts[:first] == [cache.digest(function)]:
            parts = [*parts[: first + number], *parts[first + number + 1 :]]
        return real(asked, parts)

    monkeypatch.setattr(kept_values, "_key", without)
    name, old, new = list(MADE_OF[function].values())[number]
    file = next(project.root.glob(name))
    before = file.read_text("utf-8")
    assert old in before
    memo = Memo(values=of_text(keep))
    examine(project, memo)
    next_process(memo.values)
    file.write_text(before.replace(old, new, 1), encoding="utf-8")
    assert everything(examine(project, Memo(values=of_text(keep)))) != everything(examine(project))
