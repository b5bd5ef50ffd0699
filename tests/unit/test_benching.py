"""The benchmarks: the generated guidebooks that they measure are valid, and their tables show what was measured."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath

import markdown as python_markdown  # type: ignore[import-untyped]  # its stubs are one more package
import pytest
from lxml import etree, html

from draaiboek.base.project import Project
from draaiboek.lab.bench import copies, guidebooks, markdown, peers, scale
from draaiboek.lab.bench.copies import run
from draaiboek.lab.bench.cost import Cost, in_fresh_process
from draaiboek.lab.bench.scale import Grown, write
from draaiboek.lab.bench.site import growing
from draaiboek.lab.bench.tables import Measured, comparison, faster, table
from draaiboek.pipeline.examine import examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import guidebook, overlay
from tests.integration import program


def test_made_up_chapters_are_a_guidebook_without_errors(tmp_path: Path) -> None:
    guidebooks.write_chapters(tmp_path, 3)
    checked = examine(Project(tmp_path))
    assert not checked.failed
    assert len(checked.variants) == 8  # the core, six sectors, and the reading of all sectors
    assert {"p0.md", "p1.md", "p2.md"} < {page.path.name for page in checked.source.pages}
    core, everything = checked.variants[0], checked.variants[-1]
    for each in checked.variants[1:-1]:  # otherwise the sites of all sectors would share every article
        assert len({*each.pages} - {*core.pages}) == 1, each.slug
    assert len({*everything.pages} - {*core.pages}) == 3


def test_a_sentence_more_is_put_in_an_overlay_that_has_text_for_one_sector(tmp_path: Path) -> None:
    files = {
        "overlays/_gedeeld/a.md": overlay("Vraag het.\n", target="delen.md#zwijg", more="sectoren: [onderwijs]\n"),
        "overlays/onderwijs/b.md": overlay("", target="delen.md#deel", action="weglaten", more="reden: Andere wet.\n"),
        "overlays/onderwijs/c.md": overlay("Vraag de directie.\n", target="delen.md#klacht"),
    }
    found = examine(guidebook(files, tmp_path))
    assert len(found.source.overlays) == len(files)
    assert growing(found.source.overlays) == PurePosixPath("overlays/onderwijs/c.md")


def test_made_up_chapters_are_the_same_every_time(tmp_path: Path) -> None:
    guidebooks.write_chapters(tmp_path / "a", 2)
    guidebooks.write_chapters(tmp_path / "b", 2)
    assert (tmp_path / "a/docs/p1.md").read_bytes() == (tmp_path / "b/docs/p1.md").read_bytes()


def test_costs_are_compared_by_their_medians() -> None:
    ours = Measured("ours", [Cost(1.0, 2.0, 10.0), Cost(9.0, 9.0, 90.0), Cost(2.0, 3.0, 20.0)], ours=True)
    theirs = Measured("theirs", [Cost(8.0, 6.0, 40.0)])
    assert list(comparison([ours, theirs], "theirs")) == [
        ("ours", "2.0", "3.0", "20", "0.25", "0.50"),
        ("theirs", "8.0", "6.0", "40", "1.00", "1.00"),
    ]


def test_what_is_faster_is_named_and_our_own_other_way_is_not() -> None:
    mine = Measured("ours, from nothing", [Cost(4.0, 4.0)], ours=True)
    again = Measured("ours, again", [Cost(0.1, 0.1)], ours=True)
    quick, slow = Measured("Hugo", [Cost(9.0, 1.0)]), Measured("MkDocs", [Cost(1.0, 9.0)])
    assert (
        faster([mine, again, quick, slow], "ours, from nothing") == "Faster than 'ours, from nothing': Hugo (0.25 ×)."
    )
    assert faster([mine, again, slow], "ours, from nothing") == "Faster than 'ours, from nothing': nothing."


def test_columns_stand_under_each_other() -> None:
    assert table(("what", "s"), iter([("a", "10.5")])) == "what     s\na     10.5"


def test_growth_stands_in_a_table_and_a_drawing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Voor.\n<!-- growth -->\nOud.\n<!-- end of growth -->\nNa.\n", "utf-8")
    found = [Grown(30, "check", Cost(1.0, 3.0, 50.0)), Grown(300, "check", Cost(9.0, 30.0, 70.0))]
    write(found, tmp_path, "Hier.")
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text.startswith("Voor.\n<!-- growth -->\n\nHier.\n\n| chapters")
    assert "| 300 | check | 9.0 | 30.0 | 0.100 | 70 |" in text
    assert "Oud." not in text
    assert text.endswith("<!-- end of growth -->\nNa.\n")
    drawing = etree.fromstring((tmp_path / "growth.svg").read_bytes())
    assert len(drawing.findall("{*}circle")) == 2


def test_books_that_a_machine_cannot_hold_are_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    folder = project.package / "lab/bench"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("<!-- growth -->\n<!-- end of growth -->\n", encoding="utf-8")

    def copied(_project: Project, root: Path, _chapters: int) -> Project:
        root.mkdir(parents=True)
        return Project(root)

    monkeypatch.setattr(scale, "copy", copied)
    monkeypatch.setattr(scale, "_steps", lambda _place: dict.fromkeys((scale.PDFS, scale.EPUBS), lambda: Cost(1, 2, 3)))
    monkeypatch.setattr(scale, "_memory", lambda: scale.memory_of_pdfs(30))
    said = "\n".join(scale.measure(project, [30, 31]))
    assert "Not made: PDFs of 31 chapters" in said
    rows = [line for line in (folder / "README.md").read_text("utf-8").splitlines() if line.startswith("| 3")]
    assert [row.split(" | ")[:2] for row in rows] == [["| 30", "PDFs"], ["| 30", "EPUBs"], ["| 31", "EPUBs"]]
    assert "Not made: PDFs of 31 chapters" in (folder / "README.md").read_text("utf-8")


@pytest.mark.nightly
def test_growth_is_measured_of_everything_that_is_made(tmp_path: Path) -> None:
    project = copies.copy(Project(Path(__file__).parents[2]), tmp_path / "guidebook", chapters=1)
    said = list(scale.measure(project, [1]))
    rows = re.findall(r"^\| 1 \| (\w+) \|", (project.package / "lab/bench/README.md").read_text("utf-8"), re.MULTILINE)
    assert rows == ["check", "websites", "PDFs", "EPUBs"], said


def test_other_programs_get_every_word_as_markdown(tmp_path: Path) -> None:
    """Python-Markdown, which MkDocs uses, reproduces the words of our articles."""
    project = Project(program.rich(tmp_path / "boek").root)
    for variant in examine(project).variants:
        folder = peers.write([variant], project, tmp_path / variant.slug)[variant.slug]
        for page in variant.pages:
            text = (folder / "docs" / page.path).read_text("utf-8").split("---\n", 2)[2]
            read = Counter(_words(python_markdown.markdown(text, extensions=list(markdown.EXTENSIONS))))
            shown = replace(around(page, variant, ""), papers=())  # no other program has those
            ours = Counter(_words(str(article(page, shown))))
            assert set(ours - read) <= MORE, (variant.slug, page.path)
        assert (folder / "docs/media/stappen.svg").exists()


# What only our pages have: the link back from a note, and labels with their endings for screen readers.
MORE = {"terug", "te", "controleren", "Einde", "van", "het", "stuk", "voor", "merk", "onderwijs", "sport"}


def _words(page: str) -> list[str]:
    return re.findall(r"\w+", " ".join(map(str, html.fromstring(f"<div>{page}</div>").itertext())))


def test_the_cost_of_a_process_counts_what_it_starts() -> None:
    cost = in_fresh_process(_work)
    assert cost.wall > 0
    assert cost.cpu > 0


def _work() -> int:
    sum(number * number for number in range(2_000_000))
    return 0


def test_the_cost_counts_what_a_program_leaves_running(tmp_path: Path) -> None:
    """As our own build does: its worker processes come from a fork server that ends after it."""
    (tmp_path / "left.py").write_text("import time\nwhile time.process_time() < 0.6: pass\n", encoding="utf-8")
    start = "import subprocess, sys; subprocess.Popen([sys.executable, 'left.py'])"
    cost = in_fresh_process(run, ((sys.executable, "-c", start),), tmp_path)
    assert cost.cpu > 0.5
