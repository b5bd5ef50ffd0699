"""A few seconds of the fuzzer, always with the same examples, and every guidebook of its corpus (`tests.fuzz`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from draaiboek.base.model import Note
from draaiboek.base.project import Project
from draaiboek.lab.audit.words_in_forms import in_tree
from draaiboek.pipeline.consult.importing import Imported, bring_in
from draaiboek.pipeline.examine import Checked, examine
from tests import fuzz, guided, markdown_grammar, oracle
from tests.fuzz import Files
from tests.guidebook import guidebook, page
from tests.markdown_grammar import Written

KEPT = fuzz.kept()
SHORT = settings(
    max_examples=max(25, settings().max_examples),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("entry", KEPT, ids=lambda entry: entry.name)
def test_what_was_kept_is_read_or_refused(entry: fuzz.Kept) -> None:
    checked = oracle.judge(fuzz.numbered(entry.files))
    assert tuple(sorted({each.code for each in checked.problems})) == entry.refused, entry.what


@SHORT
@given(markdown_grammar.guidebooks())
def test_what_is_right_is_shown_everywhere(given_: tuple[Files, Written]) -> None:
    files, written = given_
    checked = oracle.judge(files)
    assert not checked.failed, checked.problems
    core = next(each for each in checked.variants[0].pages if each.path.name == "delen.md")
    assert in_tree(core) == written.seen
    assert sum(isinstance(each, Note) for each in oracle.nodes(core)) == written.cites


@SHORT
@given(fuzz.rough())
def test_what_may_be_wrong_is_shown_everywhere_or_refused(files: Files) -> None:
    oracle.judge(files)


@SHORT
@given(fuzz.mutated([each.files for each in KEPT]))
def test_what_was_changed_here_and_there_is_shown_everywhere_or_refused(files: Files) -> None:
    oracle.judge(files)


@pytest.mark.parametrize(
    ("line", "count"),
    [
        pytest.param("[a](b.md) " * 400, 15, id="links that lead nowhere"),
        pytest.param("Bel 112. " * 500, 40, id="numbers to call"),
        pytest.param("[" * 90, 90, id="brackets"),
        pytest.param("*a **b _c " * 400, 20, id="emphasis"),
        pytest.param("ronde tafel " * 400, 20, id="terms"),
    ],
)
def test_one_long_paragraph_is_read_in_time(line: str, count: int, tmp_path: Path) -> None:
    """A search that is made at every position may not scan the whole text each time."""
    text = f"{line}\n" * count
    numbers = 'nummers: ["112"]\nwoorden: [bel]\n'
    project = guidebook({"docs/delen.md": page(text), "docs/_data/noodnummers.yml": numbers}, tmp_path)
    with oracle.limited(oracle.SECONDS):
        examine(project)


@pytest.mark.parametrize("name", sorted({*guided.TARGETS} - {"data", "form"}))  # those have a test that sees more
def test_what_guided_fuzzing_kept_breaks_nothing(name: str) -> None:
    kept = guided.kept(name)
    assert len(kept) > 5
    for path in kept:
        guided.TARGETS[name].run(path.read_bytes())


def test_the_judge_sees_what_is_lost() -> None:
    checked = oracle.judge({"docs/delen.md": "---\ntitle: Delen\ndescription: Kort.\n---\nw1q\n"})
    given_ = {"docs/delen.md": "w1q <!-- opmerking: w2q --> w3q <!-- lijst: begrippen -->"}
    assert oracle.lost(given_, checked, "") == ["w3q"]
    given_ |= {"docs/_data/begrippen.yml": "tafel: {term: w4q, definitie: w5q, bron: w6q} # w7q"}
    assert oracle.lost(given_, checked, "<p>w3q w5q</p>") == ["w4q"]
    with pytest.raises(TimeoutError), oracle.limited(0.05):
        sum(number for number in range(10**9))


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<a href="../b/#y">b</a> <a href="#x">x</a> <a href="../b.pdf">p</a> <a href="https://c.be/#y">c</a>', []),
        ('<a href="../b/#z">b</a>', ["/a/: ../b/#z"]),
        ('<a href="../c/">c</a>', ["/a/: ../c/"]),
        ('<a href="#z">z</a>', ["/a/: #z"]),
        ('<p aria-labelledby="x z">p</p>', ["/a/: z"]),
    ],
)
def test_the_judge_sees_what_leads_nowhere(html: str, wrong: Sequence[str]) -> None:
    assert oracle.leading_nowhere({"/a/": f'<p id="x"></p>{html}', "/b/": '<p id="y"></p>'}) == wrong


def test_a_data_file_that_is_right_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that refuses every input would test nothing of what is made of a text."""
    judge = oracle.judge
    judged: list[Checked] = []
    monkeypatch.setattr(oracle, "judge", lambda files: judged.append(judge(files)))
    right = set()
    for path in guided.kept("data"):
        judged.clear()
        data = path.read_bytes()
        guided.TARGETS["data"].run(data)
        right |= {guided.DATA[data[0] % len(guided.DATA)] for checked in judged if not checked.failed}
    assert {*guided.DATA} - right == set()


def test_a_form_that_is_right_is_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Counter[str]()

    def counted(project: Project, files: Sequence[Path]) -> Imported:
        found = bring_in(project, files)
        written[files[0].suffix] += len(found.written)
        return found

    monkeypatch.setattr("tests.guided.bring_in", counted)
    for path in guided.kept("form"):
        guided.TARGETS["form"].run(path.read_bytes())
    assert {suffix for suffix, count in written.items() if count} == {".json", ".xlsx", ".ods"}
