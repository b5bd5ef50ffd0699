"""`build.py new` refuses what would not fit, before it writes anything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from draaiboek.cli import main
from tests.guidebook import DEFAULTS, guidebook, overlay, page

FREE = "## Wat {#wat}\n\nZo.\n\n### Hoe {#hoe}\n\nAnders.\n\n"
TEXT = f"{FREE}## Vast {{#vast .vast}}\n\nNiet.\n\n### Diep {{#diep}}\n\nOok niet.\n"
REPLACED = overlay("Van ons.", target="delen.md#wat", action="vervang", more="reden: Daarom.\n")
BELOW = overlay("Ook van ons.", target="delen.md#hoe")


def _files(root: Path) -> list[str]:
    return sorted(str(each.relative_to(root)) for each in root.rglob("*.md"))


@pytest.mark.parametrize(
    ("given", "words", "said"),
    [
        pytest.param({}, ["delen.md#vast", "--action", "vervang"], "'vast' is vast door de kop 'Vast'", id="locked"),
        pytest.param({}, ["delen.md#diep", "--action", "weglaten"], "'diep' is vast", id="locked around"),
        pytest.param({}, ["delen.md#wat", "--action", "vul"], "'vul' past niet bij een kop", id="no slot"),
        pytest.param(
            {"overlays/onderwijs/a.md": REPLACED},
            ["delen.md#wat", "--action", "weglaten"],
            "is al vervangen of weggelaten door overlays/onderwijs/a.md",
            id="replaced already",
        ),
        pytest.param({"overlays/onderwijs/a.md": REPLACED}, ["delen.md#hoe"], "het doel ligt in 'wat'", id="inside"),
        pytest.param(
            {"overlays/onderwijs/a.md": BELOW},
            ["delen.md#wat", "--action", "vervang"],
            "overlays/onderwijs/a.md: het doel ligt in 'wat'",
            id="around another",
        ),
    ],
)
def test_an_overlay_that_does_not_fit_is_not_written(
    given: Mapping[str, str], words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook({"docs/delen.md": page(TEXT), **given}, tmp_path)
    before = _files(tmp_path)
    assert main(["new", "overlay", "onderwijs", *words], tmp_path) == 2
    assert said in capsys.readouterr().err
    assert _files(tmp_path) == before


@pytest.mark.parametrize("action", ["begin", "einde"])
def test_what_may_stand_beside_locked_text_is_written(action: str, tmp_path: Path) -> None:
    guidebook({"docs/delen.md": page(TEXT)}, tmp_path)
    assert main(["new", "overlay", "onderwijs", "delen.md#vast", "--action", action], tmp_path) == 0
    assert (tmp_path / "overlays/onderwijs/delen--vast.md").exists()


def test_what_another_sector_replaced_is_free(tmp_path: Path) -> None:
    sport = DEFAULTS["sectors/onderwijs/sector.yml"].replace("onderwijs", "sport").replace("10", "20")
    files = {"docs/delen.md": page(TEXT), "overlays/onderwijs/a.md": REPLACED, "sectors/sport/sector.yml": sport}
    guidebook(files, tmp_path)
    assert main(["new", "overlay", "sport", "delen.md#wat", "--action", "vervang"], tmp_path) == 0


@pytest.mark.parametrize(
    ("number", "code"),
    [("2025.9", 2), ("2026.8", 2), ("2026.9.1", 0), ("2026.10", 0), ("2027.1", 0), ("2026.8.1", 2)],
)
def test_a_new_edition_comes_after_those_that_there_are(
    number: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = DEFAULTS["docs/edities/2026.1.md"]
    guidebook({f"docs/edities/{each}.md": first.replace("2026.1", each) for each in ("2026.2", "2026.9")}, tmp_path)
    assert main(["new", "edition", number], tmp_path) == code
    assert (tmp_path / f"docs/edities/{number}.md").exists() == (code == 0)
    said = f"editie {number} komt vóór editie 2026.9, die er al is\n    Kies een nummer dat erna komt, bijvoorbeeld"
    assert (said in capsys.readouterr().err) == (code == 2)


def test_a_page_that_moved_is_named_by_its_new_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"docs/kader/delen.md": page(TEXT), "docs/samen.md": page("Samen.\n", more="voorheen: [overleg.md]\n")}
    guidebook(files, tmp_path)
    assert main(["new", "overlay", "onderwijs", "delen.md#wat"], tmp_path) == 2
    assert "Bedoel je 'kader/delen.md'?" in capsys.readouterr().err
    assert main(["review", "--sector", "onderwijs", "--accept", "overleg.md"], tmp_path) == 2
    assert "Bedoel je 'samen.md'?" in capsys.readouterr().err
    assert main(["new", "overlay", "onderwijs", "wie-is-wie.md#wat"], tmp_path) == 2
    assert "Bedoel je" not in capsys.readouterr().err
