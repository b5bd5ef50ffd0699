"""`build.py verify`, `withdraw`, `rollback`, `reskin` and `on-date`, as an editor starts them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.program import EDITION, Place

pytestmark = pytest.mark.slow

BRANCH = "gh-pages"
STYLE = "draaiboek/theme/assets/css/parts/base.css"


def on_branch(place: Place, name: str) -> str:
    return place.git("show", f"{BRANCH}:{name}")


def test_what_is_published_is_what_its_commit_makes(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    long = tmp_path / ("l" * 120)  # too long for the path of a socket
    long.mkdir()
    run = place.build("verify", EDITION, "--rebuild", env={"TMPDIR": str(long)})
    assert (run.code, run.stdout) == (0, ""), run.said
    assert list(long.iterdir()) == []
    assert "opnieuw gemaakt: 0 verschillen" in run.stderr
    assert not (place.root / "out" / "rebuild").exists()
    assert place.git("worktree", "list").count("\n") == 0
    folder = tmp_path / "www"
    place.git("worktree", "add", "--quiet", "--detach", str(folder), BRANCH)
    page = folder / EDITION / "delen" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("trein", "tram"), encoding="utf-8")
    (folder / ".git").unlink()
    run = place.build("verify", "--in", str(folder))
    assert (run.code, run.stdout) == (1, f"{EDITION}/delen/index.html: is gewijzigd\n"), run.said
    assert place.build("verify", "2025.1").code == 2


def test_only_the_theme_can_be_renewed(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    before = json.loads(on_branch(place, f"{EDITION}/editie.json"))
    pdf = place.git("rev-parse", f"{BRANCH}:{EDITION}/pdf")
    place.write(STYLE, place.read(STYLE) + "\n.lr-nieuw { color: #000; }\n")
    place.replace("draaiboek/theme/main.html", "{% block htmltitle %}", "<!-- nieuw -->{% block htmltitle %}")
    place.replace("draaiboek/theme/partials/content.html", 'class="lr-reviewed"', 'class="lr-reviewed lr-nieuw"')
    run = place.build("reskin", EDITION, "--reason", "Een lek in het thema is dicht.")
    assert run.code == 0, run.said
    after = json.loads(on_branch(place, f"{EDITION}/editie.json"))
    assert after["secties"] == before["secties"]
    changed = {name for name, digest in after["bestanden"].items() if before["bestanden"].get(name) != digest}
    assert changed
    made_with = {"herkomst.intoto.json", "sbom.cdx.json"}
    assert {name.endswith((".html", ".css", ".zip")) for name in changed - made_with} == {True}
    assert place.git("rev-parse", f"{BRANCH}:{EDITION}/pdf") == pdf
    assert json.loads(on_branch(place, "grootboek.json"))[-1]["handeling"] == "herkleden"
    assert place.build("verify").code == 0
    run = place.build("verify", "--rebuild")
    assert run.code == 0, run.said
    tip = place.git("rev-parse", BRANCH)
    # No template reads inside the article, which is added when the theme is done; the title still passes through it.
    place.replace(
        "draaiboek/theme/partials/content.html", "{{ here.titel |", "{{ here.titel | replace('Informatie', 'Roddels') |"
    )
    run = place.build("reskin", EDITION)
    assert run.code == 3, run.said
    assert "hoort niet bij het uiterlijk" in run.stderr
    assert place.git("rev-parse", BRANCH) == tip


def test_an_edition_is_withdrawn_and_a_day_asked_for(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    run = place.build("on-date", "2026-12-24", "--format", "json")
    assert run.code == 0, run.said
    assert json.loads(run.stdout) == {
        "datum": "2026-12-24",
        "editie": EDITION,
        "geldig_van": "2026-12-01",
        "geldig_tot": None,
        "status": "geldig",
    }
    run = place.build("on-date", "9999-12-31")
    assert run.stdout == (
        f"Op 31 december 9999 geldt editie {EDITION} (geldig vanaf 1 december 2026), "
        "als er geen andere in haar plaats komt.\n"
    )
    run = place.build("on-date", "2025-11-30")
    assert (run.code, run.stdout) == (1, "Op 30 november 2025 gold er geen editie.\n")
    assert place.build("on-date", "morgen").code == 2
    assert place.build("withdraw", EDITION).code == 2
    assert place.build("withdraw", EDITION, "--reason", " ").code == 2
    assert place.build("rollback", EDITION).code == 2, "it is in force already"
    run = place.build("withdraw", EDITION, "--reason", "De deeltest was fout.")
    assert run.code == 0, run.said
    assert "De deeltest was fout." in on_branch(place, "actueel/onderwijs/delen/index.html")
    assert place.build("verify").code == 0
    assert place.build("publish", EDITION).code == 1, "its number stays taken"
