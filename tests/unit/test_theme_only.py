"""What a reskin may change: the theme around the same article, also in the zip; a stranger's zip is not unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest

from draaiboek.base import zipping
from draaiboek.editions import supply_chain
from draaiboek.pipeline.theme_only import is_theme
from draaiboek.render.published_page import article_in

PAGE = b"<!doctype html><html lang=nl><title>x</title><body><div data-artikel><p>Tekst.</p></div>"
DRESSED = PAGE.replace(b"<body>", b"<body class=nieuw><header>Menu</header>")
OTHER = DRESSED.replace(b"Tekst.", b"Andere tekst.")
BEFORE = {"index.html": PAGE, "assets/stijl.css": b"a{}", "boek.pdf": b"%PDF-1"}


def zipped(files: Mapping[str, bytes]) -> bytes:
    return zipping.archive(files, epoch=1_700_000_000)


OURS = zipped(BEFORE)


def is_zip_of_theme(before: bytes, after: bytes) -> bool:
    return is_theme("draaiboek.zip", {"draaiboek.zip": before}, {"draaiboek.zip": after})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"index.html": DRESSED}, True),
        ({"index.html": OTHER}, False),
        ({"index.html": b""}, False),
        ({"assets/stijl.css": b"b{}", "assets/nieuw.css": b""}, True),
        ({"boek.pdf": b"%PDF-2"}, False),
        ({supply_chain.MATERIALS: b"{}", supply_chain.ORIGIN: b"{}"}, True),
        ({"nieuw.html": PAGE}, False),
    ],
    ids=["dressed", "other-words", "empty", "assets", "book", "made-with", "another-page"],
)
def test_only_the_theme_may_differ_in_a_folder_and_in_a_zip(changed: Mapping[str, bytes], *, expected: bool) -> None:
    after = {**BEFORE, **changed}
    assert all(is_theme(name, BEFORE, after) for name in changed) is expected
    assert is_zip_of_theme(OURS, zipped(after)) is expected


def test_a_zip_that_came_or_went_is_no_theme() -> None:
    assert not is_theme("draaiboek.zip", {}, {"draaiboek.zip": OURS})
    assert not is_theme("draaiboek.zip", {"draaiboek.zip": OURS}, {})


def test_a_page_without_anything_has_no_article() -> None:
    assert [article_in(page) for page in (b"", b"  ", b"\0", b"<!-- x", b"<p>x")] == [None] * 5


def compressed(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return target.getvalue()


def twice() -> bytes:
    """Return a zip that says one thing to a program that takes the first of two names, and ours to the other."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("index.htmX", OTHER)
        for name, content in BEFORE.items():
            file.writestr(name, content)
    return target.getvalue().replace(b"index.htmX", b"index.html")


def larger_than_it_is() -> bytes:
    """Return our zip, of which the list says that the first file has 4 GB."""
    at = OURS.index(b"PK\x01\x02") + 24
    return OURS[:at] + struct.pack("<I", 2**32 - 2) + OURS[at + 4 :]


@pytest.mark.parametrize(
    "strange",
    [
        *(b"", b"geen zip", OURS[:-3], OURS[: len(OURS) // 2], OURS.replace(b"%PDF-1", b"%PDF-2")),
        *(compressed(BEFORE), twice(), larger_than_it_is()),
        OURS.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
        OURS.replace(b"PK\x01\x02\x14\x03\x14\x00", b"PK\x01\x02\x14\x03\xff\x00"),
    ],
    ids=["empty", "none", "cut", "half", "sum", "compressed", "twice", "larger", "secret", "of-the-future"],
)
def test_a_zip_that_is_not_as_we_write_them_is_no_theme(strange: bytes) -> None:
    assert strange != OURS
    assert not is_zip_of_theme(strange, OURS)
    assert not is_zip_of_theme(OURS, strange)


def test_what_a_small_zip_unpacks_to_is_never_made() -> None:
    bomb = compressed({**BEFORE, "index.html": bytes(100_000_000)})
    assert len(bomb) < 200_000
    tracemalloc.start()
    try:
        assert not is_zip_of_theme(bomb, OURS)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
