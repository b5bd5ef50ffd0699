"""What somebody with a fork of the repository may try, and a Git host lets through.

Tricks of git that hide a text from the report; a report that is about something else or pretends to be ours; and
signatures that nobody gave. Each goes through the workflows (desk.py).
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

import pytest

from tests.integration.desk import (
    KEEPER,
    PAGE,
    RUN,
    Comment,
    Desk,
    desk,
    desk_as_made,
    harmless,
    proposed,
    tram,
    tram_as_proposed,
)
from tests.integration.git_host import REPORT, host, workflow
from tests.integration.program import Place, environment

__all__ = ["desk", "desk_as_made", "host", "proposed", "tram_as_proposed"]

pytestmark = pytest.mark.slow

# --- what git lets through, and a report must not hide ----------------------------------------------------------------


TEXT = b"---\ntitle: x\ndescription: Over x.\n---\nTekst.\n"


def put(place: Place, mode: str, data: bytes, name: bytes) -> None:
    """Put *data* in the index as file *name*, even where a work tree could not hold it."""
    digest = data if mode == "160000" else fed(place, data, "git", "hash-object", "-w", "--stdin").strip()
    entry = b"%s %s\t%s\0" % (mode.encode(), digest, name)
    fed(place, entry, "git", "update-index", "-z", "--index-info")


def fed(place: Place, data: bytes, *words: str) -> bytes:
    own = environment(place.root)
    return subprocess.run(words, input=data, cwd=place.root, env=own, capture_output=True, check=True).stdout


def page_as_a_link(place: Place) -> None:
    """The target of a symbolic link may be a whole page: read as a file, it looks ordinary."""
    (place.root / PAGE).unlink()
    place.git("add", "--all")
    put(place, "120000", place.git("show", f"main:{PAGE}").encode() + b"\n", PAGE.encode())


def another_repository(place: Place) -> None:
    put(place, "160000", place.git("rev-parse", "HEAD").encode(), b"docs/los")


def a_name_in_latin_1(place: Place) -> None:
    put(place, "100644", TEXT, b"docs/caf\xe9.md")


def a_name_on_two_lines(place: Place) -> None:
    put(place, "100644", TEXT, b"docs/a\nb.md")


def an_owner_of_its_own(place: Place) -> None:
    """A Git host looks for CODEOWNERS in docs/ too."""
    put(place, "100644", b"* @kwaad\n", b"docs/CODEOWNERS")


def attributes(place: Place) -> None:
    """It hides every difference in the proposal from git diff, and changes what is checked out."""
    put(place, "100644", b"*.md -diff linguist-generated working-tree-encoding=UTF-7\n", b"docs/.gitattributes")


TRICKS = {
    another_repository: "docs/los",
    a_name_in_latin_1: "docs/caf",
    a_name_on_two_lines: "docs/a",
    an_owner_of_its_own: "docs/CODEOWNERS",
    attributes: "docs/.gitattributes",
}


@pytest.mark.parametrize("changes", [{page_as_a_link: PAGE}, TRICKS], ids=["a page", "names and files"])
def test_nothing_of_a_proposal_is_left_out_of_its_report(
    desk: Desk, changes: Mapping[Callable[[Place], None], str]
) -> None:
    place = desk.place
    place.git("checkout", "--quiet", "-B", "werk", "main")
    for change in changes:
        change(place)
    who = ("-c", "user.name=Kwaad", "-c", "user.email=kwaad@voorbeeld.be")
    place.git(*who, "commit", "--quiet", "-m", "$(touch uitgevoerd) @iedereen")
    desk.host.head = place.git("rev-parse", "HEAD")
    place.git("push", "--quiet", "origin", "werk:refs/pull/7/head", "werk:refs/heads/voorstel")
    place.git("checkout", "--quiet", "--force", "main")
    place.git("clean", "-fdq", "-e", "out")
    run = workflow(place, desk.host, desk.host.after_run(), str(desk.looked_at()))
    assert run.code == 0, run.said
    comment = Comment(desk.host.said)
    harmless(comment)
    told = [line for line in comment.text.splitlines() if "PG011" in line]
    assert len(told) == len(changes)
    # A text with a wrong name is read as well; these two are in no menu.
    unlisted = [line for line in comment.text.splitlines() if "PG009" in line]
    assert len(unlisted) == len({a_name_in_latin_1, a_name_on_two_lines} & changes.keys())
    assert f"Nog te herstellen: {len(changes) + len(unlisted)}" in comment.text
    assert [name for name in changes.values() if not any(name in line for line in told)] == []
    assert "klopt" not in comment.text
    assert list(place.root.parent.rglob(RUN)) == []


def test_a_name_that_hides_a_character_is_shown_with_it_in_every_form(desk: Desk) -> None:
    """GitLab shows the page, GitHub the comment; a name that turns around looks like that of a picture."""
    place = desk.place
    place.git("checkout", "--quiet", "-B", "werk", "main")
    for name in ("docs/foto\u202egnp.md", "los/foto\u202egnp.exe", "draaiboek/x\u200by.py"):
        put(place, "100644", b"---\ntitle: x\n---\n", name.encode())
    who = ("-c", "user.name=Kwaad", "-c", "user.email=kwaad@voorbeeld.be")
    place.git(*who, "commit", "--quiet", "-m", "Foto")
    head = place.git("rev-parse", "HEAD")
    place.git("checkout", "--quiet", "--force", "main")
    for form in ("html", "markdown"):
        run = place.build("pr-report", "main", head, "--fast", "--format", form)
        shown = unescape(run.stdout)
        assert [each for each in ("\u202e", "\u200by") if each in shown] == []
        for name in ("docs/foto⟨U+202E⟩gnp.md", "los/foto⟨U+202E⟩gnp.exe", "draaiboek/x⟨U+200B⟩y.py"):
            assert name in shown, (form, name)


def test_a_text_that_is_too_large_is_refused_before_it_is_read(desk: Desk) -> None:
    place = desk.place
    place.git("checkout", "--quiet", "-B", "werk", "main")
    for number in range(5):  # small in git, and together larger than a guidebook
        put(place, "100644", bytes([number]) * 41_000_000, b"docs/groot-%d.png" % number)
    who = ("-c", "user.name=Kwaad", "-c", "user.email=kwaad@voorbeeld.be")
    place.git(*who, "commit", "--quiet", "-m", "Groot")
    head = place.git("rev-parse", "HEAD")
    place.git("checkout", "--quiet", "--force", "main")
    run = place.build("pr-report", "main", head, "--fast")
    assert (run.code, run.stdout) == (2, "")
    assert "te groot om te vergelijken" in run.stderr


# --- a report that is about something else, or is not ours ------------------------------------------------------------


def reported(desk: Desk) -> Path:
    """Return the report on the proposal, after removing all comments."""
    desk.host.comments.clear()
    return desk.tools.parent / "machine" / "voorstel.json"


def test_a_workflow_behind_three_thousand_files_is_not_overlooked(proposed: Desk) -> None:
    """The host's API lists no more files than that; a forged report would be posted as ours."""
    report = reported(proposed)
    proposed.host.unlisted = 1
    assert workflow(proposed.place, proposed.host, proposed.host.after_run(), str(report)).code == 0
    assert "niet na te gaan" in proposed.host.said
    assert "tram" not in proposed.host.said


