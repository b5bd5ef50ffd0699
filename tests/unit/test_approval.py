"""Who approved which text of an edition, and what a later change does to the approval."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base.errors import UsageError
from draaiboek.base.model import EditionStatus
from draaiboek.base.project import Project
from draaiboek.cli import main
from draaiboek.content import edition_gaps
from draaiboek.pipeline import approve
from draaiboek.pipeline.examine import Checked, examine
from tests.guidebook import DEFAULTS, TO_DO, guidebook, overlay, page

EDITION = "docs/edities/2026.1.md"
DAY = date(2026, 12, 1)
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><title>Tafel</title><desc>Een tafel.</desc></svg>"
FILES: Mapping[str, str | bytes | None] = {
    "docs/delen.md": page("## Delen {#delen}\n\nDeel alleen wat nodig is.\n\n![Een tafel](media/tafel.svg)\n"),
    "docs/media/tafel.svg": PICTURE,
    EDITION: DEFAULTS[EDITION] + TO_DO,
    "docs/edities/index.md": page("## Welke? {#welke}\n\n<!-- lijst: edities -->\n", title="Edities"),
    "docs/_data/documenten.yml": "lijst:\n  titel: A\n  omschrijving: Om in te vullen.\n  stukken: [delen.md#delen]\n",
    "overlays/onderwijs/a.md": overlay("Op school ook.\n", target="delen.md#delen"),
    "sectors/onderwijs/les.md": page("## Les {#les}\n\nIn de les.\n", more="na: index.md\n"),
}


def approved(project: Project, **words: str) -> Checked:
    """Approve the edition of *project*, and return the result of a check afterwards."""
    checked = examine(project)
    assert checked.source.edition is not None
    said = {"role": "directeur", "organisation": "VVSG", **words}
    present = approve.fingerprint(project, checked.source, checked.variants)
    approve.write(project, checked.source.edition, present, day=DAY, **said)
    return examine(project)


def codes(checked: Checked) -> list[str]:
    return [each.code for each in checked.problems]


def replaced(project: Project, name: str, old: str, new: str) -> None:
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_an_approval_is_of_the_text_as_it_is_and_no_part_of_it(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    checked = approved(project)
    assert codes(checked) == []
    assert {each.edition.status for each in checked.variants} == {EditionStatus.APPROVED}
    text = (project.root / EDITION).read_text(encoding="utf-8")
    assert re.search(
        r"^status: goedgekeurd\ngoedkeuring:\n- functie: directeur\n  organisatie: VVSG\n  op: 2026-12-01\n"
        r"  tekst: g1:[0-9a-f]{32}\n---\nAlles is nieuw.\n",
        text,
        re.MULTILINE,
    )
    assert edition_gaps.approved(checked.variants[0].edition) == "directeur (VVSG) op 1 december 2026"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/delen.md", "alleen wat nodig is", "alles"),
        ("docs/delen.md", "## Delen {#delen}", "## Zwijgen {#delen}"),
        ("docs/delen.md", "title: Delen", "title: Zwijgen"),
        ("overlays/onderwijs/a.md", "Op school ook", "Op school niet"),
        ("sectors/onderwijs/les.md", "In de les", "Na de les"),
        ("sectors/onderwijs/sector.yml", "geheimhouding: Ambtsgeheim.", "geheimhouding: Geen."),
        ("docs/media/tafel.svg", "viewBox='0 0 1 1'", "viewBox='0 0 2 2'"),
        ("docs/_data/begrippen.yml", "zonder hoeken", "met hoeken"),
        (EDITION, "Alles is nieuw", "Niets is nieuw"),
        (EDITION, "geldig_van: 2026-12-15", "geldig_van: 2026-12-16"),
        ("draaiboek.yml", "Niet-officiële werkversie", "Officiële tekst"),
    ],
)
def test_whatever_a_reader_gets_otherwise_voids_it(tmp_path: Path, name: str, old: str, new: str) -> None:
    files = {**FILES, "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen")}
    project = guidebook(files, tmp_path)
    assert [each for each in codes(approved(project)) if each == "ED015"] == []
    replaced(project, name, old, new)
    checked = examine(project)
    (told,) = [each for each in checked.problems if each.code == "ED015"]
    assert str(told.origin) == f"{EDITION}:16:3"
    assert "door directeur (VVSG) op 1 december 2026 is vervallen" in told.text
    assert {(each.edition.status, each.edition.voided) for each in checked.variants} == {(EditionStatus.DRAFT, True)}
    remedy = re.search(r"'tekst: (g1:[0-9a-f]{32})'", told.hint)
    assert remedy
    text = (project.root / EDITION).read_text(encoding="utf-8")
    (project.root / EDITION).write_text(re.sub(r"g1:[0-9a-f]{32}", remedy[1], text), encoding="utf-8")
    assert "ED015" not in codes(examine(project))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/delen.md", "Deel alleen wat nodig is.", "Deel alleen\nwat nodig is."),
        ("draaiboek.yml", "adres: https://draaiboek.voorbeeld.be", "adres: https://elders.voorbeeld.be"),
        ("docs/_data/documenten.yml", "lijst:", "# Wat een deelnemer meeneemt.\nlijst:"),
        (EDITION, "status: goedgekeurd", "status: concept"),
    ],
)
def test_what_no_reader_gets_otherwise_voids_nothing(tmp_path: Path, name: str, old: str, new: str) -> None:
    project = guidebook(FILES, tmp_path)
    approved(project)
    replaced(project, name, old, new)
    assert codes(examine(project)) == []


def test_two_approve_and_the_same_function_renews_its_own(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    approved(project)
    approved(project, role="juriste: team 1", organisation="Agentschap")
    replaced(project, "docs/delen.md", "nodig is", "nodig was")
    assert codes(examine(project)) == ["OV009", "ED015", "ED015"] or codes(examine(project)).count("ED015") == 2
    assert codes(approved(project)).count("ED015") == 1
    checked = approved(project, role="juriste: team 1", organisation="Agentschap")
    assert "ED015" not in codes(checked)
    edition = checked.source.edition
    assert edition is not None
    assert [(each.role, each.organisation) for each in edition.approvals] == [
        ("directeur", "VVSG"),
        ("juriste: team 1", "Agentschap"),
    ]


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    files = {**FILES, EDITION: (DEFAULTS[EDITION] + TO_DO).replace("\n", "\r\n").encode()}
    project = guidebook(files, tmp_path)
    assert codes(approved(project)) == []
    text = (project.root / EDITION).read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n")


def test_nobody_approves_what_cannot_be_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Otherwise the button says so only after the approval, and repairing it voids that."""
    project = guidebook(FILES, tmp_path)
    before = (project.root / EDITION).read_bytes()
    for words in ([], ["--by", "directeur", "--for", "VVSG"]):
        assert main(["approve", "2026.1", *words], tmp_path) == 1
        shown = capsys.readouterr()
        assert "ED007 de sector 'onderwijs' bekeek" in shown.err
        assert "Er is niets goedgekeurd: zo kan de editie niet verschijnen." in shown.err
        assert shown.out == ""
        assert (project.root / EDITION).read_bytes() == before
    replaced(project, EDITION, "status: concept", "zonder_nazicht: [onderwijs]\nstatus: concept")
    assert main(["approve", "2026.1"], tmp_path) == 0
    assert capsys.readouterr().out.startswith("status: goedgekeurd\ngoedkeuring:\n- functie: FUNCTIE\n")
    assert main(["approve", "2026.1", "--by", "directeur", "--for", "VVSG"], tmp_path) == 0
    assert "is goedgekeurd door directeur (VVSG)" in capsys.readouterr().err


