"""The extent of the lines of a drawing and the number of their curves, by the grammar of SVG paths."""

import pytest

from draaiboek.content.drawing_paths import drawn


@pytest.mark.parametrize(
    ("path", "farthest", "bends"),
    [
        ("", 0, 0),
        ("zl6 6", 6, 0),
        ("M10 20 L30-40", 40, 0),
        ("m10 20 30 40", 60, 0),
        ("m10 20h5h5v-30", 30, 0),
        ("M7 8H1V2h50", 51, 0),
        ("m50 50h1zl-60 0", 60, 0),
        ("m50 50h1zm-60-70", 70, 0),
        ("M1 2c1 1 2 2 9 0 1 1 2 2 9 0s1 1 9 0q1 1 9 0t9 0", 46, 5),
        ("M0 0A5 5 0 1 1 80 9", 80, 1),
        ("M100 0h5zh200", 300, 0),
        ("m0 0a1 1 0 01.5.5 1 1 0 10.5.5a2,2,0,0,1-9,9", 10.5, 3),
        ("M0 0C9 9 -90 9 1 1", 90, 1),
        ("M-1e3 1.5e1", 1000, 0),
        ("M1 1 L5", 5, 0),
        ("M60 0H50h60", 110, 0),
        ("M0 60V50v60", 110, 0),
        ("M0 60L0 50v60", 110, 0),
        ("M0 60M0 50v60", 110, 0),
        ("M0 60C0 0 0 0 0 50v60", 110, 1),
        ("M0 60S0 0 0 50v60", 110, 1),
        ("M0 60Q0 0 0 50v60", 110, 1),
        ("M0 60T0 50v60", 110, 1),
        ("M0 60A1 1 0 0 0 0 50v60", 110, 1),
        ("M0 60H10 20v60", 120, 0),
        ("M0 50V60 40v60", 100, 0),
        ("M40 0h40zh40", 80, 0),
        ("Mx", 0, 0),
    ],
)
def test_how_far_a_path_goes_and_how_often_it_bends(path: str, farthest: float, bends: int) -> None:
    found = drawn(path)
    assert (found.farthest, found.bends) == (farthest, bends)


@pytest.mark.parametrize("path", ["a" + "1" * 100_000, "a" + "1e" * 50_000, "a" + "-" * 100_000, "Q" * 100_000])
def test_what_is_no_path_is_read_once(path: str) -> None:
    assert drawn(path).bends == 0
