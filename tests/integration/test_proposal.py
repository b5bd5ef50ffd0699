"""A proposal as a Git host delivers it: what the comment says, who may sign, and that none of it is executed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integration.git_host import REPORT, Host, host, workflow
from tests.integration.program import EDITION, ROOT, Place

__all__ = ["host"]

pytestmark = pytest.mark.slow

PAGE = "docs/delen.md"
KEEPERS = "beheer:\n  - account: '@an-sport'\n    functie: 'sport: contact'\nactoren: []"
HOSTILE = "Neem `x` </details> <b>geen</b> @iedereen #1 [lees](https://kwaad.voorbeeld) | papieren mee in de trein."


def propose(place: Place, *edits: tuple[str, str, str], name: str = "voorstel") -> str:
    """Commit *edits* (file, old, new) on a branch *name*; return to main, and return the commit."""
    place.git("checkout", "--quiet", "-b", name)
    for path, old, new in edits:
        place.replace(path, old, new)
    commit = place.commit()
    place.git("checkout", "--quiet", "main")
    return commit


def report(place: Place, *words: str) -> dict[str, Any]:
    run = place.build("pr-report", "main", "voorstel", "--format", "json", "--fast", *words)
    assert run.code in {0, 1}, run.said
    found = json.loads(run.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def here(place: Place) -> Place:
    """The small guidebook, with a keeper for the text of sport."""
    place.replace("sectors/sport/sector.yml", "actoren: []", KEEPERS)
    place.write(".ci/comment.py", (ROOT / ".ci" / "comment.py").read_text(encoding="utf-8"))
    place.commit()
    return place


def test_one_word_and_who_must_read_it(here: Place) -> None:
    propose(here, (PAGE, "Neem geen papieren mee in de trein.", "Neem geen papieren mee in de tram."))
    found = report(here, "--at", "https://git.voorbeeld.be/ons/draaiboek", "--branch", "voorstel")
    assert (found["soort"], found["programma"]) == ("tekst", [])
    (change,) = found["wijzigingen"]
    assert (change["pagina"], change["id"], change["varianten"]) == (
        "delen.md",
        "onderweg",
        ["kern", "onderwijs", "sport"],
    )
    (line,) = change["woorden"]
    assert [(each["soort"], each["tekst"]) for each in line] == [
        ("blijft", "Neem geen papieren mee in de"),
        ("weg", "trein"),
        ("nieuw", "tram"),
        ("blijft", "."),
    ]
    above, asked = found["lezen"]
    assert (above["sector"], above["plaats"]) == ("onderwijs", "delen.md#wat-deel-je"), "the section around it"
    assert (asked["sector"], asked["plaats"], asked["overlay"]) == (
        "sport",
        "delen.md#onderweg",
        "overlays/sport/delen--onderweg.md",
    )
    assert asked["link"].startswith(
        "https://git.voorbeeld.be/ons/draaiboek/new/voorstel/sectors/sport/nagelezen?filename="
    )
    assert {each["code"] for each in found["problemen"]} == {"OV009"}
    page = (here.root / "out" / "voorstel" / "sport" / "index.html").read_text(encoding="utf-8")
    assert re.search(r"<del[^>]*>.*trein.*</del>", page)
    assert re.search(r"<ins[^>]*>.*tram.*</ins>", page)


def test_the_comment_says_it_on_one_screen(here: Place) -> None:
    propose(here, (PAGE, "Neem geen papieren mee in de trein.", "Neem geen papieren mee in de tram."))
    run = here.build("pr-report", "main", "voorstel")
    assert run.code == 0, run.said
    lines = [line for line in run.stdout.splitlines() if line]
    assert len(lines) < 40
    assert "**Voor lezers: 1 stuk**" in run.stdout
    assert "<del>trein</del> <ins>**tram**</ins>" in run.stdout
    assert "**Opnieuw te lezen door een sector: 2**" in run.stdout
    assert re.search(r"\*\*Bladzijden in de pdf\*\*: kerntekst \d+, onderwijs \d+, sport \d+", run.stdout)
    assert "Nog te herstellen" not in run.stdout
    html = here.build("pr-report", "main", "voorstel", "--fast", "--format", "html").stdout
    assert "<del>trein</del> <ins>tram</ins>" in html


def test_on_gitlab_the_report_gives_files_and_asks_for_no_answer(here: Place) -> None:
    """Answers do not work there; what the program can repair is offered beside the pages to walk through."""
    here.git("checkout", "--quiet", "-b", "voorstel")
    (here.root / PAGE).rename(here.root / "docs/informatie-delen.md")
    here.commit()
    here.git("checkout", "--quiet", "main")
    at = ("--at", "https://gitlab.voorbeeld.be/ons/draaiboek", "--branch", "voorstel")
    said = here.build("pr-report", "main", "voorstel", "--fast", "--format", "html", *at).stdout
    assert 'href="https://gitlab.voorbeeld.be/-/ide/project/ons/draaiboek/edit/voorstel/-/"' in said
    assert "verslag/voorstel/hersteld" in said
    assert "/herstel<" not in said
    page = here.read("out/voorstel/hersteld/docs/informatie-delen.md")
    assert "voorheen: [oude-deelregels, delen.md]" in page
    assert (here.root / "out/voorstel/hersteld/docs/_data/inhoud.yml").is_file()


def test_words_of_a_stranger_mean_nothing_in_the_comment(here: Place) -> None:
    propose(here, (PAGE, "> Zwijgen is ook een antwoord.", "> Zwijgen is ook een antwoord. @iedereen #1 | a_b_c"))
    text = here.build("pr-report", "main", "voorstel", "--fast").stdout
    assert "@iedereen" not in text
    assert "&#64;\u200biedereen" in text, "a Git host looks behind the entity, and not behind what nobody sees"
    assert "&#35;\u200b1" in text
    here.git("branch", "-D", "voorstel")
    propose(here, (PAGE, "Neem geen papieren mee in de trein.", HOSTILE))
    run = here.build("pr-report", "main", "voorstel", "--fast")
    assert run.code == 1, "HTML in the text is an error"
    assert "**Nog te herstellen" in run.stdout
    assert "HT001" in run.stdout
    assert run.stdout.count("</details>") == run.stdout.count("<details")
    assert "<b>" not in run.stdout
    assert "@iedereen" not in run.stdout


def test_a_mistake_is_told_with_its_cause_and_what_was_wrong_already_apart(here: Place) -> None:
    here.replace("docs/index.md", "[", "[oud](nergens.md) [")
    here.commit()
    propose(here, ("docs/_data/variabelen.yml", "oprichting:", "oprichtig:"))
    found = report(here)
    new = [each for each in found["problemen"] if each["nieuw"]]
    assert {each["code"] for each in new} == {"VR001"}
    assert any(not each["nieuw"] and each["code"] == "LK001" for each in found["problemen"])


def test_a_law_and_all_that_hangs_on_it(here: Place) -> None:
    propose(here, ("docs/_data/variabelen.yml", 'oprichting: "art. 2"', 'oprichting: "art. 4"'))
    (law,) = report(here)["wetten"]
    assert (law["naam"], law["van"], law["naar"]) == ("wet.oprichting", "art. 2", "art. 4")
    assert law["plaatsen"] >= 1
    assert "kern" in law["varianten"]


def test_a_variable_that_nobody_uses_yet_is_told_so(here: Place) -> None:
    propose(here, ("docs/_data/variabelen.yml", '  oprichting: "art. 2"', '  oprichting: "art. 2"\n  later: "art. 9"'))
    for form in ("markdown", "html"):
        shown = here.build("pr-report", "main", "voorstel", "--fast", "--format", form).stdout
        assert "is nieuw; nergens gebruikt" in shown
        assert "niemand" not in shown


def test_what_draaiboek_yml_says_is_told_once(here: Place) -> None:
    """Filled in for the first time, it looked like a new variable, with "0 plaatsen voor niemand"."""
    propose(here, ("draaiboek.yml", "uitgever:", 'contact: "de cel van de gemeente"\nuitgever:'))
    found = report(here)
    assert [each["naam"] for each in found["kenmerken"]] == ["contact"]
    assert found["wetten"] == []


def test_text_and_program_are_told_apart(here: Place) -> None:
    propose(here, ("build.py", "import sys\n", "import sys\nopen('uitgevoerd', 'w')\n"))
    found = report(here)
    assert (found["soort"], found["programma"], found["wijzigingen"]) == ("programma", ["build.py"], [])
    here.git("checkout", "--quiet", "voorstel")
    here.replace(PAGE, "trein", "tram")
    here.write("draaiboek/base/dutch.py", "raise SystemExit('uitgevoerd')\n")
    here.commit()
    here.git("checkout", "--quiet", "main")
    run = here.build("pr-report", "main", "voorstel", "--fast")
    assert "wijzigt **tekst én programma**" in run.stdout
    assert not (here.root / "uitgevoerd").exists()


def test_many_files_of_the_program_are_counted(here: Place) -> None:
    here.git("checkout", "--quiet", "-b", "voorstel")
    for number in range(103):
        here.write(f"draaiboek/los/bestand{number:03}.py", "")
    here.commit()
    here.git("checkout", "--quiet", "main")
    text = here.build("pr-report", "main", "voorstel", "--fast").stdout
    assert "Bestanden van het programma (103)" in text
    assert "bestand099" in text
    assert "- en nog 3\n" in text


def test_an_approval_is_filled_in_and_voided_in_sight(here: Place) -> None:
    """The final editor only pastes; whoever changes a word afterwards reads what that voids."""
    page = f"docs/edities/{EDITION}.md"
    propose(here, (page, "zonder_nazicht: [onderwijs, sport]", "zonder_nazicht: [sport, onderwijs]"))
    lines = report(here)["goedkeuring"]["regels"]
    assert lines.startswith(
        "goedkeuring:\n- functie: FUNCTIE\n  organisatie: ORGANISATIE\n  op: JJJJ-MM-DD\n  tekst: g1:"
    )
    text = here.build("pr-report", "main", "voorstel", "--fast").stdout
    assert "**Wie keurt editie 2026&#46;1 goed?**" in text
    here.git("checkout", "--quiet", "voorstel")
    pasted = lines.replace("FUNCTIE", "directeur").replace("ORGANISATIE", "VVSG").replace("JJJJ-MM-DD", "2026-11-20")
    here.replace(page, "status: goedgekeurd\n", f"status: goedgekeurd\n{pasted}\n")
    here.commit()
    here.git("checkout", "--quiet", "main")
    said = report(here)["goedkeuring"]
    assert (said["stand"], said["wie"]) == ("goedgekeurd", ["directeur (VVSG) op 20 november 2026"])
    here.git("merge", "--quiet", "--ff-only", "voorstel")
    here.git("branch", "-d", "voorstel")
    assert "editie 2026.1: goedgekeurd, door directeur (VVSG) op 20 november 2026" in here.build("status").stdout
    propose(here, (PAGE, "Neem geen papieren mee in de trein.", "Neem geen papieren mee in de tram."))
    found = report(here)
    assert found["goedkeuring"]["stand"] == "vervallen"
    text = here.build("pr-report", "main", "voorstel", "--fast").stdout
    assert "**De goedkeuring van editie 2026&#46;1 vervalt.**" in text
    assert "Nog te herstellen" not in text, "it is nobody's mistake"
    assert (
        "De goedkeuring van editie 2026.1 vervalt."
        in here.build("pr-report", "main", "voorstel", "--format", "html").stdout
    )
    here.git("checkout", "--quiet", "voorstel")
    assert "editie 2026.1: goedkeuring vervallen" in here.build("status").stdout
    assert here.build("site", "--sector", "sport").code == 0
    home = " ".join(here.read("out/site/index.html").split())
    assert '<strong class="lr-status__tag">Goedkeuring vervallen:</strong>' in home, "also on a phone"
    assert "concept, goedkeuring vervallen" in home
    assert "Goedgekeurd door" not in home


def test_what_came_on_main_meanwhile_is_not_the_proposals(here: Place) -> None:
    propose(here, (PAGE, "in de trein", "in de tram"))
    here.replace(PAGE, "achter slot", "achter slot en grendel")
    here.commit()
    assert [each["id"] for each in report(here)["wijzigingen"]] == ["onderweg"]


def test_a_link_or_an_attribute_of_git_hides_nothing(here: Place, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.md"
    secret.write_text("---\ntitle: Geheim\ndescription: x\n---\nGeheim van de machine.\n", encoding="utf-8")
    here.git("checkout", "--quiet", "-b", "voorstel")
    here.write(".gitattributes", "docs/delen.md export-ignore\n*.md filter=kwaad\n")
    here.replace(PAGE, "in de trein", "in de tram")
    (here.root / "docs" / "geheim.md").symlink_to(secret)
    here.commit()
    here.git("checkout", "--quiet", "main")
    text = json.dumps(report(here), ensure_ascii=False)
    assert "tram" in text
    assert "Geheim van de machine" not in text


@pytest.mark.parametrize("names", [("main", "bestaat-niet"), ("--output=/tmp/x", "main"), ("main",)])
def test_names_that_are_no_commits(here: Place, names: tuple[str, ...]) -> None:
    assert here.build("pr-report", *names).code == 2


@pytest.mark.parametrize("text", ["", "{}", "null", "[" * 10_000, '{"basis": "x"}'])
def test_what_is_no_report_is_refused(here: Place, text: str, tmp_path: Path) -> None:
    file = tmp_path / "verslag.json"
    file.write_text(text, encoding="utf-8")
    run = here.build("pr-report", "--read", str(file))
    assert run.code == 2
    assert "geen verslag" in run.stderr


def test_a_sector_signs_what_it_is_asked_and_nothing_else(here: Place) -> None:
    head = propose(here, (PAGE, "in de trein", "in de tram"), (PAGE, "een antwoord", "altijd een antwoord"))
    run = here.build("pr-sign", "main", "voorstel", "--sector", "sport", "--account", "@an-SPORT")
    assert run.code == 0, run.said
    commit = run.stdout.strip()
    assert here.git("rev-parse", f"{commit}^") == head
    (changed,) = here.git("diff", "--name-status", head, commit).splitlines()
    kind, name = changed.split("\t")
    assert (kind, name.startswith("sectors/sport/nagelezen/delen--onderweg--")) == ("A", True)
    assert yaml.safe_load(here.git("show", f"{commit}:{name}"))["door"] == "sport: contact"
    here.git("update-ref", "refs/heads/voorstel", commit)
    assert [each["sector"] for each in report(here)["lezen"]] == ["onderwijs"]
    assert here.git("status", "--porcelain") == ""


def test_two_proposals_that_a_sector_signed_merge_in_git(here: Place) -> None:
    """Two paragraphs of one section, and one of another: nobody has to resolve a conflict in reading files.

    Both signatures are for a text that never existed once the two are combined, so the sector is asked again.
    """
    here.replace(PAGE, "in de trein.", "in de trein.\n\nBewaar ze thuis.\n\nTwijfel je? Bel.")
    here.replace("sectors/onderwijs/sector.yml", "actoren:", KEEPERS.replace("sport", "onderwijs").replace(" []", ""))
    here.commit()
    here.build("review", "--accept")
    here.commit()
    who = ("-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be")
    words = {"een": ("in de trein", "in de tram"), "twee": ("Twijfel je? Bel.", "Twijfel je? Bel de school.")}
    for branch, change in {**words, "drie": ("achter slot", "achter grendel")}.items():
        head = propose(here, (PAGE, *change), name=branch)
        for sector in ("onderwijs", "sport"):
            run = here.build("pr-sign", "main", head, "--sector", sector, "--account", f"@an-{sector}")
            assert run.code == 0 or "vraagt niets" in run.stderr, run.said
            head = run.stdout.strip() or head
        here.git("branch", "--force", branch, head)
    for branch in ("drie", "een", "twee"):
        here.git(*who, "merge", "--quiet", "--no-ff", "-m", "Samen", branch)
    run = here.build("check")
    assert run.code == 0, run.said
    assert re.findall(r"de kerntekst van '(\S+)' is niet nagelezen voor (\w+)", run.stderr) == [
        ("delen.md#wat-deel-je", "onderwijs"),
        ("delen.md#onderweg", "sport"),
    ]
    assert here.build("review", "--accept").code == 0
    assert "0 waarschuwingen" in here.build("check").stderr


@pytest.mark.parametrize(
    ("sector", "account", "why"),
    [
        ("sport", "@iemand", "staat niet bij 'beheer'"),
        ("onderwijs", "@an-sport", "staat niet bij 'beheer'"),
        ("keuken", "@an-sport", "de sector 'keuken' bestaat niet"),
    ],
)
def test_nobody_signs_for_another(here: Place, sector: str, account: str, why: str) -> None:
    propose(
        here,
        (PAGE, "in de trein", "in de tram"),
        ("sectors/onderwijs/sector.yml", "actoren: []", KEEPERS.replace("sport", "onderwijs").replace("an-o", "an-s")),
    )
    run = here.build("pr-sign", "main", "voorstel", "--sector", sector, "--account", account)
    assert (run.code, run.stdout) == (2, "")
    assert why in run.stderr


def test_who_owns_what(here: Place) -> None:
    assert here.build("owners", "--check").code == 1
    assert here.build("owners").code == 0
    text = here.read(".github/CODEOWNERS")
    assert "/overlays/sport/ @an-sport\n/sectors/sport/ @an-sport\n/sectors/sport/sector.yml @an-sport\n" in text
    assert here.build("owners", "--check").code == 0
    here.replace("draaiboek.yml", "trefwoorden:", "beheer: ['@redactie']\ntrefwoorden:")
    assert here.build("owners", "--check").code == 1
    here.build("owners")
    assert "* @redactie\n" in here.read(".github/CODEOWNERS")
    assert "/sectors/sport/sector.yml @redactie\n" in here.read(".github/CODEOWNERS")


# --- the script of the workflows, against a simulated host ------------------------------------------------------------


def test_one_comment_that_is_renewed(here: Place, host: Host) -> None:
    host.head = propose(here, (PAGE, "in de trein", "in de tram"))
    file = here.root.parent / "voorstel.json"
    event = host.after_run()
    for word in ("tram", "bus"):
        file.write_text(json.dumps(report(here)), encoding="utf-8")
        run = workflow(here, host, event, str(file))
        assert run.code == 0, run.said
        (comment,) = host.comments
        assert word in comment["body"]
        assert "https&#58;&#47;&#47;git&#46;voorbeeld&#46;be&#47;run&#47;1" in comment["body"]
        assert f"<!-- draaiboek: commit {host.head} -->" in comment["body"]
        here.git("checkout", "--quiet", "voorstel")
        here.replace(PAGE, "in de tram", "in de bus") if word == "tram" else None
        host.head = here.commit() if word == "tram" else host.head
        here.git("checkout", "--quiet", "main")
        event = host.after_run()
    host.head = "0" * 40
    workflow(here, host, host.after_run(), str(file))
    assert len(host.comments) == 1, "a report about another commit is not told"


def test_a_comment_signs_for_its_sector(here: Place, host: Host) -> None:
    head = host.head = propose(here, (PAGE, "in de trein", "in de tram"))
    server = here.root.parent / "server.git"
    here.git("init", "--quiet", "--bare", str(server))
    here.git("remote", "add", "origin", str(server))
    here.git("push", "--quiet", "origin", "main", "voorstel", "voorstel:refs/pull/7/head")

    def say(words: str, who: str) -> str:
        run = workflow(here, host, host.after_comment(words, who), "answer")
        assert run.code == 0, run.said
        return Place(server).git("rev-parse", "voorstel")

    assert say("/nagelezen sport", "an-sport") == head
    assert "Lees eerst het verslag" in host.said, "nobody signs before they could read"
    host.tell(f"{REPORT}\n<!-- draaiboek: commit {head} -->")
    assert say("/nagelezen onderwijs", "an-sport") == head
    assert "staat niet bij 'beheer'" in host.said
    before = len(host.comments)
    assert say("/nagelezen sport; rm -rf .", "an-sport") == head
    assert say("Ik las het: /nagelezen sport", "an-sport") == head
    assert say("> /nagelezen sport", "an-sport") == head
    assert say("/nagelezen \u0455port", "an-sport") == head, "a Cyrillic letter is another letter"
    assert len(host.comments) == before
    assert say("/nagelezen Sport\r\n/nagelezen onderwijs\r\n", "an-sport") != head
    assert Place(server).git("rev-parse", "voorstel^") == head
    assert "1 tekst nagelezen" in host.said
    assert "Alleen de eerste regel" in host.said
    assert "Reopen pull request" in host.said, "what a robot pushes starts no check"


def test_a_report_on_another_text_signs_nothing(here: Place, host: Host) -> None:
    """Somebody adds a commit between the report and the answer; a sign-off in between is not another text."""
    first = propose(here, (PAGE, "in de trein", "in de tram"))
    here.git("checkout", "--quiet", "voorstel")
    here.replace(PAGE, "in de tram", "in de bus")
    host.head = here.commit()
    server = here.root.parent / "server.git"
    here.git("init", "--quiet", "--bare", str(server))
    here.git("checkout", "--quiet", "main")
    here.git("remote", "add", "origin", str(server))
    here.git("push", "--quiet", "origin", "main", "voorstel", "voorstel:refs/pull/7/head")
    host.tell(f"{REPORT}\n<!-- draaiboek: commit {first} -->")
    assert workflow(here, host, host.after_comment("/nagelezen sport", "an-sport"), "answer").code == 0
    assert "Lees eerst het verslag" in host.said
    assert Place(server).git("rev-parse", "voorstel") == host.head
    here.git("checkout", "--quiet", "voorstel")
    here.write("sectors/onderwijs/nagelezen/delen--wat-deel-je--00000000.yml", "doel: delen.md#wat-deel-je\n")
    reported, host.head = host.head, here.commit()
    here.git("checkout", "--quiet", "main")
    here.git("push", "--quiet", "origin", "voorstel", "voorstel:refs/pull/7/head")
    host.comments.clear()
    host.tell(f"{REPORT}\n<!-- draaiboek: commit {reported} -->")
    assert workflow(here, host, host.after_comment("/nagelezen sport", "an-sport"), "answer").code == 0
    assert "Lees eerst" not in host.said


def test_a_proposal_that_changes_the_checks_gets_no_report(here: Place, host: Host) -> None:
    host.head = propose(here, (PAGE, "in de trein", "in de tram"))
    host.files = [PAGE, ".github/workflows/proposal.yml"]
    file = here.root.parent / "voorstel.json"
    file.write_text(json.dumps(report(here)), encoding="utf-8")
    assert workflow(here, host, host.after_run(), str(file)).code == 0
    assert "niet te vertrouwen" in host.said
    assert "tram" not in host.said


def test_a_proposal_from_a_copy_gets_its_report(here: Place, host: Host) -> None:
    """GitHub knows no pull request for a commit that only a fork has; editors without write access have a fork."""
    host.head, host.owner = propose(here, (PAGE, "in de trein", "in de tram")), "een-redacteur"
    file = here.root.parent / "voorstel.json"
    file.write_text(json.dumps(report(here)), encoding="utf-8")
    assert workflow(here, host, host.after_run(), str(file)).code == 0
    assert "tram" in host.said


def test_a_report_that_is_a_link_is_not_read(here: Place, host: Host) -> None:
    host.head = propose(here, (PAGE, "in de trein", "in de tram"))
    (here.root.parent / "echt.json").write_text(json.dumps(report(here)), encoding="utf-8")
    file = here.root.parent / "voorstel.json"
    file.symlink_to(here.root.parent / "echt.json")
    assert workflow(here, host, host.after_run(), str(file)).code == 0
    assert "geen verslag over de laatste wijziging" in host.said
    assert "tram" not in host.said