def test_an_approval_that_is_void_keeps_nobody_from_renewing_it(tmp_path: Path) -> None:
    files = {**FILES, EDITION: (DEFAULTS[EDITION] + TO_DO).replace("status:", "zonder_nazicht: [onderwijs]\nstatus:")}
    project = guidebook(files, tmp_path)
    approved(project, role="jurist")
    approved(project)
    replaced(project, "sectors/onderwijs/les.md", "In de les", "Na de les")
    assert codes(examine(project)) == ["ED015", "ED015"]
    for role in ("directeur", "jurist"):
        assert main(["approve", "2026.1", "--by", role, "--for", "VVSG"], tmp_path) == 0
    assert codes(examine(project)) == []


@pytest.mark.parametrize("role", ["", "mevrouw Peeters", "An Peeters", "an@vvsg.be", "<b>baas</b>"])
def test_a_person_approves_nothing(tmp_path: Path, role: str) -> None:
    project = guidebook(FILES, tmp_path)
    with pytest.raises(UsageError, match="is geen functie"):
        approved(project, role=role)


def test_a_name_on_the_page_is_refused(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    approved(project)
    replaced(project, EDITION, "functie: directeur", "functie: mevrouw Peeters")
    (told,) = [each for each in examine(project).problems if each.code == "PG018"]
    assert (str(told.origin), told.text) == (
        f"{EDITION}:13:3",
        "bij 'goedkeuring.0.functie' staat de naam van een persoon",
    )
