"""What differs between two texts, as a PDF: however much it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.editions import manifest
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.compare import Compared, publication
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page
from tests.integration.program import ROOT

MENU = "- pagina: index.md\n- pagina: delen.md\n- pagina: edities/index.md\n"


@pytest.mark.parametrize("sentences", [1, 60], ids=["a word", "pages"])
def test_a_comparison_is_printed(sentences: int, tmp_path: Path) -> None:
    texts = {word: "\n\n".join(f"Zin {n}: {word} wat je weet." for n in range(sentences)) for word in ("deel", "zwijg")}
    files = ({"docs/delen.md": page(f"{text}\n"), "docs/_data/inhoud.yml": MENU} for text in texts.values())
    old, new = (guidebook(each, tmp_path / str(number)) for number, each in enumerate(files))
    (new.root / "draaiboek").symlink_to(ROOT / "draaiboek")
    checked = [examine(each) for each in (old, new)]
    sides = [
        Compared(name, manifest.of_variants(each.variants, addresses_of(each.variants)))
        for name, each in zip(("nu", "straks"), checked, strict=True)
    ]
    made = publication(new, *sides, this=checked[1].source.identity)
    assert [name for name, data in made.items() if data.startswith(b"%PDF-")] == [
        "wijzigingen-tafel-nu-straks.pdf",
        "wijzigingen-tafel-nu-straks-onderwijs.pdf",
    ]