def test_a_report_on_what_goes_to_another_branch_is_told_nowhere(proposed: Desk) -> None:
    """Proposed to a branch that has most of it already, a change looks small."""
    report = reported(proposed)
    proposed.host.into = "oud"
    assert workflow(proposed.place, proposed.host, proposed.host.after_run(), str(report)).code == 0
    assert proposed.host.comments == []


def test_a_commit_that_comes_while_we_look_gets_no_report_of_another(proposed: Desk) -> None:
    """That run used workflows of its own; the commit that the host is asked about by then has none."""
    report = reported(proposed)
    event = proposed.host.after_run()

    def another_commit() -> None:
        proposed.host.head = "1" * 40

    proposed.host.meanwhile = another_commit
    assert workflow(proposed.place, proposed.host, event, str(report)).code == 0
    assert proposed.host.comments == []


@pytest.mark.parametrize("conclusion", ["failure", "timed_out"])
def test_a_report_that_fails_takes_the_place_of_the_one_before(proposed: Desk, conclusion: str) -> None:
    """First something harmless, then a text that stops the workflow: the first report must not stay."""
    proposed.host.head = "1" * 40
    assert workflow(proposed.place, proposed.host, proposed.host.after_run(conclusion), "bestaat-niet.json").code == 0
    (comment,) = proposed.host.comments
    assert "geen verslag over de laatste wijziging" in comment["body"]
    assert "tram" not in comment["body"]
    run = workflow(proposed.place, proposed.host, proposed.host.after_comment("/nagelezen sport", "an-sport"), "answer")
    assert run.code == 0, run.said
    assert "Lees eerst het verslag" in proposed.host.said


