"""The benches: the made-up guidebooks that they measure are guidebooks, and their tables say what was measured."""

from __future__ import annotations

from pathlib import Path

from draaiboek.base.project import Project
from draaiboek.lab.bench import guidebooks, pdf
from draaiboek.lab.bench.cost import Cost, in_fresh_process
from draaiboek.pipeline.examine import examine


def test_made_up_chapters_are_a_guidebook_without_errors(tmp_path: Path) -> None:
    guidebooks.write_chapters(tmp_path, 3)
    checked = examine(Project(tmp_path))
    assert not checked.failed
    assert len(checked.variants) == 8  # the core, six sectors, and all of them
    assert {"p0.md", "p1.md", "p2.md"} < {page.path.name for page in checked.source.pages}


def test_made_up_chapters_are_the_same_every_time(tmp_path: Path) -> None:
    guidebooks.write_chapters(tmp_path / "a", 2)
    guidebooks.write_chapters(tmp_path / "b", 2)
    assert (tmp_path / "a/docs/p1.md").read_bytes() == (tmp_path / "b/docs/p1.md").read_bytes()


def test_costs_are_compared_with_the_last_by_their_medians() -> None:
    ours = [Cost(1.0, 2.0, 10.0), Cost(9.0, 9.0, 90.0), Cost(2.0, 3.0, 20.0)]
    rows = list(pdf.comparison([("wij", ours, 5), ("rivaal", [Cost(8.0, 6.0, 40.0)], 6)]))
    assert rows == [
        ("wij", "2,0", "3,0", "20", "5", "0,25", "0,50"),
        ("rivaal", "8,0", "6,0", "40", "6", "1,00", "1,00"),
    ]


def test_growth_is_processor_time_a_page_beside_the_first() -> None:
    rows = list(pdf.growth([(60, 100, Cost(9.0, 5.0, 500.0)), (120, 200, Cost(18.0, 20.0, 900.0))]))
    assert [row[4] for row in rows] == ["1,00", "2,00"]


def test_columns_stand_under_each_other() -> None:
    assert pdf.table(("wat", "s"), iter([("a", "10,5")])) == "wat     s\na    10,5"


def test_the_cost_of_a_process_counts_what_it_starts() -> None:
    cost = in_fresh_process(_work)
    assert cost.wall > 0
    assert cost.cpu > 0


def _work() -> int:
    sum(number * number for number in range(2_000_000))
    return 0
