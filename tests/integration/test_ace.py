"""Ace by DAISY, the accessibility checker that publishers use, over our EPUBs. Slow, and needs the judges."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.browser.chromium import CHROMIUM, NEEDED
from tests.integration.program import Place
from tests.judges import ACE, needs_judges

pytestmark = [pytest.mark.slow, needs_judges, *NEEDED]
_LONGEST = 1200


def judged(book: Path) -> dict[str, list[str]]:
    """The violations in *book*, by the page that has them."""
    run = subprocess.run(
        ["node", str(ACE), str(book)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(CHROMIUM)},
        timeout=_LONGEST,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout[run.stdout.index('{"') :])
    found = {each["earl:testSubject"]["url"]: each["assertions"] for each in report["assertions"]}
    told = {url: [one["earl:test"]["dct:title"] for one in inside] for url, inside in found.items() if inside}
    assert (report["earl:result"]["earl:outcome"] == "pass") == (told == {})
    return told


def test_ace_finds_nothing_wrong_in_a_book_and_something_in_a_broken_one(rich: Place, tmp_path: Path) -> None:
    book = next((rich.site / "epub").glob("*-sport.epub"))
    broken = tmp_path / "fout.epub"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b' lang="nl-BE" xml:lang="nl-BE"', b""))
    assert any("html-has-lang" in titles for titles in judged(broken).values())
    assert judged(book) == {}