@pytest.mark.parametrize("text", ["[" * 100_000, '{"voorstel": ' + "9" * 5000 + "}", ""])
def test_what_is_no_report_takes_the_place_of_the_one_before(proposed: Desk, text: str) -> None:
    """The report that stands there is about an earlier text."""
    report = proposed.tools.parent / "machine" / "voorstel.json"
    report.write_text(text, encoding="utf-8")
    run = workflow(proposed.place, proposed.host, proposed.host.after_run(), str(report))
    assert run.code == 0, run.said
    assert "Traceback" not in run.stderr
    (comment,) = proposed.host.comments
    assert "geen verslag over de laatste wijziging" in comment["body"]
    assert "tram" not in comment["body"]


@pytest.mark.parametrize(
    "link",
    [
        "https://github.com.kwaad.example/ons/draaiboek/new",
        "https://github.com/ons/draaiboek/../../kwaad/draaiboek/new",
        "https://github.com/ons/draaiboek/%2E%2e/%2e./kwaad/draaiboek/new",
        "https://github.com/ons/draaiboek/..\\..\\kwaad/draaiboek/new",
    ],
)
@pytest.mark.parametrize("key", ["link", "was"])
def test_a_report_with_a_link_that_leads_elsewhere_is_not_told(proposed: Desk, key: str, link: str) -> None:
    """A forger could otherwise send people from a comment of ours to a page of theirs."""
    report = reported(proposed)
    made = json.loads(report.read_text(encoding="utf-8"))
    ours = {"plaats": "docs/delen.md:1:1", "code": "PG001", "tekst": "x", "raad": "", "ernst": "error", "nog": 0}
    made["problemen"] = [{**ours, "nieuw": True, "vanzelf": False, "link": "", "was": "", key: link}]
    report.write_text(json.dumps(made), encoding="utf-8")
    run = workflow(proposed.place, proposed.host, proposed.host.after_run(), str(report))
    assert run.code == 0, run.said
    assert "een link van dit verslag leidt niet naar https://github.com/ons/draaiboek" in run.stderr
    (comment,) = proposed.host.comments
    assert "geen verslag over de laatste wijziging" in comment["body"]
    assert link not in comment["body"]


@pytest.mark.parametrize("who", ["an-app[bot]", "github-actions", "github-actions[bot]"])
def test_who_repeats_the_mark_of_the_robot_is_not_the_robot(proposed: Desk, who: str) -> None:
    """Another app that quotes what somebody wrote, or our own answer when it quotes something."""
    proposed.host.comments.clear()
    first = "Dit schreef iemand: " if who == "github-actions[bot]" else ""
    proposed.host.tell(f"{first}{REPORT}\n<!-- draaiboek: commit {proposed.host.head} -->", by=who)
    assert (
        workflow(
            proposed.place, proposed.host, proposed.host.after_comment("/nagelezen sport", "an-sport"), "answer"
        ).code
        == 0
    )
    assert "Lees eerst het verslag" in proposed.host.said
    assert Place(proposed.server).git("rev-parse", "voorstel") == proposed.host.head


# --- signatures that nobody gave --------------------------------------------------------------------------------------


def sign(desk: Desk, words: str) -> str:
    """Comment *words* as the contact of sport, and return the resulting commit of the proposal's branch."""
    run = workflow(desk.place, desk.host, desk.host.after_comment(words, "an-sport"), "answer")
    assert run.code == 0, run.said
    return Place(desk.server).git("rev-parse", "voorstel")


def test_an_answer_is_about_the_report_that_it_was_copied_from(proposed: Desk) -> None:
    """Somebody reads, has a coffee, and meanwhile another text and its report arrive: nothing is signed."""
    (copied,) = (
        line for line in Comment(proposed.host.said).text.splitlines() if line.strip().startswith("/nagelezen sport")
    )
    assert copied.split()[2] == proposed.host.head[:10]
    proposed.propose(lambda place: place.replace(PAGE, "in de trein", "in de auto van de buren"))
    assert sign(proposed, copied.strip()) == proposed.host.head
    assert "Lees eerst het verslag" in proposed.host.said
    assert sign(proposed, f"/nagelezen sport {proposed.host.head[:10]}") != proposed.host.head
    assert "1 tekst nagelezen, delen.md#onderweg" in proposed.host.said


def test_what_was_pushed_meanwhile_is_never_overwritten(proposed: Desk) -> None:
    """Between the report and the answer the branch moved; the host's API does not know it yet."""
    place = proposed.place
    place.git("checkout", "--quiet", "-B", "anders", "main")
    place.replace(PAGE, "in de trein", "in de bus")
    other = place.commit()
    place.git("push", "--quiet", "--force", "origin", "anders:refs/heads/voorstel")
    place.git("checkout", "--quiet", "main")
    assert sign(proposed, "/nagelezen sport") == other
    assert "Er is niets opgeschreven" in proposed.host.said


def test_a_proposal_that_signs_for_a_sector_itself_says_so(proposed: Desk) -> None:
    """Anybody can write the file of a reading; whoever merges must see that one was included."""
    asked = Comment(proposed.host.said)
    assert "Al nagelezen" not in asked.text
    report = json.loads((proposed.tools.parent / "machine" / "voorstel.json").read_text(encoding="utf-8"))
    (mine,) = (each for each in report["lezen"] if each["sector"] == "sport")

    def and_sign(place: Place) -> None:
        tram(place)
        lines = mine["regels"].replace("JJJJ-MM-DD", "2026-11-28").replace("je functie", "contactpersoon sport")
        place.write(mine["bestand"], lines)

    comment = proposed.propose(and_sign)
    harmless(comment)
    assert "Al nagelezen, zegt dit voorstel: 1" in comment.text
    assert "sport: delen.md#onderweg, door contactpersoon sport op 28 november 2026" in " ".join(comment.text.split())


def test_who_may_sign_changes_in_sight(desk: Desk) -> None:
    def look_alike(place: Place) -> None:
        place.replace("sectors/sport/sector.yml", "@an-sport", "@an-sp0rt")

    comment = desk.propose(look_alike)
    harmless(comment)
    said = " ".join(comment.text.replace("\u200b", "").split())
    assert "wijzigt wie voor een sector mag aftekenen" in said
    assert "sport: @an-sport (contactpersoon sport) → @an-sp0rt (contactpersoon sport)" in said
    run = workflow(desk.place, desk.host, desk.host.after_comment("/nagelezen sport", "an-sp0rt"), "answer")
    assert run.code == 0, run.said
    assert "staat niet bij 'beheer'" in desk.host.said
    assert KEEPER in desk.place.read("sectors/sport/sector.yml")


def test_personal_data_are_not_said_again(desk: Desk) -> None:
    """The host keeps the history of a comment, even after it was updated."""
    comment = desk.propose(lambda place: place.replace(PAGE, "in de trein.", "in de trein. Bel 0475 12 34 56."))
    assert "PG018" in comment.text
    assert "0475 12" not in desk.host.said  # with its space: the name of a commit may hold any four digits
    assert "Die blijven ook na je herstel in de geschiedenis" in comment.text


def test_that_personal_data_stay_is_said_also_when_nothing_can_be_made_of_the_text(desk: Desk) -> None:
    def name_of_a_person(place: Place) -> None:
        place.write("draaiboek.yml", f'{place.read("draaiboek.yml")}contact: "mevrouw Peeters, 0475 12 34 56"\n')

    comment = desk.propose(name_of_a_person)
    assert "PG018" in comment.text
    assert "0475 12" not in desk.host.said  # with its space: the name of a commit may hold any four digits
    assert "Die blijven ook na je herstel in de geschiedenis" in comment.text


# --- what an engine behind us would run, or only shows on every page --------------------------------------------------


def code_of_each_engine(place: Place) -> None:
    """Typst, Jinja, YAML and SVG each have a way to read a file, to ask the web, or to start a program."""
    typst = '#import "/etc/passwd": x #read("/etc/passwd") {% include "x" %}'
    place.replace(PAGE, "Zwijgen is ook een antwoord.", typst)
    place.replace(PAGE, "## Achteraf", "![Een tafel](media/kwaad.svg)\n\n## Achteraf")
    place.write(
        "docs/media/kwaad.svg",
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" '
        'viewBox="0 0 1 1"><title>&x;</title><script>fetch("https://kwaad.voorbeeld")</script></svg>',
    )
    tag = f'!!python/object/apply:os.system ["touch {RUN}"]'
    place.write("docs/_data/documenten.yml", f"brief: {tag}\n")
    place.write("overlays/sport/kwaad.md", f"---\ndoel: {tag}\nbewerking: einde\n---\nErbij.\n")


def modules_that_python_would_find(place: Place) -> None:
    for name in ("yaml.py", "sitecustomize.py", "usercustomize.py", "markdown_it/__init__.py"):
        place.write(name, f"open('{RUN}', 'w')\n")
    place.write("mkdocs.yml", f"{place.read('mkdocs.yml')}\nhooks: [sitecustomize.py]\n")


def where_readers_write_to(place: Place) -> None:
    """No page changes, and every page then sends its readers to somebody else."""
    place.replace("draaiboek.yml", "bewerken:", 'contact: "kwaad@kwaad.voorbeeld"\nbewerken:')
    place.replace("draaiboek.yml", 'tekst: "Niet-officiële werkversie"', 'tekst: ""')


@pytest.mark.parametrize(
    ("change", "told", "untold"),
    [
        (
            code_of_each_engine,
            [
                "python/object/apply:os.system' is hier niet toegelaten",
                "media/kwaad.svg",
                "HT004",
            ],
            ["root:"],
        ),
        (modules_that_python_would_find, ["Wie het programma beheert", "yaml.py", "sitecustomize.py"], []),
        (
            where_readers_write_to,
            [
                *("Dit voorstel wijzigt wat op elke pagina en in elk boek staat", "@\u200bkwaad.voorbeeld"),
                "status.tekst: Niet-officiële werkversie → leeg",
            ],
            ["lezers merken niets", "Geen enkel woord verandert"],
        ),
    ],
)
def test_nothing_runs_and_everything_is_told(
    change: Callable[[Place], None], told: list[str], untold: list[str], desk: Desk
) -> None:
    comment = desk.propose(change)
    said = " ".join(comment.text.split())
    assert [words for words in told if words not in said] == []
    assert [words for words in untold if words in said] == []
    harmless(comment)
    assert list(desk.place.root.parent.rglob(RUN)) == []
